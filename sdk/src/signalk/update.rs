//! Deltas as they are received.

use super::vessel;
use crate::rt::json::Kind;
use crate::rt::{Raw, Reader};

/// What is known of a value beside itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Update<'a> {
    /// Its path: `navigation.position`. The empty one is of the context itself.
    pub path: &'a str,
    /// Of whom it is, as the server calls them: `vessels.urn:mrn:imo:mmsi:230099999`, never `vessels.self`.
    pub context: &'a str,
    /// Who said it: the `$source`.
    pub source: &'a str,
    /// When, as ISO 8601.
    pub timestamp: &'a str,
}

impl Update<'_> {
    /// It is of the own vessel: see [`ReceivedDelta::is_own`].
    #[must_use]
    pub fn is_own(&self) -> bool {
        vessel::is_own(self.context)
    }
}

/// A delta, whole.
#[derive(Debug, Clone, Default)]
pub struct ReceivedDelta<'a> {
    context: &'a str,
    updates: Vec<Group<'a>>,
}

/// What one source said at one time.
#[derive(Debug, Clone, Default)]
struct Group<'a> {
    source: &'a str,
    timestamp: &'a str,
    values: Vec<(&'a str, Raw<'a>)>,
    meta: Vec<(&'a str, Raw<'a>)>,
}

impl<'a> ReceivedDelta<'a> {
    /// Of whom it is, as the server calls them: `vessels.urn:mrn:imo:mmsi:230099999`, never `vessels.self`.
    #[must_use]
    pub fn context(&self) -> &'a str {
        self.context
    }

    /// It is of the own vessel. The server does not say which that is: where it is not known yet, a delta is emitted that
    /// stores nothing, which comes back with it (`src/index.ts:487-591` of the server). False where the server does not hand it back.
    #[must_use]
    pub fn is_own(&self) -> bool {
        vessel::is_own(self.context)
    }

    /// The values, each with what is known of it, as JSON.
    pub fn values(&self) -> impl Iterator<Item = (Update<'a>, Raw<'a>)> + '_ {
        self.each(|group| &group.values)
    }

    /// The metadata, as JSON.
    pub fn meta(&self) -> impl Iterator<Item = (Update<'a>, Raw<'a>)> + '_ {
        self.each(|group| &group.meta)
    }

    fn each<'r>(
        &'r self,
        of: for<'g> fn(&'g Group<'a>) -> &'g Vec<(&'a str, Raw<'a>)>,
    ) -> impl Iterator<Item = (Update<'a>, Raw<'a>)> + 'r {
        self.updates.iter().flat_map(move |group| {
            let update = Update { path: "", context: self.context, source: group.source, timestamp: group.timestamp };
            of(group).iter().map(move |(path, value)| (Update { path, ..update }, *value))
        })
    }

    /// Reads a delta; `None` if it is none.
    pub(crate) fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let mut delta = Self::default();
        reader.open(b'{', "an object");
        while let Some(key) = reader.key() {
            match key {
                "context" => delta.context = text(reader),
                "updates" if reader.kind() == Kind::Array => {
                    reader.open(b'[', "an array");
                    while reader.more(b']') {
                        delta.updates.push(group(reader));
                    }
                }
                _ => _ = reader.skip(),
            }
        }
        reader.end().then_some(delta)
    }

    /// Whether all of it was said by this package. One without updates was said by nobody: the server emits such ones.
    pub(crate) fn is_said_by(&self, package: &str) -> bool {
        !self.updates.is_empty() && self.updates.iter().all(|group| group.is_said_by(package))
    }

    /// Leaves out what this package said. Whether anything is left.
    pub(crate) fn without(&mut self, package: &str) -> bool {
        self.updates.retain(|group| !group.is_said_by(package));
        !self.updates.is_empty()
    }
}

impl Group<'_> {
    /// The `$source` of a package's deltas is its name, or begins with it and a dot.
    fn is_said_by(&self, package: &str) -> bool {
        let rest = self.source.strip_prefix(package);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

/// One of the updates. What has another type than it should is as good as absent.
fn group<'a>(reader: &mut Reader<'a>) -> Group<'a> {
    let mut group = Group::default();
    if reader.kind() != Kind::Object {
        reader.skip();
        return group;
    }
    reader.open(b'{', "an object");
    while let Some(key) = reader.key() {
        match key {
            "$source" => group.source = text(reader),
            "timestamp" => group.timestamp = text(reader),
            "values" => pairs(reader, &mut group.values),
            "meta" => pairs(reader, &mut group.meta),
            _ => _ = reader.skip(),
        }
    }
    group
}

