//! A browser's translator puts elements of its own in the place of the page's texts, again whenever something changes.
//! What is on the screen must stay what is recorded.

use super::journey::{EVERYTHING, everything};
use super::kept::answers_in;
use super::questionnaire::Said::{Number, Options, Words};
use super::site::Site;
use super::visitor::Visitor;
use serde_json::{Value, json};

/// Translates every text, now and later, into the same words: whatever else stands there is out of date.
const TRANSLATE: &str = "
const ours = '[data-translated]';
const translate = (text) => {
  const parent = text.parentElement;
  if (!parent || parent.closest(ours) || /^(script|style|noscript|textarea)$/i.test(parent.tagName) || !text.data.trim()) return;
  const outer = document.createElement('font');
  outer.dataset.translated = '';
  outer.appendChild(document.createElement('font')).textContent = text.data;
  parent.replaceChild(outer, text);
};
const everything = (root) => {
  if (root.nodeType === Node.TEXT_NODE) return translate(root);
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walk.nextNode()) texts.push(walk.currentNode);
  texts.forEach(translate);
};
everything(document.body);
new MutationObserver((changes) => {
  for (const { type, target, addedNodes } of changes) {
    for (const node of type === 'characterData' ? [target] : addedNodes) if (node.isConnected) everything(node);
  }
}).observe(document.body, { childList: true, subtree: true, characterData: true });";

/// The labels of an item's options, as they stand on the screen.
async fn labels(visitor: &Visitor, item: &str) -> Vec<String> {
    let labels = "
        const named = [...document.getElementsByName(arguments[0])];
        if (named[0].options) return [...named[0].options].slice(1).map((option) => option.textContent);
        return named.map((box) => box.labels[0].textContent)";
    serde_json::from_value(visitor.runs_with(labels, vec![json!(item)]).await).unwrap()
}

/// Answers everything on a page. Each option must be the one that the screen has there.
async fn answers(visitor: &Visitor, page: &str) {
    let (_, items) = EVERYTHING.iter().find(|(name, _)| *name == page).unwrap();
    for (item, said) in *items {
        match said {
            Options(codes) => {
                let wording = visitor.questionnaire.options(item).into_iter().map(|(_, label)| label);
                assert_eq!(labels(visitor, item).await, wording.collect::<Vec<_>>(), "{item}");
                for code in *codes {
                    visitor.chooses(item, code).await;
                }
                assert_eq!(visitor.chosen(item).await, *codes, "{item}");
            }
            Number(number) => visitor.rates(item, usize::try_from(*number).unwrap()).await,
            Words(words) => visitor.writes(item, words).await,
        }
    }
}

/// Takes part from the sheet on, and has the page translated at one of its pages.
async fn takes_part_translating_at(where_: &str) {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    if where_ == "the sheet" {
        visitor.runs(TRANSLATE).await;
    }
    visitor.clicks("#information a.nhsuk-button").await;
    visitor.is_at_the_statements().await;
    if where_ == "consent" {
        visitor.runs(TRANSLATE).await;
    }
    visitor.presses("Continue").await;
    visitor.sees("There is a problem").await;
    visitor.ticks_every_statement().await;
    visitor.presses("Continue").await;
    for (page, _) in EVERYTHING {
        visitor.is_asked(page).await;
        if where_ == page {
            visitor.runs(TRANSLATE).await;
        }
        answers(&visitor, page).await;
        visitor.goes_on().await;
    }
    visitor.checks().await;
    visitor.submits().await;
    let record: Value = serde_json::from_str(&visitor.kept().await.record()).unwrap();
    assert_eq!(answers_in(&record), everything(&visitor));
    visitor.presses("See how your answers compare").await;
    visitor.is_at("/comparison", "How your answers compare").await;
    visitor.sees("You said Often. 31 % of respondents said the same; 41 % said often or always.").await;
    visitor.leaves().await;
}

#[tokio::test]
async fn whoever_has_the_sheet_translated_answers_what_is_on_the_screen() {
    takes_part_translating_at("the sheet").await;
}

#[tokio::test]
async fn whoever_has_the_statements_translated_answers_what_is_on_the_screen() {
    takes_part_translating_at("consent").await;
}

#[tokio::test]
async fn whoever_has_a_question_translated_answers_what_is_on_the_screen() {
    takes_part_translating_at("strategies-page").await;
}

#[tokio::test]
async fn an_error_on_a_translated_page_comes_changes_and_goes() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.skips_to_page("example").await;
    visitor.runs(TRANSLATE).await;
    let most = visitor.questionnaire.item("example")["maxLength"].as_u64().unwrap() as usize;
    visitor.writes("example", &"x".repeat(most + 2)).await;
    visitor.sees("You have 2 characters too many").await;
    visitor.goes_on().await;
    visitor.sees(&format!("Enter {most} characters or fewer: you have 2 characters too many")).await;
    visitor.writes("example", "\u{E003}").await; // the key Backspace
    visitor.sees(&format!("Enter {most} characters or fewer: you have 1 character too many")).await;
    assert!(!visitor.text().await.contains("2 characters too many"));
    visitor.writes("example", "\u{E003}").await;
    visitor.sees("You have 0 characters left").await;
    assert!(!visitor.text().await.contains("There is a problem"));
    visitor.leaves().await;
}

#[tokio::test]
async fn what_someone_agreed_to_is_the_sheet_that_the_host_sent_and_not_its_translation() {
    let site = Site::as_built();
    let mut agreed = Vec::new();
    for script in [
        "",
        "document.addEventListener('DOMContentLoaded', () => { document.getElementById('information').prepend('Überschrift'); });",
    ] {
        let visitor = Visitor::before(super::browser::Habits::default(), &site).await;
        visitor.prepares(script).await;
        visitor.loads("").await;
        visitor.agrees().await;
        visitor.skips_to_check().await;
        visitor.submits().await;
        let record: Value = serde_json::from_str(&visitor.kept().await.record()).unwrap();
        agreed.push(record["extension"].clone());
        visitor.leaves().await;
    }
    assert!(agreed[0].is_array());
    assert_eq!(agreed[0], agreed[1]);
}
