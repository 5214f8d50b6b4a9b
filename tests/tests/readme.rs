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
fn a_plugin_for_signal_k_takes_fifteen_lines() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let plugin = readme.split("```rust\n").nth(2).and_then(|rest| rest.split("```").next()).unwrap();
    assert_eq!(lines(plugin), 15);
    assert!(readme.contains("Fifteen lines, where Signal K's documented template takes 99"));
    let example = fs::read_to_string(root().join("examples/signalk-hello/src/lib.rs")).unwrap();
    assert!(example.contains(plugin), "it is the example's");
}

#[test]
fn a_route_of_orbis_takes_five_lines() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let plugin = readme.split("```rust\n").nth(3).and_then(|rest| rest.split("```").next()).unwrap();
    assert_eq!(lines(plugin), 5);
    assert!(readme.contains("Five lines, in 8."));
    let guest = fs::read_to_string(root().join("tests/guests/orbis-hello/src/lib.rs")).unwrap();
    assert!(guest.ends_with(plugin), "it is the one that is measured");
}

#[test]
fn sizes_are_those_of_the_budget() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let budgets: serde_json::Value = serde_json::from_slice(&fs::read(root().join("tests/budgets.json")).unwrap()).unwrap();
    for (work, around) in [("uppercase, flow-like", "in {} kB of wasm (107"), ("template, signalk", "in {} kB of wasm (75")] {
        let bytes = budgets[work]["bytes"].as_u64().unwrap();
        let said = around.replace("{}", &bytes.div_ceil(1000).to_string());
        assert!(readme.contains(&said), "README.md should say {said}");
    }
    let hello = &budgets["hello, orbis"];
    let (bytes, fuel) = (hello["bytes"].as_u64().unwrap(), hello["fuel"].as_u64().unwrap());
    let said =
        format!("in {:.1} kB of wasm with its manifest and {},{:03} units", bytes as f64 / 1000.0, fuel / 1000, fuel % 1000);
    assert!(readme.contains(&said), "README.md should say {said}");
}
