//! Opening what devices handed over.

use super::overview::devices;
use super::{desk_trouble, keys, route_link, rows, third_heading};
use crate::archive::{Archive, NoCheckCode, NotOpened, Report};
use crate::quantity::{content, details, records, records_are, short};
use crate::route::Route;
use crate::services::{DESK_DEVICES, DESK_RECORDS, DESK_WITHDRAWN, Services, save_bytes};
use crate::session::Session;
use crate::trouble::{Trouble, not_kept};
use browser::file::{self, Bytes, Chosen};
use seal::envelope::{ARMOUR, ARMOUR_END};
use seal::key::fingerprint;
use seal::quote::quote;
use storage::database::Change;
use ui::control::button::Kind as Look;
use ui::form::{self, Input, Inputs, Kind, button, form};
use ui::format::counted;
use ui::markup::{all, bullets, callout, element, paragraph, subheading, text};
use worker::request::{
    CheckCode, ContactsFile, Content, Contents, Forget, Kind as TextKind, Open, OpenNext, Opened, People,
    ReadParcel, RecordsFile, ShowPeople,
};
use yew::prelude::*;

/// The most people whose contact details are on the page.
const MOST_PEOPLE: usize = 200;

/// How many gigabytes a file may have: it is read as a whole.
const LARGEST_GB: u32 = 1;

/// How many records are written at a time at the desk: each write waits for the disk.
const BATCH: usize = 50;

/// The most characters of a file's name that are shown, and the most lines on what is not right in one.
const LONGEST_FILE_NAME: usize = 80;
const MOST_TROUBLES: usize = 20;

/// The page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Opening {
    /// What is wrong with what was chosen.
    pub inputs: Inputs<Field>,
    /// What the first people said whose contact details are open, once the worker has told it.
    pub people: Option<People>,
}

/// The only field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Files that were handed over.
    Files,
}

