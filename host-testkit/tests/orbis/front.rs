//! The front end of HTTP, in its order (plugins.rs:80-172), and what the host answers itself.

use anyhost_testkit::{Request, Settings, Target};
use serde_json::json;

use super::guest::{Guest, manifest};
use super::{error, result, run, with};

const ROUTES: &[(&str, bool)] = &[
    ("GET /a echo", true),
    ("POST /open echo", false),
    ("get /items/:id echo", false),
    ("GET / echo", false),
    ("POST /open other", false),
];

fn failed(request: &Request) -> String {
    let report = with(&[], &Guest::default().routes(ROUTES), request);
    assert!(report.findings.is_empty() && report.trap.is_none() && report.calls.is_empty() && report.fuel == 0, "{report:?}");
    error(&report).to_owned()
}

fn user(route: &str) -> Request {
    Request { user: Some("u".into()), ..Request::route(route) }
}

#[test]
fn routes_match_exactly() {
    for route in ["GET /b", "GET /a/", "GET /open", "GET /items/7", "HEAD /a", "OPTIONS /a"] {
        assert_eq!(failed(&user(route)), format!("Route {route} not found in plugin 'demo'"));
    }
    // The server's router has no such path.
    assert_eq!(failed(&user("GET /")), "Not Found");
    let guest = Guest::default().routes(ROUTES);
    assert_eq!(result(&run(&guest, "GET /items/:id"))["path"], "/items/:id");
    // The first of two of the same method and path.
    assert!(run(&guest, "POST /open").ok);
}

#[test]
fn authentication_comes_second() {
    assert_eq!(failed(&Request::route("GET /a")), "Authentication required");
    assert!(with(&[], &Guest::default().routes(ROUTES), &user("GET /a")).ok);
    // It is the default.
    let unsaid = Guest::default()
        .manifest(r#"{"name":"demo","version":"1.0.0","routes":[{"method":"GET","path":"/a","handler":"echo"}]}"#);
    assert_eq!(error(&run(&unsaid, "GET /a")), "Authentication required");
}

#[test]
fn bodies_come_third() {
    let body =
        |bytes: usize| Request { route: Some("POST /open".into()), ..Request::json(&format!("\"{}\"", "x".repeat(bytes - 2))) };
    assert_eq!(failed(&body((1 << 20) + 1)), "Failed to read body: length limit exceeded");
    assert!(with(&[], &Guest::default().routes(ROUTES), &body(1 << 20)).ok);
}

#[test]
fn what_the_host_answers_itself() {
    let pages =
        r#","pages":[{"route":"/x","title":"X","sections":[]},{"route":"/y","title":"Y","sections":[],"requires_auth":false}]"#;
    let guest = Guest::default().manifest(&manifest(&[("GET /pages echo", false), ("PUT /pages echo", false)], pages));
    let own = result(&run(&guest, "GET /pages"));
    assert_eq!(own["pages"].as_array().unwrap().len(), 1, "{own}");
    assert_eq!(own["pages"][0]["route"], "/plugins/demo/y");
    assert_eq!(result(&with(&[], &guest, &user("GET /pages")))["pages"][1]["title"], "Y");
    assert_eq!(error(&run(&guest, "PUT /pages")), "Method Not Allowed");
    assert_eq!(failed(&Request::route("POST /enable")), "Authorization token is required");
    assert_eq!(failed(&user("POST /disable")), "Admin privileges required");
}

/// What nobody could ask the host for is no report.
#[test]
fn requests_that_are_none() {
    let host = anyhost_abi::host("orbis").unwrap();
    let dialect = host.dialect(None).unwrap();
    let settings = Settings::parse(host, dialect, &[]).unwrap();
    let asks = |guest: &Guest, request: &Request| {
        let target = Target::new(host, dialect, &settings);
        anyhost_testkit::run(&guest.wasm(), "p.wasm", &target, request).unwrap_err().to_string()
    };
    let guest = Guest::default().routes(ROUTES);
    let all = "it has GET /a, POST /open, GET /items/:id, GET /, POST /open";
    assert_eq!(asks(&guest, &Request::default()), format!("say which route is called: {all}"));
    assert_eq!(asks(&guest, &Request::route("/a")), "`/a` is no route: write method and path, \"GET /items?page=1\"");
    let node = Request { node: Some("echo".into()), ..Request::default() };
    assert_eq!(asks(&guest, &node), "an Orbis plugin has routes: name one, instead of `echo`");
    let raw = Request { route: Some("GET /b".into()), ..Request::raw(b"") };
    assert_eq!(asks(&guest, &raw), format!("the plugin has no route `GET /b`: {all}"));
    let json = Request { route: Some("POST /open".into()), ..Request::json("{") };
    assert!(asks(&guest, &json).starts_with("the input is not JSON"));
}

/// A wasm that comes alone: its exports become routes.
#[test]
fn a_bare_wasm() {
    let report = run(&Guest::default(), "GET /echo");
    assert_eq!(result(&report)["path"], "/echo");
    let notes: Vec<&str> = report.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!((report.ok, notes), (true, vec!["OB310", "OB701"]));
    assert_eq!(result(&with(&[], &Guest::default(), &Request::json("7")))["body"], json!(7));
    let report = run(&Guest::default().routes(&[("GET /a echo", false)]), "GET /a");
    assert!(report.findings.iter().all(|finding| finding.rule == "OB310"), "{report:?}");
}

#[test]
fn a_manifest_that_is_refused() {
    let failed = |text: &str| error(&run(&Guest::default().manifest(text), "GET /a")).to_owned();
    assert_eq!(failed("{}"), "Failed to parse embedded manifest: missing field `name` at line 1 column 2");
    assert_eq!(
        failed(r#"{"name":"a b","version":"1.0.0"}"#),
        "Invalid manifest: Plugin name must contain only alphanumeric characters, hyphens, and underscores"
    );
}
