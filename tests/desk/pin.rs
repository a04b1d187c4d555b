//! Event mode and its PIN.

use crate::{At, KEY, NOW, at, complains, does, facts, in_event, presses, sends, session};
use hiquality::browser::store::StorageError;
use hiquality::device::{Attempts, EventMode};
use hiquality::ui::desk::opening::Opening;
use hiquality::ui::desk::route::Route;
use hiquality::ui::desk::state::{
    Button, Device, Effect, Field, Form, Lock, Message, Session, State, Unfinished,
};

#[test]
fn while_an_event_goes_on_every_page_is_behind_the_pin() {
    for route in Route::DEVICE.into_iter().chain(Route::DESK) {
        assert!(at(route, in_event()).is_locked(), "{route}");
        assert!(!at(route, Device::default()).is_locked(), "{route}");
    }
}

#[test]
fn behind_the_pin_nothing_else_can_be_done() {
    let mut state = at(Route::Records, in_event());
    let tries = [
        Message::Sent(Form::Export),
        Message::Sent(Form::Confirm),
        Message::Sent(Form::Test),
        Message::Sent(Form::Unlock),
        Message::Pressed(Button::LeaveEvent),
        Message::Pressed(Button::ExportContacts),
        Message::Pressed(Button::Persist),
        Message::Typed(Field::Label, "x".to_owned()),
    ];
    for message in tries {
        let before = state.clone();
        assert_eq!((state.update(message.clone()), &state), (None, &before), "{message:?}");
    }
}

#[test]
fn the_right_pin_opens_the_pages_and_forgets_the_failures() {
    let attempts = Attempts { failed: 2, wait: 0 };
    let mut state = at(Route::Records, Device { attempts, ..in_event() });
    let effect = sends(&mut state, Form::Pin, &[(Field::Pin, " 123456 ")]);
    let attempt = Attempts { failed: 3, wait: 30 };
    assert_eq!(effect, Some(Effect::CheckPin { pin: "123456".to_owned(), before: attempts, attempt }));
    // It counts as failed while it is checked, here as in what is written.
    assert_eq!(state.device.as_ref().unwrap().attempts, attempt);
    state.update(Message::PinChecked(Ok(true)));
    assert_eq!(state.lock, Lock::Open);
    assert_eq!(state.device.as_ref().unwrap().attempts, Attempts::default());
    assert_eq!(state.typed(Field::Pin), "");
}

#[test]
fn three_wrong_pins_have_to_wait_and_a_reload_changes_nothing() {
    let mut state = at(Route::Ready, in_event());
    for _ in 0..2 {
        sends(&mut state, Form::Pin, &[(Field::Pin, "000000")]).unwrap();
        state.update(Message::PinChecked(Ok(false)));
        complains(&state, &[(Field::Pin, "That is not the PIN of this device. Check it and enter it again")]);
    }
    sends(&mut state, Form::Pin, &[(Field::Pin, "000000")]).unwrap();
    state.update(Message::PinChecked(Ok(false)));
    complains(
        &state,
        &[(Field::Pin, "That is not the PIN of this device. Wait 30 seconds before you try again")],
    );
    assert_eq!(sends(&mut state, Form::Pin, &[(Field::Pin, "123456")]), None);
    complains(&state, &[(Field::Pin, "Wait 30 seconds before you try again")]);
    // What was written before the check is what a page that was loaded again finds.
    assert_eq!(at(Route::Ready, state.device.clone().unwrap()).wait(), 30);
    waits(&mut state, 29);
    assert_eq!(state.wait(), 1);
    assert_eq!(sends(&mut state, Form::Pin, &[(Field::Pin, "123456")]), None);
    waits(&mut state, 1);
    complains(&state, &[]);
    assert!(sends(&mut state, Form::Pin, &[(Field::Pin, "123456")]).is_some());
}

