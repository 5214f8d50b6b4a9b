//! Whether a default is a value of its type, judged by the compiler where the macros cannot know the type.

use super::PinType;
use super::konst::same;
use anyhost_abi::{DataType, ValueType};

/// Stops the build where `json`, the compact JSON text of a default, is no value of `ty`.
#[expect(clippy::panic, reason = "evaluated by the compiler only")]
#[track_caller]
pub const fn check_default(ty: &PinType, json: &str) {
    if let Some(error) = refused(ty, json) {
        panic!("{}", error);
    }
}

/// Whether `json`, the compact JSON text of a constant, is a value of `ty`.
#[must_use]
pub const fn is_value(ty: &PinType, json: &str) -> bool {
    refused(ty, json).is_none()
}

/// What is wrong with it; `None` if nothing is.
const fn refused(ty: &PinType, json: &str) -> Option<&'static str> {
    if ty.optional && same(json, "null") {
        return None;
    }
    match (ty.value, json.as_bytes()) {
        (ValueType::Normal, _) => one(ty, json),
        (ValueType::Map, [b'{', ..]) => None,
        (ValueType::Map, _) => Some("the default must be an object: write `{ \"key\": … }`"),
        (_, [b'[', ..]) => elements(ty, json),
        _ => Some("the default must be a list: write `[…]`"),
    }
}

/// Judges one value.
const fn one(ty: &PinType, json: &str) -> Option<&'static str> {
    match (ty.data, json.as_bytes()) {
        (DataType::String, [b'"', ..]) => choice(ty.choices, json),
        (DataType::Date, [b'"', ..]) => None,
        (DataType::String | DataType::Date, _) => Some("the default must be a text: write it in quotes"),
        (DataType::Boolean, [b't' | b'f', ..]) | (DataType::Float, [b'-' | b'0'..=b'9', ..]) => None,
        (DataType::Boolean, _) => Some("the default must be `true` or `false`"),
        (DataType::Float, _) => Some("the default must be a number"),
        (DataType::Integer | DataType::Byte, number) if is_whole(number) => None,
        (DataType::Integer | DataType::Byte, _) => Some("the default must be a whole number"),
        // Without a schema it is a type that only serde knows: it may be written as anything.
        (DataType::Struct | DataType::Path, [b'{', ..]) => None,
        (DataType::Struct | DataType::Path, _) if ty.schema.is_some() => {
            Some("the default must be an object: write `{ \"key\": … }`")
        }
        _ => None,
    }
}

const fn is_whole(number: &[u8]) -> bool {
    let mut i = 0;
    while i < number.len() {
        if !(number[i].is_ascii_digit() || i == 0 && number[i] == b'-') {
            return false;
        }
        i += 1;
    }
    true
}

const fn choice(choices: &[&str], json: &str) -> Option<&'static str> {
    let (_, text) = json.split_at(1);
    let (text, _) = text.split_at(text.len() - 1);
    let mut i = 0;
    while i < choices.len() {
        if same(choices[i], text) {
            return None;
        }
        i += 1;
    }
    if choices.is_empty() { None } else { Some("the default is no variant of this enum") }
}

/// Judges the elements of a list.
const fn elements(ty: &PinType, json: &str) -> Option<&'static str> {
    let bytes = json.as_bytes();
    let (mut depth, mut in_text, mut start, mut i) = (0, false, 1, 0);
    while i < bytes.len() {
        match bytes[i] {
            b'\\' if in_text => i += 1,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'[' | b'{' => depth += 1,
            byte @ (b',' | b']' | b'}') => {
                if depth == 1 && i > start {
                    let (element, _) = json.split_at(i);
                    let (_, element) = element.split_at(start);
                    if let Some(error) = one(ty, element) {
                        return Some(error);
                    }
                    start = i + 1;
                }
                if byte != b',' {
                    depth -= 1;
                }
            }
            _ => {}
        }
        i += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judges() {
        let of = PinType::of;
        let list = |data| of(data).many(ValueType::Array);
        let color = PinType { choices: &["red", "green"], ..of(DataType::String) };
        for (ty, json, fits) in [
            (of(DataType::String), r#""a""#, true),
            (of(DataType::String), "1", false),
            (of(DataType::Integer), "-12", true),
            (of(DataType::Integer), "1.5", false),
            (of(DataType::Float), "1", true),
            (of(DataType::Float), "true", false),
            (of(DataType::Boolean), "false", true),
            (of(DataType::Boolean), "null", false),
            (PinType { optional: true, ..of(DataType::Boolean) }, "null", true),
            (color, r#""green""#, true),
            (color, r#""blue""#, false),
            (list(DataType::String), r#"["a,]","\"","[{"]"#, true),
            (list(DataType::String), "[]", true),
            (list(DataType::String), r#"["a",1]"#, false),
            (list(DataType::Integer), "1", false),
            (color.many(ValueType::Set), r#"["red","blue"]"#, false),
            (of(DataType::Integer).many(ValueType::Map), r#"{"a":1}"#, true),
            (of(DataType::Integer).many(ValueType::Map), "[1]", false),
            (of(DataType::Struct), r#""serde""#, true),
            (PinType { schema: Some("{}"), ..of(DataType::Struct) }, "1", false),
            (of(DataType::Generic), "[1]", true),
            (of(DataType::Date), r#""2026-02-21T12:00:00Z""#, true),
            (of(DataType::Date), "0", false),
            (list(DataType::Byte), "[0,255]", true),
            (list(DataType::Byte), r#"["a"]"#, false),
        ] {
            assert_eq!(refused(&ty, json).is_none(), fits, "{ty:?} {json}");
        }
    }
}
