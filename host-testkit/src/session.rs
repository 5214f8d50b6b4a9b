//! A plugin on a host: loaded once, called as often as wanted.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use anyhost_abi::{Kind, Name, PANIC_TEXT};
use wasmtime::InstancePre;

use crate::Error;
use crate::hosts::{After, Allowance, Answer, Described, Emulator, Fault, Lasting, Node, Purpose, emulator};
use crate::record::Record;
use crate::request::Capabilities;
use crate::sandbox::{Guest, Manner, NoStart, Plugin, Refused, State, Stop, kind, link};
use crate::target::{Origin, Target};

/// Longest panic text that is read.
const PANIC_BYTES: u32 = 1 << 16;

/// What a run or a check gives a plugin, if that is less than the host gives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) fuel: Option<u64>,
    /// For one use.
    pub(crate) time: Duration,
    /// For everything.
    pub(crate) total: Duration,
}

/// A plugin that the host's engine took.
pub(crate) struct Loaded {
    pub(crate) emulator: Arc<dyn Emulator>,
    pub(crate) plugin: Arc<Plugin>,
    allowance: Allowance,
    /// What it asks for, once that is known.
    asked: OnceLock<Capabilities>,
    /// The module with its imports, or why they cannot be linked.
    linked: OnceLock<Result<InstancePre<State>, String>>,
}

/// What came of loading.
pub(crate) enum Loading {
    Ready(Box<Loaded>),
    /// The host's engine does not take it.
    Refused(Fault),
}

impl Loaded {
    /// Compiles the plugin for the target. `Err`: not the plugin's fault.
    pub(crate) fn open(wasm: &[u8], file: &str, target: &Target<'_>, limits: Limits) -> Result<Loading, Error> {
        if kind(wasm, file)? == Kind::Component {
            return Err(Error::Component { file: file.to_owned(), host: target.host.title });
        }
        let emulator: Arc<dyn Emulator> = Arc::from(emulator(target)?);
        let until = Instant::now().checked_add(limits.total).unwrap_or_else(Instant::now);
        Ok(match Plugin::load(wasm, emulator.profile())? {
            Ok(plugin) => {
                emulator.read(wasm, &plugin);
                let plugin = Arc::new(plugin);
                let allowance = Allowance { fuel: limits.fuel, time: limits.time, until };
                Loading::Ready(Box::new(Self { emulator, plugin, allowance, asked: OnceLock::new(), linked: OnceLock::new() }))
            }
            Err(Refused(reason)) => Loading::Refused(emulator.refused(&reason)),
        })
    }

    /// The same plugin on another emulator of its host.
    pub(crate) fn on(&self, emulator: Box<dyn Emulator>) -> Self {
        let (plugin, asked) = (Arc::clone(&self.plugin), self.asked.clone());
        Self { emulator: Arc::from(emulator), plugin, allowance: self.allowance, asked, linked: OnceLock::new() }
    }

    /// The same plugin with all the fuel that the host gives.
    pub(crate) fn with_all_fuel(&self) -> Self {
        let allowance = Allowance { fuel: None, ..self.allowance };
        let (emulator, plugin, asked) = (Arc::clone(&self.emulator), Arc::clone(&self.plugin), self.asked.clone());
        Self { emulator, plugin, allowance, asked, linked: self.linked.clone() }
    }

    /// Takes what the plugin asks for: what is granted from now on, where nothing else is said.
    pub(crate) fn ask(&self, origin: Origin<'_>, nodes: &[Node]) {
        // Asked once, after the definitions were read.
        let _ = self.asked.set(self.emulator.asked(origin, nodes));
    }

    /// Whether everything must be over by now.
    pub(crate) fn is_late(&self) -> bool {
        Instant::now() >= self.allowance.until
    }

    /// A new instance, started as the host does, with nothing kept from others.
    pub(crate) fn start(&self, purpose: &Purpose) -> Result<Started, Box<NotStarted>> {
        self.start_with(purpose, &self.emulator.lasting())
    }

