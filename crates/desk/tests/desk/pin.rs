//! Event mode and its PIN.

use crate::{
    At, KEY, NOW, at, broken_files, complains, complains_of_nothing, event, facts, files, goes, happens,
    in_event, is_busy, key, locked, ready, record, sees, ticks, to_do, typed, types, unlocks, with,
};
use browser::worker::Refused;
use desk::organiser::{Effect, Message, Organiser};
use desk::page::{self, event::bars};
use desk::route::Route;
use desk::session::{AtHand, Device, Lock, Unfinished};
use desk::trouble::Trouble;
use locked::{Field, NotChecked};
use seal::device::{Attempts, EventMode};
use storage::database::StorageError;
use ui::form::Input;

/// Tries this PIN.
fn tries(organiser: &mut Organiser, pin: &str) -> Option<page::Effect> {
    types(organiser, &[(Field::Pin, pin)], locked::Message::Try)
}

/// The PIN was right or wrong.
fn was(organiser: &mut Organiser, right: bool) {
    assert_eq!(happens(organiser, locked::Message::Checked(Ok(right))), None);
}

fn wait(organiser: &Organiser) -> u32 {
    organiser.session.attempts().wait
}

#[test]
fn while_an_event_goes_on_every_page_is_behind_the_pin() {
    for route in Route::DEVICE.into_iter().chain(Route::DESK) {
        assert!(at(route, in_event()).is_locked(), "{route}");
        assert!(!at(route, Device::default()).is_locked(), "{route}");
    }
}

#[test]
fn behind_the_pin_nothing_else_can_be_done() {
    let mut organiser = at(Route::Records, in_event());
    let tries: [page::Message; 9] = [
        record::Message::Export.into(),
        record::Message::Confirm.into(),
        ready::Message::Test.into(),
        key::Message::Unlock.into(),
        key::Message::Unlocked(Ok(KEY.to_owned())).into(),
        event::Message::Leave.into(),
        record::Message::ExportContacts.into(),
        ready::Message::Persist.into(),
        record::Message::Input(Input::Typed(record::Field::Label, "x".to_owned())).into(),
    ];
    for message in tries {
        let before = organiser.clone();
        assert_eq!((happens(&mut organiser, message.clone()), &organiser), (None, &before), "{message:?}");
    }
}

#[test]
fn the_right_pin_opens_the_pages_and_forgets_the_failures() {
    let attempts = Attempts { failed: 2, wait: 0 };
    let mut organiser = at(Route::Records, Device { attempts, ..in_event() });
    let attempt = Attempts { failed: 3, wait: 30 };
    let effect = locked::Effect::Check { pin: "123456".to_owned(), before: attempts, attempt };
    assert_eq!(tries(&mut organiser, " 123456 "), to_do(effect));
    // It counts as failed while it is checked, here as in what is written.
    assert_eq!(organiser.session.attempts(), attempt);
    was(&mut organiser, true);
    assert_eq!(organiser.session.lock, Lock::Open);
    assert_eq!(organiser.session.attempts(), Attempts::default());
    assert_eq!(
        organiser.page,
        page::Page::of(Route::Records, &organiser.session),
        "the PIN went with its page"
    );
}

#[test]
fn three_wrong_pins_have_to_wait_and_a_reload_changes_nothing() {
    let mut organiser = at(Route::Ready, in_event());
    for _ in 0..2 {
        tries(&mut organiser, "000000").unwrap();
        was(&mut organiser, false);
        assert_eq!(typed!(organiser, Locked, Field::Pin), "");
        complains(
            &organiser,
            &[(Field::Pin, "That is not the PIN of this device. Check it and enter it again")],
        );
    }
    tries(&mut organiser, "000000").unwrap();
    was(&mut organiser, false);
    complains(
        &organiser,
        &[(Field::Pin, "That is not the PIN of this device. Wait 30 seconds before you try again")],
    );
    assert_eq!(tries(&mut organiser, "123456"), None);
    complains(&organiser, &[(Field::Pin, "Wait 30 seconds before you try again")]);
    // What was written before the check is what a page that was loaded again finds.
    assert_eq!(wait(&at(Route::Ready, organiser.session.device.clone().unwrap())), 30);
    waits(&mut organiser, 29);
    assert_eq!(wait(&organiser), 1);
    assert_eq!(tries(&mut organiser, "123456"), None);
    waits(&mut organiser, 1);
    complains_of_nothing(&organiser);
    assert!(tries(&mut organiser, "123456").is_some());
}

