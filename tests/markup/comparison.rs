//! The comparison, with the published figures.

use crate::common::{self, option};
use crate::person::*;
use crate::{has, is_heard, is_not_heard, page};
use engine::comparison;
use engine::response::Answer;
use engine::routing::RoutingPath;
use fixtures::html::Element;
use hiquality::model::Survey;
use hiquality::session::Afterwards;
use ui::comparison::summary;

/// Someone who looks at the comparison and has said this, by the codes of the options; numbers as they are.
fn compares(said: &[(&str, &[&str])]) -> Survey {
    let session = on(common::shipped());
    let answers = said.iter().map(|(item, codes)| {
        let answer = |code: &&str| match code.parse() {
            Ok(number) => Answer::Integer(number),
            Err(_) => option(&session.instrument, item, code),
        };
        says(item, &codes.iter().map(answer).collect::<Vec<_>>())
    });
    does(submits(walks_on(does(begins(&session), answers))), [comes("/comparison")])
}

/// The part of the page that compares this.
#[track_caller]
fn section<'a>(page: &'a Element, title: &str) -> &'a Element {
    let mut sections = page.every(&["section"]).into_iter();
    sections.find(|section| section.every(&["h2"])[0].words() == title).unwrap()
}

/// What the sections say in sentences: all between the question and the table.
#[track_caller]
fn sentences(page: &Element, title: &str) -> Vec<String> {
    let said = section(page, title).elements().filter(|part| part.name == "p" && part.get("class").is_none());
    said.map(Element::words).collect()
}

const FREQUENCY: &str = "How often you engage communities";
const IMPORTANCE: &str = "How important community engagement is";
const STRATEGIES: &str = "How you engage communities";

#[test]
fn someone_who_answered_sees_their_answer_in_words_and_beside_the_figures_of_each_group() {
    is_heard(
        &page(&compares(&[("role", &["gp"]), ("frequency", &["often"])])),
        "
        section: How often you engage communities
          ## How often you engage communities
          How often does your GP/PCN engage communities in the design or delivery of health interventions to reduce health inequalities?
          You said Often. 31 % of respondents said the same; 41 % said often or always.
          Among those answering for a GP practice, 26 % said the same.
          table: How often you engage communities: percentages of people who answered
            Answer | All respondents | Answering for a PCN | Answering for a GP practice
            Never | 3.3 % | 0.0 % | 5.6 %
            Rarely | 20.6 % | 13.2 % | 25.0 %
            Sometimes | 35.0 % | 30.9 % | 37.0 %
            Often, Your answer | 30.6 % | 38.2 % | 25.9 %
            Always | 10.6 % | 17.6 % | 6.5 %
          Percentages of those who answered. All respondents: 180 people; Answering for a PCN: 68 people; Answering for a GP practice: 108 people.",
    );
}

#[test]
fn both_gp_roles_count_as_answering_for_a_practice_and_without_a_role_no_group_is_named() {
    for (role, sentence) in [
        ("pcn", Some("Among those answering for a PCN, 38 % said the same.")),
        ("gp", Some("Among those answering for a GP practice, 26 % said the same.")),
        ("gp-with-pcn", Some("Among those answering for a GP practice, 26 % said the same.")),
    ] {
        let page = page(&compares(&[("role", &[role]), ("frequency", &["often"])]));
        assert_eq!(sentences(&page, FREQUENCY).get(1).map(String::as_str), sentence, "{role}");
    }
    let page = page(&compares(&[("frequency", &["often"])]));
    assert_eq!(sentences(&page, FREQUENCY).len(), 1);
    assert!(page.all().iter().all(|bar| !bar.is("app-bar--own")));
}

