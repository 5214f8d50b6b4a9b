//! Calls all of the host functions that Orbis documents, and tells what they gave.
#![forbid(unsafe_code)]

#[anyhost::plugin(orbis(dialect = "docs"), name = "documented-functions")]
pub mod api {
    use anyhost::http::{Json, Path};
    use anyhost::orbis::docs::{self as orbis, client, db};
    use anyhost::orbis::{Error, Level};
    use anyhost::{Pin, route};

    #[derive(Debug, Pin, PartialEq)]
    pub struct Item {
        id: u32,
        name: String,
    }

    fn told<T>(outcome: Result<T, Error>, tell: impl FnOnce(T) -> String) -> String {
        outcome.map_or_else(|error| format!("{:?}: {error}", error.kind()), tell)
    }

    /// Makes a table, fills it, and reads it.
    #[route(POST "/api/db/{name}", requires_auth = false)]
    pub fn db(Path(name): Path<String>) -> Json<Vec<String>> {
        let made = db::execute("CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT)", ());
        let filled = db::execute(&format!("INSERT INTO items (name) VALUES ('{name}'), ('é')"), ());
        let found = db::query::<Item>("SELECT * FROM items ORDER BY id", ());
        Json(vec![
            told(made, |rows| rows.to_string()),
            told(filled, |rows| rows.to_string()),
            told(found, |rows| format!("{rows:?}")),
        ])
    }

    /// Asks another server.
    #[route(POST "/api/client", requires_auth = false)]
    pub fn client(Json(url): Json<String>) -> String {
        told(client::post(&url).body("sent").send(), |response| format!("{} {}", response.status, response.body))
    }

    /// Writes to the log at each level.
    #[route(POST "/api/log", requires_auth = false)]
    pub fn log() {
        for level in [Level::Error, Level::Warn, Level::Info, Level::Debug, Level::Trace] {
            orbis::log(level, level.as_str());
        }
        log::info!("by the crate {:?}", "log");
    }
}

#[cfg(test)]
mod tests {
    use super::api;
    use anyhost::http::{Json, Path};
    use anyhost::orbis::{Level, Mock};

    #[test]
    fn a_mock_has_the_documented_functions() {
        let mock = Mock::new();
        let denied = api::db(Path("tea".to_owned())).0;
        assert!(denied.iter().all(|told| told.starts_with("Unavailable: ")), "{denied:?}");
        mock.execute("CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT)", 0);
        mock.execute("INSERT INTO items (name) VALUES ('tea'), ('é')", 2);
        mock.query("SELECT * FROM items ORDER BY id", r#"[{"id":1,"name":"tea"}]"#);
        assert_eq!(api::db(Path("tea".to_owned())).0, ["0", "2", r#"[Item { id: 1, name: "tea" }]"#]);
        mock.respond("POST", "http://a", 200, "ok");
        assert_eq!(api::client(Json("http://a".to_owned())), "200 ok");
        assert_eq!((mock.requests()[0].body.as_slice(), mock.requests()[0].headers.len()), (b"sent".as_slice(), 0));
        api::log();
        assert_eq!(mock.logs()[1], (Level::Error, "warn: warn".to_owned()));
        assert_eq!(mock.logs().last(), Some(&(Level::Info, "by the crate \"log\"".to_owned())));
    }
}
