//! The service: an event from its keys to the deleted records, request by request, as it passes between page and worker.

use analysis::snapshot::Snapshot;
use engine::interview::{Interview, Progress, Stage};
use engine::plain::{read, written};
use engine::record::{self, Completion};
use engine::response::Response;
use fixtures::{consent, option, shipped, shipped_texts};
use seal::code::Code;
use seal::sha256;
use std::collections::{BTreeMap, BTreeSet};
use worker::request::{
    BeginParcel, Check, CheckCode, ContactsFile, Content, Contents, Count, Drill, EndParcel, Forget, Gather,
    Kind, Lock, Look, MakeKey, MakeSigningKey, NewKey, Open, OpenNext, Opened, Packed, Protect,
    PublicSigningKey, PutIn, ReadParcel, RecordsFile, Request, Seal, Sealed, ShowPeople, Unlock,
};
use worker::service::Service;

const PASSPHRASE: &str = "correct horse battery staple";

/// Has the service carry out a request; everything passes as text, as it does between page and worker.
fn ask_with<E: Request>(
    service: &mut Service,
    request: &E,
    bytes: &[u8],
) -> Result<(E::Answer, Vec<u8>), String> {
    let message = written(request);
    let (answer, bytes) = service.perform(E::NAME, &message, bytes.to_vec())?;
    Ok((read(&answer).unwrap(), bytes))
}

#[track_caller]
fn ask<E: Request>(service: &mut Service, request: &E) -> E::Answer {
    ask_with(service, request, &[]).unwrap_or_else(|words| panic!("{}: {words}", E::NAME)).0
}

#[track_caller]
fn refused<E: Request>(service: &mut Service, request: &E) -> String {
    match ask_with(service, request, &[]) {
        Ok(_) => panic!("{} was carried out", E::NAME),
        Err(words) => words,
    }
}

fn make_key(service: &mut Service) -> NewKey {
    ask(service, &MakeKey { passphrase: PASSPHRASE.to_owned() })
}

fn unlock(key: &NewKey) -> Unlock {
    Unlock { file: key.file.clone(), passphrase: PASSPHRASE.to_owned() }
}

/// Records sealed on a device, by their names.
fn sealed(service: &mut Service, texts: &[&str], recipients: &[String]) -> BTreeMap<String, String> {
    let seal = |text: &&str| {
        let (text, recipients) = ((*text).to_owned(), recipients.to_vec());
        let sealed = ask(service, &Seal { text, sizes: vec![1024], recipients, withdrawable: false });
        (sealed.name, sealed.text)
    };
    texts.iter().map(seal).collect()
}

fn begin(content: Content, recipients: &[String], signing_key: &str) -> BeginParcel {
    BeginParcel {
        content,
        label: "Tablet 3".to_owned(),
        number: 4,
        instrument: "0".repeat(64),
        recipients: recipients.to_vec(),
        signing_key: signing_key.to_owned(),
    }
}

/// A parcel of these, and the hash of its check code.
fn export(
    service: &mut Service,
    begun: &BeginParcel,
    records: &BTreeMap<String, String>,
) -> (Vec<u8>, String) {
    ask(service, begun);
    let mut file = Vec::new();
    for (name, sealed) in records {
        let request = PutIn { name: name.clone(), sealed: sealed.clone() };
        let (whole, bytes) = ask_with(service, &request, &[]).unwrap();
        assert_eq!(whole, sha256(sealed.as_bytes()) == *name);
        file.extend(bytes);
    }
    let (Packed { check_hash }, bytes) = ask_with(service, &EndParcel {}, &[]).unwrap();
    file.extend(bytes);
    (file, check_hash)
}

/// The text of a record, as far as the desk looks into it.
fn text(id: &str) -> String {
    format!("{{\"resourceType\":\"QuestionnaireResponse\",\"id\":\"{id}\"}}")
}

/// The file of the open records of these names.
fn records_file(service: &mut Service, names: &[String]) -> String {
    let ((), file) = ask_with(service, &RecordsFile { names: names.to_vec() }, &[]).unwrap();
    String::from_utf8(file).unwrap()
}

fn next(name: &str, contact: Option<&str>) -> OpenNext {
    OpenNext { name: name.to_owned(), contact: contact.map(ToOwned::to_owned) }
}

/// What is asked for a file that came by itself.
fn by_itself(text: &str, contact: Option<&str>) -> Open {
    Open { text: text.to_owned(), name: None, contact: contact.map(ToOwned::to_owned) }
}

