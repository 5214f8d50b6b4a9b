//! Resources that a plugin keeps: tracks, waypoints, notes, and types of its own.

use crate::join;
use crate::rt::json::Kind;
use crate::rt::{Raw, Reader, Writer};
use alloc::string::String;
use alloc::vec::Vec;
use serde_core::{Deserialize, Serialize};

/// What a plugin does that keeps resources, with `resources("tracks", …)` among the arguments of its attribute. Clients
/// reach them at `/signalk/v2/api/resources/<type>`.
///
/// ```
/// use anyhost::signalk::{ResourceProvider, ResourceQuery};
/// use std::collections::BTreeMap;
///
/// struct Logbook {
///     entries: BTreeMap<String, String>,
/// }
///
/// impl ResourceProvider for Logbook {
///     type Resource = String;
///
///     fn list(&mut self, query: &ResourceQuery) -> Result<Vec<(String, String)>, String> {
///         let limit = query.get("limit").and_then(|limit| limit.parse().ok()).unwrap_or(usize::MAX);
///         Ok(self.entries.clone().into_iter().take(limit).collect())
///     }
///
///     fn get(&mut self, _kind: &str, id: &str) -> Result<Option<String>, String> {
///         Ok(self.entries.get(id).cloned())
///     }
///
///     fn set(&mut self, _kind: &str, id: &str, entry: String) -> Result<(), String> {
///         self.entries.insert(id.to_owned(), entry);
///         Ok(())
///     }
///
///     fn delete(&mut self, _kind: &str, id: &str) -> Result<(), String> {
///         self.entries.remove(id);
///         Ok(())
///     }
/// }
/// ```
///
/// `kind` is the type of the resource, where a plugin keeps several. The server has no way to tell a client of an error: it
/// ignores what [`set`](Self::set) and [`delete`](Self::delete) answer (`resource-provider.ts`), so an `Err` becomes the
/// plugin's [`error`](super::error()). All resources of a list together may be 65,536 bytes of JSON.
#[diagnostic::on_unimplemented(
    message = "`{Self}` keeps no resources",
    label = "`resources(…)` among the arguments says that it does",
    note = "write `impl anyhost::signalk::ResourceProvider for {Self}`, or leave the argument out"
)]
pub trait ResourceProvider {
    /// A resource: any type that serde can write and read. For several types of resources it is an enum, or
    /// `serde_json::Value`.
    type Resource: Serialize + for<'de> Deserialize<'de>;

    /// The resources of a type that a query asks for, with their ids.
    ///
    /// # Errors
    ///
    /// The client gets none, and the plugin's error is the text.
    fn list(&mut self, query: &ResourceQuery) -> Result<Vec<(String, Self::Resource)>, String>;

    /// The resource of an id, `None` if there is none: the client gets a 404.
    ///
    /// # Errors
    ///
    /// The same, and the plugin's error is the text.
    fn get(&mut self, kind: &str, id: &str) -> Result<Option<Self::Resource>, String>;

    /// Keeps a resource, new or in place of another one. The server asks for it by [`get`](Self::get) before it lets a client
    /// replace it.
    ///
    /// # Errors
    ///
    /// The plugin's error is the text; the client learns nothing.
    fn set(&mut self, kind: &str, id: &str, resource: Self::Resource) -> Result<(), String>;

    /// Removes a resource.
    ///
    /// # Errors
    ///
    /// The plugin's error is the text; the client learns nothing.
    fn delete(&mut self, kind: &str, id: &str) -> Result<(), String>;
}

/// What a client asks a list for.
#[derive(Debug, Clone)]
pub struct ResourceQuery {
    kind: String,
    json: String,
}

impl ResourceQuery {
    /// The type of the resources.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// A parameter of the query (`?limit=5`) as text; one that is there several times, or has parts, as JSON.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<String> {
        let mut buffer = Vec::from(self.json.as_bytes());
        let mut found = None;
        Reader::new(&mut buffer).entries(&mut |name, value| {
            if name == key {
                found = text(value);
            }
        });
        found
    }

    /// The whole query as JSON, with the type of the resources as `resourceType`.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }
}

/// A string as its text, anything else as JSON.
fn text(value: &mut Reader<'_>) -> Option<String> {
    match value.kind() {
        Kind::String => value.string(),
        _ => value.raw().map(|value| join(&[value.as_str()])),
    }
}

