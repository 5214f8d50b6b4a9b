//! Verdicts as JUnit XML: a suite a verdict, a case a rule.

use std::fmt::Write as _;

use anyhost_abi::{Level, Rule};

use crate::report::{Finding, Verdict};

/// The verdicts as JUnit XML, which CI servers show as tests. Errors are failures; warnings and notes are the output of a
/// passed case.
#[must_use]
pub fn junit(verdicts: &[Verdict]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"anyhost check\">\n");
    for verdict in verdicts {
        suite(verdict, &mut xml);
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn suite(verdict: &Verdict, xml: &mut String) {
    let name = format!("{} ({}) {}", verdict.host, verdict.dialect, verdict.file);
    let rules: Vec<&Rule> = anyhost_abi::host(verdict.host)
        .into_iter()
        .flat_map(|host| host.rules)
        .filter(|rule| rule.dialects.is_empty() || rule.dialects.contains(&verdict.dialect))
        .collect();
    let judged = verdict.conforms.is_some();
    let failures = rules.iter().filter(|rule| of(verdict, rule.id).any(fails)).count();
    let skipped = if judged { 0 } else { rules.len() };
    // Writing to a String cannot fail.
    let _ = writeln!(
        xml,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\" skipped=\"{skipped}\">",
        escape(&name),
        rules.len()
    );
    for rule in rules {
        let title = escape(&format!("{} {}", rule.id, rule.title));
        let _ = write!(xml, "    <testcase classname=\"{}\" name=\"{title}\">", escape(&name));
        if !judged {
            xml.push_str("<skipped/>");
        }
        for finding in of(verdict, rule.id) {
            let text = escape(&format!("{} ({})", finding.message, finding.source));
            let level = finding.level.as_str();
            let _ = match &finding.waived {
                None if fails(finding) => write!(xml, "<failure message=\"{text}\"/>"),
                None => write!(xml, "<system-out>{level}: {text}</system-out>"),
                Some(reason) => write!(xml, "<system-out>{level}, waived ({}): {text}</system-out>", escape(reason)),
            };
        }
        xml.push_str("</testcase>\n");
    }
    xml.push_str("  </testsuite>\n");
}

fn fails(finding: &Finding) -> bool {
    finding.level == Level::Error && finding.waived.is_none()
}

fn of<'a>(verdict: &'a Verdict, rule: &'a str) -> impl Iterator<Item = &'a Finding> {
    verdict.findings.iter().filter(move |finding| finding.rule == rule)
}

/// Text for attributes and elements; what XML cannot hold becomes U+FFFD.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' | '\r' => escaped.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(letter),
        }
    }
    escaped
}
