//! Signal K server: plugins that are kept objects, see `signalk_plugin`.

#[doc(hidden)]
pub mod exports;

/// Sets the plugin's status.
pub fn status(text: &str) {
    crate::rt::imports::signalk::env::sk_set_status(text);
}
