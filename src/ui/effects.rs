//! What the app does outside: it starts, carries out [`Work`], and writes the draft.

use super::address::Address;
use super::state::{Action, Found, Ground, State, Work};
use super::words;
use crate::browser::storage::{NotKept, Storage, Writer, keep_contact_details};
use crate::browser::{digest, document, fetch, history, tab};
use crate::study::{FILES, Study};
use crate::survey::consent::{Edition, Terms};
use crate::survey::record::Draft;
use std::cell::RefCell;
use std::rc::Rc;
use yew::Callback;

/// The lock that the tab with the interview holds.
const LOCK: &str = "hiquality-interview";

/// What stays the same while the app runs: its hold on the outside.
#[derive(Debug, Default)]
pub struct Outside {
    storage: Option<Rc<Storage>>,
    writer: Writer,
    claim: Rc<RefCell<Option<tab::Claim>>>,
}

/// What the app starts with, or why it can't, in lines for the person.
pub(super) async fn start() -> Result<(State, Outside), Vec<String>> {
    if !document::is_secure() {
        return Err(vec![words::INSECURE.to_owned()]);
    }
    let files = FILES.map(|name| fetch::file(&format!("study/{name}")));
    let storage = Storage::open().await;
    let mut texts = Vec::new();
    let mut missing = Vec::new();
    for (name, file) in FILES.into_iter().zip(files) {
        match file.text().await {
            Ok(text) => texts.push(text),
            Err(why) => missing.push(words::file_missing(name, &why)),
        }
    }
    let [questionnaire, contact, analysis, release, settings] = texts.as_slice() else {
        return Err(missing);
    };
    let study = Study::read([questionnaire, contact, analysis, release, settings])
        .map_err(|defects| defects.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let unhashed = |error: crate::browser::Refused| vec![error.0];
    let (version, sheet) = document::sheet();
    let sheet = Edition { version, hash: digest::sha256(&sheet).await.map_err(unhashed)? };
    let hash = digest::sha256(questionnaire).await.map_err(unhashed)?;
    let terms = Terms::now(&study.instrument, sheet, hash);
    let (found, storage) = match storage {
        Ok(storage) => (found(&storage).await, Some(Rc::new(storage))),
        Err(trouble) => (Err(trouble), None),
    };
    let state = State::new(Rc::new(Ground { study, terms }), Address::read(&history::place()), found);
    Ok((state, Outside { storage, ..Outside::default() }))
}

async fn found(storage: &Storage) -> Result<Found, NotKept> {
    Ok(Found { draft: storage.draft().await?.is_some(), record: storage.latest_record().await? })
}

impl Outside {
    /// Writes the draft of the interview that is going on. It is not waited for; how it went comes back as an action.
    pub(super) fn keep_draft(&self, state: &State, act: &Callback<Action>) {
        if let (Some(storage), Some(interview)) = (&self.storage, &state.interview) {
            let text = Draft::of(&state.ground.study.instrument, interview).to_text();
            let act = act.clone();
            self.writer.write(storage.clone(), text, move |kept| act.emit(Action::Kept(kept)));
        }
    }

    /// Carries out a piece of work and tells how it went.
    pub(super) async fn carry_out(&self, work: Work, act: &Callback<Action>) {
        match work {
            Work::Claim(take_over) => {
                if self.claim.borrow().is_none() {
                    let (held, act) = (self.claim.clone(), act.clone());
                    let lost = move || {
                        held.borrow_mut().take();
                        act.emit(Action::LostClaim);
                    };
                    let claim = tab::claim(LOCK, take_over, lost).await;
                    *self.claim.borrow_mut() = claim;
                }
                let is_ours = self.claim.borrow().is_some();
                let draft = match &self.storage {
                    _ if !is_ours => None,
                    None => Some(None),
                    Some(storage) => match storage.take_over().await {
                        Ok(draft) => Some(draft),
                        Err(trouble) => {
                            act.emit(Action::Kept(Err(trouble)));
                            Some(None)
                        }
                    },
                };
                document::ask_to_persist();
                act.emit(Action::Claimed(draft));
            }
            Work::Submit(record) => {
                self.writer.forget();
                let ended = match &self.storage {
                    Some(storage) => storage.submit(&record).await,
                    None => Err(NotKept::Blocked),
                };
                if ended.is_ok() {
                    self.release();
                }
                act.emit(Action::SubmitEnded(ended));
            }
            Work::DeleteDraft | Work::DeleteRecord => {
                self.writer.forget();
                let ended = match &self.storage {
                    Some(storage) if work == Work::DeleteDraft => storage.delete_draft().await,
                    Some(storage) => storage.delete_latest_record().await,
                    None => Ok(()), // where nothing can be kept, nothing is there
                };
                self.release();
                act.emit(Action::DeleteEnded(ended));
            }
            Work::KeepContact(text) => act.emit(Action::ContactEnded(keep_contact_details(&text).await)),
        }
    }

    /// Lets other tabs have the draft.
    pub(super) fn release(&self) {
        self.claim.borrow_mut().take();
    }
}
