//! The screens: Yew, and nothing that decides. What is asked, valid or compared is derived by the core.

pub mod after;
pub mod app;
pub mod before;
pub mod comparison;
pub mod context;
pub mod control;
pub mod desk;
pub mod during;
pub mod effects;
pub mod form;
pub mod format;
pub mod markup;
pub mod model;
pub mod requests;
pub mod route;
pub mod screen;
mod sealing;
mod services;
pub mod session;
pub mod shell;
mod start;
pub mod turn;
mod unfinished;
pub mod words;
