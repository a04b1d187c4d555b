//! What an organiser should know of a study before anybody answers: besides what keeps it from running, what FHIR does
//! not know, what people could not read or tell apart, what is out of all proportion, and rules that come to nothing.
//! For the command and the organiser's pages: nobody who answers waits for it.

use super::delivery;
use super::extension;
use super::minutes;
use super::misfit;
use super::names;
use super::place::{text, twice, walk};
use super::{FILES, Settings, Study, StudyDefect};
use crate::reachability::{self, Reachability, STEPS};
use engine::defect::Fault;
use engine::fhir;
use engine::identifying::is_email;
use engine::instrument::{AnswerOption, Instrument, Item, ResponseDomain, address_in};
use engine::json::{self, UNKNOWN, Value};
use engine::record_length;
use engine::response::{Answer, Coding, is_date, written_order};
use engine::text::{control_characters, is_blank};
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;

/// More numbers than these in a row nobody takes in.
const LONGEST_SCALE: i64 = 21;

/// More characters than these nobody writes.
const LONGEST_TEXT: usize = 10_000;

/// More bytes than these are a burden for every record.
const LARGEST_RECORD: usize = 1_000_000;

/// The lists of analysis.json and release.json, and what names their entries; codes are names themselves.
const NAMED_BY: [(&str, &str); 8] = [
    ("groups", "id"),
    ("codes", ""),
    ("compared", "item"),
    ("bands", "code"),
    ("figures", "item"),
    ("options", "code"),
    ("series", "group"),
    ("cells", "code"),
];

/// A study, examined.
#[derive(Debug, Clone, PartialEq)]
pub struct Examination {
    /// The study, where nothing keeps it from running.
    pub study: Option<Study>,
    /// What has to be corrected.
    pub defects: Vec<StudyDefect>,
    /// What someone should look at.
    pub warnings: Vec<StudyDefect>,
}

impl Examination {
    /// Examines the [`FILES`] as a host or a folder has them; what is said of them stands in their order.
    pub fn of(files: [Vec<u8>; 5]) -> Self {
        Self::on(None, files)
    }

    /// As [`Self::of`], and says too what today's date makes of them, where it is told.
    pub fn on(today: Option<&str>, files: [Vec<u8>; 5]) -> Self {
        let (study, texts) = Study::of_files(files);
        let (study, mut defects) = match study {
            Ok(study) => (Some(study), Vec::new()),
            Err(defects) => (None, defects),
        };
        let mut warnings = Vec::new();
        // What is no JSON was reported already.
        let documents = texts.map(|text| Value::read(&text).ok());
        for (file, document) in FILES.into_iter().zip(&documents) {
            let mut report = Report { file, today, defects: &mut defects, warnings: &mut warnings };
            document.iter().for_each(|document| report.file(document));
        }
        let [questionnaire, contact, analysis, release, settings] = &documents;
        let mut report = Report { file: FILES[1], today, defects: &mut defects, warnings: &mut warnings };
        report.contact(questionnaire.as_ref(), contact.as_ref(), settings.as_ref());
        let instrument = questionnaire
            .as_ref()
            .and_then(|document| Instrument::read(&fhir::Questionnaire::read(document).ok()?).ok());
        if let Some(instrument) = instrument {
            if let Some(said) = settings.as_ref().and_then(|settings| Settings::read(settings).ok()?.minutes)
                && minutes::is_far(said, minutes::estimate(&instrument))
            {
                warnings.push(StudyDefect {
                    file: FILES[4],
                    message: format!(
                        "minutes: people are told {said}, and by its words and questions it takes about {}. Answer it with a watch, and correct this.",
                        minutes::estimate(&instrument)
                    ),
                });
            }
            let mut beyond = |file, messages: Vec<String>| {
                defects.extend(messages.into_iter().map(|message| StudyDefect { file, message }));
            };
            let [analysis, release] = [analysis, release].map(|file| file.as_ref().unwrap_or(&Value::Null));
            beyond(FILES[2], misfit::plan_beyond(analysis, &instrument));
            beyond(FILES[3], misfit::release_beyond(release, analysis, &instrument));
        }
        let place = |defect: &StudyDefect| FILES.iter().position(|file| *file == defect.file);
        defects.sort_by_key(place);
        Self { study, defects, warnings }
    }
}

