//! What the pages' effects share: the worker, the databases, the files of the study, one tab's claim.

use super::archive::Archive;
use super::examination::{Examined, examine};
use super::ledger::Ledger;
use super::readiness::{self, App, DeviceFacts};
use super::session::{Device, Look, StudyFiles, Unfinished, still_here};
use super::trouble::Trouble;
use super::withdrawn::Withdrawn;
use browser::file::{self, Bytes, Growing, Made};
use browser::worker::{Refused, Worker};
use browser::{clock, document, download, fetch, history, installation, offline, space, tab};
use engine::json::Value;
use engine::plain::{Plain, read, written};
use futures::future::join3;
use seal::device::{self, EventMode, name};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use storage::database::{Change, Database, StorageError};
use storage::unfinished::{self, end_unfinished};
use storage::{DETAILS, RECORDS, Storage};
use study::{FILES, Study};
use ui::words::{EVENT_WITHOUT_KEYS, INSECURE, NOT_WHOLE};
use worker::ask::{ask, unlike};
use worker::request::{Lock, PublicSigningKey, Request, Seal, Sealed, Unlock};
use yew::Callback;
use yew::platform::spawn_local;

/// The desk's database, and its stores.
const DESK: &str = "hiquality-desk";
/// The sealed records, each under its name.
pub(crate) const DESK_RECORDS: &str = "records";
/// The names of the records that were deleted on request, each with the hash of its code.
pub(crate) const DESK_WITHDRAWN: &str = "withdrawn";
/// What is known of the devices, each under its key.
pub(crate) const DESK_DEVICES: &str = "devices";

/// What a device is called whose name is lost.
const NAMELESS: &str = "Tablet";

/// What the pages hear without having asked.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// The device was looked at.
    Looked(Box<Look>),
    /// This is known of the study's files now.
    Examined(Examined),
    /// The worker has stopped, and no private key is at hand any more.
    WorkerStopped,
}

/// The pages' hold on the outside.
#[derive(Debug)]
pub struct Services {
    /// The study's files.
    pub(crate) files: Rc<StudyFiles>,
    /// What is kept at the desk.
    pub(crate) desk: Result<Database, StorageError>,
    /// The file that was exported last.
    pub(crate) exported: RefCell<Option<Made>>,
    worker: Worker,
    device: Result<Database, StorageError>,
    storage: Result<Storage, StorageError>,
    contacts: Result<Database, StorageError>,
    /// A moment that is over.
    made: Option<f64>,
    /// How far the clock was ahead of the host's when the page was loaded.
    ahead: Option<f64>,
    /// Whether what is not kept of the app is on its way.
    coming: Cell<bool>,
    /// Whether the study's files were examined.
    is_examined: Cell<bool>,
    /// How the host gives its files, once that is known.
    host: Cell<Option<offline::Host>>,
    /// Whether what is going on is to stop.
    stopped: Cell<bool>,
    /// Whether the pages hold what a reload would lose, and the claim that keeps a new version away meanwhile.
    in_use: Cell<bool>,
    claim: RefCell<Option<tab::Claim>>,
    /// Who hears the news, from when the pages stand.
    news: RefCell<Callback<News>>,
}

impl Services {
    /// What the pages need, or why they can't start, in lines for the person.
    pub(crate) async fn start() -> Result<Self, Vec<String>> {
        if !document::is_secure() {
            return Err(vec![INSECURE.to_owned()]);
        }
        let device = Database::open(device::DATABASE, &[device::STORE]).await;
        let in_event = match &device {
            // What can't be read may be an event.
            Ok(database) => {
                database.get(device::STORE, name::EVENT).await.map_or(true, |event| event.is_some())
            }
            Err(_) => false,
        };
        let (files, made, ahead) = study_files(in_event).await;
        Ok(Self {
            files: Rc::new(files),
            worker: Worker::start(),
            device,
            storage: Storage::open().await,
            contacts: storage::contact_details().await,
            desk: Database::open(DESK, &[DESK_RECORDS, DESK_WITHDRAWN, DESK_DEVICES]).await,
            made,
            ahead,
            coming: Cell::new(true),
            is_examined: Cell::default(),
            host: Cell::default(),
            stopped: Cell::new(false),
            exported: RefCell::default(),
            in_use: Cell::default(),
            claim: RefCell::default(),
            news: RefCell::new(Callback::noop()),
        })
    }

    /// From now on this hears the news.
    pub(crate) fn tell(&self, news: Callback<News>) {
        self.news.replace(news);
    }

    fn report(&self, news: News) {
        let callback = self.news.borrow().clone();
        callback.emit(news);
    }

