//! Hosts that run one node a module.
use anyhost::plugin;

#[plugin(flow_like, nlink)]
mod nodes {
    #[node]
    pub fn one() {}
    #[node]
    pub fn two() {}
}

#[plugin(flow_like(dialect = "docs"))]
mod dialect {
    #[node]
    pub fn one() {}
    #[node]
    pub fn two() {}
}

fn main() {}
