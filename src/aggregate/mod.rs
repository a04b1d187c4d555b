//! Many respondents: what was published about them, and one respondent beside it. Pure.

pub mod comparison;
pub mod disclosure;
pub mod plan;
pub mod release;
pub mod snapshot;
pub mod tabulation;
