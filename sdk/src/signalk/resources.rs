//! Resources that a plugin keeps: tracks, waypoints, notes, and types of its own.

use crate::join;
use crate::rt::Reader;
use crate::rt::json::Kind;
use alloc::string::String;
use alloc::vec::Vec;
use serde_core::{Deserialize, Serialize};

/// What a plugin does that keeps resources, with `resources("tracks", …)` among the arguments of its attribute. Clients
/// reach them at `/signalk/v2/api/resources/<type>`.
///
/// ```
/// use anyhost::signalk::{ResourceProvider, ResourceQuery};
/// use std::collections::BTreeMap;
///
/// struct Logbook {
///     entries: BTreeMap<String, String>,
/// }
///
/// impl ResourceProvider for Logbook {
///     type Resource = String;
///
///     fn list(&mut self, query: &ResourceQuery) -> Result<Vec<(String, String)>, String> {
///         let limit = query.get("limit").and_then(|limit| limit.parse().ok()).unwrap_or(usize::MAX);
///         Ok(self.entries.clone().into_iter().take(limit).collect())
///     }
///
///     fn get(&mut self, _kind: &str, id: &str) -> Result<Option<String>, String> {
///         Ok(self.entries.get(id).cloned())
///     }
///
///     fn set(&mut self, _kind: &str, id: &str, entry: String) -> Result<(), String> {
///         self.entries.insert(id.to_owned(), entry);
///         Ok(())
///     }
///
///     fn delete(&mut self, _kind: &str, id: &str) -> Result<(), String> {
///         self.entries.remove(id);
///         Ok(())
///     }
/// }
/// ```
///
/// `kind` is the type of the resource, where a plugin keeps several. The server has no way to tell a client of an error: it
/// ignores what [`set`](Self::set) and [`delete`](Self::delete) answer (`resource-provider.ts`), so an `Err` becomes the
/// plugin's [`error`](super::error()). All resources of a list together may be 65,536 bytes of JSON.
#[diagnostic::on_unimplemented(
    message = "`{Self}` keeps no resources",
    label = "`resources(…)` among the arguments says that it does",
    note = "write `impl anyhost::signalk::ResourceProvider for {Self}`, or leave the argument out"
)]
pub trait ResourceProvider {
    /// A resource: any type that serde can write and read. For several types of resources it is an enum, or
    /// `serde_json::Value`.
    type Resource: Serialize + for<'de> Deserialize<'de>;

    /// The resources of a type that a query asks for, with their ids.
    ///
    /// # Errors
    ///
    /// The client gets none, and the plugin's error is the text.
    fn list(&mut self, query: &ResourceQuery) -> Result<Vec<(String, Self::Resource)>, String>;

    /// The resource of an id, `None` if there is none: the client gets a 404.
    ///
    /// # Errors
    ///
    /// The same, and the plugin's error is the text.
    fn get(&mut self, kind: &str, id: &str) -> Result<Option<Self::Resource>, String>;

    /// Keeps a resource, new or in place of another one. The server asks for it by [`get`](Self::get) before it lets a client
    /// replace it.
    ///
    /// # Errors
    ///
    /// The plugin's error is the text; the client learns nothing.
    fn set(&mut self, kind: &str, id: &str, resource: Self::Resource) -> Result<(), String>;

    /// Removes a resource.
    ///
    /// # Errors
    ///
    /// The plugin's error is the text; the client learns nothing.
    fn delete(&mut self, kind: &str, id: &str) -> Result<(), String>;
}

/// What a client asks a list for.
#[derive(Debug, Clone)]
pub struct ResourceQuery {
    kind: String,
    json: String,
}

impl ResourceQuery {
    /// Of a request, which names the type beside the query.
    pub(super) fn new(json: &str) -> Self {
        let mut query = Self { kind: String::new(), json: join(&[json]) };
        query.kind = query.get("resourceType").unwrap_or_default();
        query
    }

    /// The type of the resources.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// A parameter of the query (`?limit=5`) as text; one that is there several times, or has parts, as JSON.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<String> {
        let mut buffer = Vec::from(self.json.as_bytes());
        let mut found = None;
        Reader::new(&mut buffer).entries(&mut |name, value| {
            if name == key {
                found = text(value);
            }
        });
        found
    }

    /// The whole query as JSON, with the type of the resources as `resourceType`.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }
}

/// A string as its text, anything else as JSON.
fn text(value: &mut Reader<'_>) -> Option<String> {
    match value.kind() {
        Kind::String => value.string(),
        _ => value.raw().map(|value| join(&[value.as_str()])),
    }
}
