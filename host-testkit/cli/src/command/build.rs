//! `anyhost build`

use anyhost_testkit::build::{BuildOptions, Built, build as build_crate};
use serde::Serialize;

use crate::args::{self, Word};
use crate::failure::Failure;
use crate::out::Out;
use crate::subject::{Subject, shown};
use crate::text::{number, table};
use crate::{Verdict, help};

const COMMAND: &str = "build";
const OPTIONS: &[&str] = &["host", "dialect", "single", "json", "help"];

#[derive(Serialize)]
struct Row<'a> {
    host: &'a str,
    dialect: &'a str,
    file: String,
    bytes: u64,
    imports: &'a [String],
    files: Vec<String>,
    notes: &'a [String],
}

impl<'a> Row<'a> {
    fn of(built: &'a Built) -> Self {
        Self {
            host: built.host.id,
            dialect: built.dialect.id,
            file: shown(&built.wasm),
            bytes: built.bytes,
            imports: &built.imports,
            files: built.files.iter().map(|file| shown(file)).collect(),
            notes: &built.notes,
        }
    }
}

#[derive(Serialize)]
struct Report<'a> {
    builds: Vec<Row<'a>>,
}

pub(super) fn build(mut parser: lexopt::Parser, out: &mut Out) -> Result<Verdict, Failure> {
    let (mut path, mut hosts, mut options, mut json) = (None, Vec::new(), BuildOptions::default(), false);
    while let Some(word) = args::next(&mut parser, COMMAND, OPTIONS)? {
        match word {
            Word::Value(value) => args::path(&mut path, value, COMMAND)?,
            Word::Help => {
                out.line(help::BUILD)?;
                return Ok(Verdict::Well);
            }
            Word::Long(name) => match name.as_str() {
                "host" => args::hosts(&mut parser, &mut hosts)?,
                "dialect" => options.dialect = Some(args::text(&mut parser)?),
                "single" => options.single = true,
                _ => json = true,
            },
        }
    }
    let path = args::required(path, COMMAND)?;
    let Subject::Crate(folder) = Subject::of(&path)? else {
        return Err(Failure::new(format!("{} is built already", path.display())).help("hand over a crate's folder"));
    };
    options.hosts = (!hosts.is_empty()).then_some(hosts);
    let built = build_crate(&folder, &options)?;
    for built in &built {
        built.is_of(options.dialect.as_deref()).map_err(Failure::new)?;
    }
    if json {
        out.json(&Report { builds: built.iter().map(Row::of).collect() })?;
    } else {
        print(&built, out)?;
    }
    Ok(Verdict::Well)
}

fn print(built: &[Built], out: &mut Out) -> Result<(), Failure> {
    let mut rows = vec![["host", "dialect", "file", "bytes", "imports"].map(str::to_owned)];
    for built in built {
        let imports = if built.imports.is_empty() { "none".into() } else { built.imports.join(", ") };
        let dialect = built.dialect.id.to_owned();
        rows.push([built.host.id.to_owned(), dialect, shown(&built.wasm), number(built.bytes), imports]);
    }
    for line in table(&rows) {
        out.line(line)?;
    }
    for (at, row) in built.iter().enumerate() {
        // One wasm for all hosts has its files once.
        let again = at > 0 && built.first().is_some_and(|first| first.wasm == row.wasm);
        for file in row.files.iter().filter(|_| !again) {
            out.line(format!("{}: {}", row.host.id, shown(file)))?;
        }
        for note in &row.notes {
            out.line(format!("{}: note: {note}", row.host.id))?;
        }
    }
    Ok(())
}
