//! Defaults that only the compiler can judge.
use anyhost::{Pin, plugin};

#[derive(Pin)]
pub enum Color {
    Red,
    Green,
}

pub type Count = u8;

#[plugin(flow_like)]
mod nodes {
    use super::*;

    #[node]
    pub fn choice(#[pin(default = "blue")] _a: Color) {}

    #[node]
    pub fn alias(#[pin(default = "one")] _a: Count) {}
}

fn main() {}
