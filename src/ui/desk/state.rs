//! What the organiser's pages know, and what follows from each thing that happens. Pure: `effects` carries out the
//! [`Effect`].

use super::opening::{Kind, Opening};
use super::passphrase;
use super::readiness::{Context, DeviceFacts, Sealing, is_over};
use super::route::Route;
use super::settings;
use super::words;
use crate::browser::store::StorageError;
use crate::device::{self, Attempts, Day, EventMode, Export, Unfit};
use crate::seal;
use crate::seal::code::Code;
use crate::seal::key::PublicKey;
use crate::study::{Pause, Study};
use crate::survey::response::is_date;
use crate::worker::request::{Content, Contents, NewKey};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The study's files as they were found.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// The study, or what is wrong with its files.
    pub study: Result<Study, Vec<String>>,
    /// The text of `settings.json`.
    pub settings: String,
    /// The hash of `questionnaire.json`.
    pub instrument: String,
    /// What is wrong with newer files, where these are the last that could be read; otherwise what is wrong with these
    /// and keeps nobody from answering.
    pub newer: Vec<String>,
}

impl Session {
    /// The public keys to which records are sealed.
    pub fn recipients(&self) -> &[String] {
        self.study.as_ref().map(|study| study.settings.recipients.as_slice()).unwrap_or_default()
    }

    /// The length that no record exceeds.
    pub fn size(&self) -> usize {
        self.study.as_ref().map_or(1024, |study| crate::survey::record_length::longest(&study.instrument))
    }

    /// The address of the form for being contacted.
    pub fn contact(&self) -> Option<&str> {
        self.study.as_ref().ok()?.contact.url.as_deref()
    }

    /// How long the page stays open behind the PIN while nobody touches it.
    pub fn pause(&self) -> Pause {
        self.study.as_ref().map(|study| study.settings.pause).unwrap_or_default()
    }

    fn defects(&self) -> &[String] {
        self.study.as_ref().err().unwrap_or(&self.newer)
    }
}

/// What the browser keeps of an unfinished interview.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Unfinished {
    /// Nothing.
    #[default]
    None,
    /// An interview that anyone at the device can read.
    Open,
    /// One that was sealed at a shared device.
    Sealed,
}

/// What is kept at this device.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Device {
    /// The event that is going on.
    pub event: Option<EventMode>,
    /// Whether a PIN is kept.
    pub has_pin: bool,
    /// The attempts at the PIN that failed.
    pub attempts: Attempts,
    /// What the device is called.
    pub label: Option<String>,
    /// The exports that were made, as [`still_here`] has them.
    pub exports: Vec<Export>,
    /// The number of the last.
    pub number: u32,
    /// The public part of the key that the device signs with, where it has signed anything.
    pub public_key: Option<String>,
    /// Since when a record waits.
    pub oldest: Option<Day>,
    /// The public keys for which a test record was sealed and opened.
    pub drilled: Vec<String>,
    /// How many sealed records there are.
    pub records: usize,
    /// How many records are not sealed.
    pub unsealed: usize,
    /// How many sealed contact details there are.
    pub details: usize,
    /// How many contact details are not sealed.
    pub unsealed_details: usize,
    /// An unfinished interview.
    pub unfinished: Unfinished,
}

impl Device {
    /// What is damaged and in an export that the desk confirmed: its name, and whether it is contact details.
    pub fn damaged(&self) -> BTreeSet<(String, bool)> {
        let confirmed = self.exports.iter().filter(|export| export.confirmed);
        confirmed.flat_map(|it| it.damaged.iter().map(|name| (name.clone(), it.contact))).collect()
    }
}

/// The exports, each with what of it is still on the device. Several may hold the same, and it is deleted with the first
/// that is confirmed. The names of what is on the device are sorted.
pub fn still_here(exports: Vec<Export>, records: &[String], details: &[String]) -> Vec<Export> {
    let still_here = |mut export: Export| {
        let here = if export.contact { details } else { records };
        for names in [&mut export.names, &mut export.damaged] {
            names.retain(|name| here.binary_search(name).is_ok());
        }
        export
    };
    exports.into_iter().map(still_here).collect()
}

/// Whether the PIN stands before the pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lock {
    /// There is no event, so there is no PIN.
    #[default]
    Absent,
    /// The PIN is needed.
    Closed,
    /// The PIN was entered on this page.
    Open,
}

/// A field of a form. Its name is its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The PIN, to come in.
    Pin,
    /// What the device is called.
    Label,
    /// A new PIN.
    NewPin,
    /// The same again.
    PinAgain,
    /// Whether people are shown what was gathered.
    Snapshot,
    /// Whether the device is held to this app, by hand.
    Guided,
    /// The key file for the test record.
    TestKey,
    /// Its passphrase.
    TestPassphrase,
    /// A check code.
    CheckCode,
    /// A new passphrase.
    NewPassphrase,
    /// The same again.
    PassphraseAgain,
    /// Whether passphrases are shown.
    Shown,
    /// The key file that was saved just now.
    SavedKey,
    /// Its passphrase.
    SavedPassphrase,
    /// Until when people can withdraw.
    WithdrawUntil,
    /// The public key of someone else.
    OtherKey,
    /// A key file.
    KeyFile,
    /// Its passphrase.
    Passphrase,
    /// Files that were handed over.
    Files,
    /// A withdrawal code.
    WithdrawalCode,
}

