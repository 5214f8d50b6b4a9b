//! Guests that break rules of nLink.

use super::{
    BEFORE, Breaker, FREED_EARLY, HOST_GROWS, Hostile, INTERLEAVED, ONCE, REUSED, UNASKED, alias, breaks, bump, byte, func,
    import, initialize_once, once, reads_before, sulk, trap_if,
};
use crate::common::{Guest, RESULT_AT, pack};

const RESULT: &str = r#"[{"json":{"message":"hi"}}]"#;

fn b(rule: &'static str, guest: Guest) -> Breaker {
    breaks("nlink", rule, &guest)
}

fn guest() -> Guest {
    Guest::nlink()
}

/// The guest with its result in memory that is not static.
pub fn copying() -> Guest {
    let len = RESULT.len();
    guest().body(&format!(
        "(memory.copy (i32.const 40000) (i32.const {RESULT_AT}) (i32.const {len})) (i64.const {})",
        pack(40000, len)
    ))
}

fn answer() -> i64 {
    pack(RESULT_AT, RESULT.len())
}

pub fn loading() -> Vec<Breaker> {
    let wasi = "wasi_snapshot_preview1";
    let ready = guest()
        .with("global", ONCE)
        .with("init", func("_initialize", "(global.set $called (i32.const 1))"))
        .body(&trap_if("(i32.eqz (global.get $called))", answer()));
    vec![
        Breaker { rule: "NL000", at: "nlink", settings: &[], rows: &[], wasm: b"\0asm\x0d\0\x01\0".to_vec() },
        b("NL001", guest().with("memory", "(memory 2)")),
        b("NL002", guest().without("allocate")),
        b("NL003", guest().without("execute_node")),
        b("NL004", guest().without("deallocate")),
        b("NL005", guest().with("deallocate", func("deallocate", "(param i32)"))),
        b("NL006", guest().with("import", import("env", "log", "(param i32 i32)"))),
        b("NL007", guest().with("import", import(wasi, "fd_write", "(param i32) (result i32)"))),
        b("NL008", guest().with("import", import(wasi, "sched_yield", "(result i32)"))),
        b("NL009", ready),
        b("NL010", guest().with("init", func("_initialize", "unreachable"))),
        b("NL011", guest().with("start", func("_start", ""))),
        b("NL012", guest().with("memory", r#"(memory (export "memory") 513)"#)),
        b("NL013", guest().with("tail", "(func $tail (return_call $tail))")),
    ]
}

pub fn calls() -> Vec<Breaker> {
    let r = |rule, text: &str| b(rule, guest().result(text));
    let trap = |rule, condition: &str| b(rule, guest().body(&trap_if(condition, answer())));
    vec![
        b("NL101", guest().body("unreachable")),
        trap("NL102", &format!("(i32.and (i32.eq {} (i32.const 58)) (i32.ne {} (i32.const 123)))", byte(20), byte(21))),
        trap("NL103", &format!("(i32.ne {} (i32.const 123))", byte(0))),
        trap("NL104", &format!("(i32.eq {} (i32.const 36))", byte(2))),
        b("NL105", guest().body("(i64.const 0)")),
        b("NL106", guest().body(&format!("(i64.const {})", pack(131_000, 500)))),
        b(
            "NL107",
            guest()
                .with("result", format!(r#"(data (i32.const {RESULT_AT}) "[\22\ff\22]")"#))
                .body(&format!("(i64.const {})", pack(RESULT_AT, 5))),
        ),
        r("NL108", r#"[{"json":{}}"#),
        r("NL109", r#"{"output":1}"#),
        r("NL110", r#"[{"json":{},"extra":1}]"#),
        b("NL111", large()),
        Breaker {
            rule: "NL112",
            at: "nlink",
            settings: &[("fuel", "1000000")],
            rows: &[],
            wasm: guest().body("(loop $l (br $l)) unreachable").wasm(),
        },
        r("NL113", r#"[{"json":{"n":9007199254740992}}]"#),
        // The item with its keys in another order.
        r("NL114", r#"[{"json":{"a":"<b>&","n":9007199254740993,"nested":{"list":[null,true]},"z":1}}]"#),
        // The item with an escape more.
        r("NL114", r#"[{"json":{"message":"\u003cb>&"}}]"#),
        // Copies the input once more, for which there is no room.
        b("NL115", guest().body(&format!(
            "(if (i32.eq (memory.grow (i32.shr_u (i32.mul (local.get $n) (i32.const 6)) (i32.const 16))) (i32.const -1)) (then unreachable))
            (i64.const {})", answer()))),
    ]
}

/// A text of 15 MB between quotes.
fn large() -> Guest {
    let (start, text) = (r#"[{"json":{"s":""#, 15_000_000);
    let small = "[]";
    let end = RESULT_AT as usize + start.len() + text;
    // Only where the item is `"text"`: so many bytes take their time.
    let body = format!(
        "(if (i32.ne (local.get $n) (i32.const 28)) (then (return (i64.const {}))))
        (memory.fill (i32.const {}) (i32.const 97) (i32.const {text})) (i64.const {})",
        pack(20, small.len()),
        RESULT_AT + 15,
        pack(RESULT_AT, start.len() + text + 4)
    );
    let quoted = |text: &str| text.replace('"', "\\22");
    guest()
        .with("small", format!(r#"(data (i32.const 20) "{small}")"#))
        .with("memory", r#"(memory (export "memory") 300)"#)
        .with("allocate", func("allocate", "(param i32) (result i32) (i32.const 16000000)"))
        .with(
            "result",
            format!(r#"(data (i32.const {RESULT_AT}) "{}") (data (i32.const {end}) "{}")"#, quoted(start), quoted(r#""}}]"#)),
        )
        .body(&body)
}

/// Ends itself at the second size that it cannot serve, as Go's runtime does: no later call is answered.
fn closed() -> Guest {
    let room = "(param $n i32) (result i32)
        (if (i32.gt_u (local.get $n) (i32.const 0x7000000)) (then
          (if (global.get $before) (then (call $exit (i32.const 4))))
          (global.set $before (i32.const 1))
          unreachable))
        (i32.const 65536)";
    guest()
        .with("memory", r#"(memory (export "memory") 200)"#)
        .with("import", r#"(import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))"#)
        .with("global", BEFORE)
        .with("allocate", func("allocate", room))
}

pub fn memory() -> Vec<Breaker> {
    let error = r#"{"error":"no object"}"#;
    let sulking = guest().with("global", ONCE).with("error", format!("(data (i32.const 20000) {error:?})"));
    let allocate = |body: &str| guest().with("allocate", func("allocate", &format!("(param $n i32) (result i32) {body}")));
    let deallocate =
        |body: &str| guest().with("deallocate", func("deallocate", &format!("(param $p i32) (param $n i32) {body}")));
    // Grows by a page for each input that was not given back.
    let hoarder = guest()
        .with("global", "(global $out (mut i32) (i32.const 0))")
        .with("deallocate", func("deallocate", "(param i32 i32) (global.set $out (i32.const 0))"))
        .body(&format!(
            "(if (global.get $out) (then (drop (memory.grow (i32.const 1))))) (global.set $out (i32.const 1)) (i64.const {})",
            answer()
        ));
    // Writes a digit that changes into the result.
    let counting = format!(
        "(i32.store8 (i32.const {}) (i32.xor (i32.load8_u (i32.const {})) (i32.const 1))) (i64.const {})",
        RESULT_AT + 21,
        RESULT_AT + 21,
        answer()
    );
    let hostile = |rule, (globals, alloc, free, check): Hostile| {
        let free = func("deallocate", &format!("(param $p i32) (param $n i32) {free}"));
        let alloc = func("allocate", &format!("(param $n i32) (result i32) (local $at i32) {alloc}"));
        b(rule, guest().with("global", globals).with("allocate", alloc).with("deallocate", free).body(&trap_if(check, answer())))
    };
    vec![
        hostile("NL214", UNASKED),
        hostile("NL215", INTERLEAVED),
        hostile("NL216", REUSED),
        hostile("NL217", HOST_GROWS),
        hostile("NL218", FREED_EARLY),
        b("NL219", guest().with("global", ONCE).with("init", func("_initialize", &initialize_once()))),
        b("NL201", guest().with("global", ONCE).body(&once(answer()))),
        b("NL202", sulking.body(&sulk(pack(20000, error.len()), answer()))),
        b("NL203", hoarder),
        b("NL204", guest().body(&format!("(drop (memory.grow (i32.const 1))) (i64.const {})", answer()))),
        b("NL205", guest().body(&alias(RESULT.len()))),
        b("NL206", guest().with("global", BEFORE).with("allocate", bump("allocate")).body(&reads_before(answer()))),
        b("NL207", guest()),
        b("NL208", guest().body(&counting)),
        b("NL221", guest().body(&counting)),
        b("NL209", allocate("(if (i32.eqz (local.get $n)) (then unreachable)) (i32.const 65536)")),
        b("NL210", allocate("(i32.const 16000)")),
        b("NL211", allocate("(if (i32.gt_u (local.get $n) (i32.const 60000)) (then (return (i32.const 0)))) (i32.const 65536)")),
        // The size is taken for good before it is looked at.
        b(
            "NL220",
            guest().with("global", BEFORE).with(
                "allocate",
                func(
                    "allocate",
                    "(param $n i32) (result i32)
                    (global.set $before (i32.or (global.get $before) (local.get $n)))
                    (if (i32.gt_u (global.get $before) (i32.const 0x7000000)) (then unreachable)) (i32.const 65536)",
                ),
            ),
        ),
        b("NL220", closed()),
        b("NL211", allocate("(i32.const 0)")),
        b("NL212", deallocate("unreachable")),
        b(
            "NL213",
            deallocate(
                "(if (i32.and (i32.ne (local.get $p) (i32.const 65536)) (i32.ne (local.get $p) (i32.const 16384))) (then unreachable))",
            ),
        ),
    ]
}
