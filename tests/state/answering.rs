use super::*;

#[test]
fn going_on_with_a_wrong_answer_stays_and_complains_each_time() {
    let many = says("cups", &[Answer::Integer(99)]);
    let state = does(begins(&survey()), [goes_on(), many]);
    assert_eq!(complaints(&state), [], "not before they try to go on");
    let state = does(state, [goes_on()]);
    is_asked(&state, "/question/cups");
    assert_eq!(complaints(&state), [("cups", ProblemKind::TooGreat("20".to_owned()))]);
    assert_eq!(state.context.complaint.times, 1);
    assert_eq!(does(state, [goes_on()]).context.complaint.times, 2);
}

#[test]
fn an_answer_put_right_has_nothing_wrong_and_leads_on_without_complaint() {
    let wrong = [goes_on(), says("cups", &[Answer::Integer(99)]), goes_on()];
    let state = does(begins(&survey()), wrong);
    let state = does(state, [says("cups", &[Answer::Integer(9)])]);
    assert_eq!(complaints(&state), []);
    let state = does(state, [goes_on()]);
    is_asked(&state, "/question/why");
    assert_eq!(state.context.complaint.times, 0);
}

#[test]
fn an_error_goes_while_somebody_types_and_comes_back_only_when_they_go_on() {
    let cups = |count| says("cups", &[Answer::Integer(count)]);
    let too_many = [("cups", ProblemKind::TooGreat("20".to_owned()))];
    let state = does(begins(&survey()), [goes_on(), cups(99), goes_on()]);
    let state = does(state, [cups(98)]);
    assert_eq!(complaints(&state), too_many, "it is still wrong");
    let state = does(state, [cups(9), cups(99)]);
    assert_eq!((complaints(&state), state.context.complaint.times), (vec![], 1), "in the middle of a number");
    let state = does(state, [goes_on()]);
    assert_eq!((complaints(&state), state.context.complaint.times), (too_many.to_vec(), 2));
}

#[test]
fn two_boxes_ticked_before_the_page_is_drawn_anew_both_count() {
    let session = deployment(
        &json!([statements(&[("agree", "I agree.")]), {
            "linkId": "section", "type": "group", "text": "Tea", "item": [
                with(choice("drinks", &["tea", "coffee", "none"]), &json!({ "text": "What?", "repeats": true })),
            ],
        }]),
        Settings::default(),
    );
    let ticks = |option| {
        let change = Change::Toggled(code(option));
        Message::During(hiquality::during::Message::Said("drinks".into(), change))
    };
    let state = does(begins(&session), [ticks("coffee"), ticks("tea")]);
    assert_eq!(said(&state, "drinks"), [code("tea"), code("coffee")]);
    assert_eq!(said(&does(state, [ticks("tea")]), "drinks"), [code("coffee")]);
}

#[test]
fn each_change_is_kept_once_and_what_is_no_change_is_not() {
    let state = does(begins(&survey()), [says("drink", &[code("tea")])]);
    let changes = changes_in(&state);
    for (message, one) in [
        (Message::Kept(Ok(())), 0),
        (Message::Kept(Err(StorageError::Full)), 0),
        (comes("/stop"), 0),
        (says("drink", &[code("coffee")]), 1),
        (goes_on(), 1),
    ] {
        assert_eq!(changes_in(&does(state.clone(), [message.clone()])), changes + one, "{message:?}");
    }
}

#[test]
fn that_everything_was_kept_as_before_draws_nothing_anew() {
    let state = does(begins(&survey()), [says("drink", &[code("tea")])]);
    assert!(state.ignores(&Message::Kept(Ok(()))));
    assert!(!state.ignores(&Message::Kept(Err(StorageError::Full))));
    assert!(!state.ignores(&Message::Kept(Err(StorageError::TakenOver))));
    let full = does(state, [Message::Kept(Err(StorageError::Full))]);
    assert!(full.ignores(&Message::Kept(Err(StorageError::Full))));
    assert!(!full.ignores(&Message::Kept(Ok(()))), "the warning goes");
}

#[test]
fn going_back_from_a_complaint_leaves_it_behind_and_keeps_the_answer() {
    let wrong = [goes_on(), says("cups", &[Answer::Integer(99)]), goes_on()];
    let state = does(begins(&survey()), wrong);
    let state = does(state, [comes("/question/drink")]);
    assert_eq!((state.context.complaint.times, said(&state, "cups")), (0, &[Answer::Integer(99)][..]));
    let state = does(state, [comes("/question/cups")]);
    assert_eq!(complaints(&state), []);
}

#[test]
fn nothing_has_to_be_answered() {
    let state = does(begins(&survey()), [goes_on(), goes_on(), goes_on()]);
    is_asked(&state, "/check");
}

#[test]
fn a_change_leads_back_to_the_check() {
    let state = does(checks(&survey()), [comes("/change/cups"), says("cups", &[Answer::Integer(3)])]);
    is_asked(&state, "/change/cups");
    assert_eq!(state.context.history_step, HistoryStep::Push);
    is_asked(&does(state, [goes_on()]), "/check");
}

#[test]
fn going_on_makes_a_place_to_come_back_to_and_coming_does_not() {
    let state = does(begins(&survey()), [goes_on()]);
    assert_eq!(state.context.history_step, HistoryStep::Push);
    assert_eq!(does(state, [comes("/question/drink")]).context.history_step, HistoryStep::Replace);
}

#[test]
fn without_an_interview_answers_go_nowhere() {
    let state = does(newcomer(&survey()), [says("drink", &[code("tea")]), goes_on(), SUBMIT]);
    sees(&state, &View::Sheet, "/");
    assert_eq!((&state.context.effect, interview(&state)), (&None, None));
}

#[test]
fn a_draft_that_could_not_be_written_is_told_until_one_is() {
    for trouble in [StorageError::Full, StorageError::Failed("The disk is on fire".to_owned())] {
        let state = does(tea_drinker(&survey()), [Message::Kept(Err(trouble.clone()))]);
        is_asked(&state, "/question/why");
        assert_eq!(state.context.trouble, Some(trouble));
        assert_eq!(does(state, [Message::Kept(Ok(()))]).context.trouble, None);
    }
}

#[test]
fn what_was_not_kept_is_over_with_the_interview_but_not_that_storage_is_blocked() {
    let ends = [
        vec![comes("/consent"), DECLINED],
        vec![comes("/stop"), STOPPED],
        vec![comes("/delete"), RECORD_DELETED],
        vec![Message::LostClaim],
        vec![SUBMIT, submit_ended(Err(StorageError::Blocked))],
    ];
    for end in ends {
        for (trouble, left) in [
            (StorageError::Full, None),
            (StorageError::Failed("The disk is on fire".to_owned()), None),
            (StorageError::Blocked, Some(StorageError::Blocked)),
        ] {
            let again = walks_on(agrees(submits(checks(&survey()))));
            let state = does(again, [Message::Kept(Err(trouble))]);
            let state = does(state, end.iter().cloned());
            assert_eq!((interview(&state), &state.context.trouble), (None, &left), "{end:?}");
        }
    }
}

#[test]
fn the_record_so_far_can_be_had_only_while_there_is_an_interview() {
    let record = record_text(&tea_drinker(&survey()), Completion::InProgress).unwrap();
    let record: Value = serde_json::from_str(&record).unwrap();
    assert_eq!(record["status"], "in-progress");
    assert_eq!(record_text(&newcomer(&survey()), Completion::InProgress), None);
}
