//! WASI preview 1 as the server gives it: all 46 functions of Node's `node:wasi`.
//!
//! No arguments, one variable (`PLUGIN_ID`), the server's own output streams, and one preopened directory that usually does
//! not exist any more. Types are those of `wasi_snapshot_preview1.witx`; names of arguments ending in `_out` are
//! pointers that the host writes to, `iovs` is an array of pointer and length, by its address and count.

use crate::model::*;
use crate::orbis::table::imports;

// Plugins of ours import no WASI of their own accord; std does on `wasm32-wasip1`.
const FILES: Offer = Offer::Std("std::fs, in a directory that `anyhost::signalk::files::directory` made");
const ARGS: Offer = Offer::Std("std::env::args, which are empty");
const VARS: Offer = Offer::Std("std::env::var, of which there is PLUGIN_ID");
const CLOCK: Offer = Offer::Std("std::time");
const RANDOM: Offer = Offer::Std("std::collections::HashMap, for its seed");
const YIELDS: Offer = Offer::Std("std::thread::yield_now, which has nobody to yield to");
const SOCKETS: Offer = Offer::Never("no socket is given; use `anyhost::signalk::Udp` and `anyhost::signalk::Tcp`");
const SIGNALS: Offer = Offer::Never("a plugin has nobody to signal; return an error instead");
const WAITS: Offer = Offer::Never("blocks the whole server; let `poll` be called instead");
const EXITS: Offer = Offer::Never("the caller sees a thrown symbol and the plugin stays running; return an error instead");

pub(super) const WASI: [Import; 46] = imports! {
    from "signalk-server 2.32.0, ";
    "wasi_snapshot_preview1" {
        "args_get"(argv_out: I32, text_out: I32) -> I32 "errno", ARGS, Observed "standard-loader.ts:41-46, and node:wasi", "Arguments: none.";
        "args_sizes_get"(count_out: I32, size_out: I32) -> I32 "errno", ARGS, Observed "standard-loader.ts:41-46, and node:wasi", "Arguments: none.";
        "environ_get"(environ_out: I32, text_out: I32) -> I32 "errno", VARS, Observed "standard-loader.ts:41-46, and node:wasi", "Environment: PLUGIN_ID=<package name>.";
        "environ_sizes_get"(count_out: I32, size_out: I32) -> I32 "errno", VARS, Observed "standard-loader.ts:41-46, and node:wasi", "Size of the environment.";
        "clock_res_get"(clock: I32, resolution_out: I32) -> I32 "errno", CLOCK, Observed "standard-loader.ts:41-46, and node:wasi", "Resolution of a clock.";
        "clock_time_get"(clock: I32, precision: I64, time_out: I32) -> I32 "errno", CLOCK, Observed "standard-loader.ts:41-46, and node:wasi", "Real time.";
        "fd_advise"(fd: I32, offset: I64, length: I64, advice: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Advises on use.";
        "fd_allocate"(fd: I32, offset: I64, length: I64) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Reserves space.";
        "fd_close"(fd: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Closes.";
        "fd_datasync"(fd: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Syncs data.";
        "fd_fdstat_get"(fd: I32, stat_out: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Attributes of a descriptor.";
        "fd_fdstat_set_flags"(fd: I32, flags: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Sets flags of a descriptor.";
        "fd_fdstat_set_rights"(fd: I32, base: I64, inheriting: I64) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Lowers rights.";
        "fd_filestat_get"(fd: I32, stat_out: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Attributes of a file.";
        "fd_filestat_set_size"(fd: I32, size: I64) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Sets a file's size.";
        "fd_filestat_set_times"(fd: I32, accessed: I64, modified: I64, flags: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Sets a file's times.";
        "fd_pread"(fd: I32, iovs: I32, count: I32, offset: I64, size_out: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Reads at a place.";
        "fd_prestat_get"(fd: I32, prestat_out: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Describes a preopened directory.";
        "fd_prestat_dir_name"(fd: I32, name: Buffer) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Name of a preopened directory: /.";
        "fd_pwrite"(fd: I32, iovs: I32, count: I32, offset: I64, size_out: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Writes at a place.";
        "fd_read"(fd: I32, iovs: I32, count: I32, size_out: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Reads; standard input blocks the whole server.";
        "fd_readdir"(fd: I32, entries: Buffer, cookie: I64, size_out: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Lists a directory.";
        "fd_renumber"(fd: I32, to: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Replaces a descriptor.";
        "fd_seek"(fd: I32, offset: I64, whence: I32, offset_out: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Moves the place.";
        "fd_sync"(fd: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Syncs.";
        "fd_tell"(fd: I32, offset_out: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Tells the place.";
        "fd_write"(fd: I32, iovs: I32, count: I32, size_out: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Writes; 1 and 2 are the server's own output and error streams.";
        "path_create_directory"(fd: I32, path: Str) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Creates a directory.";
        "path_filestat_get"(fd: I32, flags: I32, path: Str, stat_out: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Attributes of a path.";
        "path_filestat_set_times"(fd: I32, flags: I32, path: Str, accessed: I64, modified: I64, set: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Sets a path's times.";
        "path_link"(fd: I32, flags: I32, old: Str, new_fd: I32, new: Str) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Makes a hard link.";
        "path_open"(fd: I32, flags: I32, path: Str, open: I32, base: I64, inheriting: I64, fd_flags: I32, fd_out: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Opens; 44 where the server was started with the plugin enabled.";
        "path_readlink"(fd: I32, path: Str, text: Buffer, size_out: I32) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Reads a link.";
        "path_remove_directory"(fd: I32, path: Str) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Removes a directory.";
        "path_rename"(fd: I32, old: Str, new_fd: I32, new: Str) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Renames.";
        "path_symlink"(old: Str, fd: I32, new: Str) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Makes a link.";
        "path_unlink_file"(fd: I32, path: Str) -> I32 "errno", FILES, Observed "standard-loader.ts:41-46, and node:wasi", "Removes a file.";
        "poll_oneoff"(subscriptions: I32, events_out: I32, count: I32, count_out: I32) -> I32 "errno", WAITS, Read "standard-loader.ts:41-46, and node:wasi", "Waits.";
        "proc_exit"(code: I32), EXITS, Observed "standard-loader.ts:41-46, and node:wasi", "Throws in the server.";
        "proc_raise"(signal: I32) -> I32 "errno", SIGNALS, Observed "standard-loader.ts:41-46, and node:wasi", "Raises a signal.";
        "random_get"(bytes: Buffer) -> I32 "errno", RANDOM, Read "standard-loader.ts:41-46, and node:wasi", "Real random bytes.";
        "sched_yield"() -> I32 "errno", YIELDS, Observed "standard-loader.ts:41-46, and node:wasi", "Yields.";
        "sock_accept"(fd: I32, flags: I32, fd_out: I32) -> I32 "errno", SOCKETS, Observed "standard-loader.ts:41-46, and node:wasi", "Accepts a connection.";
        "sock_recv"(fd: I32, iovs: I32, count: I32, flags: I32, size_out: I32, flags_out: I32) -> I32 "errno", SOCKETS, Observed "standard-loader.ts:41-46, and node:wasi", "Receives.";
        "sock_send"(fd: I32, iovs: I32, count: I32, flags: I32, size_out: I32) -> I32 "errno", SOCKETS, Observed "standard-loader.ts:41-46, and node:wasi", "Sends.";
        "sock_shutdown"(fd: I32, how: I32) -> I32 "errno", SOCKETS, Observed "standard-loader.ts:41-46, and node:wasi", "Shuts a socket down.";
    }
};
