//! Opening what devices handed over.

mod handed_over;
pub mod report;

use super::overview::devices;
use super::{desk_trouble, keys, route_link, rows, third_heading};
use crate::archive::{Archive, NoCheckCode, NotOpened, Report};
use crate::quantity::{details, records, records_are, short};
use crate::route::Route;
use crate::services::{DESK_DEVICES, Services, save_bytes};
use crate::session::Session;
use crate::trouble::Trouble;
use crate::withdrawn::Withdrawn;
use browser::file::{self, Bytes};
use handed_over::{open_files, open_kept};
use report::{not_opened, reports, troubles};
use ui::control::button::Kind as Look;
use ui::form::{self, Input, Inputs, Kind, button, form};
use ui::format::counted;
use ui::markup::{all, element, paragraph, subheading, text};
use worker::request::{ContactsFile, Contents, Kind as TextKind, People, RecordsFile, ShowPeople};
use yew::prelude::*;

/// The most people whose contact details are on the page.
const MOST_PEOPLE: usize = 200;

/// The page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Opening {
    /// What is wrong with what was chosen.
    pub inputs: Inputs<Field>,
    /// What the first people said whose contact details are open, once the worker has told it.
    pub people: Option<People>,
}

/// A field: what is chosen in either is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Files that were handed over.
    Files,
    /// A folder of them.
    Folder,
}

impl Field {
    const ALL: [Self; 2] = [Self::Files, Self::Folder];
}

impl form::Field for Field {
    fn id(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Folder => "folder",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Files => "Files",
            Self::Folder => "A whole folder",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Files => Kind::Files(".zip,.txt,.age,.json"),
            Self::Folder => Kind::Folder,
        }
    }
}

/// What can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A field was changed.
    Input(Input<Field>),
    /// Open the chosen files.
    Open,
    /// No file is chosen.
    NoneChosen,
    /// Open the records that are kept here.
    OpenKept,
    /// A file is being opened.
    FileBegun(String),
    /// So many files that came by themselves are being opened.
    LooseBegun(usize),
    /// Files among them are named after records that are kept here.
    KnownByName(Vec<String>),
    /// What it says of itself.
    FileRead(Contents),
    /// So many of so many texts are opened.
    Progressed(usize, usize),
    /// A text in it: its name, and what it is where it is something of ours.
    TextOpened(String, Option<TextKind>),
    /// A text in it that could not be opened, and why.
    TextRefused(String, NotOpened),
    /// These records were deleted on request, in this tab or another.
    Withdrawn(Withdrawn),
    /// Records are kept here, sealed, by these names.
    Kept(Vec<String>),
    /// It was gone through: its check code, nothing where it needs none, or why there is none.
    FileEnded(Result<Option<String>, NoCheckCode>),
    /// A record that is kept here was opened, or why not.
    Reopened(String, Result<Option<TextKind>, NotOpened>),
    /// Everything that was to be opened is gone through.
    AllOpened,
    /// What the first people said whose contact details are open, or why that can't be told.
    People(Result<People, Trouble>),
    /// The organiser has seen at a device that it signs with this key.
    Compared(String),
    /// Save the opened records.
    SaveRecords,
    /// Save the opened contact details.
    SaveContacts,
    /// A file was saved, or why not.
    Saved(Result<String, Trouble>),
    /// Forget every private key, and what was opened.
    Lock,
}

/// What is to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Open the chosen files.
    Open,
    /// Open the records that are kept here, of these names.
    OpenKept(Vec<String>),
    /// Keep what is known of a device, under its key.
    KeepDevice(String, String),
    /// Tell what the people of these contact details said.
    ShowPeople(Vec<String>),
    /// Save the open records of these names.
    SaveRecords(Vec<String>),
    /// Save the open contact details of these names.
    SaveContacts(Vec<String>),
    /// Forget every private key.
    Lock,
}

