//! FHIR R4 documents as they are written: shapes only, nothing decided, nothing refused.
//!
//! FHIR's own words (`linkId`, `enableWhen`) stay in this file and in what reads it.

use super::json::{self, At, Misfit, Value, put};

/// What stands under a polymorphic name: for `valueCoding`, its type `Coding` and the value.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    /// FHIR's name of the type, as in the name.
    pub kind: String,
    /// The value as written.
    pub value: Value,
}

/// A FHIR R4 Questionnaire.
#[derive(Debug, Clone, Default)]
pub struct Questionnaire {
    /// `Questionnaire`, or the document is something else.
    pub resource_type: Option<String>,
    /// The canonical address by which responses name it.
    pub url: Option<String>,
    /// Its version, free text.
    pub version: Option<String>,
    /// A title for people.
    pub title: Option<String>,
    /// `draft`, `active`, `retired` or `unknown`.
    pub status: Option<String>,
    /// Extensions of the whole.
    pub extension: Vec<Extension>,
    /// Extensions that no reader may pass over.
    pub modifier_extension: Vec<Extension>,
    /// The items, nested.
    pub item: Vec<Item>,
}

/// An item of a [`Questionnaire`].
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// Its id within the questionnaire.
    pub link_id: Option<String>,
    /// What stands before the wording, such as '2b.'.
    pub prefix: Option<String>,
    /// The wording.
    pub text: Option<String>,
    /// Its `type`: `group`, `choice` and so on.
    pub kind: Option<String>,
    /// Whether a completed response must answer it.
    pub required: bool,
    /// Whether it takes several answers.
    pub repeats: bool,
    /// Whether a person may not change it.
    pub read_only: bool,
    /// The most characters of a text.
    pub max_length: Option<i64>,
    /// The tests that decide whether it is asked.
    pub enable_when: Vec<EnableWhen>,
    /// `all` or `any` of those tests.
    pub enable_behavior: Option<String>,
    /// The options of a choice.
    pub answer_option: Vec<AnswerOption>,
    /// Whether its options stand elsewhere.
    pub has_value_set: bool,
    /// Whether it has answers given beforehand.
    pub has_initial: bool,
    /// Extensions, harmless or not.
    pub extension: Vec<Extension>,
    /// Extensions that no reader may pass over.
    pub modifier_extension: Vec<Extension>,
    /// Items within it.
    pub item: Vec<Item>,
}

/// One test of an item's `enableWhen`.
#[derive(Debug, Clone, Default)]
pub struct EnableWhen {
    /// The item looked at.
    pub question: Option<String>,
    /// `exists`, `=`, `!=`, `>`, `<`, `>=` or `<=`.
    pub operator: Option<String>,
    /// `answer[x]`.
    pub answer: Option<Typed>,
}

/// One option of a choice.
#[derive(Debug, Clone, Default)]
pub struct AnswerOption {
    /// Extensions, such as `optionExclusive`.
    pub extension: Vec<Extension>,
    /// Extensions that no reader may pass over.
    pub modifier_extension: Vec<Extension>,
    /// Whether it is chosen beforehand.
    pub initial_selected: bool,
    /// `value[x]`.
    pub value: Option<Typed>,
}

/// An extension: an address and a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Extension {
    /// What it means.
    pub url: String,
    /// `value[x]`.
    pub value: Option<Typed>,
}

/// A FHIR R4 QuestionnaireResponse.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct QuestionnaireResponse {
    /// `QuestionnaireResponse`, or the document is something else.
    pub resource_type: Option<String>,
    /// What this project adds: the hashes of what the person agreed to.
    pub extension: Vec<Extension>,
    /// Extensions that no reader may pass over.
    pub modifier_extension: Vec<Extension>,
    /// The canonical address, and perhaps `|version`, of the questionnaire.
    pub questionnaire: Option<String>,
    /// `in-progress`, `completed`, `amended`, `entered-in-error` or `stopped`.
    pub status: Option<String>,
    /// The items, nested as in the questionnaire.
    pub item: Vec<ResponseItem>,
}

/// An item of a [`QuestionnaireResponse`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ResponseItem {
    /// The id of the questionnaire's item.
    pub link_id: Option<String>,
    /// The wording that the person saw.
    pub text: Option<String>,
    /// The answers.
    pub answer: Vec<ResponseAnswer>,
    /// Items within a group.
    pub item: Vec<ResponseItem>,
}

/// One answer, with the items that stand within the question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ResponseAnswer {
    /// `value[x]`.
    pub value: Option<Typed>,
    /// Items within the question.
    pub item: Vec<ResponseItem>,
}

impl Questionnaire {
    /// Reads a document.
    ///
    /// # Errors
    /// Every value that is of another type than FHIR has there.
    pub fn read(document: &Value) -> Result<Self, Vec<Misfit>> {
        json::read(document, |at| Self {
            resource_type: at.text("resourceType"),
            url: at.text("url"),
            version: at.text("version"),
            title: at.text("title"),
            status: at.text("status"),
            extension: extensions(at, "extension"),
            modifier_extension: extensions(at, "modifierExtension"),
            item: at.each("item", item),
        })
    }
}

