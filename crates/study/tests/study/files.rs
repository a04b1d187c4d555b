//! The study as shipped, its figures, one person beside them; and what an organiser reads about a study that does not
//! fit together.

use engine::comparison::{Comparison, Own, compare};
use engine::release::{ALL, PercentOf};
use engine::response::{Answer, Response};
use engine::routing::RoutingPath;
use fixtures::{option, response, shipped, shipped_texts, text};
use serde_json::{Value, json};
use std::io::Write;
use study::{Deliver, Organiser, Settings, Study};

mod as_shipped {
    use super::*;

    #[test]
    fn the_first_questions_are_the_same_before_the_whole_of_it_is_read() {
        let [questionnaire, .., settings] = shipped_texts();
        let study = shipped();
        let ahead = |questionnaire: &str, settings: &str| Study::read_ahead([questionnaire, settings]);
        let needed = |settings: Settings| {
            let Settings { recipients, deliver, period, minutes, .. } = settings;
            let deliver = deliver.map(|Deliver { shared, .. }| Deliver { shared, ..Deliver::default() });
            Settings { recipients, deliver, period, minutes, ..Settings::default() }
        };
        assert_eq!(ahead(&questionnaire, &settings), Some((study.instrument, needed(study.settings))));
        let full = json!({
            "contactForm": true, "recipients": [fixtures::RECIPIENT], "withdrawUntil": "2027-03-31", "minutes": 9,
            "organiser": { "name": "Sam", "email": "sam@nhs.net" }, "opens": "2026-12-01", "closes": "2027-01-31",
            "finishWithinDays": 7, "deliver": { "to": "https://box.example.org/{name}", "shared": true },
        });
        let mut texts = shipped_texts();
        texts[4] = full.to_string();
        let whole = fixtures::study(&texts).unwrap().settings;
        assert_eq!(ahead(&questionnaire, &texts[4]).unwrap().1, needed(whole));
        for (questionnaire, settings) in [
            (&questionnaire[..questionnaire.len() / 2], settings.as_str()),
            ("{}", &settings),
            (&questionnaire, ""),
            (&questionnaire, "{\"recipients\": \"age1\"}"),
        ] {
            assert_eq!(ahead(questionnaire, settings), None, "its defects are for who reads the whole");
        }
    }

    #[test]
    fn it_reads_without_a_defect_and_asks_24_questions() {
        let study = shipped();
        let by_number = [
            "role",
            "importance",
            "frequency",
            "strategies",
            "example",
            "know-underserved",
            "identify",
            "reach",
            "registration",
            "communities",
            "effectiveness",
            "evaluation",
            "measures",
            "barriers",
            "enablers",
            "future",
            "support",
            "comments",
            "age",
            "gender",
            "ethnicity",
            "designation",
            "years",
            "ics",
        ];
        // The parts of two questions are items of their own; words beside an option and statements are no questions.
        let mut questions: Vec<&str> = Vec::new();
        for item in study.instrument.items().iter().filter(|item| item.is_question()) {
            let id = item.id.as_str();
            if !id.starts_with("consent-") && !id.ends_with("-text") {
                questions.push(
                    ["barriers", "enablers"].into_iter().find(|whole| id.starts_with(whole)).unwrap_or(id),
                );
            }
        }
        questions.dedup();
        assert_eq!(questions, by_number);
    }

    #[test]
    fn nothing_but_the_consent_has_to_be_answered() {
        let study = shipped();
        for item in study.instrument.items() {
            assert_eq!(item.required, item.id.as_str().starts_with("consent-"), "{}", item.id);
        }
    }

    #[test]
    fn the_contact_form_shares_no_question_with_the_survey() {
        let study = shipped();
        for item in study.contact.items() {
            assert!(study.instrument.item(&item.id).is_none(), "{}", item.id);
        }
    }

    #[test]
    fn every_question_compared_has_figures_for_every_option_or_band() {
        let study = shipped();
        for compared in &study.plan.compared {
            let figure = study.release.figure(&compared.item).unwrap_or_else(|| panic!("{}", compared.item));
            let item = study.instrument.item(&compared.item.as_str().into()).unwrap();
            let options =
                item.options().iter().map(|option| engine::instrument::code_of(&option.value).unwrap());
            let codes: Vec<&str> = if compared.bands.is_empty() {
                options.collect()
            } else {
                compared.bands.iter().map(|band| band.code.as_str()).collect()
            };
            for series in &figure.series {
                assert_eq!(
                    series.cells.iter().map(|cell| cell.code.as_str()).collect::<Vec<_>>(),
                    codes,
                    "{} of {}",
                    compared.item,
                    series.group
                );
            }
        }
        assert_eq!(study.plan.compared.len(), 21);
    }

