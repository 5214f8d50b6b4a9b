//! Vector files: the schema, clear errors, lowering to each host.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use anyhost_testkit::vectors::{self, CaseReport, Native, NativeCalls, Suite};
use anyhost_testkit::{Error, Target};
use common::{Guest, pack};
use serde_json::Value;

/// The names that a Rust type accepts, read from the message about one that it does not.
fn accepted(text: &str) -> BTreeSet<String> {
    let message = vectors::parse("x.json", text).unwrap_err().to_string();
    let list = message.split("expected").nth(1).unwrap_or_else(|| panic!("{message}"));
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn schema_names_what_the_types_take() {
    let schema: Value = serde_json::from_str(include_str!("../../docs/vectors.schema.json")).unwrap();
    let case = |inner: &str| format!(r#"{{"cases":[{{"name":"a","function":"f",{inner}}}]}}"#);
    let types = [
        ("File", r#"{"no":1}"#.to_owned()),
        ("Case", case(r#""no":1"#)),
        ("Step", case(r#""steps":[{"no":1}]"#)),
        ("Raw", case(r#""raw":{"no":1}"#)),
        ("Repeat", case(r#""raw":{"repeat":{"no":1}}"#)),
        ("ExpectedError", case(r#""error":{"no":1}"#)),
        ("ExpectedLog", case(r#""logs":[{"no":1}]"#)),
        ("Override", case(r#""overrides":{"nlink":{"no":1}}"#)),
        ("ExpectedResponse", r#"{"cases":[{"name":"a","route":"GET /","response":{"no":1}}]}"#.to_owned()),
        ("Scenario", r#"{"cases":[{"name":"a","scenario":{"no":1}}]}"#.to_owned()),
    ];
    for (name, text) in types {
        let properties = schema["$defs"][name]["properties"].as_object().unwrap();
        let listed: BTreeSet<String> = properties.keys().cloned().collect();
        assert_eq!(accepted(&text), listed, "{name}");
    }
    let kinds = accepted(&case(r#""error":{"kind":"no"}"#));
    let listed: BTreeSet<String> = schema["$defs"]["ExpectedError"]["properties"]["kind"]["enum"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v.as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, listed);
    let hosts: BTreeSet<&str> =
        schema["$defs"]["HostId"]["enum"].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
    assert_eq!(hosts, anyhost_abi::HOSTS.iter().map(|host| host.id).collect());
}

#[test]
fn errors_name_file_and_case() {
    let cases = [
        ("{", "x.json: EOF"),
        (r#"{"cases":[{"name":"a","function":"f"}]}"#, "x.json: case `a`: needs either `outputs`, `items` or `error`"),
        (
            "{\"cases\":[{\"name\":\"a\",\"function\":\"f\",\"outputs\":{}},\n{\"name\":\"b\",\"functoin\":\"f\"}]}",
            "case `b`: unknown field `functoin`",
        ),
        (r#"{"cases":[{"name":"a","function":"f","outputs":[]}]}"#, "`outputs` must be an object"),
        (r#"{"cases":[{"name":"a","function":"f","outputs":{},"hosts":["nlnk"]}]}"#, "no host `nlnk`"),
        (r#"{"cases":[{"name":"a","function":"f","outputs":{},"raw":{"base64":"?"}}]}"#, "base64"),
        (
            r#"{"cases":[{"name":"a","function":"f","outputs":{},"raw":{"repeat":{"text":"abc","times":999999999999}}}]}"#,
            "more than",
        ),
        (r#"{"cases":[{"name":"a","function":"f","outputs":{}},{"name":"a","function":"f","outputs":{}}]}"#, "another case"),
    ];
    for (text, part) in cases {
        let error = vectors::parse("x.json", text).unwrap_err();
        assert!(matches!(error, Error::Vector { .. }));
        assert!(error.to_string().contains(part), "{error}");
    }
}

fn run(at: &str, guest: &Guest, text: &str) -> Vec<CaseReport> {
    let (host, dialect, settings) = common::settings(at, &[]);
    let target = Target::new(host, dialect, &settings);
    let file = vectors::parse("x.json", text).unwrap();
    let suite = Suite::open(&guest.wasm(), "guest.wasm", &target).unwrap();
    file.cases.iter().map(|case| suite.run_case(case)).collect()
}

#[test]
fn cases_pass_and_fail() {
    let text = r#"{"cases":[
        {"name":"passes","function":"echo","inputs":{"input":"hi"},"outputs":{"output":"hi"},"exec":"exec_out",
         "overrides":{"nlink":{"outputs":{"message":"hi"}}}},
        {"name":"whole","function":"echo","outputs":{},"overrides":{"nlink":{"result":[{"json":{"message":"hi"}}]},
         "flow-like":{"result":{"outputs":{"output":"hi"},"activate_exec":["exec_out"]}}}},
        {"name":"differs","function":"echo","outputs":{"output":"ho"}},
        {"name":"no error","function":"echo","error":{"kind":"input","contains":"input"}},
        {"name":"elsewhere","function":"echo","outputs":{},"hosts":["orbis"]}
    ]}"#;
    for (at, guest) in [("flow-like", Guest::flow_like()), ("nlink", Guest::nlink())] {
        let reports = run(at, &guest, text);
        let passed: Vec<bool> = reports.iter().map(|report| report.passed).collect();
        assert_eq!(passed, [true, true, false, false, true], "{at}: {reports:#?}");
        assert!(reports[4].skipped.is_some());
        assert!(reports[0].fuel > 0 && reports[0].pages > 0);
    }
    let reports = run("flow-like", &Guest::flow_like(), text);
    assert_eq!(reports[2].message.as_deref(), Some("output: expected \"ho\", got \"hi\""));
    let broken = run("flow-like", &Guest::flow_like().body("unreachable"), text);
    assert!(broken[0].message.as_deref().unwrap().contains("unreachable"), "{:?}", broken[0].message);
    let missing = run("flow-like", &Guest::flow_like().without("run"), text);
    assert!(missing[0].message.as_deref().unwrap().contains("Missing required export: run"), "{:?}", missing[0].message);
}

#[test]
fn inputs_reach_the_host_as_they_are() {
    // The guest returns its input as the result, which is no array of items: the override sees it whole.
    let echo = "(i64.or (i64.shl (i64.extend_i32_u (local.get $p)) (i64.const 32)) (i64.extend_i32_u (local.get $n)))";
    let text =
        r#"{"cases":[{"name":"a","function":"f","inputs":{"n":9007199254740993,"row":{"x":1}},"item":"row","outputs":{}}]}"#;
    let reports = run("nlink", &Guest::nlink().body(echo), text);
    let message = reports[0].message.as_deref().unwrap();
    assert!(message.contains(r#"{"params":{"n":9007199254740993},"$json":{"x":1}}"#), "{message}");
    assert_eq!(pack(1, 2), 0x1_0000_0002);
}

/// The schema, to validate with.
fn schema() -> (boon::Schemas, boon::SchemaIndex) {
    let text: Value = serde_json::from_str(include_str!("../../docs/vectors.schema.json")).unwrap();
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.add_resource("vectors.schema.json", text).unwrap();
    let index = compiler.compile("vectors.schema.json", &mut schemas).unwrap();
    (schemas, index)
}

#[test]
fn schema_and_parser_agree() {
    let (schemas, index) = schema();
    let valid = |text: &str| {
        let value: Value = serde_json::from_str(text).unwrap();
        schemas.validate(&value, index).map_err(|error| error.to_string())
    };
    let case = |inner: &str| format!(r#"{{"cases":[{{"name":"a","function":"f",{inner}}}]}}"#);
    let scenario = |inner: &str| format!(r#"{{"cases":[{{"name":"a","scenario":{{{inner}}}}}]}}"#);
    let route = |inner: &str| format!(r#"{{"cases":[{{"name":"a","route":"GET /x?a=1",{inner}}}]}}"#);
    let right = [
        case(r#""outputs":{}"#),
        case(r#""inputs":{"a":[{"$repeat":{"text":"x","times":3}}],"b":{"$base64":"/w=="}},"items":[{"a":1}],"hosts":["nlink"]"#),
        case(r#""error":{"kind":"node"},"host":{"flowlike_meta.time_now":5}"#),
        case(r#""steps":[{"outputs":{}},{"function":"g","raw":{"text":""},"error":{"kind":"context"}}]"#),
        case(r#""overrides":{"nlink":{"result":[1]}}"#),
        scenario(r#""config":{"a":1},"steps":[{"poll":1},{"http":{"path":"/x"},"response":{"status":200}}],"values":{"a.b":1}"#),
        scenario(r#""steps":[{"start":null},{"stop":true},{"udp":{"port":1,"text":"x"}}],"status":"x","deltas":0"#),
        route(r#""response":{}"#),
        route(r#""user":"ada","headers":{"X-A":"b"},"body":[1],"response":{"status":404,"body":{"a":1},"headers":{"x-a":"b"}}"#),
        route(
            r#""steps":[{"response":{"status":200}},{"route":"POST /x","body":{"$repeat":{"text":"x","times":3}},"response":{}}]"#,
        ),
        route(r#""raw":{"text":""},"overrides":{"orbis":{"response":{"status":400}}}"#),
        r#"{"cases":[{"name":"a","steps":[{"route":"GET /x","response":{}},{"route":"GET /y","response":{}}]}]}"#.to_owned(),
        r#"{"cases":[]}"#.to_owned(),
    ];
    for text in right {
        valid(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        vectors::parse("x.json", &text).unwrap();
    }
    let wrong = [
        case(r#""output":{}"#),
        case(r#""hosts":["nlink"]"#),
        case(r#""outputs":{},"error":{"kind":"node"}"#),
        case(r#""outputs":{},"items":[]"#),
        case(r#""inputs":{},"raw":{"text":""},"outputs":{}"#),
        case(r#""inputs":{"a":{"$repeat":{"text":"x"}}},"outputs":{}"#),
        case(r#""inputs":{"a":{"$base64":5}},"outputs":{}"#),
        case(r#""steps":[]"#),
        case(r#""steps":[{"inputs":{}}]"#),
        case(r#""steps":[{"outputs":{}}],"inputs":{}"#),
        case(r#""outputs":{},"host":{"time":5}"#),
        case(r#""outputs":{},"hosts":["nowhere"]"#),
        case(r#""raw":{"text":"","base64":""},"outputs":{}"#),
        case(r#""error":{"kind":"other"}"#),
        case(r#""scenario":{"steps":[]}"#),
        scenario(r#""steps":[{"pol":1}]"#),
        scenario(r#""steps":[{"poll":1,"advance":5}]"#),
        scenario(r#""steps":[{"response":null}]"#),
        scenario(r#""steps":[1]"#),
        case(r#""route":"GET /x","response":{}"#),
        case(r#""response":{}"#),
        case(r#""outputs":{},"response":{}"#),
        route(r#""user":"ada""#),
        route(r#""inputs":{},"response":{}"#),
        route(r#""outputs":{},"response":{}"#),
        route(r#""body":1,"raw":{"text":""},"response":{}"#),
        route(r#""headers":{"a":1},"response":{}"#),
        route(r#""steps":[{"response":{}}],"response":{}"#),
        route(r#""steps":[{"body":1}]"#),
        r#"{"cases":[{"name":"a","route":"/x","response":{}}]}"#.to_owned(),
        r#"{"cases":[{"name":"a"}]}"#.to_owned(),
        r#"{"case":[]}"#.to_owned(),
    ];
    for text in wrong {
        assert!(valid(&text).is_err(), "the schema takes {text}");
        assert!(vectors::parse("x.json", &text).is_err(), "the parser takes {text}");
    }
}

#[test]
fn vectors_of_this_repository_are_valid() {
    let (schemas, index) = schema();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let crates = ["examples", "tests/guests"].map(|folder| std::fs::read_dir(root.join(folder)).unwrap());
    let mut count = 0;
    for folder in crates.into_iter().flatten().map(|entry| entry.unwrap().path().join("vectors")).filter(|path| path.is_dir()) {
        for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let text = std::fs::read_to_string(&file).unwrap();
            // A number that no `Value` holds; to the schema one number is as another.
            let value: Value = serde_json::from_str(&text.replace("1e400", "1e300")).unwrap();
            schemas.validate(&value, index).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            vectors::parse(&file.display().to_string(), &text).unwrap();
            count += 1;
        }
    }
    assert!(count >= 3, "{count} files");
}

/// A guest of two host functions, which counts its calls and returns what they answer.
fn counting() -> Guest {
    let import = r#"(import "flowlike_meta" "time_now" (func $now (result i64)))"#;
    let result = r#"{"outputs":{"output":"n=0 t=0"},"activate_exec":["exec_out"]}"#;
    let digit = |at: u64, value: &str| format!("(i32.store8 (i32.const {at}) (i32.add (i32.const 48) {value}))");
    let body = format!(
        "(global.set $n (i32.add (global.get $n) (i32.const 1))) {} {} (i64.const {})",
        digit(common::RESULT_AT + 24, "(global.get $n)"),
        digit(common::RESULT_AT + 28, "(i32.wrap_i64 (call $now))"),
        pack(common::RESULT_AT, result.len())
    );
    Guest::flow_like().with("import", import).with("global", "(global $n (mut i32) (i32.const 0))").result(result).body(&body)
}

#[test]
fn steps_share_an_instance_and_host_functions_answer() {
    let text = r#"{"cases":[
        {"name":"both","function":"echo","host":{"flowlike_meta.time_now":7},
         "steps":[{"outputs":{"output":"n=1 t=7"}},{"outputs":{"output":"n=2 t=7"},"exec":"exec_out"}]},
        {"name":"afresh","function":"echo","host":{"flowlike_meta.time_now":7},
         "steps":[{"outputs":{"output":"n=1 t=7"}},{"outputs":{"output":"n=1 t=7"}}]},
        {"name":"strict","function":"echo","host":{"flowlike_meta.random":7},"outputs":{}},
        {"name":"another type","function":"echo","host":{"flowlike_meta.time_now":"x"},"outputs":{}}
    ]}"#;
    let reports = run("flow-like", &counting(), text);
    assert!(reports[0].passed, "{:#?}", reports[0]);
    assert_eq!(reports[1].message.as_deref(), Some(r#"step 2: output: expected "n=1 t=7", got "n=2 t=7""#));
    let strict = reports[2].message.as_deref().unwrap();
    assert!(strict.contains("`flowlike_meta.time_now` was called, and the case has no answer for it"), "{strict}");
    assert!(reports[3].message.as_deref().unwrap().contains("is not what it returns"));
}

#[test]
fn long_and_broken_texts_reach_the_plugin() {
    let echo = "(i64.or (i64.shl (i64.extend_i32_u (local.get $p)) (i64.const 32)) (i64.extend_i32_u (local.get $n)))";
    let text = r#"{"cases":[
        {"name":"long","function":"f","inputs":{"a":{"$repeat":{"text":"x","times":16000000}}},"outputs":{}},
        {"name":"broken","function":"f","inputs":{"a":{"$base64":"/w=="}},"outputs":{}}
    ]}"#;
    let room = r#"(func (export "allocate") (param i32) (result i32) (drop (memory.grow (i32.const 400))) (i32.const 131072))"#;
    let reports = run("nlink", &Guest::nlink().with("allocate", room).body(echo), text);
    assert!(reports[0].message.as_deref().unwrap().contains("an object without `error`"), "{:?}", reports[0].message);
    assert!(reports[0].pages > 250, "{} pages", reports[0].pages);
    assert!(reports[1].message.as_deref().unwrap().contains("NL107"), "{:?}", reports[1].message);
}

#[test]
fn items_are_compared_where_there_are_items_and_where_there_are_none() {
    let text = r#"{"cases":[
        {"name":"two","function":"f","items":[{"n":1},{"n":2}]},
        {"name":"one","function":"f","items":[{"n":1}]}
    ]}"#;
    let nlink = Guest::nlink().result(r#"[{"json":{"n":1}},{"json":{"n":2}}]"#);
    let flow_like = Guest::flow_like().result(r#"{"outputs":{"output":[{"n":1},{"n":2}]},"activate_exec":["exec_out"]}"#);
    for (at, guest) in [("nlink", nlink), ("flow-like", flow_like)] {
        let text = text.replace(r#""f""#, r#""echo""#);
        let reports = run(at, &guest, &text);
        assert!(reports[0].passed, "{at}: {reports:#?}");
        assert!(reports[1].message.as_deref().unwrap().contains("expected 1 items, got 2"), "{at}: {reports:#?}");
    }
}

#[test]
fn kinds_of_errors_are_told_apart_where_the_text_tells() {
    let error = |text: &str| Guest::nlink().result(&format!("{{\"error\":{}}}", serde_json::to_string(text).unwrap()));
    let case = |kind: &str| format!(r#"{{"cases":[{{"name":"a","function":"f","error":{{"kind":"{kind}"}}}}]}}"#);
    let cases = [
        ("missing input \"a\"", "input", None),
        ("missing input \"a\"", "node", Some("expected an error of kind Node, got one of kind Input: `missing input \"a\"`")),
        ("no", "node", None),
        // A foreign plugin says it in its own words.
        ("bad input", "input", None),
        ("invalid context: x", "input", Some("expected an error of kind Input, got one of kind Context: `invalid context: x`")),
    ];
    for (text, kind, message) in cases {
        assert_eq!(run("nlink", &error(text), &case(kind))[0].message.as_deref(), message, "{text} {kind}");
    }
}

#[test]
fn a_hostile_host_changes_no_answer_of_a_sound_plugin() {
    let text = r#"{"cases":[{"name":"a","function":"echo","steps":[{"inputs":{"input":"x"},"outputs":{"output":"hi"}},{"outputs":{"output":"hi"}}]}]}"#;
    let suite = |guest: &Guest| {
        let (host, dialect, settings) = common::settings("flow-like", &[]);
        let suite = Suite::open(&guest.wasm(), "guest.wasm", &Target::new(host, dialect, &settings)).unwrap();
        suite.run_hostile(&vectors::parse("x.json", text).unwrap().cases[0])
    };
    let sound = suite(&Guest::flow_like());
    assert!(sound.passed && sound.how == vectors::How::Hostile, "{sound:#?}");
    let dealloc = r#"(func (export "dealloc") (param i32 i32) (if (i32.ne (local.get 0) (i32.const 65536)) (then unreachable)))"#;
    let fragile = suite(&Guest::flow_like().with("dealloc", dealloc)).message.unwrap();
    assert!(
        fragile.contains("under a host that frees what was never handed out (frees-unknown): what it calls does not return"),
        "{fragile}"
    );
    assert!(!fragile.contains("frees-twice"), "{fragile}");
    // It tires after a thousand calls.
    let tired = Guest::flow_like().with("global", "(global $n (mut i32) (i32.const 0))").body(&format!(
        "(global.set $n (i32.add (global.get $n) (i32.const 1))) (if (i32.gt_u (global.get $n) (i32.const 1000)) (then unreachable)) (i64.const {})",
        pack(common::RESULT_AT, common::RESULT.len())
    ));
    assert!(suite(&tired).message.unwrap().contains("`run` did not return"));
}

/// Answers as a plugin of the SDK would, without wasm.
fn native(host: &str, _: &str, context: &[u8], calls: NativeCalls<'_>) -> Option<Vec<u8>> {
    if host != "flow-like" {
        return None;
    }
    let context: Value = serde_json::from_slice(context).ok()?;
    let input = context["inputs"]["input"].as_str().unwrap_or_default().to_owned();
    assert_ne!(input, "panic", "told to");
    let time = calls("flowlike_meta.time_now", &[]);
    calls("flowlike_log.warn", &[input.as_bytes()]);
    let error = if input == "wrong" { "\"missing input \\\"input\\\"\"" } else { "null" };
    let result = format!(
        r#"{{"outputs":{{"output":"{} {input} {}"}},"error":{error},"activate_exec":[]}}"#,
        context["node_name"].as_str().unwrap_or("?"),
        String::from_utf8(time.unwrap_or_default()).unwrap()
    );
    Some(result.into_bytes())
}

#[test]
fn cases_run_natively() {
    let text = r#"{"cases":[
        {"name":"right","function":"echo","inputs":{"input":"x"},"outputs":{"output":"echo x 5"},
         "host":{"flowlike_meta.time_now":5},"logs":[{"level":"warn","message":"x"}]},
        {"name":"the emulator's own time","function":"echo","inputs":{"input":"x"},"outputs":{"output":"echo x 1640995200001"}},
        {"name":"strict","function":"echo","host":{},"outputs":{}},
        {"name":"wrong","function":"echo","inputs":{"input":"wrong"},"error":{"kind":"node"}},
        {"name":"panic","function":"echo","inputs":{"input":"panic"},"outputs":{}},
        {"name":"steps","function":"echo","steps":[{"outputs":{}}]}
    ]}"#;
    let file = vectors::parse("x.json", text).unwrap();
    let reports = |at: &str, pairs: &[(&str, &str)]| -> Vec<CaseReport> {
        let (host, dialect, settings) = common::settings(at, pairs);
        let native = Native::open(native, &Target::new(host, dialect, &settings)).unwrap();
        file.cases.iter().map(|case| native.run_case(case)).collect()
    };
    let found = reports("flow-like", &[]);
    assert!(found[0].passed && found[1].passed, "{found:#?}");
    let message = |at: usize| found[at].message.as_deref().unwrap();
    assert!(message(2).contains("`flowlike_meta.time_now` was called"), "{}", message(2));
    assert!(message(3).contains("got one of kind Input"), "{}", message(3));
    assert!(message(4).contains("panicked") && message(4).contains("told to"), "{}", message(4));
    assert!(found[5].skipped.as_deref().unwrap().contains("natively"));
    // E1 does not see the text.
    assert!(reports("flow-like", &[("epoch", "1")])[0].message.as_deref().unwrap().contains("expected 1 log lines"));
    assert!(reports("nlink", &[])[0].message.as_deref().unwrap().contains("the plugin has nothing for nlink"));
}
