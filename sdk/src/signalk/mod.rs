//! Signal K server: plugins that are kept objects, see [`signalk_plugin`](macro@crate::signalk_plugin).
//!
//! The server has one instance of a plugin, so its functions are free ones, and need nothing to be handed on:
//!
//! | a plugin | by |
//! |---|---|
//! | says how it is | [`status`], [`error`](fn@error), [`debug`], and the crates `log` and `tracing` with the features of these names |
//! | sends values and what they mean | [`Delta`], with [`Meta`] |
//! | tells the crew | [`Notification`] |
//! | keeps its configuration, or files | [`read_config`], [`save_config`], [`files`] on `wasm32-wasip1` |
//! | keeps resources, provides weather or radars | [`ResourceProvider`], [`WeatherProvider`], [`RadarProvider`] |
//! | sends bytes to clients | [`emit_stream`], [`emit_spokes`] |
//! | talks to devices | [`Udp`], [`Tcp`] |
//!
//! In tests a [`Mock`] plays the server.

mod config;
mod delta;
mod error;
#[doc(hidden)]
pub mod exports;
#[cfg(any(not(target_family = "wasm"), all(target_os = "wasi", target_env = "p1")))]
pub mod files;
#[cfg(any(feature = "log", feature = "tracing"))]
mod logging;
mod meta;
#[cfg(not(target_family = "wasm"))]
mod mock;
mod notification;
mod object;
mod radar;
mod resources;
mod server;
mod sockets;
mod stream;
mod update;
mod value;
mod vessel;
mod weather;

pub use config::{read_config, save_config};
pub use delta::Delta;
pub use error::Error;
pub use meta::{Meta, Zone};
#[cfg(not(target_family = "wasm"))]
pub use mock::{Datagram, Mock, TcpPeer};
pub use notification::{AlarmState, Method, Notification};
pub use radar::{RadarInfo, RadarProvider};
pub use resources::{ResourceProvider, ResourceQuery};
pub use server::{Capability, debug, error, register_put, register_radar, register_resources, register_weather, status};
#[doc(hidden)]
pub use sockets::close_all;
pub use sockets::{Connection, Received, Tcp, Udp};
pub use stream::{emit_spokes, emit_stream};
pub use update::{ReceivedDelta, Update};
pub use value::{Attitude, Current, Position};
pub use weather::{Forecast, Outside, Sun, Water, Weather, WeatherProvider, WeatherRequest, WeatherWarning, Wind};

/// What is done before a plugin starts.
#[doc(hidden)]
#[inline]
pub fn begin() {
    // A server says no more of a trap than that there was one.
    crate::rt::panic_tells(error);
    #[cfg(any(feature = "log", feature = "tracing"))]
    logging::install();
}
