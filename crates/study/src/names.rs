//! The names that documents may use, and which one was meant by another: a misspelt `enableWhen` asks everybody.

use super::place::{Place, walk};
use engine::json::Value;

/// FHIR R4's elements of each type that a Questionnaire or a response is made of, as far as it holds them: a name, and behind a colon
/// the type of what stands in braces there. Every type has `id` and `extension` besides; `value*` stands for a value
/// of any type.
const FHIR: [(&str, &str); 26] = [
    (
        "Questionnaire",
        "resourceType meta:Meta implicitRules language text:Narrative contained:Resource modifierExtension:Extension \
         url identifier:Identifier version name title derivedFrom status experimental subjectType date publisher \
         contact:ContactDetail description useContext:UsageContext jurisdiction:CodeableConcept purpose copyright \
         approvalDate lastReviewDate effectivePeriod:Period code:Coding item:Item",
    ),
    (
        "Item",
        "modifierExtension:Extension linkId definition code:Coding prefix text type enableWhen:EnableWhen \
         enableBehavior required repeats readOnly maxLength answerValueSet answerOption:AnswerOption initial:Initial \
         item:Item",
    ),
    (
        "EnableWhen",
        "modifierExtension:Extension question operator answerBoolean answerDecimal answerInteger answerDate \
         answerDateTime answerTime answerString answerCoding:Coding answerQuantity:Quantity answerReference:Reference",
    ),
    (
        "AnswerOption",
        "modifierExtension:Extension valueInteger valueDate valueTime valueString valueCoding:Coding \
         valueReference:Reference initialSelected",
    ),
    (
        "Initial",
        "modifierExtension:Extension valueBoolean valueDecimal valueInteger valueDate valueDateTime valueTime \
         valueString valueUri valueAttachment:Attachment valueCoding:Coding valueQuantity:Quantity \
         valueReference:Reference",
    ),
    (
        "QuestionnaireResponse",
        "resourceType meta:Meta implicitRules language text:Narrative contained:Resource modifierExtension:Extension \
         identifier:Identifier basedOn:Reference partOf:Reference questionnaire status subject:Reference \
         encounter:Reference authored author:Reference source:Reference item:ResponseItem",
    ),
    ("ResponseItem", "modifierExtension:Extension linkId definition text answer:Answer item:ResponseItem"),
    (
        "Answer",
        "modifierExtension:Extension valueBoolean valueDecimal valueInteger valueDate valueDateTime valueTime \
         valueString valueUri valueAttachment:Attachment valueCoding:Coding valueQuantity:Quantity \
         valueReference:Reference item:ResponseItem",
    ),
    ("Extension", "url value*"),
    ("Element", ""),
    ("Meta", "versionId lastUpdated source profile security:Coding tag:Coding"),
    ("Narrative", "status div"),
    ("Identifier", "use type:CodeableConcept system value period:Period assigner:Reference"),
    ("ContactDetail", "name telecom:ContactPoint"),
    ("ContactPoint", "system value use rank period:Period"),
    (
        "UsageContext",
        "code:Coding valueCodeableConcept:CodeableConcept valueQuantity:Quantity valueRange:Range \
         valueReference:Reference",
    ),
    ("CodeableConcept", "coding:Coding text"),
    ("Coding", "system version code display userSelected"),
    ("Period", "start end"),
    ("Quantity", "value comparator unit system code"),
    ("Range", "low:Quantity high:Quantity"),
    ("Reference", "reference type identifier:Identifier display"),
    ("Attachment", "contentType language data url size hash title creation"),
    ("Expression", "description name language expression reference"),
    ("Age", "value comparator unit system code"),
    ("Duration", "value comparator unit system code"),
];

/// The types that the value of an extension may be of (FHIR R4, 2.24.0.1). Those in [`FHIR`] are looked into.
const VALUES: &str = "Base64Binary Boolean Canonical Code Date DateTime Decimal Id Instant Integer Markdown Oid \
    PositiveInt String Time UnsignedInt Uri Url Uuid Address Age Annotation Attachment CodeableConcept Coding \
    ContactPoint Count Distance Duration HumanName Identifier Money Period Quantity Range Ratio Reference SampledData \
    Signature Timing ContactDetail Contributor DataRequirement Expression ParameterDefinition RelatedArtifact \
    TriggerDefinition UsageContext Dosage Meta";

/// The names that the other files may use, wherever they stand.
const OTHERS: [(&str, &str); 3] = [
    ("analysis.json", "groups id label item codes compared title scale bands code from to"),
    (
        "release.json",
        "title source public respondents groups provenance figures id label published code count percent item question \
         domain options series p group percentOf people selections cells",
    ),
    (
        "settings.json",
        "organiser contactForm recipients withdrawUntil handOver pause name email idleSeconds warningSeconds",
    ),
];

/// The most bytes of a name that is compared with those that are known: twice as many as the longest has.
const LONGEST_NAME: usize = 64;

/// A name that the document's type does not have.
pub(super) struct Unknown {
    /// Where.
    pub(super) place: Place,
    /// The name.
    pub(super) name: String,
    /// The one that was meant, as far as one can tell.
    pub(super) meant: Option<String>,
}

