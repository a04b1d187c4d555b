//! Opening what devices handed over.

use super::form::{file_field, form};
use super::{Act, button, desk_trouble, overview, route_link, rows, third_heading};
use crate::ui::control::button::{Kind, button_that};
use crate::ui::desk::contacts;
use crate::ui::desk::opening::{Opening, Report};
use crate::ui::desk::route::Route;
use crate::ui::desk::state::{Button, Field, Form, Message, State};
use crate::ui::desk::words;
use crate::ui::markup::{all, bullets, callout, element, paragraph, subheading, text};
use crate::worker::request::{Content, Contents};
use yew::prelude::*;

/// The most people whose contact details are on the page.
const MOST_PEOPLE: usize = 200;

pub(super) fn screen(state: &State, act: &Act) -> Html {
    let Opening { records, contacts, .. } = &state.opening;
    let has_key = !state.unlocked.is_empty();
    let now = state.opening.of_this_run().iter().collect();
    let before = state.opening.of_earlier_runs();
    all([
        desk_trouble(state),
        if has_key { choose(state, act) } else { no_key(state) },
        reports(state, act, "What was in the files", now),
        reports(state, act, "Opened before", before),
        if records.is_empty() { Html::default() } else { opened(state, act) },
        if contacts.is_empty() { Html::default() } else { people(state, act) },
        overview::devices(state),
    ])
}

/// The files to open, and what is kept here.
fn choose(state: &State, act: &Act) -> Html {
    let hint = "Exports of devices (.zip) and single records that people handed over (.txt, .age). You can choose \
                several at once.";
    let files = file_field(state, Field::Files, true, ".zip,.txt,.age", hint);
    let reopen = match state.opening.closed() {
        0 => Html::default(),
        closed => all([
            paragraph(format!("{} kept in this browser, sealed, and not open.", words::is(closed))),
            button("Open what is kept here", Kind::Secondary, act, Button::OpenKept),
        ]),
    };
    all([form(Form::Open, "Open the files", act, files), reopen])
}

fn no_key(state: &State) -> Html {
    let kept = match state.opening.kept.len() {
        0 => Html::default(),
        count => paragraph(format!("{} kept in this browser, sealed.", words::is(count))),
    };
    all([
        paragraph("To open records you need a key. Open one first."),
        element("p", "", route_link(Route::Keys, "Open a key")),
        kept,
    ])
}

/// What was found in files.
fn reports(state: &State, act: &Act, heading: &'static str, files: Vec<&Report>) -> Html {
    if files.is_empty() {
        return Html::default();
    }
    all([subheading(heading), files.into_iter().map(|file| report(state, act, file)).collect()])
}

/// What was found in a file, and its check code.
fn report(state: &State, act: &Act, report: &Report) -> Html {
    let number = |count: usize| text(count.to_string());
    let mut known: Vec<(Html, Html)> = Vec::new();
    if let Some(contents) = report.contents.as_ref().filter(|all| all.content == Content::Records) {
        known.push((text("Device"), text(contents.label.clone())));
        known.push((text("Its fingerprint"), text(words::fingerprint(&contents.device))));
        known.push((text("Export number"), text(contents.number.to_string())));
        if contents.instrument != state.session.instrument {
            let other = "Another version of questionnaire.json than the one beside this page";
            known.push((text("Questions"), text(other)));
        }
    }
    if report.is_of_contacts() {
        known.push((text("Contact details"), number(report.contacts)));
    } else if report.contents.is_some() || !report.names.is_empty() {
        known.push((text("New records, complete"), number(report.complete)));
        known.push((text("New records, broken off"), number(report.broken_off)));
        known.push((text("Records known already"), number(report.known)));
    }
    if report.withdrawn > 0 {
        known.push((text("Deleted on request before, and not brought back"), number(report.withdrawn)));
    }
    let troubles = words::troubles(report);
    let troubles = (!troubles.is_empty()).then(|| {
        let lines = all([
            paragraph("Not everything is right in this file:"),
            bullets(troubles.into_iter().map(text)),
        ]);
        element("div", "app-warning", lines)
    });
    let known_otherwise = state.opening.known_otherwise(report);
    let code = match (&report.ended, &report.contents) {
        // No code stands beside a warning that it may not be the device's.
        (Some(ended), Some(contents)) if !known_otherwise.is_empty() => {
            other_device(act, contents, &known_otherwise, matches!(ended, Ok(Some(_))))
        }
        (Some(Ok(Some(code))), Some(contents)) => check_code(report, contents, code),
        (Some(_), _) => Html::default(),
        (None, _) => paragraph("It was not gone through to the end. Open it again to get its check code."),
    };
    all([third_heading(words::file(&report.file)), rows(known), troubles.unwrap_or_default(), code])
}

