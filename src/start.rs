//! How the survey page starts.

use crate::late::{FIRST, FirstFiles, Late, Loader, Rest, Start, Unread, Whole};
use crate::model::{Message, Survey};
use crate::route::Route;
use crate::sealing::Sealer;
use crate::services::{Services, has_details};
use crate::session::{Afterwards, Session};
use crate::words::consent;
use crate::words::trouble::EVENT_DAMAGED;
use browser::fetch::Coming;
use browser::{clock, digest, document, fetch, history, offline};
use engine::consent::{Edition, Terms};
use engine::instrument::Instrument;
use engine::text::decoded;
use seal::device::{self, EventMode};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use storage::database::Database;
use storage::{Storage, Writer};
use study::{Settings, Study};
use ui::words::{EVENT_WITHOUT_KEYS, INSECURE, NOT_WHOLE, file_missing};

/// What the app starts with: with its later part, where something was left on the device. Or why it can't, in lines for the
/// person.
pub(super) async fn start(loader: Loader) -> Result<(Survey, Rc<Services>, Rest), Vec<String>> {
    if !document::is_secure() {
        return Err(vec![INSECURE.to_owned()]);
    }
    let first = Files::ask(FIRST);
    let (storage, trouble) = match Storage::open().await {
        Ok(storage) => (Some(Rc::new(storage)), None),
        Err(trouble) => (None, Some(trouble)),
    };
    let (event, device) = event_here().await.map_err(|damaged| vec![damaged.to_owned()])?;
    if event.is_some() {
        document::mark_shared();
        offline::report_shared();
    }
    let [questionnaire, settings] = first.here().await?;
    let files = FirstFiles { questionnaire, settings };
    if !document::is_whole() {
        return Err(invalid(vec![NOT_WHOLE.to_owned()]).await);
    }
    let today = clock::today();
    let is_untouched = event.is_none() && is_untouched(storage.as_deref(), device.as_ref()).await;
    let (rest, study) =
        match files.read_ahead().filter(|study| is_untouched && study.settings.period.is_open(&today)) {
            Some(ahead) => (Rest::Coming { files, waiting: Vec::new(), missing: Vec::new() }, ahead),
            None => match Late::load(loader, files).await {
                Ok((late, whole)) => (Rest::Here(late), (*whole).into()),
                Err(Unread::Missing(lines)) => return Err(lines),
                Err(Unread::Invalid(defects)) => return Err(invalid(defects).await),
            },
        };
    let InUse { instrument, settings, afterwards, texts } = study;
    let is_sealed = !settings.recipients.is_empty();
    if event.is_some() && !is_sealed {
        return Err(invalid(vec![EVENT_WITHOUT_KEYS.to_owned()]).await);
    }
    let case = match (settings.delivery(event.is_some()), is_sealed) {
        (Some(_), _) => "delivered",
        (None, true) => "sealed",
        (None, false) => "kept",
    };
    document::suit_sheet(case);
    document::tell_minutes(settings.minutes.map(consent::minutes).as_deref());
    let standing = rest.late().map(|late| (late.standing)(&settings.period, &today)).unwrap_or_default();
    let unhashed = |error: browser::Refused| vec![error.0];
    let sheet = document::sheet(case).await;
    let (version, sheet) = sheet.map_err(|why| vec![file_missing("index.html", &why.0)])?;
    let sheet = Edition { version, hash: digest::sha256(&sheet).await.map_err(unhashed)? };
    let hash = digest::sha256(&texts[0]).await.map_err(unhashed)?;
    let terms = Terms::now(&instrument, sheet, hash);
    let session = Rc::new(Session { instrument, ahead: settings, terms, event, standing, afterwards });
    let services = Rc::new(Services {
        session: session.clone(),
        storage,
        writer: Writer::default(),
        claim: Rc::default(),
        result: RefCell::default(),
        sealer: Sealer::of(&session).map(Rc::new),
        device,
        gatherer: OnceCell::default(),
        couriers: Default::default(),
        begun: Cell::default(),
    });
    let survey = match rest.late() {
        Some(late) => (late.start)(Start { services: services.clone(), trouble, texts }).await,
        None => {
            let mut survey = Survey::first(session);
            if Route::read(&history::place()) == Some(Route::Consent) {
                survey.update_first(Message::Arrived(Route::Consent));
            }
            survey
        }
    };
    Ok((survey, services, rest))
}

/// Whether nobody has left anything on this device.
async fn is_untouched(storage: Option<&Storage>, device: Option<&Database>) -> bool {
    let Some(storage) = storage else { return false };
    storage.is_untouched().await == Ok(true) && !has_details(device).await
}

/// What is used of a study, with the texts of its questionnaire and analysis.
struct InUse {
    instrument: Instrument,
    settings: Settings,
    afterwards: OnceCell<Afterwards>,
    texts: [String; 2],
}

impl From<Whole> for InUse {
    fn from(Whole { study, texts }: Whole) -> Self {
        let (instrument, settings, afterwards) = Afterwards::apart(study);
        Self { instrument, settings, afterwards: afterwards.into(), texts }
    }
}

impl FirstFiles {
    /// What the first questions need, where the files can be read at all.
    fn read_ahead(&self) -> Option<InUse> {
        let Self { questionnaire, settings } = self.clone();
        let [questionnaire, settings] = [decoded(questionnaire).ok()?, decoded(settings).ok()?];
        let (instrument, settings) = Study::read_ahead([&questionnaire, &settings])?;
        let texts = [questionnaire, String::new()];
        Some(InUse { instrument, settings, afterwards: OnceCell::new(), texts })
    }
}

/// Files of the study that are on their way, with their names.
pub(super) struct Files<const N: usize>([(&'static str, Coming); N]);

impl<const N: usize> Files<N> {
    /// Asks for them.
    pub(super) fn ask(names: [&'static str; N]) -> Self {
        Self(names.map(|name| (name, fetch::file(&format!("study/{name}")))))
    }

    /// Their bytes, once they are here; or which are missing, in lines for the person.
    pub(super) async fn here(self) -> Result<[Vec<u8>; N], Vec<String>> {
        let mut here = Vec::new();
        let mut missing = Vec::new();
        for (name, file) in self.0 {
            match file.bytes().await {
                Ok(bytes) => here.push(bytes),
                Err(why) => missing.push(file_missing(&format!("study/{name}"), &why)),
            }
        }
        here.try_into().map_err(|_| missing)
    }
}

/// Reports the defects of what the host has. Where what it had before is still there, the page takes that.
pub(super) async fn invalid(defects: Vec<String>) -> Vec<String> {
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
    let event = database.get(device::STORE, device::name::EVENT).await.map_err(|_| EVENT_DAMAGED)?;
    let event = event.map(|text| engine::plain::read(&text).ok_or(EVENT_DAMAGED)).transpose();
    Ok((event?, Some(database)))
}
