//! The screens: Yew, and nothing that decides. What is asked, valid or compared is derived by the core.

pub mod app;
pub mod desk;
mod effects;
pub mod requests;
pub mod route;
pub mod screen;
pub mod state;
mod unfinished;
pub mod words;

pub use ::ui::{comparison, control, form, format, markup, shell};
