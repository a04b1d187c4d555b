//! Who is asked: every operator against every kind of answer, as truth tables.
//!
//! A row is a rule; its letters say for each column of answers whether the rule holds (`x`) or not (`.`). The first
//! column is always the question left empty, and every row is also tried with the last column's answers given to a
//! question that is not asked itself: that has to come out as the first.

use engine::decimal::Decimal;
use engine::fhir::Typed;
use engine::instrument::Instrument;
use engine::response::{Answer, Response};
use engine::routing::RoutingPath;
use fixtures::{answered, choice, code, coded, date, is, questionnaire, response, text, when, with};
use serde_json::{Value, json};

/// A rule: operator, what it compares with, and where it holds.
type Row<'a> = (&'a str, Value, &'a str);

#[track_caller]
fn table(source: &Value, columns: &[&[Answer]], rows: &[Row]) {
    assert!(columns[0].is_empty(), "the first column is the question left empty");
    let source = with(source.clone(), &json!({ "linkId": "source" }));
    for (operator, value, holds) in rows {
        let rule = [("source", *operator, value.clone())];
        let shown = judged(&json!([source, when(question("q"), &rule)]));
        let outcome =
            |answers: &[Answer]| if asks(&shown, &response(&[("source", answers)]), "q") { 'x' } else { '.' };
        let outcomes: String = columns.iter().map(|answers| outcome(answers)).collect();
        assert_eq!(&outcomes, holds, "{operator} {value} over {columns:?}");

        let gate = [("gate", "=", json!({ "answerBoolean": true }))];
        let hidden =
            judged(&json!([question("gate"), when(source.clone(), &gate), when(question("q"), &rule)]));
        let last = columns.last().unwrap();
        let outcome = asks(&hidden, &response(&[("source", last)]), "q");
        assert_eq!(outcome, holds.starts_with('x'), "{operator} {value} when the source is not asked");
    }
}

fn judged(items: &Value) -> Instrument {
    Instrument::read_to_judge(&questionnaire(items)).unwrap()
}

fn question(id: &str) -> Value {
    json!({ "linkId": id, "type": "boolean" })
}

fn asks(instrument: &Instrument, response: &Response, id: &str) -> bool {
    RoutingPath::of(instrument, response).asks(instrument.position(&id.into()).unwrap())
}

fn of_type(kind: &str) -> Value {
    json!({ "type": kind })
}

fn foreign(kind: &str, value: &Value) -> Answer {
    Answer::Foreign(Typed { kind: kind.to_owned(), value: fixtures::value(value) })
}

const YES: Answer = Answer::Boolean(true);
const NO: Answer = Answer::Boolean(false);

fn whole(number: i32) -> Answer {
    Answer::Integer(number)
}

fn decimal(number: f64) -> Answer {
    Answer::Decimal(Decimal::read(&number.to_string()).unwrap())
}

#[test]
fn yes_or_no() {
    let bool = |yes: bool| json!({ "answerBoolean": yes });
    table(
        &of_type("boolean"),
        &[&[], &[YES], &[NO]],
        &[
            ("exists", answered(true), ".xx"),
            ("exists", answered(false), "x.."),
            ("=", bool(true), ".x."),
            ("=", bool(false), "..x"),
            ("!=", bool(true), "x.x"),
            ("!=", bool(false), "xx."),
        ],
    );
}

#[test]
fn one_option_or_several() {
    let several = with(choice("source", &["a", "b", "c"]), &json!({ "repeats": true }));
    table(
        &several,
        &[&[], &[code("a")], &[code("b")], &[code("a"), code("b")], &[code("b"), code("c")]],
        &[
            ("exists", answered(true), ".xxxx"),
            ("exists", answered(false), "x...."),
            ("=", is("a"), ".x.x."),
            ("=", is("c"), "....x"),
            // No answer is the same: so where nothing is ticked, too.
            ("!=", is("a"), "x.x.x"),
            ("!=", is("b"), "xx..."),
        ],
    );
}

