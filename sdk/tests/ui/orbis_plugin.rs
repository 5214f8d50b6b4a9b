//! Modules of routes.

use anyhost::plugin;

#[plugin(orbis)]
mod empty {}

#[plugin(orbis, requires_auth = false)]
mod keys {
    use anyhost::route;

    #[route(GET "/a", config = "{}")]
    fn inner() {}

    #[route(orbis, GET "/b")]
    fn host() {}
}

#[plugin(orbis)]
mod mixed {
    use anyhost::{node, route};

    #[route(GET "/a")]
    fn route_() {}

    #[node]
    fn node_() {}
}

#[plugin(flow_like)]
mod mixed_too {
    use anyhost::{node, route};

    #[node]
    fn node_() {}

    #[route(GET "/a")]
    fn route_() {}
}

#[plugin(flow_like)]
mod other_host {
    #[route(GET "/a")]
    fn a() {}
}

#[plugin(orbis)]
mod same {
    #[route(GET "/a")]
    fn a() {}

    #[route(GET "/a")]
    fn b() {}

    #[init]
    fn init() {}

    #[init]
    fn init_too(_: u8) {}
}

fn main() {}
