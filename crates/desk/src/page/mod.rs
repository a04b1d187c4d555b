//! The organiser's pages. Each has in its file what it knows, what can happen, what is to be done, how it looks, and its
//! words, in this order; what is a noun of its own there has a file in its folder. It is dropped when it is left.

pub mod event;
pub mod keys;
pub mod locked;
pub mod opening;
pub mod overview;
pub mod ready;
pub mod records;
pub mod withdrawal;

use super::route::Route;
use super::services::Services;
use super::session::Session;
use super::trouble::no_storage;
use event::Event;
use keys::Keys;
use locked::Locked;
use opening::Opening;
use overview::Overview;
use ready::Ready;
use records::Records;
use ui::markup::{all, callout, element, link, paragraph, text};
use withdrawal::Withdrawal;
use yew::prelude::{AttrValue, Callback, Html};

/// Declares the pages, each by its name in its module.
macro_rules! pages {
    ($($(#[$doc:meta])* $page:ident in $module:ident),* $(,)?) => {
        /// The page that is open.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Page { $($(#[$doc])* $page($page)),* }

        /// What happened on a page.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Message { $($(#[$doc])* $page($module::Message)),* }

        /// What is to be done for a page.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Effect { $($(#[$doc])* $page($module::Effect)),* }

        $(impl From<$module::Message> for Message {
            fn from(message: $module::Message) -> Self {
                Self::$page(message)
            }
        })*

        $(impl From<$module::Effect> for Effect {
            fn from(effect: $module::Effect) -> Self {
                Self::$page(effect)
            }
        })*

        impl Page {
            /// What follows from a message. What was begun on a page that was left still tells the session how it went.
            pub fn update(&mut self, session: &mut Session, message: Message) -> Option<Effect> {
                match (self, message) {
                    $((Self::$page(page), Message::$page(message)) => {
                        page.update(session, message).map(Effect::$page)
                    })*
                    $((_, Message::$page(message)) => {
                        $page::default().update(session, message).map(Effect::$page)
                    })*
                }
            }

            /// What stands on the page.
            pub fn view(&self, session: &Session, send: &Callback<Message>) -> Html {
                match self { $(Self::$page(page) => page.view(session, &send.reform(Message::$page))),* }
            }
        }

        impl Effect {
            /// Does what is to be done outside, and tells how it went.
            pub async fn perform(self, services: &Services, send: &Callback<Message>) {
                match self { $(Self::$page(effect) => effect.perform(services, &send.reform(Message::$page)).await),* }
            }
        }
    };
}

pages! {
    /// The PIN, before all others.
    Locked in locked,
    /// Whether the device is ready.
    Ready in ready,
    /// Event mode.
    Event in event,
    /// The records on the device.
    Records in records,
    /// What the desk holds, and the way on.
    Overview in overview,
    /// The organiser's keys.
    Keys in keys,
    /// Opening what devices handed over.
    Opening in opening,
    /// Deleting a record on request.
    Withdrawal in withdrawal,
}

impl Page {
    /// The page of a place, as it is when somebody comes there.
    pub fn of(route: Route, session: &Session) -> Self {
        match route {
            Route::Ready => Self::Ready(Ready::default()),
            Route::Event => Self::Event(Event::new(session)),
            Route::Records => Self::Records(Records::new(session)),
            Route::Desk => Self::Overview(Overview),
            Route::Keys => Self::Keys(Keys::default()),
            Route::Opening => Self::Opening(Opening::default()),
            Route::Withdrawal => Self::Withdrawal(Withdrawal::default()),
        }
    }

    /// What it needs from outside before it can be shown as a whole.
    pub fn needs(&self, session: &Session) -> Option<Effect> {
        match self {
            Self::Opening(_) => opening::people_of(session).map(Effect::Opening),
            _ => None,
        }
    }

    /// What is wrong with what was entered.
    pub fn errors(&self) -> Vec<(Option<String>, String)> {
        match self {
            Self::Locked(page) => page.inputs.errors(),
            Self::Ready(page) => page.inputs.errors(),
            Self::Event(page) => page.inputs.errors(),
            Self::Records(page) => page.inputs.errors(),
            Self::Overview(_) => Vec::new(),
            Self::Keys(page) => page.inputs.errors(),
            Self::Opening(page) => page.inputs.errors(),
            Self::Withdrawal(page) => page.inputs.errors(),
        }
    }

    /// What it adds to what was told last.
    pub fn added(&self, session: &Session, send: &Callback<Message>) -> Html {
        match self {
            Self::Records(page) => page.added(&send.reform(Message::Records)),
            Self::Withdrawal(page) => page.added(session),
            _ => Html::default(),
        }
    }

    /// Its heading.
    pub fn heading(&self) -> &'static str {
        match self {
            Self::Locked(_) => "Enter the PIN of this device",
            Self::Ready(_) => "Is this device ready?",
            Self::Event(_) => "Event mode",
            Self::Records(_) => "Records on this device",
            Self::Overview(_) => "The organiser's desk",
            Self::Keys(_) => "Keys",
            Self::Opening(_) => "Open what devices handed over",
            Self::Withdrawal(_) => "Delete a record on request",
        }
    }
}

/// That the desk can keep nothing, why, and what to do.
fn desk_trouble(session: &Session) -> Html {
    let Some(trouble) = &session.desk_trouble else { return Html::default() };
    callout("Nothing can be kept in this browser", paragraph(no_storage(trouble)))
}

/// A heading within a part of a page.
fn third_heading(words: impl Into<AttrValue>) -> Html {
    element("h3", "nhsuk-heading-s", text(words))
}

/// Rows of what is known: what it is, and how it is.
fn rows(rows: impl IntoIterator<Item = (Html, Html)>) -> Html {
    let row = |(key, value)| {
        let key = element("dt", "nhsuk-summary-list__key", key);
        let value = element("dd", "nhsuk-summary-list__value", value);
        element("div", "nhsuk-summary-list__row", all([key, value]))
    };
    element("dl", "nhsuk-summary-list", rows.into_iter().map(row).collect())
}

/// A link to a place of the organiser's.
fn route_link(route: Route, words: &'static str) -> Html {
    link("app-way", format!("#{route}"), text(words))
}