#[test]
fn a_code_is_the_same_only_within_its_system() {
    let with_system = |system: Option<&str>| json!({ "answerCoding": { "system": system, "code": "a" } });
    let bare = json!({ "answerCoding": { "code": "a" } });
    table(
        &choice("source", &["a"]),
        &[&[], &[coded(Some("urn:tiny"), "a")], &[coded(Some("urn:other"), "a")], &[coded(None, "a")]],
        &[
            ("=", with_system(Some("urn:tiny")), ".x.."),
            ("=", with_system(Some("urn:other")), "..x."),
            ("=", bare.clone(), "...x"),
            ("!=", with_system(Some("urn:tiny")), "x.xx"),
            ("!=", bare, "xxx."),
        ],
    );
}

#[test]
fn the_words_of_a_code_do_not_matter_and_words_alone_do() {
    let named = |code: Option<&str>, display: &str| {
        Answer::read(
            "Coding",
            &fixtures::value(
                &json!({ "system": code.map(|_| "urn:tiny"), "code": code, "display": display }),
            ),
        )
        .unwrap()
    };
    table(
        &choice("source", &["a"]),
        &[
            &[],
            &[named(Some("a"), "One wording")],
            &[named(None, "Only words")],
            &[named(None, "Other words")],
        ],
        &[
            (
                "=",
                json!({ "answerCoding": { "system": "urn:tiny", "code": "a", "display": "Another wording" } }),
                ".x..",
            ),
            ("=", json!({ "answerCoding": { "display": "Only words" } }), "..x."),
        ],
    );
}

#[test]
fn whole_numbers() {
    let three = || json!({ "answerInteger": 3 });
    let columns: [&[Answer]; 6] =
        [&[], &[whole(2)], &[whole(3)], &[whole(4)], &[whole(2), whole(4)], &[whole(-3)]];
    table(
        &of_type("integer"),
        &columns,
        &[
            ("exists", answered(true), ".xxxxx"),
            ("exists", answered(false), "x....."),
            ("=", three(), "..x..."),
            ("!=", three(), "xx.xxx"),
            // With several answers an order holds where at least one answer does.
            (">", three(), "...xx."),
            ("<", three(), ".x..xx"),
            (">=", three(), "..xxx."),
            ("<=", three(), ".xx.xx"),
        ],
    );
}

#[test]
fn whole_and_decimal_numbers_compare_as_numbers() {
    let three = || json!({ "answerDecimal": 3.0 });
    table(
        &of_type("integer"),
        &[&[], &[whole(2)], &[whole(3)], &[whole(4)]],
        &[
            ("=", three(), "..x."),
            ("!=", three(), "xx.x"),
            (">", json!({ "answerDecimal": 2.5 }), "..xx"),
            ("<=", three(), ".xx."),
        ],
    );
    table(
        &of_type("decimal"),
        &[&[], &[decimal(2.9)], &[decimal(3.0)], &[decimal(3.1)]],
        &[
            ("=", json!({ "answerInteger": 3 }), "..x."),
            ("!=", json!({ "answerInteger": 3 }), "xx.x"),
            (">", json!({ "answerInteger": 3 }), "...x"),
            (">=", json!({ "answerInteger": 3 }), "..xx"),
            ("<", json!({ "answerDecimal": 3.1 }), ".xx."),
            ("=", json!({ "answerDecimal": 3.10 }), "...x"),
        ],
    );
}

#[test]
fn options_that_are_numbers_have_an_order() {
    let options = json!([{ "valueInteger": 1 }, { "valueInteger": 2 }, { "valueInteger": 3 }]);
    table(
        &json!({ "type": "choice", "repeats": true, "answerOption": options }),
        &[&[], &[whole(1)], &[whole(3)], &[whole(1), whole(3)]],
        &[
            ("=", json!({ "answerInteger": 1 }), ".x.x"),
            ("!=", json!({ "answerInteger": 1 }), "x.x."),
            (">", json!({ "answerInteger": 2 }), "..xx"),
            ("<", json!({ "answerInteger": 2 }), ".x.x"),
        ],
    );
}

