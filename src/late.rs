//! What a person needs only once the first questions are answered, or comes back, or shares the device. It can be a part of
//! the program that is loaded while they read: whatever is used here alone goes there.

use crate::delivery;
use crate::during::During;
use crate::effects::Effect;
use crate::model::{Message, Survey};
use crate::route::Route;
use crate::screen;
use crate::services::Services;
use crate::start::Files;
use crate::words::{headings, trouble};
use browser::history;
use futures::future::LocalBoxFuture;
use std::rc::Rc;
use storage::database::StorageError;
use study::{FILES, Period, Standing, Study, StudyDefect};
use yew::prelude::*;

/// The later part of the program.
#[derive(Debug)]
pub struct Late {
    /// Reads the files of a study, in the order of [`FILES`], strictly.
    pub(super) read: Read,
    /// Whether an interview may begin on this day.
    pub(super) standing: fn(&Period, &str) -> Standing,
    pub(super) start: fn(Start) -> LocalBoxFuture<'static, Survey>,
    pub(super) settle: fn(Rc<Services>, Callback<Message>) -> LocalBoxFuture<'static, ()>,
    pub(super) look_for_news: fn(Rc<Services>, Callback<Message>) -> LocalBoxFuture<'static, ()>,
    pub(super) update: fn(&mut Survey, Message),
    pub(super) perform: fn(Effect, Rc<Services>, Callback<Message>) -> LocalBoxFuture<'static, ()>,
    pub(super) keep_draft: fn(&Services, &During, &Callback<Message>),
    pub(super) view: fn(&Survey, &Callback<Message>) -> Html,
    /// The heading, and the title of the window.
    pub(super) titles: fn(&Survey) -> (String, String),
    /// Where the focus goes, by its id, where that is not the heading.
    pub(super) place_in: fn(&Survey) -> Option<String>,
}

/// How far the page has come beyond the first questions.
#[derive(Debug)]
pub(super) enum Rest {
    /// The later part and the rest of the study are on their way.
    Coming {
        /// The study as far as it is here.
        files: FirstFiles,
        /// What happened that only the later part knows how to go on from.
        waiting: Vec<Message>,
        /// What could not be had the last time, in lines for the person.
        missing: Vec<String>,
    },
    /// They are here, and the study is sound.
    Here(&'static Late),
    /// The study has these defects, in lines for the person. Nothing happens any more.
    Invalid(Vec<String>),
}

impl Rest {
    /// The later part, where it is here.
    pub(super) fn late(&self) -> Option<&'static Late> {
        if let Self::Here(late) = self { Some(late) } else { None }
    }
}

/// The names of the files that the first questions need. `boot.js` asks for them before the program is there.
pub const FIRST: [&str; 2] = [FILES[0], FILES[4]];

/// These files as they came: the questionnaire and the settings.
#[derive(Debug, Clone)]
pub struct FirstFiles {
    pub(super) questionnaire: Vec<u8>,
    pub(super) settings: Vec<u8>,
}

/// Reads the files of a study, or says in lines for the person which defects they have.
type Read = fn([Vec<u8>; 5]) -> Result<Box<Whole>, Vec<String>>;

/// The whole study, and the texts of its questionnaire and analysis.
pub struct Whole {
    pub(super) study: Study,
    pub(super) texts: [String; 2],
}

/// The later part with the whole study, or why there is none.
pub(super) type Loaded = Result<(&'static Late, Box<Whole>), Unread>;

/// Why there is no study, in lines for the person.
#[derive(Debug)]
pub enum Unread {
    /// Something could not be had: the network is gone, or the host has another build by now. It can be tried again.
    Missing(Vec<String>),
    /// It has these defects.
    Invalid(Vec<String>),
}

/// What a page starts with on which something was left.
pub(super) struct Start {
    pub(super) services: Rc<Services>,
    pub(super) trouble: Option<StorageError>,
    pub(super) texts: [String; 2],
}

/// All of it.
pub static LATE: Late = Late {
    read: |files| {
        let (study, [questionnaire, _, analysis, ..]) = Study::of_files(files);
        let words =
            |defects: Vec<StudyDefect>| -> Vec<String> { defects.iter().map(ToString::to_string).collect() };
        Ok(Box::new(Whole { study: study.map_err(words)?, texts: [questionnaire, analysis] }))
    },
    standing: Period::standing,
    start: |start| Box::pin(start.survey()),
    settle: |services, send| {
        Box::pin(async move {
            if services.is_shared() {
                services.open_to_all(&send).await;
            }
            delivery::begin(&services, &send);
            services.look_for_news(&send).await;
        })
    },
    look_for_news: |services, send| Box::pin(async move { services.look_for_news(&send).await }),
    update: Survey::update,
    perform: |effect, services, send| Box::pin(async move { effect.perform(&services, &send).await }),
    keep_draft: Services::keep_draft,
    view: |survey, send| screen::view(survey, screen::above_sheet, send),
    titles: |survey| (headings::heading(survey), headings::title(survey)),
    place_in: screen::place_in,
};

impl Late {
    /// Loads it, and with it the whole study, of which the files of the first questions are here.
    pub(super) fn load(loader: Loader, first: FirstFiles) -> LocalBoxFuture<'static, Loaded> {
        Box::pin(async move {
            let others = Files::ask([FILES[1], FILES[2], FILES[3]]);
            let missing = vec![trouble::NOT_LOADED.to_owned()];
            let late = (loader.load)().await.map_err(|NotLoaded| Unread::Missing(missing))?;
            let [contact, analysis, release] = others.here().await.map_err(Unread::Missing)?;
            let files = [first.questionnaire, contact, analysis, release, first.settings];
            Ok((late, (late.read)(files).map_err(Unread::Invalid)?))
        })
    }
}

impl Start {
    async fn survey(self) -> Survey {
        let Self { services, trouble, texts } = self;
        let stored = match trouble {
            Some(trouble) => Err(trouble),
            None => services.stored().await,
        };
        services.gather(texts).await;
        Survey::new(&services.session, Route::read(&history::place()), stored)
    }
}

/// How the later part is loaded.
#[derive(Debug, Clone, Copy, Properties)]
pub struct Loader {
    /// Loads it, or says that it could not be had. A later call tries again.
    pub load: fn() -> LocalBoxFuture<'static, Result<&'static Late, NotLoaded>>,
}

/// It could not be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotLoaded;

impl PartialEq for Loader {
    /// A page has one.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
