#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::{Call, run};
use crate::rt::json::{PAD, Writer};
use crate::rt::{INPUTS, ITEM, NODE, Node, Probe, Raw, Wire, wire};

/// Joins its two texts; by hand what the macros expand to.
static JOIN: Node = Node {
    name: "join",
    find: |inside, key| match key {
        "first" if inside => 0,
        "second" if inside => 1,
        "rest" if inside => 2,
        "run_id" if !inside => 3,
        _ => usize::MAX,
    },
    item: 2,
    execs: &["\"exec_out\""],
    call: join,
};

fn join<'a>(cx: &mut Call<'a>) {
    let mut default = *b"\"a\\n\\\"b\\\"\"\0\0\0\0\0\0\0\0";
    let (mut first, mut second, mut rest, mut id) = (None, None, None, "");
    while let Some((pin, value)) = cx.next() {
        match pin {
            0 => first = Probe::<&'a str>::read(value),
            1 if !value.null() => second = Probe::<&'a str>::read(value),
            1 => second = None,
            2 => rest = Probe::<Raw<'a>>::read(value),
            _ => id = Probe::<&'a str>::read(value).unwrap_or_default(),
        }
    }
    if cx.failed() {
        return;
    }
    let second = second.or_else(|| cx.default("second", &mut default, |value| value.str()));
    let Some(first) = first else { return cx.missing("first") };
    let Some(second) = second else { return cx.missing("second") };
    if !cx.choice("first", first, &["x", "fail", "é"]) {
        return;
    }
    if first == "fail" {
        return cx.error(&"told to");
    }
    cx.begin();
    cx.field("\"text\":");
    cx.writer().str(&[first, second, id].concat());
    if let Some(rest) = rest {
        cx.field("\"rest\":");
        cx.writer().raw_value(&rest);
    }
    cx.end(0);
}

static OTHER: Node =
    Node { name: "other", find: |_, _| usize::MAX, item: usize::MAX, execs: &["\"left\"", "\"right\""], call: other };

fn other(cx: &mut Call<'_>) {
    assert!(cx.next().is_none());
    if cx.failed() {
        return;
    }
    if cx.begin_items() {
        for text in ["\"a\"", "\"b\""] {
            cx.begin_item();
            cx.writer().raw("{\"text\":");
            cx.writer().raw(text);
            cx.writer().raw("}");
            cx.item_extra(1, Raw::NULL);
            cx.end_item();
        }
        return cx.end_items();
    }
    cx.begin();
    cx.end(1);
}

fn answer(wire: &Wire, nodes: &[&'static Node], context: &str) -> String {
    let mut context = [context.as_bytes(), &[0xff; PAD]].concat();
    let mut out = Writer::new();
    out.raw("before:");
    run(wire, nodes, &mut context, &mut out);
    out.into_string().strip_prefix("before:").unwrap().to_owned()
}

static FLOW_LIKE: Wire = wire("flow-like", "source", |key| match key {
    "inputs" => INPUTS,
    "node_name" => NODE,
    _ => usize::MAX,
});

static NLINK: Wire = wire("nlink", "docs", |key| match key {
    "params" => INPUTS,
    "$json" => ITEM,
    _ => usize::MAX,
});

fn flow_like(context: &str) -> String {
    answer(&FLOW_LIKE, &[&JOIN, &OTHER], context)
}

fn nlink(context: &str) -> String {
    answer(&NLINK, &[&JOIN], context)
}

#[test]
fn defaults_are_unescaped_apart_from_the_input() {
    for _ in 0..3 {
        assert_eq!(
            flow_like(r#"{"inputs":{"first":"\u00e9"},"node_name":"join"}"#),
            r#"{"error":null,"outputs":{"text":"éa\n\"b\""},"activate_exec":["exec_out"]}"#
        );
    }
    assert_eq!(nlink(r#"{"params":{"second":null,"first":"x"}}"#), r#"[{"json":{"text":"xa\n\"b\""}}]"#);
}

#[test]
fn the_item_is_the_hosts_or_an_input() {
    assert_eq!(
        nlink(r#"{"$json": {"b" : 1e400} ,"params":{"first":"x","second":""}}"#),
        r#"[{"json":{"text":"x","rest":{"b" : 1e400}}}]"#
    );
    assert_eq!(
        flow_like(r#"{"inputs":{"first":"x","second":"","rest":[ 1 ]},"node_name":"join"}"#),
        r#"{"error":null,"outputs":{"text":"x","rest":[ 1 ]},"activate_exec":["exec_out"]}"#
    );
}

#[test]
fn the_name_chooses_the_node() {
    assert_eq!(flow_like(r#"{"node_name":"other"}"#), r#"{"error":null,"outputs":{},"activate_exec":["right"]}"#);
    let unknown = r#"{"error":"unknown node \"\": this plugin has \"join\", \"other\"","outputs":{},"activate_exec":[]}"#;
    assert_eq!(flow_like("{}"), unknown);
    assert_eq!(flow_like(r#"{"node_name":"nope"}"#), unknown.replace("\\\"\\\":", "\\\"nope\\\":"));
    let one = answer(&FLOW_LIKE, &[&OTHER], r#"{"inputs":{},"node_name":""}"#);
    assert!(one.contains("right"), "a debug run sends no name: {one}");
    let other = answer(&FLOW_LIKE, &[&OTHER], r#"{"node_name":"join","inputs":{}}"#);
    assert_eq!(
        other,
        unknown.replace("\\\"\\\":", "\\\"join\\\":").replace("\\\"join\\\", ", ""),
        "the only one has another name"
    );
    let behind = r#"{"inputs":{"first":"\u00e9","second":""},"\u0061":"\n","node_name":"jo\u0069n"}"#;
    assert!(flow_like(behind).contains(r#""text":"é""#), "the name comes after what it says how to read");
}

#[test]
fn other_keys_of_the_context_are_for_those_who_ask() {
    assert_eq!(
        flow_like(r#"{"run_id":"run\n1","inputs":{"first":"x","second":"-"},"node_name":"join"}"#),
        r#"{"error":null,"outputs":{"text":"x-run\n1"},"activate_exec":["exec_out"]}"#
    );
}

#[test]
fn a_result_may_be_several_items() {
    assert_eq!(
        answer(&NLINK, &[&OTHER], "{}"),
        r#"[{"json":{"text":"a"},"pairedItem":null},{"json":{"text":"b"},"pairedItem":null}]"#
    );
}

#[test]
fn errors_take_the_place_of_what_was_written() {
    let error = |context: &str| {
        let answer = nlink(context);
        answer.strip_prefix("{\"error\":\"").unwrap_or_else(|| panic!("{answer}")).strip_suffix("\"}").unwrap().to_owned()
    };
    assert_eq!(error(r#"{"params":{}}"#), r#"missing input \"first\""#);
    assert_eq!(error(r#"{"params":null}"#), r#"missing input \"first\""#);
    assert_eq!(error(r#"{"params":{"first":1}}"#), r#"input \"first\": expected a string, found a number"#);
    assert_eq!(error(r#"{"params":{"first":"y"}}"#), r#"input \"first\": must be one of \"x\", \"fail\", \"é\", found \"y\""#);
    assert_eq!(error(r#"{"params":{"first":"fail"}}"#), "told to");
    assert_eq!(error(r#"{"params":[]}"#), r#"input \"params\": expected an object, found an array"#);
    for context in ["", "[]", "{\"params\":{\"first\":\"x\"}", "{}x", "\u{feff}{}"] {
        assert!(error(context).starts_with("invalid context: "), "{context}");
    }
}
