//! A running instance.

use std::time::{Duration, Instant};

use anyhost_abi::Signature;
use wasmtime::{Func, FuncType, InstancePre, Memory, Store, Val};

use super::engine::TICK;
use super::linker::State;
use super::memory::{OutOfBounds, span};
use super::module::is;
use super::stop::Stop;
use crate::record::Record;

/// How much a use of a guest may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    /// Units of fuel.
    pub(crate) fuel: u64,
    /// Wall-clock time of one use.
    pub(crate) time: Duration,
    /// When everything must be over, whatever is still unused.
    pub(crate) until: Instant,
}

/// A running instance.
pub(crate) struct Guest {
    store: Store<State>,
    instance: wasmtime::Instance,
    budget: Budget,
    time: Duration,
    /// The code with which the module ended itself: a closed module answers no further call.
    exited: Option<i32>,
    /// The engine's words for the last call that did not come back.
    words: String,
}

/// Why there is no instance.
pub(crate) struct NoStart {
    /// The engine's words.
    pub(crate) text: String,
    /// The end of the start function, if it came that far.
    pub(crate) stop: Option<Stop>,
    pub(crate) record: Record,
    pub(crate) pages: u64,
}

impl Guest {
    /// Instantiates the module, which runs its start function.
    pub(crate) fn start(module: &InstancePre<State>, state: State, budget: Budget) -> Result<Self, Box<NoStart>> {
        let mut store = Store::new(module.module().engine(), state);
        store.limiter(|state| &mut state.limiter);
        let time = arm(&mut store, budget);
        match module.instantiate(&mut store) {
            Ok(instance) => Ok(Self { store, instance, budget, time, exited: None, words: String::new() }),
            Err(error) => {
                let ran = error.downcast_ref::<wasmtime::Trap>().is_some() || error.downcast_ref::<Stop>().is_some();
                let stop = ran.then(|| Stop::of(&error, budget.fuel, time.as_millis() as u64));
                let state = store.into_data();
                let text = format!("{error}");
                Err(Box::new(NoStart { text, stop, record: state.record, pages: state.limiter.peak_pages() }))
            }
        }
    }

    /// Gives the full budget again.
    pub(crate) fn rearm(&mut self) {
        self.time = arm(&mut self.store, self.budget);
    }

    /// The function of this name and type.
    pub(crate) fn func(&mut self, name: &str, signature: &Signature) -> Option<Func> {
        let func = self.instance.get_func(&mut self.store, name)?;
        is(&func.ty(&self.store), signature).then_some(func)
    }

    /// The type of an exported function.
    pub(crate) fn func_type(&mut self, name: &str) -> Option<FuncType> {
        Some(self.any_func(name)?.ty(&self.store))
    }

    /// The function of this name, of any type.
    pub(super) fn any_func(&mut self, name: &str) -> Option<Func> {
        self.instance.get_func(&mut self.store, name)
    }

    pub(super) fn store(&mut self) -> &mut Store<State> {
        &mut self.store
    }

    /// Calls a function that takes and returns integers. The result is 0 where it has none, an `i32` as unsigned.
    pub(crate) fn call(&mut self, func: &Func, args: &[u32]) -> Result<i64, Stop> {
        if let Some(code) = self.exited {
            return Err(Stop::Exit(code));
        }
        let args: Vec<Val> = args.iter().map(|arg| Val::I32(arg.cast_signed())).collect();
        let mut results = [Val::I32(0)];
        let count = func.ty(&self.store).results().len().min(1);
        match func.call(&mut self.store, &args, &mut results[..count]) {
            Ok(()) => Ok(match results[0] {
                Val::I32(value) => i64::from(value.cast_unsigned()),
                Val::I64(value) => value,
                _ => 0,
            }),
            Err(error) => {
                let stop = Stop::of(&error, self.budget.fuel, self.time.as_millis() as u64);
                self.words = error.to_string();
                if let Stop::Exit(code) = stop {
                    self.exited = Some(code);
                }
                Err(stop)
            }
        }
    }

    /// The engine's words for the last call that did not come back: a backtrace.
    pub(crate) fn words(&self) -> &str {
        &self.words
    }

    /// Fuel that is left.
    pub(crate) fn fuel(&self) -> u64 {
        self.store.get_fuel().unwrap_or(0)
    }

    /// The host's side.
    pub(crate) fn state(&mut self) -> &mut State {
        self.store.data_mut()
    }

    /// Most pages that were in use at one time.
    pub(crate) fn peak_pages(&self) -> u64 {
        self.store.data().limiter.peak_pages()
    }

    /// The exported memory.
    pub(crate) fn memory(&mut self) -> Option<Memory> {
        let name = self.store.data().memory;
        self.instance.get_memory(&mut self.store, name)
    }

    /// Bytes of memory.
    pub(crate) fn size(&mut self) -> usize {
        self.memory().map_or(0, |memory| memory.data_size(&self.store))
    }

    /// The bytes of memory.
    pub(crate) fn bytes(&mut self) -> &mut [u8] {
        match self.memory() {
            Some(memory) => memory.data_mut(&mut self.store),
            None => &mut [],
        }
    }

    /// A part of memory.
    pub(crate) fn read(&mut self, ptr: u32, len: u32) -> Result<&[u8], OutOfBounds> {
        let bytes = self.bytes();
        let range = span(bytes.len(), ptr, len)?;
        Ok(&bytes[range])
    }

    /// Writes bytes, or tells why they do not fit.
    pub(crate) fn write(&mut self, ptr: u32, data: &[u8]) -> Result<(), OutOfBounds> {
        let bytes = self.bytes();
        let range = span(bytes.len(), ptr, u32::try_from(data.len()).unwrap_or(u32::MAX))?;
        bytes[range].copy_from_slice(data);
        Ok(())
    }

    /// Grows memory; the first byte of the new part.
    pub(crate) fn grow(&mut self, pages: u64) -> Option<u32> {
        let memory = self.memory()?;
        let before = memory.grow(&mut self.store, pages).ok()?;
        u32::try_from(before.checked_mul(super::PAGE)?).ok()
    }
}

/// Sets fuel and deadline; the time that the call may take.
fn arm(store: &mut Store<State>, budget: Budget) -> Duration {
    // The engine counts fuel: this cannot fail.
    let _ = store.set_fuel(budget.fuel);
    let time = budget.time.min(budget.until.saturating_duration_since(Instant::now()));
    store.data_mut().budget = (budget.fuel, time.as_millis() as u64);
    store.set_epoch_deadline(1 + (time.as_millis() / TICK.as_millis()) as u64);
    time
}
