//! The answers gathered on the device, as the next person sees them.

use crate::common::{self, choice, code, response, with};
use crate::{hangs_together, has, is_heard, is_not_heard, rendered};
use analysis::snapshot::Snapshot;
use engine::instrument::Instrument;
use engine::plan::Plan;
use engine::response::{Answer, Response};
use engine::routing::RoutingPath;
use fixtures::html::Element;
use serde_json::{Value, json};
use ui::comparison::gathered;

/// What people drink, one thing each, and where, several places.
fn drinks() -> (Instrument, Plan) {
    let items = json!([
        choice("drink", &["tea", "coffee", "none"]),
        with(choice("where", &["home", "work"]), &json!({ "repeats": true })),
    ]);
    let compared = [("drink", "What people drink"), ("where", "Where people drink it")]
        .map(|(item, title)| json!({ "item": item, "title": title, "scale": "unordered" }));
    let plan = Plan::read(&common::value(&json!({ "groups": [], "compared": compared }))).unwrap();
    (common::instrument(&items), plan)
}

fn snapshot() -> Value {
    json!({ "people": 50, "tables": [
        { "item": "drink", "people": 45, "answers": [
            { "code": "tea", "people": 30 }, { "code": "coffee", "people": 15 }, { "code": "none", "people": null },
        ] },
        { "item": "where", "people": null, "answers": [{ "code": "home" }, { "code": "work" }] },
    ] })
}

#[track_caller]
fn sees(snapshot: &Value, said: &[(&str, &[Answer])]) -> Element {
    let (instrument, plan) = drinks();
    shows(snapshot, &plan, &instrument, &response(said))
}

#[track_caller]
fn shows(snapshot: &Value, plan: &Plan, instrument: &Instrument, said: &Response) -> Element {
    let snapshot = Snapshot::read(&common::value(snapshot)).unwrap();
    let panel = rendered(gathered(&snapshot, plan, instrument, &RoutingPath::of(instrument, said)));
    hangs_together(&panel, false);
    panel
}

#[test]
fn someone_sees_how_many_before_them_gave_each_answer_and_which_was_theirs() {
    is_heard(
        &sees(&snapshot(), &[("drink", &[code("coffee")])]),
        "
        ## Answers gathered on this device so far
        These are the answers of about 50 people who took part on this device before you began. Yours are not among them. So that nobody can be told apart, the answers of two people, drawn by lot, are left out. Figures are rounded to 5, and hidden where fewer than ten people gave an answer, or all but fewer than ten; some others are hidden because they would give those away.
        section: What people drink
          What people drink
          table: What people drink: on this device
            Answer | People | Percentage
            tea | about 30 | 67 %
            coffee, Your answer | about 15 | 33 %
            none | hidden | hidden
          Percentages of about 45 people who answered.
        section: Where people drink it
          Where people drink it
          table: Where people drink it: on this device
            Answer | People | Percentage
            home | hidden | hidden
            work | hidden | hidden
          Percentages of fewer than 10 people who answered.",
    );
}

#[test]
fn whoever_gave_several_answers_finds_each_of_them_and_whoever_gave_none_finds_none() {
    for (said, marked) in [(vec![code("home"), code("work")], 2), (vec![code("work")], 1), (vec![], 0)] {
        let panel = sees(&snapshot(), &[("where", &said)]);
        assert_eq!(panel.every(&["strong"]).len(), marked);
    }
}

#[test]
fn an_answer_that_is_marked_is_marked_in_words() {
    let panel = sees(&snapshot(), &[("drink", &[code("none")])]);
    let all = panel.all();
    let own: Vec<_> = all.iter().filter(|row| row.is("app-figures__row--own")).collect();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].words(), "none, Your answer hiddenhidden");
}

#[test]
fn what_stands_before_a_figure_on_a_narrow_screen_is_not_heard_twice() {
    let panel = sees(&snapshot(), &[]);
    let all = panel.all();
    for label in all.iter().filter(|label| label.is("app-figures__group")) {
        has(label, &[("aria-hidden", Some("true"))]);
    }
}

#[test]
fn a_question_that_the_snapshot_does_not_have_is_left_out() {
    let mut snapshot = snapshot();
    snapshot["tables"].as_array_mut().unwrap().remove(0);
    let panel = sees(&snapshot, &[]);
    is_not_heard(&panel, "What people drink");
    is_heard(&panel, "work | hidden | hidden");
}

#[test]
fn a_number_is_marked_in_its_band() {
    let study = common::shipped();
    let bands = [("low", None), ("moderate", Some(10)), ("high", Some(35))];
    let answers: Vec<Value> =
        bands.iter().map(|(code, people)| json!({ "code": code, "people": people })).collect();
    let snapshot =
        json!({ "people": 50, "tables": [{ "item": "importance", "people": 50, "answers": answers }] });
    let said = response(&[("importance", &[Answer::Integer(9)])]);
    let panel = shows(&snapshot, &study.plan, &study.instrument, &said);
    is_heard(
        &panel,
        "
        0 to 4 | hidden | hidden
        5 to 7 | about 10 | 20 %
        8 to 10, Your answer | about 35 | 70 %",
    );
}
