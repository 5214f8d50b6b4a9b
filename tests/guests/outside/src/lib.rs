//! A plugin as its author would write it, in a repository of its own.
#![forbid(unsafe_code)]
#![deny(warnings)]

use host_sdk::node;
use serde::{Deserialize, Serialize};

/// A point, known to serde only.
#[derive(Deserialize, Serialize)]
pub struct Point {
    x: i32,
    #[serde(default)]
    y: i32,
}

/// Moves a point.
#[node(flow_like, nlink, category = "Custom/Geometry", output = "moved")]
pub fn shift(point: Point, #[pin(default = 1, min = -100, max = 100)] by: i32) -> Result<Point, String> {
    match (point.x.checked_add(by), point.y.checked_add(by)) {
        (Some(x), Some(y)) => Ok(Point { x, y }),
        _ => Err("the point leaves the plane".into()),
    }
}
