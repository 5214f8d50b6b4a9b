//! nLink: one node a module, `definition.json` beside it.
//!
//! A plugin needs nothing of this module unless it says more of an item than its data: [`Item`]. Several items, or none, are
//! [`Items`](crate::Items). The host calls a node once for each item; a parameter that is marked `#[pin(item)]` gets it, as
//! [`Raw`](crate::Raw) JSON or as a type of the author's.

mod definition;
mod item;

#[doc(hidden)]
pub use definition::{definition_json, definition_json_len};
pub use item::Item;

/// What is done before a node runs: nothing, since the host has no log.
#[doc(hidden)]
pub fn begin() {}
