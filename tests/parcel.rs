//! What a device hands over: one file, whole or not, that tells nothing of when or in what order people answered.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

use hiquality::seal::envelope::{open, seal};
use hiquality::seal::key::{PrivateKey, PublicKey};
use hiquality::seal::manifest::Content;
use hiquality::seal::parcel::{Packing, Parcel, Sender, signing_key};
use hiquality::seal::refusal::{Fault, Refusal};
use hiquality::seal::{is_whole, sha256};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The keys of an organiser, and the records that a device has sealed to them, by their names.
struct Study {
    keys: [PrivateKey; 1],
    recipients: [PublicKey; 1],
    signing_key: String,
    records: BTreeMap<String, String>,
}

fn study(texts: &[&str]) -> Study {
    let key = PrivateKey::make();
    let recipients = [key.public()];
    let sealed = texts.iter().map(|text| seal(text, 1024, &recipients).unwrap());
    let records = sealed.map(|sealed| (sha256(sealed.as_bytes()), sealed)).collect();
    Study { keys: [key], recipients, signing_key: signing_key().unwrap(), records }
}

impl Study {
    fn sender(&self, number: u32) -> Sender {
        Sender {
            label: "Tablet 3".to_owned(),
            number,
            instrument: sha256(b"questionnaire"),
            signing_key: self.signing_key.clone(),
        }
    }

    /// The records as one file, and the hash of its check code.
    fn export(&self, number: u32) -> (Vec<u8>, String) {
        self.packed(Some(self.sender(number)))
    }

    fn packed(&self, sender: Option<Sender>) -> (Vec<u8>, String) {
        let mut packing = Packing::begin(sender, &self.recipients).unwrap();
        let hash = packing.check_hash().to_owned();
        let mut bytes = Vec::new();
        for (name, sealed) in &self.records {
            assert_eq!(packing.put_in(name, sealed), Ok(is_whole(name, sealed)));
            bytes.extend(packing.take());
        }
        bytes.extend(packing.end().unwrap());
        (bytes, hash)
    }

    /// What can be read of a file: every text.
    fn opened(&self, parcel: &mut Parcel) -> Vec<String> {
        let names = parcel.whole().to_vec();
        let mut texts: Vec<String> =
            names.iter().map(|name| open(&parcel.sealed(name).unwrap(), &self.keys).unwrap()).collect();
        texts.sort();
        texts
    }
}

/// The files in an archive, in their order.
fn files(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let read = |at| {
        let mut file = archive.by_index(at).unwrap();
        let mut contents = Vec::new();
        file.read_to_end(&mut contents).unwrap();
        (file.name().unwrap().into_owned(), contents)
    };
    (0..archive_len(bytes)).map(read).collect()
}

fn archive_len(bytes: &[u8]) -> usize {
    ZipArchive::new(Cursor::new(bytes)).unwrap().len()
}

