//! What does not stop the host and is seen without running anything: exports, imports, the manifest.

use anyhost_abi::orbis::package::{DEPENDENCIES, FIELDS, MIN_ORBIS_VERSION, ROUTE_FIELDS, SECTION};
use anyhost_abi::orbis::{
    HANDLER,
    manifest::{CONFIG, PAGES, REQUIRES_AUTH, ROUTES},
};
use anyhost_abi::orbis::{HOST, rules};
use anyhost_abi::{Name, Need, Role, Rule};
use serde_json::{Map, Value};
use wasmparser::{Parser, Payload};

use super::manifest::{Manifest, Permission, Route};
use super::{Orbis, pages};
use crate::hosts::Fault;
use crate::report::Finding;
use crate::sandbox::Plugin;
use crate::text::shorten;

/// Exports that are named at most.
const LISTED: usize = 8;

/// What is seen in the file itself.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// The text of the manifest that the host reads; empty without one.
    pub(super) text: Vec<u8>,
    has_start: bool,
    /// Sections that could be the manifest.
    sections: usize,
    /// It came with a manifest beside it, and its package tells of the sections.
    is_packed: bool,
}

impl Facts {
    pub(super) fn of(wasm: &[u8], beside: Option<&[u8]>) -> Self {
        let mut facts = Self { text: beside.unwrap_or_default().to_vec(), is_packed: beside.is_some(), ..Self::default() };
        for payload in Parser::new(0).parse_all(wasm).map_while(Result::ok) {
            match payload {
                Payload::StartSection { .. } => facts.has_start = true,
                Payload::CustomSection(section) if section.name() == SECTION => {
                    if facts.sections == 0 && !facts.is_packed {
                        facts.text = section.data().to_vec();
                    }
                    facts.sections += 1;
                }
                _ => {}
            }
        }
        facts
    }
}

impl Orbis {
    pub(super) fn advise_all(&self, plugin: &Plugin) -> Vec<Finding> {
        let mut findings = Vec::new();
        let facts = self.facts();
        if facts.has_start {
            findings.push(Finding::new(&rules::START_SECTION, "the module has a start function"));
        }
        if facts.sections > 1 && !facts.is_packed {
            findings.push(crate::package::orbis::twice());
        }
        self.imports(plugin, &mut findings);
        self.exports(plugin, &mut findings);
        if self.invalid().is_none() && !self.is_made() {
            self.handlers(plugin, &mut findings);
            self.said(plugin, &mut findings);
        }
        findings
    }

    fn imports(&self, plugin: &Plugin, findings: &mut Vec<Finding>) {
        let manifest = self.manifest();
        let rows: Vec<_> =
            plugin.module.imports().filter_map(|import| self.dialect.import(import.module(), import.name())).collect();
        for row in &rows {
            let what = format!("the module imports `{}.{}`", row.module, row.name);
            if let Some(rule) = rules::import_rule(row) {
                findings.push(Finding::new(rule, &what));
            }
            let wanted = row.capability.filter(|name| !self.is_made() && !manifest.asks_for(name));
            if let Some(wanted) = wanted {
                let detail = format!("{what}, and the manifest does not ask for {}", spelling(wanted));
                findings.push(Finding::new(&rules::PERMISSION_MISSING, &detail));
            }
        }
        for permission in &manifest.permissions {
            let used = |name: &str| rows.iter().any(|row| row.capability == Some(name));
            if !permission.capability().is_some_and(used) {
                let detail = format!("nothing of the module needs {}", permission.shown());
                findings.push(Finding::new(&rules::PERMISSION_UNUSED, &detail));
            }
        }
    }

    fn exports(&self, plugin: &Plugin, findings: &mut Vec<Finding>) {
        for (role, export) in self.dialect.exports.iter().map(|export| (export.role, export)) {
            let Name::Fixed(name) = export.name else { continue };
            let rule = match role {
                Role::PluginStart | Role::Execute | Role::PluginStop if export.need == Need::Ignored => &rules::HOOKS,
                Role::Initialize => &rules::CONSTRUCTORS,
                Role::Other if name == "__wasm_call_ctors" => &rules::CONSTRUCTORS,
                _ => continue,
            };
            if plugin.func(name).is_some() {
                findings.push(Finding::new(rule, &format!("the module exports `{name}`")));
            }
        }
        let alloc = self.name(Role::Allocate);
        if self.is_docs() && plugin.func(alloc).is_none() {
            findings.push(Finding::new(&rules::DOCS_ALLOC, &format!("no function is exported as `{alloc}`")));
        }
    }

    /// Handlers that the manifest names and those that it does not.
    fn handlers(&self, plugin: &Plugin, findings: &mut Vec<Finding>) {
        let manifest = self.manifest();
        let wrong = manifest.routes.iter().filter_map(|route| self.wrong_handler(plugin, &route.handler));
        findings.extend(wrong.filter_map(|fault: Fault| fault.finding()));
        if self.is_docs() {
            return;
        }
        let routed = |name: &str| manifest.routes.iter().any(|route| route.handler == name);
        let names = plugin.module.exports().map(|export| export.name().to_owned());
        let unrouted: Vec<String> =
            names.filter(|name| plugin.has_func(name, &HANDLER) && !routed(name)).map(|name| format!("`{name}`")).collect();
        if !unrouted.is_empty() {
            let more = if unrouted.len() > LISTED { ", …" } else { "" };
            let shown = unrouted.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
            findings.push(Finding::new(&rules::UNROUTED, &format!("no route names {shown}{more}")));
        }
    }

