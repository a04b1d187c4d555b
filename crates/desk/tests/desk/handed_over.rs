//! Opening what devices handed over.

use crate::{KEY, at, happens, is_refused, is_told, key, opening, to_do};
use browser::worker::Refused;
use desk::archive::{Archive, NoCheckCode, NotOpened};
use desk::ledger::{Device as Known, Ledger};
use desk::organiser::Organiser;
use desk::page;
use desk::page::opening::report::troubles;
use desk::page::overview::{missing_exports, numbers, opened_exports};
use desk::page::records::export::contacts_parcel;
use desk::route::Route;
use desk::session::Device;
use desk::trouble::Trouble;
use desk::withdrawn::Withdrawn;
use engine::plain::written;
use fixtures::{details, record};
use opening::{Effect, Message};
use storage::database::StorageError;
use worker::request::{Content, Contents, Kind, People};

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

/// What the worker says of a text.
fn kind(text: &str) -> Option<Kind> {
    Kind::of(text, Some("https://hiquality.example/fhir/Questionnaire/contact"))
}

pub(crate) fn opened(name: &str, text: &str) -> Message {
    Message::TextOpened(name.to_owned(), kind(text))
}

/// That the worker did not do something, in its words.
pub(crate) fn refused(words: &str) -> Trouble {
    Trouble::Worker(Refused::Declined(words.to_owned()))
}

/// Someone with an open key.
pub(crate) fn with_key() -> Organiser {
    let mut organiser = at(Route::Opening, Device::default());
    happens(&mut organiser, key::Message::Unlocked(Ok(KEY.to_owned())));
    organiser
}

/// Opens an export, all of whose texts are these.
pub(crate) fn opens(
    organiser: &mut Organiser,
    file: &str,
    contents: Contents,
    texts: &[(&str, String)],
) -> Option<page::Effect> {
    happens(organiser, Message::Open);
    happens(organiser, Message::FileBegun(file.to_owned()));
    happens(organiser, Message::FileRead(contents));
    for (name, text) in texts {
        happens(organiser, opened(name, text));
    }
    happens(organiser, Message::Kept(texts.iter().map(|(name, _)| (*name).to_owned()).collect()));
    let effect = happens(organiser, Message::FileEnded(Ok(Some("ABCD-EFGH".to_owned()))));
    happens(organiser, Message::AllOpened);
    effect
}

#[test]
fn a_file_is_told_in_new_known_complete_and_broken_off() {
    let mut organiser = with_key();
    let texts = [("aa", record(true, None)), ("bb", record(true, None)), ("cc", record(false, None))];
    let effect = opens(&mut organiser, "one.zip", export("key", "Tablet 1", 1, &["aa", "bb", "cc"]), &texts);
    let text = r#"{"label":"Tablet 1","numbers":[1]}"#.to_owned();
    assert_eq!(effect, to_do(Effect::KeepDevice("key".to_owned(), text)));
    let report = &organiser.session.archive.reports[0];
    assert_eq!((report.complete, report.broken_off, report.known), (2, 1, 0));
    let said = "1 file was gone through: 3 records are new.";
    is_told(&organiser, said);
    // The same records come again in a later export, with one more.
    let texts = [("aa", record(true, None)), ("dd", record(true, None))];
    opens(&mut organiser, "two.zip", export("key", "Tablet 1", 2, &["aa", "dd"]), &texts);
    let report = &organiser.session.archive.reports[0];
    assert_eq!(
        (report.file.as_str(), report.complete, report.broken_off, report.known),
        ("two.zip", 1, 0, 1)
    );
    assert_eq!(organiser.session.archive.records.len(), 4);
    let names = ["aa", "bb", "cc", "dd"].map(str::to_owned).to_vec();
    assert_eq!(happens(&mut organiser, Message::SaveRecords), to_do(Effect::SaveRecords(names)));
}

/// Another tab may have written it again before it heard of that.
#[test]
fn a_record_that_was_deleted_on_request_is_not_among_what_is_kept() {
    let withdrawn = Withdrawn::of(vec![("aa".to_owned(), String::new())]);
    let archive = Archive::of(["aa".to_owned(), "bb".to_owned()].into(), withdrawn, Ledger::default());
    assert_eq!(archive.kept, ["bb".to_owned()].into());
}

#[test]
fn a_record_that_was_kept_before_is_known() {
    let mut archive = Archive::of(["aa".to_owned()].into(), Withdrawn::default(), Ledger::default());
    archive.begin("again.zip".to_owned());
    archive.take("aa", kind(&record(true, None)), None);
    assert_eq!((archive.reports[0].complete, archive.reports[0].known), (0, 1));
    assert_eq!(archive.closed(), 0);
}

