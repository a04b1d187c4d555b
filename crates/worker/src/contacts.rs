//! Contact details for the organiser: a table of their own.

use engine::fhir::QuestionnaireResponse;
use engine::instrument::{Instrument, Item, ResponseDomain};
use engine::json::Value;
use engine::record;
use engine::response::Answer;
use seal::quote::quote;

/// The most characters of what a person said that are shown. The table has all of it.
const LONGEST: usize = 2_000;

/// A row for the headings, and one for each person, in the order of the names, which tells nothing. Where the form
/// can't be read there is only the text of each.
pub fn table(form: Option<&Instrument>, contacts: &[&str]) -> Vec<Vec<String>> {
    let Some(form) = form else {
        return contacts.iter().map(|text| vec![text.trim().to_owned()]).collect();
    };
    let questions = questions(form);
    let head = questions.iter().map(|item| item.text.clone()).collect();
    let row = |text: &&str| said(form, &questions, text);
    std::iter::once(head).chain(contacts.iter().filter_map(row)).collect()
}

/// What each person said, beside what was asked, in the same order of people. Name and address come first and what was
/// agreed to last, as that is long; what was left empty is left out. Where the form can't be read there is only the text
/// of each. What they said is [quoted](quote), on one line.
pub fn people(form: Option<&Instrument>, contacts: &[&str]) -> Vec<Vec<(String, String)>> {
    let Some(form) = form else {
        let text = |text: &&str| vec![("As handed over".to_owned(), on_a_line(text))];
        return contacts.iter().map(text).collect();
    };
    let mut questions = questions(form);
    questions.sort_by_key(|item| item.domain == ResponseDomain::Boolean);
    let person = |text: &&str| {
        let asked = questions.iter().map(|item| item.text.clone());
        let said = asked.zip(said(form, &questions, text)?);
        let said = said.filter(|(_, said)| !said.is_empty());
        Some(said.map(|(asked, said)| (asked, on_a_line(&said))).collect())
    };
    contacts.iter().filter_map(person).collect()
}

fn on_a_line(said: &str) -> String {
    quote(&said.split_whitespace().collect::<Vec<_>>().join(" "), LONGEST)
}

fn questions(form: &Instrument) -> Vec<&Item> {
    form.items().iter().filter(|item| item.is_question()).collect()
}

/// What a person said to each question, nothing where it was left empty.
fn said(form: &Instrument, questions: &[&Item], text: &str) -> Option<Vec<String>> {
    let document = Value::read(text).ok()?;
    let document = QuestionnaireResponse::read(&document).ok()?;
    let response = record::response_in(form, &document);
    let said = |item: &&Item| {
        let answers: Vec<String> = response.stored(&item.id).iter().map(Answer::words).collect();
        answers.join("; ")
    };
    Some(questions.iter().map(said).collect())
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
