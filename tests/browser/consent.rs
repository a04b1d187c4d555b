//! Agreeing, not agreeing, and taking everything back.

use super::site::Site;
use super::visitor::Visitor;
use serde_json::json;

#[tokio::test]
async fn someone_who_does_not_consent_leaves_nothing_behind() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.clicks("#information a.nhsuk-button").await;
    visitor.is_at_the_statements().await;
    visitor.ticks_every_statement().await;
    visitor.presses("I do not consent").await;
    visitor.is_at("/declined", "Thank you for your time").await;
    let kept = visitor.kept().await;
    assert!(kept.is_nothing(), "{kept:?}");

    // Nobody is asked anything by an address alone.
    visitor.loads("#/question/role").await;
    visitor.reads_the_sheet().await;
    visitor.leaves().await;
}

#[tokio::test]
async fn nobody_goes_on_without_agreeing_to_every_statement() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.clicks("#information a.nhsuk-button").await;
    visitor.is_at_the_statements().await;
    assert!(!visitor.has("input:checked").await, "nothing is ticked in advance");
    let statements = visitor.questionnaire.statements();
    for statement in &statements[1..] {
        visitor.clicks(&format!("label[for='{statement}']")).await;
    }
    visitor.presses("Continue").await;
    visitor.sees("There is a problem").await;
    let focused = "return document.activeElement.id";
    visitor
        .waits_for("the summary to take the focus", async || visitor.runs(focused).await == "error-summary")
        .await;
    let title = visitor.runs("return document.title").await;
    assert_eq!(title, "Error: Do you agree to take part? – HiQUALITY survey");
    assert!(visitor.kept().await.is_nothing());

    // The summary leads to the statement, and to no other place of the app.
    visitor.clicks(".nhsuk-error-summary a").await;
    visitor
        .waits_for("the statement to take the focus", async || {
            visitor.runs(focused).await == statements[0].as_str()
        })
        .await;
    visitor.clicks(&format!("label[for='{}']", statements[0])).await;
    visitor.presses("Continue").await;
    visitor.is_asked("role").await;
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_who_stops_and_deletes_at_a_question_leaves_nothing_behind() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_page("example").await;
    visitor.writes("example", "Something about the street").await;
    visitor.has_kept("example", &[json!("Something about the street")]).await;

    // Not yet, though.
    visitor.presses("Stop and delete my answers").await;
    visitor.is_at("/stop", "Do you want to stop and delete your answers?").await;
    visitor.presses("Go back to the questions").await;
    visitor.is_asked("example").await;
    assert_eq!(visitor.written("example").await, "Something about the street");

    visitor.presses("Stop and delete my answers").await;
    visitor.is_at("/stop", "Do you want to stop and delete your answers?").await;
    visitor.presses("Delete my answers").await;
    visitor.is_at("/deleted", "Your answers are deleted").await;
    visitor.sees("None of these answers is left in this browser.").await;
    let kept = visitor.kept().await;
    assert!(kept.is_nothing(), "{kept:?}");

    // Neither the browser's Back nor loading it again brings anything back.
    visitor.presses_back().await;
    visitor.reads_the_sheet().await;
    visitor.reloads().await;
    visitor.reads_the_sheet().await;
    visitor.agrees().await;
    assert!(visitor.chosen("role").await.is_empty());
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_who_submitted_can_delete_that_too() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.deletes_what_was_submitted().await;
    visitor.is_at("/deleted", "Your answers are deleted").await;
    visitor.sees("The answers that were submitted last are deleted from this browser.").await;
    assert!(visitor.kept().await.is_nothing());
    visitor.leaves().await;
}

#[tokio::test]
async fn a_survey_that_has_closed_says_so_and_takes_no_new_interview() {
    let site = Site::of_an_organiser();
    let visitor = Visitor::of(&site).await;
    visitor.sees("About 8 minutes.").await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.has_kept("role", &[json!("gp")]).await;

    // What has begun can be finished, for so many days.
    site.settles(|settings| {
        settings["closes"] = json!("2026-01-31");
        settings["finishWithinDays"] = json!(36_500);
        settings["minutes"] = json!(9);
    });
    visitor.reloads().await;
    visitor.is_asked("role").await;
    visitor.sees("The survey closed at the end of 31 January 2026. You have begun yours").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.loads("").await;
    visitor.sees("The survey closed at the end of 31 January 2026. It can't be started any more.").await;
    visitor.sees("About 9 minutes.").await;
    visitor.clicks("#information a.nhsuk-button").await;
    visitor
        .waits_for("what stands where the statements were", async || {
            visitor.runs("return document.activeElement.innerText").await == "The survey is closed"
        })
        .await;
    assert!(!visitor.has("main input").await);
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_who_stops_for_now_finds_their_answers_where_they_said_they_would() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.goes_on().await;
    visitor.is_asked("importance").await;
    visitor.presses("Stop for now").await;
    visitor.is_at("/later", "You can stop for now").await;
    visitor.sees("Your answers are kept on this device, in this browser.").await;
    visitor.closes_the_tab_and_comes_back().await;
    visitor.is_asked("importance").await;
    visitor.sees("Welcome back.").await;
    visitor.presses("Back").await;
    visitor.is_asked("role").await;
    assert_eq!(visitor.chosen("role").await, ["gp"]);
    visitor.leaves().await;
}
