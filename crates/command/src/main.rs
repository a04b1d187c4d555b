//! The organiser's command: the same core as the app's, at a terminal.

use clap::{Parser, Subcommand};
use engine::check::{self, Severity};
use engine::fhir::{Questionnaire, QuestionnaireResponse};
use engine::instrument::{Instrument, ItemId};
use engine::json::{Misfit, Value};
use engine::text;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};
use study::examination::Examination;
use study::{FILES, day, unread};

/// Checks studies and responses to them.
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
}

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
    let folder = page.as_ref().map_or_else(|| folder.to_owned(), |_| folder.join("study"));
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

fn instrument(path: &Path) -> Result<Instrument, Stopped> {
    let questionnaire = parsed(path, Questionnaire::read)?;
    Instrument::read_to_judge(&questionnaire).map_err(|defects| {
        let lines: Vec<String> = defects.iter().map(ToString::to_string).collect();
        Stopped { why: lines.join("\n"), code: 1 }
    })
}

fn read(path: &Path) -> Result<Vec<u8>, Stopped> {
    let failed = |error| Stopped {
        why: format!("{} can't be read: {error}. Check the path.", path.display()),
        code: 2,
    };
    fs::read(path).map_err(failed)
}

fn parsed<T>(path: &Path, shaped: impl FnOnce(&Value) -> Result<T, Vec<Misfit>>) -> Result<T, Stopped> {
    let failed = |why: String| Stopped { why: format!("{} can't be read: {why}", path.display()), code: 1 };
    let text = text::decoded(read(path)?).map_err(failed)?;
    let document = Value::read(&text).map_err(|error| failed(format!("{error}.")))?;
    let lines = |misfits: Vec<Misfit>| misfits.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    shaped(&document).map_err(|misfits| failed(lines(misfits)))
}
