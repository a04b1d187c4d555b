//! Answers against their domains, and a whole response against its instrument: every problem, with its place.

use super::fhir::{QuestionnaireResponse, ResponseItem};
use super::instrument::{Instrument, Item, ItemId, Limits, ResponseDomain, code_of};
use super::json::Value;
use super::occurrence::{View, holds_an_answer};
use super::response::{Answer, is_date, written_order};
use super::text;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;

/// How grave a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The response can't be accepted.
    Error,
    /// The response can be accepted, and someone should look.
    Warning,
}

/// One problem of a response.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The item, where it is one item's.
    pub item: Option<ItemId>,
    /// What is wrong.
    pub kind: ProblemKind,
}

impl Problem {
    /// How grave it is.
    pub fn severity(&self) -> Severity {
        match self.kind {
            ProblemKind::QuestionnaireStatus(_)
            | ProblemKind::TextIsOption(_)
            | ProblemKind::TooManySoFar(_)
            | ProblemKind::TooFewSoFar(_) => Severity::Warning,
            // FHIR forbids those below U+0020 alone.
            ProblemKind::ControlCharacter(' '..) => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

/// What is wrong with a response.
#[derive(Debug, Clone, PartialEq)]
pub enum ProblemKind {
    /// The document's `resourceType` is not `QuestionnaireResponse`.
    NotAResponse,
    /// It is a Bundle, which may hold one.
    Bundle,
    /// It has a modifier extension, which nobody may pass over.
    ModifierExtension,
    /// Its status is missing or not one of FHIR's.
    BadStatus(Option<String>),
    /// It answers the questionnaire of this address instead.
    OtherQuestionnaire(String),
    /// The questionnaire is a draft, or retired.
    QuestionnaireStatus(String),
    /// An item has no `linkId`.
    NoLinkId,
    /// The questionnaire has no such item.
    UnknownItem,
    /// The item stands in another place than in the questionnaire.
    WrongPlace,
    /// The item stands behind one that follows it in the questionnaire.
    OutOfOrder,
    /// A group or text to read has an answer.
    AnswerToNonQuestion,
    /// Items stand directly within a question instead of within its answers, or within a text to read.
    MisplacedItems,
    /// It was answered although its rules say that it is not asked.
    NotAsked,
    /// It must be answered, and is not.
    Required,
    /// The group must hold an answer, and does not.
    RequiredGroup,
    /// It occurs several times but may occur once.
    SeveralTimes,
    /// More answers (or occurrences of a group) than this.
    TooMany(usize),
    /// Fewer answers (or occurrences of a group) than this.
    TooFew(usize),
    /// More answers (or occurrences of a group) than this, in a response that is not complete.
    TooManySoFar(usize),
    /// Fewer answers (or occurrences of a group) than this, in a response that is not complete.
    TooFewSoFar(usize),
    /// An answer holds no value, or blank words.
    NoValue,
    /// An answer that is a line of words has several lines.
    SeveralLines,
    /// A control character in an answer, or in the wording that the response gives.
    ControlCharacter(char),
    /// An answer is of a type that the item does not take, or not written as that type is.
    WrongType(String),
    /// Less than this.
    TooSmall(String),
    /// More than this.
    TooGreat(String),
    /// Fewer characters than this.
    TooShort(usize),
    /// More characters than this; the second number says how many more.
    TooLong(usize, usize),
    /// None of the options.
    NoSuchOption(String),
    /// This option can't be chosen beside others.
    Exclusive(String),
    /// Own words that are one of the options.
    TextIsOption(String),
    /// A constraint that is not checked here, so that nothing can be said.
    Unchecked(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match &self.item {
            Some(item) => write!(f, "Item '{item}': {}", self.kind),
            None => write!(f, "{}", self.kind),
        }
    }
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::NotAResponse => f.write_str("This is not a FHIR QuestionnaireResponse."),
            Self::Bundle => f.write_str(
                "This is a FHIR Bundle, which may hold several documents. Take the QuestionnaireResponse out of it: what \
                 stands in braces behind \"resource\" is the file that is wanted.",
            ),
            Self::ModifierExtension => {
                f.write_str("It has a modifierExtension, which can change its meaning and is not known here.")
            }
            Self::BadStatus(None) => {
                f.write_str("It has no status. FHIR requires one, such as \"completed\".")
            }
            Self::BadStatus(Some(status)) => write!(f, "'{status}' is not a status that FHIR has."),
            Self::OtherQuestionnaire(url) => write!(f, "It answers another questionnaire: {url}."),
            Self::QuestionnaireStatus(status) => {
                write!(f, "The questionnaire's status is '{status}'; answers are meant for active ones.")
            }
            Self::NoLinkId => f.write_str("An item has no linkId, so nobody can tell what it answers."),
            Self::UnknownItem => f.write_str("the questionnaire has no such item."),
            Self::WrongPlace => f.write_str("it stands in another place than in the questionnaire."),
            Self::OutOfOrder => f.write_str("it stands behind an item that follows it in the questionnaire."),
            Self::AnswerToNonQuestion => f.write_str("it is not a question, but has an answer."),
            Self::MisplacedItems => f.write_str(
                "it holds items where there can be none; those within a question stand within its answer.",
            ),
            Self::NotAsked => {
                f.write_str("it is answered, but by the questionnaire's rules it is not asked.")
            }
            Self::Required => f.write_str("it must be answered, and is not."),
            Self::RequiredGroup => f.write_str("the group must hold an answer, and does not."),
            Self::SeveralTimes => f.write_str("it may be there once, and is there several times."),
            Self::TooMany(max) => write!(f, "it takes at most {max}, and has more."),
            Self::TooFew(min) => write!(f, "it needs at least {min}, and has fewer."),
            Self::TooManySoFar(max) => {
                write!(
                    f,
                    "it takes at most {max}, and has more; this has to change before the response is complete."
                )
            }
            Self::TooFewSoFar(min) => {
                write!(
                    f,
                    "it needs at least {min}, and has fewer; this has to change before the response is complete."
                )
            }
            Self::SeveralLines => f.write_str(
                "an answer has several lines, and this item takes one; an item of type 'text' takes several.",
            ),
            Self::ControlCharacter(c) if *c < ' ' => {
                write!(
                    f,
                    "it holds the control character U+{:04X}, which FHIR forbids. Take it out.",
                    u32::from(*c)
                )
            }
            Self::ControlCharacter(c) => {
                write!(
                    f,
                    "it holds the control character U+{:04X}, which nobody can read. Take it out.",
                    u32::from(*c)
                )
            }
            Self::NoValue => f.write_str("an answer has no value."),
            Self::WrongType(kind) => {
                write!(f, "an answer of type {kind} does not suit it, or is not written as that type is.")
            }
            Self::TooSmall(min) => write!(f, "an answer is less than {min}."),
            Self::TooGreat(max) => write!(f, "an answer is more than {max}."),
            Self::TooShort(min) => write!(f, "an answer has fewer than {min} characters."),
            Self::TooLong(max, over) => write!(f, "an answer is longer than {max} characters, by {over}."),
            Self::NoSuchOption(answer) => write!(f, "'{answer}' is none of its options."),
            Self::Exclusive(option) => write!(f, "'{option}' can't be chosen together with other options."),
            Self::TextIsOption(text) => {
                write!(f, "'{text}' is given as own words, but is one of the options.")
            }
            Self::Unchecked(what) => {
                write!(f, "it has '{what}', which is not checked here, so what it holds can't be judged.")
            }
        }
    }
}

/// What is wrong with these answers to an item that is asked; whether it is required is left to the caller, who says
/// so alone where it is and nothing was answered.
pub fn answers(item: &Item, answers: &[Answer]) -> Vec<ProblemKind> {
    if answers.is_empty() {
        let few = item.occurs.min.filter(|min| *min > 0 && !item.required);
        return few.map(ProblemKind::TooFew).into_iter().collect();
    }
    let mut problems = Vec::new();
    let most = if item.repeats { item.occurs.max } else { Some(1) };
    if let Some(max) = most.filter(|max| answers.len() > *max) {
        problems.push(ProblemKind::TooMany(max));
    }
    if let Some(min) = item.occurs.min.filter(|min| answers.len() < *min || options(item, answers) < *min) {
        problems.push(ProblemKind::TooFew(min));
    }
    problems.extend(answers.iter().filter_map(|answer| one(item, answer)));
    let exclusive =
        answers.iter().find(|answer| item.option_of(answer).is_some_and(|option| option.exclusive));
    if let Some(option) = exclusive.filter(|_| answers.len() > 1) {
        problems.push(ProblemKind::Exclusive(named(option)));
    }
    problems.extend(item.unchecked.iter().cloned().map(ProblemKind::Unchecked));
    problems
}

/// How many answers these are, where the same option given twice is one.
fn options(item: &Item, answers: &[Answer]) -> usize {
    match item.domain {
        ResponseDomain::Choice { .. } => answers.iter().map(Answer::sameness).collect::<HashSet<_>>().len(),
        _ => answers.len(),
    }
}

fn named(answer: &Answer) -> String {
    code_of(answer).map_or_else(|| answer.words(), str::to_owned)
}

/// How one answer fails its domain.
fn one(item: &Item, answer: &Answer) -> Option<ProblemKind> {
    let small = |below: bool, min: String| below.then_some(ProblemKind::TooSmall(min));
    let great = |above: bool, max: String| above.then_some(ProblemKind::TooGreat(max));
    match (&item.domain, answer) {
        (ResponseDomain::Group | ResponseDomain::Display, _) => Some(ProblemKind::AnswerToNonQuestion),
        (ResponseDomain::Boolean, Answer::Boolean(_)) => None,
        (ResponseDomain::Integer(limits), Answer::Integer(number)) => {
            let least = limits.min.and_then(|min| small(*number < min, min.to_string()));
            least.or_else(|| limits.max.and_then(|max| great(*number > max, max.to_string())))
        }
        (ResponseDomain::Decimal(limits), Answer::Decimal(number)) => {
            let least = limits.min.as_ref().and_then(|min| small(number < min, min.to_string()));
            least.or_else(|| limits.max.as_ref().and_then(|max| great(number > max, max.to_string())))
        }
        (ResponseDomain::Date(limits), Answer::Date(day)) if is_date(day) => {
            let is = |order, limit: &String| written_order(day, limit) == Some(order);
            let least = limits.min.as_ref().and_then(|min| small(is(Ordering::Less, min), min.clone()));
            let most = || limits.max.as_ref().and_then(|max| great(is(Ordering::Greater, max), max.clone()));
            least.or_else(most)
        }
        (ResponseDomain::Text { long: false, .. }, Answer::String(text)) if text.contains(['\n', '\r']) => {
            Some(ProblemKind::SeveralLines)
        }
        (ResponseDomain::Text { length, .. }, Answer::String(text)) => words(text, length),
        (ResponseDomain::Choice { options, open }, _) => match answer {
            _ if item.option_of(answer).is_some() => None,
            Answer::String(text) if let Some(length) = open => words(text, length).or_else(|| {
                let is_option = |value: &Answer| value.words() == *text || code_of(value) == Some(text);
                let known = options.iter().any(|option| is_option(&option.value));
                known.then(|| ProblemKind::TextIsOption(text.clone()))
            }),
            Answer::Coding(_) if options.is_empty() => None,
            _ if options.iter().any(|option| option.value.kind() == answer.kind()) => {
                Some(ProblemKind::NoSuchOption(named(answer)))
            }
            _ => Some(ProblemKind::WrongType(answer.kind().to_ascii_lowercase())),
        },
        (ResponseDomain::Foreign(kind), Answer::Foreign(foreign)) if foreign.kind == *kind => None,
        _ => Some(ProblemKind::WrongType(answer.kind().to_ascii_lowercase())),
    }
}

fn words(text: &str, length: &Limits<usize>) -> Option<ProblemKind> {
    let count = text.chars().count();
    let short = length.min.filter(|min| count < *min).map(ProblemKind::TooShort);
    let long = || length.max.filter(|max| count > *max).map(|max| ProblemKind::TooLong(max, count - max));
    if text::is_blank(text) { Some(ProblemKind::NoValue) } else { short.or_else(long) }
}

/// Everything wrong with a response, in the order of the questionnaire. `required` and the least number of answers
/// bind responses that say they are complete.
pub fn document(instrument: &Instrument, document: &QuestionnaireResponse) -> Vec<Problem> {
    let status = document.status.as_deref();
    let mut check =
        Check { instrument, complete: matches!(status, Some("completed" | "amended")), problems: Vec::new() };
    let other = match document.resource_type.as_deref() {
        Some("QuestionnaireResponse") => None,
        Some("Bundle") => Some(ProblemKind::Bundle),
        _ => Some(ProblemKind::NotAResponse),
    };
    if let Some(kind) = other {
        check.problem(None, kind);
        return check.problems;
    }
    if !document.modifier_extension.is_empty() {
        check.problem(None, ProblemKind::ModifierExtension);
    }
    if !matches!(status, Some("in-progress" | "completed" | "amended" | "entered-in-error" | "stopped")) {
        check.problem(None, ProblemKind::BadStatus(document.status.clone()));
    }
    let canonical = |url: &str| url.split('|').next().unwrap_or_default().to_owned();
    if let (Some(named), Some(url)) = (&document.questionnaire, &instrument.url)
        && canonical(named) != *url
    {
        check.problem(None, ProblemKind::OtherQuestionnaire(named.clone()));
    }
    if let Some(status @ ("draft" | "retired")) = instrument.status.as_deref() {
        check.problem(None, ProblemKind::QuestionnaireStatus(status.to_owned()));
    }
    let items: Vec<&ResponseItem> = document.item.iter().collect();
    check.within(None, &items, &mut View::of(instrument, &document.item));
    check.problems
}

/// Positions of all items that are asked given a response, for each occurrence of repeated groups; in document order.
pub fn asked(instrument: &Instrument, document: &QuestionnaireResponse) -> Vec<usize> {
    let mut asked = vec![false; instrument.items().len()];
    let mut view = View::of(instrument, &document.item);
    if !seen_from_each(&mut view, &document.item.iter().collect::<Vec<_>>(), &mut asked) {
        asked.copy_from_slice(view.asked());
    }
    (0..asked.len()).filter(|at| asked[*at]).collect()
}

/// Adds what is asked as each innermost occurrence of a repeated group sees it. Returns false where no group is
/// repeated.
fn seen_from_each(view: &mut View, items: &[&ResponseItem], asked: &mut [bool]) -> bool {
    let mut any = false;
    for occurrences in together(items) {
        if let [item] = occurrences.as_slice() {
            any |= seen_from_each(view, &inside(item), asked);
            continue;
        }
        view.seen_by_each(&occurrences, &mut |view, occurrence| {
            let inner = seen_from_each(view, &inside(occurrence), asked);
            if !inner && occurrence.answer.is_empty() {
                asked.iter_mut().zip(view.asked()).for_each(|(asked, here)| *asked |= here);
                any = true;
            }
            any |= inner;
        });
    }
    any
}

/// All that stands directly within an item or its answers.
fn inside(item: &ResponseItem) -> Vec<&ResponseItem> {
    item.item.iter().chain(item.answer.iter().flat_map(|answer| &answer.item)).collect()
}

/// Items that stand beside each other, those with the same id together.
fn together<'r>(items: &[&'r ResponseItem]) -> Vec<Vec<&'r ResponseItem>> {
    let mut places = HashMap::new();
    let mut all: Vec<Vec<&ResponseItem>> = Vec::new();
    for item in items {
        let place = *places.entry(item.link_id.as_deref()).or_insert(all.len());
        match all.get_mut(place) {
            Some(same) => same.push(item),
            None => all.push(vec![item]),
        }
    }
    all
}

