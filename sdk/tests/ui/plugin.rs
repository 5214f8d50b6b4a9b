//! `#[plugin]` and the nodes in it.
use anyhost::plugin;

#[plugin(flow_like, icon = "i.svg")]
mod key_of_a_node {
    #[node]
    pub fn one() {}
}

#[plugin(flow_like)]
mod host_inside {
    #[node(nlink)]
    pub fn one() {}
}

#[plugin(flow_like)]
mod nothing_inside {
    pub fn helper() {}
}

#[plugin(flow_like)]
mod same_name {
    #[node]
    pub fn one() {}
    #[node(name = "one")]
    pub fn two() {}
}

#[plugin(flow_like)]
mod names {
    #[node(name = "")]
    pub fn empty() {}
    #[node(name = "a\nb")]
    pub fn two_lines() {}
}

#[plugin(flow_like)]
fn not_a_module() {}

fn main() {}
