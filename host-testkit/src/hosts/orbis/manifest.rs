//! The manifest: `manifest.json`, or the same text in the custom section `manifest`.
//!
//! It is parsed strictly by type (`manifest.rs:8-58`), then validated (`manifest.rs:66-97`, `196-221`); each part in the host's
//! order and words.

use anyhost_abi::Dialect;
use anyhost_abi::orbis::package::SECTION;
use anyhost_abi::orbis::{HANDLER, HOST, ui};
use semver::Version;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use wasmparser::{Parser, Payload};

use crate::sandbox::Plugin;

/// The name of a plugin that has none.
const UNNAMED: &str = "plugin";

/// A manifest that the host could parse. Fields that it does not know are ignored.
#[expect(dead_code, reason = "of some fields the host reads only the type")]
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) name: String,
    pub(crate) version: String,
    #[serde(default)]
    pub(crate) description: String,
    #[serde(default)]
    pub(crate) author: Option<String>,
    #[serde(default)]
    pub(crate) homepage: Option<String>,
    #[serde(default)]
    pub(crate) license: Option<String>,
    #[serde(default)]
    pub(crate) min_orbis_version: Option<String>,
    #[serde(default)]
    pub(crate) dependencies: Vec<Dependency>,
    #[serde(default)]
    pub(crate) permissions: Vec<Permission>,
    #[serde(default)]
    pub(crate) routes: Vec<Route>,
    #[serde(default)]
    pub(crate) pages: Vec<Box<RawValue>>,
    #[serde(default)]
    pub(crate) wasm_entry: Option<String>,
    #[serde(default)]
    pub(crate) config: Value,
}

/// Another plugin that this one names; the host never looks for it.
#[expect(dead_code, reason = "the host reads only its type")]
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) version: String,
    #[serde(default)]
    pub(crate) optional: bool,
}

/// What a plugin asks for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Permission {
    DatabaseRead,
    DatabaseWrite,
    FileRead,
    FileWrite,
    Network,
    System,
    Shell,
    Environment,
    /// Nothing that the host knows.
    Custom(String),
}

/// A way to a handler.
#[allow(dead_code, reason = "of some fields the host reads only the type")]
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Route {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) handler: String,
    #[serde(default)]
    pub(crate) description: Option<String>,
    #[serde(default = "yes")]
    pub(crate) requires_auth: bool,
    #[serde(default)]
    pub(crate) permissions: Vec<String>,
    #[serde(default)]
    pub(crate) rate_limit: Option<u32>,
}

fn yes() -> bool {
    true
}

/// Why the host does not take a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Invalid {
    pub(crate) part: Part,
    /// The host's words.
    pub(crate) text: String,
}

/// What of it is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// There is none.
    Absent,
    /// It is no JSON, or not of the types that the host parses.
    Type,
    Name,
    Version,
    /// The route of this number.
    Route(usize),
    /// The page of this number.
    Page(usize),
}

