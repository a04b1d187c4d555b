//! The organiser's pages: one state, changed by one function, and one place where they meet the outside.

use super::effects::{self, Services};
use super::route::Route;
use super::screen;
use super::state::{Effect, Message, State};
use super::words;
use crate::browser::{clock, document, history, idle};
use gloo::timers::callback::Interval;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// The pages, from their start.
#[derive(Debug)]
pub enum Desk {
    /// The study's files and the storage are on their way.
    Starting,
    /// They can't start, for these reasons.
    Stopped(Vec<String>),
    /// They run.
    Running(Box<Running>),
}

/// The pages while they run: their state, and what of it the page around shows.
#[derive(Debug)]
pub struct Running {
    state: State,
    services: Rc<Services>,
    page: Option<Page>,
    _clock: Interval,
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

/// What happened to the pages.
#[derive(Debug)]
pub enum AppMessage {
    /// They started, or they can't.
    Started(Box<Result<(State, Services), Vec<String>>>),
    /// Something happened in them.
    Happened(Message),
}

impl Component for Desk {
    type Message = AppMessage;
    type Properties = ();

    fn create(context: &Context<Self>) -> Self {
        document::show_sheet(false);
        context.link().send_future(async { AppMessage::Started(Box::new(effects::start().await)) });
        Self::Starting
    }

    fn update(&mut self, context: &Context<Self>, message: AppMessage) -> bool {
        let act = context.link().callback(AppMessage::Happened);
        match (message, &mut *self) {
            (AppMessage::Started(started), _) => {
                *self = match *started {
                    Err(reasons) => Self::Stopped(reasons),
                    Ok((state, services)) => Self::Running(Box::new(Running::begin(state, services, &act))),
                };
                true
            }
            (AppMessage::Happened(message), Self::Running(running)) => running.update(message, &act),
            (AppMessage::Happened(_), _) => false,
        }
    }

    fn view(&self, context: &Context<Self>) -> Html {
        match self {
            Self::Starting => Html::default(),
            Self::Stopped(reasons) => screen::cannot_start(reasons),
            Self::Running(running) => {
                screen::view(&running.state, &context.link().callback(AppMessage::Happened))
            }
        }
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        match self {
            Self::Starting => return,
            Self::Stopped(_) => {}
            Self::Running(running) => running.set_page(),
        }
        document::mark_started();
    }
}

impl Running {
    fn begin(state: State, services: Services, act: &Callback<Message>) -> Self {
        let arrived = act.clone();
        history::on_change(move |route| {
            if let Some(route) = Route::read(&route) {
                arrived.emit(Message::Arrived(route));
            }
        });
        let idled = act.clone();
        idle::watch(state.session.pause().idle_seconds, move |seconds| idled.emit(Message::Idle(seconds)));
        let ticked = act.clone();
        let clock = Interval::new(1000, move || ticked.emit(Message::Second(clock::now())));
        let services = Rc::new(services);
        let (asking, act) = (services.clone(), act.clone());
        spawn_local(async move { asking.ask_host(&act).await });
        Self { state, services, page: None, _clock: clock }
    }

    /// Returns whether there is anything new to see.
    fn update(&mut self, message: Message, act: &Callback<Message>) -> bool {
        let passing = matches!(message, Message::Second(_));
        let seen = |state: &State| (state.wait(), state.warned.is_some());
        let before = seen(&self.state);
        if let Some(effect) = self.state.update(message) {
            self.perform(effect, act);
        }
        self.services.hold(self.state.is_in_use());
        !passing || before != seen(&self.state)
    }

    fn perform(&self, effect: Effect, act: &Callback<Message>) {
        let (services, act) = (self.services.clone(), act.clone());
        spawn_local(async move { services.perform(effect, &act).await });
    }

    /// Makes the page around follow: title and focus.
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
            _ if told && !state.complaints.is_empty() => document::focus(screen::ERROR_SUMMARY),
            _ if told && state.notice.is_some() => document::focus(screen::NOTICE),
            (_, Some(before)) if page.busy && !before.busy => document::focus(screen::BUSY),
            (_, Some(before)) if before.busy && !page.busy && !told => document::focus_heading(),
            (_, Some(before)) if !told && before.route == page.route && before.locked == page.locked => {}
            _ => document::focus_heading(),
        }
        self.page = Some(page);
    }
}
