//! What a plugin says of itself to the server, and what it asks it.

use super::error::{Error, accepted};
use crate::rt::imports::signalk::env;

/// Sets the plugin's status, which the server shows beside its name. It stays until the next one; an empty text removes the
/// entry on the server, but clients keep the old text (`env-imports.ts:106` of the server).
///
/// ```
/// use anyhost::signalk::{self, Mock};
///
/// let mock = Mock::new();
/// signalk::status("watching");
/// assert_eq!(mock.status().as_deref(), Some("watching"));
/// ```
pub fn status(text: &str) {
    env::sk_set_status(text);
}

/// Sets the plugin's status as an error, in the place of [`status`]. The plugin goes on running; to fail, return an `Err`
/// from `start` (`env-imports.ts:118` of the server).
pub fn error(text: &str) {
    env::sk_set_error(text);
}

/// Writes a line to the server's debug log. It is visible where the server was started with `DEBUG=signalk:wasm:bindings` in
/// its environment; the plugin's own switch "enable debug" does nothing here (`env-imports.ts:97` of the server).
pub fn debug(text: &str) {
    env::sk_debug(text);
}

/// What the server tells a plugin about its own rights. It answers for these two alone (`env-imports.ts:415`); registering
/// tells of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capability {
    /// Requests to the network: of no use to plugins in Rust.
    Network,
    /// [`Udp`](super::Udp) and [`Tcp`](super::Tcp) sockets.
    RawSockets,
}

impl Capability {
    /// Whether the package's `wasmCapabilities` grant it.
    #[must_use]
    pub fn is_granted(self) -> bool {
        let name = match self {
            Self::Network => "network",
            Self::RawSockets => "rawSockets",
        };
        env::sk_has_capability(name) == 1
    }
}

/// Takes PUT requests for a path of the own vessel: `#[put("…")]` does so at each start. The server then also says in the
/// path's metadata that it takes them (`env-imports.ts:433`).
///
/// # Errors
///
/// The server refuses without the capability `putHandlers`.
pub fn register_put(context: &str, path: &str) -> Result<(), Error> {
    let refused = "the server refused a PUT handler: `wasmCapabilities` in package.json needs `putHandlers`";
    accepted(env::sk_register_put_handler(context, path), refused)
}

/// Provides resources of a type. The server looks for providers only while a plugin starts (`plugin-lifecycle.ts:100-110`).
///
/// # Errors
///
/// The server refuses without the capability `resourceProvider`.
pub fn register_resources(kind: &str) -> Result<(), Error> {
    let refused = "the server refused a resource provider: `wasmCapabilities` in package.json needs `resourceProvider`";
    accepted(env::sk_register_resource_provider(kind), refused)
}

/// Provides weather under a name, see [`register_resources`].
///
/// # Errors
///
/// The server refuses without the capability `weatherProvider`.
pub fn register_weather(name: &str) -> Result<(), Error> {
    let refused = "the server refused a weather provider: `wasmCapabilities` in package.json needs `weatherProvider`";
    accepted(env::sk_register_weather_provider(name), refused)
}

/// Provides radars under a name, see [`register_resources`].
///
/// # Errors
///
/// The server refuses without the capability `radarProvider`.
pub fn register_radar(name: &str) -> Result<(), Error> {
    let refused = "the server refused a radar provider: `wasmCapabilities` in package.json needs `radarProvider`";
    accepted(env::sk_register_radar_provider(name), refused)
}

#[cfg(test)]
mod tests {
    use super::super::Mock;
    use super::*;

    #[test]
    fn texts_reach_the_server() {
        let mock = Mock::new();
        assert_eq!((mock.status(), mock.error()), (None, None));
        status("grüße");
        error("no fix");
        debug("a");
        debug("");
        assert_eq!(mock.status(), None, "an error takes the place of the status");
        assert_eq!(mock.error().as_deref(), Some("no fix"));
        status("on");
        assert_eq!((mock.status().as_deref(), mock.error()), (Some("on"), None));
        assert_eq!(mock.debug_lines(), ["a", ""]);
    }

    #[test]
    fn capabilities_are_asked_for() {
        let mock = Mock::new();
        assert!(Capability::RawSockets.is_granted() && Capability::Network.is_granted());
        mock.without("rawSockets");
        assert!(!Capability::RawSockets.is_granted() && Capability::Network.is_granted());
        mock.answer("signalk::Capability::is_granted", -1);
        assert!(!Capability::Network.is_granted());
    }

    #[test]
    fn registrations_are_refused_without_their_capability() {
        let mock = Mock::new();
        assert_eq!(register_put("vessels.self", "steering.autopilot.state"), Ok(()));
        assert_eq!(mock.puts(), [("vessels.self".to_owned(), "steering.autopilot.state".to_owned())]);
        assert_eq!(register_resources("tracks"), Ok(()));
        assert_eq!(register_weather("sky"), Ok(()));
        assert_eq!(register_radar("r"), Ok(()));
        assert_eq!(mock.resource_types(), ["tracks"]);
        assert_eq!((mock.weather_provider().as_deref(), mock.radar_provider().as_deref()), (Some("sky"), Some("r")));
        type Register = fn() -> Result<(), Error>;
        let tries: [(&str, Register); 4] = [
            ("putHandlers", || register_put("vessels.self", "a.b")),
            ("resourceProvider", || register_resources("tracks")),
            ("weatherProvider", || register_weather("sky")),
            ("radarProvider", || register_radar("r")),
        ];
        for (capability, register) in tries {
            mock.without(capability);
            let text = register().map_err(|error| error.to_string());
            assert!(text.as_ref().is_err_and(|text| text.contains(capability)), "{text:?}");
        }
        assert_eq!(mock.puts().len(), 1);
        // What no server should say is a refusal.
        let mock = Mock::new();
        mock.answer("signalk::register_put", -1);
        assert!(register_put("vessels.self", "a.b").is_err());
    }
}
