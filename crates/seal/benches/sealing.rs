//! What sealing costs: a record of the shipped questionnaire, and what a device hands over after a long event.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark that can't go on has failed; nobody links to it"
)]

use criterion::{BatchSize, Criterion};
use engine::fhir::Questionnaire;
use engine::instrument::Instrument;
use engine::record_length::sizes;
use seal::envelope::{open, seal};
use seal::key::{self, PrivateKey, PublicKey};
use seal::parcel::{Packing, Parcel, Sender, signing_key};
use seal::sha256;
use std::collections::BTreeMap;
use std::time::Duration;

/// How many people a busy event has.
const PEOPLE: usize = 2000;

const PASSPHRASE: &str = "correct horse battery staple";

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2))
        .sample_size(10)
        .configure_from_args();
    let questionnaire = concat!(env!("CARGO_MANIFEST_DIR"), "/../../study/questionnaire.json");
    let document = engine::json::Value::read(&std::fs::read_to_string(questionnaire).unwrap()).unwrap();
    let sizes = sizes(&Instrument::read(&Questionnaire::read(&document).unwrap()).unwrap());
    let [one, two] = [PrivateKey::make(), PrivateKey::make()];
    let recipients = [one.public(), two.public()];
    let record = "{\"resourceType\":\"QuestionnaireResponse\"}";
    let sealed = seal(record, &sizes, &recipients).unwrap();
    println!("A record is padded to {sizes:?} bytes, and an ordinary one sealed has {}.", sealed.len());

    criterion.bench_function("seal a record to two keys", |bencher| {
        bencher.iter(|| seal(record, &sizes, &recipients).unwrap());
    });
    let keys = [two];
    criterion.bench_function("open it with the second", |bencher| {
        bencher.iter(|| open(&sealed, &keys).unwrap());
    });
    let file = one.protected(PASSPHRASE, key::WORK).unwrap();
    criterion.bench_function("unlock a private key", |bencher| {
        bencher.iter(|| PrivateKey::unlock(&file, PASSPHRASE).unwrap());
    });

    let records: BTreeMap<String, String> = (0..PEOPLE)
        .map(|_| {
            let sealed = seal(record, &sizes, &recipients).unwrap();
            (sha256(sealed.as_bytes()), sealed)
        })
        .collect();
    let device = signing_key().unwrap();
    let bytes = pack(&records, &recipients, &device);
    println!("A parcel of {PEOPLE} has {} bytes.", bytes.len());
    criterion.bench_function("make a parcel of 2,000", |bencher| {
        bencher.iter(|| pack(&records, &recipients, &device));
    });
    criterion.bench_function("read and check it", |bencher| {
        bencher.iter_batched(|| bytes.clone(), |bytes| Parcel::read(bytes).unwrap(), BatchSize::PerIteration);
    });
    criterion.final_summary();
}

fn pack(records: &BTreeMap<String, String>, recipients: &[PublicKey], device: &str) -> Vec<u8> {
    let sender = Sender {
        label: "Tablet 3".to_owned(),
        number: 1,
        instrument: sha256(b"questionnaire"),
        signing_key: device.to_owned(),
    };
    let mut packing = Packing::begin(Some(sender), recipients).unwrap();
    let mut bytes = Vec::new();
    for (name, sealed) in records {
        packing.put_in(name, sealed).unwrap();
        bytes.extend(packing.take());
    }
    bytes.extend(packing.end().unwrap().0);
    bytes
}
