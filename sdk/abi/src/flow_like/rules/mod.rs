//! What a plugin must keep.

mod call;
mod definition;
mod docs;
mod import;
mod load;
mod manifest;
mod memory;

pub use call::*;
pub use definition::*;
pub use docs::*;
pub use import::*;
pub use load::*;
pub use manifest::*;
pub use memory::*;

use crate::short::{count, join};
use crate::{Group, Import, Ret, Rule};

const TABLES: &[&[Rule]] =
    &[load::UNJUDGED, load::TABLE, import::TABLE, definition::TABLE, call::TABLE, memory::TABLE, docs::TABLE, manifest::TABLE];

/// What the ids say.
pub(super) const GROUPS: &[Group] = &[
    Group { prefix: "FL0", title: "Loading" },
    Group { prefix: "FL1", title: "Imports" },
    Group { prefix: "FL2", title: "Definitions" },
    Group { prefix: "FL3", title: "A call and its result" },
    Group { prefix: "FL4", title: "Memory and kept state" },
    Group { prefix: "FL5", title: "Calls in dialect `docs`" },
    Group { prefix: "FL6", title: "Package" },
];

/// Every rule, by id.
pub(super) const RULES: &[Rule] = &join::<_, { count(TABLES) }>(TABLES, load::TABLE[0]);

/// Rules of the dialect that hosts load.
const SOURCE: &[&str] = &["source"];

/// The rule that a core module breaks by importing this function; `None` if it may. [`LATER_IMPORT`] and [`SILENT_IMPORT`]
/// depend on [`Import::since`] and on the epoch, and come on top.
#[must_use]
pub fn import_rule(import: &Import) -> Option<&'static Rule> {
    let rule = match (import.module, import.name) {
        _ if !import.is_typed() => &UNTYPED_IMPORT,
        ("env", "abort") | ("wasi_snapshot_preview1", "proc_exit") => &ABORT_IMPORT,
        ("wasi_snapshot_preview1", _) => &WASI_IMPORT,
        ("flowlike_pins", "set_output" | "activate_exec") => &PIN_IMPORT,
        ("flowlike_http" | "flowlike_ws" | "flowlike_image", _) | ("flowlike_models", "embed_text") => &STUB_IMPORT,
        _ if matches!(import.result, Ret::Packed(_)) => &GETTER_IMPORT,
        ("env", _) => &LEGACY_IMPORT,
        ("flowlike_vars" | "flowlike_cache" | "flowlike_auth", _) => &SCRATCH_IMPORT,
        ("flowlike_stream", "emit") => &STREAM_EVENT,
        _ => return None,
    };
    Some(rule)
}
