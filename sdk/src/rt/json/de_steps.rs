//! Arrays and objects step by step, as serde asks for them.

use super::containers::TYPED_DEPTH;
use super::reader::Reader;

impl<'a> Reader<'a> {
    /// Enters an array or object.
    pub(super) fn open(&mut self, bracket: u8, what: &str) -> bool {
        if self.token() != bracket {
            self.unexpected(what);
        } else if self.depth == TYPED_DEPTH {
            self.fail("nested too deeply");
        } else {
            self.depth += 1;
            self.bump();
            return true;
        }
        false
    }

    /// Whether another value follows in the array or object; else leaves it. An error closes it, too.
    pub(super) fn more(&mut self, closer: u8, first: bool) -> bool {
        let next = self.token();
        if next == closer {
            self.depth -= 1;
        } else if first {
            return true;
        } else if next != b',' {
            self.separator(closer);
            return false;
        }
        self.bump();
        next != closer
    }

    /// The next key of an object, up to behind its colon.
    pub(super) fn key(&mut self, first: bool) -> Option<&'a str> {
        if !self.more(b'}', first) {
            return None;
        }
        if self.token() != b'"' {
            return self.expected("a key");
        }
        self.pass_string();
        let key = self.lend();
        if self.token() != b':' {
            return self.expected("':'");
        }
        self.bump();
        Some(key)
    }
}
