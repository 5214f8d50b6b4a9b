//! Reading and writing JSON, case by case; small enough for Miri.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhost::rt::json::{Kind, Number, Raw, Reader, Writer};

/// Reads all of `text` and returns the value, or the error as one line.
#[track_caller]
fn read<T>(text: &str, read: impl for<'a> FnOnce(&mut Reader<'a>) -> Option<T>) -> Result<T, String> {
    let mut buffer = text.as_bytes().to_vec();
    let mut reader = Reader::new(&mut buffer);
    let value = read(&mut reader);
    assert_eq!(value.is_none(), reader.error().is_some(), "`None` and an error come together");
    reader.end();
    match reader.take_error() {
        None => Ok(value.unwrap()),
        Some(error) => Err(error.text()),
    }
}

fn error(text: &str, of: impl for<'a> FnOnce(&mut Reader<'a>)) -> String {
    read(text, |reader| {
        of(reader);
        if reader.error().is_some() { None } else { Some(()) }
    })
    .unwrap_err()
}

fn string(text: &str) -> Result<String, String> {
    read(text, |reader| reader.string())
}

fn skip(text: &str) -> Result<(), String> {
    read(text, |reader| reader.skip().then_some(()))
}

fn written(write: impl FnOnce(&mut Writer)) -> String {
    let mut writer = Writer::new();
    write(&mut writer);
    writer.into_string()
}

#[test]
fn kinds() {
    for (text, kind) in [
        ("null", Kind::Null),
        (" true", Kind::Bool),
        ("\tfalse", Kind::Bool),
        ("\r\n-1", Kind::Number),
        ("0", Kind::Number),
        ("\"\"", Kind::String),
        ("[]", Kind::Array),
        ("{}", Kind::Object),
        ("", Kind::End),
        ("  ", Kind::End),
        ("x", Kind::End),
        ("]", Kind::End),
        (",", Kind::End),
        ("\u{e9}", Kind::End),
        ("\0", Kind::End),
    ] {
        assert_eq!(Reader::new(&mut text.as_bytes().to_vec()).kind(), kind, "{text}");
    }
}

