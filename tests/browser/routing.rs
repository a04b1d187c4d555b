//! Who is asked what.

use super::kept::answers_in;
use super::site::Site;
use super::visitor::Visitor;

/// The questions about how somebody engages communities, and their pages.
const OF_ENGAGEMENT: [&str; 6] =
    ["strategies", "example", "reach", "effectiveness", "evaluation", "measures"];
const THEIR_PAGES: [&str; 2] = ["strategies-page", "section-effectiveness"];

/// Goes through the survey with one answer to one question, and is shown everything but these pages and asked everything but
/// these questions.
async fn is_asked_all_but(pages: &[&str], questions: &[&str], item: &str, code: &str) {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    let mut asked = visitor.skips_to(&format!("/question/{}", visitor.questionnaire.page_of(item))).await;
    visitor.is_asked(item).await;
    visitor.chooses(item, code).await;
    asked.extend(visitor.skips_to_check().await);

    let mut expected = visitor.questionnaire.pages();
    expected.retain(|page| !pages.contains(&page.as_str()));
    assert_eq!(asked, expected);
    visitor.submits().await;
    let record = answers_in(&serde_json::from_str(&visitor.kept().await.record()).unwrap());
    for question in questions {
        assert!(!record.contains_key(*question), "{question} was not asked, and stands in the record");
    }
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_who_leaves_everything_empty_is_asked_all_but_how_they_identify_the_groups_they_may_not_know()
{
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    assert_eq!(visitor.skips_to_check().await, visitor.questionnaire.pages());

    visitor.submits().await;
    let record = answers_in(&serde_json::from_str(&visitor.kept().await.record()).unwrap());
    let is_statement =
        |item: &str| visitor.questionnaire.statements().iter().any(|statement| statement == item);
    assert!(record.iter().all(|(item, said)| said.is_empty() || is_statement(item)), "{record:?}");
    assert_eq!(record.get("role"), Some(&Vec::new()), "asked and left empty is not the same as not asked");
    assert!(!record.contains_key("identify"));
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_who_never_engages_communities_is_not_asked_how_they_do_it() {
    let questions = [&OF_ENGAGEMENT[..], &["identify"]].concat();
    is_asked_all_but(&THEIR_PAGES, &questions, "frequency", "never").await;
}

#[tokio::test]
async fn someone_who_rarely_engages_communities_is_asked_how_they_do_it() {
    is_asked_all_but(&[], &["identify"], "frequency", "rarely").await;
}

#[tokio::test]
async fn someone_who_knows_the_underserved_groups_is_asked_how_they_identify_them() {
    is_asked_all_but(&[], &[], "know-underserved", "yes").await;
}

#[tokio::test]
async fn someone_who_does_not_know_the_underserved_groups_is_not_asked_how_they_identify_them() {
    is_asked_all_but(&[], &["identify"], "know-underserved", "no").await;
}

#[tokio::test]
async fn someone_who_never_evaluates_is_not_asked_how_they_measure_success() {
    is_asked_all_but(&[], &["identify", "measures"], "evaluation", "never").await;
}

#[tokio::test]
async fn who_chooses_an_option_that_asks_to_specify_is_given_a_box_for_it_and_only_then() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    let mut boxes = 0;
    while visitor.place().await != "/check" {
        let here = visitor.place().await;
        let page = here.trim_start_matches("/question/").to_owned();
        visitor.is_asked(&page).await;
        for (text, item, code) in specified_on(&visitor, &page) {
            let text = format!("#{text}");
            assert!(!visitor.has(&text).await, "{text} is there before {code} is chosen");
            visitor.chooses(&item, &code).await;
            visitor.waits_for(&text, async || visitor.has(&text).await).await;
            let takes_back = visitor.has(&format!("input[type=checkbox][name='{item}']")).await;
            let other = visitor.questionnaire.options(&item).swap_remove(0).0;
            if takes_back {
                visitor.chooses(&item, &code).await;
            } else if other == code {
                visitor.presses("Clear my answer").await;
            } else {
                visitor.chooses(&item, &other).await;
            }
            visitor.waits_for(&format!("no {text}"), async || !visitor.has(&text).await).await;
            boxes += 1;
        }
        visitor.goes_on().await;
        visitor.waits_for("the next page", async || visitor.place().await != here).await;
    }
    assert_eq!(boxes, 17, "the study has 17 options that ask to specify");
    visitor.leaves().await;
}

/// The boxes of a page that one option brings up: the box, the question and the option's code.
fn specified_on(visitor: &Visitor, page: &str) -> Vec<(String, String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let items = visitor.questionnaire.item(page)["item"].as_array().into_iter().flatten();
    let boxes = items.filter(|item| item["type"] == "string").map(|item| {
        let rule = &item["enableWhen"][0];
        (text(&item["linkId"]), text(&rule["question"]), text(&rule["answerCoding"]["code"]))
    });
    boxes.collect()
}