#[test]
fn a_number_is_compared_in_its_band_with_what_lies_on_either_side() {
    for (number, sentence) in [
        ("3", "You said 3 on the scale. 7 % of respondents said low (0 to 4)."),
        ("8", "You said 8 on the scale. 69 % of respondents said high (8 to 10)."),
        (
            "6",
            "You said 6 on the scale. 25 % of respondents said moderate (5 to 7); 7 % said low (0 to 4); 69 % said high (8 to 10).",
        ),
    ] {
        let page = page(&compares(&[("importance", &[number])]));
        assert_eq!(sentences(&page, IMPORTANCE), [sentence]);
        let own = section(&page, IMPORTANCE).every(&["strong"]).len();
        assert_eq!(own, 1);
    }
}

#[test]
fn what_was_ticked_is_compared_tick_by_tick_with_people_not_ticks() {
    let ticks: &[&str] = &["informing", "hubs"];
    let page = page(&compares(&[("role", &["pcn"]), ("frequency", &["often"]), ("strategies", ticks)]));
    let (informing, hubs) = (
        "Informing communities through letters or digital methods like texts/apps/website/social media",
        "Using community hubs or the GP practice for health events or fairs",
    );
    assert_eq!(
        sentences(&page, STRATEGIES),
        [
            "You ticked 2 of 7.".to_owned(),
            format!("Of all respondents, 67 % ticked “{informing}” and 51 % ticked “{hubs}”."),
            format!("Among those answering for a PCN, 69 % ticked “{informing}” and 63 % ticked “{hubs}”."),
        ]
    );
    // 47 of 68 people, not the published 18.8 % of 250 selections.
    is_heard(&page, &format!("{informing}, Your answer | 66.7 % | 69.1 % | 64.7 %"));
    assert_eq!(section(&page, STRATEGIES).every(&["strong"]).len(), 2);
}

#[test]
fn questions_with_several_answers_have_no_columns_of_groups_and_say_why_but_for_strategies() {
    let note = "How many of the people answering for a PCN or for a GP practice gave each answer was not published for this question.";
    let state = compares(&[("role", &["gp"])]);
    let page = page(&state);
    let several: Vec<&str> = afterwards(&state.context.session)
        .plan
        .compared
        .iter()
        .map(|compared| compared.item.as_str())
        .collect();
    let instrument = &state.context.session.instrument;
    let sections = page.every(&["section"]);
    assert_eq!(sections.len(), several.len());
    for (section, item) in sections.into_iter().zip(several) {
        let without = instrument.item(&item.into()).unwrap().repeats && item != "strategies";
        let heads = section.all().into_iter().filter(|head| head.get("role") == Some("columnheader"));
        let heads: Vec<String> = heads.map(Element::words).collect();
        let groups = ["Answer", "All respondents", "Answering for a PCN", "Answering for a GP practice"];
        assert_eq!(heads, groups[..if without { 2 } else { 4 }], "{item}");
        assert_eq!(section.words().ends_with(note), without, "{item}");
    }
}

#[test]
fn what_was_left_empty_and_what_was_not_asked_is_said_so_and_the_figures_shown_all_the_same() {
    let page = page(&compares(&[("role", &["gp"]), ("frequency", &["never"])]));
    assert_eq!(sentences(&page, STRATEGIES), ["You were not asked this question."]);
    assert_eq!(sentences(&page, IMPORTANCE), ["You did not answer this question."]);
    for title in [STRATEGIES, IMPORTANCE] {
        assert!(section(&page, title).every(&["strong"]).is_empty());
        assert!(section(&page, title).words().contains("All respondents"));
    }
}

#[test]
fn an_answer_that_is_no_longer_asked_is_not_compared() {
    let page = page(&compares(&[("strategies", &["hubs"]), ("frequency", &["never"])]));
    assert_eq!(sentences(&page, STRATEGIES), ["You were not asked this question."]);
    assert!(section(&page, STRATEGIES).every(&["strong"]).is_empty());
}

#[test]
fn a_part_of_a_question_is_shown_with_the_question() {
    let page = page(&compares(&[]));
    let question =
        section(&page, "Barriers: workforce").elements().find(|part| part.name == "p").unwrap().words();
    assert!(
        question.starts_with("Please indicate what you perceive are barriers")
            && question.ends_with(" – Workforce"),
        "{question}"
    );
}