    #[test]
    fn who_a_person_is_is_not_compared() {
        let study = shipped();
        for personal in ["role", "age", "gender", "ethnicity", "designation", "years", "ics"] {
            assert!(study.plan.compared.iter().all(|compared| compared.item != personal), "{personal}");
        }
    }
}

mod published_figures {
    use super::*;

    #[test]
    fn agree_with_their_counts_and_denominators() {
        let release = shipped().release;
        let mut cells = 0;
        for figure in &release.figures {
            for series in &figure.series {
                let base = match series.percent_of {
                    PercentOf::People => series.people,
                    PercentOf::Selections => series.selections,
                };
                let base = base.unwrap();
                for cell in &series.cells {
                    cells += 1;
                    let percent = f64::from(cell.count) / f64::from(base) * 100.0;
                    // Printed to one decimal: half a tenth off at most, halves either way.
                    assert!(
                        (percent - f64::from(cell.tenths) / 10.0).abs() <= 0.05 + 1e-9,
                        "'{}' of '{}' in {}: {percent}",
                        cell.code,
                        series.group,
                        figure.item
                    );
                    assert!(cell.count <= series.people.unwrap_or(u32::MAX));
                }
            }
        }
        assert_eq!(cells, 381);
    }

    #[test]
    fn of_one_answer_each_add_up_to_the_people_who_answered() {
        let Study { instrument, release, .. } = shipped();
        for figure in &release.figures {
            let item = instrument.item(&figure.item.as_str().into()).unwrap();
            for series in figure.series.iter().filter(|_| !item.repeats) {
                let together: u32 = series.cells.iter().map(|cell| cell.count).sum();
                assert_eq!(Some(together), series.people, "{} of {}", figure.item, series.group);
            }
        }
    }

    #[test]
    fn of_several_answers_are_of_people_for_everyone_and_of_selections_for_groups() {
        let Study { instrument, release, .. } = shipped();
        for figure in &release.figures {
            let several = instrument.item(&figure.item.as_str().into()).unwrap().repeats;
            for series in &figure.series {
                let expected =
                    if several && series.group != ALL { PercentOf::Selections } else { PercentOf::People };
                assert_eq!(series.percent_of, expected, "{} of {}", figure.item, series.group);
            }
        }
    }

    #[test]
    fn are_those_of_the_report_cell_by_cell() {
        let folder = fixtures::project("../shared/study");
        let Ok(published) = std::fs::read_to_string(folder.join("published.csv")) else {
            writeln!(
                std::io::stderr(),
                "NOT TESTED: the published tables are absent ({}).",
                folder.display()
            )
            .unwrap();
            return;
        };
        let release = shipped().release;
        let figure = |question: &str, domain: &str| {
            let domain = Some(domain).filter(|domain| !domain.is_empty());
            release
                .figures
                .iter()
                .find(|figure| figure.question == question && figure.domain.as_deref() == domain)
        };
        let mut cells = 0;
        for line in published.lines().skip(1) {
            let fields = fields(line);
            let [question, domain, option, label, group, count, percent] = &fields[..] else {
                panic!("{line}")
            };
            let figure = figure(question, domain).unwrap_or_else(|| panic!("{line}"));
            let cell =
                figure.series(group).and_then(|series| series.cells.iter().find(|cell| cell.code == *option));
            let cell = cell.unwrap_or_else(|| panic!("{line}"));
            assert_eq!(
                (cell.count.to_string(), f64::from(cell.tenths) / 10.0),
                (count.clone(), percent.parse().unwrap()),
                "{line}"
            );
            let wording = figure.options.iter().find(|known| known.code == *option).unwrap();
            assert_eq!(wording.published.as_ref().unwrap_or(&wording.label), label, "{line}");
            cells += 1;
        }
        assert_eq!(
            cells,
            release
                .figures
                .iter()
                .flat_map(|figure| &figure.series)
                .map(|series| series.cells.len())
                .sum::<usize>()
        );

        let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
        for line in read("published_bases.csv").lines().skip(1) {
            let (question, people) = line.split_once(',').unwrap();
            for figure in release.figures.iter().filter(|figure| figure.question == question) {
                assert_eq!(
                    figure.series(ALL).unwrap().people.unwrap().to_string(),
                    people,
                    "{}",
                    figure.item
                );
            }
        }
        for line in read("published_tests.csv").lines().skip(1) {
            let [question, domain, p] = &fields(line)[..] else { panic!("{line}") };
            assert_eq!(figure(question, domain).unwrap().p.as_ref(), Some(p), "{line}");
        }
    }

