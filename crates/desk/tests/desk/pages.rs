//! What is seen and heard of the organiser's pages.

use crate::handed_over::{export, opened, opens, refused, with_key};
use crate::{
    KEY, NOW, at, broken_files, code, facts, files, goes, happens, in_event, key, locked, opening, ready,
    record, ticks, types, unlocks, with, withdraw,
};
use desk::archive::{Archive, NoCheckCode};
use desk::examination::Examined;
use desk::frame::{self, title};
use desk::organiser::{Message, Organiser};
use desk::readiness::{App, DeviceFacts, UNWRITTEN};
use desk::route::Route;
use desk::services::News;
use desk::session::{Device, Look, NewKeyStep, Session, StudyFiles, Unfinished};
use desk::trouble::Trouble;
use fixtures::html::Element;
use fixtures::page::{hangs_together, rendered};
use record::confirmation::Confirmed;
use record::export::Exported;
use seal::device::{Attempts, Day, Export};
use seal::key::fingerprint;
use serde_json::json;
use storage::database::StorageError;
use worker::request::{Content, Contents, NewKey, People};
use yew::Callback;

/// What the organiser sees, which hangs together.
#[track_caller]
fn page(organiser: &Organiser) -> Element {
    let page = rendered(frame::view(organiser, &Callback::noop()));
    hangs_together(&page, true, |href| match href.strip_prefix('#') {
        Some("/") => true,
        Some(route) if route.starts_with('/') => Route::read(route).is_some(),
        Some(id) => page.with_id(id).is_some(),
        None => false,
    });
    page
}

/// These words are heard, in one line.
#[track_caller]
fn hears(page: &Element, words: &str) {
    assert!(page.heard().lines().any(|line| line.contains(words)), "'{words}' is not in\n{}", page.heard());
}

#[track_caller]
fn hears_nothing_of(page: &Element, words: &str) {
    assert!(!page.heard().contains(words), "'{words}' is in\n{}", page.heard());
}

/// Someone at this place, where nothing is as it should be.
fn in_trouble(route: Route) -> Organiser {
    let facts = DeviceFacts {
        app: App::Incomplete,
        version: None,
        build: None,
        persisted: Some(false),
        space: None,
        installed: false,
        safari: true,
        now: NOW,
        local: [2026, 11, 21, 10, 0],
        ahead: Some(1e9),
        made: None,
        unwritten: UNWRITTEN.to_vec(),
        whole: true,
        host: None,
    };
    let look = Look { device: Err(StorageError::Blocked), facts };
    Organiser::new(route, Session::new(broken_files().into(), look, Err(StorageError::Blocked)))
}

fn busy_device() -> Device {
    let (_, hash) = code(1);
    let export = |contact, number, hash: &str| Export {
        contact,
        number,
        check_hash: hash.to_owned(),
        count: 2,
        names: vec!["aa".to_owned(), "bb".to_owned()],
        damaged: Vec::new(),
        confirmed: false,
        day: Day(20_000),
    };
    Device {
        label: Some("Tablet 1".to_owned()),
        exports: vec![export(false, 2, &hash), export(true, 0, "other")],
        number: 2,
        public_key: Some("public".to_owned()),
        oldest: Some(Day(Day::of(NOW).0 - 3)),
        records: 1_234,
        unsealed: 1,
        details: 2,
        unfinished: Unfinished::Sealed,
        ..Device::default()
    }
}

#[test]
fn every_page_hangs_together_whatever_is_known() {
    for route in Route::DEVICE.into_iter().chain(Route::DESK) {
        for organiser in
            [at(route, Device::default()), at(route, busy_device()), at(route, in_event()), in_trouble(route)]
        {
            page(&organiser);
        }
        let mut open = with_key();
        goes(&mut open, route);
        page(&open);
    }
}

#[test]
fn every_title_says_the_page_and_the_service() {
    let title = |organiser: &Organiser| title(&organiser.page);
    let mut organiser = at(Route::Records, Device::default());
    assert_eq!(title(&organiser), "Records on this device – HiQUALITY survey");
    happens(&mut organiser, record::Message::Confirm);
    assert_eq!(title(&organiser), "Error: Records on this device – HiQUALITY survey");
    assert_eq!(title(&at(Route::Desk, in_event())), "Enter the PIN of this device – HiQUALITY survey");
}

