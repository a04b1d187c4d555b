//! The worker beside the page: sealing, opening, and the figures of an event. Heavy work and well-kept, heavy
//! libraries stay off the page, which loads fast and never freezes.

pub mod ask;
pub mod contacts;
mod gathering;
mod opened;
pub mod request;
pub mod service;
