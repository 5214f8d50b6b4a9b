//! What a module imports, held against what a host has.

use std::collections::HashSet;
use std::fmt::Write as _;

use anyhost_abi::{Import, Val};
use wasmtime::{ExternType, FuncType, ValType};

use super::engine::Linking;
use super::linker::val_type;
use super::module::Plugin;

/// Imports that are named at most.
const LISTED: usize = 100;

/// An import that a host does not serve as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Unmet {
    pub(crate) module: String,
    pub(crate) name: String,
    pub(crate) why: Why,
}

/// Why it is not served.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Why {
    /// The host has nothing of this name.
    Unknown,
    /// Not a function.
    NotFunction(&'static str),
    /// Another type: what the module asks for, what the host has.
    Type(String, String),
    /// The host has it, but nobody knows its type.
    Untyped,
}

/// The imports that are not served, in the module's order.
pub(crate) fn unmet(plugin: &Plugin, find: impl Fn(&str, &str) -> Option<&'static Import>) -> Vec<Unmet> {
    // A hostile module may import a million times.
    let (mut unmet, mut seen) = (Vec::new(), HashSet::new());
    for import in plugin.module.imports() {
        let why = match (import.ty(), find(import.module(), import.name())) {
            (ExternType::Func(_), None) => Why::Unknown,
            (ExternType::Func(_), Some(_)) if plugin.linking == Linking::JavaScript => continue,
            (ExternType::Func(_), Some(row)) if !row.is_typed() => Why::Untyped,
            (ExternType::Func(asked), Some(row)) if same(&asked, row) => continue,
            (ExternType::Func(asked), Some(row)) => {
                let has = FuncType::new(&plugin.engine, row.params().map(val_type), row.results().iter().copied().map(val_type));
                Why::Type(show(&asked), show(&has))
            }
            (ExternType::Memory(_), _) => Why::NotFunction("memory"),
            (ExternType::Table(_), _) => Why::NotFunction("table"),
            (ExternType::Global(_), _) => Why::NotFunction("global"),
            (ExternType::Tag(_), _) => Why::NotFunction("tag"),
        };
        let found = Unmet { module: import.module().to_owned(), name: import.name().to_owned(), why };
        if unmet.len() < LISTED && seen.insert(found.clone()) {
            unmet.push(found);
        }
    }
    unmet
}

/// Whether a host function of this row serves one of this type: what may be left out may be.
pub(crate) fn served(asked: &FuncType, row: &Import) -> bool {
    let most = row.params().count();
    let shown = |count: usize| format!("({})", row.params().take(count).map(|val| val.as_str()).collect::<Vec<_>>().join(", "));
    !row.is_typed()
        || (most - row.optional().min(most)..=most).any(|count| {
            let results = row.results().iter().map(|val| val.as_str()).collect::<Vec<_>>().join(", ");
            let arrow = if results.is_empty() { String::new() } else { format!(" -> {results}") };
            show(asked) == format!("{}{arrow}", shown(count))
        })
}

fn same(asked: &FuncType, row: &Import) -> bool {
    let one = |ty: ValType, val: Val| {
        matches!(
            (ty, val),
            (ValType::I32, Val::I32) | (ValType::I64, Val::I64) | (ValType::F32, Val::F32) | (ValType::F64, Val::F64)
        )
    };
    let params: Vec<Val> = row.params().collect();
    asked.params().len() == params.len()
        && asked.results().len() == row.results().len()
        && asked.params().zip(params).all(|(ty, val)| one(ty, val))
        && asked.results().zip(row.results()).all(|(ty, val)| one(ty, *val))
}

/// `(i32, i32) -> i64`.
pub(crate) fn show(ty: &FuncType) -> String {
    let list = |types: &mut dyn Iterator<Item = ValType>| types.map(|ty| ty.to_string()).collect::<Vec<_>>().join(", ");
    let mut text = format!("({})", list(&mut ty.params()));
    let results = list(&mut ty.results());
    // Writing to a String cannot fail.
    let _ = match ty.results().len() {
        0 => Ok(()),
        1 => write!(text, " -> {results}"),
        _ => write!(text, " -> ({results})"),
    };
    text
}
