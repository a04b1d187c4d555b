//! Many respondents: what was published about them, and one respondent beside it. Pure.

pub mod comparison;
pub mod plan;
pub mod release;
