//! Items behind a REST API and a page: listed page by page, made, replaced, removed.
//!
//! They are kept in the plugin's state, or, with the feature `database`, in the host's database.
#![forbid(unsafe_code)]

pub mod item;
#[cfg_attr(feature = "database", path = "store/database.rs")]
#[cfg_attr(not(feature = "database"), path = "store/state.rs")]
mod store;

#[cfg(test)]
mod tests;

// ANCHOR: attribute
#[cfg_attr(
    not(feature = "database"),
    anyhost::plugin(orbis, pages = include_str!("../pages.json"), config = r#"{"per_page": 20, "max_items": 500}"#)
)]
#[cfg_attr(
    feature = "database",
    anyhost::plugin(
        orbis,
        pages = include_str!("../pages.json"),
        config = r#"{"per_page": 20, "max_items": 500}"#,
        permissions("database_read", "database_write")
    )
)]
pub mod api {
    // ANCHOR_END: attribute
    use anyhost::http::{Error, Json, Query, StatusCode};
    use anyhost::{Pin, orbis, route};

    use crate::item::{Item, NewItem};
    use crate::store;

    // ANCHOR: page
    /// Which part of the list.
    #[derive(Pin)]
    pub struct Page {
        /// From 1 on.
        #[pin(default = 1)]
        pub page: u32,
        /// 1 to 100; as configured, if it is not given.
        pub per_page: Option<u32>,
    }
    // ANCHOR_END: page

    /// A part of the list.
    #[derive(Debug, PartialEq, Pin)]
    pub struct Items {
        /// In the order in which they were made.
        pub items: Vec<Item>,
        /// Which part this is.
        pub page: u32,
        /// How many there are.
        pub pages: u32,
        /// How many items there are.
        pub total: u32,
    }

    /// Which item: `?id=7`, because the host knows no parameters in paths.
    #[derive(Pin)]
    pub struct Id {
        /// Its number.
        pub id: u32,
    }

    // ANCHOR: list
    /// Lists the items, page by page.
    #[route(GET "/items", requires_auth = false)]
    pub fn list(Query(wanted): Query<Page>) -> Result<Json<Items>, Error> {
        let per_page = match wanted.per_page {
            Some(per_page) => per_page,
            None => orbis::config("per_page")?.unwrap_or(20),
        };
        if wanted.page == 0 || !(1..=100).contains(&per_page) {
            return Err(Error::bad_request("query: expected a page from 1 on, and 1 to 100 items on it"));
        }
        let (items, total) = store::list(per_page.saturating_mul(wanted.page - 1), per_page)?;
        Ok(Json(Items { items, page: wanted.page, pages: total.div_ceil(per_page), total }))
    }
    // ANCHOR_END: list

    /// Shows an item.
    #[route(GET "/item", requires_auth = false)]
    pub fn show(Query(Id { id }): Query<Id>) -> Result<Json<Item>, Error> {
        store::get(id)?.map(Json).ok_or_else(|| missing(id))
    }

    // ANCHOR: add
    /// Makes an item.
    #[route(POST "/items")]
    pub fn add(Json(item): Json<NewItem>) -> Result<(StatusCode, Json<Item>), Error> {
        let limit = orbis::config("max_items")?.unwrap_or(500);
        let item = store::add(item.validated()?, limit)?;
        let item = item.ok_or_else(|| Error::conflict("there are as many items as may be"))?;
        Ok((StatusCode::CREATED, Json(item)))
    }
    // ANCHOR_END: add

    /// Replaces an item.
    #[route(PUT "/item")]
    pub fn replace(Query(Id { id }): Query<Id>, Json(item): Json<NewItem>) -> Result<Json<Item>, Error> {
        let item = item.validated()?.with_id(id);
        if store::replace(&item)? { Ok(Json(item)) } else { Err(missing(id)) }
    }

    /// Removes an item.
    #[route(DELETE "/item")]
    pub fn remove(Query(Id { id }): Query<Id>) -> Result<StatusCode, Error> {
        if store::remove(id)? { Ok(StatusCode::NO_CONTENT) } else { Err(missing(id)) }
    }

    fn missing(id: u32) -> Error {
        Error::not_found(anyhost::join(&["there is no item ", &id.to_string()]))
    }
}
