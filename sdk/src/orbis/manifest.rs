//! `manifest.json`, rendered by the compiler (`manifest.rs:8-58` of the host).

use crate::rt::konst::Text;
use crate::rt::{Grant, RouteInfo, RoutesInfo};
use anyhost_abi::orbis::manifest as keys;

/// The length of [`manifest_json`].
#[doc(hidden)]
#[must_use]
pub const fn manifest_json_len(plugin: &RoutesInfo, dialect: usize) -> usize {
    render::<0>(plugin, dialect).len()
}

/// `manifest.json` for the dialect of this index among those of the plugin.
#[doc(hidden)]
#[must_use]
pub const fn manifest_json<const N: usize>(plugin: &RoutesInfo, dialect: usize) -> [u8; N] {
    render::<N>(plugin, dialect).into_bytes()
}

const fn render<const N: usize>(plugin: &RoutesInfo, dialect: usize) -> Text<N> {
    let mut text = Text::new();
    text.add("{");
    text.string(keys::NAME);
    text.add(":");
    text.string(plugin.name);
    text.member(keys::VERSION, plugin.version);
    member(&mut text, keys::DESCRIPTION, plugin.description);
    if !plugin.authors.is_empty() {
        text.key(keys::AUTHOR);
        authors(&mut text, plugin.authors);
    }
    member(&mut text, keys::HOMEPAGE, plugin.homepage);
    member(&mut text, keys::LICENSE, plugin.license);
    if !plugin.permissions.is_empty() {
        text.key(keys::PERMISSIONS);
        text.add("[");
        let mut i = 0;
        while i < plugin.permissions.len() {
            match plugin.permissions[i] {
                Grant::Known(name) => text.string(name),
                Grant::Custom(name) => {
                    text.add("{");
                    text.string(keys::CUSTOM);
                    text.add(":");
                    text.string(name);
                    text.add("}");
                }
            }
            text.add(",");
            i += 1;
        }
        text.drop_comma();
        text.add("]");
    }
    text.key(keys::ROUTES);
    text.add("[");
    let mut i = 0;
    while i < plugin.routes.len() {
        route(&mut text, plugin.routes[i], dialect);
        text.add(",");
        i += 1;
    }
    text.drop_comma();
    text.add("]");
    if let Some(pages) = plugin.pages {
        text.key(keys::PAGES);
        text.add(pages);
    }
    text.member(keys::WASM_ENTRY, keys::WASM);
    if let Some(config) = plugin.config {
        text.key(keys::CONFIG);
        text.add(config);
    }
    text.add("}\n");
    text
}

/// Adds a member, unless it is empty.
const fn member<const N: usize>(text: &mut Text<N>, key: &str, value: &str) {
    if !value.is_empty() {
        text.member(key, value);
    }
}

/// Adds the authors as one text, with commas between them.
const fn authors<const N: usize>(text: &mut Text<N>, authors: &str) {
    text.add("\"");
    let mut rest = authors;
    let mut i = 0;
    while i < rest.len() {
        if rest.as_bytes()[i] == b':' {
            let (author, others) = rest.split_at(i);
            text.string_text(author);
            text.add(", ");
            (_, rest) = others.split_at(1);
            i = 0;
        } else {
            i += 1;
        }
    }
    text.string_text(rest);
    text.add("\"");
}

const fn route<const N: usize>(text: &mut Text<N>, route: &RouteInfo, dialect: usize) {
    text.add("{");
    text.string(keys::METHOD);
    text.add(":");
    text.string(route.method);
    text.member(keys::PATH, route.paths[dialect]);
    text.member(keys::HANDLER, route.handlers[dialect]);
    member(text, keys::DESCRIPTION, route.description);
    text.key(keys::REQUIRES_AUTH);
    text.add(if route.requires_auth { "true" } else { "false" });
    if !route.permissions.is_empty() {
        text.key(keys::PERMISSIONS);
        text.strings(route.permissions);
    }
    if let Some(limit) = route.rate_limit {
        text.key(keys::RATE_LIMIT);
        text.number(limit);
    }
    text.add("}");
}
