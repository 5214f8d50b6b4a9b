//! Cases with routes: in wasm, on a hostile host, and natively.

use anyhost_testkit::vectors::{self, CaseReport, How, Native, NativeCalls, Suite, skipped};
use anyhost_testkit::{Settings, Target};

use super::guest::{Guest, manifest};

/// Counts in state up to 7, and answers the number as a status: 200, then 201.
const COUNT: &str = "(local $b i32)
    (local.set $b (call $state_get (i32.const 256) (i32.const 1)))
    (if (i32.eqz (local.get $b)) (then
        (drop (call $state_set (i32.const 256) (i32.const 1) (i32.const 257) (i32.const 1)))
        (return (call $buffer (i32.const 272) (i32.const 62)))))
    (i32.store8 (i32.const 284) (i32.or (i32.const 48) (i32.and (i32.const 7) (i32.add (i32.const 1) (i32.load8_u offset=4 (local.get $b))))))
    (drop (call $state_set (i32.const 256) (i32.const 1) (i32.const 284) (i32.const 1)))
    (call $buffer (i32.const 272) (i32.const 62))";

const ANSWER: &str = r#"{"status":200,"body":{"ok":true,"a":[1.0]},"headers":{"X-A":"b"}}"#;

const ROUTES: &[(&str, bool)] = &[("POST /count count", false), ("GET /secret count", true), ("GET /echo echo", false)];

fn guest() -> Guest {
    let count = COUNT.replace("i32.const 62", &format!("i32.const {}", ANSWER.len()));
    Guest::default().imports().text(256, "k0").text(272, ANSWER).handler("count", &count).routes(ROUTES)
}

const CASES: &str = r#"{"cases":[
    {"name":"one","route":"POST /count","response":{"status":200,"body":{"a":[1.0],"ok":true},"headers":{"x-a":"b"}}},
    {"name":"steps share state","route":"POST /count","steps":[
        {"response":{"status":200}},
        {"response":{"status":201}},
        {"route":"GET /secret","response":{"status":401,"body":"Authentication required"}},
        {"route":"GET /secret","user":"ada","response":{"status":202}}]},
    {"name":"no route","route":"GET /nothing","response":{"status":404}},
    {"name":"what a handler gets","route":"GET /echo?a=%C3%A9","user":"ada","headers":{"X-A":"b"},"response":{"status":200,
        "body":{"method":"GET","path":"/echo","headers":{"x-a":"b"},"query":{"a":"Ã©"},"body":null,"user_id":"ada","is_admin":false}}},
    {"name":"any bytes","route":"GET /echo","raw":{"text":"7"},"response":{"status":200,"body":7}}
]}"#;

fn target<'a>(settings: &'a Settings) -> Target<'a> {
    let host = anyhost_abi::host("orbis").unwrap();
    Target::new(host, host.dialect(None).unwrap(), settings)
}

fn settings() -> Settings {
    let host = anyhost_abi::host("orbis").unwrap();
    Settings::parse(host, host.dialect(None).unwrap(), &[]).unwrap()
}

fn ran(guest: &Guest, cases: &str, how: How) -> Vec<CaseReport> {
    let settings = settings();
    let suite = Suite::open(&guest.wasm(), "p.wasm", &target(&settings)).unwrap();
    let cases = vectors::parse("cases.json", cases).unwrap().cases;
    cases.iter().map(|case| if how == How::Hostile { suite.run_hostile(case) } else { suite.run_case(case) }).collect()
}

#[test]
fn in_wasm() {
    for report in ran(&guest(), CASES, How::Wasm) {
        assert!(report.passed && report.skipped.is_none(), "{report:#?}");
    }
}

#[test]
fn on_a_hostile_host() {
    for report in ran(&guest(), CASES, How::Hostile) {
        assert!(report.passed, "{report:#?}");
    }
}

#[test]
fn what_differs_is_told() {
    let cases = r#"{"cases":[
        {"name":"status","route":"POST /count","response":{"status":404}},
        {"name":"body","route":"POST /count","response":{"body":{"ok":false,"a":[1.0]}}},
        {"name":"header","route":"POST /count","response":{"headers":{"X-B":"c"}}},
        {"name":"step","route":"POST /count","steps":[{"response":{}},{"response":{"status":200}}]},
        {"name":"trap","route":"GET /trap","response":{}}
    ]}"#;
    let routes = [ROUTES, &[("GET /trap trap", false)]].concat();
    let guest = guest().handler("trap", "unreachable").manifest(&manifest(&routes, ""));
    let messages: Vec<String> = ran(&guest, cases, How::Wasm).into_iter().map(|report| report.message.unwrap()).collect();
    assert_eq!(messages[0], r#"expected status 404, got 200: {"a":[1.0],"ok":true}"#);
    assert_eq!(messages[1], "ok: expected false, got true");
    assert_eq!(messages[2], "header `x-b`: expected `c`, got None");
    assert!(messages[3].starts_with("step 2: expected status 200, got 201"), "{}", messages[3]);
    assert!(messages[4].starts_with("the call ended: "), "{}", messages[4]);
}

#[test]
fn hosts_without_routes_skip_them() {
    let settings = settings();
    let cases = vectors::parse("cases.json", CASES).unwrap().cases;
    let host = anyhost_abi::host("nlink").unwrap();
    let nlink = Target::new(host, host.dialect(None).unwrap(), &settings);
    assert_eq!(skipped(&cases[0], &nlink, How::Wasm).as_deref(), Some("nlink has no routes"));
    let node = vectors::parse("cases.json", r#"{"cases":[{"name":"n","function":"f","outputs":{}}]}"#).unwrap().cases;
    assert_eq!(skipped(&node[0], &target(&settings), How::Wasm).as_deref(), Some("orbis has no nodes"));
    assert_eq!(skipped(&cases[1], &target(&settings), How::Native), None);
}

/// What a plugin's code is asked natively: its manifest, then requests as they reach a handler.
fn native(host: &str, dialect: &str, context: &[u8], calls: NativeCalls<'_>) -> Option<Vec<u8>> {
    match (host, dialect) {
        ("manifest:orbis", "source") => Some(manifest(ROUTES, r#","config":{"limit":3}"#).into_bytes()),
        ("orbis", "source") => {
            let text = String::from_utf8(context.to_vec()).unwrap();
            if !text.contains(r#""path":"/count""#) && !text.contains(r#""path":"/secret""#) {
                return Some(context.to_vec());
            }
            assert_eq!(calls("env.get_config", &[b"limit"]), Some(b"3".to_vec()));
            assert_eq!(calls("env.db_query", &[b"SELECT 1", b"[]"]), None);
            let count: u16 =
                calls("env.state_get", &[b"k"]).map_or(0, |value| String::from_utf8(value).unwrap().parse().unwrap());
            assert_eq!(calls("env.state_set", &[b"k", (count + 1).to_string().as_bytes()]), Some(b"1".to_vec()));
            Some(ANSWER.replace("200", &(200 + count).to_string()).into_bytes())
        }
        _ => None,
    }
}

#[test]
fn natively() {
    let settings = settings();
    let native = Native::open(native, &target(&settings)).unwrap();
    for case in vectors::parse("cases.json", CASES).unwrap().cases {
        let report = native.run_case(&case);
        assert!(report.passed && report.skipped.is_none(), "{report:#?}");
    }
    let twice = r#"{"cases":[{"name":"a","route":"POST /count","response":{"status":201}}]}"#;
    let report = native.run_case(&vectors::parse("cases.json", twice).unwrap().cases[0]);
    assert!(report.message.unwrap().starts_with("expected status 201, got 200"));
}
