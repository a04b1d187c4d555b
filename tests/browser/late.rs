//! People who are faster than the rest of the program and of the study, which come while they read the first question; and
//! organisers, at whose pages what examines the study's files comes once they stand.

use super::host::{Host, leaves};
use super::site::Site;
use super::visitor::Visitor;
use serde_json::{Value, json};

/// Holds the later part back until `comes()` is called, and lets it fail as often as `failures` says.
const HELD_BACK: &str = "
const fetched = fetch;
let come;
window.failures = 0;
window.asked = 0;
const coming = new Promise((resolve) => { come = resolve; });
window.comes = () => come();
window.fetch = async (what, options) => {
  if (!/\\/(app|desk)-late-\\w+\\.wasm/.test(what.url ?? what)) return fetched(what, options);
  window.asked++;
  await coming;
  if (window.failures-- > 0) throw new TypeError('held back');
  return fetched(what, options);
};";

const COMING: &str = "One moment: the rest of the survey is coming.";
const NOT_KEPT_YET: &str =
    "Your answers are not kept yet, because something is missing. It is tried again every few seconds.";

const SHEET_TITLE: &str = "HiQUALITY survey: community engagement in London general practice";

/// Loses whatever `lost` names, and notes which errors nobody caught.
const LOST: &str = "
const fetched = fetch;
window.uncaught = [];
addEventListener('unhandledrejection', ({ reason }) => uncaught.push(`${reason}`));
window.fetch = async (what, options) => {
  if (lost.test(what.url ?? what)) throw new TypeError('Failed to fetch');
  return fetched(what, options);
};";

/// Someone at the survey whose connection holds the later part back.
async fn ahead(site: &Site) -> Visitor {
    ahead_at("", site).await
}

/// The same at a place.
async fn ahead_at(place: &str, site: &Site) -> Visitor {
    let visitor = Visitor::before(Default::default(), site).await;
    visitor.prepares(HELD_BACK).await;
    visitor.loads(place).await;
    visitor.waits_for("the rest to be asked for", async || visitor.runs("return asked").await == 1).await;
    visitor
}

async fn comes(visitor: &Visitor) {
    visitor.runs("comes()").await;
}

async fn is_told(visitor: &Visitor, words: &str) -> bool {
    visitor.text().await.contains(words)
}

/// A study whose first question is for words.
fn beginning_with_words() -> Site {
    let site = Site::of_an_organiser();
    site.edit("study/questionnaire.json", |text| {
        let mut questionnaire: Value = serde_json::from_str(text).unwrap();
        let words =
            json!({ "linkId": "words", "type": "text", "maxLength": 200, "text": "What comes to mind?" });
        questionnaire["item"][1]["item"].as_array_mut().unwrap().insert(0, words);
        questionnaire.to_string()
    });
    site
}

async fn at_the_words(site: &Site) -> Visitor {
    let visitor = ahead(site).await;
    visitor.clicks("#information a.nhsuk-button").await;
    visitor.ticks_every_statement().await;
    visitor.presses("Continue").await;
    visitor.is_asked("words").await;
    visitor
}

#[tokio::test]
async fn answer_the_first_question_and_what_they_said_and_did_is_carried_out_once_it_is_there() {
    let site = Site::as_built();
    let visitor = ahead(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "pcn").await;
    visitor.chooses("role", "gp").await;
    assert_eq!(visitor.chosen("role").await, ["gp"]);
    assert!(!is_told(&visitor, COMING).await, "nothing is waited for yet");
    visitor.goes_on().await;
    visitor.sees(COMING).await;
    visitor.is_asked_still("role").await;
    assert_eq!(visitor.chosen("role").await, ["gp"]);
    assert!(visitor.kept().await.drafts().is_empty(), "the study has not been read as a whole");

    comes(&visitor).await;
    visitor.is_asked("importance").await;
    visitor.has_kept("role", &[json!("gp")]).await;
    assert!(!is_told(&visitor, COMING).await);
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.leaves().await;
}

#[tokio::test]
async fn go_on_typing_where_they_were_when_it_comes() {
    let site = beginning_with_words();
    let visitor = at_the_words(&site).await;
    visitor.writes("words", "We listen").await;
    visitor.runs("window.box = document.getElementById('words'); box.setSelectionRange(3, 3)").await;
    comes(&visitor).await;
    visitor.has_kept("words", &[json!("We listen")]).await;
    let same = "return [document.activeElement === box, box.isConnected, box.value, box.selectionStart]";
    assert_eq!(visitor.runs(same).await, json!([true, true, "We listen", 3]));
    // What words seem to show is looked at from then on.
    visitor.writes("words", " 020 7946 0999 ").await;
    visitor.sees("This looks like a telephone number.").await;
    visitor.leaves().await;
}