impl form::Field for Field {
    fn id(self) -> &'static str {
        "files"
    }

    fn label(self) -> &'static str {
        "Files"
    }

    fn kind(self) -> Kind {
        Kind::Files(".zip,.txt,.age")
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
    /// What it says of itself.
    FileRead(Contents),
    /// So many of so many texts are opened.
    Progressed(usize, usize),
    /// A text in it: its name, and what it is where it is something of ours.
    TextOpened(String, Option<TextKind>),
    /// A text in it that could not be opened, and why.
    TextRefused(String, NotOpened),
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
                task.complain(&mut self.inputs, [(Field::Files, "Choose one or more files".to_owned())]);
            }
            Message::OpenKept => {
                session.task.make_way(&mut self.inputs)?;
                session.archive.begin_run();
                session.task.begin("Opening the records that are kept here");
                return Some(Effect::OpenKept(session.archive.closed_names()));
            }
            Message::FileBegun(file) => archive.begin(file),
            Message::FileRead(contents) => archive.found(contents),
            Message::Progressed(done, all) => task.progress(done, all),
            Message::TextOpened(name, kind) => archive.take(&name, kind, files.contact()),
            Message::TextRefused(name, why) => archive.refuse(name, why),
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
        let now = session.archive.of_this_run().iter().collect();
        let before = session.archive.of_earlier_runs();
        all([
            desk_trouble(session),
            if has_key { self.choose(session, send) } else { no_key(session) },
            reports(session, send, "What was in the files", now),
            reports(session, send, "Opened before", before),
            if records.is_empty() { Html::default() } else { open(session, send) },
            if contacts.is_empty() { Html::default() } else { self.people(send) },
            devices(session),
        ])
    }

    /// The files to open, and what is kept here.
    fn choose(&self, session: &Session, send: &Callback<Message>) -> Html {
        let hint = "Exports of devices (.zip) and single records that people handed over (.txt, .age). You can choose \
                    several at once.";
        let files = self.inputs.field(Field::Files, hint, &send.reform(Message::Input));
        let reopen = match session.archive.closed() {
            0 => Html::default(),
            closed => all([
                paragraph(format!("{} kept in this browser, sealed, and not open.", records_are(closed))),
                button("Open what is kept here", Look::Secondary, Message::OpenKept, send),
            ]),
        };
        all([form("Open the files", Message::Open, send, files), reopen])
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

/// What was found in files.
fn reports(session: &Session, send: &Callback<Message>, heading: &'static str, files: Vec<&Report>) -> Html {
    if files.is_empty() {
        return Html::default();
    }
    all([subheading(heading), files.into_iter().map(|file| report(session, send, file)).collect()])
}

/// What was found in a file, and its check code.
fn report(session: &Session, send: &Callback<Message>, report: &Report) -> Html {
    let number = |count: usize| text(count.to_string());
    let mut known: Vec<(Html, Html)> = Vec::new();
    if let Some(contents) = report.contents.as_ref().filter(|all| all.content == Content::Records) {
        known.push((text("Device"), text(contents.label.clone())));
        known.push((text("Its fingerprint"), text(fingerprint(&contents.device))));
        known.push((text("Export number"), text(contents.number.to_string())));
        if contents.instrument != session.files.instrument {
            let other = "Another version of questionnaire.json than the one beside this page";
            known.push((text("Questions"), text(other)));
        }
    }
    if report.is_of_contacts() {
        known.push((text("Contact details"), number(report.contacts)));
    } else if report.contents.is_some() || !report.names.is_empty() {
        known.push((text("New records, complete"), number(report.complete)));
        known.push((text("New records, broken off"), number(report.broken_off)));
        known.push((text("Records known already"), number(report.known)));
    }
    if report.withdrawn > 0 {
        known.push((text("Deleted on request before, and not brought back"), number(report.withdrawn)));
    }
    let troubles = troubles(report);
    let troubles = (!troubles.is_empty()).then(|| {
        let lines = all([
            paragraph("Not everything is right in this file:"),
            bullets(troubles.into_iter().map(text)),
        ]);
        element("div", "app-warning", lines)
    });
    let known_otherwise = session.archive.known_otherwise(report);
    let code = match (&report.ended, &report.contents) {
        // No code stands beside a warning that it may not be the device's.
        (Some(ended), Some(contents)) if !known_otherwise.is_empty() => {
            other_device(send, contents, &known_otherwise, matches!(ended, Ok(Some(_))))
        }
        (Some(Ok(Some(code))), Some(contents)) => check_code(report, contents, code),
        (Some(_), _) => Html::default(),
        (None, _) => paragraph("It was not gone through to the end. Open it again to get its check code."),
    };
    all([third_heading(file_name(&report.file)), rows(known), troubles.unwrap_or_default(), code])
}

/// That the device is known by another key, and the way to its code once someone has looked at it.
fn other_device(send: &Callback<Message>, contents: &Contents, known: &[&str], has_code: bool) -> Html {
    let key = contents.device.clone();
    let warning = paragraph(known_by_another_key(&contents.label, &key, known));
    let compared = has_code
        .then(|| button("The device shows this fingerprint", Look::Secondary, Message::Compared(key), send));
    callout("Another device under the same name", all([warning, compared.unwrap_or_default()]))
}

fn check_code(report: &Report, contents: &Contents, code: &str) -> Html {
    let code = element("p", "app-check-code", text(code.to_owned()));
    let file = file_name(&report.file);
    let holds = content(contents.content, contents.names.len() + contents.damaged.len());
    // A file of contact details says nothing of the device.
    let (compare, device) = match contents.content {
        Content::ContactDetails => (
            format!("The code covers {holds}. Compare that number with the one beside this file's name"),
            format!("the device that lists {file} as made there"),
        ),
        Content::Records => (
            format!(
                "The code covers {holds}, from the device with the fingerprint {}. Compare both with what is",
                fingerprint(&contents.device)
            ),
            "the device".to_owned(),
        ),
    };
    let how = format!(
        "{compare} on {device}, under This device, Records. Type the code there, under Confirm an export, only if they \
         are the same. The device then deletes what is in this file. Keep the file until your data are safe."
    );
    element(
        "div",
        "nhsuk-inset-text",
        all([element("p", "", element("strong", "", text("Check code"))), code, paragraph(how)]),
    )
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
                let field = form::Field::id(Field::Files);
                let files = file::chosen(field);
                if files.is_empty() {
                    return send.emit(Message::NoneChosen);
                }
                open_files(services, &files, send).await;
                file::forget_chosen(field);
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

/// Opens files, one after another.
async fn open_files(services: &Services, files: &[Chosen], send: &Callback<Message>) {
    for file in files {
        if services.is_stopped() {
            break;
        }
        send.emit(Message::FileBegun(file.name()));
        send.emit(Message::FileEnded(open_file(services, file, send).await));
    }
}

async fn open_file(
    services: &Services,
    file: &Chosen,
    send: &Callback<Message>,
) -> Result<Option<String>, NoCheckCode> {
    if file.size() > f64::from(LARGEST_GB) * 1e9 {
        return Err(NoCheckCode::TooLarge);
    }
    let unreadable = |why| NoCheckCode::Trouble(Trouble::Unreadable(why));
    let bytes = file.bytes().await.map_err(unreadable)?;
    match bytes.begin_with(b"PK") {
        true => open_parcel(services, bytes, send).await,
        false => open_single(services, &file.text().await.map_err(unreadable)?, send).await,
    }
}

/// Opens what a device handed over. Its check code comes only once all of it is opened, and all of its records are kept
/// here: the device deletes them then.
async fn open_parcel(
    services: &Services,
    bytes: Bytes,
    send: &Callback<Message>,
) -> Result<Option<String>, NoCheckCode> {
    let (contents, _) = services.ask_with(&ReadParcel {}, bytes).await?;
    send.emit(Message::FileRead(contents.clone()));
    let mut opened = Vec::new();
    for (done, name) in contents.names.iter().enumerate() {
        if services.is_stopped() {
            keep(services, &mut opened, send).await?;
            return Err(NoCheckCode::Stopped);
        }
        send.emit(Message::Progressed(done, contents.names.len()));
        match services.ask(&OpenNext { name: name.clone(), contact: contact(services) }).await {
            Ok(Opened { name, sealed, kind }) => {
                if contents.content == Content::Records && is_record(kind.as_ref()) {
                    opened.push((name.clone(), sealed));
                }
                send.emit(Message::TextOpened(name, kind));
            }
            Err(why) if why.is_of_worker() => return Err(why.into()),
            Err(why) => send.emit(Message::TextRefused(name.clone(), why.into())),
        }
        if opened.len() >= BATCH {
            keep(services, &mut opened, send).await?;
        }
    }
    keep(services, &mut opened, send).await?;
    Ok(Some(services.ask(&CheckCode {}).await?))
}

/// Opens a sealed text that came by itself. Mail programs change line ends, and people copy more than the text.
async fn open_single(
    services: &Services,
    text: &str,
    send: &Callback<Message>,
) -> Result<Option<String>, NoCheckCode> {
    let text = text.replace("\r\n", "\n");
    let from = text.find(ARMOUR).ok_or(NoCheckCode::NotHandedOver)?;
    let to = text[from..].find(ARMOUR_END).ok_or(NoCheckCode::CutShort)?;
    let sealed = format!("{}\n", &text[from..from + to + ARMOUR_END.len()]);
    let Opened { name, sealed, kind } = services.ask(&Open { sealed, contact: contact(services) }).await?;
    send.emit(Message::TextOpened(name.clone(), kind.clone()));
    if is_record(kind.as_ref()) {
        keep(services, &mut vec![(name, sealed)], send).await?;
    }
    Ok(None)
}

fn is_record(kind: Option<&TextKind>) -> bool {
    matches!(kind, Some(TextKind::Record { .. }))
}

fn contact(services: &Services) -> Option<String> {
    services.files.contact().map(ToOwned::to_owned)
}

/// Keeps records at the desk, as they were sealed, but for those that were deleted on request, here or in another tab.
async fn keep(
    services: &Services,
    opened: &mut Vec<(String, String)>,
    send: &Callback<Message>,
) -> Result<(), NoCheckCode> {
    let mut opened = std::mem::take(opened);
    if opened.is_empty() {
        return Ok(());
    }
    let desk = services.desk.as_ref().map_err(|why| NoCheckCode::NotKept(why.clone()))?;
    let withdrawn = desk.names(DESK_WITHDRAWN).await.map_err(NoCheckCode::NotKept)?;
    for (name, _) in opened.extract_if(.., |(name, _)| withdrawn.contains(name)) {
        // A worker that has stopped holds nothing either.
        drop(services.ask(&Forget { name }).await);
    }
    if opened.is_empty() {
        return Ok(());
    }
    let changes: Vec<Change> =
        opened.iter().map(|(name, sealed)| (DESK_RECORDS, name.as_str(), Some(sealed.as_str()))).collect();
    desk.change(&changes).await.map_err(NoCheckCode::NotKept)?;
    send.emit(Message::Kept(opened.into_iter().map(|(name, _)| name).collect()));
    Ok(())
}

/// Opens records that are kept at the desk.
async fn open_kept(services: &Services, names: Vec<String>, send: &Callback<Message>) {
    let Ok(desk) = &services.desk else { return };
    let all = names.len();
    for (done, name) in names.into_iter().enumerate() {
        if services.is_stopped() {
            return;
        }
        send.emit(Message::Progressed(done, all));
        let opened = match desk.get(DESK_RECORDS, &name).await {
            Ok(sealed) => services.ask(&Open { sealed: sealed.unwrap_or_default(), contact: None }).await,
            Err(why) => Err(why.into()),
        };
        let has_stopped = matches!(&opened, Err(why) if why.is_of_worker());
        let opened = opened.map(|opened| opened.kind).map_err(NotOpened::Trouble);
        send.emit(Message::Reopened(name, opened));
        if has_stopped {
            return;
        }
    }
}

/// The file of opened records.
pub(super) const RECORDS_FILE: &str = "hiquality-records.ndjson";
/// The file of opened contact details.
const CONTACTS_FILE: &str = "hiquality-contact-details.csv";

/// What a file is called, as it may be shown.
pub(super) fn file_name(name: &str) -> String {
    quote(name, LONGEST_FILE_NAME)
}

/// What came of opening files, or the records that are kept.
fn opened(archive: &Archive) -> Result<String, String> {
    let reports = archive.of_this_run();
    let not_right = reports.iter().filter(|report| !troubles(report).is_empty()).count();
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
            let files = counted(reports.len(), "file", "files");
            let gone_through = if reports.len() == 1 { "was" } else { "were" };
            let warning = match (not_right, reports.len()) {
                (0, _) => "",
                (_, 1) => " Something in it is not right: see below.",
                (1, _) => " Something is not right in one of them: see below.",
                _ => " Something is not right in several of them: see below.",
            };
            Ok(format!("{files} {gone_through} gone through: {} new.{warning}", records_are(new)))
        }
    }
}

