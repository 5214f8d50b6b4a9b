//! Contexts of every kind: as the host makes them, with other types, and malformed.

use super::prober::Prober;
use crate::hosts::{Answer, Occasion, Probe, Purpose};
use crate::json::Fields;
use crate::request::Capabilities;
use crate::session::Session;
use crate::text::shorten;

/// Contexts that no host makes: none, other JSON, cut off, rubbish.
fn malformed(sound: &[u8]) -> Vec<(String, Vec<u8>)> {
    let fixed: [(&str, &[u8]); 12] = [
        ("the context `null`", b"null"),
        ("the context `[]`", b"[]"),
        ("the context `[{}]`", b"[{}]"),
        ("the context `42`", b"42"),
        ("a text as the context", b"\"text\""),
        ("an empty object as the context", b"{}"),
        ("a lone brace", b"{"),
        ("white space", b"  \n"),
        ("bytes that are no text", b"\x00\xff\xfe\x80garbage\x01"),
        ("a text with an escape cut off", b"{\"a\":\"\\u12"),
        ("two documents", b"{}{}"),
        ("a number beyond every range", b"{\"a\":1e999999999,\"b\":-0,\"c\":123456789012345678901234567890e-5}"),
    ];
    let mut contexts: Vec<(String, Vec<u8>)> = fixed.iter().map(|(label, bytes)| ((*label).to_owned(), bytes.to_vec())).collect();
    for part in 1..8 {
        let len = sound.len() * part / 8;
        contexts.push((format!("a context cut off after {len} bytes"), sound[..len].to_vec()));
    }
    // Invalid UTF-8 inside the first text value.
    let mut broken = sound.to_vec();
    if let Some(at) = broken.windows(2).rposition(|pair| pair == b"\":").map(|at| at.saturating_sub(1)) {
        broken[at] = 0xff;
        contexts.push(("invalid UTF-8 in the context".into(), broken));
    }
    let mut trailing = sound.to_vec();
    trailing.extend_from_slice(b" trailing");
    contexts.push(("something behind the context".into(), trailing));
    let deep = [b"{\"inputs\":".to_vec(), vec![b'['; 100_000]].concat();
    contexts.push(("a context of 100,000 open brackets".into(), deep));
    contexts.push(("1 MB of rubbish".into(), (0..1u32 << 20).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect()));
    contexts
}

