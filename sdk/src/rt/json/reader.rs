//! The cursor over a JSON text, its sticky error, and the simplest values.

use alloc::vec::Vec;
use core::marker::PhantomData;
use core::ops::Range;

use super::error::Error;
use super::string::translate;
use super::text::append;

/// How many zero bytes stand behind a text that is read. None is part of JSON: they end every loop, so that nothing looks
/// for the end, and texts are scanned eight bytes a step.
pub const PAD: usize = 8;

/// What the next value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// No value: the end, an error that was met before, or something that starts no value.
    End,
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number of any form.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// The kinds by the byte that they start with.
const STARTS: &[[u8; 2]] = &[
    [b'"', 4],
    [b'{', 6],
    [b'[', 5],
    [b'-', 3],
    [b'0', 3],
    [b'1', 3],
    [b'2', 3],
    [b'3', 3],
    [b'4', 3],
    [b'5', 3],
    [b'6', 3],
    [b'7', 3],
    [b'8', 3],
    [b'9', 3],
    [b'n', 1],
    [b't', 2],
    [b'f', 2],
];

/// Whether a byte is white space.
#[inline]
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// How the kinds are called in messages.
static NAMES: [&str; 8] = ["no value", "null", "a boolean", "a number", "a string", "an array", "an object", "the end"];

/// Reads one JSON text out of a buffer that it may change.
///
/// A `None` or `false` from a method that reads means: an error is recorded, and nothing more will be read.
#[derive(Debug)]
pub struct Reader<'a> {
    // `start <= next <= end`, all in one buffer that is borrowed for 'a, with `PAD` zero bytes behind `end`. Text before
    // `next` may be lent out for 'a and is never touched again, which is why these are pointers and not a slice.
    pub(super) next: *mut u8,
    pub(super) end: *mut u8,
    start: *mut u8,
    pub(super) depth: u32,
    pub(super) error: Option<Error>,
    /// The text of the string that was passed last.
    pub(super) text: Range<*mut u8>,
    buffer: PhantomData<&'a mut [u8]>,
}

impl<'a> Reader<'a> {
    /// Reads `input`, in which strings are unescaped in place.
    pub fn new(input: &'a mut Vec<u8>) -> Self {
        let len = input.len();
        append(input, &[0; PAD]);
        let reader = Self::padded(input);
        debug_assert_eq!(reader.end as usize - reader.start as usize, len);
        reader
    }

    /// Reads all of `input` but its last [`PAD`] bytes, which become zeros. Without that room it is empty.
    pub fn padded(input: &'a mut [u8]) -> Self {
        static EMPTY: [u8; PAD] = [0; PAD];
        let Range { start, end } = match input.split_last_chunk_mut() {
            Some((text, pad)) => {
                *pad = EMPTY;
                let len = text.len();
                let start = input.as_mut_ptr();
                start..start.wrapping_add(len)
            }
            // Nothing is written where there is no string.
            None => EMPTY.as_ptr().cast_mut()..EMPTY.as_ptr().cast_mut(),
        };
        Self { next: start, end, start, depth: 0, error: None, text: start..start, buffer: PhantomData }
    }

    /// The byte at `at`, which is 0 at the end: no JSON text has a zero outside a string, nor a plain one inside.
    #[inline]
    #[expect(clippy::unused_self, reason = "what is read belongs to it")]
    pub(super) fn byte(&self, at: *const u8) -> u8 {
        // SAFETY: pointers in this module start at `next` and move on only past bytes that were seen non-zero, or by less
        // than `PAD` from such a place, so `at` is inside the buffer.
        unsafe { *at }
    }

    /// The four bytes at `at`, the first the lowest.
    #[expect(clippy::unused_self, reason = "what is read belongs to it")]
    pub(super) fn four(&self, at: *mut u8) -> u32 {
        // SAFETY: `at` is not behind the end, so they are inside the buffer.
        u32::from_le_bytes(unsafe { at.cast::<[u8; 4]>().read() })
    }

