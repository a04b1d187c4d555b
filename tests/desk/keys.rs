//! The organiser's keys.

use crate::handed_over::with_key;
use crate::{At, KEY, at, common, complains, does, presses, sends, session};
use hiquality::device::Unfit;
use hiquality::study::Study;
use hiquality::ui::desk::passphrase;
use hiquality::ui::desk::route::Route;
use hiquality::ui::desk::settings::with_recipients;
use hiquality::ui::desk::state::{
    Button, Device, Effect, Field, Form, Making, Message, Notice, Session, State,
};
use hiquality::ui::desk::words;
use hiquality::worker::request::NewKey;
use serde_json::Value;

fn new_key() -> NewKey {
    NewKey { public: KEY.to_owned(), file: "sealed".to_owned() }
}

fn at_keys() -> State {
    at(Route::Keys, Device::default())
}

/// Someone whose key was made and saved.
fn has_saved() -> State {
    let mut state = at_keys();
    let passphrase = "correct horse battery";
    let fields = [(Field::NewPassphrase, passphrase), (Field::PassphraseAgain, passphrase)];
    assert_eq!(sends(&mut state, Form::Make, &fields), Some(Effect::Make(passphrase.to_owned())));
    state.update(Message::Made(Ok(new_key())));
    let effect = presses(&mut state, Button::SaveKey);
    let name = words::key_name(KEY);
    assert_eq!(effect, Some(Effect::Save(name.clone(), "text/plain", "sealed".to_owned())));
    state.update(Message::Saved(Ok(name)));
    state
}

#[test]
fn a_passphrase_is_long_and_typed_twice() {
    assert_eq!(passphrase::check(""), Err(Unfit::Missing));
    assert_eq!(passphrase::check("elevenchars"), Err(Unfit::Length));
    assert_eq!(passphrase::check("twelve chars"), Ok(()));
    let cases: [(At, (Field, &str)); 3] = [
        (&[], (Field::NewPassphrase, "Enter a passphrase, or have one made")),
        (
            &[(Field::NewPassphrase, "short")],
            (Field::NewPassphrase, "Enter a passphrase of 12 characters or more"),
        ),
        (
            &[(Field::NewPassphrase, "twelve chars"), (Field::PassphraseAgain, "twelve char")],
            (Field::PassphraseAgain, "Enter the same passphrase again"),
        ),
    ];
    for (fields, complaint) in cases {
        let mut state = at_keys();
        assert_eq!(sends(&mut state, Form::Make, fields), None);
        complains(&state, &[complaint]);
    }
}

#[test]
fn a_passphrase_can_be_made_and_is_shown_to_be_written_down() {
    let mut state = at_keys();
    assert_eq!(presses(&mut state, Button::Generate), Some(Effect::Generate));
    state.update(Message::Random(std::array::from_fn(|at| at as u8)));
    let passphrase = "abcd-efgh-ijkm-npqr-stuv-wxyz";
    assert_eq!(state.typed(Field::NewPassphrase), passphrase);
    assert!(state.ticked.contains(&Field::Shown));
    assert_eq!(sends(&mut state, Form::Make, &[]), Some(Effect::Make(passphrase.to_owned())));
}

#[test]
fn a_made_passphrase_uses_letters_that_are_not_mistaken_for_each_other() {
    let letters: String = (0..=255).map(|byte| passphrase::generated([byte; 24])).collect();
    assert!(!letters.contains(['l', 'o', '0', '1']) && letters.is_ascii());
    let different: std::collections::BTreeSet<char> = letters.chars().collect();
    assert_eq!(different.len(), 33, "32 and the hyphen");
}

#[test]
fn a_key_is_shown_only_after_its_saved_file_was_opened() {
    let mut state = has_saved();
    assert_eq!(state.making, Making::Made { key: new_key(), saved: true });
    assert_eq!(state.typed(Field::NewPassphrase), "", "it has to be known, not remembered by the page");
    assert_eq!(sends(&mut state, Form::Settings, &[]), None);
    assert_eq!(sends(&mut state, Form::Prove, &[]), None);
    complains(&state, &[(Field::SavedPassphrase, "Enter the passphrase of the key file")]);
    let effect = sends(&mut state, Form::Prove, &[(Field::SavedPassphrase, "correct horse battery")]);
    assert_eq!(effect, Some(Effect::Unlock(Field::SavedKey, "correct horse battery".to_owned())));
    state.update(Message::Unlocked(Field::SavedKey, Ok("age1other".to_owned())));
    complains(
        &state,
        &[(Field::SavedKey, "This file has another key. Choose the file that you saved just now")],
    );
    assert!(matches!(state.making, Making::Made { .. }));
    state.update(Message::Unlocked(Field::SavedKey, Ok(KEY.to_owned())));
    assert_eq!(state.making, Making::Proven(KEY.to_owned()));
    assert_eq!(state.unlocked, [KEY]);
}

#[test]
fn a_wrong_passphrase_is_told_and_nothing_is_open() {
    let mut state = at_keys();
    let effect = sends(&mut state, Form::Unlock, &[(Field::Passphrase, "wrong")]);
    assert_eq!(effect, Some(Effect::Unlock(Field::KeyFile, "wrong".to_owned())));
    state.update(Message::Unlocked(Field::KeyFile, Err("It does not open.".to_owned())));
    complains(&state, &[(Field::KeyFile, "It does not open.")]);
    assert!(state.unlocked.is_empty() && state.busy.is_none());
}