/// What is found out about a file.
struct Report<'a> {
    file: &'static str,
    today: Option<&'a str>,
    defects: &'a mut Vec<StudyDefect>,
    warnings: &'a mut Vec<StudyDefect>,
}

impl Report<'_> {
    fn defect(&mut self, message: String) {
        self.defects.push(StudyDefect { file: self.file, message });
    }

    fn warning(&mut self, message: String) {
        self.warnings.push(StudyDefect { file: self.file, message });
    }

    fn file(&mut self, document: &Value) {
        for (place, name) in twice(document) {
            self.defect(format!(
                "{place}'{name}' stands there twice, and only one of the two is read. Remove one."
            ));
        }
        for (place, one, other) in names::rivals(document) {
            self.defect(format!(
                "{place}'{one}' and '{other}' stand there side by side, and only one of the two is read. Remove one."
            ));
        }
        self.control_characters(document);
        if self.file == FILES[2] || self.file == FILES[3] {
            self.entries_given_twice(document);
        }
        if self.file == FILES[0] || self.file == FILES[1] {
            self.questionnaire(document);
        } else {
            self.name_what_was_meant();
        }
        if self.file == FILES[4] {
            self.settings(document);
        }
    }

    /// Characters that came along with a paste and that nobody can read. FHIR forbids those below U+0020 alone.
    fn control_characters(&mut self, document: &Value) {
        walk(document, &mut |place, value| {
            let found: BTreeSet<char> = value.as_str().into_iter().flat_map(control_characters).collect();
            for c in found {
                let code = u32::from(c);
                let message = format!(
                    "{place}it holds the control character U+{code:04X}, which nobody can read. Take it out."
                );
                if c < ' ' { self.defect(message) } else { self.warning(message) }
            }
        });
    }

    /// Entries of a list that have the name of one before them: only the first is ever found.
    fn entries_given_twice(&mut self, document: &Value) {
        walk(document, &mut |place, value| {
            for (list, name) in NAMED_BY {
                let Some(entries) = value.get(list).and_then(Value::as_array) else { continue };
                let names = entries.iter().filter_map(|entry| match name {
                    "" => entry.as_str(),
                    name => text(entry, name),
                });
                let mut known = HashMap::new();
                for name in names {
                    let times: &mut usize = known.entry(name).or_default();
                    *times += 1;
                    if *times == 2 {
                        self.defect(format!("{}'{name}' stands there twice. Remove one.", place.name(list)));
                    }
                }
            }
        });
        // Whoever gave an answer that two groups look for is in the first alone.
        let groups = document.get("groups").and_then(Value::as_array).unwrap_or_default();
        let mut taken: HashMap<(&str, &str), &str> = HashMap::new();
        for group in groups {
            let (Some(id), Some(item)) = (text(group, "id"), text(group, "item")) else { continue };
            let codes = group.get("codes").and_then(Value::as_array).unwrap_or_default();
            for code in codes.iter().filter_map(Value::as_str) {
                let first = *taken.entry((item, code)).or_insert(id);
                if first != id {
                    self.defect(format!(
                        "Groups '{first}' and '{id}' both look for '{code}', and people are in one group. Take it out of one."
                    ));
                }
            }
        }
    }

    /// Adds to each name that is not known the one that was meant.
    fn name_what_was_meant(&mut self) {
        for defect in self.defects.iter_mut().filter(|defect| defect.file == self.file) {
            let Some(place) = defect.message.strip_suffix(&format!(": this should be {UNKNOWN}.")) else {
                continue;
            };
            let name = place.rsplit('.').next().unwrap_or(place);
            if let Some(meant) = names::meant_in(self.file, name) {
                defect.message += &format!(" Did you mean '{meant}'?");
            }
        }
    }

    fn questionnaire(&mut self, document: &Value) {
        if text(document, "resourceType") != Some("Questionnaire") {
            return;
        }
        for unknown in names::unknown(document, "Questionnaire") {
            self.defect(format!("{}{}", unknown.place, unknown.message()));
        }
        extension::in_vain(document).into_iter().for_each(|message| self.defect(message));
        self.dates(document);
        if text(document, "url").is_none_or(is_blank) {
            self.defect("It has no url, by which answers name it. Give it one of its own.".to_owned());
        }
        match text(document, "status") {
            Some("active") => {}
            Some(status @ ("draft" | "retired" | "unknown")) => self.warning(format!(
                "Its status is '{status}', and answers are meant for active ones. Set it to \"active\" when you collect."
            )),
            Some(status) => self.defect(format!("'{status}' is not a status that FHIR has. Set it to \"active\" or \"draft\".")),
            None => self.defect("It has no status, which FHIR requires. Set it to \"active\" or \"draft\".".to_owned()),
        }
        let Ok(questionnaire) = fhir::Questionnaire::read(document) else { return };
        let Reachability { defects, undecided } = reachability::examine(&questionnaire, STEPS);
        let found =
            |fault: &Fault| matches!(fault, Fault::AlwaysHolds | Fault::NeverHolds | Fault::Unreachable);
        defects
            .iter()
            .filter(|defect| found(&defect.fault))
            .for_each(|defect| self.defect(defect.to_string()));
        if !undecided.is_empty() {
            self.warning(format!(
                "Whether the rules of these items never or always hold takes more tries than are made: {}. Try them in the app.",
                named(&undecided)
            ));
        }
        if let Ok(instrument) = Instrument::read_to_judge(&questionnaire) {
            self.wordings(&instrument);
            self.sizes(&instrument);
        }
    }

    /// The form for being contacted has to be told apart from the questionnaire, asks nothing that would connect the two,
    /// and takes nothing that nobody agreed to.
    fn contact(&mut self, questionnaire: Option<&Value>, contact: Option<&Value>, settings: Option<&Value>) {
        let judged =
            |document: &Value| Instrument::read_to_judge(&fhir::Questionnaire::read(document).ok()?).ok();
        let Some(contact) = contact.and_then(judged) else { return };
        let is_offered = settings.and_then(|settings| settings.get("contactForm")?.as_bool());
        let agrees = |(at, item): (usize, &Item)| {
            let is_ruled = |at: usize| contact.items()[at].universe.is_some();
            item.domain == ResponseDomain::Boolean && item.required && !contact.outwards(at).any(is_ruled)
        };
        if is_offered != Some(false) && !contact.items().iter().enumerate().any(agrees) {
            self.defect("There is nothing to agree to, so that people would leave their details without having agreed. Add a required boolean item without rules that says what for.".to_owned());
        }
        let Some(questionnaire) = questionnaire.and_then(judged) else { return };
        let address =
            |instrument: &Instrument| instrument.url.as_deref().map(|url| address_in(url).to_owned());
        if let Some(url) = address(&contact).filter(|url| Some(url) == address(&questionnaire).as_ref()) {
            self.defect(format!(
                "Its url '{url}' is that of questionnaire.json, so that nobody can tell answers from contact details. Give it another one."
            ));
        }
        for Item { id, .. } in contact.items().iter().filter(|item| questionnaire.item(&item.id).is_some()) {
            self.defect(format!(
                "Item '{id}': questionnaire.json has it too, and nothing may connect the two. Give it another linkId."
            ));
        }
    }

    /// Days that the calendar does not have, and what is no date at all.
    fn dates(&mut self, document: &Value) {
        let mut found = Vec::new();
        walk(document, &mut |place, value| {
            let Some(fields) = value.as_object() else { return };
            for (name, value) in fields {
                let Some(text) = value.as_str() else { continue };
                let is_one = match name.as_str() {
                    "approvalDate" | "lastReviewDate" | "valueDate" | "answerDate" => is_date(text),
                    "date" | "start" | "end" | "lastUpdated" | "valueDateTime" | "answerDateTime" => {
                        is_date_time(text)
                    }
                    _ => true,
                };
                if !is_one {
                    found.push(format!(
                        "{}'{text}' is no date. Write it like \"2027-03-31\".",
                        place.name(name)
                    ));
                }
            }
        });
        found.into_iter().for_each(|message| self.defect(message));
    }

    /// Texts that are missing, and those that nobody can tell apart.
    fn wordings(&mut self, instrument: &Instrument) {
        let mut beside: HashMap<(Option<usize>, String), &Item> = HashMap::new();
        for item in instrument.items() {
            let Item { id, .. } = item;
            let wording = item.wording();
            match item.domain {
                _ if !is_blank(&wording) => {}
                ResponseDomain::Group => continue,
                ResponseDomain::Display => {
                    self.warning(format!(
                        "Item '{id}': it has no text, so it shows nothing. Give it one, or remove it."
                    ));
                    continue;
                }
                _ => {
                    self.defect(format!(
                        "Item '{id}': it has no text, so nobody knows what is asked. Give it one."
                    ));
                    continue;
                }
            }
            if item.is_question()
                && let Some(other) = beside.insert((item.parent, plain(&wording)), item)
            {
                self.warning(format!(
                    "Item '{id}': its text is that of '{}' beside it. Say what tells them apart.",
                    other.id
                ));
            }
            let shows_its_code = |option: &AnswerOption| match &option.value {
                Answer::Coding(Coding { display: None, code: Some(code), .. }) => Some(code.clone()),
                _ => None,
            };
            let codes: Vec<String> =
                item.options().iter().filter_map(shows_its_code).filter(|code| !is_blank(code)).collect();
            if !codes.is_empty() {
                self.warning(format!(
                    "Item '{id}': options without a display are shown as their codes: {}. Give each one.",
                    named(&codes)
                ));
            }
            let mut known = HashSet::new();
            for (at, option) in item.options().iter().enumerate() {
                let words = option.value.words();
                if is_blank(&words) {
                    self.defect(format!("Item '{id}': option {} has no text. Give it a display.", at + 1));
                } else if !known.insert(plain(&words)) {
                    self.defect(format!(
                        "Item '{id}': the text '{words}' stands at two options, and nobody can tell them apart. Change one, or remove it."
                    ));
                }
            }
        }
    }

    /// What is out of all proportion, with its size.
    fn sizes(&mut self, instrument: &Instrument) {
        for item in instrument.items() {
            let Item { id, .. } = item;
            if let Some(scale) = item.scale() {
                let numbers = i64::from(*scale.end()) - i64::from(*scale.start()) + 1;
                if numbers > LONGEST_SCALE {
                    self.warning(format!(
                        "Item '{id}': its scale has {numbers} numbers, each with a button of its own. Use {LONGEST_SCALE} at most, or leave out the control 'radio-button', so that people type the number."
                    ));
                }
            }
            let length = match &item.domain {
                ResponseDomain::Text { length, .. } | ResponseDomain::Choice { open: Some(length), .. } => {
                    length.max
                }
                _ => None,
            };
            if let Some(length) = length.filter(|length| *length > LONGEST_TEXT) {
                self.warning(format!(
                    "Item '{id}': its maxLength is {length}, and a sealed record with many words is padded to the longest that there can be. Use {LONGEST_TEXT} at most."
                ));
            }
        }
        let record = record_length::longest(instrument);
        if record > LARGEST_RECORD {
            let tenths = record.div_ceil(LARGEST_RECORD / 10);
            self.warning(format!(
                "A sealed record with many words is padded to the longest that there can be, which is {}.{} MB. Lower the maxLength of its texts until it is 1 MB at most.",
                tenths / 10,
                tenths % 10
            ));
        }
    }

    fn settings(&mut self, value: &Value) {
        let (settings, misfits) = json::read_so_far(value, Settings::read_at);
        let is_sure = |place: &str| misfit::is_sure(&misfits, place);
        if !misfits.is_empty() {
            settings.defects(&misfits).into_iter().for_each(|message| self.defect(message));
        }
        if let Some(organiser) = &settings.organiser {
            if is_blank(&organiser.name) && is_sure("organiser.name") {
                self.defect("organiser.name: it is empty. Say who collects the answers.".to_owned());
            }
            if !is_email(&organiser.email) && is_sure("organiser.email") {
                self.defect(format!(
                    "organiser.email: '{}' is no address that people can write to. Give one like \"survey@example.org\".",
                    organiser.email
                ));
            }
        }
        if let Some(date) = settings.withdraw_until.as_deref().filter(|date| is_date(date) && date.len() < 10)
        {
            self.warning(format!("withdrawUntil: '{date}' names no day. Write it like \"2027-03-31\"."));
        }
        if let (Some(date), Some(today)) = (&settings.withdraw_until, self.today)
            && is_date(date)
            && written_order(date, today) == Some(Ordering::Less)
        {
            self.warning(format!(
                "withdrawUntil: '{date}' is past, so people would be told that they could have had their record deleted. Give a day that is still to come."
            ));
        }
        if let Some(deliver) = settings.deliver.as_ref().filter(|_| is_sure("deliver")) {
            if settings.contact_form && deliver.contact.is_none() {
                self.warning(
                    "deliver.contact: there is none, so contact details stay on people's phones, where nobody gets them. Give a storage of their own, or set contactForm to false.".to_owned(),
                );
            }
            if deliver.to.starts_with("http:") && delivery::fault(&deliver.to).is_none() {
                self.warning("deliver.to: this is a place on the device itself, for trying only.".to_owned());
            }
        }
        if !settings.recipients.is_empty()
            && !settings.hand_over
            && settings.deliver.is_none()
            && is_sure("handOver")
            && is_sure("deliver")
        {
            self.warning(
                "recipients: what people answer on their own phones is sealed, and without deliver or handOver nobody gets it. Name a storage in deliver, or set handOver to true, unless everybody answers on your devices."
                    .to_owned(),
            );
        }
        if settings.hand_over && settings.organiser.is_none() {
            self.warning(
                "handOver: people can hand their record over, but nobody is named to whom. Name an organiser.".to_owned(),
            );
        }
    }
}

