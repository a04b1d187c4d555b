//! Opening what devices handed over.

use crate::{KEY, at, common, presses};
use hiquality::ui::desk::contacts::{csv, people, table};
use hiquality::ui::desk::ledger::{Device as Known, Ledger};
use hiquality::ui::desk::opening::{Kind, Opening};
use hiquality::ui::desk::route::Route;
use hiquality::ui::desk::state::{Button, Device, Effect, Field, Form, Message, Notice, State};
use hiquality::ui::desk::words;
use hiquality::worker::request::{Content, Contents};
use serde_json::json;
use std::rc::Rc;

/// The text of a record.
pub(crate) fn record(complete: bool, receipt: Option<&str>) -> String {
    let status = if complete { "completed" } else { "in-progress" };
    let extension = receipt.map(|hash| {
        json!({
            "url": "https://hiquality.example/fhir/StructureDefinition/receipt-sha256",
            "valueString": hash,
        })
    });
    json!({
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "https://hiquality.example/fhir/Questionnaire/hiquality|1.0.0",
        "status": status,
        "extension": extension.into_iter().collect::<Vec<_>>(),
    })
    .to_string()
}

/// The text of contact details.
fn details(name: &str, email: &str) -> String {
    let answer = |id: &str, text: &str| json!({ "linkId": id, "answer": [{ "valueString": text }] });
    json!({
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "https://hiquality.example/fhir/Questionnaire/contact|1.0.0",
        "status": "completed",
        "item": [{ "linkId": "contact-page", "item": [answer("contact-name", name), answer("contact-email", email)] }],
    })
    .to_string()
}

/// An export of a device with these records.
pub(crate) fn export(device: &str, label: &str, number: u32, names: &[&str]) -> Contents {
    Contents {
        content: Content::Records,
        label: label.to_owned(),
        device: device.to_owned(),
        number,
        instrument: "instrument".to_owned(),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        damaged: Vec::new(),
        faults: Vec::new(),
    }
}

pub(crate) fn opened(name: &str, text: &str) -> Message {
    Message::TextOpened(name.to_owned(), text.into())
}

/// Someone with an open key.
pub(crate) fn with_key() -> State {
    let mut state = at(Route::Opening, Device::default());
    state.update(Message::Unlocked(Field::KeyFile, Ok(KEY.to_owned())));
    state
}

/// Opens an export, all of whose texts are these.
pub(crate) fn opens(
    state: &mut State,
    file: &str,
    contents: Contents,
    texts: &[(&str, String)],
) -> Option<Effect> {
    state.update(Message::Sent(Form::Open));
    state.update(Message::FileBegun(file.to_owned()));
    state.update(Message::FileRead(contents));
    for (name, text) in texts {
        state.update(opened(name, text));
    }
    state.update(Message::Kept(texts.iter().map(|(name, _)| (*name).to_owned()).collect()));
    let effect = state.update(Message::FileEnded(Ok(Some("ABCD-EFGH".to_owned()))));
    state.update(Message::AllOpened);
    effect
}

#[test]
fn a_text_is_known_for_what_it_is() {
    let contact = Some("https://hiquality.example/fhir/Questionnaire/contact");
    let kinds = [
        (record(true, None), Some(Kind::Record { complete: true, receipt: None })),
        (record(false, Some("ab")), Some(Kind::Record { complete: false, receipt: Some("ab".to_owned()) })),
        (details("Anna", "a@example.org"), Some(Kind::ContactDetails)),
        ("{}".to_owned(), None),
        ("not json".to_owned(), None),
        (json!({ "resourceType": "Questionnaire" }).to_string(), None),
    ];
    for (text, kind) in kinds {
        assert_eq!(Kind::of(&text, contact), kind, "{text}");
    }
}

#[test]
fn a_file_is_told_in_new_known_complete_and_broken_off() {
    let mut state = with_key();
    let texts = [("aa", record(true, None)), ("bb", record(true, None)), ("cc", record(false, None))];
    let effect = opens(&mut state, "one.zip", export("key", "Tablet 1", 1, &["aa", "bb", "cc"]), &texts);
    assert!(matches!(effect, Some(Effect::KeepDevice(key, _)) if key == "key"));
    let report = &state.opening.reports[0];
    assert_eq!((report.complete, report.broken_off, report.known), (2, 1, 0));
    let said = "1 file was gone through: 3 records are new.";
    assert_eq!(state.notice, Some(Notice::Said(said.to_owned())));
    // The same records come again in a later export, with one more.
    let texts = [("aa", record(true, None)), ("dd", record(true, None))];
    opens(&mut state, "two.zip", export("key", "Tablet 1", 2, &["aa", "dd"]), &texts);
    let report = &state.opening.reports[0];
    assert_eq!(
        (report.file.as_str(), report.complete, report.broken_off, report.known),
        ("two.zip", 1, 0, 1)
    );
    assert_eq!(state.opening.records.len(), 4);
    let lines = state.opening.records_text();
    assert_eq!(lines.lines().count(), 4);
}

