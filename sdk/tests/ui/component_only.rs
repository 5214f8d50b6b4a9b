//! What core modules of Flow-Like cannot do: one call of each group.
use anyhost::flow_like::Context;

fn returns(cx: &Context) {
    cx.get_input("a");
}

fn sets(cx: &Context) {
    cx.set_output("a", "1");
}

fn keeps(cx: &Context) {
    cx.set_variable("a", "1");
}

fn writes(cx: &Context) {
    cx.write_file("{}", &[]);
}

fn network(cx: &Context) {
    cx.http_request(0, "https://example.org", "{}", None);
}

fn models(cx: &Context) {
    cx.embed_text("{}", "[]");
}

fn streams(cx: &Context) {
    cx.emit("progress", "1");
}

fn main() {}
