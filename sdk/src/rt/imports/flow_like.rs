//! Flow-Like's functions.

anyhost_macros::__imports!("flow-like");
