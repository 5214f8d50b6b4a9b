//! The errors that serde and its users raise, told without `core::fmt` where they allow it.

use alloc::string::ToString;
use core::fmt::Display;

use serde_core::de::{self, Expected, Unexpected};
use serde_core::ser;

use super::error::Error;

impl ser::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(&message.to_string())
    }
}

impl de::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
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
            Unexpected::Str(found) => {
                Self::joined(&["expected ", &expected.to_string(), ", found `", found, "`"])
            }
            _ => Self::joined(&["expected ", &expected.to_string(), ", found another value"]),
        }
    }

    fn invalid_length(len: usize, _: &dyn Expected) -> Self {
        Self::counted("too few elements: found ", len)
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
