//! Whom records are sealed to: the public key of an `age` key pair, as it stands in `settings.json`.

use bech32::primitives::decode::CheckedHrpstring;

/// How a private key begins.
const PRIVATE: &str = "AGE-SECRET-KEY-1";

/// Why a text is no public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It is a private one, which nobody but its owner may have.
    Private,
    /// It is none, or was mistyped.
    NotAKey,
}

/// Reads a public key: Bech32 with the prefix `age` and 32 bytes, as the specification of `age` says. Space around it
/// does not matter. Its checksum finds what was mistyped.
///
/// # Errors
/// Where it is none.
pub fn read(text: &str) -> Result<String, Unfit> {
    let text = text.trim();
    if text.get(..PRIVATE.len()).is_some_and(|start| start.eq_ignore_ascii_case(PRIVATE)) {
        return Err(Unfit::Private);
    }
    let key = CheckedHrpstring::new::<bech32::Bech32>(text).map_err(|_| Unfit::NotAKey)?;
    let is_whole = key.hrp().as_str().eq_ignore_ascii_case("age") && key.byte_iter().len() == 32;
    if is_whole { Ok(text.to_ascii_lowercase()) } else { Err(Unfit::NotAKey) }
}
