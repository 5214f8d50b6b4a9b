//! Signal K server: plugins that are kept objects, see `signalk_plugin`.

mod config;
mod delta;
mod error;
#[doc(hidden)]
pub mod exports;

mod meta;
#[cfg(not(target_family = "wasm"))]
mod mock;
mod notification;
mod object;
mod server;
mod sockets;
mod stream;
mod value;

pub use config::{read_config, save_config};
pub use delta::Delta;
pub use error::Error;
pub use meta::{Meta, Zone};
#[cfg(not(target_family = "wasm"))]
pub use mock::{Datagram, Mock, TcpPeer};
pub use notification::{AlarmState, Method, Notification};
pub use server::{Capability, debug, error, register_put, register_radar, register_resources, register_weather, status};
#[doc(hidden)]
pub use sockets::close_all;
pub use sockets::{Connection, Received, Tcp, Udp};
pub use stream::{emit_spokes, emit_stream};
pub use value::{Attitude, Current, Position};