#[test]
fn each_line_of_the_list_says_in_words_whether_it_is_ready() {
    let mut organiser = at(Route::Ready, Device { drilled: vec![KEY.to_owned()], ..Device::default() });
    let list = page(&organiser);
    hears(&list, "# Is this device ready?");
    hears(&list, "Everything that the app can check is ready.");
    hears(&list, "- Ready App kept on this device It starts without a connection. Version 7f3a.");
    hears(&list, "- By hand Held to this app A page can't keep people out of the rest of a tablet.");
    hears_nothing_of(&list, "Not ready");
    hears_nothing_of(&list, "Ask for lasting storage");
    organiser.session.facts.persisted = Some(false);
    let list = page(&organiser);
    hears(&list, "One thing is not ready.");
    hears(&list, "- Not ready Storage is lasting The browser may clear it when space runs short.");
    hears(&list, "button: Ask for lasting storage");
    hears(&list, "button: Print this page");
    happens(&mut organiser, ready::Message::Guided(true));
    hears(&page(&organiser), "- Ready Held to this app");
    hears(&page(&in_trouble(Route::Ready)), "8 things are not ready.");
}

#[test]
fn behind_the_pin_there_is_the_pin_and_the_way_back() {
    let locked = page(&at(Route::Desk, in_event()));
    hears(&locked, "# Enter the PIN of this device");
    hears(&locked, "Back to the survey → #/");
    hears(&locked, "box: PIN; 6 to 12 digits");
    hears(&locked, "button: Continue");
    hears_nothing_of(&locked, "Keys");
    let pin = locked.labelled("PIN");
    assert_eq!(
        (pin.get("type"), pin.get("autocomplete"), pin.get("inputmode")),
        (Some("text"), Some("off"), Some("numeric"))
    );
}

#[test]
fn a_wait_is_seen_counting_and_heard_when_it_is_over() {
    let mut organiser = at(Route::Ready, Device { attempts: Attempts { failed: 3, wait: 2 }, ..in_event() });
    hears(&page(&organiser), "You can try again in 2 seconds, if you leave this page open.");
    let status = |organiser: &Organiser| {
        let page = page(organiser);
        page.all().iter().find(|element| element.get("role") == Some("status")).unwrap().words()
    };
    assert_eq!(status(&organiser), "");
    organiser.update(Message::Second(NOW));
    hears(&page(&organiser), "You can try again in 1 second, if you leave this page open.");
    organiser.update(Message::Second(NOW));
    assert_eq!(status(&organiser), "You can try again now.");
}

#[test]
fn a_wrong_pin_is_told_at_the_field_and_above() {
    let mut organiser = at(Route::Ready, in_event());
    types(&mut organiser, &[(locked::Field::Pin, "000000")], locked::Message::Try);
    happens(&mut organiser, locked::Message::Checked(Ok(false)));
    let wrong = page(&organiser);
    hears(&wrong, "## There is a problem");
    hears(&wrong, "- That is not the PIN of this device. Check it and enter it again → #pin");
    hears(&wrong, "Error: That is not the PIN of this device.");
}

#[test]
fn the_way_out_of_event_mode_is_shown_behind_the_pin() {
    let mut organiser = at(Route::Event, in_event());
    unlocks(&mut organiser);
    let open = page(&organiser);
    hears(&open, "Event mode is on. This device is called Tablet 1.");
    hears(&open, "Back to the survey → #/");
    hears(&open, "button: Leave event mode");
    organiser.update(Message::Idle(180));
    hears(&page(&organiser), "## Important: This page will lock soon");
}

