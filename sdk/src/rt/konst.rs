//! Text put together by the compiler: definitions and schemas are constants, also where they depend on types.

use super::PinType;
use anyhost_abi::{DataType, ValueType};

/// A text of at most `N` bytes; with `N` = 0 only its length is counted. The same code runs twice: to count, and to write.
#[derive(Debug)]
pub struct Text<const N: usize> {
    bytes: [u8; N],
    len: usize,
    last: u8,
}

impl<const N: usize> Text<N> {
    /// The empty text.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "used in constants only")]
    pub const fn new() -> Self {
        Self { bytes: [0; N], len: 0, last: 0 }
    }

    /// Its length, counted or written.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing was added yet.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes.
    #[must_use]
    pub const fn into_bytes(self) -> [u8; N] {
        self.bytes
    }

    const fn byte(&mut self, byte: u8) {
        // The last comma of a list may be one byte too many; it is taken back.
        if self.len < N {
            self.bytes[self.len] = byte;
        }
        self.last = byte;
        self.len += 1;
    }

    /// Adds text as it is.
    pub const fn add(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            self.byte(bytes[i]);
            i += 1;
        }
    }

    /// Adds text as a JSON string.
    pub const fn string(&mut self, text: &str) {
        self.byte(b'"');
        self.string_text(text);
        self.byte(b'"');
    }

    /// Adds what stands between the quotes of a JSON string.
    pub const fn string_text(&mut self, text: &str) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let bytes = text.as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            match bytes[i] {
                b'"' => self.add("\\\""),
                b'\\' => self.add("\\\\"),
                b'\n' => self.add("\\n"),
                byte @ 0..0x20 => {
                    self.add("\\u00");
                    self.byte(HEX[(byte >> 4) as usize]);
                    self.byte(HEX[(byte & 15) as usize]);
                }
                byte => self.byte(byte),
            }
            i += 1;
        }
    }

    /// Adds `,"key":`.
    pub const fn key(&mut self, key: &str) {
        self.add(",");
        self.string(key);
        self.add(":");
    }

    /// Adds `,"key":"text"`.
    pub const fn member(&mut self, key: &str, text: &str) {
        self.key(key);
        self.string(text);
    }

    /// Adds a number.
    pub const fn number(&mut self, number: u32) {
        if number > 9 {
            self.number(number / 10);
        }
        self.byte(b'0' + (number % 10) as u8);
    }

    /// Takes back the comma behind the last element, if there is one.
    pub const fn drop_comma(&mut self) {
        if self.last == b',' {
            self.len -= 1;
        }
    }

    /// Adds texts as a JSON array of strings.
    pub const fn strings(&mut self, texts: &[&str]) {
        let mut i = 0;
        self.add("[");
        while i < texts.len() {
            if i > 0 {
                self.add(",");
            }
            self.string(texts[i]);
            i += 1;
        }
        self.add("]");
    }

    /// Adds the JSON Schema of a type.
    pub const fn schema(&mut self, ty: &PinType) {
        match ty.value {
            ValueType::Normal => self.schema_of_one(ty),
            ValueType::Map => {
                self.add("{\"type\":\"object\",\"additionalProperties\":");
                self.schema_of_one(ty);
                self.add("}");
            }
            value => {
                self.add("{\"type\":\"array\",");
                if matches!(value, ValueType::Set) {
                    self.add("\"uniqueItems\":true,");
                }
                self.add("\"items\":");
                self.schema_of_one(ty);
                self.add("}");
            }
        }
    }

    const fn schema_of_one(&mut self, ty: &PinType) {
        if let Some(schema) = ty.schema {
            return self.add(schema);
        }
        self.add(match ty.data {
            DataType::String => "{\"type\":\"string\"",
            DataType::Integer => "{\"type\":\"integer\"",
            DataType::Float => "{\"type\":\"number\"",
            DataType::Boolean => "{\"type\":\"boolean\"",
            DataType::Struct | DataType::Path => "{\"type\":\"object\"",
            DataType::Date => "{\"type\":\"string\",\"format\":\"date-time\"",
            DataType::Byte => "{\"type\":\"integer\",\"minimum\":0,\"maximum\":255",
            _ => "{",
        });
        if !ty.choices.is_empty() {
            self.add(",\"enum\":");
            self.strings(ty.choices);
        }
        self.add("}");
    }
}

