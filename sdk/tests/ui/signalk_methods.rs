//! Methods that a server cannot call as they are.
#![allow(unused)]
use anyhost::signalk::Update;
use anyhost::signalk_plugin;

struct P1;
struct P2;
struct P3;

#[signalk_plugin]
impl P1 {
    fn start(self, a: u8, b: u8) {}
    fn stop() {}
    fn poll(self) {}
}

#[signalk_plugin]
impl P2 {
    async fn start(text: &str) -> Self {
        Self
    }
    unsafe fn stop(self) {}
    fn poll<T>(&mut self) {}
}

#[signalk_plugin]
impl P3 {
    fn start() -> Self {
        Self
    }
    #[put("a")]
    fn stop(self) {}
    #[put]
    fn a(&mut self) {}
    #[put("")]
    fn b(&mut self) {}
    #[put("a", contxt = "b")]
    fn c(&mut self) {}
    #[put("b")]
    fn d(self, value: u8) {}
    #[put("c")]
    fn e(&mut self, value: u8, more: u8) {}
    #[put("d")]
    #[http(GET "/d")]
    fn f(&mut self, value: impl Copy) {}
    #[delta("a")]
    fn g(&mut self) {}
    #[delta("a")]
    fn h(&mut self, value: u8, update: &Update<'_>, more: u8) {}
    #[delta]
    fn i(&mut self) {}
    #[delta(context = "vessels.*")]
    fn j(&mut self, value: u8) {}
    #[delta(a.b)]
    fn k(&mut self, value: u8) {}
}

fn main() {}
