//! The node that every SDK shows first.
#![forbid(unsafe_code)]

/// Converts a string to uppercase.
#[anyhost::node(flow_like, category = "Custom/Text")]
pub fn uppercase(#[pin(default = "")] input: String) -> String {
    input.to_uppercase()
}
