//! Guests that break rules of Flow-Like.

use anyhost_abi::{Import, Mark, Offer, Ret, Source};

use super::{
    BEFORE, Breaker, FREED_EARLY, HOST_GROWS, Hostile, INTERLEAVED, ONCE, ORDER, REUSED, alias, breaks, bump, byte, func, import,
    initialize_once, once, reads_before, sulk, trap_if,
};
use crate::common::{DEFINITION, Guest, RESULT, RESULT_AT, pack};

const AT: &str = "flow-like";

/// A function that was seen without its type: no host has one today.
const UNTYPED: &[Import] = &[Import {
    module: "flowlike_later",
    name: "ask",
    args: &[],
    result: Ret::Unknown,
    capability: None,
    since: None,
    offer: Offer::Never("nothing but its name was seen"),
    does: "Asks.",
    source: Source { mark: Mark::Read, at: "a test" },
}];

fn guest() -> Guest {
    Guest::flow_like()
}

fn answer() -> i64 {
    pack(RESULT_AT, RESULT.len())
}

/// Length of the context with default inputs.
fn usual() -> usize {
    let rest = concat!(
        r#"{"inputs":{"input":""},"node_id":"node-1","run_id":"run-1","app_id":"app-1","board_id":"board-1","#,
        r#""user_id":"user-1","stream_state":false,"log_level":1,"node_name":"echo"}"#
    );
    rest.len()
}

