//! A study: the five files that say what is asked, compared and allowed, read together and checked against each
//! other. Pure: who fetches the files hands over their text.

pub mod day;
pub mod delivery;
pub mod examination;
mod extension;
pub mod minutes;
mod misfit;
mod names;
mod place;
pub mod reachability;
mod settings;
pub mod unread;

pub use settings::{Deliver, Organiser, Pause, Period, Settings, Standing};

use engine::condition::Condition;
use engine::consent;
use engine::fhir::Questionnaire;
use engine::instrument::{Instrument, Item, ResponseDomain};
use engine::json::{Misfit, Value};
use engine::plan::Plan;
use engine::release::Release;
use engine::text;
use std::fmt;

/// The names of the files, in the order in which [`Study::read`] takes their texts.
pub const FILES: [&str; 5] =
    ["questionnaire.json", "contact.json", "analysis.json", "release.json", "settings.json"];

/// A study that fits together.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// What is asked.
    pub instrument: Instrument,
    /// The form for being contacted. Its answers never meet the others.
    pub contact: Instrument,
    /// What is compared.
    pub plan: Plan,
    /// What it is compared with.
    pub release: Release,
    /// How this deployment behaves.
    pub settings: Settings,
}

/// What is wrong with a file of a study, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyDefect {
    /// The file's name.
    pub file: &'static str,
    /// What is wrong, and what to do.
    pub message: String,
}

impl fmt::Display for StudyDefect {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.message)
    }
}

impl Study {
    /// Reads the [`FILES`] as a host or a folder has them, and gives their texts too; that of a file which is none is
    /// empty.
    pub fn of_files(files: [Vec<u8>; 5]) -> (Result<Self, Vec<StudyDefect>>, [String; 5]) {
        let mut defects = Vec::new();
        let mut names = FILES.into_iter();
        let texts = files.map(|bytes| {
            let file = names.next().unwrap_or_default();
            text::decoded(bytes).unwrap_or_else(|message| {
                defects.push(StudyDefect { file, message });
                String::new()
            })
        });
        let read = match defects.is_empty() {
            true => Self::read(texts.each_ref().map(String::as_str)),
            false => Err(defects),
        };
        (read, texts)
    }

    /// Reads what the first questions need, the questionnaire and the settings, before the rest is there: [`Self::read`] is
    /// going to say whether the study is sound. `None` where it can't be.
    pub fn read_ahead([questionnaire, settings]: [&str; 2]) -> Option<(Instrument, Settings)> {
        let read = |text: &str| Value::read(text).ok();
        let questionnaire = Questionnaire::read(&read(questionnaire)?).ok()?;
        Some((Instrument::read_ahead(&questionnaire)?, Settings::read_ahead(&read(settings)?).ok()?))
    }

    /// Reads the texts of the [`FILES`].
    ///
    /// # Errors
    /// Every defect of every file, and of what the files say of each other as far as these can be read by themselves.
    pub fn read(texts: [&str; 5]) -> Result<Self, Vec<StudyDefect>> {
        let mut defects = Vec::new();
        let [questionnaire, contact, analysis, release, settings] = texts;
        let instrument = instrument(FILES[0], questionnaire, &mut defects);
        let contact = self::instrument(FILES[1], contact, &mut defects);
        let plan = document(FILES[2], analysis, Plan::read, &mut defects);
        let release = document(FILES[3], release, Release::read, &mut defects);
        let settings = document(FILES[4], settings, Settings::read, &mut defects);
        let mut report = |file: &'static str, messages: Vec<String>| {
            defects.extend(messages.into_iter().map(|message| StudyDefect { file, message }));
        };
        if let Some(instrument) = &instrument {
            report(FILES[0], consent_defects(instrument));
            plan.iter().for_each(|plan| report(FILES[2], plan.defects(instrument)));
            if let (Some(plan), Some(release)) = (&plan, &release) {
                report(FILES[3], release.defects(plan, instrument));
            }
        }
        settings.iter().for_each(|settings| report(FILES[4], settings.defects(&[])));
        match (instrument, contact, plan, release, settings) {
            (Some(instrument), Some(contact), Some(plan), Some(release), Some(settings))
                if defects.is_empty() =>
            {
                Ok(Self { instrument, contact, plan, release, settings })
            }
            _ => Err(defects),
        }
    }
}

