//! The records on a device: handing them over and deleting what has arrived.

use crate::{at, code, complains, does, in_event, presses, sends};
use hiquality::device::{self, Day, Export};
use hiquality::ui::desk::route::Route;
use hiquality::ui::desk::state::{
    Button, Device, Effect, Exported, Field, Form, Message, Notice, State, still_here,
};
use hiquality::worker::request::Content;

/// A researcher's own device, with records.
fn own() -> Device {
    Device { records: 3, ..Device::default() }
}

fn unlocked() -> State {
    let mut state = at(Route::Records, Device { records: 40, ..in_event() });
    does(
        &mut state,
        [Message::Typed(Field::Pin, "1".to_owned()), Message::Sent(Form::Pin), Message::PinChecked(Ok(true))],
    );
    state
}

#[test]
fn a_tablet_exports_under_its_name() {
    let mut state = unlocked();
    assert_eq!(
        sends(&mut state, Form::Export, &[]),
        Some(Effect::Export(Content::Records, "Tablet 1".to_owned()))
    );
}

#[test]
fn a_device_of_ones_own_is_given_a_name_first() {
    let mut state = at(Route::Records, own());
    assert_eq!(sends(&mut state, Form::Export, &[]), None);
    complains(&state, &[(Field::Label, "Enter a name for this device, like Tablet 1")]);
    let effect = sends(&mut state, Form::Export, &[(Field::Label, "Anna")]);
    assert_eq!(effect, Some(Effect::Export(Content::Records, "Anna".to_owned())));
}

#[test]
fn an_export_goes_on_in_sight_and_can_be_stopped() {
    let mut state = unlocked();
    sends(&mut state, Form::Export, &[]).unwrap();
    state.update(Message::Progressed(7, 40));
    assert_eq!(state.busy.as_ref().unwrap().progress, Some((7, 40)));
    assert_eq!(sends(&mut state, Form::Export, &[]), None, "one at a time");
    let cancel = Message::Pressed(Button::Cancel);
    assert_eq!(state.update(cancel), Some(Effect::Cancel));
    state.update(Message::Cancelled);
    assert_eq!(state.busy, None);
    let said = "Stopped. Nothing was deleted. You can begin again at any time.";
    assert_eq!(state.notice, Some(Notice::Said(said.to_owned())));
}

#[test]
fn what_was_exported_is_told_and_the_device_looked_at_again() {
    let mut state = unlocked();
    sends(&mut state, Form::Export, &[]).unwrap();
    let exported = Exported {
        file: "hiquality-Tablet-1-1.zip".to_owned(),
        content: Content::Records,
        whole: 40,
        damaged: 0,
        shareable: true,
    };
    assert_eq!(state.update(Message::Exported(Ok(exported.clone()))), Some(Effect::Look));
    assert_eq!(state.notice, Some(Notice::Exported(exported)));
    state.update(Message::Shared(Ok(false)));
    assert!(state.notice.is_some(), "closing the share sheet leaves the file at hand");
}

fn with_export(hash: &str) -> (State, Export) {
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
    let (mut state, export) = with_export("hash");
    assert_eq!(presses(&mut state, Button::DeleteDamaged), Some(Effect::DeleteDamaged([].into())));
    let exports = device::confirmed(&[export], "hash");
    let [records, none] = [vec!["cc".to_owned(), "dd".to_owned()], Vec::new()];
    let mut state = at(Route::Records, Device { exports: still_here(exports, &records, &none), ..own() });
    let damaged = [("cc".to_owned(), false)].into();
    assert_eq!(presses(&mut state, Button::DeleteDamaged), Some(Effect::DeleteDamaged(damaged)));
    assert_eq!(state.update(Message::DamagedDeleted(Ok(1))), Some(Effect::Look));
    let said = "What was damaged is deleted from this device.";
    assert_eq!(state.notice, Some(Notice::Said(said.to_owned())));
    presses(&mut state, Button::DeleteDamaged);
    state.update(Message::DamagedDeleted(Ok(2)));
    let said = "All 2 that were damaged are deleted from this device.";
    assert_eq!(state.notice, Some(Notice::Said(said.to_owned())));
}

#[test]
fn the_check_code_of_an_export_confirms_it_however_it_is_typed() {
    let (typed, hash) = code(7);
    for typed in [typed.clone(), typed.to_lowercase(), typed.replace('-', " "), format!("  {typed} ")] {
        let (mut state, export) = with_export(&hash);
        assert_eq!(
            sends(&mut state, Form::Confirm, &[(Field::CheckCode, &typed)]),
            Some(Effect::Confirm(export))
        );
        let confirmed = Message::Confirmed(Ok((false, 2, 1)));
        assert_eq!(state.update(confirmed), Some(Effect::Look));
        assert_eq!(state.notice, Some(Notice::Confirmed { contact: false, deleted: 2, remain: 1 }));
        assert_eq!(state.typed(Field::CheckCode), "");
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
        let (mut state, _) = with_export(&hash);
        assert_eq!(sends(&mut state, Form::Confirm, &[(Field::CheckCode, typed)]), None);
        complains(&state, &[(Field::CheckCode, complaint)]);
    }
}
