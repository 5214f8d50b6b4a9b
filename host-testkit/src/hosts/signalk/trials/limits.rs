//! Imports that refuse or return too much, and memory at its limit.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhost_abi::signalk::rules;
use anyhost_abi::{Ret, Rule, Ty};
use serde_json::Value;

use super::{Trial, When, when};
use crate::hosts::Purpose;
use crate::request::Capabilities;
use crate::sandbox::{Answers, Guest};

/// Sizes of buffers that may be in use at a time.
const SIZES: [u32; 4] = [100, 65_536, 8_192, 1];

/// More than fits when no memory can be had.
const LARGE: u32 = 40 << 20;

impl Trial<'_> {
    pub(super) fn limits(&mut self) {
        self.overlap();
        self.full();
        self.refused();
        self.answered("imports that refuse", &rules::REFUSAL, refusal);
        self.answered("imports that return a length beyond their buffer", &rules::LONG_RESULT, |_, _| 1 << 24);
    }

    /// Buffers in use at a time must lie apart.
    fn overlap(&mut self) {
        let Some(mut guest) = self.guest() else { return };
        let quiet = When { quiet: true, ..when("buffers") };
        let (found, _) = self.event(&mut guest, quiet, |server| {
            server.enter(|caller| {
                let mut rooms: Vec<(u32, u32)> = Vec::new();
                for size in SIZES {
                    let ptr = caller.room(size).ok()?;
                    let over = rooms.iter().find(|(at, len)| ptr < at + len && *at < ptr.saturating_add(size));
                    if let Some((at, len)) = over {
                        return Some(format!("{size} bytes at {ptr} overlap {len} bytes at {at}, which are not freed yet"));
                    }
                    rooms.push((ptr, size));
                }
                None
            })
        });
        if let Some(detail) = found {
            self.say(&rules::ALLOCATE_OVERLAP, &detail);
        }
    }

    /// No more memory: what does not fit must trap, and the next call must be answered.
    fn full(&mut self) {
        let Some(mut guest) = self.running() else { return };
        guest.state().limiter.close();
        let quiet = When { quiet: true, ..when("memory at its limit") };
        let (room, _) = self.event(&mut guest, quiet, |server| server.enter(|caller| caller.room(LARGE).ok()));
        match room {
            Some(0) => self.say(
                &rules::ALLOCATE_HUGE,
                &format!("with memory at its limit, asked for {LARGE} bytes, the allocator returns 0"),
            ),
            Some(ptr) if u64::from(ptr) + u64::from(LARGE) > guest.size() as u64 => {
                let detail = format!(
                    "with memory at its limit, asked for {LARGE} bytes, the allocator returns {ptr}; memory has {} bytes",
                    guest.size()
                );
                self.say(&rules::ALLOCATE_HUGE, &detail);
            }
            _ => {}
        }
        guest.state().limiter.open();
        self.goes_on(&mut guest, "after memory was at its limit", &rules::MEMORY_LIMIT);
    }

    /// Ordinary calls, which must not trap.
    fn goes_on(&mut self, guest: &mut Guest, moment: &str, rule: &'static Rule) {
        let quiet = When { quiet: true, ..when(moment) };
        let polled = self.event(guest, quiet, |server| server.polls(1)).1.stop;
        let stop = polled.or_else(|| self.plain_request(guest));
        let delta = || super::deltas::ordinary();
        let stop = stop.or_else(|| self.event(guest, quiet, |server| server.delta(delta())).1.stop);
        let Some(stop) = stop else { return };
        // What traps anyway says nothing.
        let Some(mut fresh) = self.running() else { return };
        let anyway =
            self.event(&mut fresh, quiet, |server| server.polls(1)).1.trapped() || self.plain_request(&mut fresh).is_some();
        if !anyway {
            self.say(rule, &format!("{moment}, a call traps: {stop}"));
        }
    }

    /// A package that asks for nothing.
    fn refused(&mut self) {
        let start = |trial: &Self| if trial.is_over() { None } else { (trial.bench.start)(&Purpose::Run(Capabilities::None)) };
        let Some(guest) = start(self) else { return };
        self.whole_life(guest, "every capability refused", &rules::REFUSAL);
    }

    /// Imports that return something return what is asked for.
    fn answered(&mut self, label: &str, rule: &'static Rule, answer: impl Fn(Ret, &str) -> i64) {
        let mut answers = BTreeMap::new();
        for import in self.bench.plugin.module.imports() {
            let Some(row) = self.dialect.import(import.module(), import.name()).filter(|row| row.module == "env") else {
                continue;
            };
            let buffer = row.args.iter().any(|arg| arg.ty == Ty::Buffer);
            if !matches!(row.result, Ret::I32(_)) || (rule.id == rules::LONG_RESULT.id && !buffer) {
                continue;
            }
            answers.insert(format!("{}.{}", row.module, row.name), Value::from(answer(row.result, row.name)));
        }
        if answers.is_empty() {
            return;
        }
        let Some(mut guest) = self.guest() else { return };
        guest.state().manner.answers = Some(Arc::new(Answers::beside(answers)));
        self.whole_life(guest, label, rule);
    }

    /// A start, polls, a delta, a request and a stop, in which traps break a rule if they come only now.
    fn whole_life(&mut self, mut guest: Guest, label: &str, rule: &'static Rule) {
        let Some(config) = self.good.clone() else { return };
        let life = |trial: &mut Self, guest: &mut Guest| {
            let quiet = When { quiet: true, ..when(label) };
            let start = trial.start(guest, config.clone(), quiet).1.stop;
            let poll = trial.event(guest, quiet, |server| server.polls(2)).1.stop;
            let delta = trial.event(guest, quiet, |server| server.delta(super::deltas::ordinary())).1.stop;
            let http = trial.plain_request(guest);
            let stop = trial.event(guest, quiet, |server| server.stop().is_ok()).1.stop;
            start.or(poll).or(delta).or(http).or(stop)
        };
        let Some(stop) = life(self, &mut guest) else { return };
        let Some(mut fresh) = self.guest() else { return };
        if life(self, &mut fresh).is_none() {
            self.say(rule, &format!("with {label}: {stop}"));
        }
    }
}

/// What a function returns that refuses.
fn refusal(_: Ret, name: &str) -> i64 {
    let zero = name.starts_with("sk_register_")
        || matches!(
            name,
            "sk_read_config" | "sk_get_self_path" | "sk_has_capability" | "sk_emit_binary_stream" | "sk_radar_emit_spokes"
        );
    if zero { 0 } else { -1 }
}
