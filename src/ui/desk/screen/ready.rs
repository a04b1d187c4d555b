//! Whether the device is ready: a list to go through, and to print.

use super::form::{Kind as Input, field, file_field, form, mark, tick};
use super::{Act, button};
use crate::browser::document;
use crate::ui::control::button::{Kind, button_that};
use crate::ui::desk::readiness::{self, Line};
use crate::ui::desk::state::{Button, Field, Form, State};
use crate::ui::format;
use crate::ui::markup::{all, element, paragraph, remark, subheading, text};
use yew::prelude::*;

pub(super) fn screen(state: &State, act: &Act) -> Html {
    let lines = readiness::lines(&state.facts, &state.around());
    let open = lines.iter().filter(|line| !line.ready).count();
    let summary = match open {
        0 => "Everything that the app can check is ready.".to_owned(),
        1 => "One thing is not ready.".to_owned(),
        open => format!("{open} things are not ready."),
    };
    let ask = (state.facts.persisted == Some(false))
        .then(|| button("Ask for lasting storage", Kind::Secondary, act, Button::Persist));
    let print = button_that("Print this page", Kind::Secondary, Callback::from(|_| document::print()));
    let buttons =
        all([ask.unwrap_or_default(), button("Check again", Kind::Secondary, act, Button::LookAgain), print]);
    all([
        element("p", "", element("strong", "", text(summary))),
        about(state),
        element("ul", "app-checks", lines.iter().map(line).chain([by_hand(state, act)]).collect()),
        element("div", "app-buttons app-no-print", buttons),
        test(state, act),
    ])
}

/// Which device this is, and when it was looked at: for who holds the printed page.
fn about(state: &State) -> Html {
    let device = state.device.as_ref().ok();
    let label = device.and_then(|device| device.label.as_ref());
    let label = label.map(|label| format!("Device: {label}. ")).unwrap_or_default();
    remark(format!("{label}Looked at on {}.", format::moment(state.facts.local)))
}

fn line(line: &Line) -> Html {
    check(mark(line.ready), line.about, line.says.iter().map(|says| paragraph(says.clone())).collect())
}

fn check(mark: Html, about: &'static str, says: Html) -> Html {
    let says = element("div", "app-checks__says", all([element("strong", "", text(about)), says]));
    element("li", "app-checks__item", all([mark, says]))
}

/// What no page can look up.
fn by_hand(state: &State, act: &Act) -> Html {
    let done = state.ticked.contains(&Field::Guided);
    let mark = match done {
        true => mark(true),
        false => element("span", "app-mark app-mark--by-hand", text("By hand")),
    };
    let says = all([
        paragraph(
            "A page can't keep people out of the rest of a tablet. On an iPad turn on Guided Access: Settings, \
             Accessibility, Guided Access; then open the app and press the side button three times. On Android turn on \
             app pinning: Settings, Security, App pinning; then press Overview, the app's icon, Pin. Set a passcode \
             that only you know.",
        ),
        tick(state, act, Field::Guided, "The tick is for you. It is not kept."),
    ]);
    check(mark, "Held to this app", says)
}

/// A test record, sealed here and opened with the organiser's key.
fn test(state: &State, act: &Act) -> Html {
    if state.session.recipients().is_empty() {
        return Html::default();
    }
    let within = all([
        file_field(state, Field::TestKey, false, ".age,.txt", ""),
        field(state, act, Field::TestPassphrase, Input::Passphrase, ""),
    ]);
    let said = all([
        subheading("Test with the key"),
        paragraph(
            "This seals a test record as the survey does, opens it with your private key, and forgets the key again. \
             Bring the key file on a USB stick or send it to this device for the test only. Then delete it here and \
             from the list of downloads: whoever has the device must not have the key.",
        ),
        form(Form::Test, "Seal and open a test record", act, within),
    ]);
    element("div", "app-no-print", said)
}
