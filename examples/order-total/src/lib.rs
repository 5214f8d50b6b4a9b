//! A node that adds up orders: the code of the tutorial for nLink.
#![forbid(unsafe_code)]

// ANCHOR: types
use anyhost::{Outputs, Pin, Raw, node};

/// One line of an order.
#[derive(Debug, Pin)]
pub struct Line {
    /// How many.
    pub quantity: u64,
    /// What one costs, in cents.
    pub price: u64,
}

/// An order, as the workflow hands it over.
#[derive(Debug, Pin)]
pub struct Order<'a> {
    /// Its number or name, whatever JSON it is.
    pub id: Raw<'a>,
    /// What was ordered.
    pub lines: Vec<Line>,
}

/// Where a part of a cent goes.
#[derive(Debug, Clone, Copy, Pin)]
pub enum Rounding {
    /// To the next cent.
    Up,
    /// Nowhere: it is dropped.
    Down,
}

/// What an order comes to, in cents.
#[derive(Debug, Outputs)]
pub struct Total<'a> {
    /// The order's number, byte for byte.
    pub id: Raw<'a>,
    /// Without tax.
    pub net: u64,
    /// The tax.
    pub tax: u64,
    /// Both.
    pub gross: u64,
}
// ANCHOR_END: types

// ANCHOR: node
/// Adds up an order.
#[node(nlink, category = "Custom/Shop")]
pub fn order_total<'a>(
    /// Tax in percent.
    #[pin(default = 20, min = 0, max = 100)]
    percent: u64,
    /// What happens to a part of a cent.
    #[pin(default = "down")]
    rounding: Rounding,
    /// The order.
    #[pin(item)]
    order: Order<'a>,
) -> Result<Total<'a>, String> {
    let net = order.lines.iter().try_fold(0_u64, |sum, line| sum.checked_add(line.quantity.checked_mul(line.price)?));
    let net = net.ok_or("the order is worth more than a computer can count")?;
    let parts = u128::from(net) * u128::from(percent);
    let tax = match rounding {
        Rounding::Up => parts.div_ceil(100),
        Rounding::Down => parts / 100,
    };
    let tax = u64::try_from(tax).map_err(|_| "the tax is more than a computer can count")?;
    let gross = net.checked_add(tax).ok_or("the order is worth more than a computer can count")?;
    Ok(Total { id: order.id, net, tax, gross })
}
// ANCHOR_END: node

// ANCHOR: tests
#[cfg(test)]
mod tests {
    use super::{Line, Order, Rounding, order_total};
    use anyhost::Raw;

    fn order(price: u64) -> Order<'static> {
        Order { id: Raw::new("\"A-7\"").unwrap(), lines: vec![Line { quantity: 3, price }] }
    }

    #[test]
    fn tax_is_rounded() {
        let total = |rounding| order_total(20, rounding, order(111)).unwrap();
        assert_eq!((total(Rounding::Down).tax, total(Rounding::Down).gross), (66, 399));
        assert_eq!((total(Rounding::Up).tax, total(Rounding::Up).gross), (67, 400));
    }

    #[test]
    fn too_much_is_an_error() {
        assert!(order_total(20, Rounding::Down, order(u64::MAX)).is_err());
    }
}
// ANCHOR_END: tests
