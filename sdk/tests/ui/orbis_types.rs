//! What only the compiler can find wrong, since it knows the types and the constants.

use anyhost::plugin;

struct Own;

#[plugin(
    orbis,
    pages = r#"[{"route":"/p","title":"P"}]"#,
    config = "{'limit':20}",
)]
mod routes {
    use super::Own;
    use anyhost::http::{Json, Query};

    #[route(GET "/a")]
    fn extractor(_: Own) {}

    #[route(GET "/b")]
    fn response() -> Own {
        Own
    }

    #[route(GET "/c")]
    fn query(_: Query<Own>) {}

    #[route(GET "/d")]
    fn body(_: Json<Own>) {}

    #[route(GET "/e")]
    fn json() -> Json<Own> {
        Json(Own)
    }

    #[route(GET "/f")]
    fn fails() -> Result<(), Own> {
        Ok(())
    }

    #[route(GET "/g")]
    fn member(#[query] _own: Own) {}

    #[route(GET "/h")]
    fn status() -> (bool, String) {
        (true, String::new())
    }
}

fn written() {
    _ = anyhost::json!({ a: 1 });
    _ = anyhost::json!({ "own": Own });
    _ = anyhost::json!({ "a" 1 });
}

fn main() {}
