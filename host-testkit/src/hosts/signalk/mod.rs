//! Signal K server: one instance that is kept, started and stopped, polled, and called by clients.

mod advise;
pub(crate) mod api;
mod calls;
mod clock;
mod http;
mod js;
mod judge;
mod load;
mod names;
mod play;
mod probes;
mod providers;
mod publish;
mod put;
mod scenario;
mod server;
mod text;
mod trials;
mod world;

use std::sync::OnceLock;

use anyhost_abi::signalk::rules;
use anyhost_abi::{Dialect, Import, Role};

use super::{After, Allowance, Answer, Bench, Common, Described, Emulator, Fault, Lasting, Node, Outcome, Probe, Purpose, Tried};
use crate::Error;
use crate::report::Finding;
use crate::request::{Capabilities, Input, NOTHING, Request, json};
use crate::sandbox::{Budget, Caps, Delivery, Guest, Imports, Limiter, Linking, NoStart, Plugin, Profile, Proposals, State};
use crate::settings::Settings;
use crate::target::{Origin, Target};
use server::Server;
use world::{Manners, World};

/// V8 gives a thread a little less than a megabyte of stack.
const STACK_BYTES: u64 = 1 << 20;

/// Events of a use, for what one of them may take in a check.
const EVENTS: u64 = 8;

/// The name of the package that a bare wasm is put into, if it names none that npm would take.
const PACKAGE: &str = "plugin";

/// Signal K server at work.
pub(crate) struct SignalK {
    dialect: &'static Dialect,
    settings: Settings,
    /// The package's name, once it is known.
    package: OnceLock<String>,
}

impl SignalK {
    pub(crate) fn new(target: &Target<'_>) -> Self {
        let named = match target.origin {
            Origin::Package(package) => package.name().map(str::to_owned),
            Origin::Bare | Origin::Crate => None,
        };
        let package = named.map_or_else(OnceLock::new, OnceLock::from);
        Self { dialect: target.dialect, settings: target.settings.clone(), package }
    }

    fn name(&self, role: Role) -> &'static str {
        self.dialect.export(role).and_then(|export| export.name.fixed()).unwrap_or_default()
    }

    fn manners(&self) -> Manners {
        let is = |key: &str, value: &str| self.settings.get(key) == value;
        Manners {
            old: is("server", "2.23"),
            scoped: is("package", "scoped") || self.package.get().is_some_and(|name| name.starts_with('@')),
            reenter: !is("reenter", "off"),
            self_path: is("self-path", "working"),
            later: is("enabled", "later"),
            rest_put: is("put", "rest"),
        }
    }

    fn package(&self) -> String {
        let name = self.package.get().map_or(PACKAGE, String::as_str);
        if self.manners().scoped && !name.starts_with('@') { format!("@anyhost/{name}") } else { name.to_owned() }
    }
}

/// Whether a text is a scenario; else what is wrong with it.
pub(crate) fn check_scenario(text: &str) -> Result<(), String> {
    scenario::Scenario::parse(text).map(drop)
}

const RULES: Common = Common {
    defaults: &rules::START_TRAPS,
    input: &rules::START_TRAPS,
    context: &rules::START_TRAPS,
    zeros: None,
    desktop: None,
    denied: None,
    accepts_malformed: None,
    extra_keys: &rules::ENABLE_DEBUG,
    node_name: &rules::START_TRAPS,
    dispatch: None,
    own_defaults: Some(&rules::OWN_DEFAULTS),
    kept: &rules::KEPT,
    after_error: &rules::AFTER_ERROR,
    state: None,
    leak: Some(&rules::LEAK),
    leak_unfreed: None,
    reads_freed: Some(&rules::READS_FREED),
    result_kept: None,
    static_result: None,
    alloc_zero: Some(&rules::ALLOCATE_ZERO),
    alloc_huge: Some(&rules::ALLOCATE_HUGE),
    odd_sizes: Some(&rules::ODD_SIZES),
    alloc_bounds: Some(&rules::ALLOCATE_BOUNDS),
    alloc_traps: None,
    alloc_null: None,
    alloc_unsteady: None,
    tolerant: Some(&rules::DEALLOCATE_TOLERANT),
    order: None,
    interleaved: None,
    reused: None,
    host_grows: None,
    freed_early: None,
    initialize_twice: Some(&rules::INITIALIZE_TWICE),
    needs_initialize: None,
    unsteady: None,
    options: None,
    wide_number: None,
    precision: None,
    rewritten: None,
    large: None,
    stack_left: None,
};

