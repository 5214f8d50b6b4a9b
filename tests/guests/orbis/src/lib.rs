//! Calls all of the host functions of Orbis, and tells what they gave.
#![forbid(unsafe_code)]

use anyhost::orbis::pages;
use anyhost::orbis::ui::{Action, CallApi, Component, Events, Page, StateField, StateType, Value};

/// Pages as typed constants.
const PAGES: &str = pages![
    Page::new(
        "/functions",
        "Functions",
        &[Component::new("Button")
            .events(Events::new().on_click(&[Action::CallApi(CallApi::new("plugin.state").method("POST"))]))],
    )
    .state(&[("answer", StateField::new(StateType::Object).default(Value::Null).nullable(true))]),
];

#[anyhost::plugin(
    orbis,
    name = "functions",
    permissions("database_read", "database_write", "network", custom("events:emit")),
    pages = crate::PAGES,
    config = r#"{"limit":20,"names":["a","b"],"deep":{"on":true}}"#
)]
pub mod api {
    use anyhost::http::{Json, JsonText};
    use anyhost::orbis::{self, Error, Level, client, db, state};
    use anyhost::{Pin, Raw, Serde, json, route};
    use serde::{Deserialize, Serialize};
    use std::collections::BTreeMap;

    /// A value that this crate's derive knows.
    #[derive(Debug, Pin, PartialEq)]
    pub struct Item {
        id: u32,
        name: String,
        price: Option<f64>,
    }

    /// One that serde knows.
    #[derive(Debug, Serialize, Deserialize, PartialEq)]
    #[serde(tag = "kind", rename_all = "lowercase")]
    enum Shape {
        Circle { radius: f64 },
        Point,
    }

    /// What came of something, or why nothing did.
    fn told<T>(outcome: Result<T, Error>, tell: impl FnOnce(T) -> String) -> String {
        outcome.map_or_else(|error| format!("{:?}: {error}", error.kind()), tell)
    }

    /// Sets, gets and removes values of all kinds.
    #[route(POST "/state", requires_auth = false)]
    pub fn state(Json(body): Json<Raw<'_>>) -> Result<Json<Vec<String>>, Error> {
        let item = Item { id: 7, name: "tea é".to_owned(), price: Some(2.5) };
        state::set("item", &item)?;
        state::set("shapes", Serde([Shape::Point, Shape::Circle { radius: 1.5 }]))?;
        state::set("body", body)?;
        state::set("long", "x".repeat(20_000))?;
        let mut told = vec![
            format!("{}", state::get("item")? == Some(item)),
            format!("{:?}", state::get::<Vec<Serde<Shape>>>("shapes")?),
            format!("{:?}", state::get::<BTreeMap<String, i64>>("body")),
            format!("{:?}", state::get::<String>("long")?.map(|text| text.len())),
            format!("{:?}", state::get::<bool>("missing")?),
        ];
        state::remove("item")?;
        state::remove("never")?;
        told.push(format!("{:?}", state::get::<Item>("item")?));
        told.push(self::told(state::get::<Vec<Item>>("shapes"), |_| String::new()));
        Ok(Json(told))
    }

    /// What the manifest's configuration has.
    #[route(GET "/config", requires_auth = false)]
    pub fn config() -> Result<Json<JsonText>, Error> {
        let limit: Option<u8> = orbis::config("limit")?;
        let names: Option<Vec<String>> = orbis::config("names")?;
        let deep: Option<BTreeMap<String, bool>> = orbis::config("deep")?;
        let missing: Option<u8> = orbis::config("missing")?;
        let wrong = orbis::config::<u8>("names").err().map(String::from);
        Ok(json!({ "limit": limit, "names": names, "deep": deep, "missing": missing, "wrong": wrong }))
    }

    /// Makes a table, fills it, and reads it.
    #[route(POST "/db", requires_auth = false)]
    pub fn db() -> Json<Vec<String>> {
        let made = db::execute("CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, price REAL)", ());
        let filled = db::execute("INSERT INTO items (name, price) VALUES (?, ?), (?, NULL)", ("tea", 2.5, "é"));
        let found = db::query::<Item>("SELECT * FROM items WHERE id <= ? ORDER BY id", [2]);
        let count = db::query::<BTreeMap<String, u32>>("SELECT COUNT(*) AS n FROM items", ());
        let wrong = db::query::<Item>("SELECT 'x' AS id, '' AS name", ());
        Json(vec![
            told(made, |rows| rows.to_string()),
            told(filled, |rows| rows.to_string()),
            told(found, |rows| format!("{rows:?}")),
            told(count, |rows| format!("{rows:?}")),
            told(wrong, |rows| format!("{rows:?}")),
        ])
    }

    #[derive(Pin)]
    pub struct To {
        url: String,
    }

