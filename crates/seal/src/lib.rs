//! What leaves a device is sealed to the organiser's keys as `age` files, so that the device itself, and whoever finds
//! the file, can't read it. Pure but for randomness.
//!
//! [`key`] has the pairs: the public key seals, the private one opens, and stays in a file that a passphrase
//! protects. [`envelope`] seals and opens one text, padded by [`padding`] so that its length says nothing. [`parcel`]
//! is the file that a device hands over, with its [`manifest`] and the `check` code that follows from it; `container`
//! reads the ZIP file that it comes as. A [`code`] is what people copy by hand, a [`quote`] what may be shown of a text
//! from elsewhere. [`refusal`] has the words where something can't be done.
//!
//! The `age` and `rage` commands open all of it without this app.

mod check;
pub mod code;
mod container;
pub mod device;
pub mod envelope;
mod hash;
pub mod key;
pub mod manifest;
pub mod padding;
pub mod parcel;
pub mod quote;
pub mod refusal;

pub use hash::sha256;

use refusal::NoRandomness;

/// Whether what is kept under a name is sealed. What is sealed is kept under its SHA-256, and everything else under a
/// random name. The text is not asked: it may be damaged.
pub fn is_sealed(name: &str) -> bool {
    hash::is_sha256(name)
}

/// The SHA-256 that a file is named after. Behind it may stand whatever programs add to a name, such as ` (1)`.
pub fn named_after(file: &str) -> Option<&str> {
    file.get(..64).filter(|name| is_sealed(name))
}

/// Whether a text is what was sealed under its name; otherwise it is damaged, and no key opens it.
pub fn is_whole(name: &str, text: &str) -> bool {
    sha256(text.as_bytes()) == name && envelope::is_closed(text)
}

/// Random bytes, from the system or the browser.
///
/// # Errors
/// Where it gives none.
pub fn random<const LENGTH: usize>() -> Result<[u8; LENGTH], NoRandomness> {
    let mut bytes = [0; LENGTH];
    getrandom::getrandom(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}
