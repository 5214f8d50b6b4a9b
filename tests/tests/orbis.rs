//! What no well-meaning client or host sends, to plugins for Orbis in both dialects: each time a JSON answer with the right
//! status, no trap, nothing half written. And the complete example of the host's document.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::thread;

use anyhost_testkit::build::{BuildOptions, build};
use anyhost_testkit::orbis::{self, Server};
use anyhost_testkit::{Request, RunReport, Settings, Target, run};
use anyhost_tests::{foreign_wasm, host, root};
use serde_json::{Value, json};

/// A guest in one of its dialects: the wasm, and the folder in which it lies beside its manifest.
struct Guest {
    dialect: &'static str,
    wasm: Vec<u8>,
    package: PathBuf,
}

/// The guest of one source: for the dialect `source`, for `docs`, and for both in one wasm, where the manifest chooses.
fn guests() -> &'static [Guest; 4] {
    static GUESTS: LazyLock<[Guest; 4]> = LazyLock::new(|| {
        [("orbis-input", "source"), ("orbis-input-docs", "docs"), ("orbis-input-both", "source"), ("orbis-input-both", "docs")]
            .map(|(name, dialect)| {
                let options = BuildOptions { dialect: Some(dialect.to_owned()), ..BuildOptions::default() };
                let built = build(&root().join("tests/guests").join(name), &options).unwrap().remove(0);
                let package = root().join("target/tests").join(format!("{name} {dialect}"));
                fs::create_dir_all(&package).unwrap();
                for file in built.files.iter().chain([&built.wasm]) {
                    fs::copy(file, package.join(file.file_name().unwrap())).unwrap();
                }
                Guest { dialect, wasm: fs::read(&built.wasm).unwrap(), package }
            })
    });
    &GUESTS
}

/// A call of a handler with these bytes as its context.
fn raw(guest: &Guest, function: &str, context: &[u8]) -> RunReport {
    // As `anyhost hosts orbis` says: beside the other dialect's handlers, those of the document have a name of their own.
    let handler = if guest.dialect == "docs" { format!("{function}__json") } else { function.to_owned() };
    called(&guest.wasm, guest.dialect, &handler, context)
}

fn called(wasm: &[u8], dialect: &str, handler: &str, context: &[u8]) -> RunReport {
    let host = host("orbis");
    let dialect = host.dialect(Some(dialect)).unwrap();
    let settings = Settings::parse(host, dialect, &[]).unwrap();
    let request = Request { route: Some(handler.to_owned()), ..Request::raw(context) };
    run(wasm, "plugin.wasm", &Target::new(host, dialect, &settings), &request).unwrap()
}

/// Status and body of an answer.
fn answer(report: &RunReport) -> (u64, Value) {
    assert!(report.trap.is_none() && report.error.is_none(), "{report:?}");
    parts(serde_json::from_str(report.result.as_ref().unwrap().get()).unwrap())
}

fn parts(mut value: Value) -> (u64, Value) {
    (value["status"].as_u64().unwrap(), value["body"].take())
}

fn error(text: &str) -> Value {
    json!({ "error": text })
}

/// A server of the test's own with a guest.
fn served(guest: &Guest, set: &[(&str, &str)]) -> Server {
    let setup = set.iter().fold(Server::setup().dialect(guest.dialect), |setup, (key, value)| setup.set(key, value));
    setup.package(&guest.package).unwrap()
}

/// What a client gets, out of the real host's envelope.
fn ask(server: &mut Server, dialect: &str, request: orbis::Request) -> (u64, Value) {
    let response = server.request(request);
    if dialect == "docs" {
        return (response.status.into(), response.json());
    }
    assert_eq!(response.status, 200, "{response:?}");
    parts(response.data())
}

/// The same of a POST with JSON.
fn post(server: &mut Server, dialect: &str, path: &str, body: Value) -> (u64, Value) {
    ask(server, dialect, orbis::Request::new("POST", path).json(&body))
}

