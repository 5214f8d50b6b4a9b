//! Paths of Express 4: `path-to-regexp` 0.1.

use regex::{Regex, RegexBuilder};

use super::query::component;
use crate::hosts::signalk::js::Js;

/// A compiled path.
#[derive(Debug, Clone)]
pub(in crate::hosts::signalk) struct Pattern {
    regex: Regex,
    /// The names of the groups; those without one are numbered.
    keys: Vec<String>,
}

impl Pattern {
    /// `None`: Express does not take it, or it asks for what no linear matcher does.
    pub(in crate::hosts::signalk) fn new(path: &str) -> Option<Self> {
        let (mut source, mut keys, mut unnamed) = (String::from("^"), Vec::new(), 0);
        let letters: Vec<char> = path.chars().collect();
        let mut at = 0;
        while let Some(&letter) = letters.get(at) {
            at += 1;
            match letter {
                '*' => {
                    source.push_str("(.*)");
                    keys.push(unnamed.to_string());
                    unnamed += 1;
                }
                '.' => source.push_str("\\."),
                '\\' => {
                    source.push('\\');
                    source.extend(letters.get(at));
                    at += 1;
                }
                // A group of the pattern's own.
                '(' => {
                    source.push('(');
                    if letters.get(at) != Some(&'?') {
                        keys.push(unnamed.to_string());
                        unnamed += 1;
                    }
                }
                '/' if letters.get(at) == Some(&':') => at = param(&letters, at + 1, "/", &mut source, &mut keys),
                ':' if letters.get(at).is_some_and(|letter| is_word(*letter)) => {
                    at = param(&letters, at, "", &mut source, &mut keys);
                }
                other => source.push(other),
            }
        }
        source.push_str(if path.ends_with('/') { "?$" } else { "/?$" });
        let regex = RegexBuilder::new(&source).case_insensitive(true).build().ok()?;
        Some(Self { regex, keys })
    }

    /// The parameters, if it matches; `Err`: one that cannot be decoded.
    pub(in crate::hosts::signalk) fn matches(&self, path: &str) -> Option<Result<Js, String>> {
        let found = self.regex.captures(path)?;
        let mut params = Js::Object(Vec::new());
        for (key, group) in self.keys.iter().zip(found.iter().skip(1)) {
            let Some(text) = group.map(|group| group.as_str()) else { continue };
            match component(text) {
                Some(value) => params.set(key, Js::Text(value)),
                None => return Some(Err(text.to_owned())),
            }
        }
        Some(Ok(params))
    }
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// `:name`, with `(…)`, `*` and `?` behind it. Where it goes on.
fn param(letters: &[char], mut at: usize, slash: &str, source: &mut String, keys: &mut Vec<String>) -> usize {
    let mut name = String::new();
    while let Some(letter) = letters.get(at).filter(|letter| is_word(**letter)) {
        name.push(*letter);
        at += 1;
    }
    if name.is_empty() {
        source.push_str(slash);
        source.push(':');
        return at;
    }
    let mut capture = "([^/]+?)".to_owned();
    if letters.get(at) == Some(&'(')
        && let Some(len) = letters.get(at..).and_then(|rest| rest.iter().position(|letter| *letter == ')'))
    {
        capture = letters.get(at..=at + len).map(|group| group.iter().collect()).unwrap_or(capture);
        at += len + 1;
    }
    let star = letters.get(at) == Some(&'*');
    at += usize::from(star);
    let optional = letters.get(at) == Some(&'?');
    at += usize::from(optional);
    let rest = if star { "((?:[/].+?)?)" } else { "" };
    if star {
        keys.push(name.clone());
        keys.push("0".to_owned());
    } else {
        keys.push(name);
    }
    let mark = if optional { "?" } else { "" };
    source.push_str(&format!("(?:{slash}{capture}{rest}){mark}"));
    at
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Pattern;

    #[test]
    fn express_matches() {
        for (pattern, path, params) in [
            ("/api/op/:op", "/api/op/add", Some(r#"{"op":"add"}"#)),
            ("/api/op/:op", "/API/op/a%20b/", Some(r#"{"op":"a b"}"#)),
            ("/api/op/:op", "/api/op/", None),
            ("/api/op/:op", "/api/op/a/b", None),
            ("/a/:x/:y?", "/a/1", Some(r#"{"x":"1"}"#)),
            ("/a/:x/:y?", "/a/1/2", Some(r#"{"x":"1","y":"2"}"#)),
            ("/files/*", "/files/a/b.txt", Some(r#"{"0":"a/b.txt"}"#)),
            (r"/n/:n(\d+)", "/n/12", Some(r#"{"n":"12"}"#)),
            (r"/n/:n(\d+)", "/n/x", None),
            ("/v1.0/x", "/v1.0/x", Some("{}")),
            ("/v1.0/x", "/v1a0/x", None),
            ("/a-:b", "/a-c", Some(r#"{"b":"c"}"#)),
            ("/ö/:x", "/ö/1", Some(r#"{"x":"1"}"#)),
        ] {
            let found = Pattern::new(pattern).unwrap().matches(path).map(|found| found.unwrap().to_json());
            assert_eq!(found.as_deref(), params, "{pattern} {path}");
        }
        assert_eq!(Pattern::new("/:x").unwrap().matches("/%E0%A4").unwrap().unwrap_err(), "%E0%A4");
    }
}
