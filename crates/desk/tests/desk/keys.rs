//! The organiser's keys.

use crate::handed_over::{refused, with_key};
use crate::{
    At, KEY, at, complains, files, goes, happens, is_busy, is_refused, is_told, key, opening, ready, to_do,
    typed, types, with,
};
use desk::organiser::{Message as Desk, Organiser};
use desk::page::Page;
use desk::page::keys::new_key::{key_name, needs_date};
use desk::passphrase;
use desk::route::Route;
use desk::services::News;
use desk::session::{Device, NewKeyStep};
use desk::settings::with_recipients;
use key::{Effect, Field, Message};
use seal::device::Unfit;
use seal::key::fingerprint;
use serde_json::Value;
use study::Study;
use worker::request::NewKey;

fn new_key() -> NewKey {
    NewKey { public: KEY.to_owned(), file: "sealed".to_owned() }
}

fn at_keys() -> Organiser {
    at(Route::Keys, Device::default())
}

/// Someone whose key was made and saved.
fn has_saved() -> Organiser {
    let mut organiser = at_keys();
    let passphrase = "correct horse battery";
    let fields = [(Field::NewPassphrase, passphrase), (Field::PassphraseAgain, passphrase)];
    assert_eq!(types(&mut organiser, &fields, Message::Make), to_do(Effect::Make(passphrase.to_owned())));
    happens(&mut organiser, Message::Made(Ok(new_key())));
    assert_eq!(happens(&mut organiser, Message::SaveKey), to_do(Effect::SaveKey(new_key())));
    happens(&mut organiser, Message::KeySaved(Ok(key_name(KEY))));
    is_told(&organiser, &format!("{} is among this device's downloads.", key_name(KEY)));
    organiser
}

/// Someone whose key was made, saved and opened again.
fn has_proven() -> Organiser {
    let mut organiser = has_saved();
    happens(&mut organiser, Message::Proven(Ok(KEY.to_owned())));
    organiser
}

/// The public keys whose private ones are at hand.
fn open(organiser: &Organiser) -> &[String] {
    &organiser.session.at_hand.keys
}

#[test]
fn a_passphrase_is_long_and_typed_twice() {
    assert_eq!(passphrase::check(""), Err(Unfit::Missing));
    assert_eq!(passphrase::check("elevenchars"), Err(Unfit::Length));
    assert_eq!(passphrase::check("twelve chars"), Ok(()));
    let cases: [(At<Field>, (Field, &str)); 3] = [
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
        let mut organiser = at_keys();
        assert_eq!(types(&mut organiser, fields, Message::Make), None);
        complains(&organiser, &[complaint]);
    }
}

#[test]
fn a_passphrase_can_be_made_and_is_shown_to_be_written_down() {
    let mut organiser = at_keys();
    assert_eq!(happens(&mut organiser, Message::Generate), to_do(Effect::Generate));
    happens(&mut organiser, Message::Random(Ok(std::array::from_fn(|at| at as u8))));
    let passphrase = "abcd-efgh-ijkm-npqr-stuv-wxyz";
    assert_eq!(typed!(organiser, Keys, Field::NewPassphrase), passphrase);
    let Page::Keys(page) = &organiser.page else { panic!() };
    assert!(page.inputs.is_ticked(Field::Shown));
    assert_eq!(happens(&mut organiser, Message::Make), to_do(Effect::Make(passphrase.to_owned())));
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
    let mut organiser = has_saved();
    assert_eq!(organiser.session.at_hand.new_key, NewKeyStep::Made { key: new_key(), saved: true });
    let typed = typed!(organiser, Keys, Field::NewPassphrase);
    assert_eq!(typed, "", "it has to be known, not remembered by the page");
    assert_eq!(happens(&mut organiser, Message::SaveSettings), None);
    assert_eq!(happens(&mut organiser, Message::Prove), None);
    complains(&organiser, &[(Field::SavedPassphrase, "Enter the passphrase of the key file")]);
    let fields = [(Field::SavedPassphrase, "correct horse battery")];
    let effect = Effect::Prove("correct horse battery".to_owned());
    assert_eq!(types(&mut organiser, &fields, Message::Prove), to_do(effect));
    happens(&mut organiser, Message::Proven(Ok("age1other".to_owned())));
    complains(
        &organiser,
        &[(Field::SavedKey, "This file has another key. Choose the file that you saved just now")],
    );
    assert!(matches!(organiser.session.at_hand.new_key, NewKeyStep::Made { .. }));
    happens(&mut organiser, Message::Proven(Ok(KEY.to_owned())));
    assert_eq!(organiser.session.at_hand.new_key, NewKeyStep::Proven(KEY.to_owned()));
    assert_eq!(open(&organiser), [KEY]);
}

