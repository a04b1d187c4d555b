//! Every control in every state, on the page of a tiny survey that asks nothing else.

use crate::common::{answered, choice, code, control, date, extension, is, text, when, with};
use crate::person::*;
use crate::{has, is_heard, is_not_heard, page};
use engine::response::Answer;
use fixtures::html::Element;
use hiquality::model::Survey;
use hiquality::words::question::NAME_NOBODY;
use serde_json::{Value, json};
use study::Settings;

/// Someone who is asked the first of these items.
fn asked(items: &Value) -> Survey {
    let section = json!({ "linkId": "section", "type": "group", "text": "Tea", "item": items });
    begins(&deployment(&json!([statements(&[("agree", "I agree.")]), section]), Settings::default()))
}

/// The page of these items where this has been said.
#[track_caller]
fn page_where(items: &Value, said: &[(&str, &[Answer])]) -> Element {
    page(&does(asked(items), said.iter().map(|(item, answers)| says(item, answers))))
}

/// The page of these items where this has been said and the person has tried to go on, in vain.
#[track_caller]
fn complaint_where(items: &Value, said: &[(&str, &[Answer])]) -> Element {
    let state = does(asked(items), said.iter().map(|(item, answers)| says(item, answers)));
    let state = does(state, [goes_on()]);
    assert_eq!(state.context.complaint.times, 1, "the person has gone on");
    page(&state)
}

/// The summary at the top says this and leads there, and the control is marked.
#[track_caller]
fn complains(page: &Element, id: &str, message: &str) {
    is_heard(page, &format!("alert:\n  ## There is a problem\n  - {message} → #{id}"));
    let summary = page.with_id("error-summary").unwrap();
    has(
        summary,
        &[
            ("tabindex", Some("-1")),
            ("role", Some("alert")),
            ("aria-labelledby", Some("error-summary-title")),
        ],
    );
    let all = page.all();
    let group = all.iter().find(|group| group.is("nhsuk-form-group--error"));
    assert!(group.is_some_and(|group| group.with_id(id).is_some()), "the group of {id} is not marked");
}

/// Which drink: one of two.
fn drink() -> Value {
    with(choice("drink", &["tea", "coffee"]), &json!({ "text": "What do you drink?" }))
}

/// Which drinks: several of three.
fn drinks() -> Value {
    with(
        choice("drinks", &["tea", "coffee", "water"]),
        &json!({ "text": "What do you drink?", "repeats": true }),
    )
}

/// An item of this type.
fn item(id: &str, kind: &str, wording: &str) -> Value {
    json!({ "linkId": id, "type": kind, "text": wording })
}

/// An item that takes no more than this.
fn limited(item: Value, least: &Value, most: &Value) -> Value {
    with(item, &json!({ "extension": [extension("minValue", least), extension("maxValue", most)] }))
}

/// A page of these items, with this heading or none.
fn page_of(heading: Option<&str>, items: &Value) -> Value {
    let page = json!({ "linkId": "page", "type": "group", "extension": [control("page")], "item": items });
    json!([heading.map_or(page.clone(), |heading| with(page, &json!({ "text": heading })))])
}

#[test]
fn a_question_outside_a_section_is_numbered_without_one() {
    let items = json!([statements(&[("agree", "I agree.")]), drink()]);
    is_heard(
        &page(&begins(&deployment(&items, Settings::default()))),
        "Back → #/consent\ngroup: What do you drink?",
    );
}

#[test]
fn that_a_question_may_be_left_empty_is_said_once_where_every_one_may_and_otherwise_where_it_may() {
    let line = |id: &str| json!({ "linkId": id, "type": "string", "maxLength": 20, "text": id });
    let optional = asked(&json!([line("one"), line("two")]));
    is_heard(&page(&optional), "You can leave any question empty.");
    is_not_heard(&page(&does(optional, [goes_on()])), "You can leave");
    let needed = with(line("three"), &json!({ "required": true }));
    let mut state = asked(&json!([line("one"), line("two"), needed]));
    for _ in 0..2 {
        is_heard(&page(&state), "You can leave this empty.");
        state = does(state, [goes_on()]);
    }
    is_not_heard(&page(&state), "You can leave");
}

#[test]
fn how_far_along_a_page_is_counts_sections_asked_or_not_and_shows_them() {
    let section =
        |name: &str, items: Value| json!({ "linkId": name, "type": "group", "text": name, "item": items });
    let why = json!({ "linkId": "why", "type": "string", "maxLength": 20, "text": "Why?" });
    let cups = when(
        json!({ "linkId": "cups", "type": "integer", "text": "How many?" }),
        &[("drink", "=", is("tea"))],
    );
    let alone = with(
        section("You", json!([with(drink(), &json!({ "linkId": "dog" }))])),
        &json!({ "extension": [control("page")] }),
    );
    let items = json!([
        statements(&[("agree", "I agree.")]),
        section("Drinks", json!([drink()])),
        section("Cups", json!([cups])),
        section("Why", json!([why])),
        alone
    ]);
    let mut state = begins(&deployment(&items, Settings::default()));
    for (words, done) in
        [("Section 1 of 4: Drinks", 1), ("Section 3 of 4: Why", 3), ("Section 4 of 4\n# You", 4)]
    {
        let page = page(&state);
        is_heard(&page, words);
        let parts: Vec<bool> = page
            .all()
            .iter()
            .find(|bar| bar.is("app-steps"))
            .unwrap()
            .elements()
            .map(|part| part.is("app-steps__done"))
            .collect();
        assert_eq!(parts, (0..4).map(|part| part < done).collect::<Vec<_>>());
        state = does(state, [goes_on()]);
    }
}

