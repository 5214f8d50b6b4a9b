//! What the server does to a plugin in weeks, in a row: starts and stops, polls, deltas, requests, and what goes wrong.
//!
//! Each scene has an instance of its own. What the emulator notes on the way becomes findings.

mod config;
mod deltas;
mod getters;
mod life;
mod limits;
mod requests;

use std::collections::BTreeSet;

use anyhost_abi::signalk::rules;
use anyhost_abi::{Dialect, Rule};

use super::js::Js;
use super::judge;
use super::server::Server;
use crate::hosts::{Bench, Endpoint, Fault, Purpose, Tried};
use crate::record::HostCall;
use crate::report::Finding;
use crate::request::Capabilities;
use crate::sandbox::{Guest, Stop};

/// Uses that ran into a limit, after which nothing more is tried.
const LIMIT_STOPS: u32 = 2;

/// One plugin under trial.
struct Trial<'a> {
    bench: &'a Bench<'a>,
    dialect: &'static Dialect,
    findings: Vec<Finding>,
    /// A configuration with which it starts.
    good: Option<Option<Js>>,
    /// Paths that it registered for PUTs, or tried to, with their contexts.
    puts: BTreeSet<(String, String)>,
    /// Groups of providers that it registered, or tried to.
    provides: BTreeSet<&'static str>,
    /// Names of resource types among these.
    resources: BTreeSet<String>,
    /// As the plugin lists them, without those that the server skips.
    endpoints: Vec<Endpoint>,
    limit_stops: u32,
}

/// What came of one event.
struct Seen {
    /// How the call ended, if it did not come back.
    stop: Option<Stop>,
    calls: Vec<HostCall>,
    /// Rules that it broke.
    broke: Vec<&'static str>,
    /// The plugin's reply.
    reply: Option<String>,
}

impl Seen {
    fn trapped(&self) -> bool {
        self.stop.is_some()
    }

    fn called(&self, name: &str) -> bool {
        self.calls.iter().any(|call| call.import.strip_prefix("env.") == Some(name))
    }
}

/// When an event happens.
#[derive(Clone, Copy)]
struct When<'a> {
    /// Behind "with".
    label: &'a str,
    /// What a trap breaks then, instead of the usual rule.
    trap: Option<&'static Rule>,
    /// Nothing is said of traps.
    quiet: bool,
}

const fn when(label: &str) -> When<'_> {
    When { label, trap: None, quiet: false }
}

/// Rules about the way in and out, which hold on every occasion.
const ALWAYS: &[&Rule] = &[
    &rules::ALLOCATE_TRAPS,
    &rules::ALLOCATE_NULL,
    &rules::ALLOCATE_BOUNDS,
    &rules::DEALLOCATE_TRAPS,
    &rules::REPLY_LENGTH,
    &rules::ENDLESS,
    &rules::OWN_DELTAS,
];

/// All of it.
pub(super) fn trials(dialect: &'static Dialect, bench: &Bench<'_>) -> Tried {
    let mut trial = Trial {
        bench,
        dialect,
        findings: Vec::new(),
        good: None,
        puts: BTreeSet::new(),
        provides: BTreeSet::new(),
        resources: BTreeSet::new(),
        endpoints: Vec::new(),
        limit_stops: 0,
    };
    let Some(schema) = trial.described() else { return Tried { findings: trial.findings, sound: None, limit_stops: 0 } };
    trial.getters();
    trial.configs(&schema);
    trial.life();
    trial.polls();
    trial.deltas();
    trial.requests();
    trial.idle();
    trial.limits();
    let sound = trial.sound();
    Tried { findings: trial.findings, sound, limit_stops: trial.limit_stops }
}

