//! Values in pages.

use crate::rt::konst::Text;
use anyhost_abi::orbis::ui::{STATE_TYPES, TOAST_LEVELS};

/// Any JSON.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A text, or an expression.
    Text(&'a str),
    /// An array.
    List(&'a [Value<'a>]),
    /// An object.
    Object(&'a [(&'a str, Value<'a>)]),
    /// JSON as text: `"[1.5]"`. What is no JSON is a compile error.
    Json(&'a str),
}

/// Types of state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateType {
    /// A text.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An object.
    Object,
    /// An array.
    Array,
}

/// How a toast looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToastLevel {
    /// Something to know.
    Info,
    /// Something went well.
    Success,
    /// Something may be wrong.
    Warning,
    /// Something went wrong.
    Error,
}

pub(super) const fn state_type<const N: usize>(out: &mut Text<N>, ty: StateType) {
    out.string(STATE_TYPES[ty as usize]);
}

pub(super) const fn toast_level<const N: usize>(out: &mut Text<N>, level: ToastLevel) {
    out.string(TOAST_LEVELS[level as usize]);
}

pub(super) const fn text<const N: usize>(out: &mut Text<N>, text: &str) {
    out.string(text);
}

pub(super) const fn texts<const N: usize>(out: &mut Text<N>, texts: &[&str]) {
    out.strings(texts);
}

pub(super) const fn flag<const N: usize>(out: &mut Text<N>, flag: bool) {
    out.add(if flag { "true" } else { "false" });
}

pub(super) const fn signed<const N: usize>(out: &mut Text<N>, number: i32) {
    whole(out, number as i64);
}

pub(super) const fn unsigned<const N: usize>(out: &mut Text<N>, number: u32) {
    out.number(number);
}

const fn whole<const N: usize>(out: &mut Text<N>, number: i64) {
    if number < 0 {
        out.add("-");
    }
    digits(out, number.unsigned_abs());
}

const fn digits<const N: usize>(out: &mut Text<N>, number: u64) {
    if number > 9 {
        digits(out, number / 10);
    }
    out.number((number % 10) as u32);
}

pub(super) const fn value<const N: usize>(out: &mut Text<N>, value: Value<'_>) {
    match value {
        Value::Null => out.add("null"),
        Value::Flag(on) => flag(out, on),
        Value::Number(number) => whole(out, number),
        Value::Text(text) => out.string(text),
        Value::Json(json) => out.add(json),
        Value::Object(object) => map(out, object),
        Value::List(list) => {
            out.add("[");
            let mut i = 0;
            while i < list.len() {
                if i > 0 {
                    out.add(",");
                }
                self::value(out, list[i]);
                i += 1;
            }
            out.add("]");
        }
    }
}

/// An object.
pub(super) const fn map<const N: usize>(out: &mut Text<N>, object: &[(&str, Value<'_>)]) {
    out.add("{");
    members(out, object);
    out.add("}");
}

/// What stands in an object.
pub(super) const fn members<const N: usize>(out: &mut Text<N>, object: &[(&str, Value<'_>)]) {
    let mut i = 0;
    while i < object.len() {
        if i > 0 {
            out.add(",");
        }
        out.string(object[i].0);
        out.add(":");
        value(out, object[i].1);
        i += 1;
    }
}

/// An object of texts.
pub(super) const fn text_map<const N: usize>(out: &mut Text<N>, object: &[(&str, &str)]) {
    out.add("{");
    let mut i = 0;
    while i < object.len() {
        if i > 0 {
            out.add(",");
        }
        out.string(object[i].0);
        out.add(":");
        out.string(object[i].1);
        i += 1;
    }
    out.add("}");
}

/// Arrays of what has a `write`.
macro_rules! values {
    ($($name:ident: &[$ty:ty];)*) => {$(
        pub(super) const fn $name<const N: usize>(out: &mut $crate::rt::konst::Text<N>, values: &[$ty]) {
            out.add("[");
            let mut i = 0;
            while i < values.len() {
                if i > 0 {
                    out.add(",");
                }
                values[i].write(out);
                i += 1;
            }
            out.add("]");
        }
    )*};
}

pub(super) use values;
