//! Requests of routes with any context, in both dialects.
#![no_main]

libfuzzer_sys::fuzz_target!(|context: &[u8]| anyhost_fuzz::route::route(context));
