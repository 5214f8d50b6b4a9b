//! Reading and writing JSON against serde_json. Fuzzers run this too.
//!
//! Where the two differ on purpose: values that are passed over or taken raw must be UTF-8, and may nest 512 deep, in
//! serde_json without end; a fraction of zeros (`5.0`) is an integer.
#![allow(unreachable_pub)]

use anyhost::rt::json::{Kind, Number, Raw, Reader, Writer};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A tree read with the methods that typed pins use.
pub fn walk(reader: &mut Reader<'_>) -> Option<Value> {
    match reader.kind() {
        Kind::Null => reader.null().then_some(Value::Null),
        Kind::Bool => reader.bool().map(Value::from),
        Kind::Number => reader.number().map(|number| match number {
            Number::Unsigned(number) => number.into(),
            Number::Signed(number) => number.into(),
            Number::Float(number) => number.into(),
        }),
        Kind::String => reader.str().map(Value::from),
        Kind::Array => {
            let mut items = Vec::new();
            reader.array(&mut |item| items.extend(walk(item))).then_some(Value::Array(items))
        }
        Kind::Object => {
            let mut map = Map::new();
            let mut add = |key: &str, value: &mut Reader<'_>| {
                if let Some(value) = walk(value) {
                    map.insert(key.to_owned(), value);
                }
            };
            reader.entries(&mut add).then_some(Value::Object(map))
        }
        Kind::End => reader.expected("a value"),
    }
}

pub fn read<T>(text: &[u8], read: impl for<'a> FnOnce(&mut Reader<'a>) -> Option<T>) -> Result<T, String> {
    let mut buffer = text.to_vec();
    let mut reader = Reader::new(&mut buffer);
    let value = read(&mut reader);
    assert_eq!(value.is_none(), reader.error().is_some());
    reader.end();
    match reader.take_error() {
        None => Ok(value.unwrap()),
        Some(error) => {
            assert!(error.offset().is_some_and(|offset| offset <= text.len()), "{}", error.text());
            Err(error.text())
        }
    }
}

/// Equal, but for the last digits of floats: serde_json rounds them exactly only on request, and core tells elsewhere
/// whether ours are right.
pub fn alike(ours: &Value, other: &Value) -> bool {
    match (ours, other) {
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((k, a), (l, b))| k == l && alike(a, b))
        }
        (Value::Number(a), Value::Number(b)) if a.is_f64() && b.is_f64() => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            a == b || ((a - b) / b).abs() < 1e-14 || a.abs() < 1e-300 && (a - b).abs() < 1e-314
        }
        _ => ours == other,
    }
}

/// Brackets that may be open where a value is passed over.
fn too_deep(text: &[u8]) -> bool {
    text.iter().filter(|byte| matches!(byte, b'[' | b'{')).count() > 512
}

/// Accepts and refuses as serde_json does, and reads the same.
pub fn same(text: &[u8]) {
    let expected = serde_json::from_slice::<Value>(text).ok();
    let walked = read(text, walk);
    let typed = read(text, |reader| reader.deserialize::<Value>());
    assert_eq!(walked.as_ref().ok(), typed.as_ref().ok(), "{}: {walked:?}, {typed:?}", String::from_utf8_lossy(text));
    match (&walked, &expected) {
        (Ok(ours), Some(expected)) => assert!(alike(ours, expected), "{ours}, not {expected}"),
        (Err(_), None) => {}
        _ => panic!("{}: {walked:?}, not {expected:?}", String::from_utf8_lossy(text)),
    }

    // What is passed over, serde_json does not check for UTF-8; both let half a surrogate pair and any exponent pass.
    let valid = serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok() && std::str::from_utf8(text).is_ok();
    if too_deep(text) {
        return;
    }
    let raw = read(text, |reader| reader.raw().map(|raw| raw.as_str().to_owned()));
    assert_eq!(raw.is_ok(), valid, "{}: {raw:?}", String::from_utf8_lossy(text));
    if let Ok(raw) = raw {
        let trimmed = std::str::from_utf8(text).unwrap().trim_matches([' ', '\n', '\r', '\t']);
        assert_eq!(raw, trimmed);
        assert_eq!(Raw::new(std::str::from_utf8(text).unwrap()).unwrap().as_str(), trimmed);
    }
    if let Some(value) = expected {
        numbers(text);
        written(&value);
    }
    types(text);
}

