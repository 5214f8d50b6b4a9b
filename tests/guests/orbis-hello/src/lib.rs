//! The smallest greeting, for Orbis alone: one member of the query in, one text out.
#![forbid(unsafe_code)]

/// Greets somebody.
#[anyhost::route(orbis, POST "/hello")]
pub fn hello(#[query] name: String) -> anyhost::http::Response {
    anyhost::json!({ "message": anyhost::join(&["Hello, ", &name, "!"]) })
}
