//! Capabilities and permissions: what gates imports.

/// Bits of capabilities (`limits.rs:107-193`).
pub mod capability {
    /// Nothing.
    pub const NONE: u32 = 0;
    /// Read files.
    pub const STORAGE_READ: u32 = 0x1;
    /// Write files.
    pub const STORAGE_WRITE: u32 = 0x2;
    /// Delete files.
    pub const STORAGE_DELETE: u32 = 0x4;
    /// GET, HEAD, OPTIONS.
    pub const HTTP_GET: u32 = 0x8;
    /// Other methods.
    pub const HTTP_WRITE: u32 = 0x10;
    /// Read variables.
    pub const VARIABLES_READ: u32 = 0x20;
    /// Write variables.
    pub const VARIABLES_WRITE: u32 = 0x40;
    /// Read the cache.
    pub const CACHE_READ: u32 = 0x80;
    /// Write the cache.
    pub const CACHE_WRITE: u32 = 0x100;
    /// OAuth tokens.
    pub const OAUTH: u32 = 0x200;
    /// The user's token.
    pub const TOKEN: u32 = 0x400;
    /// Stream events to the client.
    pub const STREAMING: u32 = 0x800;
    /// Agent-to-UI messages.
    pub const A2UI: u32 = 0x1000;
    /// Models.
    pub const MODELS: u32 = 0x2000;
    /// Functions of the flow.
    pub const FUNCTIONS: u32 = 0x4000;
    /// WebSockets.
    pub const WEBSOCKET: u32 = 0x8000;
    /// The crate's default.
    pub const STANDARD: u32 = STORAGE_READ | HTTP_GET | VARIABLES_READ | CACHE_READ | CACHE_WRITE;
    /// All of them.
    pub const ALL: u32 = 0xFFFF;
    /// What E2 strips from shadow runs: storage write and delete, HTTP write, variables write, cache write, OAuth.
    pub const SIDE_EFFECTS: u32 = STORAGE_WRITE | STORAGE_DELETE | HTTP_WRITE | VARIABLES_WRITE | CACHE_WRITE | OAUTH;
}

/// Each capability: its name as [`Import::capability`](crate::Import::capability) writes it, and its bit.
pub const CAPABILITIES: &[(&str, u32)] = &[
    ("STORAGE_READ", capability::STORAGE_READ),
    ("STORAGE_WRITE", capability::STORAGE_WRITE),
    ("STORAGE_DELETE", capability::STORAGE_DELETE),
    ("HTTP_GET", capability::HTTP_GET),
    ("HTTP_WRITE", capability::HTTP_WRITE),
    ("VARIABLES_READ", capability::VARIABLES_READ),
    ("VARIABLES_WRITE", capability::VARIABLES_WRITE),
    ("CACHE_READ", capability::CACHE_READ),
    ("CACHE_WRITE", capability::CACHE_WRITE),
    ("OAUTH", capability::OAUTH),
    ("TOKEN", capability::TOKEN),
    ("STREAMING", capability::STREAMING),
    ("A2UI", capability::A2UI),
    ("MODELS", capability::MODELS),
    ("FUNCTIONS", capability::FUNCTIONS),
    ("WEBSOCKET", capability::WEBSOCKET),
];

/// Their names alone.
pub(super) const CAPABILITY_NAMES: &[&str] = &{
    let mut names = [""; CAPABILITIES.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = CAPABILITIES[at].0;
        at += 1;
    }
    names
};

/// E2's closed list of permissions that a node definition may name, with the capabilities that each grants. Read in
/// `limits.rs` and `core/src/flow/node.rs` of Rheosoph/flow-like. Permissions without a bit here open sockets, which core
/// modules do not have. Later hosts also list two for databases, whose spelling was not seen.
pub const PERMISSIONS: &[(&str, u32)] = &[
    ("network:http", capability::HTTP_GET | capability::HTTP_WRITE),
    ("network:websocket", capability::WEBSOCKET),
    ("network:tcp", capability::NONE),
    ("network:udp", capability::NONE),
    ("network:dns", capability::NONE),
    ("storage:read", capability::STORAGE_READ),
    ("storage:write", capability::STORAGE_WRITE | capability::STORAGE_DELETE),
    ("variables", capability::VARIABLES_READ | capability::VARIABLES_WRITE),
    ("cache", capability::CACHE_READ | capability::CACHE_WRITE),
    ("streaming", capability::STREAMING),
    ("models", capability::MODELS),
    ("a2ui", capability::A2UI),
    ("oauth", capability::OAUTH),
    ("functions", capability::FUNCTIONS),
];

/// The names of [`PERMISSIONS`].
pub const PERMISSION_NAMES: &[&str] = &{
    let mut names = [""; PERMISSIONS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = PERMISSIONS[at].0;
        at += 1;
    }
    names
};

/// Permissions that E1's web pages list and E2 rejects.
pub const PERMISSIONS_REJECTED: &[&str] = &["storage:node", "storage:user"];

/// What an import answers when its capability is not granted: packed results and flags.
pub const DENIED: i64 = 0;

/// What an import with an `i32` status answers when its capability is not granted.
pub const DENIED_STATUS: i32 = -1;

/// Bits of a capability by its name.
#[must_use]
pub fn capability(name: &str) -> Option<u32> {
    CAPABILITIES.iter().find(|row| row.0 == name).map(|row| row.1)
}

/// Bits that a permission of E2's closed list grants; `None` if it is not in the list.
#[must_use]
pub fn permission(name: &str) -> Option<u32> {
    PERMISSIONS.iter().find(|row| row.0 == name).map(|row| row.1)
}
