//! Answers against their domains, and a whole response against its instrument: every problem, with its place.

use super::fhir::{QuestionnaireResponse, ResponseItem};
use super::instrument::{Instrument, Item, ItemId, Limits, ResponseDomain, code_of};
use super::response::{Answer, Response, is_date, written_order};
use super::routing::RoutingPath;
use std::cmp::Ordering;
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
            ProblemKind::QuestionnaireStatus(_) | ProblemKind::TextIsOption(_) => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

/// What is wrong with a response.
#[derive(Debug, Clone, PartialEq)]
pub enum ProblemKind {
    /// The document's `resourceType` is not `QuestionnaireResponse`.
    NotAResponse,
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
    /// An answer holds no value.
    NoValue,
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

/// What is wrong with these answers to an item that is asked; whether it must be answered is left to the caller.
pub fn answers(item: &Item, answers: &[Answer]) -> Vec<ProblemKind> {
    if answers.is_empty() {
        return Vec::new();
    }
    let mut problems = Vec::new();
    let most = if item.repeats { item.occurs.max } else { Some(1) };
    if let Some(max) = most.filter(|max| answers.len() > *max) {
        problems.push(ProblemKind::TooMany(max));
    }
    if let Some(min) = item.occurs.min.filter(|min| answers.len() < *min) {
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
    if count == 0 { Some(ProblemKind::NoValue) } else { short.or_else(long) }
}

/// Everything wrong with a response, in the order of the questionnaire. `required` and the least number of answers
/// bind responses that say they are complete.
pub fn document(instrument: &Instrument, document: &QuestionnaireResponse) -> Vec<Problem> {
    let status = document.status.as_deref();
    let mut check =
        Check { instrument, complete: matches!(status, Some("completed" | "amended")), problems: Vec::new() };
    if document.resource_type.as_deref() != Some("QuestionnaireResponse") {
        check.problem(None, ProblemKind::NotAResponse);
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
    let response = flattened(&document.item);
    let path = RoutingPath::of(instrument, &response);
    check.within(None, &document.item.iter().collect::<Vec<_>>(), &path);
    check.problems
}

/// Positions of all items that are asked given a response, for each occurrence of repeated groups; in document order.
pub fn asked(instrument: &Instrument, document: &QuestionnaireResponse) -> Vec<usize> {
    let mut asked = vec![false; instrument.items().len()];
    let mut merge = |response: &Response| {
        let path = RoutingPath::of(instrument, response);
        asked.iter_mut().enumerate().for_each(|(at, asked)| *asked |= path.asks(at));
    };
    let response = flattened(&document.item);
    let occurrences = scopes(&document.item, &response);
    if occurrences.is_empty() {
        merge(&response);
    } else {
        occurrences.iter().for_each(merge);
    }
    (0..asked.len()).filter(|at| asked[*at]).collect()
}

/// Every answer in these items and within them, whatever their place.
fn flattened(items: &[ResponseItem]) -> Response {
    fn collect(items: &[ResponseItem], into: &mut Response) {
        for item in items {
            let answers: Vec<Answer> =
                item.answer.iter().filter_map(|answer| Answer::read_from(answer.value.as_ref())).collect();
            if let (Some(id), false) = (&item.link_id, answers.is_empty()) {
                let id = ItemId::from(id.as_str());
                let all = into.said(&id).iter().cloned().chain(answers).collect();
                *into = std::mem::take(into).with(id, all);
            }
            collect(&item.item, into);
            item.answer.iter().for_each(|answer| collect(&answer.item, into));
        }
    }
    let mut response = Response::default();
    collect(items, &mut response);
    response
}

/// The response as one occurrence of a repeated group sees it: its own answers where it has such items, otherwise
/// everyone's. FHIR looks for the nearest occurrence of a source.
fn seen_from(occurrence: &ResponseItem, all: &[&ResponseItem], response: &Response) -> Response {
    let own = flattened(std::slice::from_ref(occurrence));
    let others = all.iter().flat_map(|other| {
        let answers = flattened(std::slice::from_ref(*other));
        answers.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>()
    });
    let without = others.fold(response.clone(), |response, id| response.with(id, Vec::new()));
    own.iter().fold(without, |response, (id, answers)| response.with(id.clone(), answers.to_vec()))
}

/// One response for each innermost occurrence of a repeated group; none where no group is repeated.
fn scopes(items: &[ResponseItem], response: &Response) -> Vec<Response> {
    let mut scopes = Vec::new();
    for item in items {
        let same: Vec<&ResponseItem> = items.iter().filter(|other| other.link_id == item.link_id).collect();
        let repeated = same.len() > 1 && item.answer.is_empty();
        let seen = if repeated { seen_from(item, &same, response) } else { response.clone() };
        let within: Vec<ResponseItem> =
            item.item.iter().chain(item.answer.iter().flat_map(|answer| &answer.item)).cloned().collect();
        let inner = self::scopes(&within, &seen);
        if inner.is_empty() && repeated { scopes.push(seen) } else { scopes.extend(inner) }
    }
    scopes
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

    /// Checks what stands within an item (or at the top) as its occurrence sees the response.
    fn within(&mut self, parent: Option<usize>, siblings: &[&ResponseItem], path: &RoutingPath) {
        self.places(parent, siblings);
        for (at, item) in self.instrument.within(parent) {
            let here = |other: &&&ResponseItem| other.link_id.as_deref() == Some(item.id.as_str());
            let occurrences: Vec<&ResponseItem> = siblings.iter().filter(here).copied().collect();
            let has_content = |item: &ResponseItem| !item.answer.is_empty() || !item.item.is_empty();
            if !path.asks(at) {
                if occurrences.iter().any(|item| has_content(item)) {
                    self.problem(Some(&item.id), ProblemKind::NotAsked);
                }
                continue;
            }
            match item.domain {
                ResponseDomain::Group => self.group(at, item, &occurrences, path),
                ResponseDomain::Display => {
                    if occurrences.iter().any(|item| !item.answer.is_empty()) {
                        self.problem(Some(&item.id), ProblemKind::AnswerToNonQuestion);
                    }
                    if occurrences.iter().any(|item| !item.item.is_empty()) {
                        self.problem(Some(&item.id), ProblemKind::MisplacedItems);
                    }
                }
                _ => self.question(at, item, &occurrences, path),
            }
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

    fn group(&mut self, at: usize, group: &Item, occurrences: &[&ResponseItem], path: &RoutingPath) {
        // Where nothing in it is asked, nothing in it can be answered.
        let required = group.required && self.complete && path.questions_within(at).next().is_some();
        let most = if group.repeats { group.occurs.max.unwrap_or(usize::MAX) } else { 1 };
        match occurrences.len() {
            0 if required => self.problem(Some(&group.id), ProblemKind::Required),
            0 => {}
            several if several > most && most == 1 => {
                self.problem(Some(&group.id), ProblemKind::SeveralTimes);
            }
            several if several > most => self.problem(Some(&group.id), ProblemKind::TooMany(most)),
            few => {
                if let Some(min) = group.occurs.min.filter(|min| self.complete && few < *min) {
                    self.problem(Some(&group.id), ProblemKind::TooFew(min));
                }
            }
        }
        if !occurrences.is_empty() {
            let unchecked = group.unchecked.iter().cloned().map(ProblemKind::Unchecked);
            unchecked.for_each(|kind| self.problem(Some(&group.id), kind));
        }
        for occurrence in occurrences {
            if !occurrence.answer.is_empty() {
                self.problem(Some(&group.id), ProblemKind::AnswerToNonQuestion);
            }
            if required && flattened(&occurrence.item).is_empty() {
                self.problem(Some(&group.id), ProblemKind::RequiredGroup);
            }
            let within: Vec<&ResponseItem> = occurrence.item.iter().collect();
            if occurrences.len() > 1 {
                let seen = seen_from(occurrence, occurrences, path.response());
                self.within(Some(at), &within, &RoutingPath::of(self.instrument, &seen));
            } else {
                self.within(Some(at), &within, path);
            }
        }
    }

    fn question(&mut self, at: usize, item: &Item, occurrences: &[&ResponseItem], path: &RoutingPath) {
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
        if written.is_empty() && item.required && self.complete {
            self.problem(Some(&item.id), ProblemKind::Required);
        }
        for kind in answers(item, &read) {
            let too_few_yet = matches!(kind, ProblemKind::TooFew(_)) && !self.complete;
            if !too_few_yet {
                self.problem(Some(&item.id), kind);
            }
        }
        for answer in written {
            self.within(Some(at), &answer.item.iter().collect::<Vec<_>>(), path);
        }
    }
}
