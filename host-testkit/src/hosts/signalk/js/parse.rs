//! `JSON.parse`, with the messages of V8: a client of the server reads them.

use super::Js;

/// Nesting that is read. JavaScript has no limit here; whoever nests deeper means harm.
const DEPTH: usize = 512;

/// Reads a text; the error is V8's message.
pub(in crate::hosts) fn parse(text: &str) -> Result<Js, String> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.space();
    if reader.at < text.len() {
        return Err(reader.error("Unexpected non-whitespace character after JSON"));
    }
    Ok(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// A message with the place, counted as JavaScript counts.
    fn error(&self, what: &str) -> String {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let units = |text: &str| text.encode_utf16().count();
        let line = before.matches('\n').count() + 1;
        let column = units(before.rsplit('\n').next().unwrap_or_default()) + 1;
        format!("{what} in JSON at position {} (line {line} column {column})", units(before)).replace("JSON in JSON", "JSON")
    }

    fn unexpected(&self) -> String {
        let Some(token) = self.text.get(self.at..).and_then(|rest| rest.chars().next()) else {
            return "Unexpected end of JSON input".to_owned();
        };
        // V8 shows the text around the token.
        let letters: Vec<char> = self.text.chars().collect();
        let place = self.text.get(..self.at).map_or(0, |before| before.chars().count());
        let shown =
            |from: usize, to: usize| letters.get(from..to).map(|part| part.iter().collect::<String>()).unwrap_or_default();
        let excerpt = match (letters.len(), place) {
            (count, _) if count <= 40 => format!("\"{}\"", self.text),
            (count, place) => {
                let (from, to) = (place.saturating_sub(10), (place + 10).min(count));
                let (head, tail) = (if from > 0 { "..." } else { "" }, if to < count { "..." } else { "" });
                format!("{head}\"{}\"{tail} ", shown(from, to))
            }
        };
        format!("Unexpected token '{token}', {} is not valid JSON", excerpt.trim_end())
    }

    fn value(&mut self, depth: usize) -> Result<Js, String> {
        self.space();
        if depth > DEPTH {
            return Err("Maximum call stack size exceeded".to_owned());
        }
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.string().map(Js::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Result<Js, String> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        for (word, value) in [("null", Js::Null), ("true", Js::Bool(true)), ("false", Js::Bool(false))] {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.unexpected())
    }

    fn number(&mut self) -> Result<Js, String> {
        let start = self.at;
        let digits = |reader: &mut Self| {
            let from = reader.at;
            while matches!(reader.peek(), Some(b'0'..=b'9')) {
                reader.at += 1;
            }
            reader.at > from
        };
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
            if matches!(self.peek(), Some(b'0'..=b'9')) {
                return Err(self.error("Unexpected number"));
            }
        } else if !digits(self) {
            return Err(self.error("No number after minus sign"));
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            if !digits(self) {
                return Err(self.error("Unterminated fractional number"));
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if !digits(self) {
                return Err(self.error("Exponent part is missing a number"));
            }
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        Ok(Js::Number(text.parse().unwrap_or(f64::NAN)))
    }

    fn list(&mut self, depth: usize) -> Result<Js, String> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Js::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(Js::List(items));
                }
                _ => return Err(self.error("Expected ',' or ']' after array element")),
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Js, String> {
        self.at += 1;
        let mut object = Fields::default();
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(object.end());
        }
        let mut first = true;
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                let what = if first { "Expected property name or '}'" } else { "Expected double-quoted property name" };
                return Err(self.error(what));
            }
            first = false;
            let key = self.string()?;
            self.space();
            if self.peek() != Some(b':') {
                return Err(self.error("Expected ':' after property name"));
            }
            self.at += 1;
            object.set(key, self.value(depth + 1)?);
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(object.end());
                }
                _ => return Err(self.error("Expected ',' or '}' after property value")),
            }
        }
    }

    fn string(&mut self) -> Result<String, String> {
        self.at += 1;
        let mut units = String::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let plain = rest.find(|letter: char| letter == '"' || letter == '\\' || letter < ' ').unwrap_or(rest.len());
            units.push_str(&rest[..plain]);
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(units);
                }
                Some(b'\\') => self.escape(&mut units)?,
                Some(_) => return Err(self.error("Bad control character in string literal")),
                None => return Err(self.error("Unterminated string")),
            }
        }
    }

    fn escape(&mut self, text: &mut String) -> Result<(), String> {
        self.at += 1;
        let letter = match self.peek() {
            Some(b'u') => {
                let letter = self.unicode()?;
                text.push(letter);
                return Ok(());
            }
            Some(b'n') => '\n',
            Some(b't') => '\t',
            Some(b'r') => '\r',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            None => return Err(self.error("Unterminated string")),
            Some(_) => return Err(self.error("Bad escaped character")),
        };
        self.at += 1;
        text.push(letter);
        Ok(())
    }

    /// After `\`: `u` and four digits. Half of a pair is a character of its own in JavaScript; here it is replaced.
    fn unicode(&mut self) -> Result<char, String> {
        let high = self.hex()?;
        if (0xd800..0xdc00).contains(&high) && self.text.get(self.at..).is_some_and(|rest| rest.starts_with("\\u")) {
            let before = self.at;
            self.at += 1;
            let low = self.hex()?;
            if (0xdc00..0xe000).contains(&low) {
                let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = before;
        }
        Ok(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex(&mut self) -> Result<u32, String> {
        let digits = self.text.get(self.at + 1..self.at + 5).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(code) => {
                self.at += 5;
                Ok(code)
            }
            None => Err(self.error("Bad Unicode escape")),
        }
    }
}

/// Fields in JavaScript's order: those that are array indices first.
#[derive(Default)]
struct Fields {
    indices: std::collections::BTreeMap<u32, Js>,
    named: Vec<(String, Js)>,
    known: std::collections::HashMap<String, usize>,
}

impl Fields {
    fn set(&mut self, key: String, value: Js) {
        if let Some(index) = key.parse::<u32>().ok().filter(|index| index.to_string() == key && *index < u32::MAX) {
            self.indices.insert(index, value);
        } else if let Some(at) = self.known.get(&key) {
            self.named[*at].1 = value;
        } else {
            self.known.insert(key.clone(), self.named.len());
            self.named.push((key, value));
        }
    }

    fn end(self) -> Js {
        let indices = self.indices.into_iter().map(|(index, value)| (index.to_string(), value));
        Js::Object(indices.chain(self.named).collect())
    }
}
