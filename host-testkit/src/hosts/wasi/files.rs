//! A folder in memory, as the first descriptor after the standard ones.

use std::collections::BTreeMap;

use super::{EBADF, EFAULT, EINVAL, ENOENT, Flat, OK, ROOT};
use crate::sandbox::View;

const EEXIST: i32 = 20;
const EISDIR: i32 = 31;
const ENOSPC: i32 = 51;
const ENOTDIR: i32 = 54;
const ENOTEMPTY: i32 = 55;
const ENOTSUP: i32 = 58;
const ENOTCAPABLE: i32 = 76;

const DIRECTORY: u8 = 3;
const REGULAR: u8 = 4;

/// Bytes of all files together.
const SPACE: usize = 64 << 20;
/// Descriptors that may be open.
const OPEN: usize = 1_000;
/// Parts of one read or write.
const IOVS: u32 = 1_024;

/// What is in the folder: `None` is a directory. Paths have no slash at either end; the root is the empty path.
#[derive(Debug)]
pub(super) struct Files {
    entries: BTreeMap<String, Option<Vec<u8>>>,
    open: BTreeMap<i32, Open>,
}

#[derive(Debug, Clone)]
struct Open {
    path: String,
    at: u64,
    append: bool,
}

impl Files {
    pub(super) fn new() -> Self {
        let root = Open { path: String::new(), at: 0, append: false };
        Self { entries: BTreeMap::from([(String::new(), None)]), open: BTreeMap::from([(ROOT, root)]) }
    }

    /// Answers a function; `None`: the descriptor is not one of this folder.
    pub(super) fn answer(&mut self, name: &str, args: &Flat, view: &mut View<'_>) -> Option<i32> {
        if name == "path_symlink" {
            return Some(ENOTSUP);
        }
        let fd = args.i32(0);
        if !self.open.contains_key(&fd) {
            return None;
        }
        let done = match name {
            "fd_prestat_get" if fd == ROOT => view.put(args.u32(1), &[0, 0, 0, 0, 1, 0, 0, 0]).ok_or(EFAULT),
            "fd_prestat_dir_name" if fd == ROOT => view.put(args.u32(1), b"/").ok_or(EFAULT),
            "fd_prestat_get" | "fd_prestat_dir_name" => Err(EBADF),
            "fd_close" => {
                self.open.remove(&fd);
                Ok(())
            }
            "fd_fdstat_get" => self.fdstat(fd, args.u32(1), view),
            "fd_filestat_get" => self.path_of(fd).and_then(|path| self.stat(&path, args.u32(1), view)),
            "fd_filestat_set_size" => self.resize(fd, args.u64(1)),
            "fd_read" | "fd_pread" | "fd_write" | "fd_pwrite" => self.transfer(name, fd, args, view),
            "fd_seek" => self.seek(fd, args, view),
            "fd_tell" => self.at(fd).and_then(|at| view.put(args.u32(1), &at.to_le_bytes()).ok_or(EFAULT)),
            "fd_readdir" => self.list(fd, args, view),
            "fd_sync"
            | "fd_datasync"
            | "fd_advise"
            | "fd_fdstat_set_flags"
            | "fd_fdstat_set_rights"
            | "fd_filestat_set_times" => Ok(()),
            "path_open" => self.path_open(fd, args, view),
            "path_create_directory" => self.below(fd, (1, 2), args, view).and_then(|path| self.create(path, None)),
            "path_filestat_get" => self.below(fd, (2, 3), args, view).and_then(|path| self.stat(&path, args.u32(4), view)),
            "path_unlink_file" => self.below(fd, (1, 2), args, view).and_then(|path| self.remove(&path, false)),
            "path_remove_directory" => self.below(fd, (1, 2), args, view).and_then(|path| self.remove(&path, true)),
            "path_rename" => self.rename(fd, args, view),
            _ => Err(ENOTSUP),
        };
        Some(done.err().unwrap_or(OK))
    }

    fn path_of(&self, fd: i32) -> Result<String, i32> {
        self.open.get(&fd).map(|open| open.path.clone()).ok_or(EBADF)
    }

    fn at(&self, fd: i32) -> Result<u64, i32> {
        self.open.get(&fd).map(|open| open.at).ok_or(EBADF)
    }

