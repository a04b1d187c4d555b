//! Sending what is sealed to the organiser's storage. `deliver.js` does it, which the service worker has too; `boot.js` loads
//! it when it is needed.

use super::window;
use gloo::events::EventListener;
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = loadHiqualityDelivery)]
    fn load() -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_name = deliverHiquality)]
    fn deliver_from(database: &str, store: &str, storage: &Object) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_name = deliverHiqualityLater)]
    fn deliver_later() -> Result<Promise, JsValue>;
}

/// Why something is still on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undelivered {
    /// No answer came from the storage.
    Unreached,
    /// Another tab is sending.
    Busy,
    /// A web page came instead of the storage's answer: of a network that asks people to sign in, or of a host that is no
    /// storage.
    WebPage,
    /// The storage did not take it, with this HTTP status.
    Refused(u16),
    /// This device could not read or delete what waits.
    Failed,
}

/// Sends what waits in a database for this store to an address with `{name}` in it.
///
/// # Errors
/// Why something is still here. All that could be sent was.
pub async fn deliver(
    database: &str,
    store: &str,
    to: &str,
    headers: &[(String, String)],
) -> Result<(), Undelivered> {
    let coming = load().map_err(|_| Undelivered::Unreached)?;
    JsFuture::from(coming).await.map_err(|_| Undelivered::Unreached)?;
    let ended = async {
        let (storage, sent) = (Object::new(), Object::new());
        for (name, value) in headers {
            Reflect::set(&sent, &name.into(), &value.into())?;
        }
        Reflect::set(&storage, &"to".into(), &to.into())?;
        Reflect::set(&storage, &"headers".into(), &sent)?;
        JsFuture::from(deliver_from(database, store, &storage)?).await
    };
    let why = ended.await.map_err(|_: JsValue| Undelivered::Failed)?;
    match why.as_string().as_deref() {
        None => Ok(()),
        Some("unreached") => Err(Undelivered::Unreached),
        Some("busy") => Err(Undelivered::Busy),
        Some("page") => Err(Undelivered::WebPage),
        Some(status) => Err(status.parse().map_or(Undelivered::Failed, Undelivered::Refused)),
    }
}

/// Calls this whenever there is a connection again, as far as the browser can tell.
pub fn on_connection(connected: impl Fn() + 'static) {
    EventListener::new(&window(), "online", move |_| connected()).forget();
}

/// Has the service worker send it once there is a connection, where the browser can do that.
pub async fn ask_for_later() {
    if let Ok(asked) = deliver_later() {
        let _ = JsFuture::from(asked).await; // where it can't, the page sends it at the next visit
    }
}
