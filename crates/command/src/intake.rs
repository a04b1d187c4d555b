//! A folder of sealed records: what is in it, opened on all cores, and a report in words.

use engine::instrument::address_in;
use engine::json::Value;
use engine::record;
use seal::envelope::{self, Lack, sealed_in};
use seal::key::PrivateKey;
use seal::parcel::is_litter;
use seal::quote::quote;
use seal::refusal::Refusal;
use seal::{named_after, sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::thread;

/// The most mebibytes that a file may have. Records have a few kibibytes.
const LARGEST_MIB: u64 = 4;

/// How many folders deep the files may lie.
const DEEPEST: usize = 8;

/// How many files a thread opens before what it opened is written, which keeps memory small.
const SHARE: usize = 16;

/// How many files of a kind are named, and how many characters of a name are shown.
const SHOWN_FILES: usize = 3;
const LONGEST_NAME: usize = 120;

/// A file in the folder.
#[derive(Debug)]
pub(crate) struct Found {
    path: PathBuf,
    /// What it is called, from the folder on, as it may be shown.
    shown: String,
    /// Why it is not even looked into.
    barred: Option<Unopened>,
}

/// Why a file adds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unopened {
    Twice,
    NotARecord,
    Unlike,
    OtherKeys,
    Damaged,
    Newer,
    TooLarge,
    Link,
    TooDeep,
    Unreadable,
    ContactDetails,
}

impl Unopened {
    /// What is the matter, and what can be done.
    fn words(self) -> (String, &'static str) {
        let (what, advice) = match self {
            Self::Twice => ("There twice, and written once", ""),
            Self::NotARecord => (
                "No sealed record",
                "Exports of devices and answers that are not sealed are brought in at the desk.",
            ),
            Self::Unlike => (
                "Changed, or cut short, since it was sealed: the name is not the SHA-256 of what is in the file",
                "Fetch it again, with a check of what is there already.",
            ),
            Self::OtherKeys => {
                ("Sealed to others", "Name the file of every private key that you hold with --key.")
            }
            Self::Damaged => ("Damaged", "Use another copy, if there is one."),
            Self::Newer => ("Sealed in a newer way", "Use the newest version of this command."),
            Self::TooLarge => {
                return (format!("Larger than {LARGEST_MIB} MB, which no record is"), "");
            }
            Self::Link => ("A link, which is not followed", "Put the file itself into the folder."),
            Self::TooDeep => {
                return (format!("More than {DEEPEST} folders deep"), "Name the folder that it is in.");
            }
            Self::ContactDetails => (
                "Contact details, which no file of records may hold",
                "They are opened at the desk, where they stay apart.",
            ),
            Self::Unreadable => ("Can't be read", "Look at who may read it, and whether the disk is sound."),
        };
        (what.to_owned(), advice)
    }
}

/// What came of a folder.
#[derive(Debug, Default)]
pub(crate) struct Report {
    opened: usize,
    unopened: BTreeMap<Unopened, Vec<String>>,
    /// The addresses of the questionnaires that were answered, where nobody said which is of contact details.
    answered: BTreeSet<String>,
}

impl Report {
    /// Whether every file was opened, or is the same as one that was.
    pub(crate) fn has_all(&self) -> bool {
        self.unopened.keys().all(|why| *why == Unopened::Twice) && self.answered.len() < 2
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let counted = |count, what| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        writeln!(f, "Opened: {}.", counted(self.opened, "record"))?;
        for (why, files) in &self.unopened {
            let (what, advice) = why.words();
            let first = files.iter().take(SHOWN_FILES).map(String::as_str).collect::<Vec<_>>().join(", ");
            let more = match files.len().saturating_sub(SHOWN_FILES) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let line = format!("{what}: {} ({first}{more}). {advice}", counted(files.len(), "file"));
            writeln!(f, "{}", line.trim_end())?;
        }
        if self.answered.len() > 1 {
            let first: Vec<&str> = self.answered.iter().take(SHOWN_FILES).map(String::as_str).collect();
            writeln!(
                f,
                "What was written answers {} questionnaires ({}), and may have contact details in it. Name the study's \
                 folder with --study, and they stay apart.",
                self.answered.len(),
                first.join(", ")
            )?;
        }
        Ok(())
    }
}

/// The files in a folder and in those within it, by the order of their names, but for `own` and what computers leave
/// wherever they come by. No link is followed.
pub(crate) fn files_in(folder: &Path, own: &[PathBuf]) -> io::Result<Vec<Found>> {
    let mut files = Vec::new();
    look_through(folder, Path::new(""), DEEPEST, &mut files)?;
    files.retain(|file| !own.contains(&file.path));
    files.sort_by(|one, other| {
        let place = |file: &Found| (file.path.file_name().map(ToOwned::to_owned), file.path.clone());
        place(one).cmp(&place(other))
    });
    Ok(files)
}

