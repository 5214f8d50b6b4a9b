//! JSON for guests: a validating pull reader that works in the host's own buffer, and a writer.
//!
//! Strings are unescaped in place, so text borrowed from the input allocates nothing; values taken raw stay as
//! they are. The first error sticks and moves the cursor to the end, so that no `Result` is threaded through the
//! readers of nested values. Nothing here formats through `core::fmt`, and numbers, floats and serde are linked
//! only where a plugin uses them.

// Every use is a block with its reason; the whole module runs under Miri.
#![allow(unsafe_code)]

mod big;
mod containers;
mod de;
mod de_access;
mod de_enum;
mod de_key;
mod error;
mod float_parse;
mod float_print;
mod integer;
mod number;
mod raw;
mod reader;
mod scan;
mod ser;
mod ser_key;
mod serde_error;
mod serde_raw;
mod skip;
mod string;
mod text;
mod unquote;
mod writer;

pub use error::Error;
pub use number::Number;
pub use raw::Raw;
pub use reader::{Kind, PAD, Reader};
pub use serde_error::Failure;
pub use text::join;

pub(crate) use writer::Unwritable;
pub use writer::Writer;