/// What a request says.
#[derive(Default)]
struct Request<'a> {
    kind: &'a str,
    id: &'a str,
    property: &'a str,
    value: Option<Raw<'a>>,
}

impl<'a> Request<'a> {
    fn read(reader: &mut Reader<'a>) -> Self {
        let mut request = Self::default();
        reader.object(&["resourceType", "id", "property", "value"], &mut |index, value| match index {
            0 => request.kind = value.str().unwrap_or_default(),
            1 => request.id = value.str().unwrap_or_default(),
            2 => request.property = value.str().unwrap_or_default(),
            _ => request.value = value.raw(),
        });
        request
    }
}

/// `resources_list_resources`: an object of resources by their ids.
pub fn list<T: ResourceProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
    let json = request.raw().unwrap_or(Raw::NULL).as_str();
    let mut query = ResourceQuery { kind: String::new(), json: join(&[json]) };
    query.kind = query.get("resourceType").unwrap_or_default();
    let start = out.len();
    out.begin_object();
    let listed = state.list(&query).and_then(|resources| {
        for (id, resource) in resources {
            out.key(&id);
            write(&resource, out)?;
        }
        Ok(())
    });
    match listed {
        Ok(()) => out.end_object(),
        Err(error) => {
            super::error(&error);
            out.truncate(start);
            out.raw("{}");
        }
    }
}

/// `resources_get_resource`: the resource, or `{"value":…}` with a property of it (the server's own provider of resources
/// answers so, `filestorage.ts`); `null` if it is not there.
pub fn get<T: ResourceProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
    let Request { kind, id, property, .. } = Request::read(request);
    let start = out.len();
    let found = state.get(kind, id).and_then(|resource| match resource {
        Some(resource) if property.is_empty() => write(&resource, out).map(Some),
        Some(resource) => {
            let mut all = Writer::new();
            write(&resource, &mut all)?;
            Ok(part(all.into_vec(), property).map(|value| {
                out.raw("{\"value\":");
                out.append(&Writer::from_vec(value));
                out.raw("}");
            }))
        }
        None => Ok(None),
    });
    if let Err(error) = &found {
        super::error(error);
        out.truncate(start);
    }
    if !matches!(found, Ok(Some(()))) {
        out.null();
    }
}

/// `resources_set_resource`: `{}`, or an error that the server ignores.
pub fn set<T: ResourceProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
    let Request { kind, id, value, .. } = Request::read(request);
    let resource = value.unwrap_or(Raw::NULL).parse();
    let done = match resource {
        Ok(resource) => state.set(kind, id, resource),
        Err(error) => Err(join(&[kind, " ", id, " is none: ", &error.text()])),
    };
    super::exports::done(done, out);
}

/// `resources_delete_resource`: the same.
pub fn delete<T: ResourceProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
    let Request { kind, id, .. } = Request::read(request);
    super::exports::done(state.delete(kind, id), out);
}

fn write(resource: &impl Serialize, out: &mut Writer) -> Result<(), String> {
    resource.serialize(out).map_err(|failure| failure.text())
}

/// The value at a path of keys and indices: `geometry.coordinates.0`.
fn part(json: Vec<u8>, path: &str) -> Option<Vec<u8>> {
    path.split('.').try_fold(json, |mut json, name| {
        let (mut found, mut index, wanted) = (None, 0, name.parse().ok());
        let mut reader = Reader::new(&mut json);
        if reader.kind() == Kind::Array {
            reader.array(&mut |value| {
                if Some(index) == wanted {
                    found = value.raw().map(Raw::to_buffer);
                }
                index += 1;
            });
        } else {
            reader.entries(&mut |key, value| {
                if key == name {
                    found = value.raw().map(Raw::to_buffer);
                }
            });
        }
        found
    })
}

#[cfg(test)]
mod tests {
    use super::super::Mock;
    use super::*;
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
        let query = ResourceQuery { kind: "t".into(), json: r#"{"limit":"5","bbox":["1","2"],"n":7,"resourceType":"t"}"#.into() };
        assert_eq!((query.get("limit").as_deref(), query.get("bbox").as_deref()), (Some("5"), Some(r#"["1","2"]"#)));
        assert_eq!((query.get("n").as_deref(), query.get("other")), (Some("7"), None));
    }
}
