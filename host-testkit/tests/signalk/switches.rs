//! Every switch has an effect that can be seen.

use std::collections::BTreeSet;

use crate::{Guest, responses, status, with};

/// A switch at its default and at its other value, and what is seen then.
struct Shows {
    switch: (&'static str, &'static str),
    guest: Guest,
    scenario: &'static str,
    seen: [&'static str; 2],
}

/// Shows at its poll what an import wrote to 1200.
fn shows_text(import: &str, ty: &str, args: impl Fn(&mut Guest) -> String) -> Guest {
    let mut guest = Guest::new().import(import, "$f", ty);
    let args = args(&mut guest);
    guest.poll(&format!("(call $status (i32.const 1200) (call $f {args})) (i32.const 0)"))
}

fn all() -> Vec<Shows> {
    let mut put = Guest::new().import("sk_register_put_handler", "$put", "(param i32 i32 i32 i32) (result i32)");
    let (context, path) = (put.text("vessels.self"), put.text("a"));
    let put = put
        .start(&format!("(i32.sub (call $put {context} {path}) (i32.const 1))"))
        .answers("handle_put_vessels_self_a", r#"{"state":"COMPLETED","statusCode":200}"#);
    let mut emits = Guest::new();
    let delta = emits.text(r#"{"updates":[{"meta":[]}]}"#);
    let emits = emits.delta_handler("(call $say (i32.const 1))").poll(&format!("(call $emit {delta}) (i32.const 0)"));
    let counts = "(global.set $n (i32.add (global.get $n) (i32.const 1)))";
    let initialize = Guest::new()
        .item("(global $n (mut i32) (i32.const 0))")
        .func("_initialize", "", counts)
        .start("(call $say (global.get $n)) (i32.const 0)");
    let mut folder =
        Guest::new().import_of("wasi_snapshot_preview1", "path_create_directory", "$mkdir", "(param i32 i32 i32) (result i32)");
    let name = folder.text("data");
    let folder = folder.start(&format!("(call $say (call $mkdir (i32.const 3) {name})) (i32.const 0)"));
    let buffer = "(i32.const 1200) (i32.const 100)";
    let config = shows_text("sk_read_config", "(param i32 i32) (result i32)", |_| buffer.to_owned());
    let value = shows_text("sk_get_self_path", "(param i32 i32 i32 i32) (result i32)", |guest| {
        format!("{} {buffer}", guest.text("a.value"))
    });
    let http = Guest::new().endpoint(r#"{"headers":{"content-type":"application/json"},"body":"null"}"#);
    let x = r#"{"steps":[{"http":{"path":"/x"}}]}"#;
    let set = r#"{"steps":[{"delta":{"updates":[{"values":[{"path":"a","value":7}]}]}},{"poll":1}]}"#;
    vec![
        Shows { switch: ("server", "2.23"), guest: http, scenario: x, seen: ["\"\"", "null"] },
        Shows {
            switch: ("package", "scoped"),
            guest: config,
            scenario: r#"{"config":{"a":1},"steps":[{"poll":1}]}"#,
            seen: [r#"{"a":1}"#, "{}"],
        },
        Shows { switch: ("enabled", "later"), guest: folder, scenario: "{}", seen: ["44", "0"] },
        Shows { switch: ("initialize", "once"), guest: initialize, scenario: "{}", seen: ["2", "1"] },
        Shows { switch: ("reenter", "off"), guest: emits, scenario: r#"{"steps":[{"poll":1}]}"#, seen: ["1", ""] },
        Shows {
            switch: ("put", "rest"),
            guest: put,
            scenario: r#"{"steps":[{"put":{"path":"a","value":1}}]}"#,
            seen: ["200", "500"],
        },
        Shows { switch: ("self-path", "working"), guest: value, scenario: set, seen: ["", "7"] },
    ]
}

#[test]
fn every_switch_shows() {
    let mut shown = BTreeSet::new();
    for Shows { switch, guest, scenario, seen } in all() {
        for (pairs, expected) in [(&[][..], seen[0]), (&[switch][..], seen[1])] {
            let report = with(pairs, &guest, scenario);
            let response = responses(&report).last().cloned().unwrap_or_default();
            let seen = match (response.get("statusCode"), response.get("body")) {
                (Some(code), _) => code.to_string(),
                (None, Some(body)) => body.to_string(),
                (None, None) => status(&report).unwrap_or_default().to_owned(),
            };
            assert_eq!(seen, expected, "{switch:?} {pairs:?}: {report:#?}");
        }
        shown.insert(switch.0);
    }
    let known: BTreeSet<&str> = anyhost_abi::signalk::HOST.switches.iter().map(|switch| switch.key).collect();
    assert_eq!(shown, known);
}