#[test]
fn event_mode_that_cannot_start_shows_no_form() {
    let barred = page(&at(Route::Event, Device { unfinished: Unfinished::Open, ..Device::default() }));
    hears(&barred, "## Important: Not yet");
    hears(&barred, "- Someone has begun the survey in this browser and not finished.");
    hears_nothing_of(&barred, "button: Start event mode");
    let free = page(&at(Route::Event, Device::default()));
    hears(&free, "button: Start event mode");
    hears(&free, "[ ] Show people the answers gathered on this device");
    hears(&free, "1 thing is not ready on this device.");
}

#[test]
fn records_that_wait_are_counted_with_the_age_of_the_oldest() {
    let waits = page(&at(Route::Records, busy_device()));
    hears(&waits, "Records that the desk has not confirmed | 1234");
    hears(&waits, "Age of the oldest | 3 days");
    hears(&waits, "Contact details that the desk has not confirmed | 2");
    hears(
        &waits,
        "This browser also holds 1 record from when settings.json named no key. What is not sealed is not exported here.",
    );
    hears(&waits, "- hiquality-Tablet-1-2.zip: 2 records");
    hears(&waits, &format!("Fingerprint of this device | {}", fingerprint("public")));
    hears(
        &waits,
        "First compare what the desk shows beside the code with what is on this page: the fingerprint of this device, and how many records the file holds. If they are not the same, do not enter the code: export again, and take that file to the desk yourself.",
    );
    hears(&waits, "- hiquality-contact-details-3jks.zip: 2 people's contact details");
    hears(&waits, "button: Export records");
    hears(&waits, "button: Export contact details");
    hears(&waits, "## Confirm an export");
    let none = page(&at(Route::Records, Device::default()));
    hears(&none, "There are no sealed records to export.");
    hears_nothing_of(&none, "button: Export");
    hears_nothing_of(&none, "Confirm");
    hears_nothing_of(&none, "Fingerprint");
}

#[test]
fn an_export_of_which_some_is_gone_is_told_as_the_desk_tells_it() {
    let mut device = busy_device();
    device.exports[0].count = 3;
    hears(
        &page(&at(Route::Records, device.clone())),
        "- hiquality-Tablet-1-2.zip: 3 records, of which 2 are still here",
    );
    device.exports[0].names.pop();
    hears(
        &page(&at(Route::Records, device.clone())),
        "- hiquality-Tablet-1-2.zip: 3 records, of which 1 is still here",
    );
    // As an earlier version noted it.
    device.exports[0].count = 0;
    hears(&page(&at(Route::Records, device)), "- hiquality-Tablet-1-2.zip: 1 record");
}

#[test]
fn what_is_damaged_and_in_a_confirmed_file_can_be_deleted() {
    let mut device = busy_device();
    device.exports[0].damaged = vec!["cc".to_owned(), "dd".to_owned()];
    hears_nothing_of(&page(&at(Route::Records, device.clone())), "Delete what is damaged");
    device.exports[0].confirmed = true;
    let page = page(&at(Route::Records, device));
    hears(&page, "## Delete what is damaged");
    hears(
        &page,
        "Damaged by the storage, and of no more use here: 2 records. A file that you confirmed has the same. Keep that file if somebody is to look into it.",
    );
    hears(&page, "button: Delete what is damaged");
}

#[test]
fn an_export_shows_how_far_it_is_and_says_what_came_of_it() {
    let mut organiser = at(Route::Records, busy_device());
    happens(&mut organiser, record::Message::Export).unwrap();
    hears(&page(&organiser), "Exporting records. Please wait.");
    happens(&mut organiser, record::Message::Progressed(7, 40));
    let going = page(&organiser);
    let progress = going.every(&["progress"])[0];
    assert_eq!((progress.get("value"), progress.get("max")), (Some("7"), Some("40")));
    hears(&going, "7 of 40");
    hears(&going, "button: Cancel");
    let exported = Exported {
        file: "hiquality-Tablet-1-3.zip".to_owned(),
        content: Content::Records,
        whole: 39,
        damaged: 1,
        shareable: true,
    };
    happens(&mut organiser, record::Message::Exported(Ok(Some(exported))));
    let done = page(&organiser);
    hears(&done, "hiquality-Tablet-1-3.zip is made, with 39 records. It is among this device's downloads.");
    hears(&done, "1 record on this device can't be used any more");
    hears(&done, "button: Save the file again");
    hears(&done, "button: Share the file");
    hears(&done, "Open it at the desk. The desk then shows a check code: enter it below.");
}

