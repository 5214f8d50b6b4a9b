//! What a server hands to a kept plugin: what is read is what serde_json reads.

use anyhost::Config;
use anyhost::http::{FromRequest, Headers};
use anyhost::rt::{Probe, Reader, fuzz};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;
use std::fmt;

/// How deep a document may nest that serde_json and the reader both take.
const DEPTH: usize = 100;

/// Fields of every kind.
#[derive(Config)]
pub struct Settings {
    #[config(default = 50, min = 1, max = 1000)]
    radius: f64,
    #[config(default = "a")]
    name: String,
    #[config(default = [1])]
    list: Vec<i32>,
    flag: Option<bool>,
    #[config(default = 7, max = 9)]
    count: u8,
}

/// Reads the bytes as each of them.
///
/// # Panics
/// If something is read that is not there, or is not read that is.
pub fn kept(text: &[u8]) {
    fuzz::delta(text, |delta| {
        let Some(delta) = delta else { return refused(text) };
        let object = object(text).expect("a delta is an object");
        // Of a context that is there twice, the last one counts; of lists, all.
        let context = object.texts("context").last().unwrap_or_default();
        assert_eq!(delta.context(), context);
        for (key, found) in [("values", delta.values().collect::<Vec<_>>()), ("meta", delta.meta().collect())] {
            let expected = pairs(&object, key);
            assert_eq!(found.len(), expected.len(), "{key}");
            for ((update, value), [source, timestamp, path, expected]) in found.iter().zip(expected) {
                assert_eq!([update.source, update.timestamp, update.path, update.context], [&source, &timestamp, &path, &context]);
                assert_eq!(value.as_str(), expected, "byte for byte");
            }
        }
    });
    fuzz::request(text, |request| {
        let Some(request) = request else { return };
        let object = object(text).expect("a request is an object");
        assert_eq!(request.method, object.texts("method").last().unwrap_or_else(|| "GET".into()));
        assert_eq!(request.path, object.texts("path").last().unwrap_or_else(|| "/".into()));
        for (key, raw) in
            [("query", request.query), ("params", request.params), ("body", request.body), ("headers", request.headers)]
        {
            assert_eq!(raw.as_str(), object.all(key).last().unwrap_or("{}"));
        }
        // A header is a text that some key of that name has.
        let headers = Headers::from_request(request).unwrap_or_else(|_| panic!("headers are never refused"));
        for (name, value) in headers.iter() {
            let headers = self::object(request.headers.as_str().as_bytes()).expect("it has members");
            assert!(headers.texts(name).any(|text| text == value), "{name}: {value}");
        }
    });
    config(text);
}

/// A configuration that is read has what is given, within its limits.
fn config(text: &[u8]) {
    let mut buffer = text.to_vec();
    let mut reader = Reader::new(&mut buffer);
    let read = Probe::<Settings>::read(&mut reader);
    let Some(Settings { radius, name, list, flag, count }) = read.filter(|_| reader.end()) else { return };
    assert!((1.0..=1000.0).contains(&radius) && count <= 9, "{radius} {count}");
    let object = object(text).expect("a configuration is an object");
    let last = |key: &str| object.all(key).last().filter(|text| *text != "null").map(ToOwned::to_owned);
    let number = |key: &str| last(key).map(|text| serde_json::from_str::<f64>(&text).expect("a number"));
    assert_eq!(radius, number("radius").unwrap_or(50.0));
    assert_eq!(f64::from(count), number("count").unwrap_or(7.0));
    assert_eq!(name, last("name").map_or("a".to_owned(), |text| serde_json::from_str(&text).expect("a text")));
    assert_eq!(flag, last("flag").map(|text| text == "true"));
    let items = last("list").map_or(vec![1.0], |text| serde_json::from_str::<Vec<f64>>(&text).expect("numbers"));
    assert_eq!(list.into_iter().map(f64::from).collect::<Vec<_>>(), items);
}

/// What is refused is no object, or nests too deeply.
fn refused(text: &[u8]) {
    let depth = text.iter().filter(|byte| matches!(byte, b'{' | b'[')).count();
    if depth < DEPTH {
        let value = serde_json::from_slice::<Value>(text);
        assert!(!value.as_ref().is_ok_and(Value::is_object), "{} was refused", String::from_utf8_lossy(text));
    }
}

/// The members of an object in their order, repeated keys included.
struct Object<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Object<'a> {
    fn all(&self, key: &str) -> impl DoubleEndedIterator<Item = &'a str> {
        self.0.iter().filter(move |(name, _)| name == key).map(|(_, value)| value.get())
    }

    /// Those as texts, of what has another type the empty text.
    fn texts(&self, key: &str) -> impl DoubleEndedIterator<Item = String> {
        self.all(key).map(|text| serde_json::from_str(text).unwrap_or_default())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<'a>(Vec<(String, &'a RawValue)>);
        impl<'de> Visitor<'de> for Members<'de> {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Object<'de>, A::Error> {
                while let Some(member) = map.next_entry()? {
                    self.0.push(member);
                }
                Ok(Object(self.0))
            }
        }
        deserializer.deserialize_map(Members(Vec::new()))
    }
}

fn object(text: &[u8]) -> Option<Object<'_>> {
    serde_json::from_slice(text).ok()
}

/// Source, time, path and value of everything that a delta lists under a key.
fn pairs(delta: &Object<'_>, key: &str) -> Vec<[String; 4]> {
    let list = |text| serde_json::from_str::<Vec<&RawValue>>(text).unwrap_or_default();
    let mut pairs = Vec::new();
    for update in delta.all("updates").flat_map(list) {
        let Some(update) = object(update.get().as_bytes()) else { continue };
        let last = |key| update.texts(key).last().unwrap_or_default();
        for entry in update.all(key).flat_map(list) {
            let Some(entry) = object(entry.get().as_bytes()) else { continue };
            let value = entry.all("value").last().unwrap_or("null").to_owned();
            pairs.push([last("$source"), last("timestamp"), entry.texts("path").last().unwrap_or_default(), value]);
        }
    }
    pairs
}
