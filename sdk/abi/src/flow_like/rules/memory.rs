//! FL4xx: memory and kept state.

use super::SOURCE;
use crate::flow_like::{deduced, e1, e2};
use crate::short::rules;

rules! {
    TABLE in SOURCE;
    KEPT "FL401" Error, e2!("package_runtime.rs") =>
        "answer again on the same instance"
        breaks "E2 keeps an instance for a flow run, and a failed call closes the package"
        fix "leave nothing behind that the next call trips over";
    AFTER_ERROR "FL402" Error, e2!("package_runtime.rs") =>
        "answer again after an error"
        breaks "E2 keeps the instance after an error result; the next call fails and closes the package"
        fix "return an error on a path that leaves all state as it was";
    LEAK "FL403" Warning, e1!(Observed "instance.rs:260-317: results are never freed") =>
        "do not grow with each call"
        breaks "E2 keeps the instance for a flow run, and nobody frees results: memory ends at the limit"
        fix "reuse one buffer for results, and take the input over at the next call";
    ALIAS_INPUT "FL404" Warning, e1!(Observed "instance.rs:297: `dealloc` comes before the result is read") =>
        "do not return a result that lies in the input"
        breaks "the host has already given the input to `dealloc`; the result survives only if the allocator leaves it alone"
        fix "write the result to a buffer of its own";
    READS_FREED "FL405" Warning, e1!(Observed "instance.rs:297") =>
        "need nothing of an input after its call"
        breaks "the host has given the input to `dealloc`; the allocator hands its room out again"
        fix "copy what is kept";
    RESULT_LOST "FL406" Error, e1!(Observed "instance.rs:297-317") =>
        "keep the result as it is when the input is freed"
        breaks "`dealloc` overwrites the result before the host reads it"
        fix "write the result to a buffer of its own";
    ALLOC_BOUNDS "FL407" Error, e1!(Observed "instance.rs:320-337") =>
        "hand out room that is inside memory and used by nothing else"
        breaks "`Memory access error: Memory access out of bounds: trying to write …`, or the input overwrites the plugin's data"
        fix "grow memory before handing out room";
    ALLOC_TRAPS "FL408" Error, e1!(Observed "instance.rs:320-337") =>
        "hand out room for any context that fits"
        breaks "`Memory access error: Allocation failed: …`"
        fix "serve sizes of up to some MB";
    ALLOC_ZERO "FL409" Warning, deduced!("no context is empty") =>
        "return from `alloc(0)`"
        breaks "no context is empty today; a trap would fail the call"
        fix "hand out at least one byte";
    ALLOC_NULL "FL410" Warning, e1!(Observed "instance.rs:320-337: `alloc` that returns 0") =>
        "trap in `alloc` when there is no room, instead of returning 0"
        breaks "the host writes the input over whatever lies at address 0"
        fix "trap: the host says `Allocation failed`";
    DEALLOC_TRAPS "FL411" Error, e1!(Observed "instance.rs:297, 340-349") =>
        "take back in `dealloc` what `alloc` handed out, with its size"
        breaks "`Memory access error: Deallocation failed: …` after the work is done; E2 closes the package"
        fix "accept the pointer and the size exactly as they were handed out";
    DEALLOC_TOLERANT "FL412" Warning, deduced!("the host frees the input once, with its exact size") =>
        "bear wrong frees: unknown pointers, twice, wrong sizes, 0"
        breaks "memory is corrupted, and a later call traps or answers wrongly"
        fix "look the pointer up among those that are handed out, and ignore others";
    RESET_SCRATCH "FL413" Error, e2!("tests/package_runtime_test.rs") =>
        "keep state through `reset_scratch`, and return from it"
        breaks "E2 calls it between calls of a kept instance; globals must survive"
        fix "reclaim buffers of the ABI only";
    NO_RESET_SCRATCH "FL414" Note, e2!("tests/package_runtime_test.rs") =>
        "export `reset_scratch` where buffers pile up"
        breaks "E2 has no other way to let a kept instance reclaim buffers"
        fix "export reset_scratch(), empty if nothing piles up";
    STACK_LEFT "FL415" Note, e1!(Observed "engine.rs:141: a stack overflow, then a call on that instance") =>
        "do not trap"
        breaks "a trap leaves the shadow stack's pointer where it was: later calls on that instance may trap at once"
        fix "return errors";
    ORDER "FL416" Warning, deduced!("the order of calls is fixed today") =>
        "bear calls in another order"
        breaks "a call traps or answers otherwise after definitions were read on its instance, after frees before any allocation, or with an input that did not come from the allocator"
        fix "keep no order of calls in mind; look a pointer up before it is taken for a buffer of one's own";
    INTERLEAVED "FL417" Warning, deduced!("calls are sequential today") =>
        "bear two inputs at a time"
        breaks "an input is lost when another one is written, used and freed before its call"
        fix "hand out a buffer of its own for each input";
    REUSED "FL418" Warning, deduced!("each input gets room of its own today") =>
        "bear an input that is written where the last one lay"
        breaks "a host that asks for room once and keeps it spoils the plugin's memory"
        fix "leave an input's room alone until it is freed or the next call begins";
    HOST_GROWS "FL419" Warning, deduced!("the host does not grow memory between calls today") =>
        "bear memory that the host has grown"
        breaks "an allocator that takes what memory.grow adds for its own follows on, and loses what it takes for free"
        fix "ask for memory by memory.grow, and use what that returned";
    FREED_EARLY "FL420" Warning, deduced!("the input is freed after the call") =>
        "bear an input that is freed before its call"
        breaks "the call, or a later one, traps or answers wrongly"
        fix "never trust a pointer to be a live buffer; copy it, or return an error";
    INITIALIZE_TWICE "FL421" Note, deduced!("`_initialize` is called once") =>
        "bear a second call of `_initialize`"
        breaks "a reactor is initialised once; a host that does it for each call breaks it"
        fix "do nothing in `_initialize`, or only once";
    ODD_SIZES "FL422" Warning, deduced!("`alloc` is asked for the length of a context only") =>
        "answer on after sizes that cannot be served"
        breaks "no host asks for them today; where one does, later calls on the instance fail"
        fix "check the size before anything changes, and trap without leaving a lock or a half-made block behind";
    STATEFUL "FL423" Note, e1!(Observed "node.rs:432-447: a fresh instance for each run; E2 read: one for a flow run") =>
        "answer alike on a kept and on a fresh instance"
        breaks "E1 begins every run with fresh statics, E2 at each flow run: what was counted or remembered is gone"
        fix "carry state in inputs and outputs; statics are good for caches only";
}
