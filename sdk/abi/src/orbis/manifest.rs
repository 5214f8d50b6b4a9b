//! `manifest.json` (manifest.rs:8-58).

macro_rules! keys {
    ($($name:ident = $key:literal: $does:literal;)*) => {$(
        #[doc = $does]
        pub const $name: &str = $key;
    )*};
}

keys! {
    NAME = "name": "By which the host calls the plugin: letters, digits, `-` and `_`.";
    VERSION = "version": "As semver has it, all three numbers.";
    DESCRIPTION = "description": "Of the plugin, or of a route.";
    AUTHOR = "author": "A text.";
    HOMEPAGE = "homepage": "A text.";
    LICENSE = "license": "A text.";
    PERMISSIONS = "permissions": "What the plugin asks for; on a route what its users need, which the host does not look at.";
    CUSTOM = "custom": "A permission that is none of the host's: `{\"custom\":\"x\"}`. It grants nothing.";
    ROUTES = "routes": "What the plugin answers.";
    METHOD = "method": "Of a route.";
    PATH = "path": "Of a route; begins with `/`.";
    HANDLER = "handler": "Of a route: the export that answers.";
    REQUIRES_AUTH = "requires_auth": "Of a route: only for users, which it is by default.";
    RATE_LIMIT = "rate_limit": "Of a route: requests a minute, which the host does not enforce.";
    PAGES = "pages": "Pages of the user interface.";
    WASM_ENTRY = "wasm_entry": "The wasm's file, in a folder or a zip.";
    CONFIG = "config": "What `get_config` reads.";
    WASM = "plugin.wasm": "What the wasm's file is called by default.";
}
