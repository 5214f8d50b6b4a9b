//! Types of serde's, against serde_json.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use anyhost::rt::json::{Raw, Reader, Writer};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let mut buffer = text.as_bytes().to_vec();
    let mut reader = Reader::new(&mut buffer);
    let value = reader.deserialize();
    reader.end();
    match reader.take_error() {
        None => Ok(value.unwrap()),
        Some(error) => Err(error.text()),
    }
}

fn write<T: Serialize>(value: &T) -> Result<String, String> {
    let mut writer = Writer::new();
    let done = writer.serialize(value);
    match writer.error() {
        None => {
            assert!(done);
            Ok(writer.into_string())
        }
        Some(error) => {
            assert!(!done);
            Err(error)
        }
    }
}

/// Written as by serde_json, and read back by both.
#[track_caller]
fn same<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
    let text = serde_json::to_string(&value).unwrap();
    assert_eq!(write(&value).as_deref(), Ok(&*text));
    assert_eq!(read::<T>(&text).as_ref(), Ok(&value), "{text}");
    // White space everywhere.
    let pretty = serde_json::to_string_pretty(&value).unwrap();
    assert_eq!(read::<T>(&pretty).as_ref(), Ok(&value), "{pretty}");
}

#[track_caller]
fn wrong<T: DeserializeOwned + Debug>(text: &str, message: &str) {
    assert!(serde_json::from_str::<T>(text).is_err(), "serde_json reads {text}");
    assert_eq!(read::<T>(text).map(|_| ()), Err(message.into()), "{text}");
}

