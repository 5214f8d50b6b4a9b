//! Reading the definitions from an instance of their own.

use anyhost_abi::flow_like::{rules, text};
use anyhost_abi::{Role, Rule};

use super::definition::{Getter, NodeDefinition, parse};
use super::{FlowLike, call, lint};
use crate::hosts::{Described, Fault, func};
use crate::report::Finding;
use crate::sandbox::Guest;
use crate::text::shorten;

impl FlowLike {
    /// Listing prefers the getter of all nodes.
    pub(super) fn read_definitions(&self, guest: &mut Guest) -> Result<Described, Fault> {
        let all = func(guest, self.config.dialect, Role::Definitions).is_some();
        let (role, getter) = if all { (Role::Definitions, Getter::All) } else { (Role::Definition, Getter::One) };
        let text = self.getter(guest, role)?;
        let nodes = parse(&text, getter)?;
        if self.config.closed_list {
            self.permissions(&nodes)?;
        }
        if self.config.second && !self.config.docs {
            later_fields(&nodes)?;
        }
        let mut findings = lint::nodes(&nodes);
        let again = self.getter(guest, role);
        if again.as_ref().ok() != Some(&text) {
            let detail = format!("`{}` returns another text the second time", self.name(role));
            findings.push(Finding::new(&rules::DEFINITION_UNSTEADY, &detail));
        }
        if all && func(guest, self.config.dialect, Role::Definition).is_some() {
            findings.extend(self.compare(guest, &text));
        }
        Ok(Described { nodes: nodes.iter().map(NodeDefinition::node).collect(), findings, text })
    }

    /// The getter of one node against the first element of the getter of all.
    fn compare(&self, guest: &mut Guest, all: &str) -> Option<Finding> {
        let first = serde_json::from_str::<Vec<serde_json::Value>>(all).ok()?.into_iter().next()?;
        let detail = match self.getter(guest, Role::Definition) {
            Ok(one) => match serde_json::from_str::<serde_json::Value>(&one) {
                Ok(one) if one == first => return None,
                Ok(_) => "`get_node` returns another node than the first of `get_nodes`".to_owned(),
                Err(error) => format!("`get_node` does not return one JSON object: {error}"),
            },
            Err(fault) => fault.detail,
        };
        Some(Finding::new(&rules::GETTERS_DISAGREE, &detail))
    }

    fn permissions(&self, nodes: &[NodeDefinition]) -> Result<(), Fault> {
        for node in nodes {
            if let Some(name) = node.unknown_permissions().next() {
                let detail = format!("node `{}` asks for the permission `{name}`", node.name);
                return Err(Fault::new(&rules::PERMISSION, format!("{}unknown permission `{name}`", text::DEFINITION), detail));
            }
        }
        Ok(())
    }

    /// The text that a getter returns.
    pub(super) fn getter(&self, guest: &mut Guest, role: Role) -> Result<String, Fault> {
        let name = self.name(role);
        let Some(getter) = func(guest, self.config.dialect, role) else { return Err(self.missing(role)) };
        guest.rearm();
        let packed = guest.call(&getter, &[]).map_err(|stop| {
            let text = format!("{}{name}{}{stop}", text::GETTER_FAILED.0, text::GETTER_FAILED.1);
            let fault = call::stopped(text, name, stop, Some(&rules::DEFINITION_FAILS));
            Fault { rule: Some(&rules::DEFINITION_FAILS), ..fault }
        })?;
        let bad = |rule: &'static Rule, text: String, detail: String| Fault::new(rule, text, format!("`{name}`: {detail}"));
        if self.config.docs {
            return self
                .value_at(guest, packed as u32)
                .map_err(|detail| bad(&rules::DEFINITION_JSON, format!("{}{detail}", text::DEFINITION), detail));
        }
        if packed < 0 {
            let code = packed as i32;
            let text = format!("{}{name}{}{code}", text::GETTER_CODE.0, text::GETTER_CODE.1);
            return Err(bad(&rules::DEFINITION_FAILS, text, format!("it returned {code}")));
        }
        let (ptr, len) = ((packed.cast_unsigned() >> 32) as u32, packed.cast_unsigned() as u32);
        let bytes = guest.read(ptr, len).map(<[u8]>::to_vec).map_err(|out| {
            let detail = format!("{len} bytes at {ptr}, but memory has {} bytes", out.size);
            bad(&rules::DEFINITION_JSON, call::out_of_bounds(text::OUT_OF_BOUNDS_READ, out), detail)
        })?;
        String::from_utf8(bytes).map_err(|error| {
            let error = error.utf8_error();
            bad(&rules::DEFINITION_JSON, format!("{}{error}", text::DEFINITION_UTF8), format!("not UTF-8: {error}"))
        })
    }
}

/// Fields that only E2 reads.
fn later_fields(nodes: &[NodeDefinition]) -> Result<(), Fault> {
    for node in nodes {
        for pin in &node.pins {
            if let Some(field) = pin.later_field() {
                let detail =
                    format!("`{field}` of pin `{}` of node `{}` has another type", shorten(&pin.name), shorten(&node.name));
                return Err(Fault::new(&rules::OPTIONAL_FIELD, format!("{}invalid type: `{field}`", text::DEFINITION), detail));
            }
        }
    }
    Ok(())
}
