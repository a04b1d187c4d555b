//! The space that the browser gives, and whether it may take it back.

use super::{Refused, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageEstimate;

/// Whether the browser promised not to clear what is kept when space runs short. Nothing where it does not say.
pub async fn is_persisted() -> Option<bool> {
    JsFuture::from(window().navigator().storage().persisted().ok()?).await.ok()?.as_bool()
}

/// Asks for that promise. Browsers give it to some and not to others.
///
/// # Errors
/// Where the browser has no such promise to give.
pub async fn ask_to_persist() -> Result<bool, Refused> {
    let answer = JsFuture::from(window().navigator().storage().persist()?).await?;
    Ok(answer.as_bool().unwrap_or_default())
}

/// How many bytes are left, as the browser reports it. Nothing where it does not say.
pub async fn left() -> Option<f64> {
    let estimate = JsFuture::from(window().navigator().storage().estimate().ok()?).await.ok()?;
    let estimate: StorageEstimate = estimate.unchecked_into();
    Some((estimate.get_quota()? - estimate.get_usage()?).max(0.0))
}
