//! Which vessel is the own one: no function of the server tells, and received deltas name it by its urn.
//!
//! A delta that is emitted without a context is of the own vessel, and comes back before the function that emits it returns.
//! So one is emitted that says nothing, and the context of what comes back in between is the own vessel's.

use crate::rt::imports::signalk::env;
use crate::rt::instance;
use core::cell::Cell;

/// A delta that stores nothing, and comes back with its source: without metadata it would come back without any update.
const NOTHING: &str = r#"{"updates":[{"meta":[]}]}"#;
/// Of version 1.
const VERSION: i32 = 1;

instance!(OWN: Cell<String> = Cell::new(String::new()));
instance!(ASKING: Cell<bool> = Cell::new(false));
instance!(ASKED: Cell<u32> = Cell::new(0));

/// Whether this is the context of the own vessel, which is found out where it is not known.
pub(crate) fn is_own(context: &str) -> bool {
    let is = with(|own| if own.is_empty() { None } else { Some(own == context) });
    is.unwrap_or_else(|| ask() && with(|own| own == context))
}

fn with<R>(read: impl FnOnce(&str) -> R) -> R {
    OWN.with(|own| {
        let text = own.take();
        let read = read(&text);
        own.set(text);
        read
    })
}

/// Whether the server lets it be found out. Where it does not, it is asked more and more seldom.
fn ask() -> bool {
    let times = ASKED.with(|asked| asked.replace(asked.get().saturating_add(1))) + 1;
    if !times.is_power_of_two() {
        return false;
    }
    ASKING.with(|asking| asking.set(true));
    env::sk_handle_message(NOTHING, VERSION);
    ASKING.with(|asking| asking.set(false));
    with(|own| !own.is_empty())
}

/// Whether a delta of the plugin's own, which has come back within another call, is what was asked for: it is kept.
pub(crate) fn is_answer(context: &str) -> bool {
    let asking = ASKING.with(|asking| asking.get());
    if asking {
        OWN.with(|own| own.set(context.to_owned()));
    }
    asking
}
