//! The hosts behind one trait: what they link, in which order they call, what they make of an answer.

pub(crate) mod flow_like;
pub(crate) mod nlink;
mod start;

use std::time::{Duration, Instant};

use anyhost_abi::{Dialect, Host, Import, Rule};
use serde_json::value::RawValue;

use crate::Error;
use crate::report::Finding;
use crate::request::{Capabilities, Request};
use crate::sandbox::{Budget, Caps, Guest, NoStart, Plugin, Profile, State, Stop};
use crate::target::{Settings, Target};

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

/// The host could not go on; whose fault that is, is in the rule.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    /// The broken rule; `None` where it depends on the occasion of the call.
    pub(crate) rule: Option<&'static Rule>,
    /// The host's words.
    pub(crate) text: String,
    /// What is wrong.
    pub(crate) detail: String,
    /// How the call ended, if it did not come back.
    pub(crate) stop: Option<Stop>,
    /// Where in a use it happened.
    pub(crate) stage: Stage,
}

/// Where in a use something went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Stage {
    /// The host asked for room, or wrote the input there.
    Allocate,
    /// The call, or reading its result.
    #[default]
    Call,
    /// The host gave a buffer back.
    Free,
}

impl Fault {
    pub(crate) fn new(rule: &'static Rule, text: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { rule: Some(rule), text: text.into(), detail: detail.into(), stop: None, stage: Stage::Call }
    }

    pub(crate) fn at(self, stage: Stage) -> Self {
        Self { stage, ..self }
    }

    pub(crate) fn finding(&self) -> Option<Finding> {
        Some(Finding::new(self.rule?, &self.detail))
    }
}

/// What came of one use.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// The exact text.
    pub(crate) raw: Option<String>,
    /// The same, if the host can parse it.
    pub(crate) value: Option<Box<RawValue>>,
    /// The error in the host's own form.
    pub(crate) error: Option<String>,
    /// Why there is no answer, or none that the host takes.
    pub(crate) fault: Option<Fault>,
    /// Fuel of the calls.
    pub(crate) fuel: u64,
    /// The text of the panic that ended the call.
    pub(crate) panic: Option<String>,
    /// Where the answer lay in the guest.
    pub(crate) place: Option<(u32, u32)>,
    /// Where the input lay in the guest.
    pub(crate) input: Option<(u32, u32)>,
}

impl Answer {
    pub(crate) fn failed(fault: Fault) -> Self {
        Self { fault: Some(fault), ..Self::default() }
    }

    /// Whether the result lies in the input, in words.
    pub(crate) fn alias(&self) -> Option<String> {
        let ((ptr, len), (input, room)) = (self.place?, self.input?);
        let within = u64::from(ptr) < u64::from(input) + u64::from(room) && u64::from(input) < u64::from(ptr) + u64::from(len);
        within.then(|| format!("the result ({len} bytes at {ptr}) lies in the input ({room} bytes at {input})"))
    }
}

/// A node that a plugin describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) inputs: Vec<Input>,
    pub(crate) outputs: Vec<String>,
    /// Exec outputs.
    pub(crate) execs: Vec<String>,
}

/// An input that carries data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Input {
    pub(crate) name: String,
    /// Canonical name of its type.
    pub(crate) ty: &'static str,
    /// Whether it takes one value, and not a list or a map.
    pub(crate) single: bool,
    /// JSON text.
    pub(crate) default: Option<String>,
}

/// What a host reads from a plugin before it calls it.
#[derive(Debug, Default)]
pub(crate) struct Described {
    pub(crate) nodes: Vec<Node>,
    /// Broken rules that do not stop the host.
    pub(crate) findings: Vec<Finding>,
    /// The text as it was read.
    pub(crate) text: String,
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
    /// Not a context that the host makes.
    Context,
    /// A context with more keys.
    ExtraKeys,
    /// Another node name than one of the definitions.
    NodeName,
}