/// An archive of these files.
fn archive(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in files {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(contents).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The same archive after somebody changed one of its files; `None` takes it out.
fn changed(bytes: &[u8], name: &str, change: impl Fn(Vec<u8>) -> Option<Vec<u8>>) -> Vec<u8> {
    let files = files(bytes).into_iter().filter_map(|(file, contents)| {
        let contents = if file == name { change(contents) } else { Some(contents) };
        contents.map(|contents| (file, contents))
    });
    archive(&files.collect::<Vec<_>>())
}

fn manifest(bytes: &[u8]) -> Value {
    let files = files(bytes);
    serde_json::from_slice(&files.iter().find(|(name, _)| name == "manifest.json").unwrap().1).unwrap()
}

#[test]
fn what_a_device_hands_over_is_read_at_the_desk() {
    let study = study(&["one", "two", "three"]);
    let (bytes, hash) = study.export(7);
    let mut parcel = Parcel::read(bytes.clone()).unwrap();
    assert_eq!(parcel.manifest().content(), Content::Records);
    let origin = parcel.manifest().origin.clone().unwrap();
    assert_eq!((origin.label.as_str(), origin.number), ("Tablet 3", 7));
    assert_eq!(origin.instrument, sha256(b"questionnaire"));
    assert_eq!(parcel.whole(), study.records.keys().cloned().collect::<Vec<_>>());
    assert_eq!(parcel.faults(), []);
    assert_eq!(study.opened(&mut parcel), ["one", "three", "two"]);
    let code = parcel.check_code(&study.keys).unwrap();
    assert_eq!(sha256(code.hash_text().as_bytes()), hash, "the device knows the code by its hash");
    assert_eq!(parcel.sealed("records/x"), Err(Refusal::NoSuchText("records/x".to_owned())));

    let names: Vec<String> = files(&bytes).into_iter().map(|(name, _)| name).collect();
    let records = study.records.keys().map(|name| format!("records/{name}.age"));
    let all: Vec<String> = ["check.age".to_owned()]
        .into_iter()
        .chain(records)
        .chain(["manifest.json", "manifest.sig"].map(str::to_owned))
        .collect();
    assert_eq!(names, all);
}

#[test]
fn a_manifest_says_what_is_there_and_nothing_of_when_or_in_what_order() {
    let study = study(&["one", "two", "three", "four"]);
    let (bytes, hash) = study.export(7);
    let written = manifest(&bytes);
    let device = written["device"].as_str().unwrap();
    assert_eq!(device.len(), 64);
    let expected = json!({
        "format": "hiquality-parcel", "version": 1, "content": "records", "label": "Tablet 3", "device": device,
        "number": 7, "instrument": sha256(b"questionnaire"), "count": 4, "check": hash,
        "hashes": study.records.keys().collect::<Vec<_>>(), "damaged": [],
    });
    assert_eq!(written, expected);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert!(archive.comment().is_empty());
    for at in 0..archive.len() {
        let file = archive.by_index(at).unwrap();
        let date = file.last_modified().unwrap();
        assert_eq!(date, zip::DateTime::default(), "the first date that the format has, for every file");
        assert_eq!(file.compression(), zip::CompressionMethod::Stored);
        assert_eq!((file.extra_data().unwrap_or_default(), file.comment()), (Vec::new(), ""));
    }
}

#[test]
fn texts_that_come_out_of_their_order_are_not_put_in() {
    let study = study(&["one", "two"]);
    let mut packing = Packing::begin(Some(study.sender(1)), &study.recipients).unwrap();
    let [one, two] = [0, 1].map(|at| study.records.iter().nth(at).unwrap());
    assert_eq!(packing.put_in(two.0, two.1), Ok(true));
    assert_eq!(packing.put_in(one.0, one.1), Err(Refusal::OutOfOrder));
    assert_eq!(packing.put_in(two.0, two.1), Err(Refusal::OutOfOrder), "nor the same one twice");
}

#[test]
fn exporting_twice_is_harmless() {
    let study = study(&["one", "two"]);
    let [(first, hash), (second, other_hash)] = [study.export(1), study.export(2)];
    let [mut first, mut second] = [first, second].map(|bytes| Parcel::read(bytes).unwrap());
    assert_eq!(first.whole(), second.whole(), "by their names the desk knows what it has already");
    assert_eq!(study.opened(&mut first), study.opened(&mut second));
    let [one, two] = [&mut first, &mut second].map(|parcel| parcel.check_code(&study.keys).unwrap());
    assert_ne!(one, two);
    assert_eq!([one, two].map(|code| sha256(code.hash_text().as_bytes())), [hash, other_hash]);
}

#[test]
fn the_bytes_are_taken_off_as_they_come() {
    let study = study(&["one", "two", "three"]);
    let mut packing = Packing::begin(Some(study.sender(1)), &study.recipients).unwrap();
    let mut begun = packing.take().len();
    for (name, sealed) in &study.records {
        packing.put_in(name, sealed).unwrap();
        let piece = packing.take();
        assert!(piece.len() > sealed.len() && piece.len() < sealed.len() + 200, "{}", piece.len());
        assert!(packing.take().is_empty());
        begun += piece.len();
    }
    let end = packing.end().unwrap();
    assert!(end.len() < begun, "the manifest, the signature and the table of contents");
}

#[test]
fn an_empty_parcel_is_one_too() {
    let study = study(&[]);
    let mut parcel = Parcel::read(study.export(1).0).unwrap();
    assert!(parcel.whole().is_empty());
    parcel.check_code(&study.keys).unwrap();
}

#[test]
fn a_record_that_was_damaged_on_the_device_does_not_hold_up_the_others() {
    let mut study = study(&["one", "two", "three"]);
    let name = study.records.keys().nth(1).unwrap().clone();
    let flipped = study.records[&name].replacen('A', "B", 1);
    study.records.insert(name.clone(), flipped.clone());
    study.records.insert("no hash at all".to_owned(), "neither".to_owned());
    let (bytes, _) = study.export(1);
    let mut parcel = Parcel::read(bytes.clone()).unwrap();
    assert_eq!(parcel.faults(), []);
    let mut damaged = vec![name.clone(), sha256(b"neither")];
    damaged.sort();
    assert_eq!(parcel.manifest().damaged, damaged);
    assert!(parcel.whole().len() == 2 && !parcel.whole().contains(&name));
    parcel.check_code(&study.keys).unwrap();
    let kept = files(&bytes).into_iter().find(|(file, _)| *file == format!("damaged/{name}.age")).unwrap();
    assert_eq!(kept.1, flipped.as_bytes(), "what is left of it is handed over");
}

/// A damaged text that gets its name after the damage has the right hash, and no key opens it.
#[test]
fn what_is_no_age_file_is_damaged_whatever_its_name_says() {
    let mut study = study(&["one"]);
    let name = study.records.keys().next().unwrap().clone();
    let sealed = study.records[&name].clone();
    let cut = &sealed[..sealed.len() / 2];
    let damaged = ["", "neither", "{\"version\":2}", cut, &sealed[1..]];
    study.records.extend(damaged.map(|text| (sha256(text.as_bytes()), text.to_owned())));
    let mut parcel = Parcel::read(study.export(1).0).unwrap();
    assert_eq!((parcel.whole(), parcel.manifest().damaged.len()), ([name].as_slice(), damaged.len()));
    parcel.check_code(&study.keys).unwrap();
}

#[test]
fn what_is_wrong_with_one_record_leaves_the_others_readable_and_the_device_its_own() {
    let study = study(&["one", "two", "three"]);
    let (bytes, _) = study.export(1);
    let name = study.records.keys().next().unwrap();
    let file = format!("records/{name}.age");
    let strange = |mut files: Vec<(String, Vec<u8>)>| {
        files.push(("records/strange.age".to_owned(), b"strange".to_vec()));
        archive(&files)
    };
    let altered = |mut text: Vec<u8>| {
        text[100] ^= 1;
        Some(text)
    };
    let cases = [
        ("altered", changed(&bytes, &file, altered), Fault::Altered(file.clone()), 2),
        ("emptied", changed(&bytes, &file, |_| Some(Vec::new())), Fault::Altered(file.clone()), 2),
        ("no text", changed(&bytes, &file, |_| Some(vec![0xFF; 9])), Fault::Altered(file.clone()), 2),
        ("missing", changed(&bytes, &file, |_| None), Fault::Missing(file.clone()), 2),
        ("superfluous", strange(files(&bytes)), Fault::Superfluous("records/strange.age".to_owned()), 3),
        ("no check code", changed(&bytes, "check.age", |_| None), Fault::Missing("check.age".to_owned()), 3),
    ];
    for (what, bytes, fault, whole) in cases {
        let mut parcel = Parcel::read(bytes).unwrap();
        assert_eq!(parcel.faults(), std::slice::from_ref(&fault), "{what}");
        assert_eq!(study.opened(&mut parcel).len(), whole, "{what}");
        assert_eq!(parcel.check_code(&study.keys), Err(Refusal::Incomplete), "{what}");
        assert!(fault.to_string().ends_with("nothing is deleted there before you enter the check code."));
    }
}

#[test]
fn a_file_in_which_nothing_can_be_trusted_is_refused_with_its_reason() {
    let study = study(&["one", "two"]);
    let other = self::study(&["one", "two"]);
    let (bytes, _) = study.export(1);
    let signature =
        |of: &Study| files(&of.export(1).0).into_iter().find(|(name, _)| name == "manifest.sig").unwrap().1;
    let theirs = signature(&other);
    let says = |change: &dyn Fn(&mut Value)| {
        changed(&bytes, "manifest.json", |text| {
            let mut written: Value = serde_json::from_slice(&text).unwrap();
            change(&mut written);
            Some(written.to_string().into_bytes())
        })
    };
    let cases = [
        ("nothing", Vec::new(), Refusal::NotAParcel),
        ("a photograph", b"\xFF\xD8\xFF\xE0".to_vec(), Refusal::NotAParcel),
        (
            "a record by itself",
            study.records.values().next().unwrap().clone().into_bytes(),
            Refusal::NotAParcel,
        ),
        ("cut short", bytes[..bytes.len() / 2].to_vec(), Refusal::CutShort),
        ("the last byte missing", bytes[..bytes.len() - 1].to_vec(), Refusal::CutShort),
        ("another ZIP file", archive(&[("holiday.txt".to_owned(), b"Sun".to_vec())]), Refusal::NoManifest),
        ("no manifest", changed(&bytes, "manifest.json", |_| None), Refusal::NoManifest),
        (
            "another program's manifest",
            changed(&bytes, "manifest.json", |_| Some(b"{}".to_vec())),
            Refusal::NotAParcel,
        ),
        ("a newer kind", says(&|written| written["version"] = json!(2)), Refusal::NewerParcel(2)),
        ("no signature", changed(&bytes, "manifest.sig", |_| None), Refusal::NotSigned),
        (
            "another device's signature",
            changed(&bytes, "manifest.sig", |_| Some(theirs.clone())),
            Refusal::WrongSignature,
        ),
        (
            "no real signature",
            changed(&bytes, "manifest.sig", |_| Some(b"signed".to_vec())),
            Refusal::WrongSignature,
        ),
        ("another label", says(&|written| written["label"] = json!("Tablet 4")), Refusal::WrongSignature),
        ("another number", says(&|written| written["number"] = json!(8)), Refusal::WrongSignature),
        (
            "a record less",
            says(&|written| {
                written["hashes"].as_array_mut().unwrap().pop();
            }),
            Refusal::WrongSignature,
        ),
        (
            "another device",
            says(&|written| written["device"] = json!("0".repeat(64))),
            Refusal::WrongSignature,
        ),
        (
            "no hashes",
            says(&|written| written["hashes"] = json!(["../x"])),
            Refusal::BadManifest("hashes[0]: this should be a hash of 64 digits.".to_owned()),
        ),
        (
            "a name nobody reads",
            says(&|written| written["time"] = json!(1)),
            Refusal::BadManifest(
                "time: this should be left out, or its name corrected: it is none that is known here."
                    .to_owned(),
            ),
        ),
    ];
    for (what, bytes, refusal) in cases {
        assert_eq!(Parcel::read(bytes).unwrap_err(), refusal, "{what}");
    }
}

#[test]
fn a_check_code_is_for_those_who_can_open_the_records() {
    let study = study(&["one"]);
    let other = self::study(&["two"]);
    let mut parcel = Parcel::read(study.export(1).0).unwrap();
    assert_eq!(parcel.check_code(&other.keys), Err(Refusal::OtherKeys));
    assert_eq!(parcel.check_code(&[]), Err(Refusal::Locked));
    let theirs = files(&study.export(2).0).into_iter().find(|(name, _)| name == "check.age").unwrap().1;
    let swapped = changed(&study.export(1).0, "check.age", |_| Some(theirs.clone()));
    assert_eq!(Parcel::read(swapped).unwrap().check_code(&study.keys), Err(Refusal::WrongCheckCode));
}

#[test]
fn whatever_bit_of_a_parcel_flips_every_record_is_as_it_was_or_left_out_and_said_so() {
    let study = study(&["one", "two", "three"]);
    let (bytes, _) = study.export(1);
    let mut outcomes = BTreeMap::<&str, usize>::new();
    for at in (0..bytes.len()).step_by(13) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        let outcome = match Parcel::read(flipped) {
            Err(_) => "refused",
            Ok(parcel) => {
                assert!(parcel.whole().iter().all(|name| study.records.contains_key(name)), "byte {at}");
                let whole = parcel.whole().len();
                match parcel.faults() {
                    [] => assert_eq!(whole, 3, "byte {at}"),
                    _ => assert!(whole >= 2, "byte {at}: a flipped bit costs one record at most"),
                }
                if whole == 3 { "whole" } else { "one less" }
            }
        };
        *outcomes.entry(outcome).or_default() += 1;
    }
    assert!(outcomes["one less"] > bytes.len() / 13 / 2, "{outcomes:?}");
}

// Contact details.

#[test]
fn contact_details_have_a_parcel_of_their_own_that_says_nothing_of_the_device() {
    let study = study(&["a@example.org", "b@example.org"]);
    let (bytes, hash) = study.packed(None);
    let written = manifest(&bytes);
    let expected = json!({
        "format": "hiquality-parcel", "version": 1, "content": "contact", "count": 2, "check": hash,
        "hashes": study.records.keys().collect::<Vec<_>>(), "damaged": [],
    });
    assert_eq!(written, expected);
    let mut parcel = Parcel::read(bytes).unwrap();
    assert_eq!((parcel.manifest().content(), &parcel.manifest().origin), (Content::ContactDetails, &None));
    assert_eq!(study.opened(&mut parcel), ["a@example.org", "b@example.org"]);
    parcel.check_code(&study.keys).unwrap();
}

#[test]
fn a_parcel_of_contact_details_has_nothing_in_common_with_one_of_records() {
    let records = study(&["one", "two", "three"]);
    let contact = Study { records: BTreeMap::new(), signing_key: records.signing_key.clone(), ..study(&[]) };
    let sealed = ["x", "y", "z"].map(|text| seal(text, 1024, &records.recipients).unwrap());
    let contact = Study {
        records: sealed.into_iter().map(|sealed| (sha256(sealed.as_bytes()), sealed)).collect(),
        recipients: records.recipients.clone(),
        ..contact
    };
    let [(of_records, _), (of_contact, _)] = [records.export(41_729), contact.packed(None)];
    // Every value that stands in the one: its own and those of its files; the form is the same for everyone.
    let mut values = BTreeSet::new();
    let written = manifest(&of_records);
    for name in ["label", "device", "number", "instrument", "check"] {
        values.insert(written[name].as_str().map_or_else(|| written[name].to_string(), str::to_owned));
    }
    values.extend(records.records.keys().cloned());
    for (_, contents) in files(&of_records) {
        let text = String::from_utf8(contents).unwrap();
        let sealed = text.lines().filter(|line| text.starts_with("-----BEGIN") && line.len() == 64).skip(1);
        values.extend(sealed.map(str::to_owned));
    }
    assert!(values.len() > 50, "{}", values.len());
    let other = String::from_utf8_lossy(&of_contact);
    let shared: Vec<&String> = values.iter().filter(|value| other.contains(value.as_str())).collect();
    assert_eq!(shared, Vec::<&String>::new());
    let names = |bytes: &[u8]| files(bytes).into_iter().map(|(name, _)| name).collect::<BTreeSet<_>>();
    let both: Vec<String> = names(&of_records).intersection(&names(&of_contact)).cloned().collect();
    assert_eq!(both, ["check.age", "manifest.json"]);
}

#[test]
fn a_device_without_a_readable_signing_key_hands_over_no_records() {
    let study = study(&["one"]);
    for signing_key in ["", "abc", &"g".repeat(64), &"\u{E4}".repeat(32)] {
        let sender = Sender { signing_key: signing_key.to_owned(), ..study.sender(1) };
        assert_eq!(Packing::begin(Some(sender), &study.recipients).unwrap_err(), Refusal::NotASigningKey);
    }
    assert_eq!(Packing::begin(None, &[]).unwrap_err(), Refusal::NoRecipients);
}
