//! What a plugin must keep.

use super::{deduced, other, page, stand_in};
use crate::short::{join, rules, unjudged};
use crate::{Group, Rule};

/// What the ids say.
pub(super) const GROUPS: &[Group] = &[
    Group { prefix: "NL0", title: "Loading" },
    Group { prefix: "NL1", title: "Calls and results" },
    Group { prefix: "NL2", title: "Memory and kept state" },
    Group { prefix: "NL3", title: "Package" },
];

/// Every rule, by id.
pub(super) const RULES: &[Rule] =
    &join::<_, { 1 + LOAD.len() + CALL.len() + MEMORY.len() + PACKAGE.len() }>(&[UNJUDGED, LOAD, CALL, MEMORY, PACKAGE], LOAD[0]);

/// Number 000.
const UNJUDGED: &[Rule] = &[unjudged("NL000")];

rules! {
    LOAD in &[];
    NO_MEMORY "NL001" Error, page!("the host reads and writes memory directly") =>
        "export the linear memory as `memory`"
        breaks "the host has nowhere to write the input to"
        fix "build a cdylib; toolchains export `memory` by themselves unless told not to";
    NO_ALLOCATE "NL002" Error, page!("exports") =>
        "export `allocate` as (i32) -> i32"
        breaks "the host cannot ask for room for the input"
        fix "export allocate(size: i32) -> i32";
    NO_EXECUTE "NL003" Error, page!("exports") =>
        "export `execute_node` as (i32, i32) -> i64"
        breaks "there is nothing to call"
        fix "export execute_node(ptr: i32, size: i32) -> i64; the page's u64 is an i64 in wasm";
    NO_DEALLOCATE "NL004" Warning, page!("exports: optional, \"highly recommended\"") =>
        "export `deallocate`"
        breaks "the host can free nothing: a long batch must fit in 32 MiB"
        fix "export deallocate(ptr: i32, size: i32)";
    DEALLOCATE_TYPE "NL005" Error, deduced!("an export that is called must have the type that it is called with") =>
        "export `deallocate` as (i32, i32) -> ()"
        breaks "the call fails: the engine checks the number and the types of arguments"
        fix "export deallocate(ptr: i32, size: i32) without a result";
    FOREIGN_IMPORT "NL006" Error, stand_in!("module[env] not instantiated") =>
        "import nothing but WASI"
        breaks "instantiation fails: `module[env] not instantiated`"
        fix "remove the import; with Rust, build for wasm32-unknown-unknown and look for `extern` blocks and C dependencies";
    WASI_IMPORT_TYPE "NL007" Error, stand_in!("imports are checked at instantiation") =>
        "import WASI functions that exist, with their types"
        breaks "instantiation fails"
        fix "use the functions of wasi_snapshot_preview1 with the types of its specification";
    WASI_IMPORT "NL008" Note, page!("the compile command targets WASI") =>
        "need no WASI import"
        breaks "the page gives WASI to Go's modules; there are no files, no network, no environment, and the engine's clock and random are fake by default"
        fix "with Rust, build for wasm32-unknown-unknown";
    NEEDS_INITIALIZE "NL009" Note, stand_in!("Go traps in `allocate` without it") =>
        "work without a call of `_initialize`"
        breaks "the page does not name `_initialize`; its own Go example needs it, so the host very likely calls it once"
        fix "with Rust, keep start-up work out of `_initialize`; Go cannot do without";
    INITIALIZE_TRAPS "NL010" Error, stand_in!("instantiation fails") =>
        "return from `_initialize`"
        breaks "the plugin cannot be instantiated"
        fix "do nothing in `_initialize` that can fail";
    START_EXPORT "NL011" Warning, stand_in!("a Go module built without c-shared traps in `allocate`") =>
        "be a reactor, not a command: no `_start`"
        breaks "the engine runs `_start` at instantiation by default, and a command that has ended is not for calling"
        fix "Go: -buildmode=c-shared (Go 1.24 or newer); Rust: crate-type cdylib";
    MEMORY_MINIMUM "NL012" Error, stand_in!("min 513 pages (32 Mi) over limit of 512 pages (32 Mi)") =>
        "declare a minimum of at most 512 pages of memory"
        breaks "the module does not compile: `min 513 pages (32 Mi) over limit of 512 pages (32 Mi)`"
        fix "make statics and the stack smaller";
    PROPOSALS "NL013" Error, stand_in!("no exception handling") =>
        "use no WebAssembly beyond what the engine has"
        breaks "the module does not compile: the engine has no exception handling, and further proposals are off by default"
        fix "build with panic=abort and without the target features of later proposals";
}

