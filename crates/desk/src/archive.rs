//! What the desk has opened: records by their names, contact details apart from them, and a report on each file. Their
//! texts are the worker's.

use super::ledger::Ledger;
use super::trouble::Trouble;
use super::withdrawn::Withdrawn;
use engine::plain::written;
use std::collections::{BTreeMap, BTreeSet};
use storage::database::StorageError;
use worker::request::{Content, Contents, Kind};

/// Why a text was left out.
#[derive(Debug, Clone, PartialEq)]
pub enum NotOpened {
    /// It is no record of a survey.
    NotARecord,
    /// It is not contact details, which are all that its file may hold.
    NotContactDetails,
    /// It is larger than any record.
    TooLarge,
    /// It could not be opened.
    Trouble(Trouble),
}

impl From<Trouble> for NotOpened {
    fn from(why: Trouble) -> Self {
        Self::Trouble(why)
    }
}

/// Why there is no check code of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum NoCheckCode {
    /// It was stopped before the end, with so many left.
    Stopped(usize),
    /// The file is larger than any export.
    TooLarge,
    /// Not everything in the file is what the file says, and the device would delete it.
    LeftOut,
    /// What was opened is not kept at the desk, and the device would delete it.
    NotKept(StorageError),
    /// Something outside failed.
    Trouble(Trouble),
}

impl From<Trouble> for NoCheckCode {
    fn from(why: Trouble) -> Self {
        Self::Trouble(why)
    }
}

/// A record that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Whether the person submitted it.
    pub complete: bool,
    /// The hash of the code by which it can be withdrawn.
    pub receipt: Option<String>,
}

/// What was found in a file, or in several that came by themselves.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// The file's name.
    pub file: String,
    /// How many files came by themselves, where it is not on one.
    pub loose: usize,
    /// What the file says of itself, where it is an export.
    pub contents: Option<Contents>,
    /// How many new records are complete.
    pub complete: usize,
    /// How many new records are of someone who broke off.
    pub broken_off: usize,
    /// How many were known already.
    pub known: usize,
    /// How many were deleted on request before, and stay so.
    pub withdrawn: usize,
    /// How many contact details it holds.
    pub contacts: usize,
    /// What could not be opened, by name, and why.
    pub refused: Vec<(String, NotOpened)>,
    /// Once it was gone through: its check code, nothing where it needs none, or why there is none.
    pub ended: Option<Result<Option<String>, NoCheckCode>>,
    /// The names of what was in it.
    pub names: BTreeSet<String>,
}

impl Report {
    /// Whether it has contact details and nothing else.
    pub fn is_of_contacts(&self) -> bool {
        match &self.contents {
            Some(contents) => contents.content == Content::ContactDetails,
            None => self.contacts > 0 && self.complete + self.broken_off + self.known == 0,
        }
    }

    /// Whether it is on the same file as an older one, which may not have come as far. What says nothing of itself is
    /// known by its name and by what was in it.
    fn is_on_file_of(&self, older: &Self) -> bool {
        let same = match &older.contents {
            Some(_) => self.contents == older.contents,
            None => older.names.is_subset(&self.names),
        };
        self.file == older.file && same
    }
}

/// Everything that was opened.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Archive {
    /// The names of the sealed records that this browser keeps.
    pub kept: BTreeSet<String>,
    /// The records that were deleted on request.
    pub withdrawn: Withdrawn,
    /// What is known of the devices.
    pub ledger: Ledger,
    /// The records that are open, by name.
    pub records: BTreeMap<String, Record>,
    /// The names of the contact details that are open: in an order that tells nothing.
    pub contacts: BTreeSet<String>,
    /// A report on each file, the newest first.
    pub reports: Vec<Report>,
    /// How many reports there were when the last run began.
    before: usize,
    /// Records that are kept here and could not be opened in the last run, and why.
    pub closed_for: Vec<(String, NotOpened)>,
}

impl Archive {
    /// Nothing is opened, and this is kept in the browser: names of records, those that were deleted on request,
    /// devices.
    pub fn of(kept: BTreeSet<String>, withdrawn: Withdrawn, ledger: Ledger) -> Self {
        let mut archive = Self { kept, ledger, ..Self::default() };
        archive.leave_out(withdrawn);
        archive
    }