#[test]
fn what_cannot_be_opened_is_told_and_stops_nothing() {
    let mut organiser = with_key();
    happens(&mut organiser, Message::Open);
    happens(&mut organiser, Message::FileBegun("one.zip".to_owned()));
    let contents = Contents {
        damaged: vec!["dd".to_owned()],
        faults: vec!["records/ee.age is missing from the file.".to_owned()],
        ..export("key", "Tablet 1", 1, &["aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"])
    };
    happens(&mut organiser, Message::FileRead(contents));
    happens(&mut organiser, opened("aaaaaaaaaa", &record(true, None)));
    happens(
        &mut organiser,
        Message::TextRefused("bbbbbbbbbb".to_owned(), NotOpened::Trouble(refused("It is damaged."))),
    );
    happens(&mut organiser, opened("cccccccccc", "{}"));
    let ended = happens(
        &mut organiser,
        Message::FileEnded(Err(NoCheckCode::Trouble(refused("There is no check code.")))),
    );
    assert_eq!(ended, None, "an export that is not whole does not count as seen");
    happens(&mut organiser, Message::AllOpened);
    assert_eq!(organiser.session.archive.reports[0].complete, 1);
    assert_eq!(
        troubles(&organiser.session.archive.reports[0]),
        [
            "1 record was damaged on the device already and can't be opened. All others are not affected.",
            "records/ee.age is missing from the file.",
            "bbbbbbbb: It is damaged.",
            "cccccccc: What was sealed is not a record of a survey.",
            "There is no check code.",
        ]
    );
    let said = "1 file was gone through: 1 record is new. Something in it is not right: see below.";
    is_told(&organiser, said);
}

#[test]
fn contact_details_never_come_to_the_records() {
    let mut organiser = with_key();
    let parcel = Contents { content: Content::ContactDetails, ..export("", "", 0, &["aa"]) };
    let effect = opens(&mut organiser, "contact.zip", parcel, &[("aa", details("Anna", "a@example.org"))]);
    assert_eq!(effect, None, "no device is known for them");
    // Some that someone sent by themselves.
    happens(&mut organiser, Message::FileBegun("single.txt".to_owned()));
    happens(&mut organiser, opened("bb", &details("Ben", "b@example.org")));
    happens(&mut organiser, Message::FileEnded(Ok(None)));
    assert_eq!((organiser.session.archive.records.len(), organiser.session.archive.contacts.len()), (0, 2));
    assert_eq!(happens(&mut organiser, Message::SaveRecords), to_do(Effect::SaveRecords(Vec::new())));
    let names = vec!["aa".to_owned(), "bb".to_owned()];
    assert_eq!(happens(&mut organiser, Message::SaveContacts), to_do(Effect::SaveContacts(names)));
    // A record has no place among them.
    happens(&mut organiser, Message::FileBegun("contact.zip".to_owned()));
    happens(
        &mut organiser,
        Message::FileRead(Contents { content: Content::ContactDetails, ..export("", "", 0, &["cc"]) }),
    );
    happens(&mut organiser, opened("cc", &record(true, None)));
    assert_eq!((organiser.session.archive.records.len(), organiser.session.archive.contacts.len()), (0, 2));
    assert_eq!(troubles(&organiser.session.archive.reports[0]), ["cc: It is not contact details."]);
}

/// The device would delete it.
#[test]
fn there_is_no_check_code_where_anything_was_left_out() {
    let mut organiser = with_key();
    let parcel = Contents { content: Content::ContactDetails, ..export("", "", 0, &["aa", "bb"]) };
    let texts = [("aa", details("Anna", "a@example.org")), ("bb", record(true, None))];
    opens(&mut organiser, "contact.zip", parcel, &texts);
    let said = "There is no check code: not everything in the file is what the file says, so the device keeps it all. \
                Check that this desk has the study's files that the device has, and open the file again.";
    assert_eq!(organiser.session.archive.reports[0].ended, Some(Err(NoCheckCode::LeftOut)));
    assert_eq!(troubles(&organiser.session.archive.reports[0]).last().unwrap(), said);
    assert_eq!(
        opens(&mut organiser, "one.zip", export("key", "Tablet 1", 1, &["cc"]), &[("cc", "{}".to_owned())]),
        None
    );
    assert_eq!(organiser.session.archive.reports[0].ended, Some(Err(NoCheckCode::LeftOut)));
}

