//! The vectors, natively and in the wasm, and the host's rules.

anyhost_testkit::main!(items_api::api);
