//! Each switch of each emulated host changes what a guest or its user sees.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;

use anyhost_abi::{HOSTS, Shape, Support};
use anyhost_testkit::{Request, RunReport, Settings};
use common::{DEFINITION, Guest, RESULT, RESULT_AT, pack, run_with};

type Pairs = &'static [(&'static str, &'static str)];

/// One guest under two settings, which differ in the switch: what is compared must differ, and be what is said.
struct Shows {
    at: &'static str,
    switch: &'static str,
    guest: Guest,
    request: Request,
    /// Settings, and what is seen under them.
    seen: [(Pairs, &'static str); 2],
    sees: fn(&RunReport) -> String,
}

fn answer() -> i64 {
    pack(RESULT_AT, RESULT.len())
}

fn ok(report: &RunReport) -> String {
    if report.ok { "ok".into() } else { "failed".into() }
}

fn raw(report: &RunReport) -> String {
    report.raw.clone().unwrap_or_default()
}

fn logs(report: &RunReport) -> String {
    report.logs.iter().map(|log| format!("{:?} {}", log.level, log.message)).collect::<Vec<_>>().join(", ")
}

fn results(report: &RunReport) -> String {
    report.calls.iter().map(|call| call.result.to_string()).collect::<Vec<_>>().join(" ")
}

fn end(report: &RunReport) -> String {
    let trap = report.trap.clone().unwrap_or_default();
    trap.split(':').next().unwrap_or_default().to_owned()
}

/// Returns its input as the result.
const ECHO: &str = "(i64.or (i64.shl (i64.extend_i32_u (local.get $p)) (i64.const 32)) (i64.extend_i32_u (local.get $n)))";

/// Traps at its second call.
const ONCE: &str = "(if (global.get $called) (then unreachable)) (global.set $called (i32.const 1))";
const CALLED: &str = "(global $called (mut i32) (i32.const 0))";

fn twice() -> Request {
    Request { repeat: 2, ..Request::default() }
}

fn flow_like() -> Vec<Shows> {
    let guest = Guest::flow_like;
    let body = |wat: &str| guest().body(&format!("{wat} (i64.const {})", answer()));
    let import = |guest: Guest, module: &str, name: &str, ty: &str| {
        guest.with("import", format!(r#"(import "{module}" "{name}" (func $f {ty}))"#))
    };
    let shows = |switch, guest, seen, sees| Shows { at: "flow-like", switch, guest, request: Request::default(), seen, sees };
    let log = || import(body("(call $f (i32.const 20000) (i32.const 2))"), "flowlike_log", "warn", "(param i32 i32)");
    let text = |guest: Guest| guest.with("text", r#"(data (i32.const 20000) "hi")"#);
    let endless = guest().body("(loop $l (br $l)) unreachable");
    let grow = body("(if (i32.eq (memory.grow (i32.const 5000)) (i32.const -1)) (then unreachable))");
    let few = body("(if (i32.eq (memory.grow (i32.const 500)) (i32.const -1)) (then unreachable))");
    let alias = guest().body(&format!(
        "(memory.copy (local.get $p) (i32.const {RESULT_AT}) (i32.const {len}))
        (i64.or (i64.shl (i64.extend_i32_u (local.get $p)) (i64.const 32)) (i64.const {len}))",
        len = RESULT.len()
    ));
    // Sets a variable, and asks whether it is there.
    let set = || {
        text(
            guest()
                .with("import", r#"(import "flowlike_vars" "set" (func $set (param i32 i32 i32 i32)))"#)
                .with("import2", r#"(import "flowlike_vars" "has" (func $has (param i32 i32) (result i32)))"#)
                .with("one", r#"(data (i32.const 20010) "1")"#)
                .body(&format!(
                    "(call $set (i32.const 20000) (i32.const 2) (i32.const 20010) (i32.const 1))
                    (drop (call $has (i32.const 20000) (i32.const 2))) (i64.const {})",
                    answer()
                )),
        )
    };
    let id =
        import(body("(if (i64.ne (call $f) (i64.const 6)) (then unreachable))"), "flowlike_meta", "get_node_id", "(result i64)");
    let odd = DEFINITION.replacen(r#""pins":"#, r#""permissions":["storage:node"],"pins":"#, 1);
    let once = guest().with("global", CALLED).body(&format!("{ONCE} (i64.const {})", answer()));
    vec![
        shows(
            "epoch",
            import(body(""), "flowlike_schema", "list_types", "(result i64)"),
            [(&[], "ok"), (&[("epoch", "1")], "failed")],
            ok,
        ),
        Shows { request: twice(), ..shows("instance", once.clone(), [(&[], "failed"), (&[("instance", "fresh")], "ok")], ok) },
        shows("host_memory", text(log()), [(&[], "Warn hi"), (&[("host_memory", "hidden")], "")], logs),
        shows("growth", guest().without("alloc"), [(&[], "ok"), (&[("growth", "never")], "failed")], ok),
        shows("permissions", guest().define(&odd), [(&[], "failed"), (&[("permissions", "free")], "ok")], ok),
        shows("shadow", set(), [(&[], "null 1"), (&[("shadow", "on")], "null 0")], results),
        shows("getters", id, [(&[], "ok"), (&[("getters", "guest-alloc")], "failed")], ok),
        shows(
            "capabilities",
            set(),
            [(&[("capabilities", "all")], "null 1"), (&[("capabilities", "standard")], "null 0")],
            results,
        ),
        shows("preset", few, [(&[], "ok"), (&[("preset", "restrictive")], "failed")], ok),
        shows("memory", grow.clone(), [(&[], "failed"), (&[("memory", "unlimited")], "ok")], ok),
        shows("memory_pages", grow, [(&[], "failed"), (&[("memory_pages", "6000")], "ok")], ok),
        shows(
            "inputs",
            guest().body(ECHO),
            [(&[], r#"{"inputs":{"input":""}"#), (&[("inputs", "raw")], r#"{"inputs":{}"#)],
            |report| {
                let raw = raw(report);
                raw.split_inclusive('}').next().unwrap_or_default().to_owned()
            },
        ),
        shows("scribble", alias, [(&[], "ok"), (&[("scribble", "on")], "failed")], |report| {
            if report.raw.as_deref() == Some(RESULT) { "ok".into() } else { "failed".into() }
        }),
        shows("log_level", text(log()), [(&[("log_level", "2")], "Warn hi"), (&[("log_level", "3")], "")], logs),
        shows(
            "fuel",
            endless.clone(),
            [(&[("fuel", "1000")], "out of fuel"), (&[("fuel", "100000000000"), ("timeout_ms", "50")], "timeout")],
            end,
        ),
        shows(
            "timeout_ms",
            endless,
            [(&[("timeout_ms", "50")], "timeout"), (&[("timeout_ms", "5000"), ("fuel", "1000")], "out of fuel")],
            end,
        ),
    ]
}

fn nlink() -> Vec<Shows> {
    let result = r#"[{"json":{"message":"hi"}}]"#;
    let answer = pack(RESULT_AT, result.len());
    let guest = Guest::nlink;
    let wasi = "wasi_snapshot_preview1";
    let shows = |switch, guest, seen, sees| Shows { at: "nlink", switch, guest, request: Request::default(), seen, sees };
    let ready = guest()
        .with("global", CALLED)
        .with("init", r#"(func (export "_initialize") (global.set $called (i32.const 1)))"#)
        .body(&format!("(if (i32.eqz (global.get $called)) (then unreachable)) (i64.const {answer})"));
    let yields = guest().with("import", format!(r#"(import "{wasi}" "sched_yield" (func (result i32)))"#));
    let write = guest()
        .with("import", format!(r#"(import "{wasi}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))"#))
        .with("data", r#"(data (i32.const 20000) "\10\4e\00\00\02\00\00\00")"#)
        .body(&format!(
            "(i32.store16 (i32.const 19984) (i32.const 0x6968))
            (drop (call $write (i32.const 1) (i32.const 20000) (i32.const 1) (i32.const 20100))) (i64.const {answer})"
        ));
    let open = guest()
        .with("import", format!(r#"(import "{wasi}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))"#))
        .body(&format!(
            "(drop (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i64.const 0) (i64.const 0) (i32.const 0) (i32.const 0)))
            (i64.const {answer})"
        ));
    let endless = guest().body("(loop $l (br $l)) unreachable");
    // Counts in the result how often a buffer is freed.
    let count = |condition: &str| {
        guest().with(
            "deallocate",
            format!(
                r#"(func (export "deallocate") (param i32 i32) (if {condition} (then (i32.store8 (i32.const {}) (i32.add (i32.const 1) (i32.load8_u (i32.const {}))))))"#,
                RESULT_AT + 21,
                RESULT_AT + 21
            ) + ")",
        )
    };
    let first = |report: &RunReport| raw(report).chars().skip(21).take(1).collect::<String>();
    let frees = count("(i32.const 1)");
    let before = count("(i32.eq (local.get 0) (i32.const 65536))");
    let alias = guest().body(&format!(
        "(memory.copy (local.get $p) (i32.const {RESULT_AT}) (i32.const {len}))
        (i64.or (i64.shl (i64.extend_i32_u (local.get $p)) (i64.const 32)) (i64.const {len}))",
        len = result.len()
    ));
    let once = guest().with("global", CALLED).body(&format!("{ONCE} (i64.const {answer})"));
    let item = || Request::json(r#"{"$json":{"a":1}}"#);
    vec![
        shows("wasi", yields, [(&[], "ok"), (&[("wasi", "without")], "failed")], ok),
        shows("initialize", ready, [(&[], "ok"), (&[("initialize", "skip")], "failed")], ok),
        Shows { request: twice(), ..shows("instance", once, [(&[], "failed"), (&[("instance", "fresh")], "ok")], ok) },
        Shows {
            request: item(),
            ..shows(
                "batch",
                guest().body(ECHO),
                [(&[], r#"{"$json":{"a":1}}"#), (&[("batch", "array")], r#"{"$json":[{"a":1}]}"#)],
                raw,
            )
        },
        shows("extra_keys", guest().body(ECHO), [(&[], "{}"), (&[("extra_keys", "yes")], "more")], |report| {
            let raw = raw(report);
            if raw.contains("workflow") { "more".into() } else { raw }
        }),
        // The second answer has one more for each free of the first use.
        Shows { request: twice(), ..shows("free", frees, [(&[], "j"), (&[("free", "never")], "h")], first) },
        shows("input_freed", before, [(&[], "h"), (&[("input_freed", "before-read")], "i")], first),
        shows("overwrite_input", alias, [(&[], "ok"), (&[("overwrite_input", "yes")], "failed")], ok),
        shows("stdio", write, [(&[], "Info hi"), (&[("stdio", "drop")], "")], logs),
        shows("files", open, [(&[], "8"), (&[("files", "empty")], "44")], results),
        shows("memory_pages", guest(), [(&[], "ok"), (&[("memory_pages", "1")], "failed")], ok),
        shows("fuel", endless.clone(), [(&[("fuel", "1000")], "out of fuel"), (&[("timeout_ms", "50")], "timeout")], end),
        shows("timeout_ms", endless, [(&[("timeout_ms", "50")], "timeout"), (&[("fuel", "1000")], "out of fuel")], end),
    ]
}

#[test]
fn every_switch_shows() {
    // A run ends with its first failure: what comes after one is seen in a check.
    let mut shown: BTreeSet<(&str, &str)> = BTreeSet::from([("flow-like", "after_failure")]);
    for Shows { at, switch, guest, request, seen, sees } in flow_like().into_iter().chain(nlink()) {
        assert_ne!(seen[0].1, seen[1].1, "{at} {switch}");
        for (pairs, expected) in seen {
            let report = run_with(at, pairs, &guest.wasm(), &request);
            assert_eq!(sees(&report), expected, "{at} {switch} {pairs:?}: {report:#?}");
        }
        shown.insert((at, switch));
    }
    // Those of Signal K show in scenarios: tests/signalk/switches.rs.
    for host in HOSTS.iter().filter(|host| host.support == Support::Built && host.shape == Shape::Node) {
        for switch in host.switches {
            assert!(shown.contains(&(host.id, switch.key)), "{}: nothing shows what `{}` does", host.id, switch.key);
        }
    }
}

#[test]
fn a_version_is_a_set_of_switches() {
    let host = anyhost_abi::host("flow-like").unwrap();
    let dialect = host.dialect(None).unwrap();
    let pinned = |version: &str| serde_json::to_value(Settings::of_version(host, dialect, version, &[]).unwrap()).unwrap();
    for (version, epoch) in [("E1", "1"), ("E2", "2")] {
        // What the epoch leaves to its switches is what the version says.
        let by_epoch = serde_json::to_value(Settings::parse(host, dialect, &[("epoch", epoch)]).unwrap()).unwrap();
        assert_eq!(pinned(version), by_epoch, "{version}");
    }
    assert_eq!(pinned("E1")["memory"], "unlimited");
    let over = Settings::of_version(host, dialect, "E1", &[("memory", "enforced")]).unwrap();
    assert_eq!((over.get("memory"), over.get("inputs")), ("enforced", "raw"));
    let error = Settings::of_version(host, dialect, "E3", &[]).unwrap_err().to_string();
    assert_eq!(error, "Flow-Like has no version `E3`: there is E2, E1");
    let nlink = anyhost_abi::host("nlink").unwrap();
    let error = Settings::of_version(nlink, nlink.dialect(None).unwrap(), "1", &[]).unwrap_err().to_string();
    assert_eq!(error, "nLink has no version `1`: only one is known");
}

#[test]
fn a_later_field_of_another_type_is_refused_where_it_is_read() {
    let odd = DEFINITION.replacen(r#""default_value":"""#, r#""step":"1""#, 1);
    let wasm = Guest::flow_like().define(&odd).wasm();
    assert_eq!(common::check_with("flow-like", &[("epoch", "1")], &wasm).loads, Some(true));
    assert_eq!(common::check_with("flow-like", &[], &wasm).loads, Some(false));
}

#[test]
fn a_failure_closes_the_package_or_not() {
    let wasm = Guest::flow_like().body("unreachable").wasm();
    let closed = |pairs| common::check_with("flow-like", pairs, &wasm).findings.iter().any(|finding| finding.rule == "FL323");
    assert!(closed(&[]) && !closed(&[("after_failure", "open")]));
}
