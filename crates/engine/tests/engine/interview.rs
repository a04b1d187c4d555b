//! One person's way through an interview: onwards, back, to change an answer, away and back again; and what is kept.

use engine::consent::Consent;
use engine::fhir::ResponseItem;
use engine::instrument::{Instrument, ItemId};
use engine::interview::{Event, Interview, Progress, Stage};
use engine::record::{self, Completion, Draft, Lost, Reopened};
use engine::response::{Answer, Response};
use engine::routing::Disposition::{Answered, NoAnswer, NotApplicable, NotReached};
use fixtures::{
    choice, code, consent, control, extension, instrument, is, response, terms, text, when, with,
};
use serde_json::{Value, json};

/// What people drink: two statements, then `drink`; for tea a page of two questions; how many cups; and why.
fn items() -> Value {
    let statement =
        |id: &str, text: &str| json!({ "linkId": id, "type": "boolean", "required": true, "text": text });
    let limits = [
        extension("minValue", &json!({ "valueInteger": 1 })),
        extension("maxValue", &json!({ "valueInteger": 20 })),
    ];
    let kind =
        with(choice("kind", &["black", "green", "other"]), &json!({ "repeats": true, "text": "Which tea?" }));
    let other =
        json!({ "linkId": "kind-other-text", "type": "string", "maxLength": 20, "text": "Which other tea?" });
    let tea = [kind, when(other, &[("kind", "=", is("other"))])];
    json!([
        { "linkId": "consent", "type": "group", "item": [statement("read", "I have read the sheet."), statement("agree", "I agree.")] },
        { "linkId": "drinks", "type": "group", "text": "Drinks", "item": [
            with(choice("drink", &["tea", "coffee", "none"]), &json!({ "text": "What do you drink?" })),
            when(json!({ "linkId": "tea", "type": "group", "extension": [control("page")], "item": tea }), &[("drink", "=", is("tea"))]),
            when(json!({ "linkId": "cups", "type": "integer", "extension": limits, "text": "How many cups?" }), &[("drink", "!=", is("none"))]),
            { "linkId": "note", "type": "display", "text": "Nearly done." },
        ] },
        { "linkId": "why", "type": "text", "maxLength": 50, "text": "Why?" },
    ])
}

fn drinks() -> Instrument {
    instrument(&items())
}

fn begun(instrument: &Instrument) -> Interview {
    Interview::begun(instrument, consent(instrument))
}

fn answer(id: &str, answers: &[Answer]) -> Event {
    Event::Answered(id.into(), answers.to_vec())
}

fn visit(stage: Stage) -> Event {
    Event::Visited(stage)
}

fn asking(page: &str) -> Stage {
    Stage::Asking(page.into())
}

fn changing(page: &str) -> Stage {
    Stage::Changing(page.into())
}

/// After each event the person is at the stage beside it.
#[track_caller]
fn leads(instrument: &Instrument, from: Interview, events: Vec<(Event, Stage)>) -> Interview {
    events.into_iter().enumerate().fold(from, |interview, (n, (event, stage))| {
        let after = interview.after(instrument, event.clone());
        assert_eq!(after.stage(), &stage, "after event {} of the list, {event:?}", n + 1);
        after
    })
}

/// Someone who drinks green tea, three cups, without saying why, and has come to the check.
fn tea_drinker(instrument: &Instrument) -> Interview {
    use Event::Continued;
    leads(
        instrument,
        begun(instrument),
        vec![
            (answer("drink", &[code("tea")]), asking("drink")),
            (Continued, asking("tea")),
            (answer("kind", &[code("green"), code("other")]), asking("tea")),
            (answer("kind-other-text", &[text("Rooibos")]), asking("tea")),
            (Continued, asking("cups")),
            (answer("cups", &[Answer::Integer(3)]), asking("cups")),
            (Continued, asking("why")),
            (Continued, Stage::Reviewing),
        ],
    )
}

mod on_the_way {
    use super::*;
    use Event::Continued;

    #[test]
    fn it_begins_at_the_first_question_behind_the_consent() {
        let drinks = drinks();
        assert_eq!(begun(&drinks).stage(), &asking("drink"));
        assert_eq!(fixtures::pages(&begun(&drinks), &drinks), ["drink", "cups", "why"].map(ItemId::from));
    }

