//! SK4xx: buffers of the server in the plugin's memory.

use super::{deduced, server};
use crate::short::rules;

rules! {
    TABLE in &[];
    ALLOCATE_TRAPS "SK401" Error, server!(Observed "standard-loader.ts:409") =>
        "return from `allocate`"
        breaks "the call fails before it begins; `plugin_name` fails, so that the plugin is not registered"
        fix "grow memory as needed; requests are up to 10 MB, replies 65,536 bytes";
    ALLOCATE_NULL "SK402" Error, server!(Observed "standard-loader.ts:409") =>
        "never return 0 from `allocate`"
        breaks "only getters look: `Failed to allocate 8192 bytes for plugin_name`; everywhere else the server writes over the plugin's data at address 0"
        fix "trap when there is no room";
    ALLOCATE_BOUNDS "SK403" Error, server!(Read "env-imports.ts, plugin-routes.ts: the server writes at the pointer") =>
        "hand out room that is inside memory and used by nothing else"
        breaks "the write fails, or a request overwrites the plugin's data"
        fix "grow memory before handing out room";
    ALLOCATE_OVERLAP "SK404" Error, server!(Observed "plugin-routes.ts: request and reply are allocated before either is freed") =>
        "hand out room that overlaps no buffer that is still in use"
        breaks "the reply is written over the request; a delta that comes while a handler runs overwrites both"
        fix "hand out a place again only after `deallocate`";
    ALLOCATE_HUGE "SK405" Warning, deduced!("a size that cannot be served") =>
        "trap in `allocate` when there is no room, instead of returning a pointer"
        breaks "the server does not check: it writes over the plugin's data at address 0, or out of bounds"
        fix "trap";
    ALLOCATE_ZERO "SK406" Warning, server!(Read "no caller asks for 0 bytes") =>
        "return from `allocate(0)` with a pointer that is not 0"
        breaks "no server asks for it today; where one does, the call traps, or 0 is taken for a failure"
        fix "hand out at least one byte";
    DEALLOCATE_TRAPS "SK407" Error, server!(Observed "every buffer is given back with the size that was asked for") =>
        "take every buffer back in `deallocate`"
        breaks "the call fails after its work is done"
        fix "accept the pointer and the size as they were asked for";
    DEALLOCATE_TOLERANT "SK408" Warning, deduced!("a server that frees otherwise") =>
        "bear wrong frees: unknown pointers, twice, wrong sizes, 0"
        breaks "memory is corrupted, and a later call traps or answers wrongly"
        fix "look the pointer up among those that are handed out, and ignore others";
    ODD_SIZES "SK409" Warning, deduced!("sizes that cannot be served") =>
        "answer on after sizes that cannot be served"
        breaks "no server asks for them; where one does, every later call fails"
        fix "check the size before anything is allocated, and trap without having changed anything";
    READS_FREED "SK410" Error, server!(Observed "requests, configurations and deltas are given back after the call") =>
        "need nothing of an input after its call"
        breaks "later calls read memory that has been given back and holds something else"
        fix "copy what is kept";
    REPLY_LENGTH "SK411" Error, server!(Observed "plugin-routes.ts:428-460: HTTP handlers that return other lengths") =>
        "return from handlers at least 0 and at most `max`"
        breaks "500 `Invalid typed array length`, or the bytes behind the buffer reach the client"
        fix "answer with a small, complete error where the reply does not fit";
    REPLY_CUT "SK412" Error, server!(Observed "HTTP replies of 65,536 bytes and more, PUT replies over 8,192") =>
        "never cut a reply off at the buffer's end"
        breaks "500 with an error of the JSON parser: `Unterminated string…`"
        fix "answer with a small, complete error where the reply does not fit";
    REPLY_UTF8 "SK413" Warning, server!(Observed "texts are decoded as lossy UTF-8") =>
        "reply in UTF-8"
        breaks "each wrong byte becomes U+FFFD"
        fix "make texts valid before they are written";
    MEMORY_LIMIT "SK414" Warning, server!(Read "no cap: the module's own maximum, else 4 GiB") =>
        "answer on after memory was at its limit"
        breaks "one large request ends the plugin until the server is restarted"
        fix "trap in `allocate` without having changed anything";
}
