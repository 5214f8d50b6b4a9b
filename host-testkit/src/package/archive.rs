//! Archives of any origin: unpacked in memory, within limits, without what leads out of them; and archives that are the
//! same in every run.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write as _};

use anyhost_abi::signalk::package::NPM_FOLDER;
use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::path::relative;

/// Bytes of an archive that are read.
pub(super) const ARCHIVE_BYTES: u64 = 128 << 20;

/// Bytes of all of its files.
const UNPACKED_BYTES: u64 = 256 << 20;

/// Its files.
const ENTRIES: usize = 10_000;

/// What was in an archive.
#[derive(Debug, Default)]
pub(super) struct Unpacked {
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// Names that lead out of the archive, and links.
    pub(super) strays: Vec<String>,
    bytes: u64,
    entries: usize,
}

/// Unpacks a zip, a tar or a gzipped tar. The error says what is wrong with it.
pub(super) fn unpack(bytes: &[u8]) -> Result<Unpacked, String> {
    let mut unpacked = Unpacked::default();
    if is_zip(bytes) {
        unpacked.zip(bytes)?;
    } else if bytes.starts_with(b"\x1f\x8b") {
        // One byte more than may be, so that the end is seen to be too far.
        unpacked.tar(GzDecoder::new(bytes).take(2 * UNPACKED_BYTES))?;
    } else if bytes.get(257..262) == Some(b"ustar") {
        unpacked.tar(bytes)?;
    } else {
        return Err("it is neither a zip nor a tar".into());
    }
    Ok(unpacked)
}

/// Whether it begins as a zip does.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK")
}

impl Unpacked {
    fn zip(&mut self, bytes: &[u8]) -> Result<(), String> {
        let broken = |error: &dyn std::fmt::Display| format!("the zip cannot be read: {error}");
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
        for index in 0..archive.len() {
            self.count()?;
            let mut entry = archive.by_index(index).map_err(|error| broken(&error))?;
            if entry.is_dir() {
                continue;
            }
            let name = entry.name().map_err(|error| broken(&error))?.into_owned();
            let is_link = entry.is_symlink();
            self.add(&name, !is_link, &mut entry).map_err(|error| broken(&error))?;
        }
        Ok(())
    }

    fn tar(&mut self, bytes: impl Read) -> Result<(), String> {
        let broken = |error: &dyn std::fmt::Display| format!("the tar cannot be read: {error}");
        let mut archive = tar::Archive::new(bytes);
        for entry in archive.entries().map_err(|error| broken(&error))? {
            self.count()?;
            let mut entry = entry.map_err(|error| broken(&error))?;
            let kind = entry.header().entry_type();
            if kind.is_dir() || kind.is_pax_global_extensions() {
                continue;
            }
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            self.add(&name, kind.is_file(), &mut entry).map_err(|error| broken(&error))?;
        }
        Ok(())
    }

    fn count(&mut self) -> Result<(), String> {
        self.entries += 1;
        if self.entries > ENTRIES { Err(format!("it has more than {ENTRIES} entries")) } else { Ok(()) }
    }

    /// Reads one file. What the archive says of its size is not relied on.
    fn add(&mut self, name: &str, is_file: bool, content: &mut impl Read) -> Result<(), String> {
        let Some(path) = relative(name).filter(|_| is_file) else {
            self.strays.push(name.to_owned());
            return Ok(());
        };
        let left = UNPACKED_BYTES - self.bytes;
        let mut bytes = Vec::new();
        content.take(left + 1).read_to_end(&mut bytes).map_err(|error| format!("{name}: {error}"))?;
        if bytes.len() as u64 > left {
            return Err(format!("unpacked it has more than {UNPACKED_BYTES} bytes"));
        }
        self.bytes += bytes.len() as u64;
        if self.files.insert(path, bytes).is_some() {
            return Err(format!("it has two files `{name}`"));
        }
        Ok(())
    }
}

/// A zip of these files in a folder, or for "" in none; the same bytes for the same files.
pub(crate) fn zip(folder: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, String> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(format!("{start}{name}"), options).map_err(|error| error.to_string())?;
        zip.write_all(content).map_err(|error| error.to_string())?;
    }
    zip.finish().map(Cursor::into_inner).map_err(|error| error.to_string())
}

/// 1985-10-26T08:15:00Z, which npm writes as the time of every file.
const NPM_TIME: u64 = 499_162_500;

/// What gzip writes where the system is not known.
const NO_SYSTEM: u8 = 255;