#[derive(Serialize, Deserialize, PartialEq, Debug, Default, Clone)]
struct Plain {
    name: String,
    count: u8,
    ratio: Option<f64>,
    #[serde(default, rename = "tags list")]
    tags: Vec<String>,
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
struct Strict {
    a: i32,
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Unit;

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Newtype(i64);

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Pair(u32, String);

#[derive(Serialize, Deserialize, PartialEq, Debug)]
enum Shape {
    Empty,
    Circle(f32),
    Line(i8, i8),
    Rect { width: u64, height: u64 },
    Nested(Option<Box<Shape>>),
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Tagged {
    A { x: i64 },
    B(Plain),
    C,
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
#[serde(untagged)]
enum Either {
    Number(i64),
    Text(String),
    List(Vec<Either>),
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Flat {
    id: u64,
    #[serde(flatten)]
    rest: BTreeMap<String, serde_json::Value>,
}

#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
enum Color {
    Red,
    Green,
}

fn plain() -> Plain {
    Plain { name: "n\u{e4}me\n".into(), count: 255, ratio: Some(0.1), tags: vec!["a".into(), "\"".into()] }
}

#[test]
fn values_of_all_kinds() {
    same(true);
    same((i8::MIN, i16::MIN, i32::MIN, i64::MIN, u8::MAX, u16::MAX, u32::MAX, u64::MAX));
    same((1.5f32, -0.25f64, 'x', '\u{1f600}', String::from("text"), ()));
    same([Some(1), None]);
    same(Some(Some(1)));
    same(Vec::<Vec<u8>>::from([vec![], vec![1, 2]]));
    same(plain());
    same(Plain::default());
    same((Unit, Newtype(-1), Pair(1, "two".into()), Strict { a: 1 }));
    same(vec![
        Shape::Empty,
        Shape::Circle(0.5),
        Shape::Line(-1, 1),
        Shape::Rect { width: 1, height: u64::MAX },
        Shape::Nested(None),
        Shape::Nested(Some(Box::new(Shape::Nested(Some(Box::new(Shape::Empty)))))),
    ]);
    same(vec![Tagged::A { x: -5 }, Tagged::B(plain()), Tagged::C]);
    same(vec![Either::Number(1), Either::Text("x".into()), Either::List(vec![Either::Number(-2)])]);
    let rest = [("a".to_owned(), serde_json::json!([1, {"b": null}])), ("z".to_owned(), "\u{e9}".into())];
    same(Flat { id: 7, rest: rest.into_iter().collect() });
    same(std::time::Duration::from_millis(1500));
    assert_eq!(write(&[f64::NAN, f64::INFINITY]).as_deref(), Ok("[null,null]"));
}

#[test]
fn maps() {
    same(BTreeMap::from([("b".to_owned(), 1), ("a\"".to_owned(), 2)]));
    same(BTreeMap::from([(-1i64, 'a'), (i64::MAX, 'b')]));
    same(BTreeMap::from([(0u8, ()), (255, ())]));
    same(BTreeMap::from([(false, 1), (true, 2)]));
    same(BTreeMap::from([('"', 1), ('\u{e9}', 2)]));
    same(BTreeMap::from([(Color::Red, 1), (Color::Green, 2)]));
    same(HashMap::from([(Color::Green, BTreeMap::<u64, u64>::new())]));
    type Map<K> = BTreeMap<K, u8>;
    for text in
        [r#"{"256":1}"#, r#"{"x":1}"#, r#"{"1x":1}"#, r#"{"":1}"#, r#"{" 1":1}"#, r#"{"1 ":1}"#, r#"{"-":1}"#, r#"{"1":"x"}"#]
    {
        assert!(read::<Map<u8>>(text).is_err(), "{text}");
        assert!(serde_json::from_str::<Map<u8>>(text).is_err(), "{text}");
    }
    wrong::<Map<bool>>(r#"{"maybe":1}"#, "maybe: expected true or false, found no value (byte 9)");
    wrong::<Map<char>>(r#"{"ab":1}"#, "ab: expected a string of one character (byte 6)");
    wrong::<Map<Color>>(r#"{"Blue":1}"#, "Blue: unknown variant `Blue`, expected `Red`, `Green` (byte 8)");
    assert_eq!(
        write(&BTreeMap::from([(vec![1], 1)])),
        Err("a key must be a string, an integer, a boolean or a character".into())
    );
    assert_eq!(write(&BTreeMap::from([((), 1)])), Err("a key must be a string, an integer, a boolean or a character".into()));
}

#[test]
fn borrowed() {
    #[derive(Deserialize)]
    struct Borrowed<'a> {
        name: &'a str,
        #[serde(borrow)]
        rest: Cow<'a, str>,
        list: Vec<&'a str>,
    }
    let mut buffer = br#"{"name": "J\u00fcrgen", "list": ["a", "\n"], "rest": "x"}"#.to_vec();
    let mut reader = Reader::new(&mut buffer);
    let value: Borrowed<'_> = reader.deserialize().unwrap();
    assert!(reader.end());
    assert_eq!((value.name, &*value.rest, value.list), ("J\u{fc}rgen", "x", vec!["a", "\n"]));
    assert!(matches!(value.rest, Cow::Borrowed(_)));
}

#[test]
fn raw_inside() {
    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct Envelope<'a> {
        id: u8,
        #[serde(borrow)]
        body: Raw<'a>,
        #[serde(borrow)]
        more: Option<Vec<Raw<'a>>>,
    }
    let text = r#"{"id":1,"body":{ "x" : 1.50, "y": "\u0041" },"more":["\/",[ ]]}"#;
    let mut buffer = text.as_bytes().to_vec();
    let mut reader = Reader::new(&mut buffer);
    let value: Envelope<'_> = reader.deserialize().unwrap();
    assert!(reader.end());
    assert_eq!(value.body.as_str(), r#"{ "x" : 1.50, "y": "\u0041" }"#);
    assert_eq!(write(&value).as_deref(), Ok(text));
    // Not by others, not even inside of what serde buffers.
    assert_eq!(serde_json::to_string(&value).unwrap_err().to_string(), "only anyhost's writer can write a raw value");
    let error = serde_json::from_str::<Envelope<'_>>(text).unwrap_err().to_string();
    assert!(error.starts_with("only anyhost's reader can read a raw value"), "{error}");
    #[derive(Deserialize, Debug)]
    #[serde(untagged)]
    #[allow(dead_code)]
    enum Buffered<'a> {
        #[serde(borrow)]
        Raw(Raw<'a>),
    }
    let mut buffer = b"1".to_vec();
    assert!(Reader::new(&mut buffer).deserialize::<Buffered<'_>>().is_none());
}

#[test]
fn messages() {
    wrong::<Plain>("[]", "expected an object, found an array (byte 0)");
    wrong::<Plain>(r#"{"name":"x"}"#, "missing field `count` (byte 0)");
    wrong::<Plain>(r#"{"name":"x","count":300}"#, "count: expected an integer from 0 to 255, found 300 (byte 20)");
    wrong::<Plain>(r#"{"name":"x","count":1,"ratio":"x"}"#, "ratio: expected a number, found a string (byte 30)");
    wrong::<Vec<Plain>>(
        r#"[{"name":"x","count":1,"tags list":["a",5]}]"#,
        "[0].tags list[1]: expected a string, found a number (byte 40)",
    );
    wrong::<Plain>(
        r#"{"name":"x","name":"y","count":1}"#,
        "name: field `name` is there twice (byte 18)".replace("name: ", "").replace("byte 18", "byte 0").as_str(),
    );
    wrong::<Strict>(r#"{"a":1,"b":2}"#, "b: unknown field `b`, expected `a` (byte 11)");
    wrong::<Unit>("0", "expected null, found a number (byte 0)");
    wrong::<Pair>("[1]", "too few elements: found 1 (byte 0)");
    wrong::<Pair>(r#"[1,"a",2]"#, "more elements than expected (byte 7)");
    wrong::<(u8, u8)>("{}", "expected an array, found an object (byte 0)");
    wrong::<char>("\"ab\"", "expected a string of one character (byte 0)");
    wrong::<bool>("1", "expected true or false, found a number (byte 0)");
    wrong::<()>("nul", "invalid value (byte 0)");
    wrong::<Shape>("\"Square\"", "unknown variant `Square`, expected `Empty`, `Circle`, `Line`, `Rect`, `Nested` (byte 0)");
    wrong::<Shape>("\"Circle\"", "variant `Circle` needs a value (byte 0)");
    wrong::<Shape>("{}", "expected a key, found '}' (byte 2)");
    wrong::<Shape>("7", "expected a string or an object, found a number (byte 0)");
    wrong::<Shape>(
        r#"{"Rect":{"width":1,"height":-1}}"#,
        "Rect.height: expected an integer from 0 to 18446744073709551615, found -1 (byte 28)",
    );
    wrong::<Shape>(r#"{"Line":[1,2],"Empty":null}"#, "more elements than expected (byte 14)");
    wrong::<Shape>(r#"{"Line":[1,2]"#, "expected ',' or '}', found the end (byte 13)");
    wrong::<Vec<u8>>("[1,2", "expected ',' or ']', found the end (byte 4)");
    wrong::<Either>("true", "data did not match any variant of untagged enum Either (byte 0)");
    wrong::<Tagged>(r#"{"x":1}"#, "missing field `kind` (byte 0)");
    wrong::<serde_json::Value>("1e999", "number out of range (byte 0)");
    wrong::<serde_json::Value>("[[1],", "[1]: expected a value, found the end (byte 5)");
    wrong::<std::num::NonZeroU8>("0", "expected a nonzero u8, found another value (byte 0)");
    let deep = "[".repeat(200);
    assert!(read::<serde_json::Value>(&deep).unwrap_err().contains("nested too deeply"));
    assert_eq!(read::<Newtype>("5.0"), Ok(Newtype(5)));
    assert_eq!(read::<Shape>(r#"{"Empty":null}"#), Ok(Shape::Empty));
}
