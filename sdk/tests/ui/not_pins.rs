//! Types that are neither of ours nor of serde.
use anyhost::plugin;

pub struct Unknown;

#[plugin(flow_like)]
mod nodes {
    use super::Unknown;

    #[node]
    pub fn input(_a: Unknown) {}

    #[node]
    pub fn output() -> Unknown {
        Unknown
    }

    #[node]
    pub fn error() -> Result<String, Unknown> {
        Err(Unknown)
    }
}

fn main() {}
