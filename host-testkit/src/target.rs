//! Which host and dialect, for a wasm that came in what.

use anyhost_abi::{Dialect, Host, INSTANCE, Lifetime, Support};

use crate::package::Package;
use crate::settings::Settings;

/// A host as it is emulated.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The host.
    pub host: &'static Host,
    /// Which of its ABIs.
    pub dialect: &'static Dialect,
    /// Its switches.
    pub settings: &'a Settings,
    /// Whether all uses share one instance; else each gets a fresh one.
    pub kept: bool,
    /// What the wasm came in, which decides what it asks for.
    pub origin: Origin<'a>,
}

/// What a wasm came in. It decides which capabilities it is granted, unless a switch says otherwise.
#[derive(Debug, Clone, Copy, Default)]
pub enum Origin<'a> {
    /// In nothing: nobody says what it asks for, so all is granted.
    #[default]
    Bare,
    /// Built from its crate: it asks for what its definitions ask for.
    Crate,
    /// In a package, which is judged, too: as the host goes by its manifest or by the definitions.
    Package(&'a Package),
}

impl<'a> Target<'a> {
    /// The target with the instance's life that the host gives it, for a wasm of any origin.
    #[must_use]
    pub fn new(host: &'static Host, dialect: &'static Dialect, settings: &'a Settings) -> Self {
        let kept = match settings.get(INSTANCE) {
            "" => dialect.lifetime == Lifetime::Kept,
            life => life != "fresh",
        };
        Self { host, dialect, settings, kept, origin: Origin::Bare }
    }

    /// Why this host or dialect is not emulated, if it is not.
    #[must_use]
    pub fn not_built(&self) -> Option<&'static str> {
        match (self.host.support, self.dialect.support) {
            (Support::DataOnly(reason), _) | (_, Support::DataOnly(reason)) => Some(reason),
            _ => None,
        }
    }
}
