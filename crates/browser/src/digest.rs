//! Hashes, by the browser's own cryptography.

use super::{Refused, window};
use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;

/// SHA-256 of a text's UTF-8, in hexadecimal.
///
/// # Errors
/// Where the page was not loaded over HTTPS or from the device itself: browsers then offer no cryptography.
pub async fn sha256(text: &str) -> Result<String, Refused> {
    let subtle = window().crypto()?.subtle();
    let promise = subtle.digest_with_str_and_u8_array("SHA-256", text.as_bytes())?;
    let hash = Uint8Array::new(&JsFuture::from(promise).await?).to_vec();
    Ok(hash.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Random bytes.
///
/// # Errors
/// Where the browser gives none.
pub fn random_bytes<const LENGTH: usize>() -> Result<[u8; LENGTH], Refused> {
    let mut bytes = [0; LENGTH];
    window().crypto()?.get_random_values_with_u8_array(&mut bytes)?;
    Ok(bytes)
}

/// A name that nobody else has: 122 random bits, as text.
///
/// # Errors
/// Where the page was not loaded over HTTPS or from the device itself.
pub fn random_name() -> Result<String, Refused> {
    Ok(window().crypto()?.random_uuid())
}
