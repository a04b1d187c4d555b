//! How answers are written. No crash of a program can show it: the operating system would have to crash.

use super::browser::Habits;
use super::site::Site;
use super::visitor::Visitor;
use serde_json::{Value, json};

/// Writes down every transaction, and what happens in which order.
const WATCH: &str = r#"
window.transactions = [];
window.events = [];
const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (stores, mode = 'readonly', options = {}) {
  const transaction = begin.call(this, stores, mode, options);
  const names = [stores].flat();
  transactions.push({ database: this.name, mode, asked: options.durability, is: transaction.durability });
  transaction.addEventListener('complete', () => events.push(`${mode} of ${names} complete`));
  window.meddle?.(transaction, names, mode);
  return transaction;
};
const get = IDBObjectStore.prototype.get;
IDBObjectStore.prototype.get = function (name) {
  const request = get.call(this, name);
  request.addEventListener('success', () => events.push(`read from ${this.name}`));
  window.alter?.(request, this.name);
  return request;
};
new MutationObserver(() => {
  const heading = document.querySelector('#app h1')?.textContent;
  if (heading && events.at(-1) !== heading) events.push(heading);
}).observe(document, { childList: true, subtree: true, characterData: true });
"#;

const CONFIRMED: &str = "Thank you for taking part";
const CHECK: &str = "Check your answers";

async fn watched(site: &Site) -> Visitor {
    let visitor = Visitor::before(Habits::default(), site).await;
    visitor.prepares(WATCH).await;
    visitor.loads("").await;
    visitor
}

#[tokio::test]
async fn everything_is_written_with_strict_durability() {
    let site = Site::of_a_named_organiser();
    let visitor = watched(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.presses("Leave my contact details").await;
    visitor.is_at("/contact", "May we contact you?").await;
    visitor.clicks("label[for='contact-consent']").await;
    visitor.writes("contact-name", "Ada").await;
    visitor.writes("contact-email", "ada@example.org").await;
    visitor.presses("Keep my contact details").await;
    visitor.is_at("/contact", "Your contact details are kept").await;
    visitor.presses("Back").await;
    visitor.is_at("/done", CONFIRMED).await;
    visitor.deletes_what_was_submitted().await;
    visitor.sees("The answers that were submitted last are deleted from this browser.").await;
    visitor.presses("Back to the information").await;
    visitor.agrees().await;
    visitor.presses("Stop and delete my answers").await;
    visitor.is_at("/stop", "Do you want to stop and delete your answers?").await;
    visitor.presses("Delete my answers").await;
    visitor.sees("None of these answers is left in this browser.").await;

    let transactions = visitor.runs("return transactions").await;
    let writing = transactions.as_array().unwrap().iter().filter(|it| it["mode"] == "readwrite");
    let writing: Vec<&Value> = writing.collect();
    assert!(writing.len() > 10, "only {} transactions wrote anything", writing.len());
    assert!(writing.iter().any(|it| it["database"] == "hiquality-contact"));
    for transaction in writing {
        assert_eq!((&transaction["asked"], &transaction["is"]), (&json!("strict"), &json!("strict")));
    }
    visitor.leaves().await;
}

#[tokio::test]
async fn what_is_submitted_is_confirmed_once_it_is_written_and_read_back() {
    let site = Site::as_built();
    let visitor = watched(&site).await;
    visitor.agrees().await;
    visitor.skips_to_check().await;
    visitor.runs("events.length = 0").await;
    visitor.submits().await;
    let events = visitor.runs("return events").await;
    let events: Vec<&str> = events.as_array().unwrap().iter().map(|event| event.as_str().unwrap()).collect();
    let place = |found: &dyn Fn(&str) -> bool| events.iter().position(|event| found(event));
    let written = place(&|event| event.starts_with("readwrite of draft,records complete"));
    let read_back = place(&|event| event == "read from records");
    let confirmed = place(&|event| event == CONFIRMED);
    assert!(written.is_some() && written < read_back && read_back < confirmed, "{events:#?}");
    visitor.leaves().await;
}

#[tokio::test]
async fn what_could_not_be_written_is_not_confirmed_and_can_be_submitted_again() {
    let site = Site::as_built();
    let visitor = watched(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_check().await;
    let abort = "window.meddle = (transaction, names, mode) => {
        if (mode !== 'readwrite' || !names.includes('records')) return;
        transaction.objectStore('records').get('').onsuccess = () => transaction.abort();
    }";
    visitor.runs(abort).await;
    visitor.presses("Submit my answers").await;
    visitor.sees("Your answers are not submitted").await;
    assert_eq!(visitor.place().await, "/check");
    let kept = visitor.kept().await;
    assert!(kept.records().is_empty() && kept.draft().is_some());

    visitor.runs("delete window.meddle").await;
    visitor.submits().await;
    assert_eq!(visitor.kept().await.records().len(), 1);
    visitor.leaves().await;
}

#[tokio::test]
async fn what_is_read_back_differently_is_not_confirmed() {
    let site = Site::as_built();
    let visitor = watched(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_check().await;
    let alter = "window.alter = (request, store) => {
        if (store === 'records') Object.defineProperty(request, 'result', { get: () => 'something else' });
    }";
    visitor.runs(alter).await;
    visitor.presses("Submit my answers").await;
    visitor.sees("what was read back differs").await;
    assert_eq!(visitor.place().await, "/check");
    let events = visitor.runs("return events").await;
    assert!(!events.as_array().unwrap().contains(&json!(CONFIRMED)), "{events}");
    visitor.sees(CHECK).await;
    visitor.leaves().await;
}
