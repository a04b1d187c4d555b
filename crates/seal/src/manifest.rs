//! What a parcel says of itself. It tells what is in it and, for records, from which device; nothing in it tells when,
//! or in what order, anything was answered.

use super::hash::is_sha256;
use super::quote::quote;
use super::refusal::Refusal;
use crate::device;
use engine::json::{self, At, Value, object};
use engine::plain::{Plain, write_words};
use std::ops::RangeInclusive;

/// What a parcel calls itself.
const FORMAT: &str = "hiquality-parcel";

/// The version of its form. In the first one, `check.age` had the check code itself, whatever the parcel held.
const VERSION: u32 = 2;

/// The most texts in a parcel, damaged ones included.
pub const MOST_TEXTS: usize = 100_000;

/// The greatest number of an export.
pub const LAST_NUMBER: u32 = 1_000_000;

/// How many characters are shown of what can't be read, and of a name that is none.
const SHOWN: usize = 200;

/// What a parcel holds, by the name of its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Records of answers.
    Records,
    /// Contact details, with nothing that says from which device or when.
    ContactDetails,
}

impl Content {
    /// The folder in which the whole texts are.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::ContactDetails => "contact",
        }
    }
}

impl Plain for Content {
    fn write(&self, text: &mut String) {
        write_words(self.folder(), text);
    }

    fn read(value: Value) -> Option<Self> {
        let is_of = |content: &Self| value.as_str() == Some(content.folder());
        [Self::Records, Self::ContactDetails].into_iter().find(is_of)
    }
}

/// Where a parcel of records comes from. A parcel of contact details does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// What the device is called.
    pub label: String,
    /// Its public signing key, in hexadecimal.
    pub device: String,
    /// The number of the export.
    pub number: u32,
    /// The hash of the questionnaire in use.
    pub instrument: String,
}

/// The list of what a parcel holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The version of the parcel's form: 1 or 2.
    pub version: u32,
    /// Where it comes from: nothing for contact details.
    pub origin: Option<Origin>,
    /// How many whole texts there are.
    pub count: u32,
    /// Their names, which are their hashes, sorted.
    pub hashes: Vec<String>,
    /// The names of those that were damaged on the device already, sorted.
    pub damaged: Vec<String>,
    /// The hash of the check code.
    pub check: String,
}

impl Manifest {
    /// The list of these, in the form of today.
    pub(super) fn new(
        origin: Option<Origin>,
        whole: impl IntoIterator<Item = String>,
        damaged: impl IntoIterator<Item = String>,
        check: String,
    ) -> Self {
        let [hashes, damaged]: [Vec<String>; 2] =
            [whole.into_iter().collect(), damaged.into_iter().collect()];
        let count = u32::try_from(hashes.len()).unwrap_or(u32::MAX);
        Self { version: VERSION, origin, count, hashes, damaged, check }
    }

    /// What the parcel holds: only records come from somewhere.
    pub fn content(&self) -> Content {
        if self.origin.is_some() { Content::Records } else { Content::ContactDetails }
    }

    /// As text.
    pub(super) fn written(&self) -> String {
        let of_all = [
            ("format", FORMAT.into()),
            ("version", i64::from(self.version).into()),
            ("content", self.content().folder().into()),
            ("count", i64::from(self.count).into()),
            ("hashes", self.hashes.iter().collect()),
            ("damaged", self.damaged.iter().collect()),
            ("check", self.check.as_str().into()),
        ];
        let of_records = self.origin.iter().flat_map(|Origin { label, device, number, instrument }| {
            [
                ("label", label.into()),
                ("device", device.into()),
                ("number", i64::from(*number).into()),
                ("instrument", instrument.into()),
            ]
        });
        object(of_all.into_iter().chain(of_records)).to_string()
    }

    /// From text.
    pub(super) fn read(text: &str) -> Result<Self, Refusal> {
        let bad = |why: &dyn ToString| Refusal::BadManifest(quote(&why.to_string(), SHOWN));
        let document = Value::read(text).map_err(|error| bad(&error))?;
        if document.get("format").and_then(Value::as_str) != Some(FORMAT) {
            return Err(Refusal::NotAParcel);
        }
        match document.get("version").and_then(Value::as_number).and_then(|number| number.parse::<u64>().ok())
        {
            Some(version) if version > VERSION.into() => return Err(Refusal::NewerParcel(version)),
            _ => {}
        }
        let manifest = json::read(&document, manifest)
            .map_err(|misfits| misfits.first().map_or_else(|| bad(&""), |misfit| bad(misfit)))?;
        match &manifest.origin {
            // What was typed at the device was made plain there.
            Some(Origin { label, .. }) if device::label(label).as_ref() != Ok(label) => {
                Err(Refusal::BadLabel(quote(label, SHOWN)))
            }
            _ => Ok(manifest),
        }
    }
}

fn manifest(at: &At) -> Manifest {
    const OF_ALL: [&str; 7] = ["format", "version", "content", "count", "hashes", "damaged", "check"];
    const OF_RECORDS: [&str; 4] = ["label", "device", "number", "instrument"];
    let content = at.needed_text("content");
    let records = content == Content::Records.folder();
    if !records && content != Content::ContactDetails.folder() {
        misfit(at, "content", "records or contact");
    }
    let known = if records { [&OF_ALL[..], &OF_RECORDS].concat() } else { OF_ALL.to_vec() };
    at.only(&known);
    let hash = |name| {
        let text = at.needed_text(name);
        if !is_sha256(&text) {
            misfit(at, name, HASH);
        }
        text
    };
    let number = |name, range: RangeInclusive<u32>, wanted| {
        let number = at.needed_count(name);
        if !range.contains(&number) {
            misfit(at, name, wanted);
        }
        number
    };
    let hashes = |name: &str| {
        let length = at.get(name).and_then(|list| list.value().as_array().map(<[Value]>::len));
        if length.is_some_and(|length| length > MOST_TEXTS) {
            misfit(at, name, "a list of 100,000 at most");
            return Vec::new();
        }
        let mut hashes = at.each(name, |at| {
            let hash = at.value().as_str().filter(|text| is_sha256(text));
            if hash.is_none() {
                at.misfit(HASH);
            }
            hash.unwrap_or_default().to_owned()
        });
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    };
    let origin = || Origin {
        label: at.needed_text("label"),
        device: hash("device"),
        number: number("number", 1..=LAST_NUMBER, "a whole number from 1 to 1,000,000"),
        instrument: hash("instrument"),
    };
    Manifest {
        version: number("version", 1..=VERSION, "1 or 2"),
        origin: records.then(origin),
        count: number("count", 0..=MOST_TEXTS as u32, "a whole number, 100,000 at most"),
        hashes: hashes("hashes"),
        damaged: hashes("damaged"),
        check: hash("check"),
    }
}

const HASH: &str = "64 digits and letters from a to f";

/// Reports the value of a name.
fn misfit(at: &At, name: &str, wanted: &'static str) {
    if let Some(at) = at.get(name) {
        at.misfit(wanted);
    }
}
