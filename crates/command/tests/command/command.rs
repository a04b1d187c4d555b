//! The organiser's command: what it prints, and the exit code by which a script knows.

use fixtures::{choice, coding, is, shipped_texts, when};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;
use study::FILES;

/// A folder of its own for a test, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("hiquality-command-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Writes a file into it and names its path.
    fn file(&self, name: &str, text: &(impl AsRef<[u8]> + ?Sized)) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be removed stays in the system's folder for such things, which is no reason to fail.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_hiquality")).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (run.status.code(), text(run.stdout), text(run.stderr))
}

/// The command ends with this code and prints exactly these lines: nothing on the error stream for 0 and 1 on
/// standard output, nothing on standard output for what goes wrong elsewhere.
#[track_caller]
fn prints(arguments: &[&str], code: i32, lines: &[&str]) {
    assert_eq!(run(arguments), (Some(code), together(lines), String::new()), "{arguments:?}");
}

#[track_caller]
fn complains(arguments: &[&str], code: i32, lines: &[&str]) {
    assert_eq!(run(arguments), (Some(code), String::new(), together(lines)), "{arguments:?}");
}

fn together(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn questionnaire(items: &Value) -> String {
    json!({ "resourceType": "Questionnaire", "status": "active", "item": items }).to_string()
}

fn response(items: &Value) -> String {
    json!({ "resourceType": "QuestionnaireResponse", "status": "completed", "item": items }).to_string()
}

/// A choice, and what is asked of those who choose `a`.
fn two_questions() -> String {
    questionnaire(&json!([
        choice("first", &["a", "b"]),
        when(
            json!({ "linkId": "second", "type": "string", "required": true, "maxLength": 3 }),
            &[("first", "=", is("a"))]
        ),
    ]))
}

fn chose(code: &str) -> Value {
    json!({ "linkId": "first", "answer": [{ "valueCoding": coding(code) }] })
}

mod check {
    use super::*;

    fn study(name: &str, texts: &[String; 5]) -> Folder {
        let folder = Folder::new(name);
        FILES.iter().zip(texts).for_each(|(name, text)| drop(folder.file(name, text)));
        folder
    }

    #[test]
    fn finds_nothing_wrong_with_the_study_as_shipped() {
        let folder = fixtures::project("study").display().to_string();
        prints(
            &["check", &folder],
            0,
            &["Nothing is wrong: 54 items take answers, 21 of them are compared."],
        );
    }

    #[test]
    fn names_every_defect_with_its_file() {
        let mut texts = shipped_texts();
        texts[0] = texts[0].replacen("\"code\": \"never\"", "\"code\": \"not-ever\"", 1);
        texts[4] = "{ \"contactForm\": true, \"receivers\": [] }".to_owned();
        let folder = study("defects", &texts);
        let (code, printed, _) = run(&["check", &folder.path("")]);
        assert_eq!(code, Some(1));
        let rule = "a rule compares 'frequency' with 'never', which is none of its options. Use the code and system of an option.";
        let asked = ["strategies-page", "reach", "section-effectiveness"];
        let mut lines: Vec<String> =
            asked.iter().map(|id| format!("questionnaire.json: Item '{id}': {rule}")).collect();
        lines.push("settings.json: receivers: this should be left out, or its name corrected: it is none that is known here.".to_owned());
        assert_eq!(printed.lines().collect::<Vec<_>>(), lines);
    }

    #[test]
    fn tells_warnings_from_defects_and_finds_the_study_fit_for_use_in_spite_of_them() {
        let mut texts = shipped_texts();
        texts[0] = texts[0].replacen("\"status\": \"active\"", "\"status\": \"draft\"", 1);
        let folder = study("warnings", &texts);
        let warning = "warning: questionnaire.json: Its status is 'draft', and answers are meant for active ones. Set it to \"active\" when you collect.";
        prints(
            &["check", &folder.path("")],
            0,
            &[warning, "Nothing else is wrong: 54 items take answers, 21 of them are compared."],
        );
        folder.file("settings.json", "{ \"contactForm\": true, \"organizer\": null }");
        prints(
            &["check", &folder.path("")],
            1,
            &[
                "settings.json: organizer: this should be left out, or its name corrected: it is none that is known here. Did you mean 'organiser'?",
                warning,
            ],
        );
    }

    #[test]
    fn knows_what_day_it_is() {
        let folder = study("day", &shipped_texts());
        let settings = |until: &str| {
            let organiser = json!({ "name": "The study team", "email": "survey@example.org" });
            let settings = json!({
                "contactForm": true, "organiser": organiser, "recipients": [fixtures::RECIPIENT], "handOver": true,
                "withdrawUntil": until,
            });
            folder.file("settings.json", &settings.to_string());
        };
        settings("2025-12-31");
        prints(
            &["check", &folder.path("")],
            0,
            &[
                "warning: settings.json: withdrawUntil: '2025-12-31' is past, so people would be told that they could have had their record deleted. Give a day that is still to come.",
                "Nothing else is wrong: 54 items take answers, 21 of them are compared.",
            ],
        );
        settings("2999-12-31");
        prints(
            &["check", &folder.path("")],
            0,
            &["Nothing is wrong: 54 items take answers, 21 of them are compared."],
        );
    }

    #[test]
    fn of_a_built_folder_looks_at_the_policy_of_the_page_too() {
        let folder = Folder::new("built");
        std::fs::create_dir(folder.path("study")).unwrap();
        let names = FILES.map(|name| format!("study/{name}"));
        names.iter().zip(shipped_texts()).for_each(|(name, text)| drop(folder.file(name, &text)));
        let settings = json!({
            "contactForm": false, "organiser": null, "recipients": [fixtures::RECIPIENT], "withdrawUntil": "2999-12-31",
            "deliver": { "to": "https://box.example.org/{name}", "contact": "https://other.example.org/{name}" },
        });
        folder.file("study/settings.json", &settings.to_string());
        let built = folder.path("");
        let policy = |sources: &str| {
            let page =
                format!("<meta http-equiv=\"Content-Security-Policy\" content=\"connect-src {sources}\">");
            folder.file("index.html", &page);
        };
        let fine = "Nothing is wrong: 54 items take answers, 21 of them are compared.";
        policy("'self' https://box.example.org https://other.example.org");
        prints(&["check", &built], 0, &[fine]);
        policy("'self' https://box.example.org");
        prints(
            &["check", &built],
            1,
            &[
                "settings.json: deliver.contact: the Content-Security-Policy in index.html does not let the page send to https://other.example.org. Write there, in the place of the part that begins with connect-src: connect-src 'self' https://box.example.org https://other.example.org; and the same where your host sends a policy.",
            ],
        );
        prints(&["check", &folder.path("study")], 0, &[fine]);
    }

    #[test]
    fn reads_what_windows_programs_save_or_says_where_it_cannot() {
        let folder = study("windows", &shipped_texts());
        folder.file("settings.json", b"\xef\xbb\xbf{ \"contactForm\": true }");
        let fine = "Nothing is wrong: 54 items take answers, 21 of them are compared.";
        prints(&["check", &folder.path("")], 0, &[fine]);
        folder.file("settings.json", b"{ \"name\": \"caf\xe9\" }");
        folder.file("analysis.json", b"\xff\xfe{\0");
        prints(
            &["check", &folder.path("")],
            1,
            &[
                "analysis.json: It is saved as UTF-16. Save it again and choose the encoding UTF-8.",
                "settings.json: It is not saved as UTF-8: at line 1, column 15 stands the byte E9, which is no letter there. Save it again and choose the encoding UTF-8.",
            ],
        );
    }

    #[test]
    fn is_misused_where_the_folder_is_none() {
        let folder = Folder::new("empty");
        let line = |name: &str| {
            let missing = folder.path(name);
            format!("{missing} can't be read: No such file or directory (os error 2). Check the path.")
        };
        complains(&["check", &folder.path("")], 2, &[&FILES.map(line).join("\n")]);
    }
}

mod validate {
    use super::*;

    #[test]
    fn accepts_what_fits() {
        let folder = Folder::new("accepts");
        let q = folder.file("q.json", &two_questions());
        let r = folder.file("r.json", &response(&json!([chose("b")])));
        prints(&["validate", &q, &r], 0, &["Accepted."]);
        prints(&["validate", &q, &r, "--json"], 0, &[r#"{"accepted":true,"problems":[]}"#]);
    }

    #[test]
    fn lists_every_problem() {
        let folder = Folder::new("lists");
        let q = folder.file("q.json", &two_questions());
        let r = folder.file("r.json", &response(&json!([{ "linkId": "zero" }, chose("c"), { "linkId": "second", "answer": [{ "valueString": "long" }] }])));
        prints(
            &["validate", &q, &r],
            1,
            &[
                "error: zero: the questionnaire has no such item.",
                "error: first: 'c' is none of its options.",
                "error: second: it is answered, but by the questionnaire's rules it is not asked.",
                "Not accepted.",
            ],
        );
        let r = folder.file("r.json", &response(&json!([chose("a")])));
        prints(
            &["validate", &q, &r],
            1,
            &["error: second: it must be answered, and is not.", "Not accepted."],
        );
    }

    #[test]
    fn accepts_with_a_warning() {
        let folder = Folder::new("warning");
        let draft = two_questions().replace("active", "draft");
        let q = folder.file("q.json", &draft);
        let r = folder.file("r.json", &response(&json!([chose("b")])));
        prints(
            &["validate", &q, &r],
            0,
            &[
                "warning: The questionnaire's status is 'draft'; answers are meant for active ones.",
                "Accepted.",
            ],
        );
    }

    #[test]
    fn passes_over_nothing_that_someone_meant() {
        let folder = Folder::new("unread");
        let q = folder.file("q.json", &two_questions());
        let judged = |items: &str, errors: &[&str]| {
            let whole = format!(
                r#"{{ "resourceType": "QuestionnaireResponse", "status": "completed", "item": [{items}] }}"#
            );
            let r = folder.file("r.json", &whole);
            let errors = errors.iter().map(|error| format!("error: {error}"));
            let end = if errors.len() == 0 { "Accepted." } else { "Not accepted." };
            let lines: Vec<String> = errors.chain([end.to_owned()]).collect();
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            prints(&["validate", &q, &r], i32::from(lines.len() > 1), &lines);
        };
        let b = r#""valueCoding": { "system": "urn:tiny", "code": "b" }"#;
        let unknown = |name: &str, what: &str| {
            format!("first: {name} is no name that FHIR R4 has there, so nobody reads it. {what}")
        };
        judged(
            &format!(r#"{{ "linkId": "first", "answer": [{{ {b} }}], "anwser": [], "note": 1 }}"#),
            &[
                &unknown("'anwser'", "Did you mean 'answer'?"),
                &unknown("'note'", "Remove it, or correct its name."),
            ],
        );
        judged(
            &format!(r#"{{ "linkId": "first", "answer": [{{ {b}, "items": [] }}] }}"#),
            &[&unknown("answer[0]: 'items'", "Did you mean 'item'?")],
        );
        judged(
            &format!(r#"{{ "linkId": "first", "answer": [{{ {b} }}], "text": "One", "text": "Two" }}"#),
            &["first: 'text' stands there twice, and only one of the two is read. Remove one."],
        );
        judged(
            &format!(r#"{{ "linkId": "first", "answer": [{{ {b}, "valueString": "b" }}] }}"#),
            &[
                "first: answer[0]: 'valueCoding' and 'valueString' stand there side by side, and only one of the two is read. Remove one.",
            ],
        );
        let modifier = r#""modifierExtension": [{ "url": "urn:not", "valueBoolean": true }]"#;
        let modified = "It has a modifierExtension, which can change its meaning and is not known here.";
        judged(
            &format!(r#"{{ "linkId": "first", {modifier}, "answer": [{{ {b} }}] }}"#),
            &[&format!("first: {modified}")],
        );
        judged(
            &format!(r#"{{ "linkId": "first", "answer": [{{ {b}, {modifier} }}] }}"#),
            &[&format!("first: answer[0]: {modified}")],
        );
        // What FHIR has besides is no mistake.
        let beside = r#""id": "i", "extension": [{ "url": "urn:x", "valueString": "x" }], "definition": "urn:d", "_text": { "id": "t" }"#;
        judged(
            &format!(
                r#"{{ "linkId": "first", {beside}, "answer": [{{ {b}, "id": "a", "extension": [], "modifierExtension": [] }}] }}"#
            ),
            &[],
        );
    }

    #[test]
    fn reads_what_fhir_has_of_the_whole() {
        let folder = Folder::new("whole");
        let q = folder.file("q.json", &two_questions());
        let whole = |more: Value| {
            let document = serde_json::from_str(&response(&json!([chose("b")]))).unwrap();
            folder.file("r.json", &fixtures::with(document, &more).to_string())
        };
        let reference = json!({ "reference": "Patient/1", "display": "Sam" });
        let r = whole(json!({
            "id": "r", "meta": { "profile": ["urn:p"] }, "language": "en", "text": { "status": "generated", "div": "<div/>" },
            "contained": [{ "resourceType": "Patient", "contact": [{ "modifierExtension": [{ "url": "urn:m" }] }] }], "identifier": { "system": "urn:s", "value": "1" },
            "basedOn": [reference], "partOf": [reference], "subject": reference, "encounter": reference,
            "authored": "2026-01-01T10:00:00Z", "_authored": { "extension": [] }, "author": reference, "source": reference,
        }));
        prints(&["validate", &q, &r], 0, &["Accepted."]);
        let r = whole(json!({ "staus": "completed" }));
        prints(
            &["validate", &q, &r],
            1,
            &[
                "error: 'staus' is no name that FHIR R4 has there, so nobody reads it. Did you mean 'status'?",
                "Not accepted.",
            ],
        );
    }

    #[test]
    fn writes_json_that_programs_can_read() {
        let folder = Folder::new("json");
        let q = folder.file("q.json", &two_questions().replace("active", "draft"));
        let r = folder.file("r.json", &response(&json!([chose("a"), { "answer": [] }])));
        let (code, printed, _) = run(&["validate", "--json", &q, &r]);
        assert_eq!(code, Some(1));
        assert_eq!(
            serde_json::from_str::<Value>(&printed).unwrap(),
            json!({ "accepted": false, "problems": [
                { "severity": "warning", "linkId": null, "message": "The questionnaire's status is 'draft'; answers are meant for active ones." },
                { "severity": "error", "linkId": null, "message": "An item has no linkId, so nobody can tell what it answers." },
                { "severity": "error", "linkId": "second", "message": "it must be answered, and is not." },
            ] })
        );
    }

    #[test]
    fn does_not_accept_a_response_whose_questionnaire_cannot_be_had_or_understood() {
        let folder = Folder::new("unresolved");
        let r = folder.file("r.json", &response(&json!([])));
        let nowhere = folder.path("nowhere.json");
        let missing = format!(
            "error: {nowhere} can't be read: No such file or directory (os error 2). Check the path."
        );
        prints(&["validate", &nowhere, &r], 1, &[&missing, "Not accepted."]);

        let unclear = folder.file(
            "unclear.json",
            &questionnaire(&json!([{ "linkId": "q", "type": "question" }, { "type": "string" }])),
        );
        prints(
            &["validate", &unclear, &r],
            1,
            &[
                "error: Item 'q': 'question' is not a type of FHIR R4 items. Use one such as \"choice\" or \"group\".",
                "error: An item has no linkId. Give every item one of its own.",
                "Not accepted.",
            ],
        );

        let broken = folder.file("broken.json", "{ \"resourceType\": ");
        let why = format!("error: {broken} can't be read: at line 1, column 19 a value is missing.");
        prints(&["validate", &broken, &r], 1, &[&why, "Not accepted."]);
    }

    #[test]
    fn does_not_accept_what_is_no_response() {
        let folder = Folder::new("no-response");
        let q = folder.file("q.json", &two_questions());
        let broken = folder.file("broken.json", "{}}");
        prints(
            &["validate", &q, &broken],
            1,
            &[
                "error: The response can't be read: at line 1, column 3 something stands behind the end.",
                "Not accepted.",
            ],
        );
        let misfit = folder.file(
            "misfit.json",
            &json!({ "resourceType": "QuestionnaireResponse", "status": 1, "item": {} }).to_string(),
        );
        prints(
            &["validate", &q, &misfit],
            1,
            &[
                "error: The response can't be read: status: this should be a text, in quotes.",
                "error: The response can't be read: item: this should be a list, in brackets.",
                "Not accepted.",
            ],
        );
        let other = folder.file("other.json", &two_questions());
        prints(
            &["validate", &q, &other],
            1,
            &["error: This is not a FHIR QuestionnaireResponse.", "Not accepted."],
        );
    }

    #[test]
    fn reads_a_byte_order_mark_and_does_not_accept_what_is_no_utf_8() {
        let folder = Folder::new("encodings");
        let marked = |text: String| [b"\xef\xbb\xbf", text.as_bytes()].concat();
        let q = folder.file("q.json", &marked(two_questions()));
        let r = folder.file("r.json", &marked(response(&json!([chose("b")]))));
        prints(&["validate", &q, &r], 0, &["Accepted."]);
        prints(&["route", &q, &r], 0, &["first"]);
        let latin = folder.file("latin.json", b"{ \"text\": \"\xe9\" }");
        let why = "It is not saved as UTF-8: at line 1, column 12 stands the byte E9, which is no letter there. Save it again and choose the encoding UTF-8.";
        prints(
            &["validate", &q, &latin],
            1,
            &[&format!("error: The response can't be read: {why}"), "Not accepted."],
        );
        prints(
            &["validate", &latin, &r],
            1,
            &[&format!("error: {latin} can't be read: {why}"), "Not accepted."],
        );
        complains(&["route", &q, &latin], 1, &[&format!("{latin} can't be read: {why}")]);
    }

    #[test]
    fn is_misused_without_a_response() {
        let folder = Folder::new("misused");
        let q = folder.file("q.json", &two_questions());
        let nowhere = folder.path("nowhere.json");
        complains(
            &["validate", &q, &nowhere],
            2,
            &[&format!("{nowhere} can't be read: No such file or directory (os error 2). Check the path.")],
        );
    }
}

mod route {
    use super::*;

    #[test]
    fn prints_the_ids_of_what_is_asked_in_document_order() {
        let folder = Folder::new("route");
        let q = folder.file(
            "q.json",
            &questionnaire(&json!([
                choice("first", &["a", "b"]),
                when(
                    json!({ "linkId": "group", "type": "group", "item": [
                        { "linkId": "note", "type": "display" },
                        { "linkId": "inner", "type": "boolean", "item": [{ "linkId": "within", "type": "string" }] },
                        when(json!({ "linkId": "never", "type": "boolean" }), &[("first", "=", is("b"))]),
                    ] }),
                    &[("first", "=", is("a"))],
                ),
                { "linkId": "last", "type": "boolean" },
            ])),
        );
        let a = folder.file("a.json", &response(&json!([chose("a")])));
        prints(&["route", &q, &a], 0, &["first", "group", "note", "inner", "within", "last"]);
        let b = folder.file("b.json", &response(&json!([chose("b")])));
        prints(&["route", &q, &b], 0, &["first", "last"]);
        let nothing = folder.file("nothing.json", &response(&json!([])));
        prints(&["route", &q, &nothing], 0, &["first", "last"]);
    }

    #[test]
    fn says_what_is_wrong_with_what_it_reads() {
        let folder = Folder::new("route-wrong");
        let q = folder.file("q.json", &questionnaire(&json!([{ "linkId": "q", "type": "question" }])));
        let r = folder.file("r.json", &response(&json!([])));
        complains(
            &["route", &q, &r],
            1,
            &[
                "Item 'q': 'question' is not a type of FHIR R4 items. Use one such as \"choice\" or \"group\".",
            ],
        );
        let nowhere = folder.path("nowhere.json");
        let missing =
            format!("{nowhere} can't be read: No such file or directory (os error 2). Check the path.");
        complains(&["route", &nowhere, &r], 2, &[&missing]);
    }
}

#[test]
fn misuse_is_told_from_a_bad_study() {
    for arguments in [
        &[][..],
        &["judge"],
        &["check"],
        &["check", "a", "b"],
        &["validate", "q.json"],
        &["validate", "q.json", "r.json", "--xml"],
        &["route"],
    ] {
        let (code, printed, complaint) = run(arguments);
        assert_eq!((code, printed.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(complaint.contains("Usage: "), "{complaint}");
    }
}

#[test]
fn help_says_what_the_exit_codes_mean() {
    let (code, printed, _) = run(&["--help"]);
    assert_eq!(code, Some(0));
    assert!(
        printed.contains("Exit codes: 0 nothing wrong, 1 something is, 2 the command was misused."),
        "{printed}"
    );
    for command in ["check", "validate", "route"] {
        assert!(printed.contains(command), "{printed}");
    }
}
