//! Defaults that are no value of the type.
use anyhost::node;

#[node(flow_like)]
fn texts(#[pin(default = 1)] _a: String, #[pin(default = true)] _b: &str) {}

#[node(flow_like)]
fn booleans(#[pin(default = "true")] _a: bool) {}

#[node(flow_like)]
fn integers(#[pin(default = 1.5)] _a: i32, #[pin(default = -1)] _b: u8, #[pin(default = 300)] _c: u8) {}

#[node(flow_like)]
fn floats(#[pin(default = "1")] _a: f64) {}

#[node(flow_like)]
fn options(#[pin(default = 1)] _a: Option<String>, #[pin(default = None)] _b: Option<String>) {}

#[node(flow_like)]
fn nothing(#[pin(default = null)] _a: String) {}

#[node(flow_like)]
fn lists(#[pin(default = "a")] _a: Vec<String>, #[pin(default = ["a", 1])] _b: Vec<String>) {}

#[node(flow_like)]
fn no_constant(#[pin(default = String::new())] _a: String, #[pin(default = b"a")] _b: String) {}

fn main() {}
