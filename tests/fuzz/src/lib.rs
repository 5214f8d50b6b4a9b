//! What the targets run.

pub mod call;
pub mod kept;
#[cfg(feature = "loader")]
pub mod loader;
pub mod nodes;
pub mod route;
