//! What `#[signalk_plugin(…)]` takes.
#![allow(unused)]
use anyhost::signalk_plugin;

struct P1;
struct P2;
struct P3;
struct P4;
struct P5;

#[signalk_plugin(nmae = "a", id, name = 1, own_deltas = true, resources, weather("a", 1), radar(), version = "1")]
impl P1 {
    fn start() -> Self {
        Self
    }
}

#[signalk_plugin(dialect = "none")]
impl P2 {
    fn start() -> Self {
        Self
    }
}

#[signalk_plugin(schema)]
impl P3 {
    fn start() -> Self {
        Self
    }
}

#[signalk_plugin(schema = "{}", resources("a"), resources("b"))]
impl P4 {
    fn start() -> Self {
        Self
    }
}

#[signalk_plugin(dialect = "docs")]
impl P5 {
    fn start() -> Self {
        Self
    }
    #[http(GET "/a")]
    fn a(&mut self) {}
    #[put("a")]
    fn b(&mut self) {}
}

fn main() {}
