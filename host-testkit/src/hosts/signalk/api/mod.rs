//! The server for authors' tests.

mod client;
mod peers;
mod setup;

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use super::js::{Js, parse};
use super::publish::world_of;
use super::server::Server as Events;
use super::world::{SELF, World};
use crate::record::{HostCall, Log};
use crate::report::Finding;
use crate::sandbox::Guest;

pub use client::{PutReply, Request, Response};
pub use setup::Setup;

/// A Signal K server with one plugin, in the test's own process: it calls the plugin's wasm as the real server does, and
/// keeps what that would keep.
///
/// Time is the test's: it begins at 2022-01-01T00:00:00.000Z and goes on only by [`poll`](Self::poll) and
/// [`advance`](Self::advance). Nothing reaches a network or a disk.
///
/// ```
/// use anyhost_testkit::signalk::Server;
///
/// # let wasm = wat::parse_str(r#"(module (import "env" "sk_set_status" (func $status (param i32 i32)))
/// #   (memory (export "memory") 2) (data (i32.const 8) "watching")
/// #   (func (export "allocate") (param i32) (result i32) (i32.const 65536))
/// #   (func (export "deallocate") (param i32 i32))
/// #   (func (export "plugin_id") (param i32 i32) (result i32) (i32.const 0))
/// #   (func (export "plugin_start") (param i32 i32) (result i32) (call $status (i32.const 8) (i32.const 8)) (i32.const 0))
/// #   (func (export "plugin_stop") (result i32) (i32.const 0)))"#)?;
/// let mut server = Server::new(&wasm)?;
/// server.start(&serde_json::json!({"maxRadius": 42}))?;
/// assert_eq!(server.status().as_deref(), Some("watching"));
///
/// server.set("navigation.speedOverGround", 3.2);
/// server.poll();
/// assert_eq!(server.value("navigation.speedOverGround"), Some(3.2.into()));
/// assert_eq!(server.get("/nothing").status, 404);
/// assert!(server.findings().is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Server {
    guest: Guest,
    findings: Vec<Finding>,
}

impl Server {
    /// A server that has loaded the plugin, and not started it. The package is named after the text that `plugin_id` returns,
    /// and granted all capabilities; [`setup`](Self::setup) says otherwise.
    ///
    /// # Errors
    ///
    /// What is not WebAssembly, and what the server would not register.
    pub fn new(wasm: &[u8]) -> Result<Self, crate::Error> {
        Self::setup().wasm(wasm)
    }

    /// A server of another kind: switches, capabilities, the package's name.
    #[must_use]
    pub fn setup() -> Setup {
        Setup::default()
    }

    fn of(guest: Guest) -> Self {
        Self { guest, findings: Vec::new() }
    }

    /// What happens on the server, and what is broken by it.
    fn event<T>(&mut self, happens: impl FnOnce(&mut Events<'_>) -> T) -> T {
        let result = happens(&mut Events::new(&mut self.guest));
        let faults = std::mem::take(&mut world_of(&mut self.guest).faults);
        self.findings.extend(faults.iter().filter_map(crate::hosts::Fault::finding));
        let state = self.guest.state();
        state.host.leave(&mut state.record);
        result
    }

    fn world(&mut self) -> &mut World {
        world_of(&mut self.guest)
    }

    /// Saves this configuration, an object, and starts the plugin with it; one that runs is stopped before.
    ///
    /// # Errors
    ///
    /// What the server's form shows: the plugin returned other than 0, or trapped.
    pub fn start(&mut self, config: &impl Serialize) -> Result<(), String> {
        let config = js(config)?;
        self.event(|server| server.begin(Some(config))).map_err(|thrown| thrown.message)
    }

    /// Starts the plugin as a server does that has no configuration of it yet.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub fn start_unconfigured(&mut self) -> Result<(), String> {
        self.event(|server| server.begin(None)).map_err(|thrown| thrown.message)
    }

    /// Disables the plugin. Its routes, PUT handlers and providers stay.
    ///
    /// # Errors
    ///
    /// The plugin trapped.
    pub fn stop(&mut self) -> Result<(), String> {
        self.event(|server| server.disable()).map_err(|thrown| thrown.message)
    }

    /// Calls `plugin_stop` whatever the state is, as the server does when it ends.
    ///
    /// # Errors
    ///
    /// The plugin trapped.
    pub fn shut_down(&mut self) -> Result<(), String> {
        self.event(|server| server.stop()).map_err(|thrown| thrown.message)
    }

    /// Lets time go on until the plugin is polled next: a second after its start or after the last poll.
    pub fn poll(&mut self) {
        self.event(|server| server.polls(1));
    }

    /// Lets time go on; the plugin is polled each second.
    pub fn advance(&mut self, time: Duration) {
        self.event(|server| server.advance(u64::try_from(time.as_millis()).unwrap_or(u64::MAX)));
    }

