//! Guests that break rules of Signal K.

use super::{Breaker, breaks, func, import};
use crate::common::{Guest, data};

fn b(rule: &'static str, guest: Guest) -> Breaker {
    breaks("signalk", rule, &guest)
}

fn guest() -> Guest {
    Guest::signalk()
}

/// Parameters of a handler, and its result.
const H: &str = "(param $q i32) (param $n i32) (param $out i32) (param $max i32) (result i32)";

/// Parameters of a getter, and its result.
const G: &str = "(param $out i32) (param $max i32) (result i32)";

/// The handler of the sound guest's endpoint, with another body.
fn http(body: &str) -> Guest {
    guest().with("handle_status", func("handle_status", &format!("{H} {body}")))
}

/// The same, which answers this text.
fn answers(text: &str) -> Guest {
    guest().says("handle_status", "handle_status", text)
}

fn put(body: &str) -> Guest {
    guest().with("handle_put", func(PUT, &format!("{H} {body}")))
}

const PUT: &str = "handle_put_vessels_self_steering_autopilot_state";

/// With a body of `plugin_start` that runs before what the sound guest does there.
fn starting(guest: Guest, body: &str) -> Guest {
    guest.with(
        "plugin_start",
        func(
            "plugin_start",
            &format!(
                "(param $p i32) (param $n i32) (result i32) {body}
                (drop (call $put (i32.const 3020) (i32.const 12) (i32.const 3040) (i32.const 24)))
                (drop (call $provide (i32.const 3080) (i32.const 6)))
                (global.set $runs (i32.const 1)) (i32.const 0)"
            ),
        ),
    )
}

