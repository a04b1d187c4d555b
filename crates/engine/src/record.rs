//! The wire form of a respondent: the draft, and the QuestionnaireResponse that is kept, saved or handed over.
//! The only place where a respondent's answers are turned into text.

use super::check;
use super::consent::{self, Consent, Terms};
use super::fhir::{self, Extension, QuestionnaireResponse, ResponseAnswer, ResponseItem, Typed};
use super::instrument::{Instrument, Item, ItemId, ResponseDomain};
use super::interview::{Interview, Progress, Stage};
use super::json::{self, Value, object, put};
use super::response::{Answer, Response};
use super::routing::{Disposition, RoutingPath};
use std::collections::HashSet;

/// Where the extensions of a record are defined: the hashes of what the person agreed to.
const DEFINITIONS: &str = "https://hiquality.example/fhir/StructureDefinition";

/// The version of the draft's form that is written. A draft of another version is not read.
const DRAFT_VERSION: i64 = 1;

/// The stages in a stored draft.
const ASKING: &str = "asking";
const CHANGING: &str = "changing";
const REVIEWING: &str = "reviewing";

/// An unfinished interview as it is stored: all that was said, on the routing path or not, so that going back
/// restores it. It never leaves the device in this form.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    terms: Terms,
    stage: Stage,
    shown: HashSet<ItemId>,
    answers: Vec<ResponseItem>,
}

/// A draft read against the study's files as they are now.
#[derive(Debug, Clone, PartialEq)]
pub struct Reopened {
    /// The consent, unless the sheet or a statement changed since it was given.
    pub consent: Option<Consent>,
    /// The answers that still fit.
    pub progress: Progress,
    /// Where the person was.
    pub stage: Stage,
    /// The answers that no longer fit.
    pub lost: Vec<Lost>,
}

/// An answer that no longer fits: the study's files have changed since it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The question, as it read then.
    pub question: String,
    /// The answer, in words.
    pub answer: String,
}

impl Draft {
    /// The draft of an interview.
    pub fn of(instrument: &Instrument, interview: &Interview) -> Self {
        let Progress { response, shown } = interview.progress();
        let text = |id: &ItemId| instrument.item(id).map(|item| item.text.clone());
        Self {
            terms: interview.consent().terms().clone(),
            stage: interview.stage().clone(),
            shown: shown.clone(),
            answers: response.iter().map(|(id, answers)| written(id, text(id), answers)).collect(),
        }
    }

    /// As text.
    pub fn to_text(&self) -> String {
        let (stage, page) = match &self.stage {
            Stage::Asking(page) => (ASKING, Some(page)),
            Stage::Changing(page) => (CHANGING, Some(page)),
            Stage::Reviewing => (REVIEWING, None),
        };
        let mut shown: Vec<&str> = self.shown.iter().map(ItemId::as_str).collect();
        shown.sort_unstable();
        let document = object([
            ("version", DRAFT_VERSION.into()),
            ("terms", self.terms.written()),
            ("stage", stage.into()),
            ("page", page.map(ItemId::as_str).into()),
            ("shown", shown.into_iter().collect()),
            ("answers", self.answers.iter().map(ResponseItem::written).collect()),
        ]);
        document.to_string()
    }

    /// From text.
    ///
    /// # Errors
    /// Why it can't be read: damaged, or written by another version of the app.
    pub fn from_text(text: &str) -> Result<Self, String> {
        let document = Value::read(text).map_err(|error| error.to_string())?;
        let (version, draft) = json::read(&document, |at| {
            let page = || ItemId::from(at.needed_text("page"));
            let stage = match at.needed_text("stage").as_str() {
                ASKING => Stage::Asking(page()),
                CHANGING => Stage::Changing(page()),
                _ => Stage::Reviewing,
            };
            let terms = at.get("terms").map(|at| Terms::read(&at)).unwrap_or_default();
            let shown = at.texts("shown").into_iter().map(ItemId::from).collect();
            let answers = at.each("answers", fhir::response_item);
            (at.whole("version"), Self { terms, stage, shown, answers })
        })
        .map_err(|misfits| misfits.first().map(ToString::to_string).unwrap_or_default())?;
        match version {
            Some(DRAFT_VERSION) => Ok(draft),
            other => Err(format!("draft version {}", other.unwrap_or_default())),
        }
    }

    /// The record of someone who will not go on with it, under the terms that they agreed to.
    pub fn broken_off(self, instrument: &Instrument) -> Option<QuestionnaireResponse> {
        let terms = self.terms.clone();
        let Reopened { consent, progress, stage, .. } = self.reopen(instrument, &terms);
        let interview = Interview::of(instrument, consent?, progress, stage);
        Some(of_interview(instrument, &interview, Completion::InProgress))
    }