    /// These were deleted on request, here or in another tab, and stay so.
    pub fn leave_out(&mut self, withdrawn: Withdrawn) {
        self.kept.retain(|name| !withdrawn.has(name));
        self.records.retain(|name, _| !withdrawn.has(name));
        self.withdrawn = withdrawn;
    }

    /// Files, or the records that are kept here, are about to be opened.
    pub fn begin_run(&mut self) {
        self.before = self.reports.len();
        self.closed_for.clear();
    }

    /// The reports on the files of the last run.
    pub fn of_this_run(&self) -> &[Report] {
        &self.reports[..self.reports.len().saturating_sub(self.before)]
    }

    /// The reports on the files of earlier runs, the newest first: on each file its last.
    pub fn of_earlier_runs(&self) -> Vec<&Report> {
        let (now, before) = self.reports.split_at(self.of_this_run().len());
        let is_last = |at: usize, report: &Report| {
            !now.iter().chain(&before[..at]).any(|newer| newer.is_on_file_of(report))
        };
        let before = before.iter().enumerate();
        before.filter(|(at, report)| is_last(*at, report)).map(|(_, report)| report).collect()
    }

    /// A file is begun.
    pub fn begin(&mut self, file: String) {
        self.begin_loose(file, 0);
    }

    /// So many files that came by themselves are begun, known as a whole by this name.
    pub fn begin_loose(&mut self, file: String, loose: usize) {
        self.reports.insert(0, Report { file, loose, ..Report::default() });
    }

    /// Files are named after records that are kept here, and are not opened again.
    pub fn know(&mut self, names: Vec<String>) {
        if let Some(report) = self.reports.first_mut() {
            report.known += names.len();
            report.names.extend(names);
        }
    }

    /// What the file says of itself.
    pub fn found(&mut self, contents: Contents) {
        if let Some(report) = self.reports.first_mut() {
            report.contents = Some(contents);
        }
    }

    /// A text of the file was opened.
    pub fn take(&mut self, name: &str, kind: Option<Kind>, contact: Option<&str>) {
        let Some(report) = self.reports.first_mut() else { return };
        report.names.insert(name.to_owned());
        let of_contacts = report.contents.as_ref().is_some_and(|all| all.content == Content::ContactDetails);
        match kind {
            // Where the study's files can't be read, the file alone knows what it holds.
            Some(Kind::Record { .. }) if of_contacts && contact.is_none() => {
                report.contacts += 1;
                self.contacts.insert(name.to_owned());
            }
            Some(Kind::ContactDetails) if !of_contacts && report.contents.is_some() => {
                report.refused.push((name.to_owned(), NotOpened::NotARecord));
            }
            Some(Kind::ContactDetails) => {
                report.contacts += 1;
                self.contacts.insert(name.to_owned());
            }
            Some(Kind::Record { .. }) if of_contacts => {
                report.refused.push((name.to_owned(), NotOpened::NotContactDetails));
            }
            Some(Kind::Record { complete, receipt }) => {
                // Answers that never were sealed have another name.
                if self.withdrawn.has(name)
                    || receipt.as_deref().is_some_and(|code| self.withdrawn.has_code(code))
                {
                    report.withdrawn += 1;
                    return;
                }
                let counted = match (self.kept.contains(name) || self.records.contains_key(name), complete) {
                    (true, _) => &mut report.known,
                    (false, true) => &mut report.complete,
                    (false, false) => &mut report.broken_off,
                };
                *counted += 1;
                let record = Record { complete, receipt };
                self.records.insert(name.to_owned(), record);
            }
            None => report.refused.push((name.to_owned(), NotOpened::NotARecord)),
        }
    }

    /// A text of the file could not be opened.
    pub fn refuse(&mut self, name: String, why: NotOpened) {
        if let Some(report) = self.reports.first_mut() {
            report.refused.push((name, why));
        }
    }

