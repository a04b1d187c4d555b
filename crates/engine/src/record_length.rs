//! The two lengths of sealed records: one holds every closed answer and the words that most people write, the other
//! whatever can be answered. What is sealed is padded to one of them, so that its length tells one bit alone: that somebody
//! wrote more than about two pages.

use super::fhir::{QuestionnaireResponse, ResponseAnswer, ResponseItem, Typed};
use super::instrument::{Instrument, Item, ResponseDomain};
use super::response::Answer;

/// Sizes are multiples of this many bytes, so that a small change of the questionnaire changes no size.
const STEP: usize = 1024;

/// What a record holds beside its items: its type and status, and what was agreed to, by four hashes and a version.
const TERMS: usize = 1024;

/// How many characters of words, of four bytes each, the shorter length has room for.
pub const ORDINARY_WORDS: usize = 2000;

/// How many characters stand for words that no `maxLength` limits. More of them make the record one step longer.
const UNLIMITED: usize = 1000;

/// The most characters that FHIR lets a text have.
const MOST: usize = 1024 * 1024;

/// The length in bytes that no record of this instrument exceeds, whatever is answered, in whole kibibytes: every item
/// at once, every option ticked, each text as long as it may be and of characters of four bytes. A text of control
/// characters, which JSON writes with six bytes each, may exceed it; the record is then as long as two.
pub fn longest(instrument: &Instrument) -> usize {
    let [_, longest] = sizes(instrument);
    longest
}

/// The lengths in bytes to which the records of this instrument are padded: the one with room for [`ORDINARY_WORDS`], and the
/// [`longest`].
pub fn sizes(instrument: &Instrument) -> [usize; 2] {
    let document = QuestionnaireResponse {
        questionnaire: instrument.canonical(),
        item: items_within(instrument, None),
        ..QuestionnaireResponse::default()
    };
    let closed = document.written().to_string().len() + TERMS;
    let words: usize = instrument.items().iter().map(characters).sum();
    [words.min(ORDINARY_WORDS), words].map(|words| (closed + 4 * words).div_ceil(STEP) * STEP)
}

fn items_within(instrument: &Instrument, parent: Option<usize>) -> Vec<ResponseItem> {
    let here = instrument.within(parent);
    here.map(|(at, item)| ResponseItem {
        link_id: Some(item.id.to_string()),
        text: Some(item.text.clone()),
        answer: longest_answers(item).iter().map(written).collect(),
        item: items_within(instrument, Some(at)),
    })
    .collect()
}

/// The answers to an item that take the most room; words are left empty, and counted apart.
fn longest_answers(item: &Item) -> Vec<Answer> {
    let number = || Answer::String("9".repeat(32));
    match &item.domain {
        ResponseDomain::Group | ResponseDomain::Display | ResponseDomain::Foreign(_) => Vec::new(),
        ResponseDomain::Boolean => vec![Answer::Boolean(false)],
        ResponseDomain::Integer(_) => vec![Answer::Integer(i32::MIN)],
        ResponseDomain::Decimal(_) => vec![number()],
        ResponseDomain::Date(_) => vec![Answer::Date("2000-01-01".to_owned())],
        ResponseDomain::Text { .. } => vec![Answer::String(String::new())],
        ResponseDomain::Choice { options, open } => {
            let mut ticked: Vec<Answer> = options.iter().map(|option| option.value.clone()).collect();
            if !item.repeats {
                ticked.sort_by_key(|answer| std::cmp::Reverse(answer.written().1.to_string().len()));
                ticked.truncate(1);
            }
            ticked.extend(open.iter().map(|_| Answer::String(String::new())));
            ticked
        }
    }
}

/// How many characters of words an answer to the item may have.
fn characters(item: &Item) -> usize {
    match &item.domain {
        ResponseDomain::Text { length, .. } | ResponseDomain::Choice { open: Some(length), .. } => {
            length.max.unwrap_or(length.min.unwrap_or_default().max(UNLIMITED)).min(MOST)
        }
        _ => 0,
    }
}

fn written(answer: &Answer) -> ResponseAnswer {
    let (kind, value) = answer.written();
    ResponseAnswer { value: Some(Typed { kind: kind.to_owned(), value }), item: Vec::new() }
}
