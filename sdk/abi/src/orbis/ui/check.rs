//! Reads pages as the host's parser and its `validate` do, without recursion or memory of its own, so also in constants.

use super::error::{Error, Problem};
use super::scan::{Scan, Text, same};
use super::{ACTIONS, COMPONENT, DIALOG, Field, Kind, Need, Object, PAGE, Rule, UNKNOWN_ACTION};

/// How deep values nest in a manifest at most: the manifest is one object around the pages (`serde_json`, depth 128).
const DEPTH: usize = 126;

/// What is open.
#[derive(Clone, Copy)]
struct Open {
    inside: Inside,
    /// Where it begins.
    start: usize,
    /// A bit for each of its fields that has been there.
    seen: u32,
    /// The member that it is the value of, or in the value of.
    of: Member,
}

/// A member that the host knows, with its object.
type Member = Option<(&'static Object, &'static Field)>;

#[derive(Clone, Copy)]
enum Inside {
    List(&'static Kind),
    Map(&'static Kind),
    Object(&'static Object),
}

/// What comes next.
enum Next {
    /// A value.
    Value(Kind, Need),
    /// The first element or key of what has just been opened, or its end.
    Begin,
    /// What follows a value.
    After,
}

struct Check<'j> {
    scan: Scan<'j>,
    open: [Open; DEPTH],
    depth: usize,
    /// The member whose value is read, or was last.
    field: Member,
    /// How deep the dialog lies that is read; 0 outside of dialogs.
    dialog: usize,
    /// What the host finds only after it has read everything.
    invalid: Option<Error>,
}

/// Whether `json` is an array of pages that the host takes, as it stands in a manifest.
///
/// Two forms are refused that no one writes, though the host's parser (`serde`) takes them: an object as an array of its
/// members in their order (unless of none), and a text of a choice as `{"text": null}`. In members that the host does not know, it passes over
/// numbers and nesting beyond its limits and half surrogate pairs, which are refused here.
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
    /// A value, or the beginning of one.
    const fn value(&mut self, kind: Kind, need: Need) -> Result<Next, Error> {
        if matches!(need, Need::Nullable) && self.scan.word("null") {
            return Ok(Next::After);
        }
        match (kind, self.scan.byte()) {
            (Kind::Text | Kind::Choice(_) | Kind::ActionType | Kind::Any, b'"') => self.text(kind),
            (Kind::Any, b'{') => self.enter(Inside::Map(&Kind::Any)),
            (Kind::Any, b'[') => self.enter(Inside::List(&Kind::Any)),
            (Kind::Flag | Kind::Any, b't') if self.scan.word("true") => Ok(Next::After),
            (Kind::Flag | Kind::Any, b'f') if self.scan.word("false") => Ok(Next::After),
            (Kind::Any, b'n') if self.scan.word("null") => Ok(Next::After),
            (Kind::Whole(..) | Kind::Any, b'-' | b'0'..=b'9') => self.number(kind),
            (Kind::List(of), b'[') => self.enter(Inside::List(of)),
            (Kind::Map(of), b'{') => self.enter(Inside::Map(of)),
            (Kind::Object(object), b'{') => self.enter(Inside::Object(object)),
            (Kind::Object(object), b'[') if self.is_empty_array(object) => Ok(Next::After),
            (Kind::Component, b'{') => self.enter(Inside::Object(&COMPONENT)),
            (Kind::Action, b'{') => {
                let action = self.action();
                self.enter(Inside::Object(action))
            }
            _ => Err(self.expected(kind)),
        }
    }

    /// An object all of whose members may be absent may also be `[]`, which is then passed: an object as an array of no members.
    const fn is_empty_array(&mut self, object: &Object) -> bool {
        let mut scan = self.scan;
        scan.at += 1;
        scan.space();
        let empty = scan.pass(b']') && first_missing(object, 0).is_none();
        if empty {
            self.scan = scan;
        }
        empty
    }

    const fn text(&mut self, kind: Kind) -> Result<Next, Error> {
        let start = self.scan.at;
        let text = match self.scan.string() {
            Ok(text) => text,
            Err(expected) => return Err(self.error(Problem::Expected(expected))),
        };
        let end = core::mem::replace(&mut self.scan.at, start);
        let problem = match kind {
            Kind::Choice(words) if !self.is_one_of(text, words) => Some(Problem::NoneOf(words)),
            Kind::ActionType if self.action_called(text).is_none() => Some(Problem::NoAction),
            _ => None,
        };
        if let Some(problem) = problem {
            return Err(self.error(problem));
        }
        self.keep_rules(text);
        self.scan.at = end;
        Ok(Next::After)
    }

    /// The host validates what it has read, components only in `sections`.
    const fn keep_rules(&mut self, text: Text) {
        let Some((_, field)) = self.field else { return };
        // The members of a list have no rules.
        let in_object = self.depth > 0 && matches!(self.open[self.depth - 1].inside, Inside::Object(_));
        if self.dialog > 0 || self.invalid.is_some() || !in_object {
            return;
        }
        let (first, mut i) = (self.scan.first(text), 0);
        while i < field.rules.len() {
            let (rule, says) = field.rules[i];
            let kept = match rule {
                Rule::NotEmpty => !self.scan.is(text, ""),
                Rule::Slash => first == b'/' as u32,
            };
            if !kept {
                self.invalid = Some(self.error(Problem::Invalid(says)));
                return;
            }
            i += 1;
        }
    }

    const fn number(&mut self, kind: Kind) -> Result<Next, Error> {
        let start = self.scan.at;
        let number = match self.scan.number() {
            Ok(number) => number,
            Err(expected) => return Err(self.error(Problem::Expected(expected))),
        };
        match (kind, number) {
            (Kind::Whole(min, max), Some(number)) if min <= number && number <= max => {}
            (Kind::Whole(..), _) => {
                self.scan.at = start;
                return Err(self.expected(kind));
            }
            _ => {}
        }
        Ok(Next::After)
    }

    const fn enter(&mut self, inside: Inside) -> Result<Next, Error> {
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

    /// The action that begins here, by its `type`, which may stand anywhere in it.
    const fn action(&self) -> &'static Object {
        let (mut scan, mut depth, mut key) = (self.scan, 0, true);
        while scan.at < scan.json.len() {
            match scan.byte() {
                b'"' => {
                    let text = scan.pass_string();
                    scan.space();
                    if depth == 1 && key && scan.is(text, "type") && scan.pass(b':') {
                        scan.space();
                        let action = if scan.byte() == b'"' { self.action_called(scan.pass_string()) } else { None };
                        return match action {
                            Some(action) => action,
                            None => &UNKNOWN_ACTION,
                        };
                    }
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth == 1 => break,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            if depth == 1 {
                key = matches!(scan.byte(), b'{' | b',');
            }
            scan.at += 1;
        }
        &UNKNOWN_ACTION
    }

    const fn action_called(&self, name: Text) -> Option<&'static Object> {
        let mut i = 0;
        while i < ACTIONS.len() {
            if self.scan.is(name, ACTIONS[i].name) {
                return Some(&ACTIONS[i]);
            }
            i += 1;
        }
        None
    }

    const fn is_one_of(&self, text: Text, words: &[&str]) -> bool {
        let mut i = 0;
        while i < words.len() {
            if self.scan.is(text, words[i]) {
                return true;
            }
            i += 1;
        }
        false
    }

    const fn expected(&self, kind: Kind) -> Error {
        self.error(match kind {
            Kind::Any => Problem::Expected("a value"),
            Kind::Text | Kind::ActionType => Problem::Expected("a text"),
            Kind::Flag => Problem::Expected("true or false"),
            Kind::Whole(0, _) => Problem::Expected("a whole number from 0 to 4294967295"),
            Kind::Whole(..) => Problem::Expected("a whole number from -2147483648 to 2147483647"),
            Kind::Choice(words) => Problem::NoneOf(words),
            Kind::List(_) => Problem::Expected("an array"),
            Kind::Map(_) => Problem::Expected("an object"),
            Kind::Object(object) => Problem::Expected(if matches!(object.name.as_bytes(), b"page") {
                "a page, which is an object"
            } else {
                "an object"
            }),
            Kind::Component => Problem::Expected("a component, which is an object"),
            Kind::Action => Problem::Expected("an action, which is an object"),
        })
    }

    /// An error here.
    const fn error(&self, problem: Problem) -> Error {
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
const fn first_missing(object: &Object, seen: u32) -> Option<&Field> {
    let mut i = 0;
    while i < object.fields.len() {
        if matches!(object.fields[i].need, Need::Required) && seen & 1 << i == 0 {
            return Some(&object.fields[i]);
        }
        i += 1;
    }
    None
}
