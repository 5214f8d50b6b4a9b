//! What the README claims.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhost_tests::root;
use std::fs;

/// Lines that are neither blank nor comments.
fn lines(text: &str) -> usize {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count()
}

#[test]
fn an_uppercase_node_takes_four_lines() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let plugin = readme.split("```rust\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert_eq!(lines(plugin), 4);
    assert!(readme.contains("Four lines of an author, where Flow-Like's documented template takes 136."));
    let guest = fs::read_to_string(root().join("tests/guests/uppercase/src/lib.rs")).unwrap();
    assert!(lines(&guest) <= 6, "the guest that is measured has `forbid(unsafe_code)` besides");
    assert!(guest.contains(plugin.trim_end().split_once('\n').unwrap().1.split_once('\n').unwrap().1));
}

#[test]
fn sizes_are_those_of_the_budget() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let budgets: serde_json::Value = serde_json::from_slice(&fs::read(root().join("tests/budgets.json")).unwrap()).unwrap();
    let bytes = budgets["uppercase, flow-like"]["bytes"].as_u64().unwrap();
    let said = format!("{} kB", bytes.div_ceil(1000));
    assert!(readme.contains(&said), "README.md should say {said}");
}
