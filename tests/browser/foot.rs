//! What stands at the foot of every page: privacy, accessibility, contact, and the way for the organiser.

use super::keyboard::Keyboard;
use super::keys::Keys;
use super::site::Site;
use super::visitor::Visitor;
use fantoccini::key::Key;
use serde_json::json;

const PARTS: [(&str, &str); 3] = [
    (
        "privacy",
        "Whether they go anywhere once you have submitted them, and to whom, stands in the information",
    ),
    ("accessibility", "It aims at level AA of the Web Content Accessibility Guidelines (WCAG) 2.2."),
    ("contact", "There is nobody to contact about it yet."),
];

/// The words at the foot, and the id of what has the focus.
async fn foot(visitor: &Visitor) -> (String, String) {
    let seen = "return [document.querySelector('footer').innerText, document.activeElement.id]";
    let seen = visitor.runs(seen).await;
    (seen[0].as_str().unwrap().to_owned(), seen[1].as_str().unwrap().to_owned())
}

/// Opens each part by its link, one after the other.
async fn reads_all(visitor: &Visitor) {
    for (part, words) in PARTS {
        visitor.clicks(&format!("footer a[href='#about-{part}']")).await;
        let shown = async || {
            let (text, focused) = foot(visitor).await;
            text.contains(words) && focused == format!("about-{part}")
        };
        visitor.waits_for(part, shown).await;
        let (text, _) = foot(visitor).await;
        let others = PARTS.iter().filter(|(other, _)| *other != part);
        assert!(others.map(|(_, words)| words).all(|words| !text.contains(words)), "{text}");
    }
}

#[tokio::test]
async fn someone_in_the_middle_of_the_questions_reads_the_foot_of_the_page_and_goes_on() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    reads_all(&visitor).await;
    for _ in PARTS {
        visitor.presses_back().await;
    }
    visitor.reads_the_sheet().await;
    visitor.agrees().await;
    visitor.goes_on().await;
    visitor.is_asked("importance").await;
    visitor.rates("importance", 7).await;
    assert!(!visitor.has("footer a[href='#/ready']").await, "nobody comes upon the organiser's pages here");
    reads_all(&visitor).await;
    // The question is still there above it.
    visitor.sees(&visitor.questionnaire.heading("importance")).await;
    assert_eq!(visitor.runs("return document.querySelector('input:checked').value").await, "7");
    for _ in PARTS {
        visitor.presses_back().await;
    }
    visitor
        .waits_for("the question's own address", async || {
            visitor.place().await == "/question/importance-page"
        })
        .await;
    let (text, _) = foot(&visitor).await;
    assert!(PARTS.iter().all(|(_, words)| !text.contains(words)), "{text}");
    assert_eq!(visitor.runs("return document.querySelector('input:checked').value").await, "7");

    reads_all(&visitor).await;
    visitor.goes_on().await;
    visitor.skips_to_check().await;
    visitor.unfolds().await;
    visitor.sees("7").await;
    visitor.submits().await;
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_with_a_keyboard_reads_the_foot_of_the_page() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    let keyboard = Keyboard::of(&visitor);
    keyboard.tabs_to("footer a[href='#about-accessibility']").await;
    keyboard.press(Key::Enter).await;
    visitor
        .waits_for("the statement to have the focus", async || {
            foot(&visitor).await.1 == "about-accessibility"
        })
        .await;
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_without_scripts_reads_the_foot_of_the_page() {
    let site = Site::as_built();
    let visitor = Visitor::before(super::browser::Habits::default(), &site).await;
    visitor.browser.tools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    visitor.opens(&format!("{}#about-accessibility", site.address())).await;
    let (text, _) = foot(&visitor).await;
    assert!(text.contains(PARTS[1].1), "{text}");
    visitor.leaves().await;
}

#[tokio::test]
async fn a_person_at_a_tablet_reads_the_foot_of_the_page_and_goes_on() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "pcn").await;
    reads_all(&visitor).await;
    assert_eq!(visitor.chosen("role").await, ["pcn"]);
    for _ in PARTS {
        visitor.presses_back().await;
    }
    visitor.waits_for("the tablet's own address", async || visitor.place().await == "/survey").await;
    assert_eq!(visitor.chosen("role").await, ["pcn"]);
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.presses("Finish").await;
    visitor.finds_the_tablet_ready().await;
    visitor.leaves().await;
}

#[tokio::test]
async fn an_organiser_comes_from_the_sheet_to_their_pages_and_back_and_loses_nothing_at_the_foot() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.clicks("footer a[href='#/ready']").await;
    visitor.is_at("/ready", "Is this device ready?").await;
    visitor.runs("window.stays = true").await;
    reads_all(&visitor).await;
    assert_eq!(visitor.runs("return window.stays").await, true, "the organiser's pages stay as they are");
    for _ in PARTS {
        visitor.presses_back().await;
    }
    visitor.waits_for("the place of the organiser's page", async || visitor.place().await == "/ready").await;
    assert_eq!(visitor.runs("return window.stays").await, true);
    visitor.presses_back().await;
    visitor.reads_the_sheet().await;
    visitor.leaves().await;
}
