//! What does not keep the server from registering a plugin, and is seen without running anything.

use anyhost_abi::signalk::rules;
use anyhost_abi::{Dialect, Import, Name, Need, Role, Rule, Signature};
use wasmtime::{ExternType, FuncType};

use crate::report::Finding;
use crate::sandbox::{Plugin, is, served, show};

/// Functions that are there and do not do what their names promise.
const IMPORTS: &[(&str, &str, &Rule)] = &[
    ("env", "abort", &rules::ABORT_IMPORT),
    ("env", "sk_get_self_path", &rules::SELF_PATH_IMPORT),
    ("wasi_snapshot_preview1", "poll_oneoff", &rules::WAITING_IMPORT),
    ("wasi_snapshot_preview1", "proc_exit", &rules::EXIT_IMPORT),
];

pub(super) fn advise(
    dialect: &'static Dialect,
    plugin: &Plugin,
    find: impl Fn(&str, &str) -> Option<&'static Import>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    imports(plugin, find, &mut findings);
    exports(dialect, plugin, &mut findings);
    findings
}

fn imports(plugin: &Plugin, find: impl Fn(&str, &str) -> Option<&'static Import>, findings: &mut Vec<Finding>) {
    for import in plugin.module.imports() {
        let (module, name) = (import.module(), import.name());
        let ExternType::Func(asked) = import.ty() else { continue };
        let Some(row) = find(module, name) else { continue };
        if !served(&asked, row) {
            let detail = format!("the module imports `{module}.{name}` as {}; it is {}", show(&asked), row.ty());
            findings.push(Finding::new(&rules::IMPORT_TYPE, &detail));
        }
        let known = IMPORTS.iter().find(|known| known.0 == module && known.1 == name).map(|known| known.2);
        let rule = match module {
            "as-fetch" => Some(&rules::FETCH_IMPORT),
            _ if name.starts_with("path_") => Some(&rules::FILE_IMPORT),
            _ => known,
        };
        let again = |rule: &Rule| findings.iter().any(|finding| finding.rule == rule.id);
        if let Some(rule) = rule.filter(|rule| !again(rule)) {
            findings.push(Finding::new(rule, &format!("the module imports `{module}.{name}`")));
        }
    }
}

fn exports(dialect: &'static Dialect, plugin: &Plugin, findings: &mut Vec<Finding>) {
    let name = |role| dialect.export(role).and_then(|export| export.name.fixed()).unwrap_or_default();
    let missing = [
        (Role::PluginStop, &rules::NO_STOP),
        (Role::Deallocate, &rules::NO_DEALLOCATE),
        (Role::PluginName, &rules::NO_NAME),
        (Role::ConfigSchema, &rules::NO_SCHEMA),
    ];
    for (role, rule) in missing {
        if plugin.func(name(role)).is_none() {
            findings.push(Finding::new(rule, &format!("`{}` is not exported as a function", name(role))));
        }
    }
    if plugin.func(name(Role::Start)).is_some() {
        findings.push(Finding::new(&rules::COMMAND, &format!("the module exports `{}`", name(Role::Start))));
    }
    for export in plugin.module.exports() {
        let ExternType::Func(ty) = export.ty() else { continue };
        if let Some(signature) = expected(dialect, export.name()).filter(|signature| !is(&ty, signature)) {
            findings.push(wrong_type(export.name(), &ty, &signature));
        }
    }
}

/// A function of another type than it is called with.
pub(super) fn wrong_type(name: &str, ty: &FuncType, signature: &Signature) -> Finding {
    Finding::new(&rules::EXPORT_TYPE, &format!("`{name}` is exported as {}; it is called as {signature}", show(ty)))
}

/// The type that an export of this name is called with.
fn expected(dialect: &'static Dialect, name: &str) -> Option<Signature> {
    let row = dialect.exports.iter().filter(|row| row.need != Need::Ignored).find(|row| match row.name {
        Name::Fixed(fixed) => fixed == name,
        // Endpoints choose their names.
        Name::Derived(_) => row.role == Role::Put && row.rule.is_some_and(|rule| name.starts_with(rule.before)),
    });
    row?.signature
}