    /// Keeps a new version of the app away as long as the pages are in use.
    pub(crate) fn hold(self: &Rc<Self>, in_use: bool) {
        if self.in_use.replace(in_use) == in_use {
            return;
        }
        if !in_use {
            self.claim.take();
            return;
        }
        let services = self.clone();
        spawn_local(async move {
            let claim = tab::hold(tab::name::DESK).await;
            if services.in_use.get() {
                services.claim.replace(claim);
            }
        });
    }

    /// What is going on is to stop.
    pub(crate) fn stop(&self) {
        self.stopped.set(true);
    }

    /// Something that can be stopped begins.
    pub(crate) fn begin(&self) {
        self.stopped.set(false);
    }

    /// Whether what is going on is to stop.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.get()
    }

    /// Has the worker carry out a request.
    pub(crate) async fn ask<E: Request>(&self, request: &E) -> Result<E::Answer, Trouble> {
        self.ask_with(request, Bytes::none()).await.map(|(answer, _)| answer)
    }

    /// The same with bytes that go beside the request, and those that come beside its answer.
    pub(crate) async fn ask_with<E: Request>(
        &self,
        request: &E,
        bytes: Bytes,
    ) -> Result<(E::Answer, Bytes), Trouble> {
        // Boxed, it is compiled once for all requests.
        let (answer, bytes) = Box::pin(self.answered(E::NAME, written(request), bytes)).await?;
        read(&answer).map(|answer| (answer, bytes)).ok_or_else(|| self.refused(unlike::<E>()))
    }

    async fn answered(&self, name: &str, request: String, bytes: Bytes) -> Result<(String, Bytes), Trouble> {
        self.worker.ask(name, &request, bytes).await.map_err(|why| self.refused(why))
    }

    /// A worker that has stopped has lost its keys.
    fn refused(&self, why: Refused) -> Trouble {
        if matches!(why, Refused::Stopped(_)) {
            self.report(News::WorkerStopped);
        }
        Trouble::Worker(why)
    }

    /// Has the worker forget every private key.
    pub(crate) async fn lock(&self) -> Result<(), Trouble> {
        self.ask(&Lock {}).await
    }

    /// Opens the key file that is chosen in the field with this id. Returns its public key.
    pub(crate) async fn unlock(&self, field: &str, passphrase: String) -> Result<String, Trouble> {
        let files = file::chosen(field);
        let chosen = files.first().ok_or(Trouble::NoKeyFile)?;
        let file = chosen.text().await.map_err(Trouble::Unreadable)?;
        self.ask(&Unlock { file, passphrase }).await
    }

    /// What the device keeps of itself.
    pub(crate) fn device(&self) -> Result<&Database, StorageError> {
        self.device.as_ref().map_err(Clone::clone)
    }

    /// Changes what the device keeps of itself.
    pub(crate) async fn change_device(&self, changes: &[Change<'_>]) -> Result<(), StorageError> {
        self.device()?.change(changes).await
    }

    /// What is kept under a name at the device. What can't be read counts as not there.
    pub(crate) async fn known<T: Plain>(&self, name: &str) -> Result<Option<T>, StorageError> {
        let text = self.device()?.get(device::STORE, name).await?;
        Ok(text.and_then(|text| read(&text)))
    }

    /// Where records, or contact details, are kept.
    pub(crate) fn store(&self, contact: bool) -> Result<(&Database, &'static str), StorageError> {
        match contact {
            true => self.contacts.as_ref().map(|database| (database, DETAILS)).map_err(Clone::clone),
            false => self.storage.as_ref().map(|storage| (storage.database(), RECORDS)).map_err(Clone::clone),
        }
    }

    /// The event that is going on. One that can't be read is one, and its PIN is asked for.
    pub(crate) async fn event(&self) -> Result<Option<EventMode>, StorageError> {
        let Some(text) = self.device()?.get(device::STORE, name::EVENT).await? else { return Ok(None) };
        if let Some(event) = read(&text) {
            return Ok(Some(event));
        }
        let label = self.device()?.get(device::STORE, name::LABEL).await?;
        Ok(Some(EventMode { label: label.unwrap_or_else(|| NAMELESS.to_owned()), snapshot: false }))
    }

    /// What is kept at this device.
    pub(crate) async fn kept(&self) -> Result<Device, StorageError> {
        let storage = self.storage.as_ref().map_err(Clone::clone)?;
        let contacts = self.contacts.as_ref().map_err(Clone::clone)?;
        let event = self.event().await?;
        let drafts = storage.draft_names().await?;
        let unfinished = match unfinished::left(storage, event.is_some()).await?.len() {
            left if left < drafts.len() => Unfinished::Open,
            0 => Unfinished::None,
            _ => Unfinished::Sealed,
        };
        let (records, unsealed) = names_in(storage.database(), RECORDS).await?;
        let (details, unsealed_details) = names_in(contacts, DETAILS).await?;
        let exports = self.known(name::EXPORTS).await?.unwrap_or_default();
        let public_key = match self.device()?.get(device::STORE, name::SIGNING_KEY).await? {
            Some(signing_key) => ask(&self.worker, &PublicSigningKey { signing_key }).await.ok(),
            None => None,
        };
        Ok(Device {
            event,
            has_pin: self.device()?.get(device::STORE, name::PIN).await?.is_some(),
            attempts: self.known(name::ATTEMPTS).await?.unwrap_or_default(),
            label: self.device()?.get(device::STORE, name::LABEL).await?,
            exports: still_here(exports, &records, &details),
            number: self.known(name::NUMBER).await?.unwrap_or_default(),
            public_key,
            oldest: self.known(name::OLDEST).await?,
            drilled: self.known(name::DRILLED).await?.unwrap_or_default(),
            records: records.len(),
            unsealed,
            details: details.len(),
            unsealed_details,
            unfinished,
        })
    }

    async fn facts(&self) -> DeviceFacts {
        let now = clock::now();
        DeviceFacts {
            app: match offline::is_complete().await {
                true => App::Complete,
                false if self.coming.get() => App::Coming,
                false => App::Incomplete,
            },
            version: offline::version().await,
            build: offline::build(),
            persisted: space::is_persisted().await,
            space: space::left().await,
            installed: installation::is_installed(),
            safari: installation::is_safari(),
            now,
            local: clock::local(now),
            ahead: self.ahead,
            made: self.made,
            unwritten: readiness::UNWRITTEN.into_iter().filter(|id| document::has(id)).collect(),
            whole: document::is_whole(),
            host: self.host.get(),
        }
    }

    /// Looks at the device.
    pub(crate) async fn look(&self) -> Look {
        Look { device: self.kept().await, facts: self.facts().await }
    }

    /// Looks at the device and reports what is found.
    pub(crate) async fn report_look(&self) {
        let look = self.look().await;
        self.report(News::Looked(Box::new(look)));
    }

    /// Looks at the device and the host again, and reports what is found.
    pub(crate) async fn look_again(&self) {
        self.coming.set(true);
        self.report_look().await;
        self.find_out().await;
    }

    /// Finds out, and reports, what takes a while: each in its own time.
    pub(crate) async fn find_out(&self) {
        join3(self.keep_all(), self.ask_host(), self.examine()).await;
    }

    /// Has the study's files examined, where they can be read and that was not done, and reports what is found.
    async fn examine(&self) {
        if self.is_examined.get() || !self.files.defects().is_empty() {
            return;
        }
        self.report(News::Examined(Examined::Coming));
        let examined = examine(self.files.texts.clone()).await;
        self.is_examined.set(examined != Examined::NotLoaded);
        self.report(News::Examined(examined));
    }

    /// Has all of the app kept on this device, which may take a while, and looks again then.
    async fn keep_all(&self) {
        if offline::is_complete().await {
            return self.coming.set(false);
        }
        offline::keep_all().await;
        self.coming.set(false);
        self.report_look().await;
    }

    /// Asks how the host gives its files, which takes a while, and looks again then. What is likely to fail is not asked
    /// for: it would be listed as an error in the browser's console.
    async fn ask_host(&self) {
        if offline::runs_on_kept_set().await != Some(offline::Kept::Offline) {
            self.host.set(offline::host().await);
            self.report_look().await;
        }
    }

    /// What the desk knows from earlier days.
    pub(crate) async fn archive(&self) -> Result<Archive, StorageError> {
        let desk = self.desk.as_ref().map_err(Clone::clone)?;
        let kept = desk.names(DESK_RECORDS).await?.into_iter().collect();
        let withdrawn = self.withdrawn().await?;
        let devices = texts(desk, DESK_DEVICES).await?;
        Ok(Archive::of(kept, withdrawn, Ledger::read(&devices)))
    }

    /// The records that were deleted from the desk on request, in this tab or another.
    pub(crate) async fn withdrawn(&self) -> Result<Withdrawn, StorageError> {
        let desk = self.desk.as_ref().map_err(Clone::clone)?;
        Ok(Withdrawn::of(texts(desk, DESK_WITHDRAWN).await?))
    }

    /// Makes records of what was left unfinished on a shared device, with the interview claimed for this tab. `None` where
    /// a tab is still at it.
    pub(crate) async fn end_unfinished(&self, shared: bool) -> Result<Option<tab::Claim>, StorageError> {
        let storage = self.storage.as_ref().map_err(Clone::clone)?;
        let claim = tab::claim(tab::name::INTERVIEW, false, || ()).await;
        let (Some(_), Ok(study)) = (&claim, &self.files.study) else { return Ok(claim) };
        let seal = async |text| {
            let recipients = study.settings.recipients.clone();
            let request = Seal { text, sizes: self.files.sizes().into(), recipients, withdrawable: false };
            let sealed = ask(&self.worker, &request).await;
            let Sealed { name, text, .. } =
                sealed.map_err(|why| StorageError::Failed(Trouble::Worker(why).to_string()))?;
            Ok((name, text))
        };
        end_unfinished(storage, Some(self.device()?), &study.instrument, shared, seal).await?;
        Ok(claim)
    }
}

