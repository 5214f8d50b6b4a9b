//! Arguments of `#[node]`.
use anyhost::node;

#[node(flow_like, catgory = "Custom/Text")]
fn misspelt() {}

#[node(flow_like, colour = "red")]
fn unknown() {}

#[node(flow_like, category)]
fn without_value() {}

#[node(flow_like, category = )]
fn value_missing() {}

#[node(flow_like, title = 1)]
fn not_a_text() {}

#[node(flow_like, pure = true)]
fn with_value() {}

#[node(flow_like, name = "a", name = "b")]
fn twice() {}

#[node(flow_like, 1)]
fn not_an_entry() {}

#[node(flow_like, outputs = "a")]
fn not_a_list() -> (u8, u8) {
    (1, 2)
}

#[node(flow_like, outputs())]
fn empty_list() -> (u8, u8) {
    (1, 2)
}

#[node(flow_like, outputs(a, b))]
fn not_texts() -> (u8, u8) {
    (1, 2)
}

fn main() {}
