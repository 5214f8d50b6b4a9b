//! What a plugin must keep.
//!
//! FL000: not judged. FL0xx: loading. FL1xx: imports. FL2xx: definitions. FL3xx: a call and its result. FL4xx: memory and
//! kept state. FL5xx: dialect `docs`. FL6xx: package.

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

use crate::short::join;
use crate::{Import, Ret, Rule};

const TABLES: &[&[Rule]] =
    &[load::UNJUDGED, load::TABLE, import::TABLE, definition::TABLE, call::TABLE, memory::TABLE, docs::TABLE, manifest::TABLE];

const COUNT: usize = {
    let (mut count, mut at) = (0, 0);
    while at < TABLES.len() {
        count += TABLES[at].len();
        at += 1;
    }
    count
};

/// Every rule, by id.
pub(super) const RULES: &[Rule] = &join::<_, COUNT>(TABLES, load::TABLE[0]);

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
