//! The context argument.
use anyhost::flow_like::Context;
use anyhost::{node, plugin};

mod two_hosts {
    use super::*;
    #[node(flow_like, nlink)]
    fn two_hosts(_: &Context) {}
}

#[plugin(flow_like(dialect = "docs"))]
mod dialect {
    use super::*;
    #[node]
    pub fn one(cx: &Context) {
        cx.info("");
    }
}

mod twice {
    use super::*;
    #[node(flow_like)]
    fn twice(_: &Context, _: &Context) {}
}

mod mutable {
    use super::*;
    #[node(flow_like)]
    fn mutable(_: &mut Context) {}
}

mod by_value {
    use super::*;
    #[node(flow_like)]
    fn by_value(cx: Context<'_>) {
        let _ = cx;
    }
}

mod marked {
    use super::*;
    #[node(flow_like)]
    fn marked(#[pin(context)] _: u8) {}
}

mod keys {
    use super::*;
    #[node(flow_like)]
    fn keys(#[pin(name = "cx", default = 1)] _: &Context) {}
}

mod another {
    pub struct Context;
    #[anyhost::node(flow_like)]
    fn another(_: &Context) {}
}

fn main() {}
