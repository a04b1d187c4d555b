//! Codes that people copy by hand, from a screen or from paper: a check code under a parcel, a receipt.
//!
//! 32 letters and digits, without those that look alike, and a last one that tells a mistyped code from a wrong one.

use std::fmt;

/// Crockford's base 32: no I, L, O, which are read as 1, 1 and 0, and no U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code. Its last character follows from the others: one that is mistyped, and two that are swapped wherever they
/// stand in a code of up to 31, make it none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// The code that stands for these random bytes: a character for every five bits, the last of which may hold
    /// fewer, and the check character. 16 bytes make 27 characters, 8 make 14.
    pub fn from_random(bytes: &[u8]) -> Self {
        let mut digits = Vec::new();
        let (mut held, mut bits) = (0_u32, 0);
        for byte in bytes {
            held = held << 8 | u32::from(*byte);
            bits += 8;
            while bits >= 5 {
                bits -= 5;
                digits.push(held >> bits & 31);
            }
        }
        if bits > 0 {
            digits.push(held << (5 - bits) & 31);
        }
        digits.push(check(&digits));
        Self(digits.into_iter().map(|digit| char::from(ALPHABET[digit as usize])).collect())
    }

    /// A code as someone typed it: in upper or lower case, with spaces and hyphens or without; O is read as 0, I and
    /// L as 1. `None` where it is no code, so that one was mistyped.
    pub fn read(typed: &str) -> Option<Self> {
        let typed =
            typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}'));
        let digit = |c: char| {
            let letter = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            (0..).zip(ALPHABET).find_map(|(digit, known)| (char::from(*known) == letter).then_some(digit))
        };
        let digits: Vec<u32> = typed.map(digit).collect::<Option<_>>()?;
        let (last, others) = digits.split_last()?;
        let whole = !others.is_empty() && check(others) == *last;
        whole.then(|| Self(digits.into_iter().map(|digit| char::from(ALPHABET[digit as usize])).collect()))
    }

    /// What is hashed where only the code's hash is kept: its characters in upper case with nothing between them, the
    /// check character included. The hash is SHA-256 of that, in hexadecimal.
    pub fn hash_text(&self) -> &str {
        &self.0
    }
}

/// In groups of four or five, with hyphens.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let groups = self.0.len().div_ceil(5);
        let end = |group: usize| self.0.len() * group / groups;
        for group in 0..groups {
            let hyphen = if group == 0 { "" } else { "-" };
            write!(f, "{hyphen}{}", &self.0[end(group)..end(group + 1)])?;
        }
        Ok(())
    }
}

/// The digit that makes up for the others: each counts by another power of 2 in the field of 32 elements
/// (x⁵ + x² + 1), so that no change of one digit, and no swap of two, leaves the sum as it was.
fn check(digits: &[u32]) -> u32 {
    digits.iter().fold(0, |sum, digit| {
        let doubled = (sum ^ digit) << 1;
        if doubled > 31 { doubled ^ 0b10_0101 } else { doubled }
    })
}
