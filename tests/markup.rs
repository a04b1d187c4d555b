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
use hiquality::model::Survey;
use hiquality::route::Route;
use hiquality::screen;
use std::collections::BTreeSet;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
struct ShownProps {
    html: Html,
}

/// What a function drew, as a component: only these can be rendered.
#[component]
fn Shown(props: &ShownProps) -> Html {
    props.html.clone()
}

/// What was drawn, read back.
#[track_caller]
fn rendered(html: Html) -> Element {
    let renderer = yew::LocalServerRenderer::<Shown>::with_props(ShownProps { html }).hydratable(false);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    Element::read(&tokio::task::LocalSet::new().block_on(&runtime, renderer.render()))
}

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
    let fails = |what: &str, which: &Element| panic!("{what}: {which:?}\non the page\n{}", page.heard());
    let all = page.all();

    let mut ids = BTreeSet::new();
    for element in all.iter().filter(|element| element.get("id").is_some()) {
        let id = element.get("id").unwrap();
        if id.is_empty() || id.contains(char::is_whitespace) || !ids.insert(id) {
            fails("an id that is not one of its own", element);
        }
    }
    for element in &all {
        for attribute in ["aria-describedby", "aria-labelledby", "for"] {
            if element.ids_in(attribute).iter().any(|id| !ids.contains(id)) {
                fails("it refers to something that is not there", element);
            }
        }
        // The content security policy stops both.
        if element.attributes.keys().any(|name| name == "style" || name.starts_with("on")) {
            fails("a style or a script in the markup", element);
        }
        let says = ["a", "button", "dt", "dd", "h1", "h2", "label", "legend", "li", "p"]
            .contains(&element.name.as_str());
        if says && element.words().is_empty() {
            fails("it says nothing", element);
        }
    }

    let controls = page.every(&["input", "textarea"]);
    for form in page.every(&["form"]) {
        has(form, &[("spellcheck", Some("false")), ("writingsuggestions", Some("false"))]);
    }
    let untranslated: Vec<&Element> = all
        .iter()
        .filter(|element| element.get("translate") == Some("no"))
        .flat_map(|element| element.all())
        .collect();
    for control in &controls {
        if !untranslated.contains(control) {
            fails("a question in whatever words a translator gives it", control);
        }
        let labels = page.every(&["label"]).into_iter().filter(|label| label.get("for") == control.get("id"));
        if control.get("id").is_none() || labels.count() != 1 {
            fails("a control without a label of its own", control);
        }
        if !matches!(control.get("autocomplete"), Some("off" | "name" | "email")) {
            fails("a control that the browser may fill in from elsewhere", control);
        }
    }
    // The count of characters looks like an error when there are too many, and is heard as what it is.
    for message in
        all.iter().filter(|element| element.is("nhsuk-error-message") && element.get("aria-live").is_none())
    {
        if !message.words().starts_with("Error: ") {
            fails("an error message that is not called one", message);
        }
    }
    for group in page.every(&["fieldset"]) {
        if group.elements().next().is_none_or(|first| first.name != "legend") {
            fails("a group without a legend", group);
        }
        let radios: Vec<&Element> =
            group.every(&["input"]).into_iter().filter(|input| input.get("type") == Some("radio")).collect();
        let names: BTreeSet<_> = radios.iter().map(|radio| radio.get("name")).collect();
        let chosen = radios.iter().filter(|radio| radio.get("checked").is_some()).count();
        if names.len() > 1 || names.contains(&None) || chosen > 1 {
            fails("radio buttons that do not exclude each other", group);
        }
    }
    for button in page.every(&["button"]) {
        if button.get("type").is_none() {
            fails("a button that submits by accident", button);
        }
    }
    for link in page.every(&["a"]) {
        let leads = match link.get("href") {
            Some("#/ready") => true, // the organiser's pages are another module
            Some(href) if href.starts_with("#/") => Route::read(&href[1..]).is_some(),
            Some(href) if href.starts_with('#') => {
                controls.iter().any(|control| control.get("id") == Some(&href[1..]))
            }
            Some(href) => href.starts_with("mailto:"),
            None => false,
        };
        if !leads {
            fails("a link that leads nowhere", link);
        }
    }

    let headings = page.every(&["h1", "h2", "h3", "h4"]);
    let first = headings.iter().filter(|heading| heading.name == "h1").count();
    assert_eq!(first, usize::from(has_heading), "headings of the first level on the page\n{}", page.heard());
    if let Some(lower) = headings.iter().find(|heading| heading.name.as_str() > "h2") {
        fails("a heading of a level that has none above", lower);
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
