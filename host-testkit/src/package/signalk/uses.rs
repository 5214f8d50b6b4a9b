//! What a plugin's code uses of what a package may ask for.

use std::collections::BTreeSet;

use anyhost_abi::signalk::HOST;
use anyhost_abi::signalk::package::{CAPABILITIES, Capability, NO_STORAGE};
use serde_json::{Map, Value};
use wasmparser::{Parser, Payload};

/// Names of imports and exports of a module, as far as it can be read.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    imports: BTreeSet<(String, String)>,
    exports: BTreeSet<String>,
}

impl Uses {
    pub(crate) fn of(wasm: &[u8]) -> Self {
        let mut uses = Self::default();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload {
                Ok(Payload::ImportSection(section)) => {
                    let imports = section.into_imports().flatten();
                    uses.imports.extend(imports.map(|import| (import.module.to_owned(), import.name.to_owned())));
                }
                Ok(Payload::ExportSection(section)) => {
                    uses.exports.extend(section.into_iter().flatten().map(|export| export.name.to_owned()));
                }
                Ok(_) => {}
                Err(_) => break,
            }
        }
        uses
    }

    /// What shows that the plugin uses it: the name of an import or an export.
    pub(crate) fn sign(&self, capability: &Capability) -> Option<&str> {
        if !capability.enforced {
            let names = self.imports.iter().map(|(_, name)| name).chain(&self.exports);
            return names.map(String::as_str).find(|name| capability.signs.contains(name));
        }
        let gated = |module: &str, name: &str| {
            let row = HOST.dialects.iter().find_map(|dialect| dialect.import(module, name));
            row.and_then(|row| row.capability).is_some_and(|needs| needs.split_whitespace().any(|need| need == capability.name))
        };
        self.imports.iter().find(|(module, name)| gated(module, name)).map(|(_, name)| name.as_str())
    }

    /// Exactly what the code uses, without what is so anyway.
    pub(crate) fn capabilities(&self) -> Map<String, Value> {
        let mut asked = Map::new();
        for capability in CAPABILITIES {
            let value = match (self.sign(capability).is_some(), capability.default) {
                (false, "true") => Value::Bool(false),
                (true, "false") => Value::Bool(true),
                (false, default) if default != "false" => NO_STORAGE.into(),
                _ => continue,
            };
            asked.insert(capability.name.to_owned(), value);
        }
        asked
    }
}
