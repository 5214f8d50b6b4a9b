//! Calls of nodes with any context, in every dialect.
#![no_main]

libfuzzer_sys::fuzz_target!(|context: &[u8]| anyhost_fuzz::call::call(context));