/// Seconds pass while the page is open. What is noted of the wait meanwhile.
fn waits(state: &mut State, seconds: u32) -> Vec<u32> {
    let second = |_| match state.update(Message::Second(NOW)) {
        Some(Effect::NoteWait(attempts)) => Some(attempts.wait),
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
    let mut state = at(Route::Ready, Device { attempts, ..in_event() });
    assert_eq!(waits(&mut state, 25), [50, 40]);
    let noted = Attempts { failed: 4, wait: 40 };
    let mut reloaded = at(Route::Ready, Device { attempts: noted, ..in_event() });
    assert_eq!(waits(&mut reloaded, 40), [30, 20, 10, 0]);
    assert_eq!(waits(&mut reloaded, 40), [0; 0]);
}

#[test]
fn a_clock_that_is_set_forward_or_back_changes_nothing_about_the_wait() {
    let attempts = Attempts { failed: 3, wait: 30 };
    let mut state = at(Route::Ready, Device { attempts, ..in_event() });
    let year = 365.0 * 86_400_000.0;
    for (nth, now) in [NOW + year, NOW - year, 0.0, -year, f64::MAX].into_iter().enumerate() {
        state.update(Message::Second(now));
        assert_eq!(state.wait(), 29 - nth as u32);
    }
}

#[test]
fn a_pin_that_could_not_be_checked_is_entered_again() {
    let mut state = at(Route::Ready, in_event());
    assert_eq!(sends(&mut state, Form::Pin, &[]), None);
    complains(&state, &[(Field::Pin, "Enter the PIN")]);
    sends(&mut state, Form::Pin, &[(Field::Pin, "123456")]).unwrap();
    state.update(Message::PinChecked(Err("It could not start.".to_owned())));
    complains(&state, &[(Field::Pin, "It could not start.")]);
    assert!(state.is_locked() && state.busy.is_none());
}

#[test]
fn where_no_pin_is_kept_nobody_is_kept_from_the_records() {
    assert!(!at(Route::Records, Device { has_pin: false, ..in_event() }).is_locked());
}

#[test]
fn an_open_page_warns_and_then_locks_itself_when_nobody_is_there() {
    let mut state = at(Route::Desk, in_event());
    does(&mut state, [Message::Typed(Field::Pin, "123456".to_owned()), Message::Sent(Form::Pin)]);
    does(&mut state, [Message::PinChecked(Ok(true)), Message::Unlocked(Field::KeyFile, Ok(KEY.to_owned()))]);
    assert_eq!(state.update(Message::Idle(180)), None);
    assert!(state.warned.is_some() && state.lock == Lock::Open);
    // Whoever touches it is not idle any more: nothing calls for the warning again.
    state.update(Message::Second(NOW + 3_000.0));
    assert_eq!(state.warned, None);
    state.update(Message::Idle(181));
    presses(&mut state, Button::Stay);
    assert_eq!(state.warned, None);
    assert_eq!(state.update(Message::Idle(240)), Some(Effect::Lock));
    assert!(state.is_locked() && state.unlocked.is_empty());
}

#[test]
fn what_takes_time_is_not_interrupted() {
    let mut state = at(Route::Records, in_event());
    does(&mut state, [Message::Typed(Field::Pin, "123456".to_owned()), Message::Sent(Form::Pin)]);
    does(&mut state, [Message::PinChecked(Ok(true)), Message::Sent(Form::Export)]);
    assert_eq!(state.update(Message::Idle(10_000)), None);
    assert_eq!(state.lock, Lock::Open);
}

#[test]
fn a_page_without_an_event_never_locks() {
    let mut state = at(Route::Desk, Device::default());
    assert_eq!(state.update(Message::Idle(10_000)), None);
    assert!(!state.is_locked());
}

#[test]
fn event_mode_starts_with_a_name_and_a_pin() {
    let mut state = at(Route::Event, Device::default());
    let fields = [(Field::Label, " Tablet  1"), (Field::NewPin, "314159"), (Field::PinAgain, "314159")];
    let effect = sends(&mut state, Form::Start, &fields);
    let event = EventMode { label: "Tablet 1".to_owned(), snapshot: false };
    assert_eq!(effect, Some(Effect::Start(event, "314159".to_owned())));
    assert_eq!((state.typed(Field::NewPin), state.typed(Field::PinAgain)), ("", ""));
    assert_eq!(state.update(Message::Started(Ok(()))), Some(Effect::Look));
    state.update(Message::Looked(Box::new((Ok(in_event()), facts()))));
    assert!(state.is_locked());
}

#[test]
fn the_snapshot_is_shown_only_where_someone_ticks_so() {
    let mut state = at(Route::Event, Device { label: Some("Tablet 1".to_owned()), ..Device::default() });
    state.update(Message::Ticked(Field::Snapshot, true));
    let effect = sends(&mut state, Form::Start, &[(Field::NewPin, "314159"), (Field::PinAgain, "314159")]);
    let event = EventMode { label: "Tablet 1".to_owned(), snapshot: true };
    assert_eq!(effect, Some(Effect::Start(event, "314159".to_owned())));
}

#[test]
fn a_name_and_a_pin_that_can_not_be_are_told_apart() {
    let cases: [(At, At); 4] = [
        (
            &[],
            &[(Field::Label, "Enter a name for this device, like Tablet 1"), (Field::NewPin, "Enter a PIN")],
        ),
        (
            &[(Field::Label, "a/b"), (Field::NewPin, "12345"), (Field::PinAgain, "12345")],
            &[
                (Field::Label, "Use letters, digits, spaces and hyphens in the name"),
                (Field::NewPin, "Enter a PIN of 6 to 12 digits"),
            ],
        ),
        (
            &[(Field::Label, "a"), (Field::NewPin, "314159"), (Field::PinAgain, "314158")],
            &[(Field::PinAgain, "Enter the same PIN again")],
        ),
        (
            &[(Field::Label, "a"), (Field::NewPin, "123456"), (Field::PinAgain, "123456")],
            &[(
                Field::NewPin,
                "Choose a PIN that is harder to guess. Digits that repeat themselves or go up or down evenly, like \
                 121212, 123456 or 112233, are among the first that people try",
            )],
        ),
    ];
    for (fields, complaints) in cases {
        let mut state = at(Route::Event, Device::default());
        assert_eq!(sends(&mut state, Form::Start, fields), None);
        complains(&state, complaints);
    }
}

/// Event mode can't start in this state, for this reason.
#[track_caller]
fn is_barred(mut state: State, why: &str) {
    assert_eq!(state.bars(), [why]);
    let fields = [(Field::Label, "Tablet 1"), (Field::NewPin, "314159"), (Field::PinAgain, "314159")];
    assert_eq!(sends(&mut state, Form::Start, &fields), None);
}

#[test]
fn event_mode_does_not_start_where_records_would_lie_open() {
    let with = |device| at(Route::Event, device);
    is_barred(
        with(Device { unfinished: Unfinished::Open, ..Device::default() }),
        "Someone has begun the survey in this browser and not finished. Open the survey, and finish it or press 'Stop \
         and delete my answers'.",
    );
    is_barred(
        with(Device { unsealed: 1, ..Device::default() }),
        "This browser holds 1 record from before there was a key, and it is not sealed: anyone with this device could \
         read them. Save them from the survey's last page if they matter, then clear this site's data in the browser's \
         settings.",
    );
    is_barred(
        with(Device { unsealed: 2, unsealed_details: 1, ..Device::default() }),
        "This browser holds 2 records and 1 person's contact details from before there was a key, and they are not \
         sealed: anyone with this device could read them. Save them from the survey's last page if they matter, then \
         clear this site's data in the browser's settings.",
    );
    let open =
        |session| State::new(Route::Event, session, Ok(Device::default()), facts(), Ok(Opening::default()));
    is_barred(
        open(session(&[])),
        "There is no key to seal records to, so anyone with this device could read them. Make a key at the desk and put \
         the settings.json that it saves into the folder 'study'.",
    );
    is_barred(
        open(Session { study: Err(vec!["no".to_owned()]), ..session(&[]) }),
        "The study files have mistakes. They are listed under Readiness: correct them first.",
    );
    is_barred(
        State::new(
            Route::Event,
            session(&[KEY]),
            Err(StorageError::Blocked),
            facts(),
            Ok(Opening::default()),
        ),
        "This browser does not let the page store anything, as in some private windows or where cookies are blocked. \
         Use a normal window, or allow this site to store data in the browser's settings.",
    );
}

#[test]
fn what_was_sealed_bars_nothing() {
    let device = Device { records: 12, details: 3, unfinished: Unfinished::Sealed, ..Device::default() };
    assert_eq!(at(Route::Event, device).bars(), [""; 0]);
}

#[test]
fn leaving_event_mode_needs_no_pin_any_more_and_keeps_the_records() {
    let mut state = at(Route::Event, Device { records: 3, ..in_event() });
    does(
        &mut state,
        [Message::Typed(Field::Pin, "1".to_owned()), Message::Sent(Form::Pin), Message::PinChecked(Ok(true))],
    );
    assert_eq!(presses(&mut state, Button::LeaveEvent), Some(Effect::Leave));
    assert_eq!(state.update(Message::Left(Ok(()))), Some(Effect::Look));
    let left = Device { event: None, has_pin: false, records: 3, ..in_event() };
    state.update(Message::Looked(Box::new((Ok(left), facts()))));
    assert_eq!((state.lock, state.busy.is_none()), (Lock::Absent, true));
}

/// Firefox asks the person, who may not answer.
#[test]
fn asking_for_lasting_storage_keeps_nothing_else_waiting() {
    let mut state = at(Route::Ready, Device::default());
    assert_eq!(presses(&mut state, Button::Persist), Some(Effect::Persist));
    assert_eq!(presses(&mut state, Button::LookAgain), Some(Effect::Look));
}
