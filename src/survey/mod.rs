//! One respondent: what is asked, of whom, what was said, and what is kept of it. Pure.

mod assemble;
pub mod change;
pub mod check;
pub mod condition;
pub mod consent;
pub mod decimal;
pub mod defect;
pub mod fhir;
mod id;
pub mod identifying;
pub mod instrument;
pub mod interview;
pub mod json;
pub mod leadin;
mod occurrence;
pub mod reachability;
pub mod record;
pub mod response;
pub mod routing;
pub mod text;
