//! The host for authors' tests.

mod client;
mod setup;

use std::collections::BTreeMap;
use std::sync::PoisonError;

use serde::Serialize;
use serde_json::{Value, json};

use super::Orbis;
use super::front::{Fronted, Refusal, desktop, is_own};
use super::request::User;
use super::turn::Turn;
use super::world::{Kept, Shared};
use crate::hosts::{Answer, Fault, Lasting, Purpose};
use crate::record::{HostCall, Log};
use crate::report::Finding;
use crate::request::Capabilities;
use crate::run::Runner;
use crate::sandbox::Guest;
use crate::session::Session;

pub use super::world::Event;
pub use client::{Request, Response};
pub use setup::Setup;

/// An Orbis host with one plugin, in the test's own process: it takes requests as the real server does, calls the plugin's
/// wasm, and keeps the plugin's state.
///
/// What the real host denies today, database, requests and events, is denied here, too, unless
/// [`set("as-intended", "yes")`](Setup::set) grants it.
///
/// ```
/// use anyhost_testkit::orbis::{Request, Server};
///
/// # let wasm = wat::parse_str(r#"(module (memory (export "memory") 2)
/// #   (data (i32.const 16) "\1d\00\00\00{\"status\":200,\"body\":{\"n\":1}}")
/// #   (func (export "allocate") (param i32) (result i32) (i32.const 65536))
/// #   (func (export "count") (param i32 i32) (result i32) (i32.const 16))
/// #   (@custom "manifest" "{\"name\":\"counter\",\"version\":\"1.0.0\",\"routes\":[{\"method\":\"GET\",\"path\":\"/count\",\"handler\":\"count\"}]}"))"#)?;
/// let mut server = Server::new(&wasm)?;
/// assert_eq!(server.get("/count").status, 401);
///
/// let response = server.request(Request::new("GET", "/count").user("ada"));
/// assert_eq!(response.status, 200);
/// assert_eq!(response.data(), serde_json::json!({"status": 200, "body": {"n": 1}}));
/// assert!(server.state().is_empty() && server.findings().is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Server {
    runner: Runner,
    orbis: Orbis,
    kept: bool,
    phase: Phase,
    lasting: Shared,
    /// The instance, where it outlives a request.
    guest: Option<Guest>,
    logs: Vec<Log>,
    calls: Vec<HostCall>,
    findings: Vec<Finding>,
    fuel: u64,
}

/// What the host knows the plugin as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Loaded,
    Running,
    Disabled,
}

impl Server {
    /// A host that has loaded and enabled the plugin. [`setup`](Self::setup) says otherwise.
    ///
    /// # Errors
    ///
    /// What is not WebAssembly, and what the host would not load, in its words.
    pub fn new(wasm: &[u8]) -> Result<Self, crate::Error> {
        Self::setup().wasm(wasm)
    }

    /// A host of another kind: switches, the dialect, a plugin that is not enabled.
    #[must_use]
    pub fn setup() -> Setup {
        Setup::default()
    }

    /// The plugin is loaded: where an instance outlives a request, it begins now. The error: it does not load.
    fn begin(&mut self) -> Result<(), String> {
        if !self.kept {
            return Ok(());
        }
        let lasting: Lasting = self.lasting.clone();
        let started = self.runner.loaded.start_with(&Purpose::Run(Capabilities::All), &lasting);
        self.guest = Some(started.map_err(|failed| failed.fault.text)?.guest);
        Ok(())
    }

    /// Enables the plugin. Nothing in it runs.
    pub fn enable(&mut self) {
        self.phase = Phase::Running;
    }

    /// Disables the plugin, which clears its state (runtime.rs:394-402).
    pub fn disable(&mut self) {
        if self.phase != Phase::Disabled {
            self.phase = Phase::Disabled;
            self.kept(|kept| kept.state.clear());
        }
    }

    /// The host ends and begins again: state is kept, and whether the plugin is enabled.
    ///
    /// # Errors
    ///
    /// The plugin does not load again, where loading it runs something in it.
    pub fn restart(&mut self) -> Result<(), String> {
        let gone = self.session(|session| Some(Answer { faults: session.unload().into_iter().collect(), ..Answer::default() }));
        self.findings.extend(gone.iter().flat_map(|gone| &gone.faults).filter_map(Fault::finding));
        self.begin()
    }

    /// A request with GET, of nobody.
    pub fn get(&mut self, path: &str) -> Response {
        self.request(Request::new("GET", path))
    }

    /// A request with this method and JSON, of nobody.
    pub fn send(&mut self, method: &str, path: &str, body: &impl Serialize) -> Response {
        self.request(Request::new(method, path).json(body))
    }