#[test]
fn words() {
    let columns: [&[Answer]; 4] = [&[], &[text("yes")], &[text("Yes")], &[text("yes please")]];
    for kind in ["string", "text"] {
        table(
            &of_type(kind),
            &columns,
            &[
                ("exists", answered(true), ".xxx"),
                ("exists", answered(false), "x..."),
                ("=", json!({ "answerString": "yes" }), ".x.."),
                ("!=", json!({ "answerString": "yes" }), "x.xx"),
                // Words have no order, so none holds.
                (">", json!({ "answerString": "a" }), "...."),
                ("<=", json!({ "answerString": "yes" }), "...."),
            ],
        );
    }
}

#[test]
fn an_option_or_own_words() {
    let open = json!({ "type": "open-choice", "repeats": true, "answerOption": [{ "valueCoding": fixtures::coding("a") }] });
    table(
        &open,
        &[&[], &[code("a")], &[text("a")], &[code("a"), text("own")]],
        &[
            ("=", is("a"), ".x.x"),
            ("!=", is("a"), "x.x."),
            ("=", json!({ "answerString": "a" }), "..x."),
            ("=", json!({ "answerString": "own" }), "...x"),
            ("exists", answered(true), ".xxx"),
        ],
    );
}

#[test]
fn codes_have_no_order() {
    table(
        &choice("source", &["a", "b"]),
        &[&[], &[code("a")], &[code("b")]],
        &[(">", is("a"), "..."), ("<", is("b"), "..."), (">=", is("a"), "..."), ("<=", is("a"), "...")],
    );
}

#[test]
fn dates_of_any_precision() {
    let columns: [&[Answer]; 6] = [
        &[],
        &[date("2023-12-31")],
        &[date("2024-01-01")],
        &[date("2024-01-02")],
        &[date("2024-01")],
        &[date("2024")],
    ];
    let day = |day: &str| json!({ "answerDate": day });
    table(
        &of_type("date"),
        &columns,
        &[
            ("=", day("2024-01-01"), "..x..."),
            ("!=", day("2024-01-01"), "xx.xxx"),
            // A month or a year that holds the day is neither before nor behind it.
            (">", day("2024-01-01"), "...x.."),
            ("<", day("2024-01-01"), ".x...."),
            (">=", day("2024-01-01"), "..xx.."),
            ("<=", day("2024-01-01"), ".xx..."),
            // A whole month or year against days, months and years.
            ("=", day("2024-01"), "....x."),
            (">", day("2023-12"), "..xxxx"),
            ("<", day("2024-01"), ".x...."),
            ("<", day("2024"), ".x...."),
            (">=", day("2024"), ".....x"),
            ("exists", answered(true), ".xxxxx"),
        ],
    );
}

#[test]
fn a_value_of_another_type_is_never_the_same() {
    let one = || json!({ "answerInteger": 1 });
    table(
        &choice("source", &["1"]),
        &[&[], &[code("1")], &[text("1")]],
        &[("=", one(), "..."), ("!=", one(), "xxx"), (">", json!({ "answerInteger": 0 }), "...")],
    );
    table(
        &of_type("boolean"),
        &[&[], &[YES]],
        &[("=", json!({ "answerString": "true" }), ".."), ("!=", json!({ "answerString": "true" }), "xx")],
    );
}

#[test]
fn types_that_only_other_questionnaires_have() {
    let time = |value: &str| foreign("DateTime", &json!(value));
    table(
        &of_type("dateTime"),
        // The last is the same moment as the second; but two time zones are not set against each other.
        &[
            &[],
            &[time("2024-01-01T10:00:00Z")],
            &[time("2024-01-01T11:00:00Z")],
            &[time("2024-01-01T10:00:00.5Z")],
            &[time("2024-01-01")],
            &[time("2024-01-01T11:00:00+01:00")],
        ],
        &[
            ("=", json!({ "answerDateTime": "2024-01-01T10:00:00Z" }), ".x...."),
            (">", json!({ "answerDateTime": "2024-01-01T10:00:00Z" }), "..x..."),
            ("<=", json!({ "answerDateTime": "2024-01-01T10:00:00+01:00" }), "......"),
            (">=", json!({ "answerDateTime": "2023-12" }), ".xxxxx"),
        ],
    );
    table(
        &of_type("time"),
        &[&[], &[foreign("Time", &json!("09:00:00"))], &[foreign("Time", &json!("17:00:00"))]],
        &[
            ("<", json!({ "answerTime": "12:00:00" }), ".x."),
            ("!=", json!({ "answerTime": "09:00:00" }), "x.x"),
        ],
    );
    let weight = |value: f64, unit: &str| {
        foreign("Quantity", &json!({ "value": value, "code": unit, "system": "urn:ucum" }))
    };
    let rule = || json!({ "answerQuantity": { "value": 2, "code": "kg", "system": "urn:ucum" } });
    table(
        &of_type("quantity"),
        &[&[], &[weight(1.0, "kg")], &[weight(2.0, "kg")], &[weight(3.0, "g")]],
        // Quantities of unlike units can't be ordered.
        &[("=", rule(), "..x."), ("!=", rule(), "xx.x"), ("<", rule(), ".x.."), (">=", rule(), "..x.")],
    );
    let about = |who: &str| foreign("Reference", &json!({ "reference": who, "display": "someone" }));
    table(
        &of_type("reference"),
        &[&[], &[about("Patient/1")], &[about("Patient/2")]],
        &[("=", json!({ "answerReference": { "reference": "Patient/1" } }), ".x.")],
    );
}

