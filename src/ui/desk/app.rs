//! The organiser's pages: one state, changed by one function, and one place where they meet the outside.

use super::effects::{self, Services};
use super::route::Route;
use super::screen;
use super::state::{Effect, Message, State};
use super::words;
use crate::browser::{clock, document, history, idle};
use crate::ui::form::ERROR_SUMMARY;
use crate::ui::shell::Program;
use gloo::timers::callback::Interval;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// The pages while they run: their state, and what of it the page around shows.
#[derive(Debug)]
pub struct Desk {
    state: State,
    services: Rc<Services>,
    page: Option<Page>,
    clock: Option<Interval>,
}

/// What the page around depends on.
#[derive(Debug, PartialEq)]
struct Page {
    route: Route,
    locked: bool,
    title: String,
    told: u32,
    busy: bool,
}

impl Program for Desk {
    type Message = Message;

    async fn start() -> Result<Self, Vec<String>> {
        document::show_sheet(false);
        let (state, services) = effects::start().await?;
        Ok(Self { state, services: Rc::new(services), page: None, clock: None })
    }

    fn begin(&mut self, send: &Callback<Message>) {
        let arrived = send.clone();
        history::on_change(move |route| {
            if let Some(route) = Route::read(&route) {
                arrived.emit(Message::Arrived(route));
            }
        });
        let idled = send.clone();
        let seconds = self.state.session.pause().idle_seconds;
        idle::watch(seconds, move |seconds| idled.emit(Message::Idle(seconds)));
        let ticked = send.clone();
        self.clock = Some(Interval::new(1000, move || ticked.emit(Message::Second(clock::now()))));
        let (services, send) = (self.services.clone(), send.clone());
        spawn_local(async move { services.ask_host(&send).await });
    }

    fn update(&mut self, message: Message, send: &Callback<Message>) -> bool {
        let passing = matches!(message, Message::Second(_));
        let seen = |state: &State| (state.wait(), state.warned.is_some());
        let before = seen(&self.state);
        if let Some(effect) = self.state.update(message) {
            self.perform(effect, send);
        }
        self.services.hold(self.state.is_in_use());
        !passing || before != seen(&self.state)
    }

    fn view(&self, send: &Callback<Message>) -> Html {
        screen::view(&self.state, send)
    }

    fn set_page(&mut self) {
        let state = &self.state;
        let page = Page {
            route: state.route,
            locked: state.is_locked(),
            title: words::title(state),
            told: state.told,
            busy: state.busy.is_some(),
        };
        if self.page.as_ref() == Some(&page) {
            return;
        }
        document::set_title(&page.title);
        let told = self.page.as_ref().is_some_and(|before| before.told != page.told);
        match (state, &self.page) {
            _ if told && !state.complaints.is_empty() => document::focus(ERROR_SUMMARY),
            _ if told && state.notice.is_some() => document::focus(screen::NOTICE),
            (_, Some(before)) if page.busy && !before.busy => document::focus(screen::BUSY),
            (_, Some(before)) if before.busy && !page.busy && !told => document::focus_heading(),
            (_, Some(before)) if !told && before.route == page.route && before.locked == page.locked => {}
            _ => document::focus_heading(),
        }
        self.page = Some(page);
    }

    fn cannot_start(reasons: &[String]) -> Html {
        screen::cannot_start(reasons)
    }
}

impl Desk {
    fn perform(&self, effect: Effect, send: &Callback<Message>) {
        let (services, send) = (self.services.clone(), send.clone());
        spawn_local(async move { services.perform(effect, &send).await });
    }
}
