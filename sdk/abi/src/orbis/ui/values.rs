//! Values, as their kinds ask for them.

use super::check::{Check, Inside, Next, first_missing};
use super::error::{Error, Problem};
use super::scan::Text;
use super::{COMPONENT, Kind, Need, Object, Rule};

impl Check<'_> {
    /// A value, or the beginning of one.
    pub(super) const fn value(&mut self, kind: Kind, need: Need) -> Result<Next, Error> {
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
}