/// Seconds pass while the page is open. What is noted of the wait meanwhile.
fn waits(organiser: &mut Organiser, seconds: u32) -> Vec<u32> {
    let second = |_| match organiser.update(Message::Second(NOW)) {
        Some(Effect::Page(page::Effect::Locked(locked::Effect::NoteWait(attempts)))) => Some(attempts.wait),
        other => {
            assert_eq!(other, None);
            None
        }
    };
    (0..seconds).filter_map(second).collect()
}

#[test]
fn a_wait_is_noted_as_it_passes_so_that_loading_the_page_again_neither_shortens_it_nor_begins_it_anew() {
    let attempts = Attempts { failed: 4, wait: 60 };
    let mut organiser = at(Route::Ready, Device { attempts, ..in_event() });
    assert_eq!(waits(&mut organiser, 25), [50, 40]);
    let noted = Attempts { failed: 4, wait: 40 };
    let mut reloaded = at(Route::Ready, Device { attempts: noted, ..in_event() });
    assert_eq!(waits(&mut reloaded, 40), [30, 20, 10, 0]);
    assert_eq!(waits(&mut reloaded, 40), [0; 0]);
}

#[test]
fn a_clock_that_is_set_forward_or_back_changes_nothing_about_the_wait() {
    let attempts = Attempts { failed: 3, wait: 30 };
    let mut organiser = at(Route::Ready, Device { attempts, ..in_event() });
    let year = 365.0 * 86_400_000.0;
    for (nth, now) in [NOW + year, NOW - year, 0.0, -year, f64::MAX].into_iter().enumerate() {
        organiser.update(Message::Second(now));
        assert_eq!(wait(&organiser), 29 - nth as u32);
    }
}

#[test]
fn a_pin_that_could_not_be_checked_is_entered_again() {
    let stopped = Trouble::Worker(Refused::Declined("It could not start.".to_owned()));
    let reasons = [
        (NotChecked::Trouble(stopped), "It could not start."),
        (NotChecked::TriedElsewhere, "The PIN was tried in another tab meanwhile. Enter it again"),
    ];
    for (why, words) in reasons {
        let mut organiser = at(Route::Ready, in_event());
        assert_eq!(happens(&mut organiser, locked::Message::Try), None);
        complains(&organiser, &[(Field::Pin, "Enter the PIN")]);
        tries(&mut organiser, "123456").unwrap();
        happens(&mut organiser, locked::Message::Checked(Err(why)));
        complains(&organiser, &[(Field::Pin, words)]);
        assert!(organiser.is_locked() && !is_busy(&organiser));
    }
}

#[test]
fn where_no_pin_is_kept_nobody_is_kept_from_the_records() {
    assert!(!at(Route::Records, Device { has_pin: false, ..in_event() }).is_locked());
}

#[test]
fn whoever_goes_elsewhere_behind_the_pin_comes_out_there() {
    let mut organiser = at(Route::Records, in_event());
    goes(&mut organiser, Route::Keys);
    assert!(organiser.is_locked());
    unlocks(&mut organiser);
    assert!(matches!(organiser.page, page::Page::Keys(_)));
}

#[test]
fn an_open_page_warns_and_then_locks_itself_when_nobody_is_there() {
    let mut organiser = at(Route::Keys, in_event());
    unlocks(&mut organiser);
    happens(&mut organiser, key::Message::Unlocked(Ok(KEY.to_owned())));
    types(&mut organiser, &[(key::Field::NewPassphrase, "correct horse battery")], key::Message::Make);
    happens(&mut organiser, ready::Message::Guided(true));
    assert_eq!(organiser.update(Message::Idle(180)), None);
    assert!(organiser.warned.is_some() && organiser.session.lock == Lock::Open);
    // Whoever touches it is not idle any more: nothing calls for the warning again.
    organiser.update(Message::Second(NOW + 3_000.0));
    assert_eq!(organiser.warned, None);
    organiser.update(Message::Idle(181));
    organiser.update(Message::Stay);
    assert_eq!(organiser.warned, None);
    assert_eq!(organiser.update(Message::Idle(240)), Some(Effect::Lock));
    assert!(organiser.is_locked());
    assert_eq!(organiser.session.at_hand, AtHand::default());
    assert_eq!(organiser.page, page::Page::Locked(locked::Locked::default()), "what was typed is gone");
}

