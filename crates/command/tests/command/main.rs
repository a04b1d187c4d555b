//! The organiser's command.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

mod command;
mod conformance;
