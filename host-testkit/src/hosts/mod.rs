//! The hosts behind one trait: what they link, in which order they call, what they make of an answer.

mod answer;
mod common;
pub(crate) mod flow_like;
mod manner;
pub(crate) mod nlink;
pub(crate) mod orbis;
pub(crate) mod signalk;
mod start;
mod wasi;

use std::any::Any;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhost_abi::{Dialect, Import};

use crate::Error;
use crate::report::Finding;
use crate::request::{Capabilities, Request};
use crate::sandbox::{Budget, Caps, Guest, NoStart, Plugin, Profile, State};
use crate::target::{Origin, Target};

pub(crate) use crate::described::{Described, Endpoint, Input, Node};
pub(crate) use answer::{Answer, Fault, Outcome, Responded, Stage};
pub(crate) use common::Common;
pub(crate) use manner::{before_call, unasked};
pub(crate) use start::{export, func};

/// How much the emulator gives a plugin.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allowance {
    /// At most this much fuel, whatever the host gives; `None` for the host's own.
    pub(crate) fuel: Option<u64>,
    /// At most this long for one use.
    pub(crate) time: Duration,
    /// When everything must be over.
    pub(crate) until: Instant,
}

/// What an instance is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To be asked for definitions.
    Describe,
    /// To be called.
    Run(Capabilities),
}

/// When a call was made, which decides what a trap in it breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Occasion {
    /// Inputs at their defaults.
    Defaults,
    /// Inputs absent, also where they have defaults.
    Absent,
    /// Inputs of the user's.
    Input,
    /// Inputs beyond the choices and bounds of the definition.
    Outside,
    /// Not a context that the host makes.
    Context,
    /// A context with more keys.
    ExtraKeys,
    /// Another node name than one of the definitions.
    NodeName,
    /// A context of zeros, on a host that makes them by mistake.
    Zeros,
    /// A call from the host's own desktop.
    Desktop,
    /// Functions of the host fail.
    Denied,
}

/// What a host keeps of a plugin while instances come and go.
pub(crate) type Lasting = Arc<dyn Any + Send + Sync>;

/// A host at work.
pub(crate) trait Emulator: Send + Sync {
    fn dialect(&self) -> &'static Dialect;

    fn rules(&self) -> &'static Common;

    /// What its engine accepts.
    fn profile(&self) -> Profile;

    /// What an instance may hold.
    fn caps(&self) -> Caps;

    /// Fuel and time of one use.
    fn budget(&self, allowance: Allowance) -> Budget;

    /// The import of these names, as this host has it.
    fn find(&self, module: &str, name: &str) -> Option<&'static Import>;

    /// Reads what the host takes from the file itself, before anything else.
    fn read(&self, _wasm: &[u8], _plugin: &Plugin) {}

    /// What outlives the instances of one session; nothing, on hosts that keep nothing.
    fn lasting(&self) -> Lasting {
        Arc::new(())
    }

    /// The host's side of a new instance.
    fn state(&self, purpose: &Purpose, lasting: &Lasting) -> State;

    /// Why its engine did not compile the module.
    fn refused(&self, reason: &str) -> Fault;

    /// What is wrong before anything runs; the first one is what the host says.
    fn inspect(&self, plugin: &Plugin) -> Vec<Fault>;

    /// What every call fails at, although the host loads the plugin.
    fn every_call(&self, _plugin: &Plugin) -> Vec<Fault> {
        Vec::new()
    }

    /// Why the plugin cannot be judged at all.
    fn unjudged(&self, _plugin: &Plugin) -> Vec<Finding> {
        Vec::new()
    }

    /// What does not stop the host and is seen without running anything.
    fn advise(&self, plugin: &Plugin) -> Vec<Finding>;

    /// The same, once the definitions are read.
    fn advise_described(&self, _plugin: &Plugin, _nodes: &[Node]) -> Vec<Finding> {
        Vec::new()
    }

    /// Why there is no instance.
    fn no_start(&self, plugin: &Plugin, reason: &NoStart) -> Fault;

    /// What follows instantiation: start-up exports.
    fn boot(&self, guest: &mut Guest) -> Result<(), Fault>;

    /// Takes a manifest where there is no file: of code that runs without wasm.
    fn declare(&self, _manifest: &[u8]) {}

    /// The definitions, where they stand beside the code: no instance is asked then.
    fn declared(&self) -> Option<Described> {
        None
    }

    /// Reads the definitions from an instance of their own. `None`: this host reads none from the module.
    fn describe(&self, _guest: &mut Guest) -> Option<Result<Described, Fault>> {
        None
    }

    /// The bytes that the host hands over.
    fn context(&self, nodes: &[Node], request: &Request) -> Result<Vec<u8>, Error>;

