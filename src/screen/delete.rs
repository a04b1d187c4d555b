//! The questions whether to delete what was left on the device.

use super::button;
use crate::after;
use crate::model::{Message, View};
use crate::route::Route;
use crate::words;
use ui::control::button::Kind;
use ui::markup::{all, element, heading, link, paragraph, text};
use yew::prelude::*;

/// Whether to delete what was submitted.
pub(super) fn record(send: &Callback<Message>) -> Html {
    question(
        View::DeleteRecord,
        "The answers that you submitted are deleted from this device. This can't be undone. A file that you have \
         saved, and what you have sent, stay where they are.",
        [
            button("Delete my answers", Kind::Warning, Message::After(after::Message::RecordDeleted), send),
            button("Keep my answers", Kind::Secondary, Message::Went(Route::Done), send),
        ],
    )
}

/// Whether to delete contact details.
pub(super) fn details(send: &Callback<Message>) -> Html {
    question(
        View::DeleteDetails,
        "All contact details that were left in this browser are deleted from this device. This can't be undone. A \
         file that you have saved stays where it is.",
        [
            button("Delete my contact details", Kind::Warning, Message::DetailsDeleted, send),
            button("Keep my contact details", Kind::Secondary, Message::Went(Route::Done), send),
        ],
    )
}

fn question(view: View, what: &'static str, buttons: [Html; 2]) -> Html {
    all([
        heading(words::fixed_heading(view, false)),
        paragraph(what),
        element("div", "app-buttons", all(buttons)),
    ])
}

/// The way to delete contact details, where there are any.
pub(super) fn delete_details(has_details: bool) -> Option<Html> {
    let way =
        || element("p", "", link("", "#/delete/contact", text("Delete my contact details from this device")));
    has_details.then(way)
}
