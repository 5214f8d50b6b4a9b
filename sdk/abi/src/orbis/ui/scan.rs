//! Tokens of JSON, also in constants.

/// A cursor over JSON. What fails says what is expected at [`at`](Self::at).
#[derive(Clone, Copy)]
pub(super) struct Scan<'j> {
    pub(super) json: &'j [u8],
    pub(super) at: usize,
}

/// What was expected, or what was read.
pub(super) type Read<T> = Result<T, &'static str>;

/// What stands between the quotes of a string.
#[derive(Clone, Copy)]
pub(super) struct Text {
    start: usize,
    end: usize,
}

impl Scan<'_> {
    /// The byte that is next; 0, which is no JSON outside of strings, at the end.
    pub(super) const fn byte(&self) -> u8 {
        self.peek(0)
    }

    pub(super) const fn peek(&self, further: usize) -> u8 {
        if self.at + further < self.json.len() { self.json[self.at + further] } else { 0 }
    }

    /// Passes white space.
    pub(super) const fn space(&mut self) {
        while matches!(self.byte(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    /// Passes a byte, if it is next.
    pub(super) const fn pass(&mut self, byte: u8) -> bool {
        let found = self.at < self.json.len() && self.json[self.at] == byte;
        if found {
            self.at += 1;
        }
        found
    }

    /// Passes `true`, `false` or `null`, if it is next.
    pub(super) const fn word(&mut self, word: &str) -> bool {
        let word = word.as_bytes();
        let mut i = 0;
        while i < word.len() {
            if self.peek(i) != word[i] {
                return false;
            }
            i += 1;
        }
        self.at += i;
        true
    }

    /// Reads a string whose quote is next.
    pub(super) const fn string(&mut self) -> Read<Text> {
        self.at += 1;
        let start = self.at;
        loop {
            match self.byte() {
                b'"' => {
                    self.at += 1;
                    return Ok(Text { start, end: self.at - 1 });
                }
                b'\\' => {
                    if !self.escape() {
                        return Err("an escape of JSON, where half of a surrogate pair is none");
                    }
                }
                0..0x20 => {
                    return Err(if self.at < self.json.len() { "an escape for a control character" } else { "'\"'" });
                }
                _ => self.at += 1,
            }
        }
    }

    const fn escape(&mut self) -> bool {
        let letter = self.peek(1);
        if letter != b'u' {
            self.at += 2;
            return matches!(letter, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't');
        }
        let Some(unit) = self.unit(2) else { return false };
        let Some(len) = (match unit {
            0xdc00..0xe000 => None,
            0xd800..0xdc00 if self.peek(6) == b'\\' && self.peek(7) == b'u' => match self.unit(8) {
                Some(0xdc00..0xe000) => Some(12),
                _ => None,
            },
            0xd800..0xdc00 => None,
            _ => Some(6),
        }) else {
            return false;
        };
        self.at += len;
        true
    }

    /// Four hexadecimal digits.
    const fn unit(&self, further: usize) -> Option<u32> {
        let (mut i, mut unit) = (0, 0);
        while i < 4 {
            let Some(digit) = (self.peek(further + i) as char).to_digit(16) else { return None };
            unit = unit * 16 + digit;
            i += 1;
        }
        Some(unit)
    }

    /// Whether a string is this one, which is ASCII, whatever is escaped in it.
    pub(super) const fn is(&self, text: Text, word: &str) -> bool {
        let word = word.as_bytes();
        let (mut scan, mut i) = (Scan { json: self.json, at: text.start }, 0);
        while scan.at < text.end {
            if i == word.len() || scan.character(text) != word[i] as u32 {
                return false;
            }
            i += 1;
        }
        i == word.len()
    }

    /// The first character of a string, if it is ASCII; 0 if it is empty.
    pub(super) const fn first(&self, text: Text) -> u32 {
        let mut scan = Scan { json: self.json, at: text.start };
        if text.start == text.end { 0 } else { scan.character(text) }
    }

    /// The next character of a string that was read, or a byte of one that is not ASCII.
    const fn character(&mut self, text: Text) -> u32 {
        let byte = self.byte();
        self.at += 1;
        if byte != b'\\' {
            return byte as u32;
        }
        let letter = self.byte();
        self.at += 1;
        match letter {
            b'u' => {
                let Some(unit) = self.unit(0) else { return 0 };
                self.at = if self.at + 4 < text.end { self.at + 4 } else { text.end };
                unit
            }
            b'b' => 8,
            b'f' => 12,
            b'n' => 10,
            b'r' => 13,
            b't' => 9,
            other => other as u32,
        }
    }

    /// Passes a string without asking whether it is one.
    pub(super) const fn pass_string(&mut self) -> Text {
        self.at += 1;
        let start = self.at;
        while self.at < self.json.len() {
            match self.byte() {
                b'"' => {
                    self.at += 1;
                    return Text { start, end: self.at - 1 };
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        Text { start, end: start }
    }
}

/// Whether two texts are the same.
pub(super) const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    i == a.len() && i == b.len()
}
