//! What does not stop the server and is seen without running anything.

use anyhost_abi::signalk::rules;
use anyhost_abi::{Dialect, Role};

use crate::report::Finding;
use crate::sandbox::Plugin;

/// Exports that are missing or misunderstood.
pub(super) fn module(dialect: &'static Dialect, plugin: &Plugin) -> Vec<Finding> {
    let mut findings = Vec::new();
    let rows = [(Role::PluginStop, &rules::NO_STOP), (Role::Deallocate, &rules::NO_DEALLOCATE)];
    for (role, rule) in rows {
        let name = dialect.export(role).and_then(|export| export.name.fixed()).unwrap_or_default();
        if plugin.func(name).is_none() {
            findings.push(Finding::new(rule, &format!("`{name}` is not exported as a function")));
        }
    }
    findings
}