/// A list of paths with their values.
fn pairs<'a>(reader: &mut Reader<'a>, pairs: &mut Vec<(&'a str, Raw<'a>)>) {
    if reader.kind() != Kind::Array {
        reader.skip();
        return;
    }
    reader.open(b'[', "an array");
    while reader.more(b']') {
        if reader.kind() != Kind::Object {
            reader.skip();
            continue;
        }
        reader.open(b'{', "an object");
        let (mut path, mut value) = ("", Raw::NULL);
        while let Some(key) = reader.key() {
            match key {
                "path" => path = text(reader),
                "value" => value = reader.raw().unwrap_or(Raw::NULL),
                _ => _ = reader.skip(),
            }
        }
        pairs.push((path, value));
    }
}

fn text<'a>(reader: &mut Reader<'a>) -> &'a str {
    if reader.kind() == Kind::String {
        return reader.str().unwrap_or("");
    }
    reader.skip();
    ""
}

/// Whether a text fits a pattern, in which `*` stands for any text, dots included (`pathMatcher` of the server's
/// subscriptions).
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    let (mut pattern, mut text) = (pattern.as_bytes(), text.as_bytes());
    // Where to go on if what follows the last `*` does not fit: with one byte more for it.
    let mut again: Option<(&[u8], &[u8])> = None;
    loop {
        match (pattern, text) {
            ([b'*', rest @ ..], _) => {
                pattern = rest;
                again = Some((rest, text));
            }
            ([a, after @ ..], [b, behind @ ..]) if a == b => (pattern, text) = (after, behind),
            ([], []) => return true,
            _ => match again {
                Some((rest, [_, behind @ ..])) => {
                    again = Some((rest, behind));
                    (pattern, text) = (rest, behind);
                }
                _ => return false,
            },
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, text, fit) in [
            ("a.b", "a.b", true),
            ("a.b", "a.bc", false),
            ("a.b", "a", false),
            ("*", "", true),
            ("a.*", "a.b.c", true),
            ("a.*", "a", false),
            ("*.c", "a.b.c", true),
            ("a.*.c", "a.c.b.c", true),
            ("a.*.c", "a.c", false),
            ("a**b", "ab", true),
            ("*a*b*", "xxabxx", true),
            ("*ab", "aab", true),
            ("", "a", false),
        ] {
            assert_eq!(fits(pattern, text), fit, "{pattern} {text}");
        }
    }

    #[test]
    fn a_delta_is_read_in_any_order() {
        let mut text = br#"{"more":1,"updates":[{"values":[{"value":{"a":[1]},"path":"x.y"},{"path":"z"}],"$source":"gps.GP",
            "source":{"label":"l"},"timestamp":"t"},{"meta":[{"path":"m","value":null}]}],"context":"vessels.urn:a\u0062"}"#
            .to_vec();
        let delta = ReceivedDelta::read(&mut Reader::new(&mut text)).unwrap();
        let of = |path, source, timestamp| Update { path, context: "vessels.urn:ab", source, timestamp };
        let values: Vec<_> = delta.values().map(|(update, value)| (update, value.as_str())).collect();
        assert_eq!(values, [(of("x.y", "gps.GP", "t"), r#"{"a":[1]}"#), (of("z", "gps.GP", "t"), "null")]);
        let meta: Vec<_> = delta.meta().map(|(update, value)| (update, value.as_str())).collect();
        assert_eq!(meta, [(of("m", "", ""), "null")]);
        assert_eq!(delta.context(), "vessels.urn:ab");
    }

    #[test]
    fn what_is_of_another_type_is_passed_over() {
        for text in [
            "{}",
            r#"{"updates":null,"context":7}"#,
            r#"{"updates":[null,1,[],"x",{"values":{"path":"a"},"meta":3,"$source":[],"timestamp":{}}]}"#,
            r#"{"updates":[{"values":[null,"a",[{"path":"b"}]]}]}"#,
        ] {
            let mut buffer = text.as_bytes().to_vec();
            let delta = ReceivedDelta::read(&mut Reader::new(&mut buffer)).unwrap();
            assert_eq!(delta.values().count() + delta.meta().count(), 0, "{text}");
        }
        for text in
            ["", "null", "[]", "7", r#"{"updates":[{"values":[{"path":"a","value":1}]}"#, r#"{"context":"a"} x"#, "{\"a\":\x01}"]
        {
            let mut buffer = text.as_bytes().to_vec();
            assert!(ReceivedDelta::read(&mut Reader::new(&mut buffer)).is_none(), "{text}");
        }
    }

    #[test]
    fn own_deltas_are_told_by_their_source() {
        let mut text = br#"{"updates":[{"$source":"p"},{"$source":"p.XX"},{"$source":"pq"},{"$source":""}]}"#.to_vec();
        let mut delta = ReceivedDelta::read(&mut Reader::new(&mut text)).unwrap();
        assert!(!delta.is_said_by("p") && delta.without("p"));
        assert_eq!(delta.updates.iter().map(|group| group.source).collect::<Vec<_>>(), ["pq", ""]);
    }
}
