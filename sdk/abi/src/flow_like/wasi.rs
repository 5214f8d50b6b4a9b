//! The host's own `wasi_snapshot_preview1`: stubs that return a number and write nothing (`linker.rs:1406-1609`).

use super::e1;
use crate::short::{NOTHING, imports};
use crate::{Import, Offer, Ret};

const STATUS: Ret = Ret::I32("0, and nothing is written");
const EBADF: Ret = Ret::I32("8, EBADF");
const REFUSED: Ret = Ret::I32("28, which is EINVAL in WASI");

const LOST: Offer = Offer::Never(
    "it returns 0 and writes nothing: output is lost, and a count that is read back is stale memory; log through \
     `flowlike_log`, with anyhost `flow_like::Context::log`",
);
const EMPTY: Offer = Offer::Never(
    "it returns 0 and writes nothing, so sizes and pointers that are read back are stale memory; a plugin has no arguments and no environment",
);
const CLOCK: Offer = Offer::Never(
    "it returns 0 and leaves the time unwritten; use `flowlike_meta.time_now`, with anyhost `flow_like::Context::time_now`",
);
const RANDOM: Offer = Offer::Never(
    "it returns 0 and leaves the bytes unwritten; use `flowlike_meta.random`, with anyhost `flow_like::Context::random`",
);
const EXIT: Offer = Offer::Never("it returns to the guest, which then traps; return an error from the node");
const NO_FILES: Offer = Offer::Never("there is no file system");

/// All that there is; any other WASI function fails instantiation.
pub(super) const IMPORTS: &[Import] = imports! {
    "wasi_snapshot_preview1", e1!(Observed "host_functions/linker.rs:1406-1609"), None => {
        "proc_exit"(code: I32) -> NOTHING, None, EXIT, "Returns to the guest.";
        "clock_time_get"(id: I32, precision: I64, time: I32) -> STATUS, None, CLOCK, "Leaves the time unwritten.";
        "random_get"(buffer: I32, len: I32) -> STATUS, None, RANDOM, "Leaves the bytes unwritten.";
    }
    "wasi_snapshot_preview1", e1!(Read "host_functions/linker.rs:1406-1609"), None => {
        "fd_write"(fd: I32, iovs: I32, iovs_len: I32, written: I32) -> STATUS, None, LOST, "Drops the output.";
        "fd_read"(fd: I32, iovs: I32, iovs_len: I32, read: I32) -> STATUS, None, NO_FILES, "Reads nothing.";
        "fd_close"(fd: I32) -> STATUS, None, NO_FILES, "Does nothing.";
        "fd_seek"(fd: I32, offset: I64, whence: I32, position: I32) -> STATUS, None, NO_FILES, "Does nothing.";
        "fd_fdstat_get"(fd: I32, stat: I32) -> STATUS, None, NO_FILES, "Does nothing.";
        "environ_sizes_get"(count: I32, size: I32) -> STATUS, None, EMPTY, "Leaves count and size unwritten.";
        "environ_get"(environ: I32, buffer: I32) -> STATUS, None, EMPTY, "Does nothing.";
        "args_sizes_get"(count: I32, size: I32) -> STATUS, None, EMPTY, "Leaves count and size unwritten.";
        "args_get"(argv: I32, buffer: I32) -> STATUS, None, EMPTY, "Does nothing.";
        "fd_prestat_get"(fd: I32, prestat: I32) -> EBADF, None, NO_FILES, "Says that there is no directory.";
        "fd_prestat_dir_name"(fd: I32, path: I32, len: I32) -> EBADF, None, NO_FILES, "Says that there is no directory.";
        "path_open"(
            fd: I32, flags: I32, path: I32, path_len: I32, oflags: I32, rights: I64, inheriting: I64, fdflags: I32, opened: I32
        ) -> REFUSED, None, NO_FILES, "Refuses.";
    }
};

/// The number that a stub returns; `proc_exit` returns none.
#[must_use]
pub fn wasi_returns(name: &str) -> i32 {
    match name {
        "fd_prestat_get" | "fd_prestat_dir_name" => 8,
        "path_open" => 28,
        _ => 0,
    }
}