pub fn loading() -> Vec<Breaker> {
    let b = |rule, guest: Guest| breaks(AT, rule, &guest);
    let imports = |rule, module, name, ty| breaks(AT, rule, &guest().with("import", import(module, name, ty)));
    let mut truncated = guest().wasm();
    truncated.truncate(truncated.len() - 5);
    let component = || b"\0asm\x0d\0\x01\0".to_vec();
    vec![
        Breaker { rule: "FL000", at: AT, settings: &[], rows: &[], wasm: component() },
        b("FL001", guest().with("memory", "(memory 2)")),
        b("FL002", guest().without("run")),
        b("FL003", guest().without("get_nodes").without("get_node")),
        Breaker { rule: "FL004", at: AT, settings: &[("epoch", "1")], rows: &[], wasm: guest().without("alloc").wasm() },
        b("FL005", guest().without("alloc")),
        b("FL006", guest().without("dealloc")),
        b("FL007", guest().with("init", func("_initialize", "unreachable"))),
        b("FL008", guest().with("start", func("_start", "unreachable"))),
        b("FL009", guest().with("start", func("_start", ""))),
        b("FL010", guest().with("memory", r#"(memory (export "memory") 5000)"#)),
        Breaker { rule: "FL011", at: AT, settings: &[], rows: &[], wasm: truncated },
        b("FL012", guest().with("abi", func("get_abi_version", "(result i64) (i64.const 1)"))),
        b("FL013", guest().with("drop", func("on_drop", ""))),
        b("FL014", guest().with("reset_scratch", func("reset_scratch", "(param i32)"))),
        imports("FL101", "foo", "bar", ""),
        imports("FL102", "flowlike_log", "info", "(param i32)"),
        imports("FL103", "flowlike_db", "query", ""),
        imports("FL104", "flowlike_meta", "get_node_id", "(result i64)"),
        imports("FL105", "flowlike_pins", "activate_exec", "(param i32 i32)"),
        imports("FL106", "flowlike_ws", "close", "(param i32) (result i32)"),
        imports("FL107", "flowlike_vars", "has", "(param i32 i32) (result i32)"),
        imports("FL108", "flowlike_log", "info", "(param i32 i32)"),
        imports("FL109", "wasi_snapshot_preview1", "random_get", "(param i32 i32) (result i32)"),
        imports("FL110", "env", "abort", "(param i32 i32 i32 i32)"),
        imports("FL111", "env", "host_time_now", "(result i64)"),
        Breaker { rows: UNTYPED, ..imports("FL112", "flowlike_later", "ask", "") },
        imports("FL114", "flowlike_stream", "text", "(param i32 i32)"),
        imports("FL113", "flowlike_stream", "emit", "(param i32 i32 i32 i32)"),
        imports("FL606", "flowlike_stream", "text", "(param i32 i32)"),
    ]
}

pub fn definitions() -> Vec<Breaker> {
    let b = |rule, text: &str| breaks(AT, rule, &guest().define(text));
    let node = &DEFINITION[1..DEFINITION.len() - 1];
    let with = |more: &str| format!("[{},{more}}}]", &node[..node.len() - 1]);
    let instead = |old: &str, new: &str| {
        assert!(DEFINITION.contains(old), "{old}");
        DEFINITION.replacen(old, new, 1)
    };
    // Without inputs the context is shorter: then the node answers an error.
    let error = r#"{"outputs":{},"error":"input is missing"}"#;
    let needy = format!(
        "(if (i32.lt_u (local.get $n) (i32.const {})) (then (return (i64.const {})))) (i64.const {})",
        usual(),
        pack(20000, error.len()),
        answer()
    );
    let needy = guest().with("error", format!("(data (i32.const 20000) {error:?})")).body(&needy);
    let other = format!(r#"(func (export "get_node") (result i64) (i64.const {}))"#, pack(20000, 2));
    let unsteady = format!(
        r#"(global $asked (mut i64) (i64.const 0)) (func (export "get_nodes") (result i64)
        (global.set $asked (i64.add (global.get $asked) (i64.const 1)))
        (i64.add (i64.const {}) (global.get $asked)))"#,
        pack(64, DEFINITION.len() - 1)
    );
    vec![
        breaks(AT, "FL201", &guest().with("get_nodes", func("get_nodes", "(result i64) unreachable"))),
        b("FL202", "[{"),
        b("FL203", node),
        b("FL204", "[]"),
        b("FL205", &instead(r#""description":"Echoes.","#, "")),
        b("FL206", &with(r#""scores":{"cost":300}"#)),
        b("FL207", &with(r#""scores":{"cost":11}"#)),
        b("FL208", &instead(r#""default_value":"""#, r#""range":{"min":0,"max":1}"#)),
        b("FL209", &with(r#""permissions":["storage:node"]"#)),
        b("FL210", &instead(r#""data_type":"String","#, r#""data_type":"string","#)),
        b("FL211", &instead(r#""data_type":"String","#, r#""data_type":"Text","#)),
        b("FL212", &instead(r#""data_type":"Execution""#, r#""data_type":"Exec""#)),
        b("FL213", &instead(r#""default_value":"""#, r#""value_type":"List""#)),
        b("FL214", &instead(r#""pin_type":"Input","data_type":"String""#, r#""pin_type":"In","data_type":"String""#)),
        b("FL215", &format!("[{node},{node}]")),
        b("FL216", &instead(r#""name":"output""#, r#""name":"input""#)),
        breaks(AT, "FL217", &guest().with("other", r#"(data (i32.const 20000) "{}")"#).with("get_node", other)),
        breaks(
            AT,
            "FL218",
            &guest()
                .with("spaces", format!(r#"(data (i32.const {}) "    ")"#, 64 + DEFINITION.len()))
                .with("get_nodes", unsteady)
                .without("get_node"),
        ),
        breaks(AT, "FL219", &needy),
        b("FL221", &instead(r#""default_value":"""#, r#""valid_values":["a","b"]"#)),
        b("FL222", &with(r#""long_running":"yes""#)),
        b("FL222", &instead(r#""default_value":"""#, r#""sensitive":"yes""#)),
        b("FL220", &instead(r#""default_value":"""#, r#""schema":"no schema""#)),
    ]
}

pub fn calls() -> Vec<Breaker> {
    let b = |rule, body: &str| breaks(AT, rule, &guest().body(body));
    let r = |rule, result: &str| breaks(AT, rule, &guest().result(result));
    let trap = |rule, condition: &str| breaks(AT, rule, &guest().body(&trap_if(condition, answer())));
    let long = format!("(i32.gt_u (local.get $n) (i32.const {}))", usual() + 30);
    let unnamed = "(i32.eq (i32.load16_u (i32.sub (i32.add (local.get $p) (local.get $n)) (i32.const 3))) (i32.const 0x2222))";
    let no_string = format!("(i32.ne {} (i32.const 34))", byte(19));
    let no_object = format!("(i32.ne {} (i32.const 123))", byte(0));
    // Two nodes, and the answer is always the second one's.
    let node = &DEFINITION[1..DEFINITION.len() - 1];
    let two = format!("[{node},{}]", node.replace(r#""echo""#, r#""other""#).replace(r#""output""#, r#""second""#));
    let second = guest().define(&two).result(r#"{"outputs":{"second":1},"activate_exec":["exec_out"]}"#);
    let endless = guest().body("(loop $l (br $l)) unreachable").wasm();
    vec![
        b("FL301", "unreachable"),
        trap("FL302", &no_string),
        trap("FL303", &no_object),
        trap("FL304", &long),
        breaks(AT, "FL305", &second),
        trap("FL306", unnamed),
        b("FL307", "(i64.const -7)"),
        b("FL309", &format!("(i64.const {})", pack(131_000, 500))),
        breaks(
            AT,
            "FL310",
            &guest()
                .with("result", format!(r#"(data (i32.const {RESULT_AT}) "\22\ff\22")"#))
                .body(&format!("(i64.const {})", pack(RESULT_AT, 3))),
        ),
        r("FL311", r#"{"outputs":{}"#),
        r("FL312", r#"{"error":"lost"}"#),
        r("FL313", r#"{"outputs":{},"activate_exec":null}"#),
        r("FL314", r#"{"outputs":{},"error":5}"#),
        r("FL315", r#"{"outputs":{"nope":1},"activate_exec":["exec_out"]}"#),
        r("FL316", r#"{"outputs":{},"activate_exec":["output"]}"#),
        r("FL317", r#"{"outputs":{"input":1},"activate_exec":["exec_out"]}"#),
        r("FL318", r#"{"outputs":{},"error":"no","activate_exec":["exec_out"]}"#),
        r("FL319", r#"{"outputs":{}}"#),
        r("FL320", r#"{"outputs":{},"pending":true}"#),
        Breaker { rule: "FL321", at: AT, settings: &[("fuel", "1000000")], rows: &[], wasm: endless.clone() },
        Breaker { rule: "FL322", at: AT, settings: &[("timeout_ms", "30")], rows: &[], wasm: endless },
        b("FL323", "unreachable"),
        r("FL324", r#"{"outputs":{"output":123456789012345678901},"activate_exec":["exec_out"]}"#),
        high(),
    ]
}

/// A result at 2 GiB, in a memory that is as large only where a manifest's tier allows it.
fn high() -> Breaker {
    let guest = guest().with("memory", r#"(memory (export "memory") 32770)"#).body(&format!(
        "(memory.copy (i32.const 0x80000000) (i32.const {RESULT_AT}) (i32.const {len})) (i64.or (i64.const 0x8000000000000000) (i64.const {len}))",
        len = RESULT.len()
    ));
    Breaker { rule: "FL308", at: AT, settings: &[("memory_pages", "32770")], rows: &[], wasm: guest.wasm() }
}

pub fn memory() -> Vec<Breaker> {
    let b = |rule, guest: Guest| breaks(AT, rule, &guest);
    let error = r#"{"outputs":{},"error":"no object"}"#;
    let sulking = guest().with("global", ONCE).with("error", format!("(data (i32.const 20000) {error:?})"));
    let grow = format!("(drop (memory.grow (i32.const 1))) (i64.const {})", answer());
    let hostile = |rule, (globals, alloc, free, check): Hostile| {
        let dealloc = func("dealloc", &format!("(param $p i32) (param $n i32) {free}"));
        let alloc = func("alloc", &format!("(param $n i32) (result i32) (local $at i32) {alloc}"));
        let parts = guest().with("global", globals).with("alloc", alloc).with("dealloc", dealloc);
        let reset = func("reset_scratch", "(global.set $a (i32.add (global.get $a) (i32.const 1)))");
        let parts = if rule == "FL416" { parts.with("reset_scratch", reset) } else { parts };
        b(rule, parts.body(&trap_if(check, answer())))
    };
    let alloc = |body: &str| guest().with("alloc", func("alloc", &format!("(param $n i32) (result i32) {body}")));
    let dealloc = |body: &str| guest().with("dealloc", func("dealloc", &format!("(param $p i32) (param $n i32) {body}")));
    vec![
        b("FL401", guest().with("global", ONCE).body(&once(answer()))),
        b("FL402", sulking.body(&sulk(pack(20000, error.len()), answer()))),
        b("FL403", guest().body(&grow)),
        b("FL404", guest().body(&alias(RESULT.len()))),
        b("FL405", guest().with("global", BEFORE).with("alloc", bump("alloc")).body(&reads_before(answer()))),
        b("FL406", dealloc(&format!("(i32.store8 (i32.const {RESULT_AT}) (i32.const 0))"))),
        b("FL407", alloc("(i32.const 10000000)")),
        b("FL408", alloc("unreachable")),
        b("FL409", alloc("(if (i32.eqz (local.get $n)) (then unreachable)) (i32.const 65536)")),
        b("FL410", alloc("(if (i32.gt_u (local.get $n) (i32.const 60000)) (then (return (i32.const 0)))) (i32.const 65536)")),
        b(
            "FL422",
            guest().with("global", BEFORE).with(
                "alloc",
                func(
                    "alloc",
                    "(param $n i32) (result i32)
                    (global.set $before (i32.or (global.get $before) (local.get $n)))
                    (if (i32.gt_u (global.get $before) (i32.const 60000)) (then unreachable)) (i32.const 65536)",
                ),
            ),
        ),
        b("FL410", alloc("(i32.const 0)")),
        // Writes a letter that changes into the result.
        b(
            "FL423",
            guest().body(&format!(
                "(i32.store8 (i32.const {at}) (i32.xor (i32.load8_u (i32.const {at})) (i32.const 1))) (i64.const {})",
                answer(),
                at = RESULT_AT as usize + RESULT.find("hi").unwrap()
            )),
        ),
        b("FL411", dealloc("unreachable")),
        b("FL412", dealloc("(if (i32.ne (local.get $p) (i32.const 65536)) (then unreachable))")),
        b("FL413", guest().with("reset_scratch", func("reset_scratch", "unreachable"))),
        b("FL414", guest().without("reset_scratch").body(&grow)),
        hostile("FL416", ORDER),
        hostile("FL417", INTERLEAVED),
        hostile("FL418", REUSED),
        hostile("FL419", HOST_GROWS),
        hostile("FL420", FREED_EARLY),
        b("FL421", guest().with("global", ONCE).with("init", func("_initialize", &initialize_once()))),
        b("FL415", guest().with("deep", "(func $deep (result i64) (i64.add (call $deep) (i64.const 1)))").body("(call $deep)")),
    ]
}

pub fn docs() -> Vec<Breaker> {
    let b = |rule, guest: Guest| breaks("flow-like/docs", rule, &guest);
    let guest = Guest::docs;
    let once = format!("(if (global.get $called) (then unreachable)) (global.set $called (i32.const 1)) (i32.const {RESULT_AT})");
    let one = &DEFINITION[1..DEFINITION.len() - 1];
    let two = format!("[{one},{}]", one.replace(r#""echo""#, r#""other""#));
    let several = guest()
        .with("definitions", format!("(data (i32.const 20000) {two:?})"))
        .with("get_nodes", func("get_nodes", "(result i32) (i32.const 20000)"));
    vec![
        b("FL501", guest().with("memory", "(memory 2)")),
        b("FL502", guest().without("get_node")),
        b("FL503", guest().without("run")),
        b("FL504", guest().with("import", import("env", "log", "(param i32 i32)"))),
        b("FL505", guest().body("unreachable")),
        b("FL506", guest().body("(i32.const 0)")),
        b("FL507", guest().pointed(r#"{"output":1}"#)),
        b("FL508", guest().pointed(r#"{"outputs":{"nope":1}}"#)),
        b("FL509", guest().with("global", ONCE).body(&once)),
        b("FL511", several),
        b("FL512", guest().body(&format!("(drop (memory.grow (i32.const 1))) (i32.const {RESULT_AT})"))),
        b("FL510", guest().with("memory", r#"(memory (export "memory") 2 2)"#)),
    ]
}
