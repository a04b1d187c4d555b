//! The whole way, from the front door to the comparison.

use super::browser::Habits;
use super::engine::Engine;
use super::kept::{Answers, answers_in};
use super::keyboard::Keyboard;
use super::questionnaire::Said::{self, Number, Options, Words};
use super::site::Site;
use super::visitor::Visitor;
use fantoccini::key::Key;
use serde_json::{Value, json};

/// An answer to everything, page by page.
pub(crate) const EVERYTHING: [(&str, &[(&str, Said)]); 12] = [
    ("role-page", &[("role", Options(&["gp-with-pcn"]))]),
    ("importance-page", &[("importance", Number(8)), ("frequency", Options(&["often"]))]),
    (
        "strategies-page",
        &[
            ("strategies", Options(&["informing", "hubs", "other"])),
            ("strategies-other-text", Words("Songs")),
            ("example", Words("A choir for the whole street.")),
        ],
    ),
    (
        "underserved-page",
        &[
            ("know-underserved", Options(&["yes"])),
            ("identify", Words("The census, and asking around.")),
            ("reach", Options(&["somewhat-successful"])),
        ],
    ),
    (
        "registration-page",
        &[("registration", Options(&["yes"])), ("registration-yes-text", Words("A van at the market"))],
    ),
    (
        "communities-page",
        &[
            ("communities", Options(&["asylum", "ethnic-minority", "other"])),
            ("communities-ethnic-minority-text", Words("Somali people")),
            ("communities-other-text", Words("Boat dwellers")),
        ],
    ),
    (
        "section-effectiveness",
        &[
            ("effectiveness", Number(0)),
            ("evaluation", Options(&["rarely"])),
            ("measures", Words("By who comes back – “twice” & more <often>.")),
        ],
    ),
    (
        "barriers",
        &[
            ("barriers-leadership", Options(&["no-strategy"])),
            ("barriers-workforce", Options(&["limited-workforce", "workforce-other"])),
            ("barriers-workforce-other-text", Words("Nobody has the time")),
            ("barriers-funding", Options(&["lack-of-funding", "no-deprivation-weighting"])),
            ("barriers-information", Options(&["digital-silos"])),
            ("barriers-communities", Options(&["language"])),
        ],
    ),
    (
        "enablers",
        &[
            ("enablers-leadership", Options(&["buy-in", "leadership-other"])),
            ("enablers-leadership-other-text", Words("One person who cares")),
            ("enablers-workforce", Options(&["clear-priorities"])),
            ("enablers-funding", Options(&["engagement-funding"])),
            ("enablers-information", Options(&["good-technology"])),
            ("enablers-communities", Options(&["trust", "knowledge-beliefs"])),
        ],
    ),
    (
        "future-page",
        &[
            ("future", Options(&["extremely-likely"])),
            ("support", Options(&["toolkits", "other"])),
            ("support-other-text", Words("A quiet hour")),
        ],
    ),
    ("comments", &[("comments", Words("Thank you. Ça va, 你好, 🙂."))]),
    (
        "section-you",
        &[
            ("age", Options(&["75-plus"])),
            ("gender", Options(&["another-way"])),
            ("ethnicity", Options(&["other"])),
            ("ethnicity-other-text", Words("Cornish")),
            ("designation", Options(&["other"])),
            ("designation-other-text", Words("Librarian")),
            ("years", Options(&["under-3"])),
            ("ics", Options(&["ncl"])),
        ],
    ),
];

/// The same as a record holds it, with the consent that came before.
pub(crate) fn everything(visitor: &Visitor) -> Answers {
    let said = |said: &Said| match said {
        Options(codes) => codes.iter().map(|code| json!(code)).collect(),
        Number(number) => vec![json!(number)],
        Words(words) => vec![json!(words)],
    };
    let given = EVERYTHING.iter().flat_map(|(_, items)| *items);
    let mut answers: Answers = given.map(|(item, given)| ((*item).to_owned(), said(given))).collect();
    answers.extend(
        visitor.questionnaire.statements().into_iter().map(|statement| (statement, vec![json!(true)])),
    );
    answers
}

