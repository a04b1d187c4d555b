//! Chance that can be had again: its seed is printed.

use std::{env, time::SystemTime};

/// Numbers that look random.
#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// With another seed each time, unless `HIQUALITY_SEED` gives one. It is printed, for who has to look again.
    pub(crate) fn of(what: &str) -> Self {
        let given = env::var("HIQUALITY_SEED").ok().and_then(|seed| seed.parse().ok());
        let now = || SystemTime::UNIX_EPOCH.elapsed().map_or(1, |since| since.as_nanos() as u64);
        let seed = given.unwrap_or_else(now);
        println!("{what}: HIQUALITY_SEED={seed}");
        let mut chance =
            Self(what.bytes().fold(seed | 1, |sum, byte| sum.rotate_left(5) ^ u64::from(byte)) | 1);
        chance.below(2); // the first numbers of neighbouring seeds are alike
        chance
    }

    /// A number from 0 to one less than this.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        // xorshift64, by George Marsaglia
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 8) % end
    }

    /// A word that nobody else says.
    pub(crate) fn word(&mut self) -> String {
        (0..16).map(|_| char::from(b'a' + self.below(26) as u8)).collect()
    }
}
