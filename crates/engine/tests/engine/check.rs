//! A response against its questionnaire: every problem there can be, and what people read about it.

use engine::check::{self, Severity};
use engine::instrument::Instrument;
use fixtures::{answered, choice, coding, document, extension, is, questionnaire, sentences, when, with};
use serde_json::{Value, json};

/// A whole response document against these items: errors and warnings, as sentences.
fn problems_of(items: &Value, whole: &Value) -> (Vec<String>, Vec<String>) {
    let instrument = Instrument::read_to_judge(&questionnaire(items))
        .unwrap_or_else(|defects| panic!("{:?}", sentences(&defects)));
    let problems = check::document(&instrument, &document(whole));
    let (errors, warnings): (Vec<_>, Vec<_>) =
        problems.iter().partition(|problem| problem.severity() == Severity::Error);
    let sentences = |problems: Vec<&check::Problem>| problems.iter().map(ToString::to_string).collect();
    (sentences(errors), sentences(warnings))
}

fn with_status(status: &str, items: &Value) -> Value {
    json!({ "resourceType": "QuestionnaireResponse", "status": status, "item": items })
}

/// A completed response with these items has these errors, and no warning.
#[track_caller]
fn wrong(items: &Value, response: &Value, errors: &[&str]) {
    let found = problems_of(items, &with_status("completed", response));
    assert_eq!(found, (errors.iter().map(|error| (*error).to_owned()).collect(), Vec::new()), "{response}");
}

/// A completed response with these items can be accepted without a warning.
#[track_caller]
fn right(items: &Value, response: &Value) {
    wrong(items, response, &[]);
}

/// `q`, of this type.
fn question(kind: &str) -> Value {
    json!({ "linkId": "q", "type": kind })
}

fn extended(item: Value, limits: &[(&str, Value)]) -> Value {
    let extensions: Vec<Value> = limits.iter().map(|(name, value)| extension(name, value)).collect();
    with(item, &json!({ "extension": extensions }))
}

/// An item of a response with these answers: `[{ "valueInteger": 1 }]`.
fn said(id: &str, answers: &Value) -> Value {
    json!({ "linkId": id, "answer": answers })
}

fn yes(id: &str) -> Value {
    said(id, &json!([{ "valueBoolean": true }]))
}

mod the_document {
    use super::*;

    #[track_caller]
    fn has(whole: &Value, errors: &[&str], warnings: &[&str]) {
        let owned =
            |sentences: &[&str]| sentences.iter().map(|sentence| (*sentence).to_owned()).collect::<Vec<_>>();
        assert_eq!(problems_of(&json!([question("boolean")]), whole), (owned(errors), owned(warnings)));
    }

    #[test]
    fn is_a_response() {
        for other in [json!({}), json!({ "resourceType": "Questionnaire", "status": "active" })] {
            has(&other, &["This is not a FHIR QuestionnaireResponse."], &[]);
        }
    }

    #[test]
    fn stands_by_itself_and_in_no_bundle() {
        has(
            &json!({ "resourceType": "Bundle", "type": "collection", "entry": [] }),
            &[
                "This is a FHIR Bundle, which may hold several documents. Take the QuestionnaireResponse out of it: what \
               stands in braces behind \"resource\" is the file that is wanted.",
            ],
            &[],
        );
    }

    #[test]
    fn has_one_of_fhirs_statuses() {
        for status in ["in-progress", "completed", "amended", "entered-in-error", "stopped"] {
            has(&with_status(status, &json!([])), &[], &[]);
        }
        has(&with_status("done", &json!([])), &["'done' is not a status that FHIR has."], &[]);
        has(
            &json!({ "resourceType": "QuestionnaireResponse" }),
            &["It has no status. FHIR requires one, such as \"completed\"."],
            &[],
        );
    }

    #[test]
    fn answers_this_questionnaire_of_whatever_version() {
        let named = |url: &str| with(with_status("completed", &json!([])), &json!({ "questionnaire": url }));
        for url in ["urn:q", "urn:q|1", "urn:q|99"] {
            has(&named(url), &[], &[]);
        }
        has(&named("urn:other|1"), &["It answers another questionnaire: urn:other|1."], &[]);
    }

    #[test]
    fn has_nothing_that_may_change_its_meaning() {
        let modified = with(
            with_status("completed", &json!([])),
            &json!({ "modifierExtension": [{ "url": "urn:m", "valueBoolean": true }] }),
        );
        has(
            &modified,
            &["It has a modifierExtension, which can change its meaning and is not known here."],
            &[],
        );
        let extended = with(
            with_status("completed", &json!([])),
            &json!({ "extension": [{ "url": "urn:e", "valueBoolean": true }], "authored": "2024-01-01", "id": "x" }),
        );
        has(&extended, &[], &[]);
    }

    #[test]
    fn is_best_an_answer_to_an_active_questionnaire() {
        let judged = |status: &str| {
            let mut of = questionnaire(&json!([question("boolean")]));
            of.status = Some(status.to_owned());
            let problems = check::document(
                &Instrument::read(&of).unwrap(),
                &document(&with_status("completed", &json!([yes("q")]))),
            );
            problems.iter().map(|problem| (problem.severity(), problem.to_string())).collect::<Vec<_>>()
        };
        for status in ["draft", "retired"] {
            let message =
                format!("The questionnaire's status is '{status}'; answers are meant for active ones.");
            assert_eq!(judged(status), [(Severity::Warning, message)]);
        }
        assert_eq!(judged("active"), []);
        assert_eq!(judged("unknown"), []);
    }

