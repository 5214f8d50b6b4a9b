//! Guests that want to break the testkit: each ends in a clear answer, soon, without a panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::time::{Duration, Instant};

use anyhost_testkit::{CHECK_TIME, Error, Request};
use common::{Guest, check_with, pack, run_with};

const LOOP: &str = "(loop $l (br $l)) unreachable";

fn in_time<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    assert!(start.elapsed() < CHECK_TIME + Duration::from_secs(20), "{what} took {:?}", start.elapsed());
    done
}

/// Signal K: every export and every import at its worst.
fn hostile_signalk() -> Vec<(&'static str, &'static str, Guest)> {
    let handler = "(param $q i32) (param $n i32) (param $out i32) (param $max i32) (result i32)";
    let with = |what: &'static str, part: &'static str, export: &str, ty: &str, body: &str| {
        (what, "signalk", Guest::signalk().with(part, format!(r#"(func (export "{export}") {ty} {body})"#)))
    };
    let start = |what, body: &str| with(what, "plugin_start", "plugin_start", "(param i32 i32) (result i32)", body);
    let poll = |what, body: &str| with(what, "poll", "poll", "(result i32)", body);
    let delta = |what, body: &str| with(what, "delta_handler", "delta_handler", "(param $p i32) (param $n i32)", body);
    let http = |what, body: &str| with(what, "handle_status", "handle_status", handler, body);
    let emit = "(call $emit (i32.const 3100) (i32.const 70))";
    let forever = "(loop $l (br $l))";
    let fill = "(memory.fill (i32.const 0) (i32.const 255) (i32.const 262144))";
    vec![
        start("loop in plugin_start", LOOP),
        with("loop in allocate", "allocate", "allocate", "(param i32) (result i32)", LOOP),
        with("loop in _initialize", "init", "_initialize", "", forever),
        delta("loop in delta_handler", forever),
        delta("a delta for each delta", emit),
        poll("a delta of all memory", "(call $emit (i32.const 0) (i32.const 262144)) (i32.const 0)"),
        poll("a delta at the end of memory", "(call $emit (i32.const -1) (i32.const -1)) (i32.const 0)"),
        start("a provider of all memory", "(drop (call $provide (i32.const 0) (i32.const 262144))) (i32.const 0)"),
        http("a lying length", "(i32.const 0x7fffffff)"),
        http("a negative length", "(i32.const -2147483648)"),
        http("an open list", "(memory.fill (local.get $out) (i32.const 91) (local.get $max)) (local.get $max)"),
        http("write to everything", &format!("{fill} (i32.const 1)")),
        poll("memory without end", "(loop $l (br_if $l (i32.ne (memory.grow (i32.const 100)) (i32.const -1)))) unreachable"),
        with("a lying pointer", "allocate", "allocate", "(param i32) (result i32)", "(i32.const -1)"),
        with("a pointer to the last byte", "allocate", "allocate", "(param i32) (result i32)", "(i32.const 262143)"),
        with("a schema of all memory", "plugin_schema", "plugin_schema", "(param i32 i32) (result i32)", "(i32.const 200000)"),
        (
            "exports of other kinds",
            "signalk",
            Guest::signalk().with("plugin_stop", r#"(global (export "plugin_stop") i32 (i32.const 0))"#),
        ),
        with("types of other kinds", "poll", "poll", "(param externref v128) (result funcref)", "(ref.null func)"),
        with("a start of 64 bits", "plugin_start", "plugin_start", "(param i64) (result i64)", "(i64.const 0)"),
        (
            "an import of other types",
            "signalk",
            Guest::signalk().with("import", r#"(import "env" "sk_debug" (func (param externref f64 i64) (result f32)))"#),
        ),
        (
            "endpoints that Express does not take",
            "signalk",
            Guest::signalk().says(
                "http_endpoints",
                "http_endpoints",
                r#"[{"method":"GET","path":"/((((a*)*)*)*)b(","handler":"handle_status"}]"#,
            ),
        ),
        (
            "a schema without end",
            "signalk",
            Guest::signalk().says("plugin_schema", "plugin_schema", &r#"{"properties":{"a":"#.repeat(300)),
        ),
    ]
}

/// Orbis: handlers, allocators, hooks, imports and manifests at their worst.
fn hostile_orbis() -> Vec<(&'static str, &'static str, Guest)> {
    let (real, docs) = ("orbis", "orbis/docs");
    let export = |name: &str, ty: &str, body: &str| format!(r#"(func (export "{name}") {ty} {body})"#);
    let hello = |what: &'static str, body: &str| (what, real, Guest::orbis().hello(body));
    let documented = |what: &'static str, body: &str| (what, docs, Guest::orbis_docs().hello(body));
    let allocate = |what: &'static str, body: &str| {
        (what, real, Guest::orbis().with("allocate", export("allocate", "(param $n i32) (result i32)", body)))
    };
    let said = |what: &'static str, text: &str| (what, real, Guest::orbis().manifest(text));
    let calling = |what: &'static str, name: &str, ty: &str, body: &str| {
        (what, real, Guest::orbis().hello(body).with("import", format!(r#"(import "env" "{name}" (func $it {ty}))"#)))
    };
    let route = r#"{"method":"GET","path":"/a","handler":"hello"}"#;
    let routes = |count: usize| format!(r#"{{"name":"a","version":"1.0.0","routes":[{}]}}"#, vec![route; count].join(","));
    let deep = |open: &str| format!(r#"{{"name":"a","version":"1.0.0","pages":[{}"#, open.repeat(100_000));
    let grow = "(loop $l (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) unreachable";
    let fill = |byte: u8, at: u32| format!("(memory.fill (i32.const 0) (i32.const {byte}) (i32.const 131072)) (i32.const {at})");
    vec![
        hello("loop in a handler", LOOP),
        hello("memory without end", grow),
        hello("a lying pointer", "(i32.const -1)"),
        hello("a length that is cut off", "(i32.const 131070)"),
        hello("an open list of all memory", &format!("(i32.store (i32.const 4) (i32.const 131064)) {}", fill(91, 4))),
        hello("write to everything", &fill(255, 8)),
        allocate("loop in allocate", LOOP),
        allocate(
            "an allocator that traps at every second call",
            "(global.set $called (i32.eqz (global.get $called))) (if (global.get $called) (then unreachable)) (i32.const 65536)",
        ),
        allocate("an allocator that grows and traps", "(drop (memory.grow (i32.const 1))) unreachable"),
        allocate("room at the last byte", "(i32.const 131071)"),
        calling(
            "a lying log",
            "log",
            "(param i32 i32 i32)",
            "(call $it (i32.const -1) (i32.const -1) (i32.const -1)) (i32.const 0)",
        ),
        calling(
            "logs without end",
            "log",
            "(param i32 i32 i32)",
            "(loop $l (call $it (i32.const 0) (i32.const 0) (i32.const 512)) (br $l)) unreachable",
        ),
        calling(
            "random without end",
            "crypto_random",
            "(param i32) (result i32)",
            "(loop $l (drop (call $it (i32.const 4096))) (br $l)) unreachable",
        ),
        calling(
            "a state of all memory",
            "state_set",
            "(param i32 i32 i32 i32) (result i32)",
            "(loop $l (drop (call $it (i32.const 0) (i32.const 4096) (i32.const 0) (i32.const 4096))) (br $l)) unreachable",
        ),
        said("many routes of one handler", &routes(20_000)),
        said("pages without end", &deep("[")),
        said("components without end", &deep(r#"{"route":"/","title":"a","sections":[{"type":"a","children":["#)),
        said("a manifest of a letter", "{"),
        (
            "many handlers",
            real,
            (0..2000).fold(Guest::orbis().without("manifest"), |guest, at| {
                let name: &'static str = Box::leak(format!("h{at}").into_boxed_str());
                guest.with(name, export(name, "(param i32 i32) (result i32)", "(i32.const 16384)"))
            }),
        ),
        ("a handler that is a global", real, Guest::orbis().with("hello", r#"(global (export "hello") i32 (i32.const 0))"#)),
        (
            "a handler of other types",
            real,
            Guest::orbis().with("hello", export("hello", "(param externref v128) (result funcref)", "(ref.null func)")),
        ),
        documented("a documented result of all memory", &fill(91, 100)),
        documented("a documented pointer to the last byte", "(i32.const 131071)"),
        ("loop in init", docs, Guest::orbis_docs().with("init", export("init", "(result i32)", LOOP))),
    ]
}

fn hostile() -> Vec<(&'static str, &'static str, Guest)> {
    let fl = Guest::flow_like;
    let nl = Guest::nlink;
    let export = |name: &str, ty: &str, body: &str| format!(r#"(func (export "{name}") {ty} {body})"#);
    let all = |body: &str| format!("(func $work {body}) (start $work)");
    let cast = |module: &str| format!(r#"(import "{module}" "info" (func $log (param i32 i32)))"#);
    vec![
        ("loop in start", "flow-like", fl().with("start", all("(loop $l (br $l))"))),
        ("loop in _initialize", "flow-like", fl().with("init", export("_initialize", "", "(loop $l (br $l))"))),
        ("loop in get_nodes", "flow-like", fl().with("get_nodes", export("get_nodes", "(result i64)", LOOP))),
        ("loop in alloc", "flow-like", fl().with("alloc", export("alloc", "(param i32) (result i32)", LOOP))),
        ("loop in dealloc", "flow-like", fl().with("dealloc", export("dealloc", "(param i32 i32)", LOOP))),
        ("loop in run", "flow-like", fl().body(LOOP)),
        ("loop in reset_scratch", "flow-like", fl().with("reset_scratch", export("reset_scratch", "", "(loop $l (br $l))"))),
        ("loop in execute_node", "nlink", nl().body(LOOP)),
        ("loop in docs", "flow-like/docs", Guest::docs().body(LOOP)),
        (
            "memory without end",
            "flow-like",
            fl().body("(loop $l (br_if $l (i32.ne (memory.grow (i32.const 100)) (i32.const -1)))) unreachable"),
        ),
        (
            "memory without end",
            "nlink",
            nl().body("(loop $l (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) unreachable"),
        ),
        (
            "tables without end",
            "flow-like",
            fl().with("table", "(table $t 1 funcref)").body(
                "(loop $l (br_if $l (i32.ne (table.grow $t (ref.null func) (i32.const 10000)) (i32.const -1)))) unreachable",
            ),
        ),
        ("a huge table", "flow-like", fl().with("table", "(table 4000000000 funcref)")),
        ("a huge memory", "flow-like", fl().with("memory", r#"(memory (export "memory") 65536)"#)),
        ("a lying length", "flow-like", fl().body(&format!("(i64.const {})", pack(16384, 0x7fff_ffff)))),
        ("a lying length", "nlink", nl().body(&format!("(i64.const {})", pack(16384, 0xffff_ffff)))),
        ("a lying pointer", "nlink", nl().body("(i64.const -1)")),
        ("a lying pointer", "flow-like", fl().body("(i64.const 0x7fffffff7fffffff)")),
        ("a lying pointer", "flow-like/docs", Guest::docs().body("(i32.const -1)")),
        (
            "an open list to the end of memory",
            "flow-like/docs",
            Guest::docs().body("(memory.fill (i32.const 100) (i32.const 91) (i32.const 100000)) (i32.const 100)"),
        ),
        (
            "nested lists",
            "flow-like",
            fl().body("(memory.fill (i32.const 20000) (i32.const 91) (i32.const 100000)) (i64.const 85899345920000)"),
        ),
        (
            "recursion",
            "flow-like",
            fl().with("deep", "(func $deep (result i64) (i64.add (call $deep) (i64.const 1)))").body("(call $deep)"),
        ),
        (
            "recursion",
            "nlink",
            nl().with("deep", "(func $deep (result i64) (i64.add (call $deep) (i64.const 1)))").body("(call $deep)"),
        ),
        (
            "lying imports",
            "flow-like",
            fl().with("import", cast("flowlike_log"))
                .body("(call $log (i32.const -1) (i32.const -1)) (call $log (i32.const 0) (i32.const 131072)) unreachable"),
        ),
        (
            "logs without end",
            "flow-like",
            fl().with("import", cast("flowlike_log"))
                .body("(loop $l (call $log (i32.const 0) (i32.const 131072)) (br $l)) unreachable"),
        ),
        (
            "an import of an unknown type",
            "flow-like",
            fl().with("import", r#"(import "flowlike_log" "info" (func (param funcref v128 f32)))"#),
        ),
        ("an imported memory", "flow-like", fl().with("import", r#"(import "env" "shared" (memory 1))"#)),
        ("exports of other kinds", "flow-like", fl().with("run", r#"(global (export "run") i32 (i32.const 0))"#)),
        ("memory is a function", "flow-like", fl().with("memory", r#"(memory 2) (func (export "memory"))"#)),
        ("a 64-bit memory", "flow-like", fl().with("memory", r#"(memory 2) (memory (export "memory") i64 1)"#)),
        (
            "a list on the collected heap without end",
            "flow-like",
            fl().with("list", "(type $list (struct (field (ref null $list)) (field i64)))")
                .with("head", "(global $head (mut (ref null $list)) (ref.null $list))")
                .body("(loop $l (global.set $head (struct.new $list (global.get $head) (i64.const 1))) (br $l)) unreachable"),
        ),
        (
            "a large array on the collected heap",
            "flow-like",
            fl().with("array", "(type $array (array (mut i64)))")
                .body("(drop (array.new_default $array (i32.const 0x7fffffff))) unreachable"),
        ),
        ("an exception", "flow-like", fl().with("tag", "(tag $t)").body("(throw $t)")),
        (
            "write to everything",
            "nlink",
            nl().body("(memory.fill (i32.const 0) (i32.const 255) (i32.const 131072)) (i64.const 1)"),
        ),
    ]
}

#[test]
fn hostile_guests_end() {
    for (what, at, guest) in hostile() {
        let wasm = guest.wasm();
        // Less fuel than the host gives keeps this test short; the limits are tried below.
        let limits: &[(&str, &str)] = match at {
            "nlink" => &[("fuel", "20000000")],
            _ => &[("fuel", "20000000"), ("timeout_ms", "500")],
        };
        let verdict = in_time(what, || check_with(at, limits, &wasm));
        assert_eq!(verdict.conforms, Some(false), "{what}: {verdict:#?}");
        assert!(!verdict.findings.is_empty(), "{what}");
        let report = in_time(what, || run_with(at, limits, &wasm, &Request { repeat: 2, ..Request::json("{}") }));
        assert!(!report.ok, "{what}: {report:#?}");
        assert!(report.error.is_some() || report.trap.is_some() || !report.findings.is_empty(), "{what}: {report:#?}");
    }
}

#[test]
fn signalk_guests_end_in_a_verdict() {
    for (what, at, guest) in hostile_signalk() {
        let verdict = in_time(what, || check_with(at, &[], &guest.wasm()));
        assert!(!verdict.findings.is_empty(), "{what}");
    }
    let whole = Guest::signalk().wasm();
    for len in (8..whole.len()).step_by(97) {
        assert_eq!(check_with("signalk", &[], &whole[..len]).loads, Some(false), "cut at {len}");
    }
}

#[test]
fn orbis_guests_end_in_a_verdict() {
    let called = "(global $called (mut i32) (i32.const 0))";
    for (what, at, guest) in hostile_orbis() {
        let wasm = guest.with("called", called).wasm();
        let verdict = in_time(what, || check_with(at, &[], &wasm));
        assert!(!verdict.findings.is_empty() && verdict.loads.is_some(), "{what}: {verdict:#?}");
        let request = Request { repeat: 2, user: Some("ada".into()), ..Request::route("GET /hello") };
        // What cannot be asked is an error of the caller's.
        let (host, dialect, settings) = common::settings(at, &[]);
        let target = anyhost_testkit::Target::new(host, dialect, &settings);
        match in_time(what, || anyhost_testkit::run(&wasm, "guest.wasm", &target, &request)) {
            Ok(report) => assert!(report.ok || report.error.is_some() || !report.findings.is_empty(), "{what}: {report:#?}"),
            Err(error) => assert!(matches!(error, Error::Request(_)), "{what}: {error}"),
        }
    }
    let whole = Guest::orbis().wasm();
    for len in (8..whole.len()).step_by(29) {
        let verdict = check_with("orbis", &[], &whole[..len]);
        assert!(verdict.loads.is_some() && !verdict.findings.is_empty(), "cut at {len}");
    }
}

#[test]
fn endless_loops_end_by_fuel_and_by_time() {
    let wasm = Guest::flow_like().body(LOOP).wasm();
    let verdict = in_time("check", || check_with("flow-like", &[], &wasm));
    assert!(verdict.findings.iter().any(|finding| finding.rule == "FL321"), "{verdict:#?}");
    let report = run_with("flow-like", &[("timeout_ms", "100")], &wasm, &Request::json("{}"));
    assert!(report.trap.unwrap().contains("timeout"));
    let report = run_with("flow-like", &[("fuel", "1000")], &wasm, &Request::json("{}"));
    assert!(report.trap.unwrap().contains("out of fuel"));
}

#[test]
fn no_bytes_break_it() {
    for bytes in [&b""[..], b"\0", b"\0asm", b"\0asm\x01\0\0", b"(module)", b"\0asm\x02\0\0\0", &[0xff; 64]] {
        let (host, dialect, settings) = common::settings("flow-like", &[]);
        let target = anyhost_testkit::Target::new(host, dialect, &settings);
        let error = anyhost_testkit::check(bytes, "x", &target, false).unwrap_err();
        assert!(matches!(error, Error::NotWasm { .. }), "{error}");
    }
    let component = b"\0asm\x0d\0\x01\0";
    let verdict = check_with("flow-like", &[], component);
    assert_eq!((verdict.loads, verdict.conforms), (None, None));
    let whole = Guest::flow_like().wasm();
    for len in (8..whole.len()).step_by(37) {
        let verdict = check_with("flow-like", &[], &whole[..len]);
        assert_eq!(verdict.loads, Some(false), "cut at {len}");
    }
    // Single bytes changed: whatever it is then, the testkit has an answer.
    let mut state = 1u32;
    for _ in 0..60 {
        let mut bytes = whole.clone();
        for _ in 0..3 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = 8 + (state >> 8) as usize % (bytes.len() - 8);
            bytes[at] ^= 1 << (state % 8);
        }
        let verdict = check_with("flow-like", &[("fuel", "5000000")], &bytes);
        assert!(verdict.loads.is_some());
    }
}

#[test]
fn large_modules_are_judged_in_time() {
    let import = |module: &str, times: usize| format!(r#"(import "{module}" "info" (func (param i32 i32)))"#).repeat(times);
    let pin = |at: usize| {
        format!(
            r#"{{"name":"p{at}","friendly_name":"","description":"","pin_type":"Input","data_type":"String","default_value":"x"}}"#
        )
    };
    let pins: Vec<String> = (0..10_000).map(pin).collect();
    let node = |name: usize| {
        format!(r#"{{"name":"n{name}","friendly_name":"","description":"","category":"","pins":[{}]}}"#, pins[..3].join(","))
    };
    let nodes: Vec<String> = (0..3000).map(node).collect();
    let many_pins = format!(r#"[{{"name":"n","friendly_name":"","description":"","category":"","pins":[{}]}}]"#, pins.join(","));
    let room = r#"(memory (export "memory") 60)"#;
    // The result must not lie in the definition.
    let far = |guest: Guest| {
        guest.with("memory", room).with("result", r#"(data (i32.const 3800000) "{\"outputs\":{}}")"#).body(&format!("(i64.const {})", pack(3_800_000, 14))).with(
            "alloc",
            r#"(func (export "alloc") (param i32) (result i32) (local.set 0 (memory.grow (i32.add (i32.shr_u (local.get 0) (i32.const 16)) (i32.const 1))))
            (if (i32.eq (local.get 0) (i32.const -1)) (then unreachable)) (i32.mul (local.get 0) (i32.const 65536)))"#,
        )
    };
    for (what, guest, conforms) in [
        ("many unknown imports", Guest::flow_like().with("import", import("nowhere", 50_000)), false),
        ("many known imports", Guest::flow_like().with("import", import("flowlike_log", 50_000)), true),
        ("many pins", far(Guest::flow_like().define(&many_pins)), true),
        ("many nodes", far(Guest::flow_like().define(&format!("[{}]", nodes.join(",")))), true),
    ] {
        let verdict = in_time(what, || check_with("flow-like", &[], &guest.wasm()));
        assert_eq!(verdict.conforms, Some(conforms), "{what}: {:#?}", verdict.findings);
    }
}