impl Field {
    /// Its id on the page.
    pub fn id(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Label => "label",
            Self::NewPin => "new-pin",
            Self::PinAgain => "pin-again",
            Self::Snapshot => "snapshot",
            Self::Guided => "guided",
            Self::TestKey => "test-key",
            Self::TestPassphrase => "test-passphrase",
            Self::CheckCode => "check-code",
            Self::NewPassphrase => "new-passphrase",
            Self::PassphraseAgain => "passphrase-again",
            Self::Shown => "shown",
            Self::SavedKey => "saved-key",
            Self::SavedPassphrase => "saved-passphrase",
            Self::WithdrawUntil => "withdraw-until",
            Self::OtherKey => "other-key",
            Self::KeyFile => "key-file",
            Self::Passphrase => "passphrase",
            Self::Files => "files",
            Self::WithdrawalCode => "withdrawal-code",
        }
    }
}

/// What is wrong with a field, in words.
pub type Complaint = (Field, String);

/// A form that is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The PIN, to come in.
    Pin,
    /// Starting event mode.
    Start,
    /// Sealing and opening a test record.
    Test,
    /// Exporting records.
    Export,
    /// Confirming an export.
    Confirm,
    /// Making a key pair.
    Make,
    /// Opening the key file that was saved.
    Prove,
    /// Saving new settings.
    Settings,
    /// Opening a key file.
    Unlock,
    /// Opening files.
    Open,
    /// Finding a record to delete.
    Withdraw,
}

/// A button that is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Button {
    /// Look at everything again.
    LookAgain,
    /// Ask for lasting storage.
    Persist,
    /// Stay behind the PIN.
    Stay,
    /// Leave event mode.
    LeaveEvent,
    /// Export contact details.
    ExportContacts,
    /// Delete what is damaged, and was exported as it is.
    DeleteDamaged,
    /// Stop what is going on.
    Cancel,
    /// Share the file that was exported.
    Share,
    /// Save the file that was exported once more.
    SaveAgain,
    /// Think of a passphrase.
    Generate,
    /// Save the key file.
    SaveKey,
    /// Make no key after all, or another one.
    DropKey,
    /// Forget every private key, and what was opened.
    Lock,
    /// Open the records that are kept here.
    OpenKept,
    /// Save the opened records.
    SaveRecords,
    /// Save the opened contact details.
    SaveContacts,
    /// Delete the record that was found.
    Withdraw,
    /// Leave it.
    LeaveRecord,
}

/// What is going on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Busy {
    /// What, in words.
    pub what: String,
    /// How much of it is done, of how much, where that can be told.
    pub progress: Option<(usize, usize)>,
}

/// What happened, and was meant to.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// In a sentence.
    Said(String),
    /// A file was exported.
    Exported(Exported),
    /// An export was confirmed.
    Confirmed {
        /// Whether it was of contact details.
        contact: bool,
        /// How many were deleted.
        deleted: usize,
        /// How many remain.
        remain: usize,
    },
    /// A record was deleted on request.
    Withdrawn {
        /// The first digits of its name.
        name: String,
        /// The files opened on this page that hold it.
        files: Vec<String>,
    },
    /// Something was not done: why, and what to do.
    Failed(String),
}

/// A file that was exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Its name.
    pub file: String,
    /// What it holds.
    pub content: Content,
    /// How many are in it, whole.
    pub whole: usize,
    /// How many were damaged.
    pub damaged: usize,
    /// Whether it can be shared.
    pub shareable: bool,
}

/// How far a new key has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Making {
    /// It is not made.
    #[default]
    Asking,
    /// It is made, and its file is still to be saved or opened again.
    Made {
        /// The key.
        key: NewKey,
        /// Whether its file was saved.
        saved: bool,
    },
    /// Its file was opened again.
    Proven(String),
}

/// Everything that the pages know.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Where the organiser is.
    pub route: Route,
    /// The study's files.
    pub session: Rc<Session>,
    /// Whether the PIN stands before the pages.
    pub lock: Lock,
    /// Whether a warning is shown that the PIN will be needed again, and when it was last called for.
    pub warned: Option<f64>,
    /// Now, in milliseconds since 1970.
    pub now: f64,
    /// What is kept at this device, or why nothing can be.
    pub device: Result<Device, StorageError>,
    /// How the device is.
    pub facts: DeviceFacts,
    /// What is typed.
    pub typed: BTreeMap<Field, String>,
    /// What is ticked.
    pub ticked: BTreeSet<Field>,
    /// What is wrong with what was typed.
    pub complaints: Vec<Complaint>,
    /// What happened.
    pub notice: Option<Notice>,
    /// How many times something was complained of or told.
    pub told: u32,
    /// What is going on.
    pub busy: Option<Busy>,
    /// The public keys whose private ones are at hand.
    pub unlocked: Vec<String>,
    /// How far a new key has come.
    pub making: Making,
    /// What was opened.
    pub opening: Opening,
    /// Why the desk can keep nothing, where that is so.
    pub desk_trouble: Option<StorageError>,
    /// The record that is to be deleted on request.
    pub withdrawing: Option<String>,
}

