//! What keeps the server from registering a plugin, seen before anything runs.

use anyhost_abi::signalk::rules;
use anyhost_abi::{Dialect, Import, Role};

use crate::hosts::Fault;
use crate::sandbox::{Plugin, Unmet, Why, unmet};

/// All of it, the first one being what the server says.
pub(super) fn inspect(dialect: &'static Dialect, plugin: &Plugin, find: impl Fn(&str, &str) -> Option<&'static Import>) -> Vec<Fault> {
    let modules: Vec<&str> = dialect.imports.iter().map(|row| row.module).collect();
    let mut faults: Vec<Fault> = unmet(plugin, find).iter().map(|import| foreign(import, &modules)).collect();
    let name = |role| dialect.export(role).and_then(|export| export.name.fixed()).unwrap_or_default();
    let memory = name(Role::Memory);
    if !plugin.has_memory(memory) {
        let text = format!("\"instance.exports.{memory}\" property must be a WebAssembly.Memory object");
        faults.push(Fault::new(&rules::NO_MEMORY, text, format!("no memory is exported as `{memory}`")));
    }
    let missing = [
        (Role::PluginId, &rules::NO_ID, "Unknown WASM plugin format"),
        (Role::Allocate, &rules::NO_ALLOCATE, "Operation requires compiling with --exportRuntime"),
        (Role::PluginStart, &rules::NO_START, "rawExports.plugin_start is not a function"),
    ];
    for (role, rule, text) in missing {
        if plugin.func(name(role)).is_none() {
            faults.push(Fault::new(rule, text, format!("`{}` is not exported as a function", name(role))));
        }
    }
    faults
}

fn foreign(import: &Unmet, modules: &[&str]) -> Fault {
    let Unmet { module, name, why } = import;
    let what = format!("the module imports `{module}.{name}`");
    let (text, detail) = match why {
        Why::NotFunction(kind) if modules.contains(&module.as_str()) => {
            (format!("{kind} import must be a WebAssembly object of that kind"), format!("{what} as a {kind}; the server has functions only"))
        }
        _ if modules.contains(&module.as_str()) => ("function import requires a callable".to_owned(), format!("{what}, which the server does not have")),
        _ => ("module is not an object or function".to_owned(), format!("{what}, a module that the server does not have")),
    };
    Fault::new(&rules::FOREIGN_IMPORT, format!("WebAssembly.instantiate(): Import \"{module}\" \"{name}\": {text}"), detail)
}