mod radio_buttons {
    use super::*;

    #[test]
    fn none_is_chosen_beforehand_and_the_wording_is_the_heading() {
        is_heard(
            &page_where(&json!([drink()]), &[]),
            "
             group: What do you drink?
               # What do you drink?
               ( ) tea
               ( ) coffee
             You can leave any question empty.
             button: Continue",
        );
    }

    #[test]
    fn the_one_that_was_chosen_can_be_taken_back() {
        is_heard(
            &page_where(&json!([drink()]), &[("drink", &[code("coffee")])]),
            "
             group: What do you drink?
               # What do you drink?
               ( ) tea
               (x) coffee
               button: Clear my answer",
        );
    }

    #[test]
    fn what_must_be_answered_can_be_changed_but_not_taken_back() {
        let must = json!([with(drink(), &json!({ "required": true }))]);
        let page = page_where(&must, &[("drink", &[code("tea")])]);
        is_heard(&page, "  (x) tea\n  ( ) coffee\nbutton: Continue");
        is_not_heard(&page, "Clear my answer");
        is_not_heard(&page, "You can leave");
    }

    #[test]
    fn a_missing_answer_is_said_at_the_question_and_above() {
        let must = json!([with(drink(), &json!({ "required": true }))]);
        let page = complaint_where(&must, &[]);
        complains(&page, "drink", "Select an answer");
        is_heard(
            &page,
            "
             group: What do you drink?; Error: Select an answer
               # What do you drink?
               Error: Select an answer
               ( ) tea
               ( ) coffee",
        );
    }

    #[test]
    fn below_another_heading_the_wording_is_the_legend_alone() {
        let items = page_of(Some("Drinks"), &json!([drink()]));
        is_heard(&page_where(&items, &[]), "# Drinks\ngroup: What do you drink?\n  ( ) tea\n  ( ) coffee");
    }

    #[test]
    fn exclude_each_other_and_the_first_is_where_a_link_leads() {
        let page = page_where(&json!([drink()]), &[]);
        let attributes = |id, value| {
            [
                ("type", Some("radio")),
                ("id", Some(id)),
                ("name", Some("drink")),
                ("value", Some(value)),
                ("checked", None),
            ]
        };
        has(page.labelled("tea"), &attributes("drink", "1"));
        has(page.labelled("coffee"), &attributes("drink:2", "2"));
    }

    #[test]
    fn may_stand_for_words_and_numbers_as_well() {
        let options = json!([{ "valueString": "a cup" }, { "valueInteger": 2 }]);
        let items = json!([with(item("many", "choice", "How many?"), &json!({ "answerOption": options }))]);
        is_heard(&page_where(&items, &[("many", &[Answer::Integer(2)])]), "( ) a cup\n(x) 2");
    }

    #[test]
    fn are_described_by_the_text_that_stands_within_the_question() {
        let help = json!({ "item": [item("help", "display", "Think of yesterday.")] });
        is_heard(
            &page_where(&json!([with(drink(), &help)]), &[]),
            "
             group: What do you drink?; Think of yesterday.
               # What do you drink?
               Think of yesterday.
               ( ) tea",
        );
    }
}

mod tick_boxes {
    use super::*;

    #[test]
    fn none_is_ticked_beforehand_and_the_person_is_told_that_they_may_tick_several() {
        is_heard(
            &page_where(&json!([drinks()]), &[]),
            "
             group: What do you drink?; Select all that apply.
               # What do you drink?
               Select all that apply.
               [ ] tea
               [ ] coffee
               [ ] water",
        );
    }

    #[test]
    fn several_are_ticked_and_each_can_be_unticked() {
        let page = page_where(&json!([drinks()]), &[("drinks", &[code("tea"), code("water")])]);
        is_heard(&page, "[x] tea\n[ ] coffee\n[x] water");
        is_not_heard(&page, "Clear my answer");
    }

    #[test]
    fn wording_that_says_all_that_apply_is_not_said_twice() {
        for wording in ["What do you drink? Select all that apply.", "Drinks (tick ALL THAT APPLY)"] {
            let page = page_where(&json!([with(drinks(), &json!({ "text": wording }))]), &[]);
            is_heard(&page, &format!("group: {wording}\n  # {wording}\n  [ ] tea"));
        }
    }