    #[test]
    fn with_many_problems_lists_them_all_in_the_questionnaires_order() {
        let items = json!([
            with(question("string"), &json!({ "required": true })),
            { "linkId": "n", "type": "integer" },
            { "linkId": "g", "type": "group", "item": [choice("c", &["a"])] },
        ]);
        wrong(
            &items,
            &json!([
                { "linkId": "g", "item": [said("c", &json!([{ "valueCoding": coding("b") }]))] },
                said("n", &json!([{ "valueString": "1" }])),
                said("x", &json!([])),
            ]),
            &[
                "Item 'n': it stands behind an item that follows it in the questionnaire.",
                "Item 'x': the questionnaire has no such item.",
                "Item 'q': it must be answered, and is not.",
                "Item 'n': an answer of type string does not suit it, or is not written as that type is.",
                "Item 'c': 'b' is none of its options.",
            ],
        );
    }
}

mod where_an_item_stands {
    use super::*;

    fn nested() -> Value {
        json!([
            { "linkId": "g", "type": "group", "item": [{ "linkId": "a", "type": "boolean" }, { "linkId": "b", "type": "boolean" }] },
            question("boolean"),
        ])
    }

    #[test]
    fn it_is_known_and_in_its_place() {
        right(&nested(), &json!([{ "linkId": "g", "item": [yes("a"), yes("b")] }, yes("q")]));
        right(&nested(), &json!([yes("q")]));
        wrong(&nested(), &json!([yes("x")]), &["Item 'x': the questionnaire has no such item."]);
        wrong(
            &nested(),
            &json!([yes("a")]),
            &["Item 'a': it stands in another place than in the questionnaire."],
        );
        wrong(
            &nested(),
            &json!([{ "linkId": "g", "item": [yes("q")] }]),
            &["Item 'q': it stands in another place than in the questionnaire."],
        );
        wrong(
            &nested(),
            &json!([{ "answer": [{ "valueBoolean": true }] }]),
            &["An item has no linkId, so nobody can tell what it answers."],
        );
    }

    #[test]
    fn it_is_in_order() {
        let behind =
            |id: &str| format!("Item '{id}': it stands behind an item that follows it in the questionnaire.");
        wrong(&nested(), &json!([yes("q"), { "linkId": "g", "item": [yes("a")] }]), &[&behind("g")]);
        wrong(&nested(), &json!([{ "linkId": "g", "item": [yes("b"), yes("a")] }]), &[&behind("a")]);
    }

    #[test]
    fn only_a_question_has_answers() {
        let items = json!([{ "linkId": "g", "type": "group", "item": [question("boolean")] }, { "linkId": "d", "type": "display" }]);
        let message = |id: &str| format!("Item '{id}': it is not a question, but has an answer.");
        wrong(&items, &json!([yes("g")]), &[&message("g")]);
        wrong(&items, &json!([yes("d")]), &[&message("d")]);
        right(&items, &json!([{ "linkId": "g", "item": [yes("q")] }, { "linkId": "d" }]));
    }

    #[test]
    fn what_belongs_to_a_question_stands_within_its_answer() {
        let items = json!([with(
            question("boolean"),
            &json!({ "item": [{ "linkId": "more", "type": "string", "required": true }] })
        )]);
        let more = said("more", &json!([{ "valueString": "x" }]));
        right(&items, &json!([said("q", &json!([{ "valueBoolean": true, "item": [more] }]))]));
        wrong(&items, &json!([yes("q")]), &["Item 'more': it must be answered, and is not."]);
        right(&items, &json!([]));
        let misplaced = "Item 'q': it holds items where there can be none; those within a question stand within its answer.";
        wrong(&items, &json!([{ "linkId": "q", "item": [more] }]), &[misplaced]);
        wrong(
            &items,
            &json!([with(yes("q"), &json!({ "item": [more] }))]),
            &[misplaced, "Item 'more': it must be answered, and is not."],
        );
        let read = json!([{ "linkId": "d", "type": "display" }, question("boolean")]);
        wrong(
            &read,
            &json!([{ "linkId": "d", "item": [yes("q")] }]),
            &[
                "Item 'd': it holds items where there can be none; those within a question stand within its answer.",
            ],
        );
    }
}

mod answers {
    use super::*;

    #[test]
    fn are_of_the_items_type() {
        let values = [
            ("boolean", json!({ "valueBoolean": true })),
            ("integer", json!({ "valueInteger": 3 })),
            ("decimal", json!({ "valueDecimal": 3.5 })),
            ("date", json!({ "valueDate": "2024-02-29" })),
            ("string", json!({ "valueString": "words" })),
            ("coding", json!({ "valueCoding": coding("a") })),
            ("datetime", json!({ "valueDateTime": "2024-02-29T10:00:00Z" })),
            ("quantity", json!({ "valueQuantity": { "value": 3 } })),
        ];
        let takes = [
            ("boolean", "boolean"),
            ("integer", "integer"),
            ("decimal", "decimal"),
            ("date", "date"),
            ("string", "string"),
            ("text", "string"),
            ("choice", "coding"),
            ("dateTime", "datetime"),
            ("quantity", "quantity"),
        ];
        for (kind, taken) in takes {
            let item = if kind == "choice" { choice("q", &["a"]) } else { question(kind) };
            for (name, value) in &values {
                let response = json!([said("q", &json!([value]))]);
                if *name == taken {
                    right(&json!([item]), &response);
                } else {
                    let message = format!(
                        "Item 'q': an answer of type {name} does not suit it, or is not written as that type is."
                    );
                    wrong(&json!([item]), &response, &[&message]);
                }
            }
        }
    }

