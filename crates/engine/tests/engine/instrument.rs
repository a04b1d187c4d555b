//! What a questionnaire may say, and what an organiser reads where it may not.

use engine::condition::{Condition, Operator};
use engine::decimal::Decimal;
use engine::fhir::Questionnaire;
use engine::instrument::{Control, Instrument, ItemId, Limits, ResponseDomain};
use engine::interview::Interview;
use fixtures::{
    answered, choice, coding, consent, control, extension, instrument, is, questionnaire, sentences, when,
    with,
};
use serde_json::{Value, json};
use study::reachability::{self, Reachability, STEPS};

/// These items can't be asked, and these are all the reasons.
#[track_caller]
fn refused(items: &Value, reasons: &[&str]) {
    let defects = Instrument::read(&questionnaire(items)).expect_err("it was read without a defect");
    assert_eq!(sentences(&defects), reasons);
    // A page that shows the first question before it knows of any defect does not stop at it.
    if let Some(ahead) = Instrument::read_ahead(&questionnaire(items)) {
        drop(Interview::begun(&ahead, consent(&ahead)));
    }
}

/// As [`refused`], though a response to it can be judged.
#[track_caller]
fn refused_but_judged(items: &Value, reasons: &[&str]) {
    refused(items, reasons);
    if let Err(defects) = Instrument::read_to_judge(&questionnaire(items)) {
        panic!("can't be judged: {:?}", sentences(&defects));
    }
}

/// As [`refused`], and no response to it can be judged, for the same reasons.
#[track_caller]
fn refused_and_not_judged(items: &Value, reasons: &[&str]) {
    refused(items, reasons);
    let defects = Instrument::read_to_judge(&questionnaire(items)).expect_err("it can be judged");
    assert_eq!(sentences(&defects), reasons);
}

/// A question of this type, `q`.
fn question(kind: &str) -> Value {
    json!({ "linkId": "q", "type": kind })
}

/// A group, `g`, of these items.
fn group(items: &Value) -> Value {
    json!({ "linkId": "g", "type": "group", "item": items })
}

/// The item, with this extension.
fn extended(item: Value, name: &str, value: &Value) -> Value {
    with(item, &json!({ "extension": [extension(name, value)] }))
}

/// A yes-or-no question by this id.
fn yes_no(id: &str) -> Value {
    json!({ "linkId": id, "type": "boolean" })
}

fn yes() -> Value {
    json!({ "answerBoolean": true })
}

mod the_whole {
    use super::*;

    #[test]
    fn a_document_of_another_kind_is_no_questionnaire() {
        for document in [json!({}), json!({ "resourceType": "Patient", "item": [yes_no("q")] })] {
            let document = Questionnaire::read(&fixtures::value(&document)).unwrap();
            let message = ["This is not a FHIR Questionnaire. Set \"resourceType\" to \"Questionnaire\"."];
            assert_eq!(sentences(&Instrument::read(&document).unwrap_err()), message);
            assert_eq!(sentences(&Instrument::read_to_judge(&document).unwrap_err()), message);
        }
    }

    #[test]
    fn a_questionnaire_that_asks_nothing_is_refused() {
        let message = ["The questionnaire asks nothing. Add an item that is a question."];
        refused_but_judged(&json!([]), &message);
        refused_but_judged(
            &json!([{ "linkId": "g", "type": "group" }, { "linkId": "d", "type": "display" }]),
            &message,
        );
    }

    #[test]
    fn what_names_and_versions_it_is_kept() {
        let read = instrument(&json!([yes_no("q")]));
        assert_eq!(read.url.as_deref(), Some("urn:q"));
        assert_eq!(read.version.as_deref(), Some("1"));
        assert_eq!(read.status.as_deref(), Some("active"));
    }

    #[test]
    fn a_modifier_extension_of_the_whole_is_refused_everywhere() {
        let whole = json!({ "resourceType": "Questionnaire", "modifierExtension": [{ "url": "urn:m" }], "item": [yes_no("q")] });
        let whole = Questionnaire::read(&fixtures::value(&whole)).unwrap();
        let message = [
            "'modifierExtension' would change who is asked or which answers are valid, and this app does not have it. Remove it.",
        ];
        assert_eq!(sentences(&Instrument::read(&whole).unwrap_err()), message);
        assert_eq!(sentences(&Instrument::read_to_judge(&whole).unwrap_err()), message);
    }

    #[test]
    fn every_defect_is_reported_at_once() {
        let items = json!([
            { "text": "How often?", "type": "choice" },
            { "linkId": "a", "type": "choice" },
            { "linkId": "a", "type": "boolean" },
            when(with(yes_no("b"), &json!({ "readOnly": true })), &[("nowhere", "=", yes())]),
            yes_no("c"),
            when(yes_no("d"), &[("c", "=", yes()), ("c", "=", json!({ "answerBoolean": false }))]),
            when(yes_no("e"), &[("f", "=", yes())]),
            yes_no("f"),
            when(yes_no("g"), &[("e", "exists", answered(true)), ("e", "exists", answered(false))]),
        ]);
        let found = reachability::examine(&questionnaire(&items), STEPS);
        assert_eq!(
            sentences(&found.defects),
            [
                "The item 'How often?' has no linkId. Give every item one of its own.",
                "Item 'a': the choice has no options. Add an answerOption for each.",
                "Item 'a': the linkId is used more than once. Give every item one of its own.",
                "Item 'b': 'readOnly' would change who is asked or which answers are valid, and this app does not have it. Remove it.",
                "Item 'b': a rule looks at 'nowhere', which does not exist. Name an item that does.",
                "Item 'e': a rule looks at 'f', which does not come before it. Move one of the two, or drop the rule.",
                // Of 'g' nothing is said: whether its rules can hold depends on 'e', which has to be corrected first.
                "Item 'd': its rules never hold, whatever is answered, so it is never asked. Correct them, or remove the item.",
            ],
        );
    }
}

mod an_item {
    use super::*;

    #[test]
    fn without_a_link_id_is_named_by_its_words() {
        refused_and_not_judged(
            &json!([yes_no("q"), { "type": "boolean" }]),
            &["An item has no linkId. Give every item one of its own."],
        );
        refused_and_not_judged(
            &json!([yes_no("q"), { "linkId": "", "text": "Why?", "type": "boolean" }]),
            &["The item 'Why?' has no linkId. Give every item one of its own."],
        );
    }

    #[test]
    fn has_an_id_of_its_own() {
        let message = "Item 'q': the linkId is used more than once. Give every item one of its own.";
        refused_and_not_judged(&json!([yes_no("q"), yes_no("q")]), &[message]);
        refused_and_not_judged(&json!([yes_no("q"), group(&json!([question("text")]))]), &[message]);
    }

