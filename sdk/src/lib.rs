#![doc = include_str!("../README.md")]
#![deny(unsafe_code)]

extern crate alloc;
extern crate self as anyhost;

mod by_serde;
pub mod flow_like;
pub mod http;
mod items;
pub mod nlink;
pub mod orbis;
mod records;
#[doc(hidden)]
#[allow(unsafe_code)]
pub mod rt;

pub mod signalk;
mod values;

pub use anyhost_macros::{Config, Outputs, Pin, json, node, plugin, route, signalk_plugin};
pub use by_serde::Serde;
pub use items::Items;
pub use rt::json::{Raw, join};
pub use values::{Bytes, Date};