rules! {
    CALL in &[];
    TRAP "NL101" Error, stand_in!("wasm error: unreachable") =>
        "answer every context that the host makes, without a trap"
        breaks "the call fails; the host may fall back to execution.js; some runtimes close the module for good after a second panic"
        fix "return {\"error\":\"…\"}";
    ANY_ITEM "NL102" Error, page!("input: `$json` is the current item, any JSON") =>
        "answer whatever JSON `$json` is, and without it"
        breaks "items come as workflows make them: null, numbers, texts, arrays, objects"
        fix "take the item as it comes; return {\"error\":\"…\"} for what the node has no use for";
    BAD_CONTEXT "NL103" Warning, deduced!("whether a batch can come as an array") =>
        "answer {\"error\"} to a context that is not an object or not JSON"
        breaks "the host is not known to send such a context today; a trap would end the call"
        fix "check that the top level is an object: derived readers often take an array as one";
    EXTRA_KEYS "NL104" Warning, page!("input: other keys unspecified") =>
        "ignore keys that are not known"
        breaks "a later host's context would be refused"
        fix "skip unknown keys";
    RESULT_ZERO "NL105" Error, stand_in!("zero bytes read: not JSON") =>
        "never return pointer 0 or length 0"
        breaks "the host reads no bytes, which is not JSON"
        fix "return `[]` for an empty output";
    RESULT_BOUNDS "NL106" Error, stand_in!("the read fails") =>
        "return a range inside memory, packed as pointer << 32 | length"
        breaks "the host cannot read the result"
        fix "pack the pointer in the high half, the length in bytes in the low half, both unsigned; no prefix, no terminator";
    RESULT_UTF8 "NL107" Error, page!("result: UTF-8 JSON") =>
        "return UTF-8"
        breaks "the host cannot parse the result, or replaces bytes silently"
        fix "make texts valid before they are written";
    RESULT_JSON "NL108" Error, page!("result: UTF-8 JSON of exactly `length` bytes") =>
        "return one JSON value and nothing after it"
        breaks "the host cannot parse the result"
        fix "escape texts, write no NaN and no infinity, count the length in bytes";
    RESULT_SHAPE "NL109" Error, page!("output") =>
        "return an array of {\"json\":…} items, or {\"error\":\"…\"}"
        breaks "the host finds neither items nor an error"
        fix "wrap each output as {\"json\":…}; an error is an object with a text, not in an array";
    ITEM_KEYS "NL110" Note, deduced!("whether `binary` and `pairedItem` are kept") =>
        "put data under `json`"
        breaks "what becomes of other keys of an item is not documented"
        fix "move the data into `json`";
    RESULT_SIZE "NL111" Warning, other!("README of nlinkrun/workflow: in-memory parsing limited to 15 MB") =>
        "keep a result under 15 MB"
        breaks "the documented limit is for execution logs; whether it covers node results is not said"
        fix "return less, or parts";
    ENDLESS "NL112" Error, deduced!("no limit of time is documented") =>
        "end every call"
        breaks "the workflow hangs, or the host ends the call at a time that is not documented"
        fix "bound loops by the input";
    PRECISION "NL113" Note, deduced!("number precision of the host") =>
        "pass data through as it came"
        breaks "integers above 2^53 change when an item is read into floating point and written again"
        fix "keep the text of values that are only passed on";
    REWRITTEN "NL114" Note, deduced!("number precision of the host, and what else is made of an item's text") =>
        "pass data through byte for byte"
        breaks "the next node gets another text than this one: keys in another order, numbers and escapes in another spelling"
        fix "keep the JSON text of the item and write that; Go: json.RawMessage and SetEscapeHTML(false)";
    LARGE_ITEM "NL115" Note, other!("README of nlinkrun/workflow: webhooks up to 5 MB; the page: 32 MiB hard limit") =>
        "answer items of 5 MB within 512 pages"
        breaks "a webhook may bring as much; a plugin that builds a tree of the item runs out of memory"
        fix "read what is needed out of the JSON text instead of a tree of all of it";
}

