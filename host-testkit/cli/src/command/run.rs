//! `anyhost run`

use std::path::PathBuf;

use anyhost_abi::Host;
use anyhost_testkit::{Input, Request, RunReport, Settings};
use serde::de::IgnoredAny;

use crate::args::{self, Word};
use crate::failure::Failure;
use crate::format::text;
use crate::out::Out;
use crate::subject::Subject;
use crate::{Verdict, help};

const COMMAND: &str = "run";
const OPTIONS: &[&str] = &[
    "host",
    "dialect",
    "node",
    "route",
    "header",
    "user",
    "input",
    "raw-input",
    "context",
    "set",
    "fresh",
    "kept",
    "repeat",
    "json",
    "help",
];

#[derive(Default)]
struct Options {
    path: Option<PathBuf>,
    host: Option<&'static Host>,
    dialect: Option<String>,
    settings: Vec<(String, String)>,
    kept: Option<bool>,
    json: bool,
    request: Request,
    /// Whether an input was given, in either way.
    has_input: bool,
}

pub(super) fn run(mut parser: lexopt::Parser, out: &mut Out) -> Result<Verdict, Failure> {
    let mut options = Options::default();
    while let Some(word) = args::next(&mut parser, COMMAND, OPTIONS)? {
        match word {
            Word::Value(value) => args::path(&mut options.path, value, COMMAND)?,
            Word::Help => {
                out.line(help::RUN)?;
                return Ok(Verdict::Well);
            }
            Word::Long(name) => options.take(&name, &mut parser)?,
        }
    }
    let json = options.json;
    let report = options.report()?;
    if json {
        out.json(&report)?;
    } else {
        text::run(&report, out)?;
    }
    Ok(report.ok.into())
}

impl Options {
    fn take(&mut self, name: &str, parser: &mut lexopt::Parser) -> Result<(), Failure> {
        match name {
            "host" => {
                if let Some(first) = self.host.replace(args::host(parser)?) {
                    return Err(Failure::new(format!("`--host` twice: a run is on one host, and {} was named first", first.id)));
                }
            }
            "dialect" => self.dialect = Some(args::text(parser)?),
            "node" => self.request.node = Some(args::text(parser)?),
            "route" => self.request.route = Some(args::text(parser)?),
            "header" => self.request.headers.push(header(&args::text(parser)?)?),
            "user" => self.request.user = Some(args::text(parser)?),
            "input" => self.input(input(&args::text(parser)?)?)?,
            "raw-input" => self.input(raw_input(&args::text(parser)?)?)?,
            "context" => self.request.context = Some(context(&args::text(parser)?)?),
            "set" => self.settings.push(args::pair(parser)?),
            "fresh" | "kept" => {
                let kept = name == "kept";
                if self.kept.is_some_and(|before| before != kept) {
                    return Err(Failure::new("`--fresh` and `--kept` exclude each other"));
                }
                self.kept = Some(kept);
            }
            "repeat" => self.request.repeat = repeat(&args::text(parser)?)?,
            // The remaining one that is known.
            _ => self.json = true,
        }
        Ok(())
    }

    fn input(&mut self, input: Input) -> Result<(), Failure> {
        if self.has_input {
            return Err(Failure::new("more than one input").help("give one of `--input` and `--raw-input`, once"));
        }
        self.has_input = true;
        self.request.input = input;
        Ok(())
    }

    fn report(self) -> Result<RunReport, Failure> {
        let path = args::required(self.path, COMMAND)?;
        let host = self.host.ok_or_else(|| {
            let ids: Vec<&str> = anyhost_abi::HOSTS.iter().map(|host| host.id).collect();
            Failure::new("`anyhost run` needs a host").help(format!("add `--host HOST`: {}", ids.join(", ")))
        })?;
        // What is wrong with the command line is said before anything is built.
        let named = self.dialect.as_deref().map(|id| args::dialect(host, id)).transpose()?;
        let pairs: Vec<(&str, &str)> = self.settings.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        if let Some(dialect) = named {
            Settings::parse(host, dialect, &pairs)?;
        }
        let subject = Subject::of(&path)?;
        let loaded = subject.load(host)?;
        let dialect =
            named.or_else(|| loaded.dialect(host)).ok_or_else(|| Failure::new(format!("{} has no dialect", host.id)))?;
        let loaded = subject.serving(loaded, dialect)?;
        let settings = Settings::parse(host, dialect, &pairs)?;
        let mut target = loaded.target(host, dialect, &settings);
        if let Some(kept) = self.kept {
            target.kept = kept;
        }
        Ok(anyhost_testkit::run(&loaded.bytes, &loaded.file, &target, &self.request)?)
    }
}

/// What the host's user supplies; it must be JSON, and is handed over byte for byte.
fn input(word: &str) -> Result<Input, Failure> {
    let text = match args::file_or_stdin(word) {
        None => word.to_owned(),
        Some(bytes) => String::from_utf8(bytes?).map_err(|error| not_json(word, &error.to_string()))?,
    };
    match serde_json::from_str::<IgnoredAny>(&text) {
        Ok(_) => Ok(Input::Json(text)),
        Err(error) => Err(not_json(word, &error.to_string())),
    }
}

fn not_json(word: &str, error: &str) -> Failure {
    let what = if word == "-" || word.starts_with('@') { format!("`--input {word}`") } else { "`--input`".to_owned() };
    Failure::new(format!("{what} is not JSON: {error}"))
        .help("`--raw-input @FILE` hands over any bytes as the whole context; a text is written '\"text\"'")
}

/// A header as HTTP writes it.
fn header(word: &str) -> Result<(String, String), Failure> {
    match word.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.trim().to_owned())),
        _ => Err(Failure::new(format!("`--header {word}` is no header")).help("write `--header \"X-Tag: a\"`")),
    }
}

/// Any bytes.
fn raw_input(word: &str) -> Result<Input, Failure> {
    match args::file_or_stdin(word) {
        Some(bytes) => Ok(Input::Raw(bytes?)),
        None => Err(Failure::new(format!("`--raw-input {word}` names no file"))
            .help("write `--raw-input @FILE`, or `-` for standard input")),
    }
}

fn context(word: &str) -> Result<serde_json::Value, Failure> {
    let text = match args::file_or_stdin(word) {
        None => word.as_bytes().to_vec(),
        Some(bytes) => bytes?,
    };
    match serde_json::from_slice(&text) {
        Ok(value @ serde_json::Value::Object(_)) => Ok(value),
        Ok(_) => Err(Failure::new("`--context` is not a JSON object").help("give the fields to replace: {\"node_id\":\"n1\"}")),
        Err(error) => Err(Failure::new(format!("`--context` is not JSON: {error}"))),
    }
}

fn repeat(word: &str) -> Result<u32, Failure> {
    match word.parse() {
        Ok(times) if times > 0 => Ok(times),
        _ => Err(Failure::new(format!("`--repeat {word}` is not a number from 1 to {}", u32::MAX))),
    }
}
