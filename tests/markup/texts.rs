//! Texts that belong to no question by themselves: each is read where a reader expects it, and none is lost.

use crate::common::{answered, choice, code, control, extension, is, text, when, with};
use crate::person::*;
use crate::{is_heard, is_not_heard, page};
use engine::response::Answer;
use fixtures::html::Element;
use hiquality::model::Survey;
use serde_json::{Value, json};
use study::Settings;

/// Someone at the first question of these sections.
fn asked(sections: &[Value]) -> Survey {
    let items = [statements(&[("agree", "I agree.")])].into_iter().chain(sections.iter().cloned());
    begins(&deployment(&items.collect(), Settings::default()))
}

fn section(items: &Value) -> Value {
    json!({ "linkId": "section", "type": "group", "text": "Wellbeing", "item": items })
}

fn yes_no(id: &str, text: &str) -> Value {
    json!({ "linkId": id, "type": "boolean", "text": text })
}

fn note(id: &str, text: &str) -> Value {
    json!({ "linkId": id, "type": "display", "text": text })
}

fn group(id: &str, text: &str, items: &Value) -> Value {
    json!({ "linkId": id, "type": "group", "text": text, "item": items })
}

/// The pages from here to the last before the check.
fn pages_from(mut state: Survey) -> Vec<Element> {
    let mut pages = Vec::new();
    while interview(&state).unwrap().stage().page().is_some() {
        pages.push(page(&state));
        state = does(state, [goes_on()]);
    }
    pages
}

/// On which pages, counted from 1, a text is read.
fn read_on(pages: &[Element], words: &str) -> Vec<usize> {
    let reads = |page: &Element| page.every(&["p", "h1", "h2"]).iter().any(|line| line.words() == words);
    (1..).zip(pages).filter(|(_, page)| reads(page)).map(|(number, _)| number).collect()
}

mod the_stem_of_a_battery {
    use super::*;

    fn battery() -> Value {
        let inner = group("inner", "At night:", &json!([yes_no("noise", "Noise"), yes_no("light", "Light")]));
        section(&json!([
            yes_no("first", "Are you well?"),
            group("stem", "How often have you been bothered by:", &json!([yes_no("heat", "Heat"), inner])),
            yes_no("last", "Anything else?"),
        ]))
    }

    #[test]
    fn stands_above_each_of_its_questions_and_describes_it() {
        let at = |steps: usize| page(&does(asked(&[battery()]), std::iter::repeat_n(goes_on(), steps)));
        is_heard(
            &at(1),
            "
            Wellbeing
            How often have you been bothered by:
            group: Heat; How often have you been bothered by:
              # Heat
              ( ) Yes
              ( ) No",
        );
        is_heard(
            &at(3),
            "
            Wellbeing
            How often have you been bothered by:
            At night:
            group: Light; How often have you been bothered by: At night:
              # Light",
        );
        for steps in [0, 4] {
            is_not_heard(&at(steps), "bothered");
        }
    }

    #[test]
    fn stands_once_above_its_questions_at_the_check() {
        is_heard(
            &page(&checks(&battery_ground())),
            "
            folded: Wellbeing 0 of 5 answered
              Are you well? | Not provided | Change Are you well? → #/change/first
              How often have you been bothered by:
              Heat | Not provided | Change Heat → #/change/heat
              How often have you been bothered by:
              At night:
              Noise | Not provided | Change Noise → #/change/noise
              Light | Not provided | Change Light → #/change/light
              Anything else? | Not provided | Change Anything else? → #/change/last",
        );
    }

    fn battery_ground() -> std::rc::Rc<hiquality::session::Session> {
        asked(&[battery()]).context.session
    }

    #[test]
    fn stands_above_a_page_of_several_questions_too() {
        let extensions = json!({ "extension": [control("page")] });
        let together = with(
            group("together", "At work", &json!([yes_no("noise", "Noise"), yes_no("heat", "Heat")])),
            &extensions,
        );
        let items =
            section(&json!([group("stem", "How often have you been bothered by:", &json!([together]))]));
        is_heard(
            &page(&asked(&[items])),
            "
            How often have you been bothered by:
            # At work
            group: Noise; How often have you been bothered by:",
        );
    }

    #[test]
    fn describes_a_box_for_words_as_well() {
        let line = json!({ "linkId": "what", "type": "string", "text": "What?", "maxLength": 20 });
        let page = page(&asked(&[section(&json!([group("stem", "At work:", &json!([line]))]))]));
        assert!(page.with_id("what").unwrap().ids_in("aria-describedby").contains(&"what:lead"));
        assert_eq!(page.with_id("what:lead").unwrap().words(), "At work:");
    }
}

mod a_text_between_pages {
    use super::*;

