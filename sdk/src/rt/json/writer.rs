//! Writes JSON into a growing buffer.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;
use core::str::from_utf8_unchecked;

use super::raw::Raw;
use super::scan::verbatim;
use super::string::letter;
use super::text::{self, append};
use crate::http::Response;
use crate::http::rt::Exchange;
use crate::rt::Call;

/// Writes JSON text; the caller keeps it well-formed.
#[derive(Debug, Default)]
pub struct Writer {
    buffer: Vec<u8>,
    /// What makes a call fail, once serde has.
    pub(crate) failed: Option<&'static Unwritable>,
    /// The string that serde brings next is the text of a raw value.
    pub(super) verbatim: bool,
    /// Where the text of the first error stands; empty if there is none.
    pub(super) error: Range<usize>,
}

/// What makes a call fail whose answer serde could not write.
#[derive(Debug)]
pub(crate) struct Unwritable {
    pub(crate) node: fn(&mut Call<'_>),
    pub(crate) route: fn(&mut Exchange<'_>),
    pub(crate) response: fn(&Writer) -> Response,
}

impl Writer {
    /// Writes into a new buffer.
    pub const fn new() -> Self {
        Self::from_vec(Vec::new())
    }

    /// Writes behind what a buffer holds.
    pub const fn from_vec(buffer: Vec<u8>) -> Self {
        Self { buffer, failed: None, verbatim: false, error: 0..0 }
    }

    /// Appends text as it is.
    pub fn raw(&mut self, text: &str) {
        append(&mut self.buffer, text.as_bytes());
    }

    /// Appends what another one has written, with its error.
    pub(crate) fn append(&mut self, other: &Self) {
        let start = self.len();
        append(&mut self.buffer, &other.buffer);
        if let (None, Some(failed)) = (self.failed, other.failed) {
            self.failed = Some(failed);
            self.error = start + other.error.start..start + other.error.end;
        }
    }

    /// Appends a value that was taken raw.
    pub fn raw_value(&mut self, value: &Raw<'_>) {
        self.raw(value.as_str());
    }

    /// Appends a string in quotes, escaping what JSON demands and no more.
    pub fn str(&mut self, value: &str) {
        self.raw("\"");
        self.text(value);
        self.raw("\"");
    }

    /// Appends text in quotes to what stands between a string's quotes.
    pub(crate) fn str_text(&mut self, value: &str) {
        self.text("\"");
        self.text(value);
        self.text("\"");
    }

    /// Appends what stands between a string's quotes.
    pub fn text(&mut self, value: &str) {
        let mut rest = value.as_bytes();
        loop {
            let len = verbatim(rest);
            // SAFETY: it is at most the length.
            let (run, behind) = unsafe { rest.split_at_unchecked(len) };
            append(&mut self.buffer, run);
            let [byte, others @ ..] = behind else { return };
            self.escape(*byte);
            rest = others;
        }
    }

    fn escape(&mut self, byte: u8) {
        let letter = letter(byte);
        let (high, low) = (b'0' + (byte >> 4), byte & 15);
        let low = low + if low < 10 { b'0' } else { b'a' - 10 };
        // `\u0000` with the letter and two digits in their places.
        let escape = 0x3030_005c | u64::from(letter) << 8 | u64::from(high) << 32 | u64::from(low) << 40;
        let escape = escape.to_le_bytes();
        append(&mut self.buffer, if letter == b'u' { &escape[..6] } else { &escape[..2] });
    }

    /// Appends `null`.
    pub fn null(&mut self) {
        self.raw("null");
    }

    /// Appends `true` or `false`.
    pub fn bool(&mut self, value: bool) {
        self.raw(if value { "true" } else { "false" });
    }

    /// Appends an integer.
    pub fn u64(&mut self, value: u64) {
        text::append_u64(&mut self.buffer, value);
    }

    /// Appends an integer.
    pub fn i64(&mut self, value: i64) {
        if value < 0 {
            self.raw("-");
        }
        self.u64(value.unsigned_abs());
    }

    /// Opens an object.
    pub fn begin_object(&mut self) {
        self.raw("{");
    }

    /// Starts an entry: a comma where one is due, the key and its colon.
    pub fn key(&mut self, key: &str) {
        self.comma();
        self.str(key);
        self.raw(":");
    }

    /// Closes an object.
    pub fn end_object(&mut self) {
        self.raw("}");
    }

    /// Opens an array.
    pub fn begin_array(&mut self) {
        self.raw("[");
    }

    /// Closes an array.
    pub fn end_array(&mut self) {
        self.raw("]");
    }

    /// Appends a comma, unless an array or object was opened just before. Call it before each item of an array;
    /// [`Writer::key`] does so itself.
    pub fn comma(&mut self) {
        // No value ends in an opening bracket.
        if !matches!(self.buffer.last(), Some(b'{' | b'[') | None) {
            self.raw(",");
        }
    }

    /// How many bytes there are.
    pub fn len(&self) -> usize {
        self.buffer.len()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.buffer.is_empty()
    }

    /// Takes back what was written behind `len`.
    pub fn truncate(&mut self, len: usize) {
        self.buffer.truncate(len);
    }

    /// Writes a number of three digits over what stands at `at`.
    pub(crate) fn set_digits(&mut self, at: usize, number: u16) {
        if let Some([a, b, c]) = self.buffer.get_mut(at..).and_then(|rest| rest.first_chunk_mut()) {
            let digit = |number: u16| b'0' + (number % 10) as u8;
            (*a, *b, *c) = (digit(number / 100), digit(number / 10), digit(number));
        }
    }

    /// Makes room for exactly so many more bytes, ahead of large values.
    pub fn reserve_exact(&mut self, more: usize) {
        if more > self.buffer.capacity() - self.buffer.len() {
            text::grow(&mut self.buffer, more);
        }
    }

    pub(super) fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    /// What was written so far.
    pub fn as_bytes(&self) -> &[u8] {
        &self.buffer
    }

    /// The text so far.
    pub(crate) fn as_str(&self) -> &str {
        // SAFETY: only texts are appended.
        unsafe { from_utf8_unchecked(&self.buffer) }
    }

    /// The error that serde met, if it did.
    pub fn error(&self) -> Option<String> {
        // SAFETY: a whole text was written there.
        self.buffer
            .get(self.error.clone())
            .filter(|text| !text.is_empty())
            .map(|text| text::copy(unsafe { from_utf8_unchecked(text) }))
    }

    /// Writes behind so many zeros, with room for `more` bytes.
    pub(crate) fn behind(zeros: usize, more: usize) -> Self {
        let mut buffer = Vec::new();
        text::grow(&mut buffer, zeros + more);
        // SAFETY: there is room for them.
        unsafe {
            buffer.as_mut_ptr().write_bytes(0, zeros);
            buffer.set_len(zeros);
        }
        Self::from_vec(buffer)
    }

    /// The buffer.
    pub fn into_vec(self) -> Vec<u8> {
        self.buffer
    }

    /// The text.
    pub fn into_string(self) -> String {
        // SAFETY: only texts are appended.
        text::into_string(self.buffer)
    }
}
