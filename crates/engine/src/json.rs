//! JSON documents as they are written: names in their order, also those that stand twice, and numbers with all their
//! digits. And documents read by hand: every value that is not what it should be is reported with its place, and all of
//! them at once. Derived readers stop at the first, and cost a first visit three times the bytes.

use hifijson::token::{Expect, Lex as _};
use hifijson::{Error, SliceLexer, num::LexWrite as _, str::LexAlloc as _};
use std::cell::RefCell;
use std::fmt::{self, Write as _};

/// How deep a document may be: as deep as `serde_json` takes them.
const DEEPEST: usize = 127;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// Words.
    String(String),
    /// Values, in brackets.
    Array(Vec<Value>),
    /// Names and values, in braces.
    Object(Vec<(String, Value)>),
}

/// Why a text is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable {
    /// Its line, from 1.
    pub line: usize,
    /// How many characters into that line, from 1.
    pub column: usize,
    /// What is wrong there.
    what: &'static str,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self { line, column, what } = self;
        write!(f, "at line {line}, column {column} {what}")
    }
}

impl Value {
    /// Reads a document.
    ///
    /// # Errors
    /// Where it is no JSON, or deeper than 127 levels.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let mut lexer = SliceLexer::new(text.as_bytes());
        let value = lexer.exactly_one(SliceLexer::ws_peek, |next, lexer| value(next, lexer, DEEPEST));
        value.map_err(|error| {
            let read = text.get(..text.len() - lexer.as_slice().len()).unwrap_or(text);
            let line = read.rsplit('\n').next().unwrap_or_default();
            Unreadable {
                line: read.bytes().filter(|byte| *byte == b'\n').count() + 1,
                column: line.chars().count() + 1,
                what: what(&error),
            }
        })
    }

    /// The value of a name. Where it stands twice, the last one counts.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let found = self.as_object()?.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| value)
    }

    /// The words.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(words) = self { Some(words) } else { None }
    }

    /// True or false.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(yes) = self { Some(*yes) } else { None }
    }

    /// The number, as it is written.
    pub fn as_number(&self) -> Option<&str> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }

    /// The whole number.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number()?.parse().ok()
    }

    /// The values in brackets.
    pub fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(list) = self { Some(list) } else { None }
    }

    /// The names and values in braces.
    pub fn as_object(&self) -> Option<&[(String, Self)]> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }
}

/// The value that begins with this byte.
fn value(next: u8, lexer: &mut SliceLexer, depth: usize) -> Result<Value, Error> {
    Ok(match next {
        b'a'..=b'z' => lexer.null_or_bool().ok_or(Expect::Value)?.map_or(Value::Null, Value::Bool),
        b'0'..=b'9' | b'-' => Value::Number(lexer.num_string().validated()?.0.to_owned()),
        b'"' => Value::String(lexer.discarded().str_string()?.into_owned()),
        b'[' => {
            let depth = depth.checked_sub(1).ok_or(Error::Depth)?;
            let mut list = Vec::new();
            lexer.discarded().seq(b']', SliceLexer::ws_peek, |next, lexer| {
                list.push(value(next, lexer, depth)?);
                Ok::<_, Error>(())
            })?;
            Value::Array(list)
        }
        b'{' => {
            let depth = depth.checked_sub(1).ok_or(Error::Depth)?;
            let mut object = Vec::new();
            lexer.discarded().seq(b'}', SliceLexer::ws_peek, |next, lexer| {
                lexer.expect(|_| Some(next), b'"').ok_or(Expect::String)?;
                let name = lexer.str_string()?.into_owned();
                lexer.expect(SliceLexer::ws_peek, b':').ok_or(Expect::Colon)?;
                let next = lexer.ws_peek().ok_or(Expect::Value)?;
                object.push((name, value(next, lexer, depth)?));
                Ok::<_, Error>(())
            })?;
            Value::Object(object)
        }
        _ => return Err(Expect::Value.into()),
    })
}

/// What is wrong where a document can't be read further.
fn what(error: &Error) -> &'static str {
    match error {
        Error::Depth => "it goes deeper than it may",
        Error::Num(_) => "a digit is missing",
        Error::Str(hifijson::str::Error::Eof) => "the text ends within quotes",
        Error::Str(_) => "stands a character that can't stand in quotes so",
        Error::Token(Expect::Value) => "a value is missing",
        Error::Token(Expect::ValueOrEnd) => "a value or the closing bracket is missing",
        Error::Token(Expect::CommaOrEnd) => "a comma or the closing bracket is missing",
        Error::Token(Expect::String) => "a name in quotes is missing",
        Error::Token(Expect::Colon) => "a colon is missing",
        Error::Token(Expect::Eof) => "something stands behind the end",
    }
}

