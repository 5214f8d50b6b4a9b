//! Outputs that the type names.
use anyhost::{Outputs, plugin};

#[derive(Outputs)]
pub struct Split {
    head: String,
}

#[derive(Outputs)]
pub enum Branch {
    Yes,
    No,
}

#[plugin(flow_like)]
mod nodes {
    use super::*;

    #[node(output = "text")]
    pub fn named() -> Split {
        Split { head: String::new() }
    }

    #[node(outputs("split", "count"))]
    pub fn tuple() -> (Split, u8) {
        (named(), 1)
    }

    #[node(pure)]
    pub fn pure(yes: bool) -> Branch {
        if yes { Branch::Yes } else { Branch::No }
    }
}

fn main() {}
