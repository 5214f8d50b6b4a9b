//! Results of several items, or of none.

use crate::rt::{Call, Pin, PinInfo, PinType, Raw, ToPin, Writer};
use anyhost_abi::{DataType, ValueType};

/// What a node returns that makes zero, one or a thousand items of one.
///
/// ```
/// use anyhost::{Items, Outputs, node};
///
/// /// A word of a text.
/// #[derive(Debug, PartialEq, Outputs)]
/// pub struct Word {
///     /// The word.
///     word: String,
/// }
///
/// /// Makes an item of each word.
/// #[node(nlink, flow_like)]
/// pub fn words(text: &str) -> Items<Word> {
///     text.split_whitespace().map(|word| Word { word: word.into() }).collect()
/// }
///
/// assert_eq!(words(" a b ").len(), 2);
/// ```
///
/// On a host whose nodes return lists of items (nLink) each element becomes one, and an empty list none: `[]`. Anywhere else
/// it is one output, `items`, a list.
///
/// An element is an item's data: a struct that derives [`Outputs`](macro@crate::Outputs) or [`Pin`](macro@crate::Pin),
/// [`Raw`] JSON, which is written byte for byte, or a [`nlink::Item`](crate::nlink::Item). Data of an item is an object, so
/// that a text, a number or a list becomes its member `output`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Items<T>(Vec<T>);

impl<T> Items<T> {
    /// No items.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// One item.
    #[must_use]
    pub fn one(item: T) -> Self {
        Self(vec![item])
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds an item behind the others.
    pub fn push(&mut self, item: T) {
        self.0.push(item);
    }

    /// All of them, in order.
    pub fn iter(&self) -> core::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// The list.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<T> Default for Items<T> {
    fn default() -> Self {
        Self::none()
    }
}

impl<T> From<Vec<T>> for Items<T> {
    fn from(items: Vec<T>) -> Self {
        Self(items)
    }
}

impl<T> FromIterator<T> for Items<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T> Extend<T> for Items<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        self.0.extend(items);
    }
}

impl<T> IntoIterator for Items<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'i, T> IntoIterator for &'i Items<T> {
    type Item = &'i T;
    type IntoIter = core::slice::Iter<'i, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: Pin> Pin for Items<T> {
    const TYPE: PinType = T::TYPE.many(ValueType::Array);
}

impl<T: ToPin> ToPin for Items<T> {
    const PINS: Option<&'static [PinInfo]> = Some(&[PinInfo {
        name: "items",
        title: "Items",
        ..PinInfo::of({
            assert!(T::EXECS.is_empty(), "items choose no exec output: return a struct for each item");
            <Self as Pin>::TYPE
        })
    }]);

    fn to_pin(&self, writer: &mut Writer) {
        self.0.to_pin(writer);
    }

    fn outputs(&self, call: &mut Call<'_>) {
        call.field("\"items\":");
        self.to_pin(call.writer());
    }

    fn finish(&self, call: &mut Call<'_>) {
        if !call.begin_items() {
            call.begin();
            self.outputs(call);
            return call.end(0);
        }
        self.iter().for_each(|item| write_item(item, call));
        call.end_items();
    }
}

/// Writes one item, for a host that takes them.
pub(crate) fn write_item<T: ToPin>(item: &T, call: &mut Call<'_>) {
    call.begin_item();
    match T::TYPE {
        PinType { data: DataType::Struct | DataType::Generic, value: ValueType::Normal, optional: false, .. } => {
            item.to_pin(call.writer());
        }
        _ => {
            call.writer().raw("{\"output\":");
            item.to_pin(call.writer());
            call.writer().raw("}");
        }
    }
    item.extras(&mut |key, value: Raw<'_>| call.item_extra(key, value));
    call.end_item();
}
