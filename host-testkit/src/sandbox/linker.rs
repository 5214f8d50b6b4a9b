//! The imports of a guest, made from the rows of the host's data.

use std::any::Any;
use std::collections::HashSet;

use anyhost_abi::{Import, Ret, Signature, Val as AbiVal};
use serde_json::Value;
use wasmtime::{Caller, ExternType, FuncType, InstancePre, Linker, Memory, Val, ValType};

use super::args::Args;
use super::engine::Linking;
use super::instance::Inner;
use super::limiter::Limiter;
use super::manner::Manner;
use super::memory::View;
use super::module::{Plugin, is};
use super::reply::Reply;
use super::stop::Stop;
use crate::base64;
use crate::record::Record;

/// Offsets that getters hand out; then they begin at 0 again.
const HOST_BUFFER: usize = 64 << 20;

/// A host's functions.
pub(crate) trait Imports: Any + Send {
    /// Whether the host's functions see the guest's memory at all.
    fn sees_memory(&self) -> bool {
        true
    }

    /// Answers one call. `view` is empty where the host does not see the guest's memory.
    fn call(&mut self, row: &'static Import, args: &Args, view: &mut View<'_>, record: &mut Record) -> Result<Reply, Stop>;

    /// What a function answered did not reach the guest, which gets 0.
    fn undelivered(&mut self, _row: &'static Import, _why: &Undelivered, _record: &mut Record) {}

    /// Takes the context of the next call, so that getters can answer from it.
    fn enter(&mut self, _context: &[u8]) {}

    /// The call is over.
    fn leave(&mut self, _record: &mut Record) {}
}

/// How bytes reach the guest.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Delivery {
    /// As an offset in the host's own buffer, which means nothing to the guest.
    HostOffset,
    /// In memory of the guest's own allocator, which is called before the function returns.
    GuestAlloc(GuestRoom),
}

/// Room for what a host function returns, in memory of the guest's own allocator.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GuestRoom {
    /// Name of the allocator.
    pub(crate) allocate: &'static str,
    /// Its type.
    pub(crate) signature: &'static Signature,
    /// Whether the length stands before the bytes, as a little-endian `u32`.
    pub(crate) prefixed: bool,
    /// Whether the pointer is to the bytes, and not to the length before them.
    pub(crate) to_bytes: bool,
    /// Whether a zero byte stands behind them.
    pub(crate) ended: bool,
    /// Whether a trap of the allocator does not end the call: the function returns 0 instead.
    pub(crate) survives: bool,
}

impl GuestRoom {
    /// Room for the bytes alone, by this allocator.
    pub(crate) fn plain(allocate: &'static str, signature: &'static Signature) -> Self {
        Self { allocate, signature, prefixed: false, to_bytes: true, ended: false, survives: false }
    }
}

/// Why bytes did not reach the guest.
#[derive(Debug)]
pub(crate) enum Undelivered {
    /// It exports no allocator of the type.
    NoAllocator,
    /// The allocator trapped.
    Trap(wasmtime::Error),
    /// What the allocator returned is not all in memory.
    OutOfBounds,
}

/// What belongs to one instance.
pub(crate) struct State {
    pub(crate) limiter: Limiter,
    pub(crate) host: Box<dyn Imports>,
    pub(crate) delivery: Delivery,
    /// Name of the memory's export.
    pub(crate) memory: &'static str,
    pub(crate) record: Record,
    /// Bytes that the host's own buffer holds.
    buffered: usize,
    /// Room for inputs that the host grew memory for: place and size.
    pub(crate) room: Option<(u32, u32)>,
    /// Place and size of the last input.
    pub(crate) last: Option<(u32, u32)>,
    /// How the instance is treated beyond what its host does.
    pub(crate) manner: Manner,
    /// What the host does before a function of it returns: it may call the guest again.
    pub(crate) after: Option<fn(&mut Inner<'_, '_>)>,
    /// Fuel and milliseconds of the running use.
    pub(super) budget: (u64, u64),
}

