//! Orbis: HTTP handlers in core modules, each call on an instance of its own; and what its document "WASM Plugins" describes.

mod advise;
pub(crate) mod api;
mod ask;
mod call;
mod common;
mod documented;
mod front;
mod judge;
mod load;
pub(crate) mod manifest;
#[cfg(test)]
mod manifest_tests;
mod pages;
mod probes;
mod request;
mod result;
mod turn;
mod world;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use anyhost_abi::orbis::{HOST, rules};
use anyhost_abi::{Dialect, Import, Role};

use super::{
    After, Allowance, Answer, Common, Described, Emulator, Endpoint, Fault, Lasting, Node, Outcome, Probe, Purpose, Responded,
};
use crate::Error;
use crate::json::raw;
use crate::report::Finding;
use crate::request::{Capabilities, Input, Request};
use crate::sandbox::{
    Budget, Caps, Delivery, Guest, GuestRoom, Imports, Limiter, Linking, NoStart, Plugin, Profile, Proposals, State,
};
use crate::settings::Settings;
use crate::target::{Origin, Target};
use advise::Facts;
use common::{DOCS_RULES, RULES};
use front::Fronted;
use manifest::{Invalid, Manifest};
use request::User;
use turn::Turn;
use world::{Gate, Kept, Shared, World};

/// Orbis at work.
pub(crate) struct Orbis {
    dialect: &'static Dialect,
    settings: Settings,
    /// The manifest beside the wasm, if it came with one.
    beside: Option<Vec<u8>>,
    /// The manifest, once the file is read.
    manifest: OnceLock<Result<Read, Invalid>>,
    /// Set where the plugin's code runs without wasm.
    is_native: OnceLock<()>,
    /// What else was seen in the file.
    facts: OnceLock<Facts>,
}

/// A manifest that the host would take.
struct Read {
    manifest: Arc<Manifest>,
    /// Nobody wrote it: it was made of the exports.
    is_made: bool,
}

impl Orbis {
    pub(crate) fn new(target: &Target<'_>) -> Self {
        let beside = match target.origin {
            Origin::Package(package) => package.manifest().map(<[u8]>::to_vec),
            Origin::Bare | Origin::Crate => None,
        };
        Self {
            dialect: target.dialect,
            settings: target.settings.clone(),
            beside,
            manifest: OnceLock::new(),
            is_native: OnceLock::new(),
            facts: OnceLock::new(),
        }
    }

    fn is(&self, key: &str, value: &str) -> bool {
        self.settings.get(key) == value
    }

    fn is_docs(&self) -> bool {
        self.dialect.id == "docs"
    }

    fn name(&self, role: Role) -> &'static str {
        self.dialect.export(role).and_then(|export| export.name.fixed()).unwrap_or_default()
    }

    fn limit(&self, name: &str) -> u64 {
        self.dialect.limit(name).unwrap_or(u64::MAX)
    }

    /// The manifest that the host goes by; one without routes where it takes none.
    pub(crate) fn manifest(&self) -> Arc<Manifest> {
        match self.manifest.get() {
            Some(Ok(read)) => Arc::clone(&read.manifest),
            _ => Arc::new(Manifest::empty()),
        }
    }

    /// Why the host does not take the manifest.
    pub(crate) fn invalid(&self) -> Option<&Invalid> {
        self.manifest.get()?.as_ref().err()
    }

    /// Whether the manifest was made of the exports.
    pub(crate) fn is_made(&self) -> bool {
        matches!(self.manifest.get(), Some(Ok(Read { is_made: true, .. })))
    }

    fn facts(&self) -> &Facts {
        self.facts.get_or_init(Facts::default)
    }

    fn gate(&self) -> Gate {
        match (self.settings.get("as-intended"), self.settings.get("permissions")) {
            ("yes", _) => Gate::Intended,
            (_, "fixed") => Gate::Stubs,
            _ => Gate::Denied,
        }
    }

    fn user(&self, id: Option<&str>) -> Option<User> {
        id.map(|id| User { id: id.to_owned(), is_admin: self.is("admin", "yes") })
    }
}