/// Another tab may have written it again before it heard of that.
#[test]
fn a_record_that_was_deleted_on_request_is_not_among_what_is_kept() {
    let withdrawn = [("aa".to_owned(), String::new())].into();
    let opening = Opening::of(["aa".to_owned(), "bb".to_owned()].into(), withdrawn, Ledger::default());
    assert_eq!(opening.kept, ["bb".to_owned()].into());
}

#[test]
fn a_record_that_was_kept_before_is_known() {
    let mut opening = Opening::of(["aa".to_owned()].into(), [].into(), Ledger::default());
    opening.begin("again.zip".to_owned());
    opening.take("aa", &record(true, None), None);
    assert_eq!((opening.reports[0].complete, opening.reports[0].known), (0, 1));
    assert_eq!(opening.closed(), 0);
}

#[test]
fn what_cannot_be_opened_is_told_and_stops_nothing() {
    let mut state = with_key();
    state.update(Message::Sent(Form::Open));
    state.update(Message::FileBegun("one.zip".to_owned()));
    let contents = Contents {
        damaged: vec!["dd".to_owned()],
        faults: vec!["records/ee.age is missing from the file.".to_owned()],
        ..export("key", "Tablet 1", 1, &["aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"])
    };
    state.update(Message::FileRead(contents));
    state.update(opened("aaaaaaaaaa", &record(true, None)));
    state.update(Message::TextRefused("bbbbbbbbbb".to_owned(), "It is damaged.".to_owned()));
    state.update(opened("cccccccccc", "{}"));
    let ended = state.update(Message::FileEnded(Err("There is no check code.".to_owned())));
    assert_eq!(ended, None, "an export that is not whole does not count as seen");
    state.update(Message::AllOpened);
    assert_eq!(state.opening.reports[0].complete, 1);
    assert_eq!(
        words::troubles(&state.opening.reports[0]),
        [
            "1 record was damaged on the device already and can't be opened. All others are not affected.",
            "records/ee.age is missing from the file.",
            "bbbbbbbb: It is damaged.",
            "cccccccc: What was sealed is not a record of a survey.",
            "There is no check code.",
        ]
    );
    let said = "1 file was gone through: 1 record is new. Something in it is not right: see below.";
    assert_eq!(state.notice, Some(Notice::Said(said.to_owned())));
}

#[test]
fn contact_details_never_come_to_the_records() {
    let mut state = with_key();
    let parcel = Contents { content: Content::ContactDetails, ..export("", "", 0, &["aa"]) };
    let effect = opens(&mut state, "contact.zip", parcel, &[("aa", details("Anna", "a@example.org"))]);
    assert_eq!(effect, None, "no device is known for them");
    // Some that someone sent by themselves.
    state.update(Message::FileBegun("single.txt".to_owned()));
    state.update(opened("bb", &details("Ben", "b@example.org")));
    state.update(Message::FileEnded(Ok(None)));
    assert_eq!((state.opening.records.len(), state.opening.contacts.len()), (0, 2));
    assert_eq!(state.opening.records_text(), "");
    // A record has no place among them.
    state.update(Message::FileBegun("contact.zip".to_owned()));
    state.update(Message::FileRead(Contents {
        content: Content::ContactDetails,
        ..export("", "", 0, &["cc"])
    }));
    state.update(opened("cc", &record(true, None)));
    assert_eq!((state.opening.records.len(), state.opening.contacts.len()), (0, 2));
    assert_eq!(words::troubles(&state.opening.reports[0]), ["cc: It is not contact details."]);
}

