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