    #[test]
    fn has_a_type_that_fhir_r4_has() {
        refused_and_not_judged(
            &json!([{ "linkId": "q" }]),
            &["Item 'q': it has no type. Give it one, such as \"choice\" or \"group\"."],
        );
        for kind in ["question", "coding", "Choice", "radio"] {
            let message = format!(
                "Item 'q': '{kind}' is not a type of FHIR R4 items. Use one such as \"choice\" or \"group\"."
            );
            refused_and_not_judged(&json!([question(kind)]), &[&message]);
        }
    }

    #[test]
    fn of_a_type_that_is_never_asked_is_refused_but_judged() {
        for kind in ["dateTime", "time", "url", "attachment", "reference", "quantity"] {
            let message = format!(
                "Item 'q': this app does not ask items of type '{kind}'. Use group, display, boolean, integer, decimal, date, string, text, choice or open-choice."
            );
            refused_but_judged(&json!([question(kind)]), &[&message]);
        }
    }

    #[test]
    fn within_a_question_is_text_to_read_or_nothing() {
        let message = "a question can't hold other questions here. Put them beside it, in a group.";
        let within = |item: Value| json!([with(question("boolean"), &json!({ "item": [item] }))]);
        refused_but_judged(&within(yes_no("inner")), &[&format!("Item 'inner': {message}")]);
        refused_but_judged(&within(group(&json!([yes_no("inner")]))), &[&format!("Item 'g': {message}")]);
        instrument(&within(json!({ "linkId": "hint", "type": "display", "text": "Think of last year." })));
    }

    #[test]
    fn within_a_text_to_read_would_never_be_seen() {
        refused_but_judged(
            &json!([{ "linkId": "d", "type": "display", "item": [yes_no("q")] }]),
            &[
                "Item 'q': it stands within an item of type 'display', which holds nothing. Put it beside that, or make that a group.",
            ],
        );
    }

    #[test]
    fn that_is_only_read_needs_and_repeats_nothing() {
        for what in ["required", "repeats"] {
            let message =
                format!("Item 'd': '{what}' is for questions. Remove it, or make the item a question.");
            refused_but_judged(
                &json!([yes_no("q"), { "linkId": "d", "type": "display", what: true }]),
                &[&message],
            );
        }
    }

    #[test]
    fn is_read_into_its_response_domain() {
        let within = |from: Value, to: Value| json!({ "extension": [extension("minValue", &from), extension("maxValue", &to)] });
        let read = instrument(&json!([
            { "linkId": "yes-no", "type": "boolean", "text": "Do you?", "required": true },
            with(json!({ "linkId": "whole", "type": "integer" }), &within(json!({ "valueInteger": 0 }), json!({ "valueInteger": 10 }))),
            with(json!({ "linkId": "number", "type": "decimal" }), &within(json!({ "valueDecimal": 0.5 }), json!({ "valueInteger": 2 }))),
            with(json!({ "linkId": "day", "type": "date" }), &within(json!({ "valueDate": "2024-01-01" }), json!({ "valueDate": "2024-12-31" }))),
            with(json!({ "linkId": "line", "type": "string", "maxLength": 20 }), &json!({ "extension": [extension("minLength", &json!({ "valueInteger": 2 }))] })),
            { "linkId": "words", "type": "text" },
            { "linkId": "open", "type": "open-choice", "maxLength": 9, "answerOption": [{ "valueString": "this" }] },
        ]));
        let domains: Vec<&ResponseDomain> = read.items().iter().map(|item| &item.domain).collect();
        let numbers = ResponseDomain::Integer(Limits { min: Some(0), max: Some(10) });
        let days = Limits { min: Some("2024-01-01".to_owned()), max: Some("2024-12-31".to_owned()) };
        assert_eq!(domains[0], &ResponseDomain::Boolean);
        assert_eq!(domains[1], &numbers);
        assert_eq!(
            domains[2],
            &ResponseDomain::Decimal(Limits { min: Decimal::read("0.5"), max: Some(2.into()) })
        );
        assert_eq!(domains[3], &ResponseDomain::Date(days));
        assert_eq!(
            domains[4],
            &ResponseDomain::Text { long: false, length: Limits { min: Some(2), max: Some(20) } }
        );
        assert_eq!(domains[5], &ResponseDomain::Text { long: true, length: Limits::default() });
        assert!(matches!(
            domains[6],
            ResponseDomain::Choice { open: Some(Limits { min: None, max: Some(9) }), .. }
        ));
        assert!(read.items()[0].required && !read.items()[1].required);
        assert_eq!(read.items()[0].text, "Do you?");
    }

    #[test]
    fn knows_its_page_and_its_section() {
        let page = |id: &str, items: Value| json!({ "linkId": id, "type": "group", "extension": [control("page")], "item": items });
        let read = instrument(&json!([
            yes_no("alone"),
            { "linkId": "section", "type": "group", "item": [
                yes_no("on-its-own"),
                page("outer", json!([yes_no("first"), page("inner", json!([yes_no("second")]))])),
            ] },
        ]));
        let at = |id: &str| read.position(&id.into()).unwrap();
        let page = |id: &str| read.items()[read.page_of(at(id))].id.as_str();
        let section = |id: &str| read.section_of(at(id)).map(|item| item.id.as_str());
        assert_eq!((page("alone"), section("alone")), ("alone", None));
        assert_eq!((page("on-its-own"), section("on-its-own")), ("on-its-own", Some("section")));
        assert_eq!((page("first"), section("first")), ("outer", Some("section")));
        assert_eq!((page("second"), section("second")), ("outer", Some("section")));
    }

    #[test]
    fn holds_the_items_directly_within_it() {
        let read = instrument(&json!([
            { "linkId": "a", "type": "group", "item": [{ "linkId": "b", "type": "group", "item": [yes_no("c")] }, yes_no("d")] },
            { "linkId": "e", "type": "group", "item": [yes_no("f")] },
        ]));
        let children = |id: &str| -> Vec<&str> {
            read.children(read.position(&id.into()).unwrap()).map(|(_, item)| item.id.as_str()).collect()
        };
        assert_eq!(children("a"), ["b", "d"]);
        assert_eq!(children("b"), ["c"]);
        assert_eq!(children("d"), [""; 0]);
        assert_eq!(children("e"), ["f"]);
    }
}

mod a_short_title {
    use super::*;

    const ADDRESS: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-shortText";

    fn titled(value: &Value) -> Value {
        let extension = with(json!({ "url": ADDRESS }), value);
        with(question("string"), &json!({ "extension": [extension] }))
    }

    #[test]
    fn stands_beside_the_wording() {
        let instrument = instrument(&json!([titled(&json!({ "valueString": "Tea" }))]));
        assert_eq!(instrument.items()[0].short, "Tea");
    }

    #[test]
    fn is_words() {
        for value in [json!({}), json!({ "valueInteger": 1 }), json!({ "valueString": " " })] {
            refused_but_judged(
                &json!([titled(&value)]),
                &[
                    "Item 'q': 'shortText' has no value that can be used. Give it one of the right type, not below 0 where it counts.",
                ],
            );
        }
    }
}