/// The address of the form of these tests for being contacted.
const CONTACT: &str = "https://hiquality.example/fhir/Questionnaire/contact";

#[test]
fn an_event_from_its_keys_to_the_check_code() {
    let mut desk = Service::default();
    let [one, two] = [make_key(&mut desk), make_key(&mut desk)];
    let recipients = [one.public.clone(), two.public.clone()];
    assert_eq!(ask(&mut desk, &unlock(&one)), one.public);
    let drill = Drill { recipients: recipients.to_vec(), sizes: vec![4096] };
    assert_eq!(ask(&mut desk, &drill), std::slice::from_ref(&one.public), "the other is not unlocked yet");
    assert_eq!(ask(&mut desk, &unlock(&two)), two.public);
    assert_eq!(ask(&mut desk, &unlock(&two)), two.public, "twice is harmless");
    assert_eq!(ask(&mut desk, &drill), recipients);
    let misspelt = Drill { recipients: vec!["age1".to_owned()], sizes: vec![4096] };
    assert_eq!(ask(&mut desk, &misspelt), Vec::<String>::new());

    let mut device = Service::default();
    let texts = ["one", "two", "three"].map(text);
    let records = sealed(&mut device, &texts.each_ref().map(String::as_str), &recipients);
    let one_record = by_itself(records.values().next().unwrap(), None);
    assert_eq!(refused(&mut device, &one_record), "No private key is unlocked. Unlock one, and try again.");
    let signing_key = ask(&mut device, &MakeSigningKey {});
    let begun = begin(Content::Records, &recipients, &signing_key);
    let (file, check_hash) = export(&mut device, &begun, &records);

    let (contents, _) = ask_with(&mut desk, &ReadParcel {}, &file).unwrap();
    let Contents { content, label, device: public, number, instrument, names, damaged, faults } = contents;
    assert_eq!(
        (content, label.as_str(), number, instrument.as_str()),
        (Content::Records, "Tablet 3", 4, "0".repeat(64).as_str())
    );
    assert_eq!(public, ask(&mut device, &PublicSigningKey { signing_key }), "people compare it at both ends");
    assert_eq!((names.clone(), damaged, faults), (records.keys().cloned().collect(), Vec::new(), Vec::new()));
    for (unopened, name) in (1..=names.len()).rev().zip(&names) {
        let told = refused(&mut desk, &CheckCode {});
        let many =
            if unopened == 1 { "one record was".to_owned() } else { format!("{unopened} records were") };
        assert!(told.contains(&format!("no check code yet: {many} not opened")), "{told}");
        let opened = ask(&mut desk, &next(name, Some(CONTACT)));
        let kind = Some(Kind::Record { complete: false, receipt: None });
        assert_eq!(opened, Opened { name: name.clone(), sealed: records[name].clone(), kind });
    }
    let file = records_file(&mut desk, &names);
    let lines: BTreeSet<&str> = file.lines().collect();
    assert_eq!(lines, texts.iter().map(String::as_str).collect());
    let code = Code::read(&ask(&mut desk, &CheckCode {})).unwrap();
    assert_eq!(sha256(code.hash_text().as_bytes()), check_hash);

    ask(&mut desk, &Lock {});
    assert_eq!(refused(&mut desk, &one_record), "No private key is unlocked. Unlock one, and try again.");
    assert!(ask_with(&mut desk, &next(&names[0], None), &[]).is_err());
    assert_eq!(
        refused(&mut desk, &RecordsFile { names }),
        "What was opened is not there any more, as the part of the app that opens was started anew. Open the files again."
    );
}