    #[test]
    fn nor_is_what_the_wording_of_the_page_says() {
        let page = page_where(&page_of(Some("Yesterday (choose all that apply)"), &json!([drinks()])), &[]);
        is_heard(
            &page,
            "# Yesterday (choose all that apply)\ngroup: What do you drink?\n  [ ] tea\n  [ ] coffee",
        );
        let page = page_where(&page_of(Some("Yesterday"), &json!([drinks()])), &[]);
        is_heard(&page, "# Yesterday\ngroup: What do you drink?; Select all that apply.");
    }

    #[test]
    fn how_many_may_be_ticked_is_said_beforehand() {
        let most = json!([with(
            drinks(),
            &json!({ "extension": [extension("questionnaire-maxOccurs", &json!({ "valueInteger": 2 }))] })
        )]);
        is_heard(
            &page_where(&most, &[]),
            "group: What do you drink?; Select up to 2.\n  # What do you drink?\n  Select up to 2.",
        );
        let page = complaint_where(&most, &[("drinks", &[code("tea"), code("coffee"), code("water")])]);
        complains(&page, "drinks", "Select no more than 2");
        is_heard(&page, "group: What do you drink?; Select up to 2.; Error: Select no more than 2");
    }

    #[test]
    fn too_few_are_complained_of() {
        let least = json!([with(
            drinks(),
            &json!({ "extension": [extension("questionnaire-minOccurs", &json!({ "valueInteger": 2 }))] })
        )]);
        complains(&complaint_where(&least, &[("drinks", &[code("tea")])]), "drinks", "Select at least 2");
    }

    /// None of several, as the last option.
    fn or_none() -> Value {
        let exclusive = extension("questionnaire-optionExclusive", &json!({ "valueBoolean": true }));
        let mut item = drinks();
        let none = json!({ "valueCoding": crate::common::coding("none"), "extension": [exclusive] });
        item["answerOption"].as_array_mut().unwrap().push(none);
        json!([item])
    }

    #[test]
    fn an_option_that_excludes_the_others_stands_behind_or() {
        is_heard(
            &page_where(&or_none(), &[("drinks", &[code("none")])]),
            "[ ] tea\n[ ] coffee\n[ ] water\nor\n[x] none",
        );
    }

    #[test]
    fn both_it_and_another_are_complained_of() {
        let page = complaint_where(&or_none(), &[("drinks", &[code("tea"), code("none")])]);
        complains(&page, "drinks", "Select either the last option or the others, not both");
    }

    #[test]
    fn have_an_id_each_and_one_name() {
        let page = page_where(&json!([drinks()]), &[("drinks", &[code("coffee")])]);
        let attributes = |id, checked| {
            [("type", Some("checkbox")), ("id", Some(id)), ("name", Some("drinks")), ("checked", checked)]
        };
        has(page.labelled("tea"), &attributes("drinks", None));
        assert!(page.labelled("coffee").get("checked").is_some());
        has(page.labelled("water"), &attributes("drinks:3", None));
    }
}

mod what_an_option_reveals {
    use super::*;

    fn please_specify(question: &Value, source: &str) -> Value {
        let which = with(item("which", "string", "Please specify"), &json!({ "maxLength": 20 }));
        page_of(None, &json!([question, when(which, &[(source, "=", is("coffee"))])]))
    }

    #[test]
    fn is_not_there_while_another_is_chosen() {
        let page = page_where(&please_specify(&drink(), "drink"), &[("drink", &[code("tea")])]);
        is_heard(&page, "# What do you drink?\n(x) tea\n( ) coffee\nbutton: Clear my answer");
        is_not_heard(&page, "Please specify");
    }

    #[test]
    fn stands_below_it_once_it_is_chosen() {
        let page = page_where(&please_specify(&drink(), "drink"), &[("drink", &[code("coffee")])]);
        is_heard(
            &page,
            "
             (x) coffee
               Please do not name anyone, or write anything that shows who a person is.
               box: Please specify; Please do not name anyone, or write anything that shows who a person is.; You have 20 characters left
               You have 20 characters left
             button: Clear my answer",
        );
    }

    #[test]
    fn stands_below_its_tick_box_among_others() {
        let said: &[(&str, &[Answer])] =
            &[("drinks", &[code("coffee"), code("water")]), ("which", &[text("Mocha")])];
        let page = page_where(&please_specify(&drinks(), "drinks"), said);
        is_heard(&page, "  You have 15 characters left\n[x] water");
        has(page.labelled("Please specify"), &[("value", Some("Mocha")), ("id", Some("which"))]);
    }

    #[test]
    fn is_complained_of_in_its_place() {
        let said: &[(&str, &[Answer])] =
            &[("drink", &[code("coffee")]), ("which", &[text("A very long name of a coffee")])];
        let page = complaint_where(&please_specify(&drink(), "drink"), said);
        complains(&page, "which", "Enter 20 characters or fewer: you have 8 characters too many");
    }

    #[test]
    fn what_more_than_one_option_opens_stands_below_the_question_instead() {
        for rule in [("drink", "exists", answered(true)), ("drink", "!=", is("coffee"))] {
            let why = with(item("why", "string", "Why?"), &json!({ "maxLength": 20 }));
            let items = page_of(None, &json!([drink(), when(why, &[rule])]));
            let page = page_where(&items, &[("drink", &[code("tea")])]);
            is_heard(
                &page,
                "
                group: What do you drink?
                  # What do you drink?
                  (x) tea
                  ( ) coffee
                  button: Clear my answer
                Please do not name anyone, or write anything that shows who a person is.",
            );
            is_heard(&page, "You have 20 characters left\nYou can leave any question empty.");
        }
    }
}

