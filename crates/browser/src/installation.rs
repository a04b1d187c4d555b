//! How the app stands on the device: as a page in a browser, or on the home screen.

use super::window;
use js_sys::Reflect;

/// Whether it was opened from the home screen, or as an app of its own.
pub fn is_installed() -> bool {
    let displayed = |mode: &str| {
        let query = window().match_media(&format!("(display-mode: {mode})")).ok().flatten();
        query.is_some_and(|query| query.matches())
    };
    let said = Reflect::get(&window().navigator(), &"standalone".into());
    ["standalone", "fullscreen", "minimal-ui"].into_iter().any(displayed)
        || said.is_ok_and(|said| said.is_truthy())
}

/// Whether this is Safari's engine, which deletes what pages keep that are not visited for seven days.
pub fn is_safari() -> bool {
    let vendor = Reflect::get(&window().navigator(), &"vendor".into()).ok();
    vendor.and_then(|vendor| vendor.as_string()).is_some_and(|vendor| vendor.starts_with("Apple"))
}
