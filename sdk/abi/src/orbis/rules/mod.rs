//! What a plugin must keep.

mod call;
mod docs;
mod import;
mod load;
mod manifest;
mod memory;
mod package;
mod pages;
mod result;

pub use call::*;
pub use docs::*;
pub use import::*;
pub use load::*;
pub use manifest::*;
pub use memory::*;
pub use package::*;
pub use pages::*;
pub use result::*;

use crate::short::{count, join};
use crate::{Group, Import, Offer, Rule};

const TABLES: &[&[Rule]] = &[
    load::UNJUDGED,
    load::TABLE,
    import::TABLE,
    call::TABLE,
    result::TABLE,
    memory::TABLE,
    manifest::TABLE,
    manifest::REAL,
    pages::TABLE,
    package::TABLE,
    docs::TABLE,
];

/// What the ids say.
pub(super) const GROUPS: &[Group] = &[
    Group { prefix: "OB0", title: "Loading" },
    Group { prefix: "OB1", title: "Imports" },
    Group { prefix: "OB2", title: "A request" },
    Group { prefix: "OB3", title: "The result" },
    Group { prefix: "OB4", title: "Memory" },
    Group { prefix: "OB5", title: "Manifest" },
    Group { prefix: "OB6", title: "Pages" },
    Group { prefix: "OB7", title: "Package" },
    Group { prefix: "OB8", title: "Dialect `docs`" },
];

/// Every rule, by id.
pub(super) const RULES: &[Rule] = &join::<_, { count(TABLES) }>(TABLES, load::TABLE[0]);

/// Rules of the dialect that the real host speaks.
const SOURCE: &[&str] = &["source"];

/// The host, at the commit that was run.
macro_rules! host {
    ($mark:ident $at:literal) => {
        $crate::Source { mark: $crate::Mark::$mark, at: concat!("Orbis 3b5a6e6, ", $at) }
    };
}
use host;

/// What follows from what the host does.
macro_rules! deduced {
    ($at:literal) => {
        $crate::Source { mark: $crate::Mark::Deduced, at: concat!("Orbis 3b5a6e6: ", $at) }
    };
}
use deduced;

/// What there is to say of an import of the dialect `source`, where it is used; nothing of most.
#[must_use]
pub fn import_rule(import: &Import) -> Option<&'static Rule> {
    match import.offer {
        Offer::Never(_) => Some(&PLACEHOLDER),
        // What the host asks for, no manifest can grant.
        _ if import.capability.is_some() => Some(&DENIED_IMPORT),
        _ => None,
    }
}