impl Opening {
    /// What follows from a message.
    pub fn update(&mut self, session: &mut Session, message: Message) -> Option<Effect> {
        let Session { files, archive, task, .. } = session;
        match message {
            Message::Input(input) => self.inputs.change(input),
            Message::Open => {
                session.task.make_way(&mut self.inputs)?;
                session.archive.begin_run();
                session.task.begin("Opening files");
                return Some(Effect::Open);
            }
            Message::NoneChosen => {
                task.complain(&mut self.inputs, vec![(Field::Files, "Choose one or more files".to_owned())]);
            }
            Message::OpenKept => {
                session.task.make_way(&mut self.inputs)?;
                session.archive.begin_run();
                session.task.begin("Opening the records that are kept here");
                return Some(Effect::OpenKept(session.archive.closed_names()));
            }
            Message::FileBegun(file) => archive.begin(file),
            Message::LooseBegun(count) => archive.begin_loose(counted(count, "file", "files"), count),
            Message::KnownByName(names) => archive.know(names),
            Message::FileRead(contents) => archive.found(contents),
            Message::Progressed(done, all) => task.progress(done, all),
            Message::TextOpened(name, kind) => archive.take(&name, kind, files.contact()),
            Message::TextRefused(name, why) => archive.refuse(name, why),
            Message::Withdrawn(withdrawn) => archive.leave_out(withdrawn),
            Message::Kept(names) => archive.kept.extend(names),
            Message::FileEnded(ended) => {
                let (key, text) = archive.end(ended)?;
                return Some(Effect::KeepDevice(key, text));
            }
            Message::Reopened(name, opened) => archive.reopen(name, opened),
            Message::AllOpened => {
                match opened(archive) {
                    Ok(said) => task.say(said),
                    Err(why) => task.fail(&why),
                }
                return people_of(session);
            }
            Message::People(Ok(people)) => self.people = Some(people),
            Message::People(Err(why)) => task.fail(&why),
            Message::Compared(key) => {
                let text = archive.compared(&key)?;
                if task.busy().is_none() {
                    task.tell();
                }
                return Some(Effect::KeepDevice(key, text));
            }
            Message::SaveRecords => {
                session.task.make_way(&mut self.inputs)?;
                return Some(Effect::SaveRecords(session.archive.records.keys().cloned().collect()));
            }
            Message::SaveContacts => {
                session.task.make_way(&mut self.inputs)?;
                return Some(Effect::SaveContacts(session.archive.contacts.iter().cloned().collect()));
            }
            Message::Saved(Ok(name)) => task.say(keys::saved(&name)),
            Message::Saved(Err(why)) => task.fail(&why),
            Message::Lock => {
                session.task.make_way(&mut self.inputs)?;
                keys::lock(session);
                return Some(Effect::Lock);
            }
        }
        None
    }

    /// What stands on the page.
    pub fn view(&self, session: &Session, send: &Callback<Message>) -> Html {
        let Archive { records, contacts, .. } = &session.archive;
        let has_key = !session.at_hand.keys.is_empty();
        // Where nothing is sealed, people hand over what anyone can read.
        let can_open = has_key || session.files.recipients().is_empty();
        let now = session.archive.of_this_run().iter().collect();
        let before = session.archive.of_earlier_runs();
        all([
            desk_trouble(session),
            if has_key { Html::default() } else { no_key(session) },
            if can_open { self.choose(session, send) } else { Html::default() },
            reports(session, send, "What was in the files", now),
            reports(session, send, "Opened before", before),
            if records.is_empty() { Html::default() } else { open(session, send) },
            if contacts.is_empty() { Html::default() } else { self.people(send) },
            devices(session),
        ])
    }

    /// The files to open, and what is kept here.
    fn choose(&self, session: &Session, send: &Callback<Message>) -> Html {
        let field = |field, hint: &'static str| self.inputs.field(field, hint, &send.reform(Message::Input));
        let files = field(
            Field::Files,
            "Exports of devices (.zip), single records that people handed over (.txt, .age), and answers or contact \
             details that were not sealed (.json). You can choose several at once, or drop them here.",
        );
        let folder = field(
            Field::Folder,
            "Such as the one that you fetched from the box, with what was opened before: that is not opened again. You \
             can drop it here.",
        );
        let reopen = match session.archive.closed() {
            0 => Html::default(),
            closed => all([
                paragraph(format!("{} kept in this browser, sealed, and not open.", records_are(closed))),
                button("Open what is kept here", Look::Secondary, Message::OpenKept, send),
            ]),
        };
        all([form("Open the files", Message::Open, send, all([files, folder])), reopen])
    }

    /// The contact details that are open.
    fn people(&self, send: &Callback<Message>) -> Html {
        let People { first, count } = self.people.clone().unwrap_or_default();
        let more = count - first.len();
        let more = (more > 0).then(|| {
            paragraph(format!(
                "{} are not shown here. The file that you can save has everyone's.",
                details(more)
            ))
        });
        let person = |(at, said): (usize, Vec<(String, String)>)| {
            let said = said.into_iter().map(|(asked, said)| (text(asked), text(said)));
            all([third_heading(format!("Person {} of {count}", at + 1)), rows(said)])
        };
        all([
            subheading("Contact details"),
            paragraph(
                "They come in no telling order, and nothing links them to records. They are on this page only: save them, or open their file again later.",
            ),
            first.into_iter().enumerate().map(person).collect(),
            more.unwrap_or_default(),
            button("Save the contact details", Look::Secondary, Message::SaveContacts, send),
        ])
    }
}

/// That people's contact details are to be shown, where any are open.
pub(super) fn people_of(session: &Session) -> Option<Effect> {
    let names: Vec<String> = session.archive.contacts.iter().cloned().collect();
    (!names.is_empty()).then_some(Effect::ShowPeople(names))
}

