//! Verdicts as SARIF 2.1.0, which code hosts show beside the code.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::report::Verdict;

/// Where the book's page of a host begins; each rule has a heading there.
const REFERENCE: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/src/reference/");

/// The verdicts as one SARIF log: a rule with its page in the book, a result for each finding, at the file that was judged.
#[must_use]
pub fn sarif(verdicts: &[Verdict]) -> String {
    let found = verdicts.iter().flat_map(|verdict| verdict.findings.iter().map(move |finding| (verdict, finding)));
    let results: Vec<Value> = found
        .map(|(verdict, finding)| {
            let suppressions = finding.waived.iter().map(|reason| json!({ "kind": "external", "justification": reason }));
            json!({
                "ruleId": finding.rule,
                "suppressions": suppressions.collect::<Vec<_>>(),
                "level": finding.level.as_str(),
                "message": { "text": format!("{} ({}): {}", verdict.host, verdict.dialect, finding.message) },
                "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(&verdict.file) } } }],
                "properties": { "host": verdict.host, "dialect": verdict.dialect, "source": finding.source },
            })
        })
        .collect();
    let mut rules: Vec<Value> = Vec::new();
    for host in anyhost_abi::HOSTS.iter().filter(|host| verdicts.iter().any(|verdict| verdict.host == host.id)) {
        rules.extend(host.rules.iter().map(|rule| {
            json!({
                "id": rule.id,
                "shortDescription": { "text": rule.title },
                "fullDescription": { "text": rule.breaks },
                "help": { "text": rule.fix },
                "helpUri": format!("{REFERENCE}{}.md#{}", host.id, rule.id.to_lowercase()),
                "defaultConfiguration": { "level": rule.level.as_str() },
            })
        }));
    }
    let driver = json!({ "name": "anyhost", "version": env!("CARGO_PKG_VERSION"), "informationUri": env!("CARGO_PKG_REPOSITORY"), "rules": rules });
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "results": results }],
    });
    log.to_string()
}

/// The file as a URI reference: slashes, and everything percent-encoded that a path cannot hold.
fn uri(file: &str) -> String {
    let mut uri = String::new();
    for byte in file.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
