//! What stands between the parentheses of `#[route]`.

use anyhost::route;

#[route]
fn nothing() {}

#[route(GET "/a")]
fn no_host() {}

#[route(orbis)]
fn no_route() {}

#[route(orbis, GET 7)]
fn number() {}

#[route(orbis, GET "/a", POST "/a")]
fn two() {}

#[route(orbis, flow_like, GET "/a")]
fn other_shape() {}

#[route(orbis, wasmcloud, GET "/a")]
fn not_yet() {}

#[route("orbis", GET "/a")]
fn text() {}

#[route(orbis, orbis, GET "/a")]
fn twice() {}

#[route(orbis(dialect = "old"), GET "/a")]
fn dialect() {}

#[route(orbis(version = 1), GET "/a")]
fn option() {}

#[route(orbis, GET "/a", require_auth = false)]
fn key() {}

#[route(orbis, GET "/a", requires_auth = 1, rate_limit = -1, pages("x"), permissions = "x", name = "a.b")]
fn values() {}

#[route(orbis, GET "/a", permissions("database:read", other("x")))]
fn permission() {}

#[route(orbis, GET "/a", permissions("database:read", "netwerk", custom("x")))]
fn unknown_permission() {}

#[route(orbis, GET "/a")]
struct NoFunction;

fn main() {}
