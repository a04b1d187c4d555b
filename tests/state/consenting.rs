use super::*;

#[test]
fn no_statement_is_ticked_beforehand_and_nothing_is_wrong_yet() {
    let state = does(newcomer(&survey()), [comes("/consent")]);
    sees(&state, &View::Consent, "/consent");
    assert!(ticks_in(&state).is_empty());
    assert_eq!(complaints(&state), []);
}

#[test]
fn going_on_without_every_statement_complains_of_the_first_that_is_missing() {
    let state = does(newcomer(&survey()), [comes("/consent"), AGREED]);
    sees(&state, &View::Consent, "/consent");
    assert_eq!(complaints(&state), [("read", ProblemKind::Required)]);
    assert_eq!((state.context.complaint.times, &state.context.effect), (1, &None));
    let state = does(state, [ticked("read".into(), true), AGREED]);
    assert_eq!(complaints(&state), [("agree", ProblemKind::Required)]);
    assert_eq!((state.context.complaint.times, &state.context.effect, interview(&state)), (2, &None, None));
}

#[test]
fn a_tick_taken_back_is_none() {
    let untick = ticked("agree".into(), false);
    let state = does(ticks_all(does(newcomer(&survey()), [comes("/consent")])), [untick, AGREED]);
    assert_eq!(complaints(&state), [("agree", ProblemKind::Required)]);
}

#[test]
fn with_every_statement_the_draft_is_claimed_and_then_the_first_question_asked() {
    let state = does(newcomer(&survey()), [comes("/consent"), AGREED]);
    let state = does(ticks_all(state), [AGREED]);
    assert_eq!(
        (&state.context.effect, state.context.complaint.times),
        (&Some(Effect::Claim { take_over: false }), 0)
    );
    sees(&state, &View::Consent, "/consent");
    let state = does(state, [claimed(Some(None))]);
    is_asked(&state, "/question/drink");
    assert_eq!(
        (state.context.effect, state.context.notice, state.context.history_step),
        (None, None, HistoryStep::Push)
    );
}

#[test]
fn someone_who_reads_down_to_the_statements_agrees_there_without_pressing_start() {
    let sheet = does(newcomer(&survey()), [AGREED]);
    sees(&sheet, &View::Sheet, "/");
    assert_eq!(complaints(&sheet), [("read", ProblemKind::Required)]);
    let state = does(ticks_all(sheet), [AGREED, claimed(Some(None))]);
    is_asked(&state, "/question/drink");
    assert_eq!((state.context.complaint.times, state.context.history_step), (0, HistoryStep::Push));
}

#[test]
fn whoever_leaves_the_page_leaves_the_complaint_behind() {
    let state = does(newcomer(&survey()), [comes("/consent"), AGREED, comes("/"), comes("/consent")]);
    assert_eq!((state.context.complaint.times, complaints(&state)), (0, vec![]));
}

#[test]
fn someone_who_does_not_consent_leaves_nothing_and_nothing_is_there_to_delete() {
    let state = does(newcomer(&survey()), [comes("/consent"), ticked("read".into(), true)]);
    let state = does(state, [DECLINED]);
    sees(&state, &View::Declined, "/declined");
    assert_eq!(state.context.effect, None);
    holds_nothing_said(&state);
}

#[test]
fn someone_who_changes_their_mind_while_the_draft_is_claimed_is_asked_nothing() {
    let agreed = does(ticks_all(does(newcomer(&survey()), [comes("/consent")])), [AGREED]);
    let state = does(agreed, [DECLINED, claimed(Some(None))]);
    assert_eq!((state.model.view() == View::Interview, interview(&state)), (false, None));
}

#[test]
fn someone_who_no_longer_consents_has_their_answers_deleted() {
    let state = does(tea_drinker(&survey()), [comes("/consent"), DECLINED]);
    sees(&state, &View::Declined, "/declined");
    assert_eq!(state.context.effect, Some(Effect::DeleteDraft));
    holds_nothing_said(&state);
    assert_eq!(does(state, [Message::DeleteEnded(Ok(()))]).context.effect, None);
}

#[test]
fn going_back_to_the_statements_keeps_the_interview_and_leads_back_into_it() {
    let state = does(tea_drinker(&survey()), [comes("/consent")]);
    sees(&state, &View::Consent, "/consent");
    assert_eq!(ticks_in(&state), ["agree", "read"].map(ItemId::from).into());
    let state = does(state, [AGREED]);
    is_asked(&state, "/question/why");
    assert_eq!((said(&state, "cups"), &state.context.effect), (&[Answer::Integer(2)][..], &None));
}

#[test]
fn someone_who_came_back_to_a_draft_finds_the_statements_ticked_too() {
    let kept = claimed(Some(Some(draft(&tea_drinker(&survey())))));
    let state = does(opens_with_draft(&survey()), [kept, comes("/consent")]);
    assert_eq!(ticks_in(&state), ["agree", "read"].map(ItemId::from).into());
    is_asked(&does(state, [AGREED]), "/question/why");
}

#[test]
fn a_tick_taken_back_during_the_interview_bars_the_way_into_it() {
    let untick = ticked("agree".into(), false);
    let state = does(tea_drinker(&survey()), [comes("/consent"), untick, AGREED]);
    sees(&state, &View::Consent, "/consent");
    assert_eq!(complaints(&state), [("agree", ProblemKind::Required)]);
}
