//! Passphrases for key files, and the letters that people write down.

use seal::device::Unfit;
use ui::form::{Complaint, Field, Inputs};

/// The fewest characters that a passphrase has.
pub const SHORTEST: usize = 12;

/// How many characters one has that is made.
pub const GENERATED: usize = 24;

/// Letters and digits that are not mistaken for each other, 32 of them.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A passphrase that nobody guesses: 24 characters in groups of four, to be written down. Each stands for five random
/// bits.
pub fn generated(random: [u8; GENERATED]) -> String {
    let letters: Vec<char> = random.iter().map(|byte| letter(*byte)).collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// Four such letters and digits, by which people tell one thing from others: those of a text that is random itself.
pub fn mark(random: &str) -> String {
    let hash = seal::sha256(random.as_bytes());
    let bytes = (0..8).step_by(2).filter_map(|at| u8::from_str_radix(hash.get(at..at + 2)?, 16).ok());
    bytes.map(letter).collect()
}

fn letter(random: u8) -> char {
    char::from(LETTERS[usize::from(random) % LETTERS.len()])
}

/// The passphrase that is typed to open a key file, which must not be empty.
///
/// # Errors
/// What is wrong.
pub fn of_file<F: Field>(inputs: &Inputs<F>, field: F) -> Result<String, Complaint<F>> {
    match inputs.typed(field) {
        "" => Err((field, "Enter the passphrase of the key file".to_owned())),
        passphrase => Ok(passphrase.to_owned()),
    }
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