    #[test]
    fn are_written_as_their_type_is() {
        let badly = [
            ("boolean", json!({ "valueBoolean": "true" }), "boolean"),
            ("integer", json!({ "valueInteger": 1.5 }), "integer"),
            ("integer", json!({ "valueInteger": "1" }), "integer"),
            ("integer", json!({ "valueInteger": 4_294_967_296_i64 }), "integer"),
            ("decimal", json!({ "valueDecimal": "1.5" }), "decimal"),
            ("date", json!({ "valueDate": "2023-02-29" }), "date"),
            ("date", json!({ "valueDate": "1/2/2024" }), "date"),
            ("date", json!({ "valueDate": "2024-13" }), "date"),
            ("date", json!({ "valueDate": "2024-01-01T00:00:00Z" }), "date"),
            ("string", json!({ "valueString": 5 }), "string"),
        ];
        for (kind, value, named) in badly {
            let message = format!(
                "Item 'q': an answer of type {named} does not suit it, or is not written as that type is."
            );
            wrong(&json!([question(kind)]), &json!([said("q", &json!([value]))]), &[&message]);
        }
        for day in ["2024", "2024-02", "2000-02-29", "2024-12-31"] {
            right(&json!([question("date")]), &json!([said("q", &json!([{ "valueDate": day }]))]));
        }
    }

    #[test]
    fn have_a_value() {
        for empty in [
            json!({}),
            json!({ "extension": [] }),
            json!({ "valueString": "" }),
            json!({ "valueString": " \t\u{a0}\u{200b}" }),
        ] {
            wrong(
                &json!([question("string")]),
                &json!([said("q", &json!([empty]))]),
                &["Item 'q': an answer has no value."],
            );
        }
    }

    #[test]
    fn lie_within_the_limits() {
        let whole = extended(
            question("integer"),
            &[("minValue", json!({ "valueInteger": 0 })), ("maxValue", json!({ "valueInteger": 10 }))],
        );
        let number = extended(
            question("decimal"),
            &[("minValue", json!({ "valueDecimal": 0.5 })), ("maxValue", json!({ "valueInteger": 2 }))],
        );
        let day = extended(
            question("date"),
            &[
                ("minValue", json!({ "valueDate": "2024-01-01" })),
                ("maxValue", json!({ "valueDate": "2024-12-31" })),
            ],
        );
        let line = with(
            extended(question("string"), &[("minLength", json!({ "valueInteger": 2 }))]),
            &json!({ "maxLength": 4 }),
        );
        let cases = [
            (&whole, json!({ "valueInteger": -1 }), "an answer is less than 0."),
            (&whole, json!({ "valueInteger": 11 }), "an answer is more than 10."),
            (&number, json!({ "valueDecimal": 0.49 }), "an answer is less than 0.5."),
            (&number, json!({ "valueDecimal": 2.01 }), "an answer is more than 2."),
            (&day, json!({ "valueDate": "2023-12-31" }), "an answer is less than 2024-01-01."),
            (&day, json!({ "valueDate": "2025-01-01" }), "an answer is more than 2024-12-31."),
            (&line, json!({ "valueString": "a" }), "an answer has fewer than 2 characters."),
            (&line, json!({ "valueString": "abcdef" }), "an answer is longer than 4 characters, by 2."),
        ];
        for (item, value, message) in cases {
            wrong(&json!([item]), &json!([said("q", &json!([value]))]), &[&format!("Item 'q': {message}")]);
        }
        let fits = [
            (&whole, json!({ "valueInteger": 0 })),
            (&whole, json!({ "valueInteger": 10 })),
            (&number, json!({ "valueDecimal": 0.5 })),
            (&number, json!({ "valueDecimal": 2 })),
            (&day, json!({ "valueDate": "2024-12-31" })),
            (&line, json!({ "valueString": "ab" })),
            // Characters are counted, not bytes.
            (&line, json!({ "valueString": "äöüß" })),
        ];
        for (item, value) in fits {
            right(&json!([item]), &json!([said("q", &json!([value]))]));
        }
    }

    #[test]
    fn have_lines_in_a_text_and_one_line_in_a_string() {
        for words in ["two\nlines", "two\rlines", "two\r\nlines", "line\n"] {
            let response = json!([said("q", &json!([{ "valueString": words }]))]);
            wrong(
                &json!([question("string")]),
                &response,
                &[
                    "Item 'q': an answer has several lines, and this item takes one; an item of type 'text' takes several.",
                ],
            );
            right(&json!([question("text")]), &response);
        }
        right(&json!([question("string")]), &json!([said("q", &json!([{ "valueString": "a\ttab" }]))]));
    }

    #[test]
    fn hold_no_control_characters() {
        let forbidden = |code: &str| {
            format!("Item 'q': it holds the control character {code}, which FHIR forbids. Take it out.")
        };
        let answer = json!([said("q", &json!([{ "valueString": "from a PDF:\u{c}\u{2}next\u{2}" }]))]);
        wrong(&json!([question("text")]), &answer, &[&forbidden("U+0002"), &forbidden("U+000C")]);
        let coded = with(choice("q", &["a"]), &json!({}));
        let with_words = with(coding("a"), &json!({ "display": "A\u{0}" }));
        wrong(
            &json!([coded]),
            &json!([said("q", &json!([{ "valueCoding": with_words }]))]),
            &[&forbidden("U+0000")],
        );
        let worded = with(yes("q"), &json!({ "text": "Really?\u{1b}" }));
        wrong(&json!([question("boolean")]), &json!([worded]), &[&forbidden("U+001B")]);
        // FHIR says nothing of these, and nobody can read them.
        let found = problems_of(
            &json!([question("text")]),
            &with_status("completed", &json!([said("q", &json!([{ "valueString": "a\u{7f}\u{85}b" }]))])),
        );
        let unread = |code: &str| {
            format!("Item 'q': it holds the control character {code}, which nobody can read. Take it out.")
        };
        assert_eq!(found, (Vec::new(), vec![unread("U+007F"), unread("U+0085")]));
    }

