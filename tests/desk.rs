//! The organiser's pages: what follows from each thing that happens, and what is seen and heard of it. No browser.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

mod common;
#[path = "desk/device.rs"]
mod device;
#[path = "desk/handed_over.rs"]
mod handed_over;
#[path = "markup/html.rs"]
#[allow(dead_code, reason = "the tests of the survey's pages use the rest")]
mod html;
#[path = "desk/keys.rs"]
mod keys;
#[path = "desk/pages.rs"]
mod pages;
#[path = "desk/pin.rs"]
mod pin;
#[path = "desk/readiness.rs"]
mod readiness;
#[path = "desk/records.rs"]
mod records;
#[path = "desk/withdrawal.rs"]
mod withdrawal;

use hiquality::browser::offline::Host;
use hiquality::device::EventMode;
use hiquality::seal::code::Code;
use hiquality::study::{Settings, Study};
use hiquality::ui::desk::opening::Opening;
use hiquality::ui::desk::readiness::DeviceFacts;
use hiquality::ui::desk::route::Route;
use hiquality::ui::desk::state::{Button, Device, Effect, Field, Form, Message, Session, State};

/// The moment of every test: 21 November 2026, 10:00 UTC.
const NOW: f64 = 1_795_255_200_000.0;

/// A public key to which records are sealed.
const KEY: &str = common::RECIPIENT;

/// The study as shipped, with these keys.
fn session(recipients: &[&str]) -> Session {
    let settings = Settings {
        recipients: recipients.iter().map(|key| (*key).to_owned()).collect(),
        withdraw_until: (!recipients.is_empty()).then(|| "2027-03-31".to_owned()),
        ..common::shipped().settings
    };
    let study = Study { settings, ..common::shipped() };
    let written = common::shipped_texts()[4].clone();
    Session { study: Ok(study), settings: written, instrument: "instrument".to_owned(), newer: Vec::new() }
}

/// A device on which everything is as it should be.
fn facts() -> DeviceFacts {
    DeviceFacts {
        complete: true,
        version: Some("7f3a".to_owned()),
        build: Some("7f3a".to_owned()),
        persisted: Some(true),
        space: Some(5e9),
        installed: true,
        safari: false,
        now: NOW,
        local: [2026, 11, 21, 10, 0],
        ahead: Some(1_000.0),
        made: Some(NOW - 86_400_000.0),
        unwritten: Vec::new(),
        whole: true,
        host: Some(Host::Steady),
    }
}

/// Someone at this place, with this kept at the device, where records are sealed to one key.
fn at(route: Route, device: Device) -> State {
    State::new(route, session(&[KEY]), Ok(device), facts(), Ok(Opening::default()))
}

/// A device at which an event is going on.
fn in_event() -> Device {
    let event = EventMode { label: "Tablet 1".to_owned(), snapshot: false };
    Device { event: Some(event), has_pin: true, label: Some("Tablet 1".to_owned()), ..Device::default() }
}

/// These things happen, one after another. What is to be done after the last of them.
fn does(state: &mut State, messages: impl IntoIterator<Item = Message>) -> Option<Effect> {
    messages.into_iter().fold(None, |_, message| state.update(message))
}

/// What is typed into fields, or complained of there.
type At<'a> = &'a [(Field, &'a str)];

/// Types into fields and sends the form.
fn sends(state: &mut State, form: Form, fields: &[(Field, &str)]) -> Option<Effect> {
    let typed = fields.iter().map(|(field, text)| Message::Typed(*field, (*text).to_owned()));
    does(state, typed.chain([Message::Sent(form)]))
}

fn presses(state: &mut State, button: Button) -> Option<Effect> {
    state.update(Message::Pressed(button))
}

/// The complaints on the page.
#[track_caller]
fn complains(state: &State, complaints: &[(Field, &str)]) {
    let found: Vec<(Field, &str)> =
        state.complaints.iter().map(|(field, words)| (*field, words.as_str())).collect();
    assert_eq!(found, complaints);
}

/// A code, and the hash by which it is known.
fn code(seed: u8) -> (String, String) {
    let code = Code::from_random(&[seed; 8]);
    (code.to_string(), seal::sha256(code.hash_text().as_bytes()))
}
