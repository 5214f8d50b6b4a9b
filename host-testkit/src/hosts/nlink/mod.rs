//! nLink, as its documentation says; where that is silent, as the switches say.

mod call;
mod probes;
mod result;

use std::time::Duration;

use anyhost_abi::nlink::{json, rules};
use anyhost_abi::{Dialect, Import, Role};

use super::wasi::{Grants, Root, Wasi};
use super::{After, Allowance, Answer, Common, Emulator, Fault, Lasting, Node, Outcome, Probe, Purpose, export, func};
use crate::json::{Fields, append};
use crate::report::Finding;
use crate::request::{self, NOTHING, Request};
use crate::sandbox::{
    Budget, Caps, Delivery, Guest, Imports, Limiter, Linking, NoStart, PAGE, Plugin, Profile, Proposals, State, Stop, Why, show,
    unmet,
};
use crate::settings::Settings;
use crate::target::Target;
use crate::{Error, text};

/// Keys that a context may have beside the documented ones, where the switch asks for them.
const EXTRA: &str = r#""workflow":{"id":"wf-1","name":"demo"},"runIndex":0,"$node":{"name":"wasm"},"future":[null]"#;

/// The stack that the engine gives a call: wazero grows it up to a depth that is not documented.
const STACK_BYTES: u64 = 1 << 20;

/// nLink at work.
pub(crate) struct NLink {
    dialect: &'static Dialect,
    settings: Settings,
}

impl NLink {
    pub(crate) fn new(target: &Target<'_>) -> Self {
        Self { dialect: target.dialect, settings: target.settings.clone() }
    }

    fn pages(&self) -> u64 {
        let limit = || self.dialect.limit("memory_pages");
        self.settings.number("memory_pages").or_else(limit).unwrap_or(u64::MAX)
    }

    /// What an import that is not there breaks.
    fn import_fault(&self, module: &str, name: &str, why: &Why) -> Fault {
        let what = format!("the module imports `{module}.{name}`");
        let wasi = self.dialect.imports.iter().any(|row| row.module == module);
        match why {
            _ if !wasi || self.settings.get("wasi") == "without" => {
                Fault::new(&rules::FOREIGN_IMPORT, format!("module[{module}] not instantiated"), what)
            }
            Why::Type(asked, has) => Fault::new(
                &rules::WASI_IMPORT_TYPE,
                format!("import func[{module}.{name}]: signature mismatch: {asked} != {has}"),
                format!("{what} as {asked}; it is {has}"),
            ),
            Why::NotFunction(kind) => Fault::new(
                &rules::WASI_IMPORT_TYPE,
                format!("\"{name}\" is not exported in module \"{module}\""),
                format!("{what} as a {kind}; WASI has functions only"),
            ),
            Why::Unknown | Why::Untyped => Fault::new(
                &rules::WASI_IMPORT_TYPE,
                format!("\"{name}\" is not exported in module \"{module}\""),
                format!("{what}, which WASI preview 1 does not have"),
            ),
        }
    }

    fn wrong_export(&self, plugin: &Plugin, role: Role) -> Option<String> {
        let (name, signature) = export(self.dialect, role)?;
        if plugin.has_func(name, signature) {
            return None;
        }
        Some(match plugin.func(name) {
            Some(ty) => format!("`{name}` is exported as {}", show(&ty)),
            None => format!("`{name}` is not exported as a function"),
        })
    }
}

const RULES: Common = Common {
    defaults: &rules::TRAP,
    input: &rules::ANY_ITEM,
    context: &rules::BAD_CONTEXT,
    zeros: None,
    desktop: None,
    denied: None,
    accepts_malformed: Some(&rules::BAD_CONTEXT),
    extra_keys: &rules::EXTRA_KEYS,
    node_name: &rules::EXTRA_KEYS,
    dispatch: None,
    own_defaults: None,
    kept: &rules::KEPT,
    after_error: &rules::AFTER_ERROR,
    state: Some(&rules::STATEFUL),
    leak: Some(&rules::LEAK_FREED),
    leak_unfreed: Some(&rules::LEAK_UNFREED),
    reads_freed: Some(&rules::READS_FREED),
    result_kept: Some(&rules::RESULT_KEPT),
    static_result: Some(&rules::STATIC_RESULT),
    alloc_zero: Some(&rules::ALLOCATE_ZERO),
    alloc_huge: Some(&rules::ALLOCATE_HUGE),
    odd_sizes: Some(&rules::ODD_SIZES),
    alloc_bounds: Some(&rules::ALLOCATE_BOUNDS),
    alloc_traps: None,
    alloc_null: None,
    alloc_unsteady: None,
    tolerant: Some(&rules::DEALLOCATE_TOLERANT),
    order: Some(&rules::ORDER),
    interleaved: Some(&rules::INTERLEAVED),
    reused: Some(&rules::REUSED),
    host_grows: Some(&rules::HOST_GROWS),
    freed_early: Some(&rules::FREED_EARLY),
    initialize_twice: Some(&rules::INITIALIZE_TWICE),
    needs_initialize: Some(&rules::NEEDS_INITIALIZE),
    unsteady: None,
    options: None,
    wide_number: None,
    precision: Some(&rules::PRECISION),
    rewritten: Some(&rules::REWRITTEN),
    large: Some(&rules::LARGE_ITEM),
    stack_left: None,
};