#[test]
fn options_stand_below_or_beside_each_other() {
    for value in [json!({}), json!({ "valueCode": "across" }), json!({ "valueBoolean": true })] {
        refused_but_judged(
            &json!([extended(choice("q", &["a"]), "questionnaire-choiceOrientation", &value)]),
            &[
                "Item 'q': 'choiceOrientation' has no value that can be used. Give it one of the right type, not below 0 where it counts.",
            ],
        );
    }
}

mod a_limit {
    use super::*;

    #[test]
    fn has_a_value_of_the_right_type() {
        let whole = |value: i64| json!({ "valueInteger": value });
        let bad = [
            (question("integer"), "minValue", json!({ "valueString": "1" }), "minValue"),
            (question("integer"), "maxValue", json!({ "valueDecimal": 1.5 }), "maxValue"),
            (question("integer"), "minValue", json!({}), "minValue"),
            (question("decimal"), "minValue", json!({ "valueDate": "2024" }), "minValue"),
            (question("date"), "maxValue", json!({ "valueDate": "2023-02-29" }), "maxValue"),
            (question("date"), "maxValue", whole(2024), "maxValue"),
            (question("string"), "minLength", whole(-1), "minLength"),
            (
                with(choice("q", &["a"]), &json!({ "repeats": true })),
                "questionnaire-minOccurs",
                whole(-1),
                "minOccurs",
            ),
            (
                with(choice("q", &["a"]), &json!({ "repeats": true })),
                "questionnaire-maxOccurs",
                json!({ "valueString": "2" }),
                "maxOccurs",
            ),
        ];
        for (item, name, value, called) in bad {
            let message = format!(
                "Item 'q': '{called}' has no value that can be used. Give it one of the right type, not below 0 where it counts."
            );
            refused_but_judged(&json!([extended(item, name, &value)]), &[&message]);
        }
        refused_but_judged(
            &json!([with(question("text"), &json!({ "maxLength": -5 }))]),
            &[
                "Item 'q': 'maxLength' has no value that can be used. Give it one of the right type, not below 0 where it counts.",
            ],
        );
    }

    #[test]
    fn says_something_about_items_of_its_type() {
        let number = json!({ "valueInteger": 1 });
        let misplaced = [
            (extended(question("boolean"), "minValue", &number), "minValue"),
            (extended(question("string"), "maxValue", &number), "maxValue"),
            (extended(choice("q", &["a"]), "minValue", &number), "minValue"),
            (extended(question("integer"), "minLength", &number), "minLength"),
            (extended(choice("q", &["a"]), "minLength", &number), "minLength"),
            (with(group(&json!([yes_no("inner")])), &json!({ "linkId": "q", "maxLength": 5 })), "maxLength"),
            (with(question("boolean"), &json!({ "answerOption": [{ "valueInteger": 1 }] })), "answerOption"),
            (with(question("decimal"), &json!({ "answerOption": [{ "valueInteger": 1 }] })), "answerOption"),
            (with(question("text"), &json!({ "answerOption": [{ "valueString": "a" }] })), "answerOption"),
        ];
        for (item, what) in misplaced {
            let message = format!("Item 'q': '{what}' says nothing about an item of this type. Remove it.");
            refused_but_judged(&json!([item]), &[&message]);
        }
    }

    #[test]
    fn leaves_something_in_between() {
        let crossed =
            |what: &str| format!("Item 'q': the least {what} is more than the most. Change one of the two.");
        let limits = |from: Value, to: Value| json!({ "extension": [extension("minValue", &from), extension("maxValue", &to)] });
        let several = |min: i32, max: i32| {
            let limit = |name: &str, number: i32| extension(name, &json!({ "valueInteger": number }));
            json!({ "repeats": true, "extension": [limit("questionnaire-minOccurs", min), limit("questionnaire-maxOccurs", max)] })
        };
        let two = json!({ "valueInteger": 2 });
        let cases = [
            (with(question("integer"), &limits(json!({ "valueInteger": 20 }), two.clone())), "value"),
            (with(question("decimal"), &limits(json!({ "valueDecimal": 2.1 }), two.clone())), "value"),
            (
                with(
                    question("date"),
                    &limits(json!({ "valueDate": "2024-03-01" }), json!({ "valueDate": "2024-02-29" })),
                ),
                "value",
            ),
            (extended(with(question("string"), &json!({ "maxLength": 1 })), "minLength", &two), "length"),
            (with(question("string"), &json!({ "maxLength": 0 })), "length"),
            (with(choice("q", &["a", "b", "c"]), &several(3, 2)), "number of answers"),
            (extended(choice("q", &["a", "b", "c"]), "questionnaire-minOccurs", &two), "number of answers"),
        ];
        for (item, what) in cases {
            refused_but_judged(&json!([item]), &[&crossed(what)]);
        }
        instrument(&json!([with(question("integer"), &limits(two.clone(), two.clone()))]));
        instrument(&json!([extended(
            with(question("string"), &json!({ "maxLength": 2 })),
            "minLength",
            &two
        )]));
        instrument(&json!([with(choice("q", &["a", "b", "c"]), &several(2, 2))]));
    }

    #[test]
    fn is_hl7s_and_nobody_elses() {
        for address in [
            "https://example.org/fhir/StructureDefinition/minValue",
            "minValue",
            "https://hl7.org/fhir/StructureDefinition/minValue",
        ] {
            let limit = json!({ "url": address, "valueInteger": 5 });
            let read = instrument(&json!([with(question("integer"), &json!({ "extension": [limit] }))]));
            assert_eq!(read.items()[0].domain, ResponseDomain::Integer(Limits::default()), "{address}");
        }
    }

    #[test]
    fn lets_something_be_answered() {
        let none = json!({ "valueInteger": 0 });
        let message =
            ["Item 'q': 'maxOccurs' is 0, so nothing can be answered. Set it to 1 at least, or remove it."];
        for item in [
            question("string"),
            choice("q", &["a"]),
            with(choice("q", &["a", "b"]), &json!({ "repeats": true })),
            with(group(&json!([yes_no("inner")])), &json!({ "linkId": "q" })),
        ] {
            refused_but_judged(&json!([extended(item, "questionnaire-maxOccurs", &none)]), &message);
        }
    }

