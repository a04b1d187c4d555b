//! Hashes as text.

use sha2::{Digest, Sha256};

/// SHA-256, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal, lower case.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes from hexadecimal.
pub(super) fn bytes<const LENGTH: usize>(text: &str) -> Option<[u8; LENGTH]> {
    let digits = text.as_bytes();
    let fits = digits.len() == 2 * LENGTH && digits.iter().all(u8::is_ascii_hexdigit);
    let mut bytes = [0; LENGTH];
    for (at, byte) in bytes.iter_mut().enumerate().take(if fits { LENGTH } else { 0 }) {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    fits.then_some(bytes)
}

/// Whether the text is a SHA-256 as [`sha256`] writes it.
pub(super) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
