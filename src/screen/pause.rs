//! The question whether somebody is still there at a device that people share, and how to make room for the next.

use super::button;
use crate::model::Message;
use crate::turn;
use crate::words;
use ui::control::button::Kind;
use ui::markup::{all, element, heading, paragraph};
use yew::prelude::*;

/// The question whether somebody is still there. It hides whatever they were at.
pub(super) fn screen(seconds: u32, is_interviewed: bool, send: &Callback<Message>) -> Html {
    let what_becomes = match is_interviewed {
        true => {
            "Then what you have answered so far is locked for the study team, and the survey starts afresh for the next person."
        }
        false => "Then this page makes room for the next person.",
    };
    let time = format!(
        "Nobody has touched this device for a while. It waits for {seconds} more seconds. {what_becomes}"
    );
    let buttons = all([
        button("I need more time", Kind::Primary, Message::Turn(turn::Message::Stayed), send),
        button("I have finished", Kind::Secondary, Message::Turn(turn::Message::Finished), send),
    ]);
    all([heading(words::ARE_YOU_THERE), paragraph(time), element("div", "app-buttons", buttons)])
}

/// The way to a clean start, for someone who finds the survey as somebody else has left it.
pub(super) fn start_afresh(send: &Callback<Message>) -> Html {
    element(
        "div",
        "app-stop",
        button(
            "Start afresh for the next person",
            Kind::Secondary,
            Message::Turn(turn::Message::Finished),
            send,
        ),
    )
}

/// The end of a person's turn.
pub(super) fn finish(send: &Callback<Message>) -> Html {
    let what_becomes =
        paragraph("When you finish, nothing of what you see here stays on the screen for the next person.");
    all([what_becomes, button("Finish", Kind::Primary, Message::Turn(turn::Message::Finished), send)])
}