    /// The fields of a line of comma-separated values, quoted or not.
    fn fields(line: &str) -> Vec<String> {
        let mut fields = vec![String::new()];
        let mut quoted = false;
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => fields.push(String::new()),
                _ => fields.last_mut().unwrap().push(c),
            }
        }
        fields
    }
}

mod one_person_beside_them {
    use super::*;

    /// What someone with these answers sees of a question.
    #[track_caller]
    fn sees(answers: &[(&str, &[Answer])], item: &str) -> Comparison {
        let study = shipped();
        let said = response(answers);
        let path = RoutingPath::of(&study.instrument, &said);
        let comparisons = compare(&study.plan, &study.release, &path);
        comparisons
            .into_iter()
            .find(|comparison| comparison.item.as_str() == item)
            .unwrap_or_else(|| panic!("'{item}' is not compared"))
    }

    fn said(item: &str, code: &str) -> Answer {
        option(&shipped().instrument, item, code)
    }

    /// Rows as they read: label, whether it is the person's own, and the share in each column.
    fn rows(comparison: &Comparison) -> Vec<String> {
        let share =
            |share: &Option<engine::release::Share>| share.map_or("-".to_owned(), |share| format!("{share}"));
        let row = |row: &engine::comparison::Row| {
            let shares: Vec<String> = row.shares.iter().map(share).collect();
            format!("{}{}: {}", if row.own { "> " } else { "" }, row.label, shares.join(" "))
        };
        comparison.rows.iter().map(row).collect()
    }

    /// Columns as they read: label, people, and whether the person belongs to it.
    fn columns(comparison: &Comparison) -> Vec<String> {
        let column = |column: &engine::comparison::Column| {
            format!("{}{} ({})", if column.own { "> " } else { "" }, column.label, column.people)
        };
        comparison.columns.iter().map(column).collect()
    }

    #[test]
    fn someone_who_often_engages_reads_31_per_cent_and_41_for_often_or_always() {
        let often = sees(
            &[("role", &[said("role", "gp")]), ("frequency", &[said("frequency", "often")])],
            "frequency",
        );
        assert_eq!(often.own, Own::Said(vec!["Often".to_owned()]));
        assert_eq!(often.title, "How often you engage communities");
        assert_eq!(
            columns(&often),
            ["All respondents (180)", "Answering for a PCN (68)", "> Answering for a GP practice (108)"]
        );
        assert_eq!(
            rows(&often),
            [
                "Never: 3.3 0.0 5.6",
                "Rarely: 20.6 13.2 25.0",
                "Sometimes: 35.0 30.9 37.0",
                "> Often: 30.6 38.2 25.9",
                "Always: 10.6 17.6 6.5"
            ]
        );
        assert_eq!(often.rows[3].shares[0].unwrap().whole(), 31);
        let [stretch] = &often.stretches[..] else { panic!("{:?}", often.stretches) };
        assert_eq!(stretch.labels, ["Often", "Always"]);
        assert_eq!((stretch.share.whole(), stretch.share.to_string().as_str()), (41, "41.1"));
        assert!(!often.several && !often.groups_missing);
    }

