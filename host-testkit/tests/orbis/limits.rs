//! What a call may take (runtime.rs:210-232, 277, 431; sandbox.rs:62).

use super::guest::Guest;
use super::{error, logs, result, run};

#[test]
fn fuel_covers_the_whole_call() {
    let loops = |times: u32, name: &str| {
        format!(
            "(func ${name} (local $i i32) (loop (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const {times})))))"
        )
    };
    let guest = |in_start: u32, in_call: u32| {
        Guest::default()
            .with(&loops(in_start, "begin"))
            .with(&loops(in_call, "work"))
            .with("(start $begin)")
            .handler("h", "(call $work) (i32.const 0)")
    };
    let report = run(&guest(1, 300_000), "POST /h");
    assert!(report.ok && report.fuel > 1_500_000, "{report:?}");
    let both = run(&guest(300_000, 300_000), "POST /h");
    assert!(both.ok && both.fuel > 3_000_000 && both.fuel < 5_000_000, "{both:?}");
    // Each alone is within the limit, together they are not.
    let spent = run(&guest(500_000, 500_000), "POST /h");
    assert!(error(&spent).starts_with("Failed to execute handler 'h': error while executing at wasm backtrace:\n"), "{spent:?}");
    assert_eq!((spent.fuel, spent.findings[0].rule), (5_000_000, "OB207"));
    assert!(spent.trap.as_deref().unwrap().starts_with("out of fuel"), "{spent:?}");
}

#[test]
fn memory() {
    let guest = |pages: u32| Guest::default().handler("h", &format!("(call $number (memory.grow (i32.const {pages})))"));
    assert_eq!(result(&run(&guest(254), "POST /h")), 2);
    assert_eq!(result(&run(&guest(255), "POST /h")), -1);
}

#[test]
fn host_calls() {
    let body = "(local $i i32)
        (loop (call $log (i32.const 2) (i32.const 0) (i32.const 0))
            (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const TIMES))))
        (call $number (call $state_set (i32.const 1000) (i32.const 1) (i32.const 1001) (i32.const 1)))";
    let after = |times: u32| run(&Guest::default().imports().handler("h", &body.replace("TIMES", &times.to_string())), "POST /h");
    // `1` is JSON: the last call succeeds.
    assert_eq!(result(&after(9_999)), 1);
    let late = after(10_000);
    assert_eq!((late.ok, result(&late)), (true, 0.into()));
    // What is said beyond that is counted only.
    let lines = logs(&late);
    assert_eq!((lines.len(), lines[9_999].as_str()), (10_001, "Info "));
    assert_eq!(lines[10_000], "Trace anyhost: 2 further log lines and host calls were not kept");
}

#[test]
fn the_call_beyond() {
    let body = "(local $i i32)
        (loop (drop (call $state_remove (i32.const 1000) (i32.const 1)))
            (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 10003))))
        (i32.const 0)";
    let report = run(&Guest::default().imports().handler("h", body), "POST /h");
    let words = "Error state_remove error: Plugin error: Plugin 'plugin' exceeded maximum calls: 10000";
    assert_eq!(logs(&report)[..3], [words; 3]);
}

#[test]
fn stack() {
    let deep = |frames: u32| {
        let dive = "(func $dive (param $n i32) (result i32) (if (result i32) (local.get $n) (then (i32.add (i32.const 1) (call $dive (i32.sub (local.get $n) (i32.const 1))))) (else (i32.const 0))))";
        run(&Guest::default().with(dive).handler("h", &format!("(call $number (call $dive (i32.const {frames})))")), "POST /h")
    };
    assert_eq!(result(&deep(5_000)), 5_000);
    let over = deep(100_000);
    assert!(over.trap.as_deref().unwrap().contains("stack overflow"), "{over:?}");
}

/// What wasmtime 39 does not take by default.
#[test]
fn proposals() {
    let words = |lines: &str| run(&Guest::default().with(lines), "POST /echo").error.unwrap_or_default();
    assert!(words("(tag $t) (func (throw $t))").starts_with("Failed to compile WASM module: "));
    assert!(words("(type $s (struct (field i32)))").starts_with("Failed to compile WASM module: "));
    for taken in
        ["(memory $m 1)", "(func $t (return_call $t))", "(func (drop (i32x4.relaxed_trunc_f32x4_s (v128.const i32x4 0 0 0 0))))"]
    {
        assert_eq!(words(taken), "", "{taken}");
    }
}
