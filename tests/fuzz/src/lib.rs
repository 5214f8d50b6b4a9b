//! What the targets run.

pub mod call;
#[cfg(feature = "loader")]
pub mod loader;
pub mod nodes;
