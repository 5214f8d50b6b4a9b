//! An item of each line of an order: a step of the tutorial for nLink.
#![forbid(unsafe_code)]

// ANCHOR: node
use anyhost::{Items, Outputs, Pin, Raw, node};

/// An order, as the workflow hands it over.
#[derive(Debug, Pin)]
pub struct Order<'a> {
    /// Its number or name, whatever JSON it is.
    pub id: Raw<'a>,
    /// What was ordered, whatever JSON it is.
    pub lines: Vec<Raw<'a>>,
}

/// A line and the order that it is of.
#[derive(Debug, PartialEq, Outputs)]
pub struct OrderLine<'a> {
    /// The order's number, byte for byte.
    pub order: Raw<'a>,
    /// The line, byte for byte.
    pub line: Raw<'a>,
}

/// Makes an item of each line of an order.
#[node(nlink, category = "Custom/Shop")]
pub fn order_lines<'a>(#[pin(item)] order: Order<'a>) -> Items<OrderLine<'a>> {
    order.lines.into_iter().map(|line| OrderLine { order: order.id, line }).collect()
}
// ANCHOR_END: node

#[cfg(test)]
mod tests {
    use super::{Order, order_lines};
    use anyhost::Raw;

    #[test]
    fn an_order_without_lines_makes_no_items() {
        let id = Raw::new("7").unwrap();
        assert!(order_lines(Order { id, lines: vec![] }).is_empty());
        assert_eq!(order_lines(Order { id, lines: vec![id, id] }).len(), 2);
    }
}
