//! The page's hold on the outside.

use crate::delivery::Courier;
use crate::during::During;
use crate::model::{Message, Stored};
use crate::route::{self, Route};
use crate::sealing::Sealer;
use crate::session::Session;
use crate::turn::{self, Waiting};
use crate::words::trouble;
use browser::offline::Kept;
use browser::{clock, digest, history, idle, offline, tab};
use engine::record::{Completion, Draft};
use seal::device::{self, Day};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use storage::database::{Database, StorageError};
use storage::unfinished::{self, end_unfinished};
use storage::{DETAILS, OPEN_DRAFT, Storage, Submitted, Writer, contact_details};
use study::Standing;
use yew::Callback;

/// What stays the same while the app runs: its hold on the outside.
#[derive(Debug)]
pub(super) struct Services {
    pub(super) session: Rc<Session>,
    pub(super) storage: Option<Rc<Storage>>,
    pub(super) writer: Writer,
    pub(super) claim: Rc<RefCell<Option<tab::Claim>>>,
    pub(super) result: RefCell<Option<tab::Claim>>,
    pub(super) sealer: Option<Rc<Sealer>>,
    /// What the device knows of itself, during an event.
    pub(super) device: Option<Database>,
    /// On a shared device: what this page calls itself, where it may gather figures.
    pub(super) gatherer: OnceCell<String>,
    /// How records, and contact details, come to the organiser's storage.
    pub(super) couriers: [Courier; 2],
    /// Since when the interview goes on, in milliseconds that the page has been open.
    pub(super) begun: Cell<f64>,
}

impl Services {
    /// Whether the device is shared.
    pub(super) fn is_shared(&self) -> bool {
        self.session.is_shared()
    }

    /// Whether it is this page that gathers figures. It becomes so with the first record, if no other page has.
    pub(super) async fn gathers(&self) -> bool {
        let (Some(name), Some(device)) = (self.gatherer.get(), &self.device) else { return false };
        let figures = |name| (device::STORE, device::name::FIGURES, name);
        match device.change_if(Some(figures(None)), &[figures(Some(name.as_str()))]).await {
            Err(StorageError::TakenOver) => {
                let gathers = device.get(device::STORE, device::name::FIGURES).await;
                gathers.is_ok_and(|gathers| gathers.as_ref() == Some(name))
            }
            begun => begun.is_ok(),
        }
    }

    /// Whether event mode was started, or left, since the page was loaded.
    pub(super) async fn event_has_changed(&self) -> bool {
        let Some(device) = &self.device else { return false };
        let event = device.get(device::STORE, device::name::EVENT).await;
        event.is_ok_and(|event| event.is_some() != self.session.event.is_some())
    }

    /// Whether what holds here is another than when the page was loaded: event mode, or whether interviews may begin.
    pub(super) async fn is_outdated(&self) -> bool {
        let Session { ahead, standing, .. } = &*self.session;
        let is_open = ahead.period.is_open(&clock::today());
        is_open != (*standing == Standing::Open) || self.event_has_changed().await
    }

    /// What the device holds.
    pub(super) async fn stored(&self) -> Result<Stored, StorageError> {
        let Some(storage) = &self.storage else { return Ok(Stored::default()) };
        let shared = self.is_shared();
        if !unfinished::left(storage, shared).await?.is_empty()
            && let Some(_claim) = tab::claim(tab::name::INTERVIEW, false, || {}).await
        {
            let _ = self.end_unfinished().await; // what can't be ended stays, and is tried again
        }
        if shared {
            return Ok(Stored::default());
        }
        let draft = storage.draft(OPEN_DRAFT).await?.is_some();
        Ok(Stored {
            draft,
            record: storage.latest().await?,
            details: has_details(self.device.as_ref()).await,
        })
    }

    /// Makes records of what somebody left behind on a shared device.
    pub(super) async fn end_unfinished(&self) -> Result<(), StorageError> {
        let Some(storage) = &self.storage else { return Ok(()) };
        let shared = self.is_shared();
        let seal = async |record| match &self.sealer {
            Some(sealer) => sealer.record(record).await,
            None => Err(StorageError::Failed(trouble::NO_KEY.to_owned())),
        };
        let instrument = &self.session.instrument;
        end_unfinished(storage, self.device.as_ref(), instrument, shared, seal).await
    }

    /// Makes a shared device begin to gather figures: where they are shown, and no page has begun to gather any.
    pub(super) async fn gather(&self, [questionnaire, analysis]: [String; 2]) {
        let is_wanted = self.session.event.as_ref().is_some_and(|event| event.snapshot);
        let (Some(device), Some(sealer)) = (self.device.as_ref().filter(|_| is_wanted), &self.sealer) else {
            return;
        };
        if let (Ok(None), Ok(name)) =
            (device.get(device::STORE, device::name::FIGURES).await, digest::random_name())
        {
            let _ = self.gatherer.set(name); // it is asked once
            sealer.gather(questionnaire, analysis).await;
        }
    }

