//! What is written by hand between the survey page and the worker, set against what is derived.

use serde_json::Value;
use worker::plain::Plain;
use worker::request::{Count, Gather, Look, Seal, Sealed};

/// The worker reads the request, and the page the worker's answers.
#[track_caller]
fn passes<E: Plain>(request: &E, answers: &[E::Answer])
where
    E::Answer: PartialEq + std::fmt::Debug,
{
    let written: Value = serde_json::from_str(&request.written()).unwrap();
    assert_eq!(written, serde_json::to_value(request).unwrap());
    for answer in answers {
        let written = serde_json::to_string(answer).unwrap();
        assert_eq!(E::read(&written).as_ref(), Some(answer), "{}: {written}", E::NAME);
    }
    for unlike in ["", "{}x", "{\"name\":1}", "[]"] {
        assert_eq!(E::read(unlike), None, "{}: {unlike}", E::NAME);
    }
}

#[test]
fn every_request_of_the_survey_page_passes_both_ways() {
    let text = "a \"record\"\nwith \u{1} and é".to_owned();
    let sealed = |code: Option<&str>| Sealed {
        name: "ab".repeat(32),
        text: text.clone(),
        code: code.map(str::to_owned),
    };
    let recipients = vec!["age1one".to_owned(), "age1two".to_owned()];
    let seal = Seal { text: text.clone(), size: 65_536, recipients, withdrawable: true };
    passes(&seal, &[sealed(None), sealed(Some("ABCD-EFGH"))]);
    passes(&Seal { recipients: Vec::new(), withdrawable: false, size: 0, ..seal }, &[]);
    passes(&Gather { questionnaire: text.clone(), analysis: String::new() }, &[()]);
    passes(&Count { record: text.clone(), seconds: u32::MAX }, &[()]);
    passes(&Look {}, &[None, Some(text)]);
}
