//! The allocator of guests, against a model.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| anyhost::rt::fuzz::heap(data));
