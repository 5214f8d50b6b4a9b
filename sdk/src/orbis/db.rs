//! SQL.
//!
//! **The real host always denies it today.** It asks for the permissions `database:read` and `database:write`, which its sandbox
//! does not know by these names and no manifest can have (`runtime.rs:916, 954`, `sandbox.rs:138-149`). Behind that are
//! stubs: no rows, and 0 rows changed (`runtime.rs:930-932, 970`). So expect [`Error::is_unavailable`], and keep in
//! [`state`](super::state) what has to be kept.
//!
//! ```
//! use anyhost::Pin;
//! use anyhost::orbis::{self, Mock, db};
//!
//! #[derive(Pin, Debug, PartialEq)]
//! struct Item {
//!     id: u32,
//!     name: String,
//!     price: Option<f64>,
//! }
//!
//! fn named(name: &str) -> Result<Vec<Item>, orbis::Error> {
//!     db::query("SELECT id, name, price FROM items WHERE name = ?", (name,))
//! }
//!
//! let mock = Mock::new();
//! assert!(named("tea").unwrap_err().is_unavailable());
//!
//! mock.query("SELECT id, name, price FROM items WHERE name = ?", r#"[{"id":1,"name":"tea","price":null}]"#);
//! assert_eq!(named("tea"), Ok(vec![Item { id: 1, name: "tea".to_owned(), price: None }]));
//! assert_eq!(mock.queries(), [("SELECT id, name, price FROM items WHERE name = ?".to_owned(), r#"["tea"]"#.to_owned())]);
//! ```

use super::Error;
use super::value::{Answer, FromJson, buffer, read, written};
use crate::rt::imports::orbis::source::env;
use crate::rt::{ToPin, Writer};
use alloc::vec::Vec;

const DENIED: &str = "the host did not run SQL: it denies all of it today";

/// Runs SQL that gives rows. Each is read into `T` as a JSON object of its columns.
///
/// # Errors
///
/// The host denies it, as it always does today, or it failed, which cannot be told apart; or rows are of another type: the
/// error says where.
pub fn query<T: FromJson>(sql: &str, params: impl Params) -> Result<Vec<T>, Error> {
    let answer = run(&params, |params| env::db_query(sql, params))?;
    rows(answer)
}

/// Runs SQL that changes something; the number of rows that it changed.
///
/// # Errors
///
/// The host denies it, as it always does today, or it failed, which cannot be told apart.
pub fn execute(sql: &str, params: impl Params) -> Result<u32, Error> {
    let answer = run(&params, |params| env::db_execute(sql, params))?;
    changed(answer)
}

/// What a query gave.
pub(super) fn rows<T: FromJson>(answer: Answer) -> Result<Vec<T>, Error> {
    match buffer(answer)? {
        Some(received) => read::<Rows<T>>(received, &["rows"]).map(|rows| rows.0),
        None => Err(Error::unavailable(DENIED)),
    }
}

/// How many rows were changed.
pub(super) fn changed(answer: i32) -> Result<u32, Error> {
    u32::try_from(answer).map_err(|_| Error::unavailable(DENIED))
}

fn run<R>(params: &impl Params, run: impl FnOnce(&str) -> R) -> Result<R, Error> {
    let mut out = Writer::new();
    out.begin_array();
    params.write(&mut out);
    out.end_array();
    Ok(run(&written(out, &["parameters of SQL"])?))
}

/// Rows; `FromJson` of a `Vec` would ask for more of `T`.
struct Rows<T>(Vec<T>);

impl<T: FromJson> crate::rt::Pin for Rows<T> {
    const TYPE: crate::rt::PinType = crate::rt::PinType::of(anyhost_abi::DataType::Generic);
}

impl<T: FromJson> crate::rt::FromPin<'_> for Rows<T> {
    fn from_pin(reader: &mut crate::rt::Reader<'_>) -> Option<Self> {
        let mut rows = Vec::new();
        let read = reader.array(&mut |row| rows.extend(T::from_json(row)));
        read.then_some(Self(rows))
    }
}

/// What stands for `?` in SQL, in order: `()`, a tuple of up to twelve values of different types, or a slice, an array or a
/// `Vec` of values of one type. The host gets it as a JSON array.
///
/// Values are `&str`, `String`, `bool`, numbers, `Option` of them, and whatever else derives [`Pin`](macro@crate::Pin).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list of parameters for SQL",
    label = "not parameters",
    note = "parameters are `()`, tuples as `(7, \"x\")` and `(name,)`, and slices, arrays or `Vec`s, of values that derive \
            `anyhost::Pin`"
)]
pub trait Params {
    #[doc(hidden)]
    fn write(&self, out: &mut Writer);
}

impl Params for () {
    fn write(&self, _: &mut Writer) {}
}

impl<T: ToPin> Params for [T] {
    fn write(&self, out: &mut Writer) {
        for param in self {
            out.comma();
            param.to_pin(out);
        }
    }
}

impl<T: ToPin, const N: usize> Params for [T; N] {
    fn write(&self, out: &mut Writer) {
        self.as_slice().write(out);
    }
}

impl<T: ToPin> Params for Vec<T> {
    fn write(&self, out: &mut Writer) {
        self.as_slice().write(out);
    }
}

impl<P: Params + ?Sized> Params for &P {
    fn write(&self, out: &mut Writer) {
        (**self).write(out);
    }
}

macro_rules! tuples {
    ($($($name:ident)+;)*) => {$(
        impl<$($name: ToPin),+> Params for ($($name,)+) {
            #[allow(non_snake_case, reason = "the names of the types")]
            fn write(&self, out: &mut Writer) {
                let ($($name,)+) = self;
                $(out.comma(); $name.to_pin(out);)+
            }
        }
    )*};
}
tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
    A B C D E F G H I;
    A B C D E F G H I J;
    A B C D E F G H I J K;
    A B C D E F G H I J K L;
}
