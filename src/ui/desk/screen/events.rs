//! Event mode: starting it, and leaving it.

use super::form::{Kind as Input, field, form, tick};
use super::{Act, button, route_link};
use crate::ui::control::button::Kind;
use crate::ui::desk::readiness;
use crate::ui::desk::route::Route;
use crate::ui::desk::state::{Button, Field, Form, State};
use crate::ui::format;
use crate::ui::markup::{all, bullets, callout, element, link, paragraph, text};
use yew::prelude::*;

/// When figures begin anew.
const FIGURES: &str = "The app keeps those figures in memory only. They begin anew now that you have entered the PIN. Whenever the \
    survey is loaded again after that, as it also is by a crash or a new version, people see none until you enter the PIN here once more: \
    otherwise somebody could begin them anew at will, and tell from the differences what others said.";

pub(super) fn screen(state: &State, act: &Act) -> Html {
    let event = state.device.as_ref().ok().and_then(|device| device.event.as_ref());
    let Some(event) = event else { return start(state, act) };
    let shown = match event.snapshot {
        true => "Once there are enough, people see the answers gathered on this device beside their own.",
        false => {
            "People see the published figures beside their own answers, not what is gathered on this device."
        }
    };
    all([
        paragraph(format!("Event mode is on. This device is called {}. {shown}", event.label)),
        if event.snapshot { paragraph(FIGURES) } else { Html::default() },
        link("nhsuk-button", "#/", text("Back to the survey")),
        paragraph(
            "Leave event mode when the event is over. Records stay on the device, sealed, until the desk has confirmed \
             that it has them.",
        ),
        button("Leave event mode", Kind::Secondary, act, Button::LeaveEvent),
    ])
}

fn start(state: &State, act: &Act) -> Html {
    let about = all([
        paragraph("Use event mode on a device that many people answer on, one after another."),
        bullets(
            [
                "Every answer is sealed at once. Nobody at the device can read it, not even you.",
                "Nothing of one person is left for the next. Someone who walks away is counted as having broken off.",
                "This page, exports and settings need the PIN.",
            ]
            .into_iter()
            .map(text),
        ),
    ]);
    let bars = state.bars();
    if !bars.is_empty() {
        let bars = all([
            paragraph("Event mode can't be started on this device yet:"),
            bullets(bars.into_iter().map(text)),
            element("p", "", route_link(Route::Ready, "See what is ready")),
        ]);
        return all([about, callout("Not yet", bars)]);
    }
    let open = readiness::lines(&state.facts, &state.around()).iter().filter(|line| !line.ready).count();
    let unready = (open > 0).then(|| {
        let what = format::counted(open, "thing is", "things are");
        let within = all([
            paragraph(format!("{what} not ready on this device. You can start, and records may be at risk.")),
            element("p", "", route_link(Route::Ready, "See what is not ready")),
        ]);
        element("div", "nhsuk-inset-text", within)
    });
    let within = all([
        field(
            state,
            act,
            Field::Label,
            Input::Words,
            "It stands on the files that this device hands over. Give each device another name, like Tablet 1.",
        ),
        field(
            state,
            act,
            Field::NewPin,
            Input::Pin,
            "6 to 12 digits, without a pattern. If you forget it, the records on this device can't be exported.",
        ),
        field(state, act, Field::PinAgain, Input::Pin, ""),
        tick(
            state,
            act,
            Field::Snapshot,
            "After 30 complete records people see, beside their own answers, rounded figures of those gathered here. Figures of fewer than ten people are hidden. Interviews without an answer or of less than a minute are not counted. People who watch the figures, and pool what they themselves answered or answer many times, could still tell what others said. Leave it off where people know each other well.",
        ),
    ]);
    all([about, unready.unwrap_or_default(), form(Form::Start, "Start event mode", act, within)])
}
