//! FL3xx: a call and its result.

use super::SOURCE;
use crate::flow_like::{e1, e2};
use crate::short::rules;

rules! {
    TABLE in SOURCE;
    TRAP_DEFAULTS "FL301" Error, e1!(Observed "instance.rs:260-317; node.rs:447-450") =>
        "answer when inputs are absent or at their defaults"
        breaks "`Execution error in run: Call failed: …`; logs are lost; E2 closes the package for the rest of the run"
        fix "apply defaults; return {\"error\":…,\"outputs\":{}} for what is missing";
    TRAP_INPUT "FL302" Error, e1!(Observed "node.rs:360-370; E2 read") =>
        "answer inputs of another type with an error"
        breaks "wires of Generic pins carry any JSON; a trap loses the logs, and E2 closes the package for the rest of the run"
        fix "return {\"error\":…,\"outputs\":{}}";
    TRAP_CONTEXT "FL303" Warning, e1!(Observed "abi.rs:144-166: the host always writes nine fields") =>
        "answer a malformed context with an error"
        breaks "the host always sends an object with nine fields; other callers send less (the documentation's, only `inputs`); E2 closes the package after a trap"
        fix "treat every field as optional, and return {\"error\":…,\"outputs\":{}} for what cannot be read";
    EXTRA_KEYS "FL304" Warning, e1!(Observed "abi.rs:144-166") =>
        "ignore keys of the context that are not known"
        breaks "a later host's context would be refused"
        fix "skip unknown keys";
    NODE_DISPATCH "FL305" Error, e1!(ObservedPartly "node.rs:444") =>
        "run the node that `node_name` names"
        breaks "a node of the package answers as another, or not at all"
        fix "compare `node_name` with the definitions' `name`";
    NODE_NAME_EMPTY "FL306" Warning, e1!(Read "node.rs:444: debug runs of the desktop") =>
        "answer an empty or unknown `node_name` without a trap"
        breaks "the desktop's debug run may send an empty one"
        fix "with one node: run it; with several: return an error";
    NEGATIVE "FL307" Error, e1!(Observed "instance.rs:299-305; abi.rs:65-73") =>
        "return errors in the result JSON, not as negative numbers"
        breaks "`Execution error in run: Returned error code: …`; E2 closes the package for the rest of the run"
        fix "return {\"error\":…,\"outputs\":{}}";
    RESULT_HIGH "FL308" Error, e1!(Read "abi.rs:51-73") =>
        "keep results below 2 GiB"
        breaks "a pointer with its high bit set makes the packed result negative, which reads as an error code"
        fix "reuse one buffer that was taken early";
    RESULT_BOUNDS "FL309" Error, e1!(Observed "instance.rs:306-317") =>
        "return a range inside memory, packed as pointer << 32 | length"
        breaks "`Memory access error: Memory access out of bounds: trying to read …`"
        fix "pack the pointer in the high half, the length in bytes in the low half";
    RESULT_UTF8 "FL310" Error, e1!(Observed "instance.rs:306-317") =>
        "return UTF-8"
        breaks "`Execution error in run: Invalid UTF-8 result: …`"
        fix "make texts valid before they are written";
    RESULT_JSON "FL311" Error, e1!(Observed "instance.rs:306-317") =>
        "return one JSON value and nothing after it"
        breaks "`Execution error in run: Invalid JSON result: …`; for a result of 0 `EOF while parsing a value`"
        fix "escape texts, write no NaN and no infinity, count the length in bytes";
    NO_OUTPUTS "FL312" Error, e1!(Observed "abi.rs:168-182") =>
        "always write `outputs` as an object, on errors too"
        breaks "``Execution error in run: Invalid JSON result: missing field `outputs` ``: the error's text is lost"
        fix "write \"outputs\":{}";
    ACTIVATE_NULL "FL313" Error, e1!(Observed "abi.rs:168-182") =>
        "write `activate_exec` as an array of names, or leave it out"
        breaks "null and other types are refused: `Invalid JSON result: …`"
        fix "write \"activate_exec\":[]";
    ERROR_FIELD "FL314" Error, e1!(Observed "abi.rs:168-182") =>
        "write `error` as a text or null"
        breaks "other types are refused: `Invalid JSON result: …`"
        fix "write \"error\":\"what went wrong\"";
    UNKNOWN_OUTPUT "FL315" Error, e1!(ObservedPartly "node.rs:452-491") =>
        "name in `outputs` only pins of the definition"
        breaks "`Pin nope not found` fails the node; what was set before stays set"
        fix "render definition and result from the same names";
    UNKNOWN_EXEC "FL316" Error, e1!(ObservedPartly "node.rs:452-491") =>
        "name in `activate_exec` only Execution outputs of the definition"
        breaks "`Pin nope not found`, `Pin is not of type Output`, `Pin is not of type Execution` fail the node"
        fix "fire an exec output only if the node has it";
    OUTPUT_IS_INPUT "FL317" Warning, e1!(Read "node.rs:452-491") =>
        "name in `outputs` no input"
        breaks "direction is not checked today: the value is written to the input pin"
        fix "name output pins only";
    EXEC_ON_ERROR "FL318" Error, e1!(ObservedPartly "node.rs:452-491") =>
        "leave `activate_exec` empty on an error"
        breaks "exec pins fire before the error is looked at: the flow goes on behind a node that failed"
        fix "write \"activate_exec\":[] beside an error";
    NO_EXEC "FL319" Note, e1!(ObservedPartly "node.rs:452-491") =>
        "fire an exec output when the node has ended well"
        breaks "without one the flow stops there, silently"
        fix "name the exec output in `activate_exec`, unless the flow is meant to stop";
    PENDING "FL320" Note, e1!(ObservedPartly "abi.rs:168-182") =>
        "do not use `pending`"
        breaks "it is read by nobody: the run ends well and nothing further happens"
        fix "finish the work in the call";
    FUEL "FL321" Error, e1!(Observed "engine.rs:127; E2 read") =>
        "end within the fuel"
        breaks "the call traps; in E1 nothing runs on that instance any more, E2 closes the package for the rest of the run"
        fix "bound loops by the input";
    TIMEOUT "FL322" Error, e1!(Observed "engine.rs:128, 201-217; instance.rs:60-64") =>
        "end in time"
        breaks "the call traps, or in E2 is dropped; it closes the package for the rest of the run"
        fix "do less in a call, or ask for a longer tier in the manifest";
    CLOSED "FL323" Note, e2!("package_runtime.rs") =>
        "fail in the result JSON only"
        breaks "after a trap, a timeout, a negative or a malformed result every later call says `The package runtime is closed for this run`"
        fix "see the finding that failed the call";
    WIDE_NUMBER "FL324" Note, e1!(Read "abi.rs:168-182, serde_json") =>
        "write whole numbers within 64 bits"
        breaks "a whole number beyond them becomes a float, and loses digits"
        fix "write it as a text";
}
