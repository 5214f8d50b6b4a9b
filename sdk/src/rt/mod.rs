//! What expansions call. Not for authors: it may change with every release.
//!
//! All behaviour is here, as ordinary code; an expansion is names, signatures and one call each.

mod boundary;
mod call;
mod check;
pub(crate) mod context;
pub mod export;
#[cfg(any(test, fuzzing))]
pub mod fuzz;
#[cfg(any(test, fuzzing, all(target_arch = "wasm32", feature = "allocator")))]
mod heap;
pub(crate) mod imports;
pub mod json;
pub mod konst;
#[cfg(not(target_family = "wasm"))]
pub mod native;
mod node;
pub(crate) mod outside;
mod panic;
mod pins;
mod probe;
pub(crate) mod queue;
pub(crate) mod received;
mod route;
mod said;
mod slot;

pub mod fallback {
    //! What expansions look up where a type has nothing of its own.

    pub use super::probe::fallback::*;
    pub use super::said::fallback::*;
}

pub use anyhost_abi as abi;
pub use call::{Call, run};
pub use check::{check_default, is_value};
pub use context::{About, HostContext, context, context_index, is_context_of};
pub use json::{Raw, Reader, Writer};
pub use node::{ExecInfo, INPUTS, ITEM, NODE, Node, NodeInfo, PinInfo, PinType, Show, Wire, exec_names, execs, is, item, wire};
pub(crate) use panic::tells as panic_tells;
pub use probe::{FromPin, Pin, Probe, ToPin, Value};
pub use route::{Grant, RouteInfo, RoutesInfo};
pub use said::{Failed, Say};
pub(crate) use slot::Idle;
pub use slot::{Instance, Place, Slot};

pub use crate::{__concat_str as concat_str, __instance as instance, __json_type as json_type};
