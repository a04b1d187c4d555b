//! Contact details: read with their form, shown, and saved as a table.

use fixtures::details;
use serde_json::json;
use worker::contacts::{csv, people, table};

#[test]
fn contact_details_are_saved_as_a_table_that_computes_nothing() {
    let study = fixtures::shipped();
    let contact = details("=HYPERLINK(\"x\")", "a@example.org");
    let table = table(Some(&study.contact), &[&contact]);
    assert_eq!(table[0][1..3], ["Your name", "Your email address"]);
    assert_eq!(table[1][1..3], ["=HYPERLINK(\"x\")", "a@example.org"]);
    let text = csv(&table);
    assert!(text.starts_with('\u{feff}'));
    assert!(text.contains("\"'=HYPERLINK(\"\"x\"\")\",\"a@example.org\""), "{text}");
}

#[test]
fn contact_details_are_read_with_what_was_agreed_to_last() {
    let study = fixtures::shipped();
    let text = json!({
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "https://hiquality.example/fhir/Questionnaire/contact|1.0.0",
        "item": [{ "linkId": "contact-page", "item": [
            { "linkId": "contact-consent", "answer": [{ "valueBoolean": true }] },
            { "linkId": "contact-name", "answer": [{ "valueString": "Anna" }] },
        ] }],
    });
    let contact = text.to_string();
    let people = people(Some(&study.contact), &[&contact]);
    let [(name, anna), (agreed, yes)] = people[0].as_slice() else { panic!("{people:?}") };
    assert_eq!((name.as_str(), anna.as_str(), yes.as_str()), ("Your name", "Anna", "Yes"));
    assert!(agreed.starts_with("I agree that the people who run this survey may contact me"));
    assert_eq!(
        table(Some(&study.contact), &[&contact])[0][0],
        *agreed,
        "the table has the order of the form"
    );
}

#[test]
fn what_a_person_wrote_is_shown_on_a_line_and_turns_nothing_around_it() {
    let shown = |name: &str| {
        people(Some(&fixtures::shipped().contact), &[&details(name, "a@example.org")])[0][0].1.clone()
    };
    assert_eq!(shown("Ada\n Lovelace"), "Ada Lovelace");
    assert_eq!(shown("Zoë"), "\u{2068}Zoë\u{2069}");
    assert_eq!(shown("\u{202E}adA"), "[U+202E right-to-left override]adA");
    assert_eq!(shown(&"a".repeat(9_999)).chars().count(), 2_003);
}

/// What is sealed in a file may be anything: whoever made it needs no more than the public key.
#[test]
fn contact_details_that_nobody_s_app_wrote_are_read_without_harm() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let items =
        [nested(100_000), nested(100), format!("[1{}]", "0".repeat(100_000)), "[1e999999999]".to_owned()];
    for item in items.iter().map(String::as_str).chain(["null", "{}", "[{\"linkId\":7}]"]) {
        let text =
            format!(r#"{{"resourceType":"QuestionnaireResponse","status":"completed","item":{item}}}"#);
        let people = people(Some(&fixtures::shipped().contact), &[&text]);
        assert!(people.iter().flatten().all(|(_, said)| said.is_empty()), "{item:.80}: {people:?}");
    }
}
