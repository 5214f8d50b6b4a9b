//! What a guest passed to an import, by the meaning that the host's data gives it.

use anyhost_abi::{Import, Ty};
use serde_json::Value;
use wasmtime::Val;

use super::memory::View;
use crate::base64;

/// Bytes of an argument that a report shows; what is beyond is cut.
const SHOWN: u32 = 1 << 16;

/// One argument.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Arg {
    I32(i32),
    I64(i64),
    F64(f64),
    /// Pointer and length of text, JSON, bytes, or a buffer.
    Span(Ty, u32, u32),
}

/// The arguments of one call, in the order of the row.
#[derive(Debug)]
pub(crate) struct Args(Vec<Arg>);

impl Args {
    /// Groups the wasm values by the row's parameters. Fewer values than that come only from guests of hosts in JavaScript:
    /// there a missing number counts as 0, a missing length reaches to the end of memory.
    pub(crate) fn decode(row: &Import, values: &[Val], size: usize) -> Self {
        let mut values = values.iter();
        let mut next = || values.next();
        let mut args = Vec::with_capacity(row.args.len());
        for arg in row.args {
            args.push(match arg.ty {
                Ty::I32 | Ty::Out(_) => Arg::I32(next().map_or(0, to_i32)),
                Ty::I64 => Arg::I64(next().and_then(Val::i64).unwrap_or(0)),
                Ty::F64 => Arg::F64(next().and_then(Val::f64).unwrap_or(0.0)),
                Ty::Str | Ty::Json | Ty::Bytes | Ty::Buffer => {
                    let ptr = next().map_or(0, to_i32).cast_unsigned();
                    let rest = u32::try_from(size).unwrap_or(u32::MAX).saturating_sub(ptr);
                    Arg::Span(arg.ty, ptr, next().map_or(rest, |len| to_i32(len).cast_unsigned()))
                }
            });
        }
        Self(args)
    }

    /// The arguments as a plugin tells them that runs natively, and a memory in which they lie.
    pub(crate) fn told(row: &Import, told: &[&[u8]]) -> (Self, Vec<u8>) {
        // Nothing lies at 0.
        let mut memory = vec![0; 16];
        let args = row.args.iter().zip(told).map(|(arg, bytes)| match arg.ty {
            Ty::I32 | Ty::Out(_) => Arg::I32(number(bytes).unwrap_or(0)),
            Ty::I64 => Arg::I64(number(bytes).unwrap_or(0)),
            Ty::F64 => Arg::F64(number(bytes).unwrap_or(0.0)),
            Ty::Str | Ty::Json | Ty::Bytes | Ty::Buffer => {
                let ptr = u32::try_from(memory.len()).unwrap_or(u32::MAX);
                memory.extend_from_slice(bytes);
                Arg::Span(arg.ty, ptr, u32::try_from(bytes.len()).unwrap_or(u32::MAX))
            }
        });
        (Self(args.collect()), memory)
    }

    /// Number `at` as `i32`; 0 where it is none.
    pub(crate) fn i32(&self, at: usize) -> i32 {
        match self.0.get(at) {
            Some(Arg::I32(value)) => *value,
            _ => 0,
        }
    }

    /// Pointer and length number `at`; nothing at 0 where it is none.
    pub(crate) fn span(&self, at: usize) -> (u32, u32) {
        match self.0.get(at) {
            Some(Arg::Span(_, ptr, len)) => (*ptr, *len),
            _ => (0, 0),
        }
    }

    /// Text number `at`, if the host can see it.
    pub(crate) fn text<'a>(&self, at: usize, view: &'a View<'_>) -> Option<&'a str> {
        let (ptr, len) = self.span(at);
        view.text(ptr, len)
    }

    /// Bytes number `at`, if the host can see them.
    pub(crate) fn bytes<'a>(&self, at: usize, view: &'a View<'_>) -> Option<&'a [u8]> {
        let (ptr, len) = self.span(at);
        view.bytes(ptr, len)
    }

    /// The values as wasm passed them; a double by its bits.
    pub(crate) fn flat(&self) -> Vec<i64> {
        let mut flat = Vec::with_capacity(self.0.len());
        for arg in &self.0 {
            match arg {
                Arg::I32(value) => flat.push(i64::from(*value)),
                Arg::I64(value) => flat.push(*value),
                Arg::F64(value) => flat.push(value.to_bits().cast_signed()),
                Arg::Span(_, ptr, len) => flat.extend([i64::from(*ptr), i64::from(*len)]),
            }
        }
        flat
    }

    /// The arguments for a report: text as text, JSON as its value, bytes as base64, a buffer as its capacity.
    pub(crate) fn show(&self, view: &View<'_>) -> Value {
        self.0.iter().map(|arg| show(*arg, view)).collect()
    }
}

/// As JavaScript makes an integer of a number. A BigInt is none: no pointer is there.
fn to_i32(value: &Val) -> i32 {
    match value {
        Val::I32(value) => *value,
        Val::F64(bits) => f64::from_bits(*bits) as i64 as i32,
        Val::F32(bits) => f32::from_bits(*bits) as i64 as i32,
        _ => -1,
    }
}

/// How an argument that the host cannot see is shown.
const OUTSIDE: &str = ": outside memory)";

/// What a text ends with that is shown in part.
const CUT: char = '…';

/// A number in decimal digits.
fn number<T: std::str::FromStr>(digits: &[u8]) -> Option<T> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// Whether a shown argument is only a part of what the host saw.
pub(crate) fn is_cut(shown: &Value) -> bool {
    shown.as_str().is_some_and(|text| text.len() >= SHOWN as usize && text.ends_with(CUT))
}

/// Whether a shown argument was one that the host could not see.
pub(crate) fn is_outside(shown: &Value) -> bool {
    shown.as_str().is_some_and(|text| text.ends_with(OUTSIDE))
}

fn show(arg: Arg, view: &View<'_>) -> Value {
    let (ty, ptr, len) = match arg {
        Arg::I32(value) => return value.into(),
        Arg::I64(value) => return value.into(),
        Arg::F64(value) => return value.into(),
        Arg::Span(Ty::Buffer, _, len) => return len.into(),
        Arg::Span(ty, ptr, len) => (ty, ptr, len),
    };
    let Some(bytes) = view.bytes(ptr, len.min(SHOWN)) else {
        return format!("({len} bytes at {ptr}{OUTSIDE}").into();
    };
    if ty == Ty::Bytes {
        return base64::encode(bytes).into();
    }
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    if len > SHOWN {
        text.push(CUT);
    }
    match ty {
        Ty::Json => serde_json::from_str(&text).unwrap_or(Value::String(text)),
        _ => Value::String(text),
    }
}
