//! What the app knows, and what follows from each thing that happens: no browser, no markup.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../markup/person.rs"]
mod person;

mod addresses;
mod answering;
mod at_a_shared_device;
mod before_it_opens_and_after_it_has_closed;
mod being_contacted;
mod coming_back_to_a_draft;
mod consenting;
mod deleting;
mod opening_the_page;
mod submitting;
mod two_tabs;
mod what_does_not_concern_a_person;
mod where_records_are_sealed;

use common::{choice, code, text, with};
use engine::change::Change;
use engine::check::{Problem, ProblemKind};
use engine::instrument::ItemId;
use engine::interview::Stage;
use engine::record::{Completion, Lost};
use engine::response::Answer;
use hiquality::after::ContactForm;
use hiquality::context::{HistoryStep, Notice};
use hiquality::effects::Effect;
use hiquality::model::{Message, Stored, Survey, View};
use hiquality::route::Route;
use hiquality::session::Session;
use hiquality::turn::Waiting;
use person::*;
use serde_json::{Value, json};
use std::rc::Rc;
use storage::database::StorageError;
use study::{Settings, Study};

/// The person sees this, and the address bar says so.
#[track_caller]
fn sees(state: &Survey, view: &View, route: &str) {
    assert_eq!((&state.model.view(), state.route().to_string().as_str()), (view, route));
}

/// The interview is at this place, and that is what the person sees.
#[track_caller]
fn is_asked(state: &Survey, route: &str) {
    sees(state, &View::Interview, route);
}

/// Nothing that the person said is left in this state, and nothing of it is about to be written.
#[track_caller]
fn holds_nothing_said(state: &Survey) {
    assert_eq!(interview(state), None);
    assert!(ticks_in(state).is_empty());
    assert_eq!(contact_in(state), ContactForm::default());
    assert_eq!(record_text(state, Completion::InProgress), None);
    assert!(
        !matches!(state.context.effect, Some(Effect::Submit(_) | Effect::KeepContact(_))),
        "{:?}",
        state.context.effect
    );
}

/// What was said to an item.
fn said<'a>(state: &'a Survey, item: &str) -> &'a [Answer] {
    interview(state).unwrap().progress().response.stored(&item.into())
}

/// The complaints on the page: item and what is wrong.
fn complaints(state: &Survey) -> Vec<(&'static str, ProblemKind)> {
    let known = ["read", "agree", "drink", "cups", "why", "contact-consent", "contact-name", "contact-email"];
    let name = |id: &ItemId| known.into_iter().find(|known| *known == id.as_str()).unwrap();
    state.problems().into_iter().map(|Problem { item, kind }| (name(item.as_ref().unwrap()), kind)).collect()
}

/// Someone who drinks tea, two cups, and is asked why.
fn tea_drinker(session: &Rc<Session>) -> Survey {
    let cups = [says("cups", &[Answer::Integer(2)]), goes_on()];
    does(begins(session), [says("drink", &[code("tea")]), goes_on()].into_iter().chain(cups))
}

/// The same study with another information sheet.
fn with_new_sheet(session: &Session) -> Rc<Session> {
    let terms = common::terms(&session.instrument, "another sheet", "hash");
    Rc::new(session_of(study(session), terms, None))
}

/// A study without tea, whose sheet and statements are the same.
fn without_tea() -> Rc<Session> {
    let mut items = drinks();
    items[1]["item"][0]["answerOption"].as_array_mut().unwrap().remove(0);
    let study = Study { instrument: common::instrument(&items), ..common::shipped() };
    let terms = common::terms(&study.instrument, "sheet", "another hash");
    Rc::new(session_of(study, terms, None))
}

/// The record of someone who submitted that they drink coffee.
fn coffee_record(session: &Rc<Session>) -> String {
    let state = submits(does(checks(session), [says("drink", &[code("coffee")])]));
    answers_in(&state).unwrap().text
}

/// The file of a sealed record, as far as anyone here can tell.
const SEALED: &str = "-----BEGIN AGE ENCRYPTED FILE-----\nsealed";
