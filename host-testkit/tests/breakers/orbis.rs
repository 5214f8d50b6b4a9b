//! Guests that break rules of Orbis.

use super::{Breaker, HOST_GROWS, ONCE, breaks, func, import};
use crate::common::orbis::{ANSWER, ANSWER_AT, DOCUMENTED, MANIFEST, prefixed, section};
use crate::common::{Guest, data};

const AT: &str = "orbis";

fn b(rule: &'static str, guest: Guest) -> Breaker {
    breaks(AT, rule, &guest)
}

fn guest() -> Guest {
    Guest::orbis()
}

/// The body of the sound guest's handler behind this.
fn first(body: &str) -> Guest {
    guest().hello(&format!("{body} (i32.const {ANSWER_AT})"))
}

/// Traps where the condition holds.
fn trap_if(condition: &str) -> Guest {
    first(&format!("(if {condition} (then unreachable))"))
}

/// Whether the byte of the context at this place is this one.
fn is(at: usize, letter: u8) -> String {
    format!("(i32.eq (i32.load8_u offset={at} (local.get $p)) (i32.const {letter}))")
}

/// With an import `$it`, and a body that comes before the sound guest's.
fn calling(name: &str, ty: &str, body: &str) -> Guest {
    first(body).with("import_it", format!(r#"(import "env" "{name}" (func $it {ty}))"#))
}

/// The sound guest with a text of its manifest replaced.
fn said(old: &str, new: &str) -> Guest {
    guest().manifest(&replaced(old, new))
}

fn replaced(old: &str, new: &str) -> String {
    assert!(MANIFEST.contains(old), "{old}");
    MANIFEST.replacen(old, new, 1)
}

const TWO: &str = "(param i32 i32) (result i32)";
const FOUR: &str = "(param i32 i32 i32 i32) (result i32)";

pub fn loading() -> Vec<Breaker> {
    let nothing = r#"{"name":"demo","version":"1.0.0","description":"Says nothing."}"#;
    let wide = "(func (result i64 i64) (i64.add128 (i64.const 1) (i64.const 1) (i64.const 1) (i64.const 1)))";
    vec![
        Breaker { rule: "OB000", at: AT, settings: &[], rows: &[], wasm: b"\0asm\x0d\0\x01\0".to_vec() },
        b("OB001", guest().with("memory", "(memory 2)")),
        b("OB002", guest().without("allocate")),
        b("OB003", guest().with("allocate", func("allocate", "(param i32 i32) (result i32) (i32.const 65536)"))),
        b("OB004", guest().with("deallocate", func("deallocate", "(param i32)"))),
        b("OB005", guest().with("memory", r#"(memory (export "memory") 257)"#)),
        b("OB006", guest().with("start", "(func $start unreachable) (start $start)")),
        b("OB007", guest().with("start", "(func $start) (start $start)")),
        b("OB008", guest().with("wide", wide)),
        b("OB009", guest().without("hello").manifest(nothing)),
        b("OB009", guest().without("hello").without("manifest")),
        b("OB010", said(r#""handler":"hello","requires_auth":true"#, r#""handler":"gone","requires_auth":true"#)),
        b("OB010", guest().without("hello")),
        b(
            "OB011",
            said(r#""handler":"hello","requires_auth":true"#, r#""handler":"wide","requires_auth":true"#)
                .with("wide", func("wide", "(param i32 i32) (result i64) (i64.const 0)")),
        ),
        b("OB011", guest().with("hello", func("hello", "(param i32) (result i32) (i32.const 0)"))),
        b("OB012", guest().with("init", func("_initialize", ""))),
        b("OB012", guest().with("init", func("__wasm_call_ctors", ""))),
        b("OB013", guest().with("init", func("init", "(result i32) (i32.const 0)"))),
    ]
}

pub fn imports() -> Vec<Breaker> {
    let imports = |name: &str, ty: &str| guest().with("import", import("env", name, ty));
    let asks = |permission: &str| said(r#""permissions":[]"#, &format!(r#""permissions":[{permission}]"#));
    let random = "(if (i32.eqz (call $it (i32.const 8))) (then unreachable))";
    let loop_of = |calls: u32, body: &str| {
        format!(
            "(local $i i32) (loop $again {body} (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const {calls}))))"
        )
    };
    let set = "(drop (call $it (i32.const 9000) (i32.const 1) (i32.const 9000) (i32.const 2)))";
    vec![
        b("OB101", imports("log_info", "(param i32 i32)")),
        b("OB101", guest().with("import", import("orbis", "log", "(param i32 i32 i32)"))),
        b("OB102", guest().with("import", import("wasi_snapshot_preview1", "random_get", TWO))),
        b("OB103", imports("db_query", TWO)),
        b("OB104", imports("allocate", "(param i32) (result i32)")),
        b("OB104", imports("deallocate", "(param i32 i32)")),
        b("OB105", imports("db_query", FOUR)),
        b("OB105", imports("emit_event", FOUR)),
        b("OB106", imports("db_execute", FOUR)),
        b("OB107", asks(r#""network""#)),
        b("OB107", asks(r#"{"custom":"x"}"#)),
        b("OB108", calling("crypto_random", "(param i32) (result i32)", random)),
        b("OB109", trap_if(&is(0, b'['))),
        b("OB110", calling("state_set", FOUR, set).with("text", data(9000, "a no"))),
        b("OB111", calling("log", "(param i32 i32 i32)", "(call $it (i32.const 2) (i32.const 0x7fffffff) (i32.const 4))")),
        b(
            "OB111",
            calling("state_get", TWO, "(drop (call $it (i32.const 9000) (i32.const 1)))")
                .with("text", r#"(data (i32.const 9000) "\ff")"#),
        ),
        b(
            "OB112",
            calling(
                "crypto_hash",
                "(param i32 i32 i32) (result i32)",
                "(drop (call $it (i32.const 7) (i32.const 0) (i32.const 4)))",
            ),
        ),
        b("OB112", calling("crypto_random", "(param i32) (result i32)", "(drop (call $it (i32.const 1048577)))")),
        b("OB113", calling("state_remove", TWO, &loop_of(10_001, "(drop (call $it (i32.const 9000) (i32.const 1)))"))),
    ]
}

pub fn calls() -> Vec<Breaker> {
    // The letter behind `"headers":{"`: of the desktop `c`, of clients none but `a` and `h`.
    let header = r#"{"method":"POST","path":"/hello","headers":{""#.len();
    let spend = |rounds: u32| {
        first(&format!(
            "(local $i i32) (loop $again (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const {rounds}))))"
        ))
    };
    vec![
        b("OB201", trap_if("(i32.const 1)")),
        b("OB202", trap_if("(i32.gt_u (local.get $n) (i32.const 5000))")),
        b("OB203", trap_if(&is(0, 0))),
        b("OB204", trap_if(&is(0, b'['))),
        b("OB204", trap_if("(i32.eqz (local.get $n))")),
        b("OB205", trap_if(&is(header, b'c'))),
        b("OB206", trap_if(&is(2, b'p'))),
        b(
            "OB206",
            guest()
                .with("error", prefixed(20000, r#"{"status":400,"body":{"error":"unknown key"}}"#))
                .hello(&format!("(select (i32.const 20000) (i32.const {ANSWER_AT}) {})", is(2, b'p'))),
        ),
        b("OB207", first("(loop $again (br $again))")),
        b("OB208", spend(560_000)),
        b("OB209", first("(if (global.get $called) (then unreachable)) (global.set $called (i32.const 1))").with("global", ONCE)),
    ]
}

pub fn results() -> Vec<Breaker> {
    let r = |rule, text: &str| b(rule, guest().answers(text));
    let deep = format!("{}{}", "[".repeat(130), "]".repeat(130));
    let at = |length: &str| guest().with("answer", format!("(data (i32.const {ANSWER_AT}) \"{length}\")"));
    vec![
        b("OB301", guest().hello("(i32.const 0)")),
        b("OB302", at(r"\00\00\00\00")),
        b("OB303", at(r"\01\00\00\10")),
        b("OB304", guest().hello(&format!("(i32.const {})", ANSWER_AT + 4))),
        b("OB305", guest().hello("(i32.const 0x7fffffff)")),
        b("OB305", at(r"\ff\ff\ff\00")),
        r("OB306", "{\"status\":200,"),
        r("OB306", "{\"status\":200,\"body\":null} {}"),
        b("OB306", at(r#"\03\00\00\00"\ff""#.replace(r#""\ff""#, r"\22\ff\22").as_str())),
        r("OB307", &deep),
        r("OB308", r#"{"status":200,"body":1e400}"#),
        r("OB309", r#"{"status":200,"body":"\ud800"}"#),
        r("OB310", "42"),
        r("OB310", r#"{"message":"hi"}"#),
        r("OB311", r#"{"status":"200","body":null}"#),
        r("OB311", r#"{"status":2000,"body":null}"#),
        r("OB312", r#"{"status":200,"body":null,"headers":{"x-total":3}}"#),
        r("OB312", r#"{"status":200,"body":null,"headers":[]}"#),
        r("OB313", r#"{"status":200,"body":99999999999999999999999}"#),
        r("OB314", r#"{"status":200,"body":{"a":1,"a":2}}"#),
    ]
}

pub fn memory() -> Vec<Breaker> {
    let allocate =
        |body: &str| guest().with("allocate", func("allocate", &format!("(param $n i32) (result i32) (local $at i32) {body}")));
    let deallocate =
        |body: &str| guest().with("deallocate", func("deallocate", &format!("(param $p i32) (param $n i32) {body}")));
    let fits = "(i32.lt_u (local.get $n) (i32.mul (i32.sub (memory.size) (i32.const 1)) (i32.const 65536)))";
    let grow = "(memory.grow (i32.add (i32.shr_u (local.get $n) (i32.const 16)) (i32.const 1)))";
    let locked = calling(
        "crypto_random",
        "(param i32) (result i32)",
        "(global.set $called (i32.const 1)) (drop (call $it (i32.const 8))) (global.set $called (i32.const 0))",
    );
    let (globals, room, free, check) = HOST_GROWS;
    let grows = trap_if(check)
        .with("global", globals)
        .with("allocate", func("allocate", &format!("(param $n i32) (result i32) (local $at i32) {room}")))
        .with("deallocate", func("deallocate", &format!("(param $p i32) (param $n i32) {free}")));
    vec![
        b("OB401", allocate("(if (i32.gt_u (local.get $n) (i32.const 100000)) (then unreachable)) (i32.const 65536)")),
        b("OB401", allocate("unreachable")),
        b("OB402", allocate("(i32.const 0)")),
        b("OB403", allocate("(i32.const 0x7ff00000)")),
        b("OB403", allocate(&format!("(i32.const {ANSWER_AT})"))),
        b("OB404", allocate(&format!("(if (i32.eqz {fits}) (then unreachable)) (i32.const 65536)"))),
        b(
            "OB405",
            guest().with(
                "allocate",
                guest().part("allocate").replace("(block $ok", "(if (i32.eqz (local.get $n)) (then unreachable)) (block $ok"),
            ),
        ),
        b("OB406", allocate(&format!("(if (i32.eqz {fits}) (then (drop {grow}))) (i32.const 65536)"))),
        b(
            "OB407",
            locked.with("global", ONCE).with(
                "allocate",
                guest().part("allocate").replace("(block $ok", "(if (global.get $called) (then unreachable)) (block $ok"),
            ),
        ),
        b("OB408", deallocate("unreachable")),
        b("OB409", deallocate("(if (i32.ne (local.get $p) (i32.const 65536)) (then unreachable))")),
        b("OB410", grows),
        b("OB411", guest().with("memory", r#"(memory (export "memory") 200)"#)),
    ]
}

pub fn manifests() -> Vec<Breaker> {
    let m = |rule, old: &str, new: &str| b(rule, said(old, new));
    let get = r#"{"method":"GET","path":"/hello","handler":"hello","requires_auth":false}"#;
    let route = |rule, new: &str| m(rule, get, new);
    let again = |name: &'static str| func(name, &format!("(param i32 i32) (result i32) (i32.const {ANSWER_AT})"));
    vec![
        m("OB501", r#""name":"demo","#, ""),
        m("OB501", "{", "["),
        m("OB501", r#""Says hi.""#, "null"),
        m("OB501", r#""requires_auth":true"#, r#""requires_auth":"yes""#),
        m("OB502", "{", "\u{feff}{"),
        b("OB502", guest().manifest(&format!("{MANIFEST}\0"))),
        b("OB502", guest().with("manifest", section(b"{\"name\":\"\xff\"}"))),
        m("OB503", r#""demo""#, r#""de.mo""#),
        m("OB503", r#""demo""#, r#""""#),
        m("OB504", "1.0.0", "1.0"),
        m("OB505", r#""permissions":[]"#, r#""permissions":["database:read"]"#),
        route("OB506", r#"{"method":"FETCH","path":"/hello","handler":"hello"}"#),
        route("OB507", r#"{"method":"GET","path":"hello","handler":"hello"}"#),
        route("OB507", r#"{"method":"GET","path":"","handler":"hello"}"#),
        route("OB508", r#"{"method":"GET","path":"/hello","handler":""}"#),
        m("OB509", r#""method":"POST""#, r#""method":"get""#),
        route("OB510", r#"{"method":"GET","path":"/hello/:id","handler":"hello","requires_auth":false}"#),
        route("OB510", r#"{"method":"GET","path":"/hello/{id}","handler":"hello","requires_auth":false}"#),
        route("OB511", r#"{"method":"GET","path":"/","handler":"hello","requires_auth":false}"#),
        route("OB512", r#"{"method":"GET","path":"/pages","handler":"hello","requires_auth":false}"#),
        route("OB513", r#"{"method":"HEAD","path":"/hello","handler":"hello","requires_auth":false}"#),
        route("OB514", r#"{"method":"GET","path":"/hello","handler":"hello"}"#),
        route("OB515", r#"{"method":"GET","path":"/hello","handler":"hello","requires_auth":false,"rate_limit":60}"#),
        m("OB515", r#""permissions":[]"#, r#""min_orbis_version":"99.0.0""#),
        m("OB515", r#""permissions":[]"#, r#""dependencies":[{"name":"x","version":"1"}]"#),
        b("OB516", guest().with("more", again("more"))),
        route("OB517", r#"{"method":"GET","path":"/hello","handler":"hello","requires_auth":false,"middleware":[]}"#),
        m("OB517", r#""permissions":[]"#, r#""permission":[]"#),
        b("OB518", said(r#"{"limit":20}"#, "20").with("import", import("env", "get_config", TWO))),
        b(
            "OB519",
            said(get, r#"{"method":"GET","path":"/hello","handler":"he.llo","requires_auth":false}"#)
                .with("more", again("he.llo")),
        ),
        m("OB520", r#""description":"Says hi.","#, ""),
    ]
}

pub fn pages() -> Vec<Breaker> {
    let m = |rule, old: &str, new: &str| b(rule, said(old, new));
    let action = r#"{"type":"call_api","api":"plugin.hello"}"#;
    let page = r#"{"route":"/main","title":"Main","sections":[]}"#;
    vec![
        m("OB601", r#""title":"Main","#, ""),
        m("OB601", r#""sections":["#, r#""menu_order":"first","sections":["#),
        m("OB602", r#""/main""#, r#""main""#),
        m("OB602", r#""Button""#, r#""""#),
        m("OB603", action, r#"{"type":"download"}"#),
        m("OB604", action, r#"{"type":"call_api","api":"plugin.gone"}"#),
        m("OB604", action, r#"{"type":"sequence","actions":[{"type":"call_api","api":"plugin.demo.gone"}]}"#),
        m("OB605", action, r#"{"type":"call_api","api":"plugin.hello","headers":{}}"#),
        m("OB605", action, r#"{"type":"call_api","api":"plugin.hello","map_args":[{"from":"a","to":"b","as":"c"}]}"#),
        m("OB606", r#""pages":["#, &format!(r#""pages":[{page},"#)),
    ]
}

pub fn bare() -> Vec<Breaker> {
    vec![b("OB701", guest().without("manifest")), b("OB703", guest().with("again", section(MANIFEST.as_bytes())))]
}

pub fn docs() -> Vec<Breaker> {
    let d = |rule, guest: Guest| breaks("orbis/docs", rule, &guest);
    let guest = Guest::orbis_docs;
    let at = ANSWER_AT + 4;
    let hello = |body: &str| guest().hello(&format!("{body} (i32.const {at})"));
    let gone = DOCUMENTED.replacen(r#""handler":"hello""#, r#""handler":"gone""#, 1);
    let hook = |name: &'static str, body: &str| guest().with(name, func(name, &format!("(result i32) {body}")));
    vec![
        d("OB801", guest().with("memory", "(memory 2)")),
        d("OB802", guest().without("execute")),
        d("OB802", guest().with("init", func("init", ""))),
        d("OB803", hook("init", "(i32.const 1)")),
        d("OB804", hook("init", "unreachable")),
        d("OB804", hook("cleanup", "unreachable")),
        d("OB805", guest().manifest(&gone)),
        d("OB806", guest().with("import", import("env", "log", "(param i32 i32 i32)"))),
        d("OB806", guest().with("import", import("env", "db_query", FOUR))),
        d("OB807", hello("unreachable")),
        d("OB808", guest().hello("(i32.const 0x7fffffff)")),
        d("OB808", guest().answers("no JSON")),
        d("OB809", guest().with("answer", data(u64::from(at), ANSWER))),
        d("OB810", guest().with("alloc", func("alloc", "(param i32 i32) (result i32) (i32.const 65536)"))),
        d("OB810", guest().with("dealloc", func("dealloc", "(param i32)"))),
        d("OB811", guest().without("alloc").without("dealloc")),
        d("OB812", hello("(if (global.get $called) (then unreachable)) (global.set $called (i32.const 1))").with("global", ONCE)),
        d("OB813", hello("(drop (memory.grow (i32.const 1)))")),
        d("OB814", hello(&format!("(if {} (then unreachable))", is(0, b'[')))),
        d("OB815", guest().answers(r#"{"message":"hi"}"#)),
    ]
}
