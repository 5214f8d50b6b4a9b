//! Bodies that come back, as their text and as a type, in both dialects of Orbis: how much a request's fuel is enough for.
#![forbid(unsafe_code)]

#[anyhost::plugin(orbis(dialect = "both"))]
pub mod echo {
    use anyhost::http::Json;
    use anyhost::{Pin, Raw, route};

    /// An element.
    #[derive(Pin)]
    pub struct Item {
        id: u32,
    }

    /// Gives the body back as it is.
    #[route(POST "/raw", requires_auth = false)]
    pub fn raw(Json(body): Json<Raw<'_>>) -> Json<Raw<'_>> {
        Json(body)
    }

    /// Reads a list, and writes it again.
    #[route(POST "/list", requires_auth = false)]
    pub fn list(Json(items): Json<Vec<Item>>) -> Json<Vec<Item>> {
        Json(items)
    }
}
