//! What the tests share: tiny questionnaires, and the study as it is shipped.
#![allow(dead_code, reason = "each test uses a part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

use hiquality::study::{FILES, Study};
use hiquality::survey::consent::{self, Consent, Edition, Terms};
use hiquality::survey::defect::Defect;
use hiquality::survey::fhir::{Questionnaire, QuestionnaireResponse};
use hiquality::survey::instrument::Instrument;
use hiquality::survey::response::{Answer, Coding, Response};
use serde_json::{Value, json};
use std::path::PathBuf;

/// The code system of every tiny questionnaire.
pub(crate) const SYSTEM: &str = "urn:tiny";

/// A public key that records can be sealed to; nobody has its private key.
pub(crate) const RECIPIENT: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

/// A questionnaire of these items.
pub(crate) fn questionnaire(items: &Value) -> Questionnaire {
    let whole = json!({ "resourceType": "Questionnaire", "url": "urn:q", "version": "1", "status": "active", "item": items });
    Questionnaire::read(&whole).unwrap()
}

/// The instrument of these items, which have no defect.
#[track_caller]
pub(crate) fn instrument(items: &Value) -> Instrument {
    Instrument::read(&questionnaire(items))
        .unwrap_or_else(|defects| panic!("{}", sentences(&defects).join("\n")))
}

/// Defects as an organiser reads them.
pub(crate) fn sentences(defects: &[Defect]) -> Vec<String> {
    defects.iter().map(ToString::to_string).collect()
}

/// A response document.
pub(crate) fn document(document: &Value) -> QuestionnaireResponse {
    QuestionnaireResponse::read(document).unwrap()
}

/// A choice between these codes.
pub(crate) fn choice(id: &str, codes: &[&str]) -> Value {
    let options: Vec<Value> = codes.iter().map(|code| json!({ "valueCoding": coding(code) })).collect();
    json!({ "linkId": id, "type": "choice", "answerOption": options })
}

/// The same item with more said about it.
pub(crate) fn with(mut item: Value, more: &Value) -> Value {
    let more = more.as_object().unwrap().clone();
    item.as_object_mut().unwrap().extend(more);
    item
}

/// The same item, asked only where these tests hold: `("source", "=", json!({ "answerInteger": 1 }))`.
pub(crate) fn when(item: Value, rules: &[(&str, &str, Value)]) -> Value {
    let rule = |(source, operator, answer): &(&str, &str, Value)| {
        with(json!({ "question": source, "operator": operator }), answer)
    };
    let item = if rules.len() > 1 && item.get("enableBehavior").is_none() {
        with(item, &json!({ "enableBehavior": "all" }))
    } else {
        item
    };
    with(item, &json!({ "enableWhen": rules.iter().map(rule).collect::<Vec<_>>() }))
}

/// What a rule compares with: this code.
pub(crate) fn is(code: &str) -> Value {
    json!({ "answerCoding": coding(code) })
}

/// What a rule compares with: that there is an answer, or none.
pub(crate) fn answered(there: bool) -> Value {
    json!({ "answerBoolean": there })
}

/// A coding as FHIR writes it.
pub(crate) fn coding(code: &str) -> Value {
    json!({ "system": SYSTEM, "code": code })
}

/// An extension of HL7's.
pub(crate) fn extension(name: &str, value: &Value) -> Value {
    with(json!({ "url": format!("http://hl7.org/fhir/StructureDefinition/{name}") }), value)
}

/// The extension that says how an item is shown.
pub(crate) fn control(code: &str) -> Value {
    extension(
        "questionnaire-itemControl",
        &json!({ "valueCodeableConcept": { "coding": [{ "code": code }] } }),
    )
}

/// An option as answer.
pub(crate) fn code(code: &str) -> Answer {
    coded(Some(SYSTEM), code)
}

/// An option of this code system as answer.
pub(crate) fn coded(system: Option<&str>, code: &str) -> Answer {
    Answer::Coding(Coding { system: system.map(str::to_owned), code: Some(code.to_owned()), display: None })
}

/// Words as answer.
pub(crate) fn text(words: &str) -> Answer {
    Answer::String(words.to_owned())
}

/// A date as answer.
pub(crate) fn date(day: &str) -> Answer {
    Answer::Date(day.to_owned())
}

/// A response of these answers.
pub(crate) fn response(answers: &[(&str, &[Answer])]) -> Response {
    answers.iter().map(|(id, said)| ((*id).into(), said.to_vec())).collect()
}

/// The terms of today: this sheet, this hash of the instrument's file.
pub(crate) fn terms(instrument: &Instrument, sheet: &str, hash: &str) -> Terms {
    let sheet = Edition { version: "1.0".to_owned(), hash: sheet.to_owned() };
    Terms::now(instrument, sheet, hash.to_owned())
}

/// The consent of someone who ticked every statement.
pub(crate) fn consent(instrument: &Instrument) -> Consent {
    let ticked = consent::statements(instrument).map(|item| item.id.clone()).collect();
    Consent::given(instrument, terms(instrument, "sheet", "hash"), &ticked).unwrap()
}

/// A path in the project.
pub(crate) fn project(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The texts of the study's files, as shipped.
pub(crate) fn shipped_texts() -> [String; 5] {
    FILES.map(|name| std::fs::read_to_string(project("study").join(name)).unwrap())
}

/// The study as shipped.
#[track_caller]
pub(crate) fn shipped() -> Study {
    study(&shipped_texts()).unwrap_or_else(|messages| panic!("{}", messages.join("\n")))
}

/// A study of these files, or what is wrong with it.
pub(crate) fn study(texts: &[String; 5]) -> Result<Study, Vec<String>> {
    let [questionnaire, contact, analysis, release, settings] = texts;
    Study::read([questionnaire, contact, analysis, release, settings])
        .map_err(|defects| defects.iter().map(ToString::to_string).collect())
}

/// An option of the shipped questionnaire as answer.
pub(crate) fn option(instrument: &Instrument, item: &str, code: &str) -> Answer {
    instrument.item(&item.into()).unwrap().option_with_code(code).unwrap().value.clone()
}
