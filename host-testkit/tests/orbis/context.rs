//! What a handler gets (runtime.rs:22-46, plugins.rs:80-172, commands.rs:711-737).

use anyhost_testkit::{Input, Request};
use serde_json::{Value, json};

use super::guest::Guest;
use super::{error, result, with};

fn guest() -> Guest {
    Guest::default().routes(&[
        ("GET /a%20b echo", false),
        ("GET /é echo", false),
        ("POST /p echo", false),
        ("DELETE /p echo", false),
    ])
}

fn got(request: &Request) -> Value {
    result(&with(&[], &guest(), request))
}

fn posted(body: &str) -> Value {
    got(&Request { route: Some("POST /p".into()), ..Request::json(body) })["body"].clone()
}

#[test]
fn method_path_and_query() {
    let context = got(&Request::route("get /%C3%A9?n=%C3%A9+x&n=2&&k"));
    assert_eq!((&context["method"], &context["path"]), (&json!("GET"), &json!("/é")));
    assert_eq!(context["query"], json!({"n": "2", "": "", "k": ""}));
    assert_eq!(got(&Request::route("GET /é?n=%C3%A9+x"))["query"], json!({"n": "Ã© x"}));
    assert_eq!(got(&Request::route("GET /a%2520b"))["path"], "/a%20b");
}

#[test]
fn bodies() {
    assert_eq!(posted(r#"{"b":1,"a":[1.0,18446744073709551615]}"#), json!({"a": [1.0, 18_446_744_073_709_551_615_u64], "b": 1}));
    assert_eq!(posted(r#"{"a":1,"a":2}"#), json!({"a": 2}));
    assert_eq!((posted("null"), posted("\"x\"")), (Value::Null, json!("x")));
    // Too deep, and too large a number, are no JSON to the host: a text.
    let deep = format!("{}{}", "[".repeat(128), "]".repeat(128));
    assert_eq!((posted(&deep), posted("1e400")), (json!(deep), json!("1e400")));
    assert_eq!(got(&Request::route("POST /p"))["body"], Value::Null);
    // Only POST, PUT and PATCH have one.
    let deleted = got(&Request { route: Some("DELETE /p".into()), ..Request::json("{\"a\":1}") });
    assert_eq!(deleted["body"], Value::Null);
}

#[test]
fn headers() {
    let headers = |headers: &[(&str, &str)], input: Input| {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        got(&Request { headers, input, ..Request::route("POST /p") })["headers"].clone()
    };
    let json = || Input::Json("1".into());
    assert_eq!(headers(&[], Input::Nothing), json!({}));
    assert_eq!(headers(&[], json()), json!({"content-type": "application/json"}));
    assert_eq!(headers(&[("Content-Type", "text/plain")], json()), json!({"content-type": "text/plain"}));
    assert_eq!(headers(&[("X-A", "1"), ("x-a", "2"), ("x-odd", "é")], Input::Nothing), json!({"x-a": "2"}));
}

#[test]
fn users() {
    let context = |admin: &str, user: Option<&str>| {
        let request = Request { user: user.map(str::to_owned), ..Request::route("POST /p") };
        let context = result(&with(&[("admin", admin)], &guest(), &request));
        (context["user_id"].clone(), context["is_admin"].clone())
    };
    assert_eq!(context("no", None), (Value::Null, json!(false)));
    assert_eq!(context("yes", None), (Value::Null, json!(false)));
    assert_eq!(context("no", Some("u-1")), (json!("u-1"), json!(false)));
    assert_eq!(context("yes", Some("u-1")), (json!("u-1"), json!(true)));
}

#[test]
fn the_desktop() {
    let desktop = |request: &Request| with(&[("front", "desktop"), ("admin", "yes")], &guest(), request);
    let plain = json!({"method": "POST", "path": "/echo", "headers": {"content-type": "application/json"}, "query": {}, "body": {}, "user_id": null, "is_admin": false});
    assert_eq!(result(&desktop(&Request::route("echo"))), plain);
    // No route and no authentication: any export of a handler's type is called.
    let more =
        Guest::default().handler("hidden", "(call $buffer (local.get $p) (local.get $n))").routes(&[("GET /a echo", true)]);
    assert_eq!(result(&with(&[("front", "desktop")], &more, &Request::route("hidden")))["path"], "/hidden");
    let request = Request { route: Some("DELETE /p".into()), user: Some("u".into()), ..Request::json(r#"{"x":1}"#) };
    let context = result(&desktop(&request));
    assert_eq!((&context["method"], &context["path"], &context["body"]), (&json!("DELETE"), &json!("/echo"), &json!({"x": 1})));
    assert_eq!((&context["user_id"], &context["is_admin"], &context["query"]), (&json!("u"), &json!(true), &json!({})));
    assert_eq!(error(&desktop(&Request::route("nothing"))), "Handler 'nothing' not found");
}

#[test]
fn fields_can_be_replaced() {
    let context = Some(json!({"is_admin": true, "request_id": "r"}));
    let context = got(&Request { context, ..Request::route("POST /p") });
    assert_eq!((&context["is_admin"], &context["request_id"]), (&json!(true), &json!("r")));
}

#[test]
fn any_bytes() {
    let guest = Guest::default()
        .handler("count", "(call $number (local.get $n))")
        .routes(&[("GET /n count", true), ("GET /e echo", true)]);
    let raw = |route: &str| with(&[], &guest, &Request { route: Some(route.into()), ..Request::raw(&[0; 1000]) });
    assert_eq!((raw("GET /n").raw.as_deref(), raw("count").raw.as_deref()), (Some("1000"), Some("1000")));
}
