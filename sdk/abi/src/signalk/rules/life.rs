//! SK3xx: an instance is kept from the first start to the end of the server.

use super::server;
use crate::short::rules;

rules! {
    TABLE in &[];
    STOP_TRAPS "SK301" Error, server!(Observed "plugin-lifecycle.ts:431-470") =>
        "return from `plugin_stop`"
        breaks "state `error`: the plugin cannot be disabled or configured anew"
        fix "do nothing there that can fail";
    STOP_FAILS "SK302" Note, server!(Observed "plugin-lifecycle.ts:431-470") =>
        "return 0 from `plugin_stop`"
        breaks "another number is only logged"
        fix "return 0";
    STOP_TWICE "SK303" Error, server!(Read "plugin-lifecycle.ts:431-470, wasm-runtime.ts:137-228") =>
        "bear a second `plugin_stop`"
        breaks "when the server ends, it stops each running plugin, then every loaded instance again"
        fix "return 0 if nothing runs";
    STOP_FIRST "SK304" Error, server!(Read "plugin-lifecycle.ts:431-470, wasm-runtime.ts:137-228") =>
        "bear `plugin_stop` before any start"
        breaks "when the server ends, it also stops the instances of disabled plugins"
        fix "return 0 if nothing runs";
    RESTART "SK305" Error, server!(Observed "plugin-config.ts:61-68") =>
        "start again after a stop, on the same instance"
        breaks "saving a configuration stops and starts the plugin, and fails"
        fix "make new state in each start";
    START_AGAIN "SK306" Error, server!(Observed "plugin-lifecycle.ts, plugin-routes.ts:532-555") =>
        "start again after a start that failed, on the same instance"
        breaks "a corrected configuration does not help until the server is restarted"
        fix "leave no half-made state behind a failed start";
    POLL_TRAPS "SK307" Error, server!(Observed "plugin-lifecycle.ts:120-138") =>
        "return from `poll`"
        breaks "the trap is logged, and comes again every second"
        fix "report the error by `sk_set_error` and return 0";
    POLL_FAILS "SK308" Note, server!(Observed "plugin-lifecycle.ts:120-138") =>
        "return 0 from `poll`"
        breaks "another number is logged every second, and nothing else happens"
        fix "report the error by `sk_set_error` and return 0";
    AFTER_STOP "SK309" Error, server!(Observed "plugin-routes.ts: routes, PUT handlers and providers stay after a stop") =>
        "answer requests after `plugin_stop`"
        breaks "routes, PUT handlers and providers stay, and the handler traps"
        fix "answer statusCode 503";
    BEFORE_START "SK310" Error, server!(Observed "plugin-routes.ts: routes are live before a start and after a failed one") =>
        "answer requests before `plugin_start`"
        breaks "the routes of a plugin that is not started, or whose start failed, are live, and the handler traps"
        fix "answer statusCode 503";
    AFTER_ERROR "SK311" Error, server!(Observed "one instance is kept") =>
        "answer again after an error"
        breaks "one bad request ends the plugin until the server is restarted"
        fix "answer an error on a path that leaves all state as it was";
    AFTER_TRAP "SK312" Error, server!(Observed "the instance goes on being used after a trap") =>
        "leave no lock and no borrow behind a trap"
        breaks "the state stays `running`, and every later call traps, too"
        fix "hold no borrow across calls of the server, and reset what a trap may have left at the next entry";
    KEPT "SK313" Error, server!(Observed "one instance is kept") =>
        "go on answering on the same instance"
        breaks "the plugin ends after a number of calls, until the server is restarted"
        fix "leave nothing behind that a later call trips over";
    ENDLESS "SK314" Error, server!(Read "plugin-routes.ts:285: the timeout needs the thread that the call holds") =>
        "end every call"
        breaks "the whole server stands still: nothing interrupts a call"
        fix "bound loops by the input, and do long work in parts, in `poll`";
    LEAK "SK315" Error, server!(Read "no cap of memory; the instance is kept") =>
        "do not grow with each call"
        breaks "deltas come many times a second, for weeks: memory grows to 4 GiB, then the plugin fails"
        fix "give back in `deallocate` what `allocate` handed out";
    REENTRY "SK316" Error, server!(Observed "env-imports.ts:190: emitting is synchronous") =>
        "bear a call of `delta_handler` from inside every call that emits"
        breaks "the plugin's own delta comes back before `sk_handle_message` returns: a lock or a borrow that is held traps or waits forever"
        fix "hold no borrow of the state while emitting; copy deltas that arrive meanwhile, and handle them afterwards";
    OWN_DELTAS "SK317" Error, server!(Observed "env-imports.ts:190, plugin-lifecycle.ts:141-174") =>
        "do not answer one's own deltas with deltas"
        breaks "each delta brings the next one, deeper each time, until the stack is over"
        fix "pass over deltas whose `$source` is the package's name";
}
