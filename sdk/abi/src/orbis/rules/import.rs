//! OB1xx: functions of the host.

use super::{SOURCE, deduced, host};
use crate::short::rules;

rules! {
    TABLE in SOURCE;
    FOREIGN_IMPORT "OB101" Error, host!(Observed "runtime.rs:409-485: modules with other imports") =>
        "import only functions that the host has"
        breaks "no call gets an instance: ``unknown import: `env::log_info` has not been defined``"
        fix "use module `env` with the names that `anyhost hosts orbis` lists; Rust: #[link(wasm_import_module = \"env\")]";
    WASI_IMPORT "OB102" Error, host!(Observed "runtime.rs:409-485: a module with WASI") =>
        "import no WASI"
        breaks "no call gets an instance: the host provides no WASI"
        fix "Rust: build for wasm32-unknown-unknown; take random bytes from `crypto_random`, log through `log`";
    IMPORT_TYPE "OB103" Error, host!(Observed "runtime.rs:409-485: `db_query` of the documents") =>
        "import functions with their types"
        breaks "no call gets an instance: ``incompatible import type for `env::db_query` ``"
        fix "take the types from `anyhost hosts orbis`; those of the document \"WASM Plugins\" are others";
    PLACEHOLDER "OB104" Error, host!(Observed "runtime.rs:592-606") =>
        "import neither `allocate` nor `deallocate`"
        breaks "they are placeholders: `allocate` returns the size that it was asked for, which is no pointer"
        fix "use the plugin's own allocator";
    DENIED_IMPORT "OB105" Note, host!(Observed "runtime.rs:916, 954, 990, 1052; sandbox.rs:138-149") =>
        "do without database, HTTP client and events"
        breaks "the host of today always denies them, whatever the manifest says: it asks its sandbox for permissions under names that the sandbox does not know"
        fix "answer well without them, and keep what is to be kept in state; `--set as-intended=yes` grants them here";
    PERMISSION_MISSING "OB106" Note, host!(Read "sandbox.rs:138-149") =>
        "ask in the manifest for the permissions that imports are documented to need"
        breaks "today every such import is denied anyway; a host that is mended would deny it for want of the permission"
        fix "write \"permissions\": [\"database_read\"] and so on: `db_query` wants database_read, `db_execute` database_write, `http_request` network";
    PERMISSION_UNUSED "OB107" Note, deduced!("each permission gates one import, and only by name") =>
        "ask only for permissions that something needs"
        breaks "whoever installs the plugin is asked for more than it uses"
        fix "take the permission out of the manifest";
    IMPORT_FAILS "OB108" Error, host!(Observed "runtime.rs:210-232, 916-1077") =>
        "answer when functions of the host fail: 0, or -1 of `db_execute`"
        breaks "they fail without a trap whenever they are denied, and after 10,000 calls or 5 s; the plugin's own trap is then a 500 without a reason"
        fix "take 0 for \"missing or failed\", and answer with an error";
    PANIC_SILENT "OB109" Note, host!(Observed "a handler that panics, called over HTTP") =>
        "log why a call is given up"
        breaks "the host's text is a backtrace of numbered functions: the message of a panic, running out of fuel and a full stack look alike"
        fix "call log(0, …) with the message before the trap; anyhost does so by itself";
    ARGUMENT_JSON "OB110" Warning, host!(Observed "runtime.rs:928-935, 1008-1018; state_set with no JSON") =>
        "hand over JSON where the host takes JSON: values, payloads, an array of parameters, an object of headers"
        breaks "the import fails as if it were denied: 0, or -1 of `db_execute`; empty text is no JSON, either"
        fix "write `[]` for no parameters and `{}` for no headers";
    ARGUMENT_BOUNDS "OB111" Warning, host!(Observed "ranges outside memory, in every import") =>
        "hand over ranges inside memory, and names in UTF-8"
        breaks "the import fails as if it were denied; `log` drops the line"
        fix "hand over pointer and length in bytes";
    CRYPTO_RANGE "OB112" Warning, host!(Observed "other algorithms, more than 1,048,576 bytes") =>
        "ask `crypto_hash` for algorithm 0 or 1, and `crypto_random` for at most 1,048,576 bytes"
        breaks "the import returns 0"
        fix "0 is SHA-256, 1 is SHA-512";
    HOST_CALLS "OB113" Warning, host!(Observed "runtime.rs:210-232: 10,001 calls") =>
        "call functions of the host at most 10,000 times in a request"
        breaks "every later call fails as if it were denied; `log` drops the line"
        fix "keep what was read, and log less";
}
