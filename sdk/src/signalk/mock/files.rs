//! The directory of a mock's plugin.

use std::fs;
use std::path::PathBuf;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

/// A directory below that for temporary files, from its first use on and as long as the mock lives.
#[derive(Debug, Default)]
pub(super) enum Files {
    /// Not used yet.
    #[default]
    Unused,
    /// In use.
    Made(Directory),
    /// Deleted, as the server does.
    Gone,
}

#[derive(Debug)]
pub(super) struct Directory(PathBuf);

impl Drop for Directory {
    fn drop(&mut self) {
        // A test may have removed it.
        _ = fs::remove_dir_all(&self.0);
    }
}

impl Files {
    pub(super) fn directory(&mut self) -> Option<PathBuf> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        if let Self::Unused = self {
            let name = format!("anyhost-mock-{}-{}", process::id(), MADE.fetch_add(1, Ordering::Relaxed));
            let path = std::env::temp_dir().join(name);
            fs::create_dir(&path).ok()?;
            *self = Self::Made(Directory(path));
        }
        match self {
            Self::Made(Directory(path)) => Some(path.clone()),
            Self::Unused | Self::Gone => None,
        }
    }
}
