//! Methods, paths and the names of handlers.

use anyhost::http::Path;
use anyhost::route;

#[route(orbis, get "/a")]
fn small() {}

#[route(orbis, TRACE "/a")]
fn method() {}

#[route(orbis, GET "a")]
fn slash() {}

#[route(orbis, GET "/")]
fn root() {}

#[route(orbis, GET "/pages")]
fn reserved() {}

#[route(orbis, GET "/a?b=1")]
fn query() {}

#[route(orbis, GET "/items/:id")]
fn colon() {}

#[route(orbis(dialect = "docs"), GET "/items/x{id}")]
fn part() {}

#[route(orbis(dialect = "docs"), GET "/{id}/{id}")]
fn same(Path(_): Path<u32>) {}

#[route(orbis(dialect = "docs"), GET "/items")]
fn no_parameter(Path(_): Path<u32>) {}

#[route(orbis, GET "/items/{id}/parts")]
fn exact(Path(_): Path<u32>) {}

#[route(orbis, GET "/items")]
fn exact_without(Path(_): Path<u32>) {}

#[route(orbis(dialect = "both"), GET "/items/{id}")]
fn both(Path(_): Path<u32>) {}

#[route(orbis, GET "/items")]
fn allocate() {}

fn main() {}
