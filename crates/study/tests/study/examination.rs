//! A study examined before anybody answers: what has to be corrected, and what someone should look at.

use fixtures::{RECIPIENT, answered, choice, coding, control, extension, shipped_texts, when, with};
use serde_json::{Value, json};
use study::FILES;
use study::examination::Examination;

fn examined(files: [Vec<u8>; 5]) -> (Vec<String>, Vec<String>) {
    let Examination { defects, warnings, study } = Examination::of(files);
    assert!(study.is_some() || !defects.is_empty());
    let sentences = |found: Vec<_>| found.iter().map(ToString::to_string).collect();
    (sentences(defects), sentences(warnings))
}

/// With this text in the place of one file, these are all defects and all warnings, each of that file.
#[track_caller]
fn finds(file: &str, text: impl Into<Vec<u8>>, defects: &[&str], warnings: &[&str]) {
    let mut files = shipped_texts().map(String::into_bytes);
    files[FILES.iter().position(|name| *name == file).unwrap()] = text.into();
    let lines = |lines: &[&str]| lines.iter().map(|line| format!("{file}: {line}")).collect::<Vec<_>>();
    assert_eq!(examined(files), (lines(defects), lines(warnings)));
}

fn shipped(file: &str) -> String {
    let [questionnaire, contact, analysis, release, settings] = shipped_texts();
    match file {
        "questionnaire.json" => questionnaire,
        "contact.json" => contact,
        "analysis.json" => analysis,
        "release.json" => release,
        _ => settings,
    }
}

/// With these items at the end of the last section.
#[track_caller]
fn with_items(items: &[Value], defects: &[&str], warnings: &[&str]) {
    let mut document: Value = serde_json::from_str(&shipped("questionnaire.json")).unwrap();
    let section = document["item"].as_array_mut().unwrap().last_mut().unwrap();
    section["item"].as_array_mut().unwrap().extend(items.iter().cloned());
    finds("questionnaire.json", document.to_string(), defects, warnings);
}

/// With more said at the top of a file.
#[track_caller]
fn with_more(file: &str, more: &Value, defects: &[&str], warnings: &[&str]) {
    let document = serde_json::from_str(&shipped(file)).unwrap();
    finds(file, with(document, more).to_string(), defects, warnings);
}

fn line(id: &str) -> Value {
    json!({ "linkId": id, "type": "string", "text": "Why not?", "maxLength": 50 })
}

#[test]
fn nothing_is_said_of_the_study_as_shipped() {
    assert_eq!(examined(shipped_texts().map(String::into_bytes)), (Vec::new(), Vec::new()));
}

mod names {
    use super::*;

    #[test]
    fn that_fhir_does_not_know_are_named_with_the_one_that_was_meant() {
        let rules = json!([{ "question": "know-underserved", "operator": "exists", "answerBolean": true }]);
        let option = with(coding("a"), &json!({ "dispaly": "A", "display": "A" }));
        let choose = json!({
            "linkId": "choose", "type": "choice", "text": "Which?",
            "answerOption": [{ "valueCoding": option }, { "valueSting": "B" }],
        });
        let address = json!([{ "uri": "urn:x", "url": "urn:x", "valueCodableConcept": {} }]);
        with_items(
            &[
                with(line("extra"), &json!({ "enablewhen": rules, "requried": true, "hint": "none" })),
                with(line("more"), &json!({ "enableWhen": rules })),
                choose,
                with(line("extended"), &json!({ "extension": address })),
                with(line("companion"), &json!({ "_text": { "id": "t", "extensions": [] }, "_txet": {} })),
            ],
            &[
                "Item 'choose': option 2 has no value that can be used. Give it a valueCoding with a code, a valueString or a valueInteger.",
                "Item 'more': rule 1 is incomplete. It needs a question, an operator (exists, =, !=, >, <, >=, <=) and an answer (for exists, a boolean).",
                &unknown("Item 'extra': 'enablewhen'", "Did you mean 'enableWhen'?"),
                &unknown("Item 'extra': 'hint'", "Remove it, or correct its name."),
                &unknown("Item 'extra': 'requried'", "Did you mean 'required'?"),
                &unknown("Item 'more', enableWhen[0]: 'answerBolean'", "Did you mean 'answerBoolean'?"),
                &unknown("Item 'choose', answerOption[0].valueCoding: 'dispaly'", "Did you mean 'display'?"),
                &unknown("Item 'choose', answerOption[1]: 'valueSting'", "Did you mean 'valueString'?"),
                &unknown("Item 'extended', extension[0]: 'uri'", "Did you mean 'url'?"),
                &unknown(
                    "Item 'extended', extension[0]: 'valueCodableConcept'",
                    "Did you mean 'valueCodeableConcept'?",
                ),
                &unknown("Item 'companion', _text: 'extensions'", "Did you mean 'extension'?"),
                &unknown("Item 'companion': '_txet'", "Did you mean 'text'?"),
            ],
            &[],
        );
    }

    fn unknown(name: &str, what_to_do: &str) -> String {
        format!("{name} is no name that FHIR R4 has there, so nobody reads it. {what_to_do}")
    }

    #[test]
    fn of_the_whole_and_of_the_contact_form_too() {
        let message = "'titel' is no name that FHIR R4 has there, so nobody reads it. Did you mean 'title'?";
        for file in ["questionnaire.json", "contact.json"] {
            with_more(file, &json!({ "titel": "x" }), &[message], &[]);
        }
    }

    #[test]
    fn that_fhir_has_are_no_mistake() {
        with_more(
            "questionnaire.json",
            &json!({
                "id": "q", "meta": { "profile": ["urn:p"], "lastUpdated": "2026-03-01T10:00:00.5+01:00", "tag": [coding("t")] },
                "implicitRules": "urn:r", "language": "en", "_language": { "extension": [] },
                "text": { "status": "generated", "div": "<div/>" }, "contained": [{ "resourceType": "ValueSet", "anything": 1 }],
                "extension": [{ "url": "urn:e", "valueAddress": { "city": "London" } }],
                "identifier": [{ "use": "official", "system": "urn:s", "value": "1", "type": { "coding": [coding("x")] } }],
                "derivedFrom": ["urn:d"], "experimental": true, "subjectType": ["Patient"], "date": "2026-03",
                "publisher": "x", "contact": [{ "name": "x", "telecom": [{ "system": "email", "value": "x", "rank": 1 }] }],
                "description": "x", "useContext": [{ "code": coding("c"), "valueCodeableConcept": { "text": "x" } }],
                "jurisdiction": [{ "text": "England" }], "purpose": "x", "copyright": "x", "approvalDate": "2026-01-31",
                "lastReviewDate": "2026-02", "effectivePeriod": { "start": "2026-01-01", "end": "2026-12-31T23:59:59Z" },
                "code": [coding("c")],
            }),
            &[],
            &[],
        );
        with_items(
            &[with(
                line("rich"),
                &json!({ "id": "i", "definition": "urn:d#x", "code": [with(coding("c"), &json!({ "userSelected": true, "version": "1" }))],
                    "prefix": "1.", "_text": { "extension": [{ "url": "urn:markdown", "valueMarkdown": "*Why*" }] },
                    "_linkId": { "id": "x" } }),
            )],
            &[],
            &[],
        );
    }

