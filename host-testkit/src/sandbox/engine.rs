//! One engine a plugin, and the one thread that ends calls which run too long.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use wasmtime::{Config, Engine, EngineWeak, OptLevel};

use crate::Error;

/// How often running calls are looked at.
pub(crate) const TICK: Duration = Duration::from_millis(10);

/// What an engine accepts, as the host's engine does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Profile {
    /// Stack of the calls.
    pub(crate) stack_bytes: u64,
    /// Which proposals it takes.
    pub(crate) proposals: Proposals,
    /// How it links host functions.
    pub(crate) linking: Linking,
}

/// How a host's functions are linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Linking {
    /// Types must be the host's.
    Exact,
    /// Host functions are JavaScript, which takes any type.
    JavaScript,
}

/// The proposals that a host's engine takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proposals {
    /// wasmtime's defaults, and those that Flow-Like turns on: GC, function references, exception handling.
    WasmtimeAndExceptions,
    /// wasmtime's defaults of version 39, which leave those three out.
    Wasmtime39,
    /// WebAssembly 2.0 as wazero has it, nothing newer.
    Two,
    /// What V8 has had since Node 20: no second memory, no memory with 64-bit addresses.
    Node,
}

impl Profile {
    /// An engine of this profile, with fuel and deadlines.
    pub(crate) fn engine(self) -> Result<Engine, Error> {
        let newer = self.proposals != Proposals::Two;
        let memories = matches!(self.proposals, Proposals::WasmtimeAndExceptions | Proposals::Wasmtime39);
        let managed = newer && self.proposals != Proposals::Wasmtime39;
        let mut config = Config::new();
        config
            .consume_fuel(true)
            .epoch_interruption(true)
            .max_wasm_stack(usize::try_from(self.stack_bytes).unwrap_or(1 << 20))
            .cranelift_opt_level(OptLevel::Speed)
            .wasm_tail_call(newer)
            .wasm_relaxed_simd(newer)
            .wasm_multi_memory(memories)
            .wasm_memory64(memories)
            .wasm_extended_const(newer)
            .wasm_function_references(managed)
            .wasm_gc(managed)
            .wasm_exceptions(managed);
        let engine = Engine::new(&config).map_err(|error| Error::Engine(format!("{error:#}")))?;
        watch(&engine);
        Ok(engine)
    }
}

/// Engines that are in use; `None` while no thread ticks them.
static WATCHED: Mutex<Option<Vec<EngineWeak>>> = Mutex::new(None);

/// Ticks the engine until it is dropped. The thread starts with the first engine and ends with the last one.
fn watch(engine: &Engine) {
    let mut watched = WATCHED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(engines) = watched.as_mut() {
        engines.push(engine.weak());
        return;
    }
    // Without the thread calls are still ended by fuel.
    if std::thread::Builder::new().name("anyhost-ticker".into()).spawn(tick).is_ok() {
        *watched = Some(vec![engine.weak()]);
    }
}

fn tick() {
    loop {
        std::thread::sleep(TICK);
        let mut watched = WATCHED.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(engines) = watched.as_mut() else { return };
        engines.retain(|engine| match engine.upgrade() {
            Some(engine) => {
                engine.increment_epoch();
                true
            }
            None => false,
        });
        if engines.is_empty() {
            *watched = None;
            return;
        }
    }
}
