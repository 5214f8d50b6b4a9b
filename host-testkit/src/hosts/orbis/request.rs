//! A request of HTTP as it reaches the server, before the plugin.

use std::collections::BTreeMap;

/// A request to a plugin; the path is that behind the plugin's name.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    /// In capitals.
    pub(super) method: String,
    /// Decoded.
    pub(super) path: String,
    /// Behind `?`, if there is one.
    pub(super) query: Option<String>,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Vec<u8>,
    pub(super) user: Option<User>,
}

/// Who asks.
#[derive(Debug, Clone)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) is_admin: bool,
}

impl Asked {
    /// The request of `GET /items/7?x=1`. The error says what is wrong with the text.
    pub(super) fn parse(route: &str) -> Result<Self, String> {
        let (method, target) = route.split_once(' ').ok_or_else(|| wrong(route))?;
        let target = target.trim_start();
        let is_token = !method.is_empty() && method.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
        if !is_token || !target.starts_with('/') {
            return Err(wrong(route));
        }
        Self::to(method, target).map_err(|text| format!("the route `{route}`: {text}"))
    }

    /// A request with this method to this path, with its query.
    pub(super) fn to(method: &str, target: &str) -> Result<Self, String> {
        let target = target.split('#').next().unwrap_or_default();
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (target, None),
        };
        let path = decode_path(path).ok_or("its path is not UTF-8 when it is decoded, which the server answers with 400")?;
        Ok(Self { method: method.to_uppercase(), path, query, ..Self::default() })
    }

    /// With these headers: names in lower case, values of visible ASCII only, the last of a name.
    pub(super) fn with_headers<'a>(mut self, headers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        for (name, value) in headers {
            // What `HeaderValue::to_str` takes; other values are left out.
            if value.bytes().all(|b| b == b'\t' || (b' '..=b'~').contains(&b)) {
                self.headers.insert(name.to_lowercase(), value.trim().to_owned());
            }
        }
        self
    }

    /// The query as the host reads it: split at `&`, then at the first `=`; the last of a name.
    pub(super) fn query(&self) -> BTreeMap<String, String> {
        let Some(query) = &self.query else { return BTreeMap::new() };
        let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        pairs.map(|(key, value)| (decode(key), decode(value))).collect()
    }
}

fn wrong(route: &str) -> String {
    format!("`{route}` is no route: write method and path, \"GET /items?page=1\"")
}

/// As the host decodes texts of a query: `+` is a space, each `%XX` one character below 256, broken escapes stay
/// (plugins.rs:52-77).
fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '+' => decoded.push(' '),
            '%' => {
                let digits: String = letters.by_ref().take(2).collect();
                match u8::from_str_radix(&digits, 16) {
                    Ok(byte) if digits.len() == 2 => decoded.push(char::from(byte)),
                    _ => {
                        decoded.push('%');
                        decoded.push_str(&digits);
                    }
                }
            }
            other => decoded.push(other),
        }
    }
    decoded
}

/// As the server decodes paths: bytes, which must be UTF-8.
fn decode_path(text: &str) -> Option<String> {
    let mut bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    while let Some((first, rest)) = bytes.split_first() {
        let escaped = rest.get(..2).filter(|_| *first == b'%').and_then(|digits| {
            let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
            u8::from_str_radix(digits, 16).ok()
        });
        decoded.push(escaped.unwrap_or(*first));
        bytes = rest.get(if escaped.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Asked;

    fn query(text: &str) -> Vec<(String, String)> {
        Asked::to("GET", &format!("/x?{text}")).unwrap().query().into_iter().collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn queries() {
        assert_eq!(query("a=1&b=2&a=3"), pairs(&[("a", "3"), ("b", "2")]));
        assert_eq!(query("a=b=c+d&e"), pairs(&[("a", "b=c d"), ("e", "")]));
        assert_eq!(query("n=%C3%A9&%41=%2B"), pairs(&[("A", "+"), ("n", "Ã©")]));
        assert_eq!(query("a=%zz%4&b=%"), pairs(&[("a", "%zz%4"), ("b", "%")]));
        assert_eq!(query(""), pairs(&[("", "")]));
        assert_eq!(query("a=1&&b"), pairs(&[("", ""), ("a", "1"), ("b", "")]));
        assert!(Asked::to("GET", "/x").unwrap().query().is_empty());
        // `from_str_radix` takes a sign, and so does the host.
        assert_eq!(query("a=%+1"), pairs(&[("a", "\u{1}")]));
    }

    #[test]
    fn paths() {
        let path = |text: &str| Asked::parse(text).map(|asked| (asked.method, asked.path));
        assert_eq!(path("get /a%20b/%C3%A9?x#y"), Ok(("GET".into(), "/a b/é".into())));
        assert_eq!(path("GET /100%"), Ok(("GET".into(), "/100%".into())));
        for wrong in ["/items", "GET items", "GET", " /x"] {
            assert!(path(wrong).unwrap_err().contains("is no route"), "{wrong}");
        }
        assert!(path("GET /%FF").unwrap_err().contains("400"));
    }

    #[test]
    fn headers() {
        let headers = [("X-Tag", "a"), ("x-tag", " b "), ("x-odd", "é"), ("x-tab", "a\tb")];
        let asked = Asked::default().with_headers(headers);
        let got: Vec<(&str, &str)> = asked.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(got, [("x-tab", "a\tb"), ("x-tag", "b")]);
    }
}