/// Saves a text as a file. Returns its name.
pub(crate) fn save_text(name: &str, kind: &str, text: &str) -> Result<String, Trouble> {
    save(&Made::of_text(name, kind, text).map_err(Trouble::NotSaved)?)
}

/// Saves bytes as a file. Returns its name.
pub(crate) fn save_bytes(name: &str, kind: &str, bytes: &Bytes) -> Result<String, Trouble> {
    let mut file = Growing::default();
    file.add(bytes).map_err(Trouble::NoRoom)?;
    save(&file.whole(name, kind).map_err(Trouble::NotSaved)?)
}

/// Saves a file. Returns its name.
pub(crate) fn save(made: &Made) -> Result<String, Trouble> {
    download::save_file(made).map(|()| made.name()).map_err(Trouble::NotSaved)
}

/// The names of what is sealed in a store, sorted, and how many texts are not.
pub(crate) async fn names_in(database: &Database, store: &str) -> Result<(Vec<String>, usize), StorageError> {
    let names = database.names(store).await?;
    let (mut sealed, plain): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| seal::is_sealed(name));
    sealed.sort_unstable();
    Ok((sealed, plain.len()))
}

/// What a store holds, each text with its name.
async fn texts(database: &Database, store: &str) -> Result<Vec<(String, String)>, StorageError> {
    let mut texts = Vec::new();
    for name in database.names(store).await? {
        texts.extend(database.get(store, &name).await?.map(|text| (name, text)));
    }
    Ok(texts)
}

