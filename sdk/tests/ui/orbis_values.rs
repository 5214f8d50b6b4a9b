//! What goes to the host and comes from it is typed, and pages are checked.

use anyhost::orbis::ui::{Component, Page, Value};
use anyhost::orbis::{db, pages, state};

struct Opaque;

fn get() -> Option<Opaque> {
    state::get("a").unwrap()
}

fn set() {
    state::set("a", Opaque).unwrap();
}

fn query() {
    let _: Vec<Opaque> = db::query("SELECT 1", 7).unwrap();
}

const NO_SLASH: &str = pages![Page::new("notes", "Notes", &[])];
const NO_JSON: &str = pages![Page::new("/", "Notes", &[Component::new("Box").props(&[("a", Value::Json("tru"))])])];

fn main() {}