    #[test]
    fn are_one_unless_the_item_repeats() {
        let two =
            json!([said("q", &json!([{ "valueCoding": coding("a") }, { "valueCoding": coding("b") }]))]);
        let one = choice("q", &["a", "b", "c"]);
        wrong(&json!([one]), &two, &["Item 'q': it takes at most 1, and has more."]);
        let several = with(one, &json!({ "repeats": true }));
        right(&json!([several]), &two);
        let limited = |name: &str, number: i32| {
            json!([extended(several.clone(), &[(name, json!({ "valueInteger": number }))])])
        };
        wrong(&limited("questionnaire-maxOccurs", 1), &two, &["Item 'q': it takes at most 1, and has more."]);
        right(&limited("questionnaire-maxOccurs", 2), &two);
        wrong(
            &limited("questionnaire-minOccurs", 3),
            &two,
            &["Item 'q': it needs at least 3, and has fewer."],
        );
    }

    #[test]
    fn are_as_many_as_they_must_be_even_where_there_are_none() {
        let several = |more: Value| with(with(choice("q", &["a", "b"]), &json!({ "repeats": true })), &more);
        let limited =
            extended(several(json!({})), &[("questionnaire-minOccurs", json!({ "valueInteger": 1 }))]);
        let few = "Item 'q': it needs at least 1, and has fewer.";
        wrong(&json!([limited]), &json!([]), &[few]);
        wrong(&json!([limited]), &json!([{ "linkId": "q" }]), &[few]);
        let none = extended(several(json!({})), &[("questionnaire-minOccurs", json!({ "valueInteger": 0 }))]);
        right(&json!([none]), &json!([]));
        // What is required as well is missed once.
        let required = with(limited.clone(), &json!({ "required": true }));
        wrong(&json!([required]), &json!([]), &["Item 'q': it must be answered, and is not."]);
        // What is not asked misses nothing, and what is in a group that is not there neither.
        let gate = json!({ "linkId": "gate", "type": "boolean" });
        let ruled = when(limited.clone(), &[("gate", "=", json!({ "answerBoolean": true }))]);
        right(&json!([gate, ruled]), &json!([]));
        wrong(&json!([gate, ruled]), &json!([yes("gate")]), &[few]);
        right(&json!([{ "linkId": "g", "type": "group", "item": [limited] }]), &json!([]));
        let group = |inner: Value| {
            let group = json!({ "linkId": "g", "type": "group", "repeats": true, "item": [inner] });
            json!([extended(group, &[("questionnaire-minOccurs", json!({ "valueInteger": 2 }))])])
        };
        wrong(&group(question("boolean")), &json!([]), &["Item 'g': it needs at least 2, and has fewer."]);
        right(&group(json!({ "linkId": "d", "type": "display" })), &json!([]));
    }

    #[test]
    fn that_are_the_same_option_are_one_answer() {
        let limits = [("questionnaire-minOccurs", json!({ "valueInteger": 2 }))];
        let several = |kind: &str, codes: &[&str]| {
            let item = with(choice("q", codes), &json!({ "type": kind, "repeats": true }));
            json!([extended(item, &limits)])
        };
        let option = |code: &str, display: &str| json!({ "valueCoding": with(coding(code), &json!({ "display": display })) });
        let few = ["Item 'q': it needs at least 2, and has fewer."];
        let codes = several("choice", &["a", "b", "c"]);
        wrong(&codes, &json!([said("q", &json!([option("a", "A"), option("a", "Also A")]))]), &few);
        right(&codes, &json!([said("q", &json!([option("a", "A"), option("a", "A"), option("b", "B")]))]));
        let open = several("open-choice", &["a", "b"]);
        let own = |words: &str| json!({ "valueString": words });
        wrong(&open, &json!([said("q", &json!([own("mine"), own("mine")]))]), &few);
        right(&open, &json!([said("q", &json!([own("mine"), option("a", "A")]))]));
    }

    #[test]
    fn may_still_be_too_few_or_too_many_while_someone_is_at_it() {
        let limits = [
            ("questionnaire-minOccurs", json!({ "valueInteger": 2 })),
            ("questionnaire-maxOccurs", json!({ "valueInteger": 2 })),
        ];
        let several = extended(with(choice("q", &["a", "b", "c"]), &json!({ "repeats": true })), &limits);
        let group = json!({ "linkId": "g", "type": "group", "repeats": true, "item": [{ "linkId": "in", "type": "boolean" }] });
        let items = json!([several, extended(group, &limits)]);
        let response = |codes: &[&str], groups: usize| {
            let answers = codes.iter().map(|code| json!({ "valueCoding": coding(code) })).collect();
            let groups = (0..groups).map(|_| json!({ "linkId": "g", "item": [yes("in")] }));
            Value::Array([said("q", &answers)].into_iter().chain(groups).collect())
        };
        let few = |id: &str| {
            format!(
                "Item '{id}': it needs at least 2, and has fewer; this has to change before the response is complete."
            )
        };
        let many = |id: &str| {
            format!(
                "Item '{id}': it takes at most 2, and has more; this has to change before the response is complete."
            )
        };
        for status in ["in-progress", "stopped", "entered-in-error"] {
            let judged =
                |codes: &[&str], groups| problems_of(&items, &with_status(status, &response(codes, groups)));
            assert_eq!(judged(&["a"], 1), (Vec::new(), vec![few("q"), few("g")]), "{status}");
            assert_eq!(judged(&["a", "b", "c"], 3), (Vec::new(), vec![many("q"), many("g")]), "{status}");
            assert_eq!(judged(&[], 0), (Vec::new(), Vec::new()), "{status}");
        }
    }

    #[test]
    fn stand_in_one_item_of_a_question_that_does_not_repeat() {
        wrong(
            &json!([question("boolean")]),
            &json!([yes("q"), yes("q")]),
            &[
                "Item 'q': it may be there once, and is there several times.",
                "Item 'q': it takes at most 1, and has more.",
            ],
        );
    }