    #[test]
    fn nothing_has_to_be_answered_to_go_on() {
        let drinks = drinks();
        leads(
            &drinks,
            begun(&drinks),
            vec![
                (Continued, asking("cups")),
                (Continued, asking("why")),
                (Continued, Stage::Reviewing),
                (Continued, Stage::Reviewing),
            ],
        );
    }

    #[test]
    fn a_page_asks_what_its_own_answers_open() {
        let drinks = drinks();
        let questions = |interview: &Interview| fixtures::questions_on(interview, &drinks, &"tea".into());
        let tea = begun(&drinks).after(&drinks, answer("drink", &[code("tea")])).after(&drinks, Continued);
        assert_eq!(questions(&tea), ["kind"].map(ItemId::from));
        let other = tea.after(&drinks, answer("kind", &[code("other")]));
        assert_eq!(questions(&other), ["kind", "kind-other-text"].map(ItemId::from));
    }

    #[test]
    fn the_address_of_a_question_leads_to_its_page() {
        let drinks = drinks();
        leads(
            &drinks,
            tea_drinker(&drinks),
            vec![
                (visit(asking("kind")), asking("tea")),
                (visit(changing("kind-other-text")), changing("tea")),
                (Continued, Stage::Reviewing),
            ],
        );
    }

    #[test]
    fn answers_that_are_no_longer_asked_for_are_known_until_they_are_again() {
        let drinks = drinks();
        let left = |interview: &Interview| -> Vec<String> {
            let left = interview.no_longer_asked(&drinks).into_iter();
            left.map(|at| drinks.items()[at].id.to_string()).collect()
        };
        let tea = tea_drinker(&drinks);
        assert_eq!(left(&tea), [""; 0]);
        let none = tea.after(&drinks, answer("drink", &[code("none")]));
        assert_eq!(left(&none), ["kind", "kind-other-text", "cups"]);
        let coffee = none.after(&drinks, answer("drink", &[code("coffee")]));
        assert_eq!(left(&coffee), ["kind", "kind-other-text"]);
    }

    #[test]
    fn back_leads_to_the_page_before_and_from_the_first_nowhere() {
        let drinks = drinks();
        let mut interview = tea_drinker(&drinks);
        for before in [asking("why"), asking("cups"), asking("tea"), asking("drink")] {
            assert_eq!(interview.before(&interview.path(&drinks)), Some(before.clone()));
            interview = interview.after(&drinks, visit(before.clone()));
            assert_eq!(interview.stage(), &before);
        }
        assert_eq!(interview.before(&interview.path(&drinks)), None);
    }

    #[test]
    fn back_leads_past_what_is_not_asked() {
        let drinks = drinks();
        let coffee = leads(
            &drinks,
            begun(&drinks),
            vec![(answer("drink", &[code("coffee")]), asking("drink")), (Continued, asking("cups"))],
        );
        assert_eq!(coffee.before(&coffee.path(&drinks)), Some(asking("drink")));
    }

    #[test]
    fn after_going_back_the_way_leads_through_every_page_again() {
        let drinks = drinks();
        let events = vec![
            (visit(asking("tea")), asking("tea")),
            (Continued, asking("cups")),
            (Continued, asking("why")),
            (Continued, Stage::Reviewing),
        ];
        leads(&drinks, tea_drinker(&drinks), events);
    }

    #[test]
    fn an_answer_given_on_the_way_back_may_skip_pages() {
        let drinks = drinks();
        let none = leads(
            &drinks,
            tea_drinker(&drinks),
            vec![
                (visit(asking("drink")), asking("drink")),
                (answer("drink", &[code("none")]), asking("drink")),
                (Continued, asking("why")),
            ],
        );
        assert_eq!(fixtures::pages(&none, &drinks), ["drink", "why"].map(ItemId::from));
    }

    #[test]
    fn an_answer_taken_back_is_not_there() {
        let drinks = drinks();
        let interview = tea_drinker(&drinks).after(&drinks, answer("cups", &[]));
        assert_eq!(interview.progress().response.stored(&"cups".into()), []);
    }

