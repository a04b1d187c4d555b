//! What the organiser's pages do outside: they look at the device, and carry out [`Effect`].

use super::ledger::Ledger;
use super::opening::{Kind, Opening};
use super::readiness::{self, DeviceFacts};
use super::route::Route;
use super::state::{self, Device, Effect, Exported, Field, Message, Session, State, Unfinished};
use super::words;
use crate::browser::file::{self, Bytes, Chosen, Growing, Made};
use crate::browser::storage::{self, DETAILS, RECORDS, Storage};
use crate::browser::store::{Change, Database, StorageError};
use crate::browser::worker::{Refused, Worker};
use crate::browser::{
    clock, document, download, fetch, history, installation, location, offline, share, space, tab,
};
use crate::device::{self, Attempts, Day, EventMode, Export, name, parcel_name};
use crate::seal;
use crate::seal::envelope::{ARMOUR, ARMOUR_END};
use crate::seal::manifest::MOST_TEXTS;
use crate::study::examination::Examination;
use crate::study::{FILES, Study};
use crate::ui::requests::{ask, ask_with};
use crate::ui::unfinished::{self, end_unfinished};
use crate::ui::words::{EVENT_WITHOUT_KEYS, INSECURE, NOT_WHOLE};
use crate::worker::request::{
    BeginParcel, Check, CheckCode, Content, Drill, EndParcel, Lock, MakeKey, MakeSigningKey, Open, OpenNext,
    Packed, Protect, PublicSigningKey, PutIn, ReadParcel, Request, Seal, Unlock,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use yew::Callback;
use yew::platform::spawn_local;

/// The desk's database, and its stores.
const DESK: &str = "hiquality-desk";
const DESK_RECORDS: &str = "records";
const DESK_WITHDRAWN: &str = "withdrawn";
const DESK_DEVICES: &str = "devices";

/// How many bytes a file may have: it is read as a whole.
const LARGEST: f64 = 1e9;

/// How many records are written at a time at the desk: each write waits for the disk.
const BATCH: usize = 50;

/// The pages' hold on the outside.
#[derive(Debug)]
pub(super) struct Services {
    session: Rc<Session>,
    worker: Worker,
    device: Result<Database, StorageError>,
    storage: Result<Storage, StorageError>,
    contacts: Result<Database, StorageError>,
    desk: Result<Database, StorageError>,
    /// A moment that is over.
    made: Option<f64>,
    /// How far the clock was ahead of the host's when the page was loaded.
    ahead: Option<f64>,
    /// How the host gives its files, once that is known.
    host: Cell<Option<offline::Host>>,
    /// Whether what is going on is to stop.
    stopped: Cell<bool>,
    /// The file that was exported last.
    exported: RefCell<Option<Made>>,
    /// Whether the pages hold what a reload would lose, and the claim that keeps a new version away meanwhile.
    in_use: Cell<bool>,
    claim: RefCell<Option<tab::Claim>>,
}

type Act = Callback<Message>;

/// What the pages start with, or why they can't, in lines for the person.
pub(super) async fn start() -> Result<(State, Services), Vec<String>> {
    if !document::is_secure() {
        return Err(vec![INSECURE.to_owned()]);
    }
    let device = Database::open(device::DATABASE, &[device::STORE]).await;
    let in_event = match &device {
        // What can't be read may be an event.
        Ok(database) => database.get(device::STORE, name::EVENT).await.map_or(true, |event| event.is_some()),
        Err(_) => false,
    };
    let (session, made, ahead) = session(in_event).await;
    let services = Services {
        session: Rc::new(session.clone()),
        worker: Worker::start(),
        device,
        storage: Storage::open().await,
        contacts: storage::contact_details().await,
        desk: Database::open(DESK, &[DESK_RECORDS, DESK_WITHDRAWN, DESK_DEVICES]).await,
        made,
        ahead,
        host: Cell::default(),
        stopped: Cell::new(false),
        exported: RefCell::default(),
        in_use: Cell::default(),
        claim: RefCell::default(),
    };
    let route = Route::read(&history::place()).unwrap_or(Route::Ready);
    let (found, facts) = (services.look().await, services.facts().await);
    let state = State::new(route, session, found, facts, services.opening().await);
    Ok((state, services))
}

/// The study's files; a moment that is over: when the newest was made, or came from the host; and how far the clock is
/// ahead of the host's.
async fn session(in_event: bool) -> (Session, Option<f64>, Option<f64>) {
    let files = FILES.map(|name| fetch::file(&format!("study/{name}")));
    let mut here = <[Vec<u8>; 5]>::default();
    let mut missing = Vec::new();
    for ((name, file), bytes) in FILES.into_iter().zip(files).zip(&mut here) {
        match file.bytes().await {
            Ok(file) => *bytes = file,
            Err(why) => missing.push(crate::ui::words::file_missing(name, &why)),
        }
    }
    let missing_nothing = missing.is_empty();
    let (study, mut texts) = Study::of_files(here);
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
    let mut newer: Vec<String> =
        newer.iter().flat_map(|lines| lines.lines()).map(ToOwned::to_owned).collect();
    if newer.is_empty() && study.is_ok() {
        let found = Examination::of(texts.clone().map(String::into_bytes)).defects;
        newer = found.iter().map(ToString::to_string).collect();
    }
    let date = |text: &String| {
        let document: serde_json::Value = serde_json::from_str(text).ok()?;
        clock::read(document["date"].as_str()?)
    };
    // Nothing is asked for that is likely to fail: that would be listed as an error in the browser's console.
    let host_answers = missing_nothing && kept != Some(offline::Kept::Offline);
    let ahead = if host_answers { clock::ahead_of_host().await } else { None };
    let sent = if missing_nothing { clock::sent("study/settings.json").await } else { None };
    let made = texts.iter().filter_map(date).chain(sent).reduce(f64::max);
    let instrument = seal::sha256(texts.first().map(String::as_bytes).unwrap_or_default());
    (
        Session {
            study,
            settings: texts.last_mut().map(std::mem::take).unwrap_or_default(),
            instrument,
            newer,
        },
        made,
        ahead,
    )
}

impl Services {
    /// Keeps a new version of the app away as long as the pages are in use.
    pub(super) fn hold(self: &Rc<Self>, in_use: bool) {
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

    /// Carries out a piece of work and tells how it went.
    pub(super) async fn perform(&self, effect: Effect, act: &Act) {
        if matches!(effect, Effect::Export(..) | Effect::Open | Effect::OpenKept(_)) {
            self.stopped.set(false);
        }
        let done = match effect {
            Effect::Cancel => return self.stopped.set(true),
            Effect::Look => {
                act.emit(self.looked().await);
                return self.ask_host(act).await;
            }
            Effect::Persist => Message::Persisted(space::ask_to_persist().await.unwrap_or(false)),
            Effect::CheckPin { pin, before, attempt } => {
                Message::PinChecked(self.check_pin(pin, before, attempt, act).await)
            }
            Effect::NoteWait(attempts) => {
                drop(self.note_wait(attempts).await); // what is not noted has to be waited again
                return;
            }
            Effect::Start(event, pin) => {
                let started = self.start_event(&event, pin, act).await;
                if started.is_ok() {
                    location::go("/");
                }
                Message::Started(started)
            }
            Effect::Leave => {
                let gone = [name::EVENT, name::PIN, name::ATTEMPTS, name::FIGURES]
                    .map(|name| (device::STORE, name, None));
                let left = self.change_device(&gone).await;
                if left.is_ok() {
                    offline::forgive(); // files without keys are as good as any now
                }
                Message::Left(left)
            }
            Effect::Test(passphrase) => match self.test(passphrase, act).await {
                Ok(tested) => Message::Tested(tested),
                Err(complaint) => complaint,
            },
            Effect::Export(content, label) => match self.export(content, &label, act).await {
                Ok(Some(exported)) => Message::Exported(Ok(exported)),
                Ok(None) => Message::Cancelled,
                Err(why) => Message::Exported(Err(why)),
            },
            Effect::Share => Message::Shared(self.share().await),
            Effect::SaveAgain => match &*self.exported.borrow() {
                Some(made) => Message::Saved(save(made)),
                None => return,
            },
            Effect::Confirm(export) => Message::Confirmed(self.confirm(&export).await),
            Effect::DeleteDamaged(damaged) => {
                let deleted = self.delete_damaged(&damaged).await;
                Message::DamagedDeleted(deleted.map_err(|why| words::not_kept(&why)))
            }
            Effect::Make(passphrase) => Message::Made(self.ask(MakeKey { passphrase }, act).await),
            Effect::Generate => match seal::random() {
                Ok(bytes) => Message::Random(bytes),
                Err(why) => Message::Made(Err(why.to_string())),
            },
            Effect::Unlock(field, passphrase) => match chosen_text(field).await {
                Ok(text) => Message::Unlocked(field, self.ask(Unlock { file: text, passphrase }, act).await),
                Err(why) => Message::Unlocked(field, Err(why)),
            },
            Effect::Lock => {
                // A worker that has stopped holds no key either.
                drop(self.ask(Lock {}, act).await);
                return;
            }
            Effect::Save(name, kind, text) => {
                let made = Made::of_text(&name, kind, &text).map_err(|why| not_saved(&why));
                Message::Saved(made.and_then(|made| save(&made)))
            }
            Effect::Open => {
                let files = file::chosen(Field::Files.id());
                if files.is_empty() {
                    act.emit(Message::Complained(Field::Files, words::CHOOSE_FILES.to_owned()));
                    return;
                }
                self.open(&files, act).await;
                file::forget_chosen(Field::Files.id());
                Message::AllOpened
            }
            Effect::OpenKept(names) => {
                self.open_kept(names, act).await;
                Message::AllOpened
            }
            Effect::KeepDevice(key, text) => {
                // What is known of a device comes again with its next export.
                if let Ok(desk) = &self.desk {
                    drop(desk.change(&[(DESK_DEVICES, &key, Some(&text))]).await);
                }
                return;
            }
            Effect::Withdraw(name, receipt) => Message::Withdrawn(self.withdraw(name, &receipt).await),
        };
        act.emit(done);
    }

    async fn ask<E: Request>(&self, request: E, act: &Act) -> Result<E::Answer, String> {
        ask(&self.worker, &request).await.map_err(|refused| refusal(&refused, act))
    }

    fn device(&self) -> Result<&Database, StorageError> {
        self.device.as_ref().map_err(Clone::clone)
    }

    async fn change_device(&self, changes: &[Change<'_>]) -> Result<(), String> {
        let changed = match self.device() {
            Ok(device) => device.change(changes).await,
            Err(trouble) => Err(trouble),
        };
        changed.map_err(|why| words::not_kept(&why))
    }

    /// What is kept under a name at the device. What can't be read counts as not there.
    async fn known<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StorageError> {
        let text = self.device()?.get(device::STORE, name).await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// The event that is going on. One that can't be read is one, and its PIN is asked for.
    async fn event(&self) -> Result<Option<EventMode>, StorageError> {
        let Some(text) = self.device()?.get(device::STORE, name::EVENT).await? else { return Ok(None) };
        if let Ok(event) = serde_json::from_str(&text) {
            return Ok(Some(event));
        }
        let label = self.device()?.get(device::STORE, name::LABEL).await?;
        Ok(Some(EventMode { label: label.unwrap_or_else(|| words::NAMELESS.to_owned()), snapshot: false }))
    }

    /// Looks at what is kept at this device.
    async fn look(&self) -> Result<Device, StorageError> {
        let storage = self.storage.as_ref().map_err(Clone::clone)?;
        let contacts = self.contacts.as_ref().map_err(Clone::clone)?;
        let event = self.event().await?;
        let drafts = storage.draft_names().await?;
        let unfinished = match unfinished::left(storage, event.is_some()).await?.len() {
            left if left < drafts.len() => Unfinished::Open,
            0 => Unfinished::None,
            _ => Unfinished::Sealed,
        };
        let (records, unsealed) = sort(storage.database(), RECORDS).await?;
        let (details, unsealed_details) = sort(contacts, DETAILS).await?;
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
            exports: state::still_here(exports, &records, &details),
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
            complete: offline::is_complete().await,
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

    /// Asks how the host gives its files, which takes a while, and looks again then. What is likely to fail is not asked
    /// for: it would be listed as an error in the browser's console.
    pub(super) async fn ask_host(&self, act: &Act) {
        if offline::runs_on_kept_set().await != Some(offline::Kept::Offline) {
            self.host.set(offline::host().await);
            act.emit(self.looked().await);
        }
    }

    async fn looked(&self) -> Message {
        Message::Looked(Box::new((self.look().await, self.facts().await)))
    }

    /// What is kept at the desk.
    async fn opening(&self) -> Result<Opening, StorageError> {
        let desk = self.desk.as_ref().map_err(Clone::clone)?;
        let kept = desk.names(DESK_RECORDS).await?.into_iter().collect();
        let withdrawn = texts(desk, DESK_WITHDRAWN).await?.into_iter().collect();
        let devices = texts(desk, DESK_DEVICES).await?;
        Ok(Opening::of(kept, withdrawn, Ledger::read(&devices)))
    }

    /// The attempts at the PIN that failed, as they are written and read.
    async fn attempts(&self) -> Result<(Option<String>, Attempts), StorageError> {
        let written = self.device()?.get(device::STORE, name::ATTEMPTS).await?;
        let known = written.as_ref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        Ok((written, known))
    }

    /// Notes how long the next attempt has to wait, unless another tab has tried one meanwhile, or waited longer.
    async fn note_wait(&self, attempts: Attempts) -> Result<(), StorageError> {
        let noted = text_of(&attempts);
        loop {
            let (written, known) = self.attempts().await?;
            if known.failed != attempts.failed || known.wait <= attempts.wait {
                return Ok(());
            }
            let thought: Change = (device::STORE, name::ATTEMPTS, written.as_deref());
            let changes: [Change; 1] = [(device::STORE, name::ATTEMPTS, Some(&noted))];
            match self.device()?.change_if(Some(thought), &changes).await {
                Err(StorageError::TakenOver) => {} // something else was noted in between
                noted => return noted,
            }
        }
    }

    /// Checks the PIN. The attempt is written as one that failed before it is tried, so that closing the page in
    /// between undoes nothing; and only if no other tab has written one meanwhile, so that tabs do not multiply tries.
    async fn check_pin(
        &self,
        pin: String,
        before: Attempts,
        attempt: Attempts,
        act: &Act,
    ) -> Result<bool, String> {
        let not_kept = |why| words::not_kept(&why);
        let device = self.device().map_err(not_kept)?;
        let (written, known) = self.attempts().await.map_err(not_kept)?;
        if known.failed != before.failed {
            act.emit(self.looked().await);
            return Err(words::PIN_TRIED_ELSEWHERE.to_owned());
        }
        let attempt = text_of(&attempt);
        let thought: Change = (device::STORE, name::ATTEMPTS, written.as_deref());
        let changes: [Change; 1] = [(device::STORE, name::ATTEMPTS, Some(&attempt))];
        device.change_if(Some(thought), &changes).await.map_err(not_kept)?;
        let kept = device.get(device::STORE, name::PIN).await.map_err(not_kept)?.unwrap_or_default();
        let right = self.ask(Check { secret: pin, kept }, act).await?;
        if right {
            let gone = [name::ATTEMPTS, name::FIGURES].map(|name| (device::STORE, name, None));
            device.change(&gone).await.map_err(not_kept)?;
        }
        Ok(right)
    }

    /// Starts event mode. What bars it is looked at once more, as it may have come since.
    async fn start_event(&self, event: &EventMode, pin: String, act: &Act) -> Result<(), String> {
        let look = self.look().await.map_err(|why| words::not_kept(&why))?;
        if look.unfinished == Unfinished::Open || look.unsealed + look.unsealed_details > 0 {
            act.emit(Message::Looked(Box::new((Ok(look), self.facts().await))));
            return Err(words::ANSWERED_MEANWHILE.to_owned());
        }
        // Nobody is to begin in another tab before the device knows of its event.
        let claim = self.end_unfinished(false).await.map_err(|why| words::not_kept(&why))?;
        let Some(_claim) = claim else { return Err(words::ANSWERED_ELSEWHERE.to_owned()) };
        let kept = self.ask(Protect { secret: pin }, act).await?;
        document::ask_to_persist();
        let written = text_of(event);
        self.change_device(&[
            (device::STORE, name::EVENT, Some(&written)),
            (device::STORE, name::PIN, Some(&kept)),
            (device::STORE, name::LABEL, Some(&event.label)),
            (device::STORE, name::ATTEMPTS, None),
            (device::STORE, name::FIGURES, None),
        ])
        .await
    }

    /// Makes records of what was left unfinished on a shared device, with the interview claimed for this tab. `None` where
    /// a tab is still at it.
    async fn end_unfinished(&self, shared: bool) -> Result<Option<tab::Claim>, StorageError> {
        let storage = self.storage.as_ref().map_err(Clone::clone)?;
        let claim = tab::claim(tab::name::INTERVIEW, false, || ()).await;
        let (Some(_), Ok(study)) = (&claim, &self.session.study) else { return Ok(claim) };
        let recipients = study.settings.recipients.as_slice();
        let seal = async |text| {
            let request = Seal { text, size: self.session.size(), recipients: recipients.to_vec() };
            let sealed = ask(&self.worker, &request)
                .await
                .map_err(|why| StorageError::Failed(words::refused(&why)))?;
            Ok((seal::sha256(sealed.as_bytes()), sealed))
        };
        end_unfinished(storage, Some(self.device()?), &study.instrument, shared, seal).await?;
        Ok(claim)
    }

    /// Seals a test record to every key and opens it with the one in the chosen file.
    async fn test(&self, passphrase: String, act: &Act) -> Result<Result<Vec<String>, String>, Message> {
        let complaint = |why| Message::Complained(Field::TestKey, why);
        let file = chosen_text(Field::TestKey).await.map_err(complaint)?;
        self.ask(Unlock { file, passphrase }, act).await.map_err(complaint)?;
        let recipients = self.session.recipients().to_vec();
        let opened = self.ask(Drill { recipients, size: self.session.size() }, act).await;
        // The device must not keep the key, however the test went.
        let locked = self.ask(Lock {}, act).await;
        act.emit(Message::KeysGone);
        file::forget_chosen(Field::TestKey.id());
        let (Ok(opened), Ok(())) = (&opened, locked) else { return Ok(opened) };
        let drilled = self.known::<Vec<String>>(name::DRILLED).await.ok().flatten().unwrap_or_default();
        let drilled: BTreeSet<&String> = drilled.iter().chain(opened).collect();
        let kept = self.change_device(&[(device::STORE, name::DRILLED, Some(&text_of(&drilled)))]).await;
        Ok(kept.map(|()| opened.clone()))
    }

    /// Makes a file of everything that waits. `None` where that was stopped.
    async fn export(&self, content: Content, label: &str, act: &Act) -> Result<Option<Exported>, String> {
        let not_kept = |why| words::not_kept(&why);
        let contact = content == Content::ContactDetails;
        if !contact {
            let shared = self.event().await.map_err(not_kept)?.is_some();
            self.end_unfinished(shared).await.map_err(not_kept)?;
        }
        let (database, store) = self.store(contact).map_err(not_kept)?;
        let number = match contact {
            true => 0,
            false => {
                self.known::<u32>(name::NUMBER).await.map_err(not_kept)?.unwrap_or_default().saturating_add(1)
            }
        };
        let (instrument, signing_key) = match contact {
            true => (String::new(), String::new()),
            false => (self.session.instrument.clone(), self.signing_key(act).await?),
        };
        let recipients = self.session.recipients().to_vec();
        let sender = if contact { String::new() } else { label.to_owned() };
        let begin = BeginParcel { content, label: sender, number, instrument, recipients, signing_key };
        self.ask(begin, act).await?;
        let (mut sealed, _) = sort(database, store).await.map_err(not_kept)?;
        sealed.truncate(MOST_TEXTS); // the others are for the next one
        let mut pieces = Growing::default();
        let mut add = |bytes: &Bytes| {
            pieces.add(bytes).map_err(|why| words::browser_refused(&why, "Make some space, and try again."))
        };
        let (mut whole, mut damaged) = (Vec::new(), Vec::new());
        for (done, name) in sealed.iter().enumerate() {
            if self.stopped.get() {
                return Ok(None);
            }
            act.emit(Message::Progressed(done, sealed.len()));
            // What can't be read goes into the file as nothing, and stays on the device. It stops nothing.
            let text = database.get(store, name).await.ok().flatten();
            let was_read = text.is_some();
            let put = PutIn { name: name.clone(), sealed: text.unwrap_or_default() };
            let (is_whole, bytes) =
                ask_with(&self.worker, &put, Bytes::none()).await.map_err(|why| refusal(&why, act))?;
            add(&bytes)?;
            match is_whole {
                true => whole.push(name.clone()),
                false => damaged.extend(was_read.then(|| name.clone())),
            }
        }
        if self.stopped.get() {
            return Ok(None);
        }
        let (Packed { check_hash }, bytes) =
            ask_with(&self.worker, &EndParcel {}, Bytes::none()).await.map_err(|why| refusal(&why, act))?;
        add(&bytes)?;
        let file = match contact {
            true => words::contacts_parcel(&check_hash),
            false => parcel_name(label, number),
        };
        let made = pieces.whole(&file, "application/zip").map_err(|why| not_saved(&why))?;
        let (count, all) = (whole.len(), sealed.len());
        let day = Day::of(clock::now());
        let confirmed = false;
        // What is deleted later is what the code covers: these names, as they went into the file.
        let export =
            Export { contact, number, check_hash, count: all, names: whole, damaged, confirmed, day };
        self.note(label, export).await?;
        save(&made)?;
        let shareable = share::can_share_file(&made);
        self.exported.replace(Some(made));
        Ok(Some(Exported { file, content, whole: count, damaged: all - count, shareable }))
    }

    /// Writes down that an export was made, before its file is handed to anyone.
    async fn note(&self, label: &str, export: Export) -> Result<(), String> {
        let known = self.known::<Vec<Export>>(name::EXPORTS).await.map_err(|why| words::not_kept(&why))?;
        let mut exports = known.unwrap_or_default();
        let number = text_of(&export.number);
        let of_records = !export.contact;
        exports.push(export);
        let exports = text_of(&exports);
        let mut changes: Vec<Change> = vec![(device::STORE, name::EXPORTS, Some(&exports))];
        if of_records {
            changes.push((device::STORE, name::NUMBER, Some(&number)));
            changes.push((device::STORE, name::LABEL, Some(label)));
        }
        self.change_device(&changes).await
    }

    /// The key that the device signs with, made at first need.
    async fn signing_key(&self, act: &Act) -> Result<String, String> {
        let not_kept = |why| words::not_kept(&why);
        let device = self.device().map_err(not_kept)?;
        let kept = || device.get(device::STORE, name::SIGNING_KEY);
        if let Some(key) = kept().await.map_err(not_kept)? {
            return Ok(key);
        }
        let key = self.ask(MakeSigningKey {}, act).await?;
        let thought: Change = (device::STORE, name::SIGNING_KEY, None);
        let changes: [Change; 1] = [(device::STORE, name::SIGNING_KEY, Some(&key))];
        match device.change_if(Some(thought), &changes).await {
            Ok(()) => Ok(key),
            Err(StorageError::TakenOver) => Ok(kept().await.map_err(not_kept)?.unwrap_or(key)),
            Err(why) => Err(not_kept(why)),
        }
    }

    /// Where records, or contact details, are kept.
    fn store(&self, contact: bool) -> Result<(&Database, &'static str), StorageError> {
        match contact {
            true => self.contacts.as_ref().map(|database| (database, DETAILS)).map_err(Clone::clone),
            false => self.storage.as_ref().map(|storage| (storage.database(), RECORDS)).map_err(Clone::clone),
        }
    }

    async fn share(&self) -> Result<bool, String> {
        let made = self.exported.borrow().clone();
        match made {
            Some(made) => share::share_file(&made).await.map_err(|why| {
                words::browser_refused(&why, "The file is among this device's downloads: take it from there.")
            }),
            None => Ok(false),
        }
    }

    /// Deletes what an export held, and nothing else.
    async fn confirm(&self, export: &Export) -> Result<(bool, usize, usize), String> {
        let not_kept = |why| words::not_kept(&why);
        let (database, store) = self.store(export.contact).map_err(not_kept)?;
        let there = database.names(store).await.map_err(not_kept)?;
        let gone: Vec<&String> = export.names.iter().filter(|name| there.contains(name)).collect();
        let changes: Vec<Change> = gone.iter().map(|name| (store, name.as_str(), None)).collect();
        if !changes.is_empty() {
            database.change(&changes).await.map_err(not_kept)?;
        }
        let left = self.look().await.map_err(not_kept)?;
        let remain = if export.contact { left.details } else { left.records };
        let exports = text_of(&device::confirmed(&left.exports, &export.check_hash));
        let since = (remain > 0).then(|| text_of(&export.day));
        let mut changes: Vec<Change> = vec![(device::STORE, name::EXPORTS, Some(&exports))];
        // What an earlier export left waiting has not waited since a later one.
        if !export.contact && !gone.is_empty() {
            changes.push((device::STORE, name::OLDEST, since.as_deref()));
        }
        self.change_device(&changes).await?;
        Ok((export.contact, gone.len(), remain))
    }

    /// Deletes what is damaged, once more looked at. Returns how many.
    async fn delete_damaged(&self, damaged: &BTreeSet<(String, bool)>) -> Result<usize, StorageError> {
        let mut deleted = 0;
        for contact in [false, true] {
            let (database, store) = self.store(contact)?;
            for (name, _) in damaged.iter().filter(|(_, is_contact)| *is_contact == contact) {
                let text = database.get(store, name).await?;
                if text.is_some_and(|text| !seal::is_whole(name, &text)) {
                    database.change(&[(store, name, None)]).await?;
                    deleted += 1;
                }
            }
        }
        if self.look().await?.records == 0 {
            self.device()?.change(&[(device::STORE, name::OLDEST, None)]).await?;
        }
        Ok(deleted)
    }

    /// Opens files, one after another.
    async fn open(&self, files: &[Chosen], act: &Act) {
        for file in files {
            if self.stopped.get() {
                break;
            }
            act.emit(Message::FileBegun(file.name()));
            let bytes = match file.size() {
                size if size > LARGEST => Err(words::TOO_LARGE.to_owned()),
                _ => file.bytes().await.map_err(|why| words::unreadable(&why)),
            };
            let ended = match bytes {
                Ok(bytes) if bytes.begin_with(b"PK") => self.open_parcel(bytes, act).await,
                Ok(_) => match file.text().await {
                    Ok(text) => self.open_single(&text, act).await,
                    Err(why) => Err(words::unreadable(&why)),
                },
                Err(why) => Err(why),
            };
            act.emit(Message::FileEnded(ended));
        }
    }

    /// Opens what a device handed over. Its check code comes only once all of it is opened, and all of its records are
    /// kept here: the device deletes them then.
    async fn open_parcel(&self, bytes: Bytes, act: &Act) -> Result<Option<String>, String> {
        let (contents, _) =
            ask_with(&self.worker, &ReadParcel {}, bytes).await.map_err(|why| refusal(&why, act))?;
        act.emit(Message::FileRead(contents.clone()));
        let mut opened = Vec::new();
        for (done, name) in contents.names.iter().enumerate() {
            if self.stopped.get() {
                self.keep(&mut opened, act).await?;
                return Err(words::STOPPED_FILE.to_owned());
            }
            act.emit(Message::Progressed(done, contents.names.len()));
            match ask(&self.worker, &OpenNext { name: name.clone() }).await {
                Ok(text) => {
                    let is_record = contents.content == Content::Records
                        && matches!(state::kind(&self.session, &text.text), Some(Kind::Record { .. }));
                    act.emit(Message::TextOpened(name.clone(), text.text.as_str().into()));
                    if is_record {
                        opened.push((name.clone(), text.sealed));
                    }
                }
                Err(Refused::Declined(why)) => act.emit(Message::TextRefused(name.clone(), why)),
                Err(stopped) => return Err(refusal(&stopped, act)),
            }
            if opened.len() >= BATCH {
                self.keep(&mut opened, act).await?;
            }
        }
        self.keep(&mut opened, act).await?;
        self.ask(CheckCode {}, act).await.map(Some)
    }

    /// Opens a sealed text that came by itself. Mail programs change line ends, and people copy more than the text.
    async fn open_single(&self, text: &str, act: &Act) -> Result<Option<String>, String> {
        let text = text.replace("\r\n", "\n");
        let from = text.find(ARMOUR).ok_or_else(|| words::NOT_HANDED_OVER.to_owned())?;
        let to = text[from..].find(ARMOUR_END).ok_or_else(|| words::CUT_SHORT.to_owned())?;
        let sealed = format!("{}\n", &text[from..from + to + ARMOUR_END.len()]);
        let opened = self.ask(Open { sealed: sealed.clone() }, act).await?;
        let name = seal::sha256(sealed.as_bytes());
        let is_record = matches!(state::kind(&self.session, &opened), Some(Kind::Record { .. }));
        act.emit(Message::TextOpened(name.clone(), opened.as_str().into()));
        if is_record {
            self.keep(&mut vec![(name, sealed)], act).await?;
        }
        Ok(None)
    }

    /// Keeps records at the desk, as they were sealed, but for those that were deleted on request, here or in another tab.
    async fn keep(&self, opened: &mut Vec<(String, String)>, act: &Act) -> Result<(), String> {
        let mut opened = std::mem::take(opened);
        if opened.is_empty() {
            return Ok(());
        }
        let desk = self.desk.as_ref().map_err(words::not_kept_at_desk)?;
        let withdrawn = desk.names(DESK_WITHDRAWN).await.map_err(|why| words::not_kept_at_desk(&why))?;
        opened.retain(|(name, _)| !withdrawn.contains(name));
        if opened.is_empty() {
            return Ok(());
        }
        let changes: Vec<Change> = opened
            .iter()
            .map(|(name, sealed)| (DESK_RECORDS, name.as_str(), Some(sealed.as_str())))
            .collect();
        desk.change(&changes).await.map_err(|why| words::not_kept_at_desk(&why))?;
        act.emit(Message::Kept(opened.into_iter().map(|(name, _)| name).collect()));
        Ok(())
    }

    /// Opens records that are kept at the desk.
    async fn open_kept(&self, names: Vec<String>, act: &Act) {
        let Ok(desk) = &self.desk else { return };
        let all = names.len();
        for (done, name) in names.into_iter().enumerate() {
            if self.stopped.get() {
                return;
            }
            act.emit(Message::Progressed(done, all));
            let opened = match desk.get(DESK_RECORDS, &name).await {
                Ok(sealed) => ask(&self.worker, &Open { sealed: sealed.unwrap_or_default() }).await,
                Err(why) => Err(Refused::Declined(words::not_kept(&why))),
            };
            let stopped = matches!(opened, Err(Refused::Stopped(_)));
            let opened = opened.map(|text| Rc::from(text.as_str())).map_err(|why| refusal(&why, act));
            act.emit(Message::Reopened(name, opened));
            if stopped {
                return;
            }
        }
    }

    /// Deletes a record from the desk, and remembers that, so that opening its file again does not bring it back and its
    /// code is known. The hash of a code tells nothing.
    async fn withdraw(&self, name: String, receipt: &str) -> Result<String, String> {
        let desk = self.desk.as_ref().map_err(words::not_kept)?;
        let changes: [Change; 2] = [(DESK_RECORDS, &name, None), (DESK_WITHDRAWN, &name, Some(receipt))];
        desk.change(&changes).await.map_err(|why| words::not_kept(&why))?;
        Ok(name)
    }
}

/// What a store holds, each text with its name.
async fn texts(database: &Database, store: &str) -> Result<Vec<(String, String)>, StorageError> {
    let mut texts = Vec::new();
    for name in database.names(store).await? {
        texts.extend(database.get(store, &name).await?.map(|text| (name, text)));
    }
    Ok(texts)
}

/// The names of what is sealed in a store, sorted, and how many texts are not.
async fn sort(database: &Database, store: &str) -> Result<(Vec<String>, usize), StorageError> {
    let names = database.names(store).await?;
    let (mut sealed, plain): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| seal::is_sealed(name));
    sealed.sort_unstable();
    Ok((sealed, plain.len()))
}

fn text_of(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Why the worker did not do something. One that has stopped has lost its keys.
fn refusal(refused: &Refused, act: &Act) -> String {
    if matches!(refused, Refused::Stopped(_)) {
        act.emit(Message::KeysGone);
    }
    words::refused(refused)
}

fn save(made: &Made) -> Result<String, String> {
    download::save_file(made).map(|()| made.name()).map_err(|why| not_saved(&why))
}

fn not_saved(why: &crate::browser::Refused) -> String {
    words::browser_refused(why, "Allow downloads for this site in the browser's settings, and try again.")
}

/// The text of the file that is chosen in a field.
async fn chosen_text(field: Field) -> Result<String, String> {
    let files = file::chosen(field.id());
    let chosen = files.first().ok_or_else(|| words::CHOOSE_KEY_FILE.to_owned())?;
    chosen.text().await.map_err(|why| words::unreadable(&why))
}
