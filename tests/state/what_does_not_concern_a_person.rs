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
