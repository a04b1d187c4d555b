//! One respondent, and the comparison with others. Pure: no clock, no files, no browser.
//!
//! What is asked ([`instrument`]), of whom ([`routing`]), what was said ([`response`]), and what is kept of it
//! ([`record`]); what is compared ([`plan`]) with what was published ([`release`]), and one respondent beside it
//! ([`comparison`]).

pub mod assemble;
pub mod change;
pub mod check;
pub mod comparison;
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
pub mod plain;
pub mod plan;
pub mod recipient;
pub mod record;
pub mod record_length;
pub mod release;
pub mod response;
pub mod routing;
pub mod text;
