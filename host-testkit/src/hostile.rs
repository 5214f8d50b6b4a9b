//! A host that mistreats its plugins: what no host does today, and a plugin should bear.
//!
//! Each [`Mode`] is one way. A plugin bears it if its answers stay what they are on the ordinary host.

use std::sync::Arc;

use anyhost_abi::{Dialect, Lifetime, Role, Rule};

use crate::hosts::{Answer, Common, Fault, func};
use crate::sandbox::{Guest, Manner, Room, Stop};
use crate::session::{Loaded, Session};

/// How much fuel the calls of one mode may take; a plugin that needs more gets fewer of them. Not their time: a verdict is not
/// of the machine.
const FUEL: u64 = if cfg!(fuzzing) { 10_000_000 } else { 2_000_000_000 };

/// One way to mistreat a plugin.
pub(crate) struct Mode {
    /// Its name, for reports.
    pub(crate) name: &'static str,
    /// What the host does, behind "a host that".
    pub(crate) does: &'static str,
    /// The rule that a plugin breaks which does not bear it; `None` where a host has none.
    pub(crate) rule: fn(&Common) -> Option<&'static Rule>,
    /// How instances are treated.
    manner: fn(&mut Manner, &[u8]),
    /// What is done before each call.
    act: Act,
    /// Whether each answer must be the ordinary one; else only the ordinary call that follows must be.
    exact: bool,
    /// Calls on the instance.
    calls: u32,
}

/// What is done to an instance before a call.
type Act = fn(&mut Guest, &'static Dialect, &Answer) -> Result<(), Stop>;

const NOTHING: Act = |_, _, _| Ok(());

/// A mode that does something before each call, and treats the call itself as the host does.
const fn act(name: &'static str, does: &'static str, rule: fn(&Common) -> Option<&'static Rule>, act: Act) -> Mode {
    Mode { name, does, rule, manner: |_, _| {}, act, exact: true, calls: 3 }
}

/// A mode that treats the call itself otherwise.
const fn manner(
    name: &'static str,
    does: &'static str,
    rule: fn(&Common) -> Option<&'static Rule>,
    manner: fn(&mut Manner, &[u8]),
) -> Mode {
    Mode { name, does, rule, manner, act: NOTHING, exact: true, calls: 3 }
}

/// Modes that say nothing of a plugin whose instances live for one call: a failed allocation may end an instance, and a use
/// in between changes what the host keeps for it.
const OF_KEPT: &[&str] = &["asks-odd-sizes", "interleaves"];

impl Mode {
    /// Whether it says something of a plugin of this dialect.
    pub(crate) fn concerns(&self, dialect: &Dialect) -> bool {
        dialect.lifetime == Lifetime::Kept || !OF_KEPT.contains(&self.name)
    }
}

/// All of them.
pub(crate) const MODES: &[Mode] = &[
    act(
        "frees-twice",
        "frees a buffer three times",
        |rules| rules.tolerant,
        |guest, dialect, _| frees(guest, dialect, |room| vec![(room, 64); 3]),
    ),
    act(
        "frees-unknown",
        "frees what was never handed out",
        |rules| rules.tolerant,
        |guest, dialect, _| {
            frees(guest, dialect, |room| {
                vec![(0, 0), (0, 16), (8, 8), (12_345, 16), (room + 8, 8), (u32::MAX, 1), (u32::MAX, u32::MAX)]
            })
        },
    ),
    act(
        "frees-wrong-size",
        "frees with wrong sizes",
        |rules| rules.tolerant,
        |guest, dialect, _| frees(guest, dialect, |room| vec![(room, 0), (room, 63), (room, 65), (room, u32::MAX)]),
    ),
    act(
        "frees-result",
        "frees the last result, twice",
        |rules| rules.tolerant,
        |guest, dialect, last| {
            let place = last.place.unwrap_or((0, 0));
            frees(guest, dialect, |_| vec![place, place])
        },
    ),
    Mode {
        exact: false,
        ..manner("frees-early", "frees an input before its call", |rules| rules.freed_early, |manner, _| manner.early = true)
    },
    act(
        "asks-odd-sizes",
        "asks for 0 bytes, for 4 GB and for 2 GB between calls",
        |rules| rules.odd_sizes,
        |guest, dialect, _| {
            asks(guest, dialect, &[0, u32::MAX, 0x7fff_ffff]);
            Ok(())
        },
    ),
    manner("frees-nothing", "frees nothing", |rules| rules.leak_unfreed, |manner, _| manner.keep = true),
    manner("scribbles", "overwrites an input after its call", |rules| rules.reads_freed, |manner, _| manner.scribble = true),
    act(
        "calls-out-of-order",
        "reads definitions and resets scratch memory between calls",
        |rules| rules.order,
        |guest, dialect, _| {
            for role in [Role::ResetScratch, Role::Definitions, Role::AbiVersion, Role::ResetScratch, Role::Definition] {
                if let Some(export) = func(guest, dialect, role) {
                    guest.call(&export, &[])?;
                }
            }
            Ok(())
        },
    ),
    manner(
        "does-not-allocate",
        "writes inputs to memory that it has grown",
        |rules| rules.order,
        |manner, _| {
            manner.room = Room::Grown;
        },
    ),
    act(
        "initializes-again",
        "calls `_initialize` before each call",
        |rules| rules.initialize_twice,
        |guest, dialect, _| func(guest, dialect, Role::Initialize).map_or(Ok(()), |export| guest.call(&export, &[]).map(drop)),
    ),
    manner(
        "interleaves",
        "uses one input between another and its call",
        |rules| rules.interleaved,
        |manner, context| {
            manner.interlude = Some(Arc::from(context));
        },
    ),
    manner(
        "reuses-input",
        "asks for room once and writes each input there",
        |rules| rules.reused,
        |manner, _| {
            (manner.room, manner.keep) = (Room::Last, true);
        },
    ),
    act(
        "grows-memory",
        "grows memory between calls",
        |rules| rules.host_grows,
        |guest, _, _| {
            if let Some(ptr) = guest.grow(1) {
                let _ = guest.write(ptr, &[0xaa; 4096]);
            }
            Ok(())
        },
    ),
    Mode { calls: 2000, ..act("keeps", "keeps an instance for 2,000 calls", |rules| Some(rules.kept), NOTHING) },
];

/// Asks for 64 bytes and frees these.
fn frees(guest: &mut Guest, dialect: &'static Dialect, which: impl Fn(u32) -> Vec<(u32, u32)>) -> Result<(), Stop> {
    let (Some(allocate), Some(free)) = (func(guest, dialect, Role::Allocate), func(guest, dialect, Role::Deallocate)) else {
        return Ok(());
    };
    let room = guest.call(&allocate, &[64])? as u32;
    which(room).iter().try_for_each(|(ptr, len)| guest.call(&free, &[*ptr, *len]).map(drop))
}

/// Asks for room of these sizes, whatever comes of it, and gives back what there is.
fn asks(guest: &mut Guest, dialect: &'static Dialect, sizes: &[u32]) {
    let Some(allocate) = func(guest, dialect, Role::Allocate) else { return };
    for size in sizes {
        let Ok(room) = guest.call(&allocate, &[*size]) else { continue };
        let room = room as u32;
        // Only what is really there: what else is returned breaks a rule of its own.
        let is_there = room != 0 && u64::from(room) + u64::from(*size) <= guest.size() as u64;
        if let Some(free) = func(guest, dialect, Role::Deallocate).filter(|_| is_there) {
            let _ = guest.call(&free, &[room, *size]);
        }
    }
}

/// What a plugin does not bear.
pub(crate) struct Harm {
    /// In words.
    pub(crate) detail: String,
    /// The answer that is another one.
    pub(crate) answer: Option<Answer>,
}

/// Calls with these contexts in turn: ordinary ones, to compare with.
pub(crate) struct Ordinary<'a> {
    loaded: &'a Loaded,
    session: &'a dyn Fn() -> Session<'a>,
    contexts: &'a [Vec<u8>],
    answers: Vec<String>,
    /// Fuel of the last call.
    pub(crate) fuel: u64,
}

