use super::*;

/// Someone at the check who drinks tea.
fn ready() -> Survey {
    does(tea_drinker(&survey()), [goes_on()])
}

/// Someone whose submission is under way.
fn under_way() -> Survey {
    does(ready(), [SUBMIT])
}

#[test]
fn hands_over_a_completed_record_and_waits() {
    let state = under_way();
    is_asked(&state, "/check");
    let Some(Effect::Submit(record)) = &state.context.effect else { panic!("{:?}", state.context.effect) };
    assert_eq!(Some(&record.text), record_text(&state, Completion::Completed).as_ref());
    let record: Value = serde_json::from_str(&record.text).unwrap();
    assert_eq!(record["status"], "completed");
    assert_eq!(answers_in(&state), None, "nothing is confirmed before it is kept");
}

#[test]
fn is_possible_from_the_check_alone() {
    for route in ["/question/drink", "/change/drink"] {
        assert_eq!(does(ready(), [comes(route), SUBMIT]).context.effect, None, "{route}");
    }
}

#[test]
fn happens_once_however_often_the_button_is_pressed() {
    let (once, twice) = (under_way(), does(under_way(), [SUBMIT]));
    assert_eq!(once.context.effect, twice.context.effect);
    let state = does(twice, [submit_ended(Ok(())), submit_ended(Ok(())), SUBMIT]);
    sees(&state, &View::Done, "/done");
    assert_eq!(state.context.effect, None);
}

#[test]
fn is_not_begun_again_with_other_answers_while_it_is_under_way() {
    let other = [comes("/change/drink"), says("drink", &[code("coffee")]), goes_on(), SUBMIT];
    assert_eq!(does(under_way(), other).context.effect, under_way().context.effect);
}

#[test]
fn heeds_nothing_but_its_end_and_a_lost_claim_while_it_is_under_way() {
    let waiting = under_way();
    let before = format!("{waiting:?}");
    for message in [
        comes("/"),
        comes("/stop"),
        ticked("agree".into(), false),
        AGREED,
        DECLINED,
        claimed(Some(None)),
        claimed(None),
        TOOK_OVER,
        says("drink", &[code("coffee")]),
        goes_on(),
        SUBMIT,
        STOPPED,
        Message::DeleteEnded(Ok(())),
        Message::Kept(Ok(())),
        Message::Kept(Err(StorageError::Full)),
        Message::Kept(Err(StorageError::TakenOver)),
        contact_said("contact-name".into(), Change::Answers(vec![text("Sam Smith")])),
        CONTACT_LEFT,
        contact_ended(Ok(())),
        RECORD_DELETED,
        IDLED,
        TIMED_OUT,
        FINISHED,
    ] {
        let after = format!("{:?}", does(waiting.clone(), [message.clone()]));
        assert!(after == before, "{message:?}");
    }
    sees(&does(waiting.clone(), [Message::LostClaim]), &View::Elsewhere, "/");
    sees(&does(waiting, [submit_ended(Ok(()))]), &View::Done, "/done");
}

#[test]
fn with_something_wrong_leads_to_that_page_and_complains_there() {
    let wrong = [comes("/change/cups"), says("cups", &[Answer::Integer(99)]), comes("/check")];
    let state = does(does(ready(), wrong), [SUBMIT]);
    is_asked(&state, "/change/cups");
    assert_eq!(complaints(&state), [("cups", ProblemKind::TooGreat("20".to_owned()))]);
    assert_eq!(
        (&state.context.effect, state.context.complaint.times, state.context.history_step),
        (&None, 1, HistoryStep::Push)
    );
    let state = does(state, [says("cups", &[Answer::Integer(2)]), goes_on(), SUBMIT]);
    assert!(matches!(state.context.effect, Some(Effect::Submit(_))));
}

#[test]
fn kept_is_confirmed_with_the_record_and_nothing_else_of_the_interview() {
    let Some(Effect::Submit(record)) = under_way().context.effect else { panic!() };
    let state = does(under_way(), [submit_ended(Ok(()))]);
    sees(&state, &View::Done, "/done");
    assert_eq!(
        (&state.context.effect, &state.context.trouble, state.context.history_step),
        (&None, &None, HistoryStep::Push)
    );
    holds_nothing_said(&state);
    let submitted = answers_in(&state).unwrap();
    assert_eq!((submitted.text, is_kept(&state)), (record.text, true));
    assert_eq!(submitted.response.stored(&"drink".into()), [code("tea")]);
}

