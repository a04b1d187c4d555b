//! The ways out: not consenting, stopping, another tab.

use super::{Act, button};
use crate::browser::history;
use crate::ui::control::button::{Kind, button_that};
use crate::ui::markup::{all, changing, element, heading, link, paragraph, text};
use crate::ui::route::Route;
use crate::ui::state::{Effect, Message, Notice, State, View};
use crate::ui::words;
use yew::prelude::*;

pub(super) fn declined(state: &State) -> Html {
    all([
        heading(words::heading(state)),
        paragraph(match state.notice {
            Some(Notice::NotDone(_)) => {
                "You did not consent. Earlier answers could not be deleted: clear this site's data in the browser's settings."
            }
            _ if state.is_shared() => "You did not consent, so the survey ends here and nothing is kept.",
            _ => "You did not consent, so the survey ends here and nothing is kept. You can close this page.",
        }),
        back_to_the_information(state),
    ])
}

pub(super) fn stop(state: &State, act: &Act) -> Html {
    let buttons = all([
        button("Delete my answers", Kind::Warning, act, Message::Deleted),
        button_that("Go back to the questions", Kind::Secondary, Callback::from(|_| history::back())),
    ]);
    all([
        heading(words::heading(state)),
        paragraph("Everything you have answered so far is deleted from this device. This can't be undone."),
        element("div", "app-buttons", buttons),
    ])
}

/// The question whether to delete what was left on the device.
pub(super) fn delete(state: &State, act: &Act) -> Html {
    let (what, delete, keep, message) = match state.view {
        View::DeleteRecord => (
            "The answers that you submitted are deleted from this device. This can't be undone. A file that you have \
             saved, and what you have sent, stay where they are.",
            "Delete my answers",
            "Keep my answers",
            Message::RecordDeleted,
        ),
        _ => (
            "All contact details that were left in this browser are deleted from this device. This can't be undone. A \
             file that you have saved stays where it is.",
            "Delete my contact details",
            "Keep my contact details",
            Message::DetailsDeleted,
        ),
    };
    let buttons = all([
        button(delete, Kind::Warning, act, message),
        button(keep, Kind::Secondary, act, Message::Went(Route::Done)),
    ]);
    all([heading(words::heading(state)), paragraph(what), element("div", "app-buttons", buttons)])
}

pub(super) fn deleted(state: &State) -> Html {
    let deleting =
        matches!(state.effect, Some(Effect::DeleteDraft | Effect::DeleteRecord | Effect::DeleteDetails));
    let words = match (&state.notice, state.view) {
        _ if deleting => "One moment.",
        (Some(Notice::NotDone(_)), _) => {
            "They are still in this browser. Close the survey in other tabs and try again, or clear this site's data \
             in the browser's settings."
        }
        (_, View::RecordDeleted) => "The answers that were submitted last are deleted from this browser.",
        (_, View::DetailsDeleted) => "None of your contact details is left in this browser.",
        _ if state.is_shared() => "None of these answers is left on this device.",
        _ => "None of these answers is left in this browser. You can close this page.",
    };
    let words = html! { <p role="status">{ changing(words) }</p> };
    let details = delete_details(state).filter(|_| !deleting).unwrap_or_default();
    all([heading(words::heading(state)), words, details, back_to_the_information(state)])
}

/// The way to delete contact details, where there are any.
pub(super) fn delete_details(state: &State) -> Option<Html> {
    let way =
        || element("p", "", link("", "#/delete/contact", text("Delete my contact details from this device")));
    state.has_details.then(way)
}

pub(super) fn elsewhere(state: &State, act: &Act) -> Html {
    all([
        heading(words::heading(state)),
        paragraph(if state.is_shared() {
            "Answers can be given in one tab at a time, so that none is lost or counted twice. Go on in the other \
             tab, or use this one: then what was answered there is locked for the study team, and the survey starts \
             afresh here."
        } else {
            "Answers can be given in one tab at a time, so that none is lost or counted twice. Go on in the other \
             tab, or use this one: the answers come with you."
        }),
        button("Use this tab instead", Kind::Primary, act, Message::TookOver),
    ])
}

/// On a shared device it is the way on, for the next person.
fn back_to_the_information(state: &State) -> Html {
    let class = if state.is_shared() { "nhsuk-button" } else { "" };
    element("p", "", link(class, "#/", text("Back to the information")))
}
