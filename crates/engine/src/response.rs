//! What was said: answers by item, and nothing that can be derived from them.

use super::decimal::Decimal;
use super::fhir::Typed;
use super::id::ItemId;
use super::json::{Value, put};
use super::text;
use std::cmp::Ordering;
use std::collections::HashMap;

/// A code in a code system, with the words it stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coding {
    /// The code system's address.
    pub system: Option<String>,
    /// The code, unique within its system.
    pub code: Option<String>,
    /// The words people read. Two codings with a code are the same whatever their words.
    pub display: Option<String>,
}

impl Coding {
    /// Whether both mean the same: the same code in the same system or, where neither has a code, the same words.
    pub fn same(&self, other: &Self) -> bool {
        match (&self.code, &other.code) {
            (Some(one), Some(two)) => one == two && self.system == other.system,
            (None, None) => self.display.is_some() && self.display == other.display,
            _ => false,
        }
    }
}

/// One answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Yes or no.
    Boolean(bool),
    /// A whole number, within FHIR's 32 bits.
    Integer(i32),
    /// A number.
    Decimal(Decimal),
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    Date(String),
    /// Words.
    String(String),
    /// An option.
    Coding(Coding),
    /// A value of a type that this project never asks for; a response from elsewhere may hold one.
    Foreign(Typed),
}

impl Answer {
    /// Reads `value[x]`, given the name behind `value` or `answer`; `None` where the value is not of that type.
    pub fn read(kind: &str, value: &Value) -> Option<Self> {
        let text = || value.as_str().map(str::to_owned);
        Some(match kind {
            "Boolean" => Self::Boolean(value.as_bool()?),
            "Integer" => Self::Integer(value.as_i64()?.try_into().ok()?),
            "Decimal" => Self::Decimal(decimal(value)?),
            "Date" => Self::Date(text().filter(|written| is_date(written))?),
            "String" => Self::String(text()?),
            "Coding" => {
                let part = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
                value.as_object()?;
                Self::Coding(Coding { system: part("system"), code: part("code"), display: part("display") })
            }
            _ => {
                let fits = match kind {
                    "DateTime" | "Time" | "Uri" => value.as_str().is_some(),
                    "Attachment" | "Quantity" | "Reference" => value.as_object().is_some(),
                    _ => true,
                };
                Self::Foreign(fits.then(|| Typed { kind: kind.to_owned(), value: value.clone() })?)
            }
        })
    }

    /// Reads a typed value, if there is one; `None` too where it is not of its type.
    pub fn read_from(typed: Option<&Typed>) -> Option<Self> {
        typed.and_then(|typed| Self::read(&typed.kind, &typed.value))
    }

    /// The answer as FHIR writes it, without `value` before its name: `("Integer", 7)`.
    pub fn written(&self) -> (&str, Value) {
        match self {
            Self::Boolean(yes) => ("Boolean", (*yes).into()),
            Self::Integer(number) => ("Integer", i64::from(*number).into()),
            Self::Decimal(number) => ("Decimal", Value::Number(number.to_string())),
            Self::Date(date) => ("Date", date.into()),
            Self::String(text) => ("String", text.into()),
            Self::Coding(Coding { system, code, display }) => {
                let parts = [("system", system), ("code", code), ("display", display)];
                let mut object = Vec::new();
                for (name, part) in parts {
                    part.iter().for_each(|part| put(&mut object, name, part.into()));
                }
                ("Coding", Value::Object(object))
            }
            Self::Foreign(Typed { kind, value }) => (kind, value.clone()),
        }
    }

    /// FHIR's name of the answer's type.
    pub fn kind(&self) -> &str {
        match self {
            Self::Boolean(_) => "Boolean",
            Self::Integer(_) => "Integer",
            Self::Decimal(_) => "Decimal",
            Self::Date(_) => "Date",
            Self::String(_) => "String",
            Self::Coding(_) => "Coding",
            Self::Foreign(foreign) => &foreign.kind,
        }
    }

    /// The words of the answer, as a person would read them.
    pub fn words(&self) -> String {
        match self {
            Self::Boolean(true) => "Yes".to_owned(),
            Self::Boolean(false) => "No".to_owned(),
            Self::Integer(number) => number.to_string(),
            Self::Decimal(number) => number.to_string(),
            Self::Date(text) | Self::String(text) => text.clone(),
            Self::Coding(coding) => {
                coding.display.clone().or_else(|| coding.code.clone()).unwrap_or_default()
            }
            Self::Foreign(foreign) => foreign.value.to_string(),
        }
    }

