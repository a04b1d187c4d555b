//! What a device of the organiser's knows of itself: its part in an event, and what it has handed over. Nothing of
//! it is about a respondent, and none of it leaves the device but its name. Pure: who keeps it hands over its text.

use serde::{Deserialize, Serialize};

/// The database of a device, and its only store.
pub const DATABASE: &str = "hiquality-device";
/// The store in it.
pub const STORE: &str = "device";

/// The names of the texts in the store.
pub mod name {
    /// The [`super::Event`] that is going on.
    pub const EVENT: &str = "event";
    /// The PIN, protected.
    pub const PIN: &str = "pin";
    /// The [`super::Attempts`] at the PIN.
    pub const ATTEMPTS: &str = "attempts";
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What the device is called.
    pub label: String,
    /// Whether people are shown what was gathered on it.
    pub snapshot: bool,
}

/// A day: whole days since 1 January 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

/// A parcel that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// Whether it holds contact details; otherwise records.
    pub contact: bool,
    /// Its number; 0 for contact details.
    pub number: u32,
    /// The hash of its check code.
    pub check_hash: String,
    /// The names of what it holds and is deleted once it is confirmed.
    pub names: Vec<String>,
    /// The names of what it holds as it is, because it was damaged.
    #[serde(default)]
    pub damaged: Vec<String>,
    /// Whether the desk confirmed it.
    #[serde(default)]
    pub confirmed: bool,
    /// When it was made: what still waits after it is confirmed has come since.
    pub day: Day,
}

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

/// A new PIN, as someone typed it: 6 to 12 digits.
///
/// # Errors
/// Why it can't be one.
pub fn pin(typed: &str) -> Result<&str, Unfit> {
    let pin = typed.trim();
    match pin.len() {
        0 => Err(Unfit::Missing),
        _ if !pin.bytes().all(|byte| byte.is_ascii_digit()) => Err(Unfit::Characters),
        6..=12 => Ok(pin),
        _ => Err(Unfit::Length),
    }
}

/// Attempts at the PIN that failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    /// How many in a row.
    pub failed: u32,
    /// When the last one was, in seconds since 1970.
    pub last: i64,
}

impl Attempts {
    /// How many can fail before the next has to wait.
    const FREE: u32 = 3;

    /// How many seconds the next attempt has to wait: half a minute after the third failure, twice as long after
    /// each further one, an hour at most. A clock that was set back makes nobody wait longer than that.
    pub fn wait(self, now: i64) -> i64 {
        if self.failed < Self::FREE {
            return 0;
        }
        let whole = (30_i64 << (self.failed - Self::FREE).min(7)).min(3_600);
        (self.last + whole - now).clamp(0, whole)
    }

    /// One more that failed. It is kept as failed before it is tried, so that closing the page undoes nothing.
    #[must_use]
    pub fn and_another(self, now: i64) -> Self {
        Self { failed: self.failed.saturating_add(1), last: now }
    }
}
