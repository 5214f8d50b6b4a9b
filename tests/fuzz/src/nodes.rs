//! A node that gives back what it was given, by hand what the macros expand to: they export functions of wasm, and here
//! there are none.

use anyhost::Pin;
use anyhost::rt::{Call, Node, Probe, Raw, Reader, fallback::*};
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

macro_rules! echo {
    ($($index:literal $name:ident: $ty:ty = $default:expr;)*) => {
        /// Keys of the inputs, which are those of the outputs.
        pub const PINS: &[&str] = &[$(stringify!($name)),*];
        /// What an absent input counts as.
        pub const DEFAULTS: &[Option<&str>] = &[$($default),*];

        fn echo<'a>(cx: &mut Call<'a>) {
            $(let mut $name: Option<$ty> = None;)*
            if !cx.read(&mut |pin, value: &mut Reader<'a>| match pin {
                $($index => $name = Probe::<$ty>::read(value),)*
                _ => {}
            }) {
                return;
            }
            $(let Some($name) = $name.or_else(Probe::<$ty>::missing) else { return cx.missing($index) };)*
            $(
                cx.field(concat!("\"", stringify!($name), "\":"));
                Probe::<$ty>::write(&$name, cx.writer());
            )*
        }
    };
}

echo! {
    0 text: &'a str = Some("\"a\\n\\\"b\\\"\"");
    1 copy: Option<Cow<'a, str>> = None;
    2 int: i64 = Some("7");
    3 byte: Option<u8> = None;
    4 float: f64 = Some("-1.5e-7");
    5 flag: Option<bool> = None;
    6 list: Vec<String> = Some("[\"x\",\"\\u00e9\"]");
    7 map: BTreeMap<String, Vec<i32>> = Some("{}");
    8 length: Option<Length> = None;
    9 shape: Shape = Some("{\"kind\":\"Circle\",\"radius\":1}");
    10 raw: Raw<'a> = Some("null");
}

/// All types at once.
pub static ECHO: Node = Node { name: "echo", inputs: PINS, defaults: DEFAULTS, item: Some(10), execs: &["exec_out"], call: echo };

/// Nothing in, nothing out but a choice.
pub static OTHER: Node =
    Node { name: "other", inputs: &[], defaults: &[], item: None, execs: &["left", "right"], call: |cx| cx.exec(1) };
