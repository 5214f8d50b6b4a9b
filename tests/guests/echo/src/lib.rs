//! The smallest node with one text in and one out: what the runtime itself costs.
#![forbid(unsafe_code)]

/// Returns its input.
#[anyhost::node(flow_like, category = "Custom/Text")]
pub fn echo(input: String) -> String {
    input
}
