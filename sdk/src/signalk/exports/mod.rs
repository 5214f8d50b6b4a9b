//! What the exports of a plugin do; an expansion is one call each. Not for authors.

mod lifecycle;
mod providers;

pub use lifecycle::{config_error, ended, poll, start, stop};
pub(in crate::signalk) use providers::done;
pub use providers::*;