    /// Whether both say the same; whole and decimal numbers are compared as numbers.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Coding(one), Self::Coding(two)) => one.same(two),
            (Self::Boolean(one), Self::Boolean(two)) => one == two,
            (Self::String(one), Self::String(two)) => one == two,
            (Self::Foreign(one), Self::Foreign(two))
                if one.kind == "Reference" && two.kind == "Reference" =>
            {
                one.value.get("reference").is_some()
                    && one.value.get("reference") == two.value.get("reference")
            }
            _ => self.ordering(other) == Some(Ordering::Equal) || self == other,
        }
    }

    /// What is the same for two options that [say the same](Self::same): an id, so that the page has one kind of set.
    pub(super) fn sameness(&self) -> ItemId {
        let plain = match self {
            Self::Coding(Coding { system, code: Some(code), .. }) => {
                let (system, code) = (system.clone(), Some(code.clone()));
                Some(Self::Coding(Coding { system, code, display: None }))
            }
            Self::Coding(coding) => Some(Self::Coding(Coding { system: None, ..coding.clone() })),
            _ => None,
        };
        let (kind, value) = plain.as_ref().unwrap_or(self).written();
        format!("{kind} {value}").into()
    }

    /// Which is greater; `None` where the two can't be ordered: words, codes, times of unlike precision.
    pub fn ordering(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Date(one), Self::Date(two)) => written_order(one, two),
            (Self::Foreign(one), Self::Foreign(two)) if one.kind == two.kind => match one.kind.as_str() {
                "Quantity" => {
                    let unit =
                        |of: &Value| (of.get("system").cloned(), of.get("code").or(of.get("unit")).cloned());
                    let amount = |of: &Value| of.get("value").and_then(decimal);
                    (unit(&one.value) == unit(&two.value)).then_some(())?;
                    amount(&one.value)?.partial_cmp(&amount(&two.value)?)
                }
                "DateTime" | "Time" => {
                    let (one, here) = without_zone(one.value.as_str()?);
                    let (two, there) = without_zone(two.value.as_str()?);
                    // Clocks of two time zones are not set against each other here; a date has none.
                    let zones = here != there && !here.is_empty() && !there.is_empty();
                    if zones { None } else { written_order(one, two) }
                }
                _ => None,
            },
            _ => self.number()?.partial_cmp(&other.number()?),
        }
    }

    /// Whether it is words that say nothing.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::String(words) if text::is_blank(words))
    }

    /// The number, whole or not, where it is one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Integer(number) => Some(Decimal::from(*number)),
            Self::Decimal(number) => Some(number.clone()),
            _ => None,
        }
    }
}

fn decimal(value: &Value) -> Option<Decimal> {
    value.as_number().and_then(Decimal::read)
}

/// Dates and times order as they are written where both are given to the same precision; a year says nothing
/// about a day within it.
pub fn written_order(one: &str, two: &str) -> Option<Ordering> {
    let shorter = one.len().min(two.len());
    let (head, other) = (one.get(..shorter)?, two.get(..shorter)?);
    match head.cmp(other) {
        Ordering::Equal if one.len() != two.len() => None,
        decided => Some(decided),
    }
}

/// A time, and its time zone: `Z`, `+01:00` or nothing.
fn without_zone(time: &str) -> (&str, &str) {
    let clock = time.find('T').unwrap_or(time.len());
    let zone = time[clock..].find(['Z', '+', '-']).map_or(time.len(), |zone| clock + zone);
    time.split_at(zone)
}

/// Whether the text is a FHIR date of a day that the calendar has: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
pub fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str, length: usize| -> Option<u32> {
        (part.len() == length && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let valid = || -> Option<bool> {
        let year = digits(parts.first()?, 4)?;
        let Some(month) = parts.get(1) else { return Some(parts.len() == 1) };
        let month = digits(month, 2)?;
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1..=12 => 31,
            _ => return Some(false),
        };
        let Some(day) = parts.get(2) else { return Some(parts.len() == 2) };
        Some(parts.len() == 3 && (1..=days).contains(&digits(day, 2)?))
    };
    valid().unwrap_or(false)
}

/// A respondent's answers by item. An item that is absent was not answered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Response {
    /// Blank words stand last, so that what counts is a slice.
    answers: HashMap<ItemId, Vec<Answer>>,
}

impl Response {
    /// What was said to this item, on the routing path or not, with words that are still blank.
    pub fn stored(&self, item: &ItemId) -> &[Answer] {
        self.answers.get(item).map_or(&[], Vec::as_slice)
    }

    /// What was said to this item, without blank words: these are no answer.
    pub(super) fn counted(&self, item: &ItemId) -> &[Answer] {
        let said = self.stored(item);
        let blank = said.iter().rev().take_while(|answer| answer.is_blank()).count();
        &said[..said.len() - blank]
    }

    /// The same response with this item answered so; no answers means not answered.
    #[must_use]
    pub fn with(mut self, item: ItemId, answers: Vec<Answer>) -> Self {
        self.put(item, answers);
        self
    }

    /// Puts these answers in the place of those that the item had, and gives those back.
    pub(super) fn put(&mut self, item: ItemId, mut answers: Vec<Answer>) -> Vec<Answer> {
        answers.sort_by_key(Answer::is_blank);
        let before = match answers.is_empty() {
            true => self.answers.remove(&item),
            false => self.answers.insert(item, answers),
        };
        before.unwrap_or_default()
    }

    /// Every item that was answered, in the order of ids.
    pub fn iter(&self) -> impl Iterator<Item = (&ItemId, &[Answer])> {
        let mut all: Vec<_> = self.answers.iter().map(|(id, answers)| (id, answers.as_slice())).collect();
        all.sort_unstable_by_key(|(id, _)| *id);
        all.into_iter()
    }

    /// Every item that was answered, in no order.
    pub(super) fn ids(&self) -> impl Iterator<Item = &ItemId> {
        self.answers.keys()
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }
}

impl FromIterator<(ItemId, Vec<Answer>)> for Response {
    fn from_iter<T: IntoIterator<Item = (ItemId, Vec<Answer>)>>(answers: T) -> Self {
        answers.into_iter().fold(Self::default(), |response, (item, said)| response.with(item, said))
    }
}

impl IntoIterator for Response {
    type Item = (ItemId, Vec<Answer>);
    type IntoIter = std::collections::hash_map::IntoIter<ItemId, Vec<Answer>>;

    /// Every item that was answered, in no order.
    fn into_iter(self) -> Self::IntoIter {
        self.answers.into_iter()
    }
}
