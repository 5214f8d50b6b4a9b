//! Calls in a row: does memory stay flat?

use super::prober::Prober;
use crate::hosts::Purpose;
use crate::request::Capabilities;
use crate::session::Session;

/// Calls before anything is measured: allocators find their size.
const WARM_UP: u32 = 60;

/// Calls in each of the parts that are compared.
const PART: u32 = 200;

/// How much fuel the calls may take; a plugin that needs more is measured on fewer. Not their time: a verdict is not of the
/// machine.
const FUEL: u64 = if cfg!(fuzzing) { 10_000_000 } else { 4_000_000_000 };

/// Parts; memory must grow in each of them to count as a leak.
const PARTS: usize = 3;

impl Prober<'_> {
    /// Many calls on one instance, freed as the host frees, and not freed at all.
    pub(super) fn growth(&mut self) {
        if !self.kept || self.sound.is_none() {
            return;
        }
        let context = self.emulator().bulk(&self.nodes).or_else(|| self.sound.clone().map(|sound| sound.0));
        let Some(context) = context else { return };
        if let Some(rule) = self.rules().leak
            && let Some(detail) = self.grows(&context, false)
        {
            self.say(rule, &detail);
            if let Some(advice) = self.emulator().leak_advice(&self.loaded.plugin) {
                self.findings.push(advice);
            }
        }
        if let Some(rule) = self.rules().leak_unfreed
            && let Some(detail) = self.grows(&context, true)
        {
            self.say(rule, &detail);
        }
    }

    /// How memory grows with each call, if it does.
    fn grows(&mut self, context: &[u8], unfreed: bool) -> Option<String> {
        let mut session = Session::new(self.loaded, Purpose::Run(Capabilities::All), true);
        if unfreed {
            session = session.with(|manner| manner.keep = true);
        }
        let (mut sizes, mut first, mut fuel) = (Vec::new(), None, 0);
        let (measured, small) = (WARM_UP + PART * PARTS as u32, self.sound.clone()?.0);
        for count in 0..=self.emulator().uses() {
            if self.is_over() || fuel > FUEL {
                break;
            }
            if (WARM_UP..=measured).contains(&count) && (count - WARM_UP).is_multiple_of(PART) {
                sizes.push(session.pages);
            }
            // What is only counted need not be large.
            let context = if count > measured { &small } else { context };
            let answer = session.call(context);
            fuel += answer.fuel;
            if let Some(fault) = answer.fault {
                let how = if unfreed { ", nothing of it freed" } else { "" };
                let detail = format!("call {} on one instance fails{how}: {}", count + 1, fault.detail);
                if unfreed || first.is_some_and(|first| session.pages > first) {
                    return Some(detail);
                }
                self.say(self.rules().kept, &detail);
                return None;
            }
            first.get_or_insert(session.pages);
        }
        let steady = sizes.windows(2).any(|pair| pair[0] == pair[1]);
        let (start, last) = (sizes.first()?, sizes.last()?);
        if steady || start == last || sizes.len() < 2 {
            return None;
        }
        let how = if unfreed { "where nothing is freed" } else { "freed as the host frees" };
        let calls = PART as usize * (sizes.len() - 1);
        Some(format!(
            "memory grows from {start} to {last} pages in {calls} calls with {} bytes of context each, {how}",
            context.len()
        ))
    }
}
