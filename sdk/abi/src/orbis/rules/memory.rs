//! OB4xx: buffers in the plugin's memory.

use super::{SOURCE, deduced, host};
use crate::short::rules;

rules! {
    TABLE in SOURCE;
    ALLOCATE_TRAPS "OB401" Error, host!(Observed "runtime.rs:1214-1300") =>
        "hand out room for any context that fits"
        breaks "the host grows memory, asks again up to four times, and gives up: `Failed to allocate memory after grow attempts: …`"
        fix "grow memory as needed; a body over HTTP has up to 1 MiB";
    ALLOCATE_NULL "OB402" Error, host!(Observed "runtime.rs:1214-1220: `allocate` that returns 0") =>
        "never return 0 from `allocate`"
        breaks "the host does not look: it writes the context over whatever lies at address 0"
        fix "trap when there is no room";
    ALLOCATE_BOUNDS "OB403" Error, host!(Read "runtime.rs:1214-1300: `Failed to write to memory: …`") =>
        "hand out room that is inside memory and used by nothing else"
        breaks "the call fails, or the context overwrites the plugin's data"
        fix "grow memory before handing out room";
    ALLOCATE_UNSTEADY "OB404" Error, host!(Observed "runtime.rs:1285") =>
        "stay failed once `allocate` has trapped"
        breaks "the host grows memory and asks again; if that is served, it forgets to write the context: the handler reads zeros"
        fix "grow memory in `allocate` itself; where it cannot, trap in every further call of that instance";
    ALLOCATE_ZERO "OB405" Warning, deduced!("no caller asks for 0 bytes") =>
        "return from `allocate(0)` with a pointer that is not 0"
        breaks "no host asks for it today; where one does, the call traps, or 0 is taken for a failure"
        fix "hand out at least one byte";
    ALLOCATE_HUGE "OB406" Warning, deduced!("a size that cannot be served") =>
        "trap in `allocate` when there is no room, instead of returning a pointer"
        breaks "the host writes at address 0, or out of bounds"
        fix "trap";
    REENTRANT "OB407" Warning, host!(Observed "runtime.rs:1341-1394") =>
        "serve `allocate` while a function of the host is being called"
        breaks "results of imports are put into room that the host asks for meanwhile; a trap there is swallowed, and the import returns 0"
        fix "hold no lock and no borrow across an import";
    DEALLOCATE_TRAPS "OB408" Error, host!(Observed "runtime.rs:1404-1414") =>
        "take the context back in `deallocate`"
        breaks "the call fails after its work is done: `Failed to deallocate memory: …`"
        fix "accept pointer and length as they were asked for; do not free the context in the handler";
    DEALLOCATE_TOLERANT "OB409" Warning, deduced!("the host frees the context once, with its exact size") =>
        "bear wrong frees: unknown pointers, twice, wrong sizes, 0"
        breaks "memory is corrupted, and the call traps or answers wrongly"
        fix "look the pointer up among those that are handed out, and ignore others";
    HOST_GROWS "OB410" Warning, host!(Observed "runtime.rs:1214-1300: memory is grown after a failed `allocate`") =>
        "bear memory that the host has grown"
        breaks "an allocator that takes what memory.grow adds for its own follows on, and loses what it takes for free"
        fix "ask for memory by memory.grow, and use what that returned";
    MEMORY_NEAR "OB411" Warning, host!(Observed "sandbox.rs:62") =>
        "leave memory for larger requests"
        breaks "an ordinary request takes more than three quarters of the 256 pages; with a longer body `memory.grow` returns -1"
        fix "make the stack and statics smaller, and keep fewer copies";
}
