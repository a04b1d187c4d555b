//! The system's share sheet: a file goes to whatever app the person chooses.

use super::file::Made;
use super::{Refused, window};
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::DomException;

#[wasm_bindgen]
extern "C" {
    /// `web-sys` takes it that every browser has these, and many have not.
    type NavigatorWithShare;

    #[wasm_bindgen(method, catch, js_name = canShare)]
    fn can_share(this: &NavigatorWithShare, data: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn share(this: &NavigatorWithShare, data: &JsValue) -> Result<Promise, JsValue>;
}

/// Whether the browser can share a text as a file of this name and kind. Browsers let pass a few kinds only, by name
/// and kind together: `.txt` and `text/plain` are among them everywhere.
pub fn can_share(name: &str, kind: &str, text: &str) -> bool {
    Made::of_text(name, kind, text).is_ok_and(|file| can_share_file(&file))
}

/// Opens the share sheet with a text as a file. Returns whether the person shared it, rather than closing the sheet.
/// It has to come from a click of theirs, directly.
///
/// # Errors
/// Where the browser refuses.
pub async fn share(name: &str, kind: &str, text: &str) -> Result<bool, Refused> {
    share_file(&Made::of_text(name, kind, text)?).await
}

/// Whether the browser can share this file.
pub fn can_share_file(file: &Made) -> bool {
    data(file).and_then(|data| navigator().can_share(&data)).unwrap_or(false)
}

/// Opens the share sheet with a file, like [`share`].
///
/// # Errors
/// Where the browser refuses.
pub async fn share_file(file: &Made) -> Result<bool, Refused> {
    let shared = navigator().share(&data(file)?)?;
    match JsFuture::from(shared).await {
        Ok(_) => Ok(true),
        Err(error) if was_closed(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn was_closed(error: &JsValue) -> bool {
    error.dyn_ref::<DomException>().is_some_and(|error| error.name() == "AbortError")
}

fn data(file: &Made) -> Result<JsValue, JsValue> {
    let data = Object::new();
    Reflect::set(&data, &"files".into(), &Array::of1(file.handle()))?;
    Ok(data.into())
}

fn navigator() -> NavigatorWithShare {
    window().navigator().unchecked_into()
}