    #[test]
    fn asks_for_no_more_answers_than_can_be_chosen_together() {
        let least = |min: usize, item: Value| {
            extended(item, "questionnaire-minOccurs", &json!({ "valueInteger": min }))
        };
        let several = |codes: &[&str], exclusive: &[&str], kind: &str| {
            let mut item = with(choice("q", codes), &json!({ "type": kind, "repeats": true }));
            let alone = json!({ "extension": [extension("questionnaire-optionExclusive", &json!({ "valueBoolean": true }))] });
            let options = exclusive.iter().map(|code| with(json!({ "valueCoding": coding(code) }), &alone));
            item["answerOption"].as_array_mut().unwrap().extend(options);
            item
        };
        // How many can be chosen together at most.
        let cases = [
            (3, several(&["a", "b", "c"], &[], "choice")),
            (2, several(&["a", "b"], &["none"], "choice")),
            (2, several(&["a", "b"], &["none", "unknown"], "choice")),
            (1, several(&[], &["none"], "choice")),
            (1, several(&["a"], &[], "choice")),
            (3, several(&["a", "b"], &[], "open-choice")),
            (3, several(&["a", "b"], &["none"], "open-choice")),
        ];
        for (most, item) in cases {
            instrument(&json!([least(most, item.clone())]));
            let message = format!(
                "Item 'q': 'minOccurs' is {}, but no more than {most} can be chosen together. Lower it, or add options.",
                most + 1
            );
            refused_but_judged(&json!([least(most + 1, item)]), &[&message]);
        }
    }
}

mod an_option {
    use super::*;

    #[test]
    fn is_there_for_a_choice() {
        let message = ["Item 'q': the choice has no options. Add an answerOption for each."];
        refused_but_judged(&json!([question("choice")]), &message);
        refused_but_judged(&json!([question("open-choice")]), &message);
    }

    #[test]
    fn has_a_value_that_can_be_recorded() {
        let options = [
            json!({}),
            json!({ "valueCoding": {} }),
            json!({ "valueBoolean": true }),
            json!({ "valueCoding": "a" }),
            json!({ "valueInteger": 1.5 }),
        ];
        for option in options {
            refused_but_judged(
                &json!([{ "linkId": "q", "type": "choice", "answerOption": [{ "valueCoding": coding("a") }, option] }]),
                &[
                    "Item 'q': option 2 has no value that can be used. Give it a valueCoding with a code, a valueString or a valueInteger.",
                ],
            );
        }
    }

    #[test]
    fn may_be_a_coding_words_or_a_number() {
        for (kind, options) in [
            ("choice", json!([{ "valueCoding": coding("a") }, { "valueCoding": { "display": "no code" } }])),
            ("choice", json!([{ "valueString": "a" }, { "valueString": "b" }])),
            ("choice", json!([{ "valueInteger": 1 }, { "valueInteger": 2 }])),
            ("integer", json!([{ "valueInteger": 1 }, { "valueInteger": 2 }])),
            ("string", json!([{ "valueString": "a" }])),
            ("date", json!([{ "valueDate": "2024-01-01" }])),
        ] {
            let read = instrument(&json!([with(question(kind), &json!({ "answerOption": options }))]));
            assert_eq!(
                read.items()[0].options().len(),
                options.as_array().unwrap().len(),
                "{kind} {options}"
            );
        }
    }

    #[test]
    fn is_there_once() {
        let twice =
            |one: Value, two: Value| json!([{ "linkId": "q", "type": "choice", "answerOption": [one, two] }]);
        let message = |option: &str| {
            format!("Item 'q': the option '{option}' is there twice. Remove one, or give it another code.")
        };
        let named = |code: &str, display: &str| json!({ "valueCoding": with(coding(code), &json!({ "display": display })) });
        refused_but_judged(&twice(named("a", "One"), named("a", "Another")), &[&message("a")]);
        refused_but_judged(
            &twice(json!({ "valueString": "x" }), json!({ "valueString": "x" })),
            &[&message("x")],
        );
        refused_but_judged(
            &twice(json!({ "valueInteger": 7 }), json!({ "valueInteger": 7 })),
            &[&message("7")],
        );
        instrument(&twice(
            named("a", "One"),
            json!({ "valueCoding": { "system": "urn:other", "code": "a" } }),
        ));
    }

    #[test]
    fn is_known_again_by_its_code_or_without_one_by_its_words_among_tens_of_thousands() {
        let coded = |system: Option<&str>, code: Option<&str>, display: &str| json!({ "valueCoding": { "system": system, "code": code, "display": display } });
        let mut options: Vec<Value> = (0..20_000)
            .map(|at| coded(Some("urn:s"), Some(&format!("o{at}")), &format!("Option {at}")))
            .collect();
        options.extend([
            coded(None, Some("o1"), "Option 1"),
            coded(Some("urn:other"), Some("o1"), "Option 1"),
            coded(Some("urn:s"), None, "o1"),
            json!({ "valueString": "o1" }),
            json!({ "valueString": "2024" }),
            json!({ "valueDate": "2024" }),
            json!({ "valueInteger": 2024 }),
        ]);
        instrument(&json!([{ "linkId": "q", "type": "choice", "answerOption": options }]));
        options.extend([
            coded(Some("urn:s"), Some("o19999"), "Another"),
            coded(None, None, "o1"),
            json!({ "valueDate": "2024" }),
        ]);
        let message = |option: &str| {
            format!("Item 'q': the option '{option}' is there twice. Remove one, or give it another code.")
        };
        refused_but_judged(
            &json!([{ "linkId": "q", "type": "choice", "answerOption": options }]),
            &[&message("o19999"), &message("o1"), &message("2024")],
        );
    }

    #[test]
    fn is_exclusive_only_where_several_can_be_chosen() {
        let option = |code: &str, exclusive: Value| {
            let exclusive = extension("questionnaire-optionExclusive", &exclusive);
            json!({ "valueCoding": coding(code), "extension": [exclusive] })
        };
        let of = |repeats: bool, exclusive: Value| {
            json!([{ "linkId": "q", "type": "choice", "repeats": repeats,
                "answerOption": [{ "valueCoding": coding("a") }, option("none", exclusive)] }])
        };
        refused_but_judged(
            &of(false, yes_value()),
            &[
                "Item 'q': the option 'none' is exclusive, but only one option can be chosen anyway. Remove optionExclusive, or set repeats.",
            ],
        );
        refused_but_judged(
            &of(true, json!({ "valueString": "yes" })),
            &[
                "Item 'q': 'optionExclusive' has no value that can be used. Give it one of the right type, not below 0 where it counts.",
            ],
        );
        let read = instrument(&of(true, yes_value()));
        assert_eq!(
            read.items()[0].options().iter().map(|option| option.exclusive).collect::<Vec<_>>(),
            [false, true]
        );
        instrument(&of(false, json!({ "valueBoolean": false })));
    }

    fn yes_value() -> Value {
        json!({ "valueBoolean": true })
    }
}

mod a_control {
    use super::*;