/// The names in a document of this kind that FHIR R4 does not know.
pub(super) fn unknown(document: &Value, kind: &str) -> Vec<Unknown> {
    let mut found = Vec::new();
    look(document, kind, &Place::default(), &mut found);
    found
}

/// Values of two types in one place, such as `valueInteger` beside `valueString`: FHIR allows one.
pub(super) fn rivals(document: &Value) -> Vec<(Place, String, String)> {
    let mut found = Vec::new();
    walk(document, &mut |place, value| {
        let Some(fields) = value.as_object() else { return };
        for prefix in ["value", "answer"] {
            let typed = |name: &str| {
                name.strip_prefix(prefix)
                    .is_some_and(|kind| VALUES.split_whitespace().any(|known| known == kind))
            };
            let mut names = fields.iter().map(|(name, _)| name).filter(|name| typed(name));
            let one = names.next();
            if let (Some(one), Some(other)) = (one, names.find(|other| Some(*other) != one)) {
                found.push((place.clone(), one.clone(), other.clone()));
            }
        }
    });
    found
}

impl Unknown {
    /// That nobody reads the name, and what to do.
    pub(super) fn message(&self) -> String {
        let what_to_do = match &self.meant {
            Some(meant) => format!("Did you mean '{meant}'?"),
            None => "Remove it, or correct its name.".to_owned(),
        };
        format!("'{}' is no name that FHIR R4 has there, so nobody reads it. {what_to_do}", self.name)
    }
}

/// The name of another file that was meant by this one.
pub(super) fn meant_in(file: &str, name: &str) -> Option<String> {
    let (_, names) = OTHERS.iter().find(|(known, _)| *known == file)?;
    nearest(name, names.split_whitespace())
}

fn look(value: &Value, kind: &str, place: &Place, found: &mut Vec<Unknown>) {
    let fields = match value {
        Value::Array(list) => {
            return list.iter().enumerate().for_each(|(n, value)| look(value, kind, &place.number(n), found));
        }
        Value::Object(fields) => fields,
        _ => return,
    };
    let Some((_, known)) = FHIR.iter().find(|(known, _)| *known == kind) else { return };
    let place = if kind.ends_with("Item") { place.at(value) } else { place.clone() };
    for (name, value) in fields {
        // Beside a simple value, its own id and extensions stand under its name with a line before it.
        let (plain, beside) = name.strip_prefix('_').map_or((name.as_str(), false), |plain| (plain, true));
        match inside(known, plain) {
            Some("") if beside => look(value, "Element", &place.name(name), found),
            Some(within) if !beside => look(value, within, &place.name(name), found),
            _ => {
                let all = known.split_whitespace().chain(["id", "extension"]);
                let all =
                    all.filter(|name| !name.contains('*')).map(|name| name.split(':').next().unwrap_or(name));
                let values: Vec<String> = match known.contains("value*") {
                    true => VALUES.split_whitespace().map(|kind| format!("value{kind}")).collect(),
                    false => Vec::new(),
                };
                let meant = nearest(plain, all.chain(values.iter().map(String::as_str)));
                found.push(Unknown { place: place.clone(), name: name.clone(), meant });
            }
        }
    }
}

/// The type of what stands in braces under this name, nothing where it is a simple value; `None` where there is no
/// such name.
fn inside<'a>(known: &'a str, name: &'a str) -> Option<&'a str> {
    match name {
        "id" => return Some(""),
        "extension" => return Some("Extension"),
        _ => {}
    }
    if known.contains("value*")
        && let Some(kind) = name.strip_prefix("value")
        && VALUES.split_whitespace().any(|known| known == kind)
    {
        return Some(if FHIR.iter().any(|(known, _)| *known == kind) { kind } else { "" });
    }
    known.split_whitespace().find_map(|field| match field.split_once(':') {
        Some((known, within)) => (known == name).then_some(within),
        None => (field == name).then_some(""),
    })
}

/// The name that is nearest to this one, where one is near: at most a third of its letters are other ones. Small and
/// capital letters count as the same.
pub(super) fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    if name.len() > LONGEST_NAME {
        return None; // to compare it letter by letter would take as long as it is
    }
    let far = |known: &str| distance(&name.to_ascii_lowercase(), &known.to_ascii_lowercase());
    let near = names.map(|known| (far(known), known)).filter(|(far, known)| far * 3 <= known.chars().count());
    near.min_by_key(|(far, _)| *far).map(|(_, known)| known.to_owned())
}

/// How many letters have to be put in, taken out, changed or swapped with the next to make one word of the other.
fn distance(one: &str, two: &str) -> usize {
    let two: Vec<char> = two.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=two.len()).collect();
    let mut last = None;
    for (row, letter) in one.chars().enumerate() {
        let mut here = vec![row + 1];
        for (at, other) in two.iter().enumerate() {
            let changed = above[at] + usize::from(letter != *other);
            let mut least = changed.min(above[at + 1] + 1).min(here[at] + 1);
            if at > 0 && last == Some(*other) && two[at - 1] == letter && row > 0 {
                least = least.min(before[at - 1] + 1);
            }
            here.push(least);
        }
        (before, above, last) = (above, here, Some(letter));
    }
    above.last().copied().unwrap_or_default()
}
