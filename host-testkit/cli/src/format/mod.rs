//! The shapes in which results are printed.

pub(crate) mod data;
pub(crate) mod text;