    #[test]
    fn suits_its_item() {
        let several = with(choice("q", &["a", "b"]), &json!({ "repeats": true }));
        let controls = [
            ("radio-button", choice("q", &["a", "b"]), Some(Control::RadioButton)),
            ("radio-button", question("integer"), Some(Control::RadioButton)),
            ("radio-button", question("boolean"), Some(Control::RadioButton)),
            ("radio-button", several.clone(), None),
            ("radio-button", question("text"), None),
            ("check-box", several, Some(Control::CheckBox)),
            ("check-box", question("boolean"), Some(Control::CheckBox)),
            ("check-box", question("integer"), None),
            ("page", with(group(&json!([yes_no("inner")])), &json!({ "linkId": "q" })), Some(Control::Page)),
            ("page", question("boolean"), None),
            ("lower", question("boolean"), None),
            ("upper", question("boolean"), None),
        ];
        for (name, item, control_read) in controls {
            let items = json!([with(item, &json!({ "extension": [control(name)] }))]);
            match control_read {
                Some(_) => {
                    assert_eq!(instrument(&items).items()[0].control, control_read, "{name} on {items}");
                }
                None => refused_but_judged(
                    &items,
                    &[&format!(
                        "Item 'q': '{name}' does not suit an item of this type. Remove that itemControl."
                    )],
                ),
            }
        }
    }

    #[test]
    fn of_the_ends_of_a_scale_stands_on_their_words() {
        let end = |id: &str| json!({ "linkId": id, "type": "display", "extension": [control(id)] });
        let limits = [
            extension("minValue", &json!({ "valueInteger": 0 })),
            extension("maxValue", &json!({ "valueInteger": 10 })),
            control("radio-button"),
        ];
        let read = instrument(
            &json!([{ "linkId": "q", "type": "integer", "extension": limits, "item": [end("lower"), end("upper")] }]),
        );
        assert_eq!(read.items()[0].scale(), Some(0..=10));
        assert_eq!(read.items()[1].control, Some(Control::Lower));
        assert_eq!(read.items()[2].control, Some(Control::Upper));
    }

    #[test]
    fn that_is_unknown_changes_nothing() {
        for name in ["slider", "autocomplete", "gtable"] {
            let read =
                instrument(&json!([with(question("integer"), &json!({ "extension": [control(name)] }))]));
            assert_eq!(read.items()[0].control, None);
        }
    }
}

mod what_the_subset_lacks {
    use super::*;

    #[test]
    fn is_refused_by_name() {
        let text = json!({ "valueString": "x" });
        let cases = [
            (with(question("string"), &json!({ "readOnly": true })), "readOnly"),
            (with(question("string"), &json!({ "initial": [{ "valueString": "x" }] })), "initial"),
            (
                json!({ "linkId": "q", "type": "choice", "answerOption": [{ "valueCoding": coding("a"), "initialSelected": true }] }),
                "initialSelected",
            ),
            (with(question("choice"), &json!({ "answerValueSet": "urn:vs" })), "answerValueSet"),
            (with(choice("q", &["a"]), &json!({ "answerValueSet": "urn:vs" })), "answerValueSet"),
            (extended(question("string"), "regex", &text), "regex"),
            (
                extended(question("decimal"), "maxDecimalPlaces", &json!({ "valueInteger": 2 })),
                "maxDecimalPlaces",
            ),
            (
                extended(question("string"), "questionnaire-hidden", &json!({ "valueBoolean": true })),
                "questionnaire-hidden",
            ),
            (
                extended(question("string"), "questionnaire-usageMode", &json!({ "valueCode": "capture" })),
                "questionnaire-usageMode",
            ),
            (
                extended(question("string"), "questionnaire-constraint", &json!({})),
                "questionnaire-constraint",
            ),
            (extended(question("string"), "targetConstraint", &json!({})), "targetConstraint"),
            (extended(question("string"), "variable", &json!({})), "variable"),
            (
                extended(question("string"), "sdc-questionnaire-calculatedExpression", &json!({})),
                "sdc-questionnaire-calculatedExpression",
            ),
            (
                extended(question("string"), "sdc-questionnaire-initialExpression", &json!({})),
                "sdc-questionnaire-initialExpression",
            ),
            (
                extended(choice("q", &["a"]), "sdc-questionnaire-answerExpression", &json!({})),
                "sdc-questionnaire-answerExpression",
            ),
            (
                extended(choice("q", &["a"]), "sdc-questionnaire-answerOptionsToggleExpression", &json!({})),
                "sdc-questionnaire-answerOptionsToggleExpression",
            ),
            (with(question("integer"), &json!({ "maxLength": 2 })), "maxLength (of other than words)"),
            (with(question("boolean"), &json!({ "maxLength": 2 })), "maxLength (of other than words)"),
            (with(question("string"), &json!({ "repeats": true })), "repeats (of type string)"),
            (with(question("integer"), &json!({ "repeats": true })), "repeats (of type integer)"),
            (with(question("boolean"), &json!({ "repeats": true })), "repeats (of type boolean)"),
            (
                json!({ "linkId": "q", "type": "group", "repeats": true, "item": [yes_no("inner")] }),
                "repeats (of a group)",
            ),
            (
                extended(
                    json!({ "linkId": "q", "type": "group", "item": [yes_no("inner")] }),
                    "questionnaire-maxOccurs",
                    &json!({ "valueInteger": 2 }),
                ),
                "repeats (of a group)",
            ),
        ];
        for (item, what) in cases {
            refused_but_judged(&json!([item]), &[&refusal(what)]);
        }
    }

    #[test]
    fn is_refused_even_in_judging_where_it_decides_who_is_asked() {
        let condition = extended(question("string"), "sdc-questionnaire-enableWhenExpression", &json!({}));
        refused_and_not_judged(&json!([condition]), &[&refusal("sdc-questionnaire-enableWhenExpression")]);
        let modified = with(question("string"), &json!({ "modifierExtension": [{ "url": "urn:m" }] }));
        refused_and_not_judged(&json!([modified]), &[&refusal("modifierExtension")]);
    }

    #[test]
    fn does_not_matter_where_it_does_no_harm() {
        let harmless = [
            "entryFormat",
            "questionnaire-unit",
            "questionnaire-supportLink",
            "designNote",
            "preferredTerminologyServer",
            "rendering-style",
            "rendering-xhtml",
            "sdc-questionnaire-shortText",
            "sdc-questionnaire-observationLinkPeriod",
            "translation",
            "questionnaire-displayCategory",
        ];
        let extensions: Vec<Value> =
            harmless.iter().map(|name| extension(name, &json!({ "valueString": "x" }))).collect();
        let item = json!({
            "linkId": "q", "type": "string", "prefix": "1.", "definition": "urn:d", "code": [coding("a")],
            "_text": { "extension": [] }, "id": "1", "extension": extensions, "maxLength": 5, "readOnly": false,
        });
        let whole = json!({ "resourceType": "Questionnaire", "id": "x", "meta": { "profile": ["urn:p"] }, "text": { "status": "empty" },
            "contained": [], "publisher": "Someone", "date": "2024", "extension": extensions, "item": [item] });
        let whole = Questionnaire::read(&fixtures::value(&whole)).unwrap();
        let read = Instrument::read(&whole).unwrap();
        assert!(read.items()[0].unchecked.is_empty());
    }

