//! The records on a device: handing them over and deleting what has arrived.

use crate::{
    at, code, complains, goes, happens, in_event, is_busy, is_refused, is_told, record, to_do, typed, types,
    unlocks,
};
use desk::organiser::{Effect, Message as Desk, Organiser};
use desk::page::Page;
use desk::route::Route;
use desk::session::{Device, still_here};
use desk::task::Notice;
use desk::trouble::Trouble;
use record::confirmation::Confirmed;
use record::export::Exported;
use record::{Field, Message};
use seal::device::{self, Day, Export};
use storage::database::StorageError;
use worker::request::Content;

/// A researcher's own device, with records.
fn own() -> Device {
    Device { records: 3, ..Device::default() }
}

/// A tablet at an event, behind its PIN.
fn unlocked() -> Organiser {
    let mut organiser = at(Route::Records, Device { records: 40, ..in_event() });
    unlocks(&mut organiser);
    organiser
}

fn file() -> Exported {
    Exported {
        file: "hiquality-Tablet-1-1.zip".to_owned(),
        content: Content::Records,
        whole: 40,
        damaged: 0,
        shareable: true,
    }
}

/// The file that is at hand on the page.
fn at_hand(organiser: &Organiser) -> Option<&Exported> {
    match &organiser.page {
        Page::Records(page) => page.exported.as_ref(),
        _ => None,
    }
}

#[test]
fn a_tablet_exports_under_its_name() {
    let mut organiser = unlocked();
    let effect = record::Effect::Export(Content::Records, "Tablet 1".to_owned());
    assert_eq!(happens(&mut organiser, Message::Export), to_do(effect));
}

#[test]
fn a_device_of_ones_own_is_given_a_name_first() {
    let mut organiser = at(Route::Records, own());
    assert_eq!(happens(&mut organiser, Message::Export), None);
    complains(&organiser, &[(Field::Label, "Enter a name for this device, like Tablet 1")]);
    let effect = record::Effect::Export(Content::Records, "Anna".to_owned());
    assert_eq!(types(&mut organiser, &[(Field::Label, "Anna")], Message::Export), to_do(effect));
}

#[test]
fn an_export_goes_on_in_sight_and_can_be_stopped() {
    let mut organiser = unlocked();
    happens(&mut organiser, Message::Export).unwrap();
    happens(&mut organiser, Message::Progressed(7, 40));
    assert_eq!(organiser.session.task.busy().unwrap().progress, Some((7, 40)));
    assert_eq!(happens(&mut organiser, Message::Export), None, "one at a time");
    assert_eq!(organiser.update(Desk::Cancel), Some(Effect::Stop));
    happens(&mut organiser, Message::Exported(Ok(None)));
    assert!(!is_busy(&organiser));
    is_told(&organiser, "Stopped. Nothing was deleted. You can begin again at any time.");
}

#[test]
fn an_export_goes_on_while_the_organiser_is_elsewhere() {
    let mut organiser = unlocked();
    happens(&mut organiser, Message::Export).unwrap();
    goes(&mut organiser, Route::Ready);
    happens(&mut organiser, Message::Progressed(8, 40));
    assert_eq!(organiser.session.task.busy().unwrap().progress, Some((8, 40)));
    assert_eq!(happens(&mut organiser, crate::ready::Message::LookAgain), None, "one at a time");
    assert_eq!(happens(&mut organiser, Message::Exported(Ok(Some(file())))), to_do(record::Effect::Look));
    assert!(matches!(organiser.page, Page::Ready(_)) && !is_busy(&organiser));
    is_told(
        &organiser,
        "hiquality-Tablet-1-1.zip is made, with 40 records. It is among this device's downloads.",
    );
}

#[test]
fn what_was_exported_is_told_and_the_device_looked_at_again() {
    let mut organiser = unlocked();
    happens(&mut organiser, Message::Export).unwrap();
    assert_eq!(happens(&mut organiser, Message::Exported(Ok(Some(file())))), to_do(record::Effect::Look));
    assert_eq!(at_hand(&organiser), Some(&file()));
    assert_eq!(happens(&mut organiser, Message::Share), to_do(record::Effect::Share));
    happens(&mut organiser, Message::Shared(Ok(false)));
    assert_eq!(happens(&mut organiser, Message::SaveAgain), to_do(record::Effect::SaveAgain));
    happens(&mut organiser, Message::SavedAgain(Ok("hiquality-Tablet-1-1.zip".to_owned())));
    assert_eq!(at_hand(&organiser), Some(&file()), "closing the share sheet leaves the file at hand");
    assert!(matches!(organiser.session.task.notice(), Some(Notice::Said(_))));
    happens(&mut organiser, Message::Export).unwrap();
    assert_eq!(at_hand(&organiser), None, "another one is being made");
}

