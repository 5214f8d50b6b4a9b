//! Stops in every order, polls, and what is left of a stop.

use anyhost_abi::Role;
use anyhost_abi::signalk::rules;

use super::{Trial, When, when};
use crate::hosts::signalk::names;
use crate::hosts::signalk::world::Phase;
use crate::record::HostCall;
use crate::sandbox::Guest;

/// Polls in a row.
const POLLS: usize = 5;

impl Trial<'_> {
    pub(super) fn life(&mut self) {
        let name = self.dialect.export(Role::PluginStop).and_then(|export| export.name.fixed()).unwrap_or_default();
        if !self.has(name) {
            return;
        }
        if let Some(mut guest) = self.guest() {
            self.stop(&mut guest, When { trap: Some(&rules::STOP_FIRST), ..when("a stop before any start") });
        }
        let Some(config) = self.good.clone() else { return };
        let Some(mut guest) = self.running() else { return };
        self.event(&mut guest, When { quiet: true, ..when("a poll") }, |server| server.polls(1));
        if !self.stop(&mut guest, when("a stop")) {
            return;
        }
        self.stop(&mut guest, When { trap: Some(&rules::STOP_TWICE), ..when("a second stop") });
        let (again, seen) = self.start(&mut guest, config, When { quiet: true, ..when("a start after a stop") });
        if !again {
            let how = if seen.trapped() { "traps" } else { "fails" };
            self.say(&rules::RESTART, &format!("a start after a stop, on the same instance, {how}"));
        }
    }

    /// One call of `plugin_stop`; whether it returns.
    fn stop(&mut self, guest: &mut Guest, when: When<'_>) -> bool {
        let name = self.dialect.export(Role::PluginStop).and_then(|export| export.name.fixed()).unwrap_or_default();
        let (code, seen) = self.event(guest, when, |server| {
            let code = server.enter(|caller| caller.call(name, &[]));
            if let Err(thrown) = &code {
                server.caught("stop", thrown, &rules::STOP_TRAPS);
            }
            server.world().phase = Phase::Stopped;
            code.ok().flatten()
        });
        if !seen.trapped() && code != Some(0.0) {
            self.say(&rules::STOP_FAILS, &format!("`{name}` returns {}", shown(code)));
        }
        !seen.trapped()
    }

    /// Polls, with deltas handed out from inside calls and not.
    pub(super) fn polls(&mut self) {
        self.sockets();
        let name = names::POLL;
        if !self.has(name) {
            return;
        }
        let Some(mut guest) = self.running() else { return };
        for _ in 0..POLLS {
            let (code, seen) = self.event(&mut guest, when("a poll"), |server| {
                let code = server.enter(|caller| caller.call(name, &[]));
                if let Err(thrown) = &code {
                    server.caught("poll() error", thrown, &rules::POLL_TRAPS);
                }
                code.ok().flatten()
            });
            self.late(&seen.calls);
            if seen.trapped() || self.is_over() {
                return;
            }
            if code != Some(0.0) {
                self.say(&rules::POLL_FAILS, &format!("`{name}` returns {}", shown(code)));
            }
        }
    }

    /// Providers that are registered too late.
    pub(super) fn late(&mut self, calls: &[HostCall]) {
        let late = calls
            .iter()
            .filter_map(|call| call.import.strip_prefix("env."))
            .find(|name| name.starts_with("sk_register_") && name.ends_with("_provider"));
        if let Some(name) = late.map(str::to_owned) {
            self.say(&rules::PROVIDER_LATE, &format!("`{name}` is called outside `plugin_start`"));
        }
    }

    /// Sockets that a stop leaves open.
    fn sockets(&mut self) {
        let Some(config) = self.good.clone() else { return };
        let Some(mut guest) = self.guest() else { return };
        let quiet = When { quiet: true, ..when("a start") };
        let mut calls = self.start(&mut guest, config, quiet).1.calls;
        calls.extend(self.event(&mut guest, quiet, |server| server.polls(3)).1.calls);
        calls.extend(self.event(&mut guest, quiet, |server| server.stop().is_ok()).1.calls);
        let scoped = Self::scoped(&mut guest);
        for (kind, counts) in [("tcp", true), ("udp", scoped)] {
            let named = |what: &str| format!("env.sk_{kind}_{what}");
            let opened = calls.iter().filter(|call| call.import == named("create")).filter_map(|call| call.result.as_i64());
            let closed = |id: i64| {
                calls
                    .iter()
                    .any(|call| call.import == named("close") && call.args.get(0).and_then(|arg| arg.as_i64()) == Some(id))
            };
            let left = opened.filter(|id| *id > 0 && !closed(*id)).count();
            if counts && left > 0 {
                let kind = kind.to_uppercase();
                self.say(
                    &rules::SOCKETS_LEFT,
                    &format!("after `plugin_stop`, {} of {kind} left open", crate::text::count(left as u64, "socket")),
                );
            }
        }
    }

    fn scoped(guest: &mut Guest) -> bool {
        super::Server::new(guest).world().manners.scoped
    }
}

fn shown(code: Option<f64>) -> String {
    code.map_or_else(|| "nothing".to_owned(), |code| code.to_string())
}
