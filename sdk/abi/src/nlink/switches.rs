//! What the emulator lets a user set: the readings of a page that leaves much open.

use super::{deduced, page, stand_in};
use crate::{Mark, Source, Switch};

const fn switch(key: &'static str, values: &'static [&'static str], does: &'static str, source: Source) -> Switch {
    Switch { key, values, does, dialects: &[], source }
}

/// In the order in which a call meets them.
pub(super) const SWITCHES: &[Switch] = &[
    switch(
        "wasi",
        &["with", "without"],
        "whether WASI is there for a module that does not import it, and for one that does",
        deduced!("WASI for modules without WASI imports"),
    ),
    switch(
        "initialize",
        &["call", "skip"],
        "whether `_initialize` is called once after instantiation",
        deduced!("`_initialize` is not named; Go needs it"),
    ),
    switch("extra_keys", &["no", "yes"], "further keys in the context", page!("input: other keys unspecified")),
    switch(
        "free",
        &["both", "never", "input", "result"],
        "which buffers are handed to `deallocate`",
        deduced!("who frees the result, and whether"),
    ),
    switch(
        "input_freed",
        &["after-read", "before-read"],
        "whether the input is freed after or before the result is read",
        deduced!("order of frees"),
    ),
    switch(
        "overwrite_input",
        &["no", "yes"],
        "overwrite the input after `execute_node`, before the result is read",
        deduced!("reuse of the input's memory"),
    ),
    switch(
        "memory_pages",
        &["512", "<pages>"],
        "the memory limit",
        stand_in!("min 513 pages (32 Mi) over limit of 512 pages (32 Mi)"),
    ),
    switch(
        "fuel",
        &["10000000000", "<units>"],
        "when a call that does not end is ended",
        Source { mark: Mark::Own, at: "no limit of time is documented" },
    ),
];