/// The study's files; a moment that is over: when the newest was made, or came from the host; and how far the clock is
/// ahead of the host's.
async fn study_files(in_event: bool) -> (StudyFiles, Option<f64>, Option<f64>) {
    let files = FILES.map(|name| fetch::file(&format!("study/{name}")));
    let mut here = <[Vec<u8>; 5]>::default();
    let mut missing = Vec::new();
    for ((name, file), bytes) in FILES.into_iter().zip(files).zip(&mut here) {
        match file.bytes().await {
            Ok(file) => *bytes = file,
            Err(why) => missing.push(ui::words::file_missing(name, &why)),
        }
    }
    let missing_nothing = missing.is_empty();
    let (study, texts) = Study::of_files(here);
    let study = match missing_nothing {
        true => study.map_err(|defects| defects.iter().map(ToString::to_string).collect::<Vec<_>>()),
        false => Err(missing),
    };
    let defects = match &study {
        Ok(_) if !document::is_whole() => NOT_WHOLE.to_owned(),
        Ok(study) if in_event && study.settings.recipients.is_empty() => EVENT_WITHOUT_KEYS.to_owned(),
        Ok(_) => String::new(),
        Err(defects) => defects.join("\n"),
    };
    if defects.is_empty() {
        offline::report_valid();
    } else if missing_nothing && offline::report_invalid(&defects).await {
        history::reload(); // the files before these could be read, and are still there
    }
    let kept = offline::runs_on_kept_set().await;
    let newer = match kept {
        Some(offline::Kept::Invalid) => offline::defects().await,
        _ => None,
    };
    let newer = newer.iter().flat_map(|lines| lines.lines()).map(ToOwned::to_owned).collect();
    let date = |text: &String| clock::read(Value::read(text).ok()?.get("date")?.as_str()?);
    // Nothing is asked for that is likely to fail: that would be listed as an error in the browser's console.
    let host_answers = missing_nothing && kept != Some(offline::Kept::Offline);
    let ahead = if host_answers { clock::ahead_of_host().await } else { None };
    let sent = if missing_nothing { clock::sent("study/settings.json").await } else { None };
    let made = texts.iter().filter_map(date).chain(sent).reduce(f64::max);
    let [questionnaire, ..] = &texts;
    let instrument = seal::sha256(questionnaire.as_bytes());
    let files = StudyFiles { study, texts, instrument, newer };
    (files, made, ahead)
}
