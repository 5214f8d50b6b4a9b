//! Everything that a Signal K plugin can do, for the testkit's tests.
#![forbid(unsafe_code)]

mod providers;

use anyhost::http::{Headers, Json, Path, Query, Request, Response};
use anyhost::signalk::{self, Delta, ReceivedDelta, Update};
use anyhost::{Config, Pin, Raw, signalk_plugin};
use serde::{Deserialize, Serialize};

/// Fields of every kind.
#[derive(Config)]
pub struct Settings {
    /// Alarm distance in metres.
    #[config(default = 50, min = 1, max = 1000)]
    max_radius: f64,
    #[config(default = "normal")]
    sound: Sound,
    #[config(default = ["a"])]
    names: Vec<String>,
    #[config(name = "KEY", title = "A key", description = "Whatever")]
    key: Option<String>,
    nested: Nested,
    #[config(default = false)]
    fail: bool,
}

/// A choice.
#[derive(Config, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sound {
    Normal,
    VeryLoud,
}

/// All of it has defaults.
#[derive(Config)]
struct Nested {
    #[config(default = 7, max = 9)]
    count: u8,
    other: Option<i32>,
}

/// What a run knows.
pub struct Plugin {
    settings: Settings,
    polls: u32,
    moved: Vec<f64>,
    others: u32,
    all: u32,
    value: Option<f64>,
    tracks: Vec<(String, Vec<f64>)>,
}

/// What is returned as JSON.
#[derive(Pin)]
struct State {
    radius: f64,
    names: Vec<String>,
    key: Option<String>,
    loud: bool,
    count: u8,
    other: Option<i32>,
    polls: u32,
    moved: Vec<f64>,
    others: u32,
    all: u32,
    value: Option<f64>,
}

#[derive(Pin)]
struct Filter {
    #[pin(default = 10)]
    limit: u32,
    name: Option<String>,
    #[pin(default = false)]
    exact: bool,
    #[pin(default = [])]
    numbers: Vec<f64>,
}

#[derive(Pin)]
struct Parts {
    id: String,
    number: i64,
}

/// What only serde knows.
#[derive(Serialize, Deserialize)]
struct Point(f64, f64);

// ANCHOR: provides
#[signalk_plugin(name = "Conformance", resources("tracks", "lines"), weather("sky"), radar("scanner"))]
impl Plugin {
    // ANCHOR_END: provides
    fn start(settings: Settings) -> Result<Self, String> {
        if settings.fail {
            return Err("told to fail".to_owned());
        }
        signalk::status("started");
        Ok(Self { settings, polls: 0, moved: Vec::new(), others: 0, all: 0, value: None, tracks: Vec::new() })
    }

    fn stop(self) -> Result<(), String> {
        signalk::status("stopped");
        if self.polls > 1_000_000 { Err("polled too often".to_owned()) } else { Ok(()) }
    }

    fn poll(&mut self) -> Result<(), &'static str> {
        self.polls += 1;
        if self.polls == 13 { Err("unlucky") } else { Ok(()) }
    }

    #[put("test.value")]
    fn put_value(&mut self, value: f64) -> Result<(), String> {
        if value < 0.0 {
            return Err(format!("{value} is below 0"));
        }
        self.value = Some(value);
        Ok(())
    }

    #[put("test.bad-dash", context = "vessels.self")]
    fn put_anything(&mut self, value: Raw<'_>) -> Result<(), String> {
        Err(value.as_str().to_owned())
    }

    #[put("test.trap")]
    fn put_trap(&mut self, value: &str) {
        assert_ne!(value, "now", "told to trap");
    }

    #[http(GET "/state")]
    fn state(&self) -> Json<State> {
        let Settings { max_radius, sound, names, key, nested, fail: _ } = &self.settings;
        Json(State {
            radius: *max_radius,
            names: names.clone(),
            key: key.clone(),
            loud: *sound == Sound::VeryLoud,
            count: nested.count,
            other: nested.other,
            polls: self.polls,
            moved: self.moved.clone(),
            others: self.others,
            all: self.all,
            value: self.value,
        })
    }

    #[http(GET "/filter")]
    fn filter(&mut self, Query(filter): Query<Filter>) -> String {
        let Filter { limit, name, exact, numbers } = filter;
        format!("{limit} {name:?} {exact} {numbers:?}")
    }

    #[http(GET "/item/:id/:number")]
    #[http(DELETE "/item/:id/:number")]
    fn item(&mut self, Path(parts): Path<Parts>, request: &Request<'_>) -> (u16, String) {
        (202, format!("{} {} {}", request.method, parts.id, parts.number))
    }

    #[http(GET "/one/:n")]
    fn one(&mut self, Path(n): Path<u8>) -> Option<Json<u8>> {
        (n > 0).then_some(Json(n))
    }

    #[http(POST "/echo")]
    fn echo(&mut self, request: &Request<'_>) -> Response {
        let mut text = String::new();
        text.push_str(request.body.as_str());
        Response { body: anyhost::http::Body::Json(text), ..Response::new(200) }
    }

    #[http(POST "/point")]
    fn point(&mut self, Json(point): Json<Point>) -> Result<Json<Point>, (u16, String)> {
        if point.0 > 90.0 { Err((422, "too far north".to_owned())) } else { Ok(Json(Point(point.1, point.0))) }
    }

    #[http(GET "/headers")]
    fn headers(&mut self, headers: Headers) -> Response {
        Response::text(headers.get("x-test").unwrap_or("none")).header("X-Answer", "1").header("Content-Type", "text/html")
    }

    #[http(GET "/large/:bytes")]
    fn large(&mut self, Path(bytes): Path<usize>) -> String {
        "x".repeat(bytes)
    }

    #[http(GET "/trap/:when")]
    fn trap(&mut self, Path(when): Path<String>) {
        self.moved.push(-1.0);
        assert_ne!(when, "now", "told to trap");
    }

    /// Emits as somebody else, so that it comes back: `count` times, before it ends.
    #[http(POST "/emit/:count")]
    fn emit(&mut self, Path(count): Path<u32>) -> String {
        let before = self.moved.len();
        for i in 0..count {
            Delta::new().source("else").value("test.moved", f64::from(i)).emit();
        }
        format!("{}", self.moved.len() - before)
    }

    /// Emits as the plugin itself, which does not come back.
    #[http(POST "/say/:value")]
    fn say(&mut self, Path(value): Path<f64>) {
        Delta::new().value("test.moved", value).emit();
    }

    #[http(PUT "/nothing")]
    fn nothing(&mut self) {}

    #[delta("test.moved")]
    fn moved(&mut self, value: f64) {
        self.moved.push(value);
    }

    #[delta("test.*", context = "vessels.*")]
    fn others(&mut self, _value: Raw<'_>, update: &Update<'_>) -> Result<(), String> {
        self.others += 1;
        if update.path == "test.error" { Err(format!("an error from {}", update.source)) } else { Ok(()) }
    }

    #[delta]
    fn all(&mut self, delta: &ReceivedDelta<'_>) {
        self.all += 1;
        if delta.values().any(|(update, _)| update.path == "test.trap") {
            panic!("told to trap");
        }
    }
}