struct Check<'a> {
    instrument: &'a Instrument,
    complete: bool,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn problem(&mut self, item: Option<&ItemId>, kind: ProblemKind) {
        self.problems.push(Problem { item: item.cloned(), kind });
    }

    /// A problem that is none yet where the response says that it is not complete.
    fn count(&mut self, item: &ItemId, kind: ProblemKind) {
        let kind = match kind {
            ProblemKind::TooMany(max) if !self.complete => ProblemKind::TooManySoFar(max),
            ProblemKind::TooFew(min) if !self.complete => ProblemKind::TooFewSoFar(min),
            kind => kind,
        };
        self.problem(Some(item), kind);
    }

    /// Checks what stands within an item (or at the top) as its occurrence sees the response.
    fn within(&mut self, parent: Option<usize>, siblings: &[&ResponseItem], view: &mut View) {
        self.places(parent, siblings);
        let groups = together(siblings);
        let by_id: HashMap<&str, &[&ResponseItem]> = groups
            .iter()
            .filter_map(|same| Some((same.first()?.link_id.as_deref()?, same.as_slice())))
            .collect();
        let instrument = self.instrument;
        for (at, item) in instrument.within(parent) {
            let occurrences: &[&ResponseItem] = by_id.get(item.id.as_str()).copied().unwrap_or_default();
            let has_content = |item: &&ResponseItem| !item.answer.is_empty() || !item.item.is_empty();
            if !view.asked()[at] {
                if occurrences.iter().any(has_content) {
                    self.problem(Some(&item.id), ProblemKind::NotAsked);
                }
                continue;
            }
            match item.domain {
                ResponseDomain::Group => self.group(at, item, occurrences, view),
                ResponseDomain::Display => {
                    if occurrences.iter().any(|item| !item.answer.is_empty()) {
                        self.problem(Some(&item.id), ProblemKind::AnswerToNonQuestion);
                    }
                    if occurrences.iter().any(|item| !item.item.is_empty()) {
                        self.problem(Some(&item.id), ProblemKind::MisplacedItems);
                    }
                }
                _ => self.question(at, item, occurrences, view),
            }
            let control: BTreeSet<char> =
                occurrences.iter().flat_map(|item| control_characters(item)).collect();
            control.into_iter().for_each(|c| self.problem(Some(&item.id), ProblemKind::ControlCharacter(c)));
        }
    }

    /// Reports items that the questionnaire does not have here, or not in this order.
    fn places(&mut self, parent: Option<usize>, siblings: &[&ResponseItem]) {
        let mut furthest = 0;
        for sibling in siblings {
            let Some(id) = sibling.link_id.as_deref().map(ItemId::from) else {
                self.problem(None, ProblemKind::NoLinkId);
                continue;
            };
            match self.instrument.position(&id) {
                None => self.problem(Some(&id), ProblemKind::UnknownItem),
                Some(at) if self.instrument.items()[at].parent != parent => {
                    self.problem(Some(&id), ProblemKind::WrongPlace);
                }
                Some(at) if at < furthest => self.problem(Some(&id), ProblemKind::OutOfOrder),
                Some(at) => furthest = at,
            }
        }
    }

    fn group(&mut self, at: usize, group: &Item, occurrences: &[&ResponseItem], view: &mut View) {
        // Where nothing in it is asked, nothing in it can be answered.
        let asks = |at: usize| view.asked()[at] && self.instrument.items()[at].is_question();
        let needed = group.needs_an_answer() && self.complete && self.instrument.inside(at).any(asks);
        let required = needed && group.required;
        // What people never see says nothing for them, unless they see nothing of the group.
        let is_seen = |at: usize| !self.instrument.items()[at].hidden;
        let seen_alone = self.instrument.inside(at).any(|at| asks(at) && is_seen(at));
        let most = if group.repeats { group.occurs.max.unwrap_or(usize::MAX) } else { 1 };
        let least = group.occurs.min.unwrap_or_default();
        match occurrences.len() {
            0 if required => self.problem(Some(&group.id), ProblemKind::Required),
            0 if needed => self.problem(Some(&group.id), ProblemKind::TooFew(least)),
            0 => {}
            several if several > most && most == 1 => {
                self.problem(Some(&group.id), ProblemKind::SeveralTimes);
            }
            several if several > most => self.count(&group.id, ProblemKind::TooMany(most)),
            few if few < least => self.count(&group.id, ProblemKind::TooFew(least)),
            _ => {}
        }
        if !occurrences.is_empty() {
            let unchecked = group.unchecked.iter().cloned().map(ProblemKind::Unchecked);
            unchecked.for_each(|kind| self.problem(Some(&group.id), kind));
        }
        let mut one = |view: &mut View, occurrence: &ResponseItem| {
            if !occurrence.answer.is_empty() {
                self.problem(Some(&group.id), ProblemKind::AnswerToNonQuestion);
            }
            let counts =
                |id: &str| !seen_alone || self.instrument.item(&id.into()).is_none_or(|item| !item.hidden);
            if required && !holds_an_answer(&occurrence.item, &counts) {
                self.problem(Some(&group.id), ProblemKind::RequiredGroup);
            }
            self.within(Some(at), &occurrence.item.iter().collect::<Vec<_>>(), view);
        };
        match occurrences {
            [occurrence] => one(view, occurrence),
            several => view.seen_by_each(several, &mut one),
        }
    }

    fn question(&mut self, at: usize, item: &Item, occurrences: &[&ResponseItem], view: &mut View) {
        if occurrences.len() > 1 && !item.repeats {
            self.problem(Some(&item.id), ProblemKind::SeveralTimes);
        }
        if occurrences.iter().any(|item| !item.item.is_empty()) {
            self.problem(Some(&item.id), ProblemKind::MisplacedItems);
        }
        let written: Vec<_> = occurrences.iter().flat_map(|item| &item.answer).collect();
        let mut read = Vec::new();
        for answer in &written {
            match &answer.value {
                None => self.problem(Some(&item.id), ProblemKind::NoValue),
                Some(typed) => match Answer::read(&typed.kind, &typed.value) {
                    None => {
                        self.problem(Some(&item.id), ProblemKind::WrongType(typed.kind.to_ascii_lowercase()));
                    }
                    Some(answer) => read.push(answer),
                },
            }
        }
        // Blank words answer nothing; what has no value or another type is reported as that.
        let missing = read.len() == written.len() && read.iter().all(Answer::is_blank);
        if missing && item.required && self.complete {
            self.problem(Some(&item.id), ProblemKind::Required);
        }
        let silent = read.is_empty() && (!self.complete || !written.is_empty());
        for kind in answers(item, &read).into_iter().filter(|_| !silent) {
            self.count(&item.id, kind);
        }
        for answer in written {
            self.within(Some(at), &answer.item.iter().collect::<Vec<_>>(), view);
        }
    }
}

/// The control characters in the wording and the answers of an item; not in what stands within it.
fn control_characters(item: &ResponseItem) -> Vec<char> {
    fn within(value: &Value, found: &mut Vec<char>) {
        match value {
            Value::String(words) => found.extend(text::control_characters(words)),
            Value::Array(list) => list.iter().for_each(|value| within(value, found)),
            Value::Object(object) => object.iter().for_each(|(_, value)| within(value, found)),
            _ => {}
        }
    }
    let mut found: Vec<char> = item.text.iter().flat_map(|words| text::control_characters(words)).collect();
    let values = item.answer.iter().filter_map(|answer| answer.value.as_ref());
    values.for_each(|typed| within(&typed.value, &mut found));
    found
}