    #[test]
    fn a_place_that_cannot_be_visited_yet_leads_to_the_furthest_that_can() {
        let drinks = drinks();
        let begun = begun(&drinks);
        for (wanted, stage) in [
            (asking("why"), asking("drink")),
            (Stage::Reviewing, asking("drink")),
            (changing("why"), asking("drink")),
            (asking("nowhere"), asking("drink")),
            (asking("tea"), asking("drink")),
            (asking("read"), asking("drink")),
            (asking("drink"), asking("drink")),
            (changing("drink"), changing("drink")),
        ] {
            leads(&drinks, begun.clone(), vec![(visit(wanted), stage)]);
        }
        let halfway = leads(&drinks, begun, vec![(Continued, asking("cups"))]);
        leads(
            &drinks,
            halfway,
            vec![
                (visit(Stage::Reviewing), asking("cups")),
                (visit(asking("drink")), asking("drink")),
                (visit(asking("cups")), asking("cups")),
            ],
        );
    }

    #[test]
    fn at_the_end_every_page_that_is_asked_can_be_visited_and_no_other() {
        let drinks = drinks();
        let done = tea_drinker(&drinks);
        for page in ["drink", "tea", "cups", "why"] {
            leads(
                &drinks,
                done.clone(),
                vec![(visit(asking(page)), asking(page)), (visit(changing(page)), changing(page))],
            );
        }
        for page in ["nowhere", "note", "consent", "read", "drinks"] {
            leads(&drinks, done.clone(), vec![(visit(asking(page)), Stage::Reviewing)]);
        }
        let none = done.after(&drinks, answer("drink", &[code("none")]));
        leads(
            &drinks,
            none,
            vec![(visit(asking("tea")), Stage::Reviewing), (visit(changing("cups")), Stage::Reviewing)],
        );
    }
}

mod changing_an_answer {
    use super::*;
    use Event::Continued;

    #[test]
    fn leads_back_to_the_check() {
        let drinks = drinks();
        let events = vec![
            (visit(changing("cups")), changing("cups")),
            (answer("cups", &[Answer::Integer(4)]), changing("cups")),
            (Continued, Stage::Reviewing),
        ];
        let changed = leads(&drinks, tea_drinker(&drinks), events);
        assert_eq!(changed.progress().response.stored(&"cups".into()), [Answer::Integer(4)]);
        let back = tea_drinker(&drinks).after(&drinks, visit(changing("cups")));
        assert_eq!(back.before(&back.path(&drinks)), Some(Stage::Reviewing));
    }

    #[test]
    fn that_opens_pages_leads_through_these_and_then_back_to_the_check() {
        let drinks = drinks();
        let none = vec![
            (answer("drink", &[code("none")]), asking("drink")),
            (Continued, asking("why")),
            (Continued, Stage::Reviewing),
        ];
        let none = leads(&drinks, begun(&drinks), none);
        leads(
            &drinks,
            none,
            vec![
                (visit(changing("drink")), changing("drink")),
                (answer("drink", &[code("tea")]), changing("drink")),
                (Continued, changing("tea")),
                (Continued, changing("cups")),
                (Continued, Stage::Reviewing),
            ],
        );
    }

    #[test]
    fn that_closes_pages_leads_straight_back_to_the_check() {
        let drinks = drinks();
        let events = vec![
            (visit(changing("drink")), changing("drink")),
            (answer("drink", &[code("none")]), changing("drink")),
            (Continued, Stage::Reviewing),
        ];
        let none = leads(&drinks, tea_drinker(&drinks), events);
        assert_eq!(fixtures::pages(&none, &drinks), ["drink", "why"].map(ItemId::from));
    }

    #[test]
    fn and_changing_it_back_restores_what_was_said() {
        let drinks = drinks();
        let before = tea_drinker(&drinks);
        let there_and_back = [answer("drink", &[code("none")]), answer("drink", &[code("tea")])];
        let after = there_and_back
            .into_iter()
            .fold(before.clone(), |interview, event| interview.after(&drinks, event));
        assert_eq!(after, before);
    }
}

mod what_became_of_a_question {
    use super::*;

    #[track_caller]
    fn dispositions(
        interview: &Interview,
        instrument: &Instrument,
        expected: [engine::routing::Disposition; 5],
    ) {
        let ids = ["drink", "kind", "kind-other-text", "cups", "why"].map(ItemId::from);
        let found = interview.dispositions(instrument);
        assert_eq!(found, ids.iter().zip(expected).collect::<Vec<_>>());
    }

