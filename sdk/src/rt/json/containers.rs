//! Objects and arrays, read by a callback for each value.

use super::reader::Reader;

/// How deep values may nest that are read into types, one reader call inside another.
pub(super) const TYPED_DEPTH: u32 = 128;

impl<'a> Reader<'a> {
    /// Reads an object: `each` gets the values of the named keys, by their index in `names`. Other keys are
    /// passed over; a repeated key is handed out again, so that the last one wins.
    pub fn object(&mut self, names: &[&str], each: &mut dyn FnMut(usize, &mut Reader<'a>)) -> bool {
        self.visit(b'{', "an object", &mut |value| {
            let key = value.lend();
            if let Some(index) = names.iter().position(|name| same(name, key)) {
                let start = value.next;
                each(index, value);
                value.done(start, key);
            }
        })
    }

    /// Reads an object: `each` gets every key and its value. What it leaves unread is passed over.
    pub fn entries(&mut self, each: &mut dyn FnMut(&'a str, &mut Reader<'a>)) -> bool {
        self.visit(b'{', "an object", &mut |value| {
            let key = value.lend();
            let start = value.next;
            each(key, value);
            value.done(start, key);
        })
    }

    /// Reads an array: `each` is called where a value is next. What it leaves unread is passed over.
    pub fn array(&mut self, each: &mut dyn FnMut(&mut Reader<'a>)) -> bool {
        let mut index = 0;
        self.visit(b'[', "an array", &mut |value| {
            let start = value.next;
            each(value);
            value.pass(start);
            if let Some(error) = &mut value.error {
                error.within_index(index);
            }
            index += 1;
        })
    }

    /// Reads an array or object with a callback for each value.
    fn visit(&mut self, bracket: u8, what: &str, each: &mut dyn FnMut(&mut Reader<'a>)) -> bool {
        if self.token() != bracket {
            self.unexpected(what);
        } else if self.depth == TYPED_DEPTH {
            self.fail("nested too deeply");
        } else {
            self.depth += 1;
            self.walk(Some(each));
            self.depth -= 1;
        }
        self.error.is_none()
    }

    /// Ends the visit of the value at `start`, whose key this was.
    fn done(&mut self, start: *mut u8, key: &str) {
        self.pass(start);
        if let Some(error) = &mut self.error {
            error.within_key(key);
        }
    }

    /// Passes over the value at `start` if nothing read it: here, for its place to be known if it is wrong.
    fn pass(&mut self, start: *mut u8) {
        if self.next == start {
            self.skip();
        }
    }

    #[cold]
    pub(super) fn separator(&mut self, closer: u8) {
        self.unexpected(if closer == b'}' { "',' or '}'" } else { "',' or ']'" });
    }
}

/// The comparison of strings, but without a call where lengths differ.
#[inline]
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().eq(b.bytes())
}