/// With a text at 9000 and an import that takes it whenever it is polled.
fn tells(name: &str, ty: &str, text: &str, call: &str) -> Guest {
    let call = call.replace("TEXT", &format!("(i32.const 9000) (i32.const {})", text.len()));
    guest()
        .with("import_tell", format!(r#"(import "env" "{name}" (func $tell {ty}))"#))
        .with("text", data(9000, text))
        .with("poll", func("poll", &format!("(result i32) {call} (i32.const 0)")))
}

/// A delta emitted with each poll.
fn emits(text: &str) -> Guest {
    let emit = format!("(call $emit (i32.const 9000) (i32.const {}))", text.len());
    guest().with("text", data(9000, text)).with("poll", func("poll", &format!("(result i32) {emit} (i32.const 0)")))
}

pub fn loading() -> Vec<Breaker> {
    let once = "(if (global.get $a) (then unreachable)) (global.set $a (i32.const 1))";
    vec![
        Breaker { rule: "SK000", at: "signalk", settings: &[], rows: &[], wasm: b"\0asm\x0d\0\x01\0".to_vec() },
        b("SK001", guest().with("memory", "(memory 4)")),
        b("SK002", guest().without("allocate")),
        b("SK003", guest().without("plugin_id")),
        b("SK004", guest().without("plugin_start")),
        b("SK005", guest().without("plugin_stop")),
        b("SK006", guest().without("deallocate")),
        b("SK007", guest().with("poll", func("poll", "(param i32)"))),
        b("SK007", guest().with("handle_status", func("handle_status", "(param i32 i32) (result i32) (i32.const 0)"))),
        b("SK008", guest().with("import", import("env", "sk_log_info", "(param i32 i32)"))),
        b("SK008", guest().with("import", import("signalk", "sk_debug", "(param i32 i32)"))),
        b(
            "SK008",
            guest().with("import", r#"(import "env" "memory" (memory 1))"#).with("memory", r#"(export "memory" (memory 0))"#),
        ),
        b("SK009", guest().with("import", import("env", "sk_debug", "(param i32)"))),
        b("SK010", guest().with("init", func("_initialize", "unreachable"))),
        b("SK010", guest().with("start", "(func $init unreachable) (start $init)")),
        b("SK011", guest().with("init", func("_initialize", once))),
        b("SK012", guest().with("start", func("_start", ""))),
        b("SK013", guest().with("wide", "(memory i64 1)")),
    ]
}

pub fn imports() -> Vec<Breaker> {
    let wasi = "wasi_snapshot_preview1";
    let asks = tells("sk_has_capability", "(param i32 i32) (result i32)", "putHandlers", "(drop (call $tell TEXT))");
    let refused = starting(
        guest(),
        "(if (i32.eqz (call $put (i32.const 3020) (i32.const 12) (i32.const 3040) (i32.const 24))) (then unreachable))",
    );
    // Believes the length of its configuration.
    let long = starting(
        guest().with("import_read", r#"(import "env" "sk_read_config" (func $read (param i32 i32) (result i32)))"#),
        "(drop (i32.load8_u (i32.add (i32.const 20000) (call $read (i32.const 20000) (i32.const 100)))))",
    );
    vec![
        b("SK101", guest().with("import", import("env", "abort", "(param i32 i32 i32 i32)"))),
        b("SK102", guest().with("import", import("env", "sk_get_self_path", "(param i32 i32 i32 i32) (result i32)"))),
        b("SK103", guest().with("import", import(wasi, "poll_oneoff", "(param i32 i32 i32 i32) (result i32)"))),
        b("SK104", guest().with("import", import(wasi, "proc_exit", "(param i32)"))),
        b("SK105", guest().with("import", import(wasi, "path_open", "(param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)"))),
        b("SK106", guest().with("import", import("as-fetch", "_initAsyncify", "(param i32 i32)"))),
        b("SK107", asks),
        b("SK108", refused),
        b("SK109", long),
    ]
}

pub fn config() -> Vec<Breaker> {
    let getter = |part: &'static str, body: &str| guest().with(part, func(part, &format!("{G} {body}")));
    let start = |body: &str| starting(guest(), body);
    let byte = |at: usize| format!("(i32.load8_u offset={at} (local.get $p))");
    let fail = "(return (i32.const 1))";
    let status = "(call $status (i32.const 3000) (i32.const 7))";
    // `{"enableDebug":false}` has 21 bytes, and `{"radius":50,"enableDebug":false}` begins with another key.
    let bare = format!("(i32.eq {} (i32.const 101))", byte(2));
    let says = |guest: Guest| guest.with("import_error", r#"(import "env" "sk_set_error" (func $error (param i32 i32)))"#);
    let error = "(call $error (i32.const 3000) (i32.const 7))";
    let quick = r#"(func (export "plugin_schema") (param $out i32) (param $max i32) (result i32)
        (memory.fill (local.get $out) (i32.const 32) (i32.const 2)) (i32.const 9000))"#;
    vec![
        b("SK201", getter("plugin_name", "unreachable")),
        b("SK201", getter("plugin_schema", "unreachable")),
        b("SK202", getter("plugin_name", "(i32.const 9000)")),
        b("SK202", guest().with("plugin_schema", quick)),
        b("SK203", getter("plugin_name", "(i32.const 0)")),
        b("SK203", guest().without("plugin_name")),
        b("SK204", guest().says("plugin_schema", "plugin_schema", "{\"type\":")),
        b("SK205", guest().says("plugin_schema", "plugin_schema", "[]")),
        b("SK205", guest().says("plugin_schema", "plugin_schema", r#"{"type":"object","properties":[]}"#)),
        b(
            "SK206",
            guest().says(
                "plugin_schema",
                "plugin_schema",
                r#"{"type":"object","properties":{"n":{"type":"number","default":"x"}}}"#,
            ),
        ),
        b(
            "SK206",
            guest().says(
                "plugin_schema",
                "plugin_schema",
                r#"{"type":"object","properties":{"n":{"type":"number","default":5,"maximum":4}}}"#,
            ),
        ),
        b("SK207", guest().without("plugin_schema")),
        b(
            "SK208",
            guest().with("bad", r#"(data (i32.const 9000) "a\ffb")"#).with(
                "plugin_name",
                func("plugin_name", &format!("{G} (memory.copy (local.get $out) (i32.const 9000) (i32.const 3)) (i32.const 3)")),
            ),
        ),
        // Counts its calls.
        b(
            "SK209",
            getter(
                "plugin_name",
                "(global.set $a (i32.add (global.get $a) (i32.const 1)))
            (i32.store8 (local.get $out) (i32.add (i32.const 64) (global.get $a))) (i32.const 1)",
            ),
        ),
        b(
            "SK210",
            getter(
                "plugin_name",
                &format!(
                    "(call $emit (i32.const 3100) (i32.const {})) (memory.copy (local.get $out) (i32.const 2080) (i32.const 4)) (i32.const 4)",
                    crate::common::SIGNALK_DELTA.len()
                ),
            ),
        ),
        b("SK211", getter("plugin_name", "(memory.copy (local.get $out) (i32.const 2080) (i32.const 4)) (i32.const 4)")),
        b("SK212", start("unreachable")),
        // Traps where a configuration is `null` or no number.
        b("SK212", start(&format!("(if (i32.eq {} (i32.const 110)) (then unreachable))", byte(10)))),
        b("SK213", starting(says(guest()), &format!("(if (i32.lt_u (local.get $n) (i32.const 40)) (then {error} {fail}))"))),
        b("SK214", starting(says(guest()), &format!("(if {bare} (then {error} {fail}))"))),
        // Takes its own key only.
        b("SK215", starting(says(guest()), &format!("(if (i32.gt_u (local.get $n) (i32.const 13)) (then {error} {fail}))"))),
        b("SK216", start(&format!("{status} {fail}"))),
        b("SK217", tells("sk_save_config", "(param i32 i32) (result i32)", "[1]", "(drop (call $tell TEXT))")),
    ]
}

pub fn life() -> Vec<Breaker> {
    let stop = |body: &str| guest().with("plugin_stop", func("plugin_stop", &format!("(result i32) {body}")));
    let start = |body: &str| starting(guest(), body);
    let poll = |body: &str| guest().with("poll", func("poll", &format!("(result i32) {body}")));
    let idle = "(if (i32.eqz (global.get $runs)) (then unreachable))";
    let delta =
        |body: &str| guest().with("delta_handler", func("delta_handler", &format!("(param $p i32) (param $n i32) {body}")));
    let emit = format!("(call $emit (i32.const 3100) (i32.const {}))", crate::common::SIGNALK_DELTA.len());
    let reply = "(memory.copy (local.get $out) (i32.const 5200) (i32.const 37)) (i32.const 37)";
    let socket = guest().with("import_tcp", r#"(import "env" "sk_tcp_create" (func $tcp (result i32)))"#);
    vec![
        b("SK301", stop("(if (global.get $runs) (then unreachable)) (i32.const 0)")),
        b("SK302", stop("(i32.const 3)")),
        b(
            "SK303",
            stop(
                "(if (i32.eq (global.get $runs) (i32.const 2)) (then unreachable)) (if (global.get $runs) (then (global.set $runs (i32.const 2)))) (i32.const 0)",
            ),
        ),
        b(
            "SK304",
            stop("(if (i32.eqz (global.get $a)) (then unreachable)) (i32.const 0)").with(
                "plugin_start",
                func(
                    "plugin_start",
                    "(param i32 i32) (result i32) (global.set $a (i32.const 1)) (global.set $runs (i32.const 1)) (i32.const 0)",
                ),
            ),
        ),
        b("SK305", start("(if (global.get $a) (then unreachable)) (global.set $a (i32.const 1))")),
        // Once it has failed, it fails always; other types than a number make it fail.
        b(
            "SK306",
            starting(
                guest().with("import_error", r#"(import "env" "sk_set_error" (func $error (param i32 i32)))"#),
                "(if (i32.eq (i32.load8_u offset=10 (local.get $p)) (i32.const 34)) (then (global.set $a (i32.const 1))))
            (if (global.get $a) (then (call $error (i32.const 3000) (i32.const 7)) (return (i32.const 1))))",
            ),
        ),
        b("SK307", poll("unreachable")),
        b("SK308", poll("(i32.const 1)")),
        b(
            "SK309",
            http(&format!("(if (i32.and (i32.eqz (global.get $runs)) (global.get $a)) (then unreachable)) {reply}")).with(
                "plugin_stop",
                func(
                    "plugin_stop",
                    "(result i32) (global.set $a (global.get $runs)) (global.set $runs (i32.const 0)) (i32.const 0)",
                ),
            ),
        ),
        b("SK310", http(&format!("{idle} {reply}"))),
        // After a body that is no object's it traps for good.
        b(
            "SK311",
            http(&format!(
                "(if (global.get $a) (then unreachable)) (if (i32.gt_u (local.get $n) (i32.const 400)) (then (global.set $a (i32.const 1)))) {reply}"
            )),
        ),
        // A lock that a trap leaves locked: any further call traps.
        b(
            "SK312",
            http(&format!(
                "(if (global.get $a) (then unreachable)) (global.set $a (i32.const 1))
            (if (i32.gt_u (local.get $n) (i32.const 400)) (then unreachable)) (global.set $a (i32.const 0)) {reply}"
            )),
        ),
        b(
            "SK313",
            http(&format!(
                "(global.set $a (i32.add (global.get $a) (i32.const 1))) (if (i32.gt_u (global.get $a) (i32.const 300)) (then unreachable)) {reply}"
            )),
        ),
        Breaker { settings: &[], ..b("SK314", poll("(loop $l (br $l)) unreachable")) },
        b("SK315", http(&format!("(drop (memory.grow (i32.const 1))) {reply}"))),
        // Locked while it emits.
        b(
            "SK316",
            delta("(if (global.get $a) (then unreachable))").with(
                "poll",
                func(
                    "poll",
                    &format!("(result i32) (global.set $a (i32.const 1)) {emit} (global.set $a (i32.const 0)) (i32.const 0)"),
                ),
            ),
        ),
        b("SK317", delta(&emit)),
        b("SK808", starting(socket, "(drop (call $tcp))")),
    ]
}

pub fn buffers() -> Vec<Breaker> {
    let allocate =
        |body: &str| guest().with("allocate", func("allocate", &format!("(param $n i32) (result i32) (local $at i32) {body}")));
    let real = r#"(func $allocate (export "allocate")"#;
    // The sound allocator behind a condition.
    let before = |body: &str| {
        let sound = Guest::signalk().part("allocate").replace(real, "(func $real");
        guest().with(
            "allocate",
            format!("{sound} {}", func("allocate", &format!("(param $n i32) (result i32) {body} (call $real (local.get $n))"))),
        )
    };
    let deallocate = |body: &str| {
        let sound = Guest::signalk().part("deallocate").replace(r#"(func (export "deallocate")"#, "(func $free");
        guest().with(
            "deallocate",
            format!(
                "{sound} {}",
                func("deallocate", &format!("(param $p i32) (param $n i32) {body} (call $free (local.get $p) (local.get $n))"))
            ),
        )
    };
    let reply = "(memory.copy (local.get $out) (i32.const 5200) (i32.const 37)) (i32.const 37)";
    vec![
        b("SK401", before("(if (i32.eq (local.get $n) (i32.const 65536)) (then unreachable))")),
        b("SK401", allocate("unreachable")),
        b("SK402", before("(if (i32.gt_u (local.get $n) (i32.const 60000)) (then (return (i32.const 0))))")),
        b("SK403", before("(if (i32.eq (local.get $n) (i32.const 65536)) (then (return (i32.const 2000))))")),
        b("SK404", allocate("(if (i32.gt_u (local.get $n) (i32.const 0x4000000)) (then unreachable))
            (block $ok (loop $more
              (br_if $ok (i32.lt_u (local.get $n) (i32.mul (i32.sub (memory.size) (i32.const 1)) (i32.const 65536))))
              (br_if $more (i32.ne (memory.grow (i32.const 1)) (i32.const -1))) unreachable)) (i32.const 65536)")),
        b("SK405", before("(if (i32.gt_u (local.get $n) (i32.const 0x4000000)) (then (return (i32.const 0))))")),
        b("SK406", before("(if (i32.eqz (local.get $n)) (then unreachable))")),
        b("SK407", deallocate("(if (i32.eq (local.get $n) (i32.const 65536)) (then unreachable))")),
        b("SK408", deallocate("(if (i32.lt_u (local.get $p) (i32.const 65536)) (then unreachable))")),
        // The size is taken for good before it is looked at.
        b("SK409", before("(global.set $a (i32.or (global.get $a) (local.get $n))) (if (i32.gt_u (global.get $a) (i32.const 0x7000000)) (then unreachable))")),
        // Looks at an old request when it is polled.
        b(
            "SK410",
            http(&format!("(global.set $a (local.get $q)) {reply}")).with(
                "poll",
                func(
                    "poll",
                    "(result i32)
                    (if (i32.and (i32.ne (global.get $a) (i32.const 0)) (i32.ne (i32.load8_u (global.get $a)) (i32.const 123)))
                      (then unreachable)) (i32.const 0)",
                ),
            ),
        ),
        b("SK411", http("(i32.const 70000)")),
        b("SK411", http("(i32.const -1)")),
        b("SK412", http("(memory.fill (local.get $out) (i32.const 32) (local.get $max)) (i32.store8 (local.get $out) (i32.const 34)) (local.get $max)")),
        b("SK413", http("(i64.store (local.get $out) (i64.const 0x7d7d22ff223a2278)) (i32.store8 (local.get $out) (i32.const 123)) (memory.copy (local.get $out) (i32.const 9000) (i32.const 12)) (i32.const 12)")
            .with("bad", r#"(data (i32.const 9000) "{\22body\22:\22\ff\22}")"#)),
        b("SK414", before("(if (global.get $a) (then unreachable)) (if (i32.gt_u (local.get $n) (i32.const 0x1000000)) (then (global.set $a (i32.const 1)) unreachable))")),
    ]
}

pub fn deltas() -> Vec<Breaker> {
    let delta =
        |body: &str| guest().with("delta_handler", func("delta_handler", &format!("(param $p i32) (param $n i32) {body}")));
    let notify = |path: &str, value: &str| {
        guest()
            .with("import_tell", r#"(import "env" "sk_publish_notification" (func $tell (param i32 i32 i32 i32) (result i32)))"#)
            .with("text", format!("{} {}", data(9000, path), data(9200, value)))
            .with(
                "poll",
                func(
                    "poll",
                    &format!(
                        "(result i32) (drop (call $tell (i32.const 9000) (i32.const {}) (i32.const 9200) (i32.const {}))) (i32.const 0)",
                        path.len(),
                        value.len()
                    ),
                ),
            )
    };
    let says = |ptr: &str, len: &str| {
        guest().with("poll", func("poll", &format!("(result i32) (call $status {ptr} {len}) (i32.const 0)")))
    };
    let versioned = {
        let len = crate::common::SIGNALK_DELTA.len();
        guest().with("import_delta", r#"(import "env" "sk_handle_message" (func $emit (param i32 i32 i32)))"#).with(
            "poll",
            func("poll", &format!("(result i32) (call $emit (i32.const 3100) (i32.const {len}) (i32.const 3)) (i32.const 0)")),
        )
    };
    // Has it a `null` in it?
    let null = "(local $at i32) (loop $next
        (if (i32.eq (i32.load (i32.add (local.get $p) (local.get $at))) (i32.const 0x6c6c756e)) (then unreachable))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br_if $next (i32.lt_u (i32.add (local.get $at) (i32.const 4)) (local.get $n))))";
    vec![
        b("SK501", emits("{\"updates\":")),
        b("SK501", emits("{\"values\":[]}")),
        b("SK502", emits(r#"{"updates":[{"values":[{"value":1}]}]}"#)),
        b("SK502", emits(r#"{"updates":[{"values":[null]}]}"#)),
        b("SK503", emits(r#"{"updates":[{"meta":{}}]}"#)),
        b("SK504", emits(r#"{"updates":[{"source":{"label":"my plugin"},"values":[{"path":"a.b","value":1}]}]}"#)),
        b("SK505", emits(r#"{"updates":[{"values":[{"path":"","value":{"name":"Boaty"}}]}]}"#)),
        b("SK505", emits(r#"{"updates":[{"values":[{"path":"design.beam","value":3}]}]}"#)),
        b("SK506", versioned),
        b("SK507", delta(null)),
        b("SK508", delta("(if (i32.ne (i32.load8_u (local.get $p)) (i32.const 123)) (then unreachable))")),
        b("SK509", notify("notifications.a", r#"{"state":"nominal","message":"x"}"#)),
        b("SK509", notify("notifications.a", "{")),
        b("SK510", notify("a.b", r#"{"state":"alarm","method":[],"message":"x"}"#)),
        b("SK511", says("(i32.const 3000)", "(i32.const 0)")),
        b("SK512", says("(i32.const 0x7fffff00)", "(i32.const 7)")),
        b("SK513", says("(i32.const 9000)", "(i32.const 3)").with("bad", r#"(data (i32.const 9000) "a\ffb")"#)),
    ]
}

pub fn http_rules() -> Vec<Breaker> {
    let lists = |rule, text: &str| b(rule, guest().says("http_endpoints", "http_endpoints", text));
    let r = |rule, text: &str| b(rule, answers(text));
    vec![
        lists("SK601", "[{"),
        lists("SK601", "{}"),
        b("SK601", guest().with("http_endpoints", func("http_endpoints", &format!("{G} unreachable")))),
        lists("SK602", r#"[{"path":"/status","handler":"handle_status"}]"#),
        lists("SK602", "[7]"),
        lists("SK603", r#"[{"method":"PATCH","path":"/status","handler":"handle_status"}]"#),
        lists("SK604", r#"[{"method":"GET","path":"status","handler":"handle_status"}]"#),
        lists("SK605", r#"[{"method":"get","path":"/config","handler":"handle_status"}]"#),
        lists("SK606", r#"[{"method":"GET","path":"/status","handler":"handle_none"}]"#),
        lists(
            "SK607",
            r#"[{"method":"GET","path":"/status","handler":"handle_status"},{"method":"get","path":"/status","handler":"handle_status"}]"#,
        ),
        b("SK608", http("unreachable")),
        r("SK609", "{\"statusCode\":200"),
        r("SK609", "[]"),
        b("SK609", http("(i32.const 0)")),
        r("SK610", r#"{"statusCode":99}"#),
        r("SK610", r#"{"statusCode":200.5}"#),
        r("SK611", r#"{"statusCode":"404"}"#),
        r("SK612", r#"{"statusCode":200,"headers":{"X-A":"a\nb"},"body":{}}"#),
        r("SK612", r#"{"statusCode":200,"headers":{"X-A":{}},"body":{}}"#),
        r("SK613", r#"{"statusCode":200,"headers":{"Content-Type":"application/json"},"body":"7"}"#),
        r("SK613", r#"{"statusCode":200,"headers":{"Content-Type":"application/json"},"body":"\"hi\""}"#),
        r("SK613", r#"{"statusCode":200,"body":7}"#),
        r("SK614", r#"{"statusCode":200,"headers":{"Content-Type":"application/json"},"body":"{\"a\":1.0}"}"#),
        r("SK615", r#"{"statusCode":200,"body":"hello"}"#),
    ]
}

pub fn puts() -> Vec<Breaker> {
    let r = |rule, text: &str| b(rule, guest().says("handle_put", PUT, text));
    let twice = starting(
        guest().with("text", data(9000, "steering.autopilot_state")),
        "(drop (call $put (i32.const 3020) (i32.const 12) (i32.const 9000) (i32.const 24)))",
    );
    vec![
        b("SK701", guest().without("handle_put")),
        b("SK702", twice),
        b(
            "SK703",
            guest().with("more", guest().part("handle_put").replace(PUT, "handle_put_vessels_self_a_b").replace("4400", "4450")),
        ),
        // Traps on a text.
        b(
            "SK704",
            put("(if (i32.eq (i32.load8_u (local.get $q)) (i32.const 34)) (then unreachable))
            (memory.copy (local.get $out) (i32.const 9000) (i32.const 38)) (i32.const 38)")
            .with("text", data(9000, r#"{"state":"COMPLETED","statusCode":200}"#)),
        ),
        r("SK705", "{\"state\":"),
        r("SK705", "[]"),
        b("SK705", put("(i32.const 0)")),
        r("SK706", r#"{"state":"DONE","statusCode":200}"#),
        r("SK706", r#"{"state":"COMPLETED"}"#),
        r("SK707", r#"{"state":"PENDING","statusCode":202}"#),
    ]
}

pub fn providers() -> Vec<Breaker> {
    let list = |body: &str| guest().with("list", func("resources_list_resources", &format!("{H} {body}")));
    let late =
        guest().with("poll", func("poll", "(result i32) (drop (call $provide (i32.const 3080) (i32.const 6))) (i32.const 0)"));
    vec![
        b("SK801", late),
        b("SK802", guest().without("get")),
        b("SK803", guest().says("observe", "weather_get_observations", "[]")),
        b("SK804", list("unreachable")),
        b("SK805", guest().says("list", "resources_list_resources", "[")),
        b("SK805", guest().says("list", "resources_list_resources", "[]")),
        b("SK806", guest().says("get", "resources_get_resource", r#"{"error":"not found"}"#)),
        b(
            "SK807",
            tells(
                "sk_emit_binary_stream",
                "(param i32 i32 i32 i32) (result i32)",
                "other/x",
                "(drop (call $tell TEXT (i32.const 3000) (i32.const 7)))",
            ),
        ),
    ]
}