    fn refusal(what: &str) -> String {
        format!(
            "Item 'q': '{what}' would change who is asked or which answers are valid, and this app does not have it. Remove it."
        )
    }
}

mod a_rule {
    use super::*;

    /// `source` and, asked by these rules, `q`.
    fn ruled(source: Value, rules: &[(&str, &str, Value)]) -> Value {
        json!([with(source, &json!({ "linkId": "source" })), when(yes_no("q"), rules)])
    }

    #[test]
    fn is_complete() {
        let incomplete = [
            json!({}),
            json!({ "question": "source", "operator": "=" }),
            json!({ "question": "source", "operator": "like", "answerBoolean": true }),
            json!({ "question": "source", "answerBoolean": true }),
            json!({ "operator": "=", "answerBoolean": true }),
            json!({ "question": "source", "operator": "=", "answerInteger": "1" }),
            json!({ "question": "source", "operator": "exists", "answerString": "yes" }),
        ];
        for rule in incomplete {
            refused_and_not_judged(
                &json!([yes_no("source"), with(yes_no("q"), &json!({ "enableWhen": [rule] }))]),
                &[
                    "Item 'q': rule 1 is incomplete. It needs a question, an operator (exists, =, !=, >, <, >=, <=) and an answer (for exists, a boolean).",
                ],
            );
        }
    }

    #[test]
    fn beside_others_says_whether_all_or_any_must_hold() {
        let rule = |yes: bool| json!({ "question": "source", "operator": "=", "answerBoolean": yes });
        let two = with(yes_no("q"), &json!({ "enableWhen": [rule(true), rule(false)] }));
        refused_but_judged(
            &json!([yes_no("source"), two]),
            &[
                "Item 'q': it has several rules, but enableBehavior does not say whether all or any of them must hold. Set it to \"all\" or \"any\".",
            ],
        );
        refused_and_not_judged(
            &json!([yes_no("source"), with(two, &json!({ "enableBehavior": "some" }))]),
            &["Item 'q': enableBehavior is 'some'. Set it to \"all\" or \"any\"."],
        );
    }

    #[test]
    fn looks_at_an_item_that_exists_and_comes_before() {
        refused_but_judged(
            &json!([when(yes_no("q"), &[("nowhere", "=", yes())])]),
            &["Item 'q': a rule looks at 'nowhere', which does not exist. Name an item that does."],
        );
        refused_but_judged(
            &json!([when(yes_no("q"), &[("later", "=", yes())]), yes_no("later")]),
            &[
                "Item 'q': a rule looks at 'later', which does not come before it. Move one of the two, or drop the rule.",
            ],
        );
    }

    #[test]
    fn never_runs_in_a_circle() {
        let forward = |item: &str, source: &str| {
            format!(
                "Item '{item}': a rule looks at '{source}', which does not come before it. Move one of the two, or drop the rule."
            )
        };
        let circle = "Rules run in a circle: items depend on each other. Drop one of the rules.";
        let circles = [
            (json!([when(yes_no("q"), &[("q", "=", yes())])]), forward("q", "q")),
            (
                json!([when(yes_no("q"), &[("r", "=", yes())]), when(yes_no("r"), &[("q", "=", yes())])]),
                forward("q", "r"),
            ),
            // A group that depends on what stands in it.
            (json!([when(group(&json!([yes_no("q")])), &[("q", "=", yes())])]), forward("g", "q")),
        ];
        for (items, forward) in circles {
            refused(&items, &[&forward, circle]);
            let defects = Instrument::read_to_judge(&questionnaire(&items)).unwrap_err();
            assert_eq!(sentences(&defects), [circle]);
        }
    }

    #[test]
    fn looks_at_something_that_can_have_an_answer() {
        for source in [json!({ "type": "group", "item": [yes_no("inner")] }), json!({ "type": "display" })] {
            refused_but_judged(
                &ruled(source, &[("source", "exists", answered(true))]),
                &["Item 'q': a rule looks at 'source', which never has an answer. Name a question."],
            );
        }
    }

    #[test]
    fn compares_with_an_option_that_its_source_has() {
        let other_system = json!({ "answerCoding": { "system": "urn:other", "code": "a" } });
        let no_system = json!({ "answerCoding": { "code": "a" } });
        for (value, named) in [
            (is("c"), "c"),
            (other_system, "a"),
            (no_system, "a"),
            (json!({ "answerString": "a" }), "a"),
            (json!({ "answerInteger": 4 }), "4"),
        ] {
            for operator in ["=", "!="] {
                refused_but_judged(
                    &ruled(choice("source", &["a", "b"]), &[("source", operator, value.clone())]),
                    &[&format!(
                        "Item 'q': a rule compares 'source' with '{named}', which is none of its options. Use the code and system of an option."
                    )],
                );
            }
        }
        let open = json!({ "type": "open-choice", "answerOption": [{ "valueCoding": coding("a") }], "maxLength": 9 });
        instrument(&ruled(open, &[("source", "=", json!({ "answerString": "own words" }))]));
    }

    #[test]
    fn compares_with_a_value_of_a_type_that_its_source_has() {
        let cases = [
            (question("boolean"), json!({ "answerString": "true" }), "string"),
            (question("integer"), json!({ "answerString": "1" }), "string"),
            (question("decimal"), is("a"), "coding"),
            (question("date"), json!({ "answerInteger": 2024 }), "integer"),
            (question("date"), json!({ "answerDateTime": "2024-01-01T00:00:00Z" }), "datetime"),
            (question("text"), json!({ "answerBoolean": true }), "boolean"),
        ];
        for (source, value, kind) in cases {
            refused_but_judged(
                &ruled(source, &[("source", "=", value)]),
                &[&format!(
                    "Item 'q': a rule compares 'source' with a value of type {kind}, which it never has. Use a value of its own type."
                )],
            );
        }
    }

    #[test]
    fn asks_which_is_greater_only_where_something_is() {
        let cases = [
            (question("boolean"), yes()),
            (question("string"), json!({ "answerString": "m" })),
            (choice("q", &["a", "b"]), is("a")),
        ];
        for (source, value) in cases {
            for operator in [">", "<", ">=", "<="] {
                refused_but_judged(
                    &ruled(source.clone(), &[("source", operator, value.clone())]),
                    &[
                        "Item 'q': a rule asks whether the answer to 'source' is greater or less, but its answers have no order. Use = or !=.",
                    ],
                );
            }
        }
        let numbers =
            json!({ "type": "choice", "answerOption": [{ "valueInteger": 1 }, { "valueInteger": 2 }] });
        instrument(&ruled(numbers, &[("source", ">", json!({ "answerInteger": 1 }))]));
    }

