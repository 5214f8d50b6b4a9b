//! Reads pages as the host's parser and its `validate` do, without recursion or memory of its own, so also in constants.

use super::error::{Error, Problem};
use super::scan::{Scan, Text, same};
use super::{DIALOG, Field, Kind, Need, Object, PAGE};

/// How deep values nest in a manifest at most: the manifest is one object around the pages (`serde_json`, depth 128).
const DEPTH: usize = 126;

/// What is open.
#[derive(Clone, Copy)]
pub(super) struct Open {
    pub(super) inside: Inside,
    /// Where it begins.
    start: usize,
    /// A bit for each of its fields that has been there.
    seen: u32,
    /// The member that it is the value of, or in the value of.
    of: Member,
}

/// A member that the host knows, with its object.
pub(super) type Member = Option<(&'static Object, &'static Field)>;

#[derive(Clone, Copy)]
pub(super) enum Inside {
    List(&'static Kind),
    Map(&'static Kind),
    Object(&'static Object),
}

/// What comes next.
pub(super) enum Next {
    /// A value.
    Value(Kind, Need),
    /// The first element or key of what has just been opened, or its end.
    Begin,
    /// What follows a value.
    After,
}

pub(super) struct Check<'j> {
    pub(super) scan: Scan<'j>,
    pub(super) open: [Open; DEPTH],
    pub(super) depth: usize,
    /// The member whose value is read, or was last.
    pub(super) field: Member,
    /// How deep the dialog lies that is read; 0 outside of dialogs.
    pub(super) dialog: usize,
    /// What the host finds only after it has read everything.
    pub(super) invalid: Option<Error>,
}

/// Whether `json` is an array of pages that the host takes, as it stands in a manifest.
///
/// Two forms are refused that no one writes, though the host's parser (`serde`) takes them: an object as an array of its
/// members in their order (unless of none), and a text of a choice as `{"text": null}`. In members that the host does not know,
/// it passes over numbers and nesting beyond its limits and half surrogate pairs, which are refused here.
///
/// Long pages need `#[allow(long_running_const_eval)]` where a constant calls this.
///
/// # Errors
///
/// The first thing that the host does not take.
pub const fn check(json: &str) -> Result<(), Error> {
    const PAGES: Kind = Kind::List(&Kind::Object(&PAGE));
    whole(json, PAGES)
}

/// Whether `json` is a value that the host takes as `config`, as it stands in a manifest: any JSON.
///
/// # Errors
///
/// The first thing that the host does not take.
pub const fn check_config(json: &str) -> Result<(), Error> {
    whole(json, Kind::Any)
}

/// Whether `json` is one value of this kind.
const fn whole(json: &str, kind: Kind) -> Result<(), Error> {
    let nothing = Open { inside: Inside::List(&Kind::Any), start: 0, seen: 0, of: None };
    let mut check = Check {
        scan: Scan { json: json.as_bytes(), at: 0 },
        open: [nothing; DEPTH],
        depth: 0,
        field: None,
        dialog: 0,
        invalid: None,
    };
    let mut next = Next::Value(kind, Need::Required);
    loop {
        check.scan.space();
        let read = match next {
            Next::Value(kind, need) => check.value(kind, need),
            Next::Begin => check.begin(),
            Next::After if check.depth > 0 => check.after(),
            Next::After => break,
        };
        next = match read {
            Ok(next) => next,
            Err(error) => return Err(error),
        };
    }
    if check.scan.at < check.scan.json.len() {
        return Err(check.error(Problem::Expected("the end")));
    }
    match check.invalid {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

impl Check<'_> {
    pub(super) const fn enter(&mut self, inside: Inside) -> Result<Next, Error> {
        if self.depth == DEPTH {
            return Err(self.error(Problem::Expected("no more nesting: a manifest is read to a depth of 127")));
        }
        self.open[self.depth] = Open { inside, start: self.scan.at, seen: 0, of: self.field };
        self.depth += 1;
        if self.dialog == 0
            && let Inside::Object(object) = inside
            && same(object.name.as_bytes(), DIALOG.name.as_bytes())
        {
            self.dialog = self.depth;
        }
        self.scan.at += 1;
        Ok(Next::Begin)
    }

    const fn closer(&self) -> u8 {
        if matches!(self.open[self.depth - 1].inside, Inside::List(_)) { b']' } else { b'}' }
    }

    const fn begin(&mut self) -> Result<Next, Error> {
        if self.scan.pass(self.closer()) { self.leave() } else { self.item() }
    }

    const fn after(&mut self) -> Result<Next, Error> {
        let closer = self.closer();
        if self.scan.pass(closer) {
            return self.leave();
        }
        if !self.scan.pass(b',') {
            self.field = None;
            return Err(self.error(Problem::Expected(if closer == b']' { "',' or ']'" } else { "',' or '}'" })));
        }
        self.scan.space();
        self.item()
    }

    /// An element, or a key and its colon.
    const fn item(&mut self) -> Result<Next, Error> {
        let at = self.depth - 1;
        self.field = self.open[at].of;
        if let Inside::List(of) = self.open[at].inside {
            return Ok(Next::Value(*of, Need::Required));
        }
        if self.scan.byte() != b'"' {
            return Err(self.error(Problem::Expected("a key in quotes")));
        }
        let start = self.scan.at;
        let key = match self.scan.string() {
            Ok(key) => key,
            Err(expected) => return Err(self.error(Problem::Expected(expected))),
        };
        let value = match self.open[at].inside {
            Inside::Object(object) => match self.member(object, key) {
                Some(i) if self.open[at].seen & 1 << i != 0 => {
                    self.scan.at = start;
                    return Err(self.error(Problem::Twice));
                }
                Some(i) => {
                    self.open[at].seen |= 1 << i;
                    Next::Value(object.fields[i].kind, object.fields[i].need)
                }
                None => Next::Value(Kind::Any, Need::Optional),
            },
            Inside::Map(of) | Inside::List(of) => Next::Value(*of, Need::Required),
        };
        self.scan.space();
        if !self.scan.pass(b':') {
            return Err(self.error(Problem::Expected("':'")));
        }
        Ok(value)
    }

    /// Finds a member of an object by its key, and keeps it as the one that is read.
    const fn member(&mut self, object: &'static Object, key: Text) -> Option<usize> {
        let mut i = 0;
        while i < object.fields.len() {
            if self.scan.is(key, object.fields[i].name) {
                self.field = Some((object, &object.fields[i]));
                return Some(i);
            }
            i += 1;
        }
        self.field = None;
        None
    }

    /// Behind the end of what is open.
    const fn leave(&mut self) -> Result<Next, Error> {
        self.depth -= 1;
        let open = self.open[self.depth];
        if self.dialog > self.depth {
            self.dialog = 0;
        }
        if let Inside::Object(object) = open.inside
            && let Some(field) = first_missing(object, open.seen)
        {
            self.scan.at = open.start;
            self.field = Some((object, field));
            return Err(self.error(Problem::Missing));
        }
        Ok(Next::After)
    }

    /// An error here.
    pub(super) const fn error(&self, problem: Problem) -> Error {
        let (mut i, mut line, mut column) = (0, 1, 1);
        while i < self.scan.at && i < self.scan.json.len() {
            if self.scan.json[i] == b'\n' {
                line += 1;
                column = 1;
            } else {
                column += 1;
            }
            i += 1;
        }
        let (object, key) = match self.field {
            Some((object, field)) => (object.name, field.name),
            None => ("", ""),
        };
        Error { offset: self.scan.at, line, column, key, object, problem }
    }
}

/// The first member that must be there and is not.
pub(super) const fn first_missing(object: &Object, seen: u32) -> Option<&Field> {
    let mut i = 0;
    while i < object.fields.len() {
        if matches!(object.fields[i].need, Need::Required) && seen & 1 << i == 0 {
            return Some(&object.fields[i]);
        }
        i += 1;
    }
    None
}