#[test]
fn a_confirmed_export_says_what_was_deleted_and_what_remains() {
    let said = |(contact, deleted, remain)| {
        let content = if contact { Content::ContactDetails } else { Content::Records };
        let mut organiser = at(Route::Records, busy_device());
        happens(&mut organiser, record::Message::Confirmed(Ok(Confirmed { content, deleted, remain })));
        page(&organiser)
    };
    hears(&said((false, 40, 0)), "40 records deleted from this device. None remain.");
    hears(&said((false, 1, 1)), "1 record deleted from this device. 1 remains.");
    hears(&said((true, 2, 3)), "2 people's contact details deleted from this device. 3 remain.");
    hears(
        &said((false, 0, 3)),
        "Nothing that can be deleted with this export is left. 3 remain on this device.",
    );
}

#[test]
fn what_failed_says_why() {
    let mut organiser = at(Route::Records, busy_device());
    happens(&mut organiser, record::Message::Exported(Err(Trouble::Storage(StorageError::Full))));
    let failed = page(&organiser);
    hears(&failed, "## That was not done");
    hears(&failed, "There is no space left on this device.");
}

#[test]
fn a_key_is_made_saved_opened_again_and_only_then_shown() {
    let mut organiser = at(Route::Keys, Device::default());
    hears(&page(&organiser), "button: Make a key");
    organiser.session.at_hand.new_key =
        NewKeyStep::Made { key: NewKey { public: KEY.to_owned(), file: "sealed".to_owned() }, saved: false };
    let made = page(&organiser);
    hears(&made, "## Save the key file");
    hears_nothing_of(&made, KEY);
    organiser.session.at_hand.new_key =
        NewKeyStep::Made { key: NewKey { public: KEY.to_owned(), file: "sealed".to_owned() }, saved: true };
    let saved = page(&organiser);
    hears(&saved, "## Now open the file that you saved");
    hears_nothing_of(&saved, KEY);
    organiser.session.at_hand.new_key = NewKeyStep::Proven(KEY.to_owned());
    organiser.session.at_hand.keys = vec![KEY.to_owned(), "age1stranger".to_owned()];
    let proven = page(&organiser);
    hears(&proven, &format!("Line for settings.json | \"recipients\": [\"{KEY}\"]"));
    hears(&proven, &format!("Fingerprint | {}", fingerprint(KEY)));
    hears(&proven, "## Important: This is the only key");
    hears(&proven, "This key is not in settings.json");
}

#[test]
fn passphrases_can_be_shown() {
    let mut organiser = at(Route::Keys, Device::default());
    assert_eq!(page(&organiser).labelled("New passphrase").get("type"), Some("password"));
    ticks(&mut organiser, key::Field::Shown, true, key::Message::Input);
    assert_eq!(page(&organiser).labelled("New passphrase").get("type"), Some("text"));
    goes(&mut organiser, Route::Desk);
    goes(&mut organiser, Route::Keys);
    assert_eq!(page(&organiser).labelled("New passphrase").get("type"), Some("password"));
}

#[test]
fn files_are_opened_only_with_a_key() {
    let closed = page(&at(Route::Opening, Device::default()));
    hears(&closed, "To open records you need a key. Open one first.");
    hears_nothing_of(&closed, "button: Open the files");
    hears(&page(&with_key()), "button: Open the files");
}

#[test]
fn a_whole_folder_can_be_chosen() {
    let page = page(&with_key());
    assert!(page.labelled("A whole folder").get("webkitdirectory").is_some());
    assert_eq!(page.labelled("Files").get("accept"), Some(".zip,.txt,.age,.json"));
    assert_eq!(page.labelled("Files").get("webkitdirectory"), None);
}

/// Nothing is sealed, and people hand over what anyone can read.
#[test]
fn files_are_opened_without_a_key_where_a_study_has_none() {
    let page = page(&with(Route::Opening, files(&[]), Ok(Device::default())));
    hears(&page, "button: Open the files");
}

