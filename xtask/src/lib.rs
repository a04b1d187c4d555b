//! What the browser tests of the app share with `cargo xtask`: the static server.

pub mod host;
