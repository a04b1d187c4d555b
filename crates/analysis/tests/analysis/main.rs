//! Many respondents.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

mod attacker;
mod crowd;
mod snapshot;
