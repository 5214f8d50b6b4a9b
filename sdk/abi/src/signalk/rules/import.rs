//! SK1xx: functions that are there and do not do what their names promise.

use super::{SOURCE, deduced, server};
use crate::short::rules;

rules! {
    TABLE in SOURCE;
    ABORT_IMPORT "SK101" Warning, server!(Read "env-imports.ts:81") =>
        "do not count on `abort` to end a call"
        breaks "it only writes a debug line and returns: the code behind it runs on"
        fix "trap by `unreachable`";
    SELF_PATH_IMPORT "SK102" Warning, server!(Observed "env-imports.ts:131, interfaces/plugins.ts:511,789") =>
        "do not count on `sk_get_self_path`"
        breaks "it always gives 0: the object that plugins get has no such function"
        fix "keep the values that `delta_handler` brings, and take 0 for \"unknown\"";
    WAITING_IMPORT "SK103" Note, server!(Read "standard-loader.ts:41-46: one thread") =>
        "do not wait"
        breaks "sleeping in `poll_oneoff` stops the whole server"
        fix "return, and look again in `poll`";
    EXIT_IMPORT "SK104" Note, server!(Observed "standard-loader.ts:41-46") =>
        "do not exit"
        breaks "`proc_exit` is thrown as a symbol (500 `{\"error\":\"Symbol(kExitCode)\"}`), and the instance is used on"
        fix "return an error; std for wasm32-wasip1 has the import even where nothing calls it";
    FILE_IMPORT "SK105" Note, server!(Observed "plugin-registry.ts:201-217, 323-335") =>
        "expect every file call to fail"
        breaks "enabled when the server boots, the plugin has a folder that is already deleted: each path gives ENOENT"
        fix "create directories before use, let start not depend on files, keep small state with `sk_save_config`";
    FETCH_IMPORT "SK106" Warning, server!(Read "standard-loader.ts:368-389") =>
        "do not import `as-fetch`"
        breaks "it is there only for AssemblyScript with the capability `network`, and needs the exports of asyncify"
        fix "use sockets, or let the web page fetch";
    CAPABILITY_QUERY "SK107" Warning, server!(Observed "env-imports.ts:415") =>
        "ask `sk_has_capability` only for `network` and `rawSockets`"
        breaks "it gives 0 for every other name, granted or not"
        fix "call the function and look at what it returns";
    REFUSAL "SK108" Error, server!(Observed "what imports return without the capability, and in scoped packages") =>
        "bear a refusal of every function of the server"
        breaks "the call traps: registering gives 0 and sockets -1 without the capability, saving the configuration -1 in a scoped package"
        fix "look at the result, tell the user by `sk_set_error`, and go on without";
    LONG_RESULT "SK109" Warning, deduced!("lengths that imports return are within the buffer today") =>
        "bear a length beyond the buffer from an import"
        breaks "the plugin reads past its buffer, or traps"
        fix "take a length below 0 or above the buffer's for an error";
}
