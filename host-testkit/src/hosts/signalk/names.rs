//! Exports that the server calls by name, where a role does not say which one it is.

pub(super) const NAME: &str = "plugin_name";
pub(super) const SCHEMA: &str = "plugin_schema";
pub(super) const ID: &str = "plugin_id";
pub(super) const ENDPOINTS: &str = "http_endpoints";
pub(super) const POLL: &str = "poll";
pub(super) const DELTA: &str = "delta_handler";

/// `handle_put_<context>_<path>`: only dots change.
pub(super) fn put_handler(context: &str, path: &str) -> String {
    format!("handle_put_{}_{}", context.replace('.', "_"), path.replace('.', "_"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_those_of_the_data() {
        let exports = anyhost_abi::signalk::HOST.dialects[0].exports;
        for name in [super::NAME, super::SCHEMA, super::ID, super::ENDPOINTS, super::POLL, super::DELTA] {
            assert!(exports.iter().any(|export| export.name.fixed() == Some(name)), "{name}");
        }
        assert_eq!(super::put_handler("vessels.self", "x.bad-dash"), "handle_put_vessels_self_x_bad-dash");
    }
}
