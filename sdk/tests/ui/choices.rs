//! Choices of texts.
use anyhost::node;

#[node(flow_like)]
fn number(#[pin(choices = ["1", "2"])] _a: u8) {}

#[node(flow_like)]
fn list(#[pin(choices = ["1", "2"])] _a: Vec<String>) {}

#[node(flow_like)]
fn twice(#[pin(choices = ["a", "b", "a"])] _a: String) {}

#[node(flow_like)]
fn default_outside(#[pin(choices = ["a", "b"], default = "c")] _a: String) {}

fn main() {}
