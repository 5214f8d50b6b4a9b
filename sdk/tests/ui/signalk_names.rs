//! What a server could not tell apart, or would never call.
use anyhost::signalk_plugin;

struct Plugin;

#[signalk_plugin]
impl Plugin {
    fn start() -> Self {
        Self
    }
    #[put("a.b_c")]
    fn a(&mut self) {}
    #[put("a_b.c")]
    fn b(&mut self) {}
    #[put("self.x", context = "vessels")]
    fn c(&mut self) {}
    #[put("x")]
    fn d(&mut self) {}
    #[put("a-b.c")]
    fn e(&mut self) {}

    #[http(PATCH "/a")]
    fn f(&mut self) {}
    #[http(get "/a")]
    fn g(&mut self) {}
    #[http(GET "a")]
    fn h(&mut self) {}
    #[http(GET "/")]
    #[http(POST "/config")]
    #[http(PUT "/config")]
    fn i(&mut self) {}
    #[http(PUT "/config")]
    fn j(&mut self) {}
    #[http("/k")]
    fn k(&mut self) {}
    #[http]
    fn l(&mut self) {}
}

fn main() {}
