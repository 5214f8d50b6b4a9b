//! The edges of reading and writing JSON: lifetimes, limits, sizes; small enough for Miri.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use anyhost::rt::json::{Kind, Number, PAD, Raw, Reader, Writer};
use support::{error, read};

fn skip(text: &str) -> Result<(), String> {
    read(text, |reader| reader.skip().then_some(()))
}

fn written(write: impl FnOnce(&mut Writer)) -> String {
    let mut writer = Writer::new();
    write(&mut writer);
    writer.into_string()
}

#[test]
fn borrowed_text_lives_on_beside_the_reader() {
    let mut buffer = br#"["plain", "es\u0063aped", {"k\u0065y": [1, "raw\n"]}, "last"]"#.to_vec();
    buffer.reserve(PAD);
    let range = buffer.as_ptr_range();
    let mut reader = Reader::new(&mut buffer);
    let mut seen = Vec::new();
    let mut raw = None;
    assert!(reader.array(&mut |reader| match reader.kind() {
        Kind::String => seen.extend(reader.str()),
        _ => raw = reader.raw(),
    }));
    assert!(reader.end());
    assert_eq!(seen, ["plain", "escaped", "last"]);
    assert!(seen.iter().all(|text| range.contains(&text.as_ptr())));
    assert_eq!(raw.unwrap().as_str(), r#"{"k\u0065y": [1, "raw\n"]}"#);
    let mut copy = raw.unwrap().to_buffer();
    let mut keys = Vec::new();
    assert!(Reader::new(&mut copy).entries(&mut |key, _| keys.push(key.to_owned())));
    assert_eq!(keys, ["key"]);
}

#[test]
fn a_text_is_found_by_its_key() {
    let find = |text: &str, key| Reader::new(&mut text.as_bytes().to_vec()).find(key);
    let text = r#"{"a": {"x": "\u0041"} ,"b\n":[], "b" : "B\n" , "c":1, "d":"\ud800"}"#;
    assert_eq!(find(text, "b").as_deref(), Some("B\n"));
    for key in ["x", "b\n", "c", "d", "", "\""] {
        assert_eq!(find(text, key), None, "{key}");
    }
    for text in ["", "[]", "{\"b\"}", "{1:\"b\"}", "{\"b\":"] {
        assert_eq!(find(text, "b"), None, "{text}");
    }
}

#[test]
fn a_value_read_twice_is_an_error() {
    let message = error("[1,2]", |reader| {
        reader.array(&mut |value| {
            value.u64();
            value.u64();
        });
    });
    assert_eq!(message, "[0]: expected an integer, found no value (byte 2)");
}

#[test]
fn nothing_is_read_behind_an_error() {
    let mut buffer = b"[1, 2]".to_vec();
    let mut reader = Reader::new(&mut buffer);
    reader.fail(String::from("no"));
    assert_eq!(reader.kind(), Kind::End);
    assert!(!reader.null());
    assert!(!reader.skip());
    assert_eq!((reader.bool(), reader.str(), reader.raw()), (None, None, None));
    assert_eq!((reader.u64(), reader.i64(), reader.f64(), reader.number()), (None, None, None, None));
    assert!(!reader.array(&mut |_| panic!("no element")));
    assert!(!reader.entries(&mut |_, _| panic!("no entry")));
    assert_eq!(reader.error().unwrap().text(), "no (byte 0)");
}

#[test]
fn depth() {
    fn nested(reader: &mut Reader<'_>) {
        reader.array(&mut nested);
    }
    for (depth, fits) in [(1, true), (128, true), (129, false), (1000, false)] {
        let text = "[".repeat(depth) + &"]".repeat(depth);
        let result = read(&text, |reader| {
            nested(reader);
            if reader.error().is_some() { None } else { Some(()) }
        });
        assert_eq!(result.is_ok(), fits, "{depth}");
    }
    for (depth, fits) in [(1, true), (512, true), (513, false), (100_000, false)] {
        let text = "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!(skip(&text).is_ok(), fits, "{depth}");
        let text = "{\"a\":".repeat(depth) + "0" + &"}".repeat(depth);
        assert_eq!(skip(&text).is_ok(), fits, "{depth}");
    }
    assert_eq!(skip(&"[".repeat(513)), Err("nested too deeply (byte 512)".into()));
}

#[test]
fn raw_values() {
    let mut buffer = b" [ { \"a\" : 1.50 } , \"\\u0041\" ] ".to_vec();
    let mut reader = Reader::new(&mut buffer);
    assert_eq!(reader.raw().unwrap().as_str(), "[ { \"a\" : 1.50 } , \"\\u0041\" ]");
    assert!(reader.end());
    assert_eq!(Raw::new(" 1.50\n").unwrap().as_str(), "1.50");
    assert_eq!(Raw::new("1 2").unwrap_err().text(), "expected the end, found a number (byte 2)");
    assert_eq!(Raw::new("").unwrap_err().text(), "invalid value (byte 0)");
    assert_eq!(written(|writer| writer.raw_value(&Raw::NULL)), "null");
}

#[test]
fn integers() {
    assert_eq!(read("18446744073709551615", |reader| reader.u64()), Ok(u64::MAX));
    assert_eq!(read("-9223372036854775808", |reader| reader.i64()), Ok(i64::MIN));
    assert_eq!(read("9223372036854775807", |reader| reader.i64()), Ok(i64::MAX));
    assert_eq!(read("-0", |reader| reader.u64()), Ok(0));
    assert_eq!(read("5.0", |reader| reader.u64()), Ok(5));
    assert_eq!(read("-5.000", |reader| reader.i64_in(-5, 5)), Ok(-5));
    for (text, message) in [
        ("256", "expected an integer from 0 to 255, found 256 (byte 0)"),
        ("-1", "expected an integer from 0 to 255, found -1 (byte 0)"),
        ("18446744073709551616", "expected an integer from 0 to 255, found 18446744073709551616 (byte 0)"),
        ("1.5", "expected an integer, found 1.5 (byte 0)"),
        ("1e2", "expected an integer, found 1e2 (byte 0)"),
        ("1.0e2", "expected an integer, found 1.0e2 (byte 0)"),
        ("\"1\"", "expected an integer, found a string (byte 0)"),
        ("0x10", "expected the end, found no value (byte 1)"),
        ("00", "invalid value (byte 0)"),
    ] {
        assert_eq!(read(text, |reader| reader.u64_in(0, 255)), Err(message.into()), "{text}");
    }
    let long = read(&"9".repeat(100), |reader| reader.i64_in(-128, 127)).unwrap_err();
    assert_eq!(long, format!("expected an integer from -128 to 127, found {} (byte 0)", "9".repeat(40)));
    for value in [0, 1, 9, 10, 99, 100, u64::from(u32::MAX), u64::MAX / 10, u64::MAX - 1, u64::MAX] {
        assert_eq!(written(|writer| writer.u64(value)), value.to_string());
        assert_eq!(written(|writer| writer.i64(value as i64)), (value as i64).to_string());
    }
    for (text, number) in [
        ("18446744073709551615", Number::Unsigned(u64::MAX)),
        ("-9223372036854775808", Number::Signed(i64::MIN)),
        ("18446744073709551616", Number::Float(18446744073709551616.0)),
        ("-9223372036854775809", Number::Float(-9223372036854775809.0)),
        ("1.0", Number::Float(1.0)),
    ] {
        assert_eq!(read(text, |reader| reader.number()), Ok(number));
    }
    assert!(matches!(read("-0", |reader| reader.number()), Ok(Number::Float(zero)) if zero.is_sign_negative()));
}

#[test]
fn writing() {
    let text = written(|writer| {
        writer.begin_object();
        writer.key("a\"b");
        writer.null();
        writer.key("list");
        writer.begin_array();
        for value in [true, false] {
            writer.comma();
            writer.bool(value);
        }
        writer.comma();
        writer.begin_array();
        writer.end_array();
        writer.comma();
        writer.str("{");
        writer.comma();
        writer.str("\u{8}\u{c}\n\r\t\0\u{1f}\u{7f}\u{e9}/");
        writer.end_array();
        writer.key("n");
        writer.f64(-1.5);
        writer.end_object();
    });
    assert_eq!(
        text,
        r#"{"a\"b":null,"list":[true,false,[],"{","\b\f\n\r\t\u0000\u001f"#.to_owned() + "\u{7f}\u{e9}/\"],\"n\":-1.5}"
    );
    let mut writer = Writer::from_vec(b"xy".to_vec());
    assert!(!writer.is_empty());
    writer.raw("z");
    assert_eq!((writer.len(), writer.as_bytes()), (3, b"xyz".as_slice()));
    writer.truncate(1);
    assert_eq!(writer.into_vec(), b"x");
}

#[test]
fn a_large_value_takes_its_own_size() {
    let large = "x".repeat(if cfg!(miri) { 100_000 } else { 10_000_000 });
    let mut writer = Writer::new();
    writer.raw("{\"result\":\"");
    writer.raw(&large);
    writer.raw("\",\"ok\":true}");
    let buffer = writer.into_vec();
    assert!(buffer.capacity() < large.len() + 200, "{}", buffer.capacity());
    let mut writer = Writer::new();
    writer.reserve_exact(1000);
    writer.raw(&large[..1000]);
    assert_eq!(writer.into_vec().capacity(), 1000);
}

#[test]
fn truncated_anywhere() {
    let text = r#"{"a":[1,-2.5e+7,"x\u00e9\n\ud83d\ude00",null,true,false,{}],"b":{"c":[[]]}}"#;
    for end in 0..text.len() {
        assert!(skip(&text[..end]).is_err(), "{end}");
        let typed = read(&text[..end], |reader| {
            reader
                .entries(&mut |_, value| match value.kind() {
                    Kind::Array => {
                        _ = value.array(&mut |item| {
                            if item.kind() == Kind::String {
                                _ = item.str()
                            } else if item.kind() == Kind::Number {
                                _ = item.f64()
                            }
                        })
                    }
                    _ => _ = value.entries(&mut |_, value| _ = value.raw()),
                })
                .then_some(())
        });
        assert!(typed.is_err(), "{end}");
    }
    assert_eq!(skip(text), Ok(()));
}
