//! Which hosts a plugin is for.
use anyhost::{node, plugin};

#[node]
fn no_hosts() {}

#[node(category = "Custom")]
fn no_hosts_but_more() {}

#[plugin]
mod no_hosts_either {
    #[node]
    fn inside() {}
}

#[node(flow_likee)]
fn misspelt() {}

#[node("flow-like")]
fn quoted() {}

#[node(flow-like)]
fn hyphen() {}

#[node(FlowLike)]
fn camel() {}

#[node(windmill)]
fn unknown() {}

#[node(orbis)]
fn routes() {}

#[node(signalk)]
fn stateful() {}

#[node(flow_like, nlink, flow_like)]
fn twice() {}

fn main() {}