/// What a report says of what is not right in a file.
pub fn troubles(report: &Report) -> Vec<String> {
    let mut troubles = Vec::new();
    if let Some(contents) = &report.contents {
        if !contents.damaged.is_empty() {
            let what = content(contents.content, contents.damaged.len());
            let was = if contents.damaged.len() == 1 { "was" } else { "were" };
            troubles.push(format!(
                "{what} {was} damaged on the device already and can't be opened. All others are not affected."
            ));
        }
        troubles.extend(contents.faults.iter().cloned());
    }
    troubles.extend(report.refused.iter().map(|(name, why)| format!("{}: {}", short(name), not_opened(why))));
    // A file may be wrong in as many places as it has texts.
    if troubles.len() > MOST_TROUBLES {
        let more = troubles.len() - MOST_TROUBLES;
        troubles.truncate(MOST_TROUBLES);
        troubles.push(format!("{more} more like these."));
    }
    if let Some(Err(why)) = &report.ended {
        troubles.push(no_check_code(why));
    }
    troubles
}

fn not_opened(why: &NotOpened) -> String {
    match why {
        NotOpened::NotARecord => "What was sealed is not a record of a survey.".to_owned(),
        NotOpened::NotContactDetails => "It is not contact details.".to_owned(),
        NotOpened::Trouble(why) => why.to_string(),
    }
}

