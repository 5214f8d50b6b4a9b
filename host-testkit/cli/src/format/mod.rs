//! The shapes in which results are printed.

pub(crate) mod data;
pub(crate) mod junit;
pub(crate) mod sarif;
pub(crate) mod text;
