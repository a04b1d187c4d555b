//! The organiser's pages: what follows from each thing that happens, and what is seen and heard of it. No browser.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

mod handed_over;
mod keys;
mod pages;
mod pin;
mod readiness;
mod records;
mod withdrawal;

use browser::offline::Host;
use desk::archive::Archive;
use desk::examination::Examined;
use desk::organiser::{Effect, Message, Organiser};
use desk::page::{
    self, event, keys as key, locked, opening, ready, records as record, withdrawal as withdraw,
};
use desk::readiness::{App, DeviceFacts};
use desk::route::Route;
use desk::services::News;
use desk::session::{Device, Look, Session, StudyFiles};
use desk::task::Notice;
use seal::code::Code;
use seal::device::EventMode;
use storage::database::StorageError;
use study::{Settings, Study};
use ui::form::{Field, Input};

/// The moment of every test: 21 November 2026, 10:00 UTC.
const NOW: f64 = 1_795_255_200_000.0;

/// A public key to which records are sealed.
const KEY: &str = fixtures::RECIPIENT;

/// The study as shipped, with these keys.
fn files(recipients: &[&str]) -> StudyFiles {
    let settings = Settings {
        recipients: recipients.iter().map(|key| (*key).to_owned()).collect(),
        withdraw_until: (!recipients.is_empty()).then(|| "2027-03-31".to_owned()),
        ..fixtures::shipped().settings
    };
    let study = Study { settings, ..fixtures::shipped() };
    StudyFiles {
        study: Ok(study),
        texts: fixtures::shipped_texts(),
        instrument: "instrument".to_owned(),
        newer: Vec::new(),
    }
}

/// The study's files, with a mistake in them.
fn broken_files() -> StudyFiles {
    StudyFiles { study: Err(vec!["settings.json: wrong".to_owned()]), ..files(&[]) }
}

/// A device on which everything is as it should be.
fn facts() -> DeviceFacts {
    DeviceFacts {
        app: App::Complete,
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

/// An organiser at this place, where records are sealed to one key, with this kept at the device.
fn at(route: Route, device: Device) -> Organiser {
    with(route, files(&[KEY]), Ok(device))
}

/// An organiser at this place, with these files and this kept at the device.
fn with(route: Route, files: StudyFiles, device: Result<Device, StorageError>) -> Organiser {
    let look = Look { device, facts: facts() };
    let mut organiser = Organiser::new(route, Session::new(files.into(), look, Ok(Archive::default())));
    if organiser.session.examined == Examined::Coming {
        organiser.update(Message::News(News::Examined(Examined::Found(Vec::new()))));
    }
    organiser
}

/// A device at which an event is going on.
fn in_event() -> Device {
    let event = EventMode { label: "Tablet 1".to_owned(), snapshot: false };
    Device { event: Some(event), has_pin: true, label: Some("Tablet 1".to_owned()), ..Device::default() }
}

/// What happens on a page that has fields.
trait OnPage: Into<page::Message> {
    type Field: Field;

    fn input(input: Input<Self::Field>) -> Self;
}

macro_rules! pages_with_fields {
    ($($module:ident),*) => { $(impl OnPage for $module::Message {
        type Field = $module::Field;

        fn input(input: Input<Self::Field>) -> Self {
            Self::Input(input)
        }
    })* };
}

pages_with_fields!(event, key, locked, opening, ready, record, withdraw);

/// This happens on a page. What is to be done then.
fn happens(organiser: &mut Organiser, message: impl Into<page::Message>) -> Option<page::Effect> {
    match organiser.update(Message::Page(message.into())) {
        Some(Effect::Page(effect)) => Some(effect),
        None => None,
        other => panic!("{other:?} is for no page"),
    }
}

/// Types into fields, then does this.
fn types<M: OnPage>(organiser: &mut Organiser, fields: &[(M::Field, &str)], then: M) -> Option<page::Effect> {
    for (field, text) in fields {
        happens(organiser, M::input(Input::Typed(*field, (*text).to_owned())));
    }
    happens(organiser, then)
}

/// Ticks a box, or takes the tick away.
fn ticks<M: OnPage>(organiser: &mut Organiser, field: M::Field, ticked: bool, of: fn(Input<M::Field>) -> M) {
    happens(organiser, of(Input::Ticked(field, ticked)));
}

/// That this is to be done.
fn to_do(effect: impl Into<page::Effect>) -> Option<page::Effect> {
    Some(effect.into())
}

/// The organiser goes to a place. What is to be done for its page.
fn goes(organiser: &mut Organiser, route: Route) -> Option<page::Effect> {
    match organiser.update(Message::Arrived(route)) {
        Some(Effect::Page(effect)) => Some(effect),
        None => None,
        other => panic!("{other:?} is for no page"),
    }
}

/// The device was looked at, and this was found.
fn sees(organiser: &mut Organiser, device: Device) {
    let look = Look { device: Ok(device), facts: facts() };
    organiser.update(Message::News(News::Looked(Box::new(look))));
}

/// What is typed into fields, or complained of there.
type At<'a, F> = &'a [(F, &'a str)];

/// The complaints on the page.
#[track_caller]
fn complains<F: Field>(organiser: &Organiser, complaints: At<F>) {
    let complaints: Vec<(Option<String>, String)> =
        complaints.iter().map(|(field, words)| (Some(field.id().to_owned()), (*words).to_owned())).collect();
    assert_eq!(organiser.page.errors(), complaints);
}

/// Nothing is wrong with what was typed.
#[track_caller]
fn complains_of_nothing(organiser: &Organiser) {
    assert_eq!(organiser.page.errors(), []);
}

/// This is what was told last.
#[track_caller]
fn is_told(organiser: &Organiser, words: &str) {
    assert_eq!(organiser.session.task.notice(), Some(&Notice::Said(vec![words.to_owned()])));
}

/// This was not done, for this reason.
#[track_caller]
fn is_refused(organiser: &Organiser, why: &str) {
    assert_eq!(organiser.session.task.notice(), Some(&Notice::Failed(why.to_owned())));
}

fn is_busy(organiser: &Organiser) -> bool {
    organiser.session.task.busy().is_some()
}

/// A code, and the hash by which it is known.
fn code(seed: u8) -> (String, String) {
    let code = Code::from_random(&[seed; 8]);
    (code.to_string(), seal::sha256(code.hash_text().as_bytes()))
}

/// The organiser enters the right PIN.
fn unlocks(organiser: &mut Organiser) {
    types(organiser, &[(locked::Field::Pin, "123456")], locked::Message::Try).unwrap();
    happens(organiser, locked::Message::Checked(Ok(true)));
}

/// The fields of the open page, where it is this one.
macro_rules! typed {
    ($organiser:expr, $page:ident, $field:expr) => {
        match &$organiser.page {
            desk::page::Page::$page(page) => page.inputs.typed($field).to_owned(),
            other => panic!("{other:?} is open"),
        }
    };
}
use typed;