    #[test]
    fn of_the_other_files_are_corrected_too() {
        let unknown = "this should be left out, or its name corrected: it is none that is known here.";
        with_more(
            "settings.json",
            &json!({ "recipeints": [], "organizer": null, "phones": true }),
            &[
                &format!("organizer: {unknown} Did you mean 'organiser'?"),
                &format!("phones: {unknown}"),
                &format!("recipeints: {unknown} Did you mean 'recipients'?"),
            ],
            &[],
        );
        with_more(
            "analysis.json",
            &json!({ "compare": [] }),
            &[&format!("compare: {unknown} Did you mean 'compared'?")],
            &[],
        );
        with_more(
            "release.json",
            &json!({ "Source": "x" }),
            &[&format!("Source: {unknown} Did you mean 'source'?")],
            &[],
        );
    }

    #[test]
    fn of_two_values_in_one_place_are_named() {
        let options = json!([{ "valueInteger": 1, "valueString": "One" }]);
        let rule = json!({ "question": "know-underserved", "operator": "exists", "answerBoolean": true, "answerString": "x" });
        with_items(
            &[
                json!({ "linkId": "choose", "type": "choice", "text": "Which?", "answerOption": options }),
                with(line("ruled"), &json!({ "enableWhen": [rule] })),
            ],
            &[
                "Item 'choose', answerOption[0]: 'valueInteger' and 'valueString' stand there side by side, and only one of the two is read. Remove one.",
                "Item 'ruled', enableWhen[0]: 'answerBoolean' and 'answerString' stand there side by side, and only one of the two is read. Remove one.",
            ],
            &[],
        );
    }

    #[test]
    fn given_twice_are_named_in_every_file() {
        let twice = |place: &str, name: &str| {
            format!("{place}'{name}' stands there twice, and only one of the two is read. Remove one.")
        };
        let text = |file: &str, from: &str, to: &str| shipped(file).replacen(from, to, 1);
        let status = text("questionnaire.json", "\"status\"", "\"status\": \"draft\",\n  \"status\"");
        finds("questionnaire.json", status, &[&twice("", "status")], &[]);
        let max = text("contact.json", "\"maxLength\": 100", "\"maxLength\": 100, \"maxLength\": 50");
        finds("contact.json", max, &[&twice("Item 'contact-name': ", "maxLength")], &[]);
        let group = text("analysis.json", "\"id\": \"pcn\"", "\"id\": \"practice\", \"id\": \"pcn\"");
        finds("analysis.json", group, &[&twice("groups[0]: ", "id")], &[]);
        let source = text("release.json", "\"public\"", "\"public\": false, \"public\"");
        finds("release.json", source, &[&twice("", "public")], &[]);
        let form = text("settings.json", "\"contactForm\"", "\"contactForm\": false, \"contactForm\"");
        finds("settings.json", form, &[&twice("", "contactForm")], &[]);
    }
}

mod extensions {
    use super::*;

    const HL7: &str = "http://hl7.org/fhir/StructureDefinition/";

    /// An item with these extensions, and nothing is read of the first of them but what is said.
    #[track_caller]
    fn with_extensions(extensions: &[Value], defects: &[&str]) {
        let item = with(line("extra"), &json!({ "extension": extensions }));
        let place = |defect: &&str| format!("Item 'extra', extension[0]: {defect}");
        let defects: Vec<String> = defects.iter().map(place).collect();
        with_items(&[item], &defects.iter().map(String::as_str).collect::<Vec<_>>(), &[]);
    }

    #[test]
    fn at_an_address_that_is_nearly_one_are_named_with_the_one_that_was_meant() {
        for (address, meant) in [
            ("http://hl7.org/fhir/StructureDefinition/minvalue", "minValue"),
            ("http://hl7.org/fhir/StructureDefinition/minLenght", "minLength"),
            ("http://hl7.org/fhir/StructureDefinition/maxSizes", "maxSize"),
            ("http://hl7.org/fhir/StructureDefinition/regexp", "regex"),
            ("http://hl7.org/fhir/StructureDefinition/maxValue/", "maxValue"),
            ("http://hl7.org/fhir/StructureDefinition/maxValue|4.0.1", "maxValue"),
            ("http://hl7.org/fhir/StructureDefinition/questionnaire-minValue", "minValue"),
            ("http://hl7.org/fhir/StructureDefinition/itemControl", "questionnaire-itemControl"),
            (
                "http://hl7.org/fhir/StructureDefinition/questionaire-item-control",
                "questionnaire-itemControl",
            ),
            ("http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccur", "questionnaire-maxOccurs"),
            ("http://hl7.org/fhir/StructureDefinition/questionnaire-hiden", "questionnaire-hidden"),
            ("http://hl7.org/fhir/maxValue", "maxValue"),
            ("https://hl7.org/fhir/StructureDefinition/maxValue", "maxValue"),
            ("http://www.hl7.org/fhir/StructureDefinition/maxValue", "maxValue"),
            ("https://example.org/fhir/StructureDefinition/maxValue", "maxValue"),
            ("maxValue", "maxValue"),
            (" http://hl7.org/fhir/StructureDefinition/maxValue", "maxValue"),
        ] {
            with_extensions(
                &[json!({ "url": address, "valueInteger": 1 })],
                &[&format!(
                    "nobody reads an extension with the address '{address}'. Did you mean '{HL7}{meant}'?"
                )],
            );
        }
        for (name, meant) in [
            ("sdc-questionnaire-enableWhenExpresion", "sdc-questionnaire-enableWhenExpression"),
            ("enableWhenExpressions", "sdc-questionnaire-enableWhenExpression"),
            ("sdc-questionnaire-calculatedExpresion", "sdc-questionnaire-calculatedExpression"),
            ("sdc-questionaire-subQuestionaire", "sdc-questionnaire-subQuestionnaire"),
            ("sdc-questionnaire-shortTxt", "sdc-questionnaire-shortText"),
            ("questionnaire-shorttext", "sdc-questionnaire-shortText"),
        ] {
            let address = format!("http://hl7.org/fhir/uv/sdc/StructureDefinition/{name}");
            with_extensions(
                &[json!({ "url": address, "valueString": "x" })],
                &[&format!(
                    "nobody reads an extension with the address '{address}'. Did you mean 'http://hl7.org/fhir/uv/sdc/StructureDefinition/{meant}'?"
                )],
            );
        }
        with_extensions(
            &[extension("maxLength", &json!({ "valueInteger": 5 }))],
            &[&format!(
                "nobody reads an extension with the address '{HL7}maxLength'. Write \"maxLength\" beside the linkId instead."
            )],
        );
    }

