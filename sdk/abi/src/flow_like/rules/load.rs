//! FL0xx: loading.

use super::SOURCE;
use crate::flow_like::{deduced, e1, e2};
use crate::short::{rules, unjudged};

/// Number 000.
pub(super) const UNJUDGED: &[crate::Rule] = &[unjudged("FL000")];

rules! {
    TABLE in SOURCE;
    NO_MEMORY "FL001" Error, e1!(Observed "instance.rs:90-95") =>
        "export the linear memory as `memory`"
        breaks "`Missing required export: memory`"
        fix "build a cdylib; toolchains export `memory` by themselves unless told not to";
    NO_RUN "FL002" Error, e1!(Observed "instance.rs:114-118") =>
        "export `run` as (i32, i32) -> i64"
        breaks "`Missing required export: run`; an export of another type counts as missing"
        fix "return pointer << 32 | length as i64";
    NO_DEFINITION "FL003" Error, e1!(Observed "instance.rs:99-105") =>
        "export `get_nodes` or `get_node` as () -> i64"
        breaks "`Missing required export: get_node or get_nodes`; an export of another type counts as missing: () -> i32 is the documentation's form, which no host loads"
        fix "export both: `get_nodes` gives the array, `get_node` its first element";
    NO_ALLOC_E1 "FL004" Error, e1!(Observed "instance.rs:121-123, 320-337; memory.rs:176-195") =>
        "export `alloc` as (i32) -> i32 for E1"
        breaks "E1 writes behind the end of memory without growing it, so every run fails: `Memory access out of bounds: trying to write …`; an export of another type is ignored silently"
        fix "export alloc(size: i32) -> i32";
    NO_ALLOC "FL005" Warning, e2!("instance.rs: allocate grows memory") =>
        "export `alloc` as (i32) -> i32"
        breaks "E2 grows memory and writes the input behind what the plugin knows of; E1 fails every run"
        fix "export alloc(size: i32) -> i32";
    NO_DEALLOC "FL006" Note, e1!(Observed "instance.rs:297, 340-349") =>
        "export `dealloc` as (i32, i32) -> ()"
        breaks "inputs are never given back: on a kept instance memory grows unless the plugin reclaims them by itself; an export of another type is ignored silently"
        fix "export dealloc(ptr: i32, size: i32)";
    INITIALIZE_TRAPS "FL007" Error, e1!(Observed "instance.rs:75-80") =>
        "return from `_initialize`"
        breaks "`Instantiation error: Failed to call _initialize: …`"
        fix "do nothing in `_initialize` that can fail; WASI's clock and random are stubs here";
    START_TRAPS "FL008" Error, e1!(Observed "instance.rs:81-87") =>
        "have no `_start` that ends in `proc_exit`"
        breaks "`proc_exit` is a stub that returns, the code after it traps: `Instantiation error: Failed to call _start: …`"
        fix "build a reactor or a plain cdylib, not a command";
    START_EXPORT "FL009" Note, e1!(Observed "instance.rs:81-87") =>
        "have no `_start`"
        breaks "the host calls it at each instantiation, after `_initialize`"
        fix "build a reactor or a plain cdylib, not a command";
    STORE_LIMITS "FL010" Error, e2!("limits.rs: store_limits") =>
        "declare memory and tables within the limits"
        breaks "E2 refuses to instantiate; E1 does not look"
        fix "make statics and stack smaller, or ask for a higher tier of memory in the manifest";
    NOT_COMPILED "FL011" Error, e1!(Observed "engine.rs:127-141") =>
        "be valid for the engine: wasmtime 40's defaults, with exceptions, GC and function references"
        breaks "the module does not compile"
        fix "build without target features that the engine does not have";
    ABI_VERSION_TYPE "FL012" Note, e1!(Observed "module.rs:27-53, error.rs:69") =>
        "export `get_abi_version` as () -> i32, or not at all"
        breaks "the host never calls it today"
        fix "return the number of the ABI";
    ON_DROP "FL013" Note, e1!(Observed "module.rs:52, node.rs:496") =>
        "expect no call of `on_drop`"
        breaks "the host never calls it, and runs no destructors at the end"
        fix "end work in `run`";
    RESET_SCRATCH_TYPE "FL014" Warning, deduced!("E2: an optional export of another type is ignored, as others are") =>
        "export `reset_scratch` as () -> ()"
        breaks "it is not called between calls of a kept instance"
        fix "export reset_scratch() without parameters and results";
}
