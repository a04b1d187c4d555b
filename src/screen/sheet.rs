//! Above the information sheet: what is on this device.

use super::delete::delete_details;
use crate::after::Submission;
use crate::turn::Waiting;
use seal::device::EventMode;
use ui::format;
use ui::markup::{all, bullets, changing, element, inset, link, paragraph, text};
use yew::prelude::*;

/// For someone who has submitted before: where their answers and the comparison are.
pub(super) fn earlier(submission: Option<&Submission>, has_details: bool) -> Html {
    let ways: &[(&str, &str)] = match submission.map(Submission::answers) {
        Some(Some(_)) => {
            &[("#/comparison", "see how your answers compare"), ("#/done", "save or delete your answers")]
        }
        Some(None) => &[("#/done", "see where your answers are, or delete them")],
        None => return delete_details(has_details).map(inset).unwrap_or_default(),
    };
    inset(all([
        paragraph("Someone has submitted answers on this device. If it was you:"),
        bullets(ways.iter().map(|(place, words)| link("", *place, text(*words)))),
    ]))
}

/// For the organiser: which device this is, and what waits on it.
pub(super) fn device(event: &EventMode, waiting: Option<Waiting>) -> Html {
    let waits = match waiting {
        None | Some(Waiting { records: 0, .. }) => "No records wait to be exported.".to_owned(),
        Some(Waiting { records, days }) => {
            let records = format::counted(records, "record waits", "records wait");
            let age = match days {
                0 => "the oldest since today".to_owned(),
                days => format!("the oldest for {}", format::counted(days as usize, "day", "days")),
            };
            format!("{records} to be exported, {age}.")
        }
    };
    let line = format!("Shared device {}. {waits} ", event.label);
    inset(element("p", "", all([changing(line), link("", "#/ready", text("For the organiser"))])))
}