/// What is to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Look at the device again.
    Look,
    /// Ask for lasting storage.
    Persist,
    /// Write the attempt in place of those before, then check the PIN.
    CheckPin {
        /// What was typed.
        pin: String,
        /// The failures so far.
        before: Attempts,
        /// The same with this one.
        attempt: Attempts,
    },
    /// Note how long the next attempt at the PIN has to wait still.
    NoteWait(Attempts),
    /// Start event mode with this PIN.
    Start(EventMode, String),
    /// Leave event mode.
    Leave,
    /// Seal a test record and open it with the key in the chosen file.
    Test(String),
    /// Export what waits, as a file from this device.
    Export(Content, String),
    /// Stop what is going on.
    Cancel,
    /// Share the file that was exported.
    Share,
    /// Save the file that was exported once more.
    SaveAgain,
    /// Delete what an export held.
    Confirm(Export),
    /// Delete these: each a name, and whether it is contact details.
    DeleteDamaged(BTreeSet<(String, bool)>),
    /// Make a key pair.
    Make(String),
    /// Think of a passphrase.
    Generate,
    /// Open the chosen key file of this field.
    Unlock(Field, String),
    /// Forget every private key.
    Lock,
    /// Save a text as a file: name, kind, text.
    Save(String, &'static str, String),
    /// Open the chosen files.
    Open,
    /// Open the records that are kept here, of these names.
    OpenKept(Vec<String>),
    /// Keep what is known of a device, under its key.
    KeepDevice(String, String),
    /// Delete a record from the desk: its name, and the hash of its code.
    Withdraw(String, String),
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The organiser came to a place.
    Arrived(Route),
    /// A field holds this text now.
    Typed(Field, String),
    /// A box is ticked, or not.
    Ticked(Field, bool),
    /// A form was sent.
    Sent(Form),
    /// A button was pressed.
    Pressed(Button),
    /// A second has passed.
    Second(f64),
    /// Nobody has touched the page for so many seconds.
    Idle(u32),
    /// What is kept at the device, and how it is.
    Looked(Box<(Result<Device, StorageError>, DeviceFacts)>),
    /// Whether storage is lasting now.
    Persisted(bool),
    /// Whether the PIN was right.
    PinChecked(Result<bool, String>),
    /// Event mode was started, or why not.
    Started(Result<(), String>),
    /// Event mode was left, or why not.
    Left(Result<(), String>),
    /// The public keys for which a test record was sealed and opened; those that a key was at hand for.
    Tested(Result<Vec<String>, String>),
    /// So many of so many are done.
    Progressed(usize, usize),
    /// It was stopped.
    Cancelled,
    /// A file was exported, or why not.
    Exported(Result<Exported, String>),
    /// The file was shared, or the sheet closed; or why not.
    Shared(Result<bool, String>),
    /// What an export held was deleted: how many, and how many remain.
    Confirmed(Result<(bool, usize, usize), String>),
    /// How many damaged texts were deleted, or why none.
    DamagedDeleted(Result<usize, String>),
    /// A key pair was made, or why not.
    Made(Result<NewKey, String>),
    /// Random bytes for a passphrase.
    Random([u8; 24]),
    /// A key file was opened, or why not.
    Unlocked(Field, Result<String, String>),
    /// A file was saved, or why not.
    Saved(Result<String, String>),
    /// A file is being opened.
    FileBegun(String),
    /// What it says of itself.
    FileRead(Contents),
    /// A text in it: its name and the text.
    TextOpened(String, Rc<str>),
    /// A text in it that could not be opened, and why.
    TextRefused(String, String),
    /// It was gone through: its check code, or why there is none.
    FileEnded(Result<Option<String>, String>),
    /// The organiser has seen at a device that it signs with this key.
    Compared(String),
    /// Records are kept here, sealed, by these names.
    Kept(Vec<String>),
    /// Everything that was to be opened is gone through.
    AllOpened,
    /// A record that is kept here was opened.
    Reopened(String, Result<Rc<str>, String>),
    /// A record was deleted from the desk, or why not.
    Withdrawn(Result<String, String>),
    /// Something is wrong with what was chosen.
    Complained(Field, String),
    /// No private key is at hand any more.
    KeysGone,
}

