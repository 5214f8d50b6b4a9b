//! Flow-Like: epochs E1 and E2 of the core ABI, and the documented preview.

mod call;
mod config;
mod context;
mod data;
mod definition;
mod describe;
mod functions;
mod lint;
mod load;
mod probes;
mod result;

use anyhost_abi::flow_like::{rules, sandbox, text};
use anyhost_abi::{Dialect, Import, Role, Rule};

use super::{After, Allowance, Answer, Common, Described, Emulator, Fault, Lasting, Node, Outcome, Probe, Purpose, export, func};
use crate::Error;
use crate::report::Finding;
use crate::request::{Capabilities, Request};
use crate::sandbox::{
    Budget, Caps, Delivery, Guest, GuestRoom, Limiter, Linking, NoStart, Plugin, Profile, Proposals, State, Why, unmet,
};
use crate::target::{Origin, Target};
use config::Config;
use functions::Functions;

/// Flow-Like at work.
pub(crate) struct FlowLike {
    config: Config,
}

impl FlowLike {
    pub(crate) fn new(target: &Target<'_>) -> Self {
        Self { config: Config::new(target) }
    }

    fn limit(&self, name: &str) -> u64 {
        self.config.dialect.limit(name).unwrap_or(u64::MAX)
    }

    fn boot_one(&self, guest: &mut Guest, role: Role, rule: &'static Rule) -> Result<(), Fault> {
        let Some(export) = func(guest, self.config.dialect, role) else { return Ok(()) };
        guest.call(&export, &[]).map(drop).map_err(|stop| {
            let name = self.name(role);
            let text = format!("{}{name}{}{stop}", text::START.0, text::START.1);
            Fault { rule: Some(rule), ..call::stopped(text, name, stop, Some(rule)) }
        })
    }
}

const SOURCE_RULES: Common = Common {
    defaults: &rules::TRAP_DEFAULTS,
    input: &rules::TRAP_INPUT,
    context: &rules::TRAP_CONTEXT,
    zeros: None,
    desktop: None,
    denied: None,
    accepts_malformed: Some(&rules::TRAP_CONTEXT),
    extra_keys: &rules::EXTRA_KEYS,
    node_name: &rules::NODE_NAME_EMPTY,
    dispatch: Some(&rules::NODE_DISPATCH),
    own_defaults: Some(&rules::DEFAULT_VALUE),
    kept: &rules::KEPT,
    after_error: &rules::AFTER_ERROR,
    state: Some(&rules::STATEFUL),
    leak: Some(&rules::LEAK),
    leak_unfreed: None,
    reads_freed: Some(&rules::READS_FREED),
    result_kept: None,
    static_result: None,
    alloc_zero: Some(&rules::ALLOC_ZERO),
    alloc_huge: Some(&rules::ALLOC_NULL),
    odd_sizes: Some(&rules::ODD_SIZES),
    alloc_bounds: Some(&rules::ALLOC_BOUNDS),
    alloc_traps: None,
    alloc_null: None,
    alloc_unsteady: None,
    tolerant: Some(&rules::DEALLOC_TOLERANT),
    order: Some(&rules::ORDER),
    interleaved: Some(&rules::INTERLEAVED),
    reused: Some(&rules::REUSED),
    host_grows: Some(&rules::HOST_GROWS),
    freed_early: Some(&rules::FREED_EARLY),
    initialize_twice: Some(&rules::INITIALIZE_TWICE),
    needs_initialize: None,
    unsteady: Some(&rules::DEFINITION_UNSTEADY),
    options: Some(&rules::OPTIONS),
    wide_number: Some(&rules::WIDE_NUMBER),
    precision: None,
    rewritten: None,
    large: None,
    stack_left: Some(&rules::STACK_LEFT),
};

const DOCS_RULES: Common = Common {
    defaults: &rules::DOCS_TRAP,
    input: &rules::DOCS_TRAP,
    context: &rules::DOCS_TRAP,
    zeros: None,
    desktop: None,
    denied: None,
    accepts_malformed: None,
    extra_keys: &rules::DOCS_TRAP,
    node_name: &rules::DOCS_TRAP,
    dispatch: None,
    own_defaults: None,
    kept: &rules::DOCS_KEPT,
    after_error: &rules::DOCS_KEPT,
    state: None,
    leak: Some(&rules::DOCS_LEAK),
    leak_unfreed: None,
    reads_freed: None,
    result_kept: None,
    static_result: None,
    alloc_zero: None,
    alloc_huge: None,
    odd_sizes: None,
    alloc_bounds: None,
    alloc_traps: None,
    alloc_null: None,
    alloc_unsteady: None,
    tolerant: None,
    order: None,
    interleaved: None,
    reused: None,
    host_grows: None,
    freed_early: None,
    initialize_twice: None,
    needs_initialize: None,
    unsteady: Some(&rules::DEFINITION_UNSTEADY),
    options: None,
    wide_number: None,
    precision: None,
    rewritten: None,
    large: None,
    stack_left: None,
};

