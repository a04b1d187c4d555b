//! The check code of a parcel. It follows from a secret that is sealed in the parcel, and from everything that the
//! parcel holds: HMAC-SHA-256 under the secret, of a label, the kind of content, and the hashes in their order.
//!
//! ```text
//! hiquality check code 2
//! records                 contact, for contact details
//! 2                       how many whole texts
//! <hash>                  their hashes, sorted
//! <hash>
//! 1                       how many damaged ones
//! <name> <hash>           their names, sorted, each with the hash of what is left of it
//! ```
//!
//! A device computes it once, while it makes the parcel, keeps the code's hash beside the names that it is to delete, and
//! forgets the secret: whoever takes the device finds neither. The desk computes it from the secret and from what it
//! opened itself. Whoever changes a parcel on its way has neither secret nor code, so that either no code follows from
//! what they made of it, or one that the device does not know.

use super::code::Code;
use super::manifest::Content;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::collections::{BTreeMap, BTreeSet};

/// A secret. It is sealed in hexadecimal.
pub(super) type Secret = [u8; 32];

/// How many bytes of the HMAC make the code: 14 characters to copy by hand.
const BYTES: usize = 8;

/// The code for what is covered: the hashes of whole texts, and damaged ones by their names with the hash of each.
pub(super) fn code(
    secret: &Secret,
    content: Content,
    whole: &BTreeSet<String>,
    damaged: &BTreeMap<String, String>,
) -> Code {
    // HMAC takes a shorter key as one with zeros behind it.
    let mut key = [0; 64];
    key[..secret.len()].copy_from_slice(secret);
    let mut mac = Hmac::<Sha256>::new(&key.into());
    let mut line = |text: &str| {
        mac.update(text.as_bytes());
        mac.update(b"\n");
    };
    line("hiquality check code 2");
    line(content.folder());
    line(&whole.len().to_string());
    whole.iter().for_each(|hash| line(hash));
    line(&damaged.len().to_string());
    damaged.iter().for_each(|(name, hash)| line(&format!("{name} {hash}")));
    Code::from_random(&mac.finalize().into_bytes()[..BYTES])
}
