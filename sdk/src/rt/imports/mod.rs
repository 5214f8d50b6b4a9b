//! The functions of hosts, one module a host: in wasm the imports, natively what tests see instead.

pub(crate) mod flow_like;
