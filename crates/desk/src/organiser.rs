//! What the organiser is at, and what follows from each thing that happens: the open page, the lock before it and the way
//! from one to the next. Pure.

use super::page::{self, Page, locked};
use super::route::Route;
use super::services::News;
use super::session::{Lock, Session};

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The organiser came to a place.
    Arrived(Route),
    /// A second has passed.
    Second(f64),
    /// Nobody has touched the page for so many seconds.
    Idle(u32),
    /// Stay behind the PIN.
    Stay,
    /// Stop what is going on.
    Cancel,
    /// Something came from outside that no page asked for.
    News(News),
    /// Something happened on a page.
    Page(page::Message),
}

/// What is to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Stop what is going on.
    Stop,
    /// Forget every private key.
    Lock,
    /// For a page.
    Page(page::Effect),
}

/// For how long after the last call for it a warning stays, in milliseconds: it is called for every second while nobody
/// is there.
const WARNING: f64 = 2_500.0;

/// What the organiser is at.
#[derive(Debug, Clone, PartialEq)]
pub struct Organiser {
    /// Where the organiser is.
    pub route: Route,
    /// What all pages share.
    pub session: Session,
    /// The open page.
    pub page: Page,
    /// Whether a warning is shown that the PIN will be needed again, and when it was last called for.
    pub warned: Option<f64>,
}

impl Organiser {
    /// Someone who came to a place.
    pub fn new(route: Route, session: Session) -> Self {
        let mut organiser = Self { route, page: Page::of(route, &session), session, warned: None };
        organiser.keep_lock();
        organiser
    }

    /// Whether the PIN is all that is shown.
    pub fn is_locked(&self) -> bool {
        self.session.lock == Lock::Closed
    }

    /// What follows from a message, and what is to be done outside.
    pub fn update(&mut self, message: Message) -> Option<Effect> {
        let effect = match message {
            Message::Arrived(route) => {
                self.route = route;
                if self.is_locked() {
                    None
                } else {
                    self.session.task.clear();
                    self.open()
                }
            }
            Message::Second(now) => self.wait_a_second(now),
            Message::Idle(seconds) => self.idle(seconds),
            Message::Stay => {
                self.warned = None;
                None
            }
            Message::Cancel => Some(Effect::Stop),
            Message::News(News::Looked(look)) => {
                self.session.see(*look);
                None
            }
            Message::News(News::Examined(examined)) => {
                self.session.examined = examined;
                None
            }
            Message::News(News::WorkerStopped) => {
                self.session.lose_keys();
                None
            }
            // Behind the PIN nothing else can be done.
            Message::Page(message) if self.is_locked() && !matches!(message, page::Message::Locked(_)) => {
                None
            }
            Message::Page(message) => self.page.update(&mut self.session, message).map(Effect::Page),
        };
        let opened = self.keep_lock();
        effect.or(opened)
    }

    /// The lock decides which page is open. Whatever was typed on the one before goes with it.
    fn keep_lock(&mut self) -> Option<Effect> {
        match (self.is_locked(), matches!(self.page, Page::Locked(_))) {
            (true, false) => {
                self.page = Page::Locked(locked::Locked::default());
                None
            }
            (false, true) => self.open(),
            _ => None,
        }
    }

    /// Opens the page of the place where the organiser is.
    fn open(&mut self) -> Option<Effect> {
        self.page = Page::of(self.route, &self.session);
        self.page.needs(&self.session).map(Effect::Page)
    }

    fn wait_a_second(&mut self, now: f64) -> Option<Effect> {
        self.session.now = now;
        if self.warned.is_some_and(|last| now - last > WARNING) {
            self.warned = None;
        }
        let second = page::Message::Locked(locked::Message::Second);
        self.is_locked().then(|| self.page.update(&mut self.session, second))?.map(Effect::Page)
    }

    fn idle(&mut self, seconds: u32) -> Option<Effect> {
        if self.session.lock != Lock::Open || self.session.task.busy().is_some() {
            return None;
        }
        let pause = self.session.files.pause();
        if seconds < pause.idle_seconds + pause.warning_seconds {
            self.warned = Some(self.session.now);
            return None;
        }
        self.warned = None;
        self.session.close();
        Some(Effect::Lock)
    }
}