    #[test]
    fn are_among_the_options() {
        let options = json!([choice("q", &["a", "b"])]);
        let of = |value: Value| json!([said("q", &json!([value]))]);
        right(
            &options,
            &of(json!({ "valueCoding": with(coding("a"), &json!({ "display": "In other words" })) })),
        );
        wrong(
            &options,
            &of(json!({ "valueCoding": coding("c") })),
            &["Item 'q': 'c' is none of its options."],
        );
        wrong(
            &options,
            &of(json!({ "valueCoding": { "system": "urn:other", "code": "a" } })),
            &["Item 'q': 'a' is none of its options."],
        );
        wrong(
            &options,
            &of(json!({ "valueString": "a" })),
            &["Item 'q': an answer of type string does not suit it, or is not written as that type is."],
        );
        let words = json!([with(question("choice"), &json!({ "answerOption": [{ "valueString": "yes" }] }))]);
        right(&words, &of(json!({ "valueString": "yes" })));
        wrong(&words, &of(json!({ "valueString": "no" })), &["Item 'q': 'no' is none of its options."]);
    }

    #[test]
    fn may_be_own_words_where_the_choice_is_open() {
        let open = json!([{ "linkId": "q", "type": "open-choice", "maxLength": 8, "answerOption": [{ "valueCoding": with(coding("a"), &json!({ "display": "Tea" })) }] }]);
        let of = |value: Value| json!([said("q", &json!([value]))]);
        right(&open, &of(json!({ "valueCoding": coding("a") })));
        right(&open, &of(json!({ "valueString": "Rooibos" })));
        wrong(
            &open,
            &of(json!({ "valueString": "Chamomile" })),
            &["Item 'q': an answer is longer than 8 characters, by 1."],
        );
        wrong(&open, &of(json!({ "valueCoding": coding("b") })), &["Item 'q': 'b' is none of its options."]);
        for words in ["Tea", "a"] {
            let warning = format!("Item 'q': '{words}' is given as own words, but is one of the options.");
            let found = problems_of(&open, &with_status("completed", &of(json!({ "valueString": words }))));
            assert_eq!(found, (Vec::new(), vec![warning]));
        }
    }

    #[test]
    fn beside_an_exclusive_option_there_is_none() {
        let none = json!({ "valueCoding": coding("none"), "extension": [extension("questionnaire-optionExclusive", &json!({ "valueBoolean": true }))] });
        let items = json!([{ "linkId": "q", "type": "choice", "repeats": true, "answerOption": [{ "valueCoding": coding("a") }, { "valueCoding": coding("b") }, none] }]);
        let of = |codes: &[&str]| {
            json!([said("q", &codes.iter().map(|code| json!({ "valueCoding": coding(code) })).collect())])
        };
        right(&items, &of(&["none"]));
        right(&items, &of(&["a", "b"]));
        wrong(
            &items,
            &of(&["a", "none"]),
            &["Item 'q': 'none' can't be chosen together with other options."],
        );
    }

    #[test]
    fn under_a_constraint_that_is_not_checked_here_are_not_called_right() {
        let unchecked = |id: &str, what: &str| {
            format!(
                "Item '{id}': it has '{what}', which is not checked here, so what it holds can't be judged."
            )
        };
        let limit = |value: Value| json!([said("q", &json!([value]))]);
        let constrained = [
            (
                extended(question("string"), &[("regex", json!({ "valueString": "[a-z]+" }))]),
                "regex",
                json!({ "valueString": "x" }),
            ),
            (
                with(question("choice"), &json!({ "answerValueSet": "urn:vs" })),
                "answerValueSet",
                json!({ "valueCoding": coding("x") }),
            ),
            (
                with(question("integer"), &json!({ "maxLength": 2 })),
                "maxLength",
                json!({ "valueInteger": 500 }),
            ),
            (
                extended(question("time"), &[("maxValue", json!({ "valueTime": "12:00:00" }))]),
                "maxValue",
                json!({ "valueTime": "13:00:00" }),
            ),
        ];
        for (item, what, value) in constrained {
            wrong(&json!([item]), &limit(value), &[&unchecked("q", what)]);
            right(&json!([item]), &json!([]));
        }
        let group = json!({ "linkId": "g", "type": "group", "item": [question("boolean")] });
        let group = json!([extended(group, &[("questionnaire-constraint", json!({}))])]);
        wrong(
            &group,
            &json!([{ "linkId": "g", "item": [yes("q")] }]),
            &[&unchecked("g", "questionnaire-constraint")],
        );
        right(&group, &json!([]));
    }

    #[test]
    fn to_what_is_hidden_or_computed_are_judged_as_any_others() {
        for name in [
            "questionnaire-hidden",
            "questionnaire-usageMode",
            "variable",
            "sdc-questionnaire-initialExpression",
            "sdc-questionnaire-calculatedExpression",
        ] {
            let item = extended(question("integer"), &[(name, json!({}))]);
            right(&json!([item]), &json!([said("q", &json!([{ "valueInteger": 1 }]))]));
        }
    }

    #[test]
    fn that_are_dates_are_beyond_a_limit_only_where_that_is_sure() {
        let within = |from: &str, to: &str| {
            json!([extended(
                question("date"),
                &[("minValue", json!({ "valueDate": from })), ("maxValue", json!({ "valueDate": to }))]
            )])
        };
        let on = |day: &str| json!([said("q", &json!([{ "valueDate": day }]))]);
        for day in ["2023-01-01", "2024-12-31", "2024-06", "2024"] {
            right(&within("2023", "2024"), &on(day));
        }
        for day in ["2024", "2024-03", "2024-03-15"] {
            right(&within("2024-03-15", "2024-03-15"), &on(day));
        }
        wrong(
            &within("2024-03-15", "2024-03-15"),
            &on("2024-04"),
            &["Item 'q': an answer is more than 2024-03-15."],
        );
        wrong(&within("2023", "2024"), &on("2022-12-31"), &["Item 'q': an answer is less than 2023."]);
    }

