//! What leaves a device.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

mod device;
mod made_over;
mod parcel;
mod sealing;
