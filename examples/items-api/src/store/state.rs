//! Items in the plugin's state: one key for each, and one for their order, so that a request reads only what it shows.
//!
//! The host has no transactions: of two requests that add at the same time, one item may be lost.

use anyhost::orbis::{Error, state};
use anyhost::{Pin, join};

use crate::item::{Item, NewItem};

const INDEX: &str = "items";

/// Which items there are.
#[derive(Pin)]
struct Index {
    /// The number of the next one.
    next: u32,
    /// In their order.
    ids: Vec<u32>,
}

fn index() -> Result<Index, Error> {
    Ok(state::get(INDEX)?.unwrap_or(Index { next: 1, ids: Vec::new() }))
}

fn key(id: u32) -> String {
    join(&["item ", &id.to_string()])
}

// ANCHOR: list
/// At most `limit` items behind the first `offset`, and how many there are of all.
pub fn list(offset: u32, limit: u32) -> Result<(Vec<Item>, u32), Error> {
    let ids = index()?.ids;
    let mut items = Vec::new();
    for id in ids.iter().skip(offset as usize).take(limit as usize) {
        items.extend(get(*id)?);
    }
    Ok((items, ids.len() as u32))
}
// ANCHOR_END: list

/// The item with this number.
pub fn get(id: u32) -> Result<Option<Item>, Error> {
    state::get(&key(id))
}

// ANCHOR: add
/// Makes an item; `None` if there are `limit` of them already.
pub fn add(item: NewItem, limit: u32) -> Result<Option<Item>, Error> {
    let mut index = index()?;
    if index.ids.len() >= limit as usize {
        return Ok(None);
    }
    let item = item.with_id(index.next);
    index.next += 1;
    index.ids.push(item.id);
    // The item first: what the list names is there.
    state::set(&key(item.id), &item)?;
    state::set(INDEX, &index)?;
    Ok(Some(item))
}
// ANCHOR_END: add

/// Replaces the item with the same number; `false` if there is none.
pub fn replace(item: &Item) -> Result<bool, Error> {
    let found = get(item.id)?.is_some();
    if found {
        state::set(&key(item.id), item)?;
    }
    Ok(found)
}

/// Removes the item with this number; `false` if there is none.
pub fn remove(id: u32) -> Result<bool, Error> {
    let mut index = index()?;
    let Some(at) = index.ids.iter().position(|known| *known == id) else { return Ok(false) };
    index.ids.remove(at);
    state::set(INDEX, &index)?;
    state::remove(&key(id))?;
    Ok(true)
}