fn no_check_code(why: &NoCheckCode) -> String {
    match why {
        NoCheckCode::Stopped => {
            "You stopped before the end. Open this file again to get its check code.".to_owned()
        }
        NoCheckCode::TooLarge => format!(
            "This file is larger than {LARGEST_GB} GB, which no export is. Check that it is the right file."
        ),
        NoCheckCode::NotHandedOver => "This is neither an export of a device nor a sealed record. Choose a file whose \
                                       name begins with hiquality, as the device or the person saved it."
            .to_owned(),
        NoCheckCode::CutShort => {
            "The end of this sealed record is missing. Ask for the file again.".to_owned()
        }
        NoCheckCode::LeftOut => "There is no check code: not everything in the file is what the file says, so the \
                                 device keeps it all. Check that this desk has the study's files that the device has, \
                                 and open the file again."
            .to_owned(),
        NoCheckCode::NotKept(why) => format!(
            "What was opened could not be kept in this browser, so there is no check code. {}",
            not_kept(why)
        ),
        NoCheckCode::Trouble(why) => why.to_string(),
    }
}

/// That a device is known by another key, and what to do before it gets a check code.
fn known_by_another_key(label: &str, key: &str, known: &[&str]) -> String {
    let known: Vec<String> = known.iter().map(|key| fingerprint(key)).collect();
    let prints = if known.len() == 1 { "the fingerprint" } else { "the fingerprints" };
    format!(
        "This file is from a device called '{label}' with the fingerprint {}. Here a device of this name is known with \
         {prints} {}. Two devices may have the same name, or this one's storage was cleared. Look at the device, under \
         Records: if it shows {0}, say so here, and its check code is shown. If no device of yours does, do not use \
         this file, and export again on the device.",
        fingerprint(key),
        ui::format::list(&known)
    )
}
