//! What a device of the organiser's knows of itself: its part in an event, and what it has handed over. Nothing of
//! it is about a respondent, and none of it leaves the device but its name. Pure: who keeps it hands over its text.

use engine::json::Value;
use engine::plain;
use engine::plain::Plain;
use std::ops::RangeInclusive;

/// The database of a device, and its only store.
pub const DATABASE: &str = "hiquality-device";
/// The store in it.
pub const STORE: &str = "device";

/// The names of the texts in the store.
pub mod name {
    /// The [`super::EventMode`] that is going on.
    pub const EVENT: &str = "event";
    /// The PIN, protected.
    pub const PIN: &str = "pin";
    /// The [`super::Attempts`] at the PIN.
    pub const ATTEMPTS: &str = "attempts";
    /// The page that gathers figures, by a name that it gave itself. A page that is loaded later gathers none, until
    /// the PIN was entered: people who could begin figures anew at will could tell from them what others said.
    pub const FIGURES: &str = "figures";
    /// What the device is called.
    pub const LABEL: &str = "label";
    /// The key it signs with.
    pub const SIGNING_KEY: &str = "signing-key";
    /// The list of [`super::Export`]s. One that was confirmed stays without its names, so that its code is known
    /// when it is entered again.
    pub const EXPORTS: &str = "exports";
    /// The number of the last export.
    pub const NUMBER: &str = "number";
    /// The [`super::Day`] since when a record waits.
    pub const OLDEST: &str = "oldest";
    /// The public keys for which a test record was sealed and opened.
    pub const DRILLED: &str = "drilled";
}

/// An event that is going on at this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventMode {
    /// What the device is called.
    pub label: String,
    /// Whether people are shown what was gathered on it.
    pub snapshot: bool,
}

plain!(EventMode { label, snapshot });

/// A day: whole days since 1 January 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i64);

impl Day {
    /// The day of a moment in milliseconds since 1970, as browsers count.
    pub fn of(milliseconds: f64) -> Self {
        Self((milliseconds / 86_400_000.0) as i64)
    }

    /// How many days ago this was. A clock that was set back makes it today.
    pub fn age(self, today: Self) -> i64 {
        (today.0 - self.0).max(0)
    }
}

impl Plain for Day {
    fn write(&self, text: &mut String) {
        self.0.write(text);
    }

    fn read(value: Value) -> Option<Self> {
        i64::read(value).map(Self)
    }
}

/// A parcel that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Whether it holds contact details; otherwise records.
    pub contact: bool,
    /// Its number; 0 for contact details.
    pub number: u32,
    /// The hash of its check code, which covers everything that it holds.
    pub check_hash: String,
    /// How many texts it holds, damaged ones included: the desk counts as many. 0 in what was written before this was.
    pub count: usize,
    /// The names of what it holds and is deleted once it is confirmed.
    pub names: Vec<String>,
    /// The names of what it holds as it is, because it was damaged.
    pub damaged: Vec<String>,
    /// Whether the desk confirmed it.
    pub confirmed: bool,
    /// When it was made: what still waits after it is confirmed has come since.
    pub day: Day,
}

plain!(Export { contact, number, check_hash, names, day; count, damaged, confirmed });

/// The export with this check code.
pub fn export_with<'a>(exports: &'a [Export], check_hash: &str) -> Option<&'a Export> {
    exports.iter().find(|export| export.check_hash == check_hash)
}

/// The exports once the one with this check code is confirmed: what it held is gone, and its code stays known.
pub fn confirmed(exports: &[Export], check_hash: &str) -> Vec<Export> {
    let mut exports = exports.to_vec();
    for export in exports.iter_mut().filter(|export| export.check_hash == check_hash) {
        export.names.clear();
        export.confirmed = true;
    }
    exports
}

/// What a parcel of records is called as a file. Two exports, of one device or of two, never have the same name.
pub fn parcel_name(label: &str, number: u32) -> String {
    format!("hiquality-{}-{number}.zip", label.replace(' ', "-"))
}

/// Why something can't be a device's name or a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// There is nothing.
    Missing,
    /// It is too short or too long.
    Length,
    /// It has other characters than it may.
    Characters,
    /// It is among the first that anyone would try.
    Guessable,
}

