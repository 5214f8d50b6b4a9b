//! What the targets run.

#[cfg(any())]
pub mod call;
#[cfg(feature = "loader")]
pub mod loader;
#[cfg(any())]
pub mod nodes;
