//! Many respondents: exact counts, and the one gate that lets figures of them out. Pure.

pub mod disclosure;
pub mod snapshot;
pub mod tabulation;