/// The device would delete it.
#[test]
fn there_is_no_check_code_where_anything_was_left_out() {
    let mut state = with_key();
    let parcel = Contents { content: Content::ContactDetails, ..export("", "", 0, &["aa", "bb"]) };
    let texts = [("aa", details("Anna", "a@example.org")), ("bb", record(true, None))];
    opens(&mut state, "contact.zip", parcel, &texts);
    let said = "There is no check code: not everything in the file is what the file says, so the device keeps it all. \
                Check that this desk has the study's files that the device has, and open the file again.";
    assert_eq!(state.opening.reports[0].ended, Some(Err(said.to_owned())));
    assert_eq!(
        opens(&mut state, "one.zip", export("key", "Tablet 1", 1, &["cc"]), &[("cc", "{}".to_owned())]),
        None
    );
    assert_eq!(state.opening.reports[0].ended, Some(Err(said.to_owned())));
}

#[test]
fn contact_details_are_known_by_their_file_where_the_study_s_files_can_not_be_read() {
    let mut opening = Opening::default();
    opening.begin("contact.zip".to_owned());
    opening.found(Contents { content: Content::ContactDetails, ..export("", "", 0, &["aa"]) });
    opening.take("aa", &details("Anna", "a@example.org"), None);
    opening.end(Ok(Some("ABCD-EFGH".to_owned())));
    assert_eq!((opening.contacts.len(), opening.records.len()), (1, 0));
    assert_eq!(opening.reports[0].ended, Some(Ok(Some("ABCD-EFGH".to_owned()))));
}

/// They would not be kept there.
#[test]
fn contact_details_have_no_place_among_records() {
    let mut state = with_key();
    let texts = [("aa", details("Anna", "a@example.org"))];
    opens(&mut state, "one.zip", export("key", "Tablet 1", 1, &["aa"]), &texts);
    assert!(state.opening.contacts.is_empty());
    assert!(matches!(state.opening.reports[0].ended, Some(Err(_))));
}

#[test]
fn contact_details_are_saved_as_a_table_that_computes_nothing() {
    let study = common::shipped();
    let contacts = [("aa".to_owned(), Rc::from(details("=HYPERLINK(\"x\")", "a@example.org")))].into();
    let table = table(Some(&study), &contacts);
    assert_eq!(table[0][1..3], ["Your name", "Your email address"]);
    assert_eq!(table[1][1..3], ["=HYPERLINK(\"x\")", "a@example.org"]);
    let text = csv(&table);
    assert!(text.starts_with('\u{feff}'));
    assert!(text.contains("\"'=HYPERLINK(\"\"x\"\")\",\"a@example.org\""), "{text}");
}

#[test]
fn contact_details_are_read_with_what_was_agreed_to_last() {
    let study = common::shipped();
    let text = json!({
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "https://hiquality.example/fhir/Questionnaire/contact|1.0.0",
        "item": [{ "linkId": "contact-page", "item": [
            { "linkId": "contact-consent", "answer": [{ "valueBoolean": true }] },
            { "linkId": "contact-name", "answer": [{ "valueString": "Anna" }] },
        ] }],
    });
    let contacts = [("aa".to_owned(), Rc::from(text.to_string()))].into();
    let people = people(Some(&study), &contacts);
    let [(name, anna), (agreed, yes)] = people[0].as_slice() else { panic!("{people:?}") };
    assert_eq!((name.as_str(), anna.as_str(), yes.as_str()), ("Your name", "Anna", "Yes"));
    assert!(agreed.starts_with("I agree that the people who run this survey may contact me"));
    assert_eq!(table(Some(&study), &contacts)[0][0], *agreed, "the table has the order of the form");
}

#[test]
fn the_file_of_contact_details_has_letters_that_tell_it_from_others() {
    let (first, second) = (words::contacts_parcel("first"), words::contacts_parcel("second"));
    assert_ne!(first, second);
    assert_eq!(first, words::contacts_parcel("first"), "the device finds it again");
    let letters =
        first.strip_prefix("hiquality-contact-details-").and_then(|name| name.strip_suffix(".zip")).unwrap();
    assert_eq!(letters.len(), 4);
    assert!(letters.bytes().all(|letter| b"abcdefghijkmnpqrstuvwxyz23456789".contains(&letter)), "{letters}");
}

