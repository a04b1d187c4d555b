//! What a device hands over: one ZIP file, uncompressed, as sealed texts do not get smaller.
//!
//! ```text
//! records/<hash>.age     the sealed texts, named after the SHA-256 of what is in the file (contact/ for contact details)
//! damaged/<name>.age     texts that no longer had the hash after which the device had named them
//! check.age              the secret of the check code, sealed to the same keys
//! manifest.json          what is in the parcel
//! manifest.sig           the device's Ed25519 signature under manifest.json, in hexadecimal
//! ```
//!
//! Texts stand in the order of their names. Sealed texts begin with random keys, so their hashes are random too, and
//! that order is a shuffle: it says nothing of who came when. Every date in the file is 1 January 1980.
//!
//! A parcel of contact details has no label, number, device, signature or questionnaire. It has nothing in common with
//! a parcel of records.
//!
//! A text is known by its hash and the list by its signature, so that a parcel which another program has packed again is
//! as good as the one that the device made: in a folder, compressed, in another order, with files of that program's own.

use super::check::{self, Secret};
use super::code::Code;
use super::container::Container;
use super::envelope;
use super::hash::{bytes, hexadecimal, is_sha256, sha256};
use super::is_whole;
use super::key::{PrivateKey, PublicKey};
use super::manifest::{Content, Manifest, Origin};
use super::refusal::{Fault, Obstacle, Refusal};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, PreparedZipFile, ZipWriter};

const MANIFEST: &str = "manifest.json";
const SIGNATURE: &str = "manifest.sig";
const CHECK: &str = "check.age";
const DAMAGED: &str = "damaged";

/// What the secret of the check code is padded to: the length that it has in hexadecimal.
const CHECK_SIZE: usize = 64;

/// The most bytes of a text, of the list of them, and of all together.
const LONGEST_TEXT: usize = 1 << 26;
const LONGEST_LIST: usize = 1 << 23;
const MOST_BYTES: usize = 1_000_000_000;

/// Where a parcel of records comes from, and the key by which that is signed.
pub struct Sender {
    /// What the device is called.
    pub label: String,
    /// The number of the export.
    pub number: u32,
    /// The hash of the questionnaire in use.
    pub instrument: String,
    /// The secret part of the device's signing key.
    pub signing_key: String,
}

/// The secret part of a new signing key, in hexadecimal.
///
/// # Errors
/// Where there is no randomness.
pub fn signing_key() -> Result<String, Refusal> {
    Ok(hexadecimal(&super::random::<32>()?))
}

/// The public part of a signing key, in hexadecimal, as parcels of records have it.
///
/// # Errors
/// Where it can't be read.
pub fn public_signing_key(signing_key: &str) -> Result<String, Refusal> {
    read_signing_key(signing_key).map(|key| hexadecimal(key.verifying_key().as_bytes()))
}

fn read_signing_key(signing_key: &str) -> Result<SigningKey, Refusal> {
    let key = bytes(signing_key).ok_or(Refusal::NotASigningKey)?;
    Ok(SigningKey::from_bytes(&key))
}

/// A parcel that is being made. Its bytes are taken off piece by piece, so that it never stands in memory as a whole.
#[derive(Debug)]
pub struct Packing {
    zip: ZipWriter<StreamWriter<Outlet>>,
    sender: Option<(Origin, SigningKey)>,
    secret: Secret,
    last: String,
    whole: BTreeSet<String>,
    /// By their names, the hash of what is left of each.
    damaged: BTreeMap<String, String>,
}

