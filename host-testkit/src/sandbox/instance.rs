//! A guest as a host in JavaScript sees it: exports are called with numbers, whatever their types are.

use wasmtime::{AsContextMut, Caller, Func, Memory, Val, ValType};

use super::guest::Guest;
use super::linker::State;
use super::memory::{OutOfBounds, span};
use super::stop::Stop;

/// A guest between two calls, or inside a call of a host function.
pub(crate) trait Instance {
    /// The function that is exported under this name.
    fn export(&mut self, name: &str) -> Option<Func>;

    /// Calls it as JavaScript does: a missing argument is `undefined`, one too many is ignored. `None`: it returns nothing.
    fn invoke(&mut self, func: &Func, args: &[u32]) -> Result<Option<f64>, Stop>;

    /// The bytes of memory.
    fn bytes(&mut self) -> &mut [u8];

    /// The host's side.
    fn state(&mut self) -> &mut State;

    /// Writes bytes, or tells why they do not fit.
    fn put(&mut self, ptr: u32, data: &[u8]) -> Result<(), OutOfBounds> {
        let bytes = self.bytes();
        let range = span(bytes.len(), ptr, u32::try_from(data.len()).unwrap_or(u32::MAX))?;
        bytes[range].copy_from_slice(data);
        Ok(())
    }
}

/// A guest that is waiting for a host function.
pub(crate) struct Inner<'a, 'b>(pub(super) &'a mut Caller<'b, State>);

impl Inner<'_, '_> {
    fn memory(&mut self) -> Option<Memory> {
        let name = self.0.data().memory;
        self.0.get_export(name)?.into_memory()
    }
}

impl Instance for Inner<'_, '_> {
    fn export(&mut self, name: &str) -> Option<Func> {
        self.0.get_export(name)?.into_func()
    }

    fn invoke(&mut self, func: &Func, args: &[u32]) -> Result<Option<f64>, Stop> {
        invoke(&mut *self.0, func, args)
    }

    fn bytes(&mut self) -> &mut [u8] {
        match self.memory() {
            Some(memory) => memory.data_mut(&mut *self.0),
            None => &mut [],
        }
    }

    fn state(&mut self) -> &mut State {
        self.0.data_mut()
    }
}

impl Instance for Guest {
    fn export(&mut self, name: &str) -> Option<Func> {
        self.any_func(name)
    }

    fn invoke(&mut self, func: &Func, args: &[u32]) -> Result<Option<f64>, Stop> {
        invoke(self.store(), func, args)
    }

    fn bytes(&mut self) -> &mut [u8] {
        Self::bytes(self)
    }

    fn state(&mut self) -> &mut State {
        Self::state(self)
    }
}

fn invoke(mut store: impl AsContextMut<Data = State>, func: &Func, args: &[u32]) -> Result<Option<f64>, Stop> {
    let ty = func.ty(&store);
    let mut given = args.iter().copied();
    let mut values = Vec::with_capacity(ty.params().len());
    for kind in ty.params() {
        values.push(argument(&kind, given.next())?);
    }
    let mut results = vec![Val::I32(0); ty.results().len()];
    if let Err(error) = func.call(&mut store, &values, &mut results) {
        let (fuel, ms) = store.as_context().data().budget;
        return Err(Stop::of(&error, fuel, ms));
    }
    Ok(match results.first() {
        Some(Val::I32(value)) => Some(f64::from(*value)),
        Some(Val::F64(bits)) => Some(f64::from_bits(*bits)),
        Some(Val::F32(bits)) => Some(f64::from(f32::from_bits(*bits))),
        // A BigInt is no number: nothing that is compared with one is equal.
        Some(_) => Some(f64::NAN),
        None => None,
    })
}

fn argument(kind: &ValType, given: Option<u32>) -> Result<Val, Stop> {
    let number = given.map_or(f64::NAN, f64::from);
    Ok(match kind {
        ValType::I32 => Val::I32(given.unwrap_or(0).cast_signed()),
        ValType::F64 => Val::F64(number.to_bits()),
        ValType::F32 => Val::F32((number as f32).to_bits()),
        ValType::I64 => {
            let what = given.map_or_else(|| "undefined".to_owned(), |number| number.to_string());
            return Err(Stop::Host(format!("Cannot convert {what} to a BigInt")));
        }
        _ => return Err(Stop::Host("type incompatibility when transforming from/to JS".into())),
    })
}
