//! Scores, permissions, forms.
use anyhost::node;

#[node(flow_like, scores(privcy = 1, cost = 11, security = 1.5, performance, cost = 1), permissions("network:htp", "cache", "cache"))]
fn words() {}

#[node(nlink, scores(privacy = 1), permissions("cache"))]
fn none() {}

#[node(flow_like, scores, permissions, long_running = true, docs)]
fn forms() {}

#[node(flow_like, permissions(), scores = 1)]
fn others() {}

#[node(flow_like, permissions(cache))]
fn names(#[pin(step = 0)] _a: u8, #[pin(step = "x")] _b: u8, #[pin(step = 1)] _c: String, #[pin(sensitive = 1)] _d: u8) {}

#[node(nlink)]
fn shown(
    #[pin(choices = ["send", "edit"])] operation: String,
    on: bool,
    #[pin(item)] item: Option<u8>,
    #[pin(show_if(operation = ["send", "delete"]))] _a: Option<u8>,
    #[pin(show_if(opration = "send"))] _b: Option<u8>,
    #[pin(show_if(_c = 1))] _c: Option<u8>,
    #[pin(show_if(on = "yes"))] _d: Option<u8>,
    #[pin(show_if(on = []))] _e: Option<u8>,
    #[pin(show_if(on = true))] _f: u8,
    #[pin(show_if)] _g: Option<u8>,
    #[pin(show_if())] _h: Option<u8>,
    #[pin(show_if(item = 1))] _i: Option<u8>,
    #[pin(required, default = 1)] _j: u8,
    #[pin(show_if(on))] _k: Option<u8>,
) {
    let _ = (operation, on, item);
}

#[node(nlink)]
fn item(#[pin(item, required, placeholder = "x")] _item: Option<u8>) {}

fn main() {}
