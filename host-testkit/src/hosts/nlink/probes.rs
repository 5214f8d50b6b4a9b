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
    r#"{"z":1.0,"e":1e2,"a":"caf\u00e9 </b>"}"#,
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

/// An item of this size: a list of small objects, as a webhook brings one.
pub(super) fn large(bytes: u64) -> Vec<u8> {
    let mut context = String::from(r#"{"params":{},"$json":[{"id":0}"#);
    let mut id = 0u32;
    while (context.len() as u64) < bytes {
        id += 1;
        context += &format!(r#",{{"id":{id},"name":"record {id}","tags":["a","b"]}}"#);
    }
    context += "]}";
    context.into_bytes()
}
