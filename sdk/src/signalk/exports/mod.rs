//! What the exports of a plugin do; an expansion is one call each. Not for authors.

mod lifecycle;

pub use lifecycle::{config_error, ended, poll, start, stop};
