//! Whether a study is sound.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

mod day;
mod examination;
mod files;
mod settings;
