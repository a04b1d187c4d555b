//! Leaving for another part of the site.

use super::window;

/// Goes to a place as a link to it does, so that whoever serves that place takes over.
pub fn go(place: &str) {
    let _ = window().location().set_hash(place); // a browser that refuses leaves the person where they are
}