rules! {
    MEMORY in &[];
    KEPT "NL201" Error, page!("a reactor maintains state between function invocations without exiting") =>
        "answer again on the same instance"
        breaks "the next item of the batch fails"
        fix "leave nothing behind that the next call trips over; `proc_exit` closes the module";
    AFTER_ERROR "NL202" Error, page!("a reactor maintains state between function invocations without exiting") =>
        "answer again after an error"
        breaks "one bad item ends the batch"
        fix "return {\"error\":\"…\"} on a path that leaves all state as it was";
    LEAK_UNFREED "NL203" Warning, stand_in!("the page's Go example is dead after 61,371 results that nobody freed") =>
        "do not grow with each call when nobody frees"
        breaks "whether the host frees anything is not said; memory ends at 32 MiB"
        fix "reuse one buffer for results, and take the input over at the next call";
    LEAK_FREED "NL204" Warning, page!("32 MiB hard limit; \"1 record or 1 million\"") =>
        "do not grow with each call when the host frees input and result"
        breaks "memory ends at 32 MiB, in the middle of a long batch"
        fix "give back in `deallocate` what `allocate` and `execute_node` handed out";
    ALIAS_INPUT "NL205" Warning, deduced!("whether the input is freed or overwritten before the result is read") =>
        "do not return a result that lies in the input"
        breaks "a host that frees or overwrites the input first reads rubbish"
        fix "write the result to a buffer of its own";
    READS_FREED "NL206" Warning, deduced!("when the input is freed") =>
        "need nothing of an input after its call"
        breaks "later calls read memory that the host has freed or overwritten"
        fix "copy what is kept";
    STATIC_RESULT "NL207" Note, deduced!("whether the result is handed to `deallocate`") =>
        "return results that can be freed"
        breaks "a host that frees the result hands static memory to `deallocate`"
        fix "ignore pointers in `deallocate` that `allocate` or `execute_node` did not hand out";
    RESULT_KEPT "NL208" Warning, deduced!("when the result is copied") =>
        "keep a result as it is until it is freed or the next call has ended"
        breaks "a host that copies late reads the next call's bytes"
        fix "keep two result buffers and use them in turn";
    ALLOCATE_ZERO "NL209" Warning, stand_in!("allocate(0) of the page's Go example traps") =>
        "return from `allocate(0)` with a pointer that is not 0"
        breaks "no context is empty today; where a length of 0 comes, the call traps"
        fix "hand out at least one byte";
    ALLOCATE_BOUNDS "NL210" Error, page!("the host writes the input at the pointer") =>
        "hand out room that is inside memory and used by nothing else"
        breaks "the write fails, or the input overwrites the plugin's data"
        fix "grow memory before handing out room";
    ALLOCATE_HUGE "NL211" Warning, deduced!("an allocation that cannot be served") =>
        "trap in `allocate` when there is no room, instead of returning a pointer"
        breaks "a host that does not check for 0 writes the input over the plugin's data at address 0"
        fix "trap, or return 0 only if nothing lies there";
    DEALLOCATE_TRAPS "NL212" Error, page!("deallocate: called right after use") =>
        "take back in `deallocate` the input and the packed result"
        breaks "the call fails after its work is done"
        fix "accept the pointer and the length of each buffer exactly as they were handed out";
    DEALLOCATE_TOLERANT "NL213" Warning, deduced!("who frees what, and how often") =>
        "bear wrong frees: unknown pointers, twice, wrong sizes, 0"
        breaks "memory is corrupted, and a later call traps or answers wrongly"
        fix "look the pointer up among those that are handed out, and ignore others";
    ORDER "NL214" Warning, deduced!("the order of calls") =>
        "bear calls in another order"
        breaks "a call traps or answers otherwise after definitions were read on its instance, after frees before any allocation, or with an input that did not come from the allocator"
        fix "keep no order of calls in mind; look a pointer up before it is taken for a buffer of one's own";
    INTERLEAVED "NL215" Warning, deduced!("whether calls overlap") =>
        "bear two inputs at a time"
        breaks "an input is lost when another one is written, used and freed before its call"
        fix "hand out a buffer of its own for each input";
    REUSED "NL216" Warning, deduced!("whether each input gets room of its own") =>
        "bear an input that is written where the last one lay"
        breaks "a host that asks for room once and keeps it spoils the plugin's memory"
        fix "leave an input's room alone until it is freed or the next call begins";
    HOST_GROWS "NL217" Warning, deduced!("whether the host grows memory") =>
        "bear memory that the host has grown"
        breaks "an allocator that takes what memory.grow adds for its own follows on, and loses what it takes for free"
        fix "ask for memory by memory.grow, and use what that returned";
    FREED_EARLY "NL218" Warning, deduced!("when the input is freed") =>
        "bear an input that is freed before its call"
        breaks "the call, or a later one, traps or answers wrongly"
        fix "never trust a pointer to be a live buffer; copy it, or return an error";
    INITIALIZE_TWICE "NL219" Note, deduced!("how often `_initialize` is called") =>
        "bear a second call of `_initialize`"
        breaks "a reactor is initialised once; a host that does it for each call breaks it"
        fix "do nothing in `_initialize`, or only once";
    ODD_SIZES "NL220" Warning, stand_in!("allocate(huge) ends the page's Go example; after a second panic every call says `module closed with exit_code(4)`") =>
        "answer on after sizes that cannot be served"
        breaks "the host is not known to ask for them; where it does, every later item of the batch fails"
        fix "check the size before anything is allocated, and return 0 or trap without ending the runtime";
    STATEFUL "NL221" Note, deduced!("whether an instance lives for an item, for a batch, or in a pool") =>
        "answer alike on a kept and on a fresh instance"
        breaks "items of another batch may share the state, those of the same batch may not"
        fix "carry state in items; statics are good for caches only";
}

