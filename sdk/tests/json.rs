//! Reading and writing JSON, case by case; small enough for Miri.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use anyhost::rt::json::{Kind, Reader, Writer};
use support::{error, read};

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
        ("\"a\nb\"", "invalid string (byte 2)"),
        ("\"a\0b\"", "invalid string (byte 2)"),
        (r#""\x""#, "invalid string (byte 2)"),
        (r#""\"#, "unterminated string (byte 2)"),
        (r#""\u12g4""#, "invalid string (byte 2)"),
        (r#""\u123"#, "invalid string (byte 2)"),
        (r#""\ud83d""#, "invalid string (byte 7)"),
        (r#""\ud83dx""#, "invalid string (byte 8)"),
        (r#""\ud83d\n""#, "invalid string (byte 9)"),
        (r#""\ud83d\u0041""#, "invalid string (byte 13)"),
        (r#""\ude00\ud83d""#, "invalid string (byte 7)"),
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
        (r#"{"a":01}"#, "a: invalid value (byte 5)"),
        (r#"{"a":-}"#, "a: invalid value (byte 5)"),
        (r#"{"a":1.}"#, "a: invalid value (byte 5)"),
        (r#"{"a":1e+}"#, "a: invalid value (byte 5)"),
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
    assert_eq!((error.path(), &*error.message(), error.offset()), ("[1]", "too true", Some(4)));
    assert_eq!(error.to_string(), "[1]: too true (byte 4)");
}
