//! What a device hands over: one file, whole or not, that tells nothing of when or in what order people answered.

use seal::code::Code;

use crate::made_over::{Files, archive_len, files, made_over, packed, struck, taken_out};
use seal::envelope::seal;
use seal::key::{PrivateKey, PublicKey};
use seal::manifest::Content;
use seal::parcel::{Packing, Parcel, Sender, signing_key};
use seal::refusal::{Fault, Obstacle, Refusal};
use seal::{is_whole, sha256};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write};
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
    let sealed = texts.iter().map(|text| seal(text, &[1024], &recipients).unwrap());
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
        let mut bytes = Vec::new();
        for (name, sealed) in &self.records {
            assert_eq!(packing.put_in(name, sealed), Ok(is_whole(name, sealed)));
            bytes.extend(packing.take());
        }
        let (last, hash) = packing.end().unwrap();
        bytes.extend(last);
        (bytes, hash)
    }

    /// What can be read of a file: every text.
    fn opened(&self, parcel: &mut Parcel) -> Vec<String> {
        let names = parcel.whole();
        let mut texts: Vec<String> =
            names.iter().map(|name| parcel.open(name, &self.keys).unwrap().text).collect();
        texts.sort();
        texts
    }

    /// The check code for whoever opens every text of a file.
    fn code(&self, bytes: &[u8]) -> Result<Code, Refusal> {
        let mut parcel = Parcel::read(bytes.to_vec())?;
        self.opened(&mut parcel);
        parcel.check_code(&self.keys)
    }

    /// Whether the device with this hash of a check code would delete anything for what the desk shows of a file.
    fn is_confirmed_by(&self, hash: &str, bytes: &[u8]) -> bool {
        self.code(bytes).is_ok_and(|code| sha256(code.hash_text().as_bytes()) == hash)
    }
}

/// The same archive after somebody changed one of its files; `None` takes it out.
fn changed(bytes: &[u8], name: &str, change: impl Fn(Vec<u8>) -> Option<Vec<u8>>) -> Vec<u8> {
    let files = files(bytes).into_iter().filter_map(|(file, contents)| {
        let contents = if file == name { change(contents) } else { Some(contents) };
        contents.map(|contents| (file, contents))
    });
    packed(files, SimpleFileOptions::default())
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
    assert_eq!(parcel.open("records/x", &study.keys), Err(Refusal::NoSuchText("records/x".to_owned())));

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
        "format": "hiquality-parcel", "version": 2, "content": "records", "label": "Tablet 3", "device": device,
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
    let (end, _) = packing.end().unwrap();
    assert!(end.len() < begun, "the manifest, the signature and the table of contents");
}

#[test]
fn an_empty_parcel_is_one_too() {
    let study = study(&[]);
    let parcel = Parcel::read(study.export(1).0).unwrap();
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
    study.opened(&mut parcel);
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
    assert_eq!((parcel.whole(), parcel.manifest().damaged.len()), (vec![name], damaged.len()));
    study.opened(&mut parcel);
    parcel.check_code(&study.keys).unwrap();
}

