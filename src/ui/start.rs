//! How the survey page starts.

use super::model::Survey;
use super::route::Route;
use super::sealing::Sealer;
use super::services::Services;
use super::session::Session;
use super::words;
use crate::browser::storage::{Storage, Writer};
use crate::browser::store::Database;
use crate::browser::{digest, document, fetch, history, offline};
use crate::device::{self, EventMode};
use crate::study::{FILES, Study};
use crate::survey::consent::{Edition, Terms};
use crate::survey::plain::read;
use ::ui::words::{EVENT_WITHOUT_KEYS, INSECURE, NOT_WHOLE, file_missing};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What the app starts with, or why it can't, in lines for the person.
pub(super) async fn start() -> Result<(Survey, Services), Vec<String>> {
    if !document::is_secure() {
        return Err(vec![INSECURE.to_owned()]);
    }
    let files = FILES.map(|name| fetch::file(&format!("study/{name}")));
    let storage = Storage::open().await;
    let (event, device) = event_here().await.map_err(|damaged| vec![damaged.to_owned()])?;
    if event.is_some() {
        document::mark_shared();
    }
    let mut here = Vec::new();
    let mut missing = Vec::new();
    for (name, file) in FILES.into_iter().zip(files) {
        match file.bytes().await {
            Ok(bytes) => here.push(bytes),
            Err(why) => missing.push(file_missing(&format!("study/{name}"), &why)),
        }
    }
    let Ok(files) = <[Vec<u8>; 5]>::try_from(here) else { return Err(missing) };
    if !document::is_whole() {
        return Err(invalid(vec![NOT_WHOLE.to_owned()]).await);
    }
    let (study, [questionnaire, _, analysis, ..]) = Study::of_files(files);
    let study = match study {
        Ok(study) => study,
        Err(defects) => return Err(invalid(defects.iter().map(ToString::to_string).collect()).await),
    };
    let is_sealed = !study.settings.recipients.is_empty();
    if event.is_some() && !is_sealed {
        return Err(invalid(vec![EVENT_WITHOUT_KEYS.to_owned()]).await);
    }
    let case = if is_sealed { "sealed" } else { "kept" };
    document::suit_sheet(case);
    let unhashed = |error: crate::browser::Refused| vec![error.0];
    let sheet = document::sheet(case).await;
    let (version, sheet) = sheet.map_err(|why| vec![file_missing("index.html", &why.0)])?;
    let sheet = Edition { version, hash: digest::sha256(&sheet).await.map_err(unhashed)? };
    let hash = digest::sha256(&questionnaire).await.map_err(unhashed)?;
    let terms = Terms::now(&study.instrument, sheet, hash);
    let gatherer = gatherer(event.as_ref(), device.as_ref()).await;
    let session = Rc::new(Session { study, terms, event });
    let (storage, trouble) = match storage {
        Ok(storage) => (Some(Rc::new(storage)), None),
        Err(trouble) => (None, Some(trouble)),
    };
    let services = Services {
        session: session.clone(),
        storage,
        writer: Writer::default(),
        claim: Rc::default(),
        result: RefCell::default(),
        sealer: Sealer::of(&session).map(Rc::new),
        device,
        gatherer,
        begun: Cell::default(),
    };
    let stored = match trouble {
        Some(trouble) => Err(trouble),
        None => services.stored().await,
    };
    if let (Some(sealer), Some(_)) = (&services.sealer, &services.gatherer) {
        sealer.gather(questionnaire, analysis).await;
    }
    Ok((Survey::new(session, Route::read(&history::place()), stored), services))
}

/// Reports the defects of what the host has. Where what it had before is still there, the page takes that.
async fn invalid(defects: Vec<String>) -> Vec<String> {
    if offline::report_invalid(&defects.join("\n")).await {
        history::reload();
    }
    defects
}

/// The event that is going on at this device, and where the device keeps what it knows of itself.
async fn event_here() -> Result<(Option<EventMode>, Option<Database>), &'static str> {
    let Ok(database) = Database::open(device::DATABASE, &[device::STORE]).await else {
        return Ok((None, None));
    };
    // What can't be read may be an event, and then nothing may be kept in the clear.
    let event = database.get(device::STORE, device::name::EVENT).await.map_err(|_| words::EVENT_DAMAGED)?;
    let event = event.map(|text| read(&text).ok_or(words::EVENT_DAMAGED)).transpose();
    Ok((event?, Some(database)))
}

/// What this page calls itself to gather figures: where they are shown, and no page has begun to gather any.
async fn gatherer(event: Option<&EventMode>, device: Option<&Database>) -> Option<String> {
    let device = device.filter(|_| event.is_some_and(|event| event.snapshot))?;
    match device.get(device::STORE, device::name::FIGURES).await {
        Ok(None) => digest::random_name().ok(),
        _ => None,
    }
}