#[test]
fn exports_that_were_not_seen_are_named() {
    let mut ledger = Ledger::default();
    for number in [1, 2, 5] {
        ledger.note("key", "Tablet 1", number);
    }
    let text = ledger.note("key", "Tablet 1", 5).to_text();
    let kept = Ledger::read(&[("key".to_owned(), text), ("other".to_owned(), "damaged".to_owned())]);
    assert_eq!(kept, ledger);
    let (_, device) = kept.devices().next().unwrap();
    assert_eq!(device.missing(), [3..=4]);
    assert_eq!(
        words::missing("Tablet 1", &[3..=4]),
        "Tablet 1: exports 3 and 4 were not opened here. What they held is in a later export too, unless it was \
         confirmed from another computer: look for those files there."
    );
    assert_eq!(
        words::missing("Tablet 1", &[3..=3]),
        "Tablet 1: export 3 was not opened here. What it held is in a later export too, unless it was confirmed from \
         another computer: look for that file there."
    );
}

/// A list of all that come before would fill the memory.
#[test]
fn an_export_of_any_number_is_told_in_a_line() {
    let mut ledger = Ledger::default();
    for number in [1, 2, 3, 7, 1_000_000] {
        ledger.note("key", "Tablet 1", number);
    }
    let (_, device) = ledger.devices().next().unwrap();
    assert_eq!(device.missing(), [4..=6, 8..=999_999]);
    assert_eq!(words::numbers(device.missing()), "4 to 6 and 8 to 999999");
    assert_eq!(words::opened_exports(&device.numbers), "exports 1 to 3, 7 and 1000000");
    for numbers in [[0].into(), [u32::MAX].into(), [0, u32::MAX].into()] {
        let device = Known { label: "Tablet 1".to_owned(), numbers };
        words::missing("Tablet 1", &device.missing());
        words::opened_exports(&device.numbers);
    }
}

