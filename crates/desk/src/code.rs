//! Codes that the organiser types: check codes, and those of people who withdraw.

use seal::code::Code;
use seal::sha256;

/// The hash by which the code that is typed is known.
///
/// # Errors
/// What is wrong with it: `missing` where nothing is typed.
pub fn hash_of(typed: &str, missing: &str) -> Result<String, String> {
    if typed.trim().is_empty() {
        return Err(missing.to_owned());
    }
    let code = Code::read(typed).ok_or(MISTYPED)?;
    Ok(sha256(code.hash_text().as_bytes()))
}

const MISTYPED: &str = "Check the code: it has a mistyped or missing character";
