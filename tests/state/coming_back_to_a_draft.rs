use super::*;

/// Someone who left while asked why they drink tea, and opens the page on this ground.
fn returns(session: &Rc<Session>, route: Option<Route>) -> Survey {
    let kept = draft(&tea_drinker(&survey()));
    let state = Survey::new(session, route, Ok(Stored { draft: true, ..Stored::default() }));
    does(state, [claimed(Some(Some(kept)))])
}

#[test]
fn it_goes_on_at_the_same_question_with_every_answer() {
    let state = returns(&survey(), None);
    is_asked(&state, "/question/why");
    assert_eq!((&state.context.notice, &state.context.effect), (&Some(Notice::Resumed), &None));
    assert_eq!(
        (said(&state, "drink"), said(&state, "cups")),
        (&[code("tea")][..], &[Answer::Integer(2)][..])
    );
}

#[test]
fn it_corrects_the_address_but_from_the_statements_it_leads_on() {
    for (route, step) in [
        ("/", HistoryStep::Replace),
        ("/check", HistoryStep::Replace),
        ("/done", HistoryStep::Replace),
        ("/consent", HistoryStep::Push),
    ] {
        let state = returns(&survey(), Route::read(route));
        is_asked(&state, "/question/why");
        assert_eq!(state.context.history_step, step, "{route}");
    }
}

#[test]
fn the_welcome_is_said_until_the_person_moves_on() {
    let state = does(returns(&survey(), None), [says("why", &[text("Thirst")])]);
    assert_eq!(state.context.notice, Some(Notice::Resumed));
    assert_eq!(does(state, [goes_on()]).context.notice, None);
}

#[test]
fn the_welcome_is_over_once_the_person_goes_elsewhere() {
    for route in ["/", "/consent", "/stop", "/question/drink"] {
        assert_eq!(does(returns(&survey(), None), [comes(route)]).context.notice, None, "{route}");
        assert_eq!(does(returns(&without_tea(), None), [comes(route)]).context.notice, None, "{route}");
    }
}

#[test]
fn a_draft_that_has_gone_meanwhile_leaves_the_person_at_the_information() {
    let state = does(opens_with_draft(&survey()), [claimed(Some(None))]);
    sees(&state, &View::Sheet, "/");
    assert_eq!((&state.context.notice, &state.context.effect, interview(&state)), (&None, &None, None));
}

#[test]
fn answers_that_no_longer_fit_are_named_and_the_others_kept() {
    let state = returns(&without_tea(), None);
    is_asked(&state, "/question/why");
    let lost = Lost { question: "What do you drink?".to_owned(), answer: "tea".to_owned() };
    assert_eq!(state.context.notice, Some(Notice::Lost(vec![lost])));
    assert_eq!((said(&state, "drink"), said(&state, "cups")), (&[][..], &[Answer::Integer(2)][..]));
}

#[test]
fn a_damaged_draft_is_told_with_its_text_and_the_person_can_start_anew() {
    for damaged in ["", "{", r#"{"version":99}"#] {
        let claimed = claimed(Some(Some(damaged.to_owned())));
        let state = does(opens_with_draft(&survey()), [claimed.clone()]);
        sees(&state, &View::Sheet, "/");
        assert_eq!(state.context.notice, Some(Notice::Damaged(damaged.to_owned())));
        let state = does(state, [comes("/consent")]);
        assert_eq!(state.context.notice, Some(Notice::Damaged(damaged.to_owned())));
        let state = does(ticks_all(state), [AGREED, claimed]);
        is_asked(&state, "/question/drink");
        assert_eq!(state.context.notice, None);
    }
}

#[test]
fn a_damaged_draft_that_came_since_the_page_was_opened_is_told_before_anything_takes_its_place() {
    let agreed = does(ticks_all(does(newcomer(&survey()), [comes("/consent")])), [AGREED]);
    let claimed = claimed(Some(Some("{".to_owned())));
    let state = does(agreed, [claimed.clone()]);
    sees(&state, &View::Sheet, "/");
    assert_eq!((&state.context.notice, interview(&state)), (&Some(Notice::Damaged("{".to_owned())), None));
    let state = does(ticks_all(does(state, [comes("/consent")])), [AGREED, claimed]);
    is_asked(&state, "/question/drink");
}