    #[test]
    fn is_read_into_a_condition() {
        let items = |behaviour: &str| {
            let two = when(
                with(yes_no("q"), &json!({ "enableBehavior": behaviour })),
                &[("a", "=", yes()), ("b", "exists", answered(false))],
            );
            instrument(&json!([yes_no("a"), yes_no("b"), two]))
        };
        let read = items("all");
        let universe = read.items()[2].universe.as_ref().unwrap();
        assert!(matches!(universe, Condition::All(_)));
        assert_eq!(universe.sources().collect::<Vec<_>>(), [0, 1]);
        let operators: Vec<Operator> = universe.tests().iter().map(|test| test.operator).collect();
        assert_eq!(operators, [Operator::Equal, Operator::Exists]);
        assert!(matches!(items("any").items()[2].universe, Some(Condition::Any(_))));
    }
}

mod rules_are_tried_out {
    use super::*;

    const NEVER: &str =
        "its rules never hold, whatever is answered, so it is never asked. Correct them, or remove the item.";
    const ALWAYS: &str = "its rules hold whatever is answered. Remove them, or correct them.";
    const UNREACHABLE: &str = "it is never asked, whatever is answered, because of the group it stands in. Correct the group's rules, or remove the item.";

    fn number(value: i32) -> Value {
        json!({ "answerInteger": value })
    }

    fn ranged(id: &str, from: i32, to: i32) -> Value {
        let limits = [
            extension("minValue", &json!({ "valueInteger": from })),
            extension("maxValue", &json!({ "valueInteger": to })),
        ];
        json!({ "linkId": id, "type": "integer", "extension": limits })
    }

    /// `q`, asked where all (or any) of these hold, behind `source`.
    fn behind(source: &Value, behaviour: &str, rules: &[(&str, &str, Value)]) -> Value {
        json!([source, when(with(yes_no("q"), &json!({ "enableBehavior": behaviour })), rules)])
    }

    #[track_caller]
    fn found(items: &Value, faults: &[(&str, &str)]) {
        let messages: Vec<String> =
            faults.iter().map(|(item, fault)| format!("Item '{item}': {fault}")).collect();
        let Reachability { defects, undecided } = reachability::examine(&questionnaire(items), STEPS);
        assert_eq!((sentences(&defects), undecided), (messages, Vec::new()), "{items}");
        // They are the organiser's to mend: nobody who answers waits until they are found.
        instrument(items);
    }

    #[track_caller]
    fn fine(items: &Value) {
        found(items, &[]);
    }

    #[test]
    fn those_that_never_hold_are_found() {
        let one = choice("source", &["a", "b", "c"]);
        let several = with(one.clone(), &json!({ "repeats": true }));
        let two_at_most = with(
            several.clone(),
            &json!({ "extension": [extension("questionnaire-maxOccurs", &json!({ "valueInteger": 2 }))] }),
        );
        let all_three = [("source", "=", is("a")), ("source", "=", is("b")), ("source", "=", is("c"))];
        let never = [
            behind(&one, "all", &[("source", "=", is("a")), ("source", "=", is("b"))]),
            behind(&one, "all", &[("source", "=", is("a")), ("source", "!=", is("a"))]),
            behind(&one, "all", &[("source", "exists", answered(false)), ("source", "=", is("a"))]),
            behind(
                &one,
                "all",
                &[
                    ("source", "!=", is("a")),
                    ("source", "!=", is("b")),
                    ("source", "!=", is("c")),
                    ("source", "exists", answered(true)),
                ],
            ),
            behind(&two_at_most, "all", &all_three),
            behind(&ranged("source", 0, 10), "all", &[("source", ">", number(10))]),
            behind(&ranged("source", 0, 10), "all", &[("source", "=", number(11))]),
            behind(
                &ranged("source", 0, 10),
                "all",
                &[("source", ">", number(3)), ("source", "<", number(4))],
            ),
            behind(
                &json!({ "linkId": "source", "type": "decimal" }),
                "all",
                &[("source", ">", number(4)), ("source", "<", number(3))],
            ),
            behind(
                &json!({ "linkId": "source", "type": "date" }),
                "all",
                &[
                    ("source", ">", json!({ "answerDate": "2024-02-28" })),
                    ("source", "<", json!({ "answerDate": "2024-02-29" })),
                ],
            ),
            behind(
                &json!({ "linkId": "source", "type": "string", "maxLength": 2 }),
                "all",
                &[("source", "=", json!({ "answerString": "long" }))],
            ),
        ];
        for items in never {
            found(&items, &[("q", NEVER)]);
        }
        fine(&behind(&several, "all", &all_three));
        fine(&behind(
            &ranged("source", 0, 10),
            "all",
            &[("source", ">", number(3)), ("source", "<", number(5))],
        ));
        fine(&behind(
            &json!({ "linkId": "source", "type": "decimal" }),
            "all",
            &[("source", ">", number(3)), ("source", "<", number(4))],
        ));
        fine(&behind(
            &json!({ "linkId": "source", "type": "date" }),
            "all",
            &[
                ("source", ">", json!({ "answerDate": "2024-02-28" })),
                ("source", "<", json!({ "answerDate": "2024-03-01" })),
            ],
        ));
    }

    #[test]
    fn between_two_numbers_there_is_always_another() {
        let between = |low: &str, high: &str| {
            let limit = |text: &str| json!({ "answerDecimal": serde_json::from_str::<Value>(text).unwrap() });
            let rules = [("source", ">", limit(low)), ("source", "<", limit(high))];
            behind(&json!({ "linkId": "source", "type": "decimal" }), "all", &rules)
        };
        let pairs = [
            ("3", "3.1"),
            ("0.9", "1"),
            ("0.99", "1"),
            ("1", "1.0001"),
            ("0", "0.001"),
            ("-0.5", "0"),
            ("-1", "-0.9"),
            ("-0.1", "0.1"),
            ("0.1", "0.10000000000000000001"),
            ("-1e-9", "0"),
            ("99", "1e2"),
            ("1e20", "1e21"),
        ];
        for (low, high) in pairs {
            fine(&between(low, high));
            found(&between(high, low), &[("q", NEVER)]);
            found(&between(low, low), &[("q", NEVER)]);
        }
    }

    #[test]
    fn an_exclusive_option_is_never_beside_another() {
        let none = json!({ "valueCoding": coding("none"), "extension": [extension("questionnaire-optionExclusive", &json!({ "valueBoolean": true }))] });
        let source = json!({ "linkId": "source", "type": "choice", "repeats": true, "answerOption": [{ "valueCoding": coding("a") }, { "valueCoding": coding("b") }, none] });
        found(
            &behind(&source, "all", &[("source", "=", is("a")), ("source", "=", is("none"))]),
            &[("q", NEVER)],
        );
        fine(&behind(&source, "all", &[("source", "=", is("a")), ("source", "=", is("b"))]));
        fine(&behind(&source, "any", &[("source", "=", is("a")), ("source", "=", is("none"))]));
    }

