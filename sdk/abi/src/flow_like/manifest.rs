//! Names in `flow-like.toml` (`manifest.rs:335-455`), and where the host looks for it and for the artefact.

use super::sandbox::capability as bits;
use super::{e1, e2};
use crate::Source;

/// The manifest in a project's folder (desktop `developer.rs:643`).
pub const FILE: &str = "flow-like.toml";

/// What the web docs call it; read nowhere.
pub const WRONG_FILE: &str = "manifest.toml";

/// What a manifest beside the wasm ends in: `<module>.toml` for a local load (`client.rs:424`).
pub const BESIDE: &str = "toml";

/// The value of `manifest_version`.
pub const VERSION: i64 = 1;

/// What the id of a module without a manifest starts with; its version is [`LOCAL_VERSION`] (`client.rs:424`).
pub const LOCAL_ID: &str = "local.";

/// The version of a module without a manifest.
pub const LOCAL_VERSION: &str = "0.0.0";

/// Where the host looks for a project's artefact, after `wasm_path` and before it searches all folders to a depth of
/// [`SEARCH_DEPTH`] (desktop `developer.rs:650-712`).
pub const ARTEFACTS: &[&str] = &[
    "build/node.wasm",
    "build/release.wasm",
    "build/debug.wasm",
    "node.wasm",
    ".build/release/Node.wasm",
    "target/wasm/classes.wasm",
];

/// How deep that search goes. Paths with [`SEARCH_PREFERS`] come first.
pub const SEARCH_DEPTH: usize = 8;

/// What the search prefers in a path.
pub const SEARCH_PREFERS: &str = "release";

/// Tables of the manifest.
pub mod table {
    /// Tiers and flags.
    pub const PERMISSIONS: &str = "permissions";
    /// In `permissions`: what may be reached.
    pub const NETWORK: &str = "network";
    /// In `permissions`: which files.
    pub const FILESYSTEM: &str = "filesystem";
    /// In `permissions`: list of providers with their scopes.
    pub const OAUTH_SCOPES: &str = "oauth_scopes";
    /// List of nodes.
    pub const NODES: &str = "nodes";
}

/// Keys of the manifest.
pub mod key {
    /// Number of the format.
    pub const MANIFEST_VERSION: &str = "manifest_version";
    /// Reverse-domain id.
    pub const ID: &str = "id";
    /// Name for people.
    pub const NAME: &str = "name";
    /// Version.
    pub const VERSION: &str = "version";
    /// What it does.
    pub const DESCRIPTION: &str = "description";
    /// Path of the wasm in the project.
    pub const WASM_PATH: &str = "wasm_path";
    /// Its SHA-256, in hexadecimal digits.
    pub const WASM_HASH: &str = "wasm_hash";
    /// In `permissions`: one of [`MEMORY_TIERS`](super::MEMORY_TIERS).
    pub const MEMORY: &str = "memory";
    /// In `permissions`: one of [`TIMEOUT_TIERS`](super::TIMEOUT_TIERS).
    pub const TIMEOUT: &str = "timeout";
    /// In `oauth_scopes`: whose.
    pub const PROVIDER: &str = "provider";
    /// In `nodes`: path of the menu.
    pub const CATEGORY: &str = "category";
    /// In `nodes`: the providers that the node asks for tokens of.
    pub const OAUTH_PROVIDERS: &str = "oauth_providers";
    /// Texts that must be there.
    pub const REQUIRED: &[&str] = &[ID, NAME, VERSION, DESCRIPTION];
    /// Those of them that must not be empty.
    pub const NOT_EMPTY: &[&str] = &[ID, NAME, VERSION];
    /// Texts that each node must have.
    pub const NODE_REQUIRED: &[&str] = &[ID, NAME, DESCRIPTION, CATEGORY];
}

/// Tiers of memory and their MB; [`DEFAULT_TIER`] where none is named.
pub const MEMORY_TIERS: &[(&str, u64)] = &[("minimal", 16), ("light", 32), ("standard", 64), ("heavy", 128), ("intensive", 256)];

/// Tiers of time and their seconds; [`DEFAULT_TIER`] where none is named.
pub const TIMEOUT_TIERS: &[(&str, u64)] = &[("quick", 5), ("standard", 30), ("extended", 60), ("long_running", 300)];

/// The tier of both where none is named.
pub const DEFAULT_TIER: &str = "standard";

/// A flag under `[permissions]`: what the older epoch, which goes by the manifest, grants by it, and which permissions of
/// node definitions, by which the newer epoch goes, it stands for.
#[derive(Debug, Clone, Copy)]
pub struct Flag {
    /// The table in `permissions`; empty for `permissions` itself.
    pub table: &'static str,
    /// The key.
    pub key: &'static str,
    /// Bits of [`capability`](mod@super::sandbox::capability) that E1 grants.
    pub grants: u32,
    /// Permissions of definitions for which a package sets it.
    pub permissions: &'static [&'static str],
    /// Where that was read.
    pub source: Source,
}

const fn flag(table: &'static str, key: &'static str, grants: u32, permissions: &'static [&'static str], source: Source) -> Flag {
    Flag { table, key, grants, permissions, source }
}

const STORAGE: u32 = bits::STORAGE_READ | bits::STORAGE_WRITE | bits::STORAGE_DELETE;
const E1: Source = e1!(Read "manifest.rs:175-222, 335-455");
const E2: Source = e2!("manifest: flags of sockets");

/// Every flag. Either kind of storage grants all of it; `upload_dir` and `cache_dir` grant nothing. The permission
/// `functions` has no flag; `oauth` has the list `oauth_scopes`, any entry of which grants OAUTH.
pub const FLAGS: &[Flag] = &[
    flag("", "variables", bits::VARIABLES_READ | bits::VARIABLES_WRITE, &["variables"], E1),
    flag("", "cache", bits::CACHE_READ | bits::CACHE_WRITE, &["cache"], E1),
    flag("", "streaming", bits::STREAMING, &["streaming"], E1),
    flag("", "a2ui", bits::A2UI, &["a2ui"], E1),
    flag("", "models", bits::MODELS, &["models"], E1),
    flag(table::NETWORK, "http_enabled", bits::HTTP_GET | bits::HTTP_WRITE, &["network:http"], E1),
    flag(table::NETWORK, "websocket_enabled", bits::WEBSOCKET, &["network:websocket"], E1),
    flag(table::NETWORK, "tcp_enabled", bits::NONE, &["network:tcp"], E2),
    flag(table::NETWORK, "udp_enabled", bits::NONE, &["network:udp"], E2),
    flag(table::NETWORK, "dns_enabled", bits::NONE, &["network:dns"], E2),
    flag(table::FILESYSTEM, "node_storage", STORAGE, &["storage:read", "storage:write"], E1),
    flag(table::FILESYSTEM, "user_storage", STORAGE, &[], E1),
    flag(table::FILESYSTEM, "upload_dir", bits::NONE, &[], E1),
    flag(table::FILESYSTEM, "cache_dir", bits::NONE, &[], E1),
];

/// The permission that `oauth_scopes` stands for.
pub const OAUTH: &str = "oauth";

/// In `permissions.network`: the hosts that may be reached; empty for all.
pub const ALLOWED_HOSTS: &str = "allowed_hosts";
