//! Brings what is sealed from this device to the organiser's storage: at once, whenever there is a connection again, and
//! with growing pauses until all of it is there.

use crate::model::Message;
use crate::services::{Services, has_details};
use browser::clock;
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

/// After so many seconds it is looked for what another tab has sent, or what has come meanwhile.
const SOON: u32 = 2;

/// Contact details go so many seconds after they were left, at least and at most: at another moment than the answers.
const APART: [u32; 2] = [60, 600];

/// What is brought to a storage of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Errand {
    Records,
    Details,
}

/// How one of them goes.
#[derive(Debug, Default)]
pub(super) struct Courier {
    is_underway: Cell<bool>,
    /// How many tries failed one after another.
    failures: Cell<usize>,
    /// The next try.
    next: RefCell<Option<Timeout>>,
}

/// Begins with what an earlier visit left, and sends again whenever there is a connection. Contact details wait for another
/// moment where answers are about to be sent.
pub(super) fn begin(services: &Rc<Services>, send: &Callback<Message>) {
    if services.session.delivery().is_none() {
        return;
    }
    let (again, told) = (services.clone(), send.clone());
    delivery::on_connection(move || {
        again.couriers.iter().for_each(|courier| courier.failures.set(0));
        spawn_local(deliver(Errand::Records, again.clone(), told.clone()));
    });
    let (services, send) = (services.clone(), send.clone());
    spawn_local(async move {
        if Errand::Records.waits(&services).await == Ok(Vec::new()) {
            return deliver(Errand::Details, services, send).await;
        }
        deliver_details_after_a_while(&services, send.clone());
        deliver(Errand::Records, services, send).await;
    });
}

/// Sends contact details at another moment than answers.
pub(super) fn deliver_details_after_a_while(services: &Rc<Services>, send: Callback<Message>) {
    Errand::Details.again(services, clock::some_seconds(APART), send);
}

/// Sends what waits.
pub(super) async fn deliver(errand: Errand, services: Rc<Services>, send: Callback<Message>) {
    let courier = errand.courier(&services);
    let Some(storage) = services.session.delivery() else { return };
    let (database, store, to) = match errand {
        Errand::Records => (DATABASE, RECORDS, Some(&storage.to)),
        Errand::Details => (DETAILS_DATABASE, DETAILS, storage.contact.as_ref()),
    };
    let Some(to) = to else { return };
    if courier.is_underway.replace(true) {
        return; // when it is through it looks for what has come meanwhile
    }
    // Another tab, or the service worker, may have sent it.
    let why = match errand.waits(&services).await == Ok(Vec::new()) {
        true => None,
        false => delivery::deliver(database, store, to, &storage.headers).await.err(),
    };
    courier.is_underway.set(false);
    let waiting = errand.waits(&services).await;
    let is_over = waiting == Ok(Vec::new());
    match (errand, waiting) {
        (Errand::Records, Ok(waiting)) => {
            send.emit(Message::Delivered(waiting, why));
            services.count_waiting(&send).await;
        }
        (Errand::Details, _) if is_over && !has_details(services.device.as_ref()).await => {
            send.emit(Message::DetailsDelivered);
        }
        _ => {}
    }
    if is_over {
        return courier.failures.set(0);
    }
    let pause = match why {
        None | Some(Undelivered::Busy) => SOON,
        Some(_) => PAUSES[courier.failures.replace(courier.failures.get() + 1).min(PAUSES.len() - 1)],
    };
    if errand == Errand::Records && pause != SOON {
        delivery::ask_for_later().await;
    }
    errand.again(&services, pause, send);
}

impl Errand {
    fn courier(self, services: &Services) -> &Courier {
        let [records, details] = &services.couriers;
        if self == Self::Records { records } else { details }
    }

    /// The names of what waits.
    async fn waits(self, services: &Services) -> Result<Vec<String>, StorageError> {
        match (self, &services.storage) {
            (Self::Records, None) => Ok(Vec::new()),
            (Self::Records, Some(storage)) => waiting(storage.database()).await,
            (Self::Details, _) => waiting(&contact_details().await?).await,
        }
    }

    /// Has it done after so many seconds, in place of what was to be done next.
    fn again(self, services: &Rc<Services>, seconds: u32, send: Callback<Message>) {
        let again = services.clone();
        let next = Timeout::new(seconds * 1000, move || spawn_local(deliver(self, again, send)));
        *self.courier(services).next.borrow_mut() = Some(next);
    }
}