mod a_page_of_several {
    use super::*;

    #[test]
    fn has_its_own_wording_as_heading_and_groups_and_texts_in_their_order() {
        let items = json!([
            item("read", "display", "Think of yesterday."),
            drink(),
            { "linkId": "food", "type": "group", "text": "Food", "item": [with(choice("eat", &["bread", "rice"]), &json!({ "text": "What do you eat?" }))] },
        ]);
        is_heard(
            &page_where(&page_of(Some("Yesterday"), &items), &[]),
            "
             # Yesterday
             Think of yesterday.
             group: What do you drink?
               ( ) tea
               ( ) coffee
             ## Food
             group: What do you eat?
               ( ) bread
               ( ) rice
             You can leave any question empty.",
        );
    }

    #[test]
    fn without_wording_has_that_of_its_first_question_alone_as_heading() {
        let items = json!([drink(), item("cups", "integer", "How many cups?")]);
        let page = page_where(&page_of(None, &items), &[]);
        is_heard(&page, "# What do you drink?\n( ) tea\n( ) coffee");
        is_heard(&page, "box: How many cups?");
        is_not_heard(&page, "# How many cups?");
    }

    /// One of a drink and a number of cups has to be given.
    fn either() -> Value {
        let items = json!([drink(), item("cups", "integer", "How many cups?")]);
        let mut page = page_of(Some("Drinks"), &items);
        page[0]["required"] = json!(true);
        page
    }

    #[test]
    fn of_which_one_has_to_be_answered_complains_at_the_first() {
        is_not_heard(&page_where(&either(), &[]), "You can leave");
        let page = complaint_where(&either(), &[]);
        complains(&page, "drink", "Answer at least one of these questions");
        is_heard(&page, "group: What do you drink?; Error: Answer at least one of these questions");
        for said in [says("drink", &[code("tea")]), says("cups", &[Answer::Integer(2)])] {
            assert_eq!(does(asked(&either()), [said, goes_on()]).context.complaint.times, 0);
        }
    }

    /// Every id on such a page is one of its own (`page` looks at that), whatever the questions are called.
    #[test]
    fn may_call_a_question_as_another_question_and_a_part_of_it() {
        let parts = ["drink-2", "drink-own", "drink-own-count", "drink-hint", "drink-error", "drink-count"];
        let open = json!({ "type": "open-choice", "maxLength": 20 });
        let others = parts
            .iter()
            .map(|id| with(item(id, "string", &format!("The {id}?")), &json!({ "maxLength": 20 })));
        let open = with(drink(), &open);
        let items = page_of(Some("Drinks"), &std::iter::once(open).chain(others).collect());
        let page = complaint_where(&items, &[("drink", &[text("A very long name of a drink")])]);
        for id in parts {
            has(page.labelled(&format!("The {id}?")), &[("id", Some(id))]);
        }
        let yes = json!([item("tea", "boolean", "Tea?"), item("tea-no", "boolean", "No tea?")]);
        page_where(&page_of(Some("Tea"), &yes), &[]);
    }

    #[test]
    fn complains_of_each_question_in_order() {
        let items =
            json!([item("cups", "integer", "How many cups?"), with(drink(), &json!({ "required": true }))]);
        let page = complaint_where(&page_of(Some("Drinks"), &items), &[("cups", &[text("many")])]);
        is_heard(
            &page,
            "
             alert:
               ## There is a problem
               - Enter a whole number, like 15 → #cups
               - Select an answer → #drink",
        );
    }
}

mod a_scale {
    use super::*;

    fn strength(least: i32, most: i32) -> Value {
        let limits = limited(
            item("strength", "integer", "How strong is it?"),
            &json!({ "valueInteger": least }),
            &json!({ "valueInteger": most }),
        );
        let end = |id: &str, code: &str, words: &str| {
            with(item(id, "display", words), &json!({ "extension": [control(code)] }))
        };
        let mut limits = with(
            limits,
            &json!({ "item": [end("weak", "lower", "Weak"), end("strong", "upper", "Very strong")] }),
        );
        limits["extension"].as_array_mut().unwrap().push(control("radio-button"));
        json!([limits])
    }

    #[test]
    fn is_a_radio_button_for_each_number_with_words_at_either_end() {
        is_heard(
            &page_where(&strength(0, 10), &[]),
            "
             group: How strong is it?
               # How strong is it?
               0 = Weak
               ( ) 0, Weak
               ( ) 1
               ( ) 2
               ( ) 3
               ( ) 4
               ( ) 5
               ( ) 6
               ( ) 7
               ( ) 8
               ( ) 9
               ( ) 10, Very strong
               10 = Very strong
             You can leave any question empty.",
        );
    }

