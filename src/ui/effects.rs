//! What the app does outside: it starts, carries out [`Effect`], and writes the draft.

use super::route::{self, Route};
use super::sealing::Sealer;
use super::state::{Effect, Message, Session, State, Stored, Waiting};
use super::unfinished::{self, end_unfinished, note_waiting};
use super::words;
use crate::aggregate::snapshot::Snapshot;
use crate::browser::offline::Kept;
use crate::browser::storage::{DETAILS, OPEN_DRAFT, Storage, Writer, contact_details};
use crate::browser::store::{Change, Database, StorageError};
use crate::browser::{clock, digest, document, fetch, history, idle, offline, tab};
use crate::device::{self, Day, EventMode};
use crate::study::{FILES, Pause, Study};
use crate::survey::consent::{Edition, Terms};
use crate::survey::record::{Completion, Draft};
use crate::worker::request::Sealed;
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::Callback;

/// After how many milliseconds a shared device tries again to take a new version.
const LOOK_AGAIN: u32 = 60_000;

/// What stays the same while the app runs: its hold on the outside.
#[derive(Debug)]
pub(super) struct Services {
    session: Rc<Session>,
    storage: Option<Rc<Storage>>,
    writer: Writer,
    claim: Rc<RefCell<Option<tab::Claim>>>,
    result: RefCell<Option<tab::Claim>>,
    sealer: Option<Rc<Sealer>>,
    /// What the device knows of itself, during an event.
    device: Option<Database>,
    /// On a shared device: what this page calls itself, where it may gather figures.
    gatherer: Option<String>,
    /// Since when the interview goes on, in milliseconds that the page has been open.
    begun: Cell<f64>,
}

/// What the app starts with, or why it can't, in lines for the person.
pub(super) async fn start() -> Result<(State, Services), Vec<String>> {
    if !document::is_secure() {
        return Err(vec![words::INSECURE.to_owned()]);
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
            Err(why) => missing.push(words::file_missing(&format!("study/{name}"), &why)),
        }
    }
    let Ok(files) = <[Vec<u8>; 5]>::try_from(here) else { return Err(missing) };
    if !document::is_whole() {
        return Err(invalid(vec![words::NOT_WHOLE.to_owned()]).await);
    }
    let (study, [questionnaire, _, analysis, ..]) = Study::of_files(files);
    let study = match study {
        Ok(study) => study,
        Err(defects) => return Err(invalid(defects.iter().map(ToString::to_string).collect()).await),
    };
    let is_sealed = !study.settings.recipients.is_empty();
    if event.is_some() && !is_sealed {
        return Err(invalid(vec![words::EVENT_WITHOUT_KEYS.to_owned()]).await);
    }
    let case = if is_sealed { "sealed" } else { "kept" };
    document::suit_sheet(case);
    let unhashed = |error: crate::browser::Refused| vec![error.0];
    let sheet = document::sheet(case).await;
    let (version, sheet) = sheet.map_err(|why| vec![words::file_missing("index.html", &why.0)])?;
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
    Ok((State::new(session, Route::read(&history::place()), stored), services))
}

/// Deletes all contact details on this device.
async fn delete_contact_details() -> Result<(), StorageError> {
    let database = contact_details().await?;
    let names = database.names(DETAILS).await?;
    let changes: Vec<Change> = names.iter().map(|name| (DETAILS, name.as_str(), None)).collect();
    database.change(&changes).await
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
    let event = event.map(|text| serde_json::from_str(&text)).transpose();
    Ok((event.map_err(|_| words::EVENT_DAMAGED)?, Some(database)))
}

/// What this page calls itself to gather figures: where they are shown, and no page has begun to gather any.
async fn gatherer(event: Option<&EventMode>, device: Option<&Database>) -> Option<String> {
    let device = device.filter(|_| event.is_some_and(|event| event.snapshot))?;
    match device.get(device::STORE, device::name::FIGURES).await {
        Ok(None) => digest::random_name().ok(),
        _ => None,
    }
}

impl Services {
    /// Whether it is this page that gathers figures. It becomes so with the first record, if no other page has.
    async fn gathers(&self) -> bool {
        let (Some(name), Some(device)) = (&self.gatherer, &self.device) else { return false };
        let figures = |name| (device::STORE, device::name::FIGURES, name);
        match device.change_if(Some(figures(None)), &[figures(Some(name.as_str()))]).await {
            Err(StorageError::TakenOver) => {
                let gathers = device.get(device::STORE, device::name::FIGURES).await;
                gathers.is_ok_and(|gathers| gathers.as_ref() == Some(name))
            }
            begun => begun.is_ok(),
        }
    }

    /// Whether event mode was started, or left, since the page was loaded.
    async fn event_has_changed(&self) -> bool {
        let Some(device) = &self.device else { return false };
        let event = device.get(device::STORE, device::name::EVENT).await;
        event.is_ok_and(|event| event.is_some() != self.session.event.is_some())
    }

