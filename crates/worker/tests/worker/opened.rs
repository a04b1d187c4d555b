//! What was opened at the desk, and is known for what it is.

use fixtures::{details, record};
use serde_json::json;
use worker::request::Kind;

#[test]
fn a_text_is_known_for_what_it_is() {
    let contact = Some("https://hiquality.example/fhir/Questionnaire/contact");
    let kinds = [
        (record(true, None), Some(Kind::Record { complete: true, receipt: None })),
        (record(false, Some("ab")), Some(Kind::Record { complete: false, receipt: Some("ab".to_owned()) })),
        (details("Anna", "a@example.org"), Some(Kind::ContactDetails)),
        ("{}".to_owned(), None),
        ("not json".to_owned(), None),
        (json!({ "resourceType": "Questionnaire" }).to_string(), None),
    ];
    for (text, kind) in kinds {
        assert_eq!(Kind::of(&text, contact), kind, "{text}");
    }
}
