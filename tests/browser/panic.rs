//! Programs that panic: the words for it, and what is still there afterwards.

use super::browser::Habits;
use super::kept::answers_in;
use super::keys::Keys;
use super::site::Site;
use super::visitor::Visitor;
use serde_json::{Value, json};

/// Takes down the program's exports, so that its memory can be spoilt: whatever it does next is a trap, as a panic is.
const TAKE_DOWN_MEMORY: &str = "
addEventListener('TrunkApplicationStarted', ({ detail: { wasm } }) => {
  window.spoil = () => new Uint8Array(wasm.memory.buffer).fill(0xff);
});
sessionStorage.loads = 1 + Number(sessionStorage.loads ?? 0);";

const SPOIL: &str = "spoil()";
const OWN: &str = "The survey has stopped. Your answers so far are kept on this device, unless this page said that they are \
    not. Load the page again to go on.";

/// Sees nothing but the words, which have the focus, and goes on by the keyboard.
async fn is_told(visitor: &Visitor, words: &str) {
    visitor.sees(words).await;
    visitor.sees("Something went wrong").await;
    assert!(!visitor.has("#information, #app, #main form").await, "what the program showed is gone");
    let focus = "const { activeElement: at } = document; return [at.getAttribute('role'), document.title]";
    assert_eq!(visitor.runs(focus).await, json!(["alert", "Something went wrong"]));
}

#[tokio::test]
async fn someone_whose_survey_panics_is_told_and_goes_on_where_they_were() {
    let site = Site::as_built();
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.prepares(TAKE_DOWN_MEMORY).await;
    visitor.loads("").await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.has_kept("role", &[json!("gp")]).await;
    visitor.runs(SPOIL).await;
    visitor.runs("document.querySelector('main button[type=submit]').click()").await;
    is_told(&visitor, OWN).await;
    // The program is not asked anything any more.
    visitor.runs("history.back()").await;
    visitor.is_asked("role").await;
    assert_eq!(visitor.chosen("role").await, ["gp"]);

    visitor.runs(SPOIL).await;
    visitor.runs("document.querySelector('main button[type=submit]').click()").await;
    is_told(&visitor, OWN).await;
    visitor.presses("Load the page again").await;
    visitor.sees("Welcome back.").await;
    assert_eq!(visitor.chosen("role").await, ["gp"]);
    visitor.skips_to_check().await;
    visitor.submits().await;
    let record: Value = serde_json::from_str(&visitor.kept().await.record()).unwrap();
    assert_eq!(answers_in(&record)["role"], [json!("gp")]);
    let _ = visitor.browser.log("browser").await;
    visitor.leaves().await;
}

#[tokio::test]
async fn a_tablet_whose_survey_panics_shows_nothing_of_anyone_and_is_there_for_the_next_person() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event_prepared(&site, &[TAKE_DOWN_MEMORY]).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.has_sealed(&keys, "role", &[json!("gp")]).await;
    visitor.runs(SPOIL).await;
    visitor.runs("document.querySelector('main button[type=submit]').click()").await;
    visitor.finds_the_tablet_ready().await;
    visitor
        .waits_for("what was said to be a record", async || visitor.kept().await.records().len() == 1)
        .await;

    // The second time within a minute it waits, cleared, before it loads itself again.
    visitor.agrees().await;
    visitor.chooses("role", "pcn").await;
    visitor.has_sealed(&keys, "role", &[json!("pcn")]).await;
    visitor.runs("sessionStorage.loads = 0").await;
    visitor.runs(SPOIL).await;
    visitor.runs("document.querySelector('main button[type=submit]').click()").await;
    is_told(
        &visitor,
        "The survey has stopped. What was answered so far is locked on this device. The page loads itself again for the \
         next person, within a minute.",
    )
    .await;
    assert_eq!(visitor.runs("return sessionStorage.loads").await, "0");
    visitor.presses("Load the page again").await;
    visitor.finds_the_tablet_ready().await;
    visitor.waits_for("the second record", async || visitor.kept().await.records().len() == 2).await;
    let _ = visitor.browser.log("browser").await;
    visitor.leaves().await;
}

#[tokio::test]
async fn an_organiser_whose_desk_panics_is_told_what_is_still_there() {
    let site = Site::as_built();
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.prepares(TAKE_DOWN_MEMORY).await;
    visitor.loads("#/desk").await;
    visitor.is_at("/desk", "The organiser's desk").await;
    visitor.runs(SPOIL).await;
    // Nothing needs to be pressed: the desk looks at the clock every second.
    is_told(
        &visitor,
        "This page has stopped. What was kept on this device is still there. Load the page again, \
         and open files again: they are unchanged.",
    )
    .await;
    visitor.presses("Load the page again").await;
    visitor.is_at("/desk", "The organiser's desk").await;
    let _ = visitor.browser.log("browser").await;
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_whose_worker_panics_loses_nothing_and_submits_with_the_next_one() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let loader = site.script("worker").replace(".js", "");
    let loader = format!("{}_loader.js", loader.trim_end_matches("_loader"));
    let sound = site.read(&loader);
    // It listens, and traps at whatever it is asked.
    let traps = "
        const trap = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11);
        const { exports } = new WebAssembly.Instance(new WebAssembly.Module(trap));
        onmessage = () => exports.t();
        postMessage('ready');";
    site.edit(&loader, |_| traps.to_owned());
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.has_kept("role", &[json!("gp")]).await;
    visitor.skips_to_check().await;
    visitor.presses("Submit my answers").await;
    visitor.sees("Your answers are not submitted").await;
    visitor.sees("the worker has stopped").await;
    assert!(visitor.kept().await.records().is_empty());
    assert_eq!(visitor.kept().await.draft_answers()["role"], [json!("gp")]);

    site.edit(&loader, |_| sound.clone());
    visitor.submits().await;
    assert_eq!(visitor.kept().await.records().len(), 1);
    let _ = visitor.browser.log("browser").await;
    visitor.leaves().await;
}
