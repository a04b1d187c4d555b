//! The system's clipboard.

use super::{Refused, window};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// `web-sys` takes it that every browser has one.
    type NavigatorWithClipboard;

    #[wasm_bindgen(method, getter)]
    fn clipboard(this: &NavigatorWithClipboard) -> Option<Clipboard>;

    type Clipboard;

    #[wasm_bindgen(method, catch, js_name = writeText)]
    fn write_text(this: &Clipboard, text: &str) -> Result<Promise, JsValue>;
}

/// Puts a text there. It has to come from a click, directly.
///
/// # Errors
/// Where the browser refuses, or has none.
pub async fn copy(text: &str) -> Result<(), Refused> {
    let navigator: NavigatorWithClipboard = window().navigator().unchecked_into();
    let clipboard = navigator.clipboard().ok_or(JsValue::NULL)?;
    JsFuture::from(clipboard.write_text(text)?).await?;
    Ok(())
}
