//! JSON as text: order, spelling of numbers and repeated keys are kept.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The fields of an object, as they were written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(pub(crate) Vec<(String, Box<RawValue>)>);

impl Fields {
    /// The object's fields; `None` if the text is no JSON object.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The last field of this name, as readers take it.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|field| field.0 == name).map(|field| field.1.get())
    }

    /// Replaces the field of this name, or adds it.
    pub(crate) fn set(&mut self, name: &str, value: Box<RawValue>) {
        match self.0.iter_mut().rev().find(|field| field.0 == name) {
            Some(field) => field.1 = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }

    /// The object.
    pub(crate) fn to_text(&self) -> String {
        let fields: Vec<String> = self.0.iter().map(|(name, value)| format!("{}:{}", quote(name), value.get())).collect();
        format!("{{{}}}", fields.join(","))
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// Any JSON that serde_json reads into a tree, without the tree: the same errors, no memory.
#[derive(Debug, Default)]
pub(crate) struct Checked;

impl<'de> Deserialize<'de> for Checked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Checked;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any valid JSON value")
            }

            fn visit_unit<E>(self) -> Result<Checked, E> {
                Ok(Checked)
            }

            fn visit_bool<E>(self, _: bool) -> Result<Checked, E> {
                Ok(Checked)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Checked, E> {
                Ok(Checked)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Checked, E> {
                Ok(Checked)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Checked, E> {
                Ok(Checked)
            }

            fn visit_str<E>(self, _: &str) -> Result<Checked, E> {
                Ok(Checked)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Checked, A::Error> {
                while seq.next_element::<Checked>()?.is_some() {}
                Ok(Checked)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Checked, A::Error> {
                while map.next_entry::<String, Checked>()?.is_some() {}
                Ok(Checked)
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// The text as a JSON string.
pub(crate) fn quote(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

/// JSON text as a raw value; `None` if it is not JSON.
pub(crate) fn raw(text: &str) -> Option<Box<RawValue>> {
    serde_json::from_str(text).ok()
}

/// The object with `"name":value` put before its closing brace, everything else byte for byte. `object` must be one.
pub(crate) fn append(object: &str, fields: &str) -> String {
    let text = object.trim_end();
    let (Some(open), true) = (text.strip_suffix('}'), !fields.is_empty()) else { return object.to_owned() };
    let comma = if open.trim_end().ends_with('{') { "" } else { "," };
    format!("{open}{comma}{fields}}}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Fields, append, raw};

    #[test]
    fn keeps_spelling() {
        let mut fields = Fields::parse(r#" {"b":1.0, "a":9007199254740993,"b":2e0} "#).unwrap();
        assert_eq!(fields.get("b"), Some("2e0"));
        fields.set("c", raw("null").unwrap());
        fields.set("a", raw("[ ]").unwrap());
        assert_eq!(fields.to_text(), r#"{"b":1.0,"a":[ ],"b":2e0,"c":null}"#);
        assert!(Fields::parse("[]").is_none());
    }

    #[test]
    fn appends() {
        assert_eq!(append("{}", r#""a":1"#), r#"{"a":1}"#);
        assert_eq!(append("{ \"x\" : 1.00 } ", r#""a":1"#), r#"{ "x" : 1.00 ,"a":1}"#);
        assert_eq!(append("{}", ""), "{}");
    }
}
