//! HiQuality: a survey of London's general practice workforce in a static web page, and each person's answers at once
//! beside those of others.
//!
//! # What to read, in this order
//!
//! 1. `study/`: the study as data. Five files say what is asked, compared and allowed; `study/README.md` says how.
//! 2. [`survey`]: one respondent. [`survey::fhir`] is a questionnaire as written, [`survey::instrument::Instrument`]
//!    what it means, read once with every [`survey::defect::Defect`] reported; [`survey::condition`] when an item is
//!    asked; [`survey::response::Response`] what was said; [`survey::routing::RoutingPath`] who is asked what, derived
//!    each time; [`survey::check`] what is wrong with answers; [`survey::consent`] the only key that opens an
//!    [`survey::interview::Interview`]; [`survey::record`] its only written form; [`survey::json`] reads documents and
//!    names each value that does not fit.
//! 3. [`aggregate`]: many respondents. [`aggregate::plan`] what is compared, [`aggregate::release`] with what,
//!    [`aggregate::comparison`] one respondent beside it.
//! 4. [`study`]: the five files read together and checked against each other.
//! 5. [`browser`]: storage, files, the address bar, one tab at a time. Bytes and text, none of our types.
//! 6. [`ui`]: the screens. [`ui::state`] says what follows from each thing that happens, `ui::effects` meets the
//!    outside, [`ui::screen`] draws, [`ui::control`] turns clicks into typed answers, [`ui::words`] holds the messages,
//!    [`ui::feedback`] is the comparison, fed by values.
//!
//! Three doors lead to it: `src/main.rs` (the page), `src/bin/hiquality.rs` (the organiser's command) and the tests.
//!
//! # What holds
//!
//! - There is no interview without a consent to every statement, given to the sheet and the statements as they read.
//! - An answer whose item leaves the routing path is kept, so that going back restores it, and counts as absent in
//!   conditions, comparison and records. [`survey::routing::RoutingPath::said`] is the one place that knows.
//! - Nothing that can be derived is stored: the route, the errors, the comparison are computed when they are looked at.
//! - A submission is confirmed only after its record was written with strict durability, in one transaction that
//!   removes the draft, and read back.
//! - Contact details have their own form, file and database, and share nothing with answers.
//! - `survey` and `aggregate` are pure; `browser` knows none of our types; only `ui` knows Yew.
//!   `tests/architecture.rs` holds the arrows.
//!
//! # What it does not do
//!
//! It sends nothing anywhere, keeps no accounts, loads nothing from other hosts, and computes no figures of many
//! respondents: so far it shows those that are published.

pub mod aggregate;
pub mod browser;
pub mod study;
pub mod survey;
pub mod ui;
