//! What a device hands over: one ZIP file, uncompressed, as sealed texts do not get smaller.
//!
//! ```text
//! records/<hash>.age     the sealed texts, named after the SHA-256 of what is in the file (contact/ for contact details)
//! damaged/<name>.age     texts that no longer had the hash after which the device had named them
//! check.age              the check code, sealed to the same keys: who has opened the parcel can tell it the device
//! manifest.json          what is in the parcel
//! manifest.sig           the device's Ed25519 signature under manifest.json, in hexadecimal
//! ```
//!
//! Texts stand in the order of their names. Sealed texts begin with random keys, so their hashes are random too, and
//! that order is a shuffle: it says nothing of who came when. Every date in the file is 1 January 1980.
//!
//! A parcel of contact details has no label, number, device, signature or questionnaire. It has nothing in common with
//! a parcel of records.

use super::code::Code;
use super::envelope;
use super::hash::{bytes, hexadecimal, is_sha256, sha256};
use super::is_whole;
use super::key::{PrivateKey, PublicKey};
use super::manifest::{Content, Manifest, Origin};
use super::refusal::{Fault, Refusal};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{self, Cursor, Read, Write};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, PreparedZipFile, ZipArchive, ZipWriter};

const MANIFEST: &str = "manifest.json";
const SIGNATURE: &str = "manifest.sig";
const CHECK: &str = "check.age";
const DAMAGED: &str = "damaged";

/// What the sealed check code is padded to.
const CHECK_SIZE: usize = 64;

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
    super::random::<32>().map(|secret| hexadecimal(&secret))
}

/// A parcel that is being made. Its bytes are taken off piece by piece, so that it never stands in memory as a whole.
#[derive(Debug)]
pub struct Packing {
    zip: ZipWriter<StreamWriter<Outlet>>,
    sender: Option<(Origin, SigningKey)>,
    check: String,
    last: String,
    texts: Vec<String>,
    damaged: Vec<String>,
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
    /// Begins a parcel of records or, without a sender, of contact details. Its check code is made and sealed at once.
    ///
    /// # Errors
    /// Where the check code can't be sealed, or the signing key can't be read.
    pub fn begin(sender: Option<Sender>, recipients: &[PublicKey]) -> Result<Self, Refusal> {
        let sender = sender.map(|Sender { label, number, instrument, signing_key }| {
            let key = bytes(&signing_key).ok_or(Refusal::NotASigningKey)?;
            let key = SigningKey::from_bytes(&key);
            let device = hexadecimal(key.verifying_key().as_bytes());
            Ok((Origin { label, device, number, instrument }, key))
        });
        let code = Code::from_random(&super::random::<8>()?);
        let mut packing = Self {
            zip: ZipWriter::new(StreamWriter::new(Outlet::default())),
            sender: sender.transpose()?,
            check: sha256(code.hash_text().as_bytes()),
            last: String::new(),
            texts: Vec::new(),
            damaged: Vec::new(),
        };
        packing.put(CHECK, &envelope::seal(&code.to_string(), CHECK_SIZE, recipients)?)?;
        Ok(packing)
    }

    /// SHA-256 of the check code's [text](Code::hash_text), in hexadecimal.
    pub fn check_hash(&self) -> &str {
        &self.check
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
        let whole = is_whole(name, sealed);
        // A name that is no hash is damaged as well; the text gets one that fits into the list.
        let name = if is_sha256(name) { name.to_owned() } else { sha256(sealed.as_bytes()) };
        if whole {
            self.put(&file(self.content().folder(), &name), sealed)?;
            self.texts.push(name);
        } else if !self.damaged.contains(&name) {
            self.put(&file(DAMAGED, &name), sealed)?;
            self.damaged.push(name);
        }
        Ok(whole)
    }

    /// The bytes that were not taken off yet.
    pub fn take(&self) -> Vec<u8> {
        self.zip.get_ref().map(|outlet| outlet.get_ref().0.take()).unwrap_or_default()
    }

