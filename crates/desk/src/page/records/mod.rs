//! The records on the device: how many wait, handing them over, and deleting what has arrived.

pub mod confirmation;
pub mod export;

use super::event::unfit_label;
use super::rows;
use crate::code;
use crate::quantity::{content, of_both};
use crate::services::{Services, save};
use crate::session::{Device, Session, Unfinished};
use crate::trouble::{Trouble, no_storage};
use confirmation::{Confirmed, confirm, confirmed, damaged_deleted, delete_damaged};
use export::{Exported, contacts_parcel, export, made, share};
use seal::device::{self, Day, Export, parcel_name};
use seal::key::fingerprint;
use ui::control::button::Kind as Look;
use ui::form::{self, Complaint, Input, Inputs, Kind, button, form};
use ui::format::age;
use ui::markup::{all, bullets, callout, element, paragraph, subheading, text};
use worker::request::Content;
use yew::prelude::*;

/// The page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Records {
    /// What is typed.
    pub inputs: Inputs<Field>,
    /// The file that was exported just now, and is at hand.
    pub exported: Option<Exported>,
}

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// What the device is called.
    Label,
    /// A check code.
    CheckCode,
}

impl form::Field for Field {
    fn id(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::CheckCode => "check-code",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Label => "Name of this device",
            Self::CheckCode => "Check code",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Label => Kind::Words,
            Self::CheckCode => Kind::Code,
        }
    }
}

/// What can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A field was changed.
    Input(Input<Field>),
    /// Export records.
    Export,
    /// Export contact details.
    ExportContacts,
    /// So many of so many are in the file.
    Progressed(usize, usize),
    /// The file was made, unless it was stopped; or why not.
    Exported(Result<Option<Exported>, Trouble>),
    /// Share the file.
    Share,
    /// It was shared, or the sheet closed; or why not.
    Shared(Result<bool, Trouble>),
    /// Save the file once more.
    SaveAgain,
    /// It was saved, or why not.
    SavedAgain(Result<String, Trouble>),
    /// Confirm an export.
    Confirm,
    /// What it held was deleted, or why not.
    Confirmed(Result<Confirmed, Trouble>),
    /// Delete what is damaged, and was exported as it is.
    DeleteDamaged,
    /// So many were deleted, or why none.
    DamagedDeleted(Result<usize, Trouble>),
}

/// What is to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Export what waits, as a file from this device.
    Export(Content, String),
    /// Share the file that was exported.
    Share,
    /// Save it once more.
    SaveAgain,
    /// Delete what an export held.
    Confirm(Export),
    /// Delete these: each a name, and whether it is contact details.
    DeleteDamaged(Vec<(String, bool)>),
    /// Look at the device again.
    Look,
}

impl Records {
    /// The page as it is at first: what the device is called need not be typed again.
    pub fn new(session: &Session) -> Self {
        Self { inputs: Inputs::with(Field::Label, session.label()), ..Self::default() }
    }

    /// What follows from a message.
    pub fn update(&mut self, session: &mut Session, message: Message) -> Option<Effect> {
        match message {
            Message::Input(input) => self.inputs.change(input),
            Message::Export => {
                self.act(session)?;
                match self.label(session) {
                    Ok(label) => {
                        session.task.begin("Exporting records");
                        return Some(Effect::Export(Content::Records, label));
                    }
                    Err(complaint) => session.task.complain(&mut self.inputs, vec![complaint]),
                }
            }
            Message::ExportContacts => {
                self.act(session)?;
                session.task.begin("Exporting contact details");
                return Some(Effect::Export(Content::ContactDetails, String::new()));
            }
            Message::Progressed(done, all) => session.task.progress(done, all),
            Message::Exported(Ok(Some(exported))) => {
                session.task.say_all(made(&exported));
                self.exported = Some(exported);
                return Some(Effect::Look);
            }
            Message::Exported(Ok(None)) => session.task.say(CANCELLED),
            Message::Share | Message::SaveAgain if session.task.busy().is_some() => {}
            Message::Share => return Some(Effect::Share),
            Message::SaveAgain => return Some(Effect::SaveAgain),
            Message::Shared(Ok(_)) | Message::SavedAgain(Ok(_)) => {} // what was told of the file stays
            Message::Confirm => {
                self.act(session)?;
                match self.export_with_code(session) {
                    Ok(export) => {
                        session.task.begin("Deleting what the desk has");
                        return Some(Effect::Confirm(export));
                    }
                    Err(words) => session.task.complain(&mut self.inputs, vec![(Field::CheckCode, words)]),
                }
            }
            Message::Confirmed(Ok(done)) => {
                self.inputs.empty(Field::CheckCode);
                if let Ok(device) = &mut session.device {
                    match done.content {
                        Content::Records => device.records = done.remain,
                        Content::ContactDetails => device.details = done.remain,
                    }
                }
                session.task.say(confirmed(done));
                return Some(Effect::Look);
            }
            Message::DeleteDamaged => {
                self.act(session)?;
                let damaged = session.device.as_ref().ok()?.damaged();
                session.task.begin("Deleting what is damaged");
                return Some(Effect::DeleteDamaged(damaged));
            }
            Message::DamagedDeleted(Ok(deleted)) => {
                session.task.say(damaged_deleted(deleted));
                return Some(Effect::Look);
            }
            Message::Exported(Err(why))
            | Message::Shared(Err(why))
            | Message::SavedAgain(Err(why))
            | Message::Confirmed(Err(why))
            | Message::DamagedDeleted(Err(why)) => {
                self.exported = None;
                session.task.fail(&why);
            }
        }
        None
    }

