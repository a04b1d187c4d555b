//! Files beside the page.

use super::{Refused, window};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestInit, Response};

#[wasm_bindgen]
extern "C" {
    /// A file that `boot.js` has asked for already, so that it need not wait for this program. It is there once.
    #[wasm_bindgen(js_name = takeHiqualityFile)]
    fn take_asked_for(address: &str) -> Option<Promise>;
}

/// A file that is on its way. It is listened to from the start: where several can't be had, none is an error on the console
/// that nobody caught.
#[derive(Debug)]
pub struct Coming(JsFuture);

/// Asks for a file by its address relative to the page, as it is now: an organiser may just have changed it.
pub fn file(address: &str) -> Coming {
    let options = RequestInit::new();
    options.set_cache(RequestCache::NoCache);
    let asked = take_asked_for(address);
    Coming(asked.unwrap_or_else(|| window().fetch_with_str_and_init(address, &options)).into())
}

impl Coming {
    /// Its bytes, once it is here.
    ///
    /// # Errors
    /// Why it could not be had, in a few words.
    pub async fn bytes(self) -> Result<Vec<u8>, String> {
        let bytes = async {
            let response: Response = self.0.await?.unchecked_into();
            if !response.ok() {
                return Err(JsValue::from_str(&format!("the host answered {}", response.status())));
            }
            JsFuture::from(response.array_buffer()?).await
        };
        let bytes = bytes.await.map_err(|error| Refused::from(error).0)?;
        Ok(Uint8Array::new(&bytes).to_vec())
    }
}
