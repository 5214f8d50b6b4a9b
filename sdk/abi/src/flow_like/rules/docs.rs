//! FL5xx: dialect `docs`.

use crate::flow_like::docs;
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
        fix "return {\"outputs\":{…},\"error\":null}";
    DOCS_UNKNOWN_OUTPUT "FL508" Error, docs!(Deduced "as the real host") =>
        "name in `outputs` only outputs of the definition"
        breaks "the value has nowhere to go"
        fix "render definition and result from the same names";
    DOCS_KEPT "FL509" Error, docs!(Deduced "how long an instance lives is not said") =>
        "answer again on the same instance"
        breaks "how long an instance lives is not said: one that is kept fails"
        fix "leave nothing behind that the next call trips over";
    DOCS_GROWN "FL510" Error, docs!(ObservedPartly "memory grown by a stand-in, the input written there") =>
        "bear memory that the host has grown"
        breaks "no allocator is exported, so the host grows memory and writes the input there"
        fix "let the allocator ask for memory by memory.grow, and take nothing for granted behind its own";
    DOCS_SEVERAL "FL511" Warning, docs!(Read "packages with several nodes: `get_nodes`") =>
        "define one node"
        breaks "nothing says how `run` is told which of several nodes it is to be"
        fix "build one module a node; dialect `source` has `node_name`";
    DOCS_LEAK "FL512" Warning, docs!(Read "the example gives up each result: std::mem::forget") =>
        "do not grow with each call"
        breaks "nothing frees results, and how long an instance lives is not said: a kept one ends at the limit of its memory"
        fix "reuse one buffer for results";
}
