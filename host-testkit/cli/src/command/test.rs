//! `anyhost test`

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhost_abi::{HOSTS, Host, Support};
use anyhost_testkit::vectors::{self, CaseReport, How, Suite};
use anyhost_testkit::{Settings, Target};
use serde::Serialize;

use crate::args::{self, Word};
use crate::failure::Failure;
use crate::out::Out;
use crate::subject::{Loaded, Plugins, Subject, shown};
use crate::{Verdict, help};

const COMMAND: &str = "test";

#[derive(Default)]
struct Options {
    path: Option<PathBuf>,
    vectors: Vec<PathBuf>,
    hosts: Vec<&'static Host>,
    hostile: bool,
    json: bool,
}

pub(super) fn test(mut parser: lexopt::Parser, out: &mut Out) -> Result<Verdict, Failure> {
    let mut options = Options::default();
    while let Some(word) = args::next(&mut parser, COMMAND, &["vectors", "host", "hostile", "json", "help"])? {
        match word {
            Word::Value(value) => args::path(&mut options.path, value, COMMAND)?,
            Word::Help => {
                out.line(help::TEST)?;
                return Ok(Verdict::Well);
            }
            Word::Long(name) => match name.as_str() {
                "vectors" => options.vectors.push(parser.value()?.into()),
                "host" => args::hosts(&mut parser, &mut options.hosts)?,
                "hostile" => options.hostile = true,
                _ => options.json = true,
            },
        }
    }
    let path = args::required(options.path.take(), COMMAND)?;
    let subject = Subject::of(&path)?;
    let plugins = options.plugins(&subject)?;
    let mut files = Vec::new();
    for path in options.files(&subject)? {
        let text = fs::read_to_string(&path).map_err(|error| Failure::file(&path, &error))?;
        files.push((shown(&path), vectors::parse(&shown(&path), &text)?));
    }

    let mut report = Report::default();
    for (host, loaded) in &plugins {
        let dialect = loaded.dialect(host).ok_or_else(|| Failure::new(format!("{} has no dialect", host.id)))?;
        let settings = Settings::parse(host, dialect, &[])?;
        let suite = Suite::open(&loaded.bytes, &loaded.file, &loaded.target(host, dialect, &settings))?;
        if !options.json {
            out.line(format!("{} ({})  {}", host.id, dialect.id, loaded.file))?;
        }
        for (file, cases) in &files {
            for case in &cases.cases {
                let reports = [Some(suite.run_case(case)), options.hostile.then(|| suite.run_hostile(case))];
                for case in reports.into_iter().flatten() {
                    let row = Row { file, wasm: &loaded.file, case };
                    if !options.json {
                        row.print(out)?;
                    }
                    report.add(row);
                }
            }
        }
        if !options.json {
            out.line("")?;
        }
    }
    if options.json {
        out.json(&report)?;
    } else {
        out.line(report.closing())?;
    }
    Ok((report.failed == 0).into())
}

/// A case on a host.
#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    wasm: &'a str,
    #[serde(flatten)]
    case: CaseReport,
}

impl Row<'_> {
    fn print(&self, out: &mut Out) -> Result<(), Failure> {
        let how = if self.case.how == How::Hostile { " (hostile host)" } else { "" };
        let name = format!("{}: {}{how}", self.file, self.case.case);
        match (&self.case.skipped, &self.case.message) {
            (Some(reason), _) => out.line(format!("  skip  {name}: {reason}")),
            (None, None) => out.line(format!("  ok    {name}")),
            (None, Some(message)) => {
                out.line(format!("  FAIL  {name}"))?;
                message.lines().try_for_each(|line| out.line(format!("        {line}")))
            }
        }
    }
}

/// All cases on all hosts.
#[derive(Default, Serialize)]
struct Report<'a> {
    passed: usize,
    failed: usize,
    skipped: usize,
    cases: Vec<Row<'a>>,
}

impl<'a> Report<'a> {
    fn add(&mut self, row: Row<'a>) {
        match (&row.case.skipped, row.case.passed) {
            (Some(_), _) => self.skipped += 1,
            (None, true) => self.passed += 1,
            (None, false) => self.failed += 1,
        }
        self.cases.push(row);
    }

    /// The last line, for people and scripts.
    fn closing(&self) -> String {
        let skipped = if self.skipped > 0 { format!(", {} skipped", self.skipped) } else { String::new() };
        format!("{} passed, {} failed{skipped}", self.passed, self.failed)
    }
}

impl Options {
    /// The wasm for each host.
    fn plugins(&self, subject: &Subject) -> Result<Vec<(&'static Host, Loaded)>, Failure> {
        let loaded = match subject.plugins(&self.hosts)? {
            Plugins::Named(plugins) => return Ok(plugins),
            Plugins::Any(loaded) => loaded,
        };
        Ok(takers(&loaded)?.into_iter().map(|host| (host, loaded.clone())).collect())
    }

    /// Every vector file, in a fixed order.
    fn files(&self, subject: &Subject) -> Result<Vec<PathBuf>, Failure> {
        let default;
        let places = if self.vectors.is_empty() {
            let vectors = subject.folder().join("vectors");
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

/// The hosts that would load a file, of those that are emulated; all of them if none would, so that it is said why.
fn takers(loaded: &Loaded) -> Result<Vec<&'static Host>, Failure> {
    let built: Vec<&'static Host> = HOSTS.iter().copied().filter(|host| host.support == Support::Built).collect();
    let mut takers = Vec::new();
    for host in &built {
        let Some(dialect) = host.dialect(None) else { continue };
        let settings = Settings::parse(host, dialect, &[])?;
        let verdict = anyhost_testkit::check(&loaded.bytes, &loaded.file, &Target::new(host, dialect, &settings), false)?;
        if verdict.loads == Some(true) {
            takers.push(*host);
        }
    }
    Ok(if takers.is_empty() { built } else { takers })
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
