//! The organiser's pages, in a module of their own that respondents never load: whether a device is ready, and the
//! desk.
//!
//! [`state`] says what follows from each thing that happens, `effects` meets the outside, [`screen`] draws, [`words`]
//! holds the messages. [`readiness`] judges a device, [`ledger`] and [`opening`] know what was handed over.

pub mod app;
pub mod contacts;
mod effects;
pub mod ledger;
pub mod opening;
pub mod passphrase;
pub mod readiness;
pub mod route;
pub mod screen;
pub mod settings;
pub mod state;
pub mod words;