/// Whether two texts are the same.
#[must_use]
pub const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// The length of texts put together, for [`concat`].
#[must_use]
pub const fn concat_len(parts: &[&str]) -> usize {
    let (mut i, mut len) = (0, 0);
    while i < parts.len() {
        len += parts[i].len();
        i += 1;
    }
    len
}

/// Texts put together.
#[must_use]
pub const fn concat<const N: usize>(parts: &[&str]) -> [u8; N] {
    let mut text = Text::<N>::new();
    let mut i = 0;
    while i < parts.len() {
        text.add(parts[i]);
        i += 1;
    }
    text.into_bytes()
}

/// How many bytes stand in front of a text that is returned without its length: its length.
pub const FRONT: usize = 4;

/// How many bytes stand around it: one more, a zero behind it.
pub const FRAME: usize = FRONT + 1;

/// A text with its length (`u32`, little-endian) in front and a zero behind: `N` is its length and [`FRAME`].
#[must_use]
pub const fn framed<const N: usize>(text: &[u8]) -> [u8; N] {
    let mut framed = [0; N];
    let (front, rest) = framed.split_at_mut(FRONT);
    front.copy_from_slice(&(text.len() as u32).to_le_bytes());
    rest.split_at_mut(text.len()).0.copy_from_slice(text);
    framed
}

/// The text in bytes that [`concat`] or [`Text`] made.
#[must_use]
#[expect(clippy::panic, reason = "evaluated by the compiler only")]
pub const fn text(bytes: &'static [u8]) -> &'static str {
    match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("put together from texts, so it is one"),
    }
}

/// The length of a type's JSON Schema, for [`schema`].
#[must_use]
pub const fn schema_len(ty: &PinType) -> usize {
    let mut text = Text::<0>::new();
    text.schema(ty);
    text.len()
}

/// A type's JSON Schema.
#[must_use]
pub const fn schema<const N: usize>(ty: &PinType) -> [u8; N] {
    let mut text = Text::<N>::new();
    text.schema(ty);
    text.into_bytes()
}

/// The JSON Schema of a configuration; `most` bytes is what a host takes.
#[must_use]
#[track_caller]
#[expect(clippy::panic, reason = "evaluated by the compiler only")]
pub const fn form(schema: Option<&'static str>, most: usize) -> &'static str {
    let Some(schema) = schema else {
        panic!("a host is told what can be configured: derive `anyhost::Config`, or write `schema = …`")
    };
    if schema.len() > most {
        panic!("the JSON Schema of this configuration is larger than the host takes: shorten doc comments, or leave fields out");
    }
    schema
}

/// The list of HTTP endpoints; `most` bytes is what a host takes.
#[must_use]
#[track_caller]
#[expect(clippy::panic, reason = "evaluated by the compiler only")]
pub const fn endpoints(list: &'static str, most: usize) -> &'static str {
    if list.len() > most {
        panic!("the list of endpoints is larger than the host takes: answer several with one method, by a path with `:name`");
    }
    list
}

/// What goes on with an object that has members already: those of this one, behind the comma that they need.
#[must_use]
pub const fn members(object: &'static str) -> [&'static str; 2] {
    let (_, rest) = object.split_at(1);
    [if rest.len() > 1 { "," } else { "" }, rest]
}

/// Texts put together by the compiler, of any constant expressions.
#[doc(hidden)]
#[macro_export]
macro_rules! __concat_str {
    ($($part:expr),* $(,)?) => {{
        const PARTS: &[&str] = &[$($part),*];
        const BYTES: [u8; $crate::rt::konst::concat_len(PARTS)] = $crate::rt::konst::concat(PARTS);
        $crate::rt::konst::text(&BYTES)
    }};
}

/// The JSON Schema of a type, put together by the compiler.
#[doc(hidden)]
#[macro_export]
macro_rules! __json_type {
    ($ty:expr) => {{
        const TYPE: &$crate::rt::PinType = &$ty;
        const BYTES: [u8; $crate::rt::konst::schema_len(TYPE)] = $crate::rt::konst::schema(TYPE);
        $crate::rt::konst::text(&BYTES)
    }};
}