/// Where the bytes wait to be taken off.
#[derive(Debug, Default)]
struct Outlet(RefCell<Vec<u8>>);

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.get_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Packing {
    /// Begins a parcel of records or, without a sender, of contact details. The secret of its check code is made and sealed
    /// at once.
    ///
    /// # Errors
    /// Where the secret can't be sealed, or the signing key can't be read.
    pub fn begin(sender: Option<Sender>, recipients: &[PublicKey]) -> Result<Self, Refusal> {
        let sender = sender.map(|Sender { label, number, instrument, signing_key }| {
            let key = read_signing_key(&signing_key)?;
            let device = hexadecimal(key.verifying_key().as_bytes());
            Ok::<_, Refusal>((Origin { label, device, number, instrument }, key))
        });
        let mut packing = Self {
            zip: ZipWriter::new(StreamWriter::new(Outlet::default())),
            sender: sender.transpose()?,
            secret: super::random()?,
            last: String::new(),
            whole: BTreeSet::new(),
            damaged: BTreeMap::new(),
        };
        packing.put(CHECK, &envelope::seal(&hexadecimal(&packing.secret), &[CHECK_SIZE], recipients)?)?;
        Ok(packing)
    }

    /// Puts a sealed text in, by the name that it is kept under, which is the hash that it had. False where it is not
    /// [what was sealed](super::is_whole) any more: it is put in as damaged.
    ///
    /// # Errors
    /// Where it comes before one with a greater name, or can't be written.
    pub fn put_in(&mut self, name: &str, sealed: &str) -> Result<bool, Refusal> {
        if name <= self.last.as_str() {
            return Err(Refusal::OutOfOrder);
        }
        name.clone_into(&mut self.last);
        let hash = sha256(sealed.as_bytes());
        let whole = is_whole(name, sealed);
        // A name that is no hash is damaged as well; the text gets one that fits into the list.
        let name = if is_sha256(name) { name } else { &hash };
        if whole {
            self.put(&file(self.content().folder(), name), sealed)?;
            self.whole.insert(hash);
        } else if !self.damaged.contains_key(name) {
            self.put(&file(DAMAGED, name), sealed)?;
            self.damaged.insert(name.to_owned(), hash);
        }
        Ok(whole)
    }

    /// The bytes that were not taken off yet.
    pub fn take(&self) -> Vec<u8> {
        self.zip.get_ref().map(|outlet| outlet.get_ref().0.take()).unwrap_or_default()
    }

    /// Ends the parcel. Returns its last bytes, and the SHA-256 of its check code's [text](Code::hash_text), in
    /// hexadecimal; the code itself, and its secret, are forgotten.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn end(mut self) -> Result<(Vec<u8>, String), Refusal> {
        let code = check::code(&self.secret, self.content(), &self.whole, &self.damaged);
        let check = sha256(code.hash_text().as_bytes());
        let (origin, key) = self.sender.take().unzip();
        let whole = std::mem::take(&mut self.whole);
        let damaged = std::mem::take(&mut self.damaged);
        let manifest = Manifest::new(origin, whole, damaged.into_keys(), check.clone()).written();
        self.put(MANIFEST, &manifest)?;
        if let Some(key) = key {
            self.put(SIGNATURE, &hexadecimal(&key.sign(manifest.as_bytes()).to_bytes()))?;
        }
        let outlet = self.zip.finish().map_err(|error| Refusal::NotWritten(error.to_string()))?;
        Ok((outlet.into_inner().0.into_inner(), check))
    }

    fn content(&self) -> Content {
        if self.sender.is_some() { Content::Records } else { Content::ContactDetails }
    }

    fn put(&mut self, name: &str, text: &str) -> Result<(), Refusal> {
        // The same for every file, whenever and wherever it was made.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(zip::DateTime::DEFAULT)
            .system(zip::System::Unix)
            .unix_permissions(0o644);
        let put = PreparedZipFile::from_data(name, options, text.as_bytes())
            .and_then(|prepared| self.zip.add_prepared_file(prepared));
        put.map_err(|error| Refusal::NotWritten(error.to_string()))
    }
}

fn file(folder: &str, name: &str) -> String {
    format!("{folder}/{name}.age")
}

/// A parcel that was read, and found to be what its device signed.
#[derive(Debug)]
pub struct Parcel {
    container: Container,
    manifest: Manifest,
    /// The places in the container of the texts that are as the device exported them, by their names.
    whole: BTreeMap<String, usize>,
    /// The hashes of those that were damaged on the device, by their names.
    damaged: BTreeMap<String, String>,
    faults: Vec<Fault>,
    /// The sealed secret of the check code.
    check: Option<String>,
    opened: BTreeSet<String>,
}

/// A text of a parcel that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// As it was sealed.
    pub sealed: String,
    /// What was sealed, without its padding.
    pub text: String,
}