impl Emulator for SignalK {
    fn dialect(&self) -> &'static Dialect {
        self.dialect
    }

    fn rules(&self) -> &'static Common {
        &RULES
    }

    fn profile(&self) -> Profile {
        // The documentation gives types; the server is JavaScript and takes any.
        let linking = if self.dialect.id == "docs" { Linking::Exact } else { Linking::JavaScript };
        Profile { stack_bytes: STACK_BYTES, proposals: Proposals::Node, linking }
    }

    fn caps(&self) -> Caps {
        Caps { pages: None, by_hand: None, memories: 1, tables: 100, elements: 10_000_000 }
    }

    fn budget(&self, allowance: Allowance) -> Budget {
        // A use is many events, and each of them gets this.
        let fuel = allowance.fuel.map_or(u64::MAX, |fuel| fuel / EVENTS);
        Budget { fuel, time: allowance.time, until: allowance.until }
    }

    fn find(&self, module: &str, name: &str) -> Option<&'static Import> {
        self.import(module, name)
    }

    fn state(&self, purpose: &Purpose, _lasting: &Lasting) -> State {
        let granted = match purpose {
            Purpose::Describe => Capabilities::All,
            Purpose::Run(granted) => granted.clone(),
        };
        let host: Box<dyn Imports> = Box::new(World::new(self.dialect, &self.package(), granted, self.manners()));
        let mut state = State::new(Limiter::new(self.caps()), host, Delivery::HostOffset, self.name(Role::Memory));
        state.after = Some(publish::after);
        state
    }

    fn refused(&self, reason: &str) -> Fault {
        Fault::new(&rules::ENGINE, reason, format!("the engine says: {reason}"))
    }

    fn inspect(&self, plugin: &Plugin) -> Vec<Fault> {
        self.load_faults(plugin)
    }

    fn advise(&self, plugin: &Plugin) -> Vec<Finding> {
        advise::advise(self.dialect, plugin, |module, name| self.import(module, name))
    }

    fn no_start(&self, plugin: &Plugin, reason: &NoStart) -> Fault {
        if let Some(stop) = &reason.stop {
            let detail = format!("the start function did not return: {stop}");
            return Fault { stop: Some(stop.clone()), ..Fault::new(&rules::INITIALIZE_TRAPS, stop.to_string(), detail) };
        }
        // The engine's other reasons were looked for before; what is left are limits.
        let first = self.load_faults(plugin).into_iter().next();
        first.unwrap_or_else(|| Fault::new(&rules::ENGINE, reason.text.clone(), format!("the engine says: {}", reason.text)))
    }

    fn boot(&self, guest: &mut Guest) -> Result<(), Fault> {
        self.register(guest)
    }

    fn describe(&self, guest: &mut Guest) -> Option<Result<Described, Fault>> {
        Some(Ok(self.described(guest)))
    }

    fn context(&self, _nodes: &[Node], request: &Request) -> Result<Vec<u8>, Error> {
        request.without_route("Signal K")?;
        if let Some(node) = &request.node {
            return Err(Error::Request(format!("a Signal K plugin has no nodes: leave out `{node}`")));
        }
        if !request.overrides()?.is_empty() {
            let message =
                "a Signal K plugin gets no context: put what it is to get into the scenario, `{\"config\":{…},\"steps\":[…]}`";
            return Err(Error::Request(message.into()));
        }
        match &request.input {
            Input::Raw(bytes) => Ok(bytes.clone()),
            Input::Nothing => Ok(NOTHING.as_bytes().to_vec()),
            Input::Json(text) => match scenario::Scenario::parse(json(text)?) {
                Ok(_) => Ok(text.clone().into_bytes()),
                Err(message) => {
                    Err(Error::Request(format!("the input is no scenario, `{{\"config\":{{…}},\"steps\":[…]}}`: {message}")))
                }
            },
        }
    }

    fn node<'a>(&self, nodes: &'a [Node], _context: &[u8]) -> Option<&'a Node> {
        nodes.first()
    }

    fn call(&self, guest: &mut Guest, context: &[u8]) -> Answer {
        Server::new(guest).play(context)
    }

    fn take(&self, bytes: Vec<u8>, answer: &mut Answer) -> Result<(), Fault> {
        answer.raw = Some(text::decode(&bytes));
        Ok(())
    }

    fn outcome(&self, result: &str) -> Outcome {
        Outcome { outputs: Some(result.to_owned()), ..Outcome::default() }
    }

    fn judge(&self, _node: Option<&Node>, answer: &Answer) -> Vec<Finding> {
        answer.faults.iter().filter_map(Fault::finding).collect()
    }

    fn after_failure(&self, _fault: &Fault) -> After {
        // Whatever happens, the instance goes on being used.
        After::Keep
    }

    fn trials(&self, bench: &Bench<'_>) -> Option<Tried> {
        Some(trials::trials(self.dialect, bench))
    }

    fn probes(&self, nodes: &[Node]) -> Vec<Probe> {
        probes::probes(nodes)
    }

    fn uses(&self) -> u32 {
        // Each is a whole life, of a dozen calls.
        700
    }

    fn bulk(&self, _nodes: &[Node]) -> Option<Vec<u8>> {
        None
    }

    fn asked(&self, origin: Origin<'_>, _nodes: &[Node]) -> Capabilities {
        match origin {
            Origin::Package(package) => package.grants(),
            // What is packed asks for what the code uses.
            Origin::Bare | Origin::Crate => Capabilities::All,
        }
    }
}
