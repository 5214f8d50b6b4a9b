//! Contexts that a workflow makes.

use crate::hosts::{Occasion, Probe};

/// Items as workflows make them.
const ITEMS: &[&str] = &[
    "null",
    "true",
    "0",
    "-1.5",
    "1e300",
    "9007199254740993",
    "18446744073709551615",
    r#""""#,
    r#""text""#,
    r#""\u0000\ud83d\ude80 \"quoted\" \\ é""#,
    "[]",
    "[1,[2,[3]],{}]",
    "{}",
    r#"{"n":9007199254740993,"z":1,"a":"<b>&","nested":{"list":[null,true]}}"#,
];

pub(super) fn probes() -> Vec<Probe> {
    let probe =
        |occasion, label: &str, context: &str| Probe { occasion, label: label.to_owned(), context: context.into(), plain: None };
    let mut probes = vec![
        probe(Occasion::Defaults, "empty params and item", r#"{"params":{},"$json":{}}"#),
        probe(Occasion::Defaults, "an empty context", "{}"),
        probe(Occasion::Defaults, "params that are null", r#"{"params":null,"$json":{}}"#),
    ];
    for item in ITEMS {
        let context = format!(r#"{{"params":{{}},"$json":{item}}}"#);
        probes.push(probe(Occasion::Input, &format!("the item `{item}`"), &context));
    }
    let extra = r#"{"$node":{"a":[1,{"b":null}]},"params":{"unknown-param":[1]},"workflow":"w","$json":{},"":0,"runIndex":3}"#;
    let plain = Some(br#"{"params":{},"$json":{}}"#.to_vec());
    probes.push(Probe { plain, ..probe(Occasion::ExtraKeys, "further keys in the context", extra) });
    for wrong in ["[]", "5", "\"text\""] {
        let context = format!(r#"{{"params":{wrong},"$json":{{}}}}"#);
        probes.push(probe(Occasion::Context, &format!("params that are {wrong}"), &context));
    }
    probes
}

pub(super) fn bulk() -> Vec<u8> {
    let item = format!(r#"{{"id":1,"text":"{}"}}"#, "a".repeat(8000));
    format!(r#"{{"params":{{}},"$json":{item}}}"#).into_bytes()
}
