//! Verdicts as JUnit XML: a suite a host, a case for loading and one for conforming.

use std::fmt::Write as _;

use anyhost_abi::Level;
use anyhost_testkit::{Finding, Verdict};

/// The document.
pub(crate) fn document(verdicts: &[Verdict]) -> String {
    let suites: Vec<String> = verdicts.iter().map(suite).collect();
    let count = |of: fn(&Verdict) -> usize| verdicts.iter().map(of).sum::<usize>();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"anyhost check\" tests=\"{}\" failures=\"{}\" skipped=\"{}\">\n{}</testsuites>",
        verdicts.len() * 2,
        count(failures),
        count(skipped),
        suites.concat()
    )
}

fn failures(verdict: &Verdict) -> usize {
    usize::from(verdict.loads == Some(false)) + usize::from(verdict.conforms == Some(false))
}

fn skipped(verdict: &Verdict) -> usize {
    usize::from(verdict.loads.is_none()) + usize::from(verdict.conforms.is_none())
}

fn suite(verdict: &Verdict) -> String {
    let name = format!("{}.{}", verdict.host, verdict.dialect);
    let class = escaped(&format!("{name}.{}", verdict.file));
    let mut text = String::new();
    let _ = writeln!(
        text,
        "  <testsuite name=\"{}\" tests=\"2\" failures=\"{}\" skipped=\"{}\">",
        escaped(&name),
        failures(verdict),
        skipped(verdict)
    );
    for (case, result) in [("loads", verdict.loads), ("conforms", verdict.conforms)] {
        let _ = write!(text, "    <testcase classname=\"{class}\" name=\"{case}\"");
        let _ = match result {
            Some(true) => writeln!(text, "/>"),
            None => writeln!(text, "><skipped message=\"not judged\"/></testcase>"),
            Some(false) => {
                let errors: Vec<&Finding> = verdict.findings.iter().filter(|finding| finding.level == Level::Error).collect();
                let rules: Vec<&str> = errors.iter().map(|finding| finding.rule).collect();
                let message = escaped(&rules.join(" "));
                writeln!(text, "><failure message=\"{message}\">{}</failure></testcase>", escaped(&lines(errors)))
            }
        };
    }
    let others = lines(verdict.findings.iter().filter(|finding| finding.level != Level::Error));
    if !others.is_empty() {
        let _ = writeln!(text, "    <system-out>{}</system-out>", escaped(&others));
    }
    text.push_str("  </testsuite>\n");
    text
}

fn lines<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> String {
    let line =
        |finding: &Finding| format!("{} {}: {} [{}]", finding.level.as_str(), finding.rule, finding.message, finding.source);
    findings.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Text in XML 1.0, which has no place for most control characters.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | '\r' => _ = write!(out, "&#{};", letter as u32),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn escapes() {
        assert_eq!(super::escaped("a<b>&\"\u{1}\n"), "a&lt;b&gt;&amp;&quot;\u{fffd}&#10;");
    }
}