impl State {
    pub(crate) fn new(limiter: Limiter, host: Box<dyn Imports>, delivery: Delivery, memory: &'static str) -> Self {
        let record = Record::default();
        let manner = Manner::default();
        Self { limiter, host, delivery, memory, record, buffered: 0, room: None, last: None, manner, after: None, budget: (0, 0) }
    }

    /// The host's functions as what they are.
    pub(crate) fn host<T: Imports>(&mut self) -> Option<&mut T> {
        let host: &mut dyn Any = &mut *self.host;
        host.downcast_mut()
    }
}

/// Links what the module imports and the host has. What it has not is left to the engine to name.
pub(crate) fn link(
    plugin: &Plugin,
    find: impl Fn(&str, &str) -> Option<&'static Import>,
) -> wasmtime::Result<InstancePre<State>> {
    let mut linker = Linker::new(&plugin.engine);
    let mut linked = HashSet::new();
    for import in plugin.module.imports() {
        if !linked.insert((import.module(), import.name())) {
            continue;
        }
        let (Some(row), ExternType::Func(asked)) = (find(import.module(), import.name()), import.ty()) else { continue };
        let ty = if row.is_typed() && plugin.linking == Linking::Exact {
            FuncType::new(&plugin.engine, row.params().map(val_type), row.results().iter().copied().map(val_type))
        } else {
            asked
        };
        let kinds: Vec<ValType> = ty.results().collect();
        let loose = plugin.linking == Linking::JavaScript;
        linker.func_new(import.module(), import.name(), ty, move |caller, params, results| {
            // The engine leaves placeholders of another type there.
            for (result, kind) in results.iter_mut().zip(&kinds) {
                *result = Val::default_for_ty(kind).unwrap_or(Val::I32(0));
            }
            dispatch(row, caller, params, results, loose)
        })?;
    }
    linker.instantiate_pre(&plugin.module)
}

pub(super) fn val_type(val: AbiVal) -> ValType {
    match val {
        AbiVal::I32 => ValType::I32,
        AbiVal::I64 => ValType::I64,
        AbiVal::F32 => ValType::F32,
        AbiVal::F64 => ValType::F64,
    }
}

fn dispatch(
    row: &'static Import,
    mut caller: Caller<'_, State>,
    params: &[Val],
    results: &mut [Val],
    loose: bool,
) -> wasmtime::Result<()> {
    let memory = memory(&mut caller);
    let size = memory.map_or(0, |memory| memory.data_size(&caller));
    let args = Args::decode(row, params, size);
    let (bytes, state): (&mut [u8], &mut State) = match memory {
        Some(memory) => memory.data_and_store_mut(&mut caller),
        None => (&mut [], caller.data_mut()),
    };
    let State { host, record, manner, .. } = state;
    let reply = ask(&mut **host, row, &args, &mut View(bytes), manner, record)?;
    if let Some(after) = caller.data().after {
        after(&mut Inner(&mut caller));
    }
    if loose {
        return Ok(to_wasm(&reply, results)?);
    }
    let number = match reply {
        Reply::None => return Ok(()),
        Reply::I32(value) => Val::I32(value),
        Reply::F64(value) => Val::F64(value.to_bits()),
        Reply::I64(value) => Val::I64(value),
        Reply::Bytes(bytes) => deliver(&mut caller, memory, row, &bytes)?,
    };
    // A row whose type nobody knows keeps its zeros.
    if let Some(result) = results.first_mut()
        && std::mem::discriminant(result) == std::mem::discriminant(&number)
    {
        *result = number;
    }
    Ok(())
}

/// What JavaScript returned, as the type that the guest asked for.
fn to_wasm(reply: &Reply, results: &mut [Val]) -> Result<(), Stop> {
    let number = match reply {
        Reply::I32(value) => f64::from(*value),
        Reply::F64(value) => *value,
        _ => f64::NAN,
    };
    match results {
        [] => {}
        [Val::I32(value)] => *value = if number.is_nan() { 0 } else { number as i64 as i32 },
        [Val::F64(bits)] => *bits = number.to_bits(),
        [Val::F32(bits)] => *bits = (number as f32).to_bits(),
        [Val::I64(_)] => return Err(Stop::Host("Cannot convert the result of a host function to a BigInt".into())),
        // References take any value; there is none to give.
        [_] => {}
        _ => return Err(Stop::Host("multi-return value must be iterable".into())),
    }
    Ok(())
}