#[test]
fn what_is_wrong_with_one_record_leaves_the_others_readable_and_the_device_its_own() {
    let study = study(&["one", "two", "three"]);
    let (bytes, _) = study.export(1);
    let name = study.records.keys().next().unwrap();
    let file = format!("records/{name}.age");
    let altered = |mut text: Vec<u8>| {
        text[100] ^= 1;
        Some(text)
    };
    let cases = [
        ("altered", changed(&bytes, &file, altered), Fault::Unlike(file.clone()), 2),
        ("emptied", changed(&bytes, &file, |_| Some(Vec::new())), Fault::Unlike(file.clone()), 2),
        ("no text", changed(&bytes, &file, |_| Some(vec![0xFF; 9])), Fault::Unlike(file.clone()), 2),
        ("missing", changed(&bytes, &file, |_| None), Fault::Missing(file.clone()), 2),
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
fn a_file_in_which_nothing_can_be_relied_on_is_refused_with_its_reason() {
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
        (
            "another ZIP file",
            packed([("holiday.txt".to_owned(), b"Sun".to_vec())], SimpleFileOptions::default()),
            Refusal::NoManifest,
        ),
        ("no manifest", changed(&bytes, "manifest.json", |_| None), Refusal::NoManifest),
        (
            "another program's manifest",
            changed(&bytes, "manifest.json", |_| Some(b"{}".to_vec())),
            Refusal::NotAParcel,
        ),
        ("a newer kind", says(&|written| written["version"] = json!(3)), Refusal::NewerParcel(3)),
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
            Refusal::BadManifest("hashes[0]: this should be 64 digits and letters from a to f.".to_owned()),
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
fn a_check_code_is_for_those_who_have_opened_every_record() {
    let study = study(&["one", "two"]);
    let other = self::study(&["two"]);
    let mut parcel = Parcel::read(study.export(1).0).unwrap();
    for (unopened, name) in [2, 1].into_iter().zip(parcel.whole()) {
        assert_eq!(parcel.open(&name, &other.keys), Err(Refusal::OtherKeys));
        assert_eq!(parcel.check_code(&study.keys), Err(Refusal::Unopened(unopened)));
        parcel.open(&name, &study.keys).unwrap();
    }
    assert_eq!(parcel.check_code(&other.keys), Err(Refusal::OtherKeys));
    assert_eq!(parcel.check_code(&[]), Err(Refusal::Locked));
    parcel.check_code(&study.keys).unwrap();
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

/// Nothing of what stands in a file makes reading it fail in another way than by a refusal.
mod whatever_becomes_of_a_file {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static FILE: LazyLock<(Study, Vec<u8>)> = LazyLock::new(|| {
        let study = study(&["one", "two"]);
        let bytes = study.export(1).0;
        (study, bytes)
    });

    fn is_read_or_refused(study: &Study, bytes: Vec<u8>) {
        let Ok(mut parcel) = Parcel::read(bytes) else { return };
        assert!(parcel.whole().iter().all(|name| study.records.contains_key(name)));
        for name in parcel.whole() {
            let _ = parcel.open(&name, &study.keys);
        }
        let _ = parcel.check_code(&study.keys);
        let _ = parcel.faults().iter().map(ToString::to_string).collect::<Vec<_>>();
    }

    #[test]
    fn cut_short_anywhere_it_is_refused() {
        let (study, bytes) = &*FILE;
        let around_parts = (0..bytes.len()).filter(|at| at % 97 == 0 || bytes.len() - at < 1_000);
        for length in around_parts {
            assert!(Parcel::read(bytes[..length].to_vec()).is_err(), "after {length} bytes");
        }
        is_read_or_refused(study, bytes.clone());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_is_read_or_refused(
            bytes in vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
            // Where the directory and the end stand, every byte counts.
            tail in vec((0..700_usize, prop_oneof![Just(0_u8), Just(0xFF), any::<u8>()]), 0..6),
            from in any::<prop::sample::Index>(),
            length in 0..64_usize,
            repeats in any::<bool>(),
        ) {
            let (study, whole) = &*FILE;
            let mut file = whole.clone();
            for (at, byte) in bytes {
                let at = at.index(file.len());
                file[at] = byte;
            }
            for (at, byte) in tail {
                let at = file.len() - 1 - at;
                file[at] = byte;
            }
            let from = from.index(file.len());
            let piece: Vec<u8> = file[from..].iter().take(length).copied().collect();
            if repeats {
                file.splice(from..from, piece);
            } else {
                file.drain(from..from + piece.len());
            }
            is_read_or_refused(study, file);
        }
    }
}

/// A device deletes what its check code covers, so no file but the one that it made may give that code.
mod a_file_that_is_no_longer_what_the_device_made {
    use super::*;
    type Change<'a> = &'a dyn Fn(&mut Value, &mut Files);

    fn listed(list: &mut Value, of: &str, name: &str) {
        let names = list[of].as_array_mut().unwrap();
        names.push(json!(name));
        names.sort_by_key(ToString::to_string);
        list["count"] = json!(list["hashes"].as_array().unwrap().len());
    }

    #[test]
    fn has_nothing_deleted() {
        let mut study = study(&["one", "two", "three"]);
        study.records.insert("f".repeat(64), "damaged".to_owned());
        for (sender, other) in [(Some(1), Some(2)), (None, None)] {
            let of = |number: Option<u32>| study.packed(number.map(|number| study.sender(number)));
            let ((bytes, hash), (again, _)) = (of(sender), of(other));
            let folder = if sender.is_some() { "records" } else { "contact" };
            let theirs = seal("a text of their own", &[1024], &study.recipients).unwrap();
            let their_name = sha256(theirs.as_bytes());
            let check_of_again = files(&again).into_iter().find(|(name, _)| name == "check.age").unwrap().1;
            let cases: [(&str, Change); 14] = [
                ("the first taken out", &|list, files| drop(taken_out(files, &struck(list, "hashes", 0)))),
                ("the last taken out", &|list, files| drop(taken_out(files, &struck(list, "hashes", 2)))),
                ("all taken out", &|list, files| {
                    for _ in 0..3 {
                        taken_out(files, &struck(list, "hashes", 0));
                    }
                }),
                ("one struck from the list, its file left", &|list, _| drop(struck(list, "hashes", 1))),
                ("one taken out, the number left", &|list, files| {
                    taken_out(files, &struck(list, "hashes", 1));
                    list["count"] = json!(3);
                }),
                ("one exchanged", &|list, files| {
                    taken_out(files, &struck(list, "hashes", 1));
                    listed(list, "hashes", &their_name);
                    files.insert(format!("{folder}/{their_name}.age"), theirs.clone().into());
                }),
                ("one added", &|list, files| {
                    listed(list, "hashes", &their_name);
                    files.insert(format!("{folder}/{their_name}.age"), theirs.clone().into());
                }),
                ("one called damaged", &|list, files| {
                    let name = struck(list, "hashes", 0);
                    let text = taken_out(files, &name);
                    listed(list, "damaged", &name);
                    files.insert(format!("damaged/{name}.age"), text);
                }),
                ("what was damaged taken out", &|list, files| {
                    drop(taken_out(files, &struck(list, "damaged", 0)));
                }),
                ("what was damaged emptied", &|_, files| {
                    files.insert(format!("damaged/{}.age", "f".repeat(64)), Vec::new());
                }),
                ("the secret of another export", &|_, files| {
                    files.insert("check.age".to_owned(), check_of_again.clone());
                }),
                ("a secret that is none", &|_, files| {
                    let sealed = seal("no secret", &[64], &study.recipients).unwrap();
                    files.insert("check.age".to_owned(), sealed.into());
                }),
                ("said to be of the other kind", &|list, files| {
                    let (other, whole) =
                        if sender.is_some() { ("contact", "records/") } else { ("records", "contact/") };
                    list["content"] = json!(other);
                    let names =
                        files.keys().filter(|name| name.starts_with(whole)).cloned().collect::<Vec<_>>();
                    for name in names {
                        let text = files.remove(&name).unwrap();
                        files.insert(name.replace(whole, &format!("{other}/")), text);
                    }
                    for of_records in ["label", "number", "instrument", "device"] {
                        list.as_object_mut().unwrap().remove(of_records);
                    }
                    if other == "records" {
                        list["label"] = json!("Tablet 3");
                        list["number"] = json!(1);
                        list["instrument"] = json!("0".repeat(64));
                    }
                }),
                ("said to be of the first version", &|list, _| list["version"] = json!(1)),
            ];
            assert!(study.is_confirmed_by(&hash, &bytes));
            for (what, change) in cases {
                let bytes = made_over(&bytes, change);
                Parcel::read(bytes.clone()).unwrap_or_else(|why| panic!("{folder}, {what}: {why}"));
                assert!(!study.is_confirmed_by(&hash, &bytes), "{folder}, {what}");
                assert!(study.code(&bytes).is_err(), "{folder}, {what}: no code that only confuses");
            }
        }
    }

    #[test]
    fn gives_the_code_all_the_same_where_another_device_signed_all_of_it() {
        let study = study(&["one", "two"]);
        let (bytes, hash) = study.export(1);
        let signed = made_over(&bytes, |_, _| {});
        assert!(study.is_confirmed_by(&hash, &signed), "the desk has everything that is deleted");
    }

    #[test]
    fn gives_a_code_that_no_device_knows_where_somebody_made_all_of_it() {
        let study = study(&["one", "two"]);
        let (_, hash) = study.export(1);
        let mut fewer = Study { signing_key: signing_key().unwrap(), ..self::study(&[]) };
        fewer.records.extend(study.records.iter().take(1).map(|(name, text)| (name.clone(), text.clone())));
        fewer.recipients = study.recipients.clone();
        let (theirs, _) = fewer.export(1);
        study.code(&theirs).unwrap();
        assert!(!study.is_confirmed_by(&hash, &theirs));
    }

    /// As versions before the present one made it: the code was in the file, whatever else was.
    #[test]
    fn or_that_an_earlier_version_made_is_opened_and_gets_no_code() {
        let study = study(&["one", "two"]);
        let code = Code::from_random(&[7; 8]);
        let old = made_over(&study.export(1).0, |list, files| {
            list["version"] = json!(1);
            list["check"] = json!(sha256(code.hash_text().as_bytes()));
            let sealed = seal(&code.to_string(), &[64], &study.recipients).unwrap();
            files.insert("check.age".to_owned(), sealed.into());
        });
        let mut parcel = Parcel::read(old).unwrap();
        assert_eq!(study.opened(&mut parcel), ["one", "two"]);
        assert_eq!(parcel.check_code(&study.keys), Err(Refusal::OlderParcel));
        assert_eq!(
            Refusal::OlderParcel.to_string(),
            "There is no check code for this file: it is of an earlier kind, whose code did not cover what the file \
             holds. What was opened is here. Load the newest version of the app on that device. Export again on that \
             device: nothing is deleted there before you enter the check code."
        );
    }
}

/// Hashes and a signature say all that is needed: how the file was packed does not matter.
mod a_file_that_was_packed_again {
    use super::*;
    use zip::CompressionMethod::{Deflated, Stored};

    type Named = Vec<(String, Vec<u8>)>;

    /// As a program packs that can't go back in what it writes.
    fn streamed(files: Named) -> Vec<u8> {
        let mut archive = ZipWriter::new_stream(Vec::new());
        for (name, contents) in files {
            archive.start_file(name, SimpleFileOptions::default().compression_method(Deflated)).unwrap();
            archive.write_all(&contents).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn with(files: &Named, others: &[&str]) -> Named {
        let other = |name: &&str| ((*name).to_owned(), b"of another program".to_vec());
        others.iter().map(other).chain(files.iter().cloned()).collect()
    }

    fn called(files: &Named, name: impl Fn(&str) -> String) -> Named {
        files.iter().map(|(path, contents)| (name(path), contents.clone())).collect()
    }

    #[test]
    fn is_as_good_as_the_one_that_the_device_made() {
        let mut study = study(&["one", "two", "three"]);
        study.records.insert("f".repeat(64), "damaged".to_owned());
        let [deflated, stored] =
            [Deflated, Stored].map(|how| SimpleFileOptions::default().compression_method(how));
        for (bytes, hash) in [study.export(1), study.packed(None)] {
            let files = files(&bytes);
            let nested = called(&files, |name| format!("hiquality-Tablet-3-1/{name}"));
            let litter =
                ["__MACOSX/._records", "__MACOSX/records/._x.age", ".DS_Store", "Thumbs.db", "desktop.ini"];
            let mut commented = packed(files.clone(), deflated);
            let comment = b"by another program";
            let length = commented.len();
            commented[length - 2] = comment.len() as u8;
            commented.extend(comment);
            let cases = [
                ("compressed", packed(files.clone(), deflated)),
                ("backwards", packed(files.iter().rev().cloned(), deflated)),
                ("with folders", packed(with(&files, &["records/", "damaged/"]), deflated)),
                ("in a folder", packed(with(&nested, &["hiquality-Tablet-3-1/"]), deflated)),
                ("with what a Mac adds", packed(with(&files, &litter), deflated)),
                ("with backslashes", packed(called(&files, |name| name.replace('/', "\\")), stored)),
                ("streamed", streamed(files.clone())),
                ("as for a large file", packed(files.clone(), deflated.large_file(true))),
                ("with a comment", commented),
                ("with bytes behind it", [packed(files.clone(), deflated), vec![0; 300]].concat()),
                (
                    "in a folder whose name no program agrees on",
                    packed(called(&files, |name| format!("Gerät/{name}")), stored),
                ),
            ];
            for (what, bytes) in cases {
                let parcel = Parcel::read(bytes.clone()).unwrap_or_else(|why| panic!("{what}: {why}"));
                assert_eq!(parcel.faults(), [], "{what}");
                assert!(study.is_confirmed_by(&hash, &bytes), "{what}");
            }
        }
    }

    #[test]
    fn with_other_files_in_it_says_so_and_is_as_good() {
        let study = study(&["one"]);
        let (bytes, hash) = study.export(1);
        let others = ["notes\u{202E}.txt", "records/strange.age", "a", "b", "c"];
        let bytes = packed(with(&files(&bytes), &others), SimpleFileOptions::default());
        let parcel = Parcel::read(bytes.clone()).unwrap();
        let [fault] = parcel.faults() else { panic!("{:?}", parcel.faults()) };
        assert_eq!(fault.to_string(), "a, b, c and 2 more are not in the file's list, and left out.");
        assert!(study.is_confirmed_by(&hash, &bytes));
        let fault = Fault::Strange(vec!["notes\u{202E}.txt".to_owned()]);
        assert_eq!(
            fault.to_string(),
            "notes[U+202E right-to-left override].txt is not in the file's list, and left out."
        );
    }

    #[test]
    fn with_a_text_twice_is_read_by_the_one_that_is_right() {
        let study = study(&["one", "two"]);
        let (bytes, hash) = study.export(1);
        let name = study.records.keys().next().unwrap();
        let wrong = |instead: &str| (format!("records/{instead}.age"), b"damaged on its way".to_vec());
        // No writer writes a name twice, so another one is changed into it.
        let other = "e".repeat(64);
        for front in [true, false] {
            let mut files = files(&bytes);
            files.insert(if front { 0 } else { files.len() }, wrong(&other));
            let bytes = packed(files, SimpleFileOptions::default());
            let bytes = replaced(&bytes, other.as_bytes(), name.as_bytes());
            assert!(study.is_confirmed_by(&hash, &bytes));
        }
    }

    #[test]
    fn with_other_exports_is_to_be_unpacked_first() {
        let study = study(&["one"]);
        let [one, two] = [1, 2].map(|number| files(&study.export(number).0));
        let both = [called(&one, |name| format!("one/{name}")), called(&two, |name| format!("two/{name}"))];
        let bytes = packed(both.concat(), SimpleFileOptions::default());
        assert_eq!(Parcel::read(bytes).unwrap_err(), Refusal::SeveralManifests);
        let within = vec![("hiquality-Tablet-3-1.zip".to_owned(), study.export(1).0)];
        let bytes = packed(within, SimpleFileOptions::default());
        let refusal = Parcel::read(bytes).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "There is no manifest.json in the file, which every export has. If it is a ZIP file of several exports, \
             unpack it, and choose each of them."
        );
    }
}

fn replaced(bytes: &[u8], text: &[u8], by: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for at in 0..bytes.len() - text.len() {
        if bytes[at..].starts_with(text) {
            bytes[at..at + text.len()].copy_from_slice(by);
        }
    }
    bytes
}

/// Each bound on what somebody else's file can ask of the desk.
mod a_file_that_asks_too_much {
    use super::*;

    /// Where the entries of the table of contents stand.
    fn entries(bytes: &[u8]) -> Vec<usize> {
        (0..bytes.len()).filter(|at| bytes[*at..].starts_with(b"PK\x01\x02")).collect()
    }

    /// The file with two bytes of an entry changed: 8 for the flags, 10 for the method.
    fn with_entry(bytes: &[u8], entry: usize, at: usize, value: u8) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        let entry = entries(&bytes)[entry];
        bytes[entry + at] = value;
        bytes
    }

    #[test]
    fn counts_for_what_it_is_unpacked_and_no_more_where_some_can_not_be() {
        let study = study(&["one", "two", "three"]);
        let (mut bytes, _) = study.export(1);
        let others = 20; // as many of the longest would be more than all may have
        let mut files = files(&bytes);
        files.extend((0..others).map(|nth| (format!("other-{nth}.bin"), b"other".to_vec())));
        bytes = packed(files, SimpleFileOptions::default());
        for nth in 0..others {
            let last = entries(&bytes).len() - 1;
            bytes = with_entry(&bytes, last - nth, 8, 1);
        }
        assert_eq!(Parcel::read(bytes).unwrap().whole().len(), 3);
    }

    #[test]
    fn needs_a_password_or_is_packed_in_an_unusual_way() {
        let study = study(&["one", "two"]);
        let (bytes, _) = study.export(1);
        let file = format!("records/{}.age", study.records.keys().next().unwrap());
        let manifest = archive_len(&bytes) - 2;
        let cases = [
            (8, 1, Obstacle::Password, "it needs a password"),
            (10, 12, Obstacle::Method, "it is packed in an unusual way"),
            (10, 8, Obstacle::Broken, "it is damaged"),
        ];
        for (at, value, obstacle, words) in cases {
            let parcel = Parcel::read(with_entry(&bytes, 1, at, value)).unwrap();
            assert_eq!(parcel.faults(), [Fault::CannotUnpack(file.clone(), obstacle)]);
            let refusal = Parcel::read(with_entry(&bytes, manifest, at, value)).unwrap_err();
            assert_eq!(refusal, Refusal::CannotUnpack("manifest.json".to_owned(), obstacle));
            assert_eq!(
                refusal.to_string(),
                format!(
                    "manifest.json can't be unpacked: {words}. Choose the file as the device saved it, not one that was \
                     packed again by another program."
                )
            );
        }
    }

    #[test]
    fn unpacks_to_more_than_any_text_has() {
        let study = study(&["one"]);
        let (bytes, _) = study.export(1);
        let name = study.records.keys().next().unwrap();
        let bomb = vec![0; (1 << 26) + 1];
        for method in [zip::CompressionMethod::Deflated, zip::CompressionMethod::Stored] {
            let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
            let options = SimpleFileOptions::default().compression_method(method);
            for (file, contents) in files(&bytes) {
                archive.start_file(&file, options).unwrap();
                archive.write_all(if file.contains(name) { &bomb } else { &contents }).unwrap();
            }
            let parcel = Parcel::read(archive.finish().unwrap().into_inner()).unwrap();
            let file = format!("records/{name}.age");
            assert_eq!(parcel.faults(), [Fault::CannotUnpack(file, Obstacle::TooLong)]);
        }
    }

    /// One long file that stands in the table of contents again and again.
    #[test]
    fn unpacks_to_more_than_any_export_has() {
        let study = study(&[]);
        let (bytes, _) = study.export(1);
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (file, contents) in files(&bytes) {
            archive.start_file(&file, SimpleFileOptions::default()).unwrap();
            archive.write_all(&contents).unwrap();
        }
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file("long", options).unwrap();
        archive.write_all(&vec![0; (1 << 26) + 1]).unwrap();
        let mut bytes = archive.finish().unwrap().into_inner();
        let last = *entries(&bytes[bytes.len() - 1_000..]).last().unwrap() + bytes.len() - 1_000;
        let end = bytes.len() - 22;
        let entry = bytes[last..end].to_vec();
        let count = bytes[end + 10] + 15;
        for at in [end + 8, end + 10] {
            bytes[at] = count;
        }
        bytes.splice(end..end, entry.repeat(15));
        assert_eq!(Parcel::read(bytes).unwrap_err(), Refusal::TooMuch);
    }

    #[test]
    fn claims_more_files_than_any_export_has() {
        let study = study(&[]);
        let (mut bytes, _) = study.export(1);
        let end = bytes.len() - 22;
        for claimed in [250_001, 9_000_000, u64::MAX] {
            let mut larger = b"PK\x06\x06".to_vec();
            larger.extend([0; 28]);
            larger.extend(claimed.to_le_bytes());
            larger.extend([0; 16]);
            let mut locator = b"PK\x06\x07\0\0\0\0".to_vec();
            locator.extend((end as u64).to_le_bytes());
            locator.extend([1, 0, 0, 0]);
            bytes.splice(end..bytes.len() - 22, [larger, locator].concat());
            let at = bytes.len() - 22;
            bytes[at + 10..at + 12].copy_from_slice(&[0xFF, 0xFF]);
            assert_eq!(Parcel::read(bytes.clone()).unwrap_err(), Refusal::TooManyFiles, "{claimed}");
        }
        // Of these it says that they are there, and they are not.
        let at = bytes.len() - 22;
        bytes[at + 10..at + 12].copy_from_slice(&[0xFE, 0xFF]);
        assert_eq!(Parcel::read(bytes).unwrap_err(), Refusal::CutShort);
    }

    #[test]
    fn has_numbers_and_lists_that_no_device_writes() {
        let study = study(&["one"]);
        let (bytes, _) = study.packed(None);
        let (records, _) = study.export(1);
        let refused = |bytes: &[u8], name: &str, value: &str, wanted: &str| {
            let list = |text: Vec<u8>| {
                let mut written: Value = serde_json::from_slice(&text).unwrap();
                written[name] = serde_json::from_str(value).unwrap();
                Some(written.to_string().into_bytes())
            };
            let refusal = Parcel::read(changed(bytes, "manifest.json", list)).unwrap_err();
            let said = format!("{name}: this should be {wanted}.");
            assert_eq!(refusal, Refusal::BadManifest(said), "{name} {value:.60}");
        };
        let hash = format!("\"{}\"", "0".repeat(64));
        let many = format!("[{}]", vec![hash.as_str(); 100_001].join(","));
        let number = "a whole number, 0 or more";
        for value in ["0", "1000001", "4294967295"] {
            refused(&records, "number", value, "a whole number from 1 to 1,000,000");
        }
        for value in ["-1", "1.5", "4294967296", "1e999", "\"1\"", "[]"] {
            refused(&records, "number", value, number);
        }
        refused(&bytes, "count", "100001", "a whole number, 100,000 at most");
        refused(&bytes, "count", "18446744073709551616", number);
        for value in ["0", "-1", "\"2\"", "1.5"] {
            let wanted = if value == "0" { "1 or 2" } else { number };
            refused(&bytes, "version", value, wanted);
        }
        for name in ["hashes", "damaged"] {
            refused(&bytes, name, &many, "a list of 100,000 at most");
            refused(&bytes, name, "{}", "a list, in brackets");
        }
        for name in ["device", "instrument", "check"] {
            refused(&records, name, "\"short\"", "64 digits and letters from a to f");
        }
        refused(&bytes, "content", "\"letters\"", "records or contact");
    }

    #[test]
    fn nests_its_list_deeper_than_anything_is_read() {
        let study = study(&[]);
        let deep = |_| Some(["[".repeat(100_000), "]".repeat(100_000)].concat().into_bytes());
        let refusal = Parcel::read(changed(&study.export(1).0, "manifest.json", deep)).unwrap_err();
        assert!(matches!(refusal, Refusal::BadManifest(_)), "{refusal}");
    }

    #[test]
    fn calls_its_device_by_a_name_that_nobody_can_give_one() {
        let label = |label: &str| {
            let study = study(&[]);
            let sender = Sender { label: label.to_owned(), ..study.sender(1) };
            Parcel::read(study.packed(Some(sender)).0)
                .map(|parcel| parcel.manifest().origin.clone().unwrap().label)
        };
        assert_eq!(label("church-hall 2").as_deref(), Ok("church-hall 2"));
        let long = "x".repeat(9_999);
        let cases = [
            ("Tablet\u{200B} 1", "Tablet[U+200B zero width space] 1".to_owned()),
            ("\u{202E}1 telbaT", "[U+202E right-to-left override]1 telbaT".to_owned()),
            ("Tablet\n1", "Tablet[U+000A line end]1".to_owned()),
            ("Tablet  1", "Tablet  1".to_owned()),
            (" Tablet 1", " Tablet 1".to_owned()),
            ("", String::new()),
            ("Таблет 1", "\u{2068}Таблет 1\u{2069}".to_owned()),
            (&long, format!("\u{2068}{}…\u{2069}", "x".repeat(200))),
        ];
        for (named, shown) in cases {
            assert_eq!(label(named), Err(Refusal::BadLabel(shown)), "{named:.40}");
        }
        assert_eq!(
            Refusal::BadLabel("Tablet[U+200B zero width space] 1".to_owned()).to_string(),
            "The file says that its device is called 'Tablet[U+200B zero width space] 1', and the app lets no device be \
             called so: names have 30 letters, digits, spaces and hyphens at most. Nothing of the file is used. Find out \
             which device it comes from. Export again on that device: nothing is deleted there before you enter the check \
             code."
        );
    }
}

#[test]
fn nobody_is_accused_of_what_the_desk_cannot_know() {
    let refusals = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/refusal.rs")).unwrap();
    for word in ["altered", "tamper", "forge", "manipulat", "someone", "attack"] {
        assert!(!refusals.contains(word), "{word}");
    }
}

// Contact details.

#[test]
fn contact_details_have_a_parcel_of_their_own_that_says_nothing_of_the_device() {
    let study = study(&["a@example.org", "b@example.org"]);
    let (bytes, hash) = study.packed(None);
    let written = manifest(&bytes);
    let expected = json!({
        "format": "hiquality-parcel", "version": 2, "content": "contact", "count": 2, "check": hash,
        "hashes": study.records.keys().collect::<Vec<_>>(), "damaged": [],
    });
    assert_eq!(written, expected);
    let mut parcel = Parcel::read(bytes).unwrap();
    assert_eq!((parcel.manifest().content(), &parcel.manifest().origin), (Content::ContactDetails, &None));
    assert_eq!(study.opened(&mut parcel), ["a@example.org", "b@example.org"]);
    let code = parcel.check_code(&study.keys).unwrap();
    assert_eq!(sha256(code.hash_text().as_bytes()), hash);
}

#[test]
fn a_parcel_of_contact_details_has_nothing_in_common_with_one_of_records() {
    let records = study(&["one", "two", "three"]);
    let contact = Study { records: BTreeMap::new(), signing_key: records.signing_key.clone(), ..study(&[]) };
    let sealed = ["x", "y", "z"].map(|text| seal(text, &[1024], &records.recipients).unwrap());
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
