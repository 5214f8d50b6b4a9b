//! WebAssembly plugin hosts as data.
//!
//! One file a host: exports, imports, signatures, limits, switches, rules and package files, each with the source it was
//! read from or observed at. The macros generate a plugin's exports from it, the testkit links, limits and judges with it,
//! the docs print it. No other crate spells a host's export name, import name or limit.
//!
//! Data holds names, types, limits, rules and provenance. Call order, re-entrancy and host state are ordinary code in the
//! testkit. The book's reference pages are printed from this crate.
//!
//! ```
//! use anyhost_abi::{Level, Role, host};
//!
//! let flow_like = host("flow-like").ok_or("no such host")?;
//! let source = flow_like.dialect(None).ok_or("no dialect")?;
//! let run = source.export(Role::Call).ok_or("nothing to call")?;
//! assert_eq!(run.name.fixed(), Some("run"));
//! assert_eq!(run.signature.map(|signature| signature.to_string()).as_deref(), Some("(i32, i32) -> i64"));
//!
//! let rule = flow_like.rule("FL312").ok_or("no such rule")?;
//! assert_eq!((rule.level, rule.title), (Level::Error, "always write `outputs` as an object, on errors too"));
//! println!("{} ({})", rule.source.at, rule.source.mark.as_str());
//! # Ok::<(), &str>(())
//! ```
//!
//! A fact without a source does not get in. A host is a [`Host`] with one or more [`Dialect`]s, each an ABI of its own.
#![no_std]

mod model;
mod node;
mod route;
mod short;

pub mod flow_like;
pub mod nlink;
pub mod orbis;
pub mod signalk;
pub mod wasmcloud;

pub use model::*;
pub use node::*;
pub use route::*;

/// Every host, in the order in which they are listed.
pub const HOSTS: &[&Host] = &[&flow_like::HOST, &nlink::HOST, &signalk::HOST, &orbis::HOST, &wasmcloud::HOST];

/// The host with this id (`"flow-like"`).
#[must_use]
pub fn host(id: &str) -> Option<&'static Host> {
    HOSTS.iter().copied().find(|host| host.id == id)
}

/// The custom section in which a build lists the hosts that the code exports to, comma-separated. Removed from the file
/// that is shipped.
pub const SECTION_HOSTS: &str = "anyhost:hosts";

/// What the names of all of anyhost's own custom sections start with. A package file `definition.json` travels from the
/// macros to the build in the section `anyhost:definition.json`. Removed from the file that is shipped.
pub const SECTION_PREFIX: &str = "anyhost:";

/// The export that returns the text of the panic that stopped the instance, packed as `pointer << 32 | length`; 0 if there
/// was none. Present in builds with debug assertions and with the feature `panic-text`; hosts ignore it, testkits may read
/// it after a trap.
pub const PANIC_TEXT: Export = Export {
    name: Name::Fixed("anyhost_panic_text"),
    signature: Some(Signature { params: &[], results: &[Val::I64] }),
    role: Role::PanicText,
    need: Need::Optional,
    emit: true,
    buffer: None,
    group: None,
    rule: None,
    idle: None,
    source: Source { mark: Mark::Own, at: "anyhost: rt::panic" },
};
