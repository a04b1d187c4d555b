//! An organiser's key pair, in age's own forms. The public key goes into `settings.json`; the private one into a file
//! that a passphrase protects, which the command opens too:
//!
//! ```text
//! age -d key.age > key.txt
//! age -d -i key.txt record.age
//! ```

use super::envelope::{self, Failure};
use super::hash::sha256;
use super::refusal::{NotPublic, Refusal};
use age::secrecy::{ExposeSecret, SecretString};
use age::x25519::{Identity, Recipient};
use engine::recipient::{self, Unfit};
use std::fmt;

/// How much work a passphrase costs whoever tries one: scrypt with N = 2¹⁷, r = 8, p = 1, the first choice of OWASP's
/// Password Storage Cheat Sheet. It takes 128 MiB, and a browser on an old phone a few seconds.
pub const WORK: u8 = 17;

/// The most work that is taken on to unlock a file: 1 GiB of memory. `age -p` asks for 2¹⁸, or for a second's work.
pub const MOST_WORK: u8 = 20;

/// How a private key begins.
const PRIVATE: &str = "AGE-SECRET-KEY-1";

/// A public key: `age1…`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PublicKey(String);

impl PublicKey {
    /// Reads one; space around it does not matter. Its checksum finds what was mistyped.
    ///
    /// # Errors
    /// Where it is none.
    pub fn read(text: &str) -> Result<Self, NotPublic> {
        let not_a_key = || NotPublic::Mistyped(text.trim().to_owned());
        let key = recipient::read(text).map_err(|unfit| match unfit {
            Unfit::Private => NotPublic::Private,
            Unfit::NotAKey => not_a_key(),
        })?;
        let key = Self(key);
        if key.recipient().is_some() { Ok(key) } else { Err(not_a_key()) }
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn recipient(&self) -> Option<Recipient> {
        self.0.parse().ok()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What two people compare to know that they mean the same public key, an organiser's or a device's: the first twenty
/// hexadecimal digits of the SHA-256 of the key as it is written, in groups of four. `printf %s age1… | sha256sum` gives
/// the same digits.
pub fn fingerprint(key: &str) -> String {
    let hash = sha256(key.trim().as_bytes());
    let groups: Vec<&str> = (0..20).step_by(4).filter_map(|at| hash.get(at..at + 4)).collect();
    groups.join(" ")
}

/// A private key. It is wiped from memory with its last copy.
#[derive(Clone)]
pub struct PrivateKey(Identity);

impl fmt::Debug for PrivateKey {
    /// It never shows itself.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "PrivateKey(of {})", self.public())
    }
}

impl PrivateKey {
    /// A new one.
    pub fn make() -> Self {
        Self(Identity::generate())
    }

    /// Its public key.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.to_public().to_string())
    }

    /// The key file: age's identity line, protected by the passphrase with so much [`WORK`].
    ///
    /// # Errors
    /// Where the passphrase is empty.
    pub fn protected(&self, passphrase: &str, work: u8) -> Result<String, Refusal> {
        let secret = self.0.to_string();
        let text =
            SecretString::from(format!("# public key: {}\n{}\n", self.public(), secret.expose_secret()));
        protect(text.expose_secret(), passphrase, work)
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// Where it is none, is damaged, or has another passphrase.
    pub fn unlock(file: &str, passphrase: &str) -> Result<Self, Refusal> {
        let file = file.trim_start_matches('\u{FEFF}').trim();
        if file.lines().any(|line| line.trim().starts_with(PRIVATE)) {
            return Err(Refusal::UnprotectedKey);
        }
        let text = reveal(file, passphrase).map_err(|failure| match failure {
            Failure::NotSealed | Failure::NoKeyFits => Refusal::NotAKeyFile,
            Failure::Bytes => Refusal::NotArmoured,
            Failure::Newer => Refusal::NewerSeal,
            Failure::Work(work) => Refusal::TooMuchWork(work),
            Failure::WrongKey => Refusal::WrongPassphrase,
            Failure::Damaged => Refusal::DamagedKeyFile,
        })?;
        Self::read(text.expose_secret())
    }

    /// Reads age's identity line, which no passphrase protects.
    ///
    /// # Errors
    /// Where there is none, or more than one.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let lines = text.trim_start_matches('\u{FEFF}').lines().map(str::trim);
        let mut keys = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let key = keys.next().and_then(|line| line.parse().ok()).ok_or(Refusal::NotAKeyFile)?;
        if keys.next().is_some() { Err(Refusal::SeveralKeys) } else { Ok(Self(key)) }
    }

    pub(super) fn identity(&self) -> &Identity {
        &self.0
    }
}

/// A text protected by a passphrase: an armoured `age` file.
///
/// # Errors
/// Where the passphrase is empty.
pub fn protect(text: &str, passphrase: &str, work: u8) -> Result<String, Refusal> {
    if passphrase.is_empty() {
        return Err(Refusal::NoPassphrase);
    }
    let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase));
    recipient.set_work_factor(work.clamp(1, MOST_WORK));
    envelope::write(text, std::iter::once(&recipient as &dyn age::Recipient), 0)
}

/// What was protected by this passphrase.
pub(super) fn reveal(file: &str, passphrase: &str) -> Result<SecretString, Failure> {
    let mut identity = age::scrypt::Identity::new(SecretString::from(passphrase));
    identity.set_max_work_factor(MOST_WORK);
    envelope::read(file, std::iter::once(&identity as &dyn age::Identity)).map(SecretString::from)
}

/// Whether a text was protected by this passphrase.
///
/// # Errors
/// Where that can't be said, as what was kept is damaged.
pub fn is_protected_by(file: &str, passphrase: &str) -> Result<bool, Refusal> {
    match reveal(file, passphrase) {
        Ok(_) => Ok(true),
        Err(Failure::WrongKey) => Ok(false),
        Err(_) => Err(Refusal::BadSecret),
    }
}
