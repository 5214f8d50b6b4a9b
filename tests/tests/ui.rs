//! Every diagnostic of the macros: the span on the culprit, what is wrong, what to write instead.

#[test]
fn diagnostics() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*.rs");
}