/// What `npm pack` makes of these files; the same bytes for the same files.
pub(crate) fn npm(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, String> {
    let gzip = GzBuilder::new().operating_system(NO_SYSTEM).write(Vec::new(), Compression::best());
    let mut tar = tar::Builder::new(gzip);
    for (name, content) in files {
        let mut header = tar::Header::new_ustar();
        header.set_mode(0o644);
        header.set_mtime(NPM_TIME);
        header.set_size(content.len() as u64);
        tar.append_data(&mut header, format!("{NPM_FOLDER}/{name}"), content.as_slice()).map_err(|error| error.to_string())?;
    }
    let gzip = tar.into_inner().map_err(|error| error.to_string())?;
    gzip.finish().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    fn files(list: &[(&str, &[u8])]) -> BTreeMap<String, Vec<u8>> {
        list.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect()
    }

    fn tarred(entries: &[(&str, tar::EntryType, &[u8])]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (name, kind, bytes) in entries {
            let mut header = tar::Header::new_ustar();
            // As a hostile archive has it: the crate itself refuses such names.
            header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_entry_type(*kind);
            header.set_size(bytes.len() as u64);
            header.set_cksum();
            builder.append(&header, *bytes).unwrap();
        }
        builder.into_inner().unwrap()
    }

    #[test]
    fn zips_are_the_same_in_every_run() {
        let files = files(&[("b.txt", b"two"), ("a.txt", b"one"), ("c/d.bin", &[0; 5000])]);
        let first = zip("folder", &files).unwrap();
        assert_eq!(first, zip("folder", &files).unwrap());
        let unpacked = unpack(&first).unwrap();
        assert_eq!(unpacked.files.keys().collect::<Vec<_>>(), ["folder/a.txt", "folder/b.txt", "folder/c/d.bin"]);
        assert_eq!(unpacked.files["folder/c/d.bin"], [0; 5000]);
        assert!(unpacked.strays.is_empty() && first.len() < 1000);
    }

    #[test]
    fn npm_archives_are_the_same_in_every_run() {
        let deep = format!("public/{}/index.html", "folder/".repeat(30).trim_end_matches('/'));
        let files = files(&[("package.json", b"{}"), (&deep, b"<p>"), ("plugin.wasm", &[0; 5000])]);
        let first = npm(&files).unwrap();
        assert_eq!(first, npm(&files).unwrap());
        let unpacked = unpack(&first).unwrap();
        assert!(unpacked.files.keys().all(|name| name.starts_with("package/")) && unpacked.strays.is_empty());
        assert_eq!(unpacked.files[&format!("package/{deep}")], b"<p>");
        assert_eq!((unpacked.files.len(), &first[4..8]), (3, &[0; 4][..]), "no time in the gzip");
    }

    #[test]
    fn tars() {
        use std::io::Write as _;
        let tar = tarred(&[
            ("package/a.txt", tar::EntryType::Regular, b"one"),
            ("package/../../etc/passwd", tar::EntryType::Regular, b"root"),
            ("/abs", tar::EntryType::Regular, b"x"),
            ("package/link", tar::EntryType::Symlink, b""),
            ("package/folder/", tar::EntryType::Directory, b""),
        ]);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(&tar).unwrap();
        for bytes in [tar, gzip.finish().unwrap()] {
            let unpacked = unpack(&bytes).unwrap();
            assert_eq!(unpacked.files, files(&[("package/a.txt", b"one")]));
            assert_eq!(unpacked.strays, ["package/../../etc/passwd", "/abs", "package/link"]);
        }
    }

    #[test]
    fn zips_that_lead_out() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        zip.start_file("../out.txt", options).unwrap();
        zip.start_file("in.txt", options).unwrap();
        zip.add_symlink("link", "/etc/passwd", options).unwrap();
        let unpacked = unpack(&zip.finish().unwrap().into_inner()).unwrap();
        assert_eq!(unpacked.files.keys().collect::<Vec<_>>(), ["in.txt"]);
        assert_eq!(unpacked.strays, ["../out.txt", "link"]);
    }

    #[test]
    fn bombs() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let zeros = vec![0; 1 << 20];
        zip.start_file("zeros", SimpleFileOptions::default()).unwrap();
        for _ in 0..=(UNPACKED_BYTES >> 20) {
            zip.write_all(&zeros).unwrap();
        }
        let bomb = zip.finish().unwrap().into_inner();
        assert!(bomb.len() < 1 << 20);
        assert_eq!(
            unpack(&bomb).unwrap_err(),
            format!("the zip cannot be read: unpacked it has more than {UNPACKED_BYTES} bytes")
        );

        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..=ENTRIES {
            zip.start_file(at.to_string(), SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).unwrap();
        }
        assert_eq!(unpack(&zip.finish().unwrap().into_inner()).unwrap_err(), "it has more than 10000 entries");
    }

    #[test]
    fn never_panics() {
        let whole = zip("folder", &files(&[("a", b"one"), ("b", &[7; 300])])).unwrap();
        let tar = tarred(&[("a", tar::EntryType::Regular, b"one")]);
        for whole in [whole, tar] {
            for length in 0..whole.len().min(600) {
                let _ = unpack(&whole[..length]);
                let mut bent = whole.clone();
                bent[length] ^= 0xff;
                let _ = unpack(&bent);
            }
        }
        assert_eq!(unpack(b"hello").unwrap_err(), "it is neither a zip nor a tar");
    }
}
