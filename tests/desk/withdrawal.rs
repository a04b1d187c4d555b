//! Deleting a record on request.

use crate::handed_over::{export, opened, opens, record, with_key};
use crate::{code, complains, facts, presses, sends};
use hiquality::ui::desk::ledger::Ledger;
use hiquality::ui::desk::opening::Opening;
use hiquality::ui::desk::readiness::DeviceFacts;
use hiquality::ui::desk::state::{Button, Effect, Field, Form, Message, Notice, State};

/// The desk with a record that this code withdraws.
fn holding(hash: &str) -> State {
    let mut state = with_key();
    let texts = [("aaaaaaaaaa", record(true, None)), ("bbbbbbbbbb", record(true, Some(hash)))];
    opens(&mut state, "one.zip", export("key", "Tablet 1", 1, &["aaaaaaaaaa", "bbbbbbbbbb"]), &texts);
    state
}

#[test]
fn a_record_is_found_by_its_code_and_deleted_once_that_is_confirmed() {
    let (typed, hash) = code(3);
    let mut state = holding(&hash);
    assert_eq!(sends(&mut state, Form::Withdraw, &[(Field::WithdrawalCode, &typed.to_lowercase())]), None);
    assert_eq!(state.withdrawing.as_deref(), Some("bbbbbbbbbb"));
    assert_eq!(presses(&mut state, Button::Withdraw), Some(Effect::Withdraw("bbbbbbbbbb".to_owned(), hash)));
    state.update(Message::Withdrawn(Ok("bbbbbbbbbb".to_owned())));
    assert_eq!(state.opening.records.len(), 1);
    let files = vec!["one.zip".to_owned()];
    assert_eq!(state.notice, Some(Notice::Withdrawn { name: "bbbbbbbb".to_owned(), files }));
    assert_eq!((state.withdrawing.as_ref(), state.typed(Field::WithdrawalCode)), (None, ""));
}

#[test]
fn a_deleted_record_does_not_come_back_with_its_file() {
    let (_, hash) = code(3);
    let mut state = holding(&hash);
    state.update(Message::Withdrawn(Ok("bbbbbbbbbb".to_owned())));
    state.update(Message::FileBegun("one.zip".to_owned()));
    state.update(opened("bbbbbbbbbb", &record(true, Some(&hash))));
    let report = &state.opening.reports[0];
    assert_eq!((report.withdrawn, report.known, report.complete), (1, 0, 0));
    assert!(!state.opening.records.contains_key("bbbbbbbbbb"));
}

#[test]
fn a_code_that_is_entered_again_is_known() {
    let (typed, hash) = code(3);
    let mut state = holding(&hash);
    state.update(Message::Withdrawn(Ok("bbbbbbbbbb".to_owned())));
    let before = "The record with this code was deleted from this desk on request before. There is nothing more to delete here";
    let again = |state: &mut State| {
        assert_eq!(sends(state, Form::Withdraw, &[(Field::WithdrawalCode, &typed)]), None);
        complains(state, &[(Field::WithdrawalCode, before)]);
    };
    again(&mut state);
    presses(&mut state, Button::Lock);
    again(&mut state);
    // As it is kept, and found by a page that was loaded again.
    state.opening = Opening::of([].into(), [("bbbbbbbbbb".to_owned(), hash)].into(), Ledger::default());
    again(&mut state);
}

#[test]
fn a_record_can_be_left_after_all() {
    let (typed, hash) = code(3);
    let mut state = holding(&hash);
    sends(&mut state, Form::Withdraw, &[(Field::WithdrawalCode, &typed)]);
    assert_eq!(presses(&mut state, Button::LeaveRecord), None);
    assert_eq!((state.withdrawing.as_ref(), state.opening.records.len()), (None, 2));
}

#[test]
fn a_code_of_no_record_says_what_to_check() {
    let (_, hash) = code(3);
    let (unknown, _) = code(4);
    let mut state = holding(&hash);
    assert_eq!(sends(&mut state, Form::Withdraw, &[]), None);
    complains(&state, &[(Field::WithdrawalCode, "Enter the withdrawal code that the person was given")]);
    sends(&mut state, Form::Withdraw, &[(Field::WithdrawalCode, "ABC")]);
    complains(&state, &[(Field::WithdrawalCode, "Check the code: it has a mistyped or missing character")]);
    sends(&mut state, Form::Withdraw, &[(Field::WithdrawalCode, &unknown)]);
    complains(
        &state,
        &[(
            Field::WithdrawalCode,
            "No record that is open here has this code. Check that the files from every device were opened. The person \
             may still be waiting on a device that was not exported",
        )],
    );
    presses(&mut state, Button::Lock);
    sends(&mut state, Form::Withdraw, &[(Field::WithdrawalCode, &unknown)]);
    complains(
        &state,
        &[(
            Field::WithdrawalCode,
            "No record that is open here has this code, but 2 records kept in this browser are not open. Open them \
             under Open files, then enter the code again",
        )],
    );
}

#[test]
fn after_the_date_it_is_said_that_the_time_is_over() {
    let mut state = with_key();
    assert_eq!(state.withdrawal_ended(), None);
    for (local, ended) in [([2027, 3, 31, 23, 59], None), ([2027, 4, 1, 0, 0], Some("2027-03-31"))] {
        state.facts = DeviceFacts { local, ..facts() };
        assert_eq!(state.withdrawal_ended(), ended, "{local:?}");
    }
}
