//! People at a tiny survey, for the tests of the state and of the markup.
#![allow(dead_code, reason = "each test uses a part")]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use crate::common::{self, choice, extension, is, when, with};
use engine::change::Change;
use engine::consent::Terms;
use engine::instrument::ItemId;
use engine::interview as interviews;
use engine::interview::Interview;
use engine::interview::Stage;
use engine::record::Draft;
use engine::record::{self, Completion};
use engine::response::Answer;
use hiquality::after::{self, Answers, ContactForm, Submission};
use hiquality::before;
use hiquality::during;
use hiquality::model::{Message, Model, Stored, Survey};
use hiquality::route::Route;
use hiquality::session::{Afterwards, Session};
use hiquality::turn;
use seal::device::EventMode;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::rc::Rc;
use storage::Latest;
use storage::database::StorageError;
use study::{Organiser, Settings, Standing, Study};
use worker::request::Sealed;

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
    Rc::new(session_of(study, terms, None))
}

/// A session with a study that is sound.
pub(crate) fn session_of(study: Study, terms: Terms, event: Option<EventMode>) -> Session {
    let (instrument, settings, afterwards) = Afterwards::apart(study);
    Session {
        instrument,
        ahead: settings,
        terms,
        event,
        standing: Standing::Open,
        afterwards: afterwards.into(),
    }
}

/// The study that a session is of.
pub(crate) fn study(session: &Session) -> Study {
    let Session { instrument, .. } = session;
    let Afterwards { contact, plan, release, settings } = afterwards(session).clone();
    Study { instrument: instrument.clone(), contact, plan, release, settings }
}

/// What of it comes after the questions.
pub(crate) fn afterwards(session: &Session) -> &Afterwards {
    session.afterwards.get().unwrap()
}