    #[test]
    fn of_other_meanings_are_left_alone() {
        for address in [
            "https://example.org/fhir/StructureDefinition/note",
            "https://example.org/fhir/StructureDefinition/questionnaire-theme",
            "urn:x",
            "http://hl7.org/fhir/StructureDefinition/questionnaire-displayCategory",
            "http://hl7.org/fhir/StructureDefinition/questionnaire-supportLink",
            "http://hl7.org/fhir/StructureDefinition/questionnaire-sliderStepValue",
            "http://hl7.org/fhir/StructureDefinition/questionnaire-optionPrefix",
            "http://hl7.org/fhir/StructureDefinition/questionnaire-unit",
            "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption",
            "http://hl7.org/fhir/StructureDefinition/questionnaire-fhirType",
            "http://hl7.org/fhir/StructureDefinition/questionnaire-referenceResource",
            "http://hl7.org/fhir/StructureDefinition/ordinalValue",
            "http://hl7.org/fhir/StructureDefinition/entryFormat",
            "http://hl7.org/fhir/StructureDefinition/designNote",
            "http://hl7.org/fhir/StructureDefinition/rendering-style",
            "http://hl7.org/fhir/StructureDefinition/translation",
            "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-itemMedia",
            "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-openLabel",
        ] {
            with_extensions(&[json!({ "url": address, "valueInteger": 1 })], &[]);
        }
    }

    #[test]
    fn stand_where_they_are_read_and_once() {
        let exclusive = extension("questionnaire-optionExclusive", &json!({ "valueBoolean": true }));
        with_extensions(
            std::slice::from_ref(&exclusive),
            &[
                "'questionnaire-optionExclusive' is read of an answerOption alone. Move it there, or remove it.",
            ],
        );
        let choose = json!({
            "linkId": "choose", "type": "choice", "text": "Which?", "repeats": true,
            "answerOption": [
                { "valueString": "A" },
                { "valueString": "B", "extension": [control("check-box")] },
                { "valueString": "C", "extension": [exclusive, exclusive] },
            ],
        });
        with_items(
            &[choose],
            &[
                "Item 'choose', answerOption[1].extension[0]: 'questionnaire-itemControl' is read of an item alone. Move it there, or remove it.",
                "Item 'choose', answerOption[2].extension[1]: 'questionnaire-optionExclusive' stands there twice, and only the first is read. Remove one.",
            ],
            &[],
        );
    }

    #[test]
    fn that_show_an_item_name_a_control_that_there_is() {
        for (code, what_to_do) in [
            ("radiobutton", "Did you mean 'radio-button'?"),
            ("Check-Box", "Did you mean 'check-box'?"),
            ("drop down", "Did you mean 'drop-down'?"),
            ("pgae", "Did you mean 'page'?"),
            ("tick", "Use one that it has, or remove it."),
        ] {
            with_extensions(
                &[control(code)],
                &[&format!("'{code}' is no control that HL7 has, so nothing is shown by it. {what_to_do}")],
            );
        }
        for code in ["text-box", "drop-down", "autocomplete"] {
            with_extensions(&[control(code)], &[]);
        }
        let own = json!({ "coding": [{ "system": "urn:mine", "code": "starry" }] });
        with_extensions(
            &[extension("questionnaire-itemControl", &json!({ "valueCodeableConcept": own }))],
            &[],
        );
        for value in [
            json!({ "valueCode": "text-box" }),
            json!({ "valueCoding": { "code": "text-box" } }),
            json!({ "valueCodeableConcept": { "text": "text-box" } }),
            json!({}),
        ] {
            with_extensions(
                &[extension("questionnaire-itemControl", &value)],
                &[
                    "'questionnaire-itemControl' has no code that can be read. Give it a valueCodeableConcept with a coding that has one.",
                ],
            );
        }
    }
}

mod texts {
    use super::*;

    #[test]
    fn that_are_missing_are_named() {
        let no_text =
            |id: &str| format!("Item '{id}': it has no text, so nobody knows what is asked. Give it one.");
        with_items(
            &[
                json!({ "linkId": "blank", "type": "boolean" }),
                json!({ "linkId": "spaces", "type": "boolean", "text": " \u{a0}" }),
                json!({ "linkId": "numbered", "type": "boolean", "prefix": "2b." }),
                json!({ "linkId": "note", "type": "display", "text": "" }),
                json!({ "linkId": "which", "type": "choice", "text": "Which?", "answerOption": [{ "valueString": "" }, { "valueCoding": { "code": " " } }] }),
            ],
            &[
                &no_text("blank"),
                &no_text("spaces"),
                "Item 'which': option 1 has no text. Give it a display.",
                "Item 'which': option 2 has no text. Give it a display.",
            ],
            &["Item 'note': it has no text, so it shows nothing. Give it one, or remove it."],
        );
    }

    #[test]
    fn of_options_are_not_their_codes() {
        let options = json!([
            { "valueCoding": coding("tea-1") },
            { "valueCoding": coding("milk") },
            { "valueCoding": with(coding("coffee"), &json!({ "display": "Coffee" })) },
            { "valueCoding": { "display": "Water" } },
            { "valueString": "None" },
        ]);
        with_items(
            &[json!({ "linkId": "which", "type": "choice", "text": "Which?", "answerOption": options })],
            &[],
            &[
                "Item 'which': options without a display are shown as their codes: 'tea-1', 'milk'. Give each one.",
            ],
        );
    }

    #[test]
    fn that_nobody_can_tell_apart_are_named() {
        let option = |code: &str, display: &str| json!({ "valueCoding": with(coding(code), &json!({ "display": display })) });
        let group = |id: &str| json!({ "linkId": id, "type": "group", "text": id, "item": [{ "linkId": format!("{id}-noise"), "type": "boolean", "text": "Noise" }] });
        with_items(
            &[
                json!({ "linkId": "which", "type": "choice", "text": "Which?", "answerOption": [option("a", "Tea"), option("b", " tea "), option("c", "Coffee")] }),
                json!({ "linkId": "again", "type": "choice", "text": "Which ?", "answerOption": [option("a", "Tea")] }),
                json!({ "linkId": "same", "type": "boolean", "text": "which?" }),
                json!({ "linkId": "other", "type": "boolean", "prefix": "2.", "text": "Which?" }),
                group("day"),
                group("night"),
            ],
            &["Item 'which': the text 'tea' stands at two options, and nobody can tell them apart. Change one, or remove it.".replace("'tea'", "' tea '").as_str()],
            &["Item 'same': its text is that of 'which' beside it. Say what tells them apart."],
        );
    }
}

mod control_characters {
    use super::*;

    fn holds(place: &str, code: &str) -> String {
        format!("{place}: it holds the control character U+{code}, which nobody can read. Take it out.")
    }