impl State {
    /// The state at the start: what was found, and where the organiser came to.
    pub fn new(
        route: Route,
        session: Session,
        device: Result<Device, StorageError>,
        facts: DeviceFacts,
        desk: Result<Opening, StorageError>,
    ) -> Self {
        let desk_trouble = desk.as_ref().err().cloned();
        let mut state = Self {
            route,
            session: Rc::new(session),
            lock: Lock::Absent,
            warned: None,
            now: facts.now,
            device: Ok(Device::default()),
            facts,
            typed: BTreeMap::new(),
            ticked: BTreeSet::new(),
            complaints: Vec::new(),
            notice: None,
            told: 0,
            busy: None,
            unlocked: Vec::new(),
            making: Making::default(),
            opening: desk.unwrap_or_default(),
            desk_trouble,
            withdrawing: None,
        };
        state.look(device);
        state
    }

    /// Whether a reload would lose something: a key, what was opened, work that is under way.
    pub fn is_in_use(&self) -> bool {
        let is_open = !self.opening.reports.is_empty() || !self.opening.records.is_empty();
        is_open || self.busy.is_some() || !self.unlocked.is_empty() || self.making != Making::Asking
    }

    /// Whether the PIN is all that is shown.
    pub fn is_locked(&self) -> bool {
        self.lock == Lock::Closed
    }

    /// What is typed into a field.
    pub fn typed(&self, field: Field) -> &str {
        self.typed.get(&field).map(String::as_str).unwrap_or_default()
    }

    /// What is wrong with a field.
    pub fn complaint(&self, field: Field) -> Option<&str> {
        self.complaints.iter().find(|(wrong, _)| *wrong == field).map(|(_, words)| words.as_str())
    }

    /// The attempts at the PIN that failed.
    pub fn attempts(&self) -> Attempts {
        self.device.as_ref().map(|device| device.attempts).unwrap_or_default()
    }

    /// How many seconds the next attempt at the PIN has to wait.
    pub fn wait(&self) -> u32 {
        self.attempts().wait
    }

