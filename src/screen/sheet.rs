//! Above the information sheet: what is on this device.

use super::delete::delete_details;
use crate::after::Submission;
use crate::turn::Waiting;
use crate::words::{consent, shared};
use seal::device::EventMode;
use ui::markup::{all, bullets, changing, element, inset, link, paragraph, text};
use yew::prelude::*;

/// For someone who has submitted before: where their answers and the comparison are.
pub(super) fn earlier(submission: Option<&Submission>, has_details: bool) -> Html {
    let ways: &[(&str, &str)] = match submission.map(Submission::answers) {
        Some(Some(_)) => &[("#/comparison", consent::SEE_COMPARISON), ("#/done", consent::SAVE_OR_DELETE)],
        Some(None) => &[("#/done", consent::SEE_OR_DELETE)],
        None => return delete_details(has_details).map(inset).unwrap_or_default(),
    };
    inset(all([
        paragraph(consent::SOMEONE_HAS_SUBMITTED),
        bullets(ways.iter().map(|(place, words)| link("", *place, text(*words)))),
    ]))
}

/// For the organiser: which device this is, and what waits on it.
pub(super) fn device(event: &EventMode, waiting: Option<Waiting>) -> Html {
    let line = shared::device(&event.label, waiting);
    inset(element("p", "", all([changing(line), link("", "#/ready", text(shared::FOR_THE_ORGANISER))])))
}
