//! `derive(Config)` and its `#[config(…)]`.
use anyhost::Config;

#[derive(Config)]
struct Borrowed<'a> {
    text: &'a str,
}

#[derive(Config)]
struct Tuple(u8);

#[derive(Config)]
struct Generic<T> {
    value: T,
}

#[derive(Config)]
enum Data {
    A(u8),
    #[config(default = 1)]
    B,
}

#[derive(Config)]
struct Keys {
    #[config(required)]
    a: u8,
    #[config]
    b: u8,
    #[config(deflaut = 1)]
    c: u8,
    #[config(min = 1)]
    d: String,
    #[config(min = 5, max = 1)]
    e: u8,
    #[config(default = 0, min = 1)]
    f: u8,
    #[config(default = 300)]
    g: u8,
    same_key: u8,
    #[config(name = "sameKey")]
    h: u8,
}

fn main() {}
