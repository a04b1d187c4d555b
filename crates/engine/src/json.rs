//! JSON documents read by hand: every value that is not what it should be is reported with its place, and all of
//! them at once. Derived readers stop at the first, and cost a first visit three times the bytes.

use serde_json::Value;
use std::cell::RefCell;
use std::fmt;

/// A value that is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Where: `item[3].required`.
    pub place: String,
    /// What should be there: `true or false`.
    pub wanted: &'static str,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let place = if self.place.is_empty() { "The document" } else { &self.place };
        write!(f, "{place}: this should be {}.", self.wanted)
    }
}

/// A value in a document, with its place.
#[derive(Debug)]
pub struct At<'a> {
    value: &'a Value,
    within: Option<&'a At<'a>>,
    step: Step<'a>,
    misfits: &'a RefCell<Vec<Misfit>>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Name(&'a str),
    Number(usize),
}

/// Reads a whole document.
///
/// # Errors
/// Every misfit, in the order in which they were come upon.
pub fn read<T>(document: &Value, read: impl FnOnce(&At) -> T) -> Result<T, Vec<Misfit>> {
    let misfits = RefCell::new(Vec::new());
    let top = At { value: document, within: None, step: Step::Name(""), misfits: &misfits };
    if !document.is_object() {
        top.misfit("an object, in braces");
    }
    let value = read(&top);
    let misfits = misfits.into_inner();
    if misfits.is_empty() { Ok(value) } else { Err(misfits) }
}

impl<'a> At<'a> {
    /// The value.
    pub fn value(&self) -> &'a Value {
        self.value
    }

    /// Reports that the value is not this.
    pub fn misfit(&self, wanted: &'static str) {
        self.misfits.borrow_mut().push(Misfit { place: self.place(), wanted });
    }

    fn place(&self) -> String {
        let outer = self.within.map(At::place).unwrap_or_default();
        match self.step {
            Step::Name(name) if outer.is_empty() => name.to_owned(),
            Step::Name(name) => format!("{outer}.{name}"),
            Step::Number(number) => format!("{outer}[{number}]"),
        }
    }

    fn step(&'a self, value: &'a Value, step: Step<'a>) -> Self {
        Self { value, within: Some(self), step, misfits: self.misfits }
    }

    /// The value of a name, where it has one.
    pub fn get(&'a self, name: &'a str) -> Option<Self> {
        let value = self.value.get(name).filter(|value| !value.is_null())?;
        Some(self.step(value, Step::Name(name)))
    }

    /// The value of a name, read so; reports one that can't be.
    fn optional<T>(&self, name: &str, wanted: &'static str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let at = self.get(name)?;
        let value = read(at.value);
        if value.is_none() {
            at.misfit(wanted);
        }
        value
    }

    /// The value of a name, read so; reports one that can't be or is missing.
    fn needed<T: Default>(&self, name: &str, wanted: &'static str, read: impl Fn(&Value) -> Option<T>) -> T {
        if self.get(name).is_none() {
            self.step(self.value, Step::Name(name)).misfit(wanted);
        }
        self.optional(name, wanted, read).unwrap_or_default()
    }

    /// A text, if there.
    pub fn text(&self, name: &str) -> Option<String> {
        self.optional(name, TEXT, text)
    }

    /// A text that must be there.
    pub fn needed_text(&self, name: &str) -> String {
        self.needed(name, TEXT, text)
    }

    /// True or false; false where there is nothing.
    pub fn flag(&self, name: &str) -> bool {
        self.optional(name, FLAG, Value::as_bool).unwrap_or_default()
    }

    /// True or false that must be there.
    pub fn needed_flag(&self, name: &str) -> bool {
        self.needed(name, FLAG, Value::as_bool)
    }

    /// A whole number, if there.
    pub fn whole(&self, name: &str) -> Option<i64> {
        self.optional(name, WHOLE, Value::as_i64)
    }

    /// A whole number from 0 that must be there.
    pub fn needed_count(&self, name: &str) -> u32 {
        self.needed(name, COUNT, count)
    }

    /// A whole number from 0, if there.
    pub fn count(&self, name: &str) -> Option<u32> {
        self.optional(name, COUNT, count)
    }

    /// A number from 0 with one decimal at most, that must be there; in tenths.
    pub fn needed_tenths(&self, name: &str) -> u32 {
        self.needed(name, "a number, 0 or more, with one decimal at most", tenths)
    }

    /// Each value of a list, read so; nothing where there is no list.
    pub fn each<T>(&self, name: &str, read: impl Fn(&At) -> T) -> Vec<T> {
        let Some(at) = self.get(name) else { return Vec::new() };
        let Some(list) = at.value.as_array() else {
            at.misfit("a list, in brackets");
            return Vec::new();
        };
        list.iter().enumerate().map(|(number, value)| read(&at.step(value, Step::Number(number)))).collect()
    }

    /// Each text of a list.
    pub fn texts(&self, name: &str) -> Vec<String> {
        self.each(name, |at| {
            if !at.value.is_string() {
                at.misfit(TEXT);
            }
            text(at.value).unwrap_or_default()
        })
    }

    /// Reports names that nobody reads: someone meant something by them that will not happen.
    pub fn only(&self, names: &[&str]) {
        let Some(object) = self.value.as_object() else { return self.misfit("an object, in braces") };
        for (name, value) in object.iter().filter(|(name, _)| !names.contains(&name.as_str())) {
            self.step(value, Step::Name(name)).misfit(UNKNOWN);
        }
    }
}

/// What a name that nobody reads should be.
pub const UNKNOWN: &str = "left out, or its name corrected: it is none that is known here";

const TEXT: &str = "a text, in quotes";
const FLAG: &str = "true or false";
const WHOLE: &str = "a whole number";
const COUNT: &str = "a whole number, 0 or more";

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn tenths(value: &Value) -> Option<u32> {
    let written = value.as_number()?.to_string();
    let (whole, tenths) = written.split_once('.').unwrap_or((&written, "0"));
    let tenths = tenths.parse::<u32>().ok().filter(|tenths| *tenths < 10)?;
    whole.parse::<u32>().ok()?.checked_mul(10)?.checked_add(tenths)
}

fn count(value: &Value) -> Option<u32> {
    value.as_u64()?.try_into().ok()
}