    #[test]
    fn those_that_always_hold_are_found() {
        let one = choice("source", &["a", "b"]);
        let always = [
            behind(
                &one,
                "any",
                &[("source", "exists", answered(true)), ("source", "exists", answered(false))],
            ),
            behind(&one, "any", &[("source", "=", is("a")), ("source", "!=", is("a"))]),
            // Not the first or not the second: one answer can't be both.
            behind(&one, "any", &[("source", "!=", is("a")), ("source", "!=", is("b"))]),
            behind(
                &ranged("source", 0, 10),
                "any",
                &[("source", ">=", number(0)), ("source", "exists", answered(false))],
            ),
        ];
        for items in always {
            found(&items, &[("q", ALWAYS)]);
        }
        // An unanswered question is not 'at least 0', and several answers may be both.
        fine(&behind(&ranged("source", 0, 10), "any", &[("source", ">=", number(0))]));
        fine(&behind(
            &with(one, &json!({ "repeats": true })),
            "any",
            &[("source", "!=", is("a")), ("source", "!=", is("b"))],
        ));
    }

    #[test]
    fn a_question_behind_one_that_is_never_asked_is_found_too() {
        let chain = |operator: &str| {
            json!([
                choice("source", &["a", "b"]),
                when(yes_no("middle"), &[("source", "=", is("a")), ("source", "=", is("b"))]),
                when(yes_no("last"), &[("middle", operator, yes())]),
            ])
        };
        found(&chain("="), &[("middle", NEVER), ("last", NEVER)]);
        found(&chain("!="), &[("middle", NEVER), ("last", ALWAYS)]);
    }

    #[test]
    fn a_chain_whose_ends_exclude_each_other_is_found() {
        found(
            &json!([
                choice("source", &["a", "b"]),
                when(yes_no("middle"), &[("source", "=", is("a"))]),
                when(yes_no("last"), &[("middle", "=", yes()), ("source", "=", is("b"))]),
            ]),
            &[("last", NEVER)],
        );
    }

    #[test]
    fn a_question_is_never_asked_where_its_group_is_not() {
        let dead = |items: Value| {
            json!([
                choice("source", &["a", "b"]),
                when(group(&items), &[("source", "=", is("a")), ("source", "=", is("b"))])
            ])
        };
        found(&dead(json!([yes_no("q")])), &[("g", NEVER)]);
        found(
            &dead(json!([when(yes_no("q"), &[("source", "=", is("a"))])])),
            &[("g", NEVER), ("q", UNREACHABLE)],
        );
    }

    #[test]
    fn a_group_and_a_question_in_it_can_exclude_each_other() {
        let within = |code: &str| {
            json!([
                choice("source", &["a", "b"]),
                when(
                    group(&json!([when(yes_no("q"), &[("source", "=", is(code))])])),
                    &[("source", "=", is("a"))]
                )
            ])
        };
        found(&within("b"), &[("q", NEVER)]);
        found(&within("a"), &[("q", ALWAYS)]);
    }

    #[test]
    fn many_options_under_one_rule_are_not_tried_out() {
        let codes: Vec<String> = (0..40).map(|n| format!("c{n}")).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let source = with(choice("source", &codes), &json!({ "repeats": true }));
        let rules: Vec<(&str, &str, Value)> = codes.iter().map(|code| ("source", "=", is(code))).collect();
        fine(&behind(&source, "any", &rules));
        // Two to the power of 40 sets of answers, which would never end: it is said that nothing is claimed.
        undecided(&behind(&source, "all", &rules), STEPS, &["q"]);
    }

    /// Nothing is wrong with the items within so many steps, but nothing is claimed of these.
    #[track_caller]
    fn undecided(items: &Value, steps: usize, ids: &[&str]) {
        let ids = ids.iter().map(|id| ItemId::from(*id)).collect();
        let expected = Reachability { defects: Vec::new(), undecided: ids };
        assert_eq!(reachability::examine(&questionnaire(items), steps), expected);
    }

    /// Questions each of which is asked only of those who said yes to the one before.
    fn chain(length: usize) -> Value {
        let link = |at: usize| {
            let id = format!("q{at}");
            match at.checked_sub(1) {
                None => yes_no(&id),
                Some(before) => when(yes_no(&id), &[(&format!("q{before}"), "=", yes())]),
            }
        };
        (0..length).map(link).collect()
    }

    #[test]
    fn of_a_long_chain_are_decided_in_a_few_steps_for_each_link() {
        fine(&chain(50));
        fine(&chain(500));
        let never = when(yes_no("last"), &[("q199", "=", yes()), ("q50", "!=", yes())]);
        let mut items = chain(200);
        items.as_array_mut().unwrap().push(never);
        found(&items, &[("last", NEVER)]);
    }

    #[test]
    fn have_one_budget_of_steps_for_the_whole_questionnaire() {
        // Twenty questions that anybody may answer, and an item for each that looks at them all.
        let looks_at = |open: usize| -> Vec<Value> {
            let names: Vec<String> = (0..open).map(|n| format!("open{n}")).collect();
            let rules: Vec<_> = names.iter().map(|name| (name.as_str(), "=", yes())).collect();
            let never: Vec<_> = rules.iter().cloned().chain([("open0", "!=", yes())]).collect();
            let asked = names.iter().map(|name| yes_no(name));
            let ruled = (0..open).map(|n| when(yes_no(&format!("ruled{n}")), &never));
            asked.chain(ruled).collect()
        };
        let ids: Vec<String> = (0..40).map(|n| format!("ruled{n}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        undecided(&looks_at(40).into(), STEPS, &ids);
        // An item that takes much leaves the others their share.
        let mut items = looks_at(40);
        items.push(yes_no("gate"));
        items.push(when(yes_no("dead"), &[("gate", "=", yes()), ("gate", "!=", yes())]));
        let Reachability { defects, undecided: open } =
            reachability::examine(&questionnaire(&items.into()), STEPS);
        assert_eq!(sentences(&defects), [format!("Item 'dead': {NEVER}")]);
        assert_eq!(open.len(), 40);
        // Without steps nothing is claimed at all.
        undecided(&behind(&yes_no("gate"), "all", &[("gate", "=", yes())]), 0, &["q"]);
    }

    #[test]
    fn on_words_of_absurd_length_take_no_such_words() {
        let least = extended(question("string"), "minLength", &json!({ "valueInteger": 2_147_483_600 }));
        fine(&json!([least, when(yes_no("then"), &[("q", "exists", answered(true))])]));
    }

    #[test]
    fn of_thousands_of_questions_come_to_an_end() {
        let Reachability { defects, .. } = reachability::examine(&questionnaire(&chain(20_000)), STEPS);
        assert_eq!(defects, []);
    }
}