    /// The draft under the terms and the instrument of today. Where the instrument is the same, everything fits, even
    /// an answer that is still to be corrected.
    pub fn reopen(self, instrument: &Instrument, now: &Terms) -> Reopened {
        let unchanged = self.terms.instrument.hash == now.instrument.hash;
        let mut lost = Vec::new();
        let mut response = Response::default();
        for stored in &self.answers {
            let Some(id) = stored.link_id.as_deref().map(ItemId::from) else { continue };
            let item = instrument.item(&id).filter(|item| item.is_question());
            let (kept, gone): (Vec<Answer>, Vec<Answer>) = read_answers(stored).partition(|answer| {
                unchanged || item.is_some_and(|item| fits(item, std::slice::from_ref(answer)))
            });
            // Each answer may fit by itself and not together with the others.
            let together = unchanged || item.is_some_and(|item| fits(item, &kept));
            let (kept, gone) =
                if together { (kept, gone) } else { (Vec::new(), read_answers(stored).collect()) };
            let question =
                stored.text.clone().filter(|text| !text.is_empty()).unwrap_or_else(|| id.to_string());
            lost.extend(
                gone.into_iter().map(|answer| Lost { question: question.clone(), answer: answer.words() }),
            );
            response = response.with(id, kept.into_iter().map(|answer| reworded(item, answer)).collect());
        }
        let consent = Consent::still_good(self.terms, now);
        Reopened { consent, progress: Progress { response, shown: self.shown }, stage: self.stage, lost }
    }
}

/// The option as the instrument words it today, where the answer is one.
fn reworded(item: Option<&Item>, answer: Answer) -> Answer {
    item.and_then(|item| item.option_of(&answer)).map_or(answer, |option| option.value.clone())
}

/// Whether the answers can stand. Too few of them can, and own words that are still blank: the person is still at it.
fn fits(item: &Item, answers: &[Answer]) -> bool {
    use check::ProblemKind::{NoValue, TextIsOption, TooFew};
    let bars = |problem: &check::ProblemKind| !matches!(problem, TooFew(_) | TextIsOption(_) | NoValue);
    !check::answers(item, answers).iter().any(bars)
}

/// A record as one line, for a file that has one a line.
pub fn on_a_line(record: &str) -> String {
    match Value::read(record) {
        Ok(document) if record.trim().contains(['\n', '\r']) => document.to_string(),
        _ => record.trim().to_owned(),
    }
}

/// How far a record has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completion {
    /// The person is not done.
    InProgress,
    /// The person submitted it.
    Completed,
}

impl Completion {
    /// As FHIR's status.
    pub fn status(self) -> &'static str {
        match self {
            Self::InProgress => "in-progress",
            Self::Completed => "completed",
        }
    }

    /// Of a record that has this status: whatever else it says, it was not submitted.
    pub fn of(status: Option<&str>) -> Self {
        if status == Some(Self::Completed.status()) { Self::Completed } else { Self::InProgress }
    }
}

/// An interview as a FHIR QuestionnaireResponse: answers on the routing path only. A question that was asked and left
/// empty is there without an answer; one that was not asked is not there.
pub fn of_interview(
    instrument: &Instrument,
    interview: &Interview,
    completion: Completion,
) -> QuestionnaireResponse {
    let path = interview.path(instrument);
    let mut document = of_path(&path, completion, &|at| {
        consent::is_statement(instrument, at)
            || path.disposition(at, &interview.progress().shown) != Disposition::NotReached
    });
    let terms = interview.consent().terms();
    document.item.iter_mut().for_each(|item| agree(item, instrument));
    let extension = |name: &str, value: &str| {
        let value = Typed { kind: "String".to_owned(), value: value.into() };
        Extension { url: format!("{DEFINITIONS}/{name}"), value: Some(value) }
    };
    document.extension = vec![
        extension("information-sheet-version", &terms.sheet.version),
        extension("information-sheet-sha256", &terms.sheet.hash),
        extension("instrument-sha256", &terms.instrument.hash),
    ];
    document
        .extension
        .retain(|extension| extension.value.as_ref().is_some_and(|typed| typed.value.as_str() != Some("")));
    document
}