    /// The path in the arguments, below a directory; the root is not left.
    fn below(&self, fd: i32, (ptr, len): (usize, usize), args: &Flat, view: &View<'_>) -> Result<String, i32> {
        let text = view.text(args.u32(ptr), args.u32(len)).ok_or(EINVAL)?;
        let base = self.path_of(fd)?;
        let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
        for part in text.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop().ok_or(ENOTCAPABLE)?;
                }
                part => parts.push(part),
            }
        }
        Ok(parts.join("/"))
    }

    fn create(&mut self, path: String, content: Option<Vec<u8>>) -> Result<(), i32> {
        let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        match self.entries.get(parent) {
            None => return Err(ENOENT),
            Some(Some(_)) => return Err(ENOTDIR),
            Some(None) => {}
        }
        if self.entries.contains_key(&path) {
            return Err(EEXIST);
        }
        if self.entries.len() >= OPEN {
            return Err(ENOSPC);
        }
        self.entries.insert(path, content);
        Ok(())
    }

    fn path_open(&mut self, fd: i32, args: &Flat, view: &mut View<'_>) -> Result<(), i32> {
        let (flags, append) = (args.i32(4), args.i32(7) & 1 != 0);
        let is = |flag: i32| flags & flag != 0;
        let path = self.below(fd, (2, 3), args, view)?;
        match self.entries.get_mut(&path) {
            Some(_) if is(1) && is(4) => return Err(EEXIST),
            Some(Some(_)) if is(2) => return Err(ENOTDIR),
            Some(None) if is(1) || is(8) => return Err(EISDIR),
            Some(Some(content)) if is(8) => content.clear(),
            Some(_) => {}
            None if is(1) => self.create(path.clone(), Some(Vec::new()))?,
            None => return Err(ENOENT),
        }
        if self.open.len() >= OPEN {
            return Err(ENOSPC);
        }
        let free = (ROOT + 1..).find(|fd| !self.open.contains_key(fd)).ok_or(ENOSPC)?;
        view.put(args.u32(8), &free.to_le_bytes()).ok_or(EFAULT)?;
        self.open.insert(free, Open { path, at: 0, append });
        Ok(())
    }

    fn fdstat(&self, fd: i32, place: u32, view: &mut View<'_>) -> Result<(), i32> {
        let path = self.path_of(fd)?;
        let mut stat = [0xff; 24];
        (stat[0], stat[1], stat[2], stat[3]) = (self.kind(&path)?, 0, 0, 0);
        view.put(place, &stat).ok_or(EFAULT)
    }

    fn kind(&self, path: &str) -> Result<u8, i32> {
        self.entries.get(path).map(|entry| if entry.is_some() { REGULAR } else { DIRECTORY }).ok_or(ENOENT)
    }

    fn stat(&self, path: &str, place: u32, view: &mut View<'_>) -> Result<(), i32> {
        let mut stat = [0u8; 64];
        stat[16] = self.kind(path)?;
        stat[24] = 1;
        let size = self.entries.get(path).and_then(Option::as_ref).map_or(0, |content| content.len() as u64);
        stat[32..40].copy_from_slice(&size.to_le_bytes());
        view.put(place, &stat).ok_or(EFAULT)
    }

    fn content(&mut self, fd: i32) -> Result<&mut Vec<u8>, i32> {
        let path = self.path_of(fd)?;
        match self.entries.get_mut(&path) {
            Some(Some(content)) => Ok(content),
            Some(None) => Err(EISDIR),
            None => Err(EBADF),
        }
    }

    fn resize(&mut self, fd: i32, size: u64) -> Result<(), i32> {
        let size = usize::try_from(size).ok().filter(|size| *size <= SPACE).ok_or(ENOSPC)?;
        self.content(fd)?.resize(size, 0);
        Ok(())
    }

    /// Reads or writes the parts of a list, at the descriptor's place or at one that is given.
    fn transfer(&mut self, name: &str, fd: i32, args: &Flat, view: &mut View<'_>) -> Result<(), i32> {
        let (placed, writes) = (name.starts_with("fd_p"), name.ends_with("write"));
        let done = args.u32(if placed { 4 } else { 3 });
        let append = self.open.get(&fd).is_some_and(|open| open.append);
        let start = match (placed, writes && append) {
            (true, _) => args.u64(3),
            (false, true) => self.content(fd)?.len() as u64,
            (false, false) => self.at(fd)?,
        };
        let mut at = usize::try_from(start).ok().filter(|at| *at <= SPACE).ok_or(EINVAL)?;
        let begin = at;
        for part in 0..args.u32(2).min(IOVS) {
            let iov = args.u32(1).checked_add(part * 8).ok_or(EFAULT)?;
            let (ptr, len) = (view.u32(iov).ok_or(EFAULT)?, view.u32(iov.wrapping_add(4)).ok_or(EFAULT)?);
            let content = self.content(fd)?;
            if writes {
                let bytes = view.bytes(ptr, len).ok_or(EFAULT)?;
                let end = at.checked_add(bytes.len()).filter(|end| *end <= SPACE).ok_or(ENOSPC)?;
                if content.len() < end {
                    content.resize(end, 0);
                }
                content[at..end].copy_from_slice(bytes);
                at = end;
            } else {
                let rest = content.get(at..).unwrap_or_default();
                let bytes = &rest[..rest.len().min(len as usize)];
                view.put(ptr, bytes).ok_or(EFAULT)?;
                at += bytes.len();
            }
        }
        if let Some(open) = self.open.get_mut(&fd).filter(|_| !placed) {
            open.at = at as u64;
        }
        let count = u32::try_from(at - begin).unwrap_or(u32::MAX);
        view.put(done, &count.to_le_bytes()).ok_or(EFAULT)
    }

    fn seek(&mut self, fd: i32, args: &Flat, view: &mut View<'_>) -> Result<(), i32> {
        let base = match args.i32(2) {
            0 => 0,
            1 => self.at(fd)?,
            2 => self.content(fd)?.len() as u64,
            _ => return Err(EINVAL),
        };
        let at = base.checked_add_signed(args.i64(1)).ok_or(EINVAL)?;
        view.put(args.u32(3), &at.to_le_bytes()).ok_or(EFAULT)?;
        if let Some(open) = self.open.get_mut(&fd) {
            open.at = at;
        }
        Ok(())
    }

    /// Entries of a directory, from a cookie on; the last one may be cut.
    fn list(&self, fd: i32, args: &Flat, view: &mut View<'_>) -> Result<(), i32> {
        let path = self.path_of(fd)?;
        if self.kind(&path)? != DIRECTORY {
            return Err(ENOTDIR);
        }
        let prefix = if path.is_empty() { path } else { format!("{path}/") };
        let inside = self.entries.iter().filter_map(|(name, entry)| Some((name.strip_prefix(prefix.as_str())?, entry)));
        let direct = inside.filter(|(name, _)| !name.is_empty() && !name.contains('/'));
        let mut bytes = Vec::new();
        for (at, (name, entry)) in direct.enumerate().skip(usize::try_from(args.u64(3)).unwrap_or(usize::MAX)) {
            bytes.extend_from_slice(&(at as u64 + 1).to_le_bytes());
            bytes.extend_from_slice(&(at as u64 + 1).to_le_bytes());
            bytes.extend_from_slice(&u32::try_from(name.len()).unwrap_or(u32::MAX).to_le_bytes());
            bytes.extend_from_slice(&[if entry.is_some() { REGULAR } else { DIRECTORY }, 0, 0, 0]);
            bytes.extend_from_slice(name.as_bytes());
        }
        bytes.truncate(args.u32(2) as usize);
        view.put(args.u32(1), &bytes).ok_or(EFAULT)?;
        view.put(args.u32(4), &u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes()).ok_or(EFAULT)
    }

    fn remove(&mut self, path: &str, directory: bool) -> Result<(), i32> {
        match (self.entries.get(path).ok_or(ENOENT)?.is_none(), directory) {
            (true, false) => return Err(EISDIR),
            (false, true) => return Err(ENOTDIR),
            (true, true) if path.is_empty() => return Err(EINVAL),
            (true, true) if self.entries.keys().any(|name| name.starts_with(&format!("{path}/"))) => return Err(ENOTEMPTY),
            _ => {}
        }
        self.entries.remove(path);
        Ok(())
    }

    fn rename(&mut self, fd: i32, args: &Flat, view: &View<'_>) -> Result<(), i32> {
        let from = self.below(fd, (1, 2), args, view)?;
        let to = self.below(args.i32(3), (4, 5), args, view)?;
        let entry = self.entries.get(&from).cloned().ok_or(ENOENT)?;
        if entry.is_none() {
            return Err(ENOTSUP);
        }
        if matches!(self.entries.get(&to), Some(None)) {
            return Err(EISDIR);
        }
        let replaced = self.entries.remove(&to);
        if let Err(errno) = self.create(to.clone(), entry) {
            replaced.and_then(|replaced| self.entries.insert(to, replaced));
            return Err(errno);
        }
        self.entries.remove(&from);
        Ok(())
    }
}
