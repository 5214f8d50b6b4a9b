//! Flow-Like: several nodes a module, each described by a JSON definition.
//!
//! A plugin needs nothing of this module unless it wants to know of its call or to talk to the host while it runs: then its
//! node takes a [`Context`], and its tests a [`Mock`].

mod context;
mod definition;
#[cfg(any(feature = "log", feature = "tracing"))]
mod logging;
#[cfg(not(target_family = "wasm"))]
mod mock;
mod path;

pub use context::*;
#[doc(hidden)]
pub use definition::{definition_len, definitions, definitions_len};
#[cfg(not(target_family = "wasm"))]
pub use mock::Mock;
pub use path::FlowPath;

/// What `get_abi_version` answers. No host calls it (`module.rs:27-53` of the host).
#[doc(hidden)]
pub const ABI_VERSION: i32 = anyhost_abi::flow_like::ABI_VERSION;

/// What is done before a node runs.
#[doc(hidden)]
#[inline]
pub fn begin() {
    #[cfg(any(feature = "log", feature = "tracing"))]
    logging::install();
}
