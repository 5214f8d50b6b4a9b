//! The package: one of npm, with a keyword by which the server finds it, the wasm, and what it asks for.

use super::rules::server;
use crate::orbis::table::files;
use crate::{File, Source};

/// npm's metadata.
pub const PACKAGE: &str = "package.json";
/// The package's page.
pub const README: &str = "README.md";
/// Folder of web pages.
pub const WEB: &str = "public";
/// What `anyhost pack` calls the wasm; a package may call it otherwise.
pub const WASM: &str = "plugin.wasm";
/// What archives of npm call their folder, whatever the package.
pub const NPM_FOLDER: &str = "package";

/// The keyword of WASM plugins.
pub const KEYWORD: &str = "signalk-wasm-plugin";
/// One of these makes the server look at a package.
pub const KEYWORDS: &[&str] = &[KEYWORD, "signalk-node-server-plugin"];
/// The keyword of packages with web pages.
pub const WEB_KEYWORD: &str = "signalk-webapp";

/// Keys of package.json.
pub mod key {
    /// npm's name: the plugin's id is made from it.
    pub const NAME: &str = "name";
    /// npm's version.
    pub const VERSION: &str = "version";
    /// What the plugin does.
    pub const DESCRIPTION: &str = "description";
    /// Texts by which the server and the app store find packages.
    pub const KEYWORDS: &str = "keywords";
    /// What npm packs.
    pub const FILES: &str = "files";
    /// Path of the wasm.
    pub const MANIFEST: &str = "wasmManifest";
    /// Object of [`CAPABILITIES`](super::CAPABILITIES).
    pub const CAPABILITIES: &str = "wasmCapabilities";
    /// Object of what else the server knows of a plugin.
    pub const SIGNALK: &str = "signalk";
    /// Ignored for WASM plugins.
    pub const DEFAULT_ENABLED: &str = "signalk-plugin-enabled-by-default";
}

/// What a package may ask for.
#[derive(Debug, Clone, Copy)]
pub struct Capability {
    /// Its key in `wasmCapabilities`.
    pub name: &'static str,
    /// What holds where it is not written: `true`, `false`, or a text.
    pub default: &'static str,
    /// Whether the server refuses anything without it; what, is in the rows of imports.
    pub enforced: bool,
    /// Exports and imports of which one is a sign that a plugin uses it, for those that are not enforced.
    pub signs: &'static [&'static str],
    /// Where that was read or observed.
    pub source: Source,
}

/// The value of `storage` for a plugin that keeps nothing.
pub const NO_STORAGE: &str = "none";

const fn gate(name: &'static str, source: Source) -> Capability {
    Capability { name, default: "false", enforced: true, signs: &[], source }
}

const fn word(name: &'static str, default: &'static str, signs: &'static [&'static str], source: Source) -> Capability {
    Capability { name, default, enforced: false, signs, source }
}

/// Keys of `wasmCapabilities`, in the order in which they are written.
pub const CAPABILITIES: &[Capability] = &[
    word("dataRead", "true", &["delta_handler", "sk_get_self_path"], server!(Observed "wasm-serverapi.ts, which nothing calls")),
    word(
        "dataWrite",
        "true",
        &["sk_handle_message", "sk_publish_notification", "sk_register_put_handler"],
        server!(Observed "deltas with dataWrite false"),
    ),
    word(
        "storage",
        "vfs-only",
        &["sk_read_config", "sk_save_config", "path_open", "path_create_directory", "path_unlink_file", "path_rename"],
        server!(Observed "configuration with storage none"),
    ),
    word("httpEndpoints", "false", &["http_endpoints"], server!(Observed "routes without it")),
    gate("putHandlers", server!(Observed "env-imports.ts:433")),
    gate("resourceProvider", server!(Observed "resource-provider.ts:142")),
    gate("weatherProvider", server!(Observed "weather-provider.ts:189")),
    gate("radarProvider", server!(Observed "radar-provider.ts:215")),
    gate("rawSockets", server!(Observed "socket-manager.ts")),
    gate("network", server!(Read "standard-loader.ts:368-389")),
    word("serialPorts", "false", &[], server!(Read "nothing exists")),
];

pub(super) const FILES: &[File] = files! {
    from "signalk-server 2.32.0, ";
    "package.json", false, "name (the plugin's id is derived from it), a keyword `signalk-wasm-plugin` or `signalk-node-server-plugin`, `wasmManifest` (the file), `wasmCapabilities`", Observed "interfaces/plugins.ts:463-478, plugin-registry.ts:173-181";
    "plugin.wasm", false, "the plugin; any name, which `wasmManifest` tells", Observed "plugin-registry.ts:173-181";
    "README.md", false, "optional: the package's page in the app store", Read "npm";
    "public/", false, "web pages, with the keyword `signalk-webapp`", Read "plugin-registry.ts:104-157";
};
