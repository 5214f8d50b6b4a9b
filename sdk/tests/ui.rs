//! Every diagnostic of the macros: the span on the culprit, what is wrong, what to write instead.
#![cfg(not(target_family = "wasm"))]

#[test]
fn diagnostics() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
}
