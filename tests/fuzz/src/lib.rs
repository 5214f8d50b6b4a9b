//! What the targets run.

pub mod call;
pub mod nodes;
