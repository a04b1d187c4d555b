//! The records on the device: how many wait, handing them over, and deleting what has arrived.

use super::form::{Kind as Input, field, form};
use super::{Act, button, rows};
use crate::device::{Day, Export, parcel_name};
use crate::ui::control::button::Kind;
use crate::ui::desk::state::{Button, Device, Exported, Field, Form, State, Unfinished};
use crate::ui::desk::words;
use crate::ui::format;
use crate::ui::markup::{all, bullets, callout, element, paragraph, subheading, text};
use crate::worker::request::Content;
use yew::prelude::*;

pub(super) fn screen(state: &State, act: &Act) -> Html {
    let device = match &state.device {
        Ok(device) => device,
        Err(trouble) => {
            return callout("Nothing is kept on this device", paragraph(words::no_storage(trouble)));
        }
    };
    all([
        waiting(state, device),
        export(state, device, act),
        confirm(state, device, act),
        damaged(device, act),
    ])
}

fn waiting(state: &State, device: &Device) -> Html {
    let oldest = device.oldest.filter(|_| device.records > 0);
    let oldest =
        oldest.map(|day| (text("Age of the oldest"), text(format::age(day.age(Day::of(state.now))))));
    let known = [
        (text("Records that the desk has not confirmed"), text(device.records.to_string())),
        (text("Contact details that the desk has not confirmed"), text(device.details.to_string())),
    ];
    let [records, details] = known;
    let print = device
        .public_key
        .as_ref()
        .map(|key| (text("Fingerprint of this device"), text(words::fingerprint(key))));
    let unsealed = (device.unsealed + device.unsealed_details > 0).then(|| {
        let what = words::of_both(device.unsealed, device.unsealed_details);
        paragraph(format!(
            "This browser also holds {what} that are not sealed, from when settings.json named no key. They are not \
             exported here. Save them from the survey's last page."
        ))
    });
    let unfinished = (device.unfinished == Unfinished::Sealed).then(|| {
        paragraph("Someone has begun and not finished. Unless the survey is open in another tab, the export has their answers too, as a record of someone who broke off.")
    });
    all([
        rows([records].into_iter().chain(oldest).chain([details]).chain(print)),
        unsealed.unwrap_or_default(),
        unfinished.unwrap_or_default(),
    ])
}

fn export(state: &State, device: &Device, act: &Act) -> Html {
    let has_key = !state.session.recipients().is_empty();
    let about = match (device.records, has_key) {
        (0, _) => "There are no sealed records to export.",
        (_, false) if state.session.study.is_err() => {
            "Nothing can be exported until the study files are valid. What is wrong with them is listed under Readiness."
        }
        (_, false) => {
            "settings.json names no key now, so nothing can be exported. Put the settings.json back that the records were sealed with."
        }
        _ => {
            "This makes one file of all records on this device. Take it to the desk by USB stick, cable or the share \
             sheet. The file is sealed, so it may travel by email too. Nothing is deleted here yet, and exporting twice does no harm."
        }
    };
    let label = match device.event {
        Some(_) => Html::default(),
        None => field(state, act, Field::Label, Input::Words, "It stands on the file, like Tablet 1."),
    };
    let records = (device.records > 0 || device.unfinished == Unfinished::Sealed) && has_key;
    let records = records.then(|| form(Form::Export, "Export records", act, label));
    let contacts = (device.details > 0 && has_key).then(|| {
        all([
            paragraph(
                "Contact details go into a file of their own, with nothing that links them to records.",
            ),
            button("Export contact details", Kind::Secondary, act, Button::ExportContacts),
        ])
    });
    all([
        subheading("Export"),
        paragraph(about),
        records.unwrap_or_default(),
        contacts.unwrap_or_default(),
        unconfirmed(device),
    ])
}

