//! A study: the five files that say what is asked, compared and allowed, read together and checked against each
//! other. Pure: who fetches the files hands over their text.

use crate::aggregate::plan::Plan;
use crate::aggregate::release::Release;
use crate::survey::condition::Condition;
use crate::survey::consent;
use crate::survey::fhir::Questionnaire;
use crate::survey::instrument::{Instrument, Item, ResponseDomain};
use crate::survey::json::{self, Misfit};
use serde_json::Value;
use std::fmt;

/// The names of the files, in the order in which [`Study::read`] takes their texts.
pub const FILES: [&str; 5] =
    ["questionnaire.json", "contact.json", "analysis.json", "release.json", "settings.json"];

/// How a deployment behaves. Read from `settings.json`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// Whom people may give the file of their answers to; nobody, where there is no one.
    pub organiser: Option<Organiser>,
    /// Whether people are asked, afterwards and apart from their answers, if they may be contacted.
    pub contact_form: bool,
}

/// Who runs the survey.
#[derive(Debug, Clone, PartialEq)]
pub struct Organiser {
    /// What they are called.
    pub name: String,
    /// Where to write.
    pub email: String,
}

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

impl Settings {
    fn read(document: &Value) -> Result<Self, Vec<Misfit>> {
        json::read(document, |at| {
            at.only(&["organiser", "contactForm"]);
            let organiser = at.get("organiser").map(|at| {
                at.only(&["name", "email"]);
                Organiser { name: at.needed_text("name"), email: at.needed_text("email") }
            });
            Self { organiser, contact_form: at.needed_flag("contactForm") }
        })
    }
}

impl Study {
    /// Reads the texts of the [`FILES`].
    ///
    /// # Errors
    /// Every defect of every file. What the files say of each other is checked once each can be read by itself.
    pub fn read(texts: [&str; 5]) -> Result<Self, Vec<StudyDefect>> {
        let mut defects = Vec::new();
        let [questionnaire, contact, analysis, release, settings] = texts;
        let instrument = instrument(FILES[0], questionnaire, &mut defects);
        let contact = self::instrument(FILES[1], contact, &mut defects);
        let plan = document(FILES[2], analysis, Plan::read, &mut defects);
        let release = document(FILES[3], release, Release::read, &mut defects);
        let settings = document(FILES[4], settings, Settings::read, &mut defects);
        let (Some(instrument), Some(contact), Some(plan), Some(release), Some(settings)) =
            (instrument, contact, plan, release, settings)
        else {
            return Err(defects);
        };
        let mut report = |file: &'static str, messages: Vec<String>| {
            defects.extend(messages.into_iter().map(|message| StudyDefect { file, message }));
        };
        report(FILES[0], consent_defects(&instrument));
        report(FILES[2], plan.defects(&instrument));
        report(FILES[3], release.defects(&plan, &instrument));
        let study = Self { instrument, contact, plan, release, settings };
        if defects.is_empty() { Ok(study) } else { Err(defects) }
    }
}

fn document<T>(
    file: &'static str,
    text: &str,
    read: impl FnOnce(&Value) -> Result<T, Vec<Misfit>>,
    defects: &mut Vec<StudyDefect>,
) -> Option<T> {
    let mut report = |message| defects.push(StudyDefect { file, message });
    match serde_json::from_str(text).map(|value| read(&value)) {
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
    let unfit =
        |item: &&Item| item.domain != ResponseDomain::Boolean || !item.required || item.universe.is_some();
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
