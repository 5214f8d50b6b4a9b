//! FL5xx: dialect `docs`. FL6xx: the manifest.

use crate::flow_like::{docs, e1};
use crate::short::rules;

rules! {
    TABLE in &["docs"];
    DOCS_MEMORY "FL501" Error, docs!(Deduced "pointers are into it") =>
        "export the linear memory as `memory`"
        breaks "the pointers that are returned lead nowhere"
        fix "build a cdylib; toolchains export `memory` by themselves unless told not to";
    DOCS_GET_NODE "FL502" Error, docs!(Read "example node") =>
        "export `get_node` as () -> i32"
        breaks "the node cannot be described"
        fix "return a pointer to JSON; it needs no length and no NUL";
    DOCS_RUN "FL503" Error, docs!(Read "example node") =>
        "export `run` as (i32, i32) -> i32"
        breaks "there is nothing to call"
        fix "return a pointer to JSON; it needs no length and no NUL";
    DOCS_IMPORT "FL504" Error, docs!(Deduced "no import is named; wasip1 is the target") =>
        "import nothing but WASI"
        breaks "instantiation fails"
        fix "remove the import";
    DOCS_TRAP "FL505" Error, docs!(Read "unparsable context: {\"outputs\":{},\"error\":\"Failed to parse context: …\"}") =>
        "answer every context, without a trap"
        breaks "the call fails"
        fix "return {\"outputs\":{},\"error\":…}";
    DOCS_RESULT "FL506" Error, docs!(ObservedPartly "2,000 results on a stand-in") =>
        "return a pointer, inside memory, to one JSON value"
        breaks "the end of the value is not found: a host reads exactly one JSON value from the pointer, within memory"
        fix "return the address of the JSON's first byte; 0 is not a result";
    DOCS_OUTPUTS "FL507" Error, docs!(Read "result") =>
        "return an object with `outputs` and `error`"
        breaks "the host finds neither outputs nor an error"
        fix "{\"outputs\":{…},\"error\":null}";
    DOCS_UNKNOWN_OUTPUT "FL508" Error, docs!(Deduced "as the real host") =>
        "name in `outputs` only outputs of the definition"
        breaks "the value has nowhere to go"
        fix "render definition and result from the same names";
    DOCS_KEPT "FL509" Error, docs!(Deduced "how long an instance lives is not said") =>
        "answer again on the same instance"
        breaks "the second call fails"
        fix "leave nothing behind that the next call trips over";
    DOCS_GROWN "FL510" Error, docs!(ObservedPartly "memory grown by a stand-in, the input written there") =>
        "bear memory that the host has grown"
        breaks "no allocator is exported, so the host grows memory and writes the input there"
        fix "let the allocator ask for memory by memory.grow, and take nothing for granted behind its own";
}

rules! {
    MANIFEST in &[];
    MANIFEST_FIELDS "FL601" Error, e1!(Read "manifest.rs:335-455") =>
        "write manifest_version, id, name, version and description in flow-like.toml"
        breaks "the manifest does not parse, or is refused as empty"
        fix "manifest_version = 1, id in reverse-domain form, name, version, description";
    MANIFEST_NODES "FL602" Error, e1!(Read "manifest.rs:335-455") =>
        "list at least one `[[nodes]]`, with id, name, description and category"
        breaks "the manifest is refused"
        fix "one entry for each node of the definition";
    MANIFEST_OAUTH "FL603" Error, e1!(Read "manifest.rs:335-455") =>
        "declare each node's OAuth providers under `[[permissions.oauth_scopes]]`"
        breaks "the manifest is refused"
        fix "provider, scopes, reason";
    MANIFEST_TIER "FL604" Error, e1!(Read "manifest.rs:335-455") =>
        "name tiers that exist"
        breaks "the manifest does not parse"
        fix "memory: minimal light standard heavy intensive; timeout: quick standard extended long_running";
    MANIFEST_FILE "FL605" Note, e1!(Read "client.rs:424; desktop developer.rs:643") =>
        "name the manifest `flow-like.toml`, or `<module>.toml` beside the wasm"
        breaks "manifest.toml is read nowhere; without a manifest the id is local.<stem> and nothing is granted"
        fix "rename the file";
}
