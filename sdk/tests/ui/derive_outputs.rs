//! What `derive(Outputs)` takes.
use anyhost::Outputs;

#[derive(Outputs)]
struct Generic<T> {
    value: T,
}

#[derive(Outputs)]
union Union {
    a: u8,
}

#[derive(Outputs)]
struct Tuple(String, u8);

#[derive(Outputs)]
struct Unit;

#[derive(Outputs)]
enum TupleVariant {
    One(u8),
    Two,
}

#[derive(Outputs)]
enum Empty {}

#[derive(Outputs)]
enum OtherType {
    One { value: u8 },
    Two { value: Option<u8> },
}

#[derive(Outputs)]
enum ExecAndOutput {
    Value { value: u8 },
}

#[derive(Outputs)]
struct Keys {
    #[pin(default = 1)]
    a: u8,
    #[pin(title = "a", titel = "b")]
    b: u8,
}

fn main() {}