#[test]
fn a_source_that_does_not_exist_never_has_an_answer() {
    let holds = |operator: &str, value: Value| {
        let judged = judged(&json!([when(question("q"), &[("nowhere", operator, value)])]));
        asks(&judged, &response(&[("nowhere", &[YES])]), "q")
    };
    assert!(!holds("=", json!({ "answerBoolean": true })));
    assert!(holds("!=", json!({ "answerBoolean": true })));
    assert!(!holds("exists", answered(true)));
    assert!(holds("exists", answered(false)));
}

#[test]
fn several_rules_hold_together_or_one_by_one() {
    let of = |behaviour: &str| {
        let yes = || json!({ "answerBoolean": true });
        let three = [("a", "=", yes()), ("b", "=", yes()), ("c", "exists", answered(true))];
        judged(&json!([
            question("a"),
            question("b"),
            question("c"),
            when(with(question("q"), &json!({ "enableBehavior": behaviour })), &three)
        ]))
    };
    let (all, any) = (of("all"), of("any"));
    for bits in 0..8 {
        let said = |bit: i32| if bits & bit == bit { vec![YES] } else { Vec::new() };
        let response = response(&[("a", &said(1)), ("b", &said(2)), ("c", &said(4))]);
        assert_eq!(asks(&all, &response, "q"), bits == 7, "all of {bits:03b}");
        assert_eq!(asks(&any, &response, "q"), bits != 0, "any of {bits:03b}");
    }
}

#[test]
fn what_is_hidden_hides_what_depends_on_it_all_the_way() {
    let yes = || json!({ "answerBoolean": true });
    let group = json!({ "linkId": "group", "type": "group", "item": [
        { "linkId": "inner", "type": "group", "item": [question("c")] },
    ] });
    let chain = judged(&json!([
        question("a"),
        when(question("b"), &[("a", "=", yes())]),
        when(group, &[("b", "=", yes())]),
        when(question("d"), &[("c", "=", yes())]),
        when(question("e"), &[("d", "!=", yes())]),
    ]));
    let all_yes = |first: Answer| response(&[("a", &[first]), ("b", &[YES]), ("c", &[YES]), ("d", &[YES])]);
    let asked = |response: &Response| -> Vec<String> {
        let path = RoutingPath::of(&chain, response);
        path.questions().map(|(_, item)| item.id.to_string()).collect()
    };
    assert_eq!(asked(&all_yes(YES)), ["a", "b", "c", "d"]);
    assert_eq!(asked(&all_yes(NO)), ["a", "e"]);
}

#[test]
fn a_rule_that_looks_forward_is_judged_all_the_same() {
    let yes = || json!({ "answerBoolean": true });
    let forward = judged(&json!([
        when(question("q"), &[("later", "=", yes())]),
        when(question("later"), &[("gate", "=", yes())]),
        question("gate")
    ]));
    assert!(asks(&forward, &response(&[("later", &[YES]), ("gate", &[YES])]), "q"));
    assert!(!asks(&forward, &response(&[("later", &[YES])]), "q"));
}
