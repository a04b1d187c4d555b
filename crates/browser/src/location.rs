//! Where the page lies, and leaving for another part of the site.

use super::window;

/// The address of the folder in which the page lies, by which surveys on one host are told apart.
pub fn folder() -> String {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let folder = path.rfind('/').map_or("", |end| &path[..=end]);
    location.origin().unwrap_or_default() + folder
}

/// Goes to a place for good, so that whoever serves that place takes over and Back does not lead here.
pub fn go(place: &str) {
    // A browser that refuses leaves the person where they are.
    let _ = window().location().replace(&format!("#{place}"));
}