#[test]
fn contact_details_go_the_same_way_and_say_nothing_of_the_device() {
    let mut service = Service::default();
    let key = make_key(&mut service);
    let recipients = [key.public.clone()];
    let person = |name: &str| {
        format!(
            "{{\"resourceType\":\"QuestionnaireResponse\",\"questionnaire\":\"{CONTACT}|1.0.0\",\"item\":[{{\"linkId\":\"contact-name\",\"answer\":[{{\"valueString\":\"{name}\"}}]}}]}}"
        )
    };
    let people = ["Anna", "Ben", "Cleo"].map(person);
    let details = sealed(&mut service, &people.each_ref().map(String::as_str), &recipients);
    // Even where the page would say it.
    let signing_key = ask(&mut service, &MakeSigningKey {});
    let (file, _) =
        export(&mut service, &begin(Content::ContactDetails, &recipients, &signing_key), &details);
    assert!(!String::from_utf8_lossy(&file).contains("Tablet 3"));
    ask(&mut service, &unlock(&key));
    let (contents, _) = ask_with(&mut service, &ReadParcel {}, &file).unwrap();
    assert_eq!(contents.content, Content::ContactDetails);
    assert_eq!((contents.label, contents.device, contents.number, contents.instrument), Default::default());
    for name in &contents.names {
        assert_eq!(ask(&mut service, &next(name, Some(CONTACT))).kind, Some(Kind::ContactDetails));
    }
    ask(&mut service, &CheckCode {});

    let names = contents.names;
    let form = Some(shipped_texts()[1].clone());
    let shown = ask(&mut service, &ShowPeople { names: names.clone(), form: form.clone(), most: 2 });
    assert_eq!((shown.first.len(), shown.count), (2, 3));
    assert!(shown.first.iter().all(|person| person[0].0 == "Your name"), "{shown:?}");
    let ((), table) = ask_with(&mut service, &ContactsFile { names: names.clone(), form }, &[]).unwrap();
    let table = String::from_utf8(table).unwrap();
    assert!(["Your name", "Anna", "Ben", "Cleo"].iter().all(|words| table.contains(words)), "{table}");
    ask(&mut service, &Lock {});
    let gone = ShowPeople { names, form: None, most: 2 };
    assert!(refused(&mut service, &gone).starts_with("What was opened is not there any more"));
}

