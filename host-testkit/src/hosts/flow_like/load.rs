//! What is looked at before anything runs.

use anyhost_abi::flow_like::{rules, sandbox, text};
use anyhost_abi::{Import, Role, Rule};

use super::{FlowLike, call};
use crate::hosts::{Fault, Node, export};
use crate::report::Finding;
use crate::sandbox::{NoStart, Plugin, Unmet, Why, show};

impl FlowLike {
    pub(super) fn name(&self, role: Role) -> &'static str {
        self.config.dialect.export(role).and_then(|export| export.name.fixed()).unwrap_or_default()
    }

    /// A required export that is not there, or of another type, which is the same to the host.
    pub(super) fn missing(&self, role: Role) -> Fault {
        let docs = self.config.docs;
        let (rule, what): (&'static Rule, &str) = match role {
            Role::Memory => (if docs { &rules::DOCS_MEMORY } else { &rules::NO_MEMORY }, self.name(role)),
            Role::Call => (if docs { &rules::DOCS_RUN } else { &rules::NO_RUN }, self.name(role)),
            _ if docs => (&rules::DOCS_GET_NODE, self.name(Role::Definition)),
            _ => (&rules::NO_DEFINITION, text::GETTERS),
        };
        let detail = match role {
            Role::Memory => format!("no memory is exported as `{what}`"),
            Role::Definition if !docs => {
                format!("neither `{}` nor `{}` is exported", self.name(Role::Definitions), self.name(role))
            }
            _ => format!("`{what}` is not exported"),
        };
        Fault::new(rule, format!("{}{what}", text::MISSING_EXPORT), detail)
    }

    fn has(&self, plugin: &Plugin, role: Role) -> bool {
        export(self.config.dialect, role).is_some_and(|(name, signature)| plugin.has_func(name, signature))
    }

    /// An export of the right name and another type, in words.
    fn mistyped(&self, plugin: &Plugin, role: Role) -> Option<String> {
        if self.has(plugin, role) {
            return None;
        }
        plugin.func(self.name(role)).map(|ty| format!("`{}` is exported as {}", self.name(role), show(&ty)))
    }

    pub(super) fn required(&self, plugin: &Plugin) -> Vec<Fault> {
        let mut faults = Vec::new();
        if !plugin.has_memory(self.name(Role::Memory)) {
            faults.push(self.missing(Role::Memory));
        }
        let one = self.has(plugin, Role::Definition) || (!self.config.docs && self.has(plugin, Role::Definitions));
        for (role, there) in [(Role::Definition, one), (Role::Call, self.has(plugin, Role::Call))] {
            if there {
                continue;
            }
            let mut fault = self.missing(role);
            let roles: &[Role] = if role == Role::Call { &[Role::Call] } else { &[Role::Definitions, Role::Definition] };
            let mistyped: Vec<String> = roles.iter().filter_map(|role| self.mistyped(plugin, *role)).collect();
            if !mistyped.is_empty() {
                fault.detail = mistyped.join(", ");
            }
            faults.push(fault);
        }
        if !self.config.grows && !self.has(plugin, Role::Allocate) {
            let detail = self.mistyped(plugin, Role::Allocate).unwrap_or_else(|| "`alloc` is not exported".into());
            faults.push(Fault::new(&rules::NO_ALLOC_E1, detail.clone(), detail));
        }
        faults
    }

    pub(super) fn import_fault(&self, import: &Unmet) -> Fault {
        let Unmet { module, name, why } = import;
        let docs = self.config.docs;
        let between = |parts: (&str, &str, &str)| format!("{}{}{module}{}{name}{}", text::INSTANTIATE, parts.0, parts.1, parts.2);
        match why {
            Why::Type(asked, has) => Fault::new(
                if docs { &rules::DOCS_IMPORT } else { &rules::IMPORT_TYPE },
                between(text::IMPORT_TYPE),
                format!("the module imports `{module}::{name}` as {asked}; the host has {has}"),
            ),
            Why::NotFunction(kind) => Fault::new(
                if docs { &rules::DOCS_IMPORT } else { &rules::UNKNOWN_IMPORT },
                between(text::UNKNOWN_IMPORT),
                format!("the module imports the {kind} `{module}::{name}`; the host gives functions only"),
            ),
            Why::Unknown | Why::Untyped => Fault::new(
                if docs { &rules::DOCS_IMPORT } else { &rules::UNKNOWN_IMPORT },
                between(text::UNKNOWN_IMPORT),
                format!("the module imports `{module}::{name}`, which the host does not have"),
            ),
        }
    }

    pub(super) fn start_fault(&self, reason: &NoStart) -> Fault {
        let text = format!("{}{}", text::INSTANTIATE, reason.text);
        match &reason.stop {
            Some(stop) => call::stopped(text, "the start function", stop.clone(), Some(&rules::INITIALIZE_TRAPS)),
            None => Fault::new(&rules::STORE_LIMITS, text, format!("the engine says: {}", reason.text)),
        }
    }

    /// What works today and is worth knowing.
    pub(super) fn advice(&self, plugin: &Plugin) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.config.docs {
            return findings;
        }
        let mut say = |rule: &'static Rule, detail: String| findings.push(Finding::new(rule, &detail));
        let optional = [
            (Role::Allocate, &rules::NO_ALLOC, true),
            (Role::Deallocate, &rules::NO_DEALLOC, true),
            (Role::ResetScratch, &rules::RESET_SCRATCH_TYPE, false),
            (Role::AbiVersion, &rules::ABI_VERSION_TYPE, false),
        ];
        for (role, rule, wanted) in optional {
            match self.mistyped(plugin, role) {
                Some(detail) => say(rule, detail),
                None if wanted && !self.has(plugin, role) => say(rule, format!("`{}` is not exported", self.name(role))),
                None => {}
            }
        }
        for (role, rule) in [(Role::Start, &rules::START_EXPORT), (Role::Drop, &rules::ON_DROP)] {
            if plugin.func(self.name(role)).is_some() {
                say(rule, format!("the module exports `{}`", self.name(role)));
            }
        }
        for (rule, rows) in self.imports_by_rule(plugin) {
            let names: Vec<String> = rows.iter().map(|row| format!("`{}::{}`", row.module, row.name)).collect();
            say(rule, format!("the module imports {}", names.join(", ")));
        }
        findings
    }

    /// Imports that are denied, because no node asks for the permission.
    pub(super) fn ungranted(&self, plugin: &Plugin, nodes: &[Node]) -> Option<Finding> {
        let asked = nodes.iter().flat_map(|node| &node.permissions);
        let bits = asked.filter_map(|name| sandbox::permission(name)).fold(0, |bits, bit| bits | bit);
        let denied = |row: &&Import| {
            let needed = row.capability.into_iter().flat_map(str::split_whitespace).filter_map(sandbox::capability);
            needed.fold(0, |bits, bit| bits | bit) & !bits != 0
        };
        let imported =
            |row: &&Import| plugin.module.imports().any(|import| (import.module(), import.name()) == (row.module, row.name));
        let rows = self.config.dialect.imports.iter().filter(denied).filter(imported);
        let names: Vec<String> = rows.map(|row| format!("`{}::{}`", row.module, row.name)).collect();
        let detail = format!("the module imports {}, and no node asks for the permission", names.join(", "));
        (!names.is_empty()).then(|| Finding::new(&rules::PERMISSION_MISSING, &detail))
    }

    /// The imports that a rule says something about, each once.
    fn imports_by_rule(&self, plugin: &Plugin) -> Vec<(&'static Rule, Vec<&'static Import>)> {
        let mut found: Vec<(&'static Rule, Vec<&'static Import>)> = Vec::new();
        for row in self.config.dialect.imports {
            if !plugin.module.imports().any(|import| import.module() == row.module && import.name() == row.name) {
                continue;
            }
            for rule in import_rules(row) {
                match found.iter_mut().find(|group| group.0.id == rule.id) {
                    Some(group) => group.1.push(row),
                    None => found.push((rule, vec![row])),
                }
            }
        }
        found
    }
}

/// The rules that say something about an import.
fn import_rules(row: &Import) -> impl Iterator<Item = &'static Rule> {
    let later = row.since.map(|_| &rules::LATER_IMPORT);
    let passes_text = row.is_typed() && row.args.iter().any(|arg| arg.ty.vals().len() > 1);
    let own = rules::import_rule(row).or(passes_text.then_some(&rules::SILENT_IMPORT));
    later.into_iter().chain(own)
}