    #[test]
    fn a_stretch_runs_to_the_nearer_end_or_both_ways_from_the_middle() {
        let stretches = |code: &str| -> Vec<String> {
            let seen = sees(&[("frequency", &[said("frequency", code)])], "frequency");
            seen.stretches
                .iter()
                .map(|stretch| format!("{} {}", stretch.labels.join(", "), stretch.share.whole()))
                .collect()
        };
        // At an end there is nothing beyond one's own answer.
        assert_eq!(stretches("never"), [""; 0]);
        assert_eq!(stretches("rarely"), ["Never, Rarely 24"]);
        assert_eq!(stretches("sometimes"), ["Never, Rarely 24", "Often, Always 41"]);
        assert_eq!(stretches("often"), ["Often, Always 41"]);
        assert_eq!(stretches("always"), [""; 0]);
        let unordered = sees(&[("know-underserved", &[said("know-underserved", "yes")])], "know-underserved");
        assert_eq!(unordered.stretches, []);
    }

    #[test]
    fn shares_of_ticks_are_never_shown_beside_shares_of_people() {
        let study = shipped();
        let silence = Response::default();
        for comparison in compare(&study.plan, &study.release, &RoutingPath::of(&study.instrument, &silence))
        {
            let figure = study.release.figure(comparison.item.as_str()).unwrap();
            if !comparison.several || comparison.item.as_str() == "strategies" {
                assert_eq!(comparison.columns.len(), 3, "{}", comparison.item);
                assert!(!comparison.groups_missing);
            } else {
                assert_eq!(
                    columns(&comparison),
                    [format!("All respondents ({})", figure.series(ALL).unwrap().people.unwrap())]
                );
                assert!(comparison.groups_missing, "{}", comparison.item);
            }
            for (column, label) in comparison.columns.iter().zip([
                "All respondents",
                "Answering for a PCN",
                "Answering for a GP practice",
            ]) {
                assert_eq!(column.label, label);
            }
            // Whatever is shown is a share of the people of its column.
            for row in &comparison.rows {
                assert_eq!(row.shares.len(), comparison.columns.len());
                for (share, column) in row.shares.iter().zip(&comparison.columns) {
                    let share = share.unwrap();
                    assert_eq!(share.people, column.people);
                    let percent = f64::from(share.count) / f64::from(share.people) * 100.0;
                    assert!(
                        (percent - f64::from(share.tenths) / 10.0).abs() <= 0.05 + 1e-9,
                        "{} {}",
                        comparison.item,
                        row.label
                    );
                }
            }
        }
    }

    #[test]
    fn strategies_are_of_people_in_all_three_columns() {
        let ticked = [said("strategies", "informing"), said("strategies", "other")];
        let seen = sees(&[("role", &[said("role", "pcn")]), ("strategies", &ticked)], "strategies");
        assert_eq!(
            columns(&seen),
            ["All respondents (174)", "> Answering for a PCN (68)", "Answering for a GP practice (102)"]
        );
        assert!(rows(&seen)[0].starts_with("> Informing communities"), "{:?}", rows(&seen));
        assert!(
            rows(&seen)[0].ends_with(": 66.7 69.1 64.7"),
            "47 of 68 and 66 of 102 people: {:?}",
            rows(&seen)
        );
        let own: Vec<bool> = seen.rows.iter().map(|row| row.own).collect();
        assert_eq!(own, [true, false, false, false, false, false, true]);
        let Own::Said(words) = seen.own else { panic!("{:?}", seen.own) };
        assert_eq!(words.len(), 2);
    }

    #[test]
    fn the_role_decides_over_the_group() {
        let own_column = |role: Option<&str>| {
            let role: Vec<Answer> = role.map(|role| said("role", role)).into_iter().collect();
            let seen = sees(&[("role", &role), ("future", &[said("future", "neither")])], "future");
            seen.columns.into_iter().find(|column| column.own).map(|column| column.label)
        };
        assert_eq!(own_column(Some("pcn")).as_deref(), Some("Answering for a PCN"));
        assert_eq!(own_column(Some("gp")).as_deref(), Some("Answering for a GP practice"));
        assert_eq!(own_column(Some("gp-with-pcn")).as_deref(), Some("Answering for a GP practice"));
        assert_eq!(own_column(None), None);
    }

    #[test]
    fn what_is_not_asked_any_more_is_not_compared() {
        let never = [
            ("frequency", &[said("frequency", "never")][..]),
            ("strategies", &[said("strategies", "hubs")]),
            ("effectiveness", &[Answer::Integer(9)]),
        ];
        for item in ["strategies", "effectiveness"] {
            let seen = sees(&never, item);
            assert_eq!(seen.own, Own::NotApplicable);
            assert!(seen.rows.iter().all(|row| !row.own), "{:?}", rows(&seen));
            assert_eq!(seen.stretches, []);
        }
        assert_eq!(sees(&never, "future").own, Own::NoAnswer);
    }