/// The same at a shared device, where records are sealed.
pub(crate) fn shared(snapshot: bool) -> Rc<Session> {
    let event = EventMode { label: "Tablet A".to_owned(), snapshot };
    let alone = survey();
    let settings = Settings {
        recipients: vec![common::RECIPIENT.to_owned()],
        withdraw_until: Some("2027-03-31".to_owned()),
        ..alone.settings().clone()
    };
    let study = Study { settings, ..study(&alone) };
    Rc::new(session_of(study, alone.terms.clone(), Some(event)))
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
pub(crate) fn opens(session: &Rc<Session>, stored: Stored) -> Survey {
    Survey::new(session, None, Ok(stored))
}

/// A person who opens the page, with a draft on their device.
pub(crate) fn opens_with_draft(session: &Rc<Session>) -> Survey {
    opens(session, Stored { draft: true, ..Stored::default() })
}

/// The name of a record that is kept open, and of one that is sealed.
pub(crate) const OPEN: &str = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
pub(crate) const HASH: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// What is on the device of a person who has submitted before: a record by its name.
pub(crate) fn submitted_before(name: &str, text: &str) -> Stored {
    let latest = Latest { name: name.to_owned(), text: Some(text.to_owned()), own: None, waits: false };
    Stored { record: Some(latest), ..Stored::default() }
}

/// A person who opens the page for the first time.
pub(crate) fn newcomer(session: &Rc<Session>) -> Survey {
    opens(session, Stored::default())
}

/// These things happen, one after another.
pub(crate) fn does(state: Survey, actions: impl IntoIterator<Item = Message>) -> Survey {
    actions.into_iter().fold(state, Survey::after)
}

/// Ticks every statement.
pub(crate) fn ticks_all(state: Survey) -> Survey {
    let instrument = &state.context.session.instrument;
    let all: Vec<Message> =
        engine::consent::statements(instrument).map(|item| ticked(item.id.clone(), true)).collect();
    does(state, all)
}

/// Ticks every statement and goes on; nobody else has the survey open, and no draft is there.
pub(crate) fn agrees(state: Survey) -> Survey {
    does(ticks_all(does(state, [comes("/consent")])), [AGREED, claimed(Some(None))])
}

/// Someone at the first question.
pub(crate) fn begins(session: &Rc<Session>) -> Survey {
    agrees(newcomer(session))
}

/// Someone at the check, who has left every question empty.
pub(crate) fn checks(session: &Rc<Session>) -> Survey {
    walks_on(begins(session))
}

/// Goes on from page to page until the check.
pub(crate) fn walks_on(mut state: Survey) -> Survey {
    while interview(&state).unwrap().stage() != &Stage::Reviewing {
        state = does(state, [goes_on()]);
    }
    state
}

/// Someone who has submitted what they were about to submit.
pub(crate) fn submits(state: Survey) -> Survey {
    does(state, [SUBMIT, submit_ended(Ok(()))])
}

/// The text of the draft, as the device keeps it.
pub(crate) fn draft(state: &Survey) -> String {
    Draft::of(&state.context.session.instrument, interview(state).unwrap()).to_text()
}

/// Comes to this address.
#[track_caller]
pub(crate) fn comes(place: &str) -> Message {
    Message::Arrived(Route::read(place).unwrap())
}

/// Answers an item of the interview so.
pub(crate) fn says(item: &str, answers: &[Answer]) -> Message {
    Message::During(during::Message::Interview(interviews::Event::Answered(item.into(), answers.to_vec())))
}

/// Goes on from a page of the interview.
pub(crate) fn goes_on() -> Message {
    Message::During(during::Message::Interview(interviews::Event::Continued))
}

/// The person goes on from the statements.
pub(crate) const AGREED: Message = Message::Before(before::Message::Agreed);
/// The person does not consent.
pub(crate) const DECLINED: Message = Message::Before(before::Message::Declined);
/// The person wants to use this tab.
pub(crate) const TOOK_OVER: Message = Message::Before(before::Message::TookOver);
/// The person submits.
pub(crate) const SUBMIT: Message = Message::During(during::Message::Submit);
/// The person stops and deletes everything.
pub(crate) const STOPPED: Message = Message::During(during::Message::Stopped);
/// The person deletes what they submitted.
pub(crate) const RECORD_DELETED: Message = Message::After(after::Message::RecordDeleted);
/// The person leaves their contact details.
pub(crate) const CONTACT_LEFT: Message = Message::After(after::Message::ContactLeft);
/// The person is done at a shared device.
pub(crate) const FINISHED: Message = Message::Turn(turn::Message::Finished);
/// Nobody has touched a shared device for a while.
pub(crate) const IDLED: Message = Message::Turn(turn::Message::Idled);
/// The person is still there.
pub(crate) const STAYED: Message = Message::Turn(turn::Message::Stayed);
/// Nobody has said that they are still there.
pub(crate) const TIMED_OUT: Message = Message::Turn(turn::Message::TimedOut);
/// What somebody said who left is a record.
pub(crate) const BROKEN_OFF: Message = Message::Turn(turn::Message::BrokenOff);

/// Ticks a statement, or takes the tick back.
pub(crate) fn ticked(item: ItemId, is_ticked: bool) -> Message {
    Message::Before(before::Message::Ticked(item, is_ticked))
}

/// The draft is this tab's, and this is its text; `None` where another tab has it.
pub(crate) fn claimed(draft: Option<Option<String>>) -> Message {
    Message::Before(before::Message::Claimed(draft))
}

/// A record that is not sealed was kept, or not.
pub(crate) fn submit_ended(kept: Result<(), StorageError>) -> Message {
    Message::During(during::Message::Submitted(None, kept))
}

/// A record was sealed, and kept or not.
pub(crate) fn sealed_and(text: &str, code: &str, kept: Result<(), StorageError>) -> Message {
    let sealed = Sealed { name: HASH.to_owned(), text: text.to_owned(), code: Some(code.to_owned()) };
    Message::During(during::Message::Submitted(Some(sealed), kept))
}

/// Fills in an item of the form for being contacted.
pub(crate) fn contact_said(item: ItemId, change: Change) -> Message {
    Message::After(after::Message::Said(item, change))
}

/// Contact details were kept, or not.
pub(crate) fn contact_ended(ended: Result<(), StorageError>) -> Message {
    Message::After(after::Message::ContactEnded(ended))
}

/// So many records wait at a shared device.
pub(crate) fn counted(waiting: turn::Waiting) -> Message {
    Message::Turn(turn::Message::Counted(waiting))
}

/// The interview that is going on.
pub(crate) fn interview(state: &Survey) -> Option<&Interview> {
    state.model.during().map(|during| &during.interview)
}

/// How many times it has changed.
pub(crate) fn changes_in(state: &Survey) -> u32 {
    state.model.during().map_or(0, |during| during.changes)
}

/// The record of it as it stands.
pub(crate) fn record_text(state: &Survey, completion: Completion) -> Option<String> {
    let document = record::of_interview(&state.context.session.instrument, interview(state)?, completion);
    Some(format!("{:#}", document.written()))
}

/// What is known of the answers that were submitted last.
pub(crate) fn answers_in(state: &Survey) -> Option<Answers> {
    state.model.submission().and_then(Submission::answers).cloned()
}

/// Whether they are kept on the device.
pub(crate) fn is_kept(state: &Survey) -> bool {
    state.model.submission().unwrap().is_kept
}

/// What was submitted last, as it was sealed.
pub(crate) fn sealed_in(state: &Survey) -> Option<&str> {
    state.model.submission().and_then(Submission::sealed)
}

/// The code that is shown.
pub(crate) fn code_in(state: &Survey) -> Option<&str> {
    state.model.submission().and_then(Submission::code)
}

/// The form for being contacted.
pub(crate) fn contact_in(state: &Survey) -> ContactForm {
    state.model.submission().map(|submission| submission.contact.clone()).unwrap_or_default()
}

/// The statements ticked.
pub(crate) fn ticks_in(state: &Survey) -> HashSet<ItemId> {
    match &state.model {
        Model::Before(before) => before.ticked.clone(),
        Model::During(during::During { at: during::At::Consent(ticked), .. }) => ticked.clone(),
        _ => HashSet::new(),
    }
}
