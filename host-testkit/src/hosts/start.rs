//! What every core module goes through before its first call.

use anyhost_abi::{Dialect, Export, Name, Role, Signature};
use wasmtime::Func;

use crate::sandbox::Guest;

/// Name and type of the dialect's export of this role.
pub(crate) fn export(dialect: &'static Dialect, role: Role) -> Option<(&'static str, &'static Signature)> {
    let export: &'static Export = dialect.export(role)?;
    match (export.name, &export.signature) {
        (Name::Fixed(name), Some(signature)) => Some((name, signature)),
        _ => None,
    }
}

/// The guest's export of this role, if it has the dialect's type.
pub(crate) fn func(guest: &mut Guest, dialect: &'static Dialect, role: Role) -> Option<Func> {
    let (name, signature) = export(dialect, role)?;
    guest.func(name, signature)
}
