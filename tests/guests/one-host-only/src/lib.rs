//! Names two hosts and uses a function that only one of them has.
#![forbid(unsafe_code)]

/// Logs its input.
#[anyhost::node(flow_like, nlink, category = "Custom/Text")]
pub fn log(message: &str) {
    anyhost::flow_like::log(anyhost::flow_like::Level::Info, message);
}