    #[test]
    fn of_types_never_asked_here_are_judged_by_their_shape_alone() {
        let message = |kind: &str| {
            format!("Item 'q': an answer of type {kind} does not suit it, or is not written as that type is.")
        };
        for (kind, name, right_value, wrong_value) in [
            ("dateTime", "valueDateTime", json!("2024-01-01T10:00:00Z"), json!(2024)),
            ("time", "valueTime", json!("10:00:00"), json!(10)),
            ("url", "valueUri", json!("urn:x"), json!({})),
            ("quantity", "valueQuantity", json!({ "value": 1 }), json!(1)),
            ("reference", "valueReference", json!({ "reference": "Patient/1" }), json!("Patient/1")),
            ("attachment", "valueAttachment", json!({ "url": "urn:x" }), json!("urn:x")),
        ] {
            right(&json!([question(kind)]), &json!([said("q", &json!([{ name: right_value }]))]));
            let lower = name.trim_start_matches("value").to_lowercase();
            wrong(
                &json!([question(kind)]),
                &json!([said("q", &json!([{ name: wrong_value }]))]),
                &[&message(&lower)],
            );
        }
    }

    #[test]
    fn to_a_choice_without_options_may_be_any_code() {
        right(
            &json!([question("choice")]),
            &json!([said("q", &json!([{ "valueCoding": coding("anything") }]))]),
        );
    }
}

mod what_must_be_answered {
    use super::*;

    const MISSING: &str = "Item 'q': it must be answered, and is not.";

    fn required(kind: &str) -> Value {
        with(question(kind), &json!({ "required": true }))
    }

    #[test]
    fn binds_responses_that_say_they_are_complete() {
        let few = |items: Value| {
            let limits = extended(
                with(choice("several", &["a", "b"]), &json!({ "repeats": true })),
                &[("questionnaire-minOccurs", json!({ "valueInteger": 2 }))],
            );
            let mut all = items;
            all.as_array_mut().unwrap().push(limits);
            all
        };
        let items = few(
            json!([required("string"), { "linkId": "g", "type": "group", "required": true, "item": [{ "linkId": "inner", "type": "boolean" }] }]),
        );
        let one = json!([said("several", &json!([{ "valueCoding": coding("a") }]))]);
        for status in ["completed", "amended"] {
            let (errors, _) = problems_of(&items, &with_status(status, &one));
            assert_eq!(
                errors,
                [
                    MISSING,
                    "Item 'g': it must be answered, and is not.",
                    "Item 'several': it needs at least 2, and has fewer."
                ]
            );
        }
        for status in ["in-progress", "stopped", "entered-in-error"] {
            let few = "Item 'several': it needs at least 2, and has fewer; this has to change before the response is complete.";
            assert_eq!(
                problems_of(&items, &with_status(status, &one)),
                (vec![], vec![few.to_owned()]),
                "{status}"
            );
        }
    }

    #[test]
    fn is_not_answered_by_an_empty_item() {
        wrong(&json!([required("string")]), &json!([{ "linkId": "q" }]), &[MISSING]);
        wrong(&json!([required("string")]), &json!([]), &[MISSING]);
        right(&json!([required("boolean")]), &json!([said("q", &json!([{ "valueBoolean": false }]))]));
    }

    #[test]
    fn is_not_answered_by_blank_words() {
        let blank = json!([said("q", &json!([{ "valueString": "  " }]))]);
        let no_value = "Item 'q': an answer has no value.";
        wrong(&json!([required("text")]), &blank, &[MISSING, no_value]);
        let open = with(required("open-choice"), &json!({ "answerOption": [{ "valueString": "Tea" }] }));
        wrong(&json!([open]), &blank, &[MISSING, no_value]);
        let group = json!([{ "linkId": "g", "type": "group", "required": true, "item": [question("text")] }]);
        wrong(
            &group,
            &json!([{ "linkId": "g", "item": blank }]),
            &["Item 'g': the group must hold an answer, and does not.", no_value],
        );
        let ruled = when(json!({ "linkId": "then", "type": "boolean" }), &[("q", "exists", answered(true))]);
        wrong(
            &json!([question("text"), ruled]),
            &json!([blank[0], yes("then")]),
            &[no_value, "Item 'then': it is answered, but by the questionnaire's rules it is not asked."],
        );
    }

    #[test]
    fn is_only_what_is_asked() {
        let items = json!([{ "linkId": "a", "type": "boolean" }, when(required("string"), &[("a", "=", json!({ "answerBoolean": true }))])]);
        wrong(&items, &json!([yes("a")]), &[MISSING]);
        right(&items, &json!([said("a", &json!([{ "valueBoolean": false }]))]));
        right(&items, &json!([]));
    }

    #[test]
    fn in_an_optional_group_binds_where_the_group_is_there() {
        let items = json!([{ "linkId": "g", "type": "group", "item": [required("string"), { "linkId": "other", "type": "boolean" }] }]);
        right(&items, &json!([]));
        wrong(&items, &json!([{ "linkId": "g", "item": [yes("other")] }]), &[MISSING]);
    }

    #[test]
    fn in_a_required_group_is_nothing_that_people_never_see() {
        let hidden = [("questionnaire-hidden", json!({ "valueBoolean": true }))];
        let shown = [("questionnaire-hidden", json!({ "valueBoolean": false }))];
        let of =
            |inner: &[Value]| json!([{ "linkId": "g", "type": "group", "required": true, "item": inner }]);
        let holding = |inner: Value| json!([{ "linkId": "g", "item": [inner] }]);
        let empty = ["Item 'g': the group must hold an answer, and does not."];
        let seen = json!({ "linkId": "seen", "type": "boolean" });
        let score = extended(question("boolean"), &hidden);
        wrong(&of(&[seen.clone(), score.clone()]), &holding(yes("q")), &empty);
        right(&of(&[seen.clone(), score]), &holding(yes("seen")));
        // A group hides all that it holds.
        let scores =
            extended(json!({ "linkId": "h", "type": "group", "item": [question("boolean")] }), &hidden);
        let in_it = json!({ "linkId": "h", "item": [yes("q")] });
        wrong(&of(&[seen.clone(), scores.clone()]), &holding(in_it.clone()), &empty);
        // Where nothing of it is seen, what is hidden is all that can be meant.
        right(&of(&[scores]), &holding(in_it));
        right(&of(&[extended(question("boolean"), &shown), seen]), &holding(yes("q")));
    }