impl Emulator for Orbis {
    fn dialect(&self) -> &'static Dialect {
        self.dialect
    }

    fn rules(&self) -> &'static Common {
        if self.is_docs() { &DOCS_RULES } else { &RULES }
    }

    fn profile(&self) -> Profile {
        let stack_bytes = self.dialect.limit("stack_bytes").unwrap_or(1 << 20);
        Profile { stack_bytes, proposals: Proposals::Wasmtime39, linking: Linking::Exact }
    }

    fn caps(&self) -> Caps {
        // The limits of a store that sets its memory only (runtime.rs:196-199).
        Caps { pages: self.dialect.limit("memory_pages"), by_hand: None, memories: 10_000, tables: 10_000, elements: u64::MAX }
    }

    fn budget(&self, allowance: Allowance) -> Budget {
        let fuel = self.limit("fuel").min(allowance.fuel.unwrap_or(u64::MAX));
        Budget { fuel, time: allowance.time, until: allowance.until }
    }

    fn find(&self, module: &str, name: &str) -> Option<&'static Import> {
        self.dialect.import(module, name)
    }

    fn read(&self, wasm: &[u8], plugin: &Plugin) {
        let read = || {
            let read = match &self.beside {
                Some(bytes) => Manifest::of_file(bytes),
                None => Manifest::embedded(wasm),
            };
            match read {
                Err(Invalid { part: manifest::Part::Absent, .. }) => {
                    Ok(Read { manifest: Arc::new(Manifest::made(self.dialect, plugin)), is_made: true })
                }
                read => read.map(|manifest| Read { manifest: Arc::new(manifest), is_made: false }),
            }
        };
        self.manifest.get_or_init(read);
        self.facts.get_or_init(|| Facts::of(wasm, self.beside.as_deref()));
    }

    fn lasting(&self) -> Lasting {
        Shared::new(Kept::default().into())
    }

    fn state(&self, purpose: &Purpose, lasting: &Lasting) -> State {
        let granted = match purpose {
            Purpose::Describe => Capabilities::All,
            Purpose::Run(granted) => granted.clone(),
        };
        let kept = Lasting::clone(lasting).downcast().unwrap_or_default();
        let host: Box<dyn Imports> = Box::new(World::new(self.dialect, self.manifest(), self.gate(), granted, kept));
        let docs = self.is_docs();
        let delivery = match super::export(self.dialect, Role::Allocate) {
            Some((allocate, signature)) => Delivery::GuestAlloc(GuestRoom {
                prefixed: true,
                to_bytes: docs,
                ended: docs,
                survives: true,
                ..GuestRoom::plain(allocate, signature)
            }),
            None => Delivery::HostOffset,
        };
        State::new(Limiter::new(self.caps()), host, delivery, self.name(Role::Memory))
    }

    fn refused(&self, reason: &str) -> Fault {
        let text = format!("Failed to compile WASM module: {reason}");
        Fault::new(&rules::NOT_COMPILED, text, format!("the engine says: {reason}"))
    }

    fn inspect(&self, plugin: &Plugin) -> Vec<Fault> {
        self.load_faults(plugin)
    }

    fn every_call(&self, plugin: &Plugin) -> Vec<Fault> {
        self.call_faults(plugin)
    }

    fn advise(&self, plugin: &Plugin) -> Vec<Finding> {
        self.advise_all(plugin)
    }

    fn no_start(&self, _plugin: &Plugin, reason: &NoStart) -> Fault {
        let text = format!("Failed to instantiate plugin: {}", reason.text);
        let (rule, detail) = match &reason.stop {
            Some(stop) => (&rules::START_TRAPS, format!("the start function did not return: {stop}")),
            None => (&rules::FOREIGN_IMPORT, format!("there is no instance: {}", reason.text)),
        };
        Fault { stop: reason.stop.clone(), ..Fault::new(rule, text, detail) }
    }

    fn boot(&self, guest: &mut Guest) -> Result<(), Fault> {
        if self.is_docs() { self.initialise(guest) } else { Ok(()) }
    }

    fn unload(&self, guest: &mut Guest) -> Result<(), Fault> {
        if self.is_docs() { self.clean_up(guest) } else { Ok(()) }
    }

    fn declared(&self) -> Option<Described> {
        let manifest = self.manifest();
        let mut nodes: Vec<Node> = Vec::new();
        for route in &manifest.routes {
            let endpoint =
                Endpoint { method: route.method.to_lowercase(), path: route.path.clone(), handler: route.handler.clone() };
            match nodes.iter_mut().find(|node| node.name == route.handler) {
                Some(node) => node.endpoints.push(endpoint),
                None => nodes.push(Node {
                    name: route.handler.clone(),
                    inputs: Vec::new(),
                    outputs: Vec::new(),
                    execs: Vec::new(),
                    permissions: Vec::new(),
                    endpoints: vec![endpoint],
                }),
            }
        }
        Some(Described { nodes, ..Described::default() })
    }

    fn context(&self, nodes: &[Node], request: &Request) -> Result<Vec<u8>, Error> {
        if let Some(node) = &request.node {
            return Err(Error::Request(format!("an Orbis plugin has routes: name one, instead of `{node}`")));
        }
        if let Input::Raw(context) = &request.input {
            let handler = self.handler(nodes, request.route.as_deref())?;
            return Ok(Turn::Call { handler: &handler, context }.encode());
        }
        let fronted =
            if self.is("front", "desktop") { self.desktop(nodes, request)? } else { self.front(&self.incoming(nodes, request)?) };
        Ok(match fronted {
            Fronted::Call(handler, context) => {
                let context = ask::overridden(context, request)?;
                Turn::Call { handler: &handler, context: context.as_bytes() }.encode()
            }
            Fronted::Refused(refusal) => {
                Turn::Refused { status: refusal.status, code: refusal.code, text: &refusal.text }.encode()
            }
            Fronted::Own(value) => Turn::Own(&value.to_string()).encode(),
            Fronted::Switch(_) => {
                return Err(Error::Request("this route is the host's own, and no request to a plugin".into()));
            }
        })
    }

    fn declare(&self, manifest: &[u8]) {
        let read = Manifest::of_file(manifest).map(|manifest| Read { manifest: Arc::new(manifest), is_made: false });
        self.manifest.get_or_init(|| read);
        self.is_native.get_or_init(|| ());
    }

    fn own_answer(&self, context: &[u8]) -> Option<Answer> {
        match Turn::decode(context)? {
            Turn::Call { .. } => None,
            Turn::Own(json) => Some(Answer { raw: Some(json.to_owned()), value: raw(json), ..Answer::default() }),
            Turn::Refused { text, .. } => Some(Answer { error: Some(text.to_owned()), ..Answer::default() }),
        }
    }

    fn responded(&self, context: &[u8], result: Option<&str>) -> Option<Responded> {
        if let Turn::Refused { status, text, .. } = Turn::decode(context)? {
            return Some(Responded { status, headers: Vec::new(), body: crate::json::quote(text) });
        }
        Some(result::responded(self.dialect.route?, result?))
    }

    fn payload<'a>(&self, context: &'a [u8]) -> &'a [u8] {
        match Turn::decode(context) {
            Some(Turn::Call { context, .. }) => context,
            _ => &[],
        }
    }

    fn with_payload(&self, context: &[u8], payload: Vec<u8>) -> Vec<u8> {
        match Turn::decode(context) {
            Some(Turn::Call { handler, .. }) => Turn::Call { handler, context: &payload }.encode(),
            _ => payload,
        }
    }

    fn node<'a>(&self, nodes: &'a [Node], context: &[u8]) -> Option<&'a Node> {
        let Some(Turn::Call { handler, .. }) = Turn::decode(context) else { return None };
        nodes.iter().find(|node| node.name == handler)
    }

    fn call(&self, guest: &mut Guest, context: &[u8]) -> Answer {
        let mut answer = Answer::default();
        if let Some(own) = self.own_answer(context) {
            return own;
        }
        let (handler, context) = match Turn::decode(context) {
            Some(Turn::Call { handler, context }) => (handler, context),
            _ => return Answer::failed(Fault::new(&rules::HANDLER_MISSING, "no handler", "no handler is asked for")),
        };
        let first = guest.state().host::<World>().is_none_or(World::begin);
        // A first call is paid from what is left of its own instantiation.
        if !first || self.is_docs() {
            guest.rearm();
        }
        let before = guest.fuel();
        let steps = if self.is_docs() {
            self.documented(guest, handler, context, &mut answer)
        } else {
            self.steps(guest, handler, context, &mut answer)
        };
        answer.fault = steps.err();
        answer.fuel = before.saturating_sub(guest.fuel());
        self.note(guest, &mut answer);
        answer
    }

    fn take(&self, bytes: Vec<u8>, answer: &mut Answer) -> Result<(), Fault> {
        result::take(&bytes, answer)
    }

    fn outcome(&self, result: &str) -> Outcome {
        Outcome { outputs: Some(result.to_owned()), ..Outcome::default() }
    }

    fn judge(&self, _node: Option<&Node>, answer: &Answer) -> Vec<Finding> {
        judge::judge(self.dialect, answer)
    }

    fn failure(&self, answer: &Answer) -> Option<String> {
        judge::failed(self.dialect, answer)
    }

    fn after_failure(&self, _fault: &Fault) -> After {
        After::Keep
    }

    fn probes(&self, nodes: &[Node]) -> Vec<Probe> {
        self.all_probes(nodes)
    }

    fn bulk(&self, nodes: &[Node]) -> Option<Vec<u8>> {
        self.long(nodes)
    }

    fn asked(&self, _origin: Origin<'_>, _nodes: &[Node]) -> Capabilities {
        if self.is_made() || self.is_docs() {
            return Capabilities::All;
        }
        let manifest = self.manifest();
        // Nothing that a manifest can say stands for events.
        let asked = HOST.capabilities.iter().filter(|name| **name == "events:emit" || manifest.asks_for(name));
        Capabilities::Only(asked.map(|name| (*name).to_owned()).collect::<BTreeSet<String>>())
    }

    fn bare(&self, _plugin: &Plugin) -> Option<Finding> {
        let name = &self.manifest().name;
        self.is_made().then(|| Finding::new(&rules::BARE_WASM, &format!("the wasm has no manifest; its name here is `{name}`")))
    }
}
