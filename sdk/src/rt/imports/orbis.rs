//! Orbis' functions, of either dialect: some have the same names with other types.

#[cfg(not(feature = "orbis-docs"))]
anyhost_macros::__imports!("orbis");
#[cfg(feature = "orbis-docs")]
anyhost_macros::__imports!("orbis", "docs");
