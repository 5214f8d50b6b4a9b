//! What an item is, and which ones are allowed.

use anyhost::Pin;
use anyhost::http::Error;

// ANCHOR: types
/// An item.
#[derive(Debug, Clone, PartialEq, Eq, Pin)]
pub struct Item {
    /// Its number, from 1 on; never used again.
    pub id: u32,
    /// 1 to 100 characters.
    pub name: String,
    /// At most 1,000 characters.
    pub description: String,
}

/// An item that is to be made, or that replaces another.
#[derive(Debug, Clone, PartialEq, Eq, Pin)]
pub struct NewItem {
    /// Its name.
    pub name: String,
    /// What else there is to say.
    #[pin(default = "")]
    pub description: String,
}
// ANCHOR_END: types

impl NewItem {
    // ANCHOR: validate
    /// Without spaces around the name; or why there can be no such item.
    ///
    /// # Errors
    ///
    /// 400 with what is wrong.
    pub fn validated(self) -> Result<Self, Error> {
        let name = self.name.trim();
        if !(1..=100).contains(&name.chars().count()) {
            return Err(Error::bad_request("body.name: expected 1 to 100 characters"));
        }
        if self.description.chars().count() > 1_000 {
            return Err(Error::bad_request("body.description: expected at most 1000 characters"));
        }
        Ok(Self { name: name.to_owned(), ..self })
    }
    // ANCHOR_END: validate

    /// As the item with this number.
    pub fn with_id(self, id: u32) -> Item {
        Item { id, name: self.name, description: self.description }
    }
}
