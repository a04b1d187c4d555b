//! The organiser's command: the same core as the app's, at a terminal.

mod intake;

use clap::{Parser, Subcommand};
use engine::check::{self, Severity};
use engine::fhir::{Questionnaire, QuestionnaireResponse};
use engine::instrument::{Instrument, ItemId};
use engine::json::{Misfit, Value};
use engine::text;
use intake::Report;
use seal::envelope::ARMOUR;
use seal::key::PrivateKey;
use seal::refusal::Refusal;
use serde_json::json;
use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};
use study::examination::Examination;
use study::{FILES, day, unread};

/// Checks studies and responses to them, and opens the records that were delivered.
#[derive(Parser)]
#[command(
    version,
    about,
    after_help = "Exit codes: 0 nothing wrong, 1 something is, 2 the command was misused. Warnings alone change none."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Reports everything wrong with the files of a study
    Check {
        /// The folder with questionnaire.json, contact.json, analysis.json, release.json and settings.json, or a built
        /// one with index.html and study/
        study: PathBuf,
    },
    /// Lists every problem of a FHIR QuestionnaireResponse
    Validate {
        /// A FHIR R4 Questionnaire
        questionnaire: PathBuf,
        /// A response to it
        response: PathBuf,
        /// Print {accepted, problems: [{severity, linkId, message}]}
        #[arg(long)]
        json: bool,
    },
    /// Prints the link ids of all items that are enabled for a response, in document order
    Route {
        /// A FHIR R4 Questionnaire
        questionnaire: PathBuf,
        /// A response to it
        response: PathBuf,
    },
    /// Opens every sealed record in a folder, and writes a FHIR QuestionnaireResponse a line, by the order of the files'
    /// names. What is no record, or can't be opened, is named on the error stream and stops nothing
    Open {
        /// A file with a private key, as the desk saves it or age-keygen makes it; may be given several times. The
        /// passphrase is asked for
        #[arg(long, required = true)]
        key: Vec<PathBuf>,
        /// A file whose first line is the passphrase, where nobody is there to type it
        #[arg(long)]
        passphrase_file: Option<PathBuf>,
        /// The file for the opened records; without it they are printed. One of this name is replaced
        #[arg(short, long)]
        output: Option<PathBuf>,
        /// The folder of the study, as for check: responses to its contact form are kept out
        #[arg(long)]
        study: Option<PathBuf>,
        /// The folder that the records were fetched to
        folder: PathBuf,
    },
}

/// The form for being contacted, among the files of a study.
const CONTACT: &str = "contact.json";

/// What can't be done, and the exit code for it.
struct Stopped {
    why: String,
    code: u8,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Check { study } => check(&study),
        Command::Validate { questionnaire, response, json } => validate(&questionnaire, &response, json),
        Command::Route { questionnaire, response } => route(&questionnaire, &response),
        Command::Open { key, passphrase_file, output, study, folder } => {
            let passphrase_file = passphrase_file.as_deref();
            open(&key, passphrase_file, output.as_deref(), study.as_deref(), &folder)
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(Stopped { why, code }) => {
            eprintln!("{why}");
            ExitCode::from(code)
        }
    }
}

fn check(folder: &Path) -> Result<bool, Stopped> {
    let page = folder.join("index.html");
    let page = page.exists().then(|| read(&page)).transpose()?;
    let folder = files_of(folder);
    let mut files = <[Vec<u8>; 5]>::default();
    let mut missing = Vec::new();
    for (name, bytes) in FILES.into_iter().zip(&mut files) {
        match read(&folder.join(name)) {
            Ok(file) => *bytes = file,
            Err(Stopped { why, .. }) => missing.push(why),
        }
    }
    if !missing.is_empty() {
        return Err(Stopped { why: missing.join("\n"), code: 2 });
    }
    let Examination { study, mut defects, warnings } = Examination::on(Some(&today()), files);
    if let (Some(page), Some(study)) = (page, &study) {
        defects.extend(study.settings.kept_back(&String::from_utf8_lossy(&page)));
    }
    defects.iter().for_each(|defect| println!("{defect}"));
    warnings.iter().for_each(|warning| println!("warning: {warning}"));
    if let (Some(study), []) = (study, defects.as_slice()) {
        let questions = study.instrument.items().iter().filter(|item| item.is_question()).count();
        let compared = study.plan.compared.len();
        let nothing = if warnings.is_empty() { "Nothing is wrong" } else { "Nothing else is wrong" };
        println!("{nothing}: {questions} items take answers, {compared} of them are compared.");
    }
    Ok(defects.is_empty())
}

