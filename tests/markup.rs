//! The markup of every screen and every state of every control, with no browser: a page is rendered to text and read
//! as someone hears it who does not see it. Whatever page a test looks at also has to hang together.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

mod common;
#[path = "markup/comparison.rs"]
mod comparison;
#[path = "markup/controls.rs"]
mod controls;
#[path = "markup/gathered.rs"]
mod gathered;
#[path = "markup/person.rs"]
mod person;
#[path = "markup/screens.rs"]
mod screens;
#[path = "markup/sealed.rs"]
mod sealed;
#[path = "markup/texts.rs"]
mod texts;

use fixtures::html::Element;
use fixtures::page::{fails, rendered};
use hiquality::model::Survey;
use hiquality::route::Route;
use hiquality::screen;
use std::collections::BTreeSet;
use yew::prelude::*;

/// What the person sees, which hangs together. The information sheet has its heading in `index.html`.
#[track_caller]
fn page(state: &Survey) -> Element {
    let page = rendered(screen::view(state, |above| above, &Callback::noop()));
    hangs_together(&page, !state.model.shows_sheet());
    page
}

/// These lines are heard one directly after another, as they are indented.
#[track_caller]
fn is_heard(page: &Element, lines: &str) {
    let (heard, lines) = (page.heard(), outline(lines));
    let heard: Vec<&str> = heard.lines().collect();
    let there = (0..20).any(|depth| {
        let lines: Vec<String> = lines.iter().map(|line| "  ".repeat(depth) + line).collect();
        heard.windows(lines.len()).any(|window| window == lines)
    });
    assert!(there, "\n{}\nis not heard in\n{}", lines.join("\n"), heard.join("\n"));
}

/// These lines are all that is heard.
#[track_caller]
fn is_all_that_is_heard(page: &Element, lines: &str) {
    assert_eq!(page.heard(), outline(lines).join("\n"), "\n{}", page.heard());
}

/// These words are nowhere on the page.
#[track_caller]
fn is_not_heard(page: &Element, words: &str) {
    assert!(!page.heard().contains(words), "'{words}' is heard in\n{}", page.heard());
}

/// The lines of a text in the source of a test, without the indentation that they share.
fn outline(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let shared = lines.iter().map(|line| line.len() - line.trim_start().len()).min().unwrap_or_default();
    lines.into_iter().map(|line| &line[shared..]).collect()
}

/// The element has these attributes, and those without a value not at all.
#[track_caller]
fn has(element: &Element, attributes: &[(&str, Option<&str>)]) {
    for (name, value) in attributes {
        assert_eq!(element.get(name), *value, "{name} of {element:?}");
    }
}

/// What must be true of any page, whatever is on it.
#[track_caller]
fn hangs_together(page: &Element, has_heading: bool) {
    let controls = page.every(&["input", "textarea"]);
    fixtures::page::hangs_together(page, has_heading, |href| match href.strip_prefix('#') {
        Some("/ready") => true, // the organiser's pages are another module
        Some(route) if route.starts_with('/') => Route::read(route).is_some(),
        Some(id) => controls.iter().any(|control| control.get("id") == Some(id)),
        None => href.starts_with("mailto:"),
    });
    for form in page.every(&["form"]) {
        has(form, &[("spellcheck", Some("false")), ("writingsuggestions", Some("false"))]);
    }
    let untranslated: Vec<&Element> = page
        .all()
        .into_iter()
        .filter(|element| element.get("translate") == Some("no"))
        .flat_map(|element| element.all())
        .collect();
    for control in &controls {
        if !untranslated.contains(control) {
            fails(page, "a question in whatever words a translator gives it", control);
        }
    }
    // The count of characters looks like an error when there are too many, and is heard as what it is.
    for message in page
        .all()
        .iter()
        .filter(|element| element.is("nhsuk-error-message") && element.get("aria-live").is_none())
    {
        if !message.words().starts_with("Error: ") {
            fails(page, "an error message that is not called one", message);
        }
    }
    for group in page.every(&["fieldset"]) {
        if group.elements().next().is_none_or(|first| first.name != "legend") {
            fails(page, "a group without a legend", group);
        }
        let radios: Vec<&Element> =
            group.every(&["input"]).into_iter().filter(|input| input.get("type") == Some("radio")).collect();
        let names: BTreeSet<_> = radios.iter().map(|radio| radio.get("name")).collect();
        let chosen = radios.iter().filter(|radio| radio.get("checked").is_some()).count();
        if names.len() > 1 || names.contains(&None) || chosen > 1 {
            fails(page, "radio buttons that do not exclude each other", group);
        }
    }
    if let Some(lower) = page.every(&["h3", "h4"]).first() {
        fails(page, "a heading of a level that no screen has", lower);
    }
    hold_a_cell_for_each_heading(page);
}

/// Each row of a table has a heading, and as many cells as the table has columns.
#[track_caller]
fn hold_a_cell_for_each_heading(page: &Element) {
    let role = |element: &&Element, role: &str| element.get("role") == Some(role);
    for table in page.all().iter().filter(|element| role(element, "table")) {
        let rows: Vec<&Element> = table.elements().filter(|row| role(row, "row")).collect();
        let columns = rows[0].elements().filter(|head| role(head, "columnheader")).count();
        for row in &rows[1..] {
            let (heads, cells): (Vec<&Element>, Vec<&Element>) =
                row.elements().partition(|cell| role(cell, "rowheader"));
            assert_eq!((heads.len(), cells.len()), (1, columns - 1), "{}", row.words());
            assert!(cells.iter().all(|cell| role(cell, "cell")), "{}", row.words());
        }
    }
}