rules! {
    PACKAGE in &[];
    PACKAGE_NODES "NL301" Error, page!("package.json") =>
        "list the node's id in package.json under `nlink.nodes`"
        breaks "the platform does not find the node"
        fix "write \"nlink\": {\"nodes\": [\"nlink-community.<node>\"]}";
    DEFINITION_PROPERTIES "NL302" Error, page!("definition.json") =>
        "write definition.json as an object with a list `properties`"
        breaks "the node has no form"
        fix "give each field displayName, name, type, description";
    PROPERTY_FIELDS "NL303" Warning, other!("nlink.run/docs/community-node: properties") =>
        "give each property a `name` and a `type` of string, number, boolean, options or json"
        breaks "the field cannot be shown, or its value does not reach `params`"
        fix "use a documented type; the name is the key in `params`";
    PACKAGE_SIZE "NL304" Error, page!("zip or tar up to 50 MB") =>
        "keep the package under 50 MB, without paths that lead out of it"
        breaks "the upload is rejected"
        fix "pack only definition.json, package.json, execution.wasm, icon and README";
    PACKAGE_NAME "NL305" Warning, page!("package: folder nlink-community.wasm_demo") =>
        "call the node `nlink-community.<node>` in `nlink.nodes`, and the package's folder likewise"
        breaks "every documented node and folder is called so; a host may look for nothing else"
        fix "write \"nodes\": [\"nlink-community.<node>\"], in a folder of that name";
    NPM_FIELDS "NL306" Warning, other!("nlink.run/docs/community-node: package.json, published to npm") =>
        "write the package's `name` as `nlink-community-<node>`, its `version` and its `description` in package.json"
        breaks "npm refuses a package without a name and a version in its form; the store shows the description"
        fix "write \"name\": \"nlink-community-<node>\", \"version\": \"1.0.0\", \"description\": \"…\"";
    DUPLICATE_PROPERTY "NL307" Warning, other!("nlink.run/docs/community-node: `name` is the key in params") =>
        "give each property of the form a name of its own"
        breaks "the name is the key in `params`, so one field hides the other"
        fix "rename one";
    DISPLAY_OPTIONS "NL308" Warning, other!("nlink.run/docs/community-node: displayOptions.show") =>
        "name in `displayOptions.show` other properties of the form, each with a list of values"
        breaks "a field that waits for a property that is not there is never shown"
        fix "write \"displayOptions\": {\"show\": {\"otherProperty\": [\"value\"]}}";
    SCRIPT_FALLBACK "NL309" Note, page!("package: execution.js in V8 if execution.wasm is absent or fails to run") =>
        "know that `execution.js` runs where `execution.wasm` fails"
        breaks "a trap in the wasm is not seen: the script answers instead"
        fix "leave execution.js out unless it does the same";
}