#[tokio::test]
async fn someone_without_a_mouse_goes_from_the_front_door_to_the_comparison() {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    let keyboard = Keyboard::of(&visitor);

    keyboard.tabs_to("#information a.nhsuk-button").await;
    keyboard.press(Key::Enter).await;
    visitor.is_at_the_statements().await;
    for statement in visitor.questionnaire.statements() {
        keyboard.tabs_to(&format!("#{statement}")).await;
        keyboard.press(Key::Space).await;
    }
    keyboard.tabs_to("form button[type=submit]").await;
    keyboard.press(Key::Space).await;

    for (page, items) in EVERYTHING {
        visitor.is_asked(page).await;
        for (item, said) in items {
            says_by_keys(&visitor, &keyboard, item, *said).await;
        }
        let in_a_line =
            items.last().is_some_and(|(item, _)| item.ends_with("-text") && page == "future-page");
        if !in_a_line {
            keyboard.tabs_to("button[type=submit]").await;
        }
        keyboard.press(Key::Enter).await; // in a line of text, too, it goes on
    }

    visitor.checks().await;
    keyboard.tabs_to("#app div > button").await;
    keyboard.press(Key::Space).await;
    visitor.is_at("/done", "Thank you for taking part").await;
    let kept = visitor.kept().await;
    keyboard.tabs_to("a[href='#/comparison']").await;
    keyboard.press(Key::Enter).await;
    visitor.is_at("/comparison", "How your answers compare").await;
    visitor.sees("You said Often. 31 % of respondents said the same; 41 % said often or always.").await;

    let record: Value = serde_json::from_str(&kept.record()).unwrap();
    assert_eq!(answers_in(&record), everything(&visitor));
    assert_eq!(kept.draft(), None);
    assert!(kept.is_nowhere_else());
    visitor.leaves().await;
}

/// Someone with a mouse and a keyboard goes the same way, in any browser, and saves their answers.
pub(crate) async fn by_clicks(engine: Engine) {
    let site = Site::as_built();
    let visitor = Visitor::with(Habits::of(engine), &site).await;
    visitor.agrees().await;
    for (page, items) in EVERYTHING {
        visitor.is_asked(page).await;
        for (item, said) in items {
            match said {
                Words(words) => visitor.writes(item, words).await,
                Number(number) => visitor.rates(item, usize::try_from(*number).unwrap()).await,
                Options(codes) => {
                    for code in *codes {
                        visitor.chooses(item, code).await;
                    }
                }
            }
        }
        visitor.goes_on().await;
    }
    visitor.checks().await;
    visitor.submits().await;
    let file = visitor.saves("Save my answers to a file", "hiquality-answers.json").await;
    let kept = visitor.kept().await;
    assert_eq!(file, kept.record());
    assert_eq!(answers_in(&serde_json::from_str(&file).unwrap()), everything(&visitor));
    assert_eq!(kept.draft(), None);
    assert!(kept.is_nowhere_else());
    visitor.presses("See how your answers compare").await;
    visitor.is_at("/comparison", "How your answers compare").await;
    visitor.sees("You said Often. 31 % of respondents said the same; 41 % said often or always.").await;
    visitor.leaves().await;
}

/// Answers an item by Tab, arrows and Space.
async fn says_by_keys(visitor: &Visitor, keyboard: &Keyboard<'_>, item: &str, said: Said) {
    let is_radio = visitor.has(&format!("input[type=radio][name='{item}']")).await;
    match said {
        Words(words) => {
            keyboard.tabs_to(&format!("#{item}")).await;
            keyboard.types(words).await;
        }
        Number(number) => chooses_by_arrows(keyboard, item, usize::try_from(number).unwrap()).await,
        Options([code]) if visitor.has(&format!("select[name='{item}']")).await => {
            keyboard.tabs_to(&format!("#{item}")).await;
            keyboard.types(&visitor.questionnaire.label(item, code)).await; // a list goes to what is typed
        }
        Options([code]) if is_radio => {
            chooses_by_arrows(keyboard, item, visitor.questionnaire.place(item, code)).await;
        }
        Options(codes) => {
            for code in codes {
                let value = visitor.questionnaire.place(item, code) + 1;
                keyboard.tabs_to(&format!("input[name='{item}'][value='{value}']")).await;
                keyboard.press(Key::Space).await;
            }
        }
    }
}

/// Tab leads to the first of several radio buttons, Space chooses it, an arrow the one behind.
async fn chooses_by_arrows(keyboard: &Keyboard<'_>, item: &str, nth: usize) {
    keyboard.tabs_to(&format!("input[name='{item}']")).await;
    keyboard.press(Key::Space).await;
    for _ in 0..nth {
        keyboard.press(Key::Down).await;
    }
}