    #[test]
    fn in_wordings_are_named_with_their_place() {
        with_more("questionnaire.json", &json!({ "title": "Sur\u{7}vey" }), &[&holds("title", "0007")], &[]);
        let option = json!({ "valueCoding": { "system": "urn:s", "code": "a", "display": "A\u{0}" } });
        let choose = json!({
            "linkId": "choose", "type": "choice", "prefix": "1\u{b}", "text": "Which\u{1f}\u{1}?", "answerOption": [option],
        });
        with_items(
            &[choose],
            &[
                &holds("Item 'choose', answerOption[0].valueCoding.display", "0000"),
                &holds("Item 'choose', prefix", "000B"),
                &holds("Item 'choose', text", "0001"),
                &holds("Item 'choose', text", "001F"),
            ],
            &[],
        );
    }

    #[test]
    fn in_the_other_files_are_named_too() {
        let mut plan: Value = serde_json::from_str(&shipped("analysis.json")).unwrap();
        plan["groups"][1]["label"] = json!("Practices\u{8}");
        plan["compared"][0]["bands"][2]["label"] = json!("8\u{c}to 10");
        finds(
            "analysis.json",
            plan.to_string(),
            &[&holds("compared[0].bands[2].label", "000C"), &holds("groups[1].label", "0008")],
            &[],
        );
        let mut release: Value = serde_json::from_str(&shipped("release.json")).unwrap();
        release["provenance"][0] = json!("From\u{1b} the report");
        release["figures"][0]["options"][0]["label"] = json!("\u{2}None");
        finds(
            "release.json",
            release.to_string(),
            &[&holds("figures[0].options[0].label", "0002"), &holds("provenance[0]", "001B")],
            &[],
        );
        let organiser = json!({ "name": "The\u{3} team", "email": "survey@example.org" });
        with_more(
            "settings.json",
            &json!({ "organiser": organiser }),
            &[&holds("organiser.name", "0003")],
            &[],
        );
    }

    #[test]
    fn that_fhir_allows_are_warned_of_and_line_ends_are_none() {
        with_more(
            "questionnaire.json",
            &json!({ "title": "Sur\u{9f}vey\u{7f}" }),
            &[],
            &[&holds("title", "007F"), &holds("title", "009F")],
        );
        with_more("questionnaire.json", &json!({ "description": "One\tline\r\nand another" }), &[], &[]);
    }
}

mod what_it_is {
    use super::*;

    #[test]
    fn a_status_is_one_for_collecting() {
        let status = |status: Value, defects: &[&str], warnings: &[&str]| {
            with_more("questionnaire.json", &json!({ "status": status }), defects, warnings);
        };
        for word in ["draft", "retired", "unknown"] {
            let message = format!(
                "Its status is '{word}', and answers are meant for active ones. Set it to \"active\" when you collect."
            );
            status(json!(word), &[], &[&message]);
        }
        status(
            json!("final"),
            &["'final' is not a status that FHIR has. Set it to \"active\" or \"draft\"."],
            &[],
        );
        status(
            Value::Null,
            &["It has no status, which FHIR requires. Set it to \"active\" or \"draft\"."],
            &[],
        );
    }

    #[test]
    fn a_bundle_is_told_what_to_take_out_of_it() {
        let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": [{ "resource": {} }] });
        let message = "This is a FHIR Bundle, which may hold several documents. Take the Questionnaire out of it: what stands in braces behind \"resource\" is the file that is wanted.";
        finds("questionnaire.json", bundle.to_string(), &[message], &[]);
        finds("contact.json", bundle.to_string(), &[message], &[]);
    }

    #[test]
    fn a_questionnaire_that_stands_elsewhere_is_not_fetched() {
        let elsewhere = json!([{
            "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-subQuestionnaire",
            "valueCanonical": "https://example.org/Questionnaire/more|1",
        }]);
        with_items(
            &[
                json!({ "linkId": "sub", "type": "display", "text": "More questions", "extension": elsewhere }),
            ],
            &[
                "Item 'sub': 'sdc-questionnaire-subQuestionnaire' would change who is asked or which answers are valid, and this app does not have it. Remove it.",
            ],
            &[],
        );
    }

    #[test]
    fn dates_are_days_that_there_are() {
        let no_date =
            |place: &str, text: &str| format!("{place}: '{text}' is no date. Write it like \"2027-03-31\".");
        with_more(
            "questionnaire.json",
            &json!({ "date": "31/03/2026", "approvalDate": "2026-02-30", "effectivePeriod": { "start": "2026-01-01T10:00" } }),
            &[
                &no_date("approvalDate", "2026-02-30"),
                &no_date("date", "31/03/2026"),
                &no_date("effectivePeriod.start", "2026-01-01T10:00"),
            ],
            &[],
        );
    }
}

mod a_value_of_the_wrong_shape {
    use super::*;

    const UNKNOWN: &str = "this should be left out, or its name corrected: it is none that is known here.";
    const TEXT: &str = "this should be a text, in quotes.";
    const COUNT: &str = "this should be a whole number, 0 or more.";
    const LIST: &str = "this should be a list, in brackets.";