/// What is sealed in a file may be anything: whoever made it needs no more than the public key.
#[test]
fn what_is_nothing_of_ours_is_not_held_and_what_is_strange_is_a_line_as_it_is() {
    let mut service = Service::default();
    let key = make_key(&mut service);
    ask(&mut service, &unlock(&key));
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let of = |item: String| format!(r#"{{"resourceType":"QuestionnaireResponse","item":{item}}}"#);
    let cases = [
        ("words".to_owned(), false),
        ("{}".to_owned(), false),
        (of(nested(100_000)), false),
        (of(nested(100)), true),
        (of(format!("[1{}]", "0".repeat(10_000))), true),
        (of("[1e999999999]".to_owned()), true),
    ];
    for (text, is_record) in cases {
        let all = sealed(&mut service, &[&text], std::slice::from_ref(&key.public));
        let (name, sealed) = all.into_iter().next().unwrap();
        let opened = ask(&mut service, &by_itself(&sealed, Some(CONTACT)));
        assert_eq!((&opened.name, opened.kind.is_some()), (&name, is_record), "{text:.80}");
        if is_record {
            assert_eq!(records_file(&mut service, std::slice::from_ref(&name)), text + "\n");
            ask(&mut service, &Forget { name: name.clone() });
        }
        assert!(refused(&mut service, &RecordsFile { names: vec![name] }).starts_with("What was opened"));
    }
}

#[test]
fn a_record_of_many_lines_is_saved_on_one() {
    let mut service = Service::default();
    let key = make_key(&mut service);
    ask(&mut service, &unlock(&key));
    let all = sealed(&mut service, &["{\n\"resourceType\": \"QuestionnaireResponse\"\n}\n"], &[key.public]);
    let (name, sealed) = all.into_iter().next().unwrap();
    ask(&mut service, &by_itself(&sealed, None));
    assert_eq!(records_file(&mut service, &[name]), "{\"resourceType\":\"QuestionnaireResponse\"}\n");
}

#[test]
fn what_people_saved_in_the_clear_is_held_as_it_is_and_needs_no_key() {
    let mut service = Service::default();
    let answers = fixtures::record(true, None);
    let opened = ask(&mut service, &by_itself(&answers, Some(CONTACT)));
    let kind = Some(Kind::Record { complete: true, receipt: None });
    let name = sha256(answers.as_bytes());
    assert_eq!(opened, Opened { name: name.clone(), sealed: String::new(), kind });
    assert_eq!(records_file(&mut service, &[name]), answers + "\n");
    let details = fixtures::details("Anna", "a@example.org");
    let opened = ask(&mut service, &by_itself(&details, Some(CONTACT)));
    assert_eq!(opened.kind, Some(Kind::ContactDetails));
}

#[test]
fn a_file_that_came_by_itself_says_what_is_wrong_with_it() {
    let mut service = Service::default();
    let key = make_key(&mut service);
    ask(&mut service, &unlock(&key));
    let all = sealed(&mut service, &[&text("one")], &[key.public]);
    let (name, whole) = all.into_iter().next().unwrap();
    let named = |name: &str, text: &str| Open { name: Some(name.to_owned()), ..by_itself(text, None) };
    // As people send it, and as the box has it.
    for text in [&whole, &format!("Hello!\r\n\r\n{whole}Bye").replace('\n', "\r\n")] {
        assert_eq!(ask(&mut service, &named(&name, text)).sealed, whole);
    }
    let cut = &whole[..whole.len() / 2];
    let nothing_of_ours = "This is neither an export of a device nor a sealed record, nor answers or contact details. Choose a file whose name begins with hiquality, as the device or the person saved it.";
    let unlike = "It was changed, or cut short, since it was sealed: its name is not the SHA-256 of what is in it. Fetch it again.";
    for (request, words) in [
        (by_itself(cut, None), "The end of this sealed record is missing. Ask for the file again."),
        (by_itself("", None), nothing_of_ours),
        (by_itself("Call them back.", None), nothing_of_ours),
        (by_itself("{}", None), nothing_of_ours),
        (named(&name, cut), unlike),
        (named(&name, ""), unlike),
        (named(&"0".repeat(64), &whole), unlike),
    ] {
        assert_eq!(refused(&mut service, &request), words);
    }
}

#[test]
fn what_came_over_damaged_is_told_in_words_and_gets_no_check_code() {
    let mut service = Service::default();
    let key = make_key(&mut service);
    let recipients = [key.public.clone()];
    let mut records = sealed(&mut service, &["one", "two", "three"], &recipients);
    let signing_key = ask(&mut service, &MakeSigningKey {});
    let begun = begin(Content::Records, &recipients, &signing_key);
    let (mut file, _) = export(&mut service, &begun, &records);
    let name = records.keys().next().unwrap().clone();
    let text = records[&name].as_bytes();
    let at = file.windows(text.len()).position(|window| window == text).unwrap();
    file[at + 300] ^= 1;
    ask(&mut service, &unlock(&key));
    let (contents, _) = ask_with(&mut service, &ReadParcel {}, &file).unwrap();
    let told = format!(
        "records/{name}.age is not as the file's list has it, and is left out; all others can be used. Export \
         again on that device: nothing is deleted there before you enter the check code."
    );
    assert_eq!((contents.faults, contents.names.len()), (vec![told], 2));
    for name in contents.names {
        ask(&mut service, &next(&name, None));
    }
    assert!(refused(&mut service, &CheckCode {}).starts_with("There is no check code for this file"));

    // One that was damaged on the device already holds nothing up.
    records.insert(name.clone(), "damaged".to_owned());
    let (file, _) = export(&mut service, &begun, &records);
    let (contents, _) = ask_with(&mut service, &ReadParcel {}, &file).unwrap();
    assert_eq!((contents.faults.len(), contents.names.len(), contents.damaged), (0, 2, vec![name]));
    for name in contents.names {
        ask(&mut service, &next(&name, None));
    }
    ask(&mut service, &CheckCode {});
}

#[test]
fn a_pin_is_checked_without_being_kept() {
    let mut service = Service::default();
    let kept = ask(&mut service, &Protect { secret: "482913".to_owned() });
    assert!(!kept.contains("482913"));
    assert!(ask(&mut service, &Check { secret: "482913".to_owned(), kept: kept.clone() }));
    assert!(!ask(&mut service, &Check { secret: "482914".to_owned(), kept }));
}

#[test]
fn what_was_not_begun_is_not_gone_on_with() {
    let mut service = Service::default();
    let name = "0".repeat(64);
    let put_in = PutIn { name: name.clone(), sealed: String::new() };
    assert!(refused(&mut service, &put_in).starts_with("No parcel was begun"));
    assert!(refused(&mut service, &EndParcel {}).starts_with("No parcel was begun"));
    assert!(refused(&mut service, &next(&name, None)).starts_with("No exported file is open"));
    assert!(refused(&mut service, &CheckCode {}).starts_with("No exported file is open"));
    let told = service.perform("Dance", "{}", Vec::new()).unwrap_err();
    assert!(told.starts_with("The parts of the app do not fit together (Dance)."), "{told}");
    let told = service.perform(Seal::NAME, "{}", Vec::new()).unwrap_err();
    assert!(told.starts_with("The parts of the app do not fit together (Seal)."), "{told}");
}

#[test]
fn a_mistyped_public_key_seals_nothing() {
    let mut service = Service::default();
    let key = make_key(&mut service).public;
    let recipients = vec![key.clone(), key.replacen("age1", "age1q", 1)];
    let told = refused(
        &mut service,
        &Seal { text: "x".to_owned(), sizes: vec![1024], recipients, withdrawable: false },
    );
    assert!(told.contains("is not a public key"), "{told}");
}

// Figures of an event.

/// Someone who takes a minute.
fn count(record: String) -> Count {
    Count { record, seconds: 60 }
}

fn record(practice: usize, completion: Completion) -> String {
    let instrument = shipped().instrument;
    let scale = instrument.items().iter().find(|item| !item.options().is_empty()).unwrap();
    let code = scale.options()[practice % scale.options().len()].clone();
    let code = engine::instrument::code_of(&code.value).unwrap().to_owned();
    let answer = option(&instrument, scale.id.as_str(), &code);
    recorded([(scale.id.clone(), vec![answer])].into_iter().collect(), completion)
}

/// The record of someone who came to the end and said this.
fn recorded(response: Response, completion: Completion) -> String {
    let instrument = shipped().instrument;
    let shown = instrument.items().iter().map(|item| item.id.clone()).collect();
    let interview =
        Interview::of(&instrument, consent(&instrument), Progress { response, shown }, Stage::Reviewing);
    record::of_interview(&instrument, &interview, completion).written().to_string()
}

#[test]
fn figures_stand_once_enough_people_have_submitted_and_only_theirs_count() {
    let mut service = Service::default();
    ask(&mut service, &count(record(0, Completion::Completed)));
    assert_eq!(ask(&mut service, &Look {}), None, "nothing is gathered where it was not asked for");
    let [questionnaire, _, analysis, ..] = shipped_texts();
    let gather = Gather { questionnaire, analysis };
    ask(&mut service, &gather);
    for person in 0..29 {
        ask(&mut service, &count(record(person, Completion::Completed)));
        ask(&mut service, &count(record(person, Completion::InProgress)));
    }
    ask(&mut service, &gather);
    assert_eq!(ask(&mut service, &Look {}), None);
    ask(&mut service, &count(record(29, Completion::Completed)));
    let written = ask(&mut service, &Look {}).unwrap();
    Snapshot::read(&engine::json::Value::read(&written).unwrap()).unwrap();
    assert_eq!(
        refused(&mut service, &count("{".to_owned())),
        "The record can't be counted, as it does not fit the questionnaire."
    );
    assert_eq!(ask(&mut service, &Look {}), Some(written));
    let other = Gather { questionnaire: "{".to_owned(), ..gather };
    assert!(refused(&mut service, &other).starts_with("The study's files can't be read: "));
}

#[test]
fn whoever_says_nothing_or_takes_less_than_a_minute_is_not_counted() {
    let [questionnaire, _, analysis, ..] = shipped_texts();
    let mut service = Service::default();
    ask(&mut service, &Gather { questionnaire, analysis });
    for person in 0..29 {
        ask(&mut service, &count(record(person, Completion::Completed)));
    }
    for _ in 0..40 {
        ask(&mut service, &count(recorded(Response::default(), Completion::Completed)));
        ask(&mut service, &Count { record: record(0, Completion::Completed), seconds: 59 });
    }
    assert_eq!(ask(&mut service, &Look {}), None);
    ask(&mut service, &count(record(0, Completion::Completed)));
    assert!(ask(&mut service, &Look {}).is_some());
}

#[test]
fn a_record_that_is_submitted_is_sealed_named_and_given_a_code_in_one_go_and_holds_only_the_hash_of_it() {
    let mut service = Service::default();
    let key = make_key(&mut service);
    ask(&mut service, &unlock(&key));
    let mut seal = |withdrawable| {
        let text = r#"{"resourceType":"QuestionnaireResponse"}"#.to_owned();
        let request = Seal { text, sizes: vec![1024], recipients: vec![key.public.clone()], withdrawable };
        let sealed: Sealed = ask(&mut service, &request);
        assert_eq!(sealed.name, sha256(sealed.text.as_bytes()));
        let opened = ask(&mut service, &by_itself(&sealed.text, None));
        (sealed, records_file(&mut service, &[opened.name]))
    };
    let (sealed, opened) = seal(true);
    let code = Code::read(&sealed.code.unwrap()).unwrap();
    assert!(opened.contains(&sha256(code.hash_text().as_bytes())) && !opened.contains(code.hash_text()));
    let (sealed, opened) = seal(false);
    assert_eq!((sealed.code, opened.as_str()), (None, "{\"resourceType\":\"QuestionnaireResponse\"}\n"));
}