/// Rules that hosts share; `None` where a host has no such rule.
#[derive(Debug)]
pub(crate) struct Common {
    pub(crate) defaults: &'static Rule,
    pub(crate) input: &'static Rule,
    pub(crate) context: &'static Rule,
    pub(crate) extra_keys: &'static Rule,
    pub(crate) node_name: &'static Rule,
    /// The wrong node answers.
    pub(crate) dispatch: Option<&'static Rule>,
    /// A default that the node does not apply itself.
    pub(crate) own_defaults: Option<&'static Rule>,
    pub(crate) kept: &'static Rule,
    pub(crate) after_error: &'static Rule,
    /// Memory grows although the host frees all that it frees.
    pub(crate) leak: Option<&'static Rule>,
    /// Memory grows where nobody frees.
    pub(crate) leak_unfreed: Option<&'static Rule>,
    pub(crate) reads_freed: Option<&'static Rule>,
    /// A result changes before it is freed.
    pub(crate) result_kept: Option<&'static Rule>,
    /// A result that the host frees lies in static data.
    pub(crate) static_result: Option<&'static Rule>,
    pub(crate) alloc_zero: Option<&'static Rule>,
    pub(crate) alloc_huge: Option<&'static Rule>,
    pub(crate) alloc_bounds: Option<&'static Rule>,
    pub(crate) tolerant: Option<&'static Rule>,
    pub(crate) needs_initialize: Option<&'static Rule>,
    pub(crate) unsteady: Option<&'static Rule>,
    /// A number that lost precision on its way through.
    pub(crate) precision: Option<&'static Rule>,
    /// A stack overflow leaves the instance unusable.
    pub(crate) stack_left: Option<&'static Rule>,
}

impl Common {
    /// The rule that a trap breaks.
    pub(crate) fn of(&self, occasion: Occasion) -> &'static Rule {
        match occasion {
            Occasion::Defaults | Occasion::Absent => self.defaults,
            Occasion::Input => self.input,
            Occasion::Context => self.context,
            Occasion::ExtraKeys => self.extra_keys,
            Occasion::NodeName => self.node_name,
        }
    }
}

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

    /// The host's side of a new instance.
    fn state(&self, purpose: &Purpose) -> State;

    /// Why its engine did not compile the module.
    fn refused(&self, reason: &str) -> Fault;

    /// What is wrong before anything runs; the first one is what the host says.
    fn inspect(&self, plugin: &Plugin) -> Vec<Fault>;

    /// Why the plugin cannot be judged at all.
    fn unjudged(&self, _plugin: &Plugin) -> Vec<Finding> {
        Vec::new()
    }

    /// What does not stop the host and is seen without running anything.
    fn advise(&self, plugin: &Plugin) -> Vec<Finding>;

    /// Why there is no instance.
    fn no_start(&self, plugin: &Plugin, reason: &NoStart) -> Fault;

    /// What follows instantiation: start-up exports.
    fn boot(&self, guest: &mut Guest) -> Result<(), Fault>;

    /// Reads the definitions from an instance of their own. `None`: this host reads none from the module.
    fn describe(&self, _guest: &mut Guest) -> Option<Result<Described, Fault>> {
        None
    }

    /// The bytes that the host hands over.
    fn context(&self, nodes: &[Node], request: &Request) -> Result<Vec<u8>, Error>;

    /// The node that a context is for.
    fn node<'a>(&self, _nodes: &'a [Node], _context: &[u8]) -> Option<&'a Node> {
        None
    }

    /// Between two calls of a kept instance.
    fn between(&self, _guest: &mut Guest) -> Result<(), Fault> {
        Ok(())
    }

    /// One use, in the host's order.
    fn call(&self, guest: &mut Guest, context: &[u8]) -> Answer;

    /// What is wrong with an answer that the host could parse.
    fn judge(&self, node: Option<&Node>, answer: &Answer) -> Vec<Finding>;

    /// What happens to the instance after a failure.
    fn after_failure(&self, fault: &Fault) -> After;

    /// Contexts that the host makes, with ordinary and with unusual values; the first one of a node has its defaults.
    fn probes(&self, nodes: &[Node]) -> Vec<Probe>;

    /// A context with a large ordinary input, for calls in a row.
    fn bulk(&self, nodes: &[Node]) -> Option<Vec<u8>>;

    /// The same host, except that it does not call the start-up export.
    fn uninitialised(&self) -> Option<Box<dyn Emulator>> {
        None
    }

    /// What could help a plugin that grows with each call.
    fn leak_advice(&self, _plugin: &Plugin) -> Option<Finding> {
        None
    }
}

/// A context to try.
#[derive(Debug, Clone)]
pub(crate) struct Probe {
    pub(crate) occasion: Occasion,
    /// What is tried, for messages: `with …`.
    pub(crate) label: String,
    pub(crate) context: Vec<u8>,
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
        _ => Err(Error::NotBuilt { host: target.host.title, reason: "there is no emulator of it".into() }),
    }
}

/// Whether a setting gives each use a fresh instance although the dialect's lifetime is kept.
pub(crate) fn is_fresh_by_setting(host: &Host, settings: &Settings) -> bool {
    host.id == anyhost_abi::flow_like::HOST.id && settings.get("epoch") == "1"
}