    #[test]
    fn the_number_that_was_chosen_can_be_taken_back() {
        let page = page_where(&strength(1, 3), &[("strength", &[Answer::Integer(2)])]);
        is_heard(
            &page,
            "1 = Weak\n( ) 1, Weak\n(x) 2\n( ) 3, Very strong\n3 = Very strong\nbutton: Clear my answer",
        );
        has(
            page.labelled("2"),
            &[("id", Some("strength:2")), ("name", Some("strength")), ("value", Some("2"))],
        );
        has(page.labelled("1, Weak"), &[("id", Some("strength"))]);
    }

    #[test]
    fn without_words_at_its_ends_has_numbers_alone() {
        let mut items = strength(1, 2);
        items[0].as_object_mut().unwrap().remove("item");
        is_heard(
            &page_where(&items, &[]),
            "  # How strong is it?\n  ( ) 1\n  ( ) 2\nYou can leave any question empty.",
        );
    }

    #[test]
    fn a_missing_answer_is_said_at_the_question_and_above() {
        let mut items = strength(1, 2);
        items[0]["required"] = json!(true);
        let page = complaint_where(&items, &[]);
        complains(&page, "strength", "Select an answer");
        is_heard(&page, "group: How strong is it?; Error: Select an answer");
    }
}

mod words {
    use super::*;

    fn why(kind: &str, most: usize) -> Value {
        json!([with(item("why", kind, "Why?"), &json!({ "maxLength": most }))])
    }

    #[test]
    fn say_how_much_room_there_is_and_whom_not_to_name() {
        for kind in ["text", "string"] {
            is_heard(
                &page_where(&why(kind, 50), &[]),
                &format!(
                    "
                     # Why?
                     {NAME_NOBODY}
                     box: Why?; {NAME_NOBODY}; You have 50 characters left
                     You have 50 characters left"
                ),
            );
        }
    }

    #[test]
    fn of_more_than_a_line_have_a_higher_box() {
        let page = page_where(&why("text", 50), &[("why", &[text("Two\nlines & <more>")])]);
        let tall = page.labelled("Why?");
        assert_eq!((tall.name.as_str(), tall.words().as_str()), ("textarea", "Two lines & <more>"));
        let page = page_where(&why("string", 50), &[("why", &[text("One \"line\"")])]);
        let flat = page.labelled("Why?");
        assert_eq!((flat.name.as_str(), flat.get("value")), ("input", Some("One \"line\"")));
    }

    #[test]
    fn are_counted_in_characters_and_the_count_read_out_once_it_gets_tight() {
        for (written, count, live) in [
            ("Thirst", "You have 4 characters left", "off"),
            ("Dürre 🥵", "You have 3 characters left", "off"),
            ("Thirsty!!", "You have 1 character left", "polite"),
            ("Thirsty!!!", "You have 0 characters left", "polite"),
            ("Thirsty!!!!", "You have 1 character too many", "polite"),
            ("Thirsty all day", "You have 5 characters too many", "polite"),
        ] {
            let page = page_where(&why("text", 10), &[("why", &[text(written)])]);
            is_heard(&page, count);
            let told = page.with_id("why:count").unwrap();
            has(told, &[("aria-live", Some(live))]);
            assert_eq!(told.is("nhsuk-error-message"), count.ends_with("too many"), "{written}");
        }
    }

    #[test]
    fn without_a_limit_are_not_counted() {
        let page = page_where(&json!([item("why", "text", "Why?")]), &[("why", &[text("Thirst")])]);
        is_heard(&page, &format!("box: Why?; {NAME_NOBODY} = \"Thirst\"\nYou can leave any question empty."));
        is_not_heard(&page, "characters");
    }

    #[test]
    fn too_many_are_complained_of() {
        let page = complaint_where(&why("text", 10), &[("why", &[text("Thirsty all day")])]);
        complains(&page, "why", "Enter 10 characters or fewer: you have 5 characters too many");
        is_heard(
            &page,
            &format!(
                "
                 Error: Enter 10 characters or fewer: you have 5 characters too many
                 box: Why?; {NAME_NOBODY}; Error: Enter 10 characters or fewer: you have 5 characters too many; You have 5 characters too many = \"Thirsty all day\"
                 You have 5 characters too many"
            ),
        );
        assert!(page.labelled("Why?").is("nhsuk-textarea--error"));
    }

    #[test]
    fn too_few_are_complained_of() {
        let least = json!({ "extension": [extension("minLength", &json!({ "valueInteger": 3 }))] });
        let page =
            complaint_where(&json!([with(item("why", "string", "Why?"), &least)]), &[("why", &[text("No")])]);
        complains(&page, "why", "Enter 3 characters or more");
        assert!(page.labelled("Why?").is("nhsuk-input--error"));
    }

    #[test]
    fn that_are_needed_and_missing_are_asked_for_by_name() {
        for (wording, message) in [
            ("Why?", "Enter an answer"),
            ("Please say why.", "Enter an answer"),
            ("Your reason", "Enter your reason"),
            ("GP practice", "Enter GP practice"),
        ] {
            let items = json!([with(item("why", "string", wording), &json!({ "required": true }))]);
            complains(&complaint_where(&items, &[]), "why", message);
        }
    }