#[test]
fn an_answer_that_is_no_longer_asked_is_not_among_what_was_submitted() {
    let no_drink = [comes("/change/drink"), says("drink", &[code("none")]), goes_on()];
    let submitted = answers_in(&submits(does(ready(), no_drink))).unwrap();
    assert_eq!(submitted.response.stored(&"cups".into()), []);
    assert!(!submitted.text.contains("cups"), "{}", submitted.text);
}

#[test]
fn where_storage_is_blocked_the_page_holds_the_record_and_says_that_it_is_not_kept() {
    let blocked = submit_ended(Err(StorageError::Blocked));
    let state = does(ready(), [Message::Kept(Err(StorageError::Blocked)), SUBMIT, blocked]);
    sees(&state, &View::Done, "/done");
    holds_nothing_said(&state);
    assert!(!is_kept(&state));
    assert_eq!(state.context.trouble, Some(StorageError::Blocked));
}

#[test]
fn what_could_not_be_kept_is_told_at_the_check_and_can_be_tried_again() {
    for trouble in [StorageError::Full, StorageError::Failed("The disk is on fire".to_owned())] {
        let state = does(under_way(), [submit_ended(Err(trouble.clone()))]);
        is_asked(&state, "/check");
        assert_eq!(
            (&state.context.notice, &state.context.trouble),
            (&Some(Notice::NotSubmitted(trouble)), &None)
        );
        assert_eq!((&state.context.effect, answers_in(&state)), (&None, None));
        assert_eq!(said(&state, "drink"), [code("tea")]);
        let state = submits(state);
        sees(&state, &View::Done, "/done");
        assert_eq!((state.context.notice, state.context.trouble), (None, None));
    }
}

#[test]
fn that_it_failed_is_said_until_the_person_moves() {
    let failed = does(under_way(), [submit_ended(Err(StorageError::Full))]);
    assert!(failed.context.notice.is_some());
    for moves in [comes("/change/drink"), comes("/stop"), comes("/")] {
        assert_eq!(does(failed.clone(), [moves]).context.notice, None);
    }
}

#[test]
fn where_another_tab_has_taken_over_nothing_is_submitted_here() {
    let state = does(under_way(), [submit_ended(Err(StorageError::TakenOver))]);
    sees(&state, &View::Elsewhere, "/");
    assert_eq!((answers_in(&state), &state.context.effect), (None, &None));
    holds_nothing_said(&state);
}

#[test]
fn a_claim_lost_while_it_is_under_way_confirms_nothing() {
    let state = does(under_way(), [Message::LostClaim, submit_ended(Ok(()))]);
    sees(&state, &View::Elsewhere, "/");
    assert_eq!(answers_in(&state), None);
}

#[test]
fn another_interview_can_begin_afterwards_and_its_record_takes_the_place_of_the_first() {
    let state = agrees(submits(ready()));
    is_asked(&state, "/question/drink");
    assert_eq!(said(&state, "drink"), []);
    assert!(answers_in(&state).is_some());
    let coffee = [says("drink", &[code("coffee")]), goes_on(), goes_on(), goes_on()];
    let state = submits(does(state, coffee));
    assert_eq!(answers_in(&state).unwrap().response.stored(&"drink".into()), [code("coffee")]);
}

mod during_another_interview {
    use super::*;

    #[test]
    fn leaves_the_interview_as_it_was() {
        let again = agrees(submits(checks(&survey())));
        let again = does(again, [says("drink", &[code("coffee")])]);
        for place in ["/done", "/comparison", "/contact", "/delete"] {
            let looked = does(again.clone(), [comes(place)]);
            assert_eq!(interview(&looked), interview(&again), "{place}");
            is_asked(&does(looked, [comes("/question/drink")]), "/question/drink");
        }
    }

    #[test]
    fn a_failed_second_submission_leaves_the_first_within_reach() {
        let again = walks_on(agrees(submits(checks(&survey()))));
        let state = does(again, [SUBMIT, submit_ended(Err(StorageError::Full))]);
        assert!(answers_in(&state).is_some());
    }
}
