//! The files of a package, in a folder or out of an archive, by paths that stay inside.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::archive;
use super::path::relative;
use crate::Error;

/// Largest file that is read.
const FILE_BYTES: u64 = 64 << 20;

/// Entries of a folder that are looked at in a search.
const ENTRIES: usize = 100_000;

/// How deep folders are read.
const FOLDERS: usize = 32;

/// Files by their paths, with `/` between folders.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    /// What errors call them: the folder, or the archive.
    pub(crate) shown: String,
    /// Name of the folder that holds them, where there is one.
    pub(crate) folder: Option<String>,
    source: Source,
    /// Names in an archive that lead out of it, or are no plain files; they were left there.
    pub(crate) strays: Vec<String>,
    /// Bytes of the archive.
    pub(crate) packed: Option<u64>,
    /// What they came in.
    pub(crate) form: Form,
}

/// What files of a package come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Folder,
    Zip,
    Tar,
}

#[derive(Debug, Clone)]
enum Source {
    Folder(PathBuf),
    Memory(BTreeMap<String, Vec<u8>>),
}

impl Files {
    /// Those of a folder, which are read when they are asked for.
    pub(crate) fn in_folder(path: &Path, shown: &str) -> Result<Self, Error> {
        let root = path.canonicalize().map_err(|source| Error::Io { path: path.to_owned(), source })?;
        let folder = root.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(Self {
            shown: shown.to_owned(),
            folder,
            source: Source::Folder(root),
            strays: Vec::new(),
            packed: None,
            form: Form::Folder,
        })
    }

    /// Those of a zip, a tar or a gzipped tar.
    pub(crate) fn in_archive(bytes: &[u8], shown: &str) -> Result<Self, Error> {
        let unpacked = archive::unpack(bytes).map_err(|message| Error::Package { file: shown.to_owned(), message })?;
        let (folder, files) = without_folder(unpacked.files);
        let packed = Some(bytes.len() as u64);
        let form = if archive::is_zip(bytes) { Form::Zip } else { Form::Tar };
        Ok(Self { shown: shown.to_owned(), folder, source: Source::Memory(files), strays: unpacked.strays, packed, form })
    }

    /// Those that are about to be written.
    pub(crate) fn in_memory(files: BTreeMap<String, Vec<u8>>, folder: &str, packed: Option<u64>) -> Self {
        let folder = folder.to_owned();
        Self {
            shown: folder.clone(),
            folder: Some(folder),
            source: Source::Memory(files),
            strays: Vec::new(),
            packed,
            form: Form::Folder,
        }
    }

    /// Something that makes the package unreadable.
    pub(crate) fn error(&self, message: impl Into<String>) -> Error {
        Error::Package { file: self.shown.clone(), message: message.into() }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        match &self.source {
            Source::Folder(root) => within(root, name).is_some(),
            Source::Memory(files) => files.contains_key(name),
        }
    }

    /// The content of a file; `None` if it is not there.
    pub(crate) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let root = match &self.source {
            Source::Memory(files) => return Ok(files.get(name).cloned()),
            Source::Folder(root) => root,
        };
        let Some(path) = within(root, name) else { return Ok(None) };
        let io = |source| Error::Io { path: path.clone(), source };
        let bytes = fs::metadata(&path).map_err(io)?.len();
        if bytes > FILE_BYTES {
            return Err(self.error(format!("{name} has {bytes} bytes; anyhost reads no more than {FILE_BYTES} of a file")));
        }
        fs::read(&path).map(Some).map_err(io)
    }

    /// The path as it is printed.
    pub(crate) fn place(&self, name: &str) -> String {
        format!("{}/{name}", self.shown.trim_end_matches('/'))
    }

    /// Bytes of the files with these names, or of all in an archive.
    pub(crate) fn bytes(&self, names: &[&str]) -> u64 {
        match &self.source {
            Source::Memory(files) => files.values().map(|file| file.len() as u64).sum(),
            Source::Folder(root) => {
                let size = |name: &&str| within(root, name).and_then(|path| fs::metadata(path).ok()).map(|data| data.len());
                names.iter().filter_map(size).sum()
            }
        }
    }

    /// The files in a folder, or in all of them for "", and below it, in the order of their paths.
    pub(crate) fn under(&self, folder: &str) -> Result<Vec<String>, Error> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        match &self.source {
            Source::Memory(files) => Ok(files.keys().filter(|name| name.starts_with(&start)).cloned().collect()),
            Source::Folder(root) if !root.join(folder).is_dir() => Ok(Vec::new()),
            Source::Folder(_) => self.walk(folder, FOLDERS, |_| true),
        }
    }

    /// The files with this ending, in folders to this depth, in the order of their paths.
    pub(crate) fn search(&self, ending: &str, depth: usize) -> Result<Vec<String>, Error> {
        let ends = |name: &str| Path::new(name).extension().is_some_and(|found| found == ending);
        match &self.source {
            Source::Memory(files) => {
                Ok(files.keys().filter(|name| ends(name) && name.split('/').count() <= depth + 1).cloned().collect())
            }
            Source::Folder(_) => self.walk("", depth, ends),
        }
    }

    /// What a folder of the disk holds.
    fn walk(&self, from: &str, depth: usize, wanted: impl Fn(&str) -> bool) -> Result<Vec<String>, Error> {
        let Source::Folder(root) = &self.source else { return Ok(Vec::new()) };
        let (mut found, mut folders, mut seen) = (Vec::new(), vec![(root.join(from), 0)], 0);
        while let Some((folder, at)) = folders.pop() {
            let entries = fs::read_dir(&folder).map_err(|source| Error::Io { path: folder.clone(), source })?;
            for entry in entries.flatten() {
                seen += 1;
                if seen > ENTRIES {
                    return Err(self.error(format!("it has more than {ENTRIES} files")));
                }
                // Links are not followed: they may lead out, or in circles.
                let Ok(kind) = entry.file_type() else { continue };
                let name = entry.path().strip_prefix(root).map(|path| path.to_string_lossy().replace('\\', "/"));
                match name {
                    Ok(_) if kind.is_dir() && at < depth => folders.push((entry.path(), at + 1)),
                    Ok(name) if kind.is_file() && wanted(&name) => found.push(name),
                    _ => {}
                }
            }
        }
        found.sort();
        Ok(found)
    }
}

/// A file in a folder, wherever links lead, as long as that is inside.
fn within(root: &Path, name: &str) -> Option<PathBuf> {
    let path = root.join(relative(name)?).canonicalize().ok()?;
    (path.starts_with(root) && path.is_file()).then_some(path)
}

/// The files out of the one folder that all of them lie in, and its name.
fn without_folder(files: BTreeMap<String, Vec<u8>>) -> (Option<String>, BTreeMap<String, Vec<u8>>) {
    let Some(folder) = files.keys().next().and_then(|name| name.split_once('/')).map(|(folder, _)| folder.to_owned()) else {
        return (None, files);
    };
    let start = format!("{folder}/");
    if !files.keys().all(|name| name.starts_with(&start)) {
        return (None, files);
    }
    let inside = files.into_iter().filter_map(|(name, bytes)| Some((name.strip_prefix(&start)?.to_owned(), bytes)));
    (Some(folder), inside.collect())
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_stay_inside() {
        assert_eq!(relative("./a/./b.wasm").as_deref(), Some("a/b.wasm"));
        for name in ["", "/a", "../a", "a/../../b", "a//b", "a\\b", "C:/a", "a\0b", "."] {
            assert_eq!(relative(name), None, "{name:?}");
        }
    }
}
