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
        (Route::Later, "/later"),
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
    use View::{Comparison, Consent, Contact, Done, Interview, Later, Sheet, Stop};
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
        ("/later", [Sheet, Later, Sheet, Later]),
        ("/stop", [Sheet, Stop, Sheet, Stop]),
        ("/deleted", [Sheet, Sheet, Sheet, Sheet]),
        ("/done", [Sheet, Sheet, Done, Done]),
        ("/comparison", [Sheet, Sheet, Comparison, Comparison]),
        ("/contact", [Sheet, Sheet, Contact, Contact]),
    ] {
        for (situation, view) in situations.iter().zip(views) {
            let state = does(situation.clone(), [comes(route)]);
            assert_eq!(state.model.view(), view, "{route}, where the person was at {}", situation.route());
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