    async fn stored(&self) -> Result<Stored, StorageError> {
        let Some(storage) = &self.storage else { return Ok(Stored::default()) };
        let shared = self.session.event.is_some();
        if !unfinished::left(storage, shared).await?.is_empty()
            && let Some(_claim) = tab::claim(tab::name::INTERVIEW, false, || {}).await
        {
            let _ = self.end_unfinished().await; // what can't be ended stays, and is tried again
        }
        if shared {
            return Ok(Stored::default());
        }
        let draft = storage.draft(OPEN_DRAFT).await?.is_some();
        Ok(Stored { draft, record: storage.latest_record().await?, details: self.has_details().await })
    }

    /// Whether there are contact details for the person at this device to delete. Those of an event are other people's,
    /// and stay there when event mode is left: the device has a name then.
    async fn has_details(&self) -> bool {
        let Some(device) = &self.device else { return false };
        let is_own = device.get(device::STORE, device::name::LABEL).await == Ok(None);
        let details = async { contact_details().await?.count(DETAILS).await };
        is_own && details.await.is_ok_and(|count| count > 0)
    }

    /// Makes records of what somebody left behind on a shared device.
    async fn end_unfinished(&self) -> Result<(), StorageError> {
        let Some(storage) = &self.storage else { return Ok(()) };
        let shared = self.session.event.is_some();
        let seal = async |record| match &self.sealer {
            Some(sealer) => sealer.record(record).await,
            None => Err(StorageError::Failed("there is no key to seal it to".to_owned())),
        };
        let instrument = &self.session.study.instrument;
        end_unfinished(storage, self.device.as_ref(), instrument, shared, seal).await
    }

    /// Makes a shared device ready for one person after another.
    pub(super) async fn open_to_all(&self, pause: Pause, act: &Callback<Message>) {
        let timed = act.clone();
        idle::watch(pause.idle_seconds, move |quiet| {
            let over = quiet >= pause.idle_seconds + pause.warning_seconds;
            timed.emit(if over { Message::TimedOut } else { Message::Idled });
        });
        let went = act.clone();
        history::on_link(route::ORGANISERS, move |route| {
            if let Some(route) = Route::read(&route) {
                went.emit(Message::Went(route));
            }
        });
        history::reload_when_restored();
        self.count_waiting(act).await;
        if let Some(sealer) = &self.sealer {
            sealer.record_size(); // measured before anybody waits for it
        }
    }

    /// Tells what is new: before a person begins, and on a shared device between two of them.
    pub(super) async fn look_for_news(&self, shared: bool, act: &Callback<Message>) {
        if offline::runs_on_kept_set().await == Some(Kept::Invalid) {
            act.emit(Message::Outdated);
        }
        if offline::is_waiting().await || shared && offline::check_for_news().await {
            act.emit(Message::NewsCame);
        }
    }

    /// Tells how many records nobody has confirmed to have.
    async fn count_waiting(&self, act: &Callback<Message>) {
        let (Some(storage), Some(device)) = (&self.storage, &self.device) else { return };
        let oldest = device.get(device::STORE, device::name::OLDEST).await.ok().flatten();
        let today = Day::of(js_sys::Date::now());
        let days = oldest.and_then(|day| day.parse().ok()).map_or(0, |day| Day(day).age(today));
        if let Ok(records) = storage.count().await {
            act.emit(Message::Counted(Waiting { records, days }));
        }
    }

    /// Writes the draft of the interview that is going on. It is not waited for; how it went comes back as an action.
    /// On a shared device it is sealed, as the record that it becomes when nobody goes on with it.
    pub(super) fn keep_draft(&self, state: &State, act: &Callback<Message>) {
        let (Some(storage), Some(interview)) = (&self.storage, &state.interview) else { return };
        let told = act.reform(Message::Kept);
        let told = move |kept| told.emit(kept);
        match self.sealer.clone().filter(|_| state.is_shared()) {
            Some(sealer) => {
                let Some(record) = state.record_text(Completion::InProgress) else { return };
                let seal = async move |text| sealer.record(text).await;
                self.writer.write(storage.clone(), record, seal, told);
            }
            None => {
                let text = Draft::of(&state.session.study.instrument, interview).to_text();
                let name = async |text| Ok((OPEN_DRAFT.to_owned(), text));
                self.writer.write(storage.clone(), text, name, told);
            }
        }
    }