impl Parcel {
    /// Reads a parcel and checks it: manifest, signature, the hash of every text. What is wrong with single texts is
    /// among the [faults](Parcel::faults), and does not keep the others from being read.
    ///
    /// # Errors
    /// Where nothing in it can be relied on: it is no parcel, is cut short, or its manifest is not one that its device
    /// signed.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Refusal> {
        let container = Container::read(bytes)?;
        let lists: Vec<&str> = container.names().filter(|path| split(path).1 == MANIFEST).collect();
        let root = match lists.as_slice() {
            [] => return Err(Refusal::NoManifest),
            [list] => split(list).0.to_owned(),
            _ => return Err(Refusal::SeveralManifests),
        };
        let part = |name, most| text_in(&container, &root, name, most);
        let cannot_unpack = |obstacle| Refusal::CannotUnpack(MANIFEST.to_owned(), obstacle);
        let written = part(MANIFEST, LONGEST_LIST).ok_or(Refusal::NoManifest)?.map_err(cannot_unpack)?;
        let manifest = Manifest::read(&written)?;
        if let Some(origin) = &manifest.origin {
            let signature = part(SIGNATURE, LONGEST_LIST).and_then(Result::ok).ok_or(Refusal::NotSigned)?;
            if !is_signed(&written, &signature, &origin.device) {
                return Err(Refusal::WrongSignature);
            }
        }
        let check = part(CHECK, LONGEST_LIST).and_then(Result::ok);
        let (whole, damaged, opened) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        let mut parcel = Self { container, manifest, whole, damaged, faults: Vec::new(), check, opened };
        parcel.look_through(&root)?;
        Ok(parcel)
    }

    /// Looks at every file: which texts are there, by their hashes, and what else.
    fn look_through(&mut self, root: &str) -> Result<(), Refusal> {
        let Manifest { count, hashes, damaged, .. } = &self.manifest;
        let lists =
            |list: &[String], name: &str| list.binary_search_by(|listed| listed.as_str().cmp(name)).is_ok();
        let mut left = MOST_BYTES;
        let mut unlike = BTreeMap::new();
        let mut strange = Vec::new();
        for (place, path) in self.container.names().enumerate() {
            let (folder, name) = split(path);
            if name.is_empty() || folder == root && [MANIFEST, SIGNATURE, CHECK].contains(&name) {
                continue; // a folder, or what was read already
            }
            let most = LONGEST_TEXT.min(left);
            let unpacked = self.container.unpack(place, most);
            left -= unpacked.as_ref().map_or_else(|(_, made)| *made, |text| text.len()).min(left);
            if left == 0 {
                return Err(Refusal::TooMuch);
            }
            let hash = unpacked.map(|text| sha256(&text)).map_err(|(obstacle, _)| obstacle);
            let name = name.strip_suffix(".age").unwrap_or(name);
            let of_damaged = split(folder.trim_end_matches(SEPARATORS)).1 == DAMAGED && lists(damaged, name);
            match hash {
                Ok(hash) if of_damaged => {
                    self.damaged.entry(name.to_owned()).or_insert(hash);
                }
                Ok(hash) if lists(hashes, &hash) => {
                    self.whole.entry(hash).or_insert(place);
                }
                Ok(_) if lists(hashes, name) => {
                    unlike.entry(name.to_owned()).or_insert(None);
                }
                Err(obstacle) if of_damaged || lists(hashes, name) => {
                    unlike.entry(name.to_owned()).or_insert(Some(obstacle));
                }
                _ if is_litter(path) => {}
                _ => strange.push(path.to_owned()),
            }
        }
        if usize::try_from(*count) != Ok(hashes.len()) {
            self.faults.push(Fault::Count(*count, hashes.len()));
        }
        let fault = |folder, name: &String| match unlike.get(name) {
            Some(Some(obstacle)) => Fault::CannotUnpack(file(folder, name), *obstacle),
            Some(None) => Fault::Unlike(file(folder, name)),
            None => Fault::Missing(file(folder, name)),
        };
        let folder = self.manifest.content().folder();
        let not_whole = hashes.iter().filter(|name| !self.whole.contains_key(*name));
        self.faults.extend(not_whole.map(|name| fault(folder, name)));
        let not_there = damaged.iter().filter(|name| !self.damaged.contains_key(*name));
        self.faults.extend(not_there.map(|name| fault(DAMAGED, name)));
        if self.check.is_none() {
            self.faults.push(Fault::Missing(CHECK.to_owned()));
        }
        if !strange.is_empty() {
            strange.sort_unstable();
            self.faults.push(Fault::Strange(strange));
        }
        Ok(())
    }

    /// What it says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The names of the texts that are as the device exported them, sorted.
    pub fn whole(&self) -> Vec<String> {
        self.whole.keys().cloned().collect()
    }

    /// What is wrong with it.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Opens a whole text by its name.
    ///
    /// # Errors
    /// Where there is none of this name, or none of the keys opens it.
    pub fn open(&mut self, name: &str, keys: &[PrivateKey]) -> Result<Opened, Refusal> {
        let sealed = self.whole.get(name).and_then(|place| self.container.unpack(*place, LONGEST_TEXT).ok());
        let sealed = sealed.and_then(|sealed| String::from_utf8(sealed.into_owned()).ok());
        let sealed = sealed.ok_or_else(|| Refusal::NoSuchText(name.to_owned()))?;
        let text = envelope::open(&sealed, keys)?;
        self.opened.insert(name.to_owned());
        Ok(Opened { sealed, text })
    }

    /// The check code, for whoever opened every text: it follows from what was opened, not from what the manifest says.
    /// There is none where the parcel has faults: the device still has all of it, and exports it again.
    ///
    /// # Errors
    /// Where there is none, or none of the keys opens its secret.
    pub fn check_code(&self, keys: &[PrivateKey]) -> Result<Code, Refusal> {
        if self.faults.iter().any(|fault| !matches!(fault, Fault::Strange(_))) {
            return Err(Refusal::Incomplete);
        }
        if self.manifest.version == 1 {
            return Err(Refusal::OlderParcel);
        }
        match self.whole.len() - self.opened.len() {
            0 => {}
            unopened => return Err(Refusal::Unopened(unopened)),
        }
        let secret = envelope::open(self.check.as_deref().unwrap_or_default(), keys)?;
        let secret: Secret = bytes(&secret).ok_or(Refusal::WrongCheckCode)?;
        let code = check::code(&secret, self.manifest.content(), &self.opened, &self.damaged);
        let right = sha256(code.hash_text().as_bytes()) == self.manifest.check;
        right.then_some(code).ok_or(Refusal::WrongCheckCode)
    }
}

