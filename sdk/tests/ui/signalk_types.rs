//! Types that cannot be read or written, and schemas.
#![allow(unused)]
use anyhost::http::{Json, Query};
use anyhost::{Config, signalk_plugin};

struct Opaque;
struct Plugin;

#[derive(serde::Deserialize)]
struct OnlySerde {
    a: u8,
}

#[signalk_plugin]
impl Plugin {
    fn start(settings: OnlySerde) -> Self {
        Self
    }
    #[put("a")]
    fn put(&mut self, value: Opaque) {}
    #[delta("a")]
    fn delta(&mut self, value: Opaque) {}
    #[http(GET "/a")]
    fn a(&mut self, query: Query<Opaque>) -> Json<Opaque> {
        Json(Opaque)
    }
    #[http(GET "/b")]
    fn b(&mut self, opaque: Opaque) -> Opaque {
        opaque
    }
    #[http(GET "/c")]
    fn c(&mut self) -> Result<(), Opaque> {
        Ok(())
    }
}

mod resources {
    use super::*;

    struct Provider;

    #[signalk_plugin(resources("a"))]
    impl Provider {
        fn start() -> Self {
            Self
        }
    }
}

mod large {
    use super::*;

    const SCHEMA: [u8; 8193] = [b' '; 8193];

    struct Large;

    #[signalk_plugin(schema = match core::str::from_utf8(&SCHEMA) { Ok(schema) => schema, Err(_) => "" })]
    impl Large {
        fn start(settings: OnlySerde) -> Self {
            Self
        }
    }
}

#[derive(Config)]
struct Settings {
    opaque: Opaque,
}

fn main() {}
