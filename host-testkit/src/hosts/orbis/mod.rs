//! Orbis: HTTP handlers in core modules, each call on an instance of its own.

pub(crate) mod manifest;
#[cfg(test)]
mod manifest_tests;
