//! Reports as plain text, without colour.

use std::fmt::{self, Write as _};

use crate::report::{Finding, RunReport, Verdict};
use crate::text::count;

/// Host calls that are listed.
const CALLS: usize = 20;

impl fmt::Display for RunReport {
    /// The answer first, then what was logged and called, then what is wrong, then the figures.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {} on {} ({})", if self.ok { "ok" } else { "failed" }, self.file, self.host, self.dialect)?;
        match (&self.result, &self.raw) {
            (Some(result), _) => writeln!(f, "result: {}", result.get())?,
            (None, Some(raw)) => writeln!(f, "raw result: {raw}")?,
            (None, None) => {}
        }
        if let Some(error) = &self.error {
            writeln!(f, "error: {error}")?;
        }
        if let Some(trap) = &self.trap {
            writeln!(f, "trap: {trap}")?;
        }
        for log in &self.logs {
            writeln!(f, "log: {:<5} {}", format!("{:?}", log.level).to_lowercase(), log.message)?;
        }
        for call in self.calls.iter().take(CALLS) {
            let args = call.args.as_array().map(|args| args.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
            write!(f, "call: {}({})", call.import, args.unwrap_or_default())?;
            if call.result.is_null() { writeln!(f)? } else { writeln!(f, " -> {}", call.result)? }
        }
        if self.calls.len() > CALLS {
            writeln!(f, "call: … {} more", self.calls.len() - CALLS)?;
        }
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        let size = count(self.bytes, "byte");
        write!(f, "{size}, {} fuel, {} of memory", grouped(self.fuel), count(self.pages, "page"))
    }
}

impl fmt::Display for Verdict {
    /// The verdict, then the findings, worst first.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match (self.loads, self.conforms) {
            (_, Some(true)) => "conforms",
            (Some(true), _) => "loads, and breaks rules",
            (Some(false), _) => "does not load",
            (None, _) => "not judged",
        };
        write!(f, "{} ({}): {verdict}: {}, {}", self.host, self.dialect, self.file, count(self.bytes, "byte"))?;
        for finding in &self.findings {
            write!(f, "\n{finding}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let waived = self.waived.as_ref().map(|reason| format!(" (waived: {reason})")).unwrap_or_default();
        write!(f, "  {} {}{waived}: {} ({})", self.level.as_str(), self.rule, self.message, self.source)
    }
}

/// `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        // Writing to a String cannot fail.
        let _ = text.write_char(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn groups() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(super::grouped(number), text);
        }
    }
}