fn document<T>(
    file: &'static str,
    text: &str,
    read: impl FnOnce(&Value) -> Result<T, Vec<Misfit>>,
    defects: &mut Vec<StudyDefect>,
) -> Option<T> {
    let mut report = |message| defects.push(StudyDefect { file, message });
    match Value::read(text).map(|value| read(&value)) {
        Ok(Ok(read)) => return Some(read),
        Ok(Err(misfits)) => misfits.iter().for_each(|misfit| report(misfit.to_string())),
        Err(error) => {
            report(format!("It can't be read: {error}. Check the commas, quotes and brackets near there."));
        }
    }
    None
}

fn instrument(file: &'static str, text: &str, defects: &mut Vec<StudyDefect>) -> Option<Instrument> {
    let questionnaire = document(file, text, Questionnaire::read, defects)?;
    match Instrument::read(&questionnaire) {
        Ok(instrument) => {
            let unlimited = instrument.items().iter().filter(|item| is_unlimited(item));
            let message = |item: &Item| {
                let id = &item.id;
                format!(
                    "Item '{id}': it takes words without limit. Give it a maxLength, so that no record stands out by its length."
                )
            };
            defects.extend(unlimited.map(|item| StudyDefect { file, message: message(item) }));
            let odd = instrument.items().iter().filter(|item| !is_plain(item.id.as_str()));
            defects.extend(odd.map(|Item { id, .. }| StudyDefect {
                file,
                message: format!("Item '{id}': its linkId stands in addresses. Use letters, digits, hyphens, points and underscores alone."),
            }));
            Some(instrument)
        }
        Err(found) => {
            defects.extend(found.iter().map(|defect| StudyDefect { file, message: defect.to_string() }));
            None
        }
    }
}

/// Whether an id can stand in an address and in the page: letters, digits, hyphens, points and underscores.
fn is_plain(id: &str) -> bool {
    id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
}

fn is_unlimited(item: &Item) -> bool {
    match &item.domain {
        ResponseDomain::Text { length, .. } => length.max.is_none(),
        ResponseDomain::Choice { open, .. } => open.as_ref().is_some_and(|length| length.max.is_none()),
        _ => false,
    }
}

fn consent_defects(instrument: &Instrument) -> Vec<String> {
    let group = consent::GROUP;
    if consent::statements(instrument).next().is_none() {
        return vec![format!(
            "There is nothing to consent to. Add a group '{group}' with a required boolean item for each statement."
        )];
    }
    let is_ruled = |item: &Item| {
        let mut around = instrument.position(&item.id).into_iter().flat_map(|at| instrument.outwards(at));
        around.any(|at| instrument.items()[at].universe.is_some())
    };
    let unfit = |item: &&Item| item.domain != ResponseDomain::Boolean || !item.required || is_ruled(item);
    let unfit = consent::statements(instrument).filter(unfit);
    let unfit = unfit.map(|item| {
        format!("Item '{}': a statement in '{group}' must be a required boolean item without rules.", item.id)
    });
    // What people agreed to is not among their answers, so to a rule it would look unanswered.
    let looking = instrument.items().iter().filter_map(|item| {
        let mut sources = item.universe.iter().flat_map(Condition::sources);
        let statement = sources.find(|source| consent::is_statement(instrument, *source))?;
        let statement = &instrument.items()[statement].id;
        Some(format!(
            "Item '{}': a rule looks at '{statement}', to which everyone has agreed. Remove that rule.",
            item.id
        ))
    });
    unfit.chain(looking).collect()
}