#[test]
fn an_export_that_failed_says_why() {
    let mut organiser = unlocked();
    happens(&mut organiser, Message::Export).unwrap();
    happens(&mut organiser, Message::Exported(Err(Trouble::Storage(StorageError::TakenOver))));
    is_refused(
        &organiser,
        "It was changed in another tab. Close the other tabs of this site, and try again.",
    );
}

fn with_export(hash: &str) -> (Organiser, Export) {
    let export = Export {
        contact: false,
        number: 1,
        check_hash: hash.to_owned(),
        count: 3,
        names: vec!["aa".to_owned(), "bb".to_owned()],
        damaged: vec!["cc".to_owned()],
        confirmed: false,
        day: Day(7),
    };
    (at(Route::Records, Device { exports: vec![export.clone()], ..own() }), export)
}

#[test]
fn an_export_waits_as_long_as_something_of_it_is_on_the_device() {
    let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let export = |contact, names: &[&str]| Export {
        contact,
        number: 1,
        check_hash: "hash".to_owned(),
        count: 3,
        names: named(names),
        damaged: Vec::new(),
        confirmed: false,
        day: Day(7),
    };
    let exports =
        vec![export(false, &["aa", "bb"]), export(false, &["aa", "bb", "cc"]), export(true, &["aa"])];
    let here = |records: &[&str], details: &[&str]| {
        let exports = still_here(exports.clone(), &named(records), &named(details));
        exports.into_iter().map(|export| export.names).collect::<Vec<_>>()
    };
    assert_eq!(
        here(&["aa", "bb", "cc"], &["aa"]),
        [named(&["aa", "bb"]), named(&["aa", "bb", "cc"]), named(&["aa"])]
    );
    assert_eq!(
        here(&["cc", "dd"], &[]),
        [named(&[]), named(&["cc"]), named(&[])],
        "the first two were confirmed"
    );
}

#[test]
fn what_is_damaged_can_be_deleted_once_the_file_that_has_it_is_confirmed() {
    let (mut organiser, export) = with_export("hash");
    let none = record::Effect::DeleteDamaged([].into());
    assert_eq!(happens(&mut organiser, Message::DeleteDamaged), to_do(none));
    let exports = device::confirmed(&[export], "hash");
    let [records, none] = [vec!["cc".to_owned(), "dd".to_owned()], Vec::new()];
    let mut organiser = at(Route::Records, Device { exports: still_here(exports, &records, &none), ..own() });
    let damaged = record::Effect::DeleteDamaged([("cc".to_owned(), false)].into());
    assert_eq!(happens(&mut organiser, Message::DeleteDamaged), to_do(damaged));
    assert_eq!(happens(&mut organiser, Message::DamagedDeleted(Ok(1))), to_do(record::Effect::Look));
    is_told(&organiser, "What was damaged is deleted from this device.");
    happens(&mut organiser, Message::DeleteDamaged);
    happens(&mut organiser, Message::DamagedDeleted(Ok(2)));
    is_told(&organiser, "All 2 that were damaged are deleted from this device.");
}

#[test]
fn the_check_code_of_an_export_confirms_it_however_it_is_typed() {
    let (typed, hash) = code(7);
    for typed in [typed.clone(), typed.to_lowercase(), typed.replace('-', " "), format!("  {typed} ")] {
        let (mut organiser, export) = with_export(&hash);
        let effect = record::Effect::Confirm(export);
        assert_eq!(types(&mut organiser, &[(Field::CheckCode, &typed)], Message::Confirm), to_do(effect));
        let confirmed = Confirmed { content: Content::Records, deleted: 2, remain: 1 };
        assert_eq!(happens(&mut organiser, Message::Confirmed(Ok(confirmed))), to_do(record::Effect::Look));
        is_told(
            &organiser,
            "2 records deleted from this device. 1 remains. What remains came after the export, or is damaged.",
        );
        assert_eq!(typed!(organiser, Records, Field::CheckCode), "");
        assert_eq!(organiser.session.device.as_ref().unwrap().records, 1);
    }
}

#[test]
fn a_code_that_is_not_one_deletes_nothing() {
    let (right, hash) = code(7);
    let (unknown, _) = code(9);
    let mistyped = right.replacen(right.chars().next().unwrap(), "Z", 1);
    let cases = [
        ("", "Enter the check code that the desk shows"),
        (mistyped.as_str(), "Check the code: it has a mistyped or missing character"),
        ("hello!", "Check the code: it has a mistyped or missing character"),
        (
            unknown.as_str(),
            "This code belongs to no export from this device. Compare the file's name, the fingerprint and the number \
             that the desk shows beside it with those on this page. If they are not the same, export again, and take \
             that file to the desk yourself",
        ),
    ];
    for (typed, complaint) in cases {
        let (mut organiser, _) = with_export(&hash);
        assert_eq!(types(&mut organiser, &[(Field::CheckCode, typed)], Message::Confirm), None);
        complains(&organiser, &[(Field::CheckCode, complaint)]);
    }
}
