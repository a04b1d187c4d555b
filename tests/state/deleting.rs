use super::*;

#[test]
fn stopping_is_asked_about_and_changes_nothing_by_itself() {
    let state = does(tea_drinker(&survey()), [comes("/stop")]);
    sees(&state, &View::Stop, "/stop");
    assert_eq!((&state.context.effect, said(&state, "drink")), (&None, &[code("tea")][..]));
    is_asked(&does(state, [comes("/question/why")]), "/question/why");
}

#[test]
fn stopping_deletes_the_draft_and_forgets_the_answers() {
    let state = does(tea_drinker(&survey()), [comes("/stop"), STOPPED]);
    sees(&state, &View::Deleted, "/deleted");
    assert_eq!(state.context.effect, Some(Effect::DeleteDraft));
    holds_nothing_said(&state);
    let state = does(state, [Message::DeleteEnded(Ok(()))]);
    assert_eq!((&state.context.effect, &state.context.notice), (&None, &None));
    sees(&does(state, [comes("/question/why")]), &View::Sheet, "/");
}

#[test]
fn a_record_is_deleted_with_all_that_is_known_of_it() {
    let state = does(submits(checks(&survey())), [RECORD_DELETED]);
    sees(&state, &View::RecordDeleted, "/deleted");
    assert_eq!(state.context.effect, Some(Effect::DeleteRecord));
    let state = does(state, [Message::DeleteEnded(Ok(())), comes("/comparison")]);
    assert_eq!(answers_in(&state), None);
    sees(&state, &View::Sheet, "/");
}

#[test]
fn a_record_that_could_not_be_deleted_can_still_be_reached() {
    let failed = Message::DeleteEnded(Err(StorageError::Full));
    let state = does(submits(checks(&survey())), [RECORD_DELETED, failed, comes("/done")]);
    sees(&state, &View::Done, "/done");
}

#[test]
fn what_could_not_be_deleted_is_told() {
    let interviewed = does(tea_drinker(&survey()), [comes("/stop")]);
    let submitted = does(submits(checks(&survey())), [comes("/delete")]);
    for (state, deletes) in [(interviewed, STOPPED), (submitted, RECORD_DELETED)] {
        let failed = Message::DeleteEnded(Err(StorageError::Failed("The disk is on fire".to_owned())));
        let state = does(state, [deletes, failed]);
        let why = StorageError::Failed("The disk is on fire".to_owned());
        assert_eq!((&state.context.effect, &state.context.notice), (&None, &Some(Notice::NotDone(why))));
        assert_eq!(does(state, [comes("/")]).context.notice, None, "not after the person has step on");
    }
}

mod when_the_person_has_gone_on {
    use super::*;

    #[test]
    fn still_takes_the_record_off_the_page() {
        let deleting = does(submits(checks(&survey())), [comes("/delete"), RECORD_DELETED, comes("/")]);
        let state = does(deleting, [Message::DeleteEnded(Ok(()))]);
        sees(&state, &View::Sheet, "/");
        assert_eq!((answers_in(&state), &state.context.effect), (None, &None));
    }
}
