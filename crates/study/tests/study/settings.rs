//! What the settings mean.

use fixtures::shipped;
use study::{Period, Standing, minutes};

fn period(opens: Option<&str>, closes: Option<&str>, finish_within_days: u32) -> Period {
    let owned = |day: Option<&str>| day.map(str::to_owned);
    Period { opens: owned(opens), closes: owned(closes), finish_within_days }
}

fn closed(since: &str, finish: Option<&str>) -> Standing {
    Standing::Closed { since: since.to_owned(), finish: finish.map(str::to_owned) }
}

#[test]
fn without_days_a_survey_is_always_open() {
    assert_eq!(Period::default().standing("2026-11-25"), Standing::Open);
}

#[test]
fn an_interview_may_begin_from_the_first_day_to_the_last_and_be_finished_some_days_after() {
    let period = period(Some("2026-12-01"), Some("2027-02-27"), 2);
    for (today, standing) in [
        ("2026-11-30", Standing::NotYet("2026-12-01".to_owned())),
        ("2026-12-01", Standing::Open),
        ("2027-02-27", Standing::Open),
        ("2027-02-28", closed("2027-02-27", Some("2027-03-01"))),
        ("2027-03-01", closed("2027-02-27", Some("2027-03-01"))),
        ("2027-03-02", closed("2027-02-27", None)),
    ] {
        assert_eq!(period.standing(today), standing, "{today}");
        assert_eq!(period.is_open(today), standing == Standing::Open, "{today}");
    }
}

#[test]
fn one_of_the_two_days_is_enough() {
    assert_eq!(period(None, Some("2026-12-01"), 0).standing("2026-12-02"), closed("2026-12-01", None));
    assert_eq!(period(None, Some("2026-12-01"), 0).standing("2020-01-01"), Standing::Open);
    assert_eq!(period(Some("2026-12-01"), None, 0).standing("2099-01-01"), Standing::Open);
}

#[test]
fn the_minutes_that_people_are_told_are_about_those_that_the_questions_take() {
    let study = shipped();
    let said = study.settings.minutes.unwrap();
    let estimate = minutes::estimate(&study.instrument);
    assert!(!minutes::is_far(said, estimate), "{said} are said, {estimate} estimated");
    let sheet = std::fs::read_to_string(fixtures::project("index.html")).unwrap();
    assert!(sheet.contains(&format!("<li id=\"minutes\">About {said} minutes.</li>")));
}

#[test]
fn minutes_are_far_off_by_more_than_a_quarter_and_more_than_one() {
    let far = [(8, 8), (9, 8), (10, 8), (11, 8), (6, 8), (5, 8), (1, 2), (3, 2), (4, 2), (8, 40)];
    let far = far.map(|(said, estimate)| minutes::is_far(said, estimate));
    assert_eq!(far, [false, false, false, true, false, true, false, false, true, true]);
}