    /// Makes a shared device ready for one person after another.
    pub(super) async fn open_to_all(&self, send: &Callback<Message>) {
        let pause = self.session.settings().pause;
        let timed = send.clone();
        idle::watch(pause.idle_seconds, move |quiet| {
            let over = quiet >= pause.idle_seconds + pause.warning_seconds;
            timed.emit(Message::Turn(if over { turn::Message::TimedOut } else { turn::Message::Idled }));
        });
        let went = send.clone();
        history::on_link(route::ORGANISERS, move |route| {
            if let Some(route) = Route::read(&route) {
                went.emit(Message::Went(route));
            }
        });
        history::reload_when_restored();
        self.count_waiting(send).await;
        if let Some(sealer) = &self.sealer {
            sealer.record_sizes(); // measured before anybody waits for it
        }
    }

    /// Tells what is new: before a person begins, and on a shared device between two of them.
    pub(super) async fn look_for_news(&self, send: &Callback<Message>) {
        if offline::runs_on_kept_set().await == Some(Kept::Invalid) {
            send.emit(Message::Outdated);
        }
        if offline::is_waiting().await || self.is_shared() && offline::check_for_news().await {
            send.emit(Message::NewsCame);
        }
    }

    /// Tells how many records nobody has confirmed to have.
    pub(super) async fn count_waiting(&self, send: &Callback<Message>) {
        let (Some(storage), Some(device)) = (&self.storage, &self.device) else { return };
        let oldest = device.get(device::STORE, device::name::OLDEST).await.ok().flatten();
        let today = Day::of(js_sys::Date::now());
        let days = oldest.and_then(|day| day.parse().ok()).map_or(0, |day| Day(day).age(today));
        if let Ok(records) = storage.count().await {
            send.emit(Message::Turn(turn::Message::Counted(Waiting { records, days })));
        }
    }

    /// Writes the draft of the interview that is going on. It is not waited for; how it went comes back as a message. On
    /// a shared device it is sealed, as the record that it becomes when nobody goes on with it.
    pub(super) fn keep_draft(&self, during: &During, send: &Callback<Message>) {
        let Some(storage) = self.storage.clone() else { return };
        let send = send.clone();
        let told = move |kept| send.emit(Message::Kept(kept));
        let instrument = &self.session.instrument;
        match self.sealer.clone().filter(|_| self.is_shared()) {
            Some(sealer) => {
                let record = during.record_text(instrument, Completion::InProgress);
                let seal = async move |text| sealer.record(text).await;
                self.writer.write(storage, record, seal, told);
            }
            None => {
                if let Some(sealer) = &self.sealer {
                    sealer.wake(); // so that it is there once something is to be sealed
                }
                let text = Draft::of(instrument, &during.interview).to_text();
                let name = async |text| Ok((OPEN_DRAFT.to_owned(), text));
                self.writer.write(storage, text, name, told);
            }
        }
    }

    /// Keeps a record in place of the draft.
    pub(super) async fn submit(&self, record: Submitted<'_>) -> Result<(), StorageError> {
        let storage = self.storage.as_ref().ok_or(StorageError::Blocked)?;
        storage.submit(record, self.is_shared()).await
    }

    /// Claims the interview for this tab, unless another has it that is not to be taken over. Returns whether it is this
    /// tab's.
    pub(super) async fn claim_interview(&self, take_over: bool, send: &Callback<Message>) -> bool {
        if self.claim.borrow().is_none() {
            let (held, send) = (self.claim.clone(), send.clone());
            let lost = move || {
                held.borrow_mut().take();
                send.emit(Message::LostClaim);
            };
            let claim = tab::claim(tab::name::INTERVIEW, take_over, lost).await;
            *self.claim.borrow_mut() = claim;
        }
        self.claim.borrow().is_some()
    }

    /// Has other tabs know that this one shows what was submitted.
    pub(super) async fn hold_result(&self) {
        let result = tab::hold(tab::name::RESULT).await;
        *self.result.borrow_mut() = result;
    }

    /// Nothing that was submitted is shown any more.
    pub(super) fn release_result(&self) {
        self.result.borrow_mut().take();
    }

    /// Lets other tabs have the draft.
    pub(super) fn release(&self) {
        self.claim.borrow_mut().take();
    }
}

/// Whether there are contact details for the person at this device to delete. Those of an event are other people's, and
/// stay there when event mode is left: the device has a name then.
pub(super) async fn has_details(device: Option<&Database>) -> bool {
    let Some(device) = device else { return false };
    let is_own = device.get(device::STORE, device::name::LABEL).await == Ok(None);
    let details = async { contact_details().await?.count(DETAILS).await };
    is_own && details.await.is_ok_and(|count| count > 0)
}
