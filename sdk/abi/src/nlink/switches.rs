//! What the emulator lets a user set: the readings of a page that leaves much open.

use super::{deduced, page, stand_in};
use crate::{INSTANCE, Mark, Source, Switch};

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
    switch(
        INSTANCE,
        &["kept", "fresh"],
        "whether items share an instance, or each gets a fresh one",
        deduced!("instance per item, per batch, or pooled"),
    ),
    switch(
        "batch",
        &["item", "array"],
        "what `$json` is: the item as it was given, or the list of all items of a batch, here of that one",
        deduced!("one call per item or per batch"),
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
        "stdio",
        &["capture", "drop"],
        "whether what is written to standard output and error is in the log",
        deduced!("whether they are captured"),
    ),
    switch(
        "files",
        &["none", "empty"],
        "what WASI has of files: nothing, as the engine gives without a filesystem (bad file number), or an empty root (no such \
         file), which Go reports as fs.ErrNotExist, as the page says",
        stand_in!("no filesystem: errors.Is(err, fs.ErrNotExist) is false"),
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
    switch(
        "timeout_ms",
        &["none", "<ms>"],
        "wall-clock time of one use, start-up included",
        Source { mark: Mark::Own, at: "anyhost: no limit of time is documented" },
    ),
];