/// Today's date, by UTC.
fn today() -> String {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    day::written(since_1970.as_secs() / (24 * 60 * 60))
}

fn validate(questionnaire: &Path, response: &Path, as_json: bool) -> Result<bool, Stopped> {
    let response = read(response)?;
    // A questionnaire that can't be had or read is a reason not to accept the response, not misuse.
    let problems = match instrument(questionnaire) {
        Err(Stopped { why, .. }) => {
            why.lines().map(|line| (Severity::Error, None, line.to_owned())).collect()
        }
        Ok(instrument) => problems(&instrument, response),
    };
    let accepted = !problems.iter().any(|(severity, ..)| *severity == Severity::Error);
    let word = |severity: &Severity| if *severity == Severity::Error { "error" } else { "warning" };
    if as_json {
        let problem = |(severity, item, message): &(Severity, Option<ItemId>, String)| json!({ "severity": word(severity), "linkId": item.as_ref().map(ItemId::as_str), "message": message });
        println!(
            "{}",
            json!({ "accepted": accepted, "problems": problems.iter().map(problem).collect::<Vec<_>>() })
        );
        return Ok(accepted);
    }
    for (severity, item, message) in &problems {
        let place = item.as_ref().map(|item| format!(" {item}:")).unwrap_or_default();
        println!("{}:{place} {message}", word(severity));
    }
    println!("{}", if accepted { "Accepted." } else { "Not accepted." });
    Ok(accepted)
}

fn problems(instrument: &Instrument, response: Vec<u8>) -> Vec<(Severity, Option<ItemId>, String)> {
    let unreadable = |why: String| (Severity::Error, None, format!("The response can't be read: {why}"));
    let response = match text::decoded(response) {
        Ok(response) => response,
        Err(why) => return vec![unreadable(why)],
    };
    let document = match Value::read(&response) {
        Ok(document) => document,
        Err(error) => return vec![unreadable(format!("{error}."))],
    };
    let unread = unread::of_response(&document).into_iter();
    let unread = unread.map(|(item, message)| (Severity::Error, item, message));
    match QuestionnaireResponse::read(&document) {
        Err(misfits) => misfits.iter().map(|misfit| unreadable(misfit.to_string())).chain(unread).collect(),
        Ok(document) => {
            let problems = check::document(instrument, &document).into_iter();
            let problems =
                problems.map(|problem| (problem.severity(), problem.item, problem.kind.to_string()));
            problems.chain(unread).collect()
        }
    }
}

fn route(questionnaire: &Path, response: &Path) -> Result<bool, Stopped> {
    let instrument = instrument(questionnaire)?;
    let document = parsed(response, QuestionnaireResponse::read)?;
    for at in check::asked(&instrument, &document) {
        println!("{}", instrument.items()[at].id);
    }
    Ok(true)
}

