//! The front ends: what of a request reaches a handler, and what the host answers itself.

use std::collections::BTreeMap;

use anyhost_abi::Dialect;
use anyhost_abi::orbis::SERVER_ROUTES;
use serde::Serialize;
use serde_json::{Value, json};

use super::manifest::{Manifest, Route};
use super::request::{Asked, User};

/// What a front end makes of a request.
#[derive(Debug, PartialEq)]
pub(super) enum Fronted {
    /// The handler, and its context.
    Call(String, String),
    Refused(Refusal),
    /// The host answers itself, with this.
    Own(Value),
    /// An administrator enables or disables the plugin.
    Switch(bool),
}

/// An answer of the host's, without the plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    /// The code of its envelope; empty where there is none.
    pub(super) code: &'static str,
    pub(super) text: String,
}

/// The handler's input, in the host's order of fields (runtime.rs:22-46).
#[derive(Debug, Serialize)]
struct Context<'a> {
    method: &'a str,
    path: &'a str,
    headers: &'a BTreeMap<String, String>,
    query: BTreeMap<String, String>,
    body: Value,
    user_id: Option<&'a str>,
    is_admin: bool,
}

/// The documented input; it has neither method nor path.
#[derive(Debug, Serialize)]
struct DocsContext<'a> {
    /// Natively only, where no host has chosen the handler.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    params: BTreeMap<String, String>,
    query: BTreeMap<String, String>,
    body: Value,
    headers: &'a BTreeMap<String, String>,
    user: Option<Value>,
}

fn refused(status: u16, code: &'static str, text: String) -> Fronted {
    Fronted::Refused(Refusal { status, code, text })
}

/// Without a text of its own.
fn text<T: Serialize>(context: &T) -> String {
    serde_json::to_string(context).unwrap_or_default()
}

/// The server's own order: the route, authentication, the body, the call (plugins.rs:80-172).
pub(super) fn http(dialect: &'static Dialect, manifest: &Manifest, asked: &Asked) -> Fronted {
    if let Some(answer) = own(manifest, asked) {
        return answer;
    }
    let found = manifest.routes.iter().find(|route| route.is(&asked.method) && route.path == asked.path);
    let Some(route) = found else {
        let Asked { method, path, .. } = asked;
        return refused(404, "NOT_FOUND", format!("Route {method} {path} not found in plugin '{}'", manifest.name));
    };
    if route.requires_auth && asked.user.is_none() {
        return refused(401, "AUTH_ERROR", "Authentication required".to_owned());
    }
    let limit = dialect.limit("request_body_bytes").unwrap_or(u64::MAX);
    let has_body = has_body(&asked.method);
    if has_body && asked.body.len() as u64 > limit {
        return refused(500, "PLUGIN_ERROR", "Failed to read body: length limit exceeded".to_owned());
    }
    let body = if has_body { body(&asked.body) } else { Value::Null };
    Fronted::Call(route.handler.clone(), context(asked, &asked.path, body))
}

/// The context of a request.
pub(super) fn context(asked: &Asked, path: &str, body: Value) -> String {
    text(&Context {
        method: &asked.method,
        path,
        headers: &asked.headers,
        query: asked.query(),
        body,
        user_id: asked.user.as_ref().map(|user| user.id.as_str()),
        is_admin: asked.user.as_ref().is_some_and(|user| user.is_admin),
    })
}

/// Whether a path under a plugin's name is the server's own; its router's wildcard takes at least one character.
pub(super) fn is_own(asked: &Asked) -> bool {
    asked.path == "/" || SERVER_ROUTES.iter().any(|(_, path)| *path == asked.path)
}

