//! Orbis' functions, of each dialect: some have the same names with other types.

pub(crate) mod source {
    anyhost_macros::__imports!("orbis");
}

pub(crate) mod docs {
    anyhost_macros::__imports!("orbis", "docs");
}
