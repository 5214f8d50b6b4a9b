//! What the host reads where a handler points (runtime.rs:1420-1455).

use super::guest::Guest;
use super::{error, result, run};

fn pointing(at: &str) -> super::RunReport {
    run(&Guest::default().without_helpers().handler("h", at).handler("other", "unreachable"), "POST /h")
}

fn answering(text: &str) -> super::RunReport {
    run(&Guest::default().answer("h", 2048, text), "POST /h")
}

#[test]
fn pointers() {
    let null = pointing("(i32.const 0)");
    assert_eq!((null.ok, null.raw.as_deref()), (true, Some("null")));
    assert_eq!(error(&pointing("(i32.const 131069)")), "Failed to read result length: out of bounds memory access");
    assert_eq!(error(&pointing("(i32.const -1)")), "Failed to read result length: out of bounds memory access");
    let body = "(i32.store (i32.const 131064) (i32.const 5)) (i32.const 131064)";
    assert_eq!(error(&pointing(body)), "Failed to read result data: out of bounds memory access");
    // Unaligned.
    assert_eq!(run(&Guest::default().answer("h", 2049, "42"), "POST /h").raw.as_deref(), Some("42"));
}

#[test]
fn lengths() {
    assert_eq!(error(&answering("")), "Failed to parse result: EOF while parsing a value at line 1 column 0");
    let large = |n: u32| pointing(&format!("(i32.store (i32.const 256) (i32.const {n})) (i32.const 256)"));
    assert_eq!(error(&large(268_435_456)), "Failed to read result data: out of bounds memory access");
    assert_eq!(error(&large(268_435_457)), "Result too large: 268435457 bytes");
    let bare = run(&Guest::default().text(2048, r#"{"message":"hi"}"#).handler("h", "(i32.const 2048)"), "POST /h");
    assert_eq!(error(&bare), "Result too large: 1701651067 bytes");
    assert_eq!(bare.findings[0].rule, "OB304");
}

#[test]
fn texts() {
    let failed = |text: &str| error(&answering(text)).to_owned();
    assert_eq!(failed("hello"), "Failed to parse result: expected value at line 1 column 1");
    assert_eq!(failed("{}{}"), "Failed to parse result: trailing characters at line 1 column 3");
    assert_eq!(failed("1e400"), "Failed to parse result: number out of range at line 1 column 5");
    assert_eq!(failed(r#""\ud800""#), "Failed to parse result: unexpected end of hex escape at line 1 column 8");
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(answering(&deep(127)).ok);
    assert_eq!(failed(&deep(128)), "Failed to parse result: recursion limit exceeded at line 1 column 128");
    let rule = |text: &str| answering(text).findings[0].rule;
    let rules = ["", "hello", "1e400", r#""\ud800""#, &deep(128)].map(rule);
    assert_eq!(rules, ["OB302", "OB306", "OB308", "OB309", "OB307"]);
}

/// The host reads JSON into a tree: that is what clients get.
#[test]
fn fidelity() {
    let read = |text: &str| answering(text).result.unwrap().get().to_owned();
    assert_eq!(read(r#"{"b":1, "a":{"d":2,"c":3}, "b":4}"#), r#"{"a":{"c":3,"d":2},"b":4}"#);
    assert_eq!(
        read("[9007199254740993,18446744073709551615,-9223372036854775808]"),
        "[9007199254740993,18446744073709551615,-9223372036854775808]"
    );
    assert_eq!(read("[18446744073709551616,1.0,1e2]"), "[1.8446744073709552e+19,1.0,100.0]");
    assert_eq!((read("42"), read("\"a\"")), ("42".into(), "\"a\"".into()));
    let exact = answering(r#" {"b":1,"a":2} "#);
    assert_eq!(exact.raw.as_deref(), Some(r#" {"b":1,"a":2} "#));
}

/// By convention the value has a status; the host looks at nothing in it.
#[test]
fn a_status_is_not_looked_at() {
    let report = answering(r#"{"status":404,"body":{"error":"no item"},"headers":{"x-a":"1"}}"#);
    assert!(report.ok && report.error.is_none(), "{report:?}");
    assert_eq!(result(&report)["status"], 404);
}