    #[test]
    fn is_read_once_with_the_next_question_or_behind_the_last() {
        let sections = [
            section(&json!([
                note("welcome", "Welcome."),
                yes_no("one", "One?"),
                note("halfway", "Halfway."),
                yes_no("two", "Two?"),
                note("thanks", "Thank you so far."),
            ])),
            json!({ "linkId": "words", "type": "group", "text": "Nearly there", "item": [note("only", "Only read.")] }),
            json!({ "linkId": "end", "type": "group", "text": "The end", "item": [
                yes_no("three", "Three?"),
                group("closing", "Closing", &json!([note("helpline", "Ring the helpline.")])),
            ] }),
            note("bye", "Goodbye."),
        ];
        let pages = pages_from(asked(&sections));
        for (words, on) in [
            ("Welcome.", 1),
            ("Halfway.", 2),
            ("Thank you so far.", 2),
            ("Nearly there", 3),
            ("Only read.", 3),
            ("Closing", 3),
            ("Ring the helpline.", 3),
            ("Goodbye.", 3),
        ] {
            assert_eq!(read_on(&pages, words), [on], "{words}");
        }
        is_heard(
            &pages[1],
            "Halfway.\ngroup: Two?; Halfway.\n  # Two?\n  ( ) Yes\n  ( ) No\nThank you so far.",
        );
    }

    #[test]
    fn is_read_where_its_rules_say_and_moves_on_where_a_question_is_not_asked() {
        let sections = [section(&json!([
            yes_no("one", "One?"),
            when(note("if-yes", "You said yes."), &[("one", "=", json!({ "answerBoolean": true }))]),
            when(yes_no("two", "Two?"), &[("one", "=", json!({ "answerBoolean": true }))]),
            note("before-two", "Before three."),
            yes_no("three", "Three?"),
        ]))];
        let silent = pages_from(asked(&sections));
        assert_eq!(silent.len(), 2);
        assert_eq!(read_on(&silent, "You said yes."), [0; 0]);
        assert_eq!(read_on(&silent, "Before three."), [2]);
        let yes = pages_from(does(asked(&sections), [says("one", &[Answer::Boolean(true)])]));
        assert_eq!(read_on(&yes, "You said yes."), [2]);
        assert_eq!(read_on(&yes, "Before three."), [3]);
    }

    #[test]
    fn stays_in_its_battery() {
        let items = json!([
            note("in", "Think of last week."),
            yes_no("noise", "Noise"),
            note("end", "That was noise.")
        ]);
        let sections = [section(&json!([
            yes_no("one", "One?"),
            group("g", "How often:", &items),
            yes_no("two", "Two?")
        ]))];
        let pages = pages_from(asked(&sections));
        assert_eq!(read_on(&pages, "Think of last week."), [2]);
        assert_eq!(read_on(&pages, "That was noise."), [2]);
        is_heard(&pages[1], "How often:\nThink of last week.\ngroup: Noise; How often: Think of last week.");
    }

    #[test]
    fn that_is_a_page_without_questions_is_read_with_the_next() {
        let intro = with(
            group("intro", "About sleep", &json!([note("what", "What sleep is.")])),
            &json!({ "extension": [control("page")] }),
        );
        let pages =
            pages_from(asked(&[section(&json!([yes_no("one", "One?"), intro, yes_no("two", "Two?")]))]));
        assert_eq!(read_on(&pages, "About sleep"), [2]);
        assert_eq!(read_on(&pages, "What sleep is."), [2]);
    }
}

mod a_text_in_a_page {
    use super::*;

    fn on_one_page(items: &Value) -> Survey {
        let of = with(
            json!({ "linkId": "page", "type": "group", "item": items }),
            &json!({ "extension": [control("page")] }),
        );
        asked(&[section(&json!([of]))])
    }

    #[test]
    fn that_belongs_to_an_option_is_revealed_with_it() {
        let drink = with(choice("drink", &["tea", "coffee"]), &json!({ "text": "What do you drink?" }));
        let state = on_one_page(&json!([
            drink,
            when(note("hot", "Mind, it is hot."), &[("drink", "=", is("tea"))]),
            when(
                group("more", "About your tea", &json!([yes_no("milk", "With milk?")])),
                &[("drink", "=", is("tea"))]
            ),
        ]));
        is_not_heard(&page(&state), "Mind");
        let tea = page(&does(state, [says("drink", &[code("tea")])]));
        is_heard(&tea, "(x) tea\n  Mind, it is hot.\n( ) coffee");
        is_heard(&tea, "## About your tea\ngroup: With milk?");
    }

    #[test]
    fn that_stands_in_a_question_is_its_hint_once_and_where_its_rules_say() {
        let hints = json!([
            note("always", "Count all of them."),
            when(note("never", "Not this."), &[("gate", "=", json!({ "answerBoolean": true }))]),
        ]);
        let state = on_one_page(&json!([
            yes_no("gate", "Well?"),
            { "linkId": "cups", "type": "integer", "text": "How many cups?", "item": hints },
        ]));
        let shown = page(&state);
        assert_eq!(shown.heard().matches("Count all of them.").count(), 2, "{}", shown.heard()); // read, and describing
        is_not_heard(&shown, "Not this.");
        is_heard(&page(&does(state, [says("gate", &[Answer::Boolean(true)])])), "Not this.");
    }

