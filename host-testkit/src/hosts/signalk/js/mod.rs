//! JSON as JavaScript has it: numbers are doubles, keys keep their order, the last of repeated keys counts.

mod number;
mod parse;

pub(in crate::hosts) use parse::parse;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::hosts) enum Js {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Js>),
    Object(Vec<(String, Js)>),
}

impl Js {
    /// An object of these fields.
    pub(in crate::hosts) fn object<const N: usize>(fields: [(&str, Js); N]) -> Self {
        Self::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// A text.
    pub(in crate::hosts) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// `{...value}`: entries of lists and letters of texts by their places, nothing of what has no fields.
    pub(in crate::hosts) fn assigned(self) -> Self {
        let by_place = |values: Vec<Js>| values.into_iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect();
        Self::Object(match self {
            Self::Object(fields) => fields,
            Self::List(items) => by_place(items),
            Self::Text(text) => by_place(text.chars().map(Self::text).collect()),
            _ => Vec::new(),
        })
    }

    /// The field of this name; `None`, `undefined`, where there is none.
    pub(in crate::hosts) fn get(&self, name: &str) -> Option<&Js> {
        match self {
            Self::Object(fields) => fields.iter().find(|field| field.0 == name).map(|field| &field.1),
            _ => None,
        }
    }

    /// Sets a field of an object: in its place, or as the last one.
    pub(in crate::hosts) fn set(&mut self, name: &str, value: Js) {
        let Self::Object(fields) = self else { return };
        match fields.iter_mut().find(|field| field.0 == name) {
            Some(field) => field.1 = value,
            None => fields.push((name.to_owned(), value)),
        }
    }

    pub(in crate::hosts) fn remove(&mut self, name: &str) {
        if let Self::Object(fields) = self {
            fields.retain(|field| field.0 != name);
        }
    }

    pub(in crate::hosts) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(in crate::hosts) fn as_list(&self) -> Option<&[Js]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    pub(in crate::hosts) fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(is) => Some(*is),
            _ => None,
        }
    }

    pub(in crate::hosts) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Whether `if (value)` holds.
    pub(in crate::hosts) fn is_truthy(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Bool(is) => *is,
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Text(text) => !text.is_empty(),
            Self::List(_) | Self::Object(_) => true,
        }
    }

    /// `String(value)`.
    pub(in crate::hosts) fn to_text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(items) => items.iter().map(Self::to_text).collect::<Vec<_>>().join(","),
            Self::Object(_) => "[object Object]".to_owned(),
            other => other.to_json(),
        }
    }

    /// `JSON.stringify(value)`.
    pub(in crate::hosts) fn to_json(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match self {
            Self::Null => text.push_str("null"),
            Self::Bool(is) => text.push_str(if *is { "true" } else { "false" }),
            Self::Number(number) => text.push_str(&number::show(*number)),
            Self::Text(value) => text.push_str(&crate::json::quote(value)),
            Self::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    text.push(if at == 0 { '[' } else { ',' });
                    item.write(text);
                }
                text.push_str(if items.is_empty() { "[]" } else { "]" });
            }
            Self::Object(fields) => {
                text.push('{');
                for (at, (key, value)) in fields.iter().enumerate() {
                    if at > 0 {
                        text.push(',');
                    }
                    text.push_str(&crate::json::quote(key));
                    text.push(':');
                    value.write(text);
                }
                text.push('}');
            }
        }
    }
}

impl From<&serde_json::Value> for Js {
    fn from(value: &serde_json::Value) -> Self {
        parse(&value.to_string()).unwrap_or(Self::Null)
    }
}

impl From<&Js> for serde_json::Value {
    fn from(value: &Js) -> Self {
        serde_json::from_str(&value.to_json()).unwrap_or(Self::Null)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Js, parse};

    #[test]
    fn texts_come_back_as_javascript_writes_them() {
        for (text, written) in [
            (r#" {"b":1.0, "a":[true,null,"é\u00e9"],"b":2} "#, r#"{"b":2,"a":[true,null,"éé"]}"#),
            ("12345678901234567890", "12345678901234567000"),
            ("[1e21,1e-7,0.000001,-0,123.456,1e400,5e-324]", "[1e+21,1e-7,0.000001,0,123.456,null,5e-324]"),
            (r#"{"2":1,"b":2,"1":3}"#, r#"{"1":3,"2":1,"b":2}"#),
            (r#""\ud83d\ude00\ud800\n""#, "\"😀\u{fffd}\\n\""),
            ("[]", "[]"),
        ] {
            assert_eq!(parse(text).unwrap().to_json(), written, "{text}");
        }
    }

    #[test]
    fn errors_are_those_of_v8() {
        for (text, message) in [
            ("", "Unexpected end of JSON input"),
            ("{\"a\":", "Unexpected end of JSON input"),
            ("{\"a\":1", "Expected ',' or '}' after property value in JSON at position 6 (line 1 column 7)"),
            ("[1", "Expected ',' or ']' after array element in JSON at position 2 (line 1 column 3)"),
            ("\"abc", "Unterminated string in JSON at position 4 (line 1 column 5)"),
            ("hello", "Unexpected token 'h', \"hello\" is not valid JSON"),
            ("[1]x", "Unexpected non-whitespace character after JSON at position 3 (line 1 column 4)"),
            ("{a:1}", "Expected property name or '}' in JSON at position 1 (line 1 column 2)"),
            ("\"a\nb\"", "Bad control character in string literal in JSON at position 2 (line 1 column 3)"),
        ] {
            assert_eq!(parse(text).unwrap_err(), message, "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_no_crash() {
        assert!(parse(&"[".repeat(1_000_000)).is_err());
    }

    #[test]
    fn objects_change() {
        let mut value = Js::object([("a", Js::Null), ("b", Js::Bool(true))]);
        value.set("a", Js::text("x"));
        value.remove("b");
        assert_eq!((value.to_json(), value.get("b"), value.is_truthy()), (r#"{"a":"x"}"#.into(), None, true));
    }
}
