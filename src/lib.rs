//! The survey page: what a respondent loads. `ARCHITECTURE.md` is the map of all the code.

pub mod after;
pub mod app;
pub mod before;
pub mod context;
mod delivery;
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