    /// Makes way for something new.
    fn act(&mut self, session: &mut Session) -> Option<()> {
        session.task.make_way(&mut self.inputs)?;
        self.exported = None;
        Some(())
    }

    /// What the device is to be called on the file.
    fn label(&self, session: &Session) -> Result<String, Complaint<Field>> {
        if let Some(event) = session.device.as_ref().ok().and_then(|device| device.event.as_ref()) {
            return Ok(event.label.clone());
        }
        device::label(self.inputs.typed(Field::Label)).map_err(|unfit| (Field::Label, unfit_label(unfit)))
    }

    /// The export with the check code that is typed.
    fn export_with_code(&self, session: &Session) -> Result<Export, String> {
        let missing = "Enter the check code that the desk shows";
        let hash = code::hash_of(self.inputs.typed(Field::CheckCode), missing)?;
        let exports = session.device.as_ref().map(|device| device.exports.as_slice()).unwrap_or_default();
        device::export_with(exports, &hash).cloned().ok_or_else(|| UNKNOWN_CHECK_CODE.to_owned())
    }

    /// What stands on the page.
    pub fn view(&self, session: &Session, send: &Callback<Message>) -> Html {
        let device = match &session.device {
            Ok(device) => device,
            Err(trouble) => {
                return callout("Nothing is kept on this device", paragraph(no_storage(trouble)));
            }
        };
        all([
            waiting(session, device),
            self.export(session, device, send),
            self.confirm(device, send),
            damaged(device, send),
        ])
    }

    fn export(&self, session: &Session, device: &Device, send: &Callback<Message>) -> Html {
        let has_key = !session.files.recipients().is_empty();
        let about = match (device.records, has_key) {
            (0, _) => "There are no sealed records to export.",
            (_, false) if session.files.study.is_err() => {
                "Nothing can be exported until the study files are valid. What is wrong with them is listed under Readiness."
            }
            (_, false) => {
                "settings.json names no key now, so nothing can be exported. Put the settings.json back that the records were sealed with."
            }
            _ => {
                "This makes one file of all records on this device. Take it to the desk by USB stick, cable or the share \
                 sheet. The file is sealed, so it may travel by email too. Nothing is deleted here yet, and exporting twice does no harm."
            }
        };
        let label = match device.event {
            Some(_) => Html::default(),
            None => {
                let hint = "It stands on the file, like Tablet 1.";
                self.inputs.field(Field::Label, hint, &send.reform(Message::Input))
            }
        };
        let records = (device.records > 0 || device.unfinished == Unfinished::Sealed) && has_key;
        let records = records.then(|| form("Export records", Message::Export, send, label));
        let contacts = (device.details > 0 && has_key).then(|| {
            all([
                paragraph(
                    "Contact details go into a file of their own, with nothing that links them to records.",
                ),
                button("Export contact details", Look::Secondary, Message::ExportContacts, send),
            ])
        });
        all([
            subheading("Export"),
            paragraph(about),
            records.unwrap_or_default(),
            contacts.unwrap_or_default(),
            unconfirmed(device),
        ])
    }

    fn confirm(&self, device: &Device, send: &Callback<Message>) -> Html {
        if device.exports.is_empty() {
            return Html::default();
        }
        let hint = "The desk shows it once it has opened everything in the file. Capital letters, spaces and hyphens do not matter.";
        let field = self.inputs.field(Field::CheckCode, hint, &send.reform(Message::Input));
        all([
            subheading("Confirm an export"),
            paragraph(
                "When the desk has the file, delete here what it has. Records that came after the export stay.",
            ),
            paragraph(
                "First compare what the desk shows beside the code with what is on this page: the fingerprint of this \
                 device, and how many records the file holds. If they are not the same, do not enter the code: export \
                 again, and take that file to the desk yourself.",
            ),
            form("Delete what the desk has", Message::Confirm, send, field),
        ])
    }