    #[test]
    fn a_number_falls_into_its_band() {
        let band = |item: &str, number: i32| {
            let seen = sees(&[(item, &[Answer::Integer(number)])], item);
            assert_eq!(seen.own, Own::Said(vec![number.to_string()]));
            let own: Vec<&str> =
                seen.rows.iter().filter(|row| row.own).map(|row| row.label.as_str()).collect();
            own.join(" and ")
        };
        let importance: Vec<String> = (0..=10).map(|number| band("importance", number)).collect();
        let (low, moderate, high) = ("Low (0 to 4)", "Moderate (5 to 7)", "High (8 to 10)");
        assert_eq!(importance, [low, low, low, low, low, moderate, moderate, moderate, high, high, high]);
        assert_eq!(band("effectiveness", 3), "Low (0 to 3)");
        assert_eq!(band("effectiveness", 6), "Moderate (4 to 6)");
        assert_eq!(band("effectiveness", 10), "High (7 to 10)");
        let eight = sees(&[("importance", &[Answer::Integer(8)])], "importance");
        assert_eq!(
            rows(&eight),
            [
                "Low (0 to 4): 6.6 4.1 8.2",
                "Moderate (5 to 7): 24.8 30.6 21.2",
                "> High (8 to 10): 68.6 65.3 70.6"
            ]
        );
        assert_eq!(eight.stretches, [], "there is no band beyond the highest");
    }

    #[test]
    fn a_domain_is_named_with_its_question() {
        let seen =
            sees(&[("barriers-funding", &[said("barriers-funding", "lack-of-funding")])], "barriers-funding");
        let whole = shipped().instrument.item(&"barriers".into()).unwrap().text.clone();
        assert_eq!(seen.question, format!("{whole} – Funding"));
        assert_eq!(seen.rows.iter().filter(|row| row.own).count(), 1);
    }

    #[test]
    fn words_of_ones_own_are_nowhere_in_it() {
        let seen = sees(
            &[
                ("strategies", &[said("strategies", "other")]),
                ("strategies-other-text", &[text("A secret stall")]),
            ],
            "strategies",
        );
        assert!(!format!("{seen:?}").contains("secret"));
    }
}

mod one_that_does_not_fit_together {
    use super::*;

    /// The place of a file among the five.
    fn place(file: &str) -> usize {
        study::FILES.iter().position(|name| *name == file).unwrap()
    }

    /// After this change to the file there are exactly these complaints about it.
    #[track_caller]
    fn changed(file: &str, change: impl FnOnce(&mut Value), complaints: &[&str]) {
        let mut texts = shipped_texts();
        let at = place(file);
        let mut document: Value = serde_json::from_str(&texts[at]).unwrap();
        change(&mut document);
        texts[at] = document.to_string();
        reads_as(&texts, file, complaints);
    }

    #[track_caller]
    fn reads_as(texts: &[String; 5], file: &str, complaints: &[&str]) {
        let found = fixtures::study(texts).err().unwrap_or_default();
        let expected: Vec<String> =
            complaints.iter().map(|complaint| format!("{file}: {complaint}")).collect();
        assert_eq!(found, expected);
    }