    /// Carries out a piece of work and tells how it went.
    pub(super) async fn perform(&self, effect: Effect, shared: bool, act: &Callback<Message>) {
        match effect {
            Effect::Claim(_) if self.event_has_changed().await => history::reload(),
            Effect::Claim(take_over) => {
                if self.claim.borrow().is_none() {
                    let (held, act) = (self.claim.clone(), act.clone());
                    let lost = move || {
                        held.borrow_mut().take();
                        act.emit(Message::LostClaim);
                    };
                    let claim = tab::claim(tab::name::INTERVIEW, take_over, lost).await;
                    *self.claim.borrow_mut() = claim;
                }
                let is_ours = self.claim.borrow().is_some();
                self.begun.set(clock::open_for());
                if is_ours {
                    let _ = self.end_unfinished().await; // where it fails, what was left stays beside what comes
                }
                let draft = match &self.storage {
                    _ if !is_ours => None,
                    None => Some(None),
                    Some(storage) => match Self::take_over(storage, shared).await {
                        Ok(draft) => Some(draft),
                        Err(trouble) => {
                            act.emit(Message::Kept(Err(trouble)));
                            Some(None)
                        }
                    },
                };
                if shared {
                    act.emit(Message::Looked(self.snapshot().await));
                } else {
                    document::ask_to_persist(); // of a shared device the organiser asks it
                    if let Some(sealer) = self.sealer.clone() {
                        // The first request starts the worker, so that it is there once something is to be sealed.
                        wasm_bindgen_futures::spawn_local(async move {
                            drop(sealer.snapshot().await);
                        });
                    }
                }
                act.emit(Message::Claimed(draft));
            }
            Effect::Submit(record) => {
                self.writer.forget();
                let ended = self.submit(record, shared, act).await;
                if ended.is_ok() {
                    let result = tab::hold(tab::name::RESULT).await;
                    *self.result.borrow_mut() = result;
                    self.release();
                }
                act.emit(Message::SubmitEnded(ended));
            }
            Effect::BreakOff(record) => {
                self.writer.forget();
                if let (Some(storage), Some(sealer)) = (&self.storage, &self.sealer) {
                    let kept = async {
                        let (name, sealed) = sealer.record(record).await?;
                        storage.submit(&name, &sealed, shared).await
                    };
                    if kept.await.is_ok() {
                        note_waiting(self.device.as_ref()).await;
                    }
                }
                self.release();
                self.count_waiting(act).await;
                act.emit(Message::BrokenOff);
            }
            Effect::DeleteDraft | Effect::DeleteRecord => {
                self.writer.forget();
                let ended = match &self.storage {
                    Some(storage) if effect == Effect::DeleteDraft => storage.delete_draft(shared).await,
                    Some(storage) => storage.delete_latest_record().await,
                    None => Ok(()), // where nothing can be kept, nothing is there
                };
                self.release();
                act.emit(Message::DeleteEnded(ended));
            }
            Effect::DeleteDetails => act.emit(Message::DeleteEnded(delete_contact_details().await)),
            Effect::Renew => {
                self.result.borrow_mut().take();
                if !offline::take_over().await {
                    if shared && !offline::is_waiting().await {
                        return history::reload(); // what is new are the study's files
                    }
                    act.emit(Message::NotRenewed);
                    if shared {
                        let act = act.clone(); // the new version waits for another tab
                        Timeout::new(LOOK_AGAIN, move || act.emit(Message::NewsCame)).forget();
                    }
                }
            }
            Effect::KeepContact(text) => {
                act.emit(Message::ContactEnded(self.keep_contact_details(text).await))
            }
        }
    }

    /// Makes this tab the one that writes drafts. The draft to go on with, where the device is nobody else's.
    async fn take_over(storage: &Storage, shared: bool) -> Result<Option<String>, StorageError> {
        storage.take_over().await?;
        if shared { Ok(None) } else { storage.resume().await }
    }

    /// Keeps a record in place of the draft: sealed where there is somebody to seal it to, and then with the hash of
    /// a code by which it can be withdrawn.
    async fn submit(
        &self,
        record: String,
        shared: bool,
        act: &Callback<Message>,
    ) -> Result<(), StorageError> {
        let Some(sealer) = &self.sealer else {
            let storage = self.storage.as_ref().ok_or(StorageError::Blocked)?;
            return storage.submit(&digest::random_name()?, &record, shared).await;
        };
        let Sealed { name, text, code } = sealer.submission(record.clone()).await?;
        act.emit(Message::Sealed(text.clone(), code.unwrap_or_default()));
        self.storage.as_ref().ok_or(StorageError::Blocked)?.submit(&name, &text, shared).await?;
        note_waiting(self.device.as_ref()).await;
        if shared {
            let seconds = ((clock::open_for() - self.begun.get()) / 1000.0) as u32;
            if self.gathers().await {
                sealer.count(record, seconds).await;
            }
            self.count_waiting(act).await;
        }
        Ok(())
    }

    /// Keeps contact details in a database of their own, under a name that nothing else has.
    async fn keep_contact_details(&self, text: String) -> Result<(), StorageError> {
        let (name, text) = match &self.sealer {
            Some(sealer) => sealer.contact_details(text).await?,
            None => (digest::random_name()?, text),
        };
        contact_details().await?.change(&[(DETAILS, &name, Some(&text))]).await
    }

    async fn snapshot(&self) -> Option<Snapshot> {
        self.sealer.as_ref()?.snapshot().await
    }

    /// Lets other tabs have the draft.
    pub(super) fn release(&self) {
        self.claim.borrow_mut().take();
    }
}
