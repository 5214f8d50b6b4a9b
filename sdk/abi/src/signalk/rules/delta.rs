//! SK5xx: what the plugin tells the server, and deltas that the server brings.

use super::{SOURCE, deduced, server};
use crate::short::rules;

rules! {
    TABLE in SOURCE;
    DELTA_JSON "SK501" Error, server!(Observed "env-imports.ts:190") =>
        "emit deltas as JSON with a list `updates`"
        breaks "it is dropped with a debug line; nobody is told"
        fix "write {\"updates\":[{\"values\":[{\"path\":…,\"value\":…}]}]}; NaN and infinities are no JSON";
    DELTA_VALUE "SK502" Error, server!(Observed "index.ts:487-591, 1064") =>
        "give each entry of `values` a text `path`"
        breaks "the whole update is discarded, with a warning on the server's console"
        fix "write {\"path\":\"navigation.speedOverGround\",\"value\":1.5}";
    DELTA_EMPTY "SK503" Warning, server!(Read "index.ts:487-591, 1064") =>
        "give each update `values` or `meta`, as lists"
        breaks "`meta` that is no list is removed, an update with neither is dropped"
        fix "leave the update out";
    DELTA_LABEL "SK504" Warning, server!(Observed "index.ts:487-591") =>
        "label a source with letters, digits, `-`, `_` and `.` only"
        breaks "the label becomes the package's name, and `$source` that with `.XX` behind it"
        fix "leave `source` out: the server fills it in";
    DELTA_IDENTITY "SK505" Warning, server!(Read "staticDataFilter.ts") =>
        "do not emit the own vessel's name, mmsi, callsign and dimensions"
        breaks "they are filtered out for the own vessel, whoever sends them"
        fix "leave them to the server's settings";
    DELTA_VERSION "SK506" Warning, server!(Observed "env-imports.ts:190") =>
        "emit with version 1 or 2"
        breaks "anything but 2 counts as 1"
        fix "leave the third argument out for version 1";
    DELTA_TRAPS "SK507" Error, server!(Observed "plugin-lifecycle.ts:141-174") =>
        "bear every delta that the server brings"
        breaks "the trap is logged, the delta is lost, and the instance is used on"
        fix "expect any context, updates with only `meta`, null values, any JSON type under any path, keys in any order";
    DELTA_ODD "SK508" Warning, deduced!("deltas that the server does not make") =>
        "bear deltas that are malformed or enormous"
        breaks "the server brings none today; a trap leaves the instance as it was in the middle of the call"
        fix "pass over what cannot be read";
    NOTIFICATION "SK509" Error, server!(Observed "env-imports.ts:224") =>
        "publish notifications with a state of normal, alert, warn, alarm or emergency"
        breaks "it is refused with -1: bad JSON, no `state`, or another one; `nominal` is refused, too"
        fix "write {\"state\":\"alarm\",\"method\":[\"visual\"],\"message\":\"…\"}; `normal` instead of `nominal`";
    NOTIFICATION_PATH "SK510" Warning, server!(Observed "env-imports.ts:224") =>
        "publish notifications under `notifications.`"
        breaks "the value is stored under a path where nobody looks for notifications"
        fix "write notifications.<path>";
    STATUS_EMPTY "SK511" Warning, server!(Observed "env-imports.ts:106") =>
        "set no empty status"
        breaks "the entry is deleted without an event: clients keep the old text"
        fix "set a text";
    TEXT_BOUNDS "SK512" Error, server!(Observed "env-imports.ts:106, a pointer out of range") =>
        "hand the server texts and buffers inside memory"
        breaks "the error is caught and logged, the call has no effect"
        fix "hand over pointer and length in bytes";
    TEXT_UTF8 "SK513" Warning, server!(Observed "env-imports.ts:106, invalid UTF-8") =>
        "hand the server UTF-8"
        breaks "each wrong byte becomes U+FFFD"
        fix "cut texts between characters";
}
