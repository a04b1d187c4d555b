//! What runs beside the page.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

mod contacts;
mod opened;
mod service;
