//! Objects and arrays, read by a callback for each value.

use super::reader::Reader;

/// How deep values may nest that are read into types, one reader call inside another.
const TYPED_DEPTH: u32 = 128;

impl<'a> Reader<'a> {
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
            let mut first = true;
            while let Some(key) = self.key(first) {
                first = false;
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
        if self.open(b'[', "an array") {
            let mut index = 0;
            while self.more(b']', index == 0) {
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

    /// Passes the value at `start` if nothing read it.
    fn pass(&mut self, start: *mut u8) {
        if self.next == start {
            self.skip();
        }
    }

    /// Enters an array or object.
    pub(super) fn open(&mut self, bracket: u8, what: &str) -> bool {
        if self.head() != bracket {
            self.expected::<()>(what);
            return false;
        }
        if self.depth == TYPED_DEPTH {
            self.fail("nested too deeply");
            return false;
        }
        self.depth += 1;
        self.bump();
        true
    }

    /// Whether another value follows in the array or object; else leaves it. An error closes it, too.
    pub(super) fn more(&mut self, closer: u8, first: bool) -> bool {
        let head = self.head();
        if head == closer {
            self.depth -= 1;
            self.bump();
            return false;
        }
        if !first {
            if head != b',' {
                self.separator(closer);
                return false;
            }
            self.bump();
        }
        true
    }

    /// The next key of an object, up to where its value starts.
    pub(super) fn key(&mut self, first: bool) -> Option<&'a str> {
        if !self.more(b'}', first) {
            return None;
        }
        if self.head() != b'"' {
            return self.expected("a key");
        }
        let key = self.str()?;
        if self.head() != b':' {
            return self.expected("':'");
        }
        self.bump();
        Some(key)
    }

    #[cold]
    pub(super) fn separator(&mut self, closer: u8) {
        self.unexpected(if closer == b'}' { "',' or '}'" } else { "',' or ']'" });
    }
}