    /// What can be done with the file, below the words that it is made.
    pub fn added(&self, send: &Callback<Message>) -> Html {
        let Some(exported) = &self.exported else { return Html::default() };
        let again = button("Save the file again", Look::Secondary, Message::SaveAgain, send);
        let share =
            exported.shareable.then(|| button("Share the file", Look::Secondary, Message::Share, send));
        all([
            element("div", "app-buttons", all([again, share.unwrap_or_default()])),
            paragraph("Open it at the desk. The desk then shows a check code: enter it below."),
        ])
    }
}

fn waiting(session: &Session, device: &Device) -> Html {
    let oldest = device.oldest.filter(|_| device.records > 0);
    let oldest = oldest.map(|day| (text("Age of the oldest"), text(age(day.age(Day::of(session.now))))));
    let known = [
        (text("Records that the desk has not confirmed"), text(device.records.to_string())),
        (text("Contact details that the desk has not confirmed"), text(device.details.to_string())),
    ];
    let [records, details] = known;
    let print =
        device.public_key.as_ref().map(|key| (text("Fingerprint of this device"), text(fingerprint(key))));
    let unsealed = (device.unsealed + device.unsealed_details > 0).then(|| {
        let what = of_both(device.unsealed, device.unsealed_details);
        paragraph(format!(
            "This browser also holds {what} from when settings.json named no key. What is not sealed is not exported here. \
             Save it from the survey's last page."
        ))
    });
    let unfinished = (device.unfinished == Unfinished::Sealed).then(|| {
        paragraph("Someone has begun and not finished. Unless the survey is open in another tab, the export has their answers too, as a record of someone who broke off.")
    });
    all([
        rows([records].into_iter().chain(oldest).chain([details]).chain(print)),
        unsealed.unwrap_or_default(),
        unfinished.unwrap_or_default(),
    ])
}

/// The exports that wait for their check codes.
fn unconfirmed(device: &Device) -> Html {
    let waits =
        |export: &&Export| !export.names.is_empty() || !export.damaged.is_empty() && !export.confirmed;
    let waits: Vec<&Export> = device.exports.iter().filter(waits).collect();
    if waits.is_empty() {
        return Html::default();
    }
    let label = device.label.clone().unwrap_or_default();
    let export = |export: &&Export| {
        let (name, what) = match export.contact {
            true => (contacts_parcel(&export.check_hash), Content::ContactDetails),
            false => (parcel_name(&label, export.number), Content::Records),
        };
        let left = export.names.len() + export.damaged.len();
        let held = content(what, export.count.max(left));
        text(match export.count > left {
            true => {
                format!("{name}: {held}, of which {left} {} still here", if left == 1 { "is" } else { "are" })
            }
            false => format!("{name}: {held}"),
        })
    };
    all([paragraph("Made here and not confirmed yet:"), bullets(waits.iter().map(export))])
}

fn damaged(device: &Device, send: &Callback<Message>) -> Html {
    let damaged = device.damaged();
    if damaged.is_empty() {
        return Html::default();
    }
    let details = damaged.iter().filter(|(_, contact)| *contact).count();
    let what = of_both(damaged.len() - details, details);
    all([
        subheading("Delete what is damaged"),
        paragraph(format!(
            "Damaged by the storage, and of no more use here: {what}. A file that you confirmed has the same. Keep that \
             file if somebody is to look into it."
        )),
        button("Delete what is damaged", Look::Warning, Message::DeleteDamaged, send),
    ])
}

impl Effect {
    /// Does what is to be done outside, and tells how it went.
    pub async fn perform(self, services: &Services, send: &Callback<Message>) {
        send.emit(match self {
            Self::Export(content, label) => {
                services.begin();
                Message::Exported(export(services, content, &label, send).await)
            }
            Self::Share => Message::Shared(share(services).await),
            Self::SaveAgain => match &*services.exported.borrow() {
                Some(made) => Message::SavedAgain(save(made)),
                None => return,
            },
            Self::Confirm(export) => Message::Confirmed(confirm(services, &export).await),
            Self::DeleteDamaged(damaged) => {
                let deleted = delete_damaged(services, &damaged).await;
                Message::DamagedDeleted(deleted.map_err(Trouble::Storage))
            }
            Self::Look => return services.look_again().await,
        });
    }
}

const CANCELLED: &str = "Stopped. Nothing was deleted. You can begin again at any time.";
const UNKNOWN_CHECK_CODE: &str = "This code belongs to no export from this device. Compare the file's name, the \
    fingerprint and the number that the desk shows beside it with those on this page. If they are not the same, export \
    again, and take that file to the desk yourself";
