//! Deleting a record on request, by the code that the person was given.

use super::desk_trouble;
use crate::code;
use crate::page::opening::RECORDS_FILE;
use crate::page::opening::report::file_name;
use crate::quantity::{records, records_are, short};
use crate::services::{DESK_RECORDS, DESK_WITHDRAWN, Services};
use crate::session::Session;
use crate::trouble::Trouble;
use storage::database::Change;
use ui::control::button::Kind as Look;
use ui::form::{self, Input, Inputs, Kind, button, form};
use ui::format::{date, list};
use ui::markup::{all, bullets, callout, element, paragraph, subheading, text};
use worker::request::Forget;
use yew::prelude::*;

/// The page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Withdrawal {
    /// What is typed.
    pub inputs: Inputs<Field>,
    /// The record that was found and is to be deleted.
    pub found: Option<String>,
    /// Where else the record that was deleted last may be: the files opened on this page that hold it.
    pub deleted: Option<Vec<String>>,
}

/// The only field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// A withdrawal code.
    Code,
}

impl form::Field for Field {
    fn id(self) -> &'static str {
        "withdrawal-code"
    }

    fn label(self) -> &'static str {
        "Withdrawal code"
    }

    fn kind(self) -> Kind {
        Kind::Code
    }
}

/// What can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Something was typed.
    Input(Input<Field>),
    /// Find the record.
    Find,
    /// Delete it.
    Delete,
    /// Leave it.
    Leave,
    /// A record was deleted, or why not.
    Deleted(Result<String, Trouble>),
}

/// What is to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Delete a record from the desk: its name, and the hash of its code.
    Delete(String, String),
}

impl Withdrawal {
    /// What follows from a message.
    pub fn update(&mut self, session: &mut Session, message: Message) -> Option<Effect> {
        match message {
            Message::Input(input) => self.inputs.change(input),
            Message::Find => {
                self.act(session)?;
                match self.find(session) {
                    Ok(name) => {
                        self.found = Some(name);
                        session.task.tell();
                    }
                    Err(words) => session.task.complain(&mut self.inputs, vec![(Field::Code, words)]),
                }
            }
            Message::Delete => {
                self.act(session)?;
                let name = self.found.clone()?;
                let receipt = session.archive.receipt(&name).to_owned();
                session.task.begin("Deleting the record");
                return Some(Effect::Delete(name, receipt));
            }
            Message::Leave => {
                self.act(session)?;
                self.found = None;
                session.task.tell();
            }
            Message::Deleted(Ok(name)) => {
                self.deleted = Some(session.archive.files_with(&name));
                session.archive.withdraw(&name);
                self.found = None;
                self.inputs.empty(Field::Code);
                session.task.say(deleted(&name));
            }
            Message::Deleted(Err(why)) => session.task.fail(&why),
        }
        None
    }

    /// Makes way for something new.
    fn act(&mut self, session: &mut Session) -> Option<()> {
        session.task.make_way(&mut self.inputs)?;
        self.deleted = None;
        Some(())
    }

    /// The name of the record with the code that is typed, or why there is none.
    fn find(&self, session: &Session) -> Result<String, String> {
        let missing = "Enter the withdrawal code that the person was given";
        let hash = code::hash_of(self.inputs.typed(Field::Code), missing)?;
        match session.archive.with_receipt(&hash) {
            Some(name) => Ok(name.to_owned()),
            None if session.archive.withdrawn.has_code(&hash) => Err(DELETED_BEFORE.to_owned()),
            None => Err(not_found(session.archive.records.len(), session.archive.closed())),
        }
    }

    /// What stands on the page.
    pub fn view(&self, session: &Session, send: &Callback<Message>) -> Html {
        if let Some(name) = &self.found {
            return found(session, name, send);
        }
        let until = match (session.files.withdraw_until(), session.withdrawal_ended()) {
            (_, Some(until)) => callout(
                "The time for this is over",
                paragraph(format!(
                    "People were told that they could have their record deleted until {}. You can still delete it here. What was published can't be taken back.",
                    date(until)
                )),
            ),
            (Some(until), None) => paragraph(format!(
                "People were told that they can have their record deleted until {}.",
                date(until)
            )),
            (None, None) => Html::default(),
        };
        let hint = "The person saw it once, after they submitted. Capital letters, spaces and hyphens do not matter.";
        let field = self.inputs.field(Field::Code, hint, &send.reform(Message::Input));
        all([
            desk_trouble(session),
            paragraph("The record is found by its code alone. Ask for nothing else about the person."),
            until,
            paragraph(format!("{} open here.", records_are(session.archive.records.len()))),
            form("Find the record", Message::Find, send, field),
        ])
    }

