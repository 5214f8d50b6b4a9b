//! Nodes that give back what they were given, through every way in which a pin can be read.

use anyhost::{Outputs, Pin, Raw};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A struct with a schema.
#[derive(Pin)]
pub struct Length {
    value: f64,
    #[pin(default = "metre")]
    unit: Unit,
    #[pin(default = [])]
    names: Vec<String>,
}

#[derive(Clone, Copy, Pin)]
enum Unit {
    Metre,
    Foot,
}

/// What only serde knows.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Shape {
    Circle { radius: u32 },
    Named { name: String, inner: Option<Box<Shape>> },
}

/// All inputs again.
#[derive(Outputs)]
pub struct Everything<'a> {
    text_out: &'a str,
    copy_out: Option<Cow<'a, str>>,
    int_out: i64,
    byte_out: Option<u8>,
    float_out: f64,
    flag_out: Option<bool>,
    list_out: Vec<String>,
    map_out: Option<BTreeMap<String, Vec<i32>>>,
    length_out: Option<Length>,
    shape_out: Option<Shape>,
    raw_out: Option<Raw<'a>>,
}

/// The inputs, what an absent one counts as, and whether it is the host's item.
pub const PINS: &[(&str, Option<&str>)] = &[
    ("text", Some("\"a\\n\\\"b\\\"\"")),
    ("copy", None),
    ("int", Some("7")),
    ("byte", None),
    ("float", Some("-1.5")),
    ("flag", None),
    ("list", Some("[\"x\",\"\u{e9}\"]")),
    ("map", None),
    ("length", None),
    ("shape", None),
    (ITEM, None),
];
/// The input that is the host's item.
pub const ITEM: &str = "raw";

macro_rules! echo {
    ($(#[$node:meta])* $name:ident) => {
        /// All types at once.
        $(#[$node])*
        #[allow(clippy::too_many_arguments)]
        pub fn $name<'a>(
            #[pin(default = "a\n\"b\"")] text: &'a str,
            copy: Option<Cow<'a, str>>,
            #[pin(default = 7)] int: i64,
            byte: Option<u8>,
            #[pin(default = -1.5)] float: f64,
            flag: Option<bool>,
            #[pin(default = ["x", "\u{e9}"])] list: Vec<String>,
            map: Option<BTreeMap<String, Vec<i32>>>,
            length: Option<Length>,
            shape: Option<Shape>,
            #[pin(item)] raw: Option<Raw<'a>>,
        ) -> Everything<'a> {
            Everything {
                text_out: text,
                copy_out: copy,
                int_out: int,
                byte_out: byte,
                float_out: float,
                flag_out: flag,
                list_out: list,
                map_out: map,
                length_out: length,
                shape_out: shape,
                raw_out: raw,
            }
        }
    };
}

/// In the dialects that hosts load.
pub mod today {
    use super::*;
    echo!(
        #[anyhost::node(flow_like, nlink)]
        echo
    );
}

/// In the dialect without lengths.
pub mod documented {
    use super::*;
    echo!(
        #[anyhost::node(flow_like(dialect = "docs"))]
        echo
    );
}

/// Several nodes.
pub mod several {
    use super::Outputs;

    /// One of several nodes.
    #[anyhost::plugin(flow_like)]
    pub mod two {
        use super::Outputs;

        /// The length of a text.
        #[node]
        pub fn length(text: &str) -> usize {
            text.len()
        }

        /// Which way to go.
        #[derive(Outputs)]
        pub enum Way {
            /// Left.
            Left,
            /// Right.
            Right,
        }

        /// Goes right.
        #[node]
        pub fn other() -> Way {
            Way::Right
        }
    }
}