#[tokio::test]
async fn wait_at_whatever_else_they_do_and_then_it_is_done() {
    let site = Site::as_built();
    let at_consent = |heading: &'static str, place: &'static str, ticks: bool, button: &'static str| {
        let site = &site;
        async move {
            let visitor = ahead(site).await;
            visitor.clicks("#information a.nhsuk-button").await;
            visitor.is_at_the_statements().await;
            if ticks {
                visitor.ticks_every_statement().await;
            }
            visitor.presses(button).await;
            visitor.sees(COMING).await;
            assert_eq!(visitor.place().await, "/consent");
            comes(&visitor).await;
            if place == "/consent" {
                visitor.sees(heading).await;
                let focused =
                    async || visitor.runs("return document.activeElement.id").await == "error-summary";
                visitor.waits_for("the summary to take the focus", focused).await;
            } else {
                visitor.is_at(place, heading).await;
            }
            assert!(!is_told(&visitor, COMING).await);
            assert!(visitor.kept().await.is_nothing());
            visitor.leaves().await;
        }
    };
    at_consent("Thank you for your time", "/declined", true, "I do not consent").await;
    at_consent("There is a problem", "/consent", false, "Continue").await;

    let visitor = ahead(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.presses("Stop and delete my answers").await;
    visitor.sees(COMING).await;
    comes(&visitor).await;
    visitor.is_at("/stop", "Do you want to stop and delete your answers?").await;
    visitor.presses("Delete my answers").await;
    visitor.is_at("/deleted", "Your answers are deleted").await;
    assert!(visitor.kept().await.drafts().is_empty());
    visitor.leaves().await;
}

#[tokio::test]
async fn come_back_to_the_sheet_and_to_the_statements_meanwhile() {
    let site = Site::as_built();
    let visitor = ahead(&site).await;
    visitor.clicks("#information a.nhsuk-button").await;
    visitor.is_at_the_statements().await;
    visitor.ticks_every_statement().await;
    visitor.presses_back().await;
    visitor.reads_the_sheet().await;
    visitor.presses_forward().await;
    visitor.is_at_the_statements().await;
    visitor.presses("Continue").await;
    visitor.is_asked("role").await;
    visitor.presses_back().await;
    visitor.sees(COMING).await;
    comes(&visitor).await;
    visitor.is_at_the_statements().await;
    visitor.presses("Continue").await;
    visitor.is_asked("role").await;
    visitor.leaves().await;
}

#[tokio::test]
async fn are_told_that_it_could_not_be_had_and_it_is_tried_again() {
    let site = Site::as_built();
    let visitor = ahead(&site).await;
    visitor.runs("failures = 2").await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    comes(&visitor).await;
    visitor.sees(NOT_KEPT_YET).await;
    visitor
        .sees("A part of the survey could not be loaded. Check the connection and load the page again.")
        .await;
    visitor.goes_on().await;
    assert_eq!(visitor.chosen("role").await, ["gp"]);
    visitor.is_asked("importance").await;
    visitor.has_kept("role", &[json!("gp")]).await;
    assert!(!is_told(&visitor, NOT_KEPT_YET).await);
    assert_eq!(visitor.runs("return asked").await, 3);
    visitor.leaves_seeing(&["held back", "held back"]).await;
}

#[tokio::test]
async fn are_told_what_is_lost_and_no_error_is_left_for_the_console_that_nobody_caught() {
    let site = Site::as_built();
    for lost in [r"/late-\w+\.wasm|contact|analysis|release/", "/contact|analysis|release/"] {
        let visitor = Visitor::before(Default::default(), &site).await;
        visitor.prepares(&format!("window.lost = {lost};{LOST}")).await;
        visitor.loads("").await;
        visitor.agrees().await;
        visitor.chooses("role", "gp").await;
        visitor.sees(NOT_KEPT_YET).await;
        visitor.runs("window.lost = /nothing/").await;
        visitor.has_kept("role", &[json!("gp")]).await;
        assert_eq!(visitor.runs("return uncaught").await, json!([]));
        let said = visitor.browser.console().await;
        assert!(said.iter().all(|message| !message.contains("Uncaught")), "{said:?}");
        visitor.leaves().await;
    }
}

