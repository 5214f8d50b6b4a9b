//! Objects and arrays, read key by key or by a callback for each value.

use super::reader::Reader;
use super::skip::separator;

/// How deep values may nest that are read into types, one reader call inside another.
pub(super) const TYPED_DEPTH: u32 = 128;

impl<'a> Reader<'a> {
    /// Begins to read an array or object, which starts with this bracket; `what` says so in errors.
    pub fn open(&mut self, bracket: u8, what: &'static str) -> bool {
        if self.token() != bracket {
            self.unexpected(what);
        } else if self.depth == TYPED_DEPTH {
            self.invalid("nested too deeply");
        } else {
            self.depth += 1;
            self.bump();
        }
        self.error.is_none()
    }

    /// Goes on to the next element or key of what was opened last and is closed by this bracket; `false` at its end, or
    /// after an error.
    pub fn more(&mut self, closer: u8) -> bool {
        let more = self.separated(closer);
        self.token();
        more
    }

    /// The same, perhaps with white space in front of it.
    #[inline]
    fn separated(&mut self, closer: u8) -> bool {
        if self.error.is_some() {
            return false;
        }
        // No value ends in an opening bracket. `[` and `{` differ by one bit.
        let first = self.byte(self.next.wrapping_sub(1)) | 0x20 == b'{';
        let byte = self.token();
        if byte == closer {
            self.bump();
            self.depth -= 1;
            return false;
        }
        if !first {
            if byte != b',' {
                self.unexpected(separator(closer));
                return false;
            }
            self.bump();
        }
        true
    }

    /// Goes on to the next key of the object that was opened last, and to its value; `None` at its end, or after an error.
    pub fn key(&mut self) -> Option<&'a str> {
        if !self.separated(b'}') {
            return None;
        }
        if !self.pass_str("a key") {
            return None;
        }
        let key = self.lend();
        if self.token() != b':' {
            return self.expected("':'");
        }
        self.bump();
        Some(key)
    }

    /// Reads an object: `each` gets the values of the named keys, by their index in `names`. Other keys are
    /// passed over; a repeated key is handed out again, so that the last one wins.
    pub fn object(&mut self, names: &[&str], each: &mut dyn FnMut(usize, &mut Reader<'a>)) -> bool {
        self.entries(&mut |key, value| {
            if let Some(index) = names.iter().position(|name| *name == key) {
                each(index, value);
            }
        })
    }

    /// Reads an object: `each` gets every key and its value. What it leaves unread is passed over.
    pub fn entries(&mut self, each: &mut dyn FnMut(&'a str, &mut Reader<'a>)) -> bool {
        if self.open(b'{', "an object") {
            while let Some(key) = self.key() {
                self.token();
                let start = self.next;
                each(key, self);
                self.pass(start);
                if let Some(error) = &mut self.error {
                    error.within_key(key);
                }
            }
        }
        self.error.is_none()
    }

    /// Reads an array: `each` is called where a value is next. What it leaves unread is passed over.
    pub fn array(&mut self, each: &mut dyn FnMut(&mut Reader<'a>)) -> bool {
        let mut index = 0;
        if self.open(b'[', "an array") {
            while self.more(b']') {
                let start = self.next;
                each(self);
                self.pass(start);
                if let Some(error) = &mut self.error {
                    error.within_index(index);
                }
                index += 1;
            }
        }
        self.error.is_none()
    }

    /// Passes over the value at `start` if nothing read it: here, for its place to be known if it is wrong.
    fn pass(&mut self, start: *mut u8) {
        if self.next == start {
            self.skip();
        }
    }
}
