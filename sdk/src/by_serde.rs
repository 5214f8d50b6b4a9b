//! Types of serde where a type of this crate's own is asked for.

use crate::rt::fallback::WriteBySerde;
use crate::rt::{FromPin, Pin, PinType, Probe, Reader, ToPin, Writer};
use anyhost_abi::DataType;
use core::ops::{Deref, DerefMut};
use serde_core::{Deserialize, Serialize};

/// A value that serde reads and writes, where a function asks for types that derive [`Pin`](macro@crate::Pin).
///
/// ```
/// use anyhost::Serde;
/// use anyhost::orbis::{self, Mock, state};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, Debug, PartialEq)]
/// #[serde(tag = "kind")]
/// enum Shape {
///     Circle { radius: f64 },
///     Point,
/// }
///
/// let mock = Mock::new();
/// state::set("shapes", Serde(vec![Shape::Point, Shape::Circle { radius: 1.5 }]))?;
/// assert_eq!(mock.state("shapes").as_deref(), Some(r#"[{"kind":"Point"},{"kind":"Circle","radius":1.5}]"#));
/// let shapes: Option<Vec<Serde<Shape>>> = state::get("shapes")?;
/// assert_eq!(*shapes.unwrap()[0], Shape::Point);
/// # Ok::<(), orbis::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Serde<T>(pub T);

impl<T> Pin for Serde<T> {
    const TYPE: PinType = PinType::of(DataType::Generic);
}

impl<'a, T: Deserialize<'a>> FromPin<'a> for Serde<T> {
    fn from_pin(reader: &mut Reader<'a>) -> Option<Self> {
        reader.deserialize().map(Self)
    }
}

impl<T: Serialize> ToPin for Serde<T> {
    fn to_pin(&self, writer: &mut Writer) {
        <Probe<T> as WriteBySerde<T>>::write(&self.0, writer);
    }
}

impl<T> Deref for Serde<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Serde<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