#[test]
fn contexts_that_nobody_wrote() {
    let refused = |guest: &Guest, function: &str, context: &[u8]| {
        let dialect = guest.dialect;
        let (status, body) = answer(&raw(guest, function, context));
        let text = body["error"].as_str().unwrap();
        assert_eq!(status, 400, "{dialect} {function} {context:?}: {body}");
        assert!(text.starts_with("context") || text.starts_with("body"), "{dialect} {function} {context:?}: {text}");
    };
    for guest @ Guest { dialect, .. } in guests() {
        // What the host hands over where `allocate` trapped first and then served.
        for function in ["sum", "half", "long"] {
            refused(guest, function, &[0; 200]);
        }
        for context in [b"".as_slice(), b"[]", b"nonsense", b"\xff\xfe", b"{\"body\":{\"numbers\":[1", &b"[".repeat(600), b"{}"] {
            refused(guest, "sum", context);
        }
        // Keys that nobody knows.
        let (status, body) = answer(&raw(guest, "half", br#"{"x":[{}],"query":{"number":"4","y":"z"},"request_id":7}"#));
        assert_eq!((status, body), (200, json!(2)), "{dialect}");
    }
}

#[test]
fn bodies_of_the_wrong_type() {
    for guest @ Guest { dialect, .. } in guests() {
        let mut server = served(guest, &[]);
        for (body, text) in [
            (json!({"numbers": "x"}), "body.numbers: expected an array, found a string"),
            (json!({"numbers": [1, -2]}), "body.numbers[1]: expected an integer from 0 to 4294967295, found -2"),
            (json!({"numbers": [1.5]}), "body.numbers[0]: expected an integer, found 1.5"),
            (json!({}), "body: missing field \"numbers\""),
            (json!([1]), "body: expected an object, found an array"),
            (json!("text"), "body: expected an object, found a string"),
            (Value::Null, "body: expected an object, found null"),
        ] {
            let got = post(&mut server, dialect, "/sum", body.clone());
            assert_eq!(got, (400, error(text)), "{dialect} {body}");
        }
        // No JSON is a text to the host, and no body null.
        let text = ask(&mut server, dialect, orbis::Request::new("POST", "/sum").body(b"\xff{".as_slice()));
        assert_eq!(text, (400, error("body: expected an object, found a string")), "{dialect}");
        let none = ask(&mut server, dialect, orbis::Request::new("POST", "/sum"));
        assert_eq!(none, (400, error("body: expected an object, found null")), "{dialect}");
        assert_eq!(post(&mut server, dialect, "/sum", json!({"numbers": [1, u32::MAX]})), (200, json!(1_u64 << 32)));
    }
}

#[test]
fn queries_that_say_nothing() {
    for guest @ Guest { dialect, .. } in guests() {
        let mut server = served(guest, &[]);
        let mut get = |path: &str| ask(&mut server, dialect, orbis::Request::new("GET", path));
        for (path, text) in [
            ("/half", "query: missing field \"number\""),
            ("/half?", "query: missing field \"number\""),
            ("/half?number", "query.number: expected an integer, found a string"),
            ("/half?number=x", "query.number: expected an integer, found a string"),
            ("/half?number=1.5", "query.number: expected an integer, found 1.5"),
            ("/half?number=99999999999", "query.number: expected an integer from -2147483648 to 2147483647, found 99999999999"),
            ("/long", "query.letters: missing"),
            ("/long?letters=-1", "query.letters: expected an integer from 0 to 4294967295, found -1"),
        ] {
            assert_eq!(get(path), (400, error(text)), "{dialect} {path}");
        }
        assert_eq!(get("/half?number=7"), (422, error("an odd number")), "{dialect}");
        assert_eq!(get("/half?number=1&number=-8&&=x&%zz"), (200, json!(-4)), "{dialect}");
    }
}

/// Just below the limit a body is answered in full; above it the call traps, in the handler or when its context is taken back, and
/// the host says so. There is nothing between.
#[test]
fn a_body_at_the_limit_of_fuel() {
    let (guest, mut fits, mut fails) = (&guests()[0], 1_000, 400_000);
    let body = |numbers: usize| format!(r#"{{"body":{{"numbers":[{}0]}}}}"#, "1,".repeat(numbers));
    let call = |numbers: usize| raw(guest, "sum", body(numbers).as_bytes());
    while fails - fits > 1 {
        let middle = usize::midpoint(fits, fails);
        if call(middle).trap.is_none() { fits = middle } else { fails = middle }
    }
    println!("{fits} numbers are summed up in 5,000,000 fuel");
    let below = call(fits);
    assert_eq!(answer(&below), (200, json!(fits)));
    assert!((4_999_000..=5_000_000).contains(&below.fuel), "{}", below.fuel);
    for (numbers, text) in [(fails, "Failed to "), (fails + 1_000, "Failed to execute handler 'sum': error while executing")] {
        let above = call(numbers);
        assert!(above.trap.is_some() && above.error.as_ref().unwrap().starts_with(text), "{above:?}");
    }

    // A client gets a 500, and the next request is none the worse.
    let mut server = served(guest, &[]);
    let text = body(fails * 2);
    let wrapped: Value = serde_json::from_str(&text).unwrap();
    let response = server.request(orbis::Request::new("POST", "/sum").json(&wrapped["body"]));
    assert_eq!(response.status, 500);
    assert_eq!(post(&mut server, "source", "/sum", json!({"numbers": [1]})), (200, json!(1)));
}

/// 16 MiB of memory hold no such text: the room for it is not there, and the host hears of a trap, not of half a text.
#[test]
fn a_result_larger_than_memory() {
    for guest @ Guest { dialect, .. } in guests() {
        let mut server = served(guest, &[]);
        let mut long = |letters: u32| server.request(orbis::Request::new("GET", &format!("/long?letters={letters}")));
        let fits = long(100_000);
        let body = if *dialect == "docs" { fits.json() } else { fits.data()["body"].clone() };
        assert_eq!((fits.status, body.as_str().map(str::len)), (200, Some(100_000)), "{dialect}");
        // The document has no limit but that of memories.
        for letters in [20_000_000, u32::MAX].into_iter().skip(usize::from(*dialect == "docs")) {
            let response = long(letters);
            assert_eq!(response.status, 500, "{dialect} {letters}: {:.200}", response.body);
            assert!(!response.body.contains("xxx"), "{dialect} {letters}");
        }
        assert_eq!(long(3).status, 200, "{dialect}");
    }
}

#[test]
fn state_that_is_of_another_type() {
    let mut server = served(&guests()[0], &[]);
    let mut kept = |value: Value| {
        server.set_state("kept", value);
        ask(&mut server, "source", orbis::Request::new("GET", "/kept"))
    };
    assert_eq!(kept(json!(7)), (200, json!(7)));
    assert_eq!(kept(json!("7")), (500, error("state.kept: expected an integer, found a string")));
    assert_eq!(kept(json!({"a": [1]})), (500, error("state.kept: expected an integer, found an object")));
    assert_eq!(kept(json!(-1)), (500, error("state.kept: expected an integer from 0 to 4294967295, found -1")));
    assert_eq!(kept(Value::Null).0, 500);
}

/// Guests of the dialects that have host functions.
fn with_functions() -> &'static [Guest] {
    &guests()[..2]
}

#[test]
fn what_the_host_denies() {
    for guest @ Guest { dialect, .. } in with_functions() {
        let mut server = served(guest, &[]);
        let denied = error("the host did not run SQL: it denies all of it today");
        assert_eq!(post(&mut server, dialect, "/rows", json!("SELECT 1 AS id")), (503, denied.clone()), "{dialect}");
        assert_eq!(post(&mut server, dialect, "/change", json!("DELETE FROM x")), (503, denied), "{dialect}");
        let denied = error("the host did not send a request: it denies all of them today");
        assert_eq!(post(&mut server, dialect, "/fetch", json!("http://127.0.0.1:9/")), (503, denied), "{dialect}");
    }
}

#[test]
fn errors_of_the_database() {
    for guest @ Guest { dialect, .. } in with_functions() {
        let mut server = served(guest, &[("as-intended", "yes")]);
        server.execute("CREATE TABLE t (id, name); INSERT INTO t VALUES (1, 'a'), (2, 'b'), ('x', 'c');").unwrap();
        let mut sql = |path: &str, sql: &str| post(&mut server, dialect, path, json!(sql));
        assert_eq!(sql("/rows", "SELECT id FROM t WHERE id < 3"), (200, json!([{"id": 1}, {"id": 2}])), "{dialect}");
        assert_eq!(sql("/change", "UPDATE t SET name = 'z' WHERE id < 3"), (200, json!(2)), "{dialect}");
        for wrong in ["SELEC", "SELECT * FROM missing", "", "SELECT ?"] {
            let (status, _) = sql("/rows", wrong);
            assert!(matches!(status, 500 | 503), "{dialect} {wrong}: {status}");
        }
        let (status, body) = sql("/rows", "SELECT id FROM t");
        assert_eq!((status, body), (500, error("rows[2].id: expected an integer, found a string")), "{dialect}");
        assert_eq!(sql("/rows", "SELECT name FROM t"), (500, error("rows[0]: missing field \"id\"")), "{dialect}");
        assert_eq!(sql("/rows", "SELECT -1 AS id").0, 500, "{dialect}");
        assert_eq!(sql("/rows", "SELECT id FROM t WHERE id = 9"), (200, json!([])), "{dialect}");
    }
}

/// Answers one connection each with these bytes, then closes it; the last one is not even accepted.
fn rubbish(answers: &'static [&'static [u8]]) -> (String, thread::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let serve = move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 4_096];
            _ = stream.read(&mut request);
            _ = stream.write_all(answer);
        }
    };
    (url, thread::spawn(serve))
}

