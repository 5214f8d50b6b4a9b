//! A crate is one plugin: the name of what clashes says so.
use anyhost::node;

#[node(flow_like)]
fn one() {}

#[node(flow_like)]
fn two() {}

fn main() {}
