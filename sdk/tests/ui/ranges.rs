//! Limits of numbers.
use anyhost::node;

#[node(flow_like)]
fn other_types(#[pin(min = 1)] _a: String, #[pin(max = 1)] _b: Vec<u8>, #[pin(max = 1)] _c: Option<bool>) {}

#[node(flow_like)]
fn no_value(#[pin(min = 0.5)] _a: i32, #[pin(min = -1)] _b: u8, #[pin(max = 300)] _c: Option<u8>) {}

#[node(flow_like)]
fn exchanged(#[pin(min = 9, max = 1)] _a: u8) {}

#[node(flow_like)]
fn default_outside(#[pin(default = 0, min = 1)] _a: u8, #[pin(default = 1.5, max = 1)] _b: f64) {}

fn main() {}