/// That the device is known by another key, and the way to its code once someone has looked at it.
fn other_device(act: &Act, contents: &Contents, known: &[&str], has_code: bool) -> Html {
    let key = contents.device.clone();
    let warning = paragraph(words::other_device(&contents.label, &key, known));
    let compared = act.reform(move |_: MouseEvent| Message::Compared(key.clone()));
    let button =
        has_code.then(|| button_that("The device shows this fingerprint", Kind::Secondary, compared));
    callout("Another device under the same name", all([warning, button.unwrap_or_default()]))
}

fn check_code(report: &Report, contents: &Contents, code: &str) -> Html {
    let code = element("p", "app-check-code", text(code.to_owned()));
    let file = words::file(&report.file);
    let holds = words::content(contents.content, contents.names.len() + contents.damaged.len());
    // A file of contact details says nothing of the device.
    let (compare, device) = match contents.content {
        Content::ContactDetails => (
            format!("The code covers {holds}. Compare that number with the one beside this file's name"),
            format!("the device that lists {file} as made there"),
        ),
        Content::Records => (
            format!(
                "The code covers {holds}, from the device with the fingerprint {}. Compare both with what is",
                words::fingerprint(&contents.device)
            ),
            "the device".to_owned(),
        ),
    };
    let how = format!(
        "{compare} on {device}, under This device, Records. Type the code there, under Confirm an export, only if they \
         are the same. The device then deletes what is in this file. Keep the file until your data are safe."
    );
    element(
        "div",
        "nhsuk-inset-text",
        all([element("p", "", element("strong", "", text("Check code"))), code, paragraph(how)]),
    )
}

/// The records that are open.
fn opened(state: &State, act: &Act) -> Html {
    let records = &state.opening.records;
    let complete = records.values().filter(|record| record.complete).count();
    let unkept = records.keys().filter(|name| !state.opening.kept.contains(*name)).count();
    let unkept = (unkept > 0).then(|| {
        let what = words::records(unkept);
        element("p", "app-warning", text(format!("{what} could not be kept in this browser. Save the records to a file before you close this page.")))
    });
    all([
        subheading("Open on this page"),
        paragraph(format!(
            "{}: {complete} complete, {} broken off. They are kept sealed in this browser, so that after closing this page you need only the key.",
            words::records(records.len()),
            records.len() - complete
        )),
        unkept.unwrap_or_default(),
        paragraph(
            "The file is not sealed: whoever has it can read every answer. It has a record a line, in the form FHIR QuestionnaireResponse.",
        ),
        element(
            "div",
            "app-buttons",
            all([
                button("Save the opened records", Kind::Primary, act, Button::SaveRecords),
                button("Lock all keys", Kind::Secondary, act, Button::Lock),
            ]),
        ),
    ])
}

/// The contact details that are open.
fn people(state: &State, act: &Act) -> Html {
    let people = contacts::people(state.session.study.as_ref().ok(), &state.opening.contacts);
    let of = people.len();
    let more = of.saturating_sub(MOST_PEOPLE);
    let more = (more > 0).then(|| {
        paragraph(format!(
            "{} are not shown here. The file that you can save has everyone's.",
            words::details(more)
        ))
    });
    let person = |(at, said): (usize, Vec<(String, String)>)| {
        let said = said.into_iter().map(|(asked, said)| (text(asked), text(said)));
        all([third_heading(format!("Person {} of {of}", at + 1)), rows(said)])
    };
    all([
        subheading("Contact details"),
        paragraph(
            "They come in no telling order, and nothing links them to records. They are on this page only: save them, or open their file again later.",
        ),
        people.into_iter().take(MOST_PEOPLE).enumerate().map(person).collect(),
        more.unwrap_or_default(),
        button("Save the contact details", Kind::Secondary, act, Button::SaveContacts),
    ])
}
