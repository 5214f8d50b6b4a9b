//! Conditions of forms that only the compiler can judge.
use anyhost::{Pin, node};

#[derive(Pin)]
enum Operation {
    Send,
    Edit,
}

#[node(nlink)]
fn shown(operation: Operation, #[pin(show_if(operation = ["send", "delete"]))] text: Option<String>) {
    let (Operation::Send | Operation::Edit) = operation;
    let _ = text;
}

fn main() {}
