//! The app: one state, changed by one function, and one place where it meets the outside.

use crate::context::HistoryStep;
use crate::effects::{Effect, claim_first};
use crate::late::{Late, Loader, Rest, Unread, Whole};
use crate::model::{Message, Survey, View};
use crate::route::{self, Route};
use crate::screen;
use crate::services::Services;
use crate::session::Afterwards;
use crate::words::headings;
use crate::{before, start, turn};
use browser::{document, history, offline};
use engine::interview::Stage;
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use ui::form::ERROR_SUMMARY;
use ui::shell::Program;
use yew::platform::spawn_local;
use yew::prelude::*;

/// After how many milliseconds the later part of the program is asked for again.
const LOAD_AGAIN: u32 = 5_000;

/// For how many milliseconds what follows from an answer may be drawn before it is kept: nobody is to wait for a long draft
/// to be written.
const UNTIL_DRAWN: u32 = 50;

/// The app while it runs: its state, and what of it the page around shows.
#[derive(Debug)]
pub struct App {
    survey: Survey,
    services: Rc<Services>,
    loader: Loader,
    rest: Rest,
    /// Whether the service worker was told that the study is one to keep.
    is_told_valid: bool,
    effect: Option<Effect>,
    page: Option<Page>,
    /// The title of the window. An error that goes while somebody types changes it, and leaves them where they are.
    title: String,
    /// Which of the interview's changes was given to be kept.
    kept: u32,
    /// Whether something has happened since that may not be drawn yet.
    is_drawing: bool,
    /// Where the address bar says that the person is, as far as the app has been told: someone who presses Forward
    /// twice may be further already.
    route: Option<Route>,
}