    /// A new instance beside what the host keeps.
    pub(crate) fn start_with(&self, purpose: &Purpose, lasting: &Lasting) -> Result<Started, Box<NotStarted>> {
        let emulator = &*self.emulator;
        let budget = emulator.budget(self.allowance);
        let failed = |fault, record, pages| Box::new(NotStarted { fault, record, pages });
        let linked = self
            .linked
            .get_or_init(|| link(&self.plugin, |module, name| emulator.find(module, name)).map_err(|error| error.to_string()));
        let started = match linked {
            Ok(module) => {
                let asked = match (purpose, self.asked.get()) {
                    (Purpose::Run(Capabilities::All), Some(asked)) => &Purpose::Run(asked.clone()),
                    _ => purpose,
                };
                Guest::start(module, emulator.state(asked, lasting), budget)
            }
            Err(text) => Err(Box::new(NoStart { text: text.clone(), stop: None, record: Record::default(), pages: 0 })),
        };
        let mut guest = match started {
            Ok(guest) => guest,
            Err(reason) => {
                let fault = emulator.no_start(&self.plugin, &reason);
                return Err(failed(fault, reason.record, reason.pages));
            }
        };
        match emulator.boot(&mut guest) {
            Ok(()) => {
                let fuel = budget.fuel.saturating_sub(guest.fuel());
                Ok(Started { guest, fuel })
            }
            Err(fault) => {
                let (record, pages) = (std::mem::take(&mut guest.state().record), guest.peak_pages());
                Err(failed(fault, record, pages))
            }
        }
    }

    /// The definitions, from beside the code or from an instance of their own; empty where the host reads none.
    pub(crate) fn describe(&self) -> Result<Described, Fault> {
        if let Some(declared) = self.emulator.declared() {
            return Ok(declared);
        }
        let mut started = self.start(&Purpose::Describe).map_err(|failed| failed.fault)?;
        self.emulator.describe(&mut started.guest).unwrap_or_else(|| Ok(Described::default()))
    }
}

/// A new instance.
pub(crate) struct Started {
    pub(crate) guest: Guest,
    /// Fuel of its start-up.
    pub(crate) fuel: u64,
}

/// No instance.
pub(crate) struct NotStarted {
    pub(crate) fault: Fault,
    record: Record,
    pages: u64,
}

/// Uses of a plugin, one after the other.
pub(crate) struct Session<'a> {
    loaded: &'a Loaded,
    purpose: Purpose,
    kept: bool,
    /// What the host keeps over all instances.
    lasting: Lasting,
    guest: Option<Guest>,
    closed: Option<Fault>,
    /// How each new instance is treated.
    pub(crate) manner: Manner,
    /// Logs and calls of the last use.
    pub(crate) record: Record,
    /// Most pages of any instance.
    pub(crate) pages: u64,
}

impl<'a> Session<'a> {
    pub(crate) fn new(loaded: &'a Loaded, purpose: Purpose, kept: bool) -> Self {
        let lasting = loaded.emulator.lasting();
        let (manner, record) = (Manner::default(), Record::default());
        Self { loaded, purpose, kept, lasting, guest: None, closed: None, manner, record, pages: 0 }
    }

    /// The same on a host that keeps this already.
    pub(crate) fn beside(self, lasting: &Lasting) -> Self {
        Self { lasting: Lasting::clone(lasting), ..self }
    }

    /// The same on one instance, whatever the host does.
    pub(crate) fn kept(self) -> Self {
        Self { kept: true, ..self }
    }

    /// The same, with instances treated so.
    pub(crate) fn with(mut self, set: impl FnOnce(&mut Manner)) -> Self {
        set(&mut self.manner);
        self
    }

    /// The same on this instance, if there is one.
    pub(crate) fn resume(self, guest: Option<Guest>) -> Self {
        Self { guest, ..self }
    }

    /// The instance in use, for another session.
    pub(crate) fn take_guest(&mut self) -> Option<Guest> {
        self.guest.take()
    }

    /// Treats the instance so from now on, and further ones.
    pub(crate) fn set(&mut self, manner: Manner) {
        if let Some(guest) = &mut self.guest {
            guest.state().manner = manner.clone();
        }
        self.manner = manner;
    }

