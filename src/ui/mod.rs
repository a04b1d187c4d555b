//! The screens: Yew, and nothing that decides. What is asked, valid or compared is derived by the core.

pub mod after;
pub mod app;
pub mod before;
pub mod context;
pub mod during;
pub mod effects;
pub mod late;
pub mod model;
pub mod route;
pub mod screen;
mod sealing;
mod services;
pub mod session;
mod start;
pub mod turn;
pub mod words;

pub use ::storage::unfinished;
pub use ::ui::{comparison, control, form, format, markup, shell};
pub use ::worker::ask as requests;
