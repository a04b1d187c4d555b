//! The file of one's own answers.

use super::kept::answers_in;
use super::site::Site;
use super::visitor::Visitor;
use serde_json::{Value, json};

#[tokio::test]
async fn the_saved_file_is_the_record_and_holds_what_was_asked() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.skips_to_page("frequency").await;
    visitor.chooses("frequency", "often").await;
    visitor.goes_on().await;
    visitor.is_asked("strategies-page").await;
    visitor.chooses("strategies", "hubs").await;
    visitor.presses("Back").await;
    visitor.is_asked("frequency").await;
    visitor.chooses("frequency", "never").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    let file = visitor.saves("Save my answers to a file", "hiquality-answers.json").await;
    assert_eq!(file, visitor.kept().await.record());

    let document: Value = serde_json::from_str(&file).unwrap();
    assert_eq!(document["resourceType"], "QuestionnaireResponse");
    assert_eq!(document["status"], "completed");
    assert_eq!(document["questionnaire"], "https://hiquality.example/fhir/Questionnaire/hiquality|1.1.0");
    assert_eq!(document.get("authored"), None, "no time is kept");
    has_no_empty_value(&document);

    let answers = answers_in(&document);
    assert_eq!(answers["frequency"], [json!("never")]);
    for statement in visitor.questionnaire.statements() {
        assert_eq!(answers[&statement], [json!(true)]);
    }
    let not_asked = [
        "strategies",
        "strategies-other-text",
        "example",
        "reach",
        "effectiveness",
        "evaluation",
        "measures",
    ];
    for item in not_asked {
        assert!(!answers.contains_key(item), "{item} was not asked");
    }
    // Each answer is a coding with the system and the words of the questionnaire.
    let said = find(&document, "frequency").unwrap();
    let option = &visitor.questionnaire.item("frequency")["answerOption"][0]["valueCoding"];
    assert_eq!(said["answer"], json!([{ "valueCoding": option }]));
    assert_eq!(said["text"], visitor.questionnaire.item("frequency")["text"]);
    visitor.leaves().await;
}

/// FHIR allows neither null nor anything empty.
fn has_no_empty_value(value: &Value) {
    match value {
        Value::Object(within) => {
            assert!(!within.is_empty());
            within.values().for_each(has_no_empty_value);
        }
        Value::Array(within) => {
            assert!(!within.is_empty());
            within.iter().for_each(has_no_empty_value);
        }
        Value::String(text) => assert!(!text.is_empty()),
        other => assert!(!other.is_null()),
    }
}

fn find<'a>(document: &'a Value, id: &str) -> Option<&'a Value> {
    let mut items = document["item"].as_array().into_iter().flatten();
    items.find_map(|item| if item["linkId"] == id { Some(item) } else { find(item, id) })
}