/// What happened to the app.
pub enum AppMessage {
    /// Something happened in the survey.
    Happened(Message),
    /// The later part of the program and the whole study are here, or not.
    Loaded(Result<(&'static Late, Box<Whole>), Unread>),
    /// What followed from something that happened is drawn.
    Drawn,
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
    type Message = AppMessage;
    type Properties = Loader;

    async fn start(loader: Loader) -> Result<Self, Vec<String>> {
        let (survey, services, rest) = start::start(loader).await?;
        Ok(Self {
            survey,
            services,
            loader,
            rest,
            is_told_valid: false,
            effect: None,
            page: None,
            title: String::new(),
            kept: 0,
            is_drawing: false,
            route: None,
        })
    }

    fn begin(&mut self, send: &Callback<AppMessage>) {
        let tell = happens(send);
        follow_history(&tell);
        self.route = Route::read(&history::place());
        match self.rest.late() {
            Some(late) => self.settle(late, &tell),
            None => self.load(0, send),
        }
    }

    fn update(&mut self, message: AppMessage, send: &Callback<AppMessage>) -> bool {
        let tell = happens(send);
        match (message, &mut self.rest) {
            (AppMessage::Happened(message), _) => {
                let is_new = self.follow(message, &tell);
                if is_new && !self.is_drawing {
                    self.is_drawing = true;
                    let send = send.clone();
                    Timeout::new(UNTIL_DRAWN, move || send.emit(AppMessage::Drawn)).forget();
                }
                return is_new;
            }
            (AppMessage::Drawn, _) => {
                self.is_drawing = false;
                self.keep_draft(&tell);
                return false;
            }
            (AppMessage::Loaded(Ok((late, whole))), rest) => {
                let (.., afterwards) = Afterwards::apart(whole.study);
                let _ = self.services.session.afterwards.set(afterwards); // it is loaded once
                let Rest::Coming { waiting, .. } = std::mem::replace(rest, Rest::Here(late)) else {
                    return false;
                };
                self.settle(late, &tell);
                for message in waiting {
                    self.follow(message, &tell);
                }
                self.keep_draft(&tell);
            }
            (AppMessage::Loaded(Err(Unread::Missing(lines))), Rest::Coming { missing, .. }) => {
                *missing = lines;
                self.load(LOAD_AGAIN, send);
            }
            (AppMessage::Loaded(Err(Unread::Missing(_))), _) => return false,
            (AppMessage::Loaded(Err(Unread::Invalid(defects))), rest) => {
                *rest = Rest::Invalid(defects.clone());
                self.services.release();
                spawn_local(async move { drop(start::invalid(defects).await) });
            }
        }
        true
    }

    fn view(&self, send: &Callback<AppMessage>) -> Html {
        let tell = happens(send);
        match &self.rest {
            Rest::Coming { waiting, missing, .. } => {
                screen::first_view(&self.survey, missing, !waiting.is_empty(), &tell)
            }
            Rest::Here(late) => (late.view)(&self.survey, &tell),
            Rest::Invalid(defects) => Self::cannot_start(defects),
        }
    }

    fn set_page(&mut self) {
        let Survey { context, model } = &self.survey;
        if let Rest::Invalid(_) = self.rest {
            document::set_title(&headings::sheet_title()); // as where the page can't start
            return document::show_sheet(true);
        }
        // A study that can't be shown is not one to keep.
        if self.rest.late().is_some() && !std::mem::replace(&mut self.is_told_valid, true) {
            offline::report_valid();
        }
        // While the draft is being claimed nobody knows yet where the person is.
        if matches!(context.effect, Some(Effect::Claim { .. })) {
            return;
        }
        let (heading, title) = match self.rest.late() {
            Some(late) => (late.titles)(&self.survey),
            None => (headings::first_heading(&self.survey), headings::first_title(&self.survey)),
        };
        let page = Page {
            route: self.survey.route(),
            view: model.view(),
            stage: model.during().map(|during| during.interview.stage().clone()),
            heading,
            complaints: context.complaint.times,
        };
        // The person may have gone to an address that leads back to where they are. While something waits nobody knows yet.
        let waits = matches!(&self.rest, Rest::Coming { waiting, .. } if !waiting.is_empty());
        if !waits && self.route.as_ref() != Some(&page.route) {
            arrive(&page.route, context.history_step);
            self.route = Some(page.route.clone());
        }
        if self.title != title {
            document::set_title(&title);
            self.title = title;
        }
        if self.page.as_ref() == Some(&page) {
            return;
        }
        document::show_sheet(model.shows_sheet());
        // A shared device may load itself again where it was scrolled to.
        let reading_the_sheet = self.page.is_none() && page.view == View::Sheet && !context.is_shared();
        match page.complaints {
            0 if reading_the_sheet => {}
            0 => {
                let place = self.rest.late().and_then(|late| (late.place_in)(&self.survey));
                let place =
                    if page.view == View::Consent { Some(screen::STATEMENTS.to_owned()) } else { place };
                match place.filter(|place| document::has(place)) {
                    Some(place) => document::focus(&place),
                    None => document::focus_heading(),
                }
            }
            _ => document::focus(ERROR_SUMMARY),
        }
        self.page = Some(page);
    }

    fn cannot_start(reasons: &[String]) -> Html {
        screen::cannot_start(reasons)
    }
}

impl App {
    /// What follows from something that happened. Returns whether there is anything new to see.
    fn follow(&mut self, message: Message, send: &Callback<Message>) -> bool {
        if self.survey.ignores(&message) {
            return false;
        }
        if let Message::Arrived(route) = &message {
            self.route = Some(route.clone());
        }
        let turns = self.survey.context.is_shared() && is_turn(&message);
        let renews = self.survey.context.effect == Some(Effect::Renew);
        let was_in_use = self.survey.model.is_in_use() || self.survey.context.effect.is_some() && !renews;
        match &mut self.rest {
            Rest::Here(late) => (late.update)(&mut self.survey, message),
            Rest::Coming { .. } if self.survey.is_first(&message) => self.survey.update_first(message),
            Rest::Coming { waiting, .. } => waiting.push(message),
            Rest::Invalid(_) => return false,
        }
        if turns {
            self.begins();
            document::fill_screen();
        }
        self.perform_effect(send);
        if !self.survey.has_draft() {
            self.services.release();
        }
        let is_free = self.survey.context.is_shared()
            && !self.survey.model.is_in_use()
            && self.survey.context.effect.is_none();
        if let Some(late) = self.rest.late().filter(|_| is_free && was_in_use) {
            spawn_local((late.look_for_news)(self.services.clone(), send.clone()));
        }
        true
    }

    /// Loads the later part and the whole study, after so many milliseconds.
    fn load(&self, after: u32, send: &Callback<AppMessage>) {
        let Rest::Coming { files, .. } = &self.rest else { return };
        let (load, send) = (Late::load(self.loader, files.clone()), send.clone());
        let load = async move { send.emit(AppMessage::Loaded(load.await)) };
        Timeout::new(after, move || spawn_local(load)).forget();
    }

    /// Does what had to wait for the later part.
    fn settle(&mut self, late: &'static Late, send: &Callback<Message>) {
        self.keep_draft(send);
        self.perform_effect(send);
        spawn_local((late.settle)(self.services.clone(), send.clone()));
    }

    /// Has the draft written once for each change of the interview. Another interview counts from the start.
    fn keep_draft(&mut self, send: &Callback<Message>) {
        let Some(late) = self.rest.late() else { return };
        if self.survey.context.is_submitting() {
            return; // the record takes the draft's place
        }
        let during = self.survey.model.during();
        let changes = during.map_or(0, |during| during.changes);
        if let Some(during) = during.filter(|_| self.kept != changes) {
            (late.keep_draft)(&self.services, during, send);
        }
        self.kept = changes;
    }

    /// Begins what is to be done outside, once.
    fn perform_effect(&mut self, send: &Callback<Message>) {
        if self.effect == self.survey.context.effect {
            return;
        }
        self.effect.clone_from(&self.survey.context.effect);
        let Some(effect) = self.effect.clone() else { return };
        let (services, send) = (self.services.clone(), send.clone());
        match (self.rest.late(), effect) {
            (Some(late), effect) => spawn_local((late.perform)(effect, services, send)),
            (None, Effect::Claim { take_over }) => {
                spawn_local(async move { claim_first(&services, take_over, &send).await });
            }
            (None, _) => {} // nothing else is begun before it is here
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

/// For whatever happens in the survey.
fn happens(send: &Callback<AppMessage>) -> Callback<Message> {
    send.reform(AppMessage::Happened)
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
