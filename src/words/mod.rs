//! Every word that a respondent reads beside the study's own and those of the controls (`ui::words`): what happened, then
//! what to do.

pub(crate) mod consent;
pub mod headings;
pub mod question;
pub(crate) mod shared;
pub(crate) mod shut;
pub(crate) mod submitted;
pub(crate) mod trouble;

pub(crate) const BACK: &str = "Back";
pub(crate) const CONTINUE: &str = "Continue";
pub(crate) const ONE_MOMENT: &str = "One moment";
pub(crate) const DELETE_ANSWERS: &str = "Delete my answers";
pub(crate) const SAVE_ANSWERS: &str = "Save my answers to a file";