    #[test]
    fn that_may_name_somebody_are_warned_of_and_stop_nobody() {
        for (written, like) in [
            ("Ask 943 476 5919", "an NHS number"),
            ("Write to sam@example.org", "an email address"),
            ("Ring 07700 900123", "a telephone number"),
            ("At SW1A 1AA", "a postcode"),
            ("AB123456C", "a National Insurance number"),
            (
                "sam@example.org, SW1A 1AA or 07700 900123",
                "an email address, a telephone number or a postcode",
            ),
        ] {
            let state = does(asked(&why("text", 50)), [says("why", &[text(written)])]);
            let shown = page(&state);
            let warning = format!(
                "This looks like {like}. Please take out anything that shows who a person is. You can still go on."
            );
            is_heard(&shown, &warning);
            let all = shown.all();
            let told = all.iter().find(|element| element.words() == warning).unwrap();
            has(told, &[("aria-live", Some("polite"))]);
            assert_eq!(does(state, [goes_on()]).context.complaint.times, 0, "{written}");
        }
    }

    #[test]
    fn that_name_nobody_are_not_warned_of() {
        let page = page_where(&why("text", 50), &[("why", &[text("Room B12, 3rd floor")])]);
        is_not_heard(&page, "This looks like");
    }
}

mod numbers_and_dates {
    use super::*;

    /// What was typed where nothing can be read from it.
    const UNREADABLE: &str = "about ten";

    /// A type of item, how its box is marked, an answer and its words, and what is said where nothing can be read.
    struct Kind {
        item: Value,
        attributes: [(&'static str, Option<&'static str>); 2],
        answer: (Answer, &'static str),
        message: &'static str,
    }

    fn kinds() -> [Kind; 3] {
        [
            Kind {
                item: item("many", "integer", "How many?"),
                attributes: [("inputmode", Some("numeric")), ("type", Some("text"))],
                answer: (Answer::Integer(-7), "-7"),
                message: "Enter a whole number, like 15",
            },
            Kind {
                item: item("many", "decimal", "How many?"),
                attributes: [("inputmode", Some("decimal")), ("type", Some("text"))],
                answer: (Answer::read("Decimal", &crate::common::value(&json!(1.5))).unwrap(), "1.5"),
                message: "Enter a number, like 1.5",
            },
            Kind {
                item: item("many", "date", "How many?"),
                attributes: [("type", Some("date")), ("class", Some("nhsuk-input nhsuk-input--width-10"))],
                answer: (date("2024-02-29"), "2024-02-29"),
                message: "Enter a date that exists, with day, month and year",
            },
        ]
    }

    #[test]
    fn have_a_box_of_their_kind() {
        for Kind { item, attributes, .. } in kinds() {
            let page = page_where(&json!([item]), &[]);
            is_heard(&page, "# How many?\nbox: How many?\nYou can leave any question empty.");
            has(page.labelled("How many?"), &attributes);
            let empty = [("id", Some("many")), ("value", Some("")), ("aria-describedby", None)];
            has(page.labelled("How many?"), &empty);
        }
    }

    #[test]
    fn are_shown_as_they_were_given() {
        for Kind { item, answer: (answer, words), .. } in kinds() {
            let page = page_where(&json!([item]), &[("many", &[answer])]);
            has(page.labelled("How many?"), &[("value", Some(words))]);
        }
    }

    #[test]
    fn that_cannot_be_read_stay_as_they_were_typed_and_are_complained_of() {
        for Kind { item, message, .. } in kinds() {
            let page = complaint_where(&json!([item]), &[("many", &[text(UNREADABLE)])]);
            complains(&page, "many", message);
            is_heard(&page, &format!("Error: {message}\nbox: How many?; Error: {message} = {UNREADABLE:?}"));
            assert!(page.labelled("How many?").is("nhsuk-input--error"));
        }
    }

    #[test]
    fn that_are_too_small_or_too_great_say_what_is_possible() {
        let one_to_twenty = json!([limited(
            item("many", "integer", "How many?"),
            &json!({ "valueInteger": 1 }),
            &json!({ "valueInteger": 20 })
        )]);
        for (number, message) in [(0, "Enter 1 or more"), (21, "Enter 20 or less")] {
            complains(
                &complaint_where(&one_to_twenty, &[("many", &[Answer::Integer(number)])]),
                "many",
                message,
            );
        }
    }
}

mod dates {
    use super::*;

    #[test]
    fn that_are_too_early_or_too_late_say_what_is_possible() {
        let days = json!([limited(
            item("day", "date", "When?"),
            &json!({ "valueDate": "2024-02-01" }),
            &json!({ "valueDate": "2024-02-29" })
        )]);
        for (day, message) in [
            ("2024-01-31", "Enter a date that is 2024-02-01 or later"),
            ("2024-03-01", "Enter a date that is 2024-02-29 or earlier"),
        ] {
            complains(&complaint_where(&days, &[("day", &[date(day)])]), "day", message);
        }
    }
}

mod yes_or_no {
    use super::*;