#[test]
fn what_an_earlier_version_noted_of_a_strange_file_does_not_come_up_again() {
    let kept = |text: &str| Ledger::read(&[("key".to_owned(), text.to_owned())]);
    let known = |ledger: &Ledger| -> Vec<(String, String)> {
        ledger
            .devices()
            .map(|(_, device)| (device.label.clone(), words::opened_exports(&device.numbers)))
            .collect()
    };
    let cases = [
        (
            r#"{"label":"Tablet 1","numbers":[1,4294967295]}"#,
            vec![("Tablet 1".to_owned(), "export 1".to_owned())],
        ),
        (r#"{"label":"Tablet 1","numbers":[4294967295]}"#, vec![]),
        (r#"{"label":"Tablet 1","numbers":[0]}"#, vec![]),
        (
            "{\"label\":\"Tablet\u{202E} 1\",\"numbers\":[1]}",
            vec![("Tablet[U+202E right-to-left override] 1".to_owned(), "export 1".to_owned())],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(known(&kept(text)), expected, "{text}");
    }
}

#[test]
fn two_devices_under_one_name_are_pointed_out() {
    let mut ledger = Ledger::default();
    ledger.note("first", "Tablet 1", 1);
    ledger.note("third", "Tablet 2", 1);
    for label in ["Tablet 1", "tablet 1", "Tablet-1"] {
        assert_eq!(ledger.known_otherwise(label, "second"), ["first"], "{label}");
        assert_eq!(ledger.known_otherwise(label, "first"), [""; 0], "{label}");
    }
    assert_eq!(ledger.known_otherwise("Tablet 1", "third"), ["first"], "it was called otherwise");
    assert_eq!(ledger.known_otherwise("Tablet 3", "second"), [""; 0]);
}

#[test]
fn a_device_that_is_known_by_another_key_counts_as_seen_once_someone_has_looked() {
    let mut state = with_key();
    opens(&mut state, "one.zip", export("key", "Tablet 1", 1, &["aa"]), &[("aa", record(true, None))]);
    let strange =
        opens(&mut state, "two.zip", export("other", "Tablet 1", 7, &["bb"]), &[("bb", record(true, None))]);
    assert_eq!(strange, None);
    opens(&mut state, "three.zip", export("other", "Tablet 1", 8, &["cc"]), &[("cc", record(true, None))]);
    let keys =
        |state: &State| state.opening.ledger.devices().map(|(key, _)| key.to_owned()).collect::<Vec<_>>();
    assert_eq!(keys(&state), ["key"]);
    assert_eq!(state.update(Message::Compared("nobody's".to_owned())), None);
    let kept = state.update(Message::Compared("other".to_owned()));
    let text = r#"{"label":"Tablet 1","numbers":[7,8]}"#.to_owned();
    assert_eq!(kept, Some(Effect::KeepDevice("other".to_owned(), text)));
    assert_eq!(keys(&state), ["key", "other"]);
    // From now on both are known.
    let next = opens(&mut state, "four.zip", export("other", "Tablet 1", 9, &[]), &[]);
    assert!(matches!(next, Some(Effect::KeepDevice(..))));
}

#[test]
fn a_file_with_much_that_is_not_right_is_told_in_a_few_lines() {
    let mut state = with_key();
    state.update(Message::FileBegun("one.zip".to_owned()));
    let faults = (0..100_000).map(|at| format!("records/{at}.age is missing from the file.")).collect();
    state.update(Message::FileRead(Contents { faults, ..export("key", "Tablet 1", 1, &[]) }));
    state.update(Message::FileEnded(Err("There is no check code.".to_owned())));
    let told = words::troubles(&state.opening.reports[0]);
    assert_eq!(told.len(), 22);
    assert_eq!(told[20..], ["99980 more like these.", "There is no check code."]);
}

/// What is sealed in a file may be anything: whoever made it needs no more than the public key.
#[test]
fn a_record_that_nobody_s_app_wrote_is_left_out_or_told_as_it_is() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let of = |item: String| {
        format!(r#"{{"resourceType":"QuestionnaireResponse","status":"completed","item":{item}}}"#)
    };
    let cases = [
        (of(nested(100_000)), false),
        (of(nested(100)), true),
        (of(format!("[1{}]", "0".repeat(100_000))), true),
        (of("[1e999999999]".to_owned()), true),
        (of("null".to_owned()) + "\u{0}", false),
        (
            r#"{"resourceType":"QuestionnaireResponse","extension":{"url":1},"questionnaire":[]}"#.to_owned(),
            true,
        ),
    ];
    for (text, is_record) in cases {
        let mut state = with_key();
        opens(&mut state, "one.zip", export("key", "Tablet 1", 1, &["aa"]), &[("aa", text.clone())]);
        assert_eq!(state.opening.records.len(), usize::from(is_record), "{text:.80}");
        state.opening.records_text();
        let contact = Contents { content: Content::ContactDetails, ..export("", "", 0, &["bb"]) };
        let text = text.replace(
            "\"status\"",
            "\"questionnaire\":\"https://hiquality.example/fhir/Questionnaire/contact\",\"status\"",
        );
        opens(&mut state, "contact.zip", contact, &[("bb", text)]);
        people(Some(&common::shipped()), &state.opening.contacts);
    }
}

#[test]
fn what_a_person_wrote_is_shown_on_a_line_and_turns_nothing_around_it() {
    let shown = |name: &str| {
        let contacts = [("aa".to_owned(), Rc::from(details(name, "a@example.org")))].into();
        people(Some(&common::shipped()), &contacts)[0][0].1.clone()
    };
    assert_eq!(shown("Ada\n Lovelace"), "Ada Lovelace");
    assert_eq!(shown("Zoë"), "\u{2068}Zoë\u{2069}");
    assert_eq!(shown("\u{202E}adA"), "[U+202E right-to-left override]adA");
    assert_eq!(shown(&"a".repeat(9_999)).chars().count(), 2_003);
}

#[test]
fn what_is_kept_here_needs_only_the_key_again() {
    let mut state = with_key();
    state.opening = Opening::of(["aa".to_owned(), "bb".to_owned()].into(), [].into(), Ledger::default());
    let names = vec!["aa".to_owned(), "bb".to_owned()];
    assert_eq!(presses(&mut state, Button::OpenKept), Some(Effect::OpenKept(names)));
    state.update(Message::Reopened("aa".to_owned(), Ok(record(true, None).into())));
    state.update(Message::Reopened("bb".to_owned(), Err("It was sealed to other keys.".to_owned())));
    state.update(Message::AllOpened);
    let said = "1 record kept here could not be opened. The first is bb: It was sealed to other keys.";
    assert_eq!(state.notice, Some(Notice::Failed(said.to_owned())));
    assert_eq!((state.opening.records.len(), state.opening.closed()), (1, 1));
}

#[test]
fn locking_forgets_what_was_opened_and_keeps_what_is_sealed() {
    let mut state = with_key();
    opens(&mut state, "one.zip", export("key", "Tablet 1", 1, &["aa"]), &[("aa", record(true, None))]);
    presses(&mut state, Button::Lock);
    assert!(state.opening.records.is_empty() && state.opening.reports.is_empty());
    assert_eq!((state.opening.kept.len(), state.opening.closed()), (1, 1));
}