fn look_through(folder: &Path, shown: &Path, deeper: usize, files: &mut Vec<Found>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        let shown = shown.join(entry.file_name());
        if is_litter(&shown.to_string_lossy()) {
            continue;
        }
        let barred = match () {
            () if kind.is_file() => None,
            () if kind.is_symlink() => Some(Unopened::Link),
            () if !kind.is_dir() => Some(Unopened::NotARecord),
            () if deeper == 0 => Some(Unopened::TooDeep),
            () => match look_through(&path, &shown, deeper - 1, files) {
                Ok(()) => continue,
                Err(_) => Some(Unopened::Unreadable),
            },
        };
        files.push(Found { path, shown: quote(&shown.to_string_lossy(), LONGEST_NAME), barred });
    }
    Ok(())
}

/// Opens the files on all cores, and writes their records one a line, in the files' order. Responses to the form for
/// being contacted, by its address, are none.
pub(crate) fn open(
    files: &[Found],
    keys: &[PrivateKey],
    contact: Option<&str>,
    into: &mut dyn Write,
) -> io::Result<Report> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let mut report = Report::default();
    let mut names = BTreeSet::new();
    for files in files.chunks(cores * SHARE) {
        let mut outcomes = vec![Err(Unopened::Unreadable); files.len()];
        thread::scope(|scope| {
            for (files, outcomes) in files.chunks(SHARE).zip(outcomes.chunks_mut(SHARE)) {
                scope.spawn(move || {
                    files.iter().zip(outcomes).for_each(|(file, outcome)| *outcome = record_in(file, keys));
                });
            }
        });
        for (file, outcome) in files.iter().zip(outcomes) {
            let why = match outcome {
                Ok(record) if contact == Some(&record.form) => Unopened::ContactDetails,
                Ok(record) if !names.insert(record.name.clone()) => Unopened::Twice,
                Ok(record) => {
                    writeln!(into, "{}", record.line)?;
                    report.opened += 1;
                    report.answered.extend(contact.is_none().then(|| quote(&record.form, LONGEST_NAME)));
                    continue;
                }
                Err(why) => why,
            };
            report.unopened.entry(why).or_default().push(file.shown.clone());
        }
    }
    into.flush()?;
    Ok(report)
}

/// A record that was opened.
#[derive(Debug, Clone)]
struct Opened {
    /// The hash of the sealed text.
    name: String,
    /// All of it, on one line.
    line: String,
    /// The address of the questionnaire that it answers.
    form: String,
}

/// The record in a file.
fn record_in(file: &Found, keys: &[PrivateKey]) -> Result<Opened, Unopened> {
    if let Some(why) = file.barred {
        return Err(why);
    }
    let bytes = bytes_of(&file.path)?;
    let sealed = sealed_in(&String::from_utf8_lossy(&bytes));
    let name = sealed.as_ref().map_or_else(|_| sha256(&bytes), |sealed| sha256(sealed.as_bytes()));
    let file_name = file.path.file_name().unwrap_or_default().to_string_lossy();
    if named_after(&file_name).is_some_and(|hash| hash != name) {
        return Err(Unopened::Unlike);
    }
    let sealed = sealed.map_err(|lack| match lack {
        Lack::Everything => Unopened::NotARecord,
        Lack::End => Unopened::Damaged,
    })?;
    let text = envelope::open(&sealed, keys).map_err(|why| match why {
        Refusal::OtherKeys => Unopened::OtherKeys,
        Refusal::NewerSeal => Unopened::Newer,
        _ => Unopened::Damaged,
    })?;
    let document = Value::read(&text).map_err(|_| Unopened::NotARecord)?;
    let words = |name: &str| document.get(name).and_then(Value::as_str);
    if words("resourceType") != Some("QuestionnaireResponse") {
        return Err(Unopened::NotARecord);
    }
    let form = words("questionnaire").map(address_in).unwrap_or_default().to_owned();
    Ok(Opened { name, line: record::on_a_line(&text), form })
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, Unopened> {
    let largest = LARGEST_MIB << 20;
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(largest + 1).read_to_end(&mut bytes));
    read.map_err(|_| Unopened::Unreadable)?;
    if bytes.len() as u64 > largest { Err(Unopened::TooLarge) } else { Ok(bytes) }
}
