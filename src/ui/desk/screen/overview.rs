//! What the desk holds, and the way on.

use super::{Act, desk_trouble, route_link, rows};
use crate::ui::desk::route::Route;
use crate::ui::desk::state::State;
use crate::ui::desk::words;
use crate::ui::markup::{all, bullets, element, paragraph, remark, subheading, text};
use yew::prelude::*;

pub(super) fn screen(state: &State, _: &Act) -> Html {
    let keys = match state.session.recipients().len() {
        _ if state.session.study.is_err() => "This can't be told until the study files are valid",
        0 => "None. Records are not sealed, and nobody collects them",
        1 => "1. If it is lost, every record is lost: a second one is safer",
        _ => "2 or more. Any one of them opens the records",
    };
    let known = [
        (text("Keys in settings.json"), text(keys)),
        (text("Keys open on this page"), text(state.unlocked.len().to_string())),
        (text("Records kept in this browser, sealed"), text(state.opening.kept.len().to_string())),
        (text("Of these, open on this page"), text(open(state).to_string())),
    ];
    let steps = [
        (Route::Keys, "Make a key", " before the study, and put its public key into settings.json"),
        (
            Route::Opening,
            "Open what devices handed over",
            " with the key, and give each device its check code",
        ),
        (Route::Withdrawal, "Delete a record on request", " by the code that the person was given"),
    ];
    let steps = steps.into_iter().map(|(route, words, why)| all([route_link(route, words), text(why)]));
    let files = match &state.session.study {
        Ok(_) => Html::default(),
        Err(defects) => all([
            subheading("The study files have mistakes"),
            paragraph("Correct these in the folder 'study', and load this page again:"),
            bullets(defects.iter().map(|defect| text(defect.clone()))),
        ]),
    };
    all([
        paragraph("This page runs on this computer alone. It sends nothing anywhere: you bring the files."),
        desk_trouble(state),
        rows(known),
        bullets(steps),
        devices(state),
        files,
        element(
            "p",
            "",
            all([
                text("To get a tablet ready, open on it "),
                route_link(Route::Ready, "Is this device ready?"),
            ]),
        ),
        remark(
            "Records say nothing about who a person is unless their words do, and people who know them may still guess. Treat them as personal data: keep this computer's disk encrypted and lock the screen.",
        ),
    ])
}

fn open(state: &State) -> usize {
    state.opening.kept.len() - state.opening.closed()
}

/// The devices that handed something over, and which of their exports were not opened here.
pub(super) fn devices(state: &State) -> Html {
    let mut devices = state.opening.ledger.devices().peekable();
    if devices.peek().is_none() {
        return Html::default();
    }
    let device = |(key, device): (&str, &super::super::ledger::Device)| {
        let numbers = paragraph(format!(
            "Fingerprint {}. Opened here: {}.",
            words::fingerprint(key),
            words::opened_exports(&device.numbers)
        ));
        let missing = device.missing();
        let missing = (!missing.is_empty()).then(|| paragraph(words::missing(&device.label, &missing)));
        (text(device.label.clone()), all([numbers, missing.unwrap_or_default()]))
    };
    all([subheading("Devices"), rows(devices.map(device))])
}
