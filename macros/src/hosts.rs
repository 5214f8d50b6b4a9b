//! Hosts as attributes name them. The macros know shapes: which hosts there are, the data says.

use crate::attr::{Entry, Value, entries, text};
use crate::errors::Errors;
use crate::messages;
use anyhost_abi::{Dialect, HOSTS, Host, Shape, Support};
use proc_macro2::Ident;

/// A host that the author named, and the dialect of it.
pub(crate) struct Chosen {
    /// As written: where errors about it point to.
    pub(crate) ident: Ident,
    pub(crate) host: &'static Host,
    pub(crate) dialect: &'static Dialect,
}

/// A host's name in attributes and as a module: `flow_like`.
pub(crate) fn room(host: &Host) -> String {
    host.id.replace('-', "_")
}

/// The hosts that nodes can be built for, as attributes name them.
pub(crate) fn names() -> Vec<String> {
    let built = |host: &&&Host| host.shape == Shape::Node && host.support == Support::Built;
    HOSTS.iter().filter(built).map(|host| room(host)).collect()
}

/// The host that an entry names, in whatever spelling.
pub(crate) fn find(name: &str) -> Option<&'static Host> {
    let plain = |name: &str| name.to_lowercase().replace(['_', '-', ' '], "");
    HOSTS.iter().copied().find(|host| plain(host.id) == plain(name))
}

/// The host of an entry; `None` after an error.
pub(crate) fn choose(entry: Entry, host: &'static Host, errors: &mut Errors) -> Option<Chosen> {
    let ident = entry.key;
    if let Support::DataOnly(reason) = host.support {
        errors.at(ident, messages::host_not_built(host.title, reason, &names()));
        return None;
    }
    if host.shape != Shape::Node {
        errors.at(ident, messages::host_of_other_shape(host.title, &names()));
        return None;
    }
    let options = match entry.value {
        Value::Flag => Vec::new(),
        Value::List(list) => entries(list, errors),
        Value::Equals(value) => {
            errors.at(value, messages::host_option(&ident, host.dialects));
            return None;
        }
    };
    let mut dialect = host.dialect(None);
    for option in options {
        if option.key != "dialect" {
            errors.at(&option.key, messages::host_option(&ident, host.dialects));
            return None;
        }
        let id = text(&option, "docs", errors)?;
        dialect = host.dialect(Some(&id.value()));
        match dialect.map(|dialect| dialect.support) {
            None => {
                errors.at(id, messages::no_such_dialect(host.title, host.dialects));
                return None;
            }
            Some(Support::DataOnly(reason)) => {
                errors.at(id, messages::dialect_not_built(host.title, reason, host.dialects));
                return None;
            }
            Some(Support::Built) => {}
        }
    }
    dialect.map(|dialect| Chosen { ident, host, dialect })
}