/// As JSON; with `{:#}`, each value on a line of its own.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write_value(self, 0, f)
    }
}

fn write_value(value: &Value, depth: usize, f: &mut fmt::Formatter) -> fmt::Result {
    match value {
        Value::Null => f.write_str("null"),
        Value::Bool(yes) => f.write_str(if *yes { "true" } else { "false" }),
        Value::Number(number) => f.write_str(number),
        Value::String(words) => write_quoted(words, f),
        Value::Array(list) => {
            f.write_char('[')?;
            for (at, value) in list.iter().enumerate() {
                begin_line(at > 0, depth + 1, f)?;
                write_value(value, depth + 1, f)?;
            }
            end_line(list.is_empty(), depth, f)?;
            f.write_char(']')
        }
        Value::Object(object) => {
            f.write_char('{')?;
            for (at, (name, value)) in object.iter().enumerate() {
                begin_line(at > 0, depth + 1, f)?;
                write_quoted(name, f)?;
                f.write_str(if f.alternate() { ": " } else { ":" })?;
                write_value(value, depth + 1, f)?;
            }
            end_line(object.is_empty(), depth, f)?;
            f.write_char('}')
        }
    }
}

fn begin_line(goes_on: bool, depth: usize, f: &mut fmt::Formatter) -> fmt::Result {
    if goes_on {
        f.write_char(',')?;
    }
    end_line(false, depth, f)
}

fn end_line(is_empty: bool, depth: usize, f: &mut fmt::Formatter) -> fmt::Result {
    if is_empty || !f.alternate() {
        return Ok(());
    }
    f.write_char('\n')?;
    (0..depth).try_for_each(|_| f.write_str("  "))
}

/// Writes words, in quotes.
pub(crate) fn write_quoted(words: &str, f: &mut dyn fmt::Write) -> fmt::Result {
    f.write_char('"')?;
    let mut rest = words;
    while let Some(at) = rest.find(|c: char| c < ' ' || c == '"' || c == '\\') {
        f.write_str(&rest[..at])?;
        match rest.as_bytes()[at] {
            b'\n' => f.write_str("\\n"),
            b'\t' => f.write_str("\\t"),
            b'\r' => f.write_str("\\r"),
            0x08 => f.write_str("\\b"),
            0x0c => f.write_str("\\f"),
            sign @ (b'"' | b'\\') => f.write_char('\\').and_then(|()| f.write_char(sign.into())),
            control => {
                let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or('0');
                f.write_str("\\u00")?;
                f.write_char(digit(control >> 4))?;
                f.write_char(digit(control & 15))
            }
        }?;
        rest = &rest[at + 1..];
    }
    f.write_str(rest)?;
    f.write_char('"')
}

/// An object of these names and values.
pub fn object<'a>(fields: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let mut object = Vec::new();
    for (name, value) in fields {
        put(&mut object, name, value);
    }
    Value::Object(object)
}

/// Puts a name with its value into an object, where the alphabet has it: so the same document is always the same text.
pub fn put(object: &mut Vec<(String, Value)>, name: &str, value: Value) {
    let at = object.partition_point(|(known, _)| known.as_str() < name);
    object.insert(at, (name.to_owned(), value));
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl From<&str> for Value {
    fn from(words: &str) -> Self {
        Self::String(words.to_owned())
    }
}

impl From<&String> for Value {
    fn from(words: &String) -> Self {
        words.as_str().into()
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number.to_string())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(there: Option<T>) -> Self {
        there.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Self>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(list: I) -> Self {
        Self::Array(list.into_iter().map(Into::into).collect())
    }
}

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
    let (value, misfits) = read_so_far(document, read);
    if misfits.is_empty() { Ok(value) } else { Err(misfits) }
}

/// What can be read of a document, with nothing in the place of each misfit, and the misfits in the order in which they
/// were come upon.
pub fn read_so_far<T>(document: &Value, read: impl FnOnce(&At) -> T) -> (T, Vec<Misfit>) {
    let misfits = RefCell::new(Vec::new());
    let top = At { value: document, within: None, step: Step::Name(""), misfits: &misfits };
    if document.as_object().is_none() {
        top.misfit("an object, in braces");
    }
    let value = read(&top);
    (value, misfits.into_inner())
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
        let value = self.value.get(name).filter(|value| **value != Value::Null)?;
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
            if at.value.as_str().is_none() {
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
    let (whole, tenths) = value.as_number()?.split_once('.').unwrap_or((value.as_number()?, "0"));
    let tenths = tenths.parse::<u32>().ok().filter(|tenths| *tenths < 10)?;
    whole.parse::<u32>().ok()?.checked_mul(10)?.checked_add(tenths)
}

fn count(value: &Value) -> Option<u32> {
    value.as_number()?.parse().ok()
}
