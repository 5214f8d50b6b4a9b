//! Which ABI of a host.
use anyhost::node;

#[node(flow_like(dialect = "preview"))]
fn unknown() {}

#[node(flow_like(dialect = "component"))]
fn not_built() {}

#[node(flow_like(epoch = "1"))]
fn no_option() {}

#[node(flow_like = "docs")]
fn equals() {}

#[node(flow_like(dialect = docs))]
fn not_a_text() {}

fn main() {}