#[test]
fn what_takes_time_is_not_interrupted() {
    let mut organiser = at(Route::Records, in_event());
    unlocks(&mut organiser);
    happens(&mut organiser, record::Message::Export).unwrap();
    assert_eq!(organiser.update(Message::Idle(10_000)), None);
    assert_eq!(organiser.session.lock, Lock::Open);
}

#[test]
fn a_page_without_an_event_never_locks() {
    let mut organiser = at(Route::Desk, Device::default());
    assert_eq!(organiser.update(Message::Idle(10_000)), None);
    assert!(!organiser.is_locked());
}

#[test]
fn event_mode_starts_with_a_name_and_a_pin() {
    use event::Field::{Label, NewPin, PinAgain};
    let mut organiser = at(Route::Event, Device::default());
    let fields = [(Label, " Tablet  1"), (NewPin, "314159"), (PinAgain, "314159")];
    let event = EventMode { label: "Tablet 1".to_owned(), snapshot: false };
    let effect = event::Effect::Start(event, "314159".to_owned());
    assert_eq!(types(&mut organiser, &fields, event::Message::Start), to_do(effect));
    assert_eq!((typed!(organiser, Event, NewPin), typed!(organiser, Event, PinAgain)), Default::default());
    assert_eq!(happens(&mut organiser, event::Message::Started(Ok(()))), to_do(event::Effect::Look));
    sees(&mut organiser, in_event());
    assert!(organiser.is_locked());
}

#[test]
fn the_snapshot_is_shown_only_where_someone_ticks_so() {
    use event::Field::{NewPin, PinAgain, Snapshot};
    let mut organiser = at(Route::Event, Device { label: Some("Tablet 1".to_owned()), ..Device::default() });
    ticks(&mut organiser, Snapshot, true, event::Message::Input);
    let fields = [(NewPin, "314159"), (PinAgain, "314159")];
    let event = EventMode { label: "Tablet 1".to_owned(), snapshot: true };
    let effect = event::Effect::Start(event, "314159".to_owned());
    assert_eq!(types(&mut organiser, &fields, event::Message::Start), to_do(effect));
}

#[test]
fn event_mode_that_was_not_started_says_why() {
    let reasons = [
        (
            event::NotStarted::AnsweredMeanwhile,
            "Something was answered in this browser meanwhile. See below.",
        ),
        (
            event::NotStarted::AnsweredElsewhere,
            "Someone is answering the survey in another tab of this browser. Let them finish or close that tab, and \
             start event mode again.",
        ),
        (
            event::NotStarted::Trouble(Trouble::Storage(StorageError::TakenOver)),
            "It was changed in another tab. Close the other tabs of this site, and try again.",
        ),
    ];
    for (why, words) in reasons {
        let mut organiser = at(Route::Event, Device::default());
        happens(&mut organiser, event::Message::Started(Err(why)));
        crate::is_refused(&organiser, words);
    }
}

#[test]
fn a_name_and_a_pin_that_can_not_be_are_told_apart() {
    use event::Field::{Label, NewPin, PinAgain};
    let cases: [(At<event::Field>, At<event::Field>); 4] = [
        (&[], &[(Label, "Enter a name for this device, like Tablet 1"), (NewPin, "Enter a PIN")]),
        (
            &[(Label, "a/b"), (NewPin, "12345"), (PinAgain, "12345")],
            &[
                (Label, "Use letters, digits, spaces and hyphens in the name"),
                (NewPin, "Enter a PIN of 6 to 12 digits"),
            ],
        ),
        (
            &[(Label, "a"), (NewPin, "314159"), (PinAgain, "314158")],
            &[(PinAgain, "Enter the same PIN again")],
        ),
        (
            &[(Label, "a"), (NewPin, "123456"), (PinAgain, "123456")],
            &[(
                NewPin,
                "Choose a PIN that is harder to guess. Digits that repeat themselves or go up or down evenly, like \
                 121212, 123456 or 112233, are among the first that people try",
            )],
        ),
    ];
    for (fields, complaints) in cases {
        let mut organiser = at(Route::Event, Device::default());
        assert_eq!(types(&mut organiser, fields, event::Message::Start), None);
        complains(&organiser, complaints);
    }
}

