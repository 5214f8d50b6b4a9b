//! OB0xx: whether the host can call the plugin at all. It looks at exports and imports at the first call, not before.

use super::{SOURCE, host};
use crate::Rule;
use crate::short::{rules, unjudged};

/// Number 000.
pub(super) const UNJUDGED: &[Rule] = &[unjudged("OB000")];

rules! {
    TABLE in SOURCE;
    NO_MEMORY "OB001" Error, host!(Observed "runtime.rs:446-448") =>
        "export the linear memory as `memory`"
        breaks "every call fails: `Plugin memory not found`"
        fix "build a cdylib; toolchains export `memory` by themselves unless told not to";
    NO_ALLOCATE "OB002" Error, host!(Observed "runtime.rs:1214-1220") =>
        "export `allocate`"
        breaks "every call fails, also of handlers that ignore their input: `allocate function not found in WASM module`"
        fix "export allocate(size: i32) -> i32; `alloc` is never looked up";
    ALLOCATE_TYPE "OB003" Error, host!(Observed "runtime.rs:1214-1220") =>
        "export `allocate` as (i32) -> i32"
        breaks "every call fails: `allocate function has wrong signature: type mismatch with parameters`"
        fix "take the size as i32 and return the pointer as i32";
    DEALLOCATE_TYPE "OB004" Error, host!(Observed "runtime.rs:1404-1414") =>
        "export `deallocate` as (i32, i32), or not at all"
        breaks "every call fails after the handler has done its work: `deallocate function has wrong signature: …`"
        fix "export deallocate(ptr: i32, len: i32) without a result";
    MEMORY_MINIMUM "OB005" Error, host!(Observed "sandbox.rs:62") =>
        "declare at most 256 pages of memory"
        breaks "no call gets an instance: `memory minimum size of 257 pages exceeds memory limits`"
        fix "make statics and the stack smaller";
    START_TRAPS "OB006" Error, host!(Observed "runtime.rs:409-485") =>
        "return from the start function"
        breaks "no call gets an instance: `Failed to instantiate plugin: …`"
        fix "do nothing there that can fail; it runs in every call";
    START_SECTION "OB007" Note, host!(Observed "runtime.rs:409-485") =>
        "have no start function"
        breaks "it runs in every call, and its fuel is the call's"
        fix "write statics as constants";
    NOT_COMPILED "OB008" Error, host!(Read "runtime.rs: the engine is wasmtime 39 as it is by default, with fuel") =>
        "be valid for the engine: wasmtime 39's defaults"
        breaks "the plugin does not load: `Failed to compile WASM module: …`"
        fix "build a core module without target features that the engine does not have";
    NO_HANDLER "OB009" Error, host!(Observed "runtime.rs:468") =>
        "export a handler, as (i32, i32) -> i32"
        breaks "nothing of the plugin can be called"
        fix "export greet(ptr: i32, len: i32) -> i32, and name it in the manifest's routes";
    HANDLER_MISSING "OB010" Error, host!(Observed "runtime.rs:468") =>
        "export each handler that the manifest names"
        breaks "the plugin loads, and each call of the route is 500 `Handler '…' not found`"
        fix "export the function under the very name that `routes[].handler` has";
    HANDLER_TYPE "OB011" Error, host!(Observed "runtime.rs:468") =>
        "export handlers as (i32, i32) -> i32"
        breaks "each call of the route is 500 `Handler '…' has wrong signature: type mismatch with parameters`, or `results`"
        fix "take pointer and length of the context as i32, return the pointer of the result as i32";
    CONSTRUCTORS "OB012" Note, host!(Observed "exported, and never called") =>
        "need no `_initialize` and no static constructors"
        breaks "the host calls neither `_initialize` nor `__wasm_call_ctors`: what they would set up is not there"
        fix "build a plain cdylib; set up what is needed in the handler";
    HOOKS "OB013" Note, host!(Observed "exported, and never called; removed by 1bd4567") =>
        "expect no call of `init`, `execute` and `cleanup`"
        breaks "the host never calls them, neither when a plugin is enabled nor when it is unloaded"
        fix "set up what is needed in the handler: each call has an instance of its own";
}
