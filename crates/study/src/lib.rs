//! A study: the five files that say what is asked, compared and allowed, read together and checked against each
//! other. Pure: who fetches the files hands over their text.

pub mod day;
pub mod examination;
mod extension;
mod misfit;
mod names;
mod place;
pub mod reachability;
pub mod unread;

use engine::condition::Condition;
use engine::consent;
use engine::fhir::Questionnaire;
use engine::instrument::{Instrument, Item, ResponseDomain};
use engine::json::{self, At, Misfit, Value};
use engine::plan::Plan;
use engine::recipient::{self, Unfit};
use engine::release::Release;
use engine::response::is_date;
use engine::text;
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
    /// The public keys to which records are sealed. Where there are none, answers go to nobody.
    pub recipients: Vec<String>,
    /// Until when the organiser deletes a record on request, as a date. It is there wherever there are recipients.
    pub withdraw_until: Option<String>,
    /// Whether someone on their own device can hand over their sealed record.
    pub hand_over: bool,
    /// What happens on a shared device when somebody seems to have left.
    pub pause: Pause,
}

/// When a shared device takes it that somebody has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// After so many seconds without a touch it asks whether they are still there.
    pub idle_seconds: u32,
    /// So many seconds after that it makes room for the next person.
    pub warning_seconds: u32,
}

impl Default for Pause {
    fn default() -> Self {
        Self { idle_seconds: 180, warning_seconds: 60 }
    }
}

impl Pause {
    /// The least time to say that one is still there (WCAG 2.2, success criterion 2.2.1).
    const LEAST: u32 = 20;
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
        json::read(document, Self::read_at)
    }

    fn read_at(at: &At) -> Self {
        at.only(&["organiser", "contactForm", "recipients", "withdrawUntil", "handOver", "pause"]);
        let organiser = at.get("organiser").map(|at| {
            at.only(&["name", "email"]);
            Organiser { name: at.needed_text("name"), email: at.needed_text("email") }
        });
        let pause = at.get("pause").map(|at| {
            at.only(&["idleSeconds", "warningSeconds"]);
            let seconds = |name| at.needed_count(name);
            Pause { idle_seconds: seconds("idleSeconds"), warning_seconds: seconds("warningSeconds") }
        });
        Self {
            organiser,
            contact_form: at.needed_flag("contactForm"),
            recipients: at.texts("recipients"),
            withdraw_until: at.text("withdrawUntil"),
            hand_over: at.flag("handOver"),
            pause: pause.unwrap_or_default(),
        }
    }

    /// What in them can't be. Nothing is said of a value that is among the misfits, nor of what depends on it.
    fn defects(&self, misfits: &[Misfit]) -> Vec<String> {
        let is_sure = |place: &str| misfit::is_sure(misfits, place);
        let keys =
            || self.recipients.iter().enumerate().filter(|(at, _)| is_sure(&format!("recipients[{at}]")));
        let unreadable = keys().filter_map(|(at, key)| match recipient::read(key) {
            Ok(read) if read == *key => None,
            Err(Unfit::Private) => Some(format!(
                "recipients[{at}]: this is a private key, with which anyone who reads this file can open every record. Take it out, make a new key at the desk, and put its public key here; it begins with 'age1'."
            )),
            _ => Some(format!(
                "recipients: '{key}' is no public key, or was mistyped. Copy it again from the desk; it begins with 'age1'."
            )),
        });
        let is_again =
            |at: usize, key: &String| recipient::read(key).is_ok() && self.recipients[..at].contains(key);
        let twice = keys().filter(|(at, key)| is_again(*at, key));
        let twice = twice.map(|(_, key)| format!("recipients: '{key}' stands there twice. Remove one."));
        let date = match &self.withdraw_until {
            Some(date) if !is_date(date) => {
                Some("withdrawUntil: this should be a date, like \"2027-03-31\".")
            }
            None if !self.recipients.is_empty() && is_sure("withdrawUntil") => Some(
                "withdrawUntil: it is missing. Where records go to recipients, say until when people can have theirs deleted, like \"2027-03-31\".",
            ),
            _ => None,
        };
        let hand_over = (self.hand_over && self.recipients.is_empty() && is_sure("recipients"))
            .then_some("handOver: there is nobody to hand a record over to. Add a public key to recipients.");
        let Pause { idle_seconds, warning_seconds } = self.pause;
        let is_short = |seconds: u32, place: &str| seconds < Pause::LEAST && is_sure(place);
        let pause = (is_short(warning_seconds, "pause.warningSeconds")
            || is_short(idle_seconds, "pause.idleSeconds"))
        .then_some("pause: 20 seconds are the least, so that people can say that they are still there.");
        let rest = [date, hand_over, pause].into_iter().flatten().map(ToOwned::to_owned);
        unreadable.chain(twice).chain(rest).collect()
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
        Some((Instrument::read_ahead(&questionnaire)?, Settings::read(&read(settings)?).ok()?))
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
