//! Names of pins.
use anyhost::node;

#[node(flow_like)]
fn inputs(a: u8, #[pin(name = "a")] b: u8) {
    let _ = (a, b);
}

#[node(flow_like)]
fn empty(#[pin(name = "")] a: u8) {
    let _ = a;
}

#[node(flow_like, outputs("x", "x"))]
fn outputs() -> (u8, u8) {
    (1, 2)
}

#[node(flow_like, output = "text")]
fn both(text: String) -> String {
    text
}

#[node(flow_like)]
fn unnamed(output: String) -> String {
    output
}

fn main() {}