    /// With these changes to the plan and the release, these are the defects of both.
    #[track_caller]
    fn changed(plan: impl FnOnce(&mut Value), release: impl FnOnce(&mut Value), defects: &[String]) {
        let mut files = shipped_texts();
        let mut change = |at: usize, change: Box<dyn FnOnce(&mut Value) + '_>| {
            let mut document: Value = serde_json::from_str(&files[at]).unwrap();
            change(&mut document);
            files[at] = document.to_string();
        };
        change(2, Box::new(plan));
        change(3, Box::new(release));
        assert_eq!(examined(files.map(String::into_bytes)), (defects.to_vec(), Vec::new()));
    }

    fn plan(message: &str) -> String {
        format!("analysis.json: {message}")
    }

    fn release(message: &str) -> String {
        format!("release.json: {message}")
    }

    #[test]
    fn hides_nothing_else_in_the_settings() {
        let settings =
            |document: Value, defects: &[&str]| finds("settings.json", document.to_string(), defects, &[]);
        settings(
            json!({
                "contactForm": "yes", "recipient": [], "recipients": [RECIPIENT, 7, "age1x", RECIPIENT],
                "withdrawUntil": "soon", "handOver": true, "pause": { "idleSeconds": "180", "warningSeconds": 5 },
                "organiser": { "name": " ", "email": "nobody" },
            }),
            &[
                &format!("recipient: {UNKNOWN} Did you mean 'recipients'?"),
                &format!("pause.idleSeconds: {COUNT}"),
                "contactForm: this should be true or false.",
                &format!("recipients[1]: {TEXT}"),
                "recipients: 'age1x' is no public key, or was mistyped. Copy it again from the desk; it begins with 'age1'.",
                &format!("recipients: '{RECIPIENT}' stands there twice. Remove one."),
                "withdrawUntil: this should be a date, like \"2027-03-31\".",
                "pause: 20 seconds are the least, so that people can say that they are still there.",
                "organiser.name: it is empty. Say who collects the answers.",
                "organiser.email: 'nobody' is no address that people can write to. Give one like \"survey@example.org\".",
            ],
        );
        // Nothing is claimed of what the value may decide.
        settings(
            json!({ "contactForm": true, "recipients": RECIPIENT, "handOver": true, "organiser": { "name": 1, "email": 2 } }),
            &[
                &format!("organiser.name: {TEXT}"),
                &format!("organiser.email: {TEXT}"),
                &format!("recipients: {LIST}"),
            ],
        );
        settings(
            json!({ "contactForm": true, "recipients": [RECIPIENT], "handOver": "yes", "withdrawUntil": 2027, "pause": 5 }),
            &[
                "pause: this should be an object, in braces.",
                &format!("pause.idleSeconds: {COUNT}"),
                &format!("pause.warningSeconds: {COUNT}"),
                &format!("withdrawUntil: {TEXT}"),
                "handOver: this should be true or false.",
            ],
        );
    }

    #[test]
    fn hides_nothing_else_in_the_plan() {
        changed(
            |plan| {
                plan["groups"][0]["label"] = json!(1);
                plan["groups"][0]["codes"] = json!(["nobody"]);
                plan["groups"][1]["item"] = json!(2);
                plan["compared"][0]["bands"][0]["from"] = json!("0");
                plan["compared"][1]["scale"] = json!("sorted");
                plan["compared"][1]["bands"] = json!([{ "code": "a", "label": "a", "from": 0, "to": 1 }]);
                plan["compared"][2]["item"] = json!("nowhere");
                plan["note"] = json!("x");
            },
            |_| (),
            &[
                plan(&format!("note: {UNKNOWN}")),
                plan(&format!("groups[0].label: {TEXT}")),
                plan(&format!("groups[1].item: {TEXT}")),
                plan(&format!("compared[0].bands[0].from: {COUNT}")),
                plan("compared[1]: this should be given a scale that is \"ordered\" or \"unordered\"."),
                plan("Group 'pcn' looks for 'nobody', which is no option of 'role'. Use the code of one."),
                plan("'frequency' has bands, but is not a scale of numbers. Remove them."),
                plan(
                    "'nowhere' is to be compared, but the questionnaire does not have it. Name one of its questions.",
                ),
                release(
                    "'nowhere' is to be compared, but has no figures. Add them, or take it out of the analysis plan.",
                ),
            ],
        );
    }

    #[test]
    fn hides_nothing_else_in_the_release() {
        changed(
            |_| (),
            |release| {
                release["public"] = json!(false);
                release["title"] = json!(1);
                release["figures"][3]["series"][1]["group"] = json!("networks");
                release["figures"][0]["p"] = json!(1);
                release["figures"][0]["options"][0]["code"] = json!("nobody");
                release["figures"][1]["series"][0]["cells"][0]["percent"] = json!("3");
                release["figures"][2]["item"] = json!("nowhere");
            },
            &[
                release(&format!("title: {TEXT}")),
                release(&format!("figures[0].p: {TEXT}")),
                release(
                    "figures[1].series[0].cells[0].percent: this should be a number, 0 or more, with one decimal at most.",
                ),
                release(
                    "The release is not marked as public. This version compares with figures that are public already; set \"public\" to true only if they are.",
                ),
                release(
                    "'frequency' is to be compared, but has no figures. Add them, or take it out of the analysis plan.",
                ),
                release(
                    "'role': 'nobody' is neither an option in the questionnaire nor a band in the analysis plan. Use the code of one.",
                ),
                release("'role', group 'all': 'pcn' is none of the options. Use the code of one."),
                release(
                    "'nowhere' has figures, but the questionnaire does not have it. Name one of its questions.",
                ),
                release("'strategies', group 'networks': there is no such group. Use one from \"groups\"."),
            ],
        );
    }

    #[test]
    fn is_followed_by_nothing_that_it_may_decide() {
        let nothing = |_: &mut Value| ();
        changed(nothing, |it| it["figures"] = json!({}), &[release(&format!("figures: {LIST}"))]);
        changed(nothing, |it| it["groups"] = json!("all"), &[release(&format!("groups: {LIST}"))]);
        changed(nothing, |it| it["groups"][1]["id"] = json!(1), &[release(&format!("groups[1].id: {TEXT}"))]);
        changed(
            nothing,
            |it| it["figures"][1]["item"] = json!(1),
            &[release(&format!("figures[1].item: {TEXT}"))],
        );
        changed(
            nothing,
            |it| it["figures"][1]["series"] = json!(1),
            &[release(&format!("figures[1].series: {LIST}"))],
        );
        changed(|it| it["compared"] = json!(1), nothing, &[plan(&format!("compared: {LIST}"))]);
        changed(|it| it["groups"] = json!(1), nothing, &[plan(&format!("groups: {LIST}"))]);
        changed(
            |it| it["compared"][0]["bands"] = json!(1),
            nothing,
            &[plan(&format!("compared[0].bands: {LIST}"))],
        );
        changed(
            |it| it["compared"][0]["bands"][0]["code"] = json!(1),
            nothing,
            &[plan(&format!("compared[0].bands[0].code: {TEXT}"))],
        );
    }
}

mod entries_given_twice {
    use super::*;

    #[track_caller]
    fn changed(file: &str, change: impl FnOnce(&mut Value), defects: &[&str]) {
        let mut document: Value = serde_json::from_str(&shipped(file)).unwrap();
        change(&mut document);
        finds(file, document.to_string(), defects, &[]);
    }

    /// The last entry of a list, once more.
    fn again(list: &mut Value) {
        let list = list.as_array_mut().unwrap();
        list.extend(list.last().cloned());
    }

    #[test]
    fn in_the_analysis_plan_are_named() {
        let both =
            "Groups 'pcn' and 'gp' both look for 'gp', and people are in one group. Take it out of one.";
        let file = "analysis.json";
        changed(file, |plan| again(&mut plan["groups"]), &["groups: 'gp' stands there twice. Remove one."]);
        changed(
            file,
            |plan| again(&mut plan["groups"][1]["codes"]),
            &["groups[1].codes: 'gp-with-pcn' stands there twice. Remove one."],
        );
        changed(file, |plan| plan["groups"][0]["codes"] = json!(["pcn", "gp"]), &[both]);
        let compared = |plan: &mut Value| {
            let first = plan["compared"][1].clone();
            plan["compared"].as_array_mut().unwrap().extend([first.clone(), first]);
        };
        changed(file, compared, &["compared: 'frequency' stands there twice. Remove one."]);
        changed(
            file,
            |plan| {
                let bands = &mut plan["compared"][0]["bands"];
                bands[0]["to"] = json!(2);
                let rest = json!({ "code": "low", "label": "3 or 4", "from": 3, "to": 4 });
                bands.as_array_mut().unwrap().push(rest);
            },
            &["compared[0].bands: 'low' stands there twice. Remove one."],
        );
    }

