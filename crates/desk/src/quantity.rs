//! How many records and contact details, in words.

use ui::format::{counted, list};
use worker::request::Content;

/// `1 record`, `12 records`.
pub fn records(count: usize) -> String {
    counted(count, "record", "records")
}

/// `1 record is`, `12 records are`.
pub fn records_are(count: usize) -> String {
    format!("{} {}", records(count), if count == 1 { "is" } else { "are" })
}

/// `1 person's contact details`, `12 people's contact details`.
pub fn details(count: usize) -> String {
    counted(count, "person's contact details", "people's contact details")
}

/// So many of some content: `12 records`.
pub fn content(content: Content, count: usize) -> String {
    match content {
        Content::Records => records(count),
        Content::ContactDetails => details(count),
    }
}

/// Some of both: `2 records and 1 person's contact details`.
pub fn of_both(records: usize, details: usize) -> String {
    let both = [(records, self::records(records)), (details, self::details(details))];
    list(&both.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect::<Vec<_>>())
}

/// The beginning of a record's name, by which people tell it from others.
pub fn short(name: &str) -> &str {
    name.get(..8).unwrap_or(name)
}
