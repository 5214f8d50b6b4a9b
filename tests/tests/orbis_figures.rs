//! Bytes, fuel and the largest list in Orbis's fuel, of a plugin made with anyhost and of one made with the host's published SDK,
//! in one run. Figures are deterministic; times are not measured.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhost_testkit::Request;
use anyhost_tests::{foreign_wasm, run_in, wasm};
use wasmparser::{Parser, Payload};

const HELLO: &str = r#"{"method":"POST","path":"/api/hello","headers":{"accept":"*/*","content-type":"application/json","host":"localhost","user-agent":"test"},"query":{"name":"Ada"},"body":null,"user_id":null,"is_admin":false}"#;

/// Bytes of a wasm, without the section that the host reads its manifest from.
fn bytes(wasm: &[u8]) -> usize {
    let manifests = Parser::new(0).parse_all(wasm).filter_map(|payload| match payload.unwrap() {
        // A section's header is its id, and its length in one to five bytes.
        Payload::CustomSection(section) if section.name() == "manifest" => {
            let content = (section.range().end - section.range().start) as usize;
            Some(content + 1 + (1..5).find(|bytes| content < 1 << (7 * bytes)).unwrap_or(5))
        }
        _ => None,
    });
    wasm.len() - manifests.sum::<usize>()
}

/// A request to a handler, with this as its context, byte for byte.
fn context(handler: &str, context: &str) -> Request {
    Request { route: Some(handler.to_owned()), ..Request::raw(context.as_bytes()) }
}

#[test]
fn hello() {
    let request = context("hello", HELLO);
    let measure = |wasm: &[u8]| {
        let report = run_in(wasm, "orbis", true, &request);
        assert_eq!(report.result.unwrap().get(), r#"{"body":{"message":"Hello, Ada!"},"status":200}"#);
        (bytes(wasm), report.fuel)
    };
    let ours = measure(&wasm("tests/guests/orbis-hello", "orbis"));
    let theirs = measure(&foreign_wasm("tests/guests/orbis-published/published-hello"));
    println!("hello: ours {ours:?}, published SDK 1.0.0 {theirs:?} (bytes, fuel)");
    assert!(ours.0 * 10 < theirs.0 && ours.1 * 5 < theirs.1, "ours {ours:?}, theirs {theirs:?}");
}

/// The bytes of the largest context whose list comes back.
fn largest(wasm: &[u8], handler: &str) -> usize {
    let answers = |items: usize| {
        let list: Vec<String> = (0..items).map(|id| format!(r#"{{"id":{id}}}"#)).collect();
        let list = list.join(",");
        let context_of = format!(
            r#"{{"method":"POST","path":"/echo","headers":{{"accept":"*/*","content-type":"application/json","host":"localhost","user-agent":"test"}},"query":{{}},"body":[{list}],"user_id":null,"is_admin":false}}"#
        );
        let report = run_in(wasm, "orbis", true, &context(handler, &context_of));
        let fits = report.trap.is_none() && report.error.is_none();
        assert!(!fits || report.raw.unwrap().contains(&list));
        (context_of.len(), fits)
    };
    let (mut fits, mut fails) = (100, 40_000);
    assert!(answers(fits).1 && !answers(fails).1);
    while fails - fits > 10 {
        let middle = usize::midpoint(fits, fails);
        if answers(middle).1 { fits = middle } else { fails = middle }
    }
    answers(fits).0
}

#[test]
fn the_largest_list() {
    let ours = wasm("tests/guests/orbis-echo", "orbis");
    let theirs = foreign_wasm("tests/guests/orbis-published/published-echo");
    let figures = ["raw", "typed"].map(|handler| (largest(&ours, handler), largest(&theirs, handler)));
    println!("largest list in 5,000,000 fuel, ours and the published SDK's: raw {:?}, typed {:?} bytes", figures[0], figures[1]);
    let [(raw, their_raw), (typed, their_typed)] = figures;
    assert!(raw >= 170_000 && typed >= 56_000, "raw {raw}, typed {typed} bytes");
    assert!(raw > their_raw * 8 && typed > their_typed * 5, "{figures:?}");
}
