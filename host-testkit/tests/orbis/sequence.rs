//! The sequence of a call, and the host's words where it ends early (runtime.rs:409-485).

use anyhost_testkit::Request;

use super::guest::Guest;
use super::{error, logs, result, run, with};

#[test]
fn a_call() {
    let report = run(&Guest::default().routes(&[("GET /a echo", false)]), "GET /a?x=1");
    assert!(report.ok, "{report:?}");
    let expected = r#"{"method":"GET","path":"/a","headers":{},"query":{"x":"1"},"body":null,"user_id":null,"is_admin":false}"#;
    assert_eq!(report.raw.as_deref(), Some(expected));
    // As the host parses it: keys are sorted.
    let sorted = r#"{"body":null,"headers":{},"is_admin":false,"method":"GET","path":"/a","query":{"x":"1"},"user_id":null}"#;
    assert_eq!(report.result.as_ref().map(|result| result.get()), Some(sorted));
    // The guest's answer is its context, which is no answer by convention.
    let rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule).collect();
    assert!(rules == ["OB310"] && report.trap.is_none() && report.pages == 2, "{report:?}");
}

#[test]
fn instantiation() {
    let failed = |guest: Guest| error(&run(&guest, "POST /echo")).to_owned();
    let guest = Guest::default;
    assert_eq!(
        failed(guest().import("log_info", "(param i32 i32)")),
        "Failed to instantiate plugin: unknown import: `env::log_info` has not been defined"
    );
    assert_eq!(
        failed(guest().import("db_query", "(param i32 i32) (result i32)")),
        "Failed to instantiate plugin: incompatible import type for `env::db_query`"
    );
    assert_eq!(
        failed(guest().but("memory", r#"(memory (export "memory") 257)"#)),
        "Failed to instantiate plugin: memory minimum size of 257 pages exceeds memory limits"
    );
    assert!(run(&guest().but("memory", r#"(memory (export "memory") 256)"#), "POST /echo").ok);
    for start in ["unreachable", "(loop (br 0))"] {
        let text = failed(guest().with(&format!("(func $s {start}) (start $s)")));
        assert!(text.starts_with("Failed to instantiate plugin: error while executing at wasm backtrace:\n"), "{text}");
    }
}

#[test]
fn exports() {
    let failed = |guest: &Guest| error(&run(guest, "POST /h")).to_owned();
    let routed = |guest: Guest| guest.routes(&[("POST /h h", false)]);
    let bare = || Guest::default().without_helpers();
    let one = |allocate: &str| routed(bare().but("allocate", allocate).handler("h", "(i32.const 0)"));
    assert_eq!(failed(&one("").but("memory", "")), "Plugin memory not found");
    assert_eq!(failed(&one("").but("memory", "(memory 1)")), "Plugin memory not found");
    assert_eq!(failed(&one("")), "allocate function not found in WASM module");
    let no_function = one(r#"(global (export "allocate") i32 (i32.const 0))"#);
    assert_eq!(failed(&no_function), "allocate function not found in WASM module");
    assert_eq!(
        failed(&one(r#"(func (export "allocate") (result i32) (i32.const 8))"#)),
        "allocate function has wrong signature: type mismatch with parameters"
    );
    assert_eq!(
        failed(&one(r#"(func (export "allocate") (param i32))"#)),
        "allocate function has wrong signature: type mismatch with results"
    );
    // The handler is looked up after the context is written.
    assert_eq!(failed(&routed(Guest::default())), "Handler 'h' not found");
    let global = routed(Guest::default().with(r#"(global (export "h") i32 (i32.const 0))"#));
    assert_eq!(failed(&global), "Handler 'h' not found");
    let typed = |ty: &str| failed(&routed(Guest::default().with(&format!("(func (export \"h\") {ty} unreachable)"))));
    assert_eq!(typed("(param i32) (result i32)"), "Handler 'h' has wrong signature: type mismatch with parameters");
    assert_eq!(typed("(param i32 i32) (result i64)"), "Handler 'h' has wrong signature: type mismatch with results");
    assert_eq!(typed("(param i32 i32)"), "Handler 'h' has wrong signature: type mismatch with results");
}

#[test]
fn traps() {
    let report = run(&Guest::default().handler("h", "unreachable").routes(&[("POST /h h", false)]), "POST /h");
    let text = error(&report);
    assert!(text.starts_with("Failed to execute handler 'h': error while executing at wasm backtrace:\n"), "{text}");
    assert!(report.trap.as_deref().unwrap().contains("unreachable"), "{report:?}");
    assert_eq!((report.result.is_none(), report.findings[0].rule), (true, "OB201"));
}

/// The context is freed after the result was read; a trap there fails the call after its side effects.
#[test]
fn deallocate() {
    let guest = |deallocate: &str| Guest::default().but("deallocate", deallocate);
    assert!(run(&guest(""), "POST /echo").ok);
    let wrong = run(&guest(r#"(func (export "deallocate") (param i32))"#), "POST /echo");
    assert_eq!(error(&wrong), "deallocate function has wrong signature: type mismatch with parameters");
    assert_eq!(wrong.findings[0].rule, "OB004");
    let returns = run(&guest(r#"(func (export "deallocate") (param i32 i32) (result i32) (i32.const 0))"#), "POST /echo");
    assert_eq!(error(&returns), "deallocate function has wrong signature: type mismatch with results");
    let imports =
        r#"(func (export "deallocate") (param i32 i32) (call $log (i32.const 2) (i32.const 1000) (i32.const 2)) unreachable)"#;
    let trap = run(&guest(imports).imports(), "POST /echo");
    assert!(error(&trap).starts_with("Failed to deallocate memory: error while executing at wasm backtrace:\n"), "{trap:?}");
    assert_eq!(logs(&trap), ["Info -1"]);
    assert_eq!(result(&trap)["path"], "/echo");
}

/// What is exported beside, and never called.
#[test]
fn hooks_are_not_called() {
    let traps = |name: &str, ty: &str| format!("(func (export \"{name}\") {ty} unreachable)");
    let lines = [
        traps("init", "(result i32)"),
        traps("execute", "(result i32)"),
        traps("cleanup", "(result i32)"),
        traps("_initialize", ""),
        traps("__wasm_call_ctors", ""),
        traps("alloc", "(param i32) (result i32)"),
        traps("dealloc", "(param i32 i32)"),
    ];
    assert!(run(&Guest::default().with(&lines.join("\n")).routes(&[("GET /a echo", false)]), "GET /a").ok);
}

#[test]
fn allocate_that_returns_zero() {
    let guest = Guest::default()
        .without_helpers()
        .but("allocate", r#"(func (export "allocate") (param i32) (result i32) (i32.const 0))"#);
    // The context lies at 0, over what is there; its first byte is the handler's result.
    let guest = guest.handler(
        "h",
        "(i32.store (i32.const 256) (i32.const 3)) (i32.store (i32.const 260) (i32.load8_u (local.get $p))) (i32.const 256)",
    );
    let report = run(&guest.handler("i", "(i32.store (i32.const 256) (i32.const 1)) (i32.const 256)"), "POST /h");
    assert_eq!(report.raw.as_deref(), Some("{\0\0"), "{report:?}");
}

#[test]
fn allocate_out_of_bounds() {
    let guest =
        Guest::default().but("allocate", r#"(func $allocate (export "allocate") (param i32) (result i32) (i32.const 0x20000))"#);
    assert_eq!(error(&run(&guest, "POST /echo")), "Failed to write to memory: out of bounds memory access");
}

/// Memory is grown for an allocator that traps, and it is asked again; the context is then not written (runtime.rs:1285).
#[test]
fn allocate_that_traps_first() {
    let allocate = |serves: i32| {
        format!(
            r#"(global $asked (mut i32) (i32.const 0))
            (func $allocate (export "allocate") (param i32) (result i32)
              (global.set $asked (i32.add (global.get $asked) (i32.const 1)))
              (if (i32.lt_s (global.get $asked) (i32.const {serves})) (then unreachable))
              (i32.const 65536))"#
        )
    };
    let tells = "(i32.store8 (i32.const 2004) (i32.add (i32.const 48) (i32.load8_u (local.get $p)))) (i32.store (i32.const 2000) (i32.const 1)) (i32.const 2000)";
    let asked =
        |serves: i32| run(&Guest::default().without_helpers().but("allocate", &allocate(serves)).handler("h", tells), "POST /h");
    // Zeros; a page for the first time, then two, four, eight more.
    for (serves, pages) in [(2, 3), (3, 5), (4, 9), (5, 17)] {
        let report = asked(serves);
        assert_eq!((report.raw.as_deref(), report.pages), (Some("0"), pages), "{report:?}");
    }
    let report = asked(6);
    let text = error(&report);
    assert!(
        text.starts_with("Failed to allocate memory after grow attempts: error while executing at wasm backtrace:\n"),
        "{text}"
    );
    assert_eq!(report.findings[0].rule, "OB401");
}

#[test]
fn a_context_beyond_the_sandbox() {
    let guest = Guest::default().but("allocate", r#"(func $allocate (export "allocate") (param i32) (result i32) unreachable)"#);
    let report = with(&[], &guest, &Request { route: Some("echo".into()), ..Request::raw(&vec![b' '; (16 << 20) + 1]) });
    assert_eq!(error(&report), "Failed to allocate memory: requested 16777217 bytes exceeds sandbox limit 16777216");
}
