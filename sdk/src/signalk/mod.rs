//! Signal K server: plugins that are kept objects, see `signalk_plugin`.
