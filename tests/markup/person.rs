//! People at a tiny survey, for the tests of the state and of the markup.
#![allow(dead_code, reason = "each test uses a part")]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use crate::common::{self, choice, extension, is, when, with};
use hiquality::device::EventMode;
use hiquality::study::{Organiser, Settings, Study};
use hiquality::survey::interview;
use hiquality::survey::interview::Stage;
use hiquality::survey::record::Draft;
use hiquality::survey::response::Answer;
use hiquality::ui::route::Route;
use hiquality::ui::state::{Message, Session, State, Stored};
use serde_json::{Value, json};
use std::rc::Rc;

/// What people drink: two statements, then `drink`; how many `cups`, of those who drink; and `why`.
pub(crate) fn drinks() -> Value {
    let limits = [
        extension("minValue", &json!({ "valueInteger": 1 })),
        extension("maxValue", &json!({ "valueInteger": 20 })),
    ];
    json!([
        statements(&[("read", "I have read the sheet."), ("agree", "I agree.")]),
        { "linkId": "drinks", "type": "group", "text": "Drinks", "item": [
            with(choice("drink", &["tea", "coffee", "none"]), &json!({ "text": "What do you drink?" })),
            when(json!({ "linkId": "cups", "type": "integer", "extension": limits, "text": "How many cups?" }), &[("drink", "!=", is("none"))]),
        ] },
        { "linkId": "reasons", "type": "group", "text": "Reasons", "item": [
            { "linkId": "why", "type": "text", "maxLength": 50, "text": "Why?" },
        ] },
    ])
}

/// Statements to agree to, by id and wording.
pub(crate) fn statements(statements: &[(&str, &str)]) -> Value {
    let statement = |(id, text): &(&str, &str)| json!({ "linkId": id, "type": "boolean", "required": true, "text": text });
    let statements: Vec<Value> = statements.iter().map(statement).collect();
    json!({ "linkId": "consent", "type": "group", "item": statements })
}

/// A deployment that asks these items, behaves like this and is otherwise the one that is shipped.
pub(crate) fn deployment(items: &Value, settings: Settings) -> Rc<Session> {
    on(Study { instrument: common::instrument(items), settings, ..common::shipped() })
}

/// A study under the terms of today.
pub(crate) fn on(study: Study) -> Rc<Session> {
    let terms = common::terms(&study.instrument, "sheet", "hash");
    Rc::new(Session { study, terms, event: None })
}

/// The same at a shared device, where records are sealed.
pub(crate) fn shared(snapshot: bool) -> Rc<Session> {
    let event = EventMode { label: "Tablet A".to_owned(), snapshot };
    let alone = survey();
    let settings = Settings {
        recipients: vec![common::RECIPIENT.to_owned()],
        withdraw_until: Some("2027-03-31".to_owned()),
        ..alone.study.settings.clone()
    };
    let study = Study { settings, ..alone.study.clone() };
    Rc::new(Session { study, terms: alone.terms.clone(), event: Some(event) })
}

/// Who runs the study.
pub(crate) fn organiser() -> Organiser {
    Organiser { name: "Sam Smith".to_owned(), email: "survey@example.org".to_owned() }
}

/// The study of what people drink.
pub(crate) fn survey() -> Rc<Session> {
    deployment(
        &drinks(),
        Settings { organiser: Some(organiser()), contact_form: true, ..Settings::default() },
    )
}

/// A person who opens the page, with this on their device.
pub(crate) fn opens(session: &Rc<Session>, stored: Stored) -> State {
    State::new(session.clone(), None, Ok(stored))
}

/// A person who opens the page, with a draft on their device.
pub(crate) fn opens_with_draft(session: &Rc<Session>) -> State {
    opens(session, Stored { draft: true, ..Stored::default() })
}

/// The name of a record that is kept open, and of one that is sealed.
pub(crate) const OPEN: &str = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
pub(crate) const HASH: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// What is on the device of a person who has submitted before: a record by its name.
pub(crate) fn submitted_before(name: &str, text: &str) -> Stored {
    Stored { record: Some((name.to_owned(), text.to_owned())), ..Stored::default() }
}

/// A person who opens the page for the first time.
pub(crate) fn newcomer(session: &Rc<Session>) -> State {
    opens(session, Stored::default())
}

/// These things happen, one after another.
pub(crate) fn does(state: State, actions: impl IntoIterator<Item = Message>) -> State {
    actions.into_iter().fold(state, State::after)
}

/// Ticks every statement.
pub(crate) fn ticks_all(state: State) -> State {
    let instrument = &state.session.study.instrument;
    let all: Vec<Message> = hiquality::survey::consent::statements(instrument)
        .map(|item| Message::Ticked(item.id.clone(), true))
        .collect();
    does(state, all)
}

/// Ticks every statement and goes on; nobody else has the survey open, and no draft is there.
pub(crate) fn agrees(state: State) -> State {
    does(ticks_all(does(state, [comes("/consent")])), [Message::Agreed, Message::Claimed(Some(None))])
}

/// Someone at the first question.
pub(crate) fn begins(session: &Rc<Session>) -> State {
    agrees(newcomer(session))
}

/// Someone at the check, who has left every question empty.
pub(crate) fn checks(session: &Rc<Session>) -> State {
    walks_on(begins(session))
}

/// Goes on from page to page until the check.
pub(crate) fn walks_on(mut state: State) -> State {
    while state.interview.as_ref().unwrap().stage() != &Stage::Reviewing {
        state = does(state, [goes_on()]);
    }
    state
}

/// Someone who has submitted what they were about to submit.
pub(crate) fn submits(state: State) -> State {
    does(state, [Message::Submitted, Message::SubmitEnded(Ok(()))])
}

/// The text of the draft, as the device keeps it.
pub(crate) fn draft(state: &State) -> String {
    Draft::of(&state.session.study.instrument, state.interview.as_ref().unwrap()).to_text()
}

/// Comes to this address.
#[track_caller]
pub(crate) fn comes(place: &str) -> Message {
    Message::Arrived(Route::read(place).unwrap())
}

/// Answers an item of the interview so.
pub(crate) fn says(item: &str, answers: &[Answer]) -> Message {
    Message::Interview(interview::Event::Answered(item.into(), answers.to_vec()))
}

/// Goes on from a page of the interview.
pub(crate) fn goes_on() -> Message {
    Message::Interview(interview::Event::Continued)
}
