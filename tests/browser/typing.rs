//! What people type, paste and tick, by hand or by what types for them.

use super::revision::revise;
use super::site::Site;
use super::visitor::Visitor;
use serde_json::json;

/// The key that takes back one character.
const BACKSPACE: &str = "\u{E003}";

/// Someone at a question, on this site.
async fn at(site: &Site, page: &str) -> Visitor {
    let visitor = Visitor::of(site).await;
    visitor.agrees().await;
    if page != "role" {
        visitor.skips_to_page(page).await;
    }
    visitor
}

/// Whether an error is shown, and where the focus is.
async fn error_and_focus(visitor: &Visitor) -> (bool, String) {
    let focused = visitor.runs("return document.activeElement.id").await;
    (visitor.has("#error-summary").await, focused.as_str().unwrap().to_owned())
}

/// Puts a text into a box, all at once.
async fn pastes(visitor: &Visitor, item: &str, text: &str) {
    let paste = "const box = document.getElementById(arguments[0]); box.focus(); box.value = arguments[1]; box.dispatchEvent(new InputEvent('input', { bubbles: true }))";
    visitor.runs_with(paste, vec![json!(item), json!(text)]).await;
}

#[tokio::test]
async fn the_focus_stays_in_the_box_while_an_entry_becomes_right_and_wrong_again() {
    let visitor = at(&Site::as_built(), "example").await;
    let most = visitor.questionnaire.item("example")["maxLength"].as_u64().unwrap();
    pastes(&visitor, "example", &"x".repeat(most as usize + 1)).await;
    visitor.goes_on().await;
    visitor.waits_for("the summary", async || error_and_focus(&visitor).await.1 == "error-summary").await;
    visitor.writes("example", BACKSPACE).await;
    visitor.sees("You have 0 characters left").await;
    assert_eq!(error_and_focus(&visitor).await, (false, "example".to_owned()));
    visitor.writes("example", "yy").await;
    visitor.sees("You have 2 characters too many").await;
    assert_eq!(error_and_focus(&visitor).await, (false, "example".to_owned()), "not before they go on");
    visitor.goes_on().await;
    visitor.waits_for("the summary", async || error_and_focus(&visitor).await.1 == "error-summary").await;
    visitor.leaves().await;
}

#[tokio::test]
async fn several_boxes_ticked_by_one_script_all_count() {
    let visitor = at(&Site::as_built(), "strategies-page").await;
    visitor.runs("for (const nth of [0, 2, 1]) document.getElementsByName('strategies')[nth].click()").await;
    let options = visitor.questionnaire.options("strategies");
    let first: Vec<&str> = options.iter().take(3).map(|(code, _)| code.as_str()).collect();
    visitor.waits_for("three ticks", async || visitor.chosen("strategies").await == first).await;
    visitor.has_kept("strategies", &first.iter().map(|code| json!(code)).collect::<Vec<_>>()).await;
    visitor.leaves().await;
}

#[tokio::test]
async fn a_date_that_is_half_typed_is_an_error_until_it_is_whole_or_gone() {
    let site = Site::of_an_organiser();
    revise(&site, |item| {
        if item["linkId"] == "identify" {
            *item = json!({ "linkId": "identify", "type": "date", "text": "When was that?" });
        }
        true
    });
    let visitor = at(&site, "identify").await;
    visitor.waits_for("the date", async || visitor.has("#identify").await).await;
    visitor.writes("identify", "0102").await;
    visitor.goes_on().await;
    visitor.sees("Enter a date that exists, with day, month and year").await;
    pastes(&visitor, "identify", "").await;
    visitor.waits_for("the error to go", async || !error_and_focus(&visitor).await.0).await;
    visitor.writes("identify", "02022026").await;
    visitor.goes_on().await;
    visitor.is_asked("registration").await;
    visitor.has_kept("identify", &[json!("2026-02-02")]).await;
    visitor.leaves().await;
}

#[tokio::test]
async fn a_long_paste_is_cut_near_what_is_allowed_and_says_so() {
    let visitor = at(&Site::as_built(), "example").await;
    let most = visitor.questionnaire.item("example")["maxLength"].as_u64().unwrap();
    pastes(&visitor, "example", &format!("a\u{b}b\0{}", "x".repeat(1_000_000))).await;
    let over = most / 10;
    visitor
        .sees(&format!("You have {over} characters too many. What comes after these words is not kept."))
        .await;
    let shown = visitor.written("example").await;
    assert_eq!(shown.chars().count() as u64, most + over);
    assert!(shown.starts_with("a\nbx"), "{}", &shown[..8]);
    visitor.has_kept("example", &[json!(shown)]).await;
    visitor.leaves().await;
}

#[tokio::test]
async fn nothing_that_is_typed_is_sent_to_have_its_spelling_checked_or_its_end_guessed() {
    let visitor = at(&Site::as_built(), "example").await;
    let checked = "const box = document.getElementById('example'); return [box.spellcheck, box.writingSuggestions ?? 'false']";
    assert_eq!(visitor.runs(checked).await, json!([false, "false"]));
    visitor.leaves().await;
}