    /// The file was gone through: its check code, or why there is none. Returns the device as it is now known, with
    /// its key, where everything in the export was opened, and the device is not known by another key.
    pub fn end(&mut self, ended: Result<Option<String>, NoCheckCode>) -> Option<(String, String)> {
        let report = self.reports.first_mut()?;
        let ended = match ended {
            Ok(Some(_)) if !report.refused.is_empty() => Err(NoCheckCode::LeftOut),
            ended => ended,
        };
        let whole = matches!(ended, Ok(Some(_)));
        report.ended = Some(ended);
        let contents = report.contents.as_ref().filter(|all| whole && all.content == Content::Records)?;
        if !self.ledger.known_otherwise(&contents.label, &contents.device).is_empty() {
            return None;
        }
        let device = self.ledger.note(&contents.device, &contents.label, contents.number);
        Some((contents.device.clone(), written(device)))
    }

    /// The keys by which the device that a file names is known, where the file has another one.
    pub fn known_otherwise(&self, report: &Report) -> Vec<&str> {
        let contents = report.contents.as_ref().filter(|all| all.content == Content::Records);
        contents.map_or_else(Vec::new, |all| self.ledger.known_otherwise(&all.label, &all.device))
    }

    /// The organiser has seen that a device signs with this key. Returns the device as it is now known.
    pub fn compared(&mut self, key: &str) -> Option<String> {
        let whole = self.reports.iter().filter(|report| matches!(report.ended, Some(Ok(Some(_)))));
        let exports = whole.filter_map(|report| report.contents.as_ref());
        let mut known = None;
        for export in exports.filter(|all| all.content == Content::Records && all.device == key) {
            known = Some(written(self.ledger.note(key, &export.label, export.number)));
        }
        known
    }

    /// A record that is kept in this browser was opened, or not.
    pub fn reopen(&mut self, name: String, opened: Result<Option<Kind>, NotOpened>) {
        match opened {
            Ok(Some(Kind::Record { complete, receipt })) => {
                self.records.insert(name, Record { complete, receipt });
            }
            Ok(_) => self.closed_for.push((name, NotOpened::NotARecord)),
            Err(why) => self.closed_for.push((name, why)),
        }
    }

    /// The names of the records that are kept here and not open.
    pub fn closed_names(&self) -> Vec<String> {
        self.kept.iter().filter(|name| !self.records.contains_key(*name)).cloned().collect()
    }

    /// How many of the records that are kept here are not open.
    pub fn closed(&self) -> usize {
        self.kept.iter().filter(|name| !self.records.contains_key(*name)).count()
    }

    /// The record that a code with this hash withdraws.
    pub fn with_receipt(&self, hash: &str) -> Option<&str> {
        let mut records = self.records.iter();
        records.find(|(_, record)| record.receipt.as_deref() == Some(hash)).map(|(name, _)| name.as_str())
    }

    /// The hash of the code that withdraws a record; empty where it has none.
    pub fn receipt(&self, name: &str) -> &str {
        let record = self.records.get(name);
        record.and_then(|record| record.receipt.as_deref()).unwrap_or_default()
    }

    /// The files opened on this page that hold a record.
    pub fn files_with(&self, name: &str) -> Vec<String> {
        let files = self.reports.iter().filter(|report| report.names.contains(name));
        let file = |report: &Report| match report.loose {
            0 => report.file.clone(),
            _ => format!("{name}.age"),
        };
        let mut files: Vec<String> = files.map(file).collect();
        files.sort_unstable();
        files.dedup();
        files
    }

    /// A record was deleted on request.
    pub fn withdraw(&mut self, name: &str) {
        let mut withdrawn = std::mem::take(&mut self.withdrawn);
        withdrawn.add(name, self.receipt(name));
        self.leave_out(withdrawn);
    }

    /// The worker has forgotten the texts that were open. What is kept stays, sealed.
    pub fn lose_texts(&mut self) {
        self.records.clear();
        self.contacts.clear();
    }

    /// Forgets what was opened. What is kept stays, sealed.
    pub fn close(&mut self) {
        self.lose_texts();
        self.reports.clear();
        self.begin_run();
    }
}
