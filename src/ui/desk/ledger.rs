//! What the desk knows of the devices that handed something over: which of their exports it has seen.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A device, as its exports say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// What it was called last.
    pub label: String,
    /// The numbers of its exports that were opened.
    pub numbers: BTreeSet<u32>,
}

impl Device {
    /// As text.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The numbers of exports before the last that were not opened here.
    pub fn missing(&self) -> Vec<u32> {
        let last = self.numbers.last().copied().unwrap_or_default();
        (1..last).filter(|number| !self.numbers.contains(number)).collect()
    }
}

/// The devices, each by the key that it signs with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger(BTreeMap<String, Device>);

impl Ledger {
    /// Reads what was kept: each device's text under its key. What can't be read is left out.
    pub fn read(kept: &[(String, String)]) -> Self {
        let read = |(key, text): &(String, String)| Some((key.clone(), serde_json::from_str(text).ok()?));
        Self(kept.iter().filter_map(read).collect())
    }

    /// Notes that an export of a device was opened. Returns the device as it is now known.
    pub fn note(&mut self, key: &str, label: &str, number: u32) -> &Device {
        let new = Device { label: String::new(), numbers: BTreeSet::new() };
        let device = self.0.entry(key.to_owned()).or_insert(new);
        label.clone_into(&mut device.label);
        device.numbers.insert(number);
        device
    }

    /// The devices with their keys.
    pub fn devices(&self) -> impl Iterator<Item = (&str, &Device)> {
        self.0.iter().map(|(key, device)| (key.as_str(), device))
    }

    /// The keys of other devices that are called the same.
    pub fn others_called(&self, label: &str, key: &str) -> Vec<&str> {
        let others = self.devices().filter(|(other, device)| *other != key && device.label == label);
        others.map(|(other, _)| other).collect()
    }
}
