//! Any context gets an answer with a status, and what comes out is what went in.

use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A crate has one plugin, and a module is enough of one.
mod standing {
    /// Gives everything back that it takes, where it stands.
    #[anyhost::plugin(orbis(dialect = "both"))]
    pub(super) mod parts {
        use anyhost::http::{Context, Json, JsonText};
        use anyhost::{Raw, json, route};

        #[route(POST "/parts")]
        fn parts(
            #[query] text: Option<&str>,
            #[query] number: Option<i64>,
            context: Context,
            Json(body): Json<Raw<'_>>,
        ) -> Json<JsonText> {
            let user = context.user.map(|user| (user.id, user.is_admin));
            let (id, is_admin) = user.unzip();
            json!({ "text": text, "number": number, "method": context.method, "path": context.path, "id": id, "admin": is_admin, "body": body })
        }
    }
}

mod passed {
    /// The same through the whole request.
    #[anyhost::plugin(orbis)]
    pub(super) mod whole {
        use anyhost::http::{Headers, Json, JsonText, Request};
        use anyhost::{json, route};

        #[route(POST "/whole")]
        fn whole(request: &Request<'_>, headers: Headers) -> Json<JsonText> {
            json!({ "method": request.method, "path": request.path, "id": request.user_id, "body": request.body, "query": request.query, "headers": headers.iter().count() })
        }
    }
}

use passed::whole;
use standing::parts;

type Object<'a> = BTreeMap<String, &'a RawValue>;

/// Calls the routes.
///
/// # Panics
/// If an answer is not what it must be.
pub fn route(context: &[u8]) {
    let mut no_calls = |name: &str, _: &[&[u8]]| panic!("{name} was called");
    let source = parts::__anyhost_answer("orbis", "source", context, &mut no_calls);
    assert_eq!(source, parts::__anyhost_answer("orbis", "docs", context, &mut no_calls));
    check(context, source);
    check(context, whole::__anyhost_answer("orbis", "source", context, &mut no_calls));
}

/// `None` is a request for another route.
fn check(context: &[u8], answer: Option<Vec<u8>>) {
    let Some(answer) = answer else { return };
    let answer = String::from_utf8(answer).expect("an answer is UTF-8");
    let answer: Object<'_> = serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{answer}: {error}"));
    let body: Object<'_> = serde_json::from_str(answer["body"].get()).expect("an object");
    match answer["status"].get() {
        "400" => {
            serde_json::from_str::<String>(body["error"].get()).expect("a text");
            assert_eq!(body.len(), 1);
        }
        "200" => echoed(context, &body),
        status => panic!("{status} is no status of these routes"),
    }
}

/// What the answer says is what the context says.
fn echoed(context: &[u8], body: &Object<'_>) {
    // Members of two queries, which no host sends, are members of one.
    let queries = context.windows(7).filter(|part| part == b"\"query\"").count();
    let context: Object<'_> = serde_json::from_slice(context).expect("what is no object is refused");
    let text = |key: &str| context.get(key).and_then(|value| serde_json::from_str::<Option<String>>(value.get()).ok()).flatten();
    let said = |key: &str| serde_json::from_str::<Option<String>>(body[key].get()).expect("a text");
    assert_eq!(said("method"), Some(text("method").unwrap_or_else(|| "GET".to_owned())));
    assert_eq!(said("path"), Some(text("path").unwrap_or_else(|| "/".to_owned())));
    if !context.contains_key("user") {
        assert_eq!(said("id"), text("user_id"));
    }
    if let Some(given) = context.get("body") {
        assert_eq!(body["body"].get(), given.get(), "byte for byte");
    }
    let query: Option<BTreeMap<String, Value>> =
        context.get("query").and_then(|query| serde_json::from_str::<Option<_>>(query.get()).ok()).flatten();
    if let (Some(number), Some(query), 1) = (body.get("number"), query, queries) {
        match query.get("number") {
            Some(Value::Number(given)) if given.is_i64() => assert_eq!(number.get(), given.to_string()),
            Some(Value::String(given)) if given.parse::<i64>().is_ok_and(|number| number.to_string() == *given) => {
                assert_eq!(number.get(), given);
            }
            None | Some(Value::Null) => assert_eq!(number.get(), "null"),
            _ => {}
        }
        if let Some(Value::String(given)) = query.get("text") {
            assert_eq!(said("text").as_ref(), Some(given));
        }
    }
}
