//! `anyhost pack`

use std::path::PathBuf;

use anyhost_abi::HOSTS;
use anyhost_testkit::Finding;
use anyhost_testkit::{Packed, pack as pack_plugin};
use serde::Serialize;

use crate::args::{self, Word};
use crate::failure::Failure;
use crate::format::text;
use crate::out::Out;
use crate::subject::shown;
use crate::text::number;
use crate::{Verdict, help};

const COMMAND: &str = "pack";
const OPTIONS: &[&str] = &["host", "dialect", "out", "json", "help"];

#[derive(Serialize)]
struct Report<'a> {
    host: &'a str,
    dialect: &'a str,
    /// Null where the host would not take the package, so that nothing was written.
    folder: Option<String>,
    archive: Option<String>,
    standalone: Option<String>,
    files: Vec<String>,
    bytes: u64,
    notes: &'a [String],
    findings: &'a [Finding],
}

impl<'a> Report<'a> {
    fn of(packed: &'a Packed) -> Self {
        Self {
            host: packed.host.id,
            dialect: packed.dialect.id,
            folder: packed.is_written().then(|| shown(&packed.folder)),
            archive: packed.archive.as_deref().map(shown),
            standalone: packed.standalone.as_deref().map(shown),
            files: packed.files.iter().map(|file| shown(file)).collect(),
            bytes: packed.bytes,
            notes: &packed.notes,
            findings: &packed.findings,
        }
    }
}

pub(super) fn pack(mut parser: lexopt::Parser, out: &mut Out) -> Result<Verdict, Failure> {
    let (mut path, mut host, mut dialect, mut to, mut json) = (None, None, None, None, false);
    while let Some(word) = args::next(&mut parser, COMMAND, OPTIONS)? {
        match word {
            Word::Value(value) => args::path(&mut path, value, COMMAND)?,
            Word::Help => {
                out.line(help::PACK)?;
                return Ok(Verdict::Well);
            }
            Word::Long(name) => match name.as_str() {
                "host" if host.is_some() => return Err(Failure::new("`--host` twice: a package is for one host")),
                "host" => host = Some(args::host(&mut parser)?),
                "dialect" => dialect = Some(args::text(&mut parser)?),
                "out" => to = Some(PathBuf::from(parser.value()?)),
                _ => json = true,
            },
        }
    }
    let mut path = args::required(path, COMMAND)?;
    if path.file_name().is_some_and(|name| name == "Cargo.toml") {
        path.pop();
        path.push(".");
    }
    let host = host.ok_or_else(|| {
        let ids: Vec<&str> = HOSTS.iter().map(|host| host.id).collect();
        Failure::new("`anyhost pack` needs a host").help(format!("add `--host HOST`: {}", ids.join(", ")))
    })?;
    if let Some(dialect) = &dialect {
        args::dialect(host, dialect)?;
    }
    let packed = pack_plugin(&path, host, dialect.as_deref(), to.as_deref())?;
    if json {
        out.json(&Report::of(&packed))?;
    } else {
        print(&packed, out)?;
    }
    Ok(packed.is_written().into())
}

fn print(packed: &Packed, out: &mut Out) -> Result<(), Failure> {
    if packed.is_written() {
        out.line(format!("{} ({})  {}", packed.host.id, packed.dialect.id, shown(&packed.folder)))?;
        for file in &packed.files {
            let bytes = std::fs::metadata(file).map_or(0, |data| data.len());
            out.line(format!("  {}  {} bytes", shown(file), number(bytes)))?;
        }
        for file in [&packed.archive, &packed.standalone].into_iter().flatten() {
            let bytes = std::fs::metadata(file).map_or(0, |data| data.len());
            out.line(format!("  {}  {} bytes", shown(file), number(bytes)))?;
        }
    } else {
        out.line(format!(
            "{} ({})  nothing was written: the host would not take the package",
            packed.host.id, packed.dialect.id
        ))?;
    }
    for note in &packed.notes {
        out.line(format!("  note: {note}"))?;
    }
    text::findings(&packed.findings, out)
}