    /// Asks another server.
    #[route(POST "/client", requires_auth = false)]
    pub fn client(Json(to): Json<To>) -> Result<Json<Vec<String>>, Error> {
        let posted =
            client::post(&to.url).header("X-Test", "é \"q\"").json(Item { id: 1, name: "n".into(), price: None })?.send();
        let got = client::get(&to.url).send();
        Ok(Json(vec![
            told(posted, |response| format!("{} {:?} {}", response.status, response.header("X-Answer"), response.body)),
            told(got, |response| format!("{} {:?}", response.status, response.json::<Vec<u8>>())),
        ]))
    }

    /// Tells of an event.
    #[route(POST "/event", requires_auth = false)]
    pub fn event() -> String {
        told(orbis::emit_event("item.added", Item { id: 1, name: "n".into(), price: None }), |()| "taken".to_owned())
    }

    /// Hashes, and random bytes.
    #[route(POST "/crypto", requires_auth = false)]
    pub fn crypto() -> Result<Json<Vec<String>>, Error> {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let (a, b): ([u8; 32], [u8; 32]) = (orbis::random()?, orbis::random()?);
        Ok(Json(vec![
            hex(&orbis::sha256(b"abc")?),
            hex(&orbis::sha512(b"abc")?[..8]),
            hex(&orbis::sha256(&[0; 100_000])?[..8]),
            (a != b).to_string(),
            orbis::random_bytes(0)?.len().to_string(),
            orbis::random_bytes(1 << 20)?.len().to_string(),
            told(orbis::random_bytes((1 << 20) + 1), |_| String::new()),
        ]))
    }

    /// Writes to the log at each level.
    #[route(POST "/log", requires_auth = false)]
    pub fn log() {
        for level in [Level::Error, Level::Warn, Level::Info, Level::Debug, Level::Trace] {
            orbis::log(level, level.as_str());
        }
        orbis::info("");
        log::warn!("by the crate {:?}", "log");
    }

    #[derive(Pin)]
    pub struct Times {
        times: u32,
    }

    /// Sets a value many times over.
    #[route(POST "/many", requires_auth = false)]
    pub fn many(Json(many): Json<Times>) -> Json<JsonText> {
        let done = (0..many.times).take_while(|i| state::set("many", i).is_ok()).count();
        let after: Result<Option<u32>, Error> = state::get("many");
        json!({ "done": done, "after": after.unwrap_or_default() })
    }

    /// Gets a value many times over, each in a buffer of its own.
    #[route(POST "/read", requires_auth = false)]
    pub fn read(Json(many): Json<Times>) -> Result<String, Error> {
        state::set("text", "x".repeat(60_000))?;
        let mut total = 0;
        for _ in 0..many.times {
            total += state::get::<Serde<Length>>("text")?.map_or(0, |text| text.0.0);
        }
        Ok(total.to_string())
    }

    /// The length of a value, whatever it is.
    struct Length(usize);

    impl<'de> Deserialize<'de> for Length {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Raw::deserialize(deserializer).map(|raw| Self(raw.as_str().len()))
        }
    }

    /// Panics, if it is told to.
    #[route(POST "/panic", requires_auth = false)]
    pub fn panic(Json(told): Json<String>) {
        assert!(told != "panic", "told to");
    }
}

#[cfg(test)]
mod tests {
    use super::api;
    use anyhost::Raw;
    use anyhost::http::Json;
    use anyhost::orbis::{Level, Mock, Sql};

    /// Handlers are functions, and a mock is the host.
    #[test]
    fn handlers_run_without_wasm() {
        let mock = Mock::new();
        mock.set_config(r#"{"limit":20}"#);
        let told = api::state(Json(Raw::new(r#"{"b":1}"#).unwrap())).unwrap().0;
        assert_eq!((told[0].as_str(), told[2].as_str(), told[4].as_str()), ("true", r#"Ok(Some({"b": 1}))"#, "None"));
        assert_eq!(mock.state("body").as_deref(), Some(r#"{"b":1}"#));
        assert!(api::db().0.iter().all(|told| told.starts_with("Unavailable: ")));
        assert!(api::event().starts_with("Unavailable: "));
        api::log();
        assert_eq!(mock.logs().last(), Some(&(Level::Warn, "by the crate \"log\"".to_owned())));
    }

    /// A database of the test's own.
    #[test]
    fn a_database_may_answer() {
        let mock = Mock::new();
        let mut rows = 0;
        mock.database(move |sql, params| match sql.split(' ').next() {
            Some("CREATE") => Some(Sql::Changed(0)),
            Some("INSERT") => {
                assert_eq!(params, r#"["tea",2.5,"é"]"#);
                rows += 2;
                Some(Sql::Changed(2))
            }
            _ if sql.contains("COUNT") => Some(Sql::Rows(format!(r#"[{{"n":{rows}}}]"#))),
            _ => None,
        });
        let told = api::db().0;
        assert_eq!((told[0].as_str(), told[1].as_str(), told[3].as_str()), ("0", "2", r#"[{"n": 2}]"#));
        assert!(told[2].starts_with("Unavailable: ") && mock.queries().len() == 5);
    }
}