#[tokio::test]
async fn are_told_which_file_of_the_study_is_missing_until_the_organiser_puts_it_there() {
    let site = Site::of_an_organiser();
    let file = site.read("study/release.json");
    site.remove("study/release.json");
    let visitor = ahead(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    comes(&visitor).await;
    visitor.sees(NOT_KEPT_YET).await;
    visitor.sees("study/release.json: It could not be loaded (the host answered 404).").await;
    assert!(visitor.kept().await.drafts().is_empty());
    std::fs::write(site.folder().join("study/release.json"), file).unwrap();
    visitor.has_kept("role", &[json!("gp")]).await;
    visitor.goes_on().await;
    visitor.is_asked("importance").await;
    let missing = "the server responded with a status of 404";
    let said = visitor.browser.console().await;
    assert!(!said.is_empty() && said.iter().all(|message| message.contains(missing)), "{said:?}");
    visitor.leaves().await;
}

#[tokio::test]
async fn are_stopped_where_the_study_turns_out_to_have_a_defect_and_nothing_of_them_is_kept() {
    let site = Site::of_an_organiser();
    site.edit("study/analysis.json", |text| text.replacen("\"role\"", "\"roles\"", 1));
    let visitor = ahead(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    comes(&visitor).await;
    visitor.sees("The questions can't be shown").await;
    visitor.sees("analysis.json: ").await;
    let title = visitor.runs("return document.title").await;
    assert_eq!(title, SHEET_TITLE, "the question is not there any more");
    assert!(visitor.kept().await.drafts().is_empty());
    visitor.leaves().await;
}

#[tokio::test]
async fn find_what_they_left_only_once_it_is_there() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.has_kept("role", &[json!("gp")]).await;
    visitor.prepares(HELD_BACK).await;
    visitor.reloads().await;
    visitor.waits_for("the rest to be asked for", async || visitor.runs("return asked").await == 1).await;
    assert!(!visitor.has("#app input").await, "what was said is not there yet");
    comes(&visitor).await;
    visitor.is_asked("role").await;
    assert_eq!(visitor.chosen("role").await, ["gp"]);
    visitor.leaves().await;
}

const EXAMINED: &str = "All five can be read, and are being examined: this line changes by itself.";
const FIT: &str = "All five can be read and fit together.";

/// A study that can be answered, and in which an organiser should correct something.
fn with_a_key_nobody_knows() -> Site {
    let site = Site::of_an_organiser();
    site.edit("study/questionnaire.json", |text| text.replacen('{', "{ \"autor\": \"We\",", 1));
    site
}

#[tokio::test]
async fn organisers_see_that_the_files_are_being_examined_and_then_what_is_wrong_with_them() {
    let site = with_a_key_nobody_knows();
    let visitor = ahead_at("#/ready", &site).await;
    visitor.sees(EXAMINED).await;
    comes(&visitor).await;
    visitor.sees("questionnaire.json: ").await;
    visitor.sees("autor").await;
    assert!(!is_told(&visitor, EXAMINED).await);
    visitor.leaves().await;
}

#[tokio::test]
async fn organisers_hear_that_what_examines_the_files_did_not_come_and_can_check_again() {
    let site = Site::as_built();
    let visitor = ahead_at("#/ready", &site).await;
    visitor.runs("failures = 1").await;
    comes(&visitor).await;
    visitor
        .sees(
            "All five can be read. The part of the app that looks for mistakes in them did not come. Connect the device \
             and press 'Check again'.",
        )
        .await;
    visitor.presses("Check again").await;
    visitor.sees(FIT).await;
    assert_eq!(visitor.runs("return asked").await, 2);
    visitor.leaves_seeing(&["held back"]).await;
}

#[tokio::test]
async fn organisers_have_the_files_examined_without_a_network_wherever_they_came_first() {
    for place in ["#/ready", "#/desk"] {
        let (mut host, visitor) = Host::and_visitor().await;
        visitor.loads(place).await;
        visitor.has_the_whole_app().await;
        host.goes_away();
        visitor.opens("about:blank").await;
        visitor.loads("#/ready").await;
        visitor.sees(FIT).await;
        leaves(visitor).await;
    }
}
