//! What the app knows, and what follows from each thing that happens: no browser, no markup.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

mod common;
#[path = "markup/person.rs"]
mod person;

use common::{choice, code, text, with};
use engine::change::Change;
use engine::check::{Problem, ProblemKind};
use engine::instrument::ItemId;
use engine::interview::Stage;
use engine::record::{Completion, Lost};
use engine::response::Answer;
use hiquality::after::ContactForm;
use hiquality::context::{HistoryStep, Notice};
use hiquality::effects::Effect;
use hiquality::model::{Message, Stored, Survey, View};
use hiquality::route::Route;
use hiquality::session::Session;
use hiquality::turn::Waiting;
use person::*;
use serde_json::{Value, json};
use std::rc::Rc;
use storage::database::StorageError;
use study::{Settings, Study};

/// The person sees this, and the address bar says so.
#[track_caller]
fn sees(state: &Survey, view: &View, route: &str) {
    assert_eq!((&state.model.view(), state.route().to_string().as_str()), (view, route));
}

/// The interview is at this place, and that is what the person sees.
#[track_caller]
fn is_asked(state: &Survey, route: &str) {
    sees(state, &View::Interview, route);
}

/// Nothing that the person said is left in this state, and nothing of it is about to be written.
#[track_caller]
fn holds_nothing_said(state: &Survey) {
    assert_eq!(interview(state), None);
    assert!(ticks_in(state).is_empty());
    assert_eq!(contact_in(state), ContactForm::default());
    assert_eq!(record_text(state, Completion::InProgress), None);
    assert!(
        !matches!(state.context.effect, Some(Effect::Submit(_) | Effect::KeepContact(_))),
        "{:?}",
        state.context.effect
    );
}

/// What was said to an item.
fn said<'a>(state: &'a Survey, item: &str) -> &'a [Answer] {
    interview(state).unwrap().progress().response.stored(&item.into())
}

/// The complaints on the page: item and what is wrong.
fn complaints(state: &Survey) -> Vec<(&'static str, ProblemKind)> {
    let known = ["read", "agree", "drink", "cups", "why", "contact-consent", "contact-name", "contact-email"];
    let name = |id: &ItemId| known.into_iter().find(|known| *known == id.as_str()).unwrap();
    state.problems().into_iter().map(|Problem { item, kind }| (name(item.as_ref().unwrap()), kind)).collect()
}

/// Someone who drinks tea, two cups, and is asked why.
fn tea_drinker(session: &Rc<Session>) -> Survey {
    let cups = [says("cups", &[Answer::Integer(2)]), goes_on()];
    does(begins(session), [says("drink", &[code("tea")]), goes_on()].into_iter().chain(cups))
}

/// The same study with another information sheet.
fn with_new_sheet(session: &Session) -> Rc<Session> {
    let terms = common::terms(&session.instrument, "another sheet", "hash");
    Rc::new(session_of(study(session), terms, None))
}

/// A study without tea, whose sheet and statements are the same.
fn without_tea() -> Rc<Session> {
    let mut items = drinks();
    items[1]["item"][0]["answerOption"].as_array_mut().unwrap().remove(0);
    let study = Study { instrument: common::instrument(&items), ..common::shipped() };
    let terms = common::terms(&study.instrument, "sheet", "another hash");
    Rc::new(session_of(study, terms, None))
}

/// The record of someone who submitted that they drink coffee.
fn coffee_record(session: &Rc<Session>) -> String {
    let state = submits(does(checks(session), [says("drink", &[code("coffee")])]));
    answers_in(&state).unwrap().text
}

mod opening_the_page {
    use super::*;

    #[test]
    fn a_new_person_reads_the_information() {
        let state = newcomer(&survey());
        sees(&state, &View::Sheet, "/");
        assert_eq!(
            (&state.context.effect, &state.context.notice, &state.context.trouble, answers_in(&state)),
            (&None, &None, &None, None)
        );
    }

    #[test]
    fn a_draft_on_the_device_is_claimed_at_once() {
        let state = opens_with_draft(&survey());
        assert_eq!(state.context.effect, Some(Effect::Claim { take_over: false }));
        sees(&state, &View::Sheet, "/");
    }

