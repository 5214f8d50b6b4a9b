//! What a node returns, and the names of its outputs.
#![allow(clippy::unused_unit)]
use anyhost::node;

#[node(flow_like)]
fn implemented() -> impl ToString {
    ""
}

#[node(flow_like)]
fn implemented_in_result() -> Result<impl ToString, String> {
    Ok("")
}

#[node(flow_like)]
fn never() -> ! {
    loop {}
}

#[node(flow_like)]
fn tuple() -> (u8, String) {
    (1, String::new())
}

#[node(flow_like, outputs("a", "b", "c"))]
fn too_many_names() -> Result<(u8, String), String> {
    Ok((1, String::new()))
}

#[node(flow_like, output = "a")]
fn one_name() -> (u8, String) {
    (1, String::new())
}

#[node(flow_like, outputs("a"))]
fn names_for_one() -> u8 {
    1
}

#[node(flow_like, output = "a")]
fn names_for_none() {}

#[node(flow_like, outputs("a", "b"))]
fn names_for_result_of_none() -> Result<(), String> {
    Ok(())
}

fn main() {}
