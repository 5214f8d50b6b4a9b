//! The package: a folder or a zip with the manifest and the wasm, or a wasm that carries its manifest (`loader.rs:113-148`).

/// The manifest in a folder and in a zip.
pub const MANIFEST: &str = "manifest.json";
/// The custom section with the same text, of which the first one counts.
pub const SECTION: &str = "manifest";
/// What the wasm is called where `wasm_entry` does not say.
pub const WASM: &str = "plugin.wasm";
/// The folder that files of a zip may lie in.
pub const ZIP_FOLDER: &str = "plugin";

/// Keys of the manifest.
pub mod key {
    /// What the plugin is called, also in URLs.
    pub const NAME: &str = "name";
    /// The wasm in a folder and in a zip.
    pub const WASM_ENTRY: &str = "wasm_entry";
    /// Ways to handlers.
    pub const ROUTES: &str = "routes";
    /// Pages of the desktop.
    pub const PAGES: &str = "pages";
    /// What the plugin asks for.
    pub const PERMISSIONS: &str = "permissions";
    /// Values that the plugin reads.
    pub const CONFIG: &str = "config";
    /// Whether a route wants a user.
    pub const REQUIRES_AUTH: &str = "requires_auth";
}

/// Keys that the manifest has (`manifest.rs:8-58`).
pub const FIELDS: &[&str] = &[
    key::NAME,
    "version",
    "description",
    "author",
    "homepage",
    "license",
    "min_orbis_version",
    "dependencies",
    key::PERMISSIONS,
    key::ROUTES,
    key::PAGES,
    key::WASM_ENTRY,
    key::CONFIG,
];

/// Keys that a route has (`manifest.rs:174-221`).
pub const ROUTE_FIELDS: &[&str] =
    &["method", "path", "handler", "description", key::REQUIRES_AUTH, key::PERMISSIONS, "rate_limit"];
