//! Arguments of `#[pin]` on parameters.
use anyhost::node;

#[node(flow_like)]
fn misspelt(#[pin(defualt = 1)] _a: u8) {}

#[node(flow_like)]
fn unknown(#[pin(colour = "red")] _a: u8) {}

#[node(flow_like)]
fn empty(#[pin] _a: u8) {}

#[node(flow_like)]
fn without_value(#[pin(default)] _a: u8) {}

#[node(flow_like)]
fn not_a_number(#[pin(min = "1", max)] _a: u8) {}

#[node(flow_like)]
fn not_a_list(#[pin(choices = "a")] _a: String) {}

#[node(flow_like)]
fn no_choices(#[pin(choices = [])] _a: String) {}

#[node(flow_like)]
fn not_a_text(#[pin(name = 1)] _a: String) {}

#[node(flow_like)]
fn with_value(#[pin(item = true)] _a: u8) {}

#[node(flow_like)]
fn twice(#[pin(default = 1, default = 2)] _a: u8) {}

#[node(nlink)]
fn two_items(#[pin(item)] _a: u8, #[pin(item)] _b: u8) {}

fn main() {}