impl Prober<'_> {
    /// Tries them all, on a kept instance where the host keeps it.
    pub(super) fn contexts(&mut self) {
        let probes = self.emulator().probes(&self.nodes);
        let mut session = self.session();
        let mut at_defaults = None;
        for probe in &probes {
            let answer = self.attempt(&mut session, probe);
            if answer.is_none() {
                session = self.session();
            }
            match (probe.occasion, &answer) {
                (Occasion::Defaults, Some(answer)) => at_defaults = Some(answer.error.clone()),
                (Occasion::Absent, Some(answer)) => self.own_defaults(at_defaults.as_ref(), answer),
                (Occasion::ExtraKeys, Some(answer)) => self.extra_keys(answer, probe),
                (Occasion::Input, Some(answer)) => self.passed(probe, answer),
                (Occasion::Outside, Some(answer)) if answer.error.is_none() => {
                    self.say_if(self.rules().options, &format!("with {} the node answers as if that were allowed", probe.label));
                }
                _ => {}
            }
            if let (Occasion::Defaults | Occasion::Input, Some(answer)) = (probe.occasion, answer) {
                if self.sound.is_none() && answer.error.is_none() {
                    self.sound = answer.raw.clone().map(|raw| (probe.context.clone(), raw));
                }
                if !self.twice(&mut session, probe) {
                    session = self.session();
                }
            }
        }
        if self.sound.is_none() {
            // A node that only ever says that something is missing is sound, too.
            self.sound = self.first_answer(&probes);
        }
        self.rubbish();
        self.denied(&probes);
        self.uninitialised();
        self.large();
    }

    fn first_answer(&mut self, probes: &[Probe]) -> Option<(Vec<u8>, String)> {
        let probe = probes.first()?;
        let answer = self.session().call(&probe.context);
        let raw = answer.raw.filter(|_| answer.fault.is_none())?;
        Some((probe.context.clone(), raw))
    }

    /// The same context on the same instance again; whether that still lives.
    fn twice(&mut self, session: &mut Session<'_>, probe: &Probe) -> bool {
        if !self.kept || self.is_over() {
            return true;
        }
        let Some(fault) = session.call(&probe.context).fault else { return true };
        self.say(self.rules().kept, &format!("the second call on an instance fails, with {}: {}", probe.label, fault.detail));
        false
    }

    fn own_defaults(&mut self, at_defaults: Option<&Option<String>>, answer: &Answer) {
        if let (Some(None), Some(error)) = (at_defaults, &answer.error) {
            let detail = format!("without inputs the node answers `{}`, with defaults it does not", shorten(error));
            self.say_if(self.rules().own_defaults, &detail);
        }
    }

    fn extra_keys(&mut self, answer: &Answer, probe: &Probe) {
        let (Some(error), Some(plain)) = (self.emulator().failure(answer), &probe.plain) else { return };
        let plain = self.session().call(plain);
        if self.emulator().failure(&plain).is_none() {
            self.say(self.rules().extra_keys, &format!("with {}: the answer is the error `{}`", probe.label, shorten(&error)));
        }
    }

    /// Malformed contexts, each followed by a sound one where the instance lives on.
    fn rubbish(&mut self) {
        let Some((sound, _)) = self.sound.clone() else { return };
        let mut session = self.session();
        for (label, payload) in malformed(self.emulator().payload(&sound)) {
            let is_object = std::str::from_utf8(&payload).is_ok_and(|text| Fields::parse(text).is_some());
            let context = self.emulator().with_payload(&sound, payload);
            let probe = Probe { occasion: Occasion::Context, label, context, plain: None };
            let Some(answer) = self.attempt(&mut session, &probe) else {
                session = self.session();
                continue;
            };
            if answer.error.is_none() && !is_object {
                self.say_if(self.rules().accepts_malformed, &format!("{} is answered as if it were well", probe.label));
            }
            if !self.kept || answer.error.is_none() || self.is_over() {
                continue;
            }
            let after = session.call(&sound);
            if let Some(fault) = &after.fault {
                let detail = format!("after an error, with {}, the next call fails: {}", probe.label, fault.detail);
                self.say(self.rules().after_error, &detail);
                session = self.session();
            }
        }
    }

    /// The same with every import answered "denied".
    fn denied(&mut self, probes: &[Probe]) {
        let emulator = self.emulator();
        let gated = |import: wasmtime::ImportType<'_>| {
            emulator.find(import.module(), import.name()).is_some_and(|row| row.capability.is_some())
        };
        // Where a rule says so, those fail that want no grant, too.
        let all = self.rules().denied.is_some() && self.loaded.plugin.module.imports().len() > 0;
        if !all && !self.loaded.plugin.module.imports().any(gated) {
            return;
        }
        let mut session = Session::new(self.loaded, Purpose::Run(Capabilities::None), false);
        for probe in probes.iter().filter(|probe| matches!(probe.occasion, Occasion::Defaults | Occasion::Input)).take(4) {
            let how = if all { "every function of the host failing" } else { "every capability denied" };
            let label = format!("{}, and {how}", probe.label);
            let occasion = if all { Occasion::Denied } else { probe.occasion };
            self.attempt(&mut session, &Probe { occasion, label, ..probe.clone() });
        }
    }

    /// The same without the start-up export, where the host may not call it.
    fn uninitialised(&mut self) {
        let (Some(rule), Some((sound, _))) = (self.rules().needs_initialize, self.sound.clone()) else { return };
        let Some(emulator) = self.emulator().uninitialised() else { return };
        let loaded = self.loaded.on(emulator);
        let answer = Session::new(&loaded, Purpose::Run(Capabilities::All), false).call(&sound);
        if let Some(fault) = answer.fault {
            self.say(rule, &format!("without a call of `_initialize` the first call fails: {}", fault.detail));
        }
    }
}
