//! What keeps the host from calling anything of a plugin, in the order in which it finds it.

use anyhost_abi::orbis::rules;
use anyhost_abi::orbis::ui::{self, Problem};
use anyhost_abi::orbis::{HANDLER, manifest::PAGES};
use anyhost_abi::{Role, Rule, Signature};
use serde_json::Value;

use super::Orbis;
use super::manifest::{Invalid, Part};
use crate::hosts::{Fault, export};
use crate::sandbox::{Plugin, Unmet, Why, show, unmet};
use crate::text;

impl Orbis {
    /// What keeps it from being loaded, and from every instance.
    pub(super) fn load_faults(&self, plugin: &Plugin) -> Vec<Fault> {
        if let Some(invalid) = self.invalid() {
            return vec![Fault::new(blame(invalid, &self.facts().text), &invalid.text, &invalid.text)];
        }
        let mut faults: Vec<Fault> = unmet(plugin, |module, name| self.dialect.import(module, name))
            .iter()
            .map(|import| self.import_fault(import))
            .collect();
        let limit = self.limit("memory_pages");
        if plugin.declared_pages > limit {
            let pages = plugin.declared_pages;
            let text = format!("Failed to instantiate plugin: memory minimum size of {pages} pages exceeds memory limits");
            let detail = format!("the module declares at least {}; the limit is {limit}", text::count(pages, "page"));
            faults.push(Fault::new(&rules::MEMORY_MINIMUM, text, detail));
        }
        faults
    }

    /// What every call fails at.
    pub(super) fn call_faults(&self, plugin: &Plugin) -> Vec<Fault> {
        if self.invalid().is_some() {
            return Vec::new();
        }
        let mut faults = Vec::new();
        let memory = self.name(Role::Memory);
        if !plugin.has_memory(memory) {
            let rule = if self.is_docs() { &rules::DOCS_MEMORY } else { &rules::NO_MEMORY };
            faults.push(Fault::new(rule, "Plugin memory not found", format!("no memory is exported as `{memory}`")));
        }
        faults.extend(self.function_faults(plugin));
        faults.extend(self.handler_fault(plugin));
        faults
    }

    /// Functions that every call needs.
    fn function_faults(&self, plugin: &Plugin) -> Vec<Fault> {
        let wanted: &[(Role, Option<&'static Rule>, &'static Rule)] = if self.is_docs() {
            &[
                (Role::PluginStart, Some(&rules::DOCS_HOOKS), &rules::DOCS_HOOKS),
                (Role::Execute, Some(&rules::DOCS_HOOKS), &rules::DOCS_HOOKS),
                (Role::PluginStop, Some(&rules::DOCS_HOOKS), &rules::DOCS_HOOKS),
                (Role::Allocate, None, &rules::DOCS_ALLOC_TYPE),
                (Role::Deallocate, None, &rules::DOCS_ALLOC_TYPE),
            ]
        } else {
            &[
                (Role::Allocate, Some(&rules::NO_ALLOCATE), &rules::ALLOCATE_TYPE),
                (Role::Deallocate, None, &rules::DEALLOCATE_TYPE),
            ]
        };
        let fault = |(role, absent, mistyped): &(Role, Option<&'static Rule>, &'static Rule)| {
            let (name, signature) = export(self.dialect, *role)?;
            let (is_there, wrong) = problem(plugin, name, signature)?;
            let rule = if is_there { Some(*mistyped) } else { *absent };
            Some(Fault::new(rule?, wrong.clone(), wrong))
        };
        wanted.iter().filter_map(fault).collect()
    }

    /// What is wrong where none of the handlers can be called.
    fn handler_fault(&self, plugin: &Plugin) -> Option<Fault> {
        let manifest = self.manifest();
        let wrong: Vec<Fault> = manifest.routes.iter().filter_map(|route| self.wrong_handler(plugin, &route.handler)).collect();
        if !manifest.routes.is_empty() {
            return wrong.first().filter(|_| wrong.len() == manifest.routes.len()).cloned();
        }
        let callable = plugin.module.exports().any(|export| plugin.has_func(export.name(), &HANDLER));
        let none = !callable && manifest.pages.is_empty();
        let rule = if self.is_docs() { &rules::DOCS_HANDLER } else { &rules::NO_HANDLER };
        none.then(|| Fault::new(rule, "there is nothing to call", format!("no function of the type {HANDLER} is exported")))
    }