#[test]
fn what_can_not_be_read_as_a_number_stays_in_the_draft_and_out_of_the_record() {
    let state = does(begins(&survey()), [goes_on(), says("cups", &[text("about ten")])]);
    assert!(draft(&state).contains("about ten"));
    assert!(!record_text(&state, Completion::InProgress).unwrap().contains("about ten"));
}

#[test]
fn a_damaged_draft_is_deleted_where_the_person_does_not_consent() {
    let damaged = claimed(Some(Some("{".to_owned())));
    let state = does(opens_with_draft(&survey()), [damaged, comes("/consent"), DECLINED]);
    sees(&state, &View::Declined, "/declined");
    assert_eq!((&state.context.effect, &state.context.notice), (&Some(Effect::DeleteDraft), &None));
    let state = does(state, [Message::DeleteEnded(Ok(())), comes("/consent"), DECLINED]);
    assert_eq!(state.context.effect, None, "it is deleted once");
}

mod whose_information_has_changed {
    use super::*;

    /// Someone who is asked to agree again.
    fn is_asked_again() -> Survey {
        returns(&with_new_sheet(&survey()), None)
    }

    #[test]
    fn the_person_is_asked_to_agree_again_with_no_statement_ticked() {
        let state = is_asked_again();
        sees(&state, &View::Consent, "/consent");
        assert_eq!((&state.context.notice, state.context.complaint.times), (&Some(Notice::ConsentAgain), 0));
        holds_nothing_said(&state);
    }

    #[test]
    fn they_agree_and_go_on_with_their_answers_under_the_new_terms() {
        let state = does(ticks_all(is_asked_again()), [AGREED]);
        assert_eq!(state.context.effect, Some(Effect::Claim { take_over: false }));
        let state = does(state, [claimed(Some(Some(draft(&tea_drinker(&survey())))))]);
        is_asked(&state, "/question/why");
        assert_eq!(
            (said(&state, "drink"), &state.context.notice),
            (&[code("tea")][..], &Some(Notice::Resumed))
        );
        let consent = interview(&state).unwrap().consent();
        assert_eq!(consent.terms().sheet.hash, "another sheet");
    }

    #[test]
    fn they_may_read_the_information_first() {
        let state = does(is_asked_again(), [comes("/"), comes("/consent")]);
        sees(&state, &View::Consent, "/consent");
        assert_eq!(state.context.notice, Some(Notice::ConsentAgain));
    }

    #[test]
    fn where_they_do_not_agree_the_draft_that_waits_is_deleted() {
        let state = does(is_asked_again(), [DECLINED]);
        sees(&state, &View::Declined, "/declined");
        assert_eq!((&state.context.effect, &state.context.notice), (&Some(Effect::DeleteDraft), &None));
        let state = does(state, [Message::DeleteEnded(Ok(())), comes("/consent"), DECLINED]);
        assert_eq!(state.context.effect, None, "it is deleted once");
    }
}

#[test]
fn someone_who_was_at_a_page_that_has_others_with_it_by_now_is_asked_there_and_loses_nothing() {
    let session = survey();
    let kept = draft(&does(begins(&session), [says("drink", &[code("tea")]), goes_on()]));
    let mut items = drinks();
    let asked = items[1]["item"].take();
    items[1]["item"] = json!([{ "linkId": "drinks-page", "type": "group", "text": "What and how much", "item": asked,
        "extension": [common::control("page")] }]);
    let study = Study { instrument: common::instrument(&items), ..common::shipped() };
    let terms = common::terms(&study.instrument, "sheet", "another hash");
    let session = Rc::new(session_of(study, terms, None));
    let back = does(opens_with_draft(&session), [claimed(Some(Some(kept)))]);
    is_asked(&back, "/question/drinks-page");
    assert_eq!(said(&back, "drink"), [code("tea")]);
    assert_eq!(back.context.notice, Some(Notice::Resumed));
}
