//! Hosts as attributes name them. The macros know shapes: which hosts there are, the data says.

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

/// The hosts that plugins of this shape can be built for, as attributes name them.
pub(crate) fn names(shape: Shape) -> Vec<String> {
    let built = |host: &&&Host| host.shape == shape && host.support == Support::Built;
    HOSTS.iter().filter(built).map(|host| room(host)).collect()
}

/// The host that an entry names, in whatever spelling.
pub(crate) fn find(name: &str) -> Option<&'static Host> {
    let plain = |name: &str| name.to_lowercase().replace(['_', '-', ' '], "");
    HOSTS.iter().copied().find(|host| plain(host.id) == plain(name))
}