    #[test]
    fn in_the_release_are_named() {
        let file = "release.json";
        changed(
            file,
            |release| again(&mut release["groups"]),
            &["groups: 'gp' stands there twice. Remove one."],
        );
        changed(
            file,
            |release| {
                let first = release["figures"][0].clone();
                release["figures"].as_array_mut().unwrap().push(first);
            },
            &["figures: 'role' stands there twice. Remove one."],
        );
        changed(
            file,
            |release| {
                let figure = &mut release["figures"][0];
                again(&mut figure["options"]);
                again(&mut figure["series"][0]["cells"]);
                again(&mut figure["series"]);
            },
            &[
                "figures[0].options: 'gp-with-pcn' stands there twice. Remove one.",
                "figures[0].series: 'all' stands there twice. Remove one.",
                "figures[0].series[0].cells: 'gp-with-pcn' stands there twice. Remove one.",
                "figures[0].series[1].cells: 'gp-with-pcn' stands there twice. Remove one.",
            ],
        );
    }
}

mod the_contact_form {
    use super::*;

    const NOTHING_TO_AGREE_TO: &str = "There is nothing to agree to, so that people would leave their details without having agreed. Add a required boolean item without rules that says what for.";

    /// The form with this change.
    #[track_caller]
    fn changed(change: impl FnOnce(&mut Value), defects: &[&str]) {
        let mut document: Value = serde_json::from_str(&shipped("contact.json")).unwrap();
        change(&mut document);
        finds("contact.json", document.to_string(), defects, &[]);
    }

    fn items(document: &mut Value) -> &mut Vec<Value> {
        document["item"][0]["item"].as_array_mut().unwrap()
    }

    #[test]
    fn shares_no_item_with_the_questionnaire() {
        let again = |id: &str| {
            format!(
                "Item '{id}': questionnaire.json has it too, and nothing may connect the two. Give it another linkId."
            )
        };
        changed(
            |form| {
                items(form).push(with(line("role"), &json!({ "text": "Your role" })));
                form["item"][0]["linkId"] = json!("section-you");
            },
            &[&again("section-you"), &again("role")],
        );
    }

    #[test]
    fn has_an_address_of_its_own() {
        let other = "https://hiquality.example/fhir/Questionnaire/hiquality";
        for url in [other.to_owned(), format!("{other}|2.0.0")] {
            changed(
                |form| form["url"] = json!(url),
                &[&format!(
                    "Its url '{other}' is that of questionnaire.json, so that nobody can tell answers from contact details. Give it another one."
                )],
            );
        }
        for file in ["questionnaire.json", "contact.json"] {
            for none in [json!(null), json!(" ")] {
                with_more(
                    file,
                    &json!({ "url": none }),
                    &["It has no url, by which answers name it. Give it one of its own."],
                    &[],
                );
            }
        }
    }

    #[test]
    fn takes_nothing_that_nobody_agreed_to() {
        changed(|form| drop(items(form).remove(0)), &[NOTHING_TO_AGREE_TO]);
        changed(|form| items(form)[0]["required"] = json!(false), &[NOTHING_TO_AGREE_TO]);
        changed(
            |form| {
                let rule = json!([{ "question": "contact-name", "operator": "=", "answerString": "me" }]);
                items(form).rotate_left(1);
                let agree = items(form).last_mut().unwrap();
                agree["enableWhen"] = rule;
            },
            &[NOTHING_TO_AGREE_TO],
        );
        changed(|form| items(form)[0]["linkId"] = json!("contact-agreed"), &[]);
        // Nobody sees a form that is not offered.
        let mut files = shipped_texts();
        files[1] = json!({
            "resourceType": "Questionnaire", "url": "urn:c", "status": "active", "item": [line("details")],
        })
        .to_string();
        files[4] = json!({ "contactForm": false }).to_string();
        assert_eq!(examined(files.map(String::into_bytes)), (Vec::new(), Vec::new()));
    }
}

mod sizes {
    use super::*;

    fn scale(from: i32, to: i32) -> Value {
        let limits = [
            extension("minValue", &json!({ "valueInteger": from })),
            extension("maxValue", &json!({ "valueInteger": to })),
            control("radio-button"),
        ];
        json!({ "linkId": "scale", "type": "integer", "text": "How much?", "extension": limits })
    }

    #[test]
    fn out_of_proportion_are_said() {
        with_items(&[scale(0, 20)], &[], &[]);
        let long = |numbers: &str| {
            format!(
                "Item 'scale': its scale has {numbers} numbers, each with a button of its own. Use 21 at most, or leave out the control 'radio-button', so that people type the number."
            )
        };
        with_items(&[scale(0, 21)], &[], &[&long("22")]);
        with_items(&[scale(i32::MIN, i32::MAX)], &[], &[&long("4294967296")]);
        with_items(&[with(line("words"), &json!({ "maxLength": 10_000 }))], &[], &[]);
        let words = "its maxLength is 10001, and a sealed record with many words is padded to the longest that there can be. Use 10000 at most.";
        with_items(
            &[with(line("words"), &json!({ "maxLength": 10_001 }))],
            &[],
            &[&format!("Item 'words': {words}")],
        );
    }

    #[test]
    fn of_a_padded_record_are_said() {
        let texts: Vec<Value> = (0..30)
            .map(|n| json!({ "linkId": format!("t{n}"), "type": "text", "text": format!("Part {n}"), "maxLength": 10_000 }))
            // Of few, so that the survey takes no longer.
            .map(|text| when(text, &[("comments", "exists", answered(true))]))
            .collect();
        with_items(
            &texts,
            &[],
            &[
                "A sealed record with many words is padded to the longest that there can be, which is 1.3 MB. Lower the maxLength of its texts until it is 1 MB at most.",
            ],
        );
    }
}

mod rules {
    use super::*;

    #[test]
    fn that_come_to_nothing_are_found_here_and_stop_no_survey() {
        let both = [("gate", "exists", answered(true)), ("gate", "exists", answered(false))];
        let gate = json!({ "linkId": "gate", "type": "boolean", "text": "Well?" });
        with_items(
            &[gate, when(line("dead"), &both)],
            &[
                "Item 'dead': its rules never hold, whatever is answered, so it is never asked. Correct them, or remove the item.",
            ],
            &[],
        );
    }

    #[test]
    fn of_which_nothing_can_be_claimed_are_said() {
        let codes: Vec<String> = (0..40).map(|n| format!("c{n}")).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let all: Vec<(&str, &str, Value)> =
            codes.iter().map(|code| ("many", "=", fixtures::is(code))).collect();
        let many = with(choice("many", &codes), &json!({ "repeats": true, "text": "Which?" }));
        with_items(
            &[many, when(line("asked"), &all), when(with(line("too"), &json!({ "text": "And?" })), &all)],
            &[],
            &[
                "Whether the rules of these items never or always hold takes more tries than are made: 'asked', 'too'. Try them in the app.",
                "Item 'many': options without a display are shown as their codes: 'c0', 'c1', 'c2', 'c3', 'c4', and 35 more. Give each one.",
            ],
        );
    }
}

mod settings {
    use super::*;

    #[track_caller]
    fn settings(more: &Value, defects: &[&str], warnings: &[&str]) {
        with_more("settings.json", more, defects, warnings);
    }

