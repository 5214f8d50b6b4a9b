//! The cursor over a JSON text, its sticky error, and the simplest values.

use alloc::vec::Vec;
use core::marker::PhantomData;

use super::error::Error;
use super::string::translate;
use super::text::{append, into_string};

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
const STARTS: &[u8] = b"\"{[-0123456789ntf";
const KINDS: &[u8] = &[4, 6, 5, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 2, 2];

/// How the kinds are called in messages.
static NAMES: [&str; 7] = ["no value", "null", "a boolean", "a number", "a string", "an array", "an object"];

/// Reads one JSON text out of a buffer that it may change.
///
/// A `None` or `false` from a method that reads means: an error is recorded, and nothing more will be read.
#[derive(Debug)]
pub struct Reader<'a> {
    // `start <= next <= end`, all in one buffer that is borrowed for 'a. Text before `next` may be lent out for
    // 'a and is never touched again, which is why these are pointers and not a slice. No white space is at `next`.
    pub(super) next: *mut u8,
    pub(super) end: *mut u8,
    start: *mut u8,
    pub(super) depth: u32,
    pub(super) error: Option<Error>,
    buffer: PhantomData<&'a mut [u8]>,
}

impl<'a> Reader<'a> {
    /// Reads `input`, in which strings are unescaped in place.
    pub fn new(input: &'a mut [u8]) -> Self {
        let range = input.as_mut_ptr_range();
        let mut reader =
            Self { next: range.start, end: range.end, start: range.start, depth: 0, error: None, buffer: PhantomData };
        reader.go(range.start);
        reader
    }

    /// Reads text that stays as it is: only [`skip`](Self::skip) and [`raw`](Self::raw) may be used.
    pub(super) fn to_skip(input: &'a [u8]) -> Self {
        let range = input.as_ptr_range();
        let (start, end) = (range.start.cast_mut(), range.end.cast_mut());
        let mut reader = Self { next: start, end, start, depth: 0, error: None, buffer: PhantomData };
        reader.go(start);
        reader
    }

    /// The byte at `at`, or 0 at the end: no JSON text has a zero outside a string, nor a plain one inside.
    #[inline]
    pub(super) fn byte(&self, at: *const u8) -> u8 {
        if at < self.end.cast_const() {
            // SAFETY: pointers in this module start at `next` and move on only past bytes that were seen
            // non-zero here or counted in `rest`, so `at` is inside the buffer.
            unsafe { *at }
        } else {
            0
        }
    }

    /// The byte that is next, or 0.
    #[inline]
    pub(super) fn head(&self) -> u8 {
        self.byte(self.next)
    }

    /// The first byte from `at` on that is not white space.
    pub(super) fn more_spaces(&self, mut at: *mut u8) -> *mut u8 {
        while matches!(self.byte(at), b' ' | b'\n' | b'\r' | b'\t') {
            at = at.wrapping_add(1);
        }
        at
    }

    /// Moves on to the first byte from `at` on that is not white space.
    pub(super) fn go(&mut self, at: *mut u8) {
        self.next = self.more_spaces(at);
    }

    /// Moves past the byte that is next.
    pub(super) fn bump(&mut self) {
        self.go(self.next.wrapping_add(1));
    }

    /// What the next value is.
    pub fn kind(&self) -> Kind {
        match translate(self.head(), STARTS, KINDS) {
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
        self.head() == b'n' && self.word()
    }

    /// Reads `true` or `false`.
    pub fn bool(&mut self) -> Option<bool> {
        let head = self.head();
        if !matches!(head, b't' | b'f') {
            return self.expected("true or false");
        }
        self.word().then_some(head == b't')
    }

    /// Passes `null`, `true` or `false`, of which the first letter is next.
    fn word(&mut self) -> bool {
        let end = self.scalar_end(self.next);
        self.go(end);
        self.error.is_none()
    }

    /// Whether nothing is left; else that is an error.
    pub fn end(&mut self) -> bool {
        if self.next != self.end {
            self.expected::<()>("the end");
        }
        self.error.is_none()
    }

    /// Records that something else was expected than what is next.
    #[inline]
    pub fn expected<T>(&mut self, what: &str) -> Option<T> {
        self.unexpected(what);
        None
    }

    #[cold]
    #[inline(never)]
    pub(super) fn unexpected(&mut self, what: &str) {
        let found = match NAMES.get(self.kind() as usize) {
            Some(name) if self.next != self.end => name,
            _ => "the end",
        };
        self.fail_with("expected ", what, ", found ", found);
    }

    /// Records an error here, unless there is one, and moves to the end.
    #[inline]
    pub fn fail(&mut self, message: impl AsRef<str>) {
        self.fail_plainly(message.as_ref());
    }

    #[cold]
    #[inline(never)]
    fn fail_plainly(&mut self, message: &str) {
        self.fail_with(message, "", "", "");
    }

    /// Records an error whose message is in four parts.
    #[cold]
    #[inline(never)]
    pub(super) fn fail_with(&mut self, a: &str, b: &str, c: &str, d: &str) {
        if self.error.is_none() {
            let mut message = Vec::new();
            append(&mut message, a.as_bytes());
            append(&mut message, b.as_bytes());
            append(&mut message, c.as_bytes());
            append(&mut message, d.as_bytes());
            self.error = Some(Error::at(into_string(message), self.offset()));
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

    /// Text between two places that were passed and found valid.
    pub(super) fn lend(&self, from: *const u8, to: *const u8) -> &'a str {
        let len = to as usize - from as usize;
        // SAFETY: both are inside the buffer, which is borrowed for 'a; the bytes were checked to be UTF-8 and
        // are not written again, because the cursor is past them.
        unsafe { core::str::from_utf8_unchecked(core::slice::from_raw_parts(from, len)) }
    }
}
