//! What devices and people handed over, opened text by text, and kept at the desk as it was sealed.

use super::Message;
use crate::archive::{NoCheckCode, NotOpened};
use crate::services::{DESK_RECORDS, Services};
use crate::trouble::Trouble;
use browser::file::{Bytes, Chosen};
use seal::envelope::{Lack, sealed_in};
use storage::database::Change;
use worker::request::{CheckCode, Content, Forget, Kind as TextKind, Open, OpenNext, Opened, ReadParcel};
use yew::Callback;

/// How many gigabytes a file may have: it is read as a whole.
pub(super) const LARGEST_GB: u32 = 1;

/// How many records are written at a time at the desk: each write waits for the disk.
const BATCH: usize = 50;

/// Opens files, one after another.
pub(super) async fn open_files(services: &Services, files: &[Chosen], send: &Callback<Message>) {
    // Another tab may have deleted some meanwhile.
    if let Ok(withdrawn) = services.withdrawn().await {
        send.emit(Message::Withdrawn(withdrawn));
    }
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

/// Opens a sealed text that came by itself.
async fn open_single(
    services: &Services,
    text: &str,
    send: &Callback<Message>,
) -> Result<Option<String>, NoCheckCode> {
    let sealed = sealed_in(text).map_err(|lack| match lack {
        Lack::Everything => NoCheckCode::NotHandedOver,
        Lack::End => NoCheckCode::CutShort,
    })?;
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
    let withdrawn = services.withdrawn().await.map_err(NoCheckCode::NotKept)?;
    for (name, _) in opened.extract_if(.., |(name, _)| withdrawn.has(name)) {
        // A worker that has stopped holds nothing either.
        drop(services.ask(&Forget { name }).await);
    }
    send.emit(Message::Withdrawn(withdrawn));
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
pub(super) async fn open_kept(services: &Services, mut names: Vec<String>, send: &Callback<Message>) {
    let Ok(desk) = &services.desk else { return };
    if let Ok(withdrawn) = services.withdrawn().await {
        names.retain(|name| !withdrawn.has(name));
        send.emit(Message::Withdrawn(withdrawn));
    }
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
