//! The survey page. `ARCHITECTURE.md` is the map of all the code.
//!
//! [`ui`] has the program; the crates of the core stand here under short paths.

pub mod ui;

pub use seal;
pub use seal::device;
pub use study;
pub use worker;

/// What the browser does for us, and what is kept there.
pub mod browser {
    pub use ::browser::*;
    pub use ::storage::{self, database as store};
}

/// One respondent.
pub mod survey {
    pub use engine::*;
}

/// The comparison, and many respondents.
pub mod aggregate {
    pub use analysis::snapshot;
    pub use engine::{comparison, plan};
}
