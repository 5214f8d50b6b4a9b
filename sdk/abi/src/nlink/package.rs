//! The package: a folder of a fixed name, with npm's metadata, the form and the code.

use super::{other, page};
use crate::File;

/// The plugin; preferred over [`SCRIPT`].
pub const WASM: &str = "execution.wasm";
/// What runs if the wasm is absent or fails.
pub const SCRIPT: &str = "execution.js";
/// The node's form.
pub const DEFINITION: &str = "definition.json";
/// npm's metadata.
pub const PACKAGE: &str = "package.json";
/// The node's picture.
pub const ICON: &str = "icon.svg";
/// The package's page.
pub const README: &str = "README.md";

/// What a package's folder name starts with; the node's name follows. It is the node's id, too.
pub const FOLDER_PREFIX: &str = "nlink-community.";
/// What a package's npm name starts with.
pub const NPM_PREFIX: &str = "nlink-community-";

/// Keys of package.json.
pub mod key {
    /// npm's name.
    pub const NAME: &str = "name";
    /// npm's version.
    pub const VERSION: &str = "version";
    /// What the node does.
    pub const DESCRIPTION: &str = "description";
    /// Object by which the platform finds nodes.
    pub const NLINK: &str = "nlink";
    /// List of node ids in that object.
    pub const NODES: &str = "nodes";
}

/// The limit of a package's size in [`Dialect::limits`](crate::Dialect::limits).
pub const LIMIT: &str = "package_bytes";

pub(super) const FILES: &[File] = &[
    File {
        name: WASM,
        does: "the plugin; preferred over execution.js",
        generated: false,
        section: None,
        source: page!("package"),
    },
    File {
        name: DEFINITION,
        does: "the node's form: `properties`, whose names are the keys of `params`",
        generated: true,
        section: None,
        source: page!("package"),
    },
    File {
        name: PACKAGE,
        does: "npm metadata; `nlink.nodes` lists the node ids",
        generated: false,
        section: None,
        source: page!("package"),
    },
    File {
        name: SCRIPT,
        does: "optional: runs if execution.wasm is absent or fails",
        generated: false,
        section: None,
        source: page!("package"),
    },
    File {
        name: ICON,
        does: "optional: the node's picture",
        generated: false,
        section: None,
        source: other!("nlink.run/docs/community-node: files"),
    },
    File {
        name: README,
        does: "optional: the package's page",
        generated: false,
        section: None,
        source: other!("nlink.run/docs/community-node: files"),
    },
];
