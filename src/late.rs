//! What a person needs only once the first questions are answered, or comes back, or shares the device. It can be a part of
//! the program that is loaded while they read: whatever is used here alone goes there.

use crate::during::During;
use crate::effects::Effect;
use crate::model::{Message, Survey};
use crate::route::Route;
use crate::screen;
use crate::services::Services;
use crate::words;
use browser::history;
use futures::future::LocalBoxFuture;
use std::rc::Rc;
use storage::database::StorageError;
use yew::prelude::*;

/// The later part of the program.
pub struct Late {
    pub(super) start: fn(Start) -> LocalBoxFuture<'static, Survey>,
    pub(super) settle: fn(Rc<Services>, Callback<Message>) -> LocalBoxFuture<'static, ()>,
    pub(super) look_for_news: fn(Rc<Services>, Callback<Message>) -> LocalBoxFuture<'static, ()>,
    pub(super) update: fn(&mut Survey, Message),
    pub(super) perform: fn(Effect, Rc<Services>, Callback<Message>) -> LocalBoxFuture<'static, ()>,
    pub(super) keep_draft: fn(&Services, &During, &Callback<Message>),
    pub(super) view: fn(&Survey, &Callback<Message>) -> Html,
    /// The heading, and the title of the window.
    pub(super) titles: fn(&Survey) -> (String, String),
}

/// What a page starts with on which something was left.
pub(super) struct Start {
    pub(super) services: Rc<Services>,
    pub(super) trouble: Option<StorageError>,
    pub(super) questionnaire: String,
    pub(super) analysis: String,
}

/// All of it.
pub static LATE: Late = Late {
    start: |start| Box::pin(start.survey()),
    settle: |services, send| {
        Box::pin(async move {
            if services.is_shared() {
                services.open_to_all(&send).await;
            }
            services.look_for_news(&send).await;
        })
    },
    look_for_news: |services, send| Box::pin(async move { services.look_for_news(&send).await }),
    update: Survey::update,
    perform: |effect, services, send| Box::pin(async move { effect.perform(&services, &send).await }),
    keep_draft: Services::keep_draft,
    view: screen::view,
    titles: |survey| (words::heading(survey), words::title(survey)),
};

impl Start {
    async fn survey(self) -> Survey {
        let Self { services, trouble, questionnaire, analysis } = self;
        let stored = match trouble {
            Some(trouble) => Err(trouble),
            None => services.stored().await,
        };
        services.gather(questionnaire, analysis).await;
        Survey::new(&services.session, Route::read(&history::place()), stored)
    }
}

/// How the later part is loaded.
#[derive(Debug, Clone, Copy, Properties)]
pub struct Loader {
    /// Loads it, or says that it could not be had. A later call tries again.
    pub load: fn() -> LocalBoxFuture<'static, Result<&'static Late, NotLoaded>>,
}

/// The later part could not be had: the network is gone, or the host has another build by now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotLoaded;

impl PartialEq for Loader {
    /// A page has one.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl std::fmt::Debug for Late {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("Late")
    }
}
