//! Brings what is sealed from this device to the organiser's storage: at once, whenever there is a connection again, and
//! with growing pauses until all of it is there.

use crate::model::Message;
use crate::services::Services;
use browser::delivery::{self, Undelivered};
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use storage::database::StorageError;
use storage::{DATABASE, DETAILS, DETAILS_DATABASE, RECORDS, contact_details, waiting};
use yew::Callback;
use yew::platform::spawn_local;

/// The pauses between one try and the next, in seconds. The last goes for all that follow.
const PAUSES: [u32; 6] = [5, 20, 60, 300, 900, 3600];

/// After so many seconds it is looked whether another tab has sent what waits.
const WHERE_BUSY: u32 = 2;

/// Contact details go so many seconds after they were left, at least and at most: at another moment than the answers.
const APART: [u32; 2] = [60, 600];

/// What brings one kind of text to its storage.
#[derive(Debug, Default)]
pub(super) struct Courier {
    is_underway: Cell<bool>,
    /// How many tries failed one after another.
    failures: Cell<usize>,
    /// The next try.
    next: RefCell<Option<Timeout>>,
}

impl Courier {
    /// Has this done after so many seconds, in place of what was to be done next.
    fn after(&self, seconds: u32, act: impl FnOnce() + 'static) {
        *self.next.borrow_mut() = Some(Timeout::new(seconds * 1000, act));
    }

    /// The pause after a try that failed.
    fn pause(&self, why: Undelivered) -> u32 {
        if why == Undelivered::Busy {
            return WHERE_BUSY;
        }
        let failures = self.failures.replace(self.failures.get() + 1);
        PAUSES[failures.min(PAUSES.len() - 1)]
    }
}

/// Begins with what an earlier visit left, and sends again whenever there is a connection. Contact details wait for another
/// moment where answers are about to be sent.
pub(super) fn begin(services: &Rc<Services>, send: &Callback<Message>) {
    if !services.session.delivers() {
        return;
    }
    let (again, told) = (services.clone(), send.clone());
    delivery::on_connection(move || {
        again.records.failures.set(0);
        again.details.failures.set(0);
        spawn_local(deliver_records(again.clone(), told.clone()));
    });
    let (services, send) = (services.clone(), send.clone());
    spawn_local(async move {
        let waits = match &services.storage {
            Some(storage) => waiting(storage.database()).await.is_ok_and(|names| !names.is_empty()),
            None => false,
        };
        if waits {
            deliver_details_after_a_while(&services, send.clone());
            deliver_records(services, send).await;
        } else {
            deliver_details(services, send).await;
        }
    });
}

/// Sends the records that wait.
pub(super) async fn deliver_records(services: Rc<Services>, send: Callback<Message>) {
    let Some(deliver) = services.session.settings().deliver.clone().filter(|_| services.session.delivers())
    else {
        return;
    };
    let Some(storage) = services.storage.clone() else { return };
    if services.records.is_underway.replace(true) {
        return; // when it is through it looks for what has come meanwhile
    }
    let ended = delivery::deliver(DATABASE, RECORDS, &deliver.to, &deliver.headers).await;
    services.records.is_underway.set(false);
    let Ok(waiting) = waiting(storage.database()).await else { return };
    let why = ended.err();
    let is_over = waiting.is_empty();
    send.emit(Message::Delivered(waiting, why));
    services.count_waiting(&send).await;
    if is_over {
        return services.records.failures.set(0);
    }
    if why.is_some_and(|why| why != Undelivered::Busy) {
        delivery::ask_for_later().await;
    }
    let pause = why.map_or(0, |why| services.records.pause(why));
    let again = services.clone();
    services.records.after(pause, move || spawn_local(deliver_records(again, send)));
}

/// Sends contact details at another moment than answers.
pub(super) fn deliver_details_after_a_while(services: &Rc<Services>, send: Callback<Message>) {
    let [least, most] = APART;
    let pause = least + (f64::from(most - least) * js_sys::Math::random()) as u32;
    let again = services.clone();
    services.details.after(pause, move || spawn_local(deliver_details(again, send)));
}

/// Sends the contact details that wait.
async fn deliver_details(services: Rc<Services>, send: Callback<Message>) {
    let deliver = services.session.settings().deliver.clone().filter(|_| services.session.delivers());
    let Some((deliver, to)) = deliver.and_then(|deliver| Some((deliver.clone(), deliver.contact?))) else {
        return;
    };
    let waits =
        async || -> Result<bool, StorageError> { Ok(!waiting(&contact_details().await?).await?.is_empty()) };
    if waits().await != Ok(true) || services.details.is_underway.replace(true) {
        return;
    }
    let ended = delivery::deliver(DETAILS_DATABASE, DETAILS, &to, &deliver.headers).await;
    services.details.is_underway.set(false);
    match (waits().await, ended) {
        (Ok(false), _) => {
            services.details.failures.set(0);
            send.emit(Message::DetailsDelivered);
        }
        (_, Err(why)) => {
            let again = services.clone();
            services
                .details
                .after(services.details.pause(why), move || spawn_local(deliver_details(again, send)));
        }
        _ => {}
    }
}
