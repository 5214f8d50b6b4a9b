//! An item with what may stand beside its data.

use crate::items::write_item;
use crate::rt::konst::same;
use crate::rt::{Call, ExecInfo, Pin, PinInfo, PinType, Raw, ToPin, Writer};
use anyhost_abi::nlink::json::ITEM_KEYS;

/// An item with more than its data. A node returns one, or several as [`Items`](crate::Items).
///
/// ```
/// use anyhost::nlink::Item;
/// use anyhost::{Items, Raw, node};
///
/// /// Passes the item on, byte for byte, and says which one it was made from.
/// #[node(nlink)]
/// fn pass<'a>(#[pin(item)] item: Raw<'a>) -> Items<Item<'a>> {
///     Items::one(Item { paired_item: Some(Raw::new("0").unwrap_or(Raw::NULL)), ..Item::from(item) })
/// }
/// ```
///
/// On a host without items it is its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item<'a, T = Raw<'a>> {
    /// Its data, `json`.
    pub json: T,
    /// `binary`, written if it is set. The host's documents name it and do not describe it.
    pub binary: Option<Raw<'a>>,
    /// `pairedItem`, written if it is set. The host's documents name it and do not describe it.
    pub paired_item: Option<Raw<'a>>,
}

impl<T> From<T> for Item<'_, T> {
    fn from(json: T) -> Self {
        Self { json, binary: None, paired_item: None }
    }
}

const fn index(key: &str) -> usize {
    let mut i = 0;
    while !same(ITEM_KEYS[i], key) {
        i += 1;
    }
    i
}

impl<T: Pin> Pin for Item<'_, T> {
    const TYPE: PinType = T::TYPE;
}

impl<T: ToPin> ToPin for Item<'_, T> {
    const PINS: Option<&'static [PinInfo]> = T::PINS;
    const EXECS: &'static [ExecInfo] = T::EXECS;

    fn to_pin(&self, writer: &mut Writer) {
        self.json.to_pin(writer);
    }

    fn finish(&self, call: &mut Call<'_>) {
        if !call.begin_items() {
            return self.json.finish(call);
        }
        write_item(self, call);
        call.end_items();
    }

    fn extras(&self, each: &mut dyn FnMut(usize, Raw<'_>)) {
        if let Some(binary) = self.binary {
            each(const { index("binary") }, binary);
        }
        if let Some(paired) = self.paired_item {
            each(const { index("pairedItem") }, paired);
        }
    }
}
