//! `#[node]` on something else.
use anyhost::node;

#[node(flow_like)]
struct NotAFunction;

fn main() {
    let _stays = NotAFunction;
}
