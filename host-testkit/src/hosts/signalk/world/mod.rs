//! The server as one plugin sees it: what it keeps beside the instance.

mod deltas;
mod imports;
mod model;
mod notifications;
mod sockets;
mod status;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use anyhost_abi::Dialect;

use super::clock::Clock;
use super::http::pattern::Pattern;
use super::js::Js;
use crate::hosts::wasi::{Grants, Root, Wasi};
use crate::hosts::{Endpoint, Fault};
use crate::request::Capabilities;

pub(super) use deltas::{Delta, SELF};
pub(super) use model::Model;
pub(super) use sockets::{Peer, Sockets};
pub(super) use status::Status;

/// Faults that are kept of one use.
const FAULTS: usize = 100;

/// How the emulator is set.
#[derive(Debug, Clone)]
pub(super) struct Manners {
    /// Server 2.23.
    pub(super) old: bool,
    /// The package's name begins with `@`.
    pub(super) scoped: bool,
    /// `delta_handler` is called from inside functions that emit.
    pub(super) reenter: bool,
    /// `sk_get_self_path` works.
    pub(super) self_path: bool,
    /// The plugin was enabled after the server had booted.
    pub(super) later: bool,
    /// The reply to a PUT is REST's.
    pub(super) rest_put: bool,
}

/// What the server calls the plugin's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Loaded and never started.
    Loaded,
    Running,
    Stopped,
    /// A start or a stop has failed.
    Error,
}

impl Phase {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Loaded => "starting",
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Error => "error",
        }
    }
}

/// A provider that the plugin has registered.
#[derive(Debug, Clone)]
pub(super) struct Provider {
    /// The resource type, or the provider's name.
    pub(super) name: String,
    /// A start has succeeded since, so that calls reach the guest.
    pub(super) ready: bool,
}

/// The providers of a plugin.
#[derive(Debug, Default)]
pub(super) struct Providers {
    pub(super) resources: Vec<Provider>,
    pub(super) weather: Option<Provider>,
    pub(super) radar: Option<Provider>,
}

/// What the server keeps of the plugin's settings.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) enabled: bool,
    pub(super) enable_debug: bool,
    pub(super) configuration: Option<Js>,
    /// The file's object, once there is one.
    pub(super) file: Option<Js>,
}

impl Settings {
    /// Writes what is in memory to the file.
    pub(super) fn write(&mut self) {
        self.file = Some(Js::object([
            ("configuration", self.configuration.clone().unwrap_or_else(|| Js::Object(Vec::new()))),
            ("enabled", Js::Bool(self.enabled)),
            ("enableDebug", Js::Bool(self.enable_debug)),
        ]));
    }
}

/// The server beside the instance.
pub(crate) struct World {
    pub(super) dialect: &'static Dialect,
    pub(super) manners: Manners,
    /// The package's name.
    pub(super) package: String,
    granted: Capabilities,
    pub(super) clock: Clock,
    pub(super) model: Model,
    pub(super) settings: Settings,
    pub(super) phase: Phase,
    /// Deltas reach `delta_handler`.
    pub(super) subscribed: bool,
    /// When the next poll is due, in milliseconds of the clock.
    pub(super) next_poll: Option<u64>,
    pub(super) name: String,
    pub(super) schema: Js,
    pub(super) endpoints: Vec<Endpoint>,
    /// Paths that were compiled.
    patterns: BTreeMap<String, Option<Pattern>>,
    pub(super) puts: BTreeSet<(String, String)>,
    pub(super) providers: Providers,
    pub(super) sockets: Sockets,
    /// What was sent on binary streams.
    pub(super) streams: Vec<(String, Vec<u8>)>,
    pub(super) status: Status,
    /// Resources that clients have created.
    pub(super) created: u64,
    /// Ids of notifications, by context, path and source.
    notifications: BTreeMap<String, usize>,
    /// Deltas that the plugin emitted in this use.
    pub(super) deltas: Vec<Delta>,
    /// Deltas that nobody has got yet.
    pub(super) pending: VecDeque<Delta>,
    /// How deep calls of the guest are nested in its own calls.
    pub(super) depth: usize,
    /// What was wrong since the last use, though the server went on.
    pub(super) faults: Vec<Fault>,
    wasi: Wasi,
    /// What the server's debug log says, until the record takes it.
    debug: Vec<String>,
}

impl World {
    pub(super) fn new(dialect: &'static Dialect, package: &str, granted: Capabilities, manners: Manners) -> Self {
        let wasi = wasi(package, manners.later);
        Self {
            dialect,
            sockets: Sockets::new(manners.scoped),
            manners,
            package: package.to_owned(),
            granted,
            clock: Clock::new(),
            model: Model::default(),
            settings: Settings::default(),
            phase: Phase::Loaded,
            subscribed: false,
            next_poll: None,
            name: package.to_owned(),
            schema: Js::Object(Vec::new()),
            endpoints: Vec::new(),
            patterns: BTreeMap::new(),
            puts: BTreeSet::new(),
            providers: Providers::default(),
            streams: Vec::new(),
            status: Status::default(),
            created: 0,
            notifications: BTreeMap::new(),
            deltas: Vec::new(),
            pending: VecDeque::new(),
            depth: 0,
            faults: Vec::new(),
            wasi,
            debug: Vec::new(),
        }
    }

    /// Calls the package otherwise.
    pub(super) fn rename(&mut self, name: String) {
        self.manners.scoped = name.starts_with('@');
        self.sockets.scoped(self.manners.scoped);
        if self.name == self.package {
            self.name.clone_from(&name);
        }
        self.package = name;
        self.wasi = wasi(&self.package, self.manners.later);
    }

    /// The plugin's id: `src/pluginid.ts`.
    pub(super) fn id(&self) -> String {
        self.package.replace(['@', '/'], "_")
    }

    /// A path as Express matches it; `None`: it does not take it.
    pub(super) fn pattern(&mut self, path: &str) -> Option<Pattern> {
        self.patterns.entry(path.to_owned()).or_insert_with(|| Pattern::new(path)).clone()
    }

    /// Notes what is wrong.
    pub(super) fn fault(&mut self, fault: Fault) {
        if self.faults.len() < FAULTS {
            self.faults.push(fault);
        }
    }

    /// A line of the server's debug log.
    pub(super) fn debug(&mut self, line: &str) {
        if self.debug.len() < FAULTS {
            self.debug.push(line.to_owned());
        }
    }

    /// Time goes on.
    pub(super) fn advance(&mut self, ms: u64) {
        self.clock.advance(ms);
        self.wasi.advance(ms);
    }

    /// Forgets what belongs to one use.
    pub(super) fn new_use(&mut self) {
        self.deltas.clear();
        self.status.history.clear();
    }

    /// Takes registrations as `registerActionHandler` and the provider APIs do when a start has succeeded.
    pub(super) fn providers_ready(&mut self) {
        let Providers { resources, weather, radar } = &mut self.providers;
        for provider in resources.iter_mut().chain(weather).chain(radar) {
            provider.ready = true;
        }
    }
}

fn wasi(package: &str, later: bool) -> Wasi {
    // The folder of a plugin that is enabled at boot is deleted before anybody could use it.
    let root = if later { Root::Folder } else { Root::Empty };
    Wasi::new(Grants { capture: true, root, variable: Some(format!("PLUGIN_ID={package}")) })
}