/// What the server answers under a plugin's name itself (plugins.rs:14-20, 176-217).
fn own(manifest: &Manifest, asked: &Asked) -> Option<Fronted> {
    if asked.path == "/" {
        return Some(refused(404, "", "Not Found".to_owned()));
    }
    let (method, path) = SERVER_ROUTES.iter().find(|(_, path)| *path == asked.path)?;
    if *method != asked.method {
        return Some(refused(405, "", "Method Not Allowed".to_owned()));
    }
    if *method != "GET" {
        return Some(match &asked.user {
            Some(user) if user.is_admin => Fronted::Switch(*path == "/enable"),
            Some(_) => refused(403, "NOT_ADMIN", "Admin privileges required".to_owned()),
            None => refused(401, "MISSING_TOKEN", "Authorization token is required".to_owned()),
        });
    }
    let seen = |page: &Value| asked.user.is_some() || page.get("requires_auth").and_then(Value::as_bool) == Some(false);
    let pages = manifest.pages.iter().filter_map(|page| serde_json::from_str(page.get()).ok());
    let pages: Vec<Value> = pages.filter(seen).map(|page| served(&manifest.name, page)).collect();
    Some(Fronted::Own(json!({ "pages": pages })))
}

/// A page as it is served: with its whole route.
fn served(name: &str, mut page: Value) -> Value {
    if let Some(route) = page.get("route").and_then(Value::as_str) {
        let whole = format!("/plugins/{name}{route}");
        page["route"] = whole.into();
    }
    page
}

/// Methods whose body the host reads.
pub(super) fn has_body(method: &str) -> bool {
    matches!(method, "POST" | "PUT" | "PATCH")
}

/// Nothing is null, JSON its value, anything else a text, whatever the content type.
pub(super) fn body(bytes: &[u8]) -> Value {
    if bytes.is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(bytes).unwrap_or_else(|_| Value::String(String::from_utf8_lossy(bytes).into_owned()))
}

/// The desktop calls a handler by its name: no route, no authentication, one header (commands.rs:683-743). `args` is the
/// object that the page hands over.
pub(super) fn desktop(handler: &str, method: &str, args: Option<Value>, user: Option<User>) -> Fronted {
    let headers = [("content-type", "application/json")];
    let asked = Asked { method: method.to_owned(), user, ..Asked::default() }.with_headers(headers);
    let body = args.unwrap_or_else(|| json!({}));
    Fronted::Call(handler.to_owned(), context(&asked, &format!("/{handler}"), body))
}

/// The documented request: path parameters, and neither method nor path.
pub(super) fn documented(manifest: &Manifest, asked: &Asked, native: bool) -> Fronted {
    let found = manifest.routes.iter().find_map(|route| Some((route, route.params(&asked.method, &asked.path)?)));
    let Some((route, params)) = found else {
        return refused(404, "NOT_FOUND", format!("no route of `{}` is {} {}", manifest.name, asked.method, asked.path));
    };
    let body = body(&asked.body);
    let user = asked.user.as_ref().map(|user| json!({"id": user.id, "is_admin": user.is_admin}));
    let [method, path] = [&asked.method, &asked.path].map(|text| native.then_some(text.as_str()));
    let context = DocsContext { method, path, params, query: asked.query(), body, headers: &asked.headers, user };
    Fronted::Call(route.handler.clone(), text(&context))
}

impl Route {
    /// Whether it is of this method.
    pub(super) fn is(&self, method: &str) -> bool {
        self.method.eq_ignore_ascii_case(method)
    }

    /// What stands for `:name` in its path, if it is the route of this request.
    fn params(&self, method: &str, path: &str) -> Option<BTreeMap<String, String>> {
        if !self.is(method) {
            return None;
        }
        let (mut pattern, mut path) = (self.path.split('/'), path.split('/'));
        let mut params = BTreeMap::new();
        loop {
            match (pattern.next(), path.next()) {
                (None, None) => return Some(params),
                (Some(part), Some(given)) => match part.strip_prefix(':').filter(|name| !name.is_empty()) {
                    Some(name) if !given.is_empty() => {
                        params.insert(name.to_owned(), given.to_owned());
                    }
                    None if part == given => {}
                    _ => return None,
                },
                _ => return None,
            }
        }
    }
}
