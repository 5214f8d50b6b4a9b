//! WASI preview 1, all of it: the page's compile command targets it and Go cannot run without it.

use super::{page, stand_in};
use crate::short::{NOTHING, imports};
use crate::{Import, Offer, Ret};

const ERRNO: Ret = Ret::I32("errno");

const NO_FILES: Offer = Offer::Never("there is no file system and no standard input");
const NO_NETWORK: Offer = Offer::Never("there is no network");
const EMPTY: Offer = Offer::Never("there are no arguments and no environment; values come in `params`");
const FAKE_CLOCK: Offer = Offer::Never("the engine's default clock is fake: it starts at 2022-01-01");
const FAKE_RANDOM: Offer = Offer::Never("the engine's default random is deterministic: never for ids or secrets");
const OUTPUT: Offer = Offer::Never("whether standard output is kept is not said; return `{\"error\"}` or data");
const EXIT: Offer = Offer::Never("it closes the module for every later call; return `{\"error\"}`");
const SCHEDULER: Offer = Offer::Never("there is one thread and nothing to wait for");

/// Observed: the functions that Go's runtime imports. Read: `wasi_snapshot_preview1.*`.
pub(super) const IMPORTS: &[Import] = imports! {
    "wasi_snapshot_preview1", stand_in!("imports of a Go 1.27.3 reactor"), None => {
        "args_get"(argv: I32, buffer: I32) -> ERRNO, None, EMPTY, "Arguments: none.";
        "args_sizes_get"(count: I32, size: I32) -> ERRNO, None, EMPTY, "Number and size of arguments: 0.";
        "clock_time_get"(id: I32, precision: I64, time: I32) -> ERRNO, None, FAKE_CLOCK, "Time of a clock.";
        "environ_get"(environ: I32, buffer: I32) -> ERRNO, None, EMPTY, "Environment: none.";
        "environ_sizes_get"(count: I32, size: I32) -> ERRNO, None, EMPTY, "Number and size of variables: 0.";
        "fd_close"(fd: I32) -> ERRNO, None, NO_FILES, "Closes a descriptor.";
        "fd_fdstat_get"(fd: I32, stat: I32) -> ERRNO, None, NO_FILES, "Kind of a descriptor.";
        "fd_fdstat_set_flags"(fd: I32, flags: I32) -> ERRNO, None, NO_FILES, "Sets flags of a descriptor.";
        "fd_prestat_get"(fd: I32, prestat: I32) -> ERRNO, None, NO_FILES, "Directories that were opened before: none.";
        "fd_prestat_dir_name"(fd: I32, path: I32, len: I32) -> ERRNO, None, NO_FILES, "Name of such a directory.";
        "fd_read"(fd: I32, iovs: I32, iovs_len: I32, read: I32) -> ERRNO, None, NO_FILES, "Reads.";
        "fd_write"(fd: I32, iovs: I32, iovs_len: I32, written: I32) -> ERRNO, None, OUTPUT, "Writes to standard output or error.";
        "poll_oneoff"(subscriptions: I32, events: I32, count: I32, stored: I32) -> ERRNO, None, SCHEDULER, "Waits.";
        "proc_exit"(code: I32) -> NOTHING, None, EXIT, "Closes the module.";
        "random_get"(buffer: I32, len: I32) -> ERRNO, None, FAKE_RANDOM, "Random bytes.";
        "sched_yield"() -> ERRNO, None, SCHEDULER, "Yields.";
    }
    "wasi_snapshot_preview1", page!("compile command for WASI"), None => {
        "clock_res_get"(id: I32, resolution: I32) -> ERRNO, None, FAKE_CLOCK, "Resolution of a clock.";
        "fd_advise"(fd: I32, offset: I64, len: I64, advice: I32) -> ERRNO, None, NO_FILES, "Advises on access.";
        "fd_allocate"(fd: I32, offset: I64, len: I64) -> ERRNO, None, NO_FILES, "Makes room in a file.";
        "fd_datasync"(fd: I32) -> ERRNO, None, NO_FILES, "Syncs data.";
        "fd_fdstat_set_rights"(fd: I32, rights: I64, inheriting: I64) -> ERRNO, None, NO_FILES, "Sets rights.";
        "fd_filestat_get"(fd: I32, stat: I32) -> ERRNO, None, NO_FILES, "Attributes of a file.";
        "fd_filestat_set_size"(fd: I32, size: I64) -> ERRNO, None, NO_FILES, "Sets a file's size.";
        "fd_filestat_set_times"(fd: I32, access: I64, modified: I64, flags: I32) -> ERRNO, None, NO_FILES, "Sets a file's times.";
        "fd_pread"(fd: I32, iovs: I32, iovs_len: I32, offset: I64, read: I32) -> ERRNO, None, NO_FILES, "Reads at an offset.";
        "fd_pwrite"(fd: I32, iovs: I32, iovs_len: I32, offset: I64, written: I32) -> ERRNO, None, NO_FILES, "Writes at an offset.";
        "fd_readdir"(fd: I32, buffer: I32, len: I32, cookie: I64, used: I32) -> ERRNO, None, NO_FILES, "Lists a directory.";
        "fd_renumber"(from: I32, to: I32) -> ERRNO, None, NO_FILES, "Renumbers a descriptor.";
        "fd_seek"(fd: I32, offset: I64, whence: I32, position: I32) -> ERRNO, None, NO_FILES, "Moves in a file.";
        "fd_sync"(fd: I32) -> ERRNO, None, NO_FILES, "Syncs a file.";
        "fd_tell"(fd: I32, offset: I32) -> ERRNO, None, NO_FILES, "Position in a file.";
        "path_create_directory"(fd: I32, path: I32, path_len: I32) -> ERRNO, None, NO_FILES, "Makes a directory.";
        "path_filestat_get"(fd: I32, flags: I32, path: I32, path_len: I32, stat: I32) -> ERRNO, None, NO_FILES, "Attributes by path.";
        "path_filestat_set_times"(fd: I32, flags: I32, path: I32, path_len: I32, access: I64, modified: I64, set: I32) -> ERRNO, None, NO_FILES, "Sets times by path.";
        "path_link"(fd: I32, flags: I32, path: I32, path_len: I32, to: I32, new: I32, new_len: I32) -> ERRNO, None, NO_FILES, "Makes a link.";
        "path_open"(
            fd: I32, flags: I32, path: I32, path_len: I32, oflags: I32, rights: I64, inheriting: I64, fdflags: I32, opened: I32
        ) -> ERRNO, None, NO_FILES, "Opens a file.";
        "path_readlink"(fd: I32, path: I32, path_len: I32, buffer: I32, len: I32, used: I32) -> ERRNO, None, NO_FILES, "Reads a link.";
        "path_remove_directory"(fd: I32, path: I32, path_len: I32) -> ERRNO, None, NO_FILES, "Removes a directory.";
        "path_rename"(fd: I32, path: I32, path_len: I32, to: I32, new: I32, new_len: I32) -> ERRNO, None, NO_FILES, "Renames.";
        "path_symlink"(old: I32, old_len: I32, fd: I32, new: I32, new_len: I32) -> ERRNO, None, NO_FILES, "Makes a symbolic link.";
        "path_unlink_file"(fd: I32, path: I32, path_len: I32) -> ERRNO, None, NO_FILES, "Removes a file.";
        "proc_raise"(signal: I32) -> ERRNO, None, EXIT, "Raises a signal.";
        "sock_accept"(fd: I32, flags: I32, accepted: I32) -> ERRNO, None, NO_NETWORK, "Accepts a connection.";
        "sock_recv"(fd: I32, iovs: I32, iovs_len: I32, flags: I32, received: I32, out_flags: I32) -> ERRNO, None, NO_NETWORK, "Receives.";
        "sock_send"(fd: I32, iovs: I32, iovs_len: I32, flags: I32, sent: I32) -> ERRNO, None, NO_NETWORK, "Sends.";
        "sock_shutdown"(fd: I32, how: I32) -> ERRNO, None, NO_NETWORK, "Closes a connection.";
    }
};
