//! The address bar and the browser's Back. The app's place stands behind the `#`, so that it works on any static
//! host under any path.

use super::window;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HashChangeEvent, PageTransitionEvent};

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
    RETURNING.take();
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

/// Goes forward to the place that the person has just gone back from. It is not added again: Safari's Back, and
/// Chrome's, pass over what a page adds without a click.
pub fn return_to(place: &str) {
    let target = place.to_owned();
    // Someone may have typed another place, with nothing ahead of it.
    let add = Timeout::new(1_000, || {
        if let Some((place, this)) = RETURNING.take() {
            this.forget();
            push(&place);
        }
    });
    RETURNING.set(Some((target, add)));
    forward();
}

thread_local! {
    /// Where [`return_to`] is on the way to, and what is done if it does not get there.
    static RETURNING: RefCell<Option<(String, Timeout)>> = const { RefCell::new(None) };
}

fn forward() {
    let _ = history().and_then(|history| history.forward());
}

/// Calls with the place whenever the person changes it: Back, Forward, a link, the address bar.
pub fn on_change(changed: impl Fn(String) + 'static) {
    let came = move || match RETURNING.take() {
        Some(returning) if returning.0 != place() => {
            RETURNING.set(Some(returning));
            forward();
        }
        _ => changed(place()),
    };
    EventListener::new(&window(), "popstate", move |_| came()).forget();
    EventListener::new(&window(), "hashchange", |event| remember_where_from(event.unchecked_ref())).forget();
}

/// Calls with the place that a link leads to within the app, instead of going there: the address bar and what the
/// browser remembers stay as they are. Links to what begins with the places given are left alone.
pub fn on_link(left_alone: &'static [&'static str], followed: impl Fn(String) + 'static) {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&window(), "click", options, move |event| {
        let clicked = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = clicked.and_then(|element| element.closest("a[href^='#/']").ok().flatten());
        let place = link.and_then(|link| link.get_attribute("href"));
        let place = place.map(|href| href.trim_start_matches('#').to_owned());
        let ours = |place: &String| !left_alone.iter().any(|begins| place.starts_with(begins));
        let ours = place.filter(|place| ours(place) && !event.default_prevented());
        if let Some(place) = ours {
            event.prevent_default();
            followed(place);
        }
    })
    .forget();
}

/// Loads the page again whenever the browser shows it as it was when somebody left it.
pub fn reload_when_restored() {
    EventListener::new(&window(), "pageshow", |event| {
        if event.unchecked_ref::<PageTransitionEvent>().persisted() {
            reload();
        }
    })
    .forget();
}

/// Loads the page again.
pub fn reload() {
    let _ = window().location().reload(); // a page that can't be loaded again stays
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