fn is_signed(manifest: &str, signature: &str, device: &str) -> bool {
    let key = bytes(device).and_then(|key| VerifyingKey::from_bytes(&key).ok());
    let signature = bytes(signature.trim()).map(|bytes| Signature::from_bytes(&bytes));
    key.zip(signature)
        .is_some_and(|(key, signature)| key.verify_strict(manifest.as_bytes(), &signature).is_ok())
}

/// What stands between folders: programs of old wrote the second.
const SEPARATORS: [char; 2] = ['/', '\\'];

/// The folder of a file, with what stands behind it, and the file's name.
fn split(path: &str) -> (&str, &str) {
    path.split_at(path.rfind(SEPARATORS).map_or(0, |at| at + 1))
}

/// Whether a file is one that computers leave wherever they come by.
pub fn is_litter(path: &str) -> bool {
    let (folder, name) = split(path);
    name.starts_with('.')
        || ["Thumbs.db", "desktop.ini"].contains(&name)
        || folder.split(SEPARATORS).any(|folder| folder == "__MACOSX")
}

/// The text of a file in the container; `None` where there is no such file.
fn text_in(container: &Container, folder: &str, name: &str, most: usize) -> Option<Result<String, Obstacle>> {
    let place = container.names().position(|path| split(path) == (folder, name))?;
    let unpacked = container.unpack(place, most).map_err(|(obstacle, _)| obstacle);
    Some(unpacked.and_then(|text| String::from_utf8(text.into_owned()).map_err(|_| Obstacle::Broken)))
}
