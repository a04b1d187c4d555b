//! The app: one state, changed by one function, and one place where it meets the outside.

use super::context::HistoryStep;
use super::effects::Effect;
use super::model::{Message, Survey, View};
use super::route::{self, Route};
use super::screen;
use super::services::Services;
use super::shell::Program;
use super::words;
use super::{before, start, turn};
use crate::browser::{document, history, offline};
use crate::survey::interview::Stage;
use crate::ui::form::ERROR_SUMMARY;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// The app while it runs: its state, and what of it the page around shows.
#[derive(Debug)]
pub struct App {
    survey: Survey,
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
        let (survey, services) = start::start().await?;
        Ok(Self {
            survey,
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
        if self.survey.ignores(&message) {
            return false;
        }
        if let Message::Arrived(route) = &message {
            self.route = Some(route.clone());
        }
        let turns = self.survey.context.is_shared() && is_turn(&message);
        let renews = self.survey.context.effect == Some(Effect::Renew);
        let was_in_use = self.survey.model.is_in_use() || self.survey.context.effect.is_some() && !renews;
        self.survey.update(message);
        if turns {
            self.begins();
            document::fill_screen();
        }
        self.keep_draft(send);
        self.perform_effect(send);
        if !self.survey.has_draft() {
            self.services.release();
        }
        let is_free = self.survey.context.is_shared()
            && !self.survey.model.is_in_use()
            && self.survey.context.effect.is_none();
        if is_free && was_in_use {
            self.look_for_news(send.clone());
        }
        true
    }

    fn view(&self, send: &Callback<Message>) -> Html {
        screen::view(&self.survey, send)
    }

    fn set_page(&mut self) {
        let Survey { context, model } = &self.survey;
        // While the draft is being claimed nobody knows yet where the person is.
        if matches!(context.effect, Some(Effect::Claim { .. })) {
            return;
        }
        let page = Page {
            route: self.survey.route(),
            view: model.view(),
            stage: model.during().map(|during| during.interview.stage().clone()),
            heading: words::heading(&self.survey),
            complaints: context.complaint.times,
        };
        // The person may have gone to an address that leads back to where they are.
        if self.route.as_ref() != Some(&page.route) {
            arrive(&page.route, context.history_step);
            self.route = Some(page.route.clone());
        }
        let title = words::title(&self.survey);
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
        let reading_the_sheet = self.page.is_none() && page.view == View::Sheet && !context.is_shared();
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
    /// Has the draft written once for each change of the interview. Another interview counts from the start.
    fn keep_draft(&mut self, send: &Callback<Message>) {
        let during = self.survey.model.during();
        let changes = during.map_or(0, |during| during.changes);
        if let Some(during) = during.filter(|_| self.kept != changes) {
            self.services.keep_draft(during, send);
        }
        self.kept = changes;
    }

    /// Makes a shared device ready for one person after another.
    fn open_to_all(&self, send: Callback<Message>) {
        if self.survey.context.is_shared() {
            let services = self.services.clone();
            spawn_local(async move { services.open_to_all(&send).await });
        }
    }

    /// Looks whether there is a newer version or study.
    fn look_for_news(&self, send: Callback<Message>) {
        let services = self.services.clone();
        spawn_local(async move { services.look_for_news(&send).await });
    }

    /// Begins what is to be done outside, once.
    fn perform_effect(&mut self, send: &Callback<Message>) {
        if self.effect == self.survey.context.effect {
            return;
        }
        self.effect.clone_from(&self.survey.context.effect);
        if let Some(effect) = self.effect.clone() {
            let (services, send) = (self.services.clone(), send.clone());
            spawn_local(async move { effect.perform(&services, &send).await });
        }
    }

    /// Adds the one address of a shared device's interviews as soon as somebody begins: to fill the screen uses up their
    /// click, and Safari's Back passes over an address that was added without one.
    fn begins(&mut self) {
        let begins = matches!(self.survey.context.effect, Some(Effect::Claim { .. }))
            || self.survey.route() == Route::Survey;
        if begins && self.route != Some(Route::Survey) {
            arrive(&Route::Survey, HistoryStep::Push);
            self.route = Some(Route::Survey);
        }
    }
}

/// Whether a message is of somebody who begins, or makes room for the next.
fn is_turn(message: &Message) -> bool {
    matches!(message, Message::Before(before::Message::Agreed) | Message::Turn(turn::Message::Finished))
}

/// Follows the browser's Back and Forward, links and the address bar.
fn follow_history(send: &Callback<Message>) {
    let send = send.clone();
    history::on_change(move |route| {
        if let Some(route) = Route::read(&route) {
            send.emit(Message::Arrived(route));
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