#[test]
fn strings() {
    for (text, expected) in [
        (r#""""#, ""),
        (r#" "a" "#, "a"),
        (r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (r#""\u0041\u00e9\u20ac\uFFFF\u0000""#, "A\u{e9}\u{20ac}\u{ffff}\0"),
        (r#""\ud83d\ude00x\uDBFF\uDFFF""#, "\u{1f600}x\u{10ffff}"),
        ("\"\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}\"", "\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}"),
        (
            r#""plain text of some length\n and \u00e9 more of it behind""#,
            "plain text of some length\n and \u{e9} more of it behind",
        ),
    ] {
        assert_eq!(string(text).as_deref(), Ok(expected));
        assert_eq!(skip(text), Ok(()));
    }
    for (text, message) in [
        ("", "expected a string, found the end (byte 0)"),
        ("7", "expected a string, found a number (byte 0)"),
        ("x", "expected a string, found no value (byte 0)"),
        (r#""abc"#, "unterminated string (byte 4)"),
        (r#"""#, "unterminated string (byte 1)"),
        ("\"a\nb\"", "control character in a string (byte 2)"),
        ("\"a\0b\"", "control character in a string (byte 2)"),
        (r#""\x""#, "invalid escape (byte 2)"),
        (r#""\"#, "invalid escape (byte 2)"),
        (r#""\u12g4""#, "invalid escape (byte 5)"),
        (r#""\u123"#, "invalid escape (byte 6)"),
        (r#""\ud83d""#, "half a surrogate pair (byte 7)"),
        (r#""\ud83dx""#, "half a surrogate pair (byte 7)"),
        (r#""\ud83d\n""#, "half a surrogate pair (byte 9)"),
        (r#""\ud83d\u0041""#, "half a surrogate pair (byte 13)"),
        (r#""\ude00\ud83d""#, "half a surrogate pair (byte 13)"),
        (r#""a" 1"#, "expected the end, found a number (byte 4)"),
        (r#""a"]"#, "expected the end, found no value (byte 3)"),
    ] {
        assert_eq!(string(text), Err(message.into()), "{text}");
    }
    // What is not decoded need not make sense, as in serde_json.
    assert_eq!(skip(r#""\ud83d""#), Ok(()));
}

#[test]
fn every_place_of_every_stop() {
    for len in 0..20 {
        for at in 0..=len {
            for (stop, meaning) in
                [(r#"\""#, "\""), (r"\\", "\\"), (r"\u001f", "\u{1f}"), ("\u{e9}", "\u{e9}"), ("\u{1f600}", "\u{1f600}")]
            {
                let (before, after) = ("a".repeat(at), "z".repeat(len - at));
                let text = format!("\"{before}{stop}{after}\"");
                let meant = format!("{before}{meaning}{after}");
                assert_eq!(string(&text).as_deref(), Ok(&*meant));
                assert_eq!(written(|writer| writer.str(&meant)), text);
            }
        }
    }
}

#[test]
fn invalid_utf8() {
    let wrong: [&[u8]; 16] = [
        b"\x80",
        b"\xbf",
        b"\xc0\x80",
        b"\xc1\xbf",
        b"\xc2",
        b"\xc2\x41",
        b"\xe0\x80\x80",
        b"\xe0\x9f\xbf",
        b"\xe2\x82",
        b"\xed\xa0\x80",
        b"\xed\xbf\xbf",
        b"\xf0\x80\x80\x80",
        b"\xf0\x8f\xbf\xbf",
        b"\xf4\x90\x80\x80",
        b"\xf5\x80\x80\x80",
        b"\xff",
    ];
    for bytes in wrong {
        for text in [
            [b"\"", bytes, b"\""].concat(),
            [b"\"\\n", bytes, b" and more\""].concat(),
            [b"\"".as_slice(), bytes].concat(),
            bytes.to_vec(),
        ] {
            for read in [|reader: &mut Reader<'_>| _ = reader.str(), |reader: &mut Reader<'_>| _ = reader.skip()] {
                let mut text = text.clone();
                let mut reader = Reader::new(&mut text);
                read(&mut reader);
                assert!(reader.take_error().is_some(), "{bytes:?}");
            }
        }
    }
}

#[test]
fn borrowed_text_lives_on_beside_the_reader() {
    let mut buffer = br#"["plain", "es\u0063aped", {"k\u0065y": [1, "raw\n"]}, "last"]"#.to_vec();
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
fn a_part_for_later() {
    let mut buffer = br#"{"a": {"x": "\u0041"} , "b": "B\n"}"#.to_vec();
    let mut reader = Reader::new(&mut buffer);
    let (mut part, mut other) = (None, None);
    reader.object(&["a", "b"], &mut |index, value| match index {
        0 => part = value.later(),
        _ => other = value.str(),
    });
    assert!(reader.end());
    let part = part.unwrap();
    assert_eq!(part, br#"{"x": "\u0041"}"#);
    let mut x = None;
    assert!(Reader::new(part).object(&["x"], &mut |_, value| x = value.str()));
    assert_eq!((x, other), (Some("A"), Some("B\n")));
}

#[test]
fn containers() {
    let text = r#" { "b" : 1 , "a" : [ ] , "c" : { "d" : [ null , true ] } , "b" : 2 } "#;
    let mut seen = Vec::new();
    read(text, |reader| {
        // What is not read is passed over.
        reader
            .object(&["a", "b"], &mut |index, value| seen.push((index, if index == 1 { value.u64() } else { None })))
            .then_some(())
    })
    .unwrap();
    assert_eq!(seen, [(1, Some(1)), (0, None), (1, Some(2))]);

    for (text, message) in [
        ("[]", "expected an object, found an array (byte 0)"),
        ("{", "expected a key, found the end (byte 1)"),
        ("{,", "expected a key, found no value (byte 1)"),
        ("{1:2}", "expected a key, found a number (byte 1)"),
        (r#"{"a""#, "expected ':', found the end (byte 4)"),
        (r#"{"a" 1}"#, "expected ':', found a number (byte 5)"),
        (r#"{"a":}"#, "a: invalid value (byte 5)"),
        (r#"{"a":1"#, "expected ',' or '}', found the end (byte 6)"),
        (r#"{"a":1]"#, "expected ',' or '}', found no value (byte 6)"),
        (r#"{"a":1,}"#, "expected a key, found no value (byte 7)"),
        (r#"{"a":1 "b":2}"#, "expected ',' or '}', found a string (byte 7)"),
        (r#"{"a":1}}"#, "expected the end, found no value (byte 7)"),
        (r#"{"a":nul}"#, "a: invalid value (byte 5)"),
        (r#"{"a":[1,2}"#, "a: expected ',' or ']', found no value (byte 9)"),
        (r#"{"a":01}"#, "a: invalid value (byte 7)"),
        (r#"{"a":-}"#, "a: invalid value (byte 6)"),
        (r#"{"a":1.}"#, "a: invalid value (byte 7)"),
        (r#"{"a":1e+}"#, "a: invalid value (byte 8)"),
        (r#"{"a":.5}"#, "a: invalid value (byte 5)"),
    ] {
        assert_eq!(error(text, |reader| _ = reader.entries(&mut |_, value| _ = value.skip())), message, "{text}");
        let by_default = error(text, |reader| _ = reader.object(&[], &mut |_, _| panic!("none is known")));
        assert_eq!(by_default, message, "{text}");
    }
    for (text, message) in [
        ("[1,]", "[1]: invalid value (byte 3)"),
        ("[1", "expected ',' or ']', found the end (byte 2)"),
        ("[1 2]", "expected ',' or ']', found a number (byte 3)"),
        ("[", "[0]: invalid value (byte 1)"),
    ] {
        assert_eq!(error(text, |reader| _ = reader.array(&mut |_| ())), message, "{text}");
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
fn paths() {
    let text = r#"{"items":[{"name":"a"},{"name":"b"},{"name":3}],"more":"x"}"#;
    let items = |reader: &mut Reader<'_>| {
        reader.object(&["items", "more"], &mut |index, value| {
            assert_eq!(index, 0, "nothing is read behind an error");
            value.array(&mut |item| {
                item.object(&["name"], &mut |_, name| _ = name.str());
            });
        });
    };
    assert_eq!(error(text, items), "items[2].name: expected a string, found a number (byte 44)");
    let rows = |reader: &mut Reader<'_>| {
        reader.array(&mut |row| {
            row.array(&mut |cell| _ = cell.bool());
        });
    };
    assert_eq!(error("[[],[true,7]]", rows), "[1][1]: expected true or false, found a number (byte 10)");
    let mut buffer = b"[1, true]".to_vec();
    let mut reader = Reader::new(&mut buffer);
    assert!(!reader.array(&mut |value| if value.kind() == Kind::Bool { value.fail("too true") } else { assert!(value.skip()) }));
    // The first error stays.
    reader.fail("another");
    assert!(!reader.end());
    assert_eq!(reader.kind(), Kind::End);
    let error = reader.take_error().unwrap();
    assert_eq!((error.path(), error.message(), error.offset()), ("[1]", "too true", Some(4)));
    assert_eq!(error.to_string(), "[1]: too true (byte 4)");
}

#[test]
fn nothing_is_read_behind_an_error() {
    let mut buffer = b"[1, 2]".to_vec();
    let mut reader = Reader::new(&mut buffer);
    reader.fail(String::from("no"));
    assert_eq!(reader.kind(), Kind::End);
    assert!(!reader.null());
    assert!(!reader.skip());
    assert_eq!((reader.bool(), reader.str(), reader.raw(), reader.later()), (None, None, None, None));
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
        ("00", "invalid value (byte 2)"),
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