#[test]
fn several_keys_can_be_open_and_are_locked_together() {
    let mut state = at_keys();
    for key in [KEY, "age1other", KEY] {
        state.update(Message::Unlocked(Field::KeyFile, Ok(key.to_owned())));
    }
    assert_eq!(state.unlocked, [KEY, "age1other"]);
    assert_eq!(presses(&mut state, Button::Lock), Some(Effect::Lock));
    assert!(state.unlocked.is_empty() && state.opening.records.is_empty());
}

#[test]
fn a_worker_that_stopped_has_lost_the_keys() {
    let mut state = at_keys();
    does(&mut state, [Message::Unlocked(Field::KeyFile, Ok(KEY.to_owned())), Message::KeysGone]);
    assert!(state.unlocked.is_empty());
}

/// A new version of the app waits as long.
#[test]
fn the_desk_is_in_use_while_it_is_at_work_or_has_a_key() {
    let mut state = at_keys();
    assert!(!state.is_in_use());
    sends(&mut state, Form::Unlock, &[(Field::Passphrase, "correct horse battery")]);
    assert!(state.is_in_use(), "at work");
    state.update(Message::Unlocked(Field::KeyFile, Ok(KEY.to_owned())));
    assert!(state.is_in_use() && state.busy.is_none());
    presses(&mut state, Button::Lock);
    assert!(!state.is_in_use());
    let mut opened = with_key();
    does(&mut opened, [Message::FileBegun("contact.zip".to_owned()), Message::KeysGone]);
    assert!(opened.is_in_use(), "what was opened with a key that is gone");
    assert!(has_saved().is_in_use(), "a key that was made and not opened again");
}

#[test]
fn new_settings_are_a_study_that_fits_together() {
    let mut texts = common::shipped_texts();
    let other = seal::key::PrivateKey::make().public().to_string();
    texts[4] = with_recipients(&texts[4], &[KEY, &other], Some("2027-03-31"));
    let Study { settings, .. } = common::study(&texts).unwrap();
    assert_eq!(settings.recipients, [KEY, &other]);
    assert_eq!(settings.withdraw_until.as_deref(), Some("2027-03-31"));
    assert!(settings.contact_form, "what was set stays");
    assert_eq!(with_recipients(&texts[4], &[KEY], None), texts[4], "a key stands there once");
    let from_nothing: Value = serde_json::from_str(&with_recipients("{", &[KEY], None)).unwrap();
    assert_eq!(from_nothing, serde_json::json!({ "contactForm": true, "recipients": [KEY] }));
}

#[test]
fn new_settings_need_a_date_and_take_a_colleagues_key() {
    let mut state = has_saved();
    state.update(Message::Unlocked(Field::SavedKey, Ok(KEY.to_owned())));
    assert_eq!(sends(&mut state, Form::Settings, &[(Field::OtherKey, "age1mistyped")]), None);
    assert_eq!(
        state.complaints.iter().map(|(field, _)| *field).collect::<Vec<_>>(),
        [Field::OtherKey, Field::WithdrawUntil]
    );
    let other = seal::key::PrivateKey::make().public().to_string();
    let fields = [(Field::OtherKey, other.as_str()), (Field::WithdrawUntil, "2027-03-31")];
    let Some(Effect::Save(name, kind, text)) = sends(&mut state, Form::Settings, &fields) else { panic!() };
    assert_eq!((name.as_str(), kind), ("settings.json", "application/json"));
    let settings: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(settings["recipients"], serde_json::json!([KEY, other]));
    assert_eq!(settings["withdrawUntil"], "2027-03-31");
}

#[test]
fn new_settings_take_no_date_that_has_passed() {
    let mut state = has_saved();
    state.update(Message::Unlocked(Field::SavedKey, Ok(KEY.to_owned())));
    for passed in ["2026-11-20", "2026-11-21"] {
        assert_eq!(sends(&mut state, Form::Settings, &[(Field::WithdrawUntil, passed)]), None, "{passed}");
        let complaint =
            "Enter a date in the future: people are told that they can have their record deleted until then";
        complains(&state, &[(Field::WithdrawUntil, complaint)]);
    }
    assert!(sends(&mut state, Form::Settings, &[(Field::WithdrawUntil, "2026-11-22")]).is_some());
}

#[test]
fn new_settings_do_not_take_over_a_date_that_has_passed() {
    let with = |until: &str| {
        let mut state = at_keys();
        let settings = format!("{{\"withdrawUntil\": \"{until}\"}}");
        state.session = Session { settings, ..session(&[KEY]) }.into();
        state.needs_date()
    };
    assert!(with("2026-11-20") && !with("2026-11-21"));
}

#[test]
fn a_test_record_tells_which_key_opened_it() {
    let mut state = at(Route::Ready, Device::default());
    assert_eq!(sends(&mut state, Form::Test, &[]), None);
    complains(&state, &[(Field::TestPassphrase, "Enter the passphrase of the key file")]);
    let effect = sends(&mut state, Form::Test, &[(Field::TestPassphrase, "secret")]);
    assert_eq!(effect, Some(Effect::Test("secret".to_owned())));
    state.update(Message::Tested(Ok(vec![KEY.to_owned()])));
    assert_eq!(state.device.as_ref().unwrap().drilled, [KEY]);
    assert_eq!(state.typed(Field::TestPassphrase), "");
    let print = words::fingerprint(KEY);
    let said = format!(
        "A test record was sealed on this device and opened with the key {print}. Now take the key file off this device: \
         whoever has the device must not have the key."
    );
    assert_eq!(state.notice, Some(Notice::Said(said)));
    state.update(Message::Tested(Ok(Vec::new())));
    assert!(
        matches!(&state.notice, Some(Notice::Failed(why)) if why.starts_with("This key file has another key"))
    );
}