    /// Skips white space and returns the byte that is next, or 0.
    #[inline]
    pub(super) fn token(&mut self) -> u8 {
        let byte = self.wide_token();
        // SAFETY: it was a byte, as the compiler does not see through a call.
        unsafe { core::hint::assert_unchecked(byte < 256) };
        byte as u8
    }

    #[inline(never)]
    fn wide_token(&mut self) -> u32 {
        loop {
            let byte = self.byte(self.next);
            if byte > b' ' || !is_space(byte) {
                return byte.into();
            }
            self.bump();
        }
    }

    /// Moves past the byte that is next.
    #[inline]
    pub(super) fn bump(&mut self) {
        self.next = self.next.wrapping_add(1);
    }

    /// What the next value is.
    pub fn kind(&mut self) -> Kind {
        match translate(self.token(), STARTS, 0) {
            1 => Kind::Null,
            2 => Kind::Bool,
            3 => Kind::Number,
            4 => Kind::String,
            5 => Kind::Array,
            6 => Kind::Object,
            _ => Kind::End,
        }
    }

    /// Consumes `null` if it is next.
    pub fn null(&mut self) -> bool {
        self.token() == b'n' && self.scalar()
    }

    /// Reads `true` or `false`.
    pub fn bool(&mut self) -> Option<bool> {
        let first = self.token();
        if !matches!(first, b't' | b'f') {
            return self.expected("true or false");
        }
        self.scalar().then_some(first == b't')
    }

    /// Whether nothing is left; else that is an error.
    pub fn end(&mut self) -> bool {
        self.token();
        if self.next != self.end {
            self.expected::<()>("the end");
        }
        self.error.is_none()
    }

    /// Records that something else was expected than what is next: `expected …`.
    #[inline]
    pub fn expected<T>(&mut self, what: &'static str) -> Option<T> {
        self.unexpected(what);
        None
    }

    #[cold]
    #[inline(never)]
    pub(super) fn unexpected(&mut self, what: &'static str) {
        let kind = self.kind() as usize;
        let [.., end] = NAMES;
        let found = if self.next == self.end { end } else { NAMES[kind % NAMES.len()] };
        self.fail_with(what, found);
    }

    /// Records an error here, unless there is one, and moves to the end.
    pub fn fail(&mut self, message: impl AsRef<str>) {
        let mut error = Error::new(message.as_ref());
        error.place(self.offset());
        self.error.get_or_insert(error);
        self.next = self.end;
    }

    /// The same for a message that is known to the compiler.
    #[inline]
    pub(super) fn invalid(&mut self, message: &'static str) {
        self.fail_with(message, "");
    }

    #[cold]
    #[inline(never)]
    fn fail_with(&mut self, what: &'static str, found: &'static str) {
        if self.error.is_none() {
            // There is none to be dropped.
            core::mem::forget(self.error.replace(Error::at(what, found, self.offset())));
        }
        self.next = self.end;
    }

    /// The byte that is next, counted from the start.
    pub fn offset(&self) -> usize {
        self.next as usize - self.start as usize
    }

    /// The error, if one was met.
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// Takes the error out; the reader stays at the end.
    pub fn take_error(&mut self) -> Option<Error> {
        self.error.take()
    }

    /// The text of the string or number that was passed last.
    pub(super) fn lend(&self) -> &'a str {
        let Range { start, end } = self.text;
        let len = end as usize - start as usize;
        // SAFETY: both are inside the buffer, which is borrowed for 'a; the bytes were checked to be UTF-8 and are not
        // written again, because the cursor is past them.
        unsafe {
            // Else the compiler tells a text from `None` once more.
            core::hint::assert_unchecked(!start.is_null());
            core::str::from_utf8_unchecked(core::slice::from_raw_parts(start, len))
        }
    }
}