/// The most characters that the name of a device has.
pub const LONGEST_LABEL: usize = 30;

/// What a device is to be called, as someone typed it. It stands in file names, so it takes plain characters only.
///
/// # Errors
/// Why it can't be called so.
pub fn label(typed: &str) -> Result<String, Unfit> {
    let label = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    match label.as_str() {
        "" => Err(Unfit::Missing),
        _ if !label.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ' ')) => {
            Err(Unfit::Characters)
        }
        _ if label.len() > LONGEST_LABEL => Err(Unfit::Length),
        _ => Ok(label),
    }
}

/// How many digits a PIN has.
pub const PIN_DIGITS: RangeInclusive<usize> = 6..=12;

/// A new PIN, as someone typed it: [`PIN_DIGITS`], which are not among the first that anyone would try.
///
/// # Errors
/// Why it can't be one.
pub fn pin(typed: &str) -> Result<&str, Unfit> {
    let pin = typed.trim();
    match pin.len() {
        0 => Err(Unfit::Missing),
        _ if !pin.bytes().all(|byte| byte.is_ascii_digit()) => Err(Unfit::Characters),
        count if !PIN_DIGITS.contains(&count) => Err(Unfit::Length),
        _ if is_guessable(pin.as_bytes()) => Err(Unfit::Guessable),
        _ => Ok(pin),
    }
}

/// Whether digits are no more than two, like 000000 and 100001; repeat themselves, like 123123; go up or down evenly, each
/// once or several times, like 123456 and 112233; or do so in both halves, like 123321 and 147258.
fn is_guessable(digits: &[u8]) -> bool {
    let different = (b'0'..=b'9').filter(|digit| digits.contains(digit)).count();
    let repeats = |period| digits.iter().zip(digits.iter().skip(period)).all(|(one, other)| one == other);
    let mut without_doubles = digits.to_vec();
    without_doubles.dedup();
    let (first, second) = digits.split_at(digits.len() / 2);
    let halves_are_even = is_even(first) && is_even(second);
    different < 3 || (1..=first.len()).any(repeats) || is_even(&without_doubles) || halves_are_even
}

/// Whether digits go up or down by the same step. The step from 9 to 0 is as short as any, as on a keyboard.
fn is_even(digits: &[u8]) -> bool {
    let step = |(one, next): (&u8, &u8)| match (one, next) {
        (b'9', b'0') => 1,
        (b'0', b'9') => -1,
        (one, next) => i16::from(*next) - i16::from(*one),
    };
    let mut steps = digits.iter().zip(digits.iter().skip(1)).map(step);
    let first = steps.next();
    steps.all(|step| Some(step) == first)
}

/// Attempts at the PIN that failed, and the wait that they cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attempts {
    /// How many in a row.
    pub failed: u32,
    /// For how many seconds the next has to wait still. They are counted while the page is open, and no clock is asked:
    /// to set one, or to load the page again, shortens nothing.
    pub wait: u32,
}

plain!(Attempts { failed; wait });

impl Attempts {
    /// How many can fail before the next has to wait.
    pub const FREE: u32 = 3;
    /// Every how many seconds the wait is noted: so many at most have to be waited again after the page was closed.
    const NOTED: u32 = 10;

    /// Whether the last one that failed had the next one wait.
    pub fn cost_a_wait(self) -> bool {
        self.failed >= Self::FREE
    }

    /// One more that failed, and the next has to wait: half a minute after the third failure, twice as long after each
    /// further one, an hour at most. It is kept as failed before it is tried, so that closing the page undoes nothing.
    #[must_use]
    pub fn and_another(self) -> Self {
        let failed = self.failed.saturating_add(1);
        let wait = failed.checked_sub(Self::FREE).map_or(0, |further| (30 << further.min(7)).min(3_600));
        Self { failed, wait }
    }

    /// The same once a second has been waited.
    #[must_use]
    pub fn after_a_second(self) -> Self {
        Self { wait: self.wait.saturating_sub(1), ..self }
    }

    /// Whether the wait is to be noted now.
    pub fn is_to_be_noted(self) -> bool {
        self.wait.is_multiple_of(Self::NOTED)
    }
}
