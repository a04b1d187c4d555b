//! What was opened at the desk. The texts stay here, in memory only: the page has their names and what they are.

use super::contacts;
use super::request::People;
use engine::fhir::Questionnaire;
use engine::instrument::{Instrument, address_in};
use engine::json::Value;
use engine::plain::{Fields, Plain, write_fields, write_words};
use engine::record::{self, Completion};
use seal::refusal::Refusal;
use std::collections::BTreeMap;

/// A text that was opened, as far as the desk looks into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A record.
    Record {
        /// Whether the person submitted it, rather than breaking off.
        complete: bool,
        /// The hash of the code by which it can be withdrawn.
        receipt: Option<String>,
    },
    /// Contact details.
    ContactDetails,
}

impl Kind {
    /// What a text is, where the form for being contacted has this address; `None` where it is nothing of ours.
    pub fn of(text: &str, contact: Option<&str>) -> Option<Self> {
        let document = Value::read(text).ok()?;
        let words = |name: &str| document.get(name).and_then(Value::as_str);
        if words("resourceType") != Some("QuestionnaireResponse") {
            return None;
        }
        let form = words("questionnaire").map(address_in);
        if form.is_some() && form == contact {
            return Some(Self::ContactDetails);
        }
        let receipt = record::receipt_in(&document).map(ToOwned::to_owned);
        let complete = Completion::of(words("status")) == Completion::Completed;
        Some(Self::Record { complete, receipt })
    }
}

/// How contact details are written.
const CONTACT_DETAILS: &str = "contact details";

impl Plain for Kind {
    fn write(&self, text: &mut String) {
        match self {
            Self::Record { complete, receipt } => {
                write_fields(&[("complete", complete), ("receipt", receipt)], text);
            }
            Self::ContactDetails => write_words(CONTACT_DETAILS, text),
        }
    }

    fn read(value: Value) -> Option<Self> {
        if value.as_str() == Some(CONTACT_DETAILS) {
            return Some(Self::ContactDetails);
        }
        let mut fields = Fields::of(value)?;
        Some(Self::Record { complete: fields.take("complete")?, receipt: fields.take("receipt")? })
    }
}

/// The texts that are open, by their names.
#[derive(Debug, Default)]
pub(super) struct OpenTexts(BTreeMap<String, String>);

impl OpenTexts {
    /// Holds a text, unless it is nothing of ours. Returns what it is.
    pub(super) fn hold(&mut self, name: &str, text: String, contact: Option<&str>) -> Option<Kind> {
        let kind = Kind::of(&text, contact)?;
        self.0.insert(name.to_owned(), text);
        Some(kind)
    }

    /// Forgets the text of this name.
    pub(super) fn forget(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// The records of these names, one a line.
    pub(super) fn records(&self, names: &[String]) -> Result<String, Refusal> {
        Ok(self.texts(names)?.into_iter().map(|text| record::on_a_line(text) + "\n").collect())
    }

    /// The contact details of these names as a table that spreadsheets open, by the text of their form.
    pub(super) fn table(&self, names: &[String], form: Option<&str>) -> Result<String, Refusal> {
        let table = contacts::table(form.and_then(instrument).as_ref(), &self.texts(names)?);
        Ok(contacts::csv(&table))
    }

    /// What the first of these people said, by the text of their form, and how many they are.
    pub(super) fn people(
        &self,
        names: &[String],
        form: Option<&str>,
        most: usize,
    ) -> Result<People, Refusal> {
        let mut people = contacts::people(form.and_then(instrument).as_ref(), &self.texts(names)?);
        let count = people.len();
        people.truncate(most);
        Ok(People { first: people, count })
    }

    fn texts(&self, names: &[String]) -> Result<Vec<&str>, Refusal> {
        let text = |name| self.0.get(name).map(String::as_str).ok_or(Refusal::NotOpen);
        names.iter().map(text).collect()
    }
}

fn instrument(form: &str) -> Option<Instrument> {
    let document = Value::read(form).ok()?;
    Instrument::read(&Questionnaire::read(&document).ok()?).ok()
}