/// Event mode can't start here, for this reason.
#[track_caller]
fn is_barred(mut organiser: Organiser, why: &str) {
    use event::Field::{Label, NewPin, PinAgain};
    assert_eq!(bars(&organiser.session), [why]);
    let fields = [(Label, "Tablet 1"), (NewPin, "314159"), (PinAgain, "314159")];
    assert_eq!(types(&mut organiser, &fields, event::Message::Start), None);
}

#[test]
fn event_mode_does_not_start_where_records_would_lie_open() {
    let having = |device| at(Route::Event, device);
    is_barred(
        having(Device { unfinished: Unfinished::Open, ..Device::default() }),
        "Someone has begun the survey in this browser and not finished. Open the survey, and finish it or press 'Stop \
         and delete my answers'.",
    );
    is_barred(
        having(Device { unsealed: 1, ..Device::default() }),
        "This browser holds 1 record from before there was a key, and it is not sealed: anyone with this device could \
         read them. Save them from the survey's last page if they matter, then clear this site's data in the browser's \
         settings.",
    );
    is_barred(
        having(Device { unsealed: 2, unsealed_details: 1, ..Device::default() }),
        "This browser holds 2 records and 1 person's contact details from before there was a key, and they are not \
         sealed: anyone with this device could read them. Save them from the survey's last page if they matter, then \
         clear this site's data in the browser's settings.",
    );
    is_barred(
        with(Route::Event, files(&[]), Ok(Device::default())),
        "There is no key to seal records to, so anyone with this device could read them. Make a key at the desk and put \
         the settings.json that it saves into the folder 'study'.",
    );
    is_barred(
        with(Route::Event, broken_files(), Ok(Device::default())),
        "The study files have mistakes. They are listed under Readiness: correct them first.",
    );
    is_barred(
        with(Route::Event, files(&[KEY]), Err(StorageError::Blocked)),
        "This browser does not let the page store anything, as in some private windows or where cookies are blocked. \
         Use a normal window, or allow this site to store data in the browser's settings.",
    );
}

#[test]
fn what_was_sealed_bars_nothing() {
    let device = Device { records: 12, details: 3, unfinished: Unfinished::Sealed, ..Device::default() };
    assert_eq!(bars(&at(Route::Event, device).session), [""; 0]);
}

#[test]
fn leaving_event_mode_needs_no_pin_any_more_and_keeps_the_records() {
    let mut organiser = at(Route::Event, Device { records: 3, ..in_event() });
    unlocks(&mut organiser);
    assert_eq!(happens(&mut organiser, event::Message::Leave), to_do(event::Effect::Leave));
    assert_eq!(happens(&mut organiser, event::Message::Left(Ok(()))), to_do(event::Effect::Look));
    sees(&mut organiser, Device { event: None, has_pin: false, records: 3, ..in_event() });
    assert_eq!((organiser.session.lock, is_busy(&organiser)), (Lock::Absent, false));
    crate::is_told(
        &organiser,
        "Event mode is off. Records stay on this device, sealed, until the desk has confirmed that it has them.",
    );
    assert_eq!(organiser.session.facts, facts());
}

/// Firefox asks the person, who may not answer.
#[test]
fn asking_for_lasting_storage_keeps_nothing_else_waiting() {
    let mut organiser = at(Route::Ready, Device::default());
    assert_eq!(happens(&mut organiser, ready::Message::Persist), to_do(ready::Effect::Persist));
    assert_eq!(happens(&mut organiser, ready::Message::LookAgain), to_do(ready::Effect::Look));
    assert!(is_busy(&organiser));
    happens(&mut organiser, ready::Message::Persisted(true));
    assert_eq!(organiser.session.task.notice(), None, "something else is going on");
    sees(&mut organiser, Device::default());
    assert!(!is_busy(&organiser));
    happens(&mut organiser, ready::Message::Persisted(true));
    crate::is_told(&organiser, "The browser will not clear what is kept here by itself.");
}