    #[test]
    fn in_a_required_group_is_any_answer() {
        let gate = || json!({ "linkId": "gate", "type": "boolean" });
        let group = |inner: Value| json!([gate(), { "linkId": "g", "type": "group", "required": true, "item": [inner] }]);
        let items = group(question("boolean"));
        wrong(&items, &json!([]), &["Item 'g': it must be answered, and is not."]);
        wrong(
            &items,
            &json!([{ "linkId": "g", "item": [{ "linkId": "q" }] }]),
            &["Item 'g': the group must hold an answer, and does not."],
        );
        right(&items, &json!([{ "linkId": "g", "item": [yes("q")] }]));
        // Where nothing in it is asked, nothing in it can be answered.
        let ruled = group(when(question("boolean"), &[("gate", "=", json!({ "answerBoolean": true }))]));
        right(&ruled, &json!([]));
        wrong(&ruled, &json!([yes("gate")]), &["Item 'g': it must be answered, and is not."]);
    }
}

mod what_is_not_asked {
    use super::*;

    #[test]
    fn has_no_answer() {
        let items =
            json!([choice("source", &["a", "b"]), when(question("boolean"), &[("source", "=", is("a"))])]);
        let of = |code: &str, more: Value| {
            json!([said("source", &json!([{ "valueCoding": coding(code) }])), more])
        };
        right(&items, &of("a", yes("q")));
        right(&items, &of("b", json!({ "linkId": "q" })));
        wrong(
            &items,
            &of("b", yes("q")),
            &["Item 'q': it is answered, but by the questionnaire's rules it is not asked."],
        );
    }

    #[test]
    fn takes_its_group_and_what_depends_on_it_along() {
        let not_asked = |id: &str| {
            format!("Item '{id}': it is answered, but by the questionnaire's rules it is not asked.")
        };
        let group = when(
            json!({ "linkId": "g", "type": "group", "item": [question("boolean")] }),
            &[("source", "=", is("a"))],
        );
        let last = when(json!({ "linkId": "last", "type": "boolean" }), &[("q", "exists", answered(true))]);
        let items = json!([choice("source", &["a", "b"]), group, last]);
        let of = |code: &str| json!([said("source", &json!([{ "valueCoding": coding(code) }])), { "linkId": "g", "item": [yes("q")] }, yes("last")]);
        right(&items, &of("a"));
        wrong(&items, &of("b"), &[&not_asked("g"), &not_asked("last")]);
    }
}

mod groups_that_repeat {
    use super::*;

    /// Children of a household: whether each goes to school, and to which. `any` asks once, outside.
    fn household() -> Value {
        let school = json!({ "linkId": "school", "type": "boolean" });
        let which = when(
            json!({ "linkId": "which", "type": "string" }),
            &[("school", "=", json!({ "answerBoolean": true }))],
        );
        let any = when(
            json!({ "linkId": "any", "type": "string" }),
            &[("school", "=", json!({ "answerBoolean": true }))],
        );
        json!([{ "linkId": "child", "type": "group", "repeats": true, "item": [school, which] }, any])
    }

    fn child(at_school: bool, which: Option<&str>) -> Value {
        let which = which.map(|which| said("which", &json!([{ "valueString": which }])));
        let items: Vec<Value> = [Some(said("school", &json!([{ "valueBoolean": at_school }]))), which]
            .into_iter()
            .flatten()
            .collect();
        json!({ "linkId": "child", "item": items })
    }

    fn asked(items: &Value, response: &Value) -> Vec<String> {
        let instrument = Instrument::read_to_judge(&questionnaire(items)).unwrap();
        let positions = check::asked(&instrument, &document(&with_status("completed", response)));
        positions.into_iter().map(|at| instrument.items()[at].id.to_string()).collect()
    }

    #[test]
    fn see_their_own_answers() {
        right(&household(), &json!([child(true, Some("Hill School")), child(false, None)]));
        right(&household(), &json!([child(false, None), child(true, Some("Hill School"))]));
        wrong(
            &household(),
            &json!([child(true, None), child(false, Some("Hill School"))]),
            &["Item 'which': it is answered, but by the questionnaire's rules it is not asked."],
        );
    }

    #[test]
    fn see_no_answers_of_the_others_where_they_have_none() {
        let silent =
            json!({ "linkId": "child", "item": [said("which", &json!([{ "valueString": "Hill School" }]))] });
        wrong(
            &household(),
            &json!([child(true, None), silent]),
            &["Item 'which': it is answered, but by the questionnaire's rules it is not asked."],
        );
    }

    #[test]
    fn are_all_seen_from_outside() {
        let any = said("any", &json!([{ "valueString": "yes" }]));
        right(&household(), &json!([child(false, None), child(true, None), any]));
        wrong(
            &household(),
            &json!([child(false, None), child(false, None), any]),
            &["Item 'any': it is answered, but by the questionnaire's rules it is not asked."],
        );
    }

