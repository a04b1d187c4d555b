//! The confirmation of an export: what the desk has is deleted from the device.

use crate::quantity::content;
use crate::services::Services;
use crate::trouble::Trouble;
use engine::plain::written;
use seal::device::{self, Export, name};
use storage::database::{Change, StorageError};
use worker::request::Content;

/// What became of an export that was confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmed {
    /// What it held.
    pub content: Content,
    /// How many were deleted.
    pub deleted: usize,
    /// How many remain.
    pub remain: usize,
}

/// Deletes what an export held, and nothing else.
pub(super) async fn confirm(services: &Services, export: &Export) -> Result<Confirmed, Trouble> {
    let (database, store) = services.store(export.contact)?;
    let there = database.names(store).await?;
    let gone: Vec<&String> = export.names.iter().filter(|name| there.contains(name)).collect();
    let changes: Vec<Change> = gone.iter().map(|name| (store, name.as_str(), None)).collect();
    if !changes.is_empty() {
        database.change(&changes).await?;
    }
    let left = services.kept().await?;
    let (content, remain) = match export.contact {
        true => (Content::ContactDetails, left.details),
        false => (Content::Records, left.records),
    };
    let exports = written(&device::confirmed(&left.exports, &export.check_hash));
    let since = (remain > 0).then(|| written(&export.day));
    let mut changes: Vec<Change> = vec![(device::STORE, name::EXPORTS, Some(&exports))];
    // What an earlier export left waiting has not waited since a later one.
    if !export.contact && !gone.is_empty() {
        changes.push((device::STORE, name::OLDEST, since.as_deref()));
    }
    services.change_device(&changes).await?;
    Ok(Confirmed { content, deleted: gone.len(), remain })
}

/// Deletes what is damaged, once more looked at. Returns how many.
pub(super) async fn delete_damaged(
    services: &Services,
    damaged: &[(String, bool)],
) -> Result<usize, StorageError> {
    let mut deleted = 0;
    for contact in [false, true] {
        let (database, store) = services.store(contact)?;
        for (name, _) in damaged.iter().filter(|(_, is_contact)| *is_contact == contact) {
            let text = database.get(store, name).await?;
            if text.is_some_and(|text| !seal::is_whole(name, &text)) {
                database.change(&[(store, name, None)]).await?;
                deleted += 1;
            }
        }
    }
    if services.kept().await?.records == 0 {
        services.device()?.change(&[(device::STORE, name::OLDEST, None)]).await?;
    }
    Ok(deleted)
}

/// What was deleted, and what is left.
pub(super) fn confirmed(Confirmed { content: what, deleted, remain }: Confirmed) -> String {
    if deleted == 0 {
        return format!(
            "Nothing that can be deleted with this export is left. {} on this device.",
            remains(remain)
        );
    }
    let rest = if remain > 0 { " What remains came after the export, or is damaged." } else { "" };
    format!("{} deleted from this device. {}.{rest}", content(what, deleted), remains(remain))
}

fn remains(count: usize) -> String {
    match count {
        0 => "None remain".to_owned(),
        1 => "1 remains".to_owned(),
        count => format!("{count} remain"),
    }
}

/// How many of what is damaged were deleted.
pub(super) fn damaged_deleted(count: usize) -> String {
    match count {
        0 => "Nothing was deleted, because what was damaged can be read now. Export it again.".to_owned(),
        1 => "What was damaged is deleted from this device.".to_owned(),
        count => format!("All {count} that were damaged are deleted from this device."),
    }
}