    #[test]
    fn a_record_submitted_before_is_at_hand_and_nothing_is_claimed() {
        let session = survey();
        let text = coffee_record(&session);
        let state = opens(&session, submitted_before(OPEN, &text));
        sees(&state, &View::Sheet, "/");
        assert_eq!(state.context.effect, None);
        let submitted = answers_in(&state).unwrap();
        assert_eq!((submitted.text, is_kept(&state)), (text, true));
        assert_eq!(submitted.response.stored(&"drink".into()), [code("coffee")]);
    }

    #[test]
    fn a_record_that_cannot_be_read_is_passed_over() {
        for damaged in ["", "{", "7", r#"{"resourceType":"QuestionnaireResponse","item":7}"#] {
            let state = opens(&survey(), submitted_before(OPEN, damaged));
            assert_eq!((answers_in(&state), sealed_in(&state)), (None, None), "{damaged}");
        }
    }

    #[test]
    fn a_record_is_sealed_where_its_name_is_a_hash_and_open_where_it_is_not_whatever_the_text_looks_like() {
        let session = survey();
        let open = coffee_record(&session);
        for damaged in [open.as_str(), "{", "", SEALED] {
            let state = opens(&session, submitted_before(HASH, damaged));
            assert_eq!((answers_in(&state), sealed_in(&state)), (None, Some(damaged)), "{damaged}");
        }
        let state = opens(&session, submitted_before(OPEN, SEALED));
        assert_eq!((answers_in(&state), sealed_in(&state)), (None, None));
    }

    #[test]
    fn storage_that_is_blocked_is_told_before_the_person_begins_and_stops_nobody() {
        let state = Survey::new(&survey(), None, Err(StorageError::Blocked));
        sees(&state, &View::Sheet, "/");
        assert_eq!((&state.context.trouble, &state.context.effect), (&Some(StorageError::Blocked), &None));
        let state = agrees(state);
        is_asked(&state, "/question/drink");
        assert_eq!(state.context.trouble, Some(StorageError::Blocked));
    }
}

mod consenting {
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
        assert_eq!(
            (state.context.complaint.times, &state.context.effect, interview(&state)),
            (2, &None, None)
        );
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
}

mod coming_back_to_a_draft {
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
        assert_eq!(
            (&state.context.notice, interview(&state)),
            (&Some(Notice::Damaged("{".to_owned())), None)
        );
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
            assert_eq!(
                (&state.context.notice, state.context.complaint.times),
                (&Some(Notice::ConsentAgain), 0)
            );
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
}