#[test]
fn who_the_person_is_is_not_compared() {
    let page = page(&compares(&[("gender", &["female"]), ("age", &["18-24"])]));
    for personal in ["Gender", "Female", "Designation", "18-24", "Years of service"] {
        is_not_heard(&page, personal);
    }
}

#[test]
fn the_page_says_of_how_many_people_the_figures_are_and_where_they_come_from() {
    let state = compares(&[]);
    let page = page(&state);
    is_heard(
        &page,
        "
        Back → #/done
        # How your answers compare
        Your answers are shown beside those of 182 respondents. People could leave questions out, so the number who answered differs.
        button: Print this page
        button: Save this summary to a file",
    );
    is_heard(
        &page,
        &format!("## Where the figures come from\n{}", afterwards(&state.context.session).release.source),
    );
}

#[test]
fn bars_are_as_long_as_the_figures_and_nothing_that_is_heard() {
    let page = page(&compares(&[("role", &["gp"]), ("frequency", &["often"])]));
    let section = section(&page, FREQUENCY);
    let all = section.all();
    let own = all.iter().find(|row| row.is("app-figures__row--own")).unwrap();
    let bars = own.every(&["svg"]);
    let widths = |bar: &&Element| {
        bar.every(&["rect"]).iter().map(|rect| rect.get("width").unwrap().to_owned()).collect()
    };
    let widths: Vec<Vec<String>> = bars.iter().map(widths).collect();
    assert_eq!(widths, [["1000", "306"], ["1000", "382"], ["1000", "259"]]);
    assert_eq!(bars.iter().map(|bar| bar.is("app-bar--own")).collect::<Vec<_>>(), [false, false, true]);
    for bar in section.every(&["svg"]) {
        has(bar, &[("aria-hidden", Some("true")), ("focusable", Some("false"))]);
    }
}

#[test]
fn a_figure_that_was_not_published_is_said_so() {
    let mut texts = common::shipped_texts();
    let mut release: serde_json::Value = serde_json::from_str(&texts[3]).unwrap();
    let frequency =
        release["figures"].as_array_mut().unwrap().iter_mut().find(|figure| figure["item"] == "frequency");
    for series in frequency.unwrap()["series"].as_array_mut().unwrap() {
        series["cells"].as_array_mut().unwrap().retain(|cell| cell["code"] != "often");
    }
    texts[3] = release.to_string();
    let session = on(common::study(&texts).unwrap());
    let often = says("frequency", &[option(&session.instrument, "frequency", "often")]);
    let page = page(&does(submits(walks_on(does(begins(&session), [often]))), [comes("/comparison")]));
    assert_eq!(sentences(&page, FREQUENCY), ["You said Often. No figure was published for this answer."]);
    is_heard(&page, "Often, Your answer | not published | not published | not published");
}

#[test]
fn the_summary_to_save_says_what_the_page_says() {
    let state = compares(&[("role", &["gp"]), ("frequency", &["often"]), ("strategies", &["hubs"])]);
    let session = &state.context.session;
    let Afterwards { plan, release, .. } = afterwards(session);
    let answers = answers_in(&state).unwrap();
    let path = RoutingPath::of(&session.instrument, &answers.response);
    let comparisons = comparison::compare(plan, release, &path);
    let text = summary::text(&comparisons, release.respondents, &release.source);
    let page = page(&state);
    for compared in &comparisons {
        for sentence in sentences(&page, &compared.title) {
            assert!(text.contains(&format!("\n{sentence}\n")), "{sentence}");
        }
    }
    assert!(
        text.contains(
            "- Often (your answer)\n    All respondents: 30.6 %\n    Answering for a PCN: 38.2 %\n"
        )
    );
    assert!(text.ends_with(&format!("{}\n", release.source)));
}
