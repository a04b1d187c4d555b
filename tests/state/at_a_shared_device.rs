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
    let Some(Effect::BreakOff(record)) = &state.context.effect else { panic!("{:?}", state.context.effect) };
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
