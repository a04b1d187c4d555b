//! Drafts that meet another version of the study.

use super::kept::answers_in;
use super::site::Site;
use super::visitor::Visitor;
use serde_json::{Value, json};

const QUESTIONNAIRE: &str = "study/questionnaire.json";

/// A long word without a place to break, which a page has to break nevertheless.
pub(crate) const LONG_WORD: &str = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch";

/// Changes the questionnaire: every item by this function, which returns whether it stays.
pub(crate) fn revise(site: &Site, change: impl Fn(&mut Value) -> bool) {
    fn below(holder: &mut Value, change: &impl Fn(&mut Value) -> bool) {
        if let Some(items) = holder.get_mut("item").and_then(Value::as_array_mut) {
            items.retain_mut(change);
            items.iter_mut().for_each(|item| below(item, change));
        }
    }
    site.edit(QUESTIONNAIRE, |text| {
        let mut questionnaire = serde_json::from_str(text).unwrap();
        below(&mut questionnaire, &change);
        questionnaire.to_string()
    });
}

/// A new version: without one option of `strategies`, with other words for `frequency`, with less room for
/// `example` and without `comments`.
pub(crate) fn shorten(site: &Site) {
    revise(site, |item| {
        match item["linkId"].as_str().unwrap() {
            "strategies" => {
                let options = item["answerOption"].as_array_mut().unwrap();
                options.retain(|option| option["valueCoding"]["code"] != "forums");
            }
            "frequency" => item["text"] = json!("How often do you talk with communities?"),
            "example" => item["maxLength"] = json!(20),
            _ => {}
        }
        item["linkId"] != "comments"
    });
    // Nothing is to be compared with an option that is not there.
    site.edit("study/release.json", |text| {
        let mut release: Value = serde_json::from_str(text).unwrap();
        let figures = release["figures"].as_array_mut().unwrap();
        let figure = figures.iter_mut().find(|figure| figure["item"] == "strategies").unwrap();
        let without = |list: &mut Value| list.as_array_mut().unwrap().retain(|it| it["code"] != "forums");
        without(&mut figure["options"]);
        figure["series"].as_array_mut().unwrap().iter_mut().for_each(|series| without(&mut series["cells"]));
        release.to_string()
    });
}

/// Someone with answers to all that is to change, and to more, at the question about gender.
pub(crate) async fn in_the_middle(site: &Site) -> Visitor {
    let visitor = Visitor::of(site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_page("frequency").await;
    visitor.chooses("frequency", "often").await;
    visitor.goes_on().await;
    visitor.is_asked("strategies-page").await;
    visitor.chooses("strategies", "forums").await;
    visitor.chooses("strategies", "hubs").await;
    visitor.writes("example", LONG_WORD).await;
    visitor.skips_to_page("comments").await;
    visitor.writes("comments", "No more of this").await;
    visitor.skips_to_page("gender").await;
    visitor.has_kept_the_page("gender").await;
    visitor
}

#[tokio::test]
async fn someone_whose_questions_changed_meanwhile_keeps_what_fits_and_is_told_what_does_not() {
    let site = Site::of_an_organiser();
    let visitor = in_the_middle(&site).await;
    shorten(&site);
    visitor.reloads().await;
    visitor.is_asked("gender").await;
    visitor.sees("These answers no longer fit, and are not kept:").await;
    let told = visitor
        .runs("return [...document.querySelectorAll('[role=status] li')].map((it) => it.innerText)")
        .await;
    let line = |page: &str, answer: &str| format!("{} – {answer}", visitor.questionnaire.heading(page));
    let mut lost = [
        line("strategies", &visitor.questionnaire.label("strategies", "forums")),
        line("example", LONG_WORD),
        line("comments", "No more of this"),
    ];
    lost.sort_unstable();
    let mut told: Vec<&str> = told.as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    told.sort_unstable();
    assert_eq!(told, lost);

    visitor.skips_to_check().await;
    visitor.submits().await;
    let record: Value = serde_json::from_str(&visitor.kept().await.record()).unwrap();
    let answers = answers_in(&record);
    assert_eq!(answers["role"], [json!("gp")]);
    assert_eq!(answers["frequency"], [json!("often")]);
    assert_eq!(answers["strategies"], [json!("hubs")]);
    assert!(answers["example"].is_empty());
    assert!(!answers.contains_key("comments"));
    visitor.leaves().await;
}

/// Someone in the middle is asked to agree again once the site was changed, and then goes on.
async fn agrees_again_after(change: impl FnOnce(&Site)) {
    let site = Site::of_an_organiser();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_page("frequency").await;
    visitor.chooses("frequency", "often").await;
    visitor.has_kept("frequency", &[json!("often")]).await;

    change(&site);
    visitor.reloads().await;
    visitor.is_at_the_statements().await;
    visitor
        .sees("The information about the survey has changed since you agreed. Your answers are still here.")
        .await;
    assert!(!visitor.has("input:checked").await, "nothing is ticked in advance");
    assert_eq!(visitor.kept().await.draft_answers()["frequency"], [json!("often")]);
    visitor.ticks_every_statement().await;
    visitor.presses("Continue").await;
    visitor.is_asked("frequency").await;
    assert_eq!(visitor.chosen("frequency").await, ["often"]);

    // The new consent is the one that is kept.
    visitor.goes_on().await;
    visitor.is_asked("strategies-page").await;
    visitor.has_kept_the_page("strategies-page").await;
    visitor.reloads().await;
    visitor.is_asked("strategies-page").await;
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_whose_information_changed_meanwhile_agrees_again_and_goes_on() {
    agrees_again_after(|site| {
        site.edit("index.html", |page| {
            page.replace("data-version=1.1.0", "data-version=1.2.0")
                .replace("Your answers stay on your own device.", "Your answers may be read by anyone.")
        });
    })
    .await;
}

#[tokio::test]
async fn someone_whose_statements_changed_meanwhile_agrees_again_and_goes_on() {
    agrees_again_after(|site| {
        revise(site, |item| {
            if item["linkId"] == "consent-adult" {
                item["text"] = json!("I am aged 21 or over.");
            }
            true
        });
    })
    .await;
}

#[tokio::test]
async fn someone_who_does_not_agree_again_leaves_nothing_behind() {
    let site = Site::of_an_organiser();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.has_kept("role", &[json!("gp")]).await;
    site.edit("index.html", |page| page.replace("24 questions.", "Some questions."));
    visitor.reloads().await;
    visitor.is_at_the_statements().await;
    visitor.presses("I do not consent").await;
    visitor.is_at("/declined", "Thank you for your time").await;
    visitor.waits_for("nothing to be kept", async || visitor.kept().await.is_nothing()).await;
    visitor.leaves().await;
}