impl Emulator for NLink {
    fn dialect(&self) -> &'static Dialect {
        self.dialect
    }

    fn rules(&self) -> &'static Common {
        &RULES
    }

    fn profile(&self) -> Profile {
        Profile { stack_bytes: STACK_BYTES, proposals: Proposals::Two, linking: Linking::Exact }
    }

    fn caps(&self) -> Caps {
        // The engine has one memory, and bounds tables only by what memory the host has.
        Caps { pages: Some(self.pages()), by_hand: None, memories: 1, tables: 100, elements: 10_000_000 }
    }

    fn budget(&self, allowance: Allowance) -> Budget {
        let own = self.settings.number("fuel").or_else(|| self.dialect.limit("fuel")).unwrap_or(u64::MAX);
        let time = self.settings.number("timeout_ms").map_or(allowance.time, Duration::from_millis);
        Budget { fuel: own.min(allowance.fuel.unwrap_or(u64::MAX)), time, until: allowance.until }
    }

    fn find(&self, module: &str, name: &str) -> Option<&'static Import> {
        if self.settings.get("wasi") == "without" { None } else { self.dialect.import(module, name) }
    }

    fn state(&self, _purpose: &Purpose, _lasting: &Lasting) -> State {
        let root = if self.settings.get("files") == "empty" { Root::Empty } else { Root::None };
        let capture = self.settings.get("stdio") != "drop";
        let grants = Grants { capture, root, variable: None };
        let host: Box<dyn Imports> = Box::new(Wasi::new(grants));
        State::new(Limiter::new(self.caps()), host, Delivery::HostOffset, self.name(Role::Memory))
    }

    fn refused(&self, reason: &str) -> Fault {
        Fault::new(&rules::PROPOSALS, reason, format!("the engine says: {reason}"))
    }

    fn inspect(&self, plugin: &Plugin) -> Vec<Fault> {
        let mut faults = Vec::new();
        let limit = self.pages();
        if plugin.declared_pages > limit {
            let (pages, mib) = (plugin.declared_pages, |pages: u64| (pages * PAGE) >> 20);
            faults.push(Fault::new(
                &rules::MEMORY_MINIMUM,
                format!("min {pages} pages ({} Mi) over limit of {limit} pages ({} Mi)", mib(pages), mib(limit)),
                format!("the module declares at least {}; the limit is {limit}", text::count(pages, "page")),
            ));
        }
        for import in unmet(plugin, |module, name| self.find(module, name)) {
            faults.push(self.import_fault(&import.module, &import.name, &import.why));
        }
        if !plugin.has_memory(self.name(Role::Memory)) {
            let detail = format!("no memory is exported as `{}`", self.name(Role::Memory));
            faults.push(Fault::new(&rules::NO_MEMORY, "the module exports no memory", detail));
        }
        for (role, rule) in [(Role::Allocate, &rules::NO_ALLOCATE), (Role::Call, &rules::NO_EXECUTE)] {
            if let Some(detail) = self.wrong_export(plugin, role) {
                faults.push(Fault::new(rule, detail.clone(), detail));
            }
        }
        faults
    }

    fn advise(&self, plugin: &Plugin) -> Vec<Finding> {
        let mut findings = Vec::new();
        if let Some(detail) = self.wrong_export(plugin, Role::Deallocate) {
            let there = plugin.func(self.name(Role::Deallocate)).is_some();
            findings.push(Finding::new(if there { &rules::DEALLOCATE_TYPE } else { &rules::NO_DEALLOCATE }, &detail));
        }
        if plugin.func(self.name(Role::Start)).is_some() {
            findings.push(Finding::new(&rules::START_EXPORT, "the module exports `_start`"));
        }
        let imports: Vec<&str> = plugin.module.imports().map(|import| import.name()).collect();
        if !imports.is_empty() {
            let shown = imports.iter().take(4).copied().collect::<Vec<_>>().join(", ");
            let more = if imports.len() > 4 { ", …" } else { "" };
            let detail = format!("the module has {} ({shown}{more})", text::count(imports.len() as u64, "import"));
            findings.push(Finding::new(&rules::WASI_IMPORT, &detail));
        }
        findings
    }

    fn no_start(&self, plugin: &Plugin, reason: &NoStart) -> Fault {
        if let Some(stop) = &reason.stop {
            return call::stopped(Some(&rules::INITIALIZE_TRAPS), "the start function", stop.clone());
        }
        // The engine's other reasons were looked for before; what is left are limits.
        self.inspect(plugin).into_iter().next().unwrap_or_else(|| {
            Fault::new(&rules::MEMORY_MINIMUM, reason.text.clone(), format!("the engine says: {}", reason.text))
        })
    }

    fn boot(&self, guest: &mut Guest) -> Result<(), Fault> {
        if self.settings.get("initialize") == "skip" {
            return Ok(());
        }
        let Some(initialize) = func(guest, self.dialect, Role::Initialize) else { return Ok(()) };
        let called = guest.call(&initialize, &[]);
        called.map(drop).map_err(|stop| call::stopped(Some(&rules::INITIALIZE_TRAPS), self.name(Role::Initialize), stop))
    }

    fn context(&self, _nodes: &[Node], request: &Request) -> Result<Vec<u8>, Error> {
        request.without_route("nLink")?;
        if let Some(node) = &request.node {
            return Err(Error::Request(format!("an nLink module has one node without a name: leave out `{node}`")));
        }
        let (mut text, overrides) = match &request.input {
            request::Input::Raw(bytes) => return Ok(bytes.clone()),
            request::Input::Nothing => (NOTHING.to_owned(), request.overrides()?),
            request::Input::Json(text) => (request::json(text)?.to_owned(), request.overrides()?),
        };
        let object = Fields::parse(&text);
        if !overrides.is_empty() {
            let Some(mut fields) = object.clone() else {
                return Err(Error::Request("the context can be overridden only where the input is a JSON object".into()));
            };
            for (key, value) in overrides {
                fields.set(&key, value);
            }
            text = fields.to_text();
        }
        if self.settings.get("batch") == "array"
            && let Some(mut fields) = Fields::parse(&text)
            && let Some(batch) = fields.get(json::ITEM).and_then(|item| crate::json::raw(&format!("[{item}]")))
        {
            fields.set(json::ITEM, batch);
            text = fields.to_text();
        }
        if self.settings.get("extra_keys") == "yes" && object.is_some() {
            text = append(&text, EXTRA);
        }
        Ok(text.into_bytes())
    }

    fn call(&self, guest: &mut Guest, context: &[u8]) -> Answer {
        let mut answer = Answer::default();
        guest.rearm();
        let before = guest.fuel();
        answer.fault = self.steps(guest, context, &mut answer).err();
        answer.fuel = before.saturating_sub(guest.fuel());
        answer
    }

    fn take(&self, bytes: Vec<u8>, answer: &mut Answer) -> Result<(), Fault> {
        result::take(bytes, answer)
    }

    fn outcome(&self, result: &str) -> Outcome {
        result::outcome(result)
    }

    fn judge(&self, _node: Option<&Node>, answer: &Answer) -> Vec<Finding> {
        result::judge(answer, self.dialect.limit("result_bytes"))
    }

    fn after_failure(&self, fault: &Fault) -> After {
        match &fault.stop {
            Some(Stop::Exit(_)) => After::Closed(Fault { rule: Some(&rules::KEPT), ..fault.clone() }),
            _ => After::Keep,
        }
    }

    fn probes(&self, _nodes: &[Node]) -> Vec<Probe> {
        probes::probes()
    }

    fn bulk(&self, _nodes: &[Node]) -> Option<Vec<u8>> {
        Some(probes::bulk())
    }

    fn large(&self) -> Option<Vec<u8>> {
        self.dialect.limit("item_bytes").map(probes::large)
    }

    fn uninitialised(&self) -> Option<Box<dyn Emulator>> {
        Some(Box::new(Self { dialect: self.dialect, settings: self.settings.with("initialize", "skip") }))
    }
}