impl Trial<'_> {
    /// What an instance says of itself: the schema.
    fn described(&mut self) -> Option<Js> {
        let mut guest = self.guest()?;
        let mut server = Server::new(&mut guest);
        self.endpoints.clone_from(&server.world().endpoints);
        Some(server.world().schema.clone())
    }

    fn is_over(&self) -> bool {
        self.limit_stops >= LIMIT_STOPS || (self.bench.is_late)()
    }

    fn say(&mut self, rule: &'static Rule, detail: &str) {
        self.push(Finding::new(rule, detail));
    }

    fn push(&mut self, finding: Finding) {
        if !(self.bench.is_late)() && !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// A new instance that is not started.
    fn guest(&self) -> Option<Guest> {
        if self.is_over() { None } else { (self.bench.start)(&Purpose::Run(Capabilities::All)) }
    }

    /// A new instance, started with a configuration that it takes.
    fn running(&mut self) -> Option<Guest> {
        let config = self.good.clone()?;
        let mut guest = self.guest()?;
        let (started, _) = self.start(&mut guest, config, When { quiet: true, ..when("a start") });
        started.then_some(guest)
    }

    /// Whether a start with this configuration returns 0.
    fn start(&mut self, guest: &mut Guest, config: Option<Js>, when: When<'_>) -> (bool, Seen) {
        self.event(guest, when, |server| {
            server.world().settings.configuration = config;
            server.start().is_ok()
        })
    }

    /// One event, with what the emulator noted turned into findings.
    fn event<T>(&mut self, guest: &mut Guest, when: When<'_>, act: impl FnOnce(&mut Server<'_>) -> T) -> (T, Seen) {
        let mut server = Server::new(guest);
        let result = act(&mut server);
        let reply = server.reply.take();
        let faults = std::mem::take(&mut server.world().faults);
        let calls = std::mem::take(&mut guest.state().record).calls;
        let mut seen = Seen { stop: None, calls, broke: Vec::new(), reply };
        for fault in &faults {
            self.fault(fault, when, &mut seen);
        }
        self.noted(&seen);
        (result, seen)
    }

    fn fault(&mut self, fault: &Fault, when: When<'_>, seen: &mut Seen) {
        if fault.stop.as_ref().is_some_and(Stop::is_limit) {
            self.limit_stops += 1;
        }
        if fault.stop.is_some() {
            seen.stop.clone_from(&fault.stop);
        }
        let Some(usual) = fault.rule else { return };
        let always = ALWAYS.iter().any(|rule| rule.id == usual.id);
        let rule = match when.trap {
            Some(rule) if fault.stop.is_some() && !always => rule,
            _ => usual,
        };
        seen.broke.push(rule.id);
        if always || !(when.quiet && fault.stop.is_some()) {
            self.say(rule, &format!("with {}: {}", when.label, fault.detail));
        }
    }

    /// What the plugin told the server meanwhile.
    fn noted(&mut self, seen: &Seen) {
        for call in &seen.calls {
            for finding in judge::emitted(call).into_iter().filter(|finding| !seen.broke.contains(&finding.rule)) {
                self.push(finding);
            }
            let text = |at: usize| call.args.get(at).and_then(|arg| arg.as_str()).unwrap_or_default().to_owned();
            match call.import.as_str() {
                "env.sk_register_put_handler" => {
                    self.puts.insert((text(0), text(1)));
                }
                "env.sk_register_resource_provider" => {
                    self.provides.insert("resources");
                    self.resources.insert(text(0));
                }
                "env.sk_register_weather_provider" => {
                    self.provides.insert("weather");
                }
                "env.sk_register_radar_provider" => {
                    self.provides.insert("radar");
                }
                _ => {}
            }
        }
    }

    /// Whether the plugin has a function of this name.
    fn has(&self, name: &str) -> bool {
        self.bench.plugin.func(name).is_some()
    }

    /// A scenario that the plugin bears, for calls in a row.
    fn sound(&self) -> Option<Vec<u8>> {
        let config = self.good.clone()?.unwrap_or_else(|| Js::Object(Vec::new()));
        let mut steps = vec![Js::object([("delta", deltas::ordinary())]), Js::object([("poll", Js::Number(1.0))])];
        if let Some((context, path)) = self.puts.iter().next() {
            let put = Js::object([("context", Js::text(context)), ("path", Js::text(path)), ("value", Js::Number(1.0))]);
            steps.push(Js::object([("put", put)]));
        }
        if let Some((method, path)) = self.endpoints.first().map(|endpoint| (&endpoint.method, &endpoint.path)) {
            let http = Js::object([("method", Js::text(method.to_uppercase())), ("path", Js::text(requests::filled(path)))]);
            steps.push(Js::object([("http", http)]));
        }
        steps.push(Js::object([("stop", Js::Bool(true))]));
        Some(Js::object([("config", config), ("steps", Js::List(steps))]).to_json().into_bytes())
    }
}
