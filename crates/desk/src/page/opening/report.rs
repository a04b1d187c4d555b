//! What was found in a file: what it says of itself, what is not right in it, and its check code.

use super::Message;
use super::handed_over::{LARGEST_GB, LARGEST_RECORD_MB};
use crate::archive::{NoCheckCode, NotOpened, Report};
use crate::page::{rows, third_heading};
use crate::quantity::{content, short};
use crate::session::Session;
use crate::trouble::not_kept;
use seal::key::fingerprint;
use seal::quote::quote;
use ui::control::button::Kind as Look;
use ui::form::button;
use ui::format::counted;
use ui::markup::{all, bullets, callout, element, paragraph, subheading, text};
use worker::request::{Content, Contents};
use yew::prelude::*;

/// The most characters of a file's name that are shown, and the most lines on what is not right in one.
const LONGEST_FILE_NAME: usize = 80;
const MOST_TROUBLES: usize = 20;
/// How many of those are named that could not be opened for the same reason.
const SHOWN_NAMES: usize = 3;

/// What was found in files.
pub(super) fn reports(
    session: &Session,
    send: &Callback<Message>,
    heading: &'static str,
    files: Vec<&Report>,
) -> Html {
    if files.is_empty() {
        return Html::default();
    }
    all([subheading(heading), files.into_iter().map(|file| report(session, send, file)).collect()])
}

/// What was found in a file, and its check code.
fn report(session: &Session, send: &Callback<Message>, report: &Report) -> Html {
    let number = |count: usize| text(count.to_string());
    let mut known: Vec<(Html, Html)> = Vec::new();
    if let Some(contents) = report.contents.as_ref().filter(|all| all.content == Content::Records) {
        known.push((text("Device"), text(contents.label.clone())));
        known.push((text("Its fingerprint"), text(fingerprint(&contents.device))));
        known.push((text("Export number"), text(contents.number.to_string())));
        if contents.instrument != session.files.instrument {
            let other = "Another version of questionnaire.json than the one beside this page";
            known.push((text("Questions"), text(other)));
        }
    }
    if report.contacts > 0 || report.is_of_contacts() {
        known.push((text("Contact details"), number(report.contacts)));
    }
    let may_have_records = report.contents.is_some() || report.loose > 0 || !report.names.is_empty();
    if may_have_records && !report.is_of_contacts() {
        known.push((text("New records, complete"), number(report.complete)));
        known.push((text("New records, broken off"), number(report.broken_off)));
        known.push((text("Records known already"), number(report.known)));
    }
    if report.withdrawn > 0 {
        known.push((text("Deleted on request before, and not brought back"), number(report.withdrawn)));
    }
    let troubles = troubles(report);
    let troubles = (!troubles.is_empty()).then(|| {
        let lines = all([
            paragraph(if report.loose > 0 {
                "Not everything is right in these files:"
            } else {
                "Not everything is right in this file:"
            }),
            bullets(troubles.into_iter().map(text)),
        ]);
        element("div", "app-warning", lines)
    });
    let known_otherwise = session.archive.known_otherwise(report);
    let code = match (&report.ended, &report.contents) {
        // No code stands beside a warning that it may not be the device's.
        (Some(ended), Some(contents)) if !known_otherwise.is_empty() => {
            other_device(send, contents, &known_otherwise, matches!(ended, Ok(Some(_))))
        }
        (Some(Ok(Some(code))), Some(contents)) => check_code(report, contents, code),
        (Some(_), _) => Html::default(),
        (None, _) => paragraph("It was not gone through to the end. Open it again to get its check code."),
    };
    all([third_heading(file_name(&report.file)), rows(known), troubles.unwrap_or_default(), code])
}

/// That the device is known by another key, and the way to its code once someone has looked at it.
fn other_device(send: &Callback<Message>, contents: &Contents, known: &[&str], has_code: bool) -> Html {
    let key = contents.device.clone();
    let warning = paragraph(known_by_another_key(&contents.label, &key, known));
    let compared = has_code
        .then(|| button("The device shows this fingerprint", Look::Secondary, Message::Compared(key), send));
    callout("Another device under the same name", all([warning, compared.unwrap_or_default()]))
}

