//! What all the organiser's pages share: the study's files, what is kept at this device, the lock, the time, the keys at
//! hand, and what was opened.

use super::archive::Archive;
use super::examination::Examined;
use super::readiness::{Context, DeviceFacts, Sealing, is_over};
use super::task::Task;
use engine::record_length;
use seal::device::{Attempts, Day, EventMode, Export};
use std::rc::Rc;
use storage::database::StorageError;
use study::{Pause, Study};
use worker::request::NewKey;

/// The study's files as they were found.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyFiles {
    /// The study, or what is wrong with its files.
    pub study: Result<Study, Vec<String>>,
    /// Their texts, in the order of [`FILES`](study::FILES).
    pub texts: [String; 5],
    /// The hash of `questionnaire.json`.
    pub instrument: String,
    /// What is wrong with newer files, where these are the last that could be read.
    pub newer: Vec<String>,
}

impl StudyFiles {
    /// The public keys to which records are sealed.
    pub fn recipients(&self) -> &[String] {
        self.study.as_ref().map(|study| study.settings.recipients.as_slice()).unwrap_or_default()
    }

    /// The lengths of sealed records, in bytes.
    pub fn sizes(&self) -> [usize; 2] {
        self.study.as_ref().map_or([1024; 2], |study| record_length::sizes(&study.instrument))
    }

    /// The text of `settings.json`.
    pub fn settings(&self) -> &str {
        let [.., settings] = &self.texts;
        settings
    }

    /// The address of the form for being contacted.
    pub fn contact(&self) -> Option<&str> {
        self.study.as_ref().ok()?.contact.url.as_deref()
    }

    /// The text of that form, where it can be read.
    pub fn form(&self) -> Option<String> {
        let [_, form, ..] = &self.texts;
        self.study.is_ok().then(|| form.clone())
    }

    /// How long the page stays open behind the PIN while nobody touches it.
    pub fn pause(&self) -> Pause {
        self.study.as_ref().map(|study| study.settings.pause).unwrap_or_default()
    }

    /// Until when people can have their record deleted.
    pub fn withdraw_until(&self) -> Option<&str> {
        self.study.as_ref().ok()?.settings.withdraw_until.as_deref()
    }

    /// What kept the files, or newer ones, from being read.
    pub fn defects(&self) -> &[String] {
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
    pub fn damaged(&self) -> Vec<(String, bool)> {
        let confirmed = self.exports.iter().filter(|export| export.confirmed);
        let of = |it: &Export| it.damaged.iter().map(|name| (name.clone(), it.contact)).collect::<Vec<_>>();
        let mut damaged: Vec<_> = confirmed.flat_map(of).collect();
        damaged.sort_unstable();
        damaged.dedup();
        damaged
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

/// A look at the device: what is kept there, or why nothing can be, and how it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// What is kept.
    pub device: Result<Device, StorageError>,
    /// How the device is.
    pub facts: DeviceFacts,
}

/// What is going on while the device is looked at because somebody asked.
pub const LOOKING: &str = "Looking at this device";

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

/// How far a new key has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum NewKeyStep {
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

/// What an organiser has at hand from page to page until the device locks itself. It goes as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AtHand {
    /// The public keys whose private ones the worker holds.
    pub keys: Vec<String>,
    /// How far a new key has come. It is a file that its passphrase protects, and lost if it were not saved, so a look at
    /// another page does not drop it.
    pub new_key: NewKeyStep,
    /// Whether the organiser has seen to it that the device is held to this app.
    pub guided: bool,
}

/// What all pages share.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// The study's files.
    pub files: Rc<StudyFiles>,
    /// What is known of them.
    pub examined: Examined,
    /// What is kept at this device, or why nothing can be.
    pub device: Result<Device, StorageError>,
    /// How the device is.
    pub facts: DeviceFacts,
    /// Now, in milliseconds since 1970.
    pub now: f64,
    /// Whether the PIN stands before the pages.
    pub lock: Lock,
    /// What is going on.
    pub task: Task,
    /// What the organiser has at hand.
    pub at_hand: AtHand,
    /// What was handed over, as far as it is known here.
    pub archive: Archive,
    /// Why the desk can keep nothing, where that is so.
    pub desk_trouble: Option<StorageError>,
}

impl Session {
    /// The session at the start, by what was found.
    pub fn new(files: Rc<StudyFiles>, look: Look, desk: Result<Archive, StorageError>) -> Self {
        let desk_trouble = desk.as_ref().err().cloned();
        let examined = match files.defects() {
            [] => Examined::Coming,
            defects => Examined::Found(defects.to_vec()),
        };
        let mut session = Self {
            files,
            examined,
            device: Ok(Device::default()),
            now: look.facts.now,
            facts: look.facts.clone(),
            lock: Lock::Absent,
            task: Task::default(),
            at_hand: AtHand::default(),
            archive: desk.unwrap_or_default(),
            desk_trouble,
        };
        session.see(look);
        session
    }

    /// The device was looked at.
    pub fn see(&mut self, look: Look) {
        if let Ok(device) = &look.device {
            // Without a PIN that could be asked for, asking would only keep the records from the organiser.
            let event = device.event.is_some() && device.has_pin;
            self.lock = match (event, self.lock) {
                (false, _) => Lock::Absent,
                (true, Lock::Absent) => Lock::Closed,
                (true, lock) => lock,
            };
        }
        self.device = look.device;
        self.facts = look.facts;
        self.task.end_of(LOOKING);
    }

    /// Locks the pages: nothing of what was at hand or opened stays.
    pub fn close(&mut self) {
        self.lock = Lock::Closed;
        self.task.clear();
        self.task.tell();
        self.at_hand = AtHand::default();
        self.archive.close();
    }

    /// A key is open from now.
    pub fn add_key(&mut self, public: String) {
        if !self.at_hand.keys.contains(&public) {
            self.at_hand.keys.push(public);
        }
    }

    /// The worker has forgotten every private key, and what was opened with them.
    pub fn lose_keys(&mut self) {
        self.at_hand.keys.clear();
        self.archive.lose_texts();
    }

    /// Whether a reload would lose something: a key, what was opened, work that is under way.
    pub fn is_in_use(&self) -> bool {
        let AtHand { keys, new_key, .. } = &self.at_hand;
        let is_open = !self.archive.reports.is_empty() || !self.archive.records.is_empty();
        is_open || self.task.busy().is_some() || !keys.is_empty() || *new_key != NewKeyStep::Asking
    }

    /// What the device is called.
    pub fn label(&self) -> Option<&str> {
        self.device.as_ref().ok()?.label.as_deref()
    }

    /// The attempts at the PIN that failed.
    pub fn attempts(&self) -> Attempts {
        self.device.as_ref().map(|device| device.attempts).unwrap_or_default()
    }

    /// What the list of readiness depends on.
    pub fn context(&self) -> Context<'_> {
        let sealing = self.files.study.as_ref().ok().map(|study| Sealing {
            recipients: &study.settings.recipients,
            withdraw_until: study.settings.withdraw_until.as_deref(),
            // Base 64 with line ends, and what stands before it for each recipient.
            record: self.files.sizes().into_iter().max().unwrap_or_default() as f64 * 1.4 + 1000.0,
        });
        Context {
            examined: &self.examined,
            sealing,
            drilled: self.device.as_ref().map(|device| device.drilled.as_slice()).unwrap_or_default(),
            trouble: self.device.as_ref().err(),
        }
    }

    /// The date until which people could withdraw, once it has passed.
    pub fn withdrawal_ended(&self) -> Option<&str> {
        self.files.withdraw_until().filter(|until| is_over(until, &self.facts.today()))
    }
}
