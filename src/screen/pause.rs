//! The question whether somebody is still there at a device that people share, and how to make room for the next.

use super::button;
use crate::model::Message;
use crate::turn;
use crate::words::{headings, shared as words};
use ui::control::button::Kind;
use ui::markup::{all, element, heading, paragraph};
use yew::prelude::*;

/// The question whether somebody is still there. It hides whatever they were at.
pub(super) fn screen(seconds: u32, is_interviewed: bool, send: &Callback<Message>) -> Html {
    let buttons = all([
        button(words::MORE_TIME, Kind::Primary, Message::Turn(turn::Message::Stayed), send),
        button(words::FINISHED, Kind::Secondary, Message::Turn(turn::Message::Finished), send),
    ]);
    all([
        heading(headings::ARE_YOU_THERE),
        paragraph(words::waits_for_you(seconds, is_interviewed)),
        element("div", "app-buttons", buttons),
    ])
}

/// The way to a clean start, for someone who finds the survey as somebody else has left it.
pub(super) fn start_afresh(send: &Callback<Message>) -> Html {
    element(
        "div",
        "app-stop",
        button(words::START_AFRESH, Kind::Secondary, Message::Turn(turn::Message::Finished), send),
    )
}

/// The end of a person's turn.
pub(super) fn finish(send: &Callback<Message>) -> Html {
    all([
        paragraph(words::NOTHING_STAYS),
        button(words::FINISH, Kind::Primary, Message::Turn(turn::Message::Finished), send),
    ])
}
