//! SK7xx: PUT handlers.

use super::{SOURCE, deduced, server};
use crate::short::rules;

rules! {
    TABLE in SOURCE;
    PUT_EXPORT "SK701" Error, server!(Observed "env-imports.ts:433-500") =>
        "export a handler for each path that is registered"
        breaks "the reply is COMPLETED 501 `Handler not implemented`"
        fix "export `handle_put_`, the context, `_`, the path, with every `.` made `_` and nothing else changed, as (i32, i32, i32, i32) -> i32";
    PUT_COLLISION "SK702" Error, server!(Observed "env-imports.ts:484") =>
        "register no two paths that differ only in `.` and `_`"
        breaks "both call the same export, which cannot tell them apart"
        fix "rename one path";
    PUT_UNREGISTERED "SK703" Warning, server!(Observed "put.ts: PUT not supported for <path>") =>
        "register each PUT handler that is exported"
        breaks "405 `PUT not supported for <path>`"
        fix "call sk_register_put_handler in `plugin_start`";
    PUT_TRAPS "SK704" Error, server!(Observed "env-imports.ts:484-520") =>
        "answer a PUT of every JSON value without a trap"
        breaks "COMPLETED 500 `Handler error: …`; both buffers of the call are lost for good"
        fix "reply {\"state\":\"COMPLETED\",\"statusCode\":400,\"message\":\"…\"}";
    PUT_REPLY "SK705" Error, server!(Observed "env-imports.ts:484-520, put.ts:566-574") =>
        "reply to a PUT with a JSON object: `state`, `statusCode`"
        breaks "COMPLETED 500 `Handler error: …`"
        fix "write {\"state\":\"COMPLETED\",\"statusCode\":200}";
    PUT_STATE "SK706" Error, server!(Read "put.ts:566-574") =>
        "reply with a state of COMPLETED, PENDING, SUCCESS or FAILURE, and a whole `statusCode`"
        breaks "clients cannot tell whether the request is done"
        fix "write {\"state\":\"COMPLETED\",\"statusCode\":200}";
    PUT_PENDING "SK707" Warning, deduced!("no import completes a request later") =>
        "do not reply PENDING"
        breaks "the request never ends: a plugin has no function to complete it"
        fix "do the work in the handler, or reply COMPLETED 202 and report the outcome as a delta";
}
