//! What somebody left unfinished on a shared device: it becomes a record before the next person begins, and before records
//! are exported.

use crate::database::{Database, StorageError};
use crate::{OPEN_DRAFT, Storage};
use browser::digest;
use engine::instrument::Instrument;
use engine::record::Draft;
use seal::device::{self, Day};

/// The names of the drafts that nobody can go on with: the sealed ones, and on a shared device all.
pub async fn left(storage: &Storage, shared: bool) -> Result<Vec<String>, StorageError> {
    let mut names = storage.draft_names().await?;
    names.retain(|name| seal::is_sealed(name) || shared && name == OPEN_DRAFT);
    Ok(names)
}

/// Makes records of the drafts that nobody can go on with. To be called by the tab that has the interview, as what another
/// is at has not been left. Whatever fails, no draft is lost: it stays as it is, and the next one has another name.
pub async fn end_unfinished(
    storage: &Storage,
    device: Option<&Database>,
    instrument: &Instrument,
    shared: bool,
    seal: impl AsyncFn(String) -> Result<(String, String), StorageError>,
) -> Result<(), StorageError> {
    for name in left(storage, shared).await? {
        // One that the storage does not give stays, and keeps nobody from anything.
        let Ok(Some(draft)) = storage.draft(&name).await else { continue };
        let record = match name.as_str() {
            OPEN_DRAFT => of_open(&draft, instrument, &seal).await?,
            // By the name that it was sealed under, an export knows whether it is damaged.
            sealed => (sealed.to_owned(), draft.clone()),
        };
        match storage.break_off((&name, &draft), (&record.0, &record.1)).await {
            Ok(()) => note_waiting(device).await,
            Err(StorageError::TakenOver) => {} // somebody is at it
            Err(why) => return Err(why),
        }
    }
    Ok(())
}

/// The record of a draft that is open, as a page that was loaded before the event writes it. What can't be read is sealed
/// as it is, under the name that it had open: an export has it among what is damaged.
async fn of_open(
    draft: &str,
    instrument: &Instrument,
    seal: impl AsyncFn(String) -> Result<(String, String), StorageError>,
) -> Result<(String, String), StorageError> {
    match Draft::from_text(draft).ok().and_then(|draft| draft.broken_off(instrument)) {
        Some(record) => seal(record.written().to_string()).await,
        None => Ok((digest::sha256(draft).await?, seal(draft.to_owned()).await?.1)),
    }
}

/// Notes since when records wait, where none did. It is the only time that is kept of any.
pub async fn note_waiting(device: Option<&Database>) {
    let Some(device) = device else { return };
    let today = Day::of(js_sys::Date::now()).0.to_string();
    let none = (device::STORE, device::name::OLDEST, None);
    let _ = device.change_if(Some(none), &[(device::STORE, device::name::OLDEST, Some(&today))]).await;
}
