//! Contact details for the organiser: a table of their own.

use crate::study::Study;
use crate::survey::fhir::QuestionnaireResponse;
use crate::survey::instrument::Item;
use crate::survey::record;
use crate::survey::response::Answer;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A row for the headings, and one for each person, in the order of the names, which tells nothing. Where the form
/// can't be read there is only the text of each.
pub fn table(study: Option<&Study>, contacts: &BTreeMap<String, Rc<str>>) -> Vec<Vec<String>> {
    let Some(study) = study else {
        return contacts.values().map(|text| vec![text.trim().to_owned()]).collect();
    };
    let questions: Vec<&Item> = study.contact.items().iter().filter(|item| item.is_question()).collect();
    let head = questions.iter().map(|item| item.text.clone()).collect();
    let row = |text: &Rc<str>| {
        let document = serde_json::from_str(text).ok()?;
        let document = QuestionnaireResponse::read(&document).ok()?;
        let response = record::response_in(&study.contact, &document);
        let said = |item: &&Item| {
            let answers: Vec<String> = response.said(&item.id).iter().map(Answer::words).collect();
            answers.join("; ")
        };
        Some(questions.iter().map(said).collect())
    };
    std::iter::once(head).chain(contacts.values().filter_map(row)).collect()
}

/// The table as CSV that spreadsheets open. A cell that one would take for a formula begins with an apostrophe.
pub fn csv(rows: &[Vec<String>]) -> String {
    let cell = |text: &String| {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        format!("\"{}{}\"", if formula { "'" } else { "" }, text.replace('"', "\"\""))
    };
    // The mark at the beginning tells spreadsheets that this is UTF-8.
    let lines = rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n");
    format!("\u{feff}{}", lines.collect::<String>())
}
