//! SK0xx: whether the server registers the plugin.

use super::server;
use crate::Rule;
use crate::short::{rules, unjudged};

/// Number 000.
pub(super) const UNJUDGED: &[Rule] = &[unjudged("SK000")];

rules! {
    TABLE in &[];
    NO_MEMORY "SK001" Error, server!(Observed "standard-loader.ts:41-46") =>
        "export the linear memory as `memory`"
        breaks "`\"instance.exports.memory\" property must be a WebAssembly.Memory object`: the plugin is not registered"
        fix "build a cdylib; toolchains export `memory` by themselves unless told not to";
    NO_ALLOCATE "SK002" Error, server!(Observed "standard-loader.ts:71-83") =>
        "export `allocate` as (i32) -> i32"
        breaks "the plugin is taken for AssemblyScript and fails at the first call: `Operation requires compiling with --exportRuntime`"
        fix "export allocate(size: i32) -> i32";
    NO_ID "SK003" Error, server!(Observed "standard-loader.ts:71-77") =>
        "export `plugin_id`"
        breaks "`Unknown WASM plugin format`: the server recognises a plugin by this export, although it never calls it"
        fix "export plugin_id(out: i32, max: i32) -> i32";
    NO_START "SK004" Error, server!(Observed "plugin-lifecycle.ts:88-91") =>
        "export `plugin_start` as (i32, i32) -> i32"
        breaks "the plugin cannot be started: its state is `error`"
        fix "export plugin_start(config: i32, len: i32) -> i32, which returns 0";
    NO_STOP "SK005" Error, server!(Observed "plugin-lifecycle.ts:431-470") =>
        "export `plugin_stop` as () -> i32"
        breaks "it cannot be stopped: state `error`, HTTP 500 `rawExports.plugin_stop is not a function`"
        fix "export plugin_stop() -> i32";
    NO_DEALLOCATE "SK006" Warning, server!(Observed "loading minimal modules") =>
        "export `deallocate` as (i32, i32)"
        breaks "every buffer of the server leaks: one for each delta, two for each request"
        fix "export deallocate(ptr: i32, size: i32)";
    EXPORT_TYPE "SK007" Error, server!(Read "the server calls from JavaScript, which checks no number of arguments") =>
        "export functions with the types that they are called with"
        breaks "missing arguments are 0, surplus ones are lost, a missing result is `undefined`, and an i64 throws"
        fix "getters are (i32, i32) -> i32, handlers (i32, i32, i32, i32) -> i32, `delta_handler` (i32, i32), `poll` () -> i32";
    FOREIGN_IMPORT "SK008" Error, server!(Observed "env-imports.ts, loading minimal modules") =>
        "import only functions that the server has"
        breaks "`function import requires a callable`, or `module is not an object or function`: the plugin is not registered"
        fix "use module `env` with the names that `anyhost hosts signalk` lists, and WASI preview 1; there is no `sk_get_path` and no `sk_log_info`";
    IMPORT_TYPE "SK009" Error, server!(Observed "loading minimal modules") =>
        "import functions with their types"
        breaks "the plugin loads, and the call goes wrong: the server's functions are JavaScript, missing arguments are `undefined`, surplus ones ignored"
        fix "take the types from `anyhost hosts signalk`";
    INITIALIZE_TRAPS "SK010" Error, server!(Observed "standard-loader.ts:207-213") =>
        "return from `_initialize` and from the start function"
        breaks "the plugin is not registered"
        fix "do nothing there that can fail";
    INITIALIZE_TWICE "SK011" Error, server!(Observed "standard-loader.ts:207-213") =>
        "bear a second call of `_initialize`"
        breaks "the server calls it twice: WASI does, then the loader again; a trap keeps the plugin from loading"
        fix "call the constructors once, behind a flag";
    COMMAND "SK012" Warning, server!(Observed "loading minimal modules") =>
        "be a reactor, not a command: no `_start`"
        breaks "`_start` runs once before anything else; one that ends with proc_exit leaves an instance that has ended"
        fix "Rust: crate-type cdylib; Go: -buildmode=c-shared";
    ENGINE "SK013" Error, server!(Observed "format-detection.ts:13-36, and the engine of Node 20 and 22") =>
        "use no WebAssembly beyond what the engine has"
        breaks "the module does not compile, or is an `Unsupported WASM format`"
        fix "build a core module without the target features of later proposals";
}
