//! Items in the host's database. Orbis denies it to every plugin today, which a request is told by a 503.

use anyhost::Pin;
use anyhost::orbis::{Error, db};

use crate::item::{Item, NewItem};

const TABLE: &str = "CREATE TABLE IF NOT EXISTS items \
    (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, description TEXT NOT NULL)";

/// A row that is one number.
#[derive(Pin)]
struct Number {
    number: u32,
}

fn number(query: &str) -> Result<u32, Error> {
    db::execute(TABLE, ())?;
    let rows: Vec<Number> = db::query(query, ())?;
    Ok(rows.first().map_or(0, |row| row.number))
}

/// At most `limit` items behind the first `offset`, and how many there are of all.
pub fn list(offset: u32, limit: u32) -> Result<(Vec<Item>, u32), Error> {
    let total = number("SELECT count(*) AS number FROM items")?;
    let items = db::query("SELECT id, name, description FROM items ORDER BY id LIMIT ? OFFSET ?", (limit, offset))?;
    Ok((items, total))
}

/// The item with this number.
pub fn get(id: u32) -> Result<Option<Item>, Error> {
    db::execute(TABLE, ())?;
    let rows: Vec<Item> = db::query("SELECT id, name, description FROM items WHERE id = ?", (id,))?;
    Ok(rows.into_iter().next())
}

/// Makes an item; `None` if there are `limit` of them already.
pub fn add(item: NewItem, limit: u32) -> Result<Option<Item>, Error> {
    if number("SELECT count(*) AS number FROM items")? >= limit {
        return Ok(None);
    }
    let mut rows: Vec<Item> = db::query(
        "INSERT INTO items (name, description) VALUES (?, ?) RETURNING id, name, description",
        (item.name, item.description),
    )?;
    Ok(rows.pop())
}

/// Replaces the item with the same number; `false` if there is none.
pub fn replace(item: &Item) -> Result<bool, Error> {
    db::execute(TABLE, ())?;
    let rows = db::execute("UPDATE items SET name = ?, description = ? WHERE id = ?", (&item.name, &item.description, item.id))?;
    Ok(rows > 0)
}

/// Removes the item with this number; `false` if there is none.
pub fn remove(id: u32) -> Result<bool, Error> {
    db::execute(TABLE, ())?;
    Ok(db::execute("DELETE FROM items WHERE id = ?", (id,))? > 0)
}