    #[test]
    fn answered_left_empty_not_asked_or_not_reached() {
        let drinks = drinks();
        dispositions(
            &begun(&drinks),
            &drinks,
            [NotReached, NotApplicable, NotApplicable, NotReached, NotReached],
        );
        let answered = begun(&drinks).after(&drinks, answer("drink", &[code("tea")]));
        dispositions(&answered, &drinks, [Answered, NotReached, NotApplicable, NotReached, NotReached]);
        let passed = answered.after(&drinks, Event::Continued).after(&drinks, Event::Continued);
        dispositions(&passed, &drinks, [Answered, NoAnswer, NotApplicable, NotReached, NotReached]);
        dispositions(&tea_drinker(&drinks), &drinks, [Answered, Answered, Answered, Answered, NoAnswer]);
        let none = tea_drinker(&drinks).after(&drinks, answer("drink", &[code("none")]));
        dispositions(&none, &drinks, [Answered, NotApplicable, NotApplicable, NotApplicable, NoAnswer]);
    }
}

mod what_is_wrong_on_a_page {
    use super::*;

    fn messages(interview: &Interview, instrument: &Instrument, page: &str) -> Vec<String> {
        interview.problems_on(instrument, &page.into()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn is_said_of_what_is_asked_there() {
        let drinks = drinks();
        let long = "Rooibos with cinnamon and honey";
        let wrong = tea_drinker(&drinks)
            .after(&drinks, answer("kind-other-text", &[text(long)]))
            .after(&drinks, answer("cups", &[Answer::Integer(21)]));
        assert_eq!(messages(&wrong, &drinks, "drink"), [""; 0]);
        assert_eq!(
            messages(&wrong, &drinks, "tea"),
            ["Item 'kind-other-text': an answer is longer than 20 characters, by 11."]
        );
        assert_eq!(messages(&wrong, &drinks, "cups"), ["Item 'cups': an answer is more than 20."]);
        assert_eq!(wrong.first_problem(&drinks), Some("tea".into()));

        // Off the path nothing is wrong with it.
        let coffee = wrong.after(&drinks, answer("drink", &[code("coffee")]));
        assert_eq!(messages(&coffee, &drinks, "tea"), [""; 0]);
        assert_eq!(coffee.first_problem(&drinks), Some("cups".into()));
        assert_eq!(tea_drinker(&drinks).first_problem(&drinks), None);
    }

    #[test]
    fn an_answer_that_is_required_has_to_be_given_and_a_statement_to_be_true() {
        let required = instrument(&json!([
            { "linkId": "agree", "type": "boolean", "required": true },
            with(choice("q", &["a", "b"]), &json!({ "required": true })),
        ]));
        let begun = begun(&required);
        assert_eq!(messages(&begun, &required, "agree"), ["Item 'agree': it must be answered, and is not."]);
        assert_eq!(messages(&begun, &required, "q"), ["Item 'q': it must be answered, and is not."]);
        let no = begun.clone().after(&required, answer("agree", &[Answer::Boolean(false)]));
        assert_eq!(messages(&no, &required, "agree"), ["Item 'agree': it must be answered, and is not."]);
        let given = begun
            .after(&required, answer("agree", &[Answer::Boolean(true)]))
            .after(&required, answer("q", &[code("b")]));
        assert_eq!(given.first_problem(&required), None);
    }

    #[test]
    fn a_group_that_must_hold_an_answer_says_so_at_its_end() {
        let required = instrument(&json!([
            { "linkId": "part", "type": "group", "required": true, "item": [
                choice("first", &["a", "b"]),
                { "linkId": "page", "type": "group", "extension": [control("page")], "item": [choice("second", &["a"]), choice("third", &["a"])] },
                when(choice("fourth", &["a"]), &[("third", "=", is("a"))]),
            ] },
            choice("last", &["a"]),
        ]));
        let begun = begun(&required);
        assert_eq!(messages(&begun, &required, "first"), [""; 0]);
        assert_eq!(
            messages(&begun, &required, "page"),
            ["Item 'second': the group must hold an answer, and does not."]
        );
        assert_eq!(begun.first_problem(&required), Some("page".into()));
        for id in ["first", "second", "third"] {
            let answered = begun.clone().after(&required, answer(id, &[code("a")]));
            assert_eq!(answered.first_problem(&required), None, "'{id}' is answered");
        }
    }

    #[test]
    fn own_words_that_are_blank_have_to_be_found_and_count_as_nothing_until_then() {
        let open = instrument(&json!([
            with(
                json!({ "linkId": "q", "type": "open-choice", "repeats": true, "answerOption": [{ "valueString": "Tea" }] }),
                &json!({ "maxLength": 20 })
            ),
            when(
                json!({ "linkId": "then", "type": "boolean" }),
                &[("q", "exists", fixtures::answered(true))]
            ),
        ]));
        for blank in ["", "  ", "\u{a0}\t", "\u{200b}"] {
            let blank = begun(&open).after(&open, answer("q", &[text(blank)]));
            assert_eq!(messages(&blank, &open, "q"), ["Item 'q': an answer has no value."]);
            assert_eq!(
                fixtures::pages(&blank, &open),
                ["q"].map(ItemId::from),
                "what depends on an answer is not asked"
            );
            assert_eq!(blank.path(&open).answers(&"q".into()), []);
            assert_eq!(
                blank.path(&open).entered(&"q".into()).len(),
                1,
                "that 'Something else' is chosen stays"
            );
            let document =
                record::of_interview(&open, &blank.after(&open, Event::Continued), Completion::InProgress);
            assert!(document.item[0].answer.is_empty(), "{:?}", document.item);
        }
        let beside = begun(&open).after(&open, answer("q", &[text(" "), text("Tea")]));
        assert_eq!(beside.path(&open).answers(&"q".into()), [text("Tea")]);
        assert_eq!(beside.path(&open).entered(&"q".into()), [text("Tea"), text(" ")]);
    }

    #[test]
    fn blank_words_are_no_answer_where_one_is_required() {
        let required = instrument(&json!([
            { "linkId": "q", "type": "text", "required": true, "maxLength": 20 },
            { "linkId": "g", "type": "group", "required": true, "item": [{ "linkId": "in", "type": "string", "maxLength": 20 }] },
        ]));
        let blank = begun(&required)
            .after(&required, answer("q", &[text(" ")]))
            .after(&required, answer("in", &[text("\n")]));
        assert_eq!(messages(&blank, &required, "q"), ["Item 'q': it must be answered, and is not."]);
        assert_eq!(
            messages(&blank, &required, "in"),
            ["Item 'in': the group must hold an answer, and does not."]
        );
    }

    #[test]
    fn as_many_have_to_be_chosen_as_the_questionnaire_says() {
        let limits = [extension("questionnaire-minOccurs", &json!({ "valueInteger": 2 }))];
        let two = instrument(&json!([with(
            choice("q", &["a", "b"]),
            &json!({ "repeats": true, "extension": limits })
        )]));
        let few = ["Item 'q': it needs at least 2, and has fewer."];
        assert_eq!(messages(&begun(&two), &two, "q"), few);
        let one = begun(&two).after(&two, answer("q", &[code("a")]));
        assert_eq!(messages(&one, &two, "q"), few);
        let both = one.after(&two, answer("q", &[code("a"), code("b")]));
        assert_eq!(both.first_problem(&two), None);
    }

    #[test]
    fn own_words_that_are_an_option_stop_nobody() {
        let open = instrument(
            &json!([{ "linkId": "q", "type": "open-choice", "answerOption": [{ "valueString": "Tea" }, { "valueCoding": { "code": "c", "display": "Coffee" } }] }]),
        );
        let same = begun(&open).after(&open, answer("q", &[text("Coffee")]));
        assert_eq!(messages(&same, &open, "q"), [""; 0]);
        assert_eq!(same.first_problem(&open), None);
    }
}

mod consenting {
    use super::*;

    fn given(ticked: &[&str]) -> Result<Consent, Vec<ItemId>> {
        let drinks = drinks();
        Consent::given(
            &drinks,
            terms(&drinks, "sheet", "hash"),
            &ticked.iter().map(|id| (*id).into()).collect(),
        )
    }

    #[test]
    fn takes_every_statement() {
        let missing = |ids: &[&str]| Err(ids.iter().map(|id| (*id).into()).collect());
        assert_eq!(given(&[]), missing(&["read", "agree"]));
        assert_eq!(given(&["agree"]), missing(&["read"]));
        assert_eq!(given(&["read", "drink"]), missing(&["agree"]));
        let consent = given(&["agree", "read"]).unwrap();
        assert_eq!(consent.terms().statements, ["I have read the sheet.", "I agree."]);
        assert_eq!(consent.terms().instrument.version, "1");
    }

    #[test]
    fn is_good_for_a_draft_until_the_sheet_or_a_statement_changes() {
        let drinks = drinks();
        let given = terms(&drinks, "sheet", "hash");
        let good = |now: &Instrument, sheet: &str, hash: &str| {
            Consent::still_good(given.clone(), &terms(now, sheet, hash)).is_some()
        };
        let changed = |path: &str, to: Value| {
            let mut items = items();
            *items.pointer_mut(path).unwrap() = to;
            instrument(&items)
        };
        assert!(good(&drinks, "sheet", "hash"));
        assert!(good(&drinks, "sheet", "another hash of the questionnaire"));
        assert!(good(&changed("/2/text", json!("Why so many?")), "sheet", "hash"));
        assert!(!good(&drinks, "another sheet", "hash"));
        assert!(!good(&changed("/0/item/1/text", json!("I agree to everything.")), "sheet", "hash"));
        let fewer = changed(
            "/0/item",
            json!([{ "linkId": "read", "type": "boolean", "required": true, "text": "I have read the sheet." }]),
        );
        assert!(!good(&fewer, "sheet", "hash"));
    }
}

mod going_away_and_coming_back {
    use super::*;

    fn reopened(interview: &Interview, was: &Instrument, now: &Instrument, hash: &str) -> Reopened {
        let stored = Draft::of(was, interview).to_text();
        Draft::from_text(&stored).unwrap().reopen(now, &terms(now, "sheet", hash))
    }

    #[test]
    fn everything_is_as_it_was() {
        let drinks = drinks();
        let coffee = tea_drinker(&drinks).after(&drinks, answer("drink", &[code("coffee")]));
        let too_long = tea_drinker(&drinks)
            .after(&drinks, answer("kind-other-text", &[text("Rooibos with cinnamon and honey")]));
        let changing = tea_drinker(&drinks).after(&drinks, visit(changing("cups")));
        for interview in [begun(&drinks), tea_drinker(&drinks), coffee, too_long, changing] {
            let again = reopened(&interview, &drinks, &drinks, "hash");
            assert_eq!(again.lost, []);
            assert_eq!(
                Interview::of(&drinks, again.consent.unwrap(), again.progress, again.stage),
                interview
            );
        }
    }

    #[test]
    fn a_changed_instrument_keeps_what_still_fits_and_names_the_rest() {
        let was = drinks();
        let mut changed = items();
        // Green tea is gone, another option is reworded; cups go up to two; 'why' is asked no more.
        *changed.pointer_mut("/1/item/1/item/0/answerOption").unwrap() = json!([{ "valueCoding": fixtures::coding("black") }, { "valueCoding": with(fixtures::coding("other"), &json!({ "display": "Any other" })) }]);
        *changed.pointer_mut("/1/item/2/extension/1/valueInteger").unwrap() = json!(2);
        changed.as_array_mut().unwrap().remove(2);
        let now = instrument(&changed);
        let interview = tea_drinker(&was).after(&was, answer("why", &[text("Habit")]));

        let again = reopened(&interview, &was, &now, "another hash");
        let lost =
            |question: &str, answer: &str| Lost { question: question.to_owned(), answer: answer.to_owned() };
        assert_eq!(
            again.lost,
            [lost("How many cups?", "3"), lost("Which tea?", "green"), lost("Why?", "Habit")]
        );
        let reworded = Answer::read(
            "Coding",
            &fixtures::value(&with(fixtures::coding("other"), &json!({ "display": "Any other" }))),
        )
        .unwrap();
        let kept = response(&[
            ("drink", &[code("tea")]),
            ("kind", &[reworded]),
            ("kind-other-text", &[text("Rooibos")]),
        ]);
        assert_eq!(again.progress.response, kept);
        assert!(again.consent.is_some(), "the sheet and the statements are the same");
        let goes_on = Interview::of(&now, again.consent.unwrap(), again.progress, again.stage);
        assert_eq!(goes_on.stage(), &Stage::Reviewing);
    }

    #[test]
    fn answers_that_fit_one_by_one_but_not_together_are_all_named() {
        let was = drinks();
        let mut changed = items();
        changed.pointer_mut("/1/item/1/item/0").unwrap()["repeats"] = json!(false);
        let again = reopened(&tea_drinker(&was), &was, &instrument(&changed), "another hash");
        assert_eq!(
            again.lost.iter().map(|lost| lost.answer.as_str()).collect::<Vec<_>>(),
            ["green", "other"]
        );
        assert_eq!(again.progress.response.stored(&"kind".into()), []);
        // What was said about the other tea stays, and is not asked for now.
        assert_eq!(again.progress.response.stored(&"kind-other-text".into()), [text("Rooibos")]);
    }

    #[test]
    fn an_answer_to_a_question_of_another_type_is_named() {
        let was = drinks();
        let mut changed = items();
        *changed.pointer_mut("/1/item/2").unwrap() =
            json!({ "linkId": "cups", "type": "string", "maxLength": 9 });
        let again = reopened(&tea_drinker(&was), &was, &instrument(&changed), "another hash");
        assert_eq!(again.lost, [Lost { question: "How many cups?".to_owned(), answer: "3".to_owned() }]);
    }

    #[test]
    fn a_new_question_is_asked_before_the_check() {
        let was = drinks();
        let mut changed = items();
        changed.as_array_mut().unwrap().insert(2, choice("milk", &["yes", "no"]));
        let now = instrument(&changed);
        let again = reopened(&tea_drinker(&was), &was, &now, "another hash");
        let goes_on = Interview::of(&now, again.consent.unwrap(), again.progress, again.stage);
        leads(
            &now,
            goes_on.clone(),
            vec![(Event::Continued, asking("why")), (Event::Continued, Stage::Reviewing)],
        );
        assert_eq!(goes_on.stage(), &asking("milk"));
    }

    #[test]
    fn a_changed_sheet_keeps_the_answers_but_needs_consent_again() {
        let drinks = drinks();
        let stored = Draft::of(&drinks, &tea_drinker(&drinks));
        let again = stored.reopen(&drinks, &terms(&drinks, "another sheet", "hash"));
        assert_eq!(again.consent, None);
        assert_eq!(again.progress, *tea_drinker(&drinks).progress());
    }

    #[test]
    fn nobody_goes_on_with_is_the_record_of_someone_who_broke_off_under_the_terms_that_they_agreed_to() {
        let drinks = drinks();
        let drinker = tea_drinker(&drinks);
        let record = record::of_interview(&drinks, &drinker, Completion::InProgress);
        assert_eq!(Draft::of(&drinks, &drinker).broken_off(&drinks), Some(record));
    }

    #[test]
    fn a_damaged_draft_is_reported() {
        let drinks = drinks();
        let stored = Draft::of(&drinks, &tea_drinker(&drinks)).to_text();
        let cut = stored.char_indices().map(|(end, _)| &stored[..end]);
        for damaged in cut.chain(["null", "{}", "[]", "not a draft"]) {
            assert!(Draft::from_text(damaged).is_err(), "{damaged}");
        }
        let later = stored.replacen("\"version\":1", "\"version\":2", 1);
        assert_eq!(Draft::from_text(&later), Err("draft version 2".to_owned()));
    }
}

mod the_record {
    use super::*;

    fn extension_value(record: &engine::fhir::QuestionnaireResponse, name: &str) -> Option<String> {
        let found = record.extension.iter().find(|extension| extension.url.ends_with(name))?;
        Some(found.value.as_ref()?.value.as_str().unwrap().to_owned())
    }

    /// Ids with the codes, words or numbers of their answers, as they are nested.
    fn outline(items: &[ResponseItem]) -> Vec<String> {
        let mut lines = Vec::new();
        for item in items {
            let answers: Vec<String> =
                item.answer.iter().map(|answer| answer.value.as_ref().unwrap().value.to_string()).collect();
            lines.push(
                format!("{} {}", item.link_id.clone().unwrap(), answers.join(" ")).trim_end().to_owned(),
            );
            lines.extend(outline(&item.item).into_iter().map(|line| format!("  {line}")));
        }
        lines
    }

    #[test]
    fn holds_what_was_asked_answered_or_not_and_that_the_person_agreed() {
        let drinks = drinks();
        let coffee = tea_drinker(&drinks).after(&drinks, answer("drink", &[code("coffee")]));
        let record = record::of_interview(&drinks, &coffee, Completion::Completed);
        assert_eq!(
            outline(&record.item),
            [
                "consent",
                "  read true",
                "  agree true",
                "drinks",
                "  drink {\"code\":\"coffee\",\"system\":\"urn:tiny\"}",
                "  cups 3",
                "why", // asked and left empty; about tea nothing was asked
            ]
        );
        assert_eq!(record.resource_type.as_deref(), Some("QuestionnaireResponse"));
        assert_eq!(record.status.as_deref(), Some("completed"));
        assert_eq!(record.questionnaire.as_deref(), Some("urn:q|1"));
        assert_eq!(record.item[1].item[0].text.as_deref(), Some("What do you drink?"));
    }

    #[test]
    fn of_an_interview_that_goes_on_leaves_out_what_was_not_reached() {
        let drinks = drinks();
        let tea =
            begun(&drinks).after(&drinks, answer("drink", &[code("tea")])).after(&drinks, Event::Continued);
        let record = record::of_interview(&drinks, &tea, Completion::InProgress);
        assert_eq!(record.status.as_deref(), Some("in-progress"));
        assert_eq!(
            outline(&record.item)[3..],
            ["drinks", "  drink {\"code\":\"tea\",\"system\":\"urn:tiny\"}"]
        );
    }

    #[test]
    fn says_what_the_person_agreed_to() {
        let drinks = drinks();
        let record = record::of_interview(&drinks, &tea_drinker(&drinks), Completion::Completed);
        assert_eq!(extension_value(&record, "/information-sheet-version").as_deref(), Some("1.0"));
        assert_eq!(extension_value(&record, "/information-sheet-sha256").as_deref(), Some("sheet"));
        assert_eq!(extension_value(&record, "/instrument-sha256").as_deref(), Some("hash"));
        assert_eq!(record.extension.len(), 3);
        // FHIR has no empty strings: what is not known is left out.
        let unknown = Consent::still_good(terms(&drinks, "", ""), &terms(&drinks, "", "")).unwrap();
        let interview = Interview::of(&drinks, unknown, Progress::default(), Stage::Reviewing);
        assert_eq!(record::of_interview(&drinks, &interview, Completion::Completed).extension.len(), 1);
    }

    #[test]
    fn is_written_as_fhir_wants_it() {
        let drinks = drinks();
        let record = record::of_interview(&drinks, &tea_drinker(&drinks), Completion::Completed);
        let written = fixtures::written(&record.written());
        assert_eq!(
            written["item"][1]["item"],
            json!([
                { "linkId": "drink", "text": "What do you drink?", "answer": [{ "valueCoding": fixtures::coding("tea") }] },
                { "linkId": "tea", "item": [
                    { "linkId": "kind", "text": "Which tea?", "answer": [{ "valueCoding": fixtures::coding("green") }, { "valueCoding": fixtures::coding("other") }] },
                    { "linkId": "kind-other-text", "text": "Which other tea?", "answer": [{ "valueString": "Rooibos" }] },
                ] },
                { "linkId": "cups", "text": "How many cups?", "answer": [{ "valueInteger": 3 }] },
            ])
        );
        assert_eq!(written["item"][2], json!({ "linkId": "why", "text": "Why?" }));
    }

    #[test]
    fn reads_back_to_what_was_said_on_the_path() {
        let drinks = drinks();
        let coffee = tea_drinker(&drinks).after(&drinks, answer("drink", &[code("coffee")]));
        let written = record::of_interview(&drinks, &coffee, Completion::Completed).written();
        let read =
            record::response_in(&drinks, &engine::fhir::QuestionnaireResponse::read(&written).unwrap());
        let yes = [Answer::Boolean(true)];
        let said: Response = response(&[
            ("read", &yes),
            ("agree", &yes),
            ("drink", &[code("coffee")]),
            ("cups", &[Answer::Integer(3)]),
        ]);
        assert_eq!(read, said);
    }

    #[test]
    fn of_a_form_without_consent_holds_all_that_is_asked() {
        let form = instrument(
            &json!([{ "linkId": "name", "type": "string" }, when(json!({ "linkId": "email", "type": "string" }), &[("name", "exists", fixtures::answered(true))])]),
        );
        let written =
            |said: &Response| outline(&record::of_form(&engine::routing::RoutingPath::of(&form, said)).item);
        assert_eq!(written(&Response::default()), ["name"]);
        assert_eq!(written(&response(&[("name", &[text("Sam")])])), ["name \"Sam\"", "email"]);
    }
}