    /// Does something to the instance that the next call gets; nothing where there can be none.
    pub(crate) fn act(&mut self, act: impl FnOnce(&mut Guest) -> Result<(), Stop>) -> Result<(), Stop> {
        if self.guest.is_none() && self.closed.is_none() {
            self.guest = self.loaded.start_with(&self.purpose, &self.lasting).ok().map(|started| started.guest);
            self.set(self.manner.clone());
        }
        match &mut self.guest {
            Some(guest) => {
                guest.rearm();
                act(guest)
            }
            None => Ok(()),
        }
    }

    /// The instance in use.
    pub(crate) fn guest(&mut self) -> Option<&mut Guest> {
        self.guest.as_mut()
    }

    /// One use, on the instance that the host would use.
    pub(crate) fn call(&mut self, context: &[u8]) -> Answer {
        let emulator = &*self.loaded.emulator;
        if let Some(fault) = &self.closed {
            return Answer::failed(fault.clone());
        }
        self.record = Record::default();
        let mut startup = 0;
        let mut guest = match self.guest.take() {
            Some(mut guest) => match emulator.between(&mut guest) {
                Ok(()) => guest,
                Err(fault) => return self.end(guest, Answer::failed(fault)),
            },
            None => match self.loaded.start_with(&self.purpose, &self.lasting) {
                Ok(mut started) => {
                    started.guest.state().manner = self.manner.clone();
                    startup = started.fuel;
                    started.guest
                }
                Err(failed) => {
                    self.record = failed.record;
                    self.pages = self.pages.max(failed.pages);
                    return Answer::failed(failed.fault);
                }
            },
        };
        let mut answer = emulator.call(&mut guest, context);
        answer.fuel = answer.fuel.saturating_add(startup);
        self.end(guest, answer)
    }

    /// Decides what becomes of the instance, and takes the record.
    fn end(&mut self, mut guest: Guest, mut answer: Answer) -> Answer {
        let mut keep = self.kept;
        let refused = guest.state().limiter.refused();
        if let Some(fault) = &mut answer.fault {
            if let (Some(what), true) = (refused, fault.stop.is_some()) {
                fault.detail = format!("{} (it had asked for more than {what})", fault.detail);
            }
            if matches!(fault.stop, Some(Stop::Trap(_) | Stop::Stack)) {
                answer.panic = panic_text(&mut guest);
            }
            match self.loaded.emulator.after_failure(fault) {
                After::Keep => {}
                After::Fresh => keep = false,
                After::Closed(fault) => self.closed = keep.then_some(fault),
            }
        } else if !keep {
            answer.faults.extend(self.loaded.emulator.unload(&mut guest).err());
        }
        let state = guest.state();
        state.host.leave(&mut state.record);
        self.record = std::mem::take(&mut state.record);
        self.pages = self.pages.max(guest.peak_pages());
        self.guest = keep.then_some(guest);
        answer
    }

    /// Unloads the plugin: the instance in use goes, as its host lets it go. What is wrong with that.
    pub(crate) fn unload(&mut self) -> Option<Fault> {
        let mut guest = self.guest.take()?;
        let fault = self.loaded.emulator.unload(&mut guest).err();
        self.record.append(std::mem::take(&mut guest.state().record));
        self.pages = self.pages.max(guest.peak_pages());
        fault
    }
}

/// The text of the panic that stopped the instance, where the build can tell.
fn panic_text(guest: &mut Guest) -> Option<String> {
    let (Name::Fixed(name), Some(signature)) = (PANIC_TEXT.name, PANIC_TEXT.signature) else { return None };
    let func = guest.func(name, &signature)?;
    guest.rearm();
    let packed = guest.call(&func, &[]).ok()?.cast_unsigned();
    let (ptr, len) = ((packed >> 32) as u32, packed as u32);
    let bytes = guest.read(ptr, len.min(PANIC_BYTES)).ok()?;
    let text = String::from_utf8_lossy(bytes).into_owned();
    (!text.is_empty()).then_some(text)
}
