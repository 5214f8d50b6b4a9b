//! Any document, well-formed or not, against serde_json.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/oracle.rs"]
mod oracle;

use anyhost::rt::json::{Reader, Writer};
use oracle::{alike, read, same, walk};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;

fn cases(many: u32) -> ProptestConfig {
    let cases = if cfg!(miri) { 2 } else { many };
    // The same cases in every run; another seed by hand explores further.
    ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z ]{0,30}",
        "\\PC{0,12}",
        vec(any::<char>(), 0..12).prop_map(String::from_iter),
        vec(
            prop_oneof![
                Just('"'),
                Just('\\'),
                Just('/'),
                Just('\n'),
                Just('\0'),
                Just('\u{1f}'),
                Just('a'),
                Just('\u{e9}'),
                Just('\u{1f600}')
            ],
            0..20
        )
        .prop_map(String::from_iter),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1000i64..1000).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..8).prop_map(Value::from),
            btree_map(text(), inner, 0..8).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Chooses spaces and escapes by the bytes that are left of `style`.
struct Style<'s>(std::iter::Cycle<std::slice::Iter<'s, u8>>);

impl Style<'_> {
    fn next(&mut self) -> u8 {
        *self.0.next().unwrap_or(&0)
    }

    fn space(&mut self, out: &mut String) {
        let style = self.next();
        if style.is_multiple_of(4) {
            out.extend(std::iter::repeat_n([' ', '\n', '\r', '\t'][usize::from(style / 4 % 4)], usize::from(style / 16 % 4)));
        }
    }

    fn string(&mut self, string: &str, out: &mut String) {
        out.push('"');
        for character in string.chars() {
            let style = self.next();
            let short = match character {
                '"' => "\\\"",
                '\\' => "\\\\",
                '/' => "\\/",
                '\u{8}' => "\\b",
                '\u{c}' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ => "",
            };
            let must = character < ' ' || matches!(character, '"' | '\\');
            if !short.is_empty() && (style.is_multiple_of(2) || must && style.is_multiple_of(3)) {
                out.push_str(short);
            } else if must || style.is_multiple_of(5) {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    out.push_str(&if style.is_multiple_of(7) { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") });
                }
            } else {
                out.push(character);
            }
        }
        out.push('"');
    }

    fn value(&mut self, value: &Value, out: &mut String) {
        self.space(out);
        match value {
            Value::String(string) => self.string(string, out),
            Value::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    self.value(item, out);
                }
                self.space(out);
                out.push(']');
            }
            Value::Object(map) => {
                out.push('{');
                for (index, (key, value)) in map.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    self.space(out);
                    self.string(key, out);
                    self.space(out);
                    out.push(':');
                    self.value(value, out);
                }
                self.space(out);
                out.push('}');
            }
            plain => out.push_str(&plain.to_string()),
        }
        self.space(out);
    }
}

fn document() -> impl Strategy<Value = (Value, String)> {
    (value(), vec(any::<u8>(), 1..40)).prop_map(|(value, style)| {
        let mut text = String::new();
        Style(style.iter().cycle()).value(&value, &mut text);
        (value, text)
    })
}

fn junk() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(any::<u8>(), 0..40),
        "[\\[\\]{}:,\"\\\\ntfu0-9.eE+\\- a]{0,30}".prop_map(String::into_bytes),
        "(null|true|false|[0-9]{1,3}|\\[|\\]|\\{|\\}|,|:|\"[a-z]?\"| ){0,14}".prop_map(String::into_bytes),
        "-?[0-9]{0,3}\\.?[0-9]{0,3}[eE]?[+-]?[0-9]{0,3}".prop_map(String::into_bytes),
        "\"(\\\\u[0-9a-fA-F]{4}|\\\\u[dD][89abAB][0-9a-f]{2}\\\\u[dD][c-fC-F][0-9a-f]{2}|\\\\.|[a-z]|\\PC){0,6}\""
            .prop_map(String::into_bytes),
        vec(prop_oneof![0x80u8..0xc0, 0xc0u8..=0xff, Just(b'a')], 0..8).prop_map(|bytes| [b"\"", &*bytes, b"\""].concat()),
    ]
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn documents((value, text) in document()) {
        prop_assert_eq!(&read(text.as_bytes(), walk).unwrap(), &value);
        same(text.as_bytes());

        let mut writer = Writer::new();
        prop_assert!(writer.serialize(&value));
        let written = writer.into_string();
        // serde_json writes the exponent of large floats as `e+16`.
        let theirs = value.to_string();
        prop_assert!(written == theirs || theirs.contains("e+"), "{written}, not {theirs}");
        prop_assert!(alike(&serde_json::from_str(&written).unwrap(), &value));
    }

    #[test]
    fn mutated((_, text) in document(), edits in vec((any::<prop::sample::Index>(), any::<u8>(), 0..4), 1..4)) {
        let mut text = text.into_bytes();
        for (at, byte, edit) in edits {
            let at = at.index(text.len() + 1);
            match edit {
                0 => text.insert(at, byte),
                1 => text.truncate(at),
                2 if at < text.len() => text[at] = byte,
                3 if at < text.len() => _ = text.remove(at),
                _ => text.extend(b"]}\",: "[usize::from(byte) % 6..].first()),
            }
        }
        same(&text);
    }

    #[test]
    fn strings(expected in text(), style in vec(any::<u8>(), 1..20)) {
        let mut text = String::new();
        Style(style.iter().cycle()).string(&expected, &mut text);
        let mut buffer = text.clone().into_bytes();
        let range = buffer.as_ptr_range();
        let mut reader = Reader::new(&mut buffer);
        let string = reader.str().unwrap();
        prop_assert_eq!(string, &*expected);
        prop_assert!(range.contains(&string.as_ptr()));
        prop_assert!(reader.end());

        let mut writer = Writer::new();
        writer.str(&expected);
        prop_assert_eq!(writer.into_string(), serde_json::to_string(&expected).unwrap());
    }

    #[test]
    fn truncated((_, text) in document()) {
        for end in (0..text.len()).step_by(if cfg!(miri) { 29 } else { 1 }) {
            same(&text.as_bytes()[..end]);
        }
    }
}

proptest! {
    #![proptest_config(cases(20_000))]

    #[test]
    fn any_bytes(text in junk()) {
        same(&text);
    }

    #[test]
    fn integers(number in prop_oneof![any::<i128>(), (-400i128..400), (i128::from(i64::MIN) - 300..i128::from(i64::MIN) + 300),
        (i128::from(i64::MAX) - 300..i128::from(i64::MAX) + 300), (i128::from(u64::MAX) - 300..i128::from(u64::MAX) + 300)]) {
        let text = number.to_string();
        macro_rules! check {
            ($($ty:ident)*) => {$(
                let value = read(text.as_bytes(), |reader| reader.deserialize::<$ty>());
                prop_assert_eq!(value.clone().ok(), $ty::try_from(number).ok());
                if let Err(error) = value {
                    prop_assert!(error.starts_with("expected an integer from "), "{}", error);
                    let range = format!(" from {} to {}, found ", $ty::MIN, $ty::MAX);
                    prop_assert!(error.contains(&range), "{}", error);
                }
            )*};
        }
        check!(i8 i16 i32 i64 u8 u16 u32 u64);
    }
}
