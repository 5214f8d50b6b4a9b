//! Parameters that cannot be inputs.
use anyhost::node;

#[node(flow_like)]
fn underscore(_: String) {}

#[node(flow_like)]
fn tuple((_a, _b): (u8, u8)) {}

#[node(flow_like)]
fn reference(ref _a: u8) {}

#[node(flow_like)]
fn bound(_a @ _: u8) {}

#[node(flow_like)]
fn implemented(_a: impl Into<String>) {}

#[node(flow_like)]
fn mutable(_a: &mut String) {}

#[node(flow_like)]
fn forever(_a: &'static str) {}

#[node(flow_like)]
fn sometimes(#[cfg(unix)] _a: String) {}

fn main() {}
