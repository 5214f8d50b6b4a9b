//! The commands.

mod build;
mod check;
mod hosts;
mod pack;
mod run;
mod test;

use std::ffi::OsString;

use anyhost_testkit::build::closest;

use crate::failure::Failure;
use crate::out::Out;
use crate::{Verdict, help};

/// Commands that are there.
const COMMANDS: &[&str] = &["run", "check", "test", "build", "hosts", "pack", "help", "version"];

/// Commands that come later.
const LATER: &[&str] = &["new", "inspect", "bench", "doctor", "completions"];

/// Carries out a command line without the program's name.
pub(crate) fn dispatch(args: Vec<OsString>, out: &mut Out) -> Result<Verdict, Failure> {
    let mut args = args.into_iter();
    let command = args.next().map(|word| word.to_string_lossy().into_owned());
    let parser = || lexopt::Parser::from_args(args.clone());
    match command.as_deref() {
        None => Err(Failure::new("a command is missing").help("`anyhost --help` lists them")),
        Some("run") => run::run(parser(), out),
        Some("check") => check::check(parser(), out),
        Some("test") => test::test(parser(), out),
        Some("build") => build::build(parser(), out),
        Some("hosts") => hosts::hosts(parser(), out),
        Some("pack") => pack::pack(parser(), out),
        Some("version" | "--version" | "-V") => {
            out.line(format!("anyhost {}", env!("CARGO_PKG_VERSION")))?;
            Ok(Verdict::Well)
        }
        Some("help" | "--help" | "-h") => {
            let topic = args.next().map(|word| word.to_string_lossy().into_owned());
            let text = match topic.as_deref().filter(|topic| !topic.starts_with('-')) {
                None => help::OVERVIEW,
                Some(topic) => help::of(topic).ok_or_else(|| no_command(topic))?,
            };
            out.line(text)?;
            Ok(Verdict::Well)
        }
        Some(word) => Err(no_command(word)),
    }
}

/// The host's package: not there yet, and said so.
fn no_command(word: &str) -> Failure {
    if LATER.contains(&word) {
        return Failure::new(format!("`anyhost {word}` is not there yet")).help("`anyhost --help` lists what is");
    }
    let failure = Failure::new(format!("there is no command `{word}`"));
    match closest(word, COMMANDS.iter().copied()) {
        Some(near) => failure.help(format!("did you mean `anyhost {near}`?")),
        None => failure.help(format!("commands: {}", COMMANDS.join(", "))),
    }
}