    /// A delta of another source comes in: `{"context"?,"updates":[{"values":[{"path","value"}]}]}`. What the server would
    /// drop is dropped.
    pub fn delta(&mut self, delta: &impl Serialize) {
        if let Ok(delta) = js(delta) {
            self.event(|server| server.delta(delta));
        }
    }

    /// A value of the own vessel comes in.
    pub fn set(&mut self, path: &str, value: impl Serialize) {
        self.set_of("vessels.self", path, value);
    }

    /// A value of another context comes in: `vessels.urn:mrn:imo:mmsi:230099999`.
    pub fn set_of(&mut self, context: &str, path: &str, value: impl Serialize) {
        let Ok(value) = serde_json::to_value(value) else { return };
        self.delta(&serde_json::json!({"context": context, "updates": [{"values": [{"path": path, "value": value}]}]}));
    }

    /// The last value of a path of the own vessel; `None`: the data model has none.
    pub fn value(&mut self, path: &str) -> Option<Value> {
        self.value_of(SELF, path)
    }

    /// The last value of a path of a context.
    pub fn value_of(&mut self, context: &str, path: &str) -> Option<Value> {
        self.world().model.leaf(context, path)?.value.as_ref().map(Value::from)
    }

    /// What is known about a path of the own vessel: units, zones, `supportsPut`.
    pub fn meta(&mut self, path: &str) -> Option<Value> {
        self.world().model.leaf(SELF, path)?.meta.as_ref().map(Value::from)
    }

    /// Who sent the last value of a path of the own vessel: its `$source`.
    pub fn source(&mut self, path: &str) -> Option<String> {
        self.world().model.leaf(SELF, path).filter(|leaf| leaf.value.is_some()).map(|leaf| leaf.source.clone())
    }

    /// When the last value of a path of the own vessel was sent.
    pub fn timestamp(&mut self, path: &str) -> Option<String> {
        self.world().model.leaf(SELF, path).filter(|leaf| leaf.value.is_some()).map(|leaf| leaf.timestamp.clone())
    }

    /// Notifications of the own vessel that are there: path and value, by path.
    pub fn notifications(&mut self) -> Vec<(String, Value)> {
        let leaves = self.world().model.paths(SELF);
        let notifications = leaves.filter(|(path, leaf)| path.starts_with("notifications.") && leaf.value.is_some());
        notifications.map(|(path, leaf)| (path.to_owned(), leaf.value.as_ref().map_or(Value::Null, Value::from))).collect()
    }

    /// Deltas that the plugin has emitted so far, as the server sent them on.
    pub fn deltas(&mut self) -> Vec<Value> {
        self.world().deltas.iter().map(|delta| Value::from(&delta.value)).collect()
    }

    /// The text of the plugin's status entry, of a status or of an error. Over REST the real server shows it only where
    /// `plugin_name` returns the package's name: a client sees it as `PROVIDERSTATUS`.
    pub fn status(&mut self) -> Option<String> {
        self.world().status.message().map(str::to_owned)
    }

    /// Whether the status entry is an error.
    pub fn is_error(&mut self) -> bool {
        let entry = self.world().status.entry.as_ref();
        entry.and_then(|entry| entry.get("type")).and_then(Js::as_text) == Some("error")
    }

    /// The plugin's state: `starting` before the first start, `running`, `stopped`, `error`.
    pub fn state(&mut self) -> &'static str {
        self.world().phase.as_str()
    }

    /// The configuration in the plugin's file, which `sk_save_config` may have written.
    pub fn saved_config(&mut self) -> Option<Value> {
        self.world().settings.file.as_ref()?.get("configuration").map(Value::from)
    }

    /// What the plugin has sent on binary streams so far: the stream's id and the bytes.
    pub fn streams(&mut self) -> Vec<(String, Vec<u8>)> {
        self.world().streams.clone()
    }

    /// Rules of the server that the plugin has broken so far. Traps are among them: the server goes on after one.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What the plugin has logged so far: `sk_debug`, status texts, standard output and error.
    pub fn logs(&mut self) -> &[Log] {
        &self.guest.state().record.logs
    }

    /// Functions of the server that the plugin has called so far.
    pub fn calls(&mut self) -> &[HostCall] {
        &self.guest.state().record.calls
    }

    /// Pages of memory, 65,536 bytes each, that the plugin had at most.
    #[must_use]
    pub fn pages(&self) -> u64 {
        self.guest.peak_pages()
    }
}

/// As JavaScript has it. The error: it cannot be JSON.
fn js(value: &impl Serialize) -> Result<Js, String> {
    let text = serde_json::to_string(value).map_err(|error| error.to_string())?;
    parse(&text)
}
