//! Routes for bad input, in both dialects: bodies, queries, answers of the host, results of any size.
#![forbid(unsafe_code)]

/// What may go wrong.
#[cfg_attr(feature = "docs", anyhost::plugin(orbis(dialect = "docs"), permissions("database_read", "database_write", "network")))]
#[cfg_attr(feature = "both", anyhost::plugin(orbis(dialect = "both")))]
#[cfg_attr(
    not(any(feature = "docs", feature = "both")),
    anyhost::plugin(orbis, permissions("database_read", "database_write", "network"))
)]
pub mod routes {
    use anyhost::http::{Error, Json, Query};
    #[cfg(feature = "docs")]
    use anyhost::orbis::docs::{client, db};
    #[cfg(not(any(feature = "docs", feature = "both")))]
    use anyhost::orbis::{client, db};
    use anyhost::{Pin, route};

    /// A list of numbers.
    #[derive(Pin)]
    pub struct Numbers {
        /// In any order.
        pub numbers: Vec<u32>,
    }

    /// Their sum.
    #[route(POST "/sum", requires_auth = false)]
    pub fn sum(Json(list): Json<Numbers>) -> Json<u64> {
        Json(list.numbers.into_iter().map(u64::from).sum())
    }

    /// Half of an even number.
    #[derive(Pin)]
    pub struct Number {
        /// The number.
        pub number: i32,
    }

    /// Halves a number of the query.
    #[route(GET "/half", requires_auth = false)]
    pub fn half(Query(Number { number }): Query<Number>) -> Result<Json<i32>, Error> {
        if number % 2 == 0 { Ok(Json(number / 2)) } else { Err(Error::unprocessable("an odd number")) }
    }

    /// A text of so many letters.
    #[route(GET "/long", requires_auth = false)]
    pub fn long(#[query] letters: u32) -> String {
        "x".repeat(letters as usize)
    }

    /// A row.
    #[derive(Pin)]
    pub struct Row {
        /// Its number.
        pub id: u32,
    }

    /// Rows of the database.
    #[cfg(not(feature = "both"))]
    #[route(POST "/rows", requires_auth = false)]
    pub fn rows(Json(sql): Json<String>) -> Result<Json<Vec<Row>>, Error> {
        Ok(Json(db::query(&sql, ())?))
    }

    /// How many rows were changed.
    #[cfg(not(feature = "both"))]
    #[route(POST "/change", requires_auth = false)]
    pub fn change(Json(sql): Json<String>) -> Result<Json<u32>, Error> {
        Ok(Json(db::execute(&sql, ())?))
    }

    /// The numbers that another server lists.
    #[cfg(not(feature = "both"))]
    #[route(POST "/fetch", requires_auth = false)]
    pub fn fetch(Json(url): Json<String>) -> Result<Json<Vec<u32>>, Error> {
        let response = client::get(&url).send()?;
        if !response.is_success() {
            return Err(Error::new(502, "the other server has no numbers"));
        }
        Ok(Json(response.json()?))
    }

    /// A number that is kept.
    #[cfg(not(any(feature = "docs", feature = "both")))]
    #[route(GET "/kept", requires_auth = false)]
    pub fn kept() -> Result<Option<Json<u32>>, Error> {
        Ok(anyhost::orbis::state::get("kept")?.map(Json))
    }
}
