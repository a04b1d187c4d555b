//! How the survey page starts.

use crate::late::{Late, Loader, NotLoaded, Start};
use crate::model::{Message, Survey};
use crate::route::Route;
use crate::sealing::Sealer;
use crate::services::Services;
use crate::session::Session;
use crate::words;
use browser::{digest, document, fetch, history, offline};
use engine::consent::{Edition, Terms};
use seal::device::{self, EventMode};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use storage::database::Database;
use storage::{Storage, Writer};
use study::{FILES, Study};
use ui::words::{EVENT_WITHOUT_KEYS, INSECURE, NOT_WHOLE, file_missing};

/// What the app starts with: with its later part, where something was left on the device.
pub(super) type Started = (Survey, Rc<Services>, Option<&'static Late>);

/// What the app starts with, or why it can't, in lines for the person.
pub(super) async fn start(loader: Loader) -> Result<Started, Vec<String>> {
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
    let unhashed = |error: browser::Refused| vec![error.0];
    let sheet = document::sheet(case).await;
    let (version, sheet) = sheet.map_err(|why| vec![file_missing("index.html", &why.0)])?;
    let sheet = Edition { version, hash: digest::sha256(&sheet).await.map_err(unhashed)? };
    let hash = digest::sha256(&questionnaire).await.map_err(unhashed)?;
    let terms = Terms::now(&study.instrument, sheet, hash);
    let session = Rc::new(Session { study, terms, event });
    let (storage, trouble) = match storage {
        Ok(storage) => (Some(Rc::new(storage)), None),
        Err(trouble) => (None, Some(trouble)),
    };
    let services = Rc::new(Services {
        session: session.clone(),
        storage,
        writer: Writer::default(),
        claim: Rc::default(),
        result: RefCell::default(),
        sealer: Sealer::of(&session).map(Rc::new),
        device,
        gatherer: OnceCell::default(),
        begun: Cell::default(),
    });
    if services.is_untouched().await {
        let mut survey = Survey::first(session);
        if Route::read(&history::place()) == Some(Route::Consent) {
            survey.update_first(Message::Arrived(Route::Consent));
        }
        return Ok((survey, services, None));
    }
    let late = (loader.load)().await.map_err(|NotLoaded| vec![words::NOT_LOADED.to_owned()])?;
    let start = Start { services: services.clone(), trouble, questionnaire, analysis };
    Ok(((late.start)(start).await, services, Some(late)))
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
    let event = event.map(|text| EventMode::read(&text).ok_or(words::EVENT_DAMAGED)).transpose();
    Ok((event?, Some(database)))
}