impl Manifest {
    /// The manifest of a `manifest.json`, valid.
    pub(crate) fn of_file(bytes: &[u8]) -> Result<Self, Invalid> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::parse(text, "Failed to parse manifest"),
            Err(_) => Err(invalid(Part::Type, "Failed to read manifest: stream did not contain valid UTF-8")),
        }
    }

    /// The manifest that a wasm carries, valid (loader.rs:233-268).
    pub(crate) fn embedded(wasm: &[u8]) -> Result<Self, Invalid> {
        match section(wasm) {
            Ok(Some(section)) => match std::str::from_utf8(section) {
                Ok(text) => Self::parse(text, "Failed to parse embedded manifest"),
                Err(_) => Err(invalid(Part::Type, "Manifest section is not valid UTF-8")),
            },
            Ok(None) => Err(invalid(Part::Absent, "No embedded manifest found in WASM custom section")),
            Err(text) => Err(invalid(Part::Type, format!("Failed to parse WASM: {text}"))),
        }
    }

    /// Types, then values; pages are looked at with both.
    fn parse(text: &str, fails: &str) -> Result<Self, Invalid> {
        let manifest: Self = serde_json::from_str(text).map_err(|error| invalid(Part::Type, format!("{fails}: {error}")))?;
        let pages = manifest.pages.iter().enumerate();
        let wrong = pages.filter_map(|(at, page)| Some((at, ui::check(&format!("[{}]", page.get())).err()?)));
        let (values, types): (Vec<_>, Vec<_>) = wrong.partition(|(_, error)| matches!(error.problem, ui::Problem::Invalid(_)));
        if let Some((at, error)) = types.first() {
            return Err(invalid(Part::Page(*at), format!("{fails}: {}", words(error))));
        }
        manifest.validate().map_err(|(part, text)| invalid(part, format!("Invalid manifest: {text}")))?;
        match values.first() {
            Some((at, error)) => Err(invalid(Part::Page(*at), format!("Invalid UI schema: {}", words(error)))),
            None => Ok(manifest),
        }
    }

    /// One without routes.
    pub(crate) fn empty() -> Self {
        Self {
            name: UNNAMED.to_owned(),
            version: "0.0.0".to_owned(),
            description: String::new(),
            author: None,
            homepage: None,
            license: None,
            min_orbis_version: None,
            dependencies: Vec::new(),
            permissions: Vec::new(),
            routes: Vec::new(),
            pages: Vec::new(),
            wasm_entry: None,
            config: Value::Null,
        }
    }

    /// For a wasm that comes alone: each export of a handler's type becomes a route of its name, for `POST` and `GET`, without
    /// authentication.
    pub(crate) fn made(dialect: &'static Dialect, plugin: &Plugin) -> Self {
        let own = |name: &str| dialect.exports.iter().any(|export| export.name.fixed() == Some(name));
        let handlers = plugin.module.exports().map(|export| export.name().to_owned());
        let handlers = handlers.filter(|name| plugin.has_func(name, &HANDLER) && !own(name));
        let route = |method: &str, handler: &str| Route {
            method: method.to_owned(),
            path: format!("/{handler}"),
            handler: handler.to_owned(),
            description: None,
            requires_auth: false,
            permissions: Vec::new(),
            rate_limit: None,
        };
        let routes = handlers.flat_map(|handler| [route("POST", &handler), route("GET", &handler)]).collect();
        Self { routes, ..Self::empty() }
    }

    fn validate(&self) -> Result<(), (Part, String)> {
        let wrong = |part, text: &str| Err((part, text.to_owned()));
        if self.name.is_empty() {
            return wrong(Part::Name, "Plugin name is required");
        }
        if !self.name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') {
            return wrong(Part::Name, "Plugin name must contain only alphanumeric characters, hyphens, and underscores");
        }
        if self.version.is_empty() {
            return wrong(Part::Version, "Plugin version is required");
        }
        if let Err(error) = Version::parse(&self.version) {
            return wrong(Part::Version, &format!("Invalid plugin version '{}': {error}", self.version));
        }
        let mut routes = self.routes.iter().enumerate();
        routes.try_for_each(|(at, route)| route.validate().map_err(|text| (Part::Route(at), text)))
    }

    /// Whether the host grants this capability, as far as it can be asked for at all.
    pub(crate) fn asks_for(&self, capability: &str) -> bool {
        self.permissions.iter().any(|permission| permission.capability() == Some(capability))
    }
}

impl Permission {
    /// What it would grant, in the words of the functions that ask for it.
    pub(super) fn capability(&self) -> Option<&str> {
        match self {
            Self::DatabaseRead => Some("database:read"),
            Self::DatabaseWrite => Some("database:write"),
            Self::Network => Some("network:http"),
            Self::Custom(name) => Some(name),
            Self::FileRead | Self::FileWrite | Self::System | Self::Shell | Self::Environment => None,
        }
    }

    /// As a manifest writes it.
    pub(super) fn shown(&self) -> String {
        match serde_json::to_value(self) {
            Ok(Value::String(name)) => format!("`{name}`"),
            other => format!("`{}`", other.unwrap_or_default()),
        }
    }
}

impl Route {
    fn validate(&self) -> Result<(), String> {
        if !HOST.words.methods.contains(&self.method.to_uppercase().as_str()) {
            return Err(format!("Invalid HTTP method: {}", self.method));
        }
        if self.path.is_empty() {
            return Err("Route path is required".to_owned());
        }
        if !self.path.starts_with('/') {
            return Err("Route path must start with '/'".to_owned());
        }
        if self.handler.is_empty() {
            return Err("Route handler is required".to_owned());
        }
        Ok(())
    }
}

fn invalid(part: Part, text: impl Into<String>) -> Invalid {
    Invalid { part, text: text.into() }
}

/// What is wrong with a page, in the words of the host's parser as far as they do not depend on its place.
fn words(error: &ui::Error) -> String {
    match error.problem {
        ui::Problem::Missing => format!("missing field `{}`", error.key),
        ui::Problem::Twice => format!("duplicate field `{}`", error.key),
        ui::Problem::Invalid(text) => text.to_owned(),
        _ => error.message().as_str().to_owned(),
    }
}

/// The first custom section that the host takes for a manifest. The error: the file is broken before it.
pub(crate) fn section(wasm: &[u8]) -> Result<Option<&[u8]>, String> {
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(|error| error.to_string())? {
            Payload::CustomSection(section) if section.name() == SECTION => return Ok(Some(section.data())),
            _ => {}
        }
    }
    Ok(None)
}