/// What a host function answers, with the call in the record.
pub(crate) fn ask(
    host: &mut dyn Imports,
    row: &'static Import,
    args: &Args,
    view: &mut View<'_>,
    manner: &Manner,
    record: &mut Record,
) -> Result<Reply, Stop> {
    let shown = record.wants_call().then(|| args.show(view));
    let answered = manner.answers.as_ref().map(|answers| answers.reply(row)).transpose()?.flatten();
    let reply = match answered {
        Some(reply) => reply,
        None if host.sees_memory() => host.call(row, args, view, record)?,
        None => host.call(row, args, &mut View(&mut []), record)?,
    };
    if let Some(args) = shown {
        record.call(row, args, show(&reply));
    }
    Ok(reply)
}

fn memory(caller: &mut Caller<'_, State>) -> Option<Memory> {
    let name = caller.data().memory;
    caller.get_export(name)?.into_memory()
}

fn show(reply: &Reply) -> Value {
    match reply {
        Reply::None => Value::Null,
        Reply::I32(value) => (*value).into(),
        Reply::I64(value) => (*value).into(),
        Reply::F64(value) => (*value).into(),
        Reply::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => base64::encode(bytes).into(),
        },
    }
}

/// Puts the bytes where the guest is told to look; the place as the function returns it.
fn deliver(caller: &mut Caller<'_, State>, memory: Option<Memory>, row: &'static Import, bytes: &[u8]) -> wasmtime::Result<Val> {
    let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    let place = match caller.data().delivery {
        Delivery::HostOffset => {
            let state = caller.data_mut();
            let offset = if state.buffered > HOST_BUFFER { 0 } else { state.buffered };
            state.buffered = offset.saturating_add(bytes.len());
            Some(u32::try_from(offset).unwrap_or(u32::MAX))
        }
        Delivery::GuestAlloc(room) => match write(caller, memory, room, bytes) {
            Ok(ptr) => Some(ptr),
            Err(Undelivered::Trap(error)) if !room.survives => return Err(error),
            Err(why) => {
                let State { host, record, .. } = caller.data_mut();
                host.undelivered(row, &why, record);
                None
            }
        },
    };
    Ok(match (row.result, place) {
        (Ret::Packed(_), Some(ptr)) => Val::I64((u64::from(ptr) << 32 | u64::from(len)).cast_signed()),
        (Ret::Packed(_), None) => Val::I64(0),
        (_, place) => Val::I32(place.unwrap_or(0).cast_signed()),
    })
}

/// Asks the guest for room and writes the bytes there.
fn write(caller: &mut Caller<'_, State>, memory: Option<Memory>, room: GuestRoom, bytes: &[u8]) -> Result<u32, Undelivered> {
    let func = caller.get_export(room.allocate).and_then(wasmtime::Extern::into_func);
    let func = func.filter(|func| is(&func.ty(&*caller), room.signature)).ok_or(Undelivered::NoAllocator)?;
    let memory = memory.ok_or(Undelivered::OutOfBounds)?;
    let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    let prefix: &[u8] = if room.prefixed { &len.to_le_bytes() } else { &[] };
    let size = len.saturating_add(if room.prefixed { 4 } else { 0 }).saturating_add(room.ended.into());
    let mut results = [Val::I32(0)];
    func.call(&mut *caller, &[Val::I32(size.cast_signed())], &mut results).map_err(Undelivered::Trap)?;
    let ptr = results[0].i32().unwrap_or(0).cast_unsigned();
    let mut view = View(memory.data_mut(&mut *caller));
    let start = ptr.wrapping_add(if room.prefixed { 4 } else { 0 });
    // One after the other, as hosts do: of what does not fit, the beginning is there.
    view.put(ptr, prefix).ok_or(Undelivered::OutOfBounds)?;
    view.put(start, bytes).ok_or(Undelivered::OutOfBounds)?;
    if room.ended {
        view.put(start.wrapping_add(len), &[0]).ok_or(Undelivered::OutOfBounds)?;
    }
    Ok(if room.to_bytes { start } else { ptr })
}
