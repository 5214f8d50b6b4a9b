//! FL1xx: imports.

use super::SOURCE;
use crate::flow_like::{e1, e2};
use crate::short::rules;

rules! {
    TABLE in SOURCE;
    UNKNOWN_IMPORT "FL101" Error, e1!(Observed "host_functions/linker.rs") =>
        "import only what the host has"
        breaks "``Instantiation error: Failed to instantiate module: unknown import: `m::f` has not been defined``"
        fix "remove the import; with Rust build for wasm32-unknown-unknown, and look for `extern` blocks and C dependencies";
    IMPORT_TYPE "FL102" Error, e1!(Observed "host_functions/linker.rs") =>
        "import functions with exactly the host's types"
        breaks "``Instantiation error: Failed to instantiate module: incompatible import type for `m::f` ``"
        fix "declare the parameters and the result as the host has them; a string is two i32";
    LATER_IMPORT "FL103" Warning, e2!("host_functions/linker.rs of Rheosoph/flow-like 08307ff9") =>
        "import only what both epochs have"
        breaks "E1 does not have the function, so the module does not load there: unknown import"
        fix "do without, or say that the plugin needs the newer host";
    GETTER_IMPORT "FL104" Error, e1!(Observed "host_functions/mod.rs:265-270; E2 read") =>
        "import no function that returns data"
        breaks "the host returns an offset in a buffer of its own, and the guest reads its own low memory there"
        fix "take inputs, ids and flags from the context JSON";
    PIN_IMPORT "FL105" Warning, e1!(ObservedPartly "node.rs:452-460") =>
        "return outputs and exec outputs in the result"
        breaks "`set_output` and `activate_exec` never reach the flow"
        fix "write them to `outputs` and `activate_exec` of the result JSON";
    STUB_IMPORT "FL106" Warning, e1!(Observed "host_functions/linker.rs:1035-1152") =>
        "do not take 0 of a stub for success"
        breaks "`flowlike_http.request` and `flowlike_ws` return 0 and do nothing; model and image functions return none"
        fix "leave requests to other nodes of the flow";
    SCRATCH_IMPORT "FL107" Note, e1!(Read "node.rs:372-432") =>
        "do not need variables, cache or tokens"
        breaks "the tables start empty, are never filled from the flow, and last at most for one run"
        fix "take values from inputs";
    SILENT_IMPORT "FL108" Note, e1!(Observed "host_functions/linker.rs:26, 1363-1379") =>
        "behave well where host functions do nothing"
        breaks "E1 never sees guest memory: logs, streams, variables, cache and files that pass a text are dropped"
        fix "use them for what can be lost only";
    WASI_IMPORT "FL109" Warning, e1!(Observed "host_functions/linker.rs:1406-1609") =>
        "import no WASI function"
        breaks "the host's are stubs that return a number and write nothing: counts, times, random bytes are whatever memory held"
        fix "take time and random from `flowlike_meta`, log through `flowlike_log`, have no files; Rust: build for wasm32-unknown-unknown";
    ABORT_IMPORT "FL110" Warning, e1!(Observed "host_functions/linker.rs:54-193, 1406-1609") =>
        "trap by `unreachable`, not through `env.abort` or `proc_exit`"
        breaks "`env.abort` and `proc_exit` return to the guest, which then runs on, mostly into a trap"
        fix "put `unreachable` behind the call, or return an error";
    LEGACY_IMPORT "FL111" Note, e1!(Read "host_functions/linker.rs:54-193, 1612-1733") =>
        "use the `flowlike_` modules, not `env`"
        breaks "what `env` has is left over for other toolchains, without capability checks"
        fix "use `flowlike_log`, `flowlike_stream.text`, `flowlike_meta`";
    UNTYPED_IMPORT "FL112" Note, e2!("no type seen") =>
        "import functions whose type is known"
        breaks "the emulator cannot link it, so it cannot judge the plugin"
        fix "do without, or run it on the host itself";
    STREAM_EVENT "FL113" Note, e1!(ObservedPartly "node.rs:473-482; host_functions/linker.rs:1154-1208") =>
        "stream texts through `flowlike_stream.text`"
        breaks "`emit` drops data that is not JSON, and the flow drops all but `text` events whose data is a string"
        fix "send a text with `text`; `42` through `emit` is a number and is dropped";
    PERMISSION_MISSING "FL114" Warning, e2!("package runtime: capabilities come from the nodes' permissions") =>
        "ask in a definition for the permissions that the imports need"
        breaks "E2 grants what the nodes' `permissions` name and nothing else: the import answers \"denied\", a text that is streamed is lost; E1 asks the manifest"
        fix "write \"permissions\": [\"streaming\"] and so on, in each node that uses the import";
}
