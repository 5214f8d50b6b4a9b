//! Standard output that may be closed at any time: `anyhost hosts | head -1` is not an error.

use std::fmt;
use std::io::{self, Write};

use serde::Serialize;

use crate::failure::Failure;

/// Where results go.
pub(crate) struct Out {
    to: Box<dyn Write>,
    closed: bool,
}

impl Out {
    pub(crate) fn stdout() -> Self {
        Self { to: Box::new(io::stdout()), closed: false }
    }

    /// Writes a line.
    pub(crate) fn line(&mut self, line: impl fmt::Display) -> Result<(), Failure> {
        self.write(format!("{line}\n").as_bytes())
    }

    /// Writes one JSON value and a line's end.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let mut text = serde_json::to_vec(value).map_err(|error| Failure::new(format!("the report: {error}")))?;
        text.push(b'\n');
        self.write(&text)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        if self.closed {
            return Ok(());
        }
        match self.to.write_all(bytes).and_then(|()| self.to.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            Err(error) => Err(Failure::new(format!("stdout: {error}"))),
        }
    }
}