/// The texts of all numbers, in order.
fn number_texts(reader: &mut Reader<'_>, texts: &mut Vec<String>) {
    match reader.kind() {
        Kind::Number => texts.extend(reader.raw().map(|raw| raw.as_str().to_owned())),
        Kind::Array => _ = reader.array(&mut |item| number_texts(item, texts)),
        Kind::Object => _ = reader.entries(&mut |_, value| number_texts(value, texts)),
        _ => _ = reader.skip(),
    }
}

/// Numbers are what core makes of their text, bit for bit.
fn numbers(text: &[u8]) {
    let mut texts = Vec::new();
    _ = read(text, |reader| {
        number_texts(reader, &mut texts);
        reader.error().is_none().then_some(())
    });
    for text in texts {
        let float: f64 = text.parse().unwrap();
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let expected = match (text.parse::<u64>(), text.parse::<i64>()) {
            (Ok(number), _) if plain => Number::Unsigned(number),
            (_, Ok(number)) if plain && number != 0 => Number::Signed(number),
            _ => Number::Float(float),
        };
        let number = read(text.as_bytes(), |reader| reader.number()).unwrap();
        let same = match (number, expected) {
            (Number::Float(a), Number::Float(b)) => a.to_bits() == b.to_bits(),
            (a, b) => a == b,
        };
        assert!(same, "{text}: {number:?}, not {expected:?}");
        assert_eq!(read(text.as_bytes(), |reader| reader.f64()).map(f64::to_bits), Ok(float.to_bits()), "{text}");
        // Rounded twice, as serde_json does.
        let single = float as f32;
        assert_eq!(read(text.as_bytes(), |reader| reader.f32()).map(f32::to_bits), Ok(single.to_bits()), "{text}");
        let mut writer = Writer::new();
        writer.f64(float);
        let written = writer.into_string();
        assert_eq!(written.parse::<f64>().unwrap().to_bits(), float.to_bits(), "{text} is written as {written}");
        let mut writer = Writer::new();
        writer.f32(single);
        let written = writer.into_string();
        assert!(!single.is_finite() || written.parse::<f32>().unwrap().to_bits() == single.to_bits(), "{text}, {written}");
    }
}

/// What is written, serde_json reads as the same.
fn written(value: &Value) {
    let mut writer = Writer::new();
    assert!(writer.serialize(value));
    let text = writer.into_string();
    assert!(alike(&serde_json::from_str(&text).unwrap(), value), "{value} is written as {text}");
    assert_eq!(&read(text.as_bytes(), walk).unwrap(), value, "{text}");
}

/// Types of every shape that serde has.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Unit,
    Newtype(String),
    Pair(u8, Option<bool>),
    #[serde(rename = "r\u{e9}cord")]
    Record {
        a: BTreeMap<String, Shape>,
        #[serde(default)]
        b: Vec<i64>,
        #[serde(flatten)]
        rest: BTreeMap<String, Value>,
    },
    Keys(BTreeMap<i16, char>),
    Inner(Box<Shape>),
    Any(Tagged),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t")]
enum Tagged {
    A {
        x: f64,
    },
    B {
        y: Option<Box<Shape>>,
        z: (),
    },
    #[serde(other)]
    Other,
}

/// Reads into types as serde_json does, and writes so.
fn types(text: &[u8]) {
    let theirs = serde_json::from_slice::<Shape>(text);
    let ours = read(text, |reader| reader.deserialize::<Shape>());
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) => {
            let mut writer = Writer::new();
            assert!(writer.serialize(ours));
            let (written, expected) = (writer.into_string(), serde_json::to_value(theirs).unwrap());
            assert!(alike(&serde_json::from_str(&written).unwrap(), &expected), "{written}, not {expected}");
        }
        (Err(_), Err(_)) => {}
        // A fraction of zeros.
        (Ok(_), Err(_)) if text.windows(2).any(|pair| pair == b".0") => {}
        _ => panic!("{}: {ours:?}, not {theirs:?}", String::from_utf8_lossy(text)),
    }
}
