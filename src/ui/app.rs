//! The app: one state, changed by one function, and one place where it meets the outside.

use super::effects::{self, Services};
use super::route::{self, Route};
use super::screen;
use super::state::{Effect, HistoryStep, Message, State, View};
use super::words;
use crate::browser::{document, history, offline};
use crate::survey::interview::Stage;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// The app, from its start.
#[derive(Debug)]
pub enum App {
    /// The study's files and the storage are on their way. The information sheet is there to be read meanwhile.
    Starting,
    /// It can't start, for these reasons.
    Stopped(Vec<String>),
    /// It runs.
    Running(Box<Running>),
}

/// The app while it runs: its state, and what of it the page around shows.
#[derive(Debug)]
pub struct Running {
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

/// What happened to the app.
#[derive(Debug)]
pub enum AppMessage {
    /// It started, or it can't.
    Started(Box<Result<(State, Services), Vec<String>>>),
    /// Something happened in it.
    Happened(Message),
}

impl Component for App {
    type Message = AppMessage;
    type Properties = ();

    fn create(context: &Context<Self>) -> Self {
        context.link().send_future(async { AppMessage::Started(Box::new(effects::start().await)) });
        Self::Starting
    }

    fn update(&mut self, context: &Context<Self>, message: AppMessage) -> bool {
        let act = context.link().callback(AppMessage::Happened);
        match (message, &mut *self) {
            (AppMessage::Started(started), _) => match *started {
                Err(reasons) => *self = Self::Stopped(reasons),
                Ok((state, services)) => {
                    follow_history(&act);
                    let route = Route::read(&history::place());
                    let mut running = Running {
                        state,
                        services: Rc::new(services),
                        effect: None,
                        page: None,
                        title: String::new(),
                        kept: 0,
                        route,
                    };
                    running.perform_effect(&act);
                    running.open_to_all(act.clone());
                    running.look_for_news(act);
                    *self = Self::Running(Box::new(running));
                }
            },
            (AppMessage::Happened(message), Self::Running(running)) => {
                if running.state.ignores(&message) {
                    return false;
                }
                if let Message::Arrived(route) = &message {
                    running.route = Some(route.clone());
                }
                let turns =
                    running.state.is_shared() && matches!(message, Message::Agreed | Message::Finished);
                let renews = running.state.effect == Some(Effect::Renew);
                let was_in_use = running.state.is_in_use() || running.state.effect.is_some() && !renews;
                running.state.update(message);
                if turns {
                    running.begins();
                    document::fill_screen();
                }
                if running.kept != running.state.changes {
                    running.kept = running.state.changes;
                    running.services.keep_draft(&running.state, &act);
                }
                running.perform_effect(&act);
                if !running.state.has_draft() {
                    running.services.release();
                }
                if running.state.is_shared()
                    && was_in_use
                    && !running.state.is_in_use()
                    && running.state.effect.is_none()
                {
                    running.look_for_news(act);
                }
            }
            (AppMessage::Happened(_), _) => {}
        }
        true
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

    /// Makes the page around the app follow: sheet, address bar, title, focus.
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
            _ => document::focus(screen::ERROR_SUMMARY),
        }
        self.page = Some(page);
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
