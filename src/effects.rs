//! What is done outside.

use crate::after::{self, Answers};
use crate::before;
use crate::delivery::{self, Errand};
use crate::during;
use crate::model::Message;
use crate::services::Services;
use crate::turn;
use browser::{clock, digest, document, history, offline};
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use storage::database::StorageError;
use storage::unfinished::note_waiting;
use storage::{Storage, Submitted, delete_details, keep_details};
use worker::request::Sealed;
use yew::Callback;

/// After how many milliseconds a shared device tries again to take a new version.
const LOOK_AGAIN: u32 = 60_000;

/// What is to be done outside: one thing at a time.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Make this tab the one that may write the draft.
    Claim {
        /// Even if another tab has it.
        take_over: bool,
    },
    /// Keep this record in place of the draft.
    Submit(Answers),
    /// Delete the draft.
    DeleteDraft,
    /// Delete the record submitted last.
    DeleteRecord,
    /// Delete the contact details on this device.
    DeleteDetails,
    /// Keep these contact details.
    KeepContact(String),
    /// Keep this record of someone who left, in place of the draft.
    BreakOff(String),
    /// Load the page again, with what is new.
    Renew,
}

impl Effect {
    /// Does it, and tells how it went.
    pub(super) async fn perform(self, services: &Rc<Services>, send: &Callback<Message>) {
        match self {
            Self::Claim { .. } if services.is_outdated().await => history::reload(),
            Self::Claim { take_over } => claim(services, take_over, send).await,
            Self::Submit(answers) => {
                services.writer.forget();
                let (sealed, kept) = submit(services, answers, send).await;
                let is_kept = kept.is_ok();
                if is_kept {
                    services.hold_result().await;
                    services.release();
                }
                send.emit(Message::During(during::Message::Submitted(sealed, kept)));
                if is_kept {
                    delivery::deliver(Errand::Records, services.clone(), send.clone()).await;
                }
            }
            Self::BreakOff(record) => {
                services.writer.forget();
                break_off(services, record).await;
                services.release();
                services.count_waiting(send).await;
                send.emit(Message::Turn(turn::Message::BrokenOff));
            }
            Self::DeleteDraft => {
                let delete = async |storage: &Storage| storage.delete_draft(services.is_shared()).await;
                delete_answers(services, delete, send).await;
            }
            Self::DeleteRecord => {
                let delete = async |storage: &Storage| storage.delete_latest_record().await;
                delete_answers(services, delete, send).await;
            }
            Self::DeleteDetails => send.emit(Message::DeleteEnded(delete_details().await)),
            Self::KeepContact(text) => {
                let kept = keep_contact_details(services, text).await;
                send.emit(Message::After(after::Message::ContactEnded(kept)));
                delivery::deliver_details_after_a_while(services, send.clone());
            }
            Self::Renew => renew(services, send).await,
        }
    }
}

/// Makes this tab the one that has the interview, on a device on which nothing waits.
pub(super) async fn claim_first(services: &Services, take_over: bool, send: &Callback<Message>) {
    if services.is_outdated().await {
        return history::reload();
    }
    let is_ours = services.claim_interview(take_over, send).await;
    let draft = draft_to_go_on_with(services, is_ours, send).await;
    document::ask_to_persist();
    send.emit(Message::Before(before::Message::Claimed(draft)));
}

/// Makes this tab the one that has the interview, and gets the draft to go on with.
async fn claim(services: &Services, take_over: bool, send: &Callback<Message>) {
    let is_ours = services.claim_interview(take_over, send).await;
    services.begun.set(clock::open_for());
    if is_ours {
        let _ = services.end_unfinished().await; // where it fails, what was left stays beside what comes
    }
    let draft = draft_to_go_on_with(services, is_ours, send).await;
    if services.is_shared() {
        let snapshot = match &services.sealer {
            Some(sealer) => sealer.snapshot().await,
            None => None,
        };
        send.emit(Message::Turn(turn::Message::Looked(snapshot)));
    } else {
        document::ask_to_persist(); // of a shared device the organiser asks it
    }
    send.emit(Message::Before(before::Message::Claimed(draft)));
}

