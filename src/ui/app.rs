//! The app: one state, changed by one function, and one place where it meets the outside.

use super::effects::{self, Services};
use super::route::{self, Route};
use super::screen;
use super::shell::Program;
use super::state::{Effect, HistoryStep, Message, State, View};
use super::words;
use crate::browser::{document, history, offline};
use crate::survey::interview::Stage;
use crate::ui::form::ERROR_SUMMARY;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// The app while it runs: its state, and what of it the page around shows.
#[derive(Debug)]
pub struct App {
    state: State,
    services: Rc<Services>,
    effect: Option<Effect>,
    page: Option<Page>,
    /// The title of the window. An error that goes while somebody types changes it, and leaves them where they are.
    title: String,
    /// Which of the interview's changes was given to be kept.
    kept: u32,
    /// Where the address bar says that the person is, as far as the app has been told: someone who presses Forward
    /// twice may be further already.
    route: Option<Route>,
}

/// What the page around the app depends on.
#[derive(Debug, PartialEq)]
struct Page {
    route: Route,
    view: View,
    /// On a shared device neither the address nor the title tells it.
    stage: Option<Stage>,
    heading: String,
    complaints: u32,
}

impl Program for App {
    type Message = Message;

    async fn start() -> Result<Self, Vec<String>> {
        let (state, services) = effects::start().await?;
        Ok(Self {
            state,
            services: Rc::new(services),
            effect: None,
            page: None,
            title: String::new(),
            kept: 0,
            route: None,
        })
    }

    fn begin(&mut self, send: &Callback<Message>) {
        follow_history(send);
        self.route = Route::read(&history::place());
        self.perform_effect(send);
        self.open_to_all(send.clone());
        self.look_for_news(send.clone());
    }

    fn update(&mut self, message: Message, send: &Callback<Message>) -> bool {
        if self.state.ignores(&message) {
            return false;
        }
        if let Message::Arrived(route) = &message {
            self.route = Some(route.clone());
        }
        let turns = self.state.is_shared() && matches!(message, Message::Agreed | Message::Finished);
        let renews = self.state.effect == Some(Effect::Renew);
        let was_in_use = self.state.is_in_use() || self.state.effect.is_some() && !renews;
        self.state.update(message);
        if turns {
            self.begins();
            document::fill_screen();
        }
        if self.kept != self.state.changes {
            self.kept = self.state.changes;
            self.services.keep_draft(&self.state, send);
        }
        self.perform_effect(send);
        if !self.state.has_draft() {
            self.services.release();
        }
        let is_free = self.state.is_shared() && !self.state.is_in_use() && self.state.effect.is_none();
        if is_free && was_in_use {
            self.look_for_news(send.clone());
        }
        true
    }

    fn view(&self, send: &Callback<Message>) -> Html {
        screen::view(&self.state, send)
    }

    fn set_page(&mut self) {
        let state = &self.state;
        // While the draft is being claimed nobody knows yet where the person is.
        if matches!(state.effect, Some(Effect::Claim(_))) {
            return;
        }
        let page = Page {
            route: state.route(),
            view: state.view,
            stage: state.interview.as_ref().map(|interview| interview.stage().clone()),
            heading: words::heading(state),
            complaints: state.complaints,
        };
        // The person may have gone to an address that leads back to where they are.
        if self.route.as_ref() != Some(&page.route) {
            arrive(&page.route, state.history_step);
            self.route = Some(page.route.clone());
        }
        let title = words::title(state);
        if self.title != title {
            document::set_title(&title);
            self.title = title;
        }
        if self.page.as_ref() == Some(&page) {
            return;
        }
        if self.page.is_none() {
            offline::report_valid(); // a study that can't be shown is not one to keep
        }
        document::show_sheet(page.view == View::Sheet);
        // A shared device may load itself again where it was scrolled to.
        let reading_the_sheet = self.page.is_none() && page.view == View::Sheet && !state.is_shared();
        match page.complaints {
            0 if reading_the_sheet => {}
            0 => document::focus_heading(),
            _ => document::focus(ERROR_SUMMARY),
        }
        self.page = Some(page);
    }

    fn cannot_start(reasons: &[String]) -> Html {
        screen::cannot_start(reasons)
    }
}

impl App {
    /// Makes a shared device ready for one person after another.
    fn open_to_all(&self, act: Callback<Message>) {
        if self.state.is_shared() {
            let (services, pause) = (self.services.clone(), self.state.session.study.settings.pause);
            spawn_local(async move { services.open_to_all(pause, &act).await });
        }
    }

    /// Looks whether there is a newer version or study.
    fn look_for_news(&self, act: Callback<Message>) {
        let (services, shared) = (self.services.clone(), self.state.is_shared());
        spawn_local(async move { services.look_for_news(shared, &act).await });
    }

    /// Begins what is to be done outside, once.
    fn perform_effect(&mut self, act: &Callback<Message>) {
        if self.effect == self.state.effect {
            return;
        }
        self.effect.clone_from(&self.state.effect);
        if let Some(effect) = self.effect.clone() {
            let (services, act, shared) = (self.services.clone(), act.clone(), self.state.is_shared());
            spawn_local(async move { services.perform(effect, shared, &act).await });
        }
    }

    /// Adds the one address of a shared device's interviews as soon as somebody begins: to fill the screen uses up their
    /// click, and Safari's Back passes over an address that was added without one.
    fn begins(&mut self) {
        let begins =
            matches!(self.state.effect, Some(Effect::Claim(_))) || self.state.route() == Route::Survey;
        if begins && self.route != Some(Route::Survey) {
            arrive(&Route::Survey, HistoryStep::Push);
            self.route = Some(Route::Survey);
        }
    }
}

/// Follows the browser's Back and Forward, links and the address bar.
fn follow_history(act: &Callback<Message>) {
    let act = act.clone();
    history::on_change(move |route| {
        if let Some(route) = Route::read(&route) {
            act.emit(Message::Arrived(route));
        }
    });
}

/// Makes the address bar say where the person is, unless they are on their way to the organiser's pages: boot.js is
/// about to load those.
fn arrive(route: &Route, history_step: HistoryStep) {
    if route::ORGANISERS.iter().any(|begins| history::place().starts_with(begins)) {
        return;
    }
    let route = route.to_string();
    match history_step {
        HistoryStep::Push => history::push(&route),
        HistoryStep::Replace => history::replace(&route),
        HistoryStep::StepForward => history::return_to(&route),
    }
}
