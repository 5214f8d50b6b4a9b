//! The smallest greeting, for Orbis alone: one member of the query in, one text out.
#![forbid(unsafe_code)]

use anyhost::http::{Json, JsonText};

/// Greets somebody.
#[anyhost::route(orbis, POST "/hello")]
pub fn hello(#[query] name: &str) -> Json<JsonText> {
    anyhost::json!({ "message": anyhost::join(&["Hello, ", name, "!"]) })
}
