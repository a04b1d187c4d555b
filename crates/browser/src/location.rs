//! Leaving for another part of the site.

use super::window;

/// Goes to a place for good, so that whoever serves that place takes over and Back does not lead here.
pub fn go(place: &str) {
    // A browser that refuses leaves the person where they are.
    let _ = window().location().replace(&format!("#{place}"));
}
