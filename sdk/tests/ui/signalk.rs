//! `#[signalk_plugin]` where it cannot stand, and without a start.
#![allow(unused)]
use anyhost::signalk_plugin;

struct Plugin;
struct P1;
struct Generic<T>(T);

#[signalk_plugin]
fn function() {}

#[signalk_plugin]
impl Default for Plugin {
    fn default() -> Self {
        Self
    }
}

#[signalk_plugin]
impl<T> Generic<T> {
    fn start() -> Self {
        todo!()
    }
}

#[signalk_plugin]
impl P1 {
    fn poll(&mut self) {}
}

fn main() {}