/// Makes this tab the one that writes drafts. The draft to go on with, where the device is nobody else's; nothing where
/// another tab has the interview.
async fn draft_to_go_on_with(
    services: &Services,
    is_ours: bool,
    send: &Callback<Message>,
) -> Option<Option<String>> {
    let Some(storage) = services.storage.as_ref().filter(|_| is_ours) else { return is_ours.then_some(None) };
    let draft = async {
        storage.take_over().await?;
        if services.is_shared() { Ok(None) } else { storage.resume().await }
    };
    Some(draft.await.unwrap_or_else(|trouble| {
        send.emit(Message::Kept(Err(trouble)));
        None
    }))
}

/// Keeps a record in place of the draft: sealed where there is somebody to seal it to, and then with the hash of a code
/// by which it can be withdrawn. What was sealed comes back even where it could not be kept.
async fn submit(
    services: &Services,
    answers: Answers,
    send: &Callback<Message>,
) -> (Option<Sealed>, Result<(), StorageError>) {
    let Some(sealer) = &services.sealer else {
        let name = digest::random_name().map_err(StorageError::from);
        let kept = match name {
            Ok(name) => {
                let record = Submitted { name: &name, text: &answers.text, own: None, deliver: false };
                services.submit(record).await
            }
            Err(why) => Err(why),
        };
        return (None, kept);
    };
    let sealed = match sealer.submission(answers.text.clone()).await {
        Ok(sealed) => sealed,
        Err(why) => return (None, Err(why)),
    };
    let record = Submitted {
        name: &sealed.name,
        text: &sealed.text,
        own: (!services.is_shared()).then_some(answers.text.as_str()),
        deliver: services.session.delivery().is_some(),
    };
    let kept = services.submit(record).await;
    if kept.is_ok() {
        note_waiting(services.device.as_ref()).await;
        if services.is_shared() {
            let seconds = ((clock::open_for() - services.begun.get()) / 1000.0) as u32;
            if services.gathers().await {
                sealer.count(answers.text, seconds).await;
            }
            services.count_waiting(send).await;
        }
    }
    (Some(sealed), kept)
}

/// Keeps the record of someone who left. Where that fails, the draft becomes one before the next interview begins.
async fn break_off(services: &Services, record: String) {
    let Some(sealer) = &services.sealer else { return };
    let kept = async {
        let (name, sealed) = sealer.record(record).await?;
        // What was not submitted goes nowhere by itself.
        services.submit(Submitted { name: &name, text: &sealed, own: None, deliver: false }).await
    };
    if kept.await.is_ok() {
        note_waiting(services.device.as_ref()).await;
    }
}

async fn delete_answers(
    services: &Services,
    delete: impl AsyncFnOnce(&Storage) -> Result<(), StorageError>,
    send: &Callback<Message>,
) {
    services.writer.forget();
    let ended = match &services.storage {
        Some(storage) => delete(storage).await,
        None => Ok(()), // where nothing can be kept, nothing is there
    };
    services.release();
    send.emit(Message::DeleteEnded(ended));
}

/// Keeps contact details in a database of their own, under a name that nothing else has.
async fn keep_contact_details(services: &Services, text: String) -> Result<(), StorageError> {
    let (name, text) = match &services.sealer {
        Some(sealer) => sealer.contact_details(text).await?,
        None => (digest::random_name()?, text),
    };
    keep_details(&name, &text, services.session.delivers_details()).await
}

/// Loads the page again with what is new, as soon as no other tab needs what was.
async fn renew(services: &Services, send: &Callback<Message>) {
    services.release_result();
    if offline::take_over().await {
        return;
    }
    let shared = services.is_shared();
    if shared && !offline::is_waiting().await {
        return history::reload(); // what is new are the study's files
    }
    send.emit(Message::NotRenewed);
    if shared {
        let send = send.clone(); // the new version waits for another tab
        Timeout::new(LOOK_AGAIN, move || send.emit(Message::NewsCame)).forget();
    }
}
