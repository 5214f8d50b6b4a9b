//! Functions and what they take.

use anyhost::http::{Json, Query, Request};
use anyhost::{Pin, Raw, route};

#[derive(Pin)]
struct Page {
    _page: u32,
}

#[route(orbis, GET "/a")]
async fn asynchronous() {}

#[route(orbis, GET "/a")]
const fn constant() {}

#[route(orbis, GET "/a")]
unsafe fn unsafe_() {}

#[route(orbis, GET "/a")]
extern "C" fn external() {}

#[route(orbis, GET "/a")]
fn generic<T>() {}

#[route(orbis, GET "/a")]
fn bounded() where String: Clone {}

#[route(orbis, GET "/a")]
fn some(_: impl Clone) {}

#[route(orbis, GET "/a")]
fn conditional(#[cfg(any())] _: Json<u8>) {}

#[route(orbis, POST "/a")]
fn two_bodies(Json(_): Json<u8>, _: Raw<'_>) {}

#[route(orbis, GET "/a")]
fn both_ways(#[query] _page: u32, Query(_): Query<Page>) {}

#[route(orbis, GET "/a")]
fn whole(#[query] _page: u32, _: &Request<'_>) {}

#[route(orbis, GET "/a")]
fn pattern(#[query] (_a, _b): (u32, u32)) {}

#[route(orbis, GET "/a")]
fn member(#[query(default = "x", title = "Page")] _page: u32, #[query(name = "")] _b: u32) {}

struct Methods;

impl Methods {
    #[route(orbis, GET "/a")]
    fn method(&self) {}
}

fn main() {}