fn check_code(report: &Report, contents: &Contents, code: &str) -> Html {
    let code = element("p", "app-check-code", text(code.to_owned()));
    let file = file_name(&report.file);
    let holds = content(contents.content, contents.names.len() + contents.damaged.len());
    // A file of contact details says nothing of the device.
    let (compare, device) = match contents.content {
        Content::ContactDetails => (
            format!("The code covers {holds}. Compare that number with the one beside this file's name"),
            format!("the device that lists {file} as made there"),
        ),
        Content::Records => (
            format!(
                "The code covers {holds}, from the device with the fingerprint {}. Compare both with what is",
                fingerprint(&contents.device)
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

/// What a file is called, as it may be shown.
pub(in crate::page) fn file_name(name: &str) -> String {
    quote(name, LONGEST_FILE_NAME)
}

/// What a report says of what is not right in a file.
pub fn troubles(report: &Report) -> Vec<String> {
    let mut troubles = Vec::new();
    if let Some(contents) = &report.contents {
        if !contents.damaged.is_empty() {
            let what = content(contents.content, contents.damaged.len());
            let was = if contents.damaged.len() == 1 { "was" } else { "were" };
            troubles.push(format!(
                "{what} {was} damaged on the device already and can't be opened. All others are not affected."
            ));
        }
        troubles.extend(contents.faults.iter().cloned());
    }
    troubles.extend(refused(report));
    // A file may be wrong in as many places as it has texts.
    if troubles.len() > MOST_TROUBLES {
        let more = troubles.len() - MOST_TROUBLES;
        troubles.truncate(MOST_TROUBLES);
        troubles.push(format!("{more} more like these."));
    }
    if let Some(Err(why)) = &report.ended {
        troubles.push(no_check_code(why, report.loose > 0));
    }
    troubles
}

/// What could not be opened: for each reason the first names, and how many more there are.
fn refused(report: &Report) -> Vec<String> {
    let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
    for (name, why) in &report.refused {
        let why = not_opened(why);
        match reasons.iter_mut().find(|(reason, _)| *reason == why) {
            Some((_, names)) => names.push(name),
            None => reasons.push((why, vec![name])),
        }
    }
    let line = |(why, names): (String, Vec<&str>)| {
        let shown = |name: &&str| if report.loose > 0 { file_name(name) } else { short(name).to_owned() };
        let first: Vec<String> = names.iter().take(SHOWN_NAMES).map(shown).collect();
        let more = match names.len().saturating_sub(SHOWN_NAMES) {
            0 => String::new(),
            more => format!(" and {}", counted(more, "more", "more")),
        };
        format!("{}{more}: {why}", first.join(", "))
    };
    reasons.into_iter().map(line).collect()
}

pub(super) fn not_opened(why: &NotOpened) -> String {
    match why {
        NotOpened::NotARecord => "What was sealed is not a record of a survey.".to_owned(),
        NotOpened::NotContactDetails => "It is not contact details.".to_owned(),
        NotOpened::TooLarge => format!("It is larger than {LARGEST_RECORD_MB} MB, which no record is."),
        NotOpened::Trouble(why) => why.to_string(),
    }
}

fn no_check_code(why: &NoCheckCode, loose: bool) -> String {
    match why {
        NoCheckCode::Stopped(left) if loose => format!(
            "You stopped before the end, with {} left. What was opened is kept: choose the folder again, and only the \
             rest is opened.",
            counted(*left, "file", "files")
        ),
        NoCheckCode::Stopped(_) => {
            "You stopped before the end. Open this file again to get its check code.".to_owned()
        }
        NoCheckCode::TooLarge => format!(
            "This file is larger than {LARGEST_GB} GB, which no export is. Check that it is the right file."
        ),
        NoCheckCode::LeftOut => "There is no check code: not everything in the file is what the file says, so the \
                                 device keeps it all. Check that this desk has the study's files that the device has, \
                                 and open the file again."
            .to_owned(),
        NoCheckCode::NotKept(why) => format!(
            "What was opened could not be kept in this browser, so there is no check code. {}",
            not_kept(why)
        ),
        NoCheckCode::Trouble(why) => why.to_string(),
    }
}

/// That a device is known by another key, and what to do before it gets a check code.
fn known_by_another_key(label: &str, key: &str, known: &[&str]) -> String {
    let known: Vec<String> = known.iter().map(|key| fingerprint(key)).collect();
    let prints = if known.len() == 1 { "the fingerprint" } else { "the fingerprints" };
    format!(
        "This file is from a device called '{label}' with the fingerprint {}. Here a device of this name is known with \
         {prints} {}. Two devices may have the same name, or this one's storage was cleared. Look at the device, under \
         Records: if it shows {0}, say so here, and its check code is shown. If no device of yours does, do not use \
         this file, and export again on the device.",
        fingerprint(key),
        ui::format::list(&known)
    )
}
