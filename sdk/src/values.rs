//! Values that hosts have a type of their own for.

use crate::rt::{FromPin, Pin, PinType, Reader, ToPin, Writer};
use anyhost_abi::{DataType, ValueType};
use core::ops::Deref;

/// Bytes: in JSON an array of numbers from 0 to 255, as hosts write them that have bytes.
///
/// Flow-Like's pins of it are `Byte` with the value type `Array`, those of a `Vec<u8>` are `Integer`.
///
/// ```
/// use anyhost::{Bytes, node};
///
/// #[node(flow_like)]
/// fn checksum(data: Bytes) -> u8 {
///     data.iter().fold(0, |sum, byte| sum ^ byte)
/// }
///
/// assert_eq!(checksum(vec![1, 3].into()), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bytes(pub Vec<u8>);

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Pin for Bytes {
    const TYPE: PinType = PinType::of(DataType::Byte).many(ValueType::Array);
}

impl FromPin<'_> for Bytes {
    fn from_pin(reader: &mut Reader<'_>) -> Option<Self> {
        Vec::from_pin(reader).map(Self)
    }
}

impl ToPin for Bytes {
    fn to_pin(&self, writer: &mut Writer) {
        self.0.to_pin(writer);
    }
}

/// A point in time as text, which is RFC 3339 by convention: `2026-02-21T12:00:00Z`. The text is handed on as it is, so that
/// any crate for dates may read it, and none has to be there.
///
/// Flow-Like's pins of it are `Date`; elsewhere it is a text.
///
/// ```
/// use anyhost::{Date, node};
///
/// #[node(flow_like, nlink)]
/// fn year(date: Date) -> Option<u32> {
///     date.get(..4)?.parse().ok()
/// }
///
/// assert_eq!(year("2026-02-21T12:00:00Z".to_owned().into()), Some(2026));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Date(pub String);

impl From<String> for Date {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl Deref for Date {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Pin for Date {
    const TYPE: PinType = PinType::of(DataType::Date);
}

impl FromPin<'_> for Date {
    fn from_pin(reader: &mut Reader<'_>) -> Option<Self> {
        reader.string().map(Self)
    }
}

impl ToPin for Date {
    fn to_pin(&self, writer: &mut Writer) {
        writer.str(&self.0);
    }
}