mod two_tabs {
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
        for route in
            ["/", "/consent", "/question/drink", "/check", "/stop", "/done", "/comparison", "/contact"]
        {
            let state = does(opens_with_draft(&survey()), [HAS_ANOTHER, comes(route)]);
            sees(&state, &View::Elsewhere, "/");
        }
    }

    #[test]
    fn a_claim_that_nobody_waits_for_changes_nothing() {
        for state in [newcomer(&survey()), tea_drinker(&survey()), submits(checks(&survey()))] {
            for draft in [None, Some(None), Some(Some(draft(&tea_drinker(&survey()))))] {
                let after = does(state.clone(), [claimed(draft)]);
                assert_eq!(
                    (&after.model.view(), interview(&after)),
                    (&state.model.view(), interview(&state))
                );
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
}

mod answering {
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
        assert_eq!(
            (complaints(&state), state.context.complaint.times),
            (vec![], 1),
            "in the middle of a number"
        );
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
}

mod submitting {
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
        let Some(Effect::Submit(record)) = &state.context.effect else {
            panic!("{:?}", state.context.effect)
        };
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
}

mod deleting {
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
}

mod what_does_not_concern_the_part_that_a_person_is_in {
    use super::*;

    /// Nothing follows from these messages.
    #[track_caller]
    fn ignores(state: &Survey, messages: Vec<Message>) {
        for message in messages {
            let after = does(state.clone(), [message.clone()]);
            let shown = |state: &Survey| (format!("{:?}", state.model), state.context.effect.clone());
            assert_eq!(shown(&after), shown(state), "{message:?}");
        }
    }

    fn fills_in_a_name() -> Message {
        contact_said("contact-name".into(), Change::Answers(vec![text("Sam Smith")]))
    }

    #[test]
    fn is_ignored_before_an_interview() {
        let messages =
            vec![goes_on(), SUBMIT, STOPPED, fills_in_a_name(), CONTACT_LEFT, RECORD_DELETED, FINISHED];
        ignores(&newcomer(&survey()), messages);
    }

    #[test]
    fn is_ignored_during_it() {
        let agrees_at_a_question = [AGREED, DECLINED, TOOK_OVER, claimed(None)];
        let of_later = [fills_in_a_name(), CONTACT_LEFT, contact_ended(Ok(())), RECORD_DELETED];
        ignores(&tea_drinker(&survey()), agrees_at_a_question.into_iter().chain(of_later).collect());
    }

    #[test]
    fn is_ignored_after_submitting() {
        let of_before = [AGREED, DECLINED, TOOK_OVER, claimed(None), claimed(Some(None))];
        let of_the_interview = [says("drink", &[code("tea")]), goes_on(), SUBMIT, STOPPED];
        ignores(&submits(checks(&survey())), of_before.into_iter().chain(of_the_interview).collect());
    }

    #[test]
    fn on_their_own_device_is_whether_they_have_left() {
        let states = [newcomer(&survey()), tea_drinker(&survey()), submits(checks(&survey()))];
        for state in states {
            ignores(&state, vec![IDLED, STAYED, TIMED_OUT, FINISHED]);
            assert!(state.ignores(&IDLED) && state.ignores(&TIMED_OUT));
        }
    }
}

mod a_deletion_that_ends_when_the_person_has_gone_on {
    use super::*;

    #[test]
    fn still_takes_the_record_off_the_page() {
        let deleting = does(submits(checks(&survey())), [comes("/delete"), RECORD_DELETED, comes("/")]);
        let state = does(deleting, [Message::DeleteEnded(Ok(()))]);
        sees(&state, &View::Sheet, "/");
        assert_eq!((answers_in(&state), &state.context.effect), (None, &None));
    }
}

mod looking_at_what_was_submitted_during_another_interview {
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

mod being_contacted {
    use super::*;

    fn fills(item: &str, answers: &[Answer]) -> Message {
        contact_said(item.into(), Change::Answers(answers.to_vec()))
    }

    /// Someone at the contact form after they submitted, who has filled in all that is needed.
    fn with_details(email: &str) -> Survey {
        let filled = [
            comes("/contact"),
            fills("contact-consent", &[Answer::Boolean(true)]),
            fills("contact-name", &[text("Sam Smith")]),
            fills("contact-email", &[text(email)]),
        ];
        does(submits(tea_ready()), filled)
    }

    fn tea_ready() -> Survey {
        does(tea_drinker(&survey()), [goes_on()])
    }

    #[test]
    fn details_that_are_needed_and_missing_are_complained_of() {
        let state = does(submits(tea_ready()), [comes("/contact")]);
        sees(&state, &View::Contact, "/contact");
        assert_eq!(complaints(&state), []);
        let state = does(state, [CONTACT_LEFT]);
        let required =
            ["contact-consent", "contact-name", "contact-email"].map(|item| (item, ProblemKind::Required));
        assert_eq!(complaints(&state), required);
        assert_eq!((state.context.complaint.times, &state.context.effect), (1, &None));
        assert_eq!(does(state, [CONTACT_LEFT]).context.complaint.times, 2);
    }

    #[test]
    fn an_agreement_taken_back_is_none() {
        let untick = fills("contact-consent", &[Answer::Boolean(false)]);
        let state = does(with_details("sam@example.org"), [untick, CONTACT_LEFT]);
        assert_eq!(complaints(&state), [("contact-consent", ProblemKind::Required)]);
    }

    #[test]
    fn an_address_must_look_like_one_that_can_be_written_to() {
        let wrong = ("contact-email", ProblemKind::WrongType("email".to_owned()));
        for (email, fits) in [
            ("sam@example.org", true),
            (" sam@example.org ", true),
            ("sam.smith+survey@nhs.example.uk", true),
            ("sam", false),
            ("sam@example", false),
            ("@example.org", false),
            ("sam smith@example.org", false),
            ("sam@example.org jo@example.org", false),
            ("sam@example.org, jo@example.org", false),
            ("sam,jo@example.org", false),
            ("sam@example.org,", false),
            ("<sam@example.org>", false),
            ("Sam <sam@example.org>", false),
            ("sam(work)@example.org", false),
            ("sam@example.org.", false),
        ] {
            let state = does(with_details(email), [CONTACT_LEFT]);
            let expected = if fits { vec![] } else { vec![wrong.clone()] };
            assert_eq!(complaints(&state), expected, "{email}");
            assert_eq!(matches!(state.context.effect, Some(Effect::KeepContact(_))), fits, "{email}");
        }
    }

    #[test]
    fn details_hold_nothing_of_the_record_and_the_record_nothing_of_them() {
        let state = does(with_details("sam@example.org"), [CONTACT_LEFT]);
        let Some(Effect::KeepContact(details)) = &state.context.effect else {
            panic!("{:?}", state.context.effect)
        };
        let details: Value = serde_json::from_str(details).unwrap();
        let record = &answers_in(&state).unwrap().text;
        assert!(!record.contains("Sam") && !record.contains("contact"), "{record}");
        // No id, no time, no author, no extension: what it is of, and what was said.
        let keys: Vec<&String> = details.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["item", "questionnaire", "resourceType", "status"]);
        let [page] = details["item"].as_array().unwrap().as_slice() else { panic!("{details}") };
        let said: Vec<(&Value, &Value)> =
            page["item"].as_array().unwrap().iter().map(|item| (&item["linkId"], &item["answer"])).collect();
        assert_eq!(
            said,
            [
                (&json!("contact-consent"), &json!([{ "valueBoolean": true }])),
                (&json!("contact-name"), &json!([{ "valueString": "Sam Smith" }])),
                (&json!("contact-email"), &json!([{ "valueString": "sam@example.org" }])),
                (&json!("contact-purpose"), &Value::Null),
            ]
        );
    }

    #[test]
    fn once_kept_they_can_be_saved_as_they_were_kept() {
        let keeping = does(with_details("sam@example.org"), [CONTACT_LEFT]);
        let Some(Effect::KeepContact(details)) = keeping.context.effect.clone() else {
            panic!("{:?}", keeping.context.effect)
        };
        let state = does(keeping, [contact_ended(Ok(()))]);
        sees(&state, &View::Contact, "/contact");
        assert_eq!(
            (
                contact_in(&state).is_kept,
                contact_in(&state).text(&afterwards(&state.context.session).contact)
            ),
            (true, details)
        );
        assert_eq!(
            (state.context.effect, state.context.notice, state.context.complaint.times),
            (None, None, 0)
        );
    }

    #[test]
    fn once_kept_they_are_forgotten_when_the_person_moves_on() {
        let kept = does(with_details("sam@example.org"), [CONTACT_LEFT, contact_ended(Ok(()))]);
        for route in ["/done", "/", "/comparison", "/contact"] {
            let state = does(kept.clone(), [comes(route)]);
            assert_eq!(contact_in(&state), ContactForm::default(), "{route}");
            assert!(
                !contact_in(&state).text(&afterwards(&state.context.session).contact).contains("Sam"),
                "{route}"
            );
        }
    }

    #[test]
    fn details_that_are_not_kept_yet_are_there_when_the_person_comes_back() {
        let state = does(with_details("sam@example.org"), [comes("/done"), comes("/contact")]);
        assert_eq!(contact_in(&state).response.stored(&"contact-name".into()), [text("Sam Smith")]);
    }

    #[test]
    fn details_that_are_being_kept_are_not_kept_twice_nor_complained_of() {
        let keeping = does(with_details("sam@example.org"), [CONTACT_LEFT]);
        for other in [text("Jo Jones"), text("")] {
            let state = does(keeping.clone(), [fills("contact-name", &[other]), CONTACT_LEFT]);
            assert_eq!((&state.context.effect, state.context.complaint.times), (&keeping.context.effect, 0));
        }
    }

    #[test]
    fn what_could_not_be_kept_is_told_and_can_be_tried_again() {
        let full = contact_ended(Err(StorageError::Full));
        let state = does(with_details("sam@example.org"), [CONTACT_LEFT, full]);
        assert_eq!(
            (&state.context.notice, &state.context.effect),
            (&Some(Notice::NotDone(StorageError::Full)), &None)
        );
        assert!(!contact_in(&state).is_kept);
        assert_eq!(contact_in(&state).response.stored(&"contact-name".into()), [text("Sam Smith")]);
        let state = does(state, [CONTACT_LEFT]);
        assert!(matches!(state.context.effect, Some(Effect::KeepContact(_))));
        assert_eq!(state.context.notice, None, "what failed before is not said while it is tried again");
        let state = does(state, [contact_ended(Ok(()))]);
        assert_eq!((contact_in(&state).is_kept, state.context.notice), (true, None));
    }

    #[test]
    fn the_next_person_on_the_device_finds_an_empty_form() {
        let kept = does(with_details("sam@example.org"), [CONTACT_LEFT, contact_ended(Ok(()))]);
        let next = submits(does(agrees(kept), [goes_on(), goes_on(), goes_on()]));
        assert_eq!(contact_in(&does(next, [comes("/contact")])), ContactForm::default());
    }
}

mod addresses {
    use super::*;

    /// Each place and how it is written behind the `#`.
    fn places() -> Vec<(Route, &'static str)> {
        let asking = |page: &str| Route::Interview(Stage::Asking(page.into()));
        vec![
            (Route::Sheet, "/"),
            (Route::Consent, "/consent"),
            (Route::Declined, "/declined"),
            (asking("role"), "/question/role"),
            (asking("1.2/3"), "/question/1.2/3"),
            (Route::Interview(Stage::Changing("role".into())), "/change/role"),
            (Route::Interview(Stage::Reviewing), "/check"),
            (Route::Stop, "/stop"),
            (Route::Deleted, "/deleted"),
            (Route::Done, "/done"),
            (Route::Comparison, "/comparison"),
            (Route::Contact, "/contact"),
        ]
    }

    #[test]
    fn are_read_as_they_are_written() {
        for (route, written) in places() {
            assert_eq!(route.to_string(), written);
            assert_eq!(Route::read(written), Some(route));
        }
    }

    #[test]
    fn are_read_without_the_slash_too() {
        for (route, written) in places() {
            assert_eq!(Route::read(written.trim_start_matches('/')), Some(route), "{written}");
        }
    }

    #[test]
    fn that_are_none_of_ours_are_none() {
        for route in [
            "main",
            "information",
            "/role",
            "/question",
            "/question/",
            "/change/",
            "/consent/x",
            "/check/role",
            "/Consent",
        ] {
            assert_eq!(Route::read(route), None, "{route}");
        }
    }

    #[test]
    fn lead_where_the_person_may_be_as_things_stand() {
        use View::{Comparison, Consent, Contact, Done, Interview, Sheet, Stop};
        let session = survey();
        let situations = [
            newcomer(&session),
            tea_drinker(&session),
            submits(checks(&session)),
            does(agrees(submits(checks(&session))), [goes_on()]),
        ];
        for (route, views) in [
            //                 new    in an interview  submitted     submitted, in another
            ("/", [Sheet, Sheet, Sheet, Sheet]),
            ("/consent", [Consent, Consent, Consent, Consent]),
            ("/declined", [Sheet, Sheet, Sheet, Sheet]),
            ("/question/drink", [Sheet, Interview, Done, Interview]),
            ("/change/drink", [Sheet, Interview, Done, Interview]),
            ("/check", [Sheet, Interview, Done, Interview]),
            ("/stop", [Sheet, Stop, Sheet, Stop]),
            ("/deleted", [Sheet, Sheet, Sheet, Sheet]),
            ("/done", [Sheet, Sheet, Done, Done]),
            ("/comparison", [Sheet, Sheet, Comparison, Comparison]),
            ("/contact", [Sheet, Sheet, Contact, Contact]),
        ] {
            for (situation, view) in situations.iter().zip(views) {
                let state = does(situation.clone(), [comes(route)]);
                assert_eq!(
                    state.model.view(),
                    view,
                    "{route}, where the person was at {}",
                    situation.route()
                );
                assert_eq!(state.context.history_step, HistoryStep::Replace);
            }
        }
    }

    #[test]
    fn within_the_interview_lead_no_further_than_the_person_has_come() {
        let state = does(begins(&survey()), [goes_on()]);
        for (route, leads) in [
            ("/question/drink", "/question/drink"),
            ("/question/cups", "/question/cups"),
            ("/question/why", "/question/cups"),
            ("/question/nowhere", "/question/cups"),
            ("/change/drink", "/change/drink"),
            ("/check", "/question/cups"),
        ] {
            is_asked(&does(state.clone(), [comes(route)]), leads);
        }
    }

    #[test]
    fn lead_to_no_contact_form_where_the_deployment_has_none() {
        let settings = Settings { organiser: None, contact_form: false, ..Settings::default() };
        let study = Study { settings, ..study(&survey()) };
        let state = does(submits(checks(&on(study))), [comes("/contact")]);
        sees(&state, &View::Done, "/done");
    }

    #[test]
    fn lead_to_no_contact_form_where_nothing_can_be_kept() {
        let blocked = Message::Kept(Err(StorageError::Blocked));
        let state = submits(does(checks(&survey()), [blocked.clone()]));
        sees(&does(state, [blocked, comes("/contact")]), &View::Done, "/done");
    }

    #[test]
    fn of_a_question_that_is_no_longer_asked_lead_on_from_there() {
        let none = [says("drink", &[code("none")]), goes_on()];
        let state = does(begins(&survey()), none);
        is_asked(&does(state, [comes("/question/cups")]), "/question/why");
    }
}

/// The file of a sealed record, as far as anyone here can tell.
const SEALED: &str = "-----BEGIN AGE ENCRYPTED FILE-----\nsealed";

mod where_records_are_sealed {
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
}

mod at_a_shared_device {
    use super::*;

    /// Someone who has said that they drink tea, and is asked how much.
    fn asked() -> Survey {
        does(begins(&shared(true)), [says("drink", &[code("tea")]), goes_on()])
    }

    /// Someone who has submitted that they drink tea.
    fn done() -> Survey {
        let checks = does(asked(), [goes_on(), goes_on()]);
        does(checks, [SUBMIT, sealed_and(SEALED, "ABCD-EFGH", Ok(()))])
    }

    /// Two states are the same, however they were come to.
    #[track_caller]
    fn is_same(one: &Survey, other: &Survey) {
        let written = |state: &Survey| {
            let mut state = state.clone();
            state.context.history_step = HistoryStep::Push;
            format!("{state:?}")
        };
        let (one, other) = (written(one), written(other));
        let differs = one.bytes().zip(other.bytes()).position(|(one, other)| one != other);
        let from = differs.unwrap_or(one.len().min(other.len())).saturating_sub(40);
        assert!(
            one == other,
            "{} / {}",
            &one[from..one.len().min(from + 200)],
            &other[from..other.len().min(from + 200)]
        );
    }

    /// The information sheet, and nothing of anyone behind it.
    #[track_caller]
    fn is_as_new(state: &Survey) {
        is_same(state, &newcomer(&state.context.session));
    }

    #[test]
    fn one_address_stands_for_everything_behind_the_consent_since_places_would_tell_answers() {
        let places = ["/check", "/question/cups", "/change/drink", "/stop"];
        for route in places {
            let state = does(asked(), [Message::Went(Route::read(route).unwrap())]);
            assert_eq!(state.route().to_string(), "/survey", "{route}");
        }
        for route in ["/done", "/comparison", "/contact"] {
            let state = does(done(), [Message::Went(Route::read(route).unwrap())]);
            assert_eq!(state.route().to_string(), "/survey", "{route}");
        }
    }

    #[test]
    fn nobody_comes_to_a_place_by_its_address() {
        let state = Survey::new(&shared(true), Route::read("/question/cups"), Ok(Stored::default()));
        is_as_new(&state);
    }

    #[test]
    fn back_leads_to_the_page_before_and_there_is_always_something_to_go_back_from() {
        let back = || comes("/consent");
        let at_cups = asked();
        assert_eq!(interview(&at_cups).unwrap().stage(), &Stage::Asking("cups".into()));
        let at_drink = does(at_cups, [back()]);
        assert_eq!(interview(&at_drink).unwrap().stage(), &Stage::Asking("drink".into()));
        assert_eq!(at_drink.context.history_step, HistoryStep::StepForward);
        let at_consent = does(at_drink, [back()]);
        sees(&at_consent, &View::Consent, "/consent");
        assert_eq!(at_consent.context.history_step, HistoryStep::Replace);
        sees(&does(at_consent, [AGREED]), &View::Interview, "/survey");
        let stopping = does(asked(), [Message::Went(Route::Stop), back()]);
        sees(&stopping, &View::Interview, "/survey");
        let compared = does(done(), [Message::Went(Route::Comparison), back()]);
        sees(&compared, &View::Done, "/survey");
        sees(&does(done(), [back()]), &View::Done, "/survey");
        for state in [stopping, compared, does(done(), [back()])] {
            assert_eq!(state.context.history_step, HistoryStep::StepForward, "{:?}", state.model.view());
        }
    }

    #[test]
    fn the_information_is_not_shown_over_an_open_interview_where_the_next_person_would_go_on_with_it() {
        sees(&does(asked(), [Message::Went(Route::Sheet)]), &View::Stop, "/survey");
    }

    #[test]
    fn whoever_finishes_after_submitting_leaves_nothing() {
        is_as_new(&does(done(), [FINISHED]));
        let contact = contact_said("contact-name".into(), Change::Answers(vec![text("Sam Smith")]));
        is_as_new(&does(done(), [Message::Went(Route::Contact), contact, FINISHED]));
    }

    #[test]
    fn an_interview_that_is_left_becomes_a_record_of_what_was_said_so_far() {
        let state = does(asked(), [FINISHED]);
        let Some(Effect::BreakOff(record)) = &state.context.effect else {
            panic!("{:?}", state.context.effect)
        };
        let record: Value = serde_json::from_str(record).unwrap();
        assert_eq!(record["status"], "in-progress");
        assert!(record.to_string().contains("\"tea\""));
        is_as_new(&does(state, [BROKEN_OFF]));
    }

    #[test]
    fn whoever_stops_and_deletes_leaves_no_record() {
        let state = does(asked(), [Message::Went(Route::Stop), STOPPED]);
        assert_eq!(state.context.effect, Some(Effect::DeleteDraft));
        let state = does(state, [Message::DeleteEnded(Ok(())), FINISHED]);
        assert_eq!(state.context.effect, None);
        is_as_new(&state);
    }

    #[test]
    fn somebody_who_seems_to_have_left_is_asked_first_and_can_stay() {
        for state in [asked(), done(), does(newcomer(&shared(true)), [comes("/consent")])] {
            let idle = does(state.clone(), [IDLED]);
            assert!(idle.context.is_pausing());
            is_same(&does(idle, [STAYED]), &state);
        }
        assert!(!does(newcomer(&shared(true)), [IDLED]).context.is_pausing(), "there is nobody to ask");
    }

    #[test]
    fn each_further_second_without_a_touch_changes_nothing() {
        let asked = does(asked(), [IDLED]);
        assert!(asked.ignores(&IDLED) && !asked.ignores(&TIMED_OUT));
        let nobody = newcomer(&shared(true));
        assert!(nobody.ignores(&IDLED) && nobody.ignores(&TIMED_OUT));
    }

    #[test]
    fn submitting_starts_no_write_of_the_draft_that_it_replaces() {
        let checks = checks(&shared(false));
        let submitting = does(checks.clone(), [SUBMIT]);
        assert_eq!(changes_in(&submitting), changes_in(&checks));
        let failed = does(submitting, [sealed_and(SEALED, "ABCD-EFGH", Err(StorageError::Full))]);
        assert_eq!(
            changes_in(&failed),
            changes_in(&checks) + 1,
            "what waited to be written was given up for the record"
        );
    }

    #[test]
    fn the_time_to_say_so_runs_only_once_they_were_asked() {
        let untouched = does(asked(), [TIMED_OUT]);
        assert_eq!((&untouched.context.effect, untouched.context.is_pausing()), (&None, false));
        let left = does(asked(), [IDLED, TIMED_OUT]);
        assert!(matches!(left.context.effect, Some(Effect::BreakOff(_))));
        is_as_new(&does(left, [BROKEN_OFF]));
        is_as_new(&does(done(), [IDLED, TIMED_OUT]));
    }

    #[test]
    fn how_many_records_wait_stays_known_from_person_to_person() {
        let waits = Waiting { records: 12, days: 3 };
        let state = does(done(), [counted(waits), FINISHED]);
        assert_eq!(state.context.turn.unwrap().waiting, Some(waits));
    }
}
