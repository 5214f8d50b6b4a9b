//! Why a command could not be carried out.

use std::fmt;
use std::path::Path;

/// A text for the user, with lines of help.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    message: String,
    help: Vec<String>,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: Vec::new() }
    }

    /// A file that cannot be read.
    pub(crate) fn file(path: &Path, error: &std::io::Error) -> Self {
        Self::new(format!("{}: {error}", path.display()))
    }

    /// Adds a line of help.
    pub(crate) fn help(mut self, line: impl Into<String>) -> Self {
        self.help.push(line.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "error: {}", self.message)?;
        self.help.iter().try_for_each(|line| writeln!(f, "help: {line}"))
    }
}

/// The testkit's messages carry their help in lines of their own.
impl From<String> for Failure {
    fn from(text: String) -> Self {
        let mut parts = text.split("\nhelp: ");
        let message = parts.next().unwrap_or_default().to_owned();
        Self { message, help: parts.map(str::to_owned).collect() }
    }
}

impl From<anyhost_testkit::Error> for Failure {
    fn from(error: anyhost_testkit::Error) -> Self {
        Self::from(error.to_string())
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Self::new(error.to_string())
    }
}
