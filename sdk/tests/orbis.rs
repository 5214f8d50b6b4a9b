//! Routes without wasm: called as functions, and answering contexts as the wasm would.
#![cfg(not(target_family = "wasm"))]
#![allow(clippy::unwrap_used, clippy::panic)]

use anyhost::http::{Json, JsonText};
use anyhost::{json, route};

/// One route is a plugin.
#[route(orbis, POST "/hello")]
fn hello(#[query] name: String) -> Json<JsonText> {
    json!({ "message": anyhost::join(&["Hello, ", &name, "!"]) })
}

mod inner {
    /// Every extractor and response, in both dialects.
    #[anyhost::plugin(
        orbis(dialect = "both"),
        name = "every-thing",
        permissions("database_read", custom("x\"y")),
        pages = r#"[{"route":"/p","title":"P","sections":[]}]"#,
        config = r#"{"limit":20}"#
    )]
    pub(super) mod api {
        use anyhost::http::{Context, Error, Headers, IntoResponse, Json, JsonText, Query, Request, Response, StatusCode, User};
        use anyhost::{Pin, Raw, json, route};
        use serde::{Deserialize, Serialize};

        #[derive(Pin)]
        pub(super) struct Page {
            #[pin(default = 1)]
            page: u32,
            exact: Option<bool>,
        }

        #[derive(Serialize, Deserialize)]
        pub(super) struct Item {
            id: u64,
            #[serde(default)]
            tags: Vec<String>,
        }

        /// Lists something.
        #[route(GET "/list", requires_auth = false, rate_limit = 60, permissions("items:read"))]
        pub(super) fn list(Query(page): Query<Page>) -> Json<Vec<u32>> {
            Json(vec![page.page, u32::from(page.exact == Some(true))])
        }

        #[route(POST "/items")]
        pub(super) fn add(user: User, Json(item): Json<Item>) -> Result<(StatusCode, Json<Item>), Error> {
            if item.id == 0 {
                return Err(Error::conflict("there is one"));
            }
            if user.id.is_empty() {
                return Err(Error::new(418, "who?"));
            }
            Ok((StatusCode::CREATED, Json(item)))
        }

        #[route(PUT "/echo")]
        pub(super) fn echo(Json(body): Json<Raw<'_>>) -> Json<Raw<'_>> {
            Json(body)
        }

        #[route(PUT "/raw")]
        pub(super) fn raw(body: Raw<'_>) -> Json<JsonText> {
            json!([body, null, true, "a\"b", -1, { "list": [1, body.as_str().len()] }])
        }

        #[route(GET "/about")]
        pub(super) fn about(context: Context, headers: Headers, nobody: Option<User>) -> Json<JsonText> {
            let user = context.user.map(|user| user.id);
            json!({ "method": context.method, "path": context.path, "user": user, "agent": headers.get("user-agent"), "anonymous": nobody.is_none() })
        }

        #[route(DELETE "/query")]
        pub(super) fn members(
            #[query(name = "q")] text: &str,
            #[query(default = 7)] n: i64,
            #[query] flag: Option<bool>,
        ) -> (StatusCode, [(&'static str, &'static str); 1], String) {
            _ = flag;
            (StatusCode::ACCEPTED, [("x-a", "b")], format!("{text}{n}"))
        }

        /// An error of the author's own.
        pub(super) enum Fault {
            Gone,
        }

        impl anyhost::http::IntoFailure for Fault {
            fn into_failure(self) -> Response {
                match self {
                    Self::Gone => Response::text("gone").with_status(410).header("x-fault", "1"),
                }
            }
        }

        #[route(PATCH "/whole")]
        pub(super) fn whole(request: &Request<'_>, Json(body): Json<Vec<i8>>) -> Result<Option<Response>, Fault> {
            match request.header("x-mode").as_deref() {
                Some("gone") => Err(Fault::Gone),
                Some("none") => Ok(None),
                Some("bad") => Ok(Some(Response::new(99))),
                _ => Ok(Some(json!([request.method, request.path, request.query, request.user_id, body]).into_response())),
            }
        }

        #[route(POST "/nothing")]
        pub(super) fn nothing() {}

        /// Called where a host does so.
        #[init]
        pub(super) fn init() -> Result<(), String> {
            Ok(())
        }
    }
}

