//! Passphrases for key files.

use crate::device::Unfit;

/// The fewest characters that a passphrase has.
pub const SHORTEST: usize = 12;

/// Letters and digits that are not mistaken for each other, 32 of them.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A passphrase that nobody guesses: 24 characters in groups of four, to be written down. Each stands for five random
/// bits.
pub fn generated(random: [u8; 24]) -> String {
    let letters: Vec<char> =
        random.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// Checks a new passphrase.
///
/// # Errors
/// Why it can't be one.
pub fn check(typed: &str) -> Result<(), Unfit> {
    match typed.chars().count() {
        0 => Err(Unfit::Missing),
        count if count < SHORTEST => Err(Unfit::Length),
        _ => Ok(()),
    }
}
