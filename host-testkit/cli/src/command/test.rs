//! `anyhost test`

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhost_abi::{HOSTS, Host};
use anyhost_testkit::{Settings, Target};
use serde::Serialize;

use crate::args::{self, Word};
use crate::failure::Failure;
use crate::out::Out;
use crate::subject::{self, Loaded, Subject, shown};
use crate::{Verdict, help};

const COMMAND: &str = "test";

#[derive(Default)]
struct Options {
    path: Option<PathBuf>,
    vectors: Vec<PathBuf>,
    hosts: Vec<&'static Host>,
    json: bool,
}

pub(super) fn test(mut parser: lexopt::Parser, out: &mut Out) -> Result<Verdict, Failure> {
    let mut options = Options::default();
    while let Some(word) = args::next(&mut parser, COMMAND, &["vectors", "host", "json", "help"])? {
        match word {
            Word::Value(value) => args::path(&mut options.path, value, COMMAND)?,
            Word::Help => {
                out.line(help::TEST)?;
                return Ok(Verdict::Well);
            }
            Word::Long(name) => match name.as_str() {
                "vectors" => options.vectors.push(parser.value()?.into()),
                "host" => args::hosts(&mut parser, &mut options.hosts)?,
                _ => options.json = true,
            },
        }
    }
    let path = args::required(options.path.take(), COMMAND)?;
    let subject = Subject::of(&path)?;
    // A crate that does not build is said first; vectors that cannot be read, before anything runs.
    let loaded = options.load(&subject)?;
    let files = options.files(&subject)?;
    todo!()
}

impl Options {
    /// The wasm for each host.
    fn load(&self, subject: &Subject) -> Result<Vec<(&'static Host, Loaded)>, Failure> {
        todo!()
    }

    /// Every vector file, in a fixed order.
    fn files(&self, subject: &Subject) -> Result<Vec<PathBuf>, Failure> {
        let default;
        let places = if self.vectors.is_empty() {
            let folder = match subject {
                Subject::Crate(folder) => folder.as_path(),
                Subject::Wasm(file) => file.parent().unwrap_or(Path::new("")),
            };
            let vectors = folder.join("vectors");
            if !vectors.is_dir() {
                return Err(Failure::new(format!("there are no vectors: {} is not a folder", shown(&vectors)))
                    .help("write cases there, or name a file with `--vectors FILE`"));
            }
            default = [vectors];
            &default[..]
        } else {
            &self.vectors
        };
        let mut files = Vec::new();
        for place in places {
            let data = fs::metadata(place).map_err(|error| Failure::file(place, &error))?;
            if data.is_file() {
                files.push(place.clone());
                continue;
            }
            let before = files.len();
            collect(place, &mut files)?;
            if files.len() == before {
                return Err(Failure::new(format!("{} has no .json file", shown(place))));
            }
        }
        Ok(files)
    }
}

/// The `.json` files of a folder and the folders in it, by name. A schema among them is no vector file.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::file(folder, &error))?;
    let entries: BTreeSet<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    for entry in entries {
        let name = entry.to_string_lossy();
        if entry.is_dir() {
            collect(&entry, files)?;
        } else if name.ends_with(".json") && !name.ends_with("schema.json") {
            files.push(entry);
        }
    }
    Ok(())
}