/// It could not be had again.
#[test]
fn a_key_that_was_made_outlasts_a_look_at_another_page_and_what_was_typed_does_not() {
    let mut organiser = has_saved();
    types(
        &mut organiser,
        &[(Field::SavedPassphrase, "secret")],
        Message::Input(ui::form::Input::Ticked(Field::Shown, true)),
    );
    goes(&mut organiser, Route::Desk);
    goes(&mut organiser, Route::Keys);
    assert_eq!(organiser.session.at_hand.new_key, NewKeyStep::Made { key: new_key(), saved: true });
    assert_eq!(organiser.page, Page::of(Route::Keys, &organiser.session));
    // Even one that is made meanwhile.
    let mut organiser = at_keys();
    let fields = [(Field::NewPassphrase, "twelve chars"), (Field::PassphraseAgain, "twelve chars")];
    types(&mut organiser, &fields, Message::Make).unwrap();
    goes(&mut organiser, Route::Desk);
    happens(&mut organiser, Message::Made(Ok(new_key())));
    assert_eq!(organiser.session.at_hand.new_key, NewKeyStep::Made { key: new_key(), saved: false });
}

#[test]
fn a_key_can_be_dropped_for_another_one() {
    for mut organiser in [has_saved(), has_proven()] {
        assert_eq!(happens(&mut organiser, Message::DropKey), None);
        assert_eq!(organiser.session.at_hand.new_key, NewKeyStep::Asking);
    }
}

#[test]
fn a_wrong_passphrase_is_told_and_nothing_is_open() {
    let mut organiser = at_keys();
    let effect = Effect::Unlock("wrong".to_owned());
    assert_eq!(types(&mut organiser, &[(Field::Passphrase, "wrong")], Message::Unlock), to_do(effect));
    happens(&mut organiser, Message::Unlocked(Err(refused("It does not open."))));
    complains(&organiser, &[(Field::KeyFile, "It does not open.")]);
    assert!(open(&organiser).is_empty() && !is_busy(&organiser));
}

#[test]
fn several_keys_can_be_open_and_are_locked_together() {
    let mut organiser = at_keys();
    for key in [KEY, "age1other", KEY] {
        happens(&mut organiser, Message::Unlocked(Ok(key.to_owned())));
    }
    assert_eq!(open(&organiser), [KEY, "age1other"]);
    assert_eq!(happens(&mut organiser, Message::Lock), to_do(Effect::Lock));
    assert!(open(&organiser).is_empty() && organiser.session.archive.records.is_empty());
}

#[test]
fn a_worker_that_stopped_has_lost_the_keys() {
    let mut organiser = at_keys();
    happens(&mut organiser, Message::Unlocked(Ok(KEY.to_owned())));
    organiser.update(Desk::News(News::WorkerStopped));
    assert!(open(&organiser).is_empty());
}

/// A new version of the app waits as long.
#[test]
fn the_desk_is_in_use_while_it_is_at_work_or_has_a_key() {
    let in_use = |organiser: &Organiser| organiser.session.is_in_use();
    let mut organiser = at_keys();
    assert!(!in_use(&organiser));
    types(&mut organiser, &[(Field::Passphrase, "correct horse battery")], Message::Unlock);
    assert!(in_use(&organiser), "at work");
    happens(&mut organiser, Message::Unlocked(Ok(KEY.to_owned())));
    assert!(in_use(&organiser) && !is_busy(&organiser));
    happens(&mut organiser, Message::Lock);
    assert!(!in_use(&organiser));
    let mut opened = with_key();
    happens(&mut opened, opening::Message::FileBegun("contact.zip".to_owned()));
    opened.update(Desk::News(News::WorkerStopped));
    assert!(in_use(&opened), "what was opened with a key that is gone");
    assert!(in_use(&has_saved()), "a key that was made and not opened again");
}

#[test]
fn new_settings_are_a_study_that_fits_together() {
    let mut texts = fixtures::shipped_texts();
    let other = seal::key::PrivateKey::make().public().to_string();
    texts[4] = with_recipients(&texts[4], &[KEY, &other], Some("2027-03-31"));
    let Study { settings, .. } = fixtures::study(&texts).unwrap();
    assert_eq!(settings.recipients, [KEY, &other]);
    assert_eq!(settings.withdraw_until.as_deref(), Some("2027-03-31"));
    assert!(settings.contact_form, "what was set stays");
    assert_eq!(with_recipients(&texts[4], &[KEY], None), texts[4], "a key stands there once");
    let from_nothing: Value = serde_json::from_str(&with_recipients("{", &[KEY], None)).unwrap();
    assert_eq!(from_nothing, serde_json::json!({ "contactForm": true, "recipients": [KEY] }));
}

#[test]
fn organisers_find_their_settings_as_they_wrote_them() {
    let present =
        r#"{ "withdrawUntil": "2026-12-31", "pauseSeconds": 30.50, "recipients": [], "contactForm": true }"#;
    let new = "{\n  \"withdrawUntil\": \"2027-03-31\",\n  \"pauseSeconds\": 30.50,\n  \"recipients\": [\n    \
               \"age1one\"\n  ],\n  \"contactForm\": true\n}\n";
    assert_eq!(with_recipients(present, &["age1one"], Some("2027-03-31")), new);
}