    #[test]
    fn that_is_marked_as_an_end_where_there_is_no_scale_is_read_all_the_same() {
        let end =
            |id: &str, text: &str, code: &str| with(note(id, text), &json!({ "extension": [control(code)] }));
        let limits = [
            extension("minValue", &json!({ "valueInteger": 0 })),
            extension("maxValue", &json!({ "valueInteger": 2 })),
            control("radio-button"),
        ];
        let ends = json!([
            end("low", "Never", "lower"),
            end("lower", "Not once", "lower"),
            end("high", "Always", "upper")
        ]);
        let scale = json!({ "linkId": "scale", "type": "integer", "text": "How often?", "extension": limits, "item": ends });
        let number = json!({ "linkId": "number", "type": "integer", "text": "How much?", "item": [end("little", "From little", "lower")] });
        let shown = page(&on_one_page(&json!([end("stray", "A stray end", "upper"), scale, number])));
        is_heard(&shown, "A stray end");
        is_heard(&shown, "0 = Never");
        is_heard(&shown, "Not once");
        is_heard(&shown, "2 = Always");
        is_heard(&shown, "From little");
    }
}

#[test]
fn a_scale_of_absurd_length_is_a_box_to_type_in() {
    let scale = |to: i32| {
        let limits = [
            extension("minValue", &json!({ "valueInteger": 0 })),
            extension("maxValue", &json!({ "valueInteger": to })),
            control("radio-button"),
        ];
        json!([{ "linkId": "scale", "type": "integer", "text": "How much?", "extension": limits }])
    };
    is_heard(&page(&asked(&[section(&scale(100))])), "( ) 100");
    is_heard(&page(&asked(&[section(&scale(i32::MAX))])), "box: How much?");
}

#[test]
fn texts_among_the_statements_of_consent_are_read_there() {
    let statement =
        |id: &str, text: &str| json!({ "linkId": id, "type": "boolean", "required": true, "text": text });
    let consent = json!({ "linkId": "consent", "type": "group", "item": [
        note("first", "Read each with care."),
        statement("read", "I have read the sheet."),
        group("data", "About your data", &json!([with(statement("keep", "You may keep it."), &json!({ "prefix": "a)", "item": [note("how", "For ten years.")] }))])),
    ] });
    let session =
        deployment(&json!([consent, section(&json!([yes_no("one", "One?")]))]), Settings::default());
    is_heard(
        &page(&does(newcomer(&session), [comes("/consent")])),
        "
        group: Statements to agree to
          Read each with care.
          [ ] I have read the sheet.
          About your data
          [ ] a) You may keep it.
          For ten years.",
    );
    assert!(pages_from(begins(&session)).iter().all(|page| !page.heard().contains("Read each")));
}

mod what_stands_before_a_wording {
    use super::*;

    #[test]
    fn is_read_with_it_wherever_that_is() {
        let numbered = |item: Value, prefix: &str| with(item, &json!({ "prefix": prefix }));
        let line = json!({ "linkId": "line", "type": "string", "text": "What?", "maxLength": 20 });
        let agree = json!({ "linkId": "tick", "type": "boolean", "text": "I do.", "required": true });
        let items = json!([
            numbered(yes_no("often", "Often?"), "2b."),
            numbered(line, "2c."),
            numbered(agree, "2d.")
        ]);
        let one_page = with(
            group("page", "Questions", &items),
            &json!({ "prefix": "2.", "extension": [control("page")] }),
        );
        let first = numbered(yes_no("first", "First?"), "1.");
        let whole =
            numbered(section(&json!([first, one_page, numbered(note("note", "Read this."), "*")])), "A");
        let state = asked(&[whole]);
        is_heard(&page(&state), "A Wellbeing\ngroup: 1. First?\n  # 1. First?");
        let second = does(state, [goes_on()]);
        let shown = page(&second);
        is_heard(&shown, "# 2. Questions\ngroup: 2b. Often?");
        is_heard(&shown, "[ ] 2d. I do.");
        is_heard(&shown, "* Read this.");
        assert_eq!(shown.labelled("2c. What?").get("id"), Some("line"));
        let check = page(&walks_on(does(second, [says("tick", &[Answer::Boolean(true)])])));
        is_heard(
            &check,
            "
            folded: A Wellbeing 1 of 4 answered
              1. First? | Not provided | Change 1. First? → #/change/first
              2. Questions
              2b. Often? | Not provided | Change 2b. Often? → #/change/often",
        );
    }
}

#[test]
fn own_words_that_are_blank_leave_something_else_chosen_and_are_asked_for() {
    let open = json!({ "linkId": "q", "type": "open-choice", "text": "Which?", "maxLength": 20, "answerOption": [{ "valueString": "Tea" }] });
    let then = when(yes_no("then", "Then?"), &[("q", "exists", answered(true))]);
    let state = does(asked(&[section(&json!([open, then]))]), [says("q", &[text("  ")])]);
    is_heard(&page(&state), "(x) Something else");
    let complained = does(state, [goes_on()]);
    assert_eq!(complained.context.complaint.times, 1);
    is_heard(&page(&complained), "- Enter your own answer, or select another → #q");
}
