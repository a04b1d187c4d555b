//! Seals to the organiser's public keys, in the worker.

use crate::session::Session;
use crate::words::trouble;
use analysis::snapshot::Snapshot;
use browser::worker::Worker;
use engine::json::Value;
use engine::record_length;
use std::cell::OnceCell;
use std::rc::Rc;
use storage::database::StorageError;
use worker::ask::ask;
use worker::request::{Count, Gather, Look, Seal, Sealed};

/// The worker that seals, and what it seals to.
#[derive(Debug)]
pub(super) struct Sealer {
    worker: Worker,
    session: Rc<Session>,
    /// What records are padded to, in bytes. A long questionnaire takes half a second to measure.
    record_sizes: OnceCell<[usize; 2]>,
}

impl Sealer {
    /// A sealer, where the study names anybody to seal to. The worker starts with the first request.
    pub(super) fn of(session: &Rc<Session>) -> Option<Self> {
        let is_needed = !session.settings().recipients.is_empty();
        is_needed.then(|| Self {
            worker: Worker::start(),
            session: session.clone(),
            record_sizes: OnceCell::new(),
        })
    }

    /// Starts the worker, where it has never run.
    pub(super) fn wake(&self) {
        self.worker.wake();
    }

    /// What records are padded to, in bytes.
    pub(super) fn record_sizes(&self) -> [usize; 2] {
        *self.record_sizes.get_or_init(|| record_length::sizes(&self.session.instrument))
    }

    /// Seals a record of what somebody said so far, or left: the name to keep it under, and its sealed text.
    pub(super) async fn record(&self, text: String) -> Result<(String, String), StorageError> {
        let Sealed { name, text, .. } = self.seal(text, self.record_sizes(), false).await?;
        Ok((name, text))
    }

    /// Seals a record that is submitted, with the hash of a new code by which it can be withdrawn.
    pub(super) async fn submission(&self, text: String) -> Result<Sealed, StorageError> {
        self.seal(text, self.record_sizes(), true).await
    }

    /// Seals contact details.
    pub(super) async fn contact_details(&self, text: String) -> Result<(String, String), StorageError> {
        let form = self.session.afterwards.get().map(|afterwards| &afterwards.contact);
        let form = form.ok_or_else(|| StorageError::Failed(trouble::NO_FORM.to_owned()))?;
        let sizes = record_length::sizes(form);
        let Sealed { name, text, .. } = self.seal(text, sizes, false).await?;
        Ok((name, text))
    }

    async fn seal(
        &self,
        text: String,
        sizes: [usize; 2],
        withdrawable: bool,
    ) -> Result<Sealed, StorageError> {
        let recipients = self.session.settings().recipients.clone();
        let sealed = ask(&self.worker, &Seal { text, sizes: sizes.into(), recipients, withdrawable }).await;
        sealed.map_err(|refused| StorageError::Failed(refused.to_string()))
    }

    /// Begins to gather figures. Where that fails, people see the published ones alone.
    pub(super) async fn gather(&self, questionnaire: String, analysis: String) {
        let _ = ask(&self.worker, &Gather { questionnaire, analysis }).await;
    }

    /// Counts a record that was submitted. Where that fails, a snapshot is lost and no record.
    pub(super) async fn count(&self, record: String, seconds: u32) {
        let _ = ask(&self.worker, &Count { record, seconds }).await;
    }

    /// The snapshot that stands, where figures are gathered.
    pub(super) async fn snapshot(&self) -> Option<Snapshot> {
        Snapshot::read(&Value::read(&ask(&self.worker, &Look {}).await.ok()??).ok()?).ok()
    }
}
