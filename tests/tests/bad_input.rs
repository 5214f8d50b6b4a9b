//! Whatever the input, the plugin answers in the host's own form, naming the field, and answers the next call correctly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhost_testkit::{Request, RunReport};
use anyhost_tests::{run_in, wasm};

/// The hosts, a plugin for each, and a context that the plugin answers.
fn plugins() -> Vec<(&'static str, Vec<u8>, Vec<u8>)> {
    vec![
        (
            "flow-like",
            wasm("examples/greet", "flow-like"),
            br#"{"inputs":{"text":"Ada","item":INPUT},"node_name":"greet"}"#.to_vec(),
        ),
        ("nlink", wasm("examples/greet", "nlink"), br#"{"params":{"text":"Ada"},"$json":INPUT}"#.to_vec()),
    ]
}

fn with(context: &[u8], item: &str) -> Vec<u8> {
    let text = String::from_utf8(context.to_vec()).unwrap();
    text.replace("INPUT", item).into_bytes()
}

/// The item's name in a host's context.
fn key(id: &str) -> &str {
    if id == "nlink" { "$json" } else { "item" }
}

fn assert_refused(id: &str, what: &str, report: &RunReport) -> String {
    assert_eq!(report.trap, None, "{id}: {what}");
    assert!(!report.ok, "{id}: {what}");
    let raw = report.raw.as_deref().unwrap_or_default();
    let value: serde_json::Value = serde_json::from_str(raw).unwrap_or_else(|error| panic!("{id}: {what}: {error}: {raw}"));
    value["error"].as_str().unwrap_or_else(|| panic!("{id}: {what}: not in the host's form: {raw}")).to_owned()
}

#[test]
fn malformed_contexts_are_refused() {
    for (id, wasm, context) in plugins() {
        let whole = with(&context, "{\"a\":[1,2.5e3,true,null,\"\\u00e4\"]}");
        let garbage: Vec<u8> = (0..1_000_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let bad: Vec<(&str, Vec<u8>)> = vec![
            ("empty", vec![]),
            ("blank", b" \n".to_vec()),
            ("not an object", b"[1]".to_vec()),
            ("null", b"null".to_vec()),
            ("two documents", [whole.clone(), whole.clone()].concat()),
            ("not UTF-8", with(&context, "\"X\"").iter().map(|byte| if *byte == b'X' { 0xff } else { *byte }).collect()),
            ("one megabyte of garbage", garbage),
            ("deep nesting", with(&context, &"[".repeat(100_000))),
        ];
        for (what, bytes) in &bad {
            let error = assert_refused(id, what, &run_in(&wasm, id, false, &Request::raw(bytes)));
            let expected = match *what {
                "not UTF-8" => format!("input \"{}\": invalid string", key(id)),
                "deep nesting" => format!("input \"{}\": nested too deeply", key(id)),
                _ => "invalid context: ".into(),
            };
            assert!(error.starts_with(&expected), "{id}: {what}: {error}");
        }
        for end in (0..whole.len()).step_by(3) {
            assert_refused(id, "truncated", &run_in(&wasm, id, true, &Request::raw(&whole[..end])));
        }
        assert!(run_in(&wasm, id, false, &Request::raw(&whole)).ok);
    }
}

#[test]
fn sixteen_megabytes_pass_through_where_they_fit() {
    let item = format!("[{}1]", "{\"id\":123456,\"name\":\"abcdefgh\",\"tags\":[\"a\",\"b\"]},".repeat(340_000));
    assert!(item.len() > 16_000_000);
    let (id, wasm, context) = &plugins()[0];
    let report = run_in(wasm, id, true, &Request::raw(&with(context, &item)));
    assert!(report.ok, "{:?} {:?}", report.trap, report.error);
    assert!(report.raw.unwrap().contains(&item), "{id}: changed on the way");
}

#[test]
fn what_does_not_fit_ends_in_one_clean_trap() {
    let (id, wasm, context) = &plugins()[1];
    let raw = with(context, &format!("\"{}\"", "x".repeat(20_000_000)));
    let typed = String::from_utf8(with(context, "0")).unwrap().replace("Ada", &"x".repeat(12_000_000)).into_bytes();
    for (what, context) in [("20 MB raw, in and out", raw), ("12 MB typed: in, greeted, and out", typed)] {
        let report = run_in(wasm, id, true, &Request::raw(&context));
        assert!(report.trap.is_some(), "{what} cannot fit 32 MiB");
        assert_eq!(report.raw, None, "{what}");
    }
}
