//! The data is the checklist: what stands in `anyhost-abi` for a built host is exported, linked, wrapped, limited.
//! (Rules: `host-testkit/tests/rules.rs` has a guest that breaks each. Provenance: `sdk/abi/tests/data.rs`.)
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;

use anyhost_abi::{Dialect, Export, HOSTS, Host, Need, Offer, Role, Shape, Support, Val};
use anyhost_testkit::signalk::Server;
use anyhost_testkit::{Request, Settings, Target, run};
use anyhost_tests::{check_in, host, run_in, wasm};

/// The dialects that are built, run and judged.
fn built() -> impl Iterator<Item = (&'static Host, &'static Dialect)> {
    HOSTS
        .iter()
        .filter(|host| host.support == Support::Built)
        .flat_map(|host| host.dialects.iter().map(move |dialect| (*host, dialect)))
        .filter(|(_, dialect)| dialect.support == Support::Built)
}

/// A guest of ours for each of them.
const GUESTS: &[(&str, &str, &str)] = &[
    ("flow-like", "source", "tests/guests/echo"),
    ("flow-like", "docs", "tests/guests/docs-echo"),
    ("nlink", "docs", "examples/greet"),
    ("signalk", "source", "tests/guests/signalk"),
    ("signalk", "docs", "examples/signalk-hello"),
    ("orbis", "source", "tests/guests/orbis"),
    ("orbis", "docs", "tests/guests/orbis-docs"),
];

fn is_default(host: &Host, dialect: &Dialect) -> bool {
    host.dialects[0].id == dialect.id
}

fn guest(host: &Host, dialect: &Dialect) -> Vec<u8> {
    let found = GUESTS.iter().find(|guest| (guest.0, guest.1) == (host.id, dialect.id));
    let (_, _, folder) = found.unwrap_or_else(|| panic!("{} {}: no guest", host.id, dialect.id));
    wasm(folder, host.id)
}

#[test]
fn each_export_that_the_data_asks_for_is_emitted() {
    for (host, dialect) in built() {
        let wasm = guest(host, dialect);
        let mut exported = BTreeSet::new();
        for payload in wasmparser::Parser::new(0).parse_all(&wasm) {
            if let wasmparser::Payload::ExportSection(exports) = payload.unwrap() {
                exported.extend(exports.into_iter().map(|export| export.unwrap().name.to_owned()));
            }
        }
        // What no host looks at is there where an author writes it. Constructors are run for WASI alone. The guest of a dialect that is not the default one may have less.
        let wanted = |export: &&Export| {
            let wanted = export.emit && export.role != Role::Initialize && export.need != Need::Ignored;
            wanted && (export.need != Need::Optional || is_default(host, dialect))
        };
        for export in dialect.exports.iter().filter(wanted) {
            let Some(name) = export.name.fixed() else {
                let rule = export.rule.unwrap_or_else(|| panic!("{}: {export:?} has no rule", host.id));
                assert!(
                    exported.iter().any(|name| name.starts_with(rule.before) && name.ends_with(rule.after))
                        || !is_default(host, dialect),
                    "{export:?}"
                );
                continue;
            };
            assert!(exported.contains(name), "{} {}: `{name}` is not exported, only {exported:?}", host.id, dialect.id);
        }
        // Its types are judged by the host itself.
        let verdict = check_in(&wasm, host.id, dialect.id);
        assert_eq!(
            (verdict.loads, verdict.conforms),
            (Some(true), Some(true)),
            "{} {}: {:#?}",
            host.id,
            dialect.id,
            verdict.findings
        );
    }
}

/// What a host of routes can call.
const HANDLER: &str = r#"(func (export "one") (param i32 i32) (result i32) (i32.const 0))"#;

/// A module that imports every function of a dialect with the type that the data says, and one page of memory.
fn imports_all(dialect: &Dialect) -> Vec<u8> {
    let vals = |vals: &mut dyn Iterator<Item = Val>| vals.map(|val| format!(" {val:?}").to_lowercase()).collect::<String>();
    let imports: String = dialect
        .imports
        .iter()
        .filter(|import| import.is_typed())
        .map(|import| {
            let (params, results) = (vals(&mut import.params()), vals(&mut import.results().iter().copied()));
            format!("(import {:?} {:?} (func (param{params}) (result{results})))\n", import.module, import.name)
        })
        .collect();
    wat::parse_str(format!("(module {imports} (memory (export \"memory\") 1) {HANDLER})")).unwrap()
}

#[test]
fn each_import_is_linked_with_its_type() {
    for (host, dialect) in built() {
        let settings = Settings::parse(host, dialect, &[]).unwrap();
        let target = Target::new(host, dialect, &settings);
        let refusal = |module: &[u8]| run(module, "guest.wasm", &target, &Request::default()).unwrap().error.unwrap_or_default();
        let error = refusal(&imports_all(dialect));
        assert!(!error.contains("import") && !error.contains("not instantiated"), "{} {}: {error}", host.id, dialect.id);
        let other = format!("(module (import \"other\" \"nope\" (func)) (memory (export \"memory\") 1) {HANDLER})");
        let other = wat::parse_str(other).unwrap();
        let error = refusal(&other);
        assert!(error.contains("other"), "{} {} takes any import: {error}", host.id, dialect.id);
    }
}