    /// What was not touched by a deletion, below the words that a record is deleted.
    pub fn added(&self, session: &Session) -> Html {
        let Some(files) = &self.deleted else { return Html::default() };
        let rest = elsewhere(files).into_iter().map(text);
        let after = session
            .withdrawal_ended()
            .map(|_| paragraph("Results that were published before still count it."));
        all([
            paragraph("These were not touched, and may still hold it:"),
            bullets(rest),
            after.unwrap_or_default(),
        ])
    }
}

fn found(session: &Session, name: &str, send: &Callback<Message>) -> Html {
    let complete = session.archive.records.get(name).is_some_and(|record| record.complete);
    let complete = if complete { "It is complete" } else { "The person broke off" };
    let buttons = all([
        button("Delete this record", Look::Warning, Message::Delete, send),
        button("Leave it", Look::Secondary, Message::Leave, send),
    ]);
    all([
        subheading("The record is found"),
        paragraph(format!(
            "One record has this code: {}. {complete}. Delete it? This can't be undone.",
            short(name)
        )),
        element("div", "app-buttons", buttons),
    ])
}

impl Effect {
    /// Does what is to be done outside, and tells how it went.
    pub async fn perform(self, services: &Services, send: &Callback<Message>) {
        let Self::Delete(name, receipt) = self;
        send.emit(Message::Deleted(delete(services, name, &receipt).await));
    }
}

/// Deletes a record from the desk, and remembers that, so that opening its file again does not bring it back and its code
/// is known. The hash of a code tells nothing.
async fn delete(services: &Services, name: String, receipt: &str) -> Result<String, Trouble> {
    let desk = services.desk.as_ref().map_err(|why| Trouble::Storage(why.clone()))?;
    let changes: [Change; 2] = [(DESK_RECORDS, &name, None), (DESK_WITHDRAWN, &name, Some(receipt))];
    desk.change(&changes).await?;
    // A worker that has stopped holds nothing either.
    drop(services.ask(&Forget { name: name.clone() }).await);
    Ok(name)
}

const DELETED_BEFORE: &str = "The record with this code was deleted from this desk on request before. There is nothing more to delete here";

fn not_found(open: usize, closed: usize) -> String {
    match (open, closed) {
        (0, 0) => "No record is open here. Open the files from the devices first, then enter the code again"
            .to_owned(),
        (_, 0) => {
            "No record that is open here has this code. Check that the files from every device were opened. \
                   The person may still be waiting on a device that was not exported"
                .to_owned()
        }
        (_, closed) => format!(
            "No record that is open here has this code, but {} kept in this browser {} not open. Open them under \
             Open files, then enter the code again",
            records(closed),
            if closed == 1 { "is" } else { "are" }
        ),
    }
}

fn deleted(name: &str) -> String {
    let name = short(name);
    format!(
        "Record {name} is deleted from this desk. If a file that holds it is opened here again, it stays deleted."
    )
}

/// Where a record that was deleted may still be.
fn elsewhere(files: &[String]) -> [String; 4] {
    let came_in = match files {
        [] => "The file that it came in, and any copy of it: delete it there, or destroy the file once all its other \
               records are safe."
            .to_owned(),
        files => {
            let files: Vec<String> = files.iter().map(|file| file_name(file)).collect();
            format!(
                "The file that it came in ({}), and any copy of it: destroy it once all its other records are safe.",
                list(&files)
            )
        }
    };
    [
        came_in,
        format!("{RECORDS_FILE} if you saved it before: save it again now, and delete the old one."),
        "The device, if its export is not confirmed yet: confirm it there, and the device deletes it."
            .to_owned(),
        "Other computers on which the same files were opened: delete it there too, by the same code."
            .to_owned(),
    ]
}
