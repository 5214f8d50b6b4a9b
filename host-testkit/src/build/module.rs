//! What a core module imports and exports, with types.

use anyhost_abi::{Dialect, Export, Need, Role, Signature, Val};
use wasmparser::types::{EntityType, TypesRef};
use wasmparser::{ValType, Validator};

/// The outside of a module.
pub(super) struct Module {
    imports: Vec<String>,
    exports: Vec<(String, Kind)>,
}

/// What an export is.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Function(String),
    Memory,
    Other,
}

impl Module {
    /// Reads a module, which must be valid.
    pub(super) fn read(wasm: &[u8]) -> Result<Self, String> {
        let types = Validator::new().validate_all(wasm).map_err(|error| error.to_string())?;
        let types = types.as_ref();
        let mut imports: Vec<String> = Vec::new();
        for (module, name, _) in types.core_imports().into_iter().flatten() {
            let import = format!("{module}.{name}");
            if !imports.contains(&import) {
                imports.push(import);
            }
        }
        let exports = types.core_exports().into_iter().flatten();
        let exports = exports.map(|(name, entity)| (name.to_owned(), kind(types, entity))).collect();
        Ok(Self { imports, exports })
    }

    /// What it imports, as `module.name`, each once.
    pub(super) fn imports(&self) -> &[String] {
        &self.imports
    }

    /// What the host needs of the exports and does not find.
    pub(super) fn misses(&self, dialect: &Dialect) -> Option<String> {
        let required = dialect.exports.iter().filter(|export| export.need == Need::Required);
        if let Some(problem) = required.filter_map(|export| self.problem(export)).next() {
            return Some(problem);
        }
        dialect.exports.iter().find_map(|first| {
            let Need::OneOf(group) = first.need else { return None };
            let all = || dialect.exports.iter().filter(|export| export.need == Need::OneOf(group));
            if all().any(|export| self.problem(export).is_none()) {
                return None;
            }
            let absent = all().all(|export| export.name.fixed().is_none_or(|name| self.kind(name).is_none()));
            let names: Vec<String> = all().filter_map(|export| export.name.fixed()).map(|name| format!("`{name}`")).collect();
            if absent { Some(format!("it exports neither {}", names.join(" nor "))) } else { self.problem(first) }
        })
    }

    /// What is wrong with an export that a manifest names as a handler.
    pub(super) fn misses_handler(&self, dialect: &Dialect, handler: &str) -> Option<String> {
        let export = dialect.export(Role::Endpoint)?;
        // Names from a manifest are no constants: what is asked for is the type.
        let ty = Kind::Function(in_words(export.signature.as_ref()?));
        match self.kind(handler) {
            Some(found) if *found == ty => None,
            Some(Kind::Function(found)) => {
                let Kind::Function(ty) = ty else { return None };
                Some(format!("its handler `{handler}` has the type {found}, not {ty}"))
            }
            _ => Some(format!("it does not export the handler `{handler}`")),
        }
    }

    /// What is wrong with an export, if its name is known.
    fn problem(&self, export: &Export) -> Option<String> {
        let name = export.name.fixed()?;
        let expected = match &export.signature {
            Some(signature) => Kind::Function(in_words(signature)),
            None => Kind::Memory,
        };
        match (self.kind(name), expected) {
            (Some(found), expected) if *found == expected => None,
            (None, Kind::Function(ty)) => Some(format!("it does not export `{name}` of type {ty}")),
            (None, _) => Some(format!("it does not export `{name}`")),
            (Some(Kind::Function(found)), Kind::Function(ty)) => {
                Some(format!("its export `{name}` has the type {found}, not {ty}"))
            }
            (Some(_), Kind::Function(ty)) => Some(format!("its export `{name}` is not a function of type {ty}")),
            (Some(_), _) => Some(format!("its export `{name}` is not a memory")),
        }
    }

    fn kind(&self, name: &str) -> Option<&Kind> {
        self.exports.iter().find(|(known, _)| known == name).map(|(_, kind)| kind)
    }
}

fn kind(types: TypesRef<'_>, entity: EntityType) -> Kind {
    match entity {
        EntityType::Func(id) | EntityType::FuncExact(id) => {
            let ty = types[id].unwrap_func();
            let words = |list: &[ValType]| list.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            Kind::Function(arrow(&words(ty.params()), &words(ty.results())))
        }
        EntityType::Memory(_) => Kind::Memory,
        _ => Kind::Other,
    }
}

/// `(i32, i32) -> i64`
pub(super) fn in_words(signature: &Signature) -> String {
    let word = |val: &Val| match val {
        Val::I32 => "i32",
        Val::I64 => "i64",
        Val::F32 => "f32",
        Val::F64 => "f64",
    };
    let words = |list: &[Val]| list.iter().map(word).collect::<Vec<_>>().join(", ");
    arrow(&words(signature.params), &words(signature.results))
}

fn arrow(params: &str, results: &str) -> String {
    if results.is_empty() { format!("({params})") } else { format!("({params}) -> {results}") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn misses(text: &str, host: &str) -> Option<String> {
        let dialect = anyhost_abi::host(host).unwrap().dialect(None).unwrap();
        Module::read(&wat::parse_str(text).unwrap()).unwrap().misses(dialect)
    }

    #[test]
    fn what_a_host_misses() {
        let flow_like = |rest: &str| misses(&format!("(module (memory (export \"memory\") 1) {rest})"), "flow-like");
        let run = "(func (export \"run\") (param i32 i32) (result i64) unreachable)";
        assert_eq!(misses("(module)", "flow-like").as_deref(), Some("it does not export `memory`"));
        assert_eq!(flow_like("").as_deref(), Some("it does not export `run` of type (i32, i32) -> i64"));
        assert_eq!(
            flow_like("(func (export \"run\"))").as_deref(),
            Some("its export `run` has the type (), not (i32, i32) -> i64")
        );
        assert_eq!(
            flow_like("(global (export \"run\") i32 (i32.const 1))").as_deref(),
            Some("its export `run` is not a function of type (i32, i32) -> i64")
        );
        assert_eq!(flow_like(run).as_deref(), Some("it exports neither `get_nodes` nor `get_node`"));
        assert_eq!(flow_like(&format!("{run} (func (export \"get_node\") (result i64) unreachable)")), None);
        assert_eq!(
            flow_like(&format!("{run} (func (export \"get_nodes\") (result i32) unreachable)")).as_deref(),
            Some("its export `get_nodes` has the type () -> i32, not () -> i64")
        );
    }

    #[test]
    fn imports_once_each() {
        let wasm = wat::parse_str("(module (import \"a\" \"b\" (func)) (import \"a\" \"b\" (func)) (import \"c\" \"d\" (func)))")
            .unwrap();
        assert_eq!(Module::read(&wasm).unwrap().imports(), ["a.b", "c.d"]);
        assert!(Module::read(b"\0asm\x01\0\0\0\x01").is_err());
    }
}
