//! What a parcel says of itself. It tells what is in it and, for records, from which device; nothing in it tells when,
//! or in what order, anything was answered.

use super::hash::is_sha256;
use super::refusal::Refusal;
use crate::survey::json::{self, At};
use serde_json::{Value, json};

/// What a parcel calls itself.
const FORMAT: &str = "hiquality-parcel";

/// The version of its form.
const VERSION: u32 = 1;

/// What a parcel holds, by the name of its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Records of answers.
    Records,
    /// Contact details.
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
    /// What the parcel holds: only records come from somewhere.
    pub fn content(&self) -> Content {
        if self.origin.is_some() { Content::Records } else { Content::ContactDetails }
    }

    /// As text.
    pub(super) fn written(&self) -> String {
        let mut document = json!({
            "format": FORMAT,
            "version": VERSION,
            "content": self.content().folder(),
            "count": self.count,
            "hashes": self.hashes,
            "damaged": self.damaged,
            "check": self.check,
        });
        if let Some(Origin { label, device, number, instrument }) = &self.origin {
            document["label"] = json!(label);
            document["device"] = json!(device);
            document["number"] = json!(number);
            document["instrument"] = json!(instrument);
        }
        document.to_string()
    }

    /// From text.
    pub(super) fn read(text: &str) -> Result<Self, Refusal> {
        let document: Value =
            serde_json::from_str(text).map_err(|error| Refusal::BadManifest(error.to_string()))?;
        if document.get("format").and_then(Value::as_str) != Some(FORMAT) {
            return Err(Refusal::NotAParcel);
        }
        let version = document.get("version").and_then(Value::as_u64).unwrap_or_default();
        if version > VERSION.into() {
            return Err(Refusal::NewerParcel(version));
        }
        json::read(&document, manifest).map_err(|misfits| {
            Refusal::BadManifest(misfits.first().map(ToString::to_string).unwrap_or_default())
        })
    }
}

fn manifest(at: &At) -> Manifest {
    const OF_ALL: [&str; 7] = ["format", "version", "content", "count", "hashes", "damaged", "check"];
    const OF_RECORDS: [&str; 4] = ["label", "device", "number", "instrument"];
    let records = at.needed_text("content") == Content::Records.folder();
    let known = if records { [&OF_ALL[..], &OF_RECORDS].concat() } else { OF_ALL.to_vec() };
    at.only(&known);
    let hashes = |name: &str| {
        at.each(name, |at| {
            let hash = at.value().as_str().filter(|text| is_sha256(text));
            if hash.is_none() {
                at.misfit("a hash of 64 digits");
            }
            hash.unwrap_or_default().to_owned()
        })
    };
    let origin = || Origin {
        label: at.needed_text("label"),
        device: at.needed_text("device"),
        number: at.needed_count("number"),
        instrument: at.needed_text("instrument"),
    };
    Manifest {
        origin: records.then(origin),
        count: at.needed_count("count"),
        hashes: hashes("hashes"),
        damaged: hashes("damaged"),
        check: at.needed_text("check"),
    }
}
