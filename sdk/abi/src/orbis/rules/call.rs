//! OB2xx: a request, and the context that the handler gets of it.

use super::{SOURCE, deduced, host};
use crate::short::rules;

rules! {
    TABLE in SOURCE;
    TRAP_DEFAULTS "OB201" Error, host!(Observed "runtime.rs:409-485") =>
        "answer a request without query, body and user"
        breaks "500 `PLUGIN_ERROR`, with a backtrace that tells the client nothing"
        fix "return {\"status\":400,\"body\":{\"error\":…}} for what is missing";
    TRAP_INPUT "OB202" Error, host!(Observed "plugins.rs:80-172; runtime.rs:22-46") =>
        "answer any query, header and body"
        breaks "500 `PLUGIN_ERROR`; a body may be any JSON, a text that is no JSON, or null, and a query may have any key, also an empty one"
        fix "return {\"status\":400,\"body\":{\"error\":…}} for what cannot be read";
    TRAP_ZEROS "OB203" Error, host!(Observed "runtime.rs:1285") =>
        "answer a context of zeros"
        breaks "the host hands one over where `allocate` trapped first and then served: the call ends in a 500 without a reason"
        fix "answer a context that cannot be read with {\"status\":400,\"body\":{\"error\":…}}, never with a trap";
    TRAP_CONTEXT "OB204" Warning, host!(Read "runtime.rs:22-46: the host always writes seven fields") =>
        "answer a malformed context with an error"
        breaks "the host of today writes none, except one of zeros; a trap is a 500 without a reason"
        fix "treat every field as optional, and return {\"status\":400,\"body\":{\"error\":…}}";
    TRAP_DESKTOP "OB205" Error, host!(Read "commands.rs:683-743") =>
        "answer calls of the desktop"
        breaks "the desktop calls a handler by its name, without route and authentication: path `/<handler>`, one header, no query, and an object as body; a trap is an error that tells the user nothing"
        fix "apply defaults, and return an error for what is missing";
    EXTRA_KEYS "OB206" Warning, host!(Read "runtime.rs:22-46") =>
        "ignore keys of the context that are not known"
        breaks "a later host's context, with `params` or `request_id`, would be refused"
        fix "skip unknown keys";
    FUEL "OB207" Error, host!(Observed "runtime.rs:431") =>
        "end within 5,000,000 units of fuel"
        breaks "the call traps: 500 `PLUGIN_ERROR`; what was done before stays done"
        fix "bound loops by the input, decode into types instead of a tree of JSON, and page long lists";
    FUEL_NEAR "OB208" Warning, host!(Observed "runtime.rs:431") =>
        "leave fuel for larger requests"
        breaks "an ordinary request takes more than three quarters of the 5,000,000 units; a longer body or list traps"
        fix "decode into types instead of a tree of JSON, and page long lists";
    KEPT "OB209" Warning, deduced!("each call has an instance of its own today") =>
        "answer again on the same instance"
        breaks "a host that keeps instances fails at the second call"
        fix "leave nothing behind that the next call trips over";
}
