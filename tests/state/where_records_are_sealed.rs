use super::*;

/// Someone on their own device who has submitted that they drink tea.
fn submitted() -> Survey {
    let session = Rc::new(Session { event: None, ..on_loan(&shared(false)) });
    does(does(tea_drinker(&session), [goes_on()]), [SUBMIT, sealed_and(SEALED, "ABCD-EFGH", Ok(()))])
}

fn on_loan(session: &Session) -> Session {
    session_of(study(session), session.terms.clone(), session.event.clone())
}

#[test]
fn the_confirmation_has_the_code_and_the_sealed_record_and_the_page_still_knows_the_answers() {
    let state = submitted();
    sees(&state, &View::Done, "/done");
    assert_eq!((code_in(&state), sealed_in(&state)), (Some("ABCD-EFGH"), Some(SEALED)));
    assert_eq!(answers_in(&state).unwrap().response.stored(&"drink".into()), [code("tea")]);
}

#[test]
fn a_submission_that_failed_leaves_no_code() {
    let state = does(tea_drinker(&shared(false)), [goes_on()]);
    let state = does(state, [SUBMIT, sealed_and(SEALED, "ABCD-EFGH", Err(StorageError::Full))]);
    assert_eq!((code_in(&state), sealed_in(&state)), (None, None));
    assert_eq!(state.context.notice, Some(Notice::NotSubmitted(StorageError::Full)));
}

#[test]
fn the_code_is_gone_once_another_interview_begins() {
    assert_eq!(code_in(&agrees(submitted())), None);
}

#[test]
fn a_sealed_record_from_before_can_be_handed_over_or_deleted_but_not_compared() {
    let state = opens(&survey(), submitted_before(HASH, SEALED));
    assert_eq!((answers_in(&state), sealed_in(&state)), (None, Some(SEALED)));
    sees(&does(state.clone(), [comes("/done")]), &View::Done, "/done");
    sees(&does(state.clone(), [comes("/comparison")]), &View::Done, "/done");
    let state = does(state, [comes("/done"), RECORD_DELETED]);
    assert_eq!(state.context.effect, Some(Effect::DeleteRecord));
    assert_eq!(sealed_in(&does(state, [Message::DeleteEnded(Ok(()))])), None);
}
