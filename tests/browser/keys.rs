//! The keys of an organiser and of a colleague, and what they open.

use super::kept::Kept;
use age::secrecy::ExposeSecret;
use seal::code::Code;
use seal::envelope;
use seal::key::{PrivateKey, PublicKey, protect};
use seal::parcel::Parcel;
use seal::sha256;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What opens the file of a key that is made here.
pub(crate) const PASSPHRASE: &str = "passphrase";

/// Two pairs, as an organiser is advised to have.
#[derive(Debug)]
pub(crate) struct Keys {
    pairs: [(String, PrivateKey); 2],
}

impl Keys {
    pub(crate) fn make() -> Self {
        Self { pairs: [pair(), pair()] }
    }

    /// The public keys.
    pub(crate) fn public(&self) -> Vec<String> {
        self.recipients().iter().map(ToString::to_string).collect()
    }

    /// The same as the app knows them.
    pub(crate) fn recipients(&self) -> Vec<PublicKey> {
        self.pairs.iter().map(|(_, key)| key.public()).collect()
    }

    /// The organiser's private key, as the `age` command takes it.
    pub(crate) fn secret(&self) -> &str {
        &self.pairs[0].0
    }

    /// The file of the organiser's private key, with far less work in it than the desk puts into one.
    pub(crate) fn file(&self) -> String {
        protected(&self.pairs[0].0)
    }

    /// What was sealed. Either key opens it alone.
    pub(crate) fn open(&self, sealed: &str) -> Value {
        serde_json::from_str(&self.text(sealed)).unwrap()
    }

    /// The same as text.
    pub(crate) fn text(&self, sealed: &str) -> String {
        let [one, other] = self.pairs.each_ref().map(|(_, key)| {
            envelope::open(sealed, std::slice::from_ref(key)).unwrap_or_else(|why| panic!("{why}: {sealed}"))
        });
        assert_eq!(one, other);
        one
    }

    /// The check code of an export, as the desk has it once it has opened all of that.
    pub(crate) fn check_code(&self, file: &Path) -> Code {
        let keys = self.pairs.each_ref().map(|(_, key)| key.clone());
        let mut parcel = Parcel::read(fs::read(file).unwrap()).unwrap();
        for name in parcel.whole() {
            parcel.open(&name, &keys).unwrap();
        }
        parcel.check_code(&keys).unwrap()
    }

    /// Whether it opens at all.
    pub(crate) fn can_open(&self, sealed: &str) -> bool {
        self.pairs.iter().all(|(_, key)| envelope::open(sealed, std::slice::from_ref(key)).is_ok())
    }

    /// Everything in a store. Each text has its hash as its name.
    pub(crate) fn open_all(&self, store: &BTreeMap<String, String>) -> Vec<Value> {
        let open = |(name, sealed): (&String, &String)| {
            assert_eq!(*name, sha256(sealed.as_bytes()), "it is known by its hash");
            self.open(sealed)
        };
        store.iter().map(open).collect()
    }

    /// The records that the device keeps.
    pub(crate) fn records(&self, kept: &Kept) -> Vec<Value> {
        self.open_all(&kept.records())
    }

    /// The one record that it keeps.
    pub(crate) fn record(&self, kept: &Kept) -> Value {
        let mut records = self.records(kept);
        assert_eq!(records.len(), 1, "one record is to be kept");
        records.remove(0)
    }
}

/// A key as `age-keygen` writes it, and as the app knows it.
fn pair() -> (String, PrivateKey) {
    let secret = age::x25519::Identity::generate().to_string().expose_secret().to_owned();
    let key = PrivateKey::unlock(&protected(&secret), PASSPHRASE).unwrap();
    (secret, key)
}

fn protected(secret: &str) -> String {
    protect(secret, PASSPHRASE, 1).unwrap()
}