/// The same record with the hash of the code by which it can be withdrawn. The code itself stands in no record.
pub fn with_receipt(record: &str, code_hash: &str) -> String {
    let Ok(Value::Object(mut document)) = Value::read(record) else { return record.to_owned() };
    let url = receipt_address();
    let receipt = object([("url", url.as_str().into()), ("valueString", code_hash.into())]);
    match document.iter_mut().find(|(name, _)| name == "extension") {
        Some((_, Value::Array(extensions))) => extensions.push(receipt),
        _ => put(&mut document, "extension", Value::Array(vec![receipt])),
    }
    Value::Object(document).to_string()
}

/// The hash of the code by which a record can be withdrawn.
pub fn receipt_in(record: &Value) -> Option<&str> {
    let url = receipt_address();
    let extensions = record.get("extension")?.as_array()?;
    let is_receipt = |extension: &&Value| extension.get("url").and_then(Value::as_str) == Some(&url);
    extensions.iter().find(is_receipt)?.get("valueString")?.as_str()
}

fn receipt_address() -> String {
    format!("{DEFINITIONS}/receipt-sha256")
}

/// What is asked on a path, as a FHIR QuestionnaireResponse without any terms: for forms that no consent precedes.
pub fn of_form(path: &RoutingPath) -> QuestionnaireResponse {
    of_path(path, Completion::Completed, &|_| true)
}

/// Writes yes under every statement: a consent holds them all.
fn agree(item: &mut ResponseItem, instrument: &Instrument) {
    let statement = item.link_id.as_deref().and_then(|id| instrument.position(&id.into()));
    if statement
        .is_some_and(|at| consent::is_statement(instrument, at) && instrument.items()[at].is_question())
    {
        item.answer = vec![answer(&Answer::Boolean(true))];
    }
    item.item.iter_mut().for_each(|within| agree(within, instrument));
}

fn of_path(
    path: &RoutingPath,
    completion: Completion,
    keep: &dyn Fn(usize) -> bool,
) -> QuestionnaireResponse {
    let instrument = path.instrument();
    QuestionnaireResponse {
        resource_type: Some("QuestionnaireResponse".to_owned()),
        questionnaire: instrument.canonical(),
        status: Some(completion.status().to_owned()),
        item: items_within(path, None, keep),
        ..QuestionnaireResponse::default()
    }
}

fn items_within(
    path: &RoutingPath,
    parent: Option<usize>,
    keep: &dyn Fn(usize) -> bool,
) -> Vec<ResponseItem> {
    let here = path.instrument().within(parent).filter(|(at, _)| path.asks(*at));
    here.filter_map(|(at, item)| {
        let text = (!item.text.is_empty()).then(|| item.text.clone());
        if item.is_question() {
            return keep(at).then(|| written(&item.id, text, readable(item, path.answers(&item.id))));
        }
        let within = items_within(path, Some(at), keep);
        let holder = ResponseItem {
            link_id: Some(item.id.to_string()),
            text,
            item: within,
            ..ResponseItem::default()
        };
        (!holder.item.is_empty()).then_some(holder)
    })
    .collect()
}

/// The answers that a document gives to the questions of an instrument.
pub fn response_in(instrument: &Instrument, document: &QuestionnaireResponse) -> Response {
    fn collect(instrument: &Instrument, items: &[ResponseItem], into: &mut Vec<(ItemId, Vec<Answer>)>) {
        for item in items {
            let known =
                item.link_id.as_deref().map(ItemId::from).filter(|id| instrument.position(id).is_some());
            into.extend(known.map(|id| (id, read_answers(item).collect())));
            collect(instrument, &item.item, into);
        }
    }
    let mut answers = Vec::new();
    collect(instrument, &document.item, &mut answers);
    answers.into_iter().collect()
}

fn read_answers(item: &ResponseItem) -> impl Iterator<Item = Answer> {
    item.answer.iter().filter_map(|answer| Answer::read_from(answer.value.as_ref()))
}

fn written(id: &ItemId, text: Option<String>, answers: &[Answer]) -> ResponseItem {
    let link_id = Some(id.to_string());
    ResponseItem { link_id, text, answer: answers.iter().map(answer).collect(), item: Vec::new() }
}

/// What was entered, but for what can't be read as the number or date that was asked for: no record has words in its place.
fn readable<'a>(item: &Item, said: &'a [Answer]) -> &'a [Answer] {
    use ResponseDomain::{Date, Decimal, Integer};
    match (&item.domain, said) {
        (Integer(_) | Decimal(_) | Date(_), [Answer::String(_), ..]) => &[],
        _ => said,
    }
}

fn answer(answer: &Answer) -> ResponseAnswer {
    let (kind, value) = answer.written();
    ResponseAnswer { value: Some(Typed { kind: kind.to_owned(), value }), item: Vec::new() }
}
