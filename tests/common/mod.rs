//! What the tests share.

pub(crate) use fixtures::*;
