//! JSON that goes to the host and comes from it.

use super::Error;
use crate::join;
use crate::rt::received::{Received, Stray};
use crate::rt::{FromPin, Reader, ToPin, Writer};
use alloc::string::String;

/// What the host gave, or that it is no buffer.
pub(super) type Answer = Result<Option<Received>, Stray>;

/// A type that is read from the host's JSON: `String`, `bool`, numbers, `Option`, `Vec` and maps with `String` keys of them,
/// types that derive [`Pin`](macro@crate::Pin), and [`Serde`](crate::Serde) of what serde reads.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from the host's JSON",
    label = "derives neither `anyhost::Pin` nor is it `Serde<…>`",
    note = "what is read is `String`, `bool`, integers, floats, `Option`, `Vec`, maps with `String` keys, and types that derive \
            `anyhost::Pin`; a type that derives serde's `Deserialize` is written `anyhost::Serde<…>`"
)]
pub trait FromJson: Sized {
    #[doc(hidden)]
    fn from_json(reader: &mut Reader<'_>) -> Option<Self>;
}

impl<T: for<'a> FromPin<'a>> FromJson for T {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        T::from_pin(reader)
    }
}

/// A type that is written to the host as JSON: those of [`FromJson`], `&str`, slices, arrays, and references to them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be told to the host as JSON",
    label = "derives neither `anyhost::Pin` nor is it `Serde(…)`",
    note = "what is written is `String`, `&str`, `bool`, integers, floats, `Option`, `Vec`, maps with `String` keys, types that \
            derive `anyhost::Pin`, and references to them; of a type that derives serde's `Serialize` it is `anyhost::Serde(…)`"
)]
pub trait ToJson {
    #[doc(hidden)]
    fn to_json(&self, writer: &mut Writer);
}

impl<T: ToPin> ToJson for T {
    fn to_json(&self, writer: &mut Writer) {
        self.to_pin(writer);
    }
}

const STRAY: &str = "the host returned a pointer to what it was not lent, or a length that does not fit there";

/// The buffer, where there is one.
pub(super) fn buffer(answer: Answer) -> Result<Option<Received>, Error> {
    answer.map_err(|Stray| Error::answer(STRAY))
}

/// Reads all of a buffer as one value; errors begin with what it is: `state.items`.
pub(super) fn read<T: FromJson>(mut received: Received, what: &[&str]) -> Result<T, Error> {
    let mut reader = Reader::padded(received.padded());
    match T::from_json(&mut reader) {
        Some(value) if reader.end() => Ok(value),
        _ => Err(wrong(&reader, what)),
    }
}

/// What a reader met.
#[cold]
pub(super) fn wrong(reader: &Reader<'_>, what: &[&str]) -> Error {
    Error::answer(reader.error().map(|error| error.of(&join(what))).unwrap_or_default())
}

/// The text of a value.
pub(super) fn text(value: &impl ToJson, what: &[&str]) -> Result<String, Error> {
    let mut out = Writer::new();
    value.to_json(&mut out);
    written(out, what)
}

/// The text of what was written, unless serde has met an error.
pub(super) fn written(out: Writer, what: &[&str]) -> Result<String, Error> {
    match out.error() {
        None => Ok(out.into_string()),
        Some(error) => Err(Error::argument(join(&[&join(what), " cannot be written as JSON: ", &error]))),
    }
}

/// A function that answers 1, or 0 if it fails; whatever else a host says counts as failed.
pub(super) const fn done(answer: i32, failed: &'static str) -> Result<(), Error> {
    if answer == 1 { Ok(()) } else { Err(Error::unavailable(failed)) }
}