/// The first few of a list, and how many more there are.
fn named(list: &[impl fmt::Display]) -> String {
    let mut named: Vec<String> = list.iter().take(5).map(|one| format!("'{one}'")).collect();
    named.extend(list.len().checked_sub(6).map(|more| format!("and {} more", more + 1)));
    named.join(", ")
}

/// Words as people tell them apart: spaces and capitals do not count.
fn plain(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether the text is a FHIR dateTime: a date, or a day with a time and its zone.
fn is_date_time(text: &str) -> bool {
    let Some((day, time)) = text.split_once('T') else { return is_date(text) };
    let zone = time.find(['Z', '+', '-']).map(|at| time.split_at(at));
    let Some((clock, zone)) = zone else { return false };
    let two =
        |part: &str, most: u32| part.len() == 2 && part.parse::<u32>().is_ok_and(|number| number <= most);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let clock: Vec<&str> = clock.split(':').collect();
    let zone_is_one = match zone.get(1..).and_then(|zone| zone.split_once(':')) {
        Some((hours, minutes)) => two(hours, 14) && two(minutes, 59),
        None => zone == "Z",
    };
    day.len() == 10
        && is_date(day)
        && matches!(clock.as_slice(), [hours, minutes, seconds] if two(hours, 23) && two(minutes, 59) && two(seconds, 60))
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
        && zone_is_one
}
