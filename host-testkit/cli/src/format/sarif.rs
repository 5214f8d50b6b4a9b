//! Verdicts as SARIF 2.1.0, which code hosts show beside a pull request.

use std::collections::BTreeMap;

use anyhost_abi::{HOSTS, Rule};
use anyhost_testkit::Verdict;
use serde_json::{Value, json};

use super::text::outcome;

/// The document: one run, with the rules that are broken.
pub(crate) fn document(verdicts: &[Verdict]) -> Value {
    let mut rules: BTreeMap<&str, Value> = BTreeMap::new();
    let mut results = Vec::new();
    let mut notifications = Vec::new();
    for verdict in verdicts {
        let place = json!({ "physicalLocation": { "artifactLocation": { "uri": uri(&verdict.file) } } });
        if verdict.loads.is_none() {
            let text = format!("{} ({}): {}", verdict.host, verdict.dialect, outcome(verdict));
            notifications.push(json!({ "level": "note", "message": { "text": text }, "locations": [place] }));
        }
        for finding in &verdict.findings {
            rules.entry(finding.rule).or_insert_with(|| rule(finding.rule));
            results.push(json!({
                "ruleId": finding.rule,
                "level": finding.level.as_str(),
                "message": { "text": finding.message },
                "locations": [place],
                "properties": { "host": verdict.host, "dialect": verdict.dialect, "source": finding.source },
            }));
        }
    }
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "anyhost",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_values().collect::<Vec<_>>(),
            } },
            "invocations": [{ "executionSuccessful": true, "toolExecutionNotifications": notifications }],
            "results": results,
        }],
    })
}

fn rule(id: &str) -> Value {
    match HOSTS.iter().find_map(|host| host.rule(id)) {
        None => json!({ "id": id }),
        Some(Rule { level, title, breaks, fix, .. }) => json!({
            "id": id,
            "shortDescription": { "text": title },
            "fullDescription": { "text": format!("{title}. Broken: {breaks}.") },
            "help": { "text": fix },
            "defaultConfiguration": { "level": level.as_str() },
        }),
    }
}

/// A relative reference or a `file:` address: anything that is not plain in a path is percent-encoded.
fn uri(file: &str) -> String {
    let mut uri = if file.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in file.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    #[test]
    fn addresses() {
        assert_eq!(super::uri("target/a b.wasm"), "target/a%20b.wasm");
        assert_eq!(super::uri("/t/ä.wasm"), "file:///t/%C3%A4.wasm");
    }
}