    #[test]
    fn name_someone_who_can_be_written_to() {
        settings(&json!({ "organiser": { "name": "Sam", "email": "sam@nhs.net" } }), &[], &[]);
        for email in ["", "sam", "sam@", "sam@nhs", "Sam <sam@nhs.net>", "sam@nhs.net, jo@nhs.net"] {
            let message = format!(
                "organiser.email: '{email}' is no address that people can write to. Give one like \"survey@example.org\"."
            );
            settings(&json!({ "organiser": { "name": "Sam", "email": email } }), &[&message], &[]);
        }
        settings(
            &json!({ "organiser": { "name": " ", "email": "sam@nhs.net" } }),
            &["organiser.name: it is empty. Say who collects the answers."],
            &[],
        );
    }

    #[test]
    fn take_public_keys_and_never_show_a_private_one() {
        let sealing_to = |keys: &[&str]| json!({ "recipients": keys, "withdrawUntil": "2027-03-31", "handOver": true, "organiser": { "name": "Sam", "email": "sam@nhs.net" } });
        settings(&sealing_to(&[RECIPIENT]), &[], &[]);
        let mistyped = RECIPIENT.replace("ql3z", "ql3s");
        settings(
            &sealing_to(&[RECIPIENT, &mistyped]),
            &[&format!(
                "recipients: '{mistyped}' is no public key, or was mistyped. Copy it again from the desk; it begins with 'age1'."
            )],
            &[],
        );
        let private = "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ";
        for private in [private.to_owned(), private.to_lowercase(), format!(" {private}")] {
            let message = |at: usize| {
                format!(
                    "recipients[{at}]: this is a private key, with which anyone who reads this file can open every record. Take it out, make a new key at the desk, and put its public key here; it begins with 'age1'."
                )
            };
            settings(&sealing_to(&[RECIPIENT, &private, &private]), &[&message(1), &message(2)], &[]);
        }
    }

    #[test]
    fn let_people_withdraw_until_a_day_that_is_still_to_come() {
        let said = |until: &str, today: Option<&str>| {
            let mut files = shipped_texts();
            files[4] = json!({
                "contactForm": true, "recipients": [RECIPIENT], "handOver": true, "withdrawUntil": until,
                "organiser": { "name": "The study team", "email": "survey@example.org" },
            })
            .to_string();
            let Examination { defects, warnings, .. } = Examination::on(today, files.map(String::into_bytes));
            assert_eq!(defects, []);
            warnings.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let past = |date: &str| {
            format!(
                "settings.json: withdrawUntil: '{date}' is past, so people would be told that they could have had their record deleted. Give a day that is still to come."
            )
        };
        let no_day = |date: &str| {
            format!("settings.json: withdrawUntil: '{date}' names no day. Write it like \"2027-03-31\".")
        };
        let today = Some("2027-03-31");
        assert_eq!(said("2027-03-30", today), [past("2027-03-30")]);
        assert_eq!(said("2019-12-31", today), [past("2019-12-31")]);
        assert_eq!(said("2027-03-31", today), [""; 0]);
        assert_eq!(said("2027-04-01", today), [""; 0]);
        assert_eq!(said("2027-02", today), [no_day("2027-02"), past("2027-02")]);
        assert_eq!(said("2027-03", today), [no_day("2027-03")]);
        assert_eq!(said("2027", today), [no_day("2027")]);
        // Where nobody says what day it is, nothing is said of it.
        assert_eq!(said("2019-12-31", None), [""; 0]);
    }

    #[test]
    fn that_collect_let_phones_hand_over() {
        let collecting = |more: &Value| {
            with(
                json!({ "recipients": [RECIPIENT], "withdrawUntil": "2027-03-31", "organiser": { "name": "Sam", "email": "sam@nhs.net" } }),
                more,
            )
        };
        settings(&collecting(&json!({ "handOver": true })), &[], &[]);
        settings(
            &collecting(&json!({})),
            &[],
            &[
                "recipients: what people answer on their own phones is sealed, and without deliver or handOver nobody gets it. Name a storage in deliver, or set handOver to true, unless everybody answers on your devices.",
            ],
        );
        settings(
            &collecting(&json!({ "handOver": true, "organiser": null })),
            &[],
            &["handOver: people can hand their record over, but nobody is named to whom. Name an organiser."],
        );
        settings(
            &collecting(&json!({ "handOver": true, "withdrawUntil": "2027-03" })),
            &[],
            &["withdrawUntil: '2027-03' names no day. Write it like \"2027-03-31\"."],
        );
        settings(
            &collecting(&json!({ "handOver": true, "withdrawUntil": "2027-02-29" })),
            &["withdrawUntil: this should be a date, like \"2027-03-31\"."],
            &[],
        );
    }
}

mod a_delivery {
    use super::*;

    const TO: &str = "https://box.example.org/records/{name}.age";

    /// With these settings beside a recipient there are exactly these defects and warnings.
    #[track_caller]
    fn settings(more: &Value, defects: &[&str], warnings: &[&str]) {
        let collecting = json!({
            "recipients": [RECIPIENT], "withdrawUntil": "2027-03-31", "contactForm": false,
            "organiser": { "name": "Sam", "email": "sam@nhs.net" },
        });
        with_more("settings.json", &with(collecting, more), defects, warnings);
    }

    #[test]
    fn goes_to_a_storage_that_takes_files_from_anyone() {
        let headers = json!({ "x-ms-blob-type": "BlockBlob", "If-None-Match": "*" });
        for to in [
            TO,
            "https://box.example.org:8443/{name}?sv=2024-11-04&sig=a%2Bb",
            "https://a.example/b?file={name}",
        ] {
            settings(&json!({ "deliver": { "to": to, "headers": headers, "shared": true } }), &[], &[]);
        }
    }

    #[test]
    fn has_an_address_with_a_place_for_the_name() {
        let whole =
            "this should be a whole address, like \"https://storage.example.org/records/{name}.age\".";
        let name = "{name} should stand in it once, behind the host, where the name of each file goes, and no # anywhere.";
        let secret = "it has a user name or a password in it, which browsers do not send. Use an address that lets anyone put a file there.";
        for (to, why) in [
            ("", whole),
            ("box/{name}", whole),
            ("ftp://box.example.org/{name}", whole),
            ("https:///{name}", whole),
            ("https://box.example.org", whole),
            ("https://box.example.org?{name}", whole),
            ("https://box.example.org/my records/{name}", whole),
            ("https://box.example.org/récords/{name}", whole),
            ("https://box.example.org/records", name),
            ("https://{name}.example.org/records", name),
            ("https://box.example.org/{name}/{name}", name),
            ("https://box.example.org/{NAME}", name),
            ("https://box.example.org/{name}#top", name),
            ("https://sam:secret@box.example.org/{name}", secret),
            (
                "http://box.example.org/{name}",
                "it does not begin with https://, so browsers would not send records there.",
            ),
            (
                "http://localhost.example.org/{name}",
                "it does not begin with https://, so browsers would not send records there.",
            ),
        ] {
            settings(&json!({ "deliver": { "to": to } }), &[&format!("deliver.to: {why}")], &[]);
            let contact = json!({ "deliver": { "to": TO, "contact": to } });
            settings(&contact, &[&format!("deliver.contact: {why}")], &[]);
        }
    }

