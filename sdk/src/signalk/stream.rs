//! Bytes for clients, past the data model.

use super::error::{Error, accepted};
use crate::rt::imports::signalk::env;

/// Sends bytes to the WebSocket clients of a stream. Its id begins with `radars/`, or with `plugins/`, the package's name and a
/// slash (`binary-stream.ts:40` of the server).
///
/// # Errors
///
/// The server refuses another id.
pub fn emit_stream(stream: &str, data: &[u8]) -> Result<(), Error> {
    let refused = "the server refused a binary stream: its id is `radars/<id>`, or begins with `plugins/<package name>/`";
    accepted(env::sk_emit_binary_stream(stream, data), refused)
}

/// Sends a radar's spokes to the clients of the stream `radars/<radar>`.
///
/// # Errors
///
/// The server refuses without the capability `radarProvider`, and until the first start with a registered provider has ended
/// (`radar-provider.ts:894`): send from `poll`, not from `start`.
pub fn emit_spokes(radar: &str, data: &[u8]) -> Result<(), Error> {
    let refused = "the server refused radar spokes: `wasmCapabilities` in package.json needs `radarProvider`, a provider must be \
                   registered, and `start` must have ended";
    accepted(env::sk_radar_emit_spokes(radar, data), refused)
}

#[cfg(test)]
mod tests {
    use super::super::Mock;
    use super::*;

    #[test]
    fn bytes_reach_their_stream() {
        let mock = Mock::new();
        assert_eq!(emit_stream("radars/r-0", &[0, 255]), Ok(()));
        assert_eq!(emit_stream("plugins/anyhost/x", b""), Ok(()));
        assert_eq!(emit_spokes("r1", b"spokes"), Ok(()));
        let sent = [("radars/r-0", &[0, 255][..]), ("plugins/anyhost/x", b""), ("radars/r1", b"spokes")];
        assert_eq!(mock.streams(), sent.map(|(id, data)| (id.to_owned(), data.to_vec())));
        for id in ["radar/r0", "radars/", "radars/a b", "plugins", "other"] {
            assert!(emit_stream(id, b"x").is_err(), "{id}");
        }
        mock.without("radarProvider");
        assert!(emit_spokes("r1", b"x").is_err());
        for answer in [-1, 2] {
            mock.answer("signalk::emit_stream", answer);
            assert!(emit_stream("radars/r", b"x").is_err());
        }
        assert_eq!(mock.streams().len(), 3);
    }
}