    /// The part of a context that reaches the plugin; the rest tells the host whom to call.
    fn payload<'a>(&self, context: &'a [u8]) -> &'a [u8] {
        context
    }

    /// The same call with another part for the plugin.
    fn with_payload(&self, _context: &[u8], payload: Vec<u8>) -> Vec<u8> {
        payload
    }

    /// The node that a context is for.
    fn node<'a>(&self, _nodes: &'a [Node], _context: &[u8]) -> Option<&'a Node> {
        None
    }

    /// Between two calls of a kept instance.
    fn between(&self, _guest: &mut Guest) -> Result<(), Fault> {
        Ok(())
    }

    /// Before an instance goes, when the plugin is unloaded.
    fn unload(&self, _guest: &mut Guest) -> Result<(), Fault> {
        Ok(())
    }

    /// One use, in the host's order.
    fn call(&self, guest: &mut Guest, context: &[u8]) -> Answer;

    /// What the host answers without calling the plugin.
    fn own_answer(&self, _context: &[u8]) -> Option<Answer> {
        None
    }

    /// Reads a result's bytes as the host does.
    fn take(&self, bytes: Vec<u8>, answer: &mut Answer) -> Result<(), Fault>;

    /// What is in a result that says no error.
    fn outcome(&self, result: &str) -> Outcome;

    /// The response that an answer is, on hosts whose plugins have routes: of the plugin, or of the host in front of it. `None`:
    /// there is none.
    fn responded(&self, _context: &[u8], _result: Option<&str>) -> Option<Responded> {
        None
    }

    /// What is wrong with an answer that the host could parse.
    fn judge(&self, node: Option<&Node>, answer: &Answer) -> Vec<Finding>;

    /// The error in an answer that its host takes for a good one, in words.
    fn failure(&self, answer: &Answer) -> Option<String> {
        answer.error.clone()
    }

    /// What happens to the instance after a failure.
    fn after_failure(&self, fault: &Fault) -> After;

    /// What is tried instead of single contexts, on hosts whose plugins live on between events.
    fn trials(&self, _bench: &Bench<'_>) -> Option<Tried> {
        None
    }

    /// Contexts that the host makes, with ordinary and with unusual values; the first one of a node has its defaults.
    fn probes(&self, nodes: &[Node]) -> Vec<Probe>;

    /// Uses of one instance after which it must still answer.
    fn uses(&self) -> u32 {
        2000
    }

    /// A context with a large ordinary input, for calls in a row.
    fn bulk(&self, nodes: &[Node]) -> Option<Vec<u8>>;

    /// A context with as large an input as the host may bring, where that is known.
    fn large(&self) -> Option<Vec<u8>> {
        None
    }

    /// The same host, except that it does not call the start-up export.
    fn uninitialised(&self) -> Option<Box<dyn Emulator>> {
        None
    }

    /// What a plugin of this origin asks for.
    fn asked(&self, _origin: Origin<'_>, _nodes: &[Node]) -> Capabilities {
        Capabilities::All
    }

    /// What is worth knowing of a plugin that came in nothing.
    fn bare(&self, _plugin: &Plugin) -> Option<Finding> {
        None
    }

    /// What could help a plugin that grows with each call.
    fn leak_advice(&self, _plugin: &Plugin) -> Option<Finding> {
        None
    }
}

/// What a host's own trials work with.
pub(crate) struct Bench<'a> {
    pub(crate) plugin: &'a Plugin,
    /// A new instance, after its start-up.
    pub(crate) start: &'a dyn Fn(&Purpose) -> Option<Guest>,
    /// Whether the time is over.
    pub(crate) is_late: &'a dyn Fn() -> bool,
}

/// What came of them.
#[derive(Debug, Default)]
pub(crate) struct Tried {
    pub(crate) findings: Vec<Finding>,
    /// A context that the plugin bears, for calls in a row.
    pub(crate) sound: Option<Vec<u8>>,
    /// Calls that ran into a limit.
    pub(crate) limit_stops: u32,
}

/// A context to try.
#[derive(Debug, Clone)]
pub(crate) struct Probe {
    pub(crate) occasion: Occasion,
    /// What is tried, for messages: `with …`.
    pub(crate) label: String,
    pub(crate) context: Vec<u8>,
    /// The same without what is tried: if that is an error, too, the error says nothing.
    pub(crate) plain: Option<Vec<u8>>,
}

/// What happens to an instance after a failure.
#[derive(Debug, Clone)]
pub(crate) enum After {
    /// It is used on.
    Keep,
    /// The next use gets a fresh one.
    Fresh,
    /// Every further use is refused with this.
    Closed(Fault),
}

/// The emulator of a target.
pub(crate) fn emulator(target: &Target<'_>) -> Result<Box<dyn Emulator>, Error> {
    if let Some(reason) = target.not_built() {
        return Err(Error::NotBuilt { host: target.host.title, reason: reason.to_owned() });
    }
    match target.host.id {
        id if id == anyhost_abi::flow_like::HOST.id => Ok(Box::new(flow_like::FlowLike::new(target))),
        id if id == anyhost_abi::nlink::HOST.id => Ok(Box::new(nlink::NLink::new(target))),
        id if id == anyhost_abi::orbis::HOST.id => Ok(Box::new(orbis::Orbis::new(target))),
        id if id == anyhost_abi::signalk::HOST.id => Ok(Box::new(signalk::SignalK::new(target))),
        _ => Err(Error::NotBuilt { host: target.host.title, reason: "there is no emulator of it".into() }),
    }
}