    #[test]
    fn may_be_tried_on_the_device_itself() {
        for host in ["localhost", "localhost:8080", "127.0.0.1:9", "[::1]:8080"] {
            let to = format!("http://{host}/{{name}}");
            settings(
                &json!({ "deliver": { "to": to } }),
                &[],
                &["deliver.to: this is a place on the device itself, for trying only."],
            );
        }
    }

    #[test]
    fn keeps_contact_details_apart_from_the_answers() {
        settings(
            &json!({ "deliver": { "to": TO, "contact": TO } }),
            &[
                "deliver.contact: contact details would lie beside the answers. Give them a storage of their own.",
            ],
            &[],
        );
        settings(
            &json!({ "deliver": { "to": TO }, "contactForm": true }),
            &[],
            &[
                "deliver.contact: there is none, so contact details stay on people's phones, where nobody gets them. Give a storage of their own, or set contactForm to false.",
            ],
        );
    }

    #[test]
    fn sends_no_header_that_browsers_keep_back() {
        let own = "browsers send this one by their own rules and leave out what a page says. Remove it.";
        let value = "its value should be of letters, digits and signs on one line, without spaces around it.";
        for (name, text, why) in [
            ("Host", "box.example.org", own),
            ("cookie", "a=b", own),
            ("Sec-Fetch-Mode", "cors", own),
            ("Proxy-Authorization", "x", own),
            ("x ms blob", "x", "this is no name of a header. Copy it again from the storage's guide."),
            ("", "x", "this is no name of a header. Copy it again from the storage's guide."),
            ("x-a", "", value),
            ("x-a", "b\u{2028}c", value),
            ("x-a", " b", value),
        ] {
            let message = format!("deliver.headers: '{name}': {why}");
            settings(&json!({ "deliver": { "to": TO, "headers": { name: text } } }), &[&message], &[]);
        }
        settings(
            &json!({ "deliver": { "to": TO, "headers": ["x-a"] } }),
            &["deliver.headers: this should be an object, in braces."],
            &[],
        );
        settings(
            &json!({ "deliver": { "to": TO, "headers": { "x-a": 1 } } }),
            &["deliver.headers.x-a: this should be a text, in quotes."],
            &[],
        );
    }

    #[test]
    fn is_of_sealed_records_alone() {
        with_more(
            "settings.json",
            &json!({ "deliver": { "to": TO }, "contactForm": false }),
            &["deliver: records can only be delivered sealed. Add a public key to recipients."],
            &[],
        );
    }

    /// The line is to be copied as it stands.
    #[test]
    fn goes_where_the_policy_of_the_page_lets_it() {
        let page =
            |policy: &str| format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
        let kept_back = |policy: &str| study::delivery::kept_back(&page(policy), TO);
        for policy in [
            "connect-src 'self' https://box.example.org",
            "default-src 'none'; Connect-Src https://BOX.example.org/records/",
            "connect-src https://*.example.org; default-src 'none'",
            "connect-src 'self' https:",
            "connect-src *",
            "connect-src box.example.org",
            "default-src 'self' https://box.example.org",
            "script-src 'self'",
        ] {
            assert_eq!(kept_back(policy), None, "{policy}");
        }
        for (policy, line) in [
            (
                "default-src 'none'; connect-src 'self'; font-src 'self'",
                "connect-src 'self' https://box.example.org",
            ),
            ("default-src 'none'", "connect-src https://box.example.org"),
            ("connect-src", "connect-src https://box.example.org"),
            (
                "connect-src https://box.example.org:8443",
                "connect-src https://box.example.org:8443 https://box.example.org",
            ),
            (
                "connect-src http://box.example.org",
                "connect-src http://box.example.org https://box.example.org",
            ),
            (
                "connect-src https://*.box.example.org",
                "connect-src https://*.box.example.org https://box.example.org",
            ),
            (
                "connect-src https://box.example.org/other/",
                "connect-src https://box.example.org/other/ https://box.example.org",
            ),
            (
                "connect-src https://evilbox.example.org",
                "connect-src https://evilbox.example.org https://box.example.org",
            ),
        ] {
            let message = format!(
                "the Content-Security-Policy in index.html does not let the page send to https://box.example.org. Write there, in the place of the part that begins with connect-src: {line}; and the same where your host sends a policy."
            );
            assert_eq!(kept_back(policy), Some(message), "{policy}");
        }
        assert_eq!(study::delivery::kept_back("<p>No policy</p>", TO), None);
    }
}

#[test]
fn minutes_that_it_does_not_take_are_pointed_out() {
    let minutes = |minutes: u32, defects: &[&str], warnings: &[&str]| {
        with_more("settings.json", &json!({ "minutes": minutes }), defects, warnings);
    };
    minutes(8, &[], &[]);
    minutes(
        3,
        &[],
        &[
            "minutes: people are told 3, and by its words and questions it takes about 8. Answer it with a watch, and correct this.",
        ],
    );
    minutes(
        0,
        &["minutes: nothing takes no time. Say about how many it takes, or leave this out."],
        &[
            "minutes: people are told 0, and by its words and questions it takes about 8. Answer it with a watch, and correct this.",
        ],
    );
}

mod a_period {
    use super::*;

    #[track_caller]
    fn settings(period: &Value, defects: &[&str]) {
        with_more("settings.json", period, defects, &[]);
    }

    #[test]
    fn is_written_in_days_in_their_order() {
        settings(&json!({ "opens": "2026-12-01", "closes": "2026-12-01", "finishWithinDays": 14 }), &[]);
        settings(&json!({ "opens": "2026-12-01" }), &[]);
        for day in ["", "2026-12", "1 December 2026", "2026-02-30"] {
            settings(&json!({ "opens": day }), &["opens: this should be a day, like \"2027-03-31\"."]);
        }
        settings(
            &json!({ "opens": "2026-12-02", "closes": "2026-12-01" }),
            &["closes: this day is before 'opens'. Change one of the two."],
        );
        settings(
            &json!({ "opens": "2026-12-02", "finishWithinDays": 3 }),
            &[
                "finishWithinDays: nothing closes. Say when, like \"closes\": \"2027-03-31\", or leave this out.",
            ],
        );
        settings(
            &json!({ "closes": "2026-12-02", "finishWithinDays": -3 }),
            &["finishWithinDays: this should be a whole number, 0 or more."],
        );
    }
}

mod files {
    use super::*;

    #[test]
    fn saved_by_windows_programs_are_read_or_named() {
        finds("settings.json", [b"\xef\xbb\xbf", shipped("settings.json").as_bytes()].concat(), &[], &[]);
        finds(
            "settings.json",
            &b"{ \"contactForm\": true,\r\n\"organiser\": { \"name\": \"Zo\xeb\" } }"[..],
            &[
                "It is not saved as UTF-8: at line 2, column 27 stands the byte EB, which is no letter there. Save it again and choose the encoding UTF-8.",
            ],
            &[],
        );
    }
}
