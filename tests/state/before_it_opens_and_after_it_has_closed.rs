use super::*;
use hiquality::before;
use study::Standing;

/// The survey on a day with this standing.
fn on_a_day(standing: Standing) -> Rc<Session> {
    let whole = survey();
    let terms = whole.terms.clone();
    Rc::new(Session { standing, ..session_of(study(&whole), terms, None) })
}

fn not_yet() -> Rc<Session> {
    on_a_day(Standing::NotYet("2026-12-01".to_owned()))
}

fn closed(finish: Option<&str>) -> Rc<Session> {
    on_a_day(Standing::Closed { since: "2027-02-28".to_owned(), finish: finish.map(str::to_owned) })
}

#[test]
fn no_interview_begins() {
    for session in [not_yet(), closed(None), closed(Some("2027-03-14"))] {
        let state = does(ticks_all(does(newcomer(&session), [comes("/consent")])), [AGREED]);
        sees(&state, &View::Consent, "/consent");
        assert_eq!((&state.context.effect, state.context.complaint.times), (&None, 0));
    }
}

#[test]
fn one_that_has_begun_goes_on_while_it_can_be_finished() {
    let kept = draft(&tea_drinker(&survey()));
    let session = closed(Some("2027-03-14"));
    let opened = opens_with_draft(&session);
    assert_eq!(opened.context.effect, Some(Effect::Claim { take_over: false }));
    let state = does(opened, [claimed(Some(Some(kept)))]);
    is_asked(&state, "/question/why");
    assert_eq!(said(&state, "drink"), [code("tea")]);
}

#[test]
fn one_that_has_begun_goes_on_after_a_new_consent_while_it_can_be_finished() {
    let kept = draft(&tea_drinker(&survey()));
    let session = closed(Some("2027-03-14"));
    let session = Rc::new(Session { standing: session.standing.clone(), ..on_new_sheet(&session) });
    let asked_again = does(opens_with_draft(&session), [claimed(Some(Some(kept.clone())))]);
    sees(&asked_again, &View::Consent, "/consent");
    is_asked(&does(ticks_all(asked_again), [AGREED, claimed(Some(Some(kept)))]), "/question/why");
}

fn on_new_sheet(session: &Session) -> Session {
    let terms = common::terms(&session.instrument, "another sheet", "hash");
    session_of(study(session), terms, None)
}

#[test]
fn what_can_no_longer_be_finished_stays_until_somebody_deletes_it() {
    for session in [closed(None), not_yet()] {
        let state = opens_with_draft(&session);
        sees(&state, &View::Sheet, "/");
        assert_eq!(state.context.effect, None);
        assert!(state.has_draft());
        let state = does(state, [Message::Before(before::Message::Discarded)]);
        sees(&state, &View::Deleted, "/deleted");
        assert_eq!(state.context.effect, Some(Effect::DeleteDraft));
    }
}