    /// What the list of readiness depends on.
    pub fn around(&self) -> Context<'_> {
        let sealing = self.session.study.as_ref().ok().map(|study| Sealing {
            recipients: &study.settings.recipients,
            withdraw_until: study.settings.withdraw_until.as_deref(),
            // Base 64 with line ends, and what stands before it for each recipient.
            record: self.session.size() as f64 * 1.4 + 1000.0,
        });
        Context {
            defects: self.session.defects(),
            sealing,
            drilled: self.device.as_ref().map(|device| device.drilled.as_slice()).unwrap_or_default(),
            trouble: self.device.as_ref().err(),
        }
    }

    /// Why event mode can't be started, each with what to do.
    pub fn bars(&self) -> Vec<String> {
        let mut bars = Vec::new();
        if self.session.study.is_err() {
            bars.push(words::BAR_DEFECTS.to_owned());
        } else if self.session.recipients().is_empty() {
            bars.push(words::BAR_NO_RECIPIENTS.to_owned());
        }
        match &self.device {
            Err(trouble) => bars.push(words::no_storage(trouble)),
            Ok(device) => {
                if device.unfinished == Unfinished::Open {
                    bars.push(words::BAR_UNFINISHED.to_owned());
                }
                if device.unsealed + device.unsealed_details > 0 {
                    bars.push(words::bar_unsealed(device.unsealed, device.unsealed_details));
                }
            }
        }
        bars
    }

    /// Whether the date until which people can withdraw has passed.
    pub fn withdrawal_ended(&self) -> Option<&str> {
        let until = self.session.study.as_ref().ok()?.settings.withdraw_until.as_deref()?;
        is_over(until, &self.facts.today()).then_some(until)
    }

    /// The text of new settings with a public key, and with someone else's where one is typed.
    pub fn new_settings(&self, key: &str) -> String {
        let until = Some(self.typed(Field::WithdrawUntil).trim()).filter(|date| !date.is_empty());
        let other = Some(self.typed(Field::OtherKey).trim()).filter(|other| !other.is_empty());
        let keys: Vec<&str> = std::iter::once(key).chain(other).collect();
        settings::with_recipients(&self.session.settings, &keys, until)
    }

    /// Whether new settings need a date until which people can withdraw: where there is none, or it has passed.
    pub fn needs_date(&self) -> bool {
        settings::withdraw_until(&self.session.settings)
            .is_none_or(|date| is_over(&date, &self.facts.today()))
    }

    /// Becomes the state after something happened, and says what is to be done outside.
    pub fn update(&mut self, message: Message) -> Option<Effect> {
        if self.is_locked() && !is_allowed_when_locked(&message) {
            return None;
        }
        match message {
            Message::Arrived(route) => {
                self.route = route;
                self.clear();
                self.typed.clear();
                self.fill_in_label();
                self.ticked.remove(&Field::Shown);
                self.withdrawing = None;
            }
            Message::Typed(field, text) => drop(self.typed.insert(field, text)),
            Message::Ticked(field, true) => drop(self.ticked.insert(field)),
            Message::Ticked(field, false) => drop(self.ticked.remove(&field)),
            Message::Sent(_) if self.busy.is_some() => {}
            Message::Sent(form) => return self.sent(form),
            Message::Pressed(Button::Cancel) => return Some(Effect::Cancel),
            Message::Pressed(Button::Stay) => self.warned = None,
            Message::Pressed(_) if self.busy.is_some() => {}
            Message::Pressed(button) => return self.pressed(button),
            Message::Second(now) => {
                self.now = now;
                // The warning is called for every second while nobody is there.
                if self.warned.is_some_and(|last| now - last > 2_500.0) {
                    self.warned = None;
                }
                return self.wait_a_second();
            }
            Message::Idle(seconds) => return self.idle(seconds),
            Message::Looked(looked) => {
                let (device, facts) = *looked;
                self.facts = facts;
                self.look(device);
            }
            Message::Persisted(lasting) => {
                self.facts.persisted = Some(lasting);
                // Some browsers ask the person first, and meanwhile something else may have begun.
                if self.busy.is_none() {
                    self.tell(Notice::Said(words::persisted(lasting).to_owned()));
                }
            }
            Message::PinChecked(checked) => self.pin_checked(checked),
            Message::Started(Ok(())) => {
                self.busy = None;
                return Some(Effect::Look);
            }
            Message::Left(Ok(())) => {
                self.tell(Notice::Said(words::LEFT_EVENT.to_owned()));
                return Some(Effect::Look);
            }
            Message::Started(Err(why)) | Message::Left(Err(why)) => self.fail(why),
            Message::Tested(tested) => self.tested(tested),
            Message::Progressed(done, all) => {
                if let Some(busy) = &mut self.busy {
                    busy.progress = Some((done, all));
                }
            }
            Message::Cancelled => self.tell(Notice::Said(words::CANCELLED.to_owned())),
            Message::Exported(Ok(exported)) => {
                self.tell(Notice::Exported(exported));
                return Some(Effect::Look);
            }
            Message::Exported(Err(why)) => self.fail(why),
            Message::Shared(Ok(_)) => {} // what was told of the file stays
            Message::Shared(Err(why)) => self.fail(why),
            Message::Confirmed(Ok((contact, deleted, remain))) => {
                self.typed.remove(&Field::CheckCode);
                if let Ok(device) = &mut self.device {
                    let left = if contact { &mut device.details } else { &mut device.records };
                    *left = remain;
                }
                self.tell(Notice::Confirmed { contact, deleted, remain });
                return Some(Effect::Look);
            }
            Message::Confirmed(Err(why)) => self.fail(why),
            Message::DamagedDeleted(Ok(deleted)) => {
                self.tell(Notice::Said(words::damaged_deleted(deleted)));
                return Some(Effect::Look);
            }
            Message::DamagedDeleted(Err(why)) => self.fail(why),
            Message::Made(Ok(key)) => {
                self.forget_secrets();
                self.busy = None;
                self.clear();
                self.making = Making::Made { key, saved: false };
                self.told += 1;
            }
            Message::Made(Err(why)) => self.fail(why),
            Message::Random(bytes) => {
                let passphrase = passphrase::generated(bytes);
                self.typed.insert(Field::NewPassphrase, passphrase.clone());
                self.typed.insert(Field::PassphraseAgain, passphrase);
                self.ticked.insert(Field::Shown);
                self.tell(Notice::Said(words::PASSPHRASE_MADE.to_owned()));
            }
            Message::Unlocked(field, unlocked) => self.unlocked(field, unlocked),
            Message::Saved(Ok(name)) => {
                if let Making::Made { saved, key } = &mut self.making {
                    *saved |= name == words::key_name(&key.public);
                }
                // What is said of an export says so already.
                if !matches!(self.notice, Some(Notice::Exported(_))) {
                    self.tell(Notice::Said(words::saved(&name)));
                }
            }
            Message::Saved(Err(why)) => self.fail(why),
            Message::FileBegun(file) => self.opening.begin(file),
            Message::FileRead(contents) => self.opening.found(contents),
            Message::TextOpened(name, text) => {
                let session = self.session.clone();
                self.opening.take(&name, &text, session.contact());
            }
            Message::TextRefused(name, why) => self.opening.refuse(name, why),
            Message::FileEnded(ended) => {
                let (key, text) = self.opening.end(ended)?;
                return Some(Effect::KeepDevice(key, text));
            }
            Message::Compared(key) => {
                let text = self.opening.compared(&key)?;
                self.told += 1;
                return Some(Effect::KeepDevice(key, text));
            }
            Message::Kept(names) => self.opening.kept.extend(names),
            Message::AllOpened => {
                let notice = words::opened(&self.opening);
                self.tell(notice);
            }
            Message::Reopened(name, opened) => self.opening.reopen(name, opened),
            Message::Withdrawn(Ok(name)) => {
                let files = self.opening.files_with(&name);
                self.opening.withdraw(&name);
                self.withdrawing = None;
                self.typed.remove(&Field::WithdrawalCode);
                self.tell(Notice::Withdrawn { name: words::short(&name), files });
            }
            Message::Withdrawn(Err(why)) => self.fail(why),
            Message::Complained(field, words) => self.complain(vec![(field, words)]),
            Message::KeysGone => self.unlocked.clear(),
        }
        None
    }

    fn look(&mut self, device: Result<Device, StorageError>) {
        if let Ok(device) = &device {
            // Without a PIN that could be asked for, asking would only keep the records from the organiser.
            let event = device.event.is_some() && device.has_pin;
            self.lock = match (event, self.lock) {
                (false, _) => Lock::Absent,
                (true, Lock::Absent) => Lock::Closed,
                (true, lock) => lock,
            };
        }
        self.device = device;
        self.fill_in_label();
        let looking = words::busy(&Effect::Look);
        self.busy = self.busy.take().filter(|busy| Some(busy.what.as_str()) != looking);
    }

    /// What the device is called need not be typed again.
    fn fill_in_label(&mut self) {
        let known = self.device.as_ref().ok().and_then(|device| device.label.clone());
        if let Some(label) = known.filter(|_| self.typed(Field::Label).is_empty()) {
            self.typed.insert(Field::Label, label);
        }
    }

    fn wait_a_second(&mut self) -> Option<Effect> {
        let device = self.device.as_mut().ok().filter(|device| device.attempts.wait > 0)?;
        device.attempts = device.attempts.after_a_second();
        let attempts = device.attempts;
        if attempts.wait == 0 {
            self.complaints.retain(|(field, _)| *field != Field::Pin);
        }
        attempts.is_to_be_noted().then_some(Effect::NoteWait(attempts))
    }

    fn idle(&mut self, seconds: u32) -> Option<Effect> {
        if self.lock != Lock::Open || self.busy.is_some() {
            return None;
        }
        let pause = self.session.pause();
        if seconds < pause.idle_seconds + pause.warning_seconds {
            self.warned = Some(self.now);
            return None;
        }
        self.lock = Lock::Closed;
        self.warned = None;
        self.clear();
        self.typed.clear();
        self.ticked.clear();
        self.unlocked.clear();
        self.making = Making::Asking;
        self.withdrawing = None;
        self.opening.close();
        self.told += 1;
        Some(Effect::Lock)
    }

    fn sent(&mut self, form: Form) -> Option<Effect> {
        self.clear();
        let effect = match form {
            Form::Pin => self.check_pin(),
            Form::Start => self.start(),
            Form::Test => self.passphrase_of(Field::TestPassphrase).map(Effect::Test),
            Form::Export => self.export(),
            Form::Confirm => self.confirm(),
            Form::Make => self.make(),
            Form::Prove => {
                let passphrase = self.passphrase_of(Field::SavedPassphrase);
                passphrase.map(|passphrase| Effect::Unlock(Field::SavedKey, passphrase))
            }
            Form::Settings => self.save_settings(),
            Form::Unlock => {
                let passphrase = self.passphrase_of(Field::Passphrase);
                passphrase.map(|passphrase| Effect::Unlock(Field::KeyFile, passphrase))
            }
            Form::Open => {
                self.opening.begin_run();
                Ok(Effect::Open)
            }
            Form::Withdraw => return self.find(),
        };
        match effect {
            Ok(effect) => {
                self.begin(&effect);
                Some(effect)
            }
            Err(complaints) => {
                self.complain(complaints);
                None
            }
        }
    }

    fn pressed(&mut self, button: Button) -> Option<Effect> {
        if button != Button::Share && button != Button::SaveAgain {
            self.clear();
        }
        let effect = match button {
            Button::LookAgain => Effect::Look,
            Button::Persist => Effect::Persist,
            Button::LeaveEvent => Effect::Leave,
            Button::ExportContacts => Effect::Export(Content::ContactDetails, String::new()),
            Button::DeleteDamaged => Effect::DeleteDamaged(self.device.as_ref().ok()?.damaged()),
            Button::Share => Effect::Share,
            Button::SaveAgain => Effect::SaveAgain,
            Button::Generate => Effect::Generate,
            Button::SaveKey => {
                let Making::Made { key, .. } = &self.making else { return None };
                Effect::Save(words::key_name(&key.public), words::SEALED_TEXT, key.file.clone())
            }
            Button::DropKey => {
                self.making = Making::Asking;
                self.told += 1;
                return None;
            }
            Button::Lock => {
                self.unlocked.clear();
                self.opening.close();
                self.withdrawing = None;
                self.tell(Notice::Said(words::LOCKED.to_owned()));
                return Some(Effect::Lock);
            }
            Button::OpenKept => {
                self.opening.begin_run();
                let closed =
                    self.opening.kept.iter().filter(|name| !self.opening.records.contains_key(*name));
                Effect::OpenKept(closed.cloned().collect())
            }
            Button::SaveRecords => {
                let name = words::RECORDS_FILE.to_owned();
                Effect::Save(name, "application/x-ndjson", self.opening.records_text())
            }
            Button::SaveContacts => {
                let text = super::contacts::table(self.session.study.as_ref().ok(), &self.opening.contacts);
                Effect::Save(words::CONTACTS_FILE.to_owned(), "text/csv", super::contacts::csv(&text))
            }
            Button::Withdraw => {
                let name = self.withdrawing.clone()?;
                let receipt = self.opening.receipt(&name).to_owned();
                Effect::Withdraw(name, receipt)
            }
            Button::LeaveRecord => {
                self.withdrawing = None;
                self.told += 1;
                return None;
            }
            Button::Cancel | Button::Stay => return None,
        };
        self.begin(&effect);
        Some(effect)
    }

    fn begin(&mut self, effect: &Effect) {
        let what = words::busy(effect);
        self.busy = what.map(|what| Busy { what: what.to_owned(), progress: None });
    }

    fn clear(&mut self) {
        self.complaints.clear();
        self.notice = None;
    }

    fn complain(&mut self, complaints: Vec<Complaint>) {
        self.busy = None;
        self.complaints = complaints;
        self.told += 1;
    }

    fn tell(&mut self, notice: Notice) {
        self.busy = None;
        self.notice = Some(notice);
        self.told += 1;
    }

    fn fail(&mut self, why: String) {
        self.tell(Notice::Failed(why));
    }

    fn forget_secrets(&mut self) {
        for field in [
            Field::Pin,
            Field::NewPin,
            Field::PinAgain,
            Field::TestPassphrase,
            Field::NewPassphrase,
            Field::PassphraseAgain,
            Field::SavedPassphrase,
            Field::Passphrase,
        ] {
            self.typed.remove(&field);
        }
        self.ticked.remove(&Field::Shown);
    }

    fn check_pin(&mut self) -> Result<Effect, Vec<Complaint>> {
        let pin = self.typed(Field::Pin).trim().to_owned();
        if pin.is_empty() {
            return Err(vec![(Field::Pin, words::ENTER_PIN.to_owned())]);
        }
        let wait = self.wait();
        if wait > 0 {
            return Err(vec![(Field::Pin, words::wait(wait))]);
        }
        let device =
            self.device.as_mut().map_err(|trouble| vec![(Field::Pin, words::no_storage(trouble))])?;
        let before = device.attempts;
        let attempt = before.and_another();
        device.attempts = attempt;
        Ok(Effect::CheckPin { pin, before, attempt })
    }

    fn pin_checked(&mut self, checked: Result<bool, String>) {
        self.typed.remove(&Field::Pin);
        match checked {
            Ok(true) => {
                self.lock = Lock::Open;
                if let Ok(device) = &mut self.device {
                    device.attempts = Attempts::default();
                }
                self.busy = None;
                self.told += 1;
            }
            Ok(false) => self.complain(vec![(Field::Pin, words::wrong_pin(self.wait()))]),
            Err(why) => self.complain(vec![(Field::Pin, why)]),
        }
    }

    fn start(&mut self) -> Result<Effect, Vec<Complaint>> {
        let mut complaints = Vec::new();
        let label = device::label(self.typed(Field::Label));
        complaints
            .extend(label.as_ref().err().copied().map(|unfit| (Field::Label, words::unfit_label(unfit))));
        let pin = device::pin(self.typed(Field::NewPin));
        complaints.extend(pin.err().map(|unfit| (Field::NewPin, words::unfit_pin(unfit))));
        if pin.is_ok() && self.typed(Field::NewPin).trim() != self.typed(Field::PinAgain).trim() {
            complaints.push((Field::PinAgain, words::OTHER_PIN.to_owned()));
        }
        match (label, pin) {
            (Ok(label), Ok(pin)) if complaints.is_empty() && self.bars().is_empty() => {
                let event = EventMode { label, snapshot: self.ticked.contains(&Field::Snapshot) };
                let effect = Effect::Start(event, pin.to_owned());
                self.forget_secrets();
                Ok(effect)
            }
            _ => Err(complaints),
        }
    }

    /// The passphrase in a field, which must not be empty.
    fn passphrase_of(&self, field: Field) -> Result<String, Vec<Complaint>> {
        match self.typed(field) {
            "" => Err(vec![(field, words::ENTER_PASSPHRASE.to_owned())]),
            passphrase => Ok(passphrase.to_owned()),
        }
    }

    fn tested(&mut self, tested: Result<Vec<String>, String>) {
        match tested {
            Err(why) => self.fail(why),
            Ok(keys) => {
                self.forget_secrets();
                let notice = words::tested(&keys);
                if let Ok(device) = &mut self.device {
                    let new =
                        keys.into_iter().filter(|key| !device.drilled.contains(key)).collect::<Vec<_>>();
                    device.drilled.extend(new);
                }
                self.tell(notice);
            }
        }
    }

    fn export(&mut self) -> Result<Effect, Vec<Complaint>> {
        let event = self.device.as_ref().ok().and_then(|device| device.event.as_ref());
        let label = match event {
            Some(event) => Ok(event.label.clone()),
            None => device::label(self.typed(Field::Label)),
        };
        match label {
            Ok(label) => Ok(Effect::Export(Content::Records, label)),
            Err(unfit) => Err(vec![(Field::Label, words::unfit_label(unfit))]),
        }
    }

    fn confirm(&mut self) -> Result<Effect, Vec<Complaint>> {
        let typed = self.typed(Field::CheckCode);
        let complaint = |words: &str| vec![(Field::CheckCode, words.to_owned())];
        if typed.trim().is_empty() {
            return Err(complaint(words::ENTER_CHECK_CODE));
        }
        let code = Code::read(typed).ok_or_else(|| complaint(words::MISTYPED_CODE))?;
        let hash = seal::sha256(code.hash_text().as_bytes());
        let exports = self.device.as_ref().map(|device| device.exports.as_slice()).unwrap_or_default();
        let export =
            device::export_with(exports, &hash).ok_or_else(|| complaint(words::UNKNOWN_CHECK_CODE))?;
        Ok(Effect::Confirm(export.clone()))
    }

    fn make(&mut self) -> Result<Effect, Vec<Complaint>> {
        let typed = self.typed(Field::NewPassphrase).to_owned();
        if let Err(unfit) = passphrase::check(&typed) {
            let words =
                if unfit == Unfit::Missing { words::CHOOSE_PASSPHRASE } else { words::SHORT_PASSPHRASE };
            return Err(vec![(Field::NewPassphrase, words.to_owned())]);
        }
        if typed != self.typed(Field::PassphraseAgain) {
            return Err(vec![(Field::PassphraseAgain, words::OTHER_PASSPHRASE.to_owned())]);
        }
        Ok(Effect::Make(typed))
    }

    fn save_settings(&mut self) -> Result<Effect, Vec<Complaint>> {
        let Making::Proven(key) = &self.making else { return Err(Vec::new()) };
        let mut complaints = Vec::new();
        let other = self.typed(Field::OtherKey).trim();
        if let Some(why) = PublicKey::read(other).err().filter(|_| !other.is_empty()) {
            complaints.push((Field::OtherKey, why.to_string()));
        }
        let date = self.typed(Field::WithdrawUntil).trim();
        let complaint = match is_date(date) {
            _ if !self.needs_date() => None,
            false => Some(words::ENTER_DATE),
            true => (date <= self.facts.today().as_str()).then_some(words::ENTER_LATER_DATE),
        };
        complaints.extend(complaint.map(|words| (Field::WithdrawUntil, words.to_owned())));
        if !complaints.is_empty() {
            return Err(complaints);
        }
        Ok(Effect::Save("settings.json".to_owned(), "application/json", self.new_settings(key)))
    }

    fn unlocked(&mut self, field: Field, unlocked: Result<String, String>) {
        match (unlocked, &self.making) {
            (Err(why), _) => self.complain(vec![(field, why)]),
            (Ok(public), Making::Made { key, .. }) if field == Field::SavedKey => {
                if public != key.public {
                    return self.complain(vec![(field, words::OTHER_KEY.to_owned())]);
                }
                self.making = Making::Proven(public.clone());
                self.forget_secrets();
                self.add_unlocked(public);
                self.tell(Notice::Said(words::PROVEN.to_owned()));
            }
            (Ok(public), _) => {
                self.forget_secrets();
                self.add_unlocked(public);
                self.tell(Notice::Said(words::UNLOCKED.to_owned()));
            }
        }
    }

    fn add_unlocked(&mut self, public: String) {
        if !self.unlocked.contains(&public) {
            self.unlocked.push(public);
        }
    }

    fn find(&mut self) -> Option<Effect> {
        let typed = self.typed(Field::WithdrawalCode);
        let complaint = match Code::read(typed) {
            _ if typed.trim().is_empty() => words::ENTER_WITHDRAWAL_CODE.to_owned(),
            None => words::MISTYPED_CODE.to_owned(),
            Some(code) => {
                let hash = seal::sha256(code.hash_text().as_bytes());
                if let Some(name) = self.opening.with_receipt(&hash) {
                    self.withdrawing = Some(name.to_owned());
                    self.told += 1;
                    return None;
                }
                match self.opening.was_withdrawn(&hash) {
                    true => words::WITHDRAWN_BEFORE.to_owned(),
                    false => words::withdrawal_not_found(self.opening.records.len(), self.opening.closed()),
                }
            }
        };
        self.complain(vec![(Field::WithdrawalCode, complaint)]);
        None
    }
}

/// What a text that was opened by itself is, for who keeps it.
pub fn kind(session: &Session, text: &str) -> Option<Kind> {
    Kind::of(text, session.contact())
}

/// What can happen while the PIN is all that is shown.
fn is_allowed_when_locked(message: &Message) -> bool {
    matches!(
        message,
        Message::Arrived(_)
            | Message::Typed(Field::Pin, _)
            | Message::Sent(Form::Pin)
            | Message::Second(_)
            | Message::Looked(_)
            | Message::PinChecked(_)
    )
}