fn no_key(session: &Session) -> Html {
    let kept = match session.archive.kept.len() {
        0 => Html::default(),
        count => paragraph(format!("{} kept in this browser, sealed.", records_are(count))),
    };
    all([
        paragraph("To open records you need a key. Open one first."),
        element("p", "", route_link(Route::Keys, "Open a key")),
        kept,
    ])
}

/// The records that are open.
fn open(session: &Session, send: &Callback<Message>) -> Html {
    let open = &session.archive.records;
    let complete = open.values().filter(|record| record.complete).count();
    let unkept = open.keys().filter(|name| !session.archive.kept.contains(*name)).count();
    let unkept = (unkept > 0).then(|| {
        let what = records(unkept);
        element("p", "app-warning", text(format!("{what} could not be kept in this browser. Save the records to a file before you close this page.")))
    });
    all([
        subheading("Open on this page"),
        paragraph(format!(
            "{}: {complete} complete, {} broken off. They are kept sealed in this browser, so that after closing this page you need only the key.",
            records(open.len()),
            open.len() - complete
        )),
        unkept.unwrap_or_default(),
        paragraph(
            "The file is not sealed: whoever has it can read every answer. It has a record a line, in the form FHIR QuestionnaireResponse.",
        ),
        element(
            "div",
            "app-buttons",
            all([
                button("Save the opened records", Look::Primary, Message::SaveRecords, send),
                button("Lock all keys", Look::Secondary, Message::Lock, send),
            ]),
        ),
    ])
}

impl Effect {
    /// Does what is to be done outside, and tells how it went.
    pub async fn perform(self, services: &Services, send: &Callback<Message>) {
        send.emit(match self {
            Self::Open => {
                services.begin();
                let fields = Field::ALL.map(form::Field::id);
                let files: Vec<_> = fields.into_iter().flat_map(file::chosen).collect();
                if files.is_empty() {
                    return send.emit(Message::NoneChosen);
                }
                open_files(services, files, send).await;
                fields.into_iter().for_each(file::forget_chosen);
                Message::AllOpened
            }
            Self::OpenKept(names) => {
                services.begin();
                open_kept(services, names, send).await;
                Message::AllOpened
            }
            Self::KeepDevice(key, text) => {
                // What is known of a device comes again with its next export.
                if let Ok(desk) = &services.desk {
                    drop(desk.change(&[(DESK_DEVICES, &key, Some(&text))]).await);
                }
                return;
            }
            Self::ShowPeople(names) => {
                let request = ShowPeople { names, form: services.files.form(), most: MOST_PEOPLE };
                Message::People(services.ask(&request).await)
            }
            Self::SaveRecords(names) => {
                let file = services.ask_with(&RecordsFile { names }, Bytes::none()).await;
                Message::Saved(
                    file.and_then(|((), file)| save_bytes(RECORDS_FILE, "application/x-ndjson", &file)),
                )
            }
            Self::SaveContacts(names) => {
                let request = ContactsFile { names, form: services.files.form() };
                let file = services.ask_with(&request, Bytes::none()).await;
                Message::Saved(file.and_then(|((), file)| save_bytes(CONTACTS_FILE, "text/csv", &file)))
            }
            // A worker that has stopped holds no key either.
            Self::Lock => return drop(services.lock().await),
        });
    }
}

/// The file of opened records.
pub(super) const RECORDS_FILE: &str = "hiquality-records.ndjson";
/// The file of opened contact details.
const CONTACTS_FILE: &str = "hiquality-contact-details.csv";

/// What came of opening files, or the records that are kept.
fn opened(archive: &Archive) -> Result<String, String> {
    let reports = archive.of_this_run();
    let not_right = reports.iter().filter(|report| !troubles(report).is_empty());
    let files_in = |report: &Report| if report.loose > 0 { report.refused.len().max(1) } else { 1 };
    let not_right: usize = not_right.map(files_in).sum();
    let new: usize = reports.iter().map(|report| report.complete + report.broken_off).sum();
    match (reports, archive.closed_for.as_slice()) {
        ([], []) => Ok(format!("{} open on this page.", records_are(archive.records.len()))),
        ([], closed @ [(name, why), ..]) => Err(format!(
            "{} kept here could not be opened. The first is {}: {}",
            records(closed.len()),
            short(name),
            not_opened(why)
        )),
        (reports, _) => {
            let count = reports.iter().map(|report| report.loose.max(1)).sum();
            let files = counted(count, "file", "files");
            let gone_through = if count == 1 { "was" } else { "were" };
            let warning = match (not_right, count) {
                (0, _) => "",
                (_, 1) => " Something in it is not right: see below.",
                (1, _) => " Something is not right in one of them: see below.",
                _ => " Something is not right in several of them: see below.",
            };
            Ok(format!("{files} {gone_through} gone through: {} new.{warning}", records_are(new)))
        }
    }
}
