//! Browsers that are ended from outside, at any moment.

#![cfg(target_os = "linux")] // elsewhere there is no such way to end them

use super::kept::answers_in;
use super::site::Site;
use super::visitor::Visitor;
use serde_json::{Value, json};
use std::time::Duration;

/// Numbers that look random and are the same every time.
struct Chance(u64);

impl Chance {
    /// A number from 0 to one less than this.
    fn below(&mut self, end: u64) -> u64 {
        // xorshift64, by George Marsaglia
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

#[tokio::test]
async fn someone_whose_browser_crashes_again_and_again_loses_no_answer() {
    let site = Site::as_built();
    let mut visitor = Visitor::of(&site).await;
    let mut chance = Chance(2_024);
    visitor.agrees().await;

    // Question by question, and the answers so far.
    let mut role = Vec::new();
    for (item, code) in [("role", "pcn"), ("role", "gp"), ("frequency", "always"), ("strategies", "hubs")] {
        visitor.skips_to_page(item).await;
        visitor.chooses(item, code).await;
        if item == "role" {
            role = vec![code.to_owned()];
        }
        visitor.has_kept(item, &[json!(code)]).await;
        tokio::time::sleep(Duration::from_millis(chance.below(300))).await; // the moment is random, not awaited
        visitor.crashes_and_comes_back().await;
        visitor.is_asked(item).await;
        visitor.sees("Welcome back. Your answers were kept on this device").await;
        assert_eq!(visitor.chosen(item).await, [code]);
    }
    visitor.presses("Back").await;
    visitor.is_asked("frequency").await;
    assert_eq!(visitor.chosen("frequency").await, ["always"]);
    visitor.presses("Back").await;
    visitor.is_asked("role").await;
    assert_eq!(visitor.chosen("role").await, role);
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_whose_browser_crashes_while_they_write_keeps_what_was_written() {
    let site = Site::as_built();
    let mut visitor = Visitor::of(&site).await;
    let mut chance = Chance(7);
    visitor.agrees().await;
    visitor.skips_to_page("example").await;
    let mut written = String::new();
    for round in 0..5 {
        let words = format!("{round}: we went from door to door, with tea. ");
        visitor.writes("example", &words).await;
        let typed = format!("{written}{words}");
        tokio::time::sleep(Duration::from_millis(chance.below(400))).await; // the moment is random, not awaited
        // What is in the storage counts as kept from then on, whatever happens.
        let kept = visitor.kept().await.draft_answers();
        let kept = kept.get("example").and_then(|said| said[0].as_str()).unwrap_or_default().to_owned();
        visitor.crashes_and_comes_back().await;
        visitor.is_asked("example").await;
        written = visitor.written("example").await;
        assert!(written.starts_with(&kept) && typed.starts_with(&written), "{kept}\n{written}\n{typed}");
    }
    // Once the words are kept, all of them are, at once after the last.
    visitor.writes("example", "And cake.").await;
    let all = format!("{written}And cake.");
    visitor.has_kept("example", &[json!(all)]).await;
    visitor.crashes_and_comes_back().await;
    visitor.is_asked("example").await;
    assert_eq!(visitor.written("example").await, all);
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_whose_browser_crashes_at_the_check_or_while_changing_an_answer_is_there_again() {
    let site = Site::as_built();
    let mut visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_check().await;
    visitor.has_kept_the_page("").await;
    visitor.crashes_and_comes_back().await;
    visitor.checks().await;
    visitor.unfolds().await;
    visitor.sees(&visitor.questionnaire.label("role", "gp")).await;

    visitor.goes_to_change("importance").await;
    visitor.rates("importance", 10).await;
    visitor.has_kept("importance", &[json!(10)]).await;
    visitor.crashes_and_comes_back().await;
    visitor.is_asked_to_change("importance").await;
    assert_eq!(visitor.rating("importance").await, Some(10));
    visitor.leaves().await;
}

#[tokio::test]
async fn what_is_confirmed_as_submitted_survives_a_crash_at_that_very_moment() {
    let site = Site::as_built();
    let mut visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_check().await;
    visitor.presses("Submit my answers").await;
    visitor
        .waits_for("the confirmation", async || {
            visitor.runs("return document.querySelector('h1:not([hidden] h1)').innerText").await
                == "Thank you for taking part"
        })
        .await;
    visitor.crashes_and_comes_back().await;
    visitor.reads_the_sheet().await;
    visitor.sees("Someone has submitted answers on this device.").await;
    let kept = visitor.kept().await;
    assert_eq!(kept.draft(), None);
    let record: Value = serde_json::from_str(&kept.record()).unwrap();
    assert_eq!(answers_in(&record)["role"], [json!("gp")]);
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_whose_browser_crashes_while_they_submit_has_a_draft_or_a_record_and_never_both() {
    let site = Site::as_built();
    let mut visitor = Visitor::of(&site).await;
    let mut chance = Chance(99);
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_check().await;
    let mut records = 0;
    for _ in 0..4 {
        visitor.has_kept_the_page("").await;
        // The click returns before anything is written.
        let click = "setTimeout(() => [...document.querySelectorAll('main button')]
            .find((button) => button.innerText === 'Submit my answers').click())";
        visitor.runs(click).await;
        tokio::time::sleep(Duration::from_millis(chance.below(25))).await; // the moment is random, not awaited
        visitor.crashes_and_comes_back().await;
        let is_there = async || visitor.has("a[href='#/done']").await || visitor.place().await == "/check";
        visitor.waits_for("the check, or the sheet after submitting", is_there).await;
        let kept = visitor.kept().await;
        let newer = kept.records().len() - records;
        records = kept.records().len();
        assert_eq!(newer, usize::from(kept.draft().is_none()), "{kept:?}");
        assert!(kept.records().values().all(|record| record.contains("\"gp\"")));
        if newer == 1 {
            visitor.agrees().await;
            visitor.chooses("role", "gp").await;
            visitor.skips_to_check().await;
        }
    }
    visitor.leaves().await;
}
