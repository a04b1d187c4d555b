//! An export: everything that waits on the device, in one signed file.

use super::Message;
use crate::passphrase::mark;
use crate::quantity::content;
use crate::services::{Services, names_in, save};
use crate::trouble::Trouble;
use browser::file::{Bytes, Growing};
use browser::{clock, share};
use engine::plain::written;
use seal::device::{self, Day, Export, name, parcel_name};
use seal::manifest::MOST_TEXTS;
use storage::database::{Change, StorageError};
use worker::request::{BeginParcel, Content, EndParcel, MakeSigningKey, Packed, PutIn};
use yew::Callback;

/// A file that was exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Its name.
    pub file: String,
    /// What it holds.
    pub content: Content,
    /// How many are in it, whole.
    pub whole: usize,
    /// How many were damaged.
    pub damaged: usize,
    /// Whether it can be shared.
    pub shareable: bool,
}

/// Makes a file of everything that waits. `None` where that was stopped.
pub(super) async fn export(
    services: &Services,
    content: Content,
    label: &str,
    send: &Callback<Message>,
) -> Result<Option<Exported>, Trouble> {
    let contact = content == Content::ContactDetails;
    if !contact {
        let shared = services.event().await?.is_some();
        services.end_unfinished(shared).await?;
    }
    let (database, store) = services.store(contact)?;
    let number = match contact {
        true => 0,
        false => services.known::<u32>(name::NUMBER).await?.unwrap_or_default().saturating_add(1),
    };
    let (instrument, signing_key) = match contact {
        true => (String::new(), String::new()),
        false => (services.files.instrument.clone(), signing_key(services).await?),
    };
    let recipients = services.files.recipients().to_vec();
    let sender = if contact { String::new() } else { label.to_owned() };
    let begin = BeginParcel { content, label: sender, number, instrument, recipients, signing_key };
    services.ask(&begin).await?;
    let (mut sealed, _) = names_in(database, store).await?;
    sealed.truncate(MOST_TEXTS); // the others are for the next one
    let mut pieces = Growing::default();
    let (mut whole, mut damaged) = (Vec::new(), Vec::new());
    for (done, name) in sealed.iter().enumerate() {
        if services.is_stopped() {
            return Ok(None);
        }
        send.emit(Message::Progressed(done, sealed.len()));
        // What can't be read goes into the file as nothing, and stays on the device. It stops nothing.
        let text = database.get(store, name).await.ok().flatten();
        let was_read = text.is_some();
        let put = PutIn { name: name.clone(), sealed: text.unwrap_or_default() };
        let (is_whole, bytes) = services.ask_with(&put, Bytes::none()).await?;
        pieces.add(&bytes).map_err(Trouble::NoRoom)?;
        match is_whole {
            true => whole.push(name.clone()),
            false => damaged.extend(was_read.then(|| name.clone())),
        }
    }
    if services.is_stopped() {
        return Ok(None);
    }
    let (Packed { check_hash }, bytes) = services.ask_with(&EndParcel {}, Bytes::none()).await?;
    pieces.add(&bytes).map_err(Trouble::NoRoom)?;
    let file = match contact {
        true => contacts_parcel(&check_hash),
        false => parcel_name(label, number),
    };
    let made = pieces.whole(&file, "application/zip").map_err(Trouble::NotSaved)?;
    let (count, all) = (whole.len(), sealed.len());
    let day = Day::of(clock::now());
    let confirmed = false;
    // What is deleted later is what the code covers: these names, as they went into the file.
    let export = Export { contact, number, check_hash, count: all, names: whole, damaged, confirmed, day };
    note(services, label, export).await?;
    save(&made)?;
    let shareable = share::can_share_file(&made);
    services.exported.replace(Some(made));
    Ok(Some(Exported { file, content, whole: count, damaged: all - count, shareable }))
}

/// Writes down that an export was made, before its file is handed to anyone.
async fn note(services: &Services, label: &str, export: Export) -> Result<(), StorageError> {
    let mut exports = services.known::<Vec<Export>>(name::EXPORTS).await?.unwrap_or_default();
    let number = written(&export.number);
    let of_records = !export.contact;
    exports.push(export);
    let exports = written(&exports);
    let mut changes: Vec<Change> = vec![(device::STORE, name::EXPORTS, Some(&exports))];
    if of_records {
        changes.push((device::STORE, name::NUMBER, Some(&number)));
        changes.push((device::STORE, name::LABEL, Some(label)));
    }
    services.change_device(&changes).await
}

/// The key that the device signs with, made at first need.
async fn signing_key(services: &Services) -> Result<String, Trouble> {
    let device = services.device()?;
    let kept = || device.get(device::STORE, name::SIGNING_KEY);
    if let Some(key) = kept().await? {
        return Ok(key);
    }
    let key = services.ask(&MakeSigningKey {}).await?;
    let thought: Change = (device::STORE, name::SIGNING_KEY, None);
    let changes: [Change; 1] = [(device::STORE, name::SIGNING_KEY, Some(&key))];
    match device.change_if(Some(thought), &changes).await {
        Ok(()) => Ok(key),
        Err(StorageError::TakenOver) => Ok(kept().await?.unwrap_or(key)), // another tab has made one
        Err(why) => Err(why.into()),
    }
}

/// Shares the file that was exported. Returns false where the sheet was closed.
pub(super) async fn share(services: &Services) -> Result<bool, Trouble> {
    let made = services.exported.borrow().clone();
    match made {
        Some(made) => share::share_file(&made).await.map_err(Trouble::NotShared),
        None => Ok(false),
    }
}

/// The file of exported contact details, by the hash of its check code. It says nothing of the device, and yet an
/// organiser with the files of several can tell which code belongs to which.
pub fn contacts_parcel(check_hash: &str) -> String {
    format!("hiquality-contact-details-{}.zip", mark(check_hash))
}

/// That a file is made, and what of it is damaged.
pub(super) fn made(exported: &Exported) -> Vec<String> {
    let Exported { file, content: what, whole, damaged, .. } = exported;
    let made =
        format!("{file} is made, with {}. It is among this device's downloads.", content(*what, *whole));
    let damaged = (*damaged > 0).then(|| {
        let are_in = match damaged {
            1 => "It is in the file as it is, and stops",
            _ => "They are in the file as they are, and stop",
        };
        format!(
            "{} on this device can't be used any more: the storage changed what was kept. {are_in} nothing else.",
            content(*what, *damaged)
        )
    });
    std::iter::once(made).chain(damaged).collect()
}
