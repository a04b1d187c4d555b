//! Contact details, which never meet the answers.

use super::browser::Habits;
use super::site::Site;
use super::visitor::Visitor;
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn submits_something(site: &Site) -> Visitor {
    let visitor = Visitor::of(site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor
}

/// Every text and number in a document.
fn values(document: &Value) -> BTreeSet<String> {
    match document {
        Value::Object(within) => within.values().flat_map(values).collect(),
        Value::Array(within) => within.iter().flat_map(values).collect(),
        other => BTreeSet::from([other.to_string()]),
    }
}

#[tokio::test]
async fn contact_details_have_nothing_in_common_with_the_answers() {
    let site = Site::of_a_named_organiser();
    let visitor = submits_something(&site).await;
    let before = visitor.kept().await;
    visitor.presses("Leave my contact details").await;
    visitor.is_at("/contact", "May we contact you?").await;
    assert!(!visitor.has("input:checked").await, "nothing is ticked in advance");
    visitor.clicks("label[for='contact-consent']").await;
    visitor.writes("contact-name", "Ada Lovelace").await;
    visitor.writes("contact-email", "ada@example.org").await;
    visitor.clicks("label[for='contact-purpose']").await;
    visitor.presses("Keep my contact details").await;
    visitor.is_at("/contact", "Your contact details are kept").await;

    let kept = visitor.kept().await;
    assert_eq!(
        kept.0["databases"]["hiquality"], before.0["databases"]["hiquality"],
        "the answers are as before"
    );
    let details = kept.contact_details();
    assert_eq!(details.len(), 1);
    let (name, details) = details.into_iter().next().unwrap();
    let answers = kept.0["databases"]["hiquality"].to_string();
    assert!(!answers.contains(&name) && !answers.contains("Ada"), "{answers}");
    let names: Vec<String> = kept.records().into_keys().collect();
    assert!(names.iter().all(|name| !details.contains(name.as_str())));

    let [record, details] =
        [kept.record(), details].map(|text| serde_json::from_str::<Value>(&text).unwrap());
    let common: BTreeSet<String> = values(&record).intersection(&values(&details)).cloned().collect();
    let of_every_form = ["\"QuestionnaireResponse\"", "\"completed\"", "true"].map(str::to_owned);
    assert_eq!(common, BTreeSet::from(of_every_form));
    let keys = |document: &Value| document.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&details), ["item", "questionnaire", "resourceType", "status"], "no time, no extension");

    // Deleting the answers leaves them, until the person deletes these too.
    visitor.presses("Back").await;
    visitor.is_at("/done", "Thank you for taking part").await;
    visitor.deletes_what_was_submitted().await;
    visitor.sees("The answers that were submitted last are deleted from this browser.").await;
    assert_eq!(visitor.kept().await.contact_details().len(), 1);
    visitor.loads("?again").await;
    visitor.presses("Delete my contact details from this device").await;
    visitor.is_at("/delete/contact", "Do you want to delete your contact details from this device?").await;
    visitor.presses("Delete my contact details").await;
    visitor.sees("None of your contact details is left in this browser.").await;
    assert!(visitor.kept().await.contact_details().is_empty());
    visitor.leaves().await;
}

#[tokio::test]
async fn contact_details_that_can_not_be_used_are_asked_for_again() {
    let site = Site::of_a_named_organiser();
    let visitor = submits_something(&site).await;
    visitor.presses("Leave my contact details").await;
    visitor.is_at("/contact", "May we contact you?").await;
    visitor.writes("contact-email", "ada at example").await;
    visitor.presses("Keep my contact details").await;
    visitor.sees("There is a problem").await;
    let problems = visitor.runs("return document.querySelectorAll('.nhsuk-error-summary li').length").await;
    assert_eq!(problems, json!(3), "the consent, the name and the address");
    visitor.sees("Enter an email address in the correct format, like name@example.com").await;
    assert!(visitor.kept().await.contact_details().is_empty());
    visitor.leaves().await;
}

#[tokio::test]
async fn nobody_is_asked_for_contact_details_before_they_submit_or_where_the_study_wants_none() {
    let site = Site::of_a_named_organiser();
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.loads("#/contact").await;
    visitor.reads_the_sheet().await;
    visitor.agrees().await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    site.settles(|settings| settings["contactForm"] = json!(false));
    visitor.loads("?again#/done").await;
    visitor.is_at("/done", "Thank you for taking part").await;
    assert!(!visitor.has("a[href='#/contact']").await);
    visitor.leaves().await;
}

#[tokio::test]
async fn nobody_is_asked_for_contact_details_where_no_organiser_is_named() {
    let site = Site::as_built();
    let visitor = submits_something(&site).await;
    assert!(!visitor.has("a[href='#/contact']").await);
    visitor.leaves().await;
}
