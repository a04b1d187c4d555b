//! The organiser's pages, a program of their own that respondents never load: whether a device is ready, and the desk.
//!
//! [`organiser`] routes and keeps the lock, [`app`] moves the focus, [`frame`] draws around the open page. Each [`page`]
//! has what it knows, what can happen, what is to be done, how it looks and its words in a file of its own; what all
//! share is the [`session`], and what is going on is its [`task`]. Effects meet the outside through [`services`].
//! [`readiness`] judges a device and [`examination`] the study's files, [`ledger`],
//! [`archive`] and [`withdrawn`] know what was handed over.

pub mod app;
pub mod archive;
pub mod code;
pub mod examination;
pub mod frame;
pub mod ledger;
pub mod organiser;
pub mod page;
pub mod passphrase;
pub mod quantity;
pub mod readiness;
pub mod route;
pub mod services;
pub mod session;
pub mod settings;
pub mod task;
pub mod trouble;
pub mod withdrawn;
