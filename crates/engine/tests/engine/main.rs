//! One respondent, and the comparison.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

mod check;
mod condition;
mod decimal;
mod identifying;
mod instrument;
mod interview;
mod json;
mod plain;
mod properties;
mod routing;
mod text;