const CONTEXT: &str = r#"{"method":"POST","path":"/hello","headers":{"user-agent":"test"},"query":{"name":"Ada"},"body":null,"user_id":null,"is_admin":false}"#;

fn none(_: &str, _: &[&[u8]]) -> Option<Vec<u8>> {
    None
}

fn hello_to(context: &str) -> String {
    String::from_utf8(hello::__anyhost_answer("orbis", "source", context.as_bytes(), &mut none).unwrap()).unwrap()
}

#[test]
fn a_lone_route_answers() {
    assert_eq!(hello_to(CONTEXT), r#"{"status":200,"body":{"message":"Hello, Ada!"}}"#);
    assert_eq!(hello("Bo".to_owned()), json!({ "message": "Hello, Bo!" }));
    assert_eq!(hello::__anyhost_answer("orbis", "docs", CONTEXT.as_bytes(), &mut none), None);
}

#[test]
fn what_is_no_request_is_400() {
    for (context, error) in [
        ("", "context: expected an object, found the end"),
        ("\0\0\0\0\0\0\0\0", "context: expected an object, found no value"),
        ("[]", "context: expected an object, found an array"),
        (r#"{"query":{"name":"Ada"}"#, "context: expected ',' or '}', found the end"),
        (r#"{"query":{"name":"Ada"}} x"#, "context: expected the end, found no value"),
        (r#"{"query":7}"#, "query: expected an object, found a number"),
        (r#"{"query":{"name":7}}"#, "query.name: expected a string, found a number"),
        (r#"{"query":{"name":"\ud800"}}"#, "query.name: invalid string"),
        (r#"{"query":null}"#, "query.name: missing"),
        ("{}", "query.name: missing"),
    ] {
        assert_eq!(hello_to(context), format!(r#"{{"status":400,"body":{{"error":"{error}"}}}}"#), "{context}");
    }
}

/// The answer to a request with this query, body, and more.
fn answer(method: &str, path: &str, query: &str, body: &str, more: &str) -> String {
    let context = format!(r#"{{"method":"{method}","path":"{path}","query":{query},"body":{body}{more}}}"#);
    let source = inner::api::__anyhost_answer("orbis", "source", context.as_bytes(), &mut none).unwrap();
    let docs = inner::api::__anyhost_answer("orbis", "docs", context.as_bytes(), &mut none).unwrap();
    assert_eq!(source, docs);
    String::from_utf8(source).unwrap()
}

fn body(answer: &str) -> &str {
    answer.strip_prefix(r#"{"status":200,"body":"#).and_then(|rest| rest.strip_suffix('}')).unwrap_or(answer)
}

#[test]
fn queries() {
    let list = |query| answer("GET", "/list", query, "null", "");
    assert_eq!(body(&list("{}")), "[1,0]");
    assert_eq!(body(&list("null")), "[1,0]");
    assert_eq!(body(&list(r#"{"page":"3","exact":"true","":""}"#)), "[3,1]");
    assert_eq!(list(r#"{"page":"x"}"#), r#"{"status":400,"body":{"error":"query.page: expected an integer, found a string"}}"#);
    let members = |query| answer("DELETE", "/query", query, "null", "");
    let ok = |text| format!(r#"{{"status":202,"body":"{text}","headers":{{"x-a":"b"}}}}"#);
    assert_eq!(members(r#"{"q":"a\"","n":"-5","flag":"false"}"#), ok("a\\\"-5"));
    assert_eq!(members(r#"{"q":""}"#), ok("7"));
    assert_eq!(members(r#"{"q":"é","flag":null,"n":12}"#), ok("é12"));
    assert_eq!(
        members(r#"{"q":"a","n":"5x"}"#),
        r#"{"status":400,"body":{"error":"query.n: expected an integer, found a string"}}"#
    );
    assert_eq!(
        members(r#"{"q":"a","flag":"yes"}"#),
        r#"{"status":400,"body":{"error":"query.flag: expected true or false, found a string"}}"#
    );
}

#[test]
fn bodies() {
    let user = r#","user_id":"u-1","is_admin":true"#;
    let add = |body: &str, more: &str| answer("POST", "/items", "{}", body, more);
    assert_eq!(add(r#"{"id":7}"#, user), r#"{"status":201,"body":{"id":7,"tags":[]}}"#);
    assert_eq!(add(r#"{"id":7}"#, ""), r#"{"status":401,"body":{"error":"nobody is logged in"}}"#);
    assert_eq!(add(r#"{"id":0}"#, user), r#"{"status":409,"body":{"error":"there is one"}}"#);
    assert_eq!(add(r#"{"id":1}"#, r#","user":{"id":"","name":"x"}"#), r#"{"status":418,"body":{"error":"who?"}}"#);
    assert_eq!(
        add(r#"{"id":-1}"#, user),
        r#"{"status":400,"body":{"error":"body.id: expected an integer from 0 to 18446744073709551615, found -1"}}"#
    );
    assert_eq!(add("null", user), r#"{"status":400,"body":{"error":"body: expected an object, found null"}}"#);
    let text = r#"{"b":1e400,"a":[18446744073709551616,"\ud800"]}"#;
    assert_eq!(body(&answer("PUT", "/echo", "{}", text, "")), text);
    assert_eq!(body(&answer("PUT", "/raw", "{}", "\"x\"", "")), r#"["x",null,true,"a\"b",-1,{"list":[1,3]}]"#);
    assert_eq!(
        answer("POST", "/nothing", "{}", "[1", ""),
        r#"{"status":400,"body":{"error":"context: expected ',' or ']', found no value"}}"#
    );
    assert_eq!(answer("POST", "/nothing", "{}", "[1]", ""), r#"{"status":204,"body":null}"#);
}

#[test]
fn who_asks_and_how() {
    let about = |more: &str| answer("GET", "/about", "{}", "null", more);
    let anonymous = r#"{"method":"GET","path":"/about","user":null,"agent":null,"anonymous":true}"#;
    for more in ["", r#","user":null"#, r#","user_id":null,"is_admin":false"#, r#","headers":{"a":"b"}"#] {
        assert_eq!(body(&about(more)), anonymous, "{more}");
    }
    let known = r#"{"method":"GET","path":"/about","user":"u","agent":"x","anonymous":false}"#;
    for user in [r#""user":{"id":"u","is_admin":true,"more":1}"#, r#""user_id":"u""#] {
        assert_eq!(body(&about(&format!(r#","headers":{{"user-agent":"x"}},{user}"#))), known);
    }
    assert_eq!(about(r#","user_id":7"#), r#"{"status":400,"body":{"error":"user_id: expected a string, found a number"}}"#);
    assert_eq!(about(r#","user":{"id":7}"#), r#"{"status":400,"body":{"error":"user.id: expected a string, found a number"}}"#);
}

#[test]
fn whole_requests_and_errors_of_ones_own() {
    let whole =
        |mode: &str, body| answer("PATCH", "/whole", r#"{"a":"b"}"#, body, &format!(r#","headers":{{"x-mode":"{mode}"}}"#));
    assert_eq!(body(&whole("", "[-1]")), r#"["PATCH","/whole",{"a":"b"},null,[-1]]"#);
    assert_eq!(whole("gone", "[]"), r#"{"status":410,"body":"gone","headers":{"x-fault":"1"}}"#);
    assert_eq!(whole("none", "[]"), r#"{"status":404,"body":{"error":"there is no such thing"}}"#);
    assert_eq!(whole("bad", "[]"), r#"{"status":500,"body":{"error":"a status is a number from 200 to 599"}}"#);
    assert_eq!(
        whole("", "[300]"),
        r#"{"status":400,"body":{"error":"body[0]: expected an integer from -128 to 127, found 300"}}"#
    );
}

#[test]
fn routes_are_found_by_path_or_handler() {
    let ask = |dialect, path: &str| {
        let context = format!(r#"{{"method":"POST","path":"{path}"}}"#);
        inner::api::__anyhost_answer("orbis", dialect, context.as_bytes(), &mut none)
    };
    let nothing = Some(br#"{"status":204,"body":null}"#.to_vec());
    assert_eq!(ask("source", "/nothing"), nothing);
    assert_eq!(ask("docs", "/nothing__json"), nothing);
    assert_eq!(ask("source", "/nowhere"), None);
}
