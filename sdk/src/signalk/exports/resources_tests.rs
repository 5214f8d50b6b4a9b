use super::*;
use crate::signalk::Mock;
use std::collections::BTreeMap;

/// Keeps lists of numbers.
#[derive(Default)]
struct Keeps(BTreeMap<(String, String), Vec<f64>>);

impl ResourceProvider for Keeps {
    type Resource = BTreeMap<String, Vec<f64>>;

    fn list(&mut self, query: &ResourceQuery) -> Result<Vec<(String, Self::Resource)>, String> {
        if let Some(error) = query.get("fail") {
            return Err(error);
        }
        let of = self.0.iter().filter(|((kind, _), _)| kind == query.kind());
        Ok(of.map(|((_, id), list)| (id.clone(), BTreeMap::from([("points".to_owned(), list.clone())]))).collect())
    }

    fn get(&mut self, kind: &str, id: &str) -> Result<Option<Self::Resource>, String> {
        if id == "bad" {
            return Err("bad id".into());
        }
        let list = self.0.get(&(kind.to_owned(), id.to_owned()));
        Ok(list.map(|list| BTreeMap::from([("points".to_owned(), list.clone())])))
    }

    fn set(&mut self, kind: &str, id: &str, resource: Self::Resource) -> Result<(), String> {
        let points = resource.get("points").ok_or("no points")?;
        self.0.insert((kind.to_owned(), id.to_owned()), points.clone());
        Ok(())
    }

    fn delete(&mut self, kind: &str, id: &str) -> Result<(), String> {
        self.0.remove(&(kind.to_owned(), id.to_owned())).map(drop).ok_or_else(|| "gone already".into())
    }
}

type Export = fn(&mut Keeps, &mut Reader<'_>, &mut Writer);

fn call(state: &mut Keeps, export: Export, request: &str) -> String {
    let mut buffer = request.as_bytes().to_vec();
    let mut out = Writer::new();
    export(state, &mut Reader::new(&mut buffer), &mut out);
    out.into_string()
}

#[test]
fn resources_are_kept_by_type_and_id() {
    let mock = Mock::new();
    let state = &mut Keeps::default();
    assert_eq!(call(state, list, r#"{"resourceType":"tracks"}"#), "{}");
    let set_a = r#"{"id":"a","value":{"points":[1,2.5]},"resourceType":"tracks"}"#;
    assert_eq!(call(state, set, set_a), "{}");
    assert_eq!(call(state, set, &set_a.replace("\"a\"", "\"b\"").replace("tracks", "other")), "{}");
    assert_eq!(call(state, list, r#"{"limit":"5","resourceType":"tracks"}"#), r#"{"a":{"points":[1.0,2.5]}}"#);
    assert_eq!(call(state, get, r#"{"resourceType":"tracks","id":"a"}"#), r#"{"points":[1.0,2.5]}"#);
    assert_eq!(call(state, get, r#"{"resourceType":"tracks","id":"b"}"#), "null");
    assert_eq!(call(state, delete, r#"{"id":"a","resourceType":"tracks"}"#), "{}");
    assert_eq!(call(state, list, r#"{"resourceType":"tracks"}"#), "{}");
    assert_eq!(mock.error(), None);
}

#[test]
fn a_property_is_a_value() {
    let _mock = Mock::new();
    let state = &mut Keeps::default();
    call(state, set, r#"{"id":"a","value":{"points":[1,2.5]},"resourceType":"t"}"#);
    for (property, value) in [
        ("points", r#"{"value":[1.0,2.5]}"#),
        ("points.1", r#"{"value":2.5}"#),
        ("points.2", "null"),
        ("points.x", "null"),
        ("points.1.0", "null"),
        ("other", "null"),
    ] {
        let request = format!(r#"{{"id":"a","property":"{property}","resourceType":"t"}}"#);
        assert_eq!(call(state, get, &request), value, "{property}");
    }
}

#[test]
fn errors_are_the_plugins() {
    let mock = Mock::new();
    let state = &mut Keeps::default();
    let mut fails = |export: Export, request: &str, reply: &str, error: &str| {
        assert_eq!(call(state, export, request), reply, "{request}");
        let said = mock.error().unwrap_or_default();
        assert!(said.contains(error), "{said}");
    };
    fails(list, r#"{"fail":"no disk","resourceType":"t"}"#, "{}", "no disk");
    fails(get, r#"{"id":"bad","resourceType":"t"}"#, "null", "bad id");
    fails(set, r#"{"id":"a","value":{},"resourceType":"t"}"#, r#"{"error":"no points"}"#, "no points");
    fails(delete, r#"{"id":"a","resourceType":"t"}"#, r#"{"error":"gone already"}"#, "gone already");
    let wrong = r#"{"id":"a","value":{"points":"x"},"resourceType":"t"}"#;
    let text = "t a is none: points: expected an array, found a string";
    fails(set, wrong, &format!(r#"{{"error":"{text} (byte 10)"}}"#), text);
    // What no server sends.
    for request in ["", "7", "{\"id\":", "{}"] {
        assert_eq!(call(state, list, request), "{}");
        assert_eq!(call(state, get, request), "null");
        assert!(call(state, set, request).starts_with("{\"error\":"));
    }
}

#[test]
fn a_query_has_texts_and_more() {
    let query = ResourceQuery::new(r#"{"limit":"5","bbox":["1","2"],"n":7,"resourceType":"t"}"#);
    assert_eq!((query.get("limit").as_deref(), query.get("bbox").as_deref()), (Some("5"), Some(r#"["1","2"]"#)));
    assert_eq!((query.get("n").as_deref(), query.get("other")), (Some("7"), None));
}
