//! Going back, going forward, loading again, changing an answer.

use super::browser::Habits;
use super::kept::answers_in;
use super::site::Site;
use super::visitor::Visitor;
use serde_json::json;

#[tokio::test]
async fn the_back_link_and_the_browsers_back_do_the_same() {
    let site = Site::as_built();
    let visitor = Visitor::before(Habits::default(), &site).await;
    // The app corrects such an address, and by that shows that it is there.
    visitor.loads("#/check").await;
    visitor.waits_for("the app", async || visitor.place().await == "/").await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_page("strategies").await;
    let here = visitor.history().await;

    visitor.presses("Back").await;
    visitor.is_asked("importance").await;
    let by_link = visitor.history().await;
    visitor.presses_forward().await;
    visitor.is_asked("strategies").await;
    assert_eq!(visitor.history().await, here);

    visitor.presses_back().await;
    visitor.is_asked("importance").await;
    assert_eq!(visitor.history().await, by_link);
    assert_ne!(by_link["entry"], here["entry"]);

    // All the way to the door, and what was said is still there on the way in again.
    visitor.presses("Back").await;
    visitor.is_asked("role").await;
    visitor.presses("Back").await;
    visitor.is_at_the_statements().await;
    visitor.presses_back().await;
    visitor.reads_the_sheet().await;
    for _ in 0..2 {
        visitor.presses_forward().await;
    }
    visitor.is_asked("role").await;
    assert_eq!(visitor.chosen("role").await, ["gp"]);
    assert_eq!(visitor.history().await["of"], here["of"], "going to and fro adds nothing to the history");
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_who_loads_a_question_again_is_still_there_and_can_go_back() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.skips_to_page("frequency").await;
    visitor.chooses("frequency", "often").await;
    visitor.has_kept("frequency", &[json!("often")]).await;
    let here = visitor.history().await;

    visitor.reloads().await;
    visitor.is_asked("frequency").await;
    visitor.sees("Welcome back. Your answers were kept on this device").await;
    assert_eq!(visitor.chosen("frequency").await, ["often"]);
    assert_eq!(visitor.history().await, here);

    visitor.presses("Back").await;
    visitor.is_asked("role").await;
    visitor.presses_forward().await;
    visitor.is_asked("frequency").await;
    assert_eq!(visitor.history().await, here);
    visitor.presses_back().await;
    visitor.is_asked("role").await;
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_who_leaves_for_another_page_and_returns_in_the_same_tab_goes_on() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.skips_to_page("frequency").await;
    visitor.chooses("frequency", "often").await;
    visitor.has_kept("frequency", &[json!("often")]).await;
    // Browsers keep the page that was left, asleep and with all that it holds, to be quick at Back.
    for _ in 0..2 {
        visitor.opens("data:text/html,<title>Elsewhere</title>").await;
        visitor.presses_back().await;
        visitor.is_asked_still("frequency").await;
        visitor.opens("data:text/html,<title>Elsewhere</title>").await;
        visitor.loads("").await;
        visitor.is_asked("frequency").await;
        assert_eq!(visitor.chosen("frequency").await, ["often"]);
    }
    visitor.chooses("frequency", "always").await;
    visitor.has_kept("frequency", &[json!("always")]).await;
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_who_comes_back_by_an_address_of_a_later_question_is_asked_the_next_one_instead() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.goes_on().await;
    visitor.is_asked("importance").await;
    visitor.loads("#/question/section-you").await;
    visitor.is_asked("importance").await;
    visitor.opens(&format!("{}#/check", site.address())).await;
    visitor.is_asked("importance").await;
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_who_changes_an_answer_returns_to_the_check() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "pcn").await;
    visitor.skips_to_check().await;

    visitor.goes_to_change("role").await;
    assert_eq!(visitor.chosen("role").await, ["pcn"]);
    visitor.chooses("role", "gp").await;
    visitor.presses("Save and return to check").await;
    visitor.checks_again("role").await;
    visitor.unfolds().await;
    let (old, new) = (visitor.questionnaire.label("role", "pcn"), visitor.questionnaire.label("role", "gp"));
    let text = visitor.text().await;
    assert!(text.contains(&new) && !text.contains(&old), "{text}");

    // Someone who looks and changes nothing comes back too, by the link as by the browser.
    visitor.goes_to_change("ics").await;
    visitor.presses("Back").await;
    visitor.checks().await;
    visitor.goes_to_change("ics").await;
    visitor.presses_back().await;
    visitor.checks().await;
    visitor.leaves().await;
}

#[tokio::test]
async fn a_change_that_opens_new_questions_asks_them_first() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.skips_to_page("frequency").await;
    visitor.chooses("frequency", "never").await;
    visitor.skips_to_check().await;

    visitor.goes_to_change("frequency").await;
    visitor.chooses("frequency", "always").await;
    visitor.goes_on().await;
    for page in ["strategies-page", "underserved-page", "section-effectiveness"] {
        visitor.is_asked_to_change(page).await;
        visitor.goes_on().await;
    }
    visitor.checks().await;
    visitor.submits().await;
    visitor.leaves().await;
}

#[tokio::test]
async fn strategies_ticked_before_never_are_not_submitted_and_come_back_with_another_answer() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.skips_to_page("frequency").await;
    visitor.chooses("frequency", "often").await;
    visitor.goes_on().await;
    visitor.is_asked("strategies-page").await;
    visitor.chooses("strategies", "forums").await;
    visitor.chooses("strategies", "other").await;
    visitor.writes("strategies-other-text", "Songs").await;

    visitor.presses("Back").await;
    visitor.is_asked("frequency").await;
    visitor.chooses("frequency", "never").await;
    visitor.skips_to_check().await;
    let text = visitor.text().await;
    assert!(!text.contains("Songs") && !text.contains("Forums and discussions"), "{text}");

    // Kept, though, for someone who thinks again.
    visitor.goes_to_change("frequency").await;
    visitor.chooses("frequency", "rarely").await;
    visitor.goes_on().await;
    visitor.is_asked_to_change("strategies-page").await;
    assert_eq!(visitor.chosen("strategies").await, ["forums", "other"]);
    assert_eq!(visitor.written("strategies-other-text").await, "Songs");
    visitor.presses("Back").await;
    visitor.waits_for("another page", async || visitor.place().await != "/change/strategies-page").await;
    visitor.loads("#/change/frequency").await;
    visitor.is_asked_to_change("frequency").await;
    visitor.chooses("frequency", "never").await;
    visitor.goes_on().await;
    visitor.checks().await;

    visitor.submits().await;
    let record = visitor.kept().await.record();
    assert!(!record.contains("Forums") && !record.contains("Songs"), "{record}");
    let answers = answers_in(&serde_json::from_str(&record).unwrap());
    assert_eq!(answers["frequency"], [json!("never")]);
    assert!(answers.keys().all(|item| !item.starts_with("strategies")), "{answers:?}");
    visitor.leaves().await;
}
