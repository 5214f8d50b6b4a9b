//! The functions of hosts, one module a host: in wasm the imports, natively what whoever runs the plugin makes of them.

pub(crate) mod flow_like;
pub(crate) mod orbis;
pub(crate) mod signalk;