impl Emulator for FlowLike {
    fn dialect(&self) -> &'static Dialect {
        self.config.dialect
    }

    fn rules(&self) -> &'static Common {
        if self.config.docs { &DOCS_RULES } else { &SOURCE_RULES }
    }

    fn profile(&self) -> Profile {
        Profile { stack_bytes: self.config.stack_bytes, proposals: Proposals::WasmtimeAndExceptions, linking: Linking::Exact }
    }

    fn caps(&self) -> Caps {
        if self.config.pages.is_some() {
            let [memories, tables, elements] = ["memories", "tables", "table_elements"].map(|name| self.limit(name));
            Caps { pages: self.config.pages, by_hand: self.config.by_hand, memories, tables, elements }
        } else {
            // Nobody looks; these only keep the emulator itself alive.
            Caps { pages: self.config.pages, by_hand: self.config.by_hand, memories: 100, tables: 1000, elements: 10_000_000 }
        }
    }

    fn budget(&self, allowance: Allowance) -> Budget {
        let (time, given) = self.config.time;
        let fuel = self.config.fuel.min(allowance.fuel.unwrap_or(u64::MAX));
        Budget { fuel, time: if given { time } else { time.min(allowance.time) }, until: allowance.until }
    }

    fn find(&self, module: &str, name: &str) -> Option<&'static Import> {
        let row = self.config.dialect.import(module, name)?;
        (self.config.second || row.since.is_none()).then_some(row)
    }

    fn state(&self, purpose: &Purpose, _lasting: &Lasting) -> State {
        let asked = match purpose {
            // E2 gives the instance that describes nothing.
            Purpose::Describe if self.config.second => Capabilities::None,
            Purpose::Describe => Capabilities::All,
            Purpose::Run(capabilities) => capabilities.clone(),
        };
        let delivery = match export(self.config.dialect, Role::Allocate) {
            Some((name, signature)) if self.config.guest_alloc => Delivery::GuestAlloc(GuestRoom::plain(name, signature)),
            _ => Delivery::HostOffset,
        };
        State::new(Limiter::new(self.caps()), Box::new(Functions::new(&self.config, &asked)), delivery, self.name(Role::Memory))
    }

    fn refused(&self, reason: &str) -> Fault {
        Fault::new(&rules::NOT_COMPILED, reason, format!("the engine says: {reason}"))
    }

    fn inspect(&self, plugin: &Plugin) -> Vec<Fault> {
        let unmet = unmet(plugin, |module, name| self.find(module, name));
        let imports = unmet.iter().filter(|import| import.why != Why::Untyped).map(|import| self.import_fault(import));
        imports.chain(self.required(plugin)).collect()
    }

    fn unjudged(&self, plugin: &Plugin) -> Vec<Finding> {
        let unmet = unmet(plugin, |module, name| self.find(module, name));
        let untyped = unmet.iter().filter(|import| import.why == Why::Untyped);
        untyped
            .map(|import| {
                let detail = format!("the module imports `{}::{}`, whose type is not known", import.module, import.name);
                Finding::new(&rules::UNTYPED_IMPORT, &detail)
            })
            .collect()
    }

    fn advise(&self, plugin: &Plugin) -> Vec<Finding> {
        self.advice(plugin)
    }

    fn advise_described(&self, plugin: &Plugin, nodes: &[Node]) -> Vec<Finding> {
        if self.config.docs {
            let several = nodes.len() > 1;
            let finding = || Finding::new(&rules::DOCS_SEVERAL, &format!("the module defines {} nodes", nodes.len()));
            return several.then(finding).into_iter().collect();
        }
        self.ungranted(plugin, nodes).filter(|_| self.config.closed_list).into_iter().collect()
    }

    fn no_start(&self, _plugin: &Plugin, reason: &NoStart) -> Fault {
        self.start_fault(reason)
    }

    fn boot(&self, guest: &mut Guest) -> Result<(), Fault> {
        self.boot_one(guest, Role::Initialize, &rules::INITIALIZE_TRAPS)?;
        self.boot_one(guest, Role::Start, &rules::START_TRAPS)
    }

    fn describe(&self, guest: &mut Guest) -> Option<Result<Described, Fault>> {
        Some(self.read_definitions(guest))
    }

    fn context(&self, nodes: &[Node], request: &Request) -> Result<Vec<u8>, Error> {
        context::context(&self.config, nodes, request)
    }

    fn node<'a>(&self, nodes: &'a [Node], context: &[u8]) -> Option<&'a Node> {
        context::node_of(nodes, context)
    }

    fn between(&self, guest: &mut Guest) -> Result<(), Fault> {
        if !self.config.second {
            return Ok(());
        }
        let Some(reset) = func(guest, self.config.dialect, Role::ResetScratch) else { return Ok(()) };
        guest.rearm();
        guest.call(&reset, &[]).map(drop).map_err(|stop| {
            let fault = call::stopped(text::CLOSED.into(), self.name(Role::ResetScratch), stop, None);
            Fault { rule: Some(&rules::RESET_SCRATCH), ..fault }
        })
    }

    fn call(&self, guest: &mut Guest, context: &[u8]) -> Answer {
        let mut answer = Answer::default();
        // E1's fuel and time are the instance's, from its start on.
        if self.config.second {
            guest.rearm();
        }
        guest.state().host.enter(context);
        let before = guest.fuel();
        answer.fault = self.steps(guest, context, &mut answer).err();
        answer.fuel = before.saturating_sub(guest.fuel());
        answer
    }

    fn take(&self, bytes: Vec<u8>, answer: &mut Answer) -> Result<(), Fault> {
        result::take(&self.config, bytes, answer)
    }

    fn outcome(&self, result: &str) -> Outcome {
        result::outcome(&self.config, result)
    }

    fn judge(&self, node: Option<&Node>, answer: &Answer) -> Vec<Finding> {
        result::judge(&self.config, node, answer)
    }

    fn after_failure(&self, fault: &Fault) -> After {
        if self.config.closes {
            let detail = format!("the package is closed, because an earlier call failed: {}", fault.detail);
            After::Closed(Fault::new(&rules::CLOSED, text::CLOSED, detail))
        } else {
            After::Fresh
        }
    }

    fn probes(&self, nodes: &[Node]) -> Vec<Probe> {
        probes::probes(&self.config, nodes)
    }

    fn bulk(&self, nodes: &[Node]) -> Option<Vec<u8>> {
        probes::bulk(&self.config, nodes)
    }

    fn asked(&self, origin: Origin<'_>, nodes: &[Node]) -> Capabilities {
        match origin {
            Origin::Bare => Capabilities::All,
            // E1 goes by the manifest; what it would grant to a crate is what its package would say.
            Origin::Package(package) if !self.config.second => package.grants(),
            Origin::Crate | Origin::Package(_) => {
                let names = |node: &Node| {
                    let bits =
                        node.permissions.iter().filter_map(|name| sandbox::permission(name)).fold(0, |all, bits| all | bits);
                    sandbox::CAPABILITIES.iter().filter(|row| bits & row.1 != 0).map(|row| row.0.to_owned()).collect()
                };
                Capabilities::ByNode(nodes.iter().map(|node| (node.name.clone(), names(node))).collect())
            }
        }
    }

    fn bare(&self, plugin: &Plugin) -> Option<Finding> {
        let gated = |import: wasmtime::ImportType<'_>| {
            let row = self.find(import.module(), import.name()).filter(|row| row.capability.is_some())?;
            Some(format!("`{}::{}`", row.module, row.name))
        };
        let gated: Vec<String> = plugin.module.imports().filter_map(gated).take(4).collect();
        let matters = self.config.grants_what_is_asked() && !gated.is_empty();
        matters.then(|| {
            Finding::new(&rules::BARE_WASM, &format!("the wasm came without a package, and imports {}", gated.join(", ")))
        })
    }

    fn leak_advice(&self, plugin: &Plugin) -> Option<Finding> {
        let (name, _) = export(self.config.dialect, Role::ResetScratch)?;
        plugin.func(name).is_none().then(|| Finding::new(&rules::NO_RESET_SCRATCH, &format!("`{name}` is not exported")))
    }
}
