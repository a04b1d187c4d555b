//! The screens: Yew, and nothing that decides. What is asked, valid or compared is derived by the core.

pub mod app;
pub mod comparison;
pub mod control;
pub mod desk;
mod effects;
pub mod form;
pub mod format;
pub mod markup;
pub mod requests;
pub mod route;
pub mod screen;
mod sealing;
pub mod session;
pub mod shell;
pub mod state;
mod unfinished;
pub mod words;
