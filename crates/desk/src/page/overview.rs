//! What the desk holds, and the way on.

use super::{desk_trouble, route_link, rows};
use crate::ledger::Device;
use crate::route::Route;
use crate::services::Services;
use crate::session::Session;
use seal::key::fingerprint;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use ui::format::list;
use ui::markup::{all, bullets, element, paragraph, remark, subheading, text};
use yew::prelude::*;

/// The page. It knows nothing that the session does not.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overview;

/// Nothing happens on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Message {}

/// Nothing is to be done for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effect {}

impl Overview {
    /// Nothing follows.
    pub fn update(&mut self, _: &mut Session, message: Message) -> Option<Effect> {
        match message {}
    }

    /// What stands on the page.
    pub fn view(&self, session: &Session, _: &Callback<Message>) -> Html {
        let keys = match session.files.recipients().len() {
            _ if session.files.study.is_err() => "This can't be told until the study files are valid",
            0 => "None. Records are not sealed, and nobody collects them",
            1 => "1. If it is lost, every record is lost: a second one is safer",
            _ => "2 or more. Any one of them opens the records",
        };
        let kept = session.archive.kept.len();
        let open = kept - session.archive.closed();
        let known = [
            (text("Keys in settings.json"), text(keys)),
            (text("Keys open on this page"), text(session.at_hand.keys.len().to_string())),
            (text("Records kept in this browser, sealed"), text(kept.to_string())),
            (text("Of these, open on this page"), text(open.to_string())),
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
        let files = match &session.files.study {
            Ok(_) => Html::default(),
            Err(defects) => all([
                subheading("The study files have mistakes"),
                paragraph("Correct these in the folder 'study', and load this page again:"),
                bullets(defects.iter().map(|defect| text(defect.clone()))),
            ]),
        };
        let tablet = all([
            text("To get a tablet ready, open on it "),
            route_link(Route::Ready, "Is this device ready?"),
        ]);
        all([
            paragraph(
                "This page runs on this computer alone. It sends nothing anywhere: you bring the files.",
            ),
            desk_trouble(session),
            rows(known),
            bullets(steps),
            devices(session),
            files,
            element("p", "", tablet),
            remark(
                "Records say nothing about who a person is unless their words do, and people who know them may still guess. Treat them as personal data: keep this computer's disk encrypted and lock the screen.",
            ),
        ])
    }
}

/// The devices that handed something over, and which of their exports were not opened here.
pub(super) fn devices(session: &Session) -> Html {
    let mut devices = session.archive.ledger.devices().peekable();
    if devices.peek().is_none() {
        return Html::default();
    }
    let device = |(key, device): (&str, &Device)| {
        let numbers = paragraph(format!(
            "Fingerprint {}. Opened here: {}.",
            fingerprint(key),
            opened_exports(&device.numbers)
        ));
        let missing = device.missing();
        let missing = (!missing.is_empty()).then(|| paragraph(missing_exports(&device.label, &missing)));
        (text(device.label.clone()), all([numbers, missing.unwrap_or_default()]))
    };
    all([subheading("Devices"), rows(devices.map(device))])
}

impl Effect {
    /// Nothing is to be done.
    pub async fn perform(self, _: &Services, _: &Callback<Message>) {
        match self {}
    }
}

/// Numbers of exports: `1, 2 and 5 to 9`.
pub fn numbers(ranges: impl IntoIterator<Item = RangeInclusive<u32>>) -> String {
    let written = |range: RangeInclusive<u32>| match range.end() - range.start() {
        0 => vec![range.start().to_string()],
        1 => vec![range.start().to_string(), range.end().to_string()],
        _ => vec![format!("{} to {}", range.start(), range.end())],
    };
    list(&ranges.into_iter().flat_map(written).collect::<Vec<_>>())
}

/// Which exports of a device were opened here: `export 1`, `exports 1, 2 and 5 to 9`.
pub fn opened_exports(opened: &BTreeSet<u32>) -> String {
    let mut ranges: Vec<RangeInclusive<u32>> = Vec::new();
    for number in opened {
        match ranges.last_mut() {
            Some(range) if range.end().checked_add(1) == Some(*number) => *range = *range.start()..=*number,
            _ => ranges.push(*number..=*number),
        }
    }
    format!("{} {}", if opened.len() == 1 { "export" } else { "exports" }, numbers(ranges))
}

/// Which exports of a device were not opened here.
pub fn missing_exports(label: &str, missing: &[RangeInclusive<u32>]) -> String {
    let one = matches!(missing, [range] if range.start() == range.end());
    format!(
        "{label}: {} {} {} not opened here. What {} held is in a later export too, unless it was confirmed from \
         another computer: look for {} there.",
        if one { "export" } else { "exports" },
        numbers(missing.iter().cloned()),
        if one { "was" } else { "were" },
        if one { "it" } else { "they" },
        if one { "that file" } else { "those files" },
    )
}