    /// What is wrong with an export that the manifest names.
    pub(super) fn wrong_handler(&self, plugin: &Plugin, handler: &str) -> Option<Fault> {
        let (is_there, wrong) = problem(plugin, handler, &HANDLER)?;
        let rule = match (self.is_docs(), is_there) {
            (true, _) => &rules::DOCS_HANDLER,
            (false, true) => &rules::HANDLER_TYPE,
            (false, false) => &rules::HANDLER_MISSING,
        };
        Some(Fault::new(rule, wrong.clone(), wrong))
    }

    fn import_fault(&self, import: &Unmet) -> Fault {
        let (module, name) = (&import.module, &import.name);
        let what = format!("the module imports `{module}.{name}`");
        let unknown = format!("Failed to instantiate plugin: unknown import: `{module}::{name}` has not been defined");
        let docs = |rule| if self.is_docs() { &rules::DOCS_IMPORT } else { rule };
        match &import.why {
            Why::Type(asked, has) => Fault::new(
                docs(&rules::IMPORT_TYPE),
                format!("Failed to instantiate plugin: incompatible import type for `{module}::{name}`"),
                format!("{what} as {asked}; it is {has}"),
            ),
            Why::NotFunction(kind) => {
                let detail = format!("{what} as a {kind}; the host has functions only");
                Fault::new(docs(&rules::FOREIGN_IMPORT), unknown, detail)
            }
            Why::Unknown | Why::Untyped if module.starts_with("wasi") => Fault::new(docs(&rules::WASI_IMPORT), unknown, what),
            Why::Unknown | Why::Untyped => {
                Fault::new(docs(&rules::FOREIGN_IMPORT), unknown, format!("{what}, which is not there"))
            }
        }
    }
}

/// Whether an export is there, and what is wrong with it.
fn problem(plugin: &Plugin, name: &str, signature: &Signature) -> Option<(bool, String)> {
    if plugin.has_func(name, signature) {
        return None;
    }
    Some(match plugin.func(name) {
        Some(ty) => (true, format!("`{name}` is exported as {}; it is called as {signature}", show(&ty))),
        None => (false, format!("no function is exported as `{name}`")),
    })
}

/// What a manifest breaks that the host does not take.
fn blame(invalid: &Invalid, text: &[u8]) -> &'static Rule {
    match invalid.part {
        Part::Name => &rules::MANIFEST_NAME,
        Part::Version => &rules::MANIFEST_VERSION,
        Part::Route(_) if invalid.text.contains("method") => &rules::ROUTE_METHOD,
        Part::Route(_) if invalid.text.contains("handler") => &rules::ROUTE_HANDLER,
        Part::Route(_) => &rules::ROUTE_PATH,
        Part::Page(_) if invalid.text.starts_with("Invalid") => &rules::PAGE_VALUES,
        Part::Page(at) => page(text, at),
        Part::Absent | Part::Type => {
            let is_text = std::str::from_utf8(text).is_ok_and(|text| !text.starts_with('\u{feff}') && !text.contains('\0'));
            match () {
                () if !is_text => &rules::MANIFEST_BYTES,
                // The words of the enum of permissions.
                () if invalid.text.contains("database_read") => &rules::MANIFEST_PERMISSION,
                () => &rules::MANIFEST_PARSE,
            }
        }
    }
}

/// What a page breaks that the host does not parse.
fn page(manifest: &[u8], at: usize) -> &'static Rule {
    let page = serde_json::from_slice::<Value>(manifest).ok().and_then(|fields| Some(fields.get(PAGES)?.get(at)?.to_string()));
    match ui::check(&format!("[{}]", page.unwrap_or_default())).map_err(|error| error.problem) {
        Err(Problem::NoAction) => &rules::PAGE_ACTION,
        _ => &rules::PAGE_FIELDS,
    }
}
