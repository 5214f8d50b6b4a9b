//! WASI preview 1 without a system: a fake clock, deterministic random bytes, no arguments, and what else a host grants.

mod files;

use anyhost_abi::Import;

use crate::record::{LogLevel, Record};
use crate::sandbox::{Args, Imports, Reply, Stop, View};
use files::Files;

const OK: i32 = 0;
const EBADF: i32 = 8;
const EFAULT: i32 = 21;
const EINVAL: i32 = 28;
const ENOENT: i32 = 44;
const ENOSYS: i32 = 52;

/// The empty root, where there is one: the first descriptor after the standard ones.
const ROOT: i32 = 3;

/// 2022-01-01, where the engine's fake clock starts, in nanoseconds since 1970.
const START_NS: u64 = 1_640_995_200_000_000_000;

/// How far each reading moves a fake clock.
const STEP_NS: u64 = 1_000_000;

/// Parts of one write that are looked at, and bytes: more is a short write, which callers must expect.
const IOVS: u32 = 1024;
const WRITE_BYTES: usize = 1 << 20;

/// Longest line that is waited for.
const LINE_BYTES: usize = 1 << 16;

/// What a host grants.
#[derive(Debug, Clone, Default)]
pub(super) struct Grants {
    /// What is written to the standard streams is logged.
    pub(super) capture: bool,
    /// The root directory.
    pub(super) root: Root,
    /// `NAME=value`, the only variable.
    pub(super) variable: Option<String>,
}

/// The first preopened directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Root {
    /// There is none.
    #[default]
    None,
    /// It is empty, and nothing can be opened or made in it.
    Empty,
    /// A folder that begins empty.
    Folder,
}

/// Arguments by the numbers of wasm's parameters, whatever the data calls them.
pub(super) struct Flat(Vec<i64>);

impl Flat {
    fn i64(&self, at: usize) -> i64 {
        self.0.get(at).copied().unwrap_or(0)
    }

    fn u64(&self, at: usize) -> u64 {
        self.i64(at).cast_unsigned()
    }

    fn i32(&self, at: usize) -> i32 {
        self.i64(at) as i32
    }

    fn u32(&self, at: usize) -> u32 {
        self.i64(at) as u32
    }
}

/// One instance's WASI.
#[derive(Debug)]
pub(crate) struct Wasi {
    /// Nanoseconds since the start.
    elapsed: u64,
    random: u64,
    /// Text of standard output and error that no line break has ended yet.
    pending: [Vec<u8>; 2],
    files: Option<Files>,
    grants: Grants,
}

impl Wasi {
    pub(super) fn new(grants: Grants) -> Self {
        let files = (grants.root == Root::Folder).then(Files::new);
        Self { elapsed: STEP_NS, random: 0x9e37_79b9_7f4a_7c15, pending: [Vec::new(), Vec::new()], files, grants }
    }

    /// Time goes on.
    pub(super) fn advance(&mut self, ms: u64) {
        self.elapsed = self.elapsed.saturating_add(ms.saturating_mul(1_000_000));
    }

    /// Count and size of the environment.
    fn environ_sizes(&self, count: u32, size: u32, view: &mut View<'_>) -> Option<i32> {
        let variable = self.grants.variable.as_ref();
        let bytes = variable.map_or(0, |variable| u32::try_from(variable.len() + 1).unwrap_or(u32::MAX));
        view.put(count, &u32::from(variable.is_some()).to_le_bytes())?;
        view.put(size, &bytes.to_le_bytes()).map(|()| OK)
    }

    fn environ(&self, pointers: u32, buffer: u32, view: &mut View<'_>) -> Option<i32> {
        let Some(variable) = &self.grants.variable else { return Some(OK) };
        view.put(pointers, &buffer.to_le_bytes())?;
        view.put(buffer, variable.as_bytes())?;
        view.put(buffer.checked_add(u32::try_from(variable.len()).ok()?)?, &[0]).map(|()| OK)
    }
}

impl Imports for Wasi {
    fn call(&mut self, row: &'static Import, args: &Args, view: &mut View<'_>, record: &mut Record) -> Result<Reply, Stop> {
        let args = &Flat(args.flat());
        if let Some(errno) = self.files.as_mut().and_then(|files| files.answer(row.name, args, view)) {
            return Ok(Reply::I32(errno));
        }
        let pointer = |at: usize| args.u32(at);
        let stdio = (0..=2).contains(&args.i32(0));
        let status = match row.name {
            "proc_exit" => return Err(Stop::Exit(args.i32(0))),
            "proc_raise" => Some(ENOSYS),
            "sched_yield" | "args_get" => Some(OK),
            "environ_get" => self.environ(pointer(0), pointer(1), view),
            "environ_sizes_get" => self.environ_sizes(pointer(0), pointer(1), view),
            "args_sizes_get" => view.put(pointer(0), &[0; 4]).and_then(|()| view.put(pointer(1), &[0; 4])).map(|()| OK),
            "clock_time_get" => self.time(args.i32(0), pointer(2), view),
            "clock_res_get" => match args.i32(0) {
                0 => view.put(pointer(1), &1000u64.to_le_bytes()).map(|()| OK),
                1 => view.put(pointer(1), &1u64.to_le_bytes()).map(|()| OK),
                _ => Some(EINVAL),
            },
            "random_get" => self.random(pointer(0), pointer(1), view),
            "poll_oneoff" => self.poll(pointer(0), pointer(1), pointer(2), pointer(3), view),
            "fd_write" => self.write(args.i32(0), pointer(1), pointer(2), pointer(3), view, record),
            // Standard input is empty.
            "fd_read" if args.i32(0) == 0 => view.put(pointer(3), &[0; 4]).map(|()| OK),
            "fd_close" | "fd_fdstat_set_flags" if stdio => Some(OK),
            name if self.grants.root == Root::Empty && args.i32(0) == ROOT => empty_root(name, args, view),
            // A character device that may be read and written.
            "fd_fdstat_get" if stdio => {
                let mut stat = [0u8; 24];
                stat[0] = 2;
                stat[8] = 0b100_0010;
                view.put(pointer(1), &stat).map(|()| OK)
            }
            _ => Some(EBADF),
        };
        Ok(Reply::I32(status.unwrap_or(EFAULT)))
    }

