use super::super::{Meta, Mock, Position};
use super::*;
use crate::Raw;
use std::collections::BTreeMap;

/// What is sent.
fn sent(build: impl FnOnce() -> Delta) -> String {
    let mock = Mock::new();
    build().emit();
    mock.deltas().join("\n")
}

#[test]
fn values_and_meta_share_updates() {
    let text = sent(|| {
        let mut delta = Delta::new();
        delta.value("a.b", 1).value("a.c", "x\"y").meta("a.b", &Meta::new().units("m"));
        delta
    });
    let update =
        r#"{"values":[{"path":"a.b","value":1},{"path":"a.c","value":"x\"y"}],"meta":[{"path":"a.b","value":{"units":"m"}}]}"#;
    assert_eq!(text, format!(r#"{{"updates":[{update}]}}"#));
    let text = sent(|| {
        let mut delta = Delta::of("vessels.urn:mrn:imo:mmsi:230099999");
        delta.meta("a.b", &Meta::new()).value("a.b", true).value("a.c", None::<f64>);
        delta
    });
    let updates = r#"{"meta":[{"path":"a.b","value":{}}]},{"values":[{"path":"a.b","value":true},{"path":"a.c","value":null}]}"#;
    assert_eq!(text, format!(r#"{{"context":"vessels.urn:mrn:imo:mmsi:230099999","updates":[{updates}]}}"#));
}

#[test]
fn source_and_time_hold_for_what_follows() {
    let text = sent(|| {
        let mut delta = Delta::new();
        delta.value("a", 1).source("s.1").value("b", 2).timestamp("2026-11-21T12:00:00Z").value("c", 3);
        delta.meta("c", &Meta::new()).value("d", 4);
        delta
    });
    let updates = [
        r#"{"values":[{"path":"a","value":1}]}"#,
        r#"{"$source":"s.1","values":[{"path":"b","value":2}]}"#,
        r#"{"$source":"s.1","timestamp":"2026-11-21T12:00:00Z","values":[{"path":"c","value":3}],"meta":[{"path":"c","value":{}}]}"#,
        r#"{"$source":"s.1","timestamp":"2026-11-21T12:00:00Z","values":[{"path":"d","value":4}]}"#,
    ];
    assert_eq!(text, format!(r#"{{"updates":[{}]}}"#, updates.join(",")));
}

#[test]
fn an_empty_one_is_not_sent_and_a_sent_one_is_empty() {
    let mock = Mock::new();
    Delta::new().emit();
    Delta::of("vessels.self").emit();
    Delta::new().source("s").timestamp("t").emit_v2();
    let mut delta = Delta::new();
    delta.value("a", 1).emit();
    delta.emit();
    delta.value("b", 2).emit_v2();
    assert_eq!(
        mock.deltas(),
        [r#"{"updates":[{"values":[{"path":"a","value":1}]}]}"#, r#"{"updates":[{"values":[{"path":"b","value":2}]}]}"#]
    );
    assert_eq!(mock.value("a").as_deref(), Some("1"));
    assert_eq!(mock.value("b"), None, "version 2 is not in the model");
}

#[test]
fn nothing_that_is_not_finite_reaches_the_server() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let list = BTreeMap::from([("x", vec![1.0, bad])]);
        let text = sent(|| {
            let mut delta = Delta::new();
            delta
                .value("a", bad)
                .value("b", bad as f32)
                .value("c", Some(bad))
                .value("d", list)
                .value("e", Position::new(bad, 1.0));
            delta
        });
        let values: Vec<_> =
            text.split("\"value\":").skip(1).filter_map(|rest| rest.split_once("},").map(|(value, _)| value)).collect();
        assert_eq!(values, ["null", "null", "null", r#"{"x":[1.0,null]}"#], "{text}");
        assert!(text.ends_with(r#"{"path":"e","value":null}]}]}"#), "{text}");
    }
}

#[test]
fn any_type_is_a_value() {
    let mock = Mock::new();
    let exact = Raw::new("12345678901234567890.10");
    Delta::new()
        .value("a", exact.unwrap_or(Raw::NULL))
        .value("b", [1_u8, 2])
        .value("c", 'x')
        .value("", BTreeMap::from([("name", "Ada")]))
        .emit();
    assert_eq!(mock.value("a").as_deref(), Some("12345678901234567890.10"));
    assert_eq!(mock.value("b").as_deref(), Some("[1,2]"));
    assert_eq!(mock.value("c").as_deref(), Some("\"x\""));
    assert_eq!(mock.value("").as_deref(), Some(r#"{"name":"Ada"}"#));
}

#[test]
fn what_cannot_be_written_is_said_and_nothing_else_is_lost() {
    let mock = Mock::new();
    let bad = BTreeMap::from([(vec![1], 2)]);
    Delta::new().value("a", 1).value("b", &bad).value("c", 3).emit();
    assert_eq!(
        (mock.value("a").as_deref(), mock.value("b").as_deref(), mock.value("c").as_deref()),
        (Some("1"), Some("null"), Some("3"))
    );
    assert!(mock.error().is_some_and(|text| text.starts_with("the value of b cannot be written: ")), "{:?}", mock.error());
}
