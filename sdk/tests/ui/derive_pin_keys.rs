//! `#[pin]` in a type that derives `Pin`.
use anyhost::Pin;

#[derive(Pin)]
struct Keys {
    #[pin(min = 1)]
    a: u8,
    #[pin(nmae = "c")]
    b: u8,
    #[pin]
    c: u8,
    #[pin(name = "")]
    d: u8,
}

#[derive(Pin)]
struct Defaults<'a> {
    #[pin(default = "1")]
    a: u8,
    #[pin(default = 300)]
    b: u8,
    #[pin(default = ["a"])]
    c: Vec<&'a str>,
}

#[derive(Pin)]
enum Choices {
    #[pin(default = "a")]
    A,
}

fn main() {}
