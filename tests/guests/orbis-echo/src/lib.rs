//! The body as it came: as its JSON, and as a list of structs.
#![forbid(unsafe_code)]

/// Bodies are given back.
#[anyhost::plugin(orbis)]
pub mod echo {
    use anyhost::http::Json;
    use anyhost::{Pin, Raw, route};

    /// An item of the list.
    #[derive(Pin)]
    pub struct Item {
        /// Its number.
        pub id: u64,
    }

    /// Any JSON, without a copy.
    #[route(POST "/raw", requires_auth = false)]
    pub fn raw(Json(body): Json<Raw<'_>>) -> Json<Raw<'_>> {
        Json(body)
    }

    /// A list, read and written.
    #[route(POST "/typed", requires_auth = false)]
    pub fn typed(Json(items): Json<Vec<Item>>) -> Json<Vec<Item>> {
        Json(items)
    }
}
