//! Reports for people and for other tools.

mod junit;
mod sarif;
mod text;

pub use junit::junit;
pub use sarif::sarif;
