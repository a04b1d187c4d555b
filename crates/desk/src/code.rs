//! Codes that the organiser types: check codes, and those of people who withdraw.

use seal::code::Code;
use seal::sha256;
use ui::form::{Complaint, Field, Inputs};

/// The hash by which the code that is typed is known.
///
/// # Errors
/// What is wrong: `missing` where nothing is typed.
pub fn hash_typed<F: Field>(inputs: &Inputs<F>, field: F, missing: &str) -> Result<String, Complaint<F>> {
    let typed = inputs.typed(field);
    if typed.trim().is_empty() {
        return Err((field, missing.to_owned()));
    }
    let code = Code::read(typed).ok_or_else(|| (field, MISTYPED.to_owned()))?;
    Ok(sha256(code.hash_text().as_bytes()))
}

const MISTYPED: &str = "Check the code: it has a mistyped or missing character";
