//! Whether somebody is there: how long ago the device was last touched.

use super::window;
use gloo::events::EventListener;
use gloo::timers::callback::Interval;
use std::cell::Cell;
use std::rc::Rc;

/// What shows that somebody is there.
const TOUCHES: [&str; 6] = ["pointerdown", "click", "keydown", "input", "wheel", "touchmove"];

/// How often to look, in milliseconds.
const LOOK: u32 = 1000;

/// Calls every second from so many seconds after the last touch on, with how many seconds ago it was. After a sleep, or
/// when the clock is changed, it begins with that number: nobody is taken to have left without the time to say no.
pub fn watch(idle_seconds: u32, idle: impl Fn(u32) + 'static) {
    let quiet = Rc::new(Cell::new(0.0));
    let looked = Rc::new(Cell::new(js_sys::Date::now()));
    for touch in TOUCHES {
        let quiet = quiet.clone();
        EventListener::new(&window(), touch, move |_| quiet.set(0.0)).forget();
    }
    let look = move || {
        let now = js_sys::Date::now();
        let since = (now - looked.replace(now)).max(f64::from(LOOK)) / 1000.0;
        let (before, limit) = (quiet.get(), f64::from(idle_seconds));
        quiet.set(if before < limit { (before + since).min(limit) } else { before + since.min(2.0) });
        if quiet.get() >= limit {
            idle(quiet.get() as u32);
        }
    };
    Interval::new(LOOK, look).forget();
}
