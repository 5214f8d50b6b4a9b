//! The errors that serde and its users raise, told without `core::fmt` where they allow it.

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{self, Expected, Unexpected};
use serde_core::ser;

use super::error::Error;
use super::text::{append, append_u64, into_string};

/// An [`Error`] on its way through serde: a pointer wide, because it moves through every `Result`.
pub struct Failure(pub(super) Box<Error>);

impl Failure {
    pub(super) fn new(message: &str) -> Self {
        Self(Box::new(Error::new(message)))
    }

    fn joined(parts: &[&str]) -> Self {
        let mut message = Vec::new();
        for part in parts {
            append(&mut message, part.as_bytes());
        }
        Self::new(&into_string(message))
    }

    fn listed(what: &str, found: &str, expected: &[&str]) -> Self {
        let mut list = Vec::new();
        for (index, name) in expected.iter().enumerate() {
            append(&mut list, if index == 0 { b"`" } else { b", `" });
            append(&mut list, name.as_bytes());
            append(&mut list, b"`");
        }
        if expected.is_empty() {
            append(&mut list, b"none");
        }
        Self::joined(&[what, found, "`, expected ", &into_string(list)])
    }

    /// The whole error in one line.
    pub(crate) fn text(&self) -> alloc::string::String {
        self.0.text()
    }

    /// Forgets where it was seen: in a text of its own.
    pub(super) fn unplaced(mut self) -> Self {
        self.0.forget_place();
        self
    }

    /// Says in which variant it was, which a string names.
    pub(super) fn variant(name: &str, needs: &str) -> Self {
        Self::joined(&["variant `", name, "` needs ", needs])
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for Failure {}

impl ser::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(&message.to_string())
    }
}

impl de::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(&message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match found {
            Unexpected::Bool(_) => "a boolean",
            Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
            Unexpected::Char(_) | Unexpected::Str(_) | Unexpected::Bytes(_) => "a string",
            Unexpected::Unit | Unexpected::Option => "null",
            Unexpected::Seq => "an array",
            Unexpected::Map => "an object",
            Unexpected::Other(other) => other,
            _ => "a variant",
        };
        Self::joined(&["expected ", &expected.to_string(), ", found ", found])
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        match found {
            Unexpected::Str(found) => Self::joined(&["expected ", &expected.to_string(), ", found `", found, "`"]),
            _ => Self::joined(&["expected ", &expected.to_string(), ", found another value"]),
        }
    }

    fn invalid_length(len: usize, _: &dyn Expected) -> Self {
        let mut digits = Vec::new();
        append_u64(&mut digits, len as u64);
        Self::joined(&["too few elements: found ", &into_string(digits)])
    }

    fn unknown_variant(found: &str, expected: &'static [&'static str]) -> Self {
        Self::listed("unknown variant `", found, expected)
    }

    fn unknown_field(found: &str, expected: &'static [&'static str]) -> Self {
        Self::listed("unknown field `", found, expected)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::joined(&["missing field `", field, "`"])
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::joined(&["field `", field, "` is there twice"])
    }
}