    /// A client's request; the path is the one behind the plugin's name, with its query.
    pub fn request(&mut self, request: Request) -> Response {
        let asked = match request.asked() {
            Ok(asked) => asked,
            Err(text) => return Response::failed(400, "", &text),
        };
        let fronted = self.orbis.front(&asked);
        let is_own = !self.orbis.is_docs() && is_own(&asked);
        if self.phase != Phase::Running && !is_own {
            return Response::failed(500, "PLUGIN_ERROR", &self.not_running());
        }
        match fronted {
            Fronted::Refused(Refusal { status, code, text }) => Response::failed(status, code, &text),
            Fronted::Call(handler, context) => match self.answer(&handler, context.as_bytes()) {
                Ok(value) if self.orbis.is_docs() => Response::documented(value),
                Ok(value) => Response::of(200, &json!({"success": true, "data": value})),
                Err(text) => Response::failed(500, "PLUGIN_ERROR", &text),
            },
            Fronted::Switch(on) => {
                if on {
                    self.enable()
                } else {
                    self.disable()
                }
                let done = format!("Plugin '{}' {}", self.orbis.manifest().name, if on { "enabled" } else { "disabled" });
                Response::of(200, &json!({"success": true, "message": done}))
            }
            Fronted::Own(pages) => Response::of(200, &json!({"success": true, "data": pages})),
        }
    }

    /// A page of the desktop calls a handler with these arguments, an object, for the user who is logged in.
    ///
    /// # Errors
    ///
    /// The text that the page gets.
    pub fn call(&mut self, handler: &str, args: &impl Serialize, user: Option<&str>) -> Result<Value, String> {
        let args = serde_json::to_value(args).map_err(|error| error.to_string())?;
        if self.phase != Phase::Running {
            return Err(self.not_running());
        }
        let user = user.map(|id| User { id: id.to_owned(), is_admin: self.orbis.is("admin", "yes") });
        let Fronted::Call(handler, context) = desktop(handler, "POST", Some(args), user) else { return Ok(Value::Null) };
        self.answer(&handler, context.as_bytes()).map_err(|text| format!("Plugin execution failed: Plugin error: {text}"))
    }

    /// The plugin's state.
    #[must_use]
    pub fn state(&self) -> BTreeMap<String, Value> {
        self.kept(|kept| kept.state.clone())
    }

    /// Sets a value of the plugin's state, as if it had done so before.
    pub fn set_state(&mut self, key: &str, value: impl Into<Value>) {
        self.kept(|kept| kept.state.insert(key.to_owned(), value.into()));
    }

    /// Events that the plugin has emitted so far, where they are granted.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        self.kept(|kept| kept.events.clone())
    }

    /// Runs statements on the plugin's database, one after the other: to set up its tables.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub fn execute(&mut self, statements: &str) -> Result<(), String> {
        self.kept(|kept| kept.database.batch(statements)).map_err(Into::into)
    }

    /// Rows of the plugin's database, as objects by column name.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub fn query(&mut self, statement: &str, params: &[Value]) -> Result<Vec<Value>, String> {
        let rows = self.kept(|kept| kept.database.query(statement, params)).map_err(String::from)?;
        serde_json::from_str(&rows).map_err(|error| error.to_string())
    }

    /// What was logged so far, by the plugin and by the host about it.
    #[must_use]
    pub fn logs(&self) -> &[Log] {
        &self.logs
    }

    /// Functions of the host that the plugin has called so far.
    #[must_use]
    pub fn calls(&self) -> &[HostCall] {
        &self.calls
    }

    /// Rules of the host that the plugin has broken so far.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Fuel of the last call, of 5,000,000.
    #[must_use]
    pub fn fuel(&self) -> u64 {
        self.fuel
    }

    fn not_running(&self) -> String {
        format!("Plugin '{}' is not running", self.orbis.manifest().name)
    }

    fn kept<T>(&self, act: impl FnOnce(&mut Kept) -> T) -> T {
        act(&mut self.lasting.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The handler's value, or the host's words.
    fn answer(&mut self, handler: &str, context: &[u8]) -> Result<Value, String> {
        let turn = Turn::Call { handler, context }.encode();
        let answer = self.session(|session| Some(session.call(&turn))).unwrap_or_default();
        let emulator = &*self.runner.loaded.emulator;
        self.findings.extend(emulator.judge(emulator.node(&self.runner.described.nodes, &turn), &answer));
        self.fuel = answer.fuel;
        if let Some(fault) = answer.fault {
            let rule = fault.rule.unwrap_or(emulator.rules().input);
            self.findings.push(Finding::new(rule, &fault.detail));
            return Err(fault.text);
        }
        Ok(answer.value.and_then(|value| serde_json::from_str(value.get()).ok()).unwrap_or_default())
    }

    /// Something on the instance that a request gets.
    fn session(&mut self, act: impl FnOnce(&mut Session<'_>) -> Option<Answer>) -> Option<Answer> {
        let lasting: Lasting = self.lasting.clone();
        let session = Session::new(&self.runner.loaded, Purpose::Run(Capabilities::All), self.kept);
        let mut session = session.beside(&lasting).resume(self.guest.take());
        let answer = act(&mut session);
        let record = std::mem::take(&mut session.record);
        self.guest = session.take_guest();
        self.logs.extend(record.logs);
        self.calls.extend(record.calls);
        answer
    }
}