#[test]
fn a_folder_with_records_and_contact_details_shows_both() {
    let mut organiser = with_key();
    happens(&mut organiser, opening::Message::Open);
    happens(&mut organiser, opening::Message::LooseBegun(2));
    happens(&mut organiser, opened("aa", &fixtures::record(true, None)));
    happens(&mut organiser, opened("bb", &fixtures::details("Anna", "a@example.org")));
    happens(&mut organiser, opening::Message::FileEnded(Ok(None)));
    happens(&mut organiser, opening::Message::AllOpened);
    let page = page(&organiser);
    for row in ["Contact details | 1", "New records, complete | 1", "Records known already | 0"] {
        hears(&page, row);
    }
}

#[test]
fn a_file_that_was_opened_shows_what_was_in_it_and_its_check_code() {
    let mut organiser = with_key();
    let texts = [("aa", fixtures::record(true, None)), ("bb", fixtures::record(false, None))];
    opens(&mut organiser, "hiquality-Tablet-1-2.zip", export("key", "Tablet 1", 2, &["aa", "bb"]), &texts);
    let report = page(&organiser);
    hears(&report, "Device | Tablet 1");
    hears(&report, "Export number | 2");
    hears(&report, "New records, complete | 1");
    hears(&report, "New records, broken off | 1");
    hears(&report, "Records known already | 0");
    hears(&report, "ABCD-EFGH");
    hears(&report, &format!("Its fingerprint | {}", fingerprint("key")));
    hears(
        &report,
        &format!(
            "The code covers 2 records, from the device with the fingerprint {}. Compare both with what is on the device, under This device, Records. Type the code there, under Confirm an export, only if they are the same. The device then deletes what is in this file. Keep the file until your data are safe.",
            fingerprint("key")
        ),
    );
    hears(&report, "2 records: 1 complete, 1 broken off.");
    hears(&report, "Tablet 1: export 1 was not opened here.");
    hears_nothing_of(&report, "Another device under the same name");
    hears_nothing_of(&report, "Another version of questionnaire.json");
    let other = Contents { instrument: "older".to_owned(), ..export("key", "Tablet 1", 1, &[]) };
    opens(&mut organiser, "older.zip", other, &[]);
    hears(
        &page(&organiser),
        "Questions | Another version of questionnaire.json than the one beside this page",
    );
}

#[test]
fn no_code_stands_beside_the_warning_that_a_device_is_known_by_another_key() {
    let mut organiser = with_key();
    opens(
        &mut organiser,
        "one.zip",
        export("key", "Tablet 1", 1, &["aa"]),
        &[("aa", fixtures::record(true, None))],
    );
    happens(&mut organiser, opening::Message::Lock);
    happens(&mut organiser, key::Message::Unlocked(Ok(KEY.to_owned())));
    opens(&mut organiser, "other.zip", export("another", "Tablet 1", 1, &[]), &[]);
    let report = page(&organiser);
    hears(&report, "## Important: Another device under the same name");
    let [theirs, known] = ["another", "key"].map(fingerprint);
    hears(
        &report,
        &format!(
            "This file is from a device called 'Tablet 1' with the fingerprint {theirs}. Here a device of this name is known with the fingerprint {known}. Two devices may have the same name, or this one's storage was cleared. Look at the device, under Records: if it shows {theirs}, say so here, and its check code is shown. If no device of yours does, do not use this file, and export again on the device.",
        ),
    );
    hears_nothing_of(&report, "ABCD-EFGH");
    hears(&report, "button: The device shows this fingerprint");
    happens(&mut organiser, opening::Message::Compared("another".to_owned()));
    let report = page(&organiser);
    hears(&report, "ABCD-EFGH");
    hears_nothing_of(&report, "Another device under the same name");
}

