//! The PIN before the organiser's pages, while an event is going on.

use super::Act;
use super::form::{Kind, field, form};
use crate::ui::desk::state::{Field, Form, State};
use crate::ui::format;
use crate::ui::markup::{all, element, link, paragraph, text};
use yew::prelude::*;

pub(super) fn screen(state: &State, act: &Act) -> Html {
    let wait = state.wait();
    let waits = match wait {
        0 => Html::default(),
        seconds => paragraph(format!(
            "You can try again in {}, if you leave this page open.",
            format::duration(seconds)
        )),
    };
    // Each second is seen; only the end is heard.
    let over = if state.attempts().cost_a_wait() && wait == 0 && state.busy.is_none() {
        "You can try again now."
    } else {
        ""
    };
    let pin = field(state, act, Field::Pin, Kind::Pin, "6 to 12 digits");
    all([
        paragraph(
            "Event mode is on, so this part of the device is for the organiser. If you are here to answer the survey, \
             go back to it.",
        ),
        element("p", "", link("app-way", "#/", text("Back to the survey"))),
        html! { <div role="status">{ over }</div> },
        form(Form::Pin, "Continue", act, all([pin, waits])),
        paragraph(
            "After three wrong PINs there is a wait, which doubles each time. It passes only while this page is open. Without the PIN nobody can get at the \
             records from here: they are sealed, and only the organiser's key opens them.",
        ),
    ])
}
