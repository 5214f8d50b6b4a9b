//! Deltas, requests and configurations with any bytes, against serde_json.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &[u8]| anyhost_fuzz::kept::kept(text));
