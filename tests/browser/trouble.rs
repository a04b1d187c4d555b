//! Browsers that keep nothing, or not enough.

use super::browser::Habits;
use super::kept::answers_in;
use super::site::Site;
use super::visitor::Visitor;
use serde_json::{Value, json};

const FILE: &str = "hiquality-answers.json";

#[tokio::test]
async fn someone_whose_browser_blocks_storage_is_told_before_they_begin_and_takes_their_answers_as_a_file() {
    let site = Site::as_built();
    let habits = Habits { blocks_storage: true, ..Habits::default() };
    let visitor = Visitor::with(habits, &site).await;
    let opens = "const done = arguments[0]; const request = indexedDB.open('any');
        request.onsuccess = () => done(true); request.onerror = () => done(false);";
    assert_eq!(visitor.awaits(opens, Vec::new()).await, false, "the browser was to block it");
    visitor.sees("Your answers will not be kept").await;
    visitor.sees("At the end you can save them to a file.").await;

    visitor.agrees().await;
    visitor.sees("Your answers will not be kept").await;
    visitor.chooses("role", "pcn").await;
    visitor.skips_to_page("frequency").await;
    visitor.chooses("frequency", "often").await;
    visitor.presses("Back").await;
    visitor.is_asked("role").await;
    visitor.skips_to_check().await;
    visitor.presses("Submit my answers").await;
    visitor.is_at("/done", "Save your answers now").await;
    visitor.sees("Your answers are on this page only").await;

    let saved: Value = serde_json::from_str(&visitor.saves("Save my answers to a file", FILE).await).unwrap();
    assert_eq!(saved["status"], "completed");
    assert_eq!(answers_in(&saved)["role"], [json!("pcn")]);
    assert_eq!(answers_in(&saved)["frequency"], [json!("often")]);
    visitor.presses("See how your answers compare").await;
    visitor.is_at("/comparison", "How your answers compare").await;
    visitor.sees("You said Often. 31 % of respondents said the same").await;
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_whose_storage_runs_full_is_told_at_once_saves_a_file_and_has_nothing_confirmed() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.has_space(Some(20_000)).await;
    visitor.agrees().await;

    // To and fro, until there is no space left.
    let told = "Your last answer was not kept";
    let mut times = 0;
    while !visitor.text().await.contains(told) {
        visitor.chooses("role", ["pcn", "gp"][times % 2]).await;
        times += 1;
        assert!(times < 200, "the storage never runs full");
    }
    visitor.sees("There is no space left on this device.").await;
    visitor.chooses("role", "gp-with-pcn").await;
    visitor.skips_to_check().await;
    visitor.sees(told).await;
    let so_far: Value =
        serde_json::from_str(&visitor.saves("Save my answers so far to a file", FILE).await).unwrap();
    assert_eq!(so_far["status"], "in-progress");
    assert_eq!(answers_in(&so_far)["role"], [json!("gp-with-pcn")]);

    visitor.presses("Submit my answers").await;
    // The button says its own words again once that has ended.
    visitor.waits_for("the end of that", async || visitor.has("main button:not(:disabled)").await).await;
    visitor.sees("Submit my answers").await;
    assert_eq!(visitor.place().await, "/check");
    assert!(visitor.kept().await.records().is_empty());

    // With space again, the same answers go through.
    visitor.has_space(None).await;
    visitor.submits().await;
    assert!(!visitor.text().await.contains(told));
    let record: Value = serde_json::from_str(&visitor.kept().await.record()).unwrap();
    assert_eq!(answers_in(&record)["role"], [json!("gp-with-pcn")]);
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_whose_storage_is_full_from_the_start_is_told_so_and_can_answer() {
    let site = Site::as_built();
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.has_space(Some(1)).await;
    visitor.loads("").await;
    visitor.agrees().await;
    visitor.sees("There is no space left on this device.").await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_page("frequency").await;

    // Once there is space, what was said is kept after all.
    visitor.has_space(None).await;
    visitor.chooses("frequency", "often").await;
    visitor.has_kept("frequency", &[json!("often")]).await;
    assert_eq!(visitor.kept().await.draft_answers()["role"], [json!("gp")]);
    visitor.leaves().await;
}

#[tokio::test]
async fn what_is_submitted_once_a_full_storage_has_space_again_is_taken_for_no_other_tab_s() {
    let site = Site::as_built();
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.has_space(Some(1)).await;
    visitor.loads("").await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_check().await;
    visitor.has_space(None).await;
    visitor.submits().await;
    let record: Value = serde_json::from_str(&visitor.kept().await.record()).unwrap();
    assert_eq!(answers_in(&record)["role"], [json!("gp")]);
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_who_comes_back_to_a_full_storage_still_finds_their_answers() {
    let site = Site::as_built();
    let mut visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.has_kept("role", &[json!("gp")]).await;
    visitor.browser.crash();
    visitor.browser.reopen().await;
    visitor.has_space(Some(1)).await;
    visitor.loads("").await;
    visitor.is_asked("role").await;
    assert_eq!(visitor.chosen("role").await, ["gp"]);
    visitor.sees("There is no space left on this device.").await;
    assert_eq!(visitor.kept().await.draft_answers()["role"], [json!("gp")]);
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_whose_draft_can_not_be_read_is_told_can_save_it_and_can_begin_anew() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.has_kept("role", &[json!("gp")]).await;
    let damage = "
        const done = arguments[0];
        indexedDB.open('hiquality').onsuccess = ({ target: { result } }) => {
          const change = result.transaction('draft', 'readwrite');
          change.objectStore('draft').put('no draft {', 'text');
          change.oncomplete = () => { result.close(); done(); };
        };";
    visitor.awaits(damage, Vec::new()).await;
    visitor.reloads().await;
    visitor.sees("There are answers on this device, but they can't be read.").await;
    let saved = visitor.saves("Save what was kept", FILE).await;
    assert_eq!(saved, "no draft {");
    assert_eq!(
        visitor.kept().await.draft().as_deref(),
        Some("no draft {"),
        "until new answers take its place"
    );

    visitor.agrees().await;
    visitor.chooses("role", "pcn").await;
    visitor.has_kept("role", &[json!("pcn")]).await;
    visitor.reloads().await;
    visitor.is_asked("role").await;
    assert_eq!(visitor.chosen("role").await, ["pcn"]);
    visitor.leaves().await;
}
