//! What a plugin must keep.

mod buffer;
mod config;
mod delta;
mod http;
mod import;
mod life;
mod load;
mod package;
mod provider;
mod put;

pub use buffer::*;
pub use config::*;
pub use delta::*;
pub use http::*;
pub use import::*;
pub use life::*;
pub use load::*;
pub use package::*;
pub use provider::*;
pub use put::*;

use crate::short::{count, join};
use crate::{Group, Rule};

const TABLES: &[&[Rule]] = &[
    load::UNJUDGED,
    load::TABLE,
    import::TABLE,
    config::TABLE,
    life::TABLE,
    buffer::TABLE,
    delta::TABLE,
    http::TABLE,
    put::TABLE,
    provider::TABLE,
    package::TABLE,
];

/// What the ids say.
pub(super) const GROUPS: &[Group] = &[
    Group { prefix: "SK0", title: "Loading" },
    Group { prefix: "SK1", title: "Imports" },
    Group { prefix: "SK2", title: "Name, schema and configuration" },
    Group { prefix: "SK3", title: "Start, stop and the kept instance" },
    Group { prefix: "SK4", title: "Buffers" },
    Group { prefix: "SK5", title: "Deltas, notifications and texts" },
    Group { prefix: "SK6", title: "HTTP endpoints" },
    Group { prefix: "SK7", title: "PUT handlers" },
    Group { prefix: "SK8", title: "Providers, streams and sockets" },
    Group { prefix: "SK9", title: "Package" },
];

/// Every rule, by id.
pub(super) const RULES: &[Rule] = &join::<_, { count(TABLES) }>(TABLES, load::TABLE[0]);

/// Rules of the dialect that the real server speaks.
const SOURCE: &[&str] = &["source"];

/// The server: its files at `9edfbf95`, which compile to the code of 2.32.0.
macro_rules! server {
    ($mark:ident $at:literal) => {
        $crate::Source { mark: $crate::Mark::$mark, at: concat!("signalk-server 2.32.0, ", $at) }
    };
}
pub(super) use server;

/// What follows from what the server does.
macro_rules! deduced {
    ($at:literal) => {
        $crate::Source { mark: $crate::Mark::Deduced, at: concat!("signalk-server 2.32.0: ", $at) }
    };
}
use deduced;
