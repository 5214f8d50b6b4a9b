//! Reading and writing JSON, against serde_json and core.
#![no_main]

#[path = "../../../sdk/tests/support/oracle.rs"]
mod oracle;

libfuzzer_sys::fuzz_target!(|text: &[u8]| oracle::same(text));
