//! The smallest greeting, for nLink alone: one text in, one out.
#![forbid(unsafe_code)]

/// Greets somebody.
#[anyhost::node(nlink, category = "Custom/Text", output = "message")]
pub fn hello(text: &str) -> String {
    anyhost::join(&["Hello, ", text, "!"])
}
