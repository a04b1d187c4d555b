//! HiQuality: a survey of London's general practice workforce in a static web page, and each person's answers at once
//! beside those of others.
//!
//! # What to read, in this order
//!
//! 1. `study/`: the study as data. Five files say what is asked, compared and allowed; `study/README.md` says how.
//! 2. [`survey`]: one respondent. [`survey::fhir`] is a questionnaire as written, [`survey::instrument::Instrument`]
//!    what it means, read once with every [`survey::defect::Defect`] reported; [`survey::condition`] when an item is
//!    asked; [`survey::response::Response`] what was said, [`survey::change::Change`] what a person does to it;
//!    [`survey::routing::RoutingPath`] who is asked what, derived each time; [`survey::check`] what is wrong with answers;
//!    [`survey::leadin`] what is read around questions; [`survey::consent`] the only key that opens an
//!    [`survey::interview::Interview`]; [`survey::record`] its only written form; [`survey::json`] reads documents and
//!    names each value that does not fit; [`survey::text`] takes out of words what nobody means.
//! 3. [`aggregate`]: many respondents. [`aggregate::plan`] what is compared, [`aggregate::release`] with what,
//!    [`aggregate::comparison`] one respondent beside it. [`aggregate::tabulation`] counts, [`aggregate::disclosure`] is
//!    the one gate that lets figures out, [`aggregate::snapshot`] what was gathered on one device, as it may be shown.
//! 4. [`study`]: the five files read together and checked against each other; [`study::examination`] what else an
//!    organiser should know of them, [`survey::reachability`] among it, which nobody who answers waits for. [`device`]: what a device of the
//!    organiser's knows of itself.
//! 5. [`seal`]: what leaves a device. [`seal::envelope`] seals a record to the organiser's [`seal::key`]s as an `age`
//!    file, padded; [`seal::parcel`] is the one file that a device hands over; [`seal::code`] what people copy by hand.
//! 6. [`worker`]: what is done beside the page. [`worker::request`] is the contract between the two, each with its answer;
//!    [`worker::service`] carries requests out, and holds unlocked keys and the figures of an event in memory only.
//! 7. [`browser`]: storage, files, the address bar, one tab at a time, the channel to the worker. Bytes and text, none
//!    of our types.
//! 8. [`ui`]: the screens. [`ui::model`] says in which part of the survey a person is, [`ui::before`], [`ui::during`] or
//!    [`ui::after`] their interview, and each of these what follows from what happens there; [`ui::turn`] is a shared device
//!    between two people. [`ui::effects`] meets the outside, [`ui::screen`] draws, [`ui::control`] turns clicks into typed answers, [`ui::words`] holds the messages,
//!    [`ui::comparison`] is the comparison, fed by values. [`ui::desk`] are the organiser's pages, built the same way.
//! 9. `sw.js` and `boot.js`: what keeps the app without a network, and what starts its programs.
//!
//! Its doors are `src/main.rs` (the page), `src/bin/worker.rs` (what runs beside it), `src/bin/desk.rs` (the organiser's
//! pages), `src/bin/hiquality.rs` (the organiser's command) and the tests.
//!
//! # What holds
//!
//! - There is no interview without a consent to every statement, given to the sheet and the statements as they read.
//! - An answer whose item leaves the routing path is kept, so that going back restores it, and counts as absent in
//!   conditions, comparison and records. [`survey::routing::RoutingPath::answers`] is the one place that knows.
//! - Nothing that can be derived is stored: the route, the errors, the comparison are computed when they are looked at.
//! - A submission is confirmed only after its record was written with strict durability, in one transaction that
//!   removes the draft, and read back.
//! - Contact details have their own form, file and database, and share nothing with answers.
//! - Where settings name a public key, a record is sealed to it before it is kept, and the device can't read it back.
//!   Its length does not tell what is in it.
//! - On a shared device nothing of a person is kept in the clear, and one address stands for all that they were at.
//! - What is deleted from a device after an export is what the desk has opened: the check code covers all of it, and
//!   only the desk can know it. What the storage has damaged goes when the organiser says so, and is in a file as it is.
//! - `survey`, `aggregate`, `seal` and `worker` are pure, but for the random numbers of `seal`; `browser` knows none of
//!   our types; only `ui` knows Yew. `tests/architecture.rs` holds the arrows.
//!
//! # What it does not do
//!
//! It sends nothing anywhere, keeps no accounts and loads nothing from other hosts. Of many respondents it shows what is
//! published and, at an event, what that device gathered; the organiser's tables are still to come.

pub mod ui;

pub use seal;
pub use seal::device;
pub use study;
pub use worker;

/// What the browser does for us, and what is kept there.
pub mod browser {
    pub use ::browser::*;
    pub use ::storage::{self, database as store};
}

/// One respondent.
pub mod survey {
    pub use engine::*;
    pub use study::reachability;
}

/// The comparison, and many respondents.
pub mod aggregate {
    pub use analysis::{disclosure, snapshot, tabulation};
    pub use engine::{comparison, plan, release};
}