#[test]
fn each_wrapped_import_is_reached_by_its_wrapper() {
    for (host, dialect) in built() {
        let wrapped: BTreeSet<String> = dialect
            .imports
            .iter()
            .filter(|import| matches!(import.offer, Offer::Wrapped(_)))
            .map(|import| format!("{}.{}", import.module, import.name))
            .collect();
        if wrapped.is_empty() {
            continue;
        }
        let called: BTreeSet<String> = match host.shape {
            Shape::Node => calls_of_node(host),
            Shape::Route => calls_of_routes(host, dialect),
            Shape::Stateful => calls_of_kept(host, dialect),
        };
        // The functions of a dialect may be some of those that the guest uses.
        assert!(called.is_superset(&wrapped), "{} {}: not called: {:?}", host.id, dialect.id, wrapped.difference(&called));
        assert!(!is_default(host, dialect) || called == wrapped, "{}: {called:?}", host.id);
    }
}

/// What a node calls that calls everything, and each level of its log.
fn calls_of_node(host: &Host) -> BTreeSet<String> {
    let request = Request { node: Some("host".into()), ..Request::json(r#"{"message":"grüße"}"#) };
    let report = run_in(&wasm("tests/guests/conformance", host.id), host.id, false, &request);
    assert!(report.ok, "{report:?}");
    let levels: Vec<String> =
        report.logs.iter().map(|log| format!("{} {}", serde_json::to_value(log.level).unwrap(), log.message)).collect();
    assert_eq!(levels, ["trace", "debug", "info", "warn", "error"].map(|level| format!("{level:?} grüße")));
    report.calls.into_iter().map(|call| call.import).collect()
}

/// What the routes of a plugin call that calls everything.
fn calls_of_routes(host: &'static Host, dialect: &'static Dialect) -> BTreeSet<String> {
    let paths: &[&str] = match dialect.id {
        "docs" => &["POST /api/db/tea", "POST /api/client", "POST /api/log"],
        _ => &["POST /state", "GET /config", "POST /db", "POST /client", "POST /event", "POST /crypto", "POST /log"],
    };
    let (wasm, settings) = (guest(host, dialect), Settings::parse(host, dialect, &[]).unwrap());
    let call = |path: &&str| {
        // Read where a route takes it; what does not fit is an answer, too.
        let body = if path.ends_with("/api/client") { r#""http://127.0.0.1:9/""# } else { r#"{"url":"http://127.0.0.1:9/"}"# };
        let request = Request { route: Some((*path).to_owned()), ..Request::json(body) };
        let report = run(&wasm, "plugin.wasm", &Target::new(host, dialect, &settings), &request).unwrap();
        assert!(report.ok, "{path}: {report:?}");
        report.calls.into_iter().map(|call| call.import)
    };
    paths.iter().flat_map(call).collect()
}

/// What a plugin calls from its start to its stop that calls everything.
fn calls_of_kept(host: &Host, dialect: &Dialect) -> BTreeSet<String> {
    let wasm = wasm("tests/guests/signalk-wrappers", host.id);
    let mut server = Server::new(&wasm).unwrap_or_else(|error| panic!("{} {}: {error}", host.id, dialect.id));
    server.listen("peer:9");
    server.listen("peer:10");
    server.start_unconfigured().unwrap();
    server.poll();
    assert!(server.udp_send(2000, ([10, 0, 0, 7], 1234).into(), b"hello"));
    assert!(server.tcp_send("peer:9", b"line\n"));
    for (method, path) in [("POST", "/emit"), ("GET", "/granted"), ("POST", "/save"), ("POST", "/streams"), ("POST", "/receive")]
    {
        let response = server.send(method, path, &serde_json::json!({}));
        assert!(matches!(response.status, 200 | 204), "{path}: {} {}", response.status, response.body);
    }
    assert_eq!(server.tcp_received("peer:9"), b"heard\n");
    assert!(server.saved_config().is_some_and(|saved| saved[1] == "{}"));
    server.stop().unwrap();
    assert_eq!(server.udp_received(), [("10.0.0.7:1234".to_owned(), b"thanks".to_vec())]);
    assert_eq!(server.streams(), [("radars/r0".to_owned(), vec![0, 255]), ("radars/r0".to_owned(), b"spokes".to_vec())]);
    assert_eq!(server.open_sockets(), (0, 0));
    assert!(server.logs().iter().any(|log| log.message == "info: connects to peer"));
    server.calls().iter().map(|call| call.import.clone()).collect()
}

#[test]
fn each_import_that_is_not_wrapped_says_why() {
    for (host, dialect) in built() {
        for import in dialect.imports {
            match import.offer {
                Offer::Wrapped(path) => assert!(path.starts_with(&host.id.replace('-', "_")), "{path}"),
                Offer::Std(path) => assert!(path.starts_with("std::"), "{path}"),
                Offer::Never(reason) => assert!(reason.len() > 10, "{}.{}: {reason}", import.module, import.name),
                Offer::NotBuilt(_) => panic!("{}.{}: {} is built", import.module, import.name, host.id),
            }
        }
    }
}

/// How a guest meets a limit: what it is made of, and the settings that bring the limit near.
enum Meets {
    /// A module that the host refuses, or whose call ends.
    Module(String, &'static [(&'static str, &'static str)]),
    /// Shown elsewhere, or not a guest's matter; the reason.
    Elsewhere(&'static str),
}

/// A node that does something before it answers.
fn node(fields: &str, body: &str) -> String {
    const DEFINITION: &str = r#"[{"name":"one","friendly_name":"One","description":"","category":"","pins":[]}]"#;
    const RESULT: &str = r#"{"outputs":{}}"#;
    let data = format!("{DEFINITION}{RESULT}").replace('"', "\\22");
    let (definition, result) = (16 << 32 | DEFINITION.len(), (16 + DEFINITION.len()) << 32 | RESULT.len());
    format!(
        r#"(module {fields}
            (data (i32.const 16) "{data}")
            (func (export "get_nodes") (result i64) (i64.const {definition}))
            (func $alloc (param i32) (result i32) (i32.const 4096))
            (export "alloc" (func $alloc)) (export "allocate" (func $alloc))
            (func $run (param i32 i32) (result i64) {body} (i64.const {result}))
            (export "run" (func $run)) (export "execute_node" (func $run)))"#
    )
}

fn meets(host: &str, limit: &str, value: u64) -> Meets {
    let memory = r#"(memory (export "memory") 1)"#;
    let module = |fields: &str, body: &str, settings| Meets::Module(node(&format!("{memory} {fields}"), body), settings);
    match limit {
        "memory_pages" => Meets::Module(node(&format!(r#"(memory (export "memory") {})"#, value + 1), ""), &[]),
        "fuel" => module("", "(loop $l (br $l))", &[("fuel", "1000000")]),
        "timeout_ms" => module("", "(loop $l (br $l))", &[("timeout_ms", "300")]),
        "stack_bytes" => module(
            "(func $f (param i64) (result i64) (i64.add (call $f (local.get 0)) (i64.const 1)))",
            "(drop (call $f (i64.const 0)))",
            &[],
        ),
        "tables" => module(&"(table 1 funcref)".repeat(usize::try_from(value).unwrap() + 1), "", &[]),
        "table_elements" => module(&format!("(table {} funcref)", value + 1), "", &[]),
        "memories" => module(&"(memory 1)".repeat(usize::try_from(value).unwrap()), "", &[]),
        "instances" => Meets::Elsewhere("a core module is one instance; only components have more"),
        "write_bytes" => {
            Meets::Elsewhere("storage needs an address that only the host can read: `flowlike_storage` is never used")
        }
        "item_bytes" => Meets::Elsewhere("the guest that breaks NL115"),
        "result_bytes" => Meets::Elsewhere("the guest that breaks NL111"),
        "package_bytes" | "memory_pages_max" | "timeout_ms_max" => {
            Meets::Elsewhere("a package's or manifest's, which a wasm does not hold")
        }
        _ => panic!("{host}: the limit {limit} is new: say how a guest meets it"),
    }
}

#[test]
fn each_limit_is_met() {
    for id in ["flow-like", "nlink"] {
        let host = host(id);
        let dialect = &host.dialects[0];
        for limit in dialect.limits {
            let (text, settings) = match meets(id, limit.name, limit.value) {
                Meets::Module(text, settings) => (text, settings),
                Meets::Elsewhere(reason) => {
                    println!("{id} {}: {reason}", limit.name);
                    continue;
                }
            };
            let settings = Settings::parse(host, dialect, settings).unwrap();
            let module = wat::parse_str(&text).unwrap();
            let report = run(&module, "guest.wasm", &Target::new(host, dialect, &settings), &Request::default()).unwrap();
            assert!(
                !report.ok && report.raw.is_none(),
                "{id}: nothing happens beyond {} {}: {report:?}",
                limit.value,
                limit.name
            );
            println!(
                "{id} {}: {}",
                limit.name,
                report.trap.or(report.error).unwrap_or_default().lines().next().unwrap_or_default()
            );
        }
    }
    // The node itself is fine: what was refused above was refused for the limit.
    let module = wat::parse_str(node(r#"(memory (export "memory") 1)"#, "")).unwrap();
    assert!(run_in(&module, "flow-like", false, &Request::default()).ok);
}