/// The exports that wait for their check codes.
fn unconfirmed(device: &Device) -> Html {
    let waits =
        |export: &&Export| !export.names.is_empty() || !export.damaged.is_empty() && !export.confirmed;
    let waits: Vec<&Export> = device.exports.iter().filter(waits).collect();
    if waits.is_empty() {
        return Html::default();
    }
    let label = device.label.clone().unwrap_or_default();
    let export = |export: &&Export| {
        let (name, content) = match export.contact {
            true => (words::contacts_parcel(&export.check_hash), Content::ContactDetails),
            false => (parcel_name(&label, export.number), Content::Records),
        };
        let left = export.names.len() + export.damaged.len();
        let held = words::content(content, export.count.max(left));
        text(match export.count > left {
            true => {
                format!("{name}: {held}, of which {left} {} still here", if left == 1 { "is" } else { "are" })
            }
            false => format!("{name}: {held}"),
        })
    };
    all([paragraph("Made here and not confirmed yet:"), bullets(waits.iter().map(export))])
}

fn confirm(state: &State, device: &Device, act: &Act) -> Html {
    if device.exports.is_empty() {
        return Html::default();
    }
    let hint = "The desk shows it once it has opened everything in the file. Capital letters, spaces and hyphens do not matter.";
    all([
        subheading("Confirm an export"),
        paragraph(
            "When the desk has the file, delete here what it has. Records that came after the export stay.",
        ),
        paragraph(
            "First compare what the desk shows beside the code with what is on this page: the fingerprint of this \
             device, and how many records the file holds. If they are not the same, do not enter the code: export \
             again, and take that file to the desk yourself.",
        ),
        form(
            Form::Confirm,
            "Delete what the desk has",
            act,
            field(state, act, Field::CheckCode, Input::Code, hint),
        ),
    ])
}

fn damaged(device: &Device, act: &Act) -> Html {
    let damaged = device.damaged();
    if damaged.is_empty() {
        return Html::default();
    }
    let details = damaged.iter().filter(|(_, contact)| *contact).count();
    let what = words::of_both(damaged.len() - details, details);
    all([
        subheading("Delete what is damaged"),
        paragraph(format!(
            "Damaged by the storage, and of no more use here: {what}. A file that you confirmed has the same. Keep that \
             file if somebody is to look into it."
        )),
        button("Delete what is damaged", Kind::Warning, act, Button::DeleteDamaged),
    ])
}

/// What was exported, and what can be done with the file.
pub(super) fn exported(exported: &Exported, act: &Act) -> Html {
    let Exported { file, content, whole, damaged, shareable } = exported;
    let damaged = (*damaged > 0).then(|| {
        let what = words::content(*content, *damaged);
        let they_are = if *damaged == 1 { "It is in the file as it is, and stops" } else { "They are in the file as they are, and stop" };
        paragraph(format!(
            "{what} on this device can't be used any more: the storage changed what was kept. {they_are} nothing else."
        ))
    });
    let share = shareable.then(|| button("Share the file", Kind::Secondary, act, Button::Share));
    all([
        paragraph(format!(
            "{file} is made, with {}. It is among this device's downloads.",
            words::content(*content, *whole)
        )),
        damaged.unwrap_or_default(),
        element(
            "div",
            "app-buttons",
            all([
                button("Save the file again", Kind::Secondary, act, Button::SaveAgain),
                share.unwrap_or_default(),
            ]),
        ),
        paragraph("Open it at the desk. The desk then shows a check code: enter it below."),
    ])
}

/// What was deleted, and what is left.
pub(super) fn confirmed(contact: bool, deleted: usize, remain: usize) -> Html {
    let content = if contact { Content::ContactDetails } else { Content::Records };
    if deleted == 0 {
        return paragraph(format!(
            "Nothing that can be deleted with this export is left. {} on this device.",
            remains(remain)
        ));
    }
    let rest = if remain > 0 { " What remains came after the export, or is damaged." } else { "" };
    paragraph(format!(
        "{} deleted from this device. {}.{rest}",
        words::content(content, deleted),
        remains(remain)
    ))
}

fn remains(count: usize) -> String {
    match count {
        0 => "None remain".to_owned(),
        1 => "1 remains".to_owned(),
        count => format!("{count} remain"),
    }
}
