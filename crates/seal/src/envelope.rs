//! One text, sealed: an armoured `age` file that any of several private keys opens.

use super::key::{PrivateKey, PublicKey};
use super::padding::{padded, trimmed};
use super::refusal::Refusal;
use age::armor::{ArmoredReader, ArmoredWriter, Format};
use age::{DecryptError, Decryptor, Encryptor, Identity, Recipient};
use std::cell::Cell;
use std::io::{self, Read, Write};

/// How an armoured `age` file begins.
pub const ARMOUR: &str = "-----BEGIN AGE ENCRYPTED FILE-----";
/// How it ends.
pub const ARMOUR_END: &str = "-----END AGE ENCRYPTED FILE-----";
/// How one begins that is not armoured.
const BYTES: &str = "age-encryption.org/";

/// One more than the longest header of an `age` file for so many public keys. Every header has a part of random
/// length for nobody, so that readers stay open to new kinds of keys.
const fn longest_header(recipients: usize) -> usize {
    const VERSION: usize = 22;
    const KEY: usize = 98;
    const FOR_NOBODY: usize = 190;
    const CHECK: usize = 48;
    const NONCE: usize = 16;
    VERSION + recipients * KEY + FOR_NOBODY + CHECK + NONCE + 1
}

/// Seals a text so that only the holders of these keys can read it. It is padded to the least of these sizes that it fits
/// (whole kibibytes), and by as many more as make up for the random length of the header: sealed, all texts padded to one
/// size have the same length, to the byte.
///
/// # Errors
/// Where there is no key to seal to.
pub fn seal(text: &str, sizes: &[usize], recipients: &[PublicKey]) -> Result<String, Refusal> {
    let recipients: Vec<_> = recipients.iter().filter_map(PublicKey::recipient).collect();
    if recipients.is_empty() {
        return Err(Refusal::NoRecipients);
    }
    let header = longest_header(recipients.len());
    write(&padded(text, sizes), recipients.iter().map(|recipient| recipient as &dyn Recipient), header)
}

/// Opens what was sealed to any of these keys: the text without its padding.
///
/// # Errors
/// Where none of them fits, or the text is damaged.
pub fn open(sealed: &str, keys: &[PrivateKey]) -> Result<String, Refusal> {
    if keys.is_empty() {
        return Err(Refusal::Locked);
    }
    let text =
        read(sealed, keys.iter().map(|key| key.identity() as &dyn Identity)).map_err(
            |failure| match failure {
                Failure::NotSealed | Failure::Bytes => Refusal::NotSealed,
                Failure::Newer => Refusal::NewerSeal,
                Failure::NoKeyFits => Refusal::OtherKeys,
                Failure::Work(_) | Failure::WrongKey | Failure::Damaged => Refusal::Damaged,
            },
        )?;
    Ok(trimmed(&text).to_owned())
}

/// What a text that should hold a sealed one lacks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// All of it.
    Everything,
    /// Its end.
    End,
}

/// The sealed text in another, as it was sealed: mail programs change line ends, and people copy more than the text.
///
/// # Errors
/// Where there is none, or only its beginning.
pub fn sealed_in(text: &str) -> Result<String, Lack> {
    let text = text.replace("\r\n", "\n");
    let (_, inside) = text.split_once(ARMOUR).ok_or(Lack::Everything)?;
    let (inside, _) = inside.split_once(ARMOUR_END).ok_or(Lack::End)?;
    Ok(format!("{ARMOUR}{inside}{ARMOUR_END}\n"))
}

/// Whether a text is an armoured `age` file from its beginning to its end, whatever is in it.
pub(super) fn is_closed(text: &str) -> bool {
    text.starts_with(ARMOUR) && text.trim_end().ends_with(ARMOUR_END)
}

/// Why an `age` file was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    NotSealed,
    Bytes,
    Newer,
    NoKeyFits,
    WrongKey,
    Work(u8),
    Damaged,
}

/// Writes an `age` file, with spaces behind the text where its header is shorter than it may be.
pub(super) fn write<'a>(
    text: &str,
    recipients: impl Iterator<Item = &'a dyn Recipient>,
    longest_header: usize,
) -> Result<String, Refusal> {
    let header = Cell::new(0);
    let written = || -> Option<Vec<u8>> {
        let encryptor = Encryptor::with_recipients(recipients).ok()?;
        let armour = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor).ok()?;
        let mut writer = encryptor.wrap_output(Counted { count: &header, into: armour }).ok()?;
        let missing = longest_header.saturating_sub(header.get());
        writer.write_all(text.as_bytes()).ok()?;
        writer.write_all(" ".repeat(missing).as_bytes()).ok()?;
        writer.finish().ok()?.into.finish().ok()
    };
    // It is written into memory, for keys that were checked: only random numbers can be missing.
    written().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or(Refusal::NoRandomness)
}

/// Counts what is written before it is passed on.
struct Counted<'a, W> {
    count: &'a Cell<usize>,
    into: W,
}

impl<W: Write> Write for Counted<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.into.write(bytes)?;
        self.count.set(self.count.get() + written);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.into.flush()
    }
}

/// Reads an armoured `age` file.
pub(super) fn read<'a>(
    sealed: &str,
    identities: impl Iterator<Item = &'a dyn Identity>,
) -> Result<String, Failure> {
    let sealed = sealed.trim();
    if !sealed.starts_with(ARMOUR) {
        return Err(if sealed.starts_with(BYTES) { Failure::Bytes } else { Failure::NotSealed });
    }
    let failure = |error| match error {
        DecryptError::UnknownFormat => Failure::Newer,
        DecryptError::NoMatchingKeys => Failure::NoKeyFits,
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => Failure::WrongKey,
        DecryptError::ExcessiveWork { required, .. } => Failure::Work(required),
        _ => Failure::Damaged,
    };
    let decryptor = Decryptor::new_buffered(ArmoredReader::new(sealed.as_bytes())).map_err(failure)?;
    let mut text = String::new();
    let mut reader = decryptor.decrypt(identities).map_err(failure)?;
    reader.read_to_string(&mut text).map_err(|_| Failure::Damaged)?;
    Ok(text)
}
