//! The address bar and the browser's Back. The app's place stands behind the `#`, so that it works on any static
//! host under any path.

use super::window;
use gloo::events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HashChangeEvent;

/// What stands behind the `#`.
pub fn place() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}

/// Goes on to a place, so that Back returns here.
pub fn push(place: &str) {
    let from = JsValue::from_str(&self::place());
    let _ = history().and_then(|history| history.push_state_with_url(&from, "", Some(&format!("#{place}"))));
}

/// Corrects the place, leaving Back as it is.
pub fn replace(place: &str) {
    let replaced = |history: web_sys::History| {
        let from = history.state().unwrap_or(JsValue::NULL);
        history.replace_state_with_url(&from, "", Some(&format!("#{place}")))
    };
    let _ = history().and_then(replaced);
}

/// Goes back where that leads to this place. Returns whether it does.
pub fn back_to(place: &str) -> bool {
    let came_from = history().and_then(|history| history.state()).ok().and_then(|from| from.as_string());
    came_from.as_deref() == Some(place) && history().and_then(|history| history.back()).is_ok()
}

/// Goes back, as the browser's own Back does.
pub fn back() {
    let _ = history().and_then(|history| history.back());
}

/// Calls with the place whenever the person changes it: Back, Forward, a link, the address bar.
pub fn on_change(changed: impl Fn(String) + 'static) {
    EventListener::new(&window(), "popstate", move |_| changed(place())).forget();
    EventListener::new(&window(), "hashchange", |event| remember_where_from(event.unchecked_ref())).forget();
}

/// Notes at a place that a link led to where the person came from, as [`push`] does at its own.
fn remember_where_from(change: &HashChangeEvent) {
    let known = history().and_then(|history| history.state()).is_ok_and(|from| !from.is_null());
    if !known {
        let old = change.old_url();
        let from = old.split_once('#').map_or("/", |(_, place)| place);
        let _ = history().and_then(|history| history.replace_state(&JsValue::from_str(from), ""));
    }
}

fn history() -> Result<web_sys::History, JsValue> {
    window().history()
}