#[test]
fn new_settings_need_a_date_and_take_a_colleagues_key() {
    let mut organiser = has_proven();
    assert_eq!(types(&mut organiser, &[(Field::OtherKey, "age1mistyped")], Message::SaveSettings), None);
    let ids: Vec<String> = organiser.page.errors().into_iter().filter_map(|(id, _)| id).collect();
    assert_eq!(ids, ["other-key", "withdraw-until"]);
    let other = seal::key::PrivateKey::make().public().to_string();
    let fields = [(Field::OtherKey, other.as_str()), (Field::WithdrawUntil, "2027-03-31")];
    let effect = types(&mut organiser, &fields, Message::SaveSettings);
    let Some(desk::page::Effect::Keys(Effect::SaveSettings(text))) = effect else { panic!() };
    let settings: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(settings["recipients"], serde_json::json!([KEY, other]));
    assert_eq!(settings["withdrawUntil"], "2027-03-31");
    happens(&mut organiser, Message::SettingsSaved(Ok("settings.json".to_owned())));
    is_told(&organiser, "settings.json is among this device's downloads.");
}

/// The study's files are checked for keys as they are made.
#[test]
fn a_colleagues_key_in_capitals_comes_into_settings_that_can_be_read() {
    let mut organiser = has_proven();
    let other = seal::key::PrivateKey::make().public().to_string();
    let typed = format!(" {} ", other.to_uppercase());
    let fields = [(Field::OtherKey, typed.as_str()), (Field::WithdrawUntil, "2027-03-31")];
    let effect = types(&mut organiser, &fields, Message::SaveSettings);
    let Some(desk::page::Effect::Keys(Effect::SaveSettings(text))) = effect else { panic!() };
    let mut texts = fixtures::shipped_texts();
    texts[4] = text;
    assert_eq!(fixtures::study(&texts).unwrap().settings.recipients, [KEY.to_owned(), other]);
}

#[test]
fn new_settings_take_no_date_that_has_passed() {
    let mut organiser = has_proven();
    for passed in ["2026-11-20", "2026-11-21"] {
        let fields = [(Field::WithdrawUntil, passed)];
        assert_eq!(types(&mut organiser, &fields, Message::SaveSettings), None, "{passed}");
        let complaint =
            "Enter a date in the future: people are told that they can have their record deleted until then";
        complains(&organiser, &[(Field::WithdrawUntil, complaint)]);
    }
    assert!(types(&mut organiser, &[(Field::WithdrawUntil, "2026-11-22")], Message::SaveSettings).is_some());
}

#[test]
fn new_settings_do_not_take_over_a_date_that_has_passed() {
    let needs = |until: &str| {
        let mut files = files(&[KEY]);
        files.texts[4] = format!("{{\"withdrawUntil\": \"{until}\"}}");
        needs_date(&with(Route::Keys, files, Ok(Device::default())).session)
    };
    assert!(needs("2026-11-20") && !needs("2026-11-21"));
}

#[test]
fn a_test_record_tells_which_key_opened_it() {
    use ready::{Field, Message};
    let mut organiser = at(Route::Ready, Device::default());
    assert_eq!(happens(&mut organiser, Message::Test), None);
    complains(&organiser, &[(Field::Passphrase, "Enter the passphrase of the key file")]);
    let effect = ready::Effect::Test("secret".to_owned());
    assert_eq!(types(&mut organiser, &[(Field::Passphrase, "secret")], Message::Test), to_do(effect));
    happens(&mut organiser, Message::Tested(Ok(vec![KEY.to_owned()])));
    assert_eq!(organiser.session.device.as_ref().unwrap().drilled, [KEY]);
    assert_eq!(typed!(organiser, Ready, Field::Passphrase), "");
    let print = fingerprint(KEY);
    is_told(
        &organiser,
        &format!(
            "A test record was sealed on this device and opened with the key {print}. Now take the key file off this \
             device: whoever has the device must not have the key."
        ),
    );
    happens(&mut organiser, Message::Tested(Ok(Vec::new())));
    is_refused(
        &organiser,
        "This key file has another key than those that records are sealed to, so it opened nothing. Choose the file of \
         a key in settings.json, or put this key's public key into it.",
    );
}

/// The worker forgets all of them with the one that was brought.
#[test]
fn a_test_that_was_made_leaves_no_key_open_and_one_that_was_not_changes_nothing() {
    use ready::{Field, Message, NotTested};
    let open_key = || {
        let mut organiser = with_key();
        goes(&mut organiser, Route::Ready);
        organiser
    };
    let mut organiser = open_key();
    happens(&mut organiser, Message::Tested(Err(NotTested::Key(refused("It does not open.")))));
    complains(&organiser, &[(Field::KeyFile, "It does not open.")]);
    assert_eq!(open(&organiser), [KEY]);
    for tested in [Ok(vec![KEY.to_owned()]), Err(NotTested::Trouble(refused("It is full.")))] {
        let mut organiser = open_key();
        happens(&mut organiser, Message::Tested(tested));
        assert!(open(&organiser).is_empty());
    }
}