    fn leave(&mut self, record: &mut Record) {
        for fd in 0..2 {
            let line = std::mem::take(&mut self.pending[fd]);
            if !line.is_empty() {
                self.log(fd, &line, record);
            }
        }
    }
}

impl Wasi {
    fn log(&self, fd: usize, line: &[u8], record: &mut Record) {
        let level = if fd == 0 { LogLevel::Info } else { LogLevel::Error };
        if self.grants.capture {
            record.log(level, &String::from_utf8_lossy(line));
        }
    }

    fn time(&mut self, clock: i32, place: u32, view: &mut View<'_>) -> Option<i32> {
        let start = match clock {
            0 => START_NS,
            1 => 0,
            _ => return Some(EINVAL),
        };
        let time = start.wrapping_add(self.elapsed);
        self.elapsed = self.elapsed.wrapping_add(STEP_NS);
        view.put(place, &time.to_le_bytes()).map(|()| OK)
    }

    fn random(&mut self, place: u32, len: u32, view: &mut View<'_>) -> Option<i32> {
        view.bytes(place, len)?;
        let range = place as usize..place as usize + len as usize;
        for byte in view.0.get_mut(range)? {
            self.random ^= self.random << 13;
            self.random ^= self.random >> 7;
            self.random ^= self.random << 17;
            *byte = (self.random >> 32) as u8;
        }
        Some(OK)
    }

    fn write(&mut self, fd: i32, iovs: u32, count: u32, written: u32, view: &mut View<'_>, record: &mut Record) -> Option<i32> {
        let fd = match fd {
            1 => 0,
            2 => 1,
            _ => return Some(EBADF),
        };
        let mut total = 0u32;
        for at in 0..count.min(IOVS) {
            let iov = iovs.checked_add(at * 8)?;
            let bytes = view.bytes(view.u32(iov)?, view.u32(iov.checked_add(4)?)?)?;
            let bytes = &bytes[..bytes.len().min(WRITE_BYTES.saturating_sub(total as usize))];
            total = total.checked_add(u32::try_from(bytes.len()).ok()?)?;
            for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
                match piece.strip_suffix(b"\n") {
                    Some(end) => {
                        let mut line = std::mem::take(&mut self.pending[fd]);
                        line.extend_from_slice(end);
                        self.log(fd, &line, record);
                    }
                    None => self.pending[fd].extend_from_slice(piece),
                }
                if self.pending[fd].len() > LINE_BYTES {
                    let line = std::mem::take(&mut self.pending[fd]);
                    self.log(fd, &line, record);
                }
            }
        }
        view.put(written, &total.to_le_bytes()).map(|()| OK)
    }

    /// Waiting takes no time: a timeout moves the clock.
    fn poll(&mut self, subscriptions: u32, events: u32, count: u32, stored: u32, view: &mut View<'_>) -> Option<i32> {
        if count == 0 {
            return Some(EINVAL);
        }
        view.bytes(subscriptions, count.checked_mul(48)?)?;
        view.bytes(events, count.checked_mul(32)?)?;
        for at in 0..count {
            let (subscription, event) = (subscriptions.checked_add(at * 48)?, events.checked_add(at * 32)?);
            let mut answer = [0u8; 32];
            answer[..8].copy_from_slice(&view.u64(subscription)?.to_le_bytes());
            let tag = view.bytes(subscription.checked_add(8)?, 1)?.first().copied()?;
            answer[10] = tag;
            let errno = match tag {
                0 => {
                    self.elapsed = self.elapsed.wrapping_add(view.u64(subscription.checked_add(24)?)?.min(1 << 40));
                    OK
                }
                _ if view.u32(subscription.checked_add(16)?)? <= 2 => OK,
                _ => EBADF,
            };
            answer[8] = errno as u8;
            view.put(event, &answer)?;
        }
        view.put(stored, &count.to_le_bytes()).map(|()| OK)
    }
}

/// A directory `/` without anything in it, which can be listed and in which nothing can be opened.
fn empty_root(name: &str, args: &Flat, view: &mut View<'_>) -> Option<i32> {
    let pointer = |at: usize| args.u32(at);
    match name {
        "fd_close" | "fd_fdstat_set_flags" => Some(OK),
        // A preopened directory, and the length of its name.
        "fd_prestat_get" => view.put(pointer(1), &[0, 0, 0, 0, 1, 0, 0, 0]).map(|()| OK),
        "fd_prestat_dir_name" => view.put(pointer(1), b"/").map(|()| OK),
        "fd_fdstat_get" => {
            let mut stat = [0xff; 24];
            (stat[0], stat[2], stat[3]) = (3, 0, 0);
            view.put(pointer(1), &stat).map(|()| OK)
        }
        "fd_readdir" => view.put(pointer(4), &[0; 4]).map(|()| OK),
        name if name.starts_with("path_") => Some(ENOENT),
        _ => Some(EBADF),
    }
}
