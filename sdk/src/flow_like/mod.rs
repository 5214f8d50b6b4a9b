//! Flow-Like: several nodes a module, each described by a JSON definition.
//!
//! A plugin needs nothing of this module unless it talks to the host while it runs: [`log`], [`stream_text`],
//! [`time_now`], [`random`] are what really works in core modules. Using one makes the module import it, so that it no
//! longer serves hosts without it. Natively there is no host: what was logged and streamed is kept for tests, see
//! [`recorded`].

mod definition;
mod host;

#[doc(hidden)]
pub use definition::{definition_len, definitions, definitions_len};
pub use host::{Level, Sent, log, random, recorded, stream_text, time_now};

/// What `get_abi_version` answers. No host calls it (`module.rs:27-53` of the host).
#[doc(hidden)]
pub const ABI_VERSION: i32 = anyhost_abi::flow_like::ABI_VERSION;
