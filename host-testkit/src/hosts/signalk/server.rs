//! The server's events on a running instance: start, stop, poll, deltas. Requests of clients are in `http` and `put`.

use anyhost_abi::signalk::rules;
use anyhost_abi::{Role, Rule};

use super::calls::{Caller, Thrown};
use super::js::Js;
use super::names;
use super::publish::{publish, world_of};
use super::world::{Phase, World};
use crate::hosts::Fault;
use crate::sandbox::Guest;

/// Provider of deltas that come from elsewhere and do not say from where.
const ELSEWHERE: &str = "anyhost";

/// The server at work on an instance.
pub(super) struct Server<'a> {
    guest: &'a mut Guest,
    /// Fuel of all calls so far.
    pub(super) fuel: u64,
    /// The last text that the plugin has answered with.
    pub(super) reply: Option<String>,
}

impl<'a> Server<'a> {
    pub(super) fn new(guest: &'a mut Guest) -> Self {
        Self { guest, fuel: 0, reply: None }
    }

    pub(super) fn world(&mut self) -> &mut World {
        world_of(self.guest)
    }

    pub(super) fn name(&mut self, role: Role) -> &'static str {
        self.world().dialect.export(role).and_then(|export| export.name.fixed()).unwrap_or_default()
    }

    pub(super) fn limit(&mut self, name: &str) -> u32 {
        // The documented dialect says nothing of sizes: the host's first one does.
        let documented = self.world().dialect.limit(name);
        let limit = documented.or_else(|| anyhost_abi::signalk::HOST.dialect(None)?.limit(name));
        limit.and_then(|limit| u32::try_from(limit).ok()).unwrap_or(u32::MAX)
    }

    /// One event: calls of the guest, with fuel and time of their own, and what follows when they are over.
    pub(super) fn enter<T>(&mut self, call: impl FnOnce(&mut Caller<'_, Guest>) -> T) -> T {
        self.guest.rearm();
        let before = self.guest.fuel();
        let dialect = self.world().dialect;
        let result = call(&mut Caller { guest: self.guest, dialect });
        publish(self.guest);
        self.world().sockets.settle();
        self.fuel = self.fuel.saturating_add(before.saturating_sub(self.guest.fuel()));
        result
    }

    /// Notes an exception that the server has caught and logged.
    pub(super) fn caught(&mut self, what: &str, thrown: &Thrown, rule: &'static Rule) {
        let world = self.world();
        world.debug(&format!("{what}: {}", thrown.shown()));
        world.fault(thrown.clone().fault(rule));
    }

    /// Whether the instance exports a function of this name.
    pub(super) fn has(&mut self, name: &str) -> bool {
        let dialect = self.world().dialect;
        Caller { guest: self.guest, dialect }.has(name)
    }

    /// `startWasmPlugin`; the error is the server's message.
    pub(super) fn start(&mut self) -> Result<(), Thrown> {
        let config = self.world().start_config().to_json();
        self.start_with(config.as_bytes())
    }

    /// The same with any bytes as the configuration.
    pub(super) fn start_with(&mut self, config: &[u8]) -> Result<(), Thrown> {
        let (name, has_poll, has_delta) = (self.name(Role::PluginStart), self.has(names::POLL), self.has(names::DELTA));
        let started = self.enter(|caller| caller.send(name, config));
        let outcome = match started {
            Ok(Some(0.0)) => Ok(()),
            Ok(code) => {
                let code = code.map_or_else(|| "undefined".to_owned(), |code| code.to_string());
                Err(Thrown::new("Error", format!("Plugin start() returned error code: {code}")))
            }
            Err(thrown) => {
                self.world().fault(thrown.clone().fault(&rules::START_TRAPS));
                Err(thrown)
            }
        };
        let world = self.world();
        match &outcome {
            Ok(()) => {
                world.providers_ready();
                world.phase = Phase::Running;
                world.next_poll = has_poll.then(|| world.clock.elapsed() + POLL_MS);
                world.subscribed = has_delta;
            }
            Err(thrown) => {
                world.phase = Phase::Error;
                world.debug(&format!("Failed to start: {}", thrown.shown()));
            }
        }
        outcome
    }

    /// `stopWasmPlugin`.
    pub(super) fn stop(&mut self) -> Result<(), Thrown> {
        let name = self.name(Role::PluginStop);
        let world = self.world();
        (world.next_poll, world.subscribed) = (None, false);
        match self.enter(|caller| caller.call(name, &[])) {
            Ok(code) => {
                let world = self.world();
                if code != Some(0.0) {
                    world.debug(&format!("Plugin stop() returned error code: {code:?}"));
                }
                world.sockets.stop();
                world.phase = Phase::Stopped;
                Ok(())
            }
            Err(thrown) => {
                self.world().phase = Phase::Error;
                self.world().fault(thrown.clone().fault(&rules::STOP_TRAPS));
                Err(thrown)
            }
        }
    }

    /// Time goes on; what is due is polled.
    pub(super) fn advance(&mut self, ms: u64) {
        let end = self.world().clock.elapsed().saturating_add(ms);
        loop {
            let world = self.world();
            let now = world.clock.elapsed();
            let Some(due) = world.next_poll.filter(|due| *due <= end) else {
                world.advance(end - now);
                return;
            };
            world.advance(due.saturating_sub(now));
            world.next_poll = Some(due + POLL_MS);
            self.poll();
        }
    }

    /// Time goes on until the plugin was polled so often.
    pub(super) fn polls(&mut self, times: u32) {
        for _ in 0..times {
            let world = self.world();
            let now = world.clock.elapsed();
            let ms = world.next_poll.map_or(POLL_MS, |due| due.saturating_sub(now));
            self.advance(ms);
        }
    }

    fn poll(&mut self) {
        match self.enter(|caller| caller.call(names::POLL, &[])) {
            Ok(Some(0.0)) => {}
            Ok(code) => self.world().debug(&format!("poll() returned: {code:?}")),
            Err(thrown) => self.caught("poll() error", &thrown, &rules::POLL_TRAPS),
        }
    }

    /// A delta from elsewhere.
    pub(super) fn delta(&mut self, delta: Js) {
        self.enter(|caller| {
            if let Some(world) = caller.world() {
                world.handle_message(ELSEWHERE, delta, false);
            }
        });
    }

    /// Notes that a reply's length is not within its buffer.
    pub(super) fn length(&mut self, export: &str, excess: Option<i64>, max: u32) {
        let Some(len) = excess else { return };
        let detail = format!("`{export}` returned {len} as the length of a reply in a buffer of {max} bytes");
        self.world().fault(Fault::new(&rules::REPLY_LENGTH, format!("length {len}"), detail));
    }
}

/// The period of polls: `plugin-lifecycle.ts:120`.
const POLL_MS: u64 = 1_000;

impl World {
    /// `{...configuration, enableDebug}`.
    fn start_config(&self) -> Js {
        let mut config = self.settings.configuration.clone().unwrap_or(Js::Null).assigned();
        config.set("enableDebug", Js::Bool(self.settings.enable_debug));
        config
    }
}
