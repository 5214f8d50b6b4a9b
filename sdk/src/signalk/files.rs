//! Files of the plugin's own, in builds for `wasm32-wasip1`.
//!
//! The server gives each plugin a directory, `/`, that is empty at first. But it gives one only to a plugin that is enabled
//! while the server runs: for one that is enabled when the server starts, it deletes the directory before the plugin sees it
//! (`plugin-registry.ts:201-217`, `plugin-routes.ts:575-590` of the server). So expect each of these functions to fail, and
//! never let `start` depend on them. What is small belongs into the configuration, see [`save_config`](super::save_config()).
//!
//! ```
//! use anyhost::signalk::{self, Mock, files};
//!
//! fn keep(track: &[u8]) {
//!     if let Err(error) = files::write("tracks/today.json", track) {
//!         signalk::debug(error.as_str());
//!     }
//! }
//!
//! let mock = Mock::new();
//! keep(b"[]");
//! assert_eq!(files::read("tracks/today.json"), Ok(Some(b"[]".to_vec())));
//!
//! // As for a plugin that is enabled when the server starts.
//! mock.without_files();
//! keep(b"[]");
//! assert!(mock.debug_lines()[0].starts_with("the server has deleted the plugin's directory"));
//! ```
//!
//! Paths are taken from the plugin's directory on, with or without a `/` before them. [`std::fs`] does the rest, in what
//! [`directory`] gives.

use super::Error;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

const GONE: Error = Error::new(
    "the server has deleted the plugin's directory, as it does when it starts with the plugin enabled; disable the plugin and \
     enable it again to have one until the server's next start",
);

/// A directory below the plugin's own. It is made if it is not there; `""` is the plugin's own.
///
/// # Errors
///
/// The plugin has no directory, or what stands there is a file.
pub fn directory(path: &str) -> Result<PathBuf, Error> {
    let root = root()?;
    let wanted = within(&root, path)?;
    match fs::create_dir_all(&wanted) {
        Ok(()) => Ok(wanted),
        Err(_) if is_gone(&root) => Err(GONE),
        Err(_) => Err(Error::new("the directory cannot be made")),
    }
}

/// What a file holds; `None` if there is none.
///
/// # Errors
///
/// The plugin has no directory, or the file cannot be read.
pub fn read(path: &str) -> Result<Option<Vec<u8>>, Error> {
    let root = root()?;
    match fs::read(within(&root, path)?) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(_) if is_gone(&root) => Err(GONE),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(_) => Err(Error::new("the file cannot be read")),
    }
}

/// Writes a file, new or in place of another one. The directories that it is in are made.
///
/// # Errors
///
/// The plugin has no directory, or the file cannot be written.
pub fn write(path: &str, bytes: &[u8]) -> Result<(), Error> {
    let (parent, _) = path.rsplit_once('/').unwrap_or_default();
    directory(parent)?;
    fs::write(within(&root()?, path)?, bytes).map_err(|_| Error::new("the file cannot be written"))
}

/// Whether the plugin has no directory.
fn is_gone(root: &Path) -> bool {
    !root.is_dir()
}

fn within(root: &Path, path: &str) -> Result<PathBuf, Error> {
    let path = path.trim_start_matches('/');
    // The server refuses it, too.
    if path.split('/').any(|part| part == "..") {
        return Err(Error::new("`..` leads out of the plugin's directory"));
    }
    Ok(if path.is_empty() { root.to_owned() } else { root.join(path) })
}

#[cfg(target_family = "wasm")]
#[expect(clippy::unnecessary_wraps, reason = "a test may have none")]
fn root() -> Result<PathBuf, Error> {
    Ok(PathBuf::from("/"))
}

#[cfg(not(target_family = "wasm"))]
fn root() -> Result<PathBuf, Error> {
    crate::rt::native::files().ok_or(GONE)
}

// Miri has no file system.
#[cfg(all(test, not(miri)))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::Mock;
    use super::*;

    #[test]
    fn directories_are_made_before_use() {
        let _mock = Mock::new();
        assert_eq!(read("a/b/c"), Ok(None));
        write("/a/b/c", b"1").unwrap();
        write("a/b/c", b"2").unwrap();
        write("top", b"").unwrap();
        assert_eq!((read("a/b/c"), read("/top")), (Ok(Some(b"2".to_vec())), Ok(Some(Vec::new()))));
        let names = |path| fs::read_dir(directory(path).unwrap()).unwrap().count();
        assert_eq!((names(""), names("a"), names("new/one")), (2, 1, 0));
    }

    #[test]
    fn what_cannot_be_is_an_error() {
        let mock = Mock::new();
        write("file", b"").unwrap();
        assert!(directory("file/x").is_err() && write("file/x", b"").is_err() && read("").is_err() && write("", b"").is_err());
        for path in ["..", "/..", "a/../..", "../a"] {
            assert!(directory(path).is_err() && read(path).is_err() && write(path, b"").is_err(), "{path}");
        }
        mock.without_files();
        assert_eq!((directory("a"), read("file"), write("a", b"")), (Err(GONE), Err(GONE), Err(GONE)));
    }

    #[test]
    fn a_directory_that_the_server_deleted_is_said_so() {
        let mock = Mock::new();
        let root = directory("").unwrap();
        fs::remove_dir_all(&root).unwrap();
        fs::write(&root, b"").unwrap();
        assert_eq!((directory("a"), read("a")), (Err(GONE), Err(GONE)));
        fs::remove_file(&root).unwrap();
        assert_eq!(read("a"), Err(GONE));
        drop(mock);
        assert!(!root.exists());
    }

    #[test]
    fn each_mock_has_its_own_and_leaves_nothing_behind() {
        let outer = Mock::new();
        write("a", b"outer").unwrap();
        let first = directory("").unwrap();
        {
            let _inner = Mock::new();
            assert_eq!(read("a"), Ok(None));
        }
        assert_eq!(read("a"), Ok(Some(b"outer".to_vec())));
        drop(outer);
        assert!(!first.exists());
        assert_eq!(read("a"), Err(GONE));
    }
}