    #[test]
    fn see_what_stands_outside_them() {
        let ruled = when(
            json!({ "linkId": "name", "type": "string" }),
            &[("gate", "=", json!({ "answerBoolean": true }))],
        );
        let items = json!([{ "linkId": "gate", "type": "boolean" }, { "linkId": "child", "type": "group", "repeats": true, "item": [ruled] }]);
        let named = json!({ "linkId": "child", "item": [said("name", &json!([{ "valueString": "x" }]))] });
        right(&items, &json!([yes("gate"), named, named]));
        wrong(
            &items,
            &json!([named, named]),
            &["Item 'name': it is answered, but by the questionnaire's rules it is not asked."; 2],
        );
    }

    #[test]
    fn within_each_other_see_the_nearest() {
        let inner = json!({ "linkId": "pet", "type": "group", "repeats": true, "item": [
            { "linkId": "dog", "type": "boolean" },
            when(json!({ "linkId": "breed", "type": "string" }), &[("dog", "=", json!({ "answerBoolean": true }))]),
        ] });
        let items = json!([{ "linkId": "home", "type": "group", "repeats": true, "item": [inner] }]);
        let pet = |dog: bool, breed: bool| {
            let breed = breed.then(|| said("breed", &json!([{ "valueString": "x" }])));
            let items: Vec<Value> =
                [Some(said("dog", &json!([{ "valueBoolean": dog }]))), breed].into_iter().flatten().collect();
            json!({ "linkId": "pet", "item": items })
        };
        let home = |pets: &[Value]| json!({ "linkId": "home", "item": pets });
        right(&items, &json!([home(&[pet(true, true), pet(false, false)]), home(&[pet(false, false)])]));
        right(&items, &json!([home(&[pet(false, false)]), home(&[pet(true, true)])]));
        let message = "Item 'breed': it is answered, but by the questionnaire's rules it is not asked.";
        wrong(
            &items,
            &json!([home(&[pet(true, false), pet(false, true)]), home(&[pet(true, true)])]),
            &[message],
        );
        wrong(&items, &json!([home(&[pet(true, true)]), home(&[pet(false, true)])]), &[message]);
    }

    #[test]
    fn occur_as_often_as_they_may() {
        let of = |item: Value| {
            json!([with(item, &json!({ "linkId": "child", "type": "group", "item": [question("boolean")] }))])
        };
        let two = json!([{ "linkId": "child", "item": [yes("q")] }, { "linkId": "child" }]);
        wrong(&of(json!({})), &two, &["Item 'child': it may be there once, and is there several times."]);
        let limits = |min: i32, max: i32| {
            of(extended(
                json!({ "repeats": true }),
                &[
                    ("questionnaire-minOccurs", json!({ "valueInteger": min })),
                    ("questionnaire-maxOccurs", json!({ "valueInteger": max })),
                ],
            ))
        };
        right(&limits(1, 2), &two);
        wrong(&limits(3, 4), &two, &["Item 'child': it needs at least 3, and has fewer."]);
        let three = json!([{ "linkId": "child" }, { "linkId": "child" }, { "linkId": "child" }]);
        wrong(&limits(1, 2), &three, &["Item 'child': it takes at most 2, and has more."]);
    }

    #[test]
    fn make_a_question_enabled_where_one_of_them_does() {
        assert_eq!(
            asked(&household(), &json!([child(false, None), child(true, None)])),
            ["child", "school", "which", "any"]
        );
        assert_eq!(
            asked(&household(), &json!([child(false, None), child(false, None)])),
            ["child", "school"]
        );
        assert_eq!(asked(&household(), &json!([])), ["child", "school"]);
    }
}

mod large_responses {
    use super::*;

    /// Enough to take minutes, or never to end, where each occurrence costs as much as the whole.
    const MANY: usize = 20_000;

    fn one() -> Value {
        json!([
            { "linkId": "visit", "type": "group", "repeats": true, "item": [
                { "linkId": "ill", "type": "boolean" },
                when(json!({ "linkId": "how", "type": "string" }), &[("ill", "=", json!({ "answerBoolean": true }))]),
            ] },
            { "linkId": "notes", "type": "string", "repeats": true },
        ])
    }

    #[test]
    fn of_thousands_of_occurrences_are_judged() {
        let visit = |n: usize| {
            let how = said("how", &json!([{ "valueString": format!("badly {n}") }]));
            let ill = said("ill", &json!([{ "valueBoolean": n != MANY - 1 }]));
            json!({ "linkId": "visit", "item": [ill, how] })
        };
        let notes =
            said("notes", &(0..MANY).map(|n| json!({ "valueString": format!("note {n}") })).collect());
        let response: Value = (0..MANY).map(visit).chain([notes]).collect();
        wrong(
            &one(),
            &response,
            &["Item 'how': it is answered, but by the questionnaire's rules it is not asked."],
        );
        let instrument = Instrument::read_to_judge(&questionnaire(&one())).unwrap();
        assert_eq!(check::asked(&instrument, &document(&with_status("completed", &response))).len(), 4);
    }

    #[test]
    fn to_thousands_of_questions_are_judged() {
        let items: Value =
            (0..MANY).map(|n| json!({ "linkId": format!("q{n}"), "type": "boolean" })).collect();
        let response: Value = (0..MANY).map(|n| yes(&format!("q{n}"))).chain([yes("q0")]).collect();
        let (errors, _) = problems_of(&items, &with_status("completed", &response));
        assert_eq!(errors.len(), 3, "{errors:?}"); // out of order, there twice, too many
    }

    #[test]
    fn in_which_groups_of_groups_repeat_are_judged() {
        let pets = json!({ "linkId": "pet", "type": "group", "repeats": true, "item": [{ "linkId": "dog", "type": "boolean" }] });
        let items = json!([{ "linkId": "home", "type": "group", "repeats": true, "item": [pets] }]);
        let pet = json!({ "linkId": "pet", "item": [yes("dog")] });
        let response: Value =
            (0..MANY / 10).map(|_| json!({ "linkId": "home", "item": [pet, pet, pet] })).collect();
        right(&items, &response);
    }
}
