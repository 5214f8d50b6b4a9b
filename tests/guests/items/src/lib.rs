//! Makes any number of items of one, and has a form with every kind of field.
#![forbid(unsafe_code)]

use anyhost::nlink::Item;
use anyhost::{Items, Pin, Raw};

/// What becomes of an item.
#[derive(Debug, Clone, Copy, Pin)]
pub enum Operation {
    /// It is passed on.
    Repeat,
    /// It is left out.
    Drop,
}

/// Repeats the item, byte for byte, or drops it.
#[anyhost::node(nlink, flow_like, category = "Custom/Items")]
pub fn repeat<'a>(
    /// The current item.
    #[pin(item)]
    item: Raw<'a>,
    /// What becomes of it.
    operation: Operation,
    /// How often it is repeated.
    #[pin(default = 1, min = 0, max = 100000, show_if(operation = "repeat"))]
    times: usize,
    /// Which item it was made from.
    #[pin(show_if(operation = ["repeat"], pair = true), placeholder = "0")]
    paired: Option<Raw<'a>>,
    /// Whether it is said which item it was made from.
    #[pin(default = false)]
    pair: bool,
    /// Why it is dropped.
    #[pin(required, show_if(operation = "drop"))]
    reason: Option<String>,
) -> Result<Items<Item<'a>>, String> {
    let paired_item = paired.filter(|_| pair);
    match (operation, reason) {
        (Operation::Repeat, _) => Ok((0..times).map(|_| Item { paired_item, ..Item::from(item) }).collect()),
        (Operation::Drop, Some(_)) => Ok(Items::none()),
        (Operation::Drop, None) => Err("say why the item is dropped".into()),
    }
}
