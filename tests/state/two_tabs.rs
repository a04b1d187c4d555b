use super::*;

const HAS_ANOTHER: Message = Message::Before(hiquality::before::Message::Claimed(None));

#[test]
fn a_draft_that_another_tab_has_open_is_said_to_be_elsewhere() {
    let state = does(opens_with_draft(&survey()), [HAS_ANOTHER]);
    sees(&state, &View::Elsewhere, "/");
    assert_eq!(state.context.effect, None);
    holds_nothing_said(&state);
}

#[test]
fn no_address_leads_past_that() {
    for route in ["/", "/consent", "/question/drink", "/check", "/stop", "/done", "/comparison", "/contact"] {
        let state = does(opens_with_draft(&survey()), [HAS_ANOTHER, comes(route)]);
        sees(&state, &View::Elsewhere, "/");
    }
}

#[test]
fn a_claim_that_nobody_waits_for_changes_nothing() {
    for state in [newcomer(&survey()), tea_drinker(&survey()), submits(checks(&survey()))] {
        for draft in [None, Some(None), Some(Some(draft(&tea_drinker(&survey()))))] {
            let after = does(state.clone(), [claimed(draft)]);
            assert_eq!((&after.model.view(), interview(&after)), (&state.model.view(), interview(&state)));
            assert_eq!((after.context.effect, after.context.notice), (None, None));
        }
    }
}

#[test]
fn whoever_takes_over_goes_on_with_the_answers() {
    let state = does(opens_with_draft(&survey()), [HAS_ANOTHER, TOOK_OVER]);
    assert_eq!(state.context.effect, Some(Effect::Claim { take_over: true }));
    let state = does(state, [claimed(Some(Some(draft(&tea_drinker(&survey())))))]);
    is_asked(&state, "/question/why");
    assert_eq!(
        (said(&state, "drink"), state.context.history_step),
        (&[code("tea")][..], HistoryStep::Replace)
    );
}

#[test]
fn whoever_takes_over_what_was_submitted_meanwhile_stands_at_the_information() {
    let state = does(opens_with_draft(&survey()), [HAS_ANOTHER, TOOK_OVER, claimed(Some(None))]);
    sees(&state, &View::Sheet, "/");
}

#[test]
fn someone_who_agrees_while_another_tab_asks_need_not_agree_again_to_take_over() {
    let consented = does(ticks_all(does(newcomer(&survey()), [comes("/consent")])), [AGREED]);
    let state = does(consented, [HAS_ANOTHER]);
    sees(&state, &View::Elsewhere, "/");
    let state = does(state, [TOOK_OVER, claimed(Some(None))]);
    is_asked(&state, "/question/drink");
}

#[test]
fn a_tab_that_loses_its_claim_forgets_everything_the_person_said() {
    let state = does(tea_drinker(&survey()), [Message::LostClaim]);
    sees(&state, &View::Elsewhere, "/");
    assert_eq!(
        (&state.context.effect, &state.context.notice, state.context.history_step),
        (&None, &None, HistoryStep::Replace)
    );
    holds_nothing_said(&state);
}

#[test]
fn a_draft_refused_because_another_tab_has_it_says_the_same() {
    let state = does(tea_drinker(&survey()), [Message::Kept(Err(StorageError::TakenOver))]);
    sees(&state, &View::Elsewhere, "/");
    holds_nothing_said(&state);
}

#[test]
fn what_was_submitted_earlier_is_still_known_when_the_claim_is_lost() {
    let session = survey();
    let again = agrees(submits(checks(&session)));
    let state = does(again, [Message::LostClaim]);
    sees(&state, &View::Elsewhere, "/");
    assert!(answers_in(&state).is_some());
}
