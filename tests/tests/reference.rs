//! The reference pages of the book are what the data says today. `ANYHOST_DOCS=write` writes them anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::env;
use std::fs;

use anyhost_abi::HOSTS;
use anyhost_tests::{check_in, reference, root};

#[test]
fn pages_are_current() {
    let folder = root().join("docs/src/reference");
    let pages = reference::pages();
    if env::var("ANYHOST_DOCS").is_ok_and(|value| value == "write") {
        for (name, text) in &pages {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    for (name, text) in &pages {
        let found = fs::read_to_string(folder.join(name)).unwrap_or_default();
        let differs = found.lines().zip(text.lines()).position(|(found, expected)| found != expected);
        assert!(
            found == *text,
            "docs/src/reference/{name} is not what the data says (line {}): \
             ANYHOST_DOCS=write cargo test -p anyhost-tests --test reference",
            differs.unwrap_or_default() + 1
        );
    }
    let files: BTreeSet<String> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(files, pages.into_iter().map(|(name, _)| name).collect());
}

#[test]
fn each_fact_of_a_built_host_is_on_its_page() {
    for (host, (name, page)) in HOSTS.iter().zip(reference::pages().into_iter().skip(1)) {
        assert_eq!(name, format!("{}.md", host.id));
        for rule in host.rules {
            assert!(page.contains(&format!("\n#### {}\n", rule.id)), "{}", rule.id);
        }
        for dialect in host.dialects {
            for export in dialect.exports.iter().filter_map(|export| export.name.fixed()) {
                assert!(page.contains(&format!("| `{export}` |")), "{name}: {export}");
            }
            for import in dialect.imports {
                let found = if import.name == "*" { import.module } else { import.name };
                assert!(page.contains(&format!("| `{found}` |")), "{name}: {found}");
            }
            for limit in dialect.limits {
                assert!(page.contains(&format!("| `{}` |", limit.name)), "{name}: {}", limit.name);
            }
        }
        for switch in host.switches {
            assert!(page.contains(&format!("| `{}` |", switch.key)), "{name}: {}", switch.key);
        }
    }
}

#[test]
fn reports_link_to_rules() {
    let wasm = wat::parse_str("(module)").unwrap();
    let verdicts = [check_in(&wasm, "flow-like", "source"), check_in(&wasm, "nlink", "docs")];
    let log: serde_json::Value = serde_json::from_str(&anyhost_testkit::sarif(&verdicts)).unwrap();
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.len() > 100);
    for rule in rules {
        let (_, place) = rule["helpUri"].as_str().unwrap().split_once("/main/").unwrap();
        let (file, anchor) = place.split_once('#').unwrap();
        let page = fs::read_to_string(root().join(file)).unwrap();
        assert!(page.contains(&format!("\n#### {}\n", anchor.to_uppercase())), "{place}");
    }
}