    /// Ends the parcel and returns its last bytes.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn end(mut self) -> Result<Vec<u8>, Refusal> {
        let mut damaged = std::mem::take(&mut self.damaged);
        damaged.sort_unstable();
        let hashes = std::mem::take(&mut self.texts);
        let sender = self.sender.take();
        let (origin, key) = sender.unzip();
        let count = u32::try_from(hashes.len()).unwrap_or(u32::MAX);
        let manifest = Manifest { origin, count, hashes, damaged, check: self.check.clone() }.written();
        self.put(MANIFEST, &manifest)?;
        if let Some(key) = key {
            self.put(SIGNATURE, &hexadecimal(&key.sign(manifest.as_bytes()).to_bytes()))?;
        }
        let outlet = self.zip.finish().map_err(|error| Refusal::NotWritten(error.to_string()))?;
        Ok(outlet.into_inner().0.into_inner())
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
    zip: ZipArchive<Cursor<Vec<u8>>>,
    manifest: Manifest,
    whole: Vec<String>,
    faults: Vec<Fault>,
}

impl Parcel {
    /// Reads a parcel and checks it: manifest, signature, the hash of every text. What is wrong with single texts is
    /// among the [faults](Parcel::faults), and does not keep the others from being read.
    ///
    /// # Errors
    /// Where nothing in it can be trusted: it is no parcel, is cut short, or its manifest is not the device's.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Refusal> {
        let begins = bytes.starts_with(b"PK\x03\x04");
        let zip = ZipArchive::new(Cursor::new(bytes));
        let mut zip = zip.map_err(|_| if begins { Refusal::CutShort } else { Refusal::NotAParcel })?;
        let written = contents(&mut zip, MANIFEST).ok_or(Refusal::NoManifest)?;
        let manifest = Manifest::read(&written)?;
        if let Some(origin) = &manifest.origin {
            let signature = contents(&mut zip, SIGNATURE).ok_or(Refusal::NotSigned)?;
            if !is_signed(&written, &signature, &origin.device) {
                return Err(Refusal::WrongSignature);
            }
        }
        let mut parcel = Self { zip, manifest, whole: Vec::new(), faults: Vec::new() };
        parcel.check();
        Ok(parcel)
    }

    fn check(&mut self) {
        let Manifest { count, hashes, damaged, .. } = &self.manifest;
        let folder = self.manifest.content().folder();
        let sealed = hashes.iter().map(|name| file(folder, name));
        let broken = damaged.iter().map(|name| file(DAMAGED, name));
        let signature = self.manifest.origin.iter().map(|_| SIGNATURE.to_owned());
        let listed: BTreeSet<String> =
            sealed.chain(broken).chain(signature).chain([MANIFEST, CHECK].map(str::to_owned)).collect();
        let there: BTreeSet<String> =
            self.zip.file_names_raw().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        if usize::try_from(*count) != Ok(hashes.len()) {
            self.faults.push(Fault::Count(*count, hashes.len()));
        }
        self.faults.extend(listed.difference(&there).cloned().map(Fault::Missing));
        self.faults.extend(there.difference(&listed).cloned().map(Fault::Superfluous));
        for name in hashes {
            let file = file(folder, name);
            match contents(&mut self.zip, &file) {
                Some(sealed) if sha256(sealed.as_bytes()) == *name => self.whole.push(name.clone()),
                _ if there.contains(&file) => self.faults.push(Fault::Altered(file)),
                _ => {}
            }
        }
    }

    /// What it says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The names of the texts that are as the device exported them.
    pub fn whole(&self) -> &[String] {
        &self.whole
    }

    /// What is wrong with it.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// A whole text by its name, as it was sealed.
    ///
    /// # Errors
    /// Where there is none of this name.
    pub fn sealed(&mut self, name: &str) -> Result<String, Refusal> {
        let known = self.whole.binary_search_by(|whole| whole.as_str().cmp(name)).is_ok();
        let sealed = known.then(|| contents(&mut self.zip, &file(self.manifest.content().folder(), name)));
        sealed.flatten().ok_or_else(|| Refusal::NoSuchText(name.to_owned()))
    }

    /// The check code, for whoever opened every whole text. There is none where the parcel has faults: the device still
    /// has all of it, and exports it again.
    ///
    /// # Errors
    /// Where there is none, or none of the keys opens it.
    pub fn check_code(&mut self, keys: &[PrivateKey]) -> Result<Code, Refusal> {
        if !self.faults.is_empty() {
            return Err(Refusal::Incomplete);
        }
        let sealed = contents(&mut self.zip, CHECK).ok_or(Refusal::Incomplete)?;
        let code = Code::read(&envelope::open(&sealed, keys)?).ok_or(Refusal::WrongCheckCode)?;
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

/// The text of a file in the archive; `None` where it is not there, is damaged or is no text.
fn contents(zip: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> Option<String> {
    let mut text = String::new();
    zip.by_name(name).ok()?.read_to_string(&mut text).ok()?;
    Some(text)
}