    /// What the manifest says.
    fn said(&self, plugin: &Plugin, findings: &mut Vec<Finding>) {
        let manifest = self.manifest();
        let fields: Map<String, Value> = serde_json::from_slice(&self.facts().text).unwrap_or_default();
        twice(&manifest, findings);
        findings.extend(pages::judge(&manifest.name, fields.get(PAGES), |handler| plugin.has_func(handler, &HANDLER)));
        if self.is_docs() {
            return;
        }
        routes(&manifest, fields.get(ROUTES), findings);
        unknown(&fields, FIELDS, "the manifest", findings);
        for name in [MIN_ORBIS_VERSION, DEPENDENCIES] {
            let is_said = |value: &Value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty());
            if fields.get(name).is_some_and(is_said) {
                findings.push(Finding::new(&rules::UNENFORCED, &format!("the manifest has `{name}`")));
            }
        }
        let reads = plugin.module.imports().any(|import| import.name() == "get_config");
        let is_object = |config: &Value| config.is_object() || config.is_null();
        if reads && fields.get(CONFIG).is_some_and(|config| !is_object(config)) {
            findings.push(Finding::new(
                &rules::CONFIG_OBJECT,
                &format!("`{CONFIG}` is no object, and the code imports `get_config`"),
            ));
        }
        if manifest.description.is_empty() {
            findings.push(Finding::new(&rules::DESCRIPTION, "the manifest has no `description`"));
        }
    }
}

/// How a manifest asks for what an import wants.
fn spelling(capability: &str) -> String {
    let known = [Permission::DatabaseRead, Permission::DatabaseWrite, Permission::Network];
    let found = known.into_iter().find(|permission| permission.capability() == Some(capability));
    found.unwrap_or_else(|| Permission::Custom(capability.to_owned())).shown()
}

fn twice(manifest: &Manifest, findings: &mut Vec<Finding>) {
    for (at, route) in manifest.routes.iter().enumerate() {
        let same = |other: &Route| other.path == route.path && other.is(&route.method);
        if manifest.routes.iter().take(at).any(same) {
            let detail = format!("{} stands in the manifest twice", shown(route));
            findings.push(Finding::new(&rules::ROUTE_TWICE, &detail));
        }
    }
}

fn routes(manifest: &Manifest, written: Option<&Value>, findings: &mut Vec<Finding>) {
    let written = written.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for (route, written) in manifest.routes.iter().zip(written) {
        for (rule, detail) in route_rules(route, written) {
            findings.push(Finding::new(rule, &detail));
        }
        if let Some(fields) = written.as_object() {
            unknown(fields, ROUTE_FIELDS, &shown(route), findings);
        }
    }
}

fn route_rules(route: &Route, written: &Value) -> Vec<(&'static Rule, String)> {
    let name = shown(route);
    let mut broken: Vec<(&'static Rule, String)> = Vec::new();
    let is_param = |part: &str| part.len() > 1 && (part.starts_with(':') || (part.starts_with('{') && part.ends_with('}')));
    if let Some(part) = route.path.split('/').find(|part| is_param(part)) {
        broken.push((&rules::ROUTE_PARAMS, format!("{name} has the parameter `{}`", shorten(part))));
    }
    if route.path == "/" {
        broken.push((&rules::ROUTE_ROOT, format!("{name} has the path `/`")));
    }
    if route.path != "/" && HOST.words.routes.iter().any(|(_, path)| *path == route.path) {
        broken.push((&rules::ROUTE_TAKEN, format!("{name} is a path of the host's own")));
    }
    if route.is("HEAD") || route.is("OPTIONS") {
        broken.push((&rules::ROUTE_HEAD, format!("{name} is declared")));
    }
    if written.get(REQUIRES_AUTH).is_none() {
        broken.push((&rules::AUTH_UNSAID, format!("{name} does not say `{REQUIRES_AUTH}`")));
    }
    if route.rate_limit.is_some() || !route.permissions.is_empty() {
        broken.push((&rules::UNENFORCED, format!("{name} has a rate limit, or permissions")));
    }
    if route.handler.contains('.') {
        broken.push((&rules::HANDLER_NAME, format!("the handler of {name} is `{}`", shorten(&route.handler))));
    }
    broken
}

fn unknown(fields: &Map<String, Value>, known: &[&str], whose: &str, findings: &mut Vec<Finding>) {
    for name in fields.keys().filter(|name| !known.contains(&name.as_str())) {
        findings.push(Finding::new(&rules::UNKNOWN_FIELD, &format!("{whose} has the field `{}`", shorten(name))));
    }
}

fn shown(route: &Route) -> String {
    format!("`{} {}`", shorten(&route.method.to_uppercase()), shorten(&route.path))
}