fn open(
    key_files: &[PathBuf],
    passphrase_file: Option<&Path>,
    output: Option<&Path>,
    study: Option<&Path>,
    folder: &Path,
) -> Result<bool, Stopped> {
    // What the command itself reads and writes may lie in the folder.
    let own = key_files.iter().map(PathBuf::as_path).chain(passphrase_file).chain(output);
    let own: Vec<PathBuf> = own.filter_map(|path| path.canonicalize().ok()).collect();
    let unread = |error| unreadable(folder, &error);
    let folder_itself = folder.canonicalize().map_err(unread)?;
    let files = intake::files_in(&folder_itself, &own).map_err(unread)?;
    if files.is_empty() {
        return Err(Stopped {
            why: format!("There is no file in {}. Check the path.", folder.display()),
            code: 2,
        });
    }
    let contact = study.map(|study| parsed(&files_of(study).join(CONTACT), Questionnaire::read));
    let contact = contact.transpose()?.and_then(|form| form.url);
    let keys = key_files.iter().map(|file| unlocked(file, passphrase_file));
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    let report = match output {
        Some(output) => replace(output, |file| intake::open(&files, &keys, contact.as_deref(), file)),
        None => intake::open(&files, &keys, contact.as_deref(), &mut io::stdout().lock()),
    };
    let report = report.map_err(|error| Stopped {
        why: format!(
            "The opened records can't be written: {error}. Make room, or name another file with -o."
        ),
        code: 2,
    })?;
    eprint!("{report}");
    Ok(report.has_all())
}

/// Where the files of a study are: in its folder, or in one within a built site.
fn files_of(study: &Path) -> PathBuf {
    if study.join("index.html").exists() { study.join("study") } else { study.to_owned() }
}

/// The private key in a file, by the passphrase in another, or as it is typed.
fn unlocked(path: &Path, passphrase_file: Option<&Path>) -> Result<PrivateKey, Stopped> {
    let failed = |why: &dyn std::fmt::Display| Stopped { why: format!("{}: {why}", path.display()), code: 2 };
    let file = read(path)?;
    let file = String::from_utf8_lossy(&file);
    let passphrase = match passphrase_file {
        _ if !file.contains(ARMOUR) => String::new(),
        Some(file) => {
            let text = text::decoded(read(file)?).map_err(|why| failed(&why))?;
            text.lines().next().unwrap_or_default().to_owned()
        }
        None => rpassword::prompt_password(format!("Passphrase of {}: ", path.display())).map_err(|error| {
            failed(&format!(
                "its passphrase can't be asked for here ({error}). Write it into a file, and name that with \
                 --passphrase-file."
            ))
        })?,
    };
    match PrivateKey::unlock(&file, &passphrase) {
        // It is the organiser's own choice, and nothing is kept of it here.
        Err(Refusal::UnprotectedKey) => PrivateKey::read(&file),
        unlocked => unlocked,
    }
    .map_err(|why| failed(&why))
}

/// Writes a file that is there only once it is whole, for its owner alone.
fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<Report>) -> io::Result<Report> {
    let mut beside = OsString::from(path);
    beside.push(".part");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = BufWriter::new(options.open(&beside)?);
    let written = write(&mut file).and_then(|report| {
        file.flush()?;
        drop(file);
        fs::rename(&beside, path)?;
        Ok(report)
    });
    if written.is_err() {
        // What is left of it would be found to be no records.
        drop(fs::remove_file(&beside));
    }
    written
}

fn instrument(path: &Path) -> Result<Instrument, Stopped> {
    let questionnaire = parsed(path, Questionnaire::read)?;
    Instrument::read_to_judge(&questionnaire).map_err(|defects| {
        let lines: Vec<String> = defects.iter().map(ToString::to_string).collect();
        Stopped { why: lines.join("\n"), code: 1 }
    })
}

fn read(path: &Path) -> Result<Vec<u8>, Stopped> {
    fs::read(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &io::Error) -> Stopped {
    Stopped { why: format!("{} can't be read: {error}. Check the path.", path.display()), code: 2 }
}

fn parsed<T>(path: &Path, shaped: impl FnOnce(&Value) -> Result<T, Vec<Misfit>>) -> Result<T, Stopped> {
    let failed = |why: String| Stopped { why: format!("{} can't be read: {why}", path.display()), code: 1 };
    let text = text::decoded(read(path)?).map_err(failed)?;
    let document = Value::read(&text).map_err(|error| failed(format!("{error}.")))?;
    let lines = |misfits: Vec<Misfit>| misfits.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    shaped(&document).map_err(|misfits| failed(lines(misfits)))
}