#[test]
fn a_file_is_shown_by_a_name_that_turns_nothing_around_it() {
    let mut organiser = with_key();
    let name = format!("{}\u{202E}piz.txt", "x".repeat(20));
    opens(&mut organiser, &name, export("key", "Tablet 1", 1, &[]), &[]);
    hears(&page(&organiser), "[U+202E right-to-left override]");
    assert!(!page(&organiser).heard().contains('\u{202E}'));
}

#[test]
fn of_very_many_people_the_first_are_shown() {
    let mut organiser = with_key();
    let text = json!({
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "https://hiquality.example/fhir/Questionnaire/contact|1.0.0",
    });
    let names: Vec<String> = (0..203).map(|at| format!("{at:03}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let texts: Vec<(&str, String)> = names.iter().map(|name| (*name, text.to_string())).collect();
    let parcel = Contents { content: Content::ContactDetails, ..export("", "", 0, &names) };
    opens(&mut organiser, "contact.zip", parcel, &texts);
    let first = vec![vec![("Your name".to_owned(), "Anna".to_owned())]; 200];
    happens(&mut organiser, opening::Message::People(Ok(People { first, count: 203 })));
    let people = page(&organiser);
    hears(&people, "Person 200 of 203");
    hears_nothing_of(&people, "Person 201 of 203");
    hears(
        &people,
        "3 people's contact details are not shown here. The file that you can save has everyone's.",
    );
}

#[test]
fn what_was_in_the_last_files_is_told_apart_from_what_was_opened_before() {
    let mut organiser = with_key();
    let one = [("aa", fixtures::record(true, None))];
    let two = [("aa", fixtures::record(true, None)), ("bb", fixtures::record(true, None))];
    opens(&mut organiser, "one.zip", export("key", "Tablet 1", 1, &["aa"]), &one);
    hears_nothing_of(&page(&organiser), "Opened before");
    opens(&mut organiser, "two.zip", export("key", "Tablet 1", 2, &["aa", "bb"]), &two);
    let headings = |organiser: &Organiser| {
        let page = page(organiser);
        page.every(&["h2", "h3"]).iter().map(|heading| heading.words()).collect::<Vec<_>>()
    };
    assert_eq!(headings(&organiser)[..4], ["What was in the files", "two.zip", "Opened before", "one.zip"]);
    // The same file again is there once; another one under its name is another one.
    opens(&mut organiser, "one.zip", export("key", "Tablet 1", 1, &["aa"]), &one);
    opens(&mut organiser, "one.zip", export("other", "Tablet 2", 1, &["aa"]), &one);
    assert_eq!(
        headings(&organiser)[..5],
        ["What was in the files", "one.zip", "Opened before", "one.zip", "two.zip"]
    );
    happens(&mut organiser, opening::Message::OpenKept);
    assert_eq!(headings(&organiser)[..2], ["Opened before", "one.zip"]);
}

#[test]
fn a_file_that_could_not_be_opened_at_first_is_there_once() {
    let mut organiser = with_key();
    let tries = [Err(NoCheckCode::Trouble(refused("It was sealed to other keys."))), Ok(None)];
    for tried in tries {
        happens(&mut organiser, opening::Message::Open);
        happens(&mut organiser, opening::Message::FileBegun("single.txt".to_owned()));
        if tried.is_ok() {
            happens(&mut organiser, opened("aa", &fixtures::record(true, None)));
        }
        happens(&mut organiser, opening::Message::FileEnded(tried));
        happens(&mut organiser, opening::Message::AllOpened);
    }
    assert!(organiser.session.archive.of_earlier_runs().is_empty());
}

#[test]
fn contact_details_are_listed_apart() {
    let mut organiser = with_key();
    let text = json!({
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "https://hiquality.example/fhir/Questionnaire/contact|1.0.0",
        "item": [{ "linkId": "contact-name", "answer": [{ "valueString": "Anna" }] }],
    });
    let parcel = Contents { content: Content::ContactDetails, ..export("", "", 0, &["aa"]) };
    opens(&mut organiser, "contact.zip", parcel, &[("aa", text.to_string())]);
    let first = vec![vec![("Your name".to_owned(), "Anna".to_owned())]];
    happens(&mut organiser, opening::Message::People(Ok(People { first, count: 1 })));
    let people = page(&organiser);
    hears(&people, "Contact details | 1");
    hears(
        &people,
        "The code covers 1 person's contact details. Compare that number with the one beside this file's name on the device that lists contact.zip as made there, under This device, Records. Type the code there, under Confirm an export, only if they are the same.",
    );
    hears(&people, "## Contact details");
    hears(&people, "Person 1 of 1");
    hears(&people, "Your name | Anna");
    hears(&people, "button: Save the contact details");
    hears_nothing_of(&people, "Save the opened records");
}

#[test]
fn a_record_that_was_deleted_says_where_else_it_may_be() {
    let (typed, hash) = code(3);
    let mut organiser = with_key();
    let texts = [("bbbbbbbbbb", fixtures::record(true, Some(&hash)))];
    opens(&mut organiser, "one.zip", export("key", "Tablet 1", 1, &["bbbbbbbbbb"]), &texts);
    goes(&mut organiser, Route::Withdrawal);
    hears(&page(&organiser), "People were told that they can have their record deleted until 31 March 2027.");
    hears(&page(&organiser), "1 record is open here.");
    types(&mut organiser, &[(withdraw::Field::Code, &typed)], withdraw::Message::Find);
    let found = page(&organiser);
    hears(&found, "One record has this code: bbbbbbbb. It is complete. Delete it? This can't be undone.");
    happens(&mut organiser, withdraw::Message::Delete);
    happens(&mut organiser, withdraw::Message::Deleted(Ok("bbbbbbbbbb".to_owned())));
    let done = page(&organiser);
    hears(
        &done,
        "Record bbbbbbbb is deleted from this desk. If a file that holds it is opened here again, it stays deleted.",
    );
    hears(&done, "- The file that it came in (one.zip), and any copy of it");
    hears(&done, "- The device, if its export is not confirmed yet");
    organiser.session.facts.local = [2027, 4, 1, 0, 0];
    hears(&page(&organiser), "Results that were published before still count it.");
}

#[test]
fn a_browser_that_keeps_nothing_is_told_at_the_desk() {
    let look = Look { device: Ok(Device::default()), facts: facts() };
    let session = Session::new(files(&[KEY]).into(), look, Err::<Archive, _>(StorageError::Blocked));
    let organiser = Organiser::new(Route::Desk, session);
    hears(&page(&organiser), "## Important: Nothing can be kept in this browser");
}

#[test]
fn files_that_cannot_be_read_are_not_said_to_name_no_key() {
    let organiser = |route| with(route, broken_files(), Ok(busy_device()));
    hears(
        &page(&organiser(Route::Records)),
        "Nothing can be exported until the study files are valid. What is wrong with them is listed under Readiness.",
    );
    hears(
        &page(&organiser(Route::Desk)),
        "Keys in settings.json | This can't be told until the study files are valid",
    );
    let mut unlocked = organiser(Route::Keys);
    happens(&mut unlocked, key::Message::Unlocked(Ok(KEY.to_owned())));
    hears_nothing_of(&page(&unlocked), "This key is not in settings.json");
}

#[test]
fn what_is_wrong_with_newer_files_is_said_though_the_ones_before_still_serve() {
    let files = StudyFiles { newer: vec!["settings.json: wrong".to_owned()], ..files(&[KEY]) };
    let organiser = with(Route::Ready, files, Ok(Device::default()));
    assert_eq!(organiser.session.files.recipients(), [KEY]);
    let heard = page(&organiser).heard();
    assert!(heard.contains("settings.json: wrong"), "{heard}");
}

#[test]
fn what_is_wrong_with_files_that_can_be_read_is_said_as_soon_as_they_are_examined() {
    let mut organiser = at(Route::Ready, Device::default());
    organiser.update(Message::News(News::Examined(Examined::Coming)));
    hears(&page(&organiser), "All five can be read, and are being examined");
    organiser.update(Message::News(News::Examined(Examined::Found(vec!["release.json: odd".to_owned()]))));
    hears(
        &page(&organiser),
        "Correct these in the folder 'study', and load this page again: release.json: odd",
    );
}