#[test]
fn contact_details_are_known_by_their_file_where_the_study_s_files_can_not_be_read() {
    let mut archive = Archive::default();
    archive.begin("contact.zip".to_owned());
    archive.found(Contents { content: Content::ContactDetails, ..export("", "", 0, &["aa"]) });
    archive.take("aa", Kind::of(&details("Anna", "a@example.org"), None), None);
    archive.end(Ok(Some("ABCD-EFGH".to_owned())));
    assert_eq!((archive.contacts.len(), archive.records.len()), (1, 0));
    assert_eq!(archive.reports[0].ended, Some(Ok(Some("ABCD-EFGH".to_owned()))));
}

/// They would not be kept there.
#[test]
fn contact_details_have_no_place_among_records() {
    let mut organiser = with_key();
    let texts = [("aa", details("Anna", "a@example.org"))];
    opens(&mut organiser, "one.zip", export("key", "Tablet 1", 1, &["aa"]), &texts);
    assert!(organiser.session.archive.contacts.is_empty());
    assert!(matches!(organiser.session.archive.reports[0].ended, Some(Err(_))));
}

#[test]
fn the_file_of_contact_details_has_letters_that_tell_it_from_others() {
    let (first, second) = (contacts_parcel("first"), contacts_parcel("second"));
    assert_ne!(first, second);
    assert_eq!(first, contacts_parcel("first"), "the device finds it again");
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
    let text = written(ledger.note("key", "Tablet 1", 5));
    let kept = Ledger::read(&[("key".to_owned(), text), ("other".to_owned(), "damaged".to_owned())]);
    assert_eq!(kept, ledger);
    let (_, device) = kept.devices().next().unwrap();
    assert_eq!(device.missing(), [3..=4]);
    assert_eq!(
        missing_exports("Tablet 1", &[3..=4]),
        "Tablet 1: exports 3 and 4 were not opened here. What they held is in a later export too, unless it was \
         confirmed from another computer: look for those files there."
    );
    assert_eq!(
        missing_exports("Tablet 1", &[3..=3]),
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
    assert_eq!(numbers(device.missing()), "4 to 6 and 8 to 999999");
    assert_eq!(opened_exports(&device.numbers), "exports 1 to 3, 7 and 1000000");
    for numbers in [[0].into(), [u32::MAX].into(), [0, u32::MAX].into()] {
        let device = Known { label: "Tablet 1".to_owned(), numbers };
        missing_exports("Tablet 1", &device.missing());
        opened_exports(&device.numbers);
    }
}

#[test]
fn what_an_earlier_version_noted_of_a_strange_file_does_not_come_up_again() {
    let kept = |text: &str| Ledger::read(&[("key".to_owned(), text.to_owned())]);
    let known = |ledger: &Ledger| -> Vec<(String, String)> {
        ledger.devices().map(|(_, device)| (device.label.clone(), opened_exports(&device.numbers))).collect()
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
    let mut organiser = with_key();
    opens(&mut organiser, "one.zip", export("key", "Tablet 1", 1, &["aa"]), &[("aa", record(true, None))]);
    let strange = opens(
        &mut organiser,
        "two.zip",
        export("other", "Tablet 1", 7, &["bb"]),
        &[("bb", record(true, None))],
    );
    assert_eq!(strange, None);
    opens(
        &mut organiser,
        "three.zip",
        export("other", "Tablet 1", 8, &["cc"]),
        &[("cc", record(true, None))],
    );
    let keys = |organiser: &Organiser| {
        organiser.session.archive.ledger.devices().map(|(key, _)| key.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(keys(&organiser), ["key"]);
    assert_eq!(happens(&mut organiser, Message::Compared("nobody's".to_owned())), None);
    let kept = happens(&mut organiser, Message::Compared("other".to_owned()));
    let text = r#"{"label":"Tablet 1","numbers":[7,8]}"#.to_owned();
    assert_eq!(kept, to_do(Effect::KeepDevice("other".to_owned(), text)));
    assert_eq!(keys(&organiser), ["key", "other"]);
    // From now on both are known.
    let next = opens(&mut organiser, "four.zip", export("other", "Tablet 1", 9, &[]), &[]);
    assert!(matches!(next, Some(page::Effect::Opening(Effect::KeepDevice(..)))));
}

#[test]
fn a_file_with_much_that_is_not_right_is_told_in_a_few_lines() {
    let mut organiser = with_key();
    happens(&mut organiser, Message::FileBegun("one.zip".to_owned()));
    let faults = (0..100_000).map(|at| format!("records/{at}.age is missing from the file.")).collect();
    happens(&mut organiser, Message::FileRead(Contents { faults, ..export("key", "Tablet 1", 1, &[]) }));
    happens(
        &mut organiser,
        Message::FileEnded(Err(NoCheckCode::Trouble(refused("There is no check code.")))),
    );
    let told = troubles(&organiser.session.archive.reports[0]);
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
        let mut organiser = with_key();
        opens(&mut organiser, "one.zip", export("key", "Tablet 1", 1, &["aa"]), &[("aa", text.clone())]);
        assert_eq!(organiser.session.archive.records.len(), usize::from(is_record), "{text:.80}");
        let contact = Contents { content: Content::ContactDetails, ..export("", "", 0, &["bb"]) };
        let text = text.replace(
            "\"status\"",
            "\"questionnaire\":\"https://hiquality.example/fhir/Questionnaire/contact\",\"status\"",
        );
        opens(&mut organiser, "contact.zip", contact, &[("bb", text)]);
    }
}

#[test]
fn what_is_kept_here_needs_only_the_key_again() {
    let mut organiser = with_key();
    organiser.session.archive =
        Archive::of(["aa".to_owned(), "bb".to_owned()].into(), Withdrawn::default(), Ledger::default());
    let names = vec!["aa".to_owned(), "bb".to_owned()];
    assert_eq!(happens(&mut organiser, Message::OpenKept), to_do(Effect::OpenKept(names)));
    happens(&mut organiser, Message::Reopened("aa".to_owned(), Ok(kind(&record(true, None)))));
    happens(
        &mut organiser,
        Message::Reopened("bb".to_owned(), Err(NotOpened::Trouble(refused("It was sealed to other keys.")))),
    );
    happens(&mut organiser, Message::AllOpened);
    let said = "1 record kept here could not be opened. The first is bb: It was sealed to other keys.";
    is_refused(&organiser, said);
    assert_eq!((organiser.session.archive.records.len(), organiser.session.archive.closed()), (1, 1));
}

#[test]
fn locking_forgets_what_was_opened_and_keeps_what_is_sealed() {
    let mut organiser = with_key();
    opens(&mut organiser, "one.zip", export("key", "Tablet 1", 1, &["aa"]), &[("aa", record(true, None))]);
    happens(&mut organiser, Message::Lock);
    assert!(organiser.session.archive.records.is_empty() && organiser.session.archive.reports.is_empty());
    assert_eq!((organiser.session.archive.kept.len(), organiser.session.archive.closed()), (1, 1));
}

#[test]
fn a_file_that_gets_no_check_code_says_why() {
    let reasons = [
        (NoCheckCode::Stopped(3), "You stopped before the end. Open this file again to get its check code."),
        (
            NoCheckCode::TooLarge,
            "This file is larger than 1 GB, which no export is. Check that it is the right file.",
        ),
        (
            NoCheckCode::NotKept(StorageError::Full),
            "What was opened could not be kept in this browser, so there is no check code. There is no space left on \
             this device. Delete what is not needed, such as photos or downloads, and try again.",
        ),
    ];
    for (why, words) in reasons {
        let mut organiser = with_key();
        happens(&mut organiser, Message::Open);
        happens(&mut organiser, Message::FileBegun("one.zip".to_owned()));
        assert_eq!(happens(&mut organiser, Message::FileEnded(Err(why))), None);
        assert_eq!(troubles(&organiser.session.archive.reports[0]), [words]);
    }
}

/// Someone opens the folder that was fetched from the box: so many files.
fn begins_a_folder(files: usize) -> Organiser {
    let mut organiser = with_key();
    happens(&mut organiser, Message::Open);
    happens(&mut organiser, Message::LooseBegun(files));
    organiser
}

#[test]
fn a_folder_of_single_records_is_told_as_one_and_what_is_wrong_in_it_by_reason() {
    let mut organiser = begins_a_folder(2_012);
    happens(&mut organiser, opened("aa", &record(true, None)));
    happens(&mut organiser, opened("bb", &record(false, None)));
    // The same again under another name of a file.
    happens(&mut organiser, opened("aa", &record(true, None)));
    let others = "It was sealed to others.";
    for at in 1..=5 {
        let file = format!("picture-{at}.age");
        happens(&mut organiser, Message::TextRefused(file, NotOpened::Trouble(refused(others))));
    }
    happens(&mut organiser, Message::TextRefused("film.age".to_owned(), NotOpened::TooLarge));
    happens(&mut organiser, Message::FileEnded(Ok(None)));
    happens(&mut organiser, Message::AllOpened);
    let report = &organiser.session.archive.reports[0];
    assert_eq!(
        (report.file.as_str(), report.complete, report.broken_off, report.known),
        ("2,012 files", 1, 1, 1)
    );
    assert_eq!(
        troubles(report),
        [
            "picture-1.age, picture-2.age, picture-3.age and 2 more: It was sealed to others.",
            "film.age: It is larger than 4 MB, which no record is.",
        ]
    );
    let said = "2,012 files were gone through: 2 records are new. Something is not right in several of them: see below.";
    is_told(&organiser, said);
}

#[test]
fn a_folder_that_is_opened_again_counts_what_is_kept_without_opening_it() {
    let mut organiser = begins_a_folder(3);
    happens(&mut organiser, opened("aa", &record(true, None)));
    happens(&mut organiser, Message::Kept(vec!["aa".to_owned()]));
    happens(&mut organiser, Message::FileEnded(Err(NoCheckCode::Stopped(2))));
    happens(&mut organiser, Message::AllOpened);
    assert_eq!(
        troubles(&organiser.session.archive.reports[0]),
        [
            "You stopped before the end, with 2 files left. What was opened is kept: choose the folder again, and only the rest is opened."
        ]
    );
    happens(&mut organiser, Message::Open);
    happens(&mut organiser, Message::LooseBegun(3));
    happens(&mut organiser, Message::KnownByName(vec!["aa".to_owned()]));
    happens(&mut organiser, opened("bb", &record(true, None)));
    happens(&mut organiser, opened("cc", &record(true, None)));
    happens(&mut organiser, Message::FileEnded(Ok(None)));
    happens(&mut organiser, Message::AllOpened);
    let report = &organiser.session.archive.reports[0];
    assert_eq!((report.complete, report.known), (2, 1));
    is_told(&organiser, "3 files were gone through: 2 records are new.");
    assert_eq!(organiser.session.archive.files_with("bb"), ["bb.age"], "who deletes a record finds its file");
}

#[test]
fn answers_that_never_were_sealed_stay_deleted_too() {
    let (_, code) = crate::code(1);
    let withdrawn = Withdrawn::of(vec![("aa".to_owned(), code.clone())]);
    let mut archive = Archive::of([].into(), withdrawn, Ledger::default());
    archive.begin("hiquality-answers.json".to_owned());
    archive.take("another name", kind(&record(true, Some(&code))), None);
    assert_eq!((archive.records.len(), archive.reports[0].withdrawn), (0, 1));
}

#[test]
fn files_are_chosen_before_they_are_opened() {
    let mut organiser = with_key();
    assert_eq!(happens(&mut organiser, Message::Open), to_do(Effect::Open));
    happens(&mut organiser, Message::NoneChosen);
    crate::complains(&organiser, &[(opening::Field::Files, "Choose one or more files")]);
    assert!(!crate::is_busy(&organiser));
}

/// The worker has them, and the page only as long as it shows them.
#[test]
fn people_are_shown_once_their_file_is_opened_and_whenever_somebody_comes_to_the_page() {
    let mut organiser = with_key();
    let parcel = Contents { content: Content::ContactDetails, ..export("", "", 0, &["aa"]) };
    opens(&mut organiser, "contact.zip", parcel, &[("aa", details("Anna", "a@example.org"))]);
    let asks = || to_do(Effect::ShowPeople(vec!["aa".to_owned()]));
    assert_eq!(happens(&mut organiser, Message::AllOpened), asks());
    let people = People { first: vec![vec![("Your name".to_owned(), "Anna".to_owned())]], count: 1 };
    happens(&mut organiser, Message::People(Ok(people)));
    assert_eq!(crate::goes(&mut organiser, Route::Desk), None);
    assert_eq!(crate::goes(&mut organiser, Route::Opening), asks());
    happens(&mut organiser, Message::Lock);
    crate::goes(&mut organiser, Route::Desk);
    assert_eq!(crate::goes(&mut organiser, Route::Opening), None, "they are forgotten");
}

/// A worker that is started anew has none of them.
#[test]
fn what_was_open_is_closed_when_the_worker_stops_or_a_key_was_tested() {
    let stops: [fn(&mut Organiser); 2] = [
        |organiser| drop(organiser.update(crate::Message::News(crate::News::WorkerStopped))),
        |organiser| drop(happens(organiser, crate::ready::Message::Tested(Ok(vec![KEY.to_owned()])))),
    ];
    for stop in stops {
        let mut organiser = with_key();
        opens(
            &mut organiser,
            "one.zip",
            export("key", "Tablet 1", 1, &["aa"]),
            &[("aa", record(true, None))],
        );
        stop(&mut organiser);
        let archive = &organiser.session.archive;
        assert_eq!((archive.records.len(), archive.closed(), archive.reports.len()), (0, 1, 1));
    }
}
