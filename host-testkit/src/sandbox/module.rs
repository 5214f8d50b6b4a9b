//! From any bytes to a compiled module, or to a clear reason why not.

use std::ops::Range;
use std::sync::mpsc;
use std::time::Duration;

use anyhost_abi::{Kind, Signature, Val};
use wasmparser::{DataKind, Operator, Parser, Payload};
use wasmtime::{Engine, ExternType, FuncType, Module, ValType};

use super::engine::{Linking, Profile};
use crate::Error;

/// Largest file that is looked at.
pub(crate) const MODULE_BYTES: u64 = 64 << 20;

/// Largest body of one function: beyond it compiling takes minutes.
const FUNCTION_BYTES: u64 = 4 << 20;

/// How long compiling may take.
const COMPILE: Duration = Duration::from_secs(120);

/// Stack of the thread that compiles: the compiler recurses over deeply nested code.
const COMPILE_STACK: usize = 64 << 20;

/// A compiled module.
pub(crate) struct Plugin {
    pub(crate) engine: Engine,
    pub(crate) module: Module,
    /// Pages that its memories declare as their minimum.
    pub(crate) declared_pages: u64,
    /// Where its static data lies, as far as that is a constant.
    pub(crate) data: Vec<Range<u64>>,
    /// How its imports are linked.
    pub(crate) linking: Linking,
}

/// The host's engine would not take the module; its reason.
pub(crate) struct Refused(pub(crate) String);

/// Core module or component, by the first eight bytes.
pub(crate) fn kind(wasm: &[u8], file: &str) -> Result<Kind, Error> {
    match wasm.get(..8) {
        Some(b"\0asm\x01\0\0\0") => Ok(Kind::Core),
        Some(b"\0asm\x0d\0\x01\0") => Ok(Kind::Component),
        _ => {
            let start = wasm.get(..wasm.len().min(8)).unwrap_or_default();
            let reason = format!("it begins with {start:02x?}, not with `\\0asm` and a known version");
            Err(Error::NotWasm { file: file.to_owned(), reason })
        }
    }
}

impl Plugin {
    /// Compiles the module on a thread of its own: a compiler that fails or takes too long is the module's fault.
    pub(crate) fn load(wasm: &[u8], profile: Profile) -> Result<Result<Self, Refused>, Error> {
        if let Some(reason) = too_large(wasm) {
            return Ok(Err(Refused(reason)));
        }
        let engine = profile.engine()?;
        let (send, receive) = mpsc::channel();
        let (bytes, compiler) = (wasm.to_vec(), engine.clone());
        std::thread::Builder::new()
            .name("anyhost-compile".into())
            .stack_size(COMPILE_STACK)
            .spawn(move || {
                // The receiver is gone only after the time limit.
                let _ = send.send(Module::new(&compiler, &bytes));
            })
            .map_err(|error| Error::Engine(error.to_string()))?;
        let module = match receive.recv_timeout(COMPILE) {
            Ok(Ok(module)) => module,
            Ok(Err(error)) => return Ok(Err(Refused(format!("{error:#}")))),
            Err(mpsc::RecvTimeoutError::Timeout) => {
                return Ok(Err(Refused(format!("compiling it takes longer than {} s", COMPILE.as_secs()))));
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => return Ok(Err(Refused("the compiler broke on it".into()))),
        };
        Ok(Ok(Self { engine, module, declared_pages: declared_pages(wasm), data: data(wasm), linking: profile.linking }))
    }

    /// The type of an exported function.
    pub(crate) fn func(&self, name: &str) -> Option<FuncType> {
        match self.module.get_export(name) {
            Some(ExternType::Func(ty)) => Some(ty),
            _ => None,
        }
    }

    /// Whether the module exports a function of this name and type.
    pub(crate) fn has_func(&self, name: &str, signature: &Signature) -> bool {
        self.func(name).is_some_and(|ty| is(&ty, signature))
    }

    /// Whether the module exports a memory of this name.
    pub(crate) fn has_memory(&self, name: &str) -> bool {
        matches!(self.module.get_export(name), Some(ExternType::Memory(_)))
    }
}

/// Whether the types are the same.
pub(crate) fn is(ty: &FuncType, signature: &Signature) -> bool {
    let same = |ty: ValType, val: &Val| {
        matches!(
            (ty, val),
            (ValType::I32, Val::I32) | (ValType::I64, Val::I64) | (ValType::F32, Val::F32) | (ValType::F64, Val::F64)
        )
    };
    ty.params().len() == signature.params.len()
        && ty.results().len() == signature.results.len()
        && ty.params().zip(signature.params).all(|(ty, val)| same(ty, val))
        && ty.results().zip(signature.results).all(|(ty, val)| same(ty, val))
}

/// Why the module is not even compiled.
fn too_large(wasm: &[u8]) -> Option<String> {
    if wasm.len() as u64 > MODULE_BYTES {
        return Some(format!("{} bytes; anyhost looks at no more than {MODULE_BYTES}", wasm.len()));
    }
    // What cannot be parsed is left to the engine, whose words the host would show.
    for payload in Parser::new(0).parse_all(wasm) {
        if let Ok(Payload::CodeSectionEntry(body)) = &payload {
            let bytes = body.range().end.saturating_sub(body.range().start);
            if bytes > FUNCTION_BYTES {
                return Some(format!("a function of {bytes} bytes; anyhost compiles no more than {FUNCTION_BYTES}"));
            }
        }
        payload.ok()?;
    }
    None
}

fn declared_pages(wasm: &[u8]) -> u64 {
    let mut pages = 0u64;
    for payload in Parser::new(0).parse_all(wasm) {
        if let Ok(Payload::MemorySection(memories)) = payload {
            for memory in memories.into_iter().flatten() {
                pages = pages.saturating_add(memory.initial);
            }
        }
    }
    pages
}

fn data(wasm: &[u8]) -> Vec<Range<u64>> {
    let mut ranges = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Ok(Payload::DataSection(segments)) = payload else { continue };
        for segment in segments.into_iter().flatten() {
            let DataKind::Active { memory_index: 0, offset_expr } = segment.kind else { continue };
            if let Ok(Operator::I32Const { value }) = offset_expr.get_operators_reader().read() {
                let start = u64::from(value.cast_unsigned());
                ranges.push(start..start + segment.data.len() as u64);
            }
        }
    }
    ranges
}
