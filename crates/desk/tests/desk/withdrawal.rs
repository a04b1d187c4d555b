//! Deleting a record on request.

use crate::handed_over::{export, opened, opens, with_key};
use crate::{code, complains, facts, goes, happens, is_told, key, opening, to_do, typed, types, withdraw};
use desk::archive::Archive;
use desk::ledger::Ledger;
use desk::organiser::Organiser;
use desk::page::Page;
use desk::readiness::DeviceFacts;
use desk::route::Route;
use desk::withdrawn::Withdrawn;
use fixtures::record;
use withdraw::{Effect, Field, Message};

/// The desk with a record that this code withdraws.
fn holding(hash: &str) -> Organiser {
    let mut organiser = with_key();
    let texts = [("aaaaaaaaaa", record(true, None)), ("bbbbbbbbbb", record(true, Some(hash)))];
    opens(&mut organiser, "one.zip", export("key", "Tablet 1", 1, &["aaaaaaaaaa", "bbbbbbbbbb"]), &texts);
    goes(&mut organiser, Route::Withdrawal);
    organiser
}

/// Looks for the record with this code. Nothing is done to it yet.
fn finds(organiser: &mut Organiser, typed: &str) {
    assert_eq!(types(organiser, &[(Field::Code, typed)], Message::Find), None);
}

/// The record that is found.
fn found(organiser: &Organiser) -> Option<&str> {
    match &organiser.page {
        Page::Withdrawal(page) => page.found.as_deref(),
        other => panic!("{other:?} is open"),
    }
}

fn deleted(organiser: &mut Organiser) {
    happens(organiser, Message::Deleted(Ok("bbbbbbbbbb".to_owned())));
}

#[test]
fn a_record_is_found_by_its_code_and_deleted_once_that_is_confirmed() {
    let (typed, hash) = code(3);
    let mut organiser = holding(&hash);
    finds(&mut organiser, &typed.to_lowercase());
    assert_eq!(found(&organiser), Some("bbbbbbbbbb"));
    let effect = Effect::Delete("bbbbbbbbbb".to_owned(), hash);
    assert_eq!(happens(&mut organiser, Message::Delete), to_do(effect));
    deleted(&mut organiser);
    assert_eq!(organiser.session.archive.records.len(), 1);
    is_told(
        &organiser,
        "Record bbbbbbbb is deleted from this desk. If a file that holds it is opened here again, it stays deleted.",
    );
    let Page::Withdrawal(page) = &organiser.page else { panic!() };
    assert_eq!(page.deleted, Some(vec!["one.zip".to_owned()]));
    assert_eq!((found(&organiser), typed!(organiser, Withdrawal, Field::Code).as_str()), (None, ""));
}

#[test]
fn a_deleted_record_does_not_come_back_with_its_file() {
    let (_, hash) = code(3);
    let mut organiser = holding(&hash);
    deleted(&mut organiser);
    happens(&mut organiser, opening::Message::FileBegun("one.zip".to_owned()));
    happens(&mut organiser, opened("bbbbbbbbbb", &record(true, Some(&hash))));
    let report = &organiser.session.archive.reports[0];
    assert_eq!((report.withdrawn, report.known, report.complete), (1, 0, 0));
    assert!(!organiser.session.archive.records.contains_key("bbbbbbbbbb"));
}

#[test]
fn a_record_that_another_tab_deleted_is_not_open_here_and_does_not_come_back() {
    let (_, hash) = code(3);
    let mut organiser = holding(&hash);
    let elsewhere = Withdrawn::of(vec![("bbbbbbbbbb".to_owned(), hash.clone())]);
    happens(&mut organiser, opening::Message::Withdrawn(elsewhere));
    assert!(!organiser.session.archive.records.contains_key("bbbbbbbbbb"));
    happens(&mut organiser, opening::Message::FileBegun("one.zip".to_owned()));
    happens(&mut organiser, opened("bbbbbbbbbb", &record(true, Some(&hash))));
    let report = &organiser.session.archive.reports[0];
    assert_eq!((report.withdrawn, report.known, report.complete), (1, 0, 0));
    assert!(!organiser.session.archive.records.contains_key("bbbbbbbbbb"));
}

#[test]
fn a_code_that_is_entered_again_is_known() {
    let (typed, hash) = code(3);
    let mut organiser = holding(&hash);
    deleted(&mut organiser);
    let before = "The record with this code was deleted from this desk on request before. There is nothing more to delete here";
    let again = |organiser: &mut Organiser| {
        finds(organiser, &typed);
        complains(organiser, &[(Field::Code, before)]);
    };
    again(&mut organiser);
    happens(&mut organiser, key::Message::Lock);
    again(&mut organiser);
    // As it is kept, and found by a page that was loaded again.
    organiser.session.archive =
        Archive::of([].into(), Withdrawn::of(vec![("bbbbbbbbbb".to_owned(), hash)]), Ledger::default());
    again(&mut organiser);
}

#[test]
fn a_record_can_be_left_after_all() {
    let (typed, hash) = code(3);
    let mut organiser = holding(&hash);
    finds(&mut organiser, &typed);
    assert_eq!(happens(&mut organiser, Message::Leave), None);
    assert_eq!((found(&organiser), organiser.session.archive.records.len()), (None, 2));
}

#[test]
fn a_record_that_was_found_is_not_deleted_by_whoever_comes_back_later() {
    let (typed, hash) = code(3);
    let mut organiser = holding(&hash);
    finds(&mut organiser, &typed);
    goes(&mut organiser, Route::Desk);
    goes(&mut organiser, Route::Withdrawal);
    assert_eq!((found(&organiser), typed!(organiser, Withdrawal, Field::Code).as_str()), (None, ""));
    assert_eq!(happens(&mut organiser, Message::Delete), None);
}

#[test]
fn a_code_of_no_record_says_what_to_check() {
    let (_, hash) = code(3);
    let (unknown, _) = code(4);
    let mut organiser = holding(&hash);
    assert_eq!(happens(&mut organiser, Message::Find), None);
    complains(&organiser, &[(Field::Code, "Enter the withdrawal code that the person was given")]);
    finds(&mut organiser, "ABC");
    complains(&organiser, &[(Field::Code, "Check the code: it has a mistyped or missing character")]);
    finds(&mut organiser, &unknown);
    complains(
        &organiser,
        &[(
            Field::Code,
            "No record that is open here has this code. Check that the files from every device were opened. The person \
             may still be waiting on a device that was not exported",
        )],
    );
    happens(&mut organiser, key::Message::Lock);
    finds(&mut organiser, &unknown);
    complains(
        &organiser,
        &[(
            Field::Code,
            "No record that is open here has this code, but 2 records kept in this browser are not open. Open them \
             under Open files, then enter the code again",
        )],
    );
}

#[test]
fn after_the_date_it_is_said_that_the_time_is_over() {
    let mut organiser = with_key();
    assert_eq!(organiser.session.withdrawal_ended(), None);
    for (local, ended) in [([2027, 3, 31, 23, 59], None), ([2027, 4, 1, 0, 0], Some("2027-03-31"))] {
        organiser.session.facts = DeviceFacts { local, ..facts() };
        assert_eq!(organiser.session.withdrawal_ended(), ended, "{local:?}");
    }
}
