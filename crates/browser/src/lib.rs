//! What the browser does for us: storage, files, the address bar, hashes. Small functions, typed errors; bytes and
//! text in and out, none of our types.

pub mod clipboard;
pub mod clock;
pub mod delivery;
pub mod digest;
pub mod document;
pub mod download;
pub mod fetch;
pub mod file;
pub mod history;
pub mod idle;
pub mod installation;
pub mod location;
pub mod offline;
pub mod share;
pub mod space;
pub mod tab;
pub mod worker;

use wasm_bindgen::{JsCast, JsValue};

/// Something that the browser refused, in its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub String);

impl From<JsValue> for Refused {
    fn from(error: JsValue) -> Self {
        let message = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
        Self(message.or_else(|| error.as_string()).unwrap_or_else(|| "the browser refused".to_owned()))
    }
}

/// The window. The app runs in one.
pub fn window() -> web_sys::Window {
    web_sys::window().unwrap_throw_named("window")
}

/// The document. The window has one.
fn page() -> web_sys::Document {
    window().document().unwrap_throw_named("document")
}

trait OrThrow<T> {
    fn unwrap_throw_named(self, what: &str) -> T;
}

impl<T> OrThrow<T> for Option<T> {
    fn unwrap_throw_named(self, what: &str) -> T {
        match self {
            Some(value) => value,
            None => wasm_bindgen::throw_str(what),
        }
    }
}