#[test]
fn failures_of_http() {
    const ANSWERS: &[&[u8]] = &[
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n[1,2]",
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n[1,\"]",
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n\xff\xfe",
        b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n[1",
        b"rubbish\r\n\r\n",
        b"",
    ];
    for guest @ Guest { dialect, .. } in with_functions() {
        let mut server = served(guest, &[("as-intended", "yes")]);
        let (url, serving) = rubbish(ANSWERS);
        let mut fetch = |url: &str| post(&mut server, dialect, "/fetch", json!(url));
        assert_eq!(fetch(&url), (200, json!([1, 2])), "{dialect}");
        for text in ["response.body[1]: expected", "response.body: expected an array", "response.body: "] {
            let (status, body) = fetch(&url);
            assert!(status == 500 && body["error"].as_str().unwrap().starts_with(text), "{dialect} {status} {body}");
        }
        assert_eq!(fetch(&url), (502, error("the other server has no numbers")), "{dialect}");
        for _ in 0..3 {
            assert_eq!(fetch(&url).0, 503, "{dialect}");
        }
        serving.join().unwrap();
        // Nobody listens any more; and what is no address of this machine.
        for url in [url.as_str(), "http://192.0.2.1/", "no url", ""] {
            assert_eq!(fetch(url).0, 503, "{dialect} {url}");
        }
    }
}

/// The document's own example, in the dialect that only the document has: pointers without a length, no allocator.
#[test]
fn the_documented_example() {
    let wasm = foreign_wasm("tests/guests/documented-orbis");
    let folder = root().join("target/tests/documented-orbis");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("documented_orbis.wasm"), &wasm).unwrap();
    fs::copy(root().join("tests/guests/documented-orbis/manifest.json"), folder.join("manifest.json")).unwrap();
    let mut server = Server::setup().dialect("docs").package(&folder).unwrap();
    assert_eq!(server.get("/api/greet").json(), json!({"message": "Hello from WASM!"}));
    let items = json!([
        {"id": 1, "name": "Item 1", "description": "First item"},
        {"id": 2, "name": "Item 2", "description": "Second item"},
    ]);
    assert_eq!(server.get("/api/items").json(), json!({"success": true, "data": items, "error": null}));
    // It takes the whole request for an item, so no request makes one.
    let refused = server.send("POST", "/api/items", &json!({"name": "tea"})).json();
    let text = refused["error"].as_str().unwrap();
    assert!(text.starts_with("Invalid request: missing field `name`"), "{text}");
    let call = |context: &str| {
        let report = called(&wasm, "docs", "create_item", context.as_bytes());
        serde_json::from_str::<Value>(report.result.unwrap().get()).unwrap()
    };
    assert_eq!(
        call(r#"{"name":"tea"}"#),
        json!({"success": true, "data": {"id": 1, "name": "tea", "description": ""}, "error": null})
    );
    assert_eq!(
        call(r#"{"name":7}"#)["error"],
        "Invalid request: invalid type: integer `7`, expected a string at line 1 column 9"
    );

    // No host ever took it, and the real one does not.
    let mut real = Server::new(&wasm).unwrap();
    let response = real.get("/list_items");
    assert_eq!((response.status, response.error().as_deref()), (500, Some("allocate function not found in WASM module")));
}
