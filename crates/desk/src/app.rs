//! The organiser's pages as a program: they start, hear of the address bar, the clock and whether anybody is there, and
//! move the focus.

use super::frame;
use super::organiser::{Effect, Message, Organiser};
use super::route::Route;
use super::services::Services;
use super::session::Session;
use super::task::{BUSY, NOTICE};
use browser::{clock, document, history, idle};
use gloo::timers::callback::Interval;
use std::rc::Rc;
use ui::form::ERROR_SUMMARY;
use ui::shell::Program;
use yew::platform::spawn_local;
use yew::prelude::*;

/// The program: what the organiser is at, and what of it the page around shows.
#[derive(Debug)]
pub struct Desk {
    organiser: Organiser,
    services: Rc<Services>,
    seen: Option<Seen>,
    clock: Option<Interval>,
}

/// What the page around depends on.
#[derive(Debug, PartialEq)]
struct Seen {
    route: Route,
    locked: bool,
    title: String,
    told: u32,
    busy: bool,
}

impl Program for Desk {
    type Message = Message;

    type Properties = ();

    async fn start((): ()) -> Result<Self, Vec<String>> {
        document::show_sheet(false);
        let services = Services::start().await?;
        let route = Route::read(&history::place()).unwrap_or(Route::Ready);
        let look = services.look().await;
        let session = Session::new(services.files.clone(), look, services.archive().await);
        let organiser = Organiser::new(route, session);
        Ok(Self { organiser, services: Rc::new(services), seen: None, clock: None })
    }

    fn begin(&mut self, send: &Callback<Message>) {
        self.services.tell(send.reform(Message::News));
        let arrived = send.clone();
        history::on_change(move |route| {
            if let Some(route) = Route::read(&route) {
                arrived.emit(Message::Arrived(route));
            }
        });
        let idled = send.reform(Message::Idle);
        let seconds = self.organiser.session.files.pause().idle_seconds;
        idle::watch(seconds, move |seconds| idled.emit(seconds));
        let ticked = send.reform(Message::Second);
        self.clock = Some(Interval::new(1000, move || ticked.emit(clock::now())));
        let services = self.services.clone();
        spawn_local(async move {
            services.find_out().await;
        });
    }

    fn update(&mut self, message: Message, send: &Callback<Message>) -> bool {
        let passing = matches!(message, Message::Second(_));
        let seen = |organiser: &Organiser| (organiser.session.attempts().wait, organiser.warned.is_some());
        let before = seen(&self.organiser);
        if let Some(effect) = self.organiser.update(message) {
            let (services, send) = (self.services.clone(), send.reform(Message::Page));
            spawn_local(async move {
                match effect {
                    Effect::Stop => services.stop(),
                    // A worker that has stopped holds no key either.
                    Effect::Lock => drop(services.lock().await),
                    Effect::Page(effect) => effect.perform(&services, &send).await,
                }
            });
        }
        self.services.hold(self.organiser.session.is_in_use());
        !passing || before != seen(&self.organiser)
    }

    fn view(&self, send: &Callback<Message>) -> Html {
        frame::view(&self.organiser, send)
    }

    fn set_page(&mut self) {
        let Organiser { route, session, page, .. } = &self.organiser;
        let seen = Seen {
            route: *route,
            locked: self.organiser.is_locked(),
            title: frame::title(page),
            told: session.task.told(),
            busy: session.task.busy().is_some(),
        };
        if self.seen.as_ref() == Some(&seen) {
            return;
        }
        document::set_title(&seen.title);
        let told = self.seen.as_ref().is_some_and(|before| before.told != seen.told);
        match &self.seen {
            _ if told && !page.errors().is_empty() => document::focus(ERROR_SUMMARY),
            _ if told && session.task.notice().is_some() => document::focus(NOTICE),
            Some(before) if seen.busy && !before.busy => document::focus(BUSY),
            Some(before) if before.busy && !seen.busy && !told => document::focus_heading(),
            Some(before) if !told && before.route == seen.route && before.locked == seen.locked => {}
            _ => document::focus_heading(),
        }
        self.seen = Some(seen);
    }

    fn cannot_start(reasons: &[String]) -> Html {
        frame::cannot_start(reasons)
    }
}
