//! The questions whether to delete what was left on the device.

use super::button;
use crate::after::{self, Submission};
use crate::model::{Message, View};
use crate::route::Route;
use crate::words::{self, headings, submitted};
use ui::control::button::Kind;
use ui::markup::{all, element, heading, link, paragraph, text};
use yew::prelude::*;

/// Whether to delete what was submitted.
pub(super) fn record(submission: &Submission, send: &Callback<Message>) -> Html {
    question(
        View::DeleteRecord,
        submitted::delete_record(submission.delivery),
        [
            button(words::DELETE_ANSWERS, Kind::Warning, Message::After(after::Message::RecordDeleted), send),
            button(submitted::KEEP_ANSWERS, Kind::Secondary, Message::Went(Route::Done), send),
        ],
    )
}

/// Whether to delete contact details.
pub(super) fn details(send: &Callback<Message>) -> Html {
    question(
        View::DeleteDetails,
        submitted::DELETE_DETAILS,
        [
            button(submitted::DELETE_MY_DETAILS, Kind::Warning, Message::DetailsDeleted, send),
            button(submitted::KEEP_DETAILS, Kind::Secondary, Message::Went(Route::Done), send),
        ],
    )
}

fn question(view: View, what: &'static str, buttons: [Html; 2]) -> Html {
    all([
        heading(headings::fixed_heading(view, false)),
        paragraph(what),
        element("div", "app-buttons", all(buttons)),
    ])
}

/// The way to delete contact details, where there are any.
pub(super) fn delete_details(has_details: bool) -> Option<Html> {
    let way = || element("p", "", link("", "#/delete/contact", text(submitted::DELETE_DETAILS_HERE)));
    has_details.then(way)
}
