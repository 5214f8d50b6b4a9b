//! The package: a folder or a zip with the manifest and the wasm, or a wasm that carries its manifest (`loader.rs:113-148`).

use super::manifest::{
    AUTHOR, CONFIG, DESCRIPTION, HANDLER, HOMEPAGE, LICENSE, METHOD, NAME, PAGES, PATH, PERMISSIONS, RATE_LIMIT, REQUIRES_AUTH,
    ROUTES, VERSION, WASM_ENTRY,
};

/// The manifest in a folder and in a zip.
pub const MANIFEST: &str = "manifest.json";
/// The custom section with the same text, of which the first one counts.
pub const SECTION: &str = "manifest";
/// The folder that files of a zip may lie in.
pub const ZIP_FOLDER: &str = "plugin";

/// Key of a version that nobody looks at.
pub const MIN_ORBIS_VERSION: &str = "min_orbis_version";
/// Key of a list that nobody looks at.
pub const DEPENDENCIES: &str = "dependencies";

/// Keys that the manifest has (`manifest.rs:8-58`).
pub const FIELDS: &[&str] = &[
    NAME,
    VERSION,
    DESCRIPTION,
    AUTHOR,
    HOMEPAGE,
    LICENSE,
    MIN_ORBIS_VERSION,
    DEPENDENCIES,
    PERMISSIONS,
    ROUTES,
    PAGES,
    WASM_ENTRY,
    CONFIG,
];

/// Keys that a route has (`manifest.rs:174-221`).
pub const ROUTE_FIELDS: &[&str] = &[METHOD, PATH, HANDLER, DESCRIPTION, REQUIRES_AUTH, PERMISSIONS, RATE_LIMIT];
