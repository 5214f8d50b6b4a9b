//! What `derive(Pin)` takes.
use anyhost::Pin;

#[derive(Pin)]
struct Generic<T> {
    value: T,
}

#[derive(Pin)]
union Union {
    a: u8,
}

#[derive(Pin)]
struct Tuple(String, u8);

#[derive(Pin)]
struct Unit;

#[derive(Pin)]
enum Data {
    One(u8),
    Two { a: u8 },
}

#[derive(Pin)]
enum Empty {}

#[derive(Pin)]
struct Twice {
    a: u8,
    #[pin(name = "a")]
    b: u8,
}

#[derive(Pin)]
enum Choices {
    One,
    #[pin(name = "one")]
    Two,
}

fn main() {}
