//! Inputs and results: allocate, call and free in any order, against a model.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| anyhost::rt::fuzz::boundary(data));
