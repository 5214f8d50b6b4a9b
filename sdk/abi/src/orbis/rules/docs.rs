//! OB8xx: dialect `docs`. No host ever implemented it.

use crate::short::rules;

/// The document "WASM Plugins".
macro_rules! docs {
    ($mark:ident $at:literal) => {
        $crate::Source { mark: $crate::Mark::$mark, at: concat!("Orbis, \"WASM Plugins\" at 4a08cf8: ", $at) }
    };
}

rules! {
    TABLE in &["docs"];
    DOCS_MEMORY "OB801" Error, docs!(Deduced "pointers are into it") =>
        "export the linear memory as `memory`"
        breaks "the pointers lead nowhere"
        fix "build a cdylib; toolchains export `memory` by themselves unless told not to";
    DOCS_HOOKS "OB802" Error, docs!(Read "exports") =>
        "export `init`, `execute` and `cleanup` as () -> i32"
        breaks "the plugin does not load: a plugin must export them"
        fix "export each of them; return 0 where there is nothing to do";
    DOCS_INIT "OB803" Error, docs!(Read "exports") =>
        "return 0 from `init`"
        breaks "any other number is an error: the plugin does not load"
        fix "return 0 when all is well";
    DOCS_HOOK_TRAPS "OB804" Error, docs!(Read "exports") =>
        "return from `init`, `execute` and `cleanup`"
        breaks "the plugin does not load, or ends with an error"
        fix "return a number that is not 0 for a failure";
    DOCS_HANDLER "OB805" Error, docs!(Read "exports") =>
        "export each handler of the manifest as (i32, i32) -> i32"
        breaks "the route cannot be called"
        fix "take pointer and length of the request, return the address of JSON";
    DOCS_IMPORT "OB806" Error, docs!(Read "host functions") =>
        "import only the document's functions, with their types"
        breaks "instantiation fails; state, configuration, events and crypto are not there, and `db_query` has two parameters"
        fix "take them from `anyhost hosts orbis`; with anyhost, call those of `anyhost::orbis::docs`";
    DOCS_TRAP "OB807" Error, docs!(Deduced "a request that is not answered") =>
        "answer every request, without a trap"
        breaks "the call fails"
        fix "return {\"status\":400,\"body\":…} for what cannot be read";
    DOCS_RESULT "OB808" Error, docs!(Read "memory") =>
        "return a pointer, inside memory, to one JSON value"
        breaks "there is no answer"
        fix "return the address of the JSON's first byte";
    DOCS_FRAMING "OB809" Warning, docs!(Deduced "how the end of a result is found is not said") =>
        "end the result by a zero byte, and write its length, as u32 little-endian, before it"
        breaks "a host that reads up to a zero byte, or takes the length at the pointer less 4, reads another text"
        fix "write [u32 length][JSON][0], and return the address of the JSON";
    DOCS_ALLOC_TYPE "OB810" Error, docs!(Read "memory") =>
        "export `alloc` as (i32) -> i32 and `dealloc` as (i32, i32), or not at all"
        breaks "the request cannot be written, or not be given back"
        fix "export alloc(size: i32) -> i32 and dealloc(ptr: i32, size: i32)";
    DOCS_ALLOC "OB811" Note, docs!(Read "the complete example exports none") =>
        "export `alloc` and `dealloc`"
        breaks "a host has to grow memory and write there; nothing is given back"
        fix "export alloc(size: i32) -> i32 and dealloc(ptr: i32, size: i32)";
    DOCS_KEPT "OB812" Error, docs!(Read "`init` is called once, when the plugin loads") =>
        "answer again on the same instance"
        breaks "a plugin is loaded once and called often: the second call fails"
        fix "leave nothing behind that the next call trips over";
    DOCS_LEAK "OB813" Warning, docs!(Read "the example gives up each result: std::mem::forget") =>
        "do not grow with each call"
        breaks "nothing frees results: memory ends at the limit"
        fix "reuse one buffer for results";
    DOCS_CONTEXT "OB814" Warning, docs!(Deduced "requests that no host makes") =>
        "answer a malformed request with an error"
        breaks "the call fails"
        fix "treat every field as optional, and return {\"status\":400,\"body\":…}";
    DOCS_CONVENTION "OB815" Note, docs!(Read "request and response") =>
        "return {\"status\":…,\"body\":…,\"headers\":…}"
        breaks "the documented answer has these fields; the document's own examples have not"
        fix "write {\"status\":200,\"body\":…}";
}