    /// The item with this id, wherever it stands.
    fn item<'a>(document: &'a mut Value, id: &str) -> &'a mut Value {
        fn find<'a>(items: &'a mut Value, id: &str) -> Option<&'a mut Value> {
            for item in items.as_array_mut()? {
                if item["linkId"] == id {
                    return Some(item);
                }
                if let Some(found) = item.get_mut("item").and_then(|items| find(items, id)) {
                    return Some(found);
                }
            }
            None
        }
        find(&mut document["item"], id).unwrap()
    }

    fn compared<'a>(document: &'a mut Value, id: &str) -> &'a mut Value {
        document["compared"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .find(|compared| compared["item"] == id)
            .unwrap()
    }

    fn figure<'a>(document: &'a mut Value, id: &str) -> &'a mut Value {
        document["figures"].as_array_mut().unwrap().iter_mut().find(|figure| figure["item"] == id).unwrap()
    }

    #[test]
    fn files_that_are_no_json_are_each_named() {
        let mut texts = shipped_texts();
        texts[place("analysis.json")] = "{ \"groups\": [ }".to_owned();
        texts[place("settings.json")] = String::new();
        let found = fixtures::study(&texts).unwrap_err();
        let advice = "Check the commas, quotes and brackets near there.";
        assert_eq!(
            found,
            [
                format!("analysis.json: It can't be read: at line 1, column 15 a value is missing. {advice}"),
                format!("settings.json: It can't be read: at line 1, column 1 a value is missing. {advice}"),
            ]
        );
    }

    #[test]
    fn values_of_the_wrong_kind_are_all_named_with_their_place() {
        changed(
            "analysis.json",
            |plan| {
                plan["groups"][0]["codes"] = json!("pcn");
                plan["groups"][1]["label"] = Value::Null;
                plan["compared"][0]["scale"] = json!("sorted");
                plan["compared"][0]["bands"][0]["from"] = json!("0");
                plan["compared"][1]["bnads"] = json!([]);
            },
            &[
                "groups[0].codes: this should be a list, in brackets.",
                "groups[1].label: this should be a text, in quotes.",
                "compared[0]: this should be given a scale that is \"ordered\" or \"unordered\".",
                "compared[0].bands[0].from: this should be a whole number, 0 or more.",
                "compared[1].bnads: this should be left out, or its name corrected: it is none that is known here.",
            ],
        );
        changed(
            "release.json",
            |release| {
                release["public"] = json!("yes");
                release["figures"][0]["series"][0]["percentOf"] = json!("ticks");
                release["figures"][0]["series"][0]["cells"][0]["count"] = json!(-1);
            },
            &[
                "public: this should be true or false.",
                "figures[0].series[0]: this should be given a percentOf that is \"people\" or \"selections\".",
                "figures[0].series[0].cells[0].count: this should be a whole number, 0 or more.",
            ],
        );
        changed(
            "questionnaire.json",
            |q| item(q, "role")["required"] = json!("no"),
            &["item[1].item[0].item[0].required: this should be true or false."],
        );
    }

    #[test]
    fn settings_say_what_is_known_and_nothing_else() {
        let settings = |settings: Value| {
            let mut texts = shipped_texts();
            texts[place("settings.json")] = settings.to_string();
            texts
        };
        let read = fixtures::study(&settings(
            json!({ "contactForm": false, "organiser": { "name": "Sam", "email": "sam@nhs.net" } }),
        ))
        .unwrap();
        assert_eq!(
            read.settings.organiser,
            Some(Organiser { name: "Sam".to_owned(), email: "sam@nhs.net".to_owned() })
        );
        assert!(!read.settings.contact_form);
        let unknown = "this should be left out, or its name corrected: it is none that is known here.";
        reads_as(
            &settings(json!({ "contactForm": true, "receivers": [] })),
            "settings.json",
            &[&format!("receivers: {unknown}")],
        );
        reads_as(
            &settings(json!({ "organiser": { "name": "Sam", "phone": "1" } })),
            "settings.json",
            &[
                &format!("organiser.phone: {unknown}"),
                "organiser.email: this should be a text, in quotes.",
                "contactForm: this should be true or false.",
            ],
        );
    }

    #[test]
    fn words_without_limit_would_make_a_record_stand_out() {
        let advice =
            "it takes words without limit. Give it a maxLength, so that no record stands out by its length.";
        let unlimited = |id: &'static str| {
            move |q: &mut Value| drop(item(q, id).as_object_mut().unwrap().remove("maxLength"))
        };
        changed("questionnaire.json", unlimited("comments"), &[&format!("Item 'comments': {advice}")]);
        changed("contact.json", unlimited("contact-name"), &[&format!("Item 'contact-name': {advice}")]);
        let open = |q: &mut Value| item(q, "ics")["type"] = json!("open-choice");
        changed("questionnaire.json", open, &[&format!("Item 'ics': {advice}")]);
    }

    #[test]
    fn an_id_can_stand_in_an_address() {
        let advice =
            "its linkId stands in addresses. Use letters, digits, hyphens, points and underscores alone.";
        for id in ["any comments", "comments/all", "comments#1", "Übrigens"] {
            changed(
                "questionnaire.json",
                |q| item(q, "comments")["linkId"] = json!(id),
                &[&format!("Item '{id}': {advice}")],
            );
        }
        changed("questionnaire.json", |q| item(q, "comments")["linkId"] = json!("18_Comments.all-1"), &[]);
    }

    #[test]
    fn defects_of_both_questionnaires_are_reported() {
        changed(
            "contact.json",
            |contact| item(contact, "contact-email")["readOnly"] = json!(true),
            &[
                "Item 'contact-email': 'readOnly' would change who is asked or which answers are valid, and this app does not have it. Remove it.",
            ],
        );
    }

    #[test]
    fn there_is_something_to_consent_to() {
        changed(
            "questionnaire.json",
            |q| drop(q["item"].as_array_mut().unwrap().remove(0)),
            &[
                "There is nothing to consent to. Add a group 'consent' with a required boolean item for each statement.",
            ],
        );
        let unfit = "a statement in 'consent' must be a required boolean item without rules.";
        changed(
            "questionnaire.json",
            |q| item(q, "consent-adult")["required"] = json!(false),
            &[&format!("Item 'consent-adult': {unfit}")],
        );
        changed(
            "questionnaire.json",
            |q| {
                let adult = item(q, "consent-adult");
                adult["type"] = json!("string");
                adult["maxLength"] = json!(3);
            },
            &[&format!("Item 'consent-adult': {unfit}")],
        );
    }

    #[test]
    fn no_rule_spares_anyone_the_statements() {
        changed(
            "questionnaire.json",
            |q| {
                let items = q["item"].as_array_mut().unwrap();
                items[0]["item"] = json!([items[0]["item"][2]]);
                items[0]["enableWhen"] =
                    json!([{ "question": "young", "operator": "=", "answerBoolean": false }]);
                items.insert(0, json!({ "linkId": "young", "type": "boolean", "text": "Are you under 18?" }));
            },
            &[
                "Item 'consent-adult': a statement in 'consent' must be a required boolean item without rules.",
            ],
        );
    }

    #[test]
    fn no_rule_looks_at_a_statement() {
        changed(
            "questionnaire.json",
            |q| {
                item(q, "role")["enableWhen"] =
                    json!([{ "question": "consent-adult", "operator": "=", "answerBoolean": true }]);
            },
            &[
                "Item 'role': a rule looks at 'consent-adult', to which everyone has agreed. Remove that rule.",
            ],
        );
    }

    #[test]
    fn the_plan_names_questions_and_options_that_are_there() {
        changed(
            "analysis.json",
            |plan| {
                plan["groups"][0]["item"] = json!("post");
                plan["groups"][1]["codes"][1] = json!("gp-and-pcn");
            },
            &[
                "Group 'pcn' looks at 'post', which the questionnaire does not have. Name one of its questions.",
                "Group 'gp' looks for 'gp-and-pcn', which is no option of 'role'. Use the code of one.",
            ],
        );
        let mut texts = shipped_texts();
        texts[2] = texts[2].replace("\"item\": \"frequency\"", "\"item\": \"how-often\"");
        let expected = [
            "analysis.json: 'how-often' is to be compared, but the questionnaire does not have it. Name one of its questions.".to_owned(),
            format!("release.json: {}", missing("how-often")),
        ];
        assert_eq!(fixtures::study(&texts).unwrap_err(), expected);
    }

    #[test]
    fn bands_hold_each_number_once() {
        let message = |number: i32| {
            format!(
                "The bands of 'importance' hold {number} not at all or twice. Let each number be in one band."
            )
        };
        changed(
            "analysis.json",
            |plan| compared(plan, "importance")["bands"][1]["from"] = json!(6),
            &[&message(5)],
        );
        changed(
            "analysis.json",
            |plan| compared(plan, "importance")["bands"][1]["to"] = json!(8),
            &[&message(8)],
        );
        changed(
            "analysis.json",
            |plan| compared(plan, "importance")["bands"][2]["to"] = json!(9),
            &[&message(10)],
        );
        changed(
            "analysis.json",
            |plan| {
                compared(plan, "reach")["bands"] =
                    json!([{ "code": "low", "label": "Low", "from": 0, "to": 1 }]);
            },
            &["'reach' has bands, but is not a scale of numbers. Remove them."],
        );
    }

    #[test]
    fn open_questions_are_not_compared() {
        let mut texts = shipped_texts();
        let mut plan: Value = serde_json::from_str(&texts[2]).unwrap();
        plan["compared"]
            .as_array_mut()
            .unwrap()
            .push(json!({ "item": "comments", "title": "Comments", "scale": "unordered" }));
        texts[2] = plan.to_string();
        let found = fixtures::study(&texts).unwrap_err();
        assert_eq!(
            found,
            [
                "analysis.json: 'comments' is to be compared, but has neither options nor a scale. Compare closed questions only.",
                "release.json: 'comments' is to be compared, but has no figures. Add them, or take it out of the analysis plan.",
            ]
        );
    }

    #[test]
    fn a_release_that_is_not_public_is_not_shown() {
        changed(
            "release.json",
            |release| release["public"] = json!(false),
            &[
                "The release is not marked as public. This version compares with figures that are public already; set \"public\" to true only if they are.",
            ],
        );
    }

    #[test]
    fn the_release_has_the_groups_and_figures_of_the_plan() {
        changed(
            "release.json",
            |release| {
                release["groups"].as_array_mut().unwrap().remove(1);
                release["figures"].as_array_mut().unwrap().retain(|figure| figure["item"] == "future");
                figure(release, "future")["series"].as_array_mut().unwrap().remove(0);
            },
            &[
                &["Group 'pcn' is missing. Add it to \"groups\"."][..],
                &shipped()
                    .plan
                    .compared
                    .iter()
                    .filter(|compared| compared.item != "future" && compared.item != "support")
                    .map(|compared| missing(&compared.item))
                    .collect::<Vec<_>>()
                    .iter()
                    .map(String::as_str)
                    .collect::<Vec<_>>(),
                &[
                    "'future' has no figures of all respondents in per cent of people. Add them.",
                    &missing("support"),
                    "'future', group 'pcn': there is no such group. Use one from \"groups\".",
                ],
            ]
            .concat(),
        );
    }

    fn missing(item: &str) -> String {
        format!(
            "'{item}' is to be compared, but has no figures. Add them, or take it out of the analysis plan."
        )
    }

    #[test]
    fn every_figure_that_contradicts_itself_is_named() {
        changed(
            "release.json",
            |release| {
                let frequency = figure(release, "frequency");
                frequency["series"][0]["cells"][3]["percent"] = json!(36.0);
                frequency["series"][1]["cells"][1]["count"] = json!(69);
                frequency["series"][1]["cells"][2]["code"] = json!("now-and-then");
                frequency["series"][2]["people"] = Value::Null;
            },
            &[
                "'frequency', group 'all': 55 of 180 is not 36.0 %, as 'often' says. Correct one of them.",
                "'frequency', group 'pcn': 69 of 68 is not 13.2 %, as 'rarely' says. Correct one of them.",
                "'frequency', group 'pcn': 'now-and-then' is none of the options. Use the code of one.",
                "'frequency', group 'gp': how many its percentages are of is missing. Add \"people\" or \"selections\".",
            ],
        );
    }

    #[test]
    fn figures_name_items_options_and_bands_that_are_there() {
        changed(
            "release.json",
            |release| {
                figure(release, "age")["item"] = json!("years-of-age");
                let gender = figure(release, "gender");
                gender["options"][1]["code"] = json!("f");
                gender["series"]
                    .as_array_mut()
                    .unwrap()
                    .iter_mut()
                    .for_each(|series| series["cells"][1]["code"] = json!("f"));
                let importance = figure(release, "importance");
                importance["options"][2]["code"] = json!("top");
                importance["series"]
                    .as_array_mut()
                    .unwrap()
                    .iter_mut()
                    .for_each(|series| series["cells"][2]["code"] = json!("top"));
            },
            &[
                "'importance': 'top' is neither an option in the questionnaire nor a band in the analysis plan. Use the code of one.",
                "'years-of-age' has figures, but the questionnaire does not have it. Name one of its questions.",
                "'gender': 'f' is neither an option in the questionnaire nor a band in the analysis plan. Use the code of one.",
            ],
        );
    }

    #[test]
    fn figures_for_a_scale_that_is_not_compared_are_left_alone() {
        let without = |plan: &mut Value| {
            plan["compared"].as_array_mut().unwrap().retain(|compared| compared["item"] != "importance");
        };
        changed("analysis.json", without, &[]);
    }
}