fn item(at: &At) -> Item {
    Item {
        link_id: at.text("linkId"),
        prefix: at.text("prefix"),
        text: at.text("text"),
        kind: at.text("type"),
        required: at.flag("required"),
        repeats: at.flag("repeats"),
        read_only: at.flag("readOnly"),
        max_length: at.whole("maxLength"),
        enable_when: at.each("enableWhen", |at| EnableWhen {
            question: at.text("question"),
            operator: at.text("operator"),
            answer: typed(at.value(), "answer"),
        }),
        enable_behavior: at.text("enableBehavior"),
        answer_option: at.each("answerOption", |at| AnswerOption {
            extension: extensions(at, "extension"),
            modifier_extension: extensions(at, "modifierExtension"),
            initial_selected: at.flag("initialSelected"),
            value: typed(at.value(), "value"),
        }),
        has_value_set: at.get("answerValueSet").is_some(),
        has_initial: at.get("initial").is_some(),
        extension: extensions(at, "extension"),
        modifier_extension: extensions(at, "modifierExtension"),
        item: at.each("item", item),
    }
}

fn extensions(at: &At, name: &str) -> Vec<Extension> {
    at.each(name, |at| Extension { url: at.needed_text("url"), value: typed(at.value(), "value") })
}

/// The value under `prefix…` (`value`, `answer`). FHIR allows one at most.
fn typed(of: &Value, prefix: &str) -> Option<Typed> {
    of.as_object()?.iter().find_map(|(name, value)| {
        let kind = name.strip_prefix(prefix)?;
        let is_type = kind.starts_with(|c: char| c.is_ascii_uppercase());
        is_type.then(|| Typed { kind: kind.to_owned(), value: value.clone() })
    })
}

impl QuestionnaireResponse {
    /// Reads a document.
    ///
    /// # Errors
    /// Every value that is of another type than FHIR has there.
    pub fn read(document: &Value) -> Result<Self, Vec<Misfit>> {
        json::read(document, |at| Self {
            resource_type: at.text("resourceType"),
            extension: extensions(at, "extension"),
            modifier_extension: extensions(at, "modifierExtension"),
            questionnaire: at.text("questionnaire"),
            status: at.text("status"),
            item: at.each("item", response_item),
        })
    }

    /// The document as FHIR writes it; what is empty is left out.
    pub fn written(&self) -> Value {
        let mut object = Vec::new();
        put_text(&mut object, "resourceType", self.resource_type.as_ref());
        put_list(&mut object, "extension", &self.extension, Extension::written);
        put_list(&mut object, "modifierExtension", &self.modifier_extension, Extension::written);
        put_text(&mut object, "questionnaire", self.questionnaire.as_ref());
        put_text(&mut object, "status", self.status.as_ref());
        put_list(&mut object, "item", &self.item, ResponseItem::written);
        Value::Object(object)
    }
}

/// Reads an item of a response.
pub(super) fn response_item(at: &At) -> ResponseItem {
    ResponseItem {
        link_id: at.text("linkId"),
        text: at.text("text"),
        answer: at.each("answer", |at| ResponseAnswer {
            value: typed(at.value(), "value"),
            item: at.each("item", response_item),
        }),
        item: at.each("item", response_item),
    }
}

impl ResponseItem {
    /// The item as FHIR writes it.
    pub(super) fn written(&self) -> Value {
        let mut object = Vec::new();
        put_text(&mut object, "linkId", self.link_id.as_ref());
        put_text(&mut object, "text", self.text.as_ref());
        put_list(&mut object, "answer", &self.answer, |answer| {
            let mut object = Vec::new();
            put_typed(&mut object, answer.value.as_ref());
            put_list(&mut object, "item", &answer.item, Self::written);
            Value::Object(object)
        });
        put_list(&mut object, "item", &self.item, Self::written);
        Value::Object(object)
    }
}

impl Extension {
    fn written(&self) -> Value {
        let mut object = Vec::new();
        put(&mut object, "url", self.url.as_str().into());
        put_typed(&mut object, self.value.as_ref());
        Value::Object(object)
    }
}

fn put_text(into: &mut Vec<(String, Value)>, name: &str, text: Option<&String>) {
    if let Some(text) = text {
        put(into, name, text.into());
    }
}

fn put_typed(into: &mut Vec<(String, Value)>, typed: Option<&Typed>) {
    if let Some(typed) = typed {
        put(into, &format!("value{}", typed.kind), typed.value.clone());
    }
}

fn put_list<T>(into: &mut Vec<(String, Value)>, name: &str, list: &[T], written: impl Fn(&T) -> Value) {
    if !list.is_empty() {
        put(into, name, list.iter().map(written).collect());
    }
}
