//! Reading the command line.

use std::ffi::OsString;
use std::io::Read;
use std::path::PathBuf;

use anyhost_abi::{Dialect, Host};
use anyhost_testkit::build::{closest, host_named};
use lexopt::{Arg, Parser, ValueExt as _};

use crate::failure::Failure;

/// An argument, free of the parser.
pub(crate) enum Word {
    /// `--name`
    Long(String),
    /// A word that is no option.
    Value(OsString),
    /// `-h` or `--help`
    Help,
}

/// The next argument. `known` are the command's options, for "did you mean".
pub(crate) fn next(parser: &mut Parser, command: &str, known: &[&str]) -> Result<Option<Word>, Failure> {
    let word = match parser.next()? {
        None => return Ok(None),
        Some(Arg::Short('h') | Arg::Long("help")) => Word::Help,
        Some(Arg::Short(letter)) => return Err(unknown(command, &format!("-{letter}"), known)),
        Some(Arg::Long(name)) if known.contains(&name) => Word::Long(name.to_owned()),
        Some(Arg::Long(name)) => return Err(unknown(command, &format!("--{name}"), known)),
        Some(Arg::Value(value)) => Word::Value(value),
    };
    Ok(Some(word))
}

fn unknown(command: &str, option: &str, known: &[&str]) -> Failure {
    let failure = Failure::new(format!("`anyhost {command}` has no option `{option}`"));
    match closest(option.trim_start_matches('-'), known.iter().copied()) {
        Some(near) => failure.help(format!("did you mean `--{near}`?")),
        None => failure.help(format!("`anyhost {command} --help` lists them")),
    }
}

/// The value of an option, as text.
pub(crate) fn text(parser: &mut Parser) -> Result<String, Failure> {
    Ok(parser.value()?.string()?)
}

/// A host's id.
pub(crate) fn host(parser: &mut Parser) -> Result<&'static Host, Failure> {
    Ok(host_named(&text(parser)?)?)
}

/// A host's id, added to those that were named before.
pub(crate) fn hosts(parser: &mut Parser, hosts: &mut Vec<&'static Host>) -> Result<(), Failure> {
    let host = host(parser)?;
    if !hosts.iter().any(|known| known.id == host.id) {
        hosts.push(host);
    }
    Ok(())
}

/// `key=value`.
pub(crate) fn pair(parser: &mut Parser) -> Result<(String, String), Failure> {
    let text = text(parser)?;
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err(Failure::new(format!("`--set {text}` is not of the form key=value"))
            .help("`anyhost hosts HOST` lists a host's switches")),
    }
}

/// The only word that is no option.
pub(crate) fn path(slot: &mut Option<PathBuf>, value: OsString, command: &str) -> Result<(), Failure> {
    if slot.is_some() {
        return Err(Failure::new(format!("`anyhost {command}` takes one path; `{}` is one too many", value.display())));
    }
    *slot = Some(value.into());
    Ok(())
}

/// A path that must be there.
pub(crate) fn required(slot: Option<PathBuf>, command: &str) -> Result<PathBuf, Failure> {
    slot.ok_or_else(|| {
        Failure::new(format!("`anyhost {command}` needs a path: a crate's folder or a .wasm file"))
            .help(format!("`anyhost {command} .` takes the crate in this folder"))
    })
}

/// The host's dialect with this id.
pub(crate) fn dialect(host: &'static Host, id: &str) -> Result<&'static Dialect, Failure> {
    host.dialect(Some(id)).ok_or_else(|| {
        let ids: Vec<&str> = host.dialects.iter().map(|dialect| dialect.id).collect();
        let failure = Failure::new(format!("{} has no dialect `{id}`", host.id));
        match closest(id, ids.iter().copied()) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help(format!("dialects: {}", ids.join(", "))),
        }
    })
}

/// Bytes named by `@file`, or `-` for standard input.
pub(crate) fn file_or_stdin(word: &str) -> Option<Result<Vec<u8>, Failure>> {
    if word == "-" {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        return Some(read.map(|_| bytes).map_err(|error| Failure::new(format!("stdin: {error}"))));
    }
    let path = PathBuf::from(word.strip_prefix('@')?);
    Some(std::fs::read(&path).map_err(|error| Failure::file(&path, &error)))
}
