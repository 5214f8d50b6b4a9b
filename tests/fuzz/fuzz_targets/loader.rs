//! Any wasm as a plugin: the testkit runs and judges it.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| anyhost_fuzz::loader::loader(data));
