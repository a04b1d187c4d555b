//! What a device that people share shows besides: whether somebody is still there, how to make room for the next
//! person, and for the organiser how many records wait.

use super::{Act, button};
use crate::ui::control::button::Kind;
use crate::ui::format;
use crate::ui::markup::{all, changing, element, heading, inset, link, paragraph, text};
use crate::ui::state::{Message, State, Waiting};
use crate::ui::words;
use yew::prelude::*;

/// The question whether somebody is still there. It hides whatever they were at.
pub(super) fn pause(state: &State, act: &Act) -> Html {
    let seconds = state.session.study.settings.pause.warning_seconds;
    let what_becomes = match state.interview {
        Some(_) => {
            "Then what you have answered so far is locked for the study team, and the survey starts afresh for the next person."
        }
        None => "Then this page makes room for the next person.",
    };
    let time = format!(
        "Nobody has touched this device for a while. It waits for {seconds} more seconds. {what_becomes}"
    );
    let buttons = all([
        button("I need more time", Kind::Primary, act, Message::Stayed),
        button("I have finished", Kind::Secondary, act, Message::Finished),
    ]);
    all([heading(words::heading(state)), paragraph(time), element("div", "app-buttons", buttons)])
}

/// The way to a clean start, for someone who finds the survey as somebody else has left it.
pub(super) fn start_afresh(state: &State, act: &Act) -> Html {
    if !state.is_shared() {
        return Html::default();
    }
    element(
        "div",
        "app-stop",
        button("Start afresh for the next person", Kind::Secondary, act, Message::Finished),
    )
}

/// The end of a person's turn.
pub(super) fn finish(act: &Act) -> Html {
    let what_becomes =
        paragraph("When you finish, nothing of what you see here stays on the screen for the next person.");
    all([what_becomes, button("Finish", Kind::Primary, act, Message::Finished)])
}

/// Above the information sheet: which device this is, and what waits on it.
pub(super) fn device(state: &State) -> Html {
    let Some(event) = &state.session.event else { return Html::default() };
    let waits = match state.waits {
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