impl<'a> Ordinary<'a> {
    /// What the contexts answer on one instance in as many rounds as the modes need, as far as the fuel allows.
    ///
    /// # Errors
    ///
    /// The call that fails on the ordinary host, too.
    pub(crate) fn new(
        loaded: &'a Loaded,
        session: &'a dyn Fn() -> Session<'a>,
        contexts: &'a [Vec<u8>],
        modes: &[&Mode],
    ) -> Result<Self, Fault> {
        let (mut answers, mut fuel, mut spent) = (Vec::new(), 0, 0);
        let mut calls = session().kept();
        let rounds = modes.iter().map(|mode| mode.calls).max().unwrap_or(1) + 1;
        for context in (0..rounds).flat_map(|_| contexts) {
            if spent > FUEL && answers.len() > 3 * contexts.len() {
                break;
            }
            let answer = calls.call(context);
            if let Some(fault) = answer.fault {
                return Err(fault);
            }
            answers.push(answer.raw.unwrap_or_default());
            fuel = answer.fuel;
            spent += fuel;
        }
        Ok(Self { loaded, session, contexts, answers, fuel })
    }

    /// How the plugin fails under a mode, if it does. A finding needs a rule; without one the mode is tried all the same.
    pub(crate) fn harm(&self, mode: &Mode) -> Option<Harm> {
        let emulator = &*self.loaded.emulator;
        let mut session = (self.session)().kept();
        let usual = session.manner.clone();
        (mode.manner)(&mut session.manner, self.contexts.first()?);
        let (mut spent, mut last) = (0, Answer::default());
        let rounds = (0..mode.calls).flat_map(|_| self.contexts).zip(&self.answers);
        for (at, (context, expected)) in rounds.enumerate() {
            if spent > FUEL && at > self.contexts.len() {
                break;
            }
            if let Err(stop) = session.act(|guest| (mode.act)(guest, emulator.dialect(), &last)) {
                return Some(Harm { detail: format!("what it calls does not return: {stop}"), answer: None });
            }
            let answer = session.call(context);
            if let Some(harm) = compare(at, &answer, expected, mode.exact) {
                return Some(Harm { detail: harm, answer: Some(answer) });
            }
            spent += answer.fuel;
            last = answer;
        }
        if mode.exact || self.answers.windows(2).any(|pair| pair[0] != pair[1]) {
            return None;
        }
        session.set(usual);
        let answer = session.call(self.contexts.first()?);
        let harm = compare(mode.calls as usize, &answer, self.answers.first()?, true)?;
        Some(Harm { detail: format!("afterwards, {harm}"), answer: None })
    }
}

fn compare(at: usize, answer: &Answer, expected: &str, exact: bool) -> Option<String> {
    let call = if at == 0 { "the first call".to_owned() } else { format!("call {}", at + 1) };
    match &answer.fault {
        Some(fault) => Some(format!("{call} fails: {}", fault.detail)),
        None if exact && answer.raw.as_deref().unwrap_or_default() != expected => Some(format!("{call} answers otherwise")),
        None => None,
    }
}

/// Every way in which a hostile host mistreats a plugin: its name, and what the host does.
pub fn hostile_modes() -> impl Iterator<Item = (&'static str, &'static str)> {
    MODES.iter().map(|mode| (mode.name, mode.does))
}
