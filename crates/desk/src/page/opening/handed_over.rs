//! What devices and people handed over, opened text by text, and kept at the desk as it was sealed.

use super::Message;
use crate::archive::{NoCheckCode, NotOpened};
use crate::services::{DESK_RECORDS, Services};
use crate::trouble::Trouble;
use browser::Refused;
use browser::file::Chosen;
use seal::named_after;
use seal::parcel::is_litter;
use std::collections::BTreeSet;
use storage::database::Change;
use worker::request::{CheckCode, Content, Forget, Kind as TextKind, Open, OpenNext, Opened, ReadParcel};
use yew::Callback;

/// How many gigabytes a file may have: it is read as a whole.
pub(super) const LARGEST_GB: u32 = 1;

/// How many megabytes one may have among several that came by themselves: records have a few kilobytes.
pub(super) const LARGEST_RECORD_MB: u32 = 4;

/// How many records are written at a time at the desk: each write waits for the disk.
const BATCH: usize = 50;

/// Opens files: what came by itself together, and what devices exported one after another.
pub(super) async fn open_files(services: &Services, mut files: Vec<Chosen>, send: &Callback<Message>) {
    // Another tab may have deleted some meanwhile.
    if let Ok(withdrawn) = services.withdrawn().await {
        send.emit(Message::Withdrawn(withdrawn));
    }
    let alone = files.len() == 1;
    files.retain(|file| alone || !is_litter(&file.name()));
    let (mut exports, mut loose) = (Vec::new(), Vec::new());
    for file in files {
        // What can't be read says so when it is opened.
        let may_be_export = alone || !is_named_as_text(&file.name());
        let is_export = may_be_export && file.begins_with(b"PK").await.unwrap_or_default();
        if is_export { exports.push(file) } else { loose.push(file) }
    }
    match loose.as_slice() {
        [] => {}
        [file] => {
            send.emit(Message::FileBegun(file.name()));
            send.emit(Message::FileEnded(open_alone(services, file, send).await));
        }
        files => {
            send.emit(Message::LooseBegun(files.len()));
            send.emit(Message::FileEnded(open_loose(services, files, send).await));
        }
    }
    for file in exports {
        if services.is_stopped() {
            break;
        }
        send.emit(Message::FileBegun(file.name()));
        send.emit(Message::FileEnded(open_export(services, &file, send).await));
    }
}

/// Whether a file has a name that the app gives to none but texts: of thousands, no byte is read before its turn.
fn is_named_as_text(name: &str) -> bool {
    [".age", ".txt", ".json"].iter().any(|end| name.ends_with(end))
}

/// Opens what a device handed over. Its check code comes only once all of it is opened, and all of its records are kept
/// here: the device deletes them then.
async fn open_export(
    services: &Services,
    file: &Chosen,
    send: &Callback<Message>,
) -> Result<Option<String>, NoCheckCode> {
    let bytes = read_whole(file, async |file| file.bytes().await).await?;
    let (contents, _) = services.ask_with(&ReadParcel {}, bytes).await?;
    send.emit(Message::FileRead(contents.clone()));
    let open = async |name: &String| {
        let request = OpenNext { name: name.clone(), contact: contact(services) };
        services.ask(&request).await.map_err(|why| (name.clone(), why.into()))
    };
    open_each(services, &contents.names, contents.content, open, send).await?;
    Ok(Some(services.ask(&CheckCode {}).await?))
}

/// Opens the only file that came by itself.
async fn open_alone(
    services: &Services,
    file: &Chosen,
    send: &Callback<Message>,
) -> Result<Option<String>, NoCheckCode> {
    let text = read_whole(file, async |file| file.text().await).await?;
    let Opened { name, sealed, kind } = services.ask(&request(services, file, text)).await?;
    send.emit(Message::TextOpened(name.clone(), kind.clone()));
    if is_to_keep(&sealed, kind.as_ref()) {
        keep(services, &mut vec![(name, sealed)], send).await?;
    }
    Ok(None)
}

/// Opens files that came by themselves, but for those named after a record that is kept here.
async fn open_loose(
    services: &Services,
    files: &[Chosen],
    send: &Callback<Message>,
) -> Result<Option<String>, NoCheckCode> {
    let kept: BTreeSet<String> = match &services.desk {
        Ok(desk) => desk.names(DESK_RECORDS).await.map_err(NoCheckCode::NotKept)?.into_iter().collect(),
        Err(_) => BTreeSet::new(),
    };
    let known =
        |file: &Chosen| named_after(&file.name()).filter(|name| kept.contains(*name)).map(str::to_owned);
    let (known, new): (Vec<_>, Vec<_>) =
        files.iter().map(|file| (known(file), file)).partition(|(name, _)| name.is_some());
    send.emit(Message::KnownByName(known.into_iter().filter_map(|(name, _)| name).collect()));
    let open = async |(_, file): &(Option<String>, &Chosen)| {
        let refused = |why| (file.name(), why);
        if file.size() > f64::from(LARGEST_RECORD_MB) * 1e6 {
            return Err(refused(NotOpened::TooLarge));
        }
        let text = file.text().await.map_err(|why| refused(Trouble::Unreadable(why).into()))?;
        services.ask(&request(services, file, text)).await.map_err(|why| refused(why.into()))
    };
    open_each(services, &new, Content::Records, open, send).await?;
    Ok(None)
}

/// Opens one text after another, and keeps the records among them. Refusals come with the name of what was refused.
async fn open_each<T>(
    services: &Services,
    texts: &[T],
    content: Content,
    open: impl AsyncFn(&T) -> Result<Opened, (String, NotOpened)>,
    send: &Callback<Message>,
) -> Result<(), NoCheckCode> {
    let mut opened = Vec::new();
    for (done, text) in texts.iter().enumerate() {
        if services.is_stopped() {
            keep(services, &mut opened, send).await?;
            return Err(NoCheckCode::Stopped(texts.len() - done));
        }
        send.emit(Message::Progressed(done, texts.len()));
        match open(text).await {
            Ok(Opened { name, sealed, kind }) => {
                if content == Content::Records && is_to_keep(&sealed, kind.as_ref()) {
                    opened.push((name.clone(), sealed));
                }
                send.emit(Message::TextOpened(name, kind));
            }
            Err((_, NotOpened::Trouble(why))) if why.is_of_worker() => return Err(why.into()),
            Err((name, why)) => send.emit(Message::TextRefused(name, why)),
        }
        if opened.len() >= BATCH {
            keep(services, &mut opened, send).await?;
        }
    }
    keep(services, &mut opened, send).await
}

/// All of a file, unless it is larger than any that is handed over.
async fn read_whole<T>(
    file: &Chosen,
    read: impl AsyncFn(&Chosen) -> Result<T, Refused>,
) -> Result<T, NoCheckCode> {
    if file.size() > f64::from(LARGEST_GB) * 1e9 {
        return Err(NoCheckCode::TooLarge);
    }
    read(file).await.map_err(|why| NoCheckCode::Trouble(Trouble::Unreadable(why)))
}

fn request(services: &Services, file: &Chosen, text: String) -> Open {
    let name = named_after(&file.name()).map(ToOwned::to_owned);
    Open { text, name, contact: contact(services) }
}

/// Whether it is a record, and sealed. What never was is on the page only.
fn is_to_keep(sealed: &str, kind: Option<&TextKind>) -> bool {
    !sealed.is_empty() && matches!(kind, Some(TextKind::Record { .. }))
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
            Ok(sealed) => {
                let text = sealed.unwrap_or_default();
                services.ask(&Open { text, name: None, contact: None }).await
            }
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