    #[test]
    fn is_two_radio_buttons_of_which_none_is_chosen() {
        let items = json!([item("tea", "boolean", "Do you drink tea?")]);
        is_heard(
            &page_where(&items, &[]),
            "
            group: Do you drink tea?
              # Do you drink tea?
              ( ) Yes
              ( ) No
            You can leave any question empty.",
        );
        has(page_where(&items, &[]).labelled("No"), &[("id", Some("tea:no")), ("name", Some("tea"))]);
    }

    #[test]
    fn either_is_an_answer_and_can_be_taken_back() {
        let items = json!([item("tea", "boolean", "Do you drink tea?")]);
        for (yes, lines) in [(true, "(x) Yes\n( ) No"), (false, "( ) Yes\n(x) No")] {
            is_heard(
                &page_where(&items, &[("tea", &[Answer::Boolean(yes)])]),
                &format!("{lines}\nbutton: Clear my answer"),
            );
        }
    }

    #[test]
    fn is_a_tick_box_where_it_has_to_be_agreed_to_or_the_questionnaire_says_so() {
        let must = with(item("tea", "boolean", "I drink tea."), &json!({ "required": true }));
        let may =
            with(item("tea", "boolean", "I drink tea."), &json!({ "extension": [control("check-box")] }));
        for items in [must, may].map(|item| page_of(Some("Tea"), &json!([item]))) {
            is_heard(&page_where(&items, &[]), "# Tea\n[ ] I drink tea.");
            is_heard(&page_where(&items, &[("tea", &[Answer::Boolean(true)])]), "# Tea\n[x] I drink tea.");
            is_heard(&page_where(&items, &[("tea", &[Answer::Boolean(false)])]), "# Tea\n[ ] I drink tea.");
        }
    }

    /// A statement that has to be agreed to, with something to read first.
    fn statement() -> Value {
        let help = json!({ "required": true, "item": [item("help", "display", "Think of yesterday.")] });
        with(item("tea", "boolean", "I drink tea."), &help)
    }

    #[test]
    fn a_statement_among_others_is_described_by_what_to_read_and_what_is_wrong() {
        let items = page_of(Some("Tea"), &json!([statement()]));
        let asked = page_where(&items, &[]);
        is_heard(&asked, "# Tea\nThink of yesterday.\n[ ] I drink tea.; Think of yesterday.");
        let page = complaint_where(&items, &[]);
        is_heard(
            &page,
            "
            # Tea
            Think of yesterday.
            Error: Tick the box to agree
            [ ] I drink tea.; Think of yesterday.; Error: Tick the box to agree",
        );
        has(page.labelled("I drink tea."), &[("aria-describedby", Some("tea:hint tea:error"))]);
        let plain = json!([with(item("tea", "boolean", "I drink tea."), &json!({ "required": true }))]);
        let page = page_where(&page_of(Some("Tea"), &plain), &[]);
        has(page.labelled("I drink tea."), &[("aria-describedby", None)]);
    }

    #[test]
    fn a_statement_on_a_page_of_its_own_is_the_heading_and_the_box_says_no_more_than_that_one_agrees() {
        let page = page_where(&json!([statement()]), &[("tea", &[Answer::Boolean(true)])]);
        is_heard(
            &page,
            "
            group: I drink tea.; Think of yesterday.
              # I drink tea.
              Think of yesterday.
              [x] I agree
            button: Continue",
        );
        let page = complaint_where(&json!([statement()]), &[]);
        complains(&page, "tea", "Tick the box to agree");
        is_heard(
            &page,
            "
            group: I drink tea.; Think of yesterday.; Error: Tick the box to agree
              # I drink tea.
              Think of yesterday.
              Error: Tick the box to agree
              [ ] I agree",
        );
        has(page.labelled("I agree"), &[("id", Some("tea")), ("aria-describedby", None)]);
    }

    #[test]
    fn a_statement_that_has_to_be_agreed_to_is_asked_for() {
        let must = with(item("tea", "boolean", "I drink tea."), &json!({ "required": true }));
        let page = complaint_where(&page_of(Some("Tea"), &json!([must])), &[]);
        complains(&page, "tea", "Tick the box to agree");
        is_heard(&page, "Error: Tick the box to agree");
    }
}

mod a_choice_open_to_own_words {
    use super::*;

    fn open(repeats: bool) -> Value {
        let of_ones_own = json!({ "type": "open-choice", "maxLength": 20 });
        json!([with(if repeats { drinks() } else { drink() }, &of_ones_own)])
    }

    #[test]
    fn has_a_last_option_for_them() {
        is_heard(&page_where(&open(false), &[]), "( ) tea\n( ) coffee\n( ) Something else");
        is_heard(&page_where(&open(true), &[]), "[ ] tea\n[ ] coffee\n[ ] water\n[ ] Something else");
    }

    #[test]
    fn asks_for_them_once_that_is_chosen() {
        let page = page_where(&open(false), &[("drink", &[text("")])]);
        is_heard(&page, "(x) Something else\n  box: Your own answer; You have 20 characters left");
        has(page.labelled("Something else"), &[("id", Some("drink:3"))]);
        let described = ("aria-describedby", Some("drink:own:count"));
        has(page.labelled("Your own answer"), &[("id", Some("drink:own")), described]);
    }

