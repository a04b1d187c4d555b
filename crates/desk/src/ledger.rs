//! What the desk knows of the devices that handed something over: which of their exports it has seen.

use engine::plain;
use engine::plain::read;
use seal::manifest::LAST_NUMBER;
use seal::quote::quote;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// The most characters that are shown of a name from before the names of devices were looked at.
const LONGEST_NAME: usize = 200;

/// A device, as its exports say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// What it was called last.
    pub label: String,
    /// The numbers of its exports that were opened.
    pub numbers: BTreeSet<u32>,
}

plain!(Device { label, numbers });

impl Device {
    /// The numbers of exports before the last that were not opened here. A file may say any number, so there are as many
    /// ranges as files at most, however far they reach.
    pub fn missing(&self) -> Vec<RangeInclusive<u32>> {
        let before = std::iter::once(0).chain(self.numbers.iter().copied());
        let gap = |(before, number): (u32, &u32)| before.saturating_add(1)..=number.saturating_sub(1);
        before.zip(&self.numbers).map(gap).filter(|gap| !gap.is_empty()).collect()
    }
}

/// The devices, each by the key that it signs with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger(BTreeMap<String, Device>);

impl Ledger {
    /// Reads what was kept: each device's text under its key. What can't be read is left out, and what no export can
    /// say, which an earlier version noted from files all the same.
    pub fn read(kept: &[(String, String)]) -> Self {
        let known = |(key, text): &(String, String)| {
            let mut device: Device = read(text)?;
            device.numbers.retain(|number| (1..=LAST_NUMBER).contains(number));
            device.label = quote(&device.label, LONGEST_NAME);
            (!device.numbers.is_empty()).then(|| (key.clone(), device))
        };
        Self(kept.iter().filter_map(known).collect())
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

    /// The keys by which a device of this name is known, where it is not known by this one.
    pub fn known_otherwise(&self, label: &str, key: &str) -> Vec<&str> {
        let called_so = self.devices().filter(|(_, device)| are_alike(&device.label, label));
        let keys: Vec<&str> = called_so.map(|(key, _)| key).collect();
        if keys.contains(&key) { Vec::new() } else { keys }
    }
}

/// Whether people, or the names of files, would take the one name for the other.
fn are_alike(one: &str, other: &str) -> bool {
    let plain = |label: &str| label.to_ascii_lowercase().replace('-', " ");
    plain(one) == plain(other)
}
