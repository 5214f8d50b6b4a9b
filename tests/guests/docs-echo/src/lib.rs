//! The same node in the ABI that Flow-Like's documentation previews: pointers without lengths.
#![forbid(unsafe_code)]

/// Returns its input.
#[anyhost::node(flow_like(dialect = "docs"), category = "Custom/Text")]
pub fn echo(#[pin(default = "none")] input: &str) -> &str {
    input
}