    #[test]
    fn keeps_them_beside_options_that_are_ticked() {
        let page = page_where(&open(true), &[("drinks", &[code("tea"), text("Mead")])]);
        is_heard(
            &page,
            "
            [x] tea
            [ ] coffee
            [ ] water
            [x] Something else
              box: Your own answer; You have 16 characters left = \"Mead\"
              You have 16 characters left",
        );
    }

    #[test]
    fn says_whom_not_to_name() {
        is_heard(
            &page_where(&open(false), &[]),
            &format!("group: What do you drink?; {NAME_NOBODY}\n  # What do you drink?\n  {NAME_NOBODY}"),
        );
        is_heard(
            &page_where(&open(true), &[]),
            &format!("# What do you drink?\nSelect all that apply.\n{NAME_NOBODY}\n[ ] tea"),
        );
    }

    #[test]
    fn warns_where_they_may_name_somebody() {
        let page = page_where(&open(false), &[("drink", &[text("sam@example.org")])]);
        is_heard(
            &page,
            "You have 5 characters left\nThis looks like an email address. Please take out anything that shows who a person is. You can still go on.",
        );
        let page = page_where(&open(false), &[("drink", &[text("Mead")])]);
        is_not_heard(&page, "This looks like");
    }

    #[test]
    fn counts_them_as_words_elsewhere_are_counted() {
        for (written, count, live) in [
            ("Mead", "You have 16 characters left", "off"),
            ("Mead, warm and sweet", "You have 0 characters left", "polite"),
            ("Mead, warm and sweet!", "You have 1 character too many", "polite"),
        ] {
            let page = page_where(&open(false), &[("drink", &[text(written)])]);
            is_heard(&page, count);
            has(page.with_id("drink:own:count").unwrap(), &[("aria-live", Some(live))]);
        }
    }

    #[test]
    fn without_a_limit_does_not_count_them() {
        let unlimited = json!([with(drink(), &json!({ "type": "open-choice" }))]);
        let page = page_where(&unlimited, &[("drink", &[text("Mead")])]);
        is_heard(&page, "  box: Your own answer = \"Mead\"\nbutton: Clear my answer");
        has(page.labelled("Your own answer"), &[("aria-describedby", None)]);
    }

    #[test]
    fn complains_where_they_are_promised_and_missing() {
        let page = complaint_where(&open(false), &[("drink", &[text("")])]);
        complains(&page, "drink", "Enter your own answer, or select another");
    }

    #[test]
    fn complains_of_too_many() {
        let page = complaint_where(&open(false), &[("drink", &[text("A very long name of a drink")])]);
        complains(&page, "drink", "Enter 20 characters or fewer: you have 7 characters too many");
    }
}

mod a_list_that_opens {
    use super::*;

    fn listed() -> Value {
        let other = when(
            json!({ "linkId": "which", "type": "string", "maxLength": 20, "text": "Which?" }),
            &[("drink", "=", is("coffee"))],
        );
        let page = with(
            json!({ "linkId": "page", "type": "group", "text": "Drinks", "extension": [control("page")] }),
            &json!({ "item": [with(drink(), &json!({ "extension": [control("drop-down")] })), other] }),
        );
        json!([page])
    }

    #[test]
    fn has_every_option_and_an_empty_one_before_them() {
        is_heard(
            &page_where(&listed(), &[]),
            "
            # Drinks
            list: What do you drink?
              (x) Choose from the list
              ( ) tea
              ( ) coffee",
        );
    }

    #[test]
    fn shows_what_is_chosen_and_what_that_reveals() {
        is_heard(
            &page_where(&listed(), &[("drink", &[code("coffee")])]),
            "
            list: What do you drink?
              ( ) Choose from the list
              ( ) tea
              (x) coffee",
        );
        let page = page_where(&listed(), &[("drink", &[code("coffee")])]);
        assert_eq!(page.labelled("Which?").get("id"), Some("which"));
        is_not_heard(&page_where(&listed(), &[("drink", &[code("tea")])]), "Which?");
    }

    #[test]
    fn is_none_where_several_can_be_chosen_or_words_of_ones_own() {
        let listed = &json!({ "extension": [control("drop-down")] });
        let open = with(drink(), &json!({ "type": "open-choice", "maxLength": 20 }));
        is_heard(&page_where(&json!([with(drinks(), listed)]), &[]), "[ ] tea");
        is_heard(&page_where(&json!([with(open, listed)]), &[]), "( ) tea");
    }
}

#[test]
fn radio_buttons_stand_beside_each_other_where_the_study_says_so() {
    let across = |orientation: &str| {
        let extension = extension("questionnaire-choiceOrientation", &json!({ "valueCode": orientation }));
        page_where(&json!([with(drink(), &json!({ "extension": [extension] }))]), &[])
            .all()
            .iter()
            .any(|group| group.is("app-across"))
    };
    assert_eq!([across("horizontal"), across("vertical")], [true, false]);
}
