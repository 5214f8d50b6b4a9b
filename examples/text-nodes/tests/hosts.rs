//! The vectors, natively and in the wasm of each host, and the rules of each host.

anyhost_testkit::main!(text_nodes::nodes);
