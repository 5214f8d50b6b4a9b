//! Starts, stops and polls.

use crate::rt::export::{input, outermost};
use crate::rt::imports::signalk::env::sk_set_error;
use crate::rt::{Place, Reader, Slot};

/// `plugin_start`: makes a new state of the configuration, and does what is due once a start. 0, or 1 with the error in the
/// plugin's status.
pub fn start<T>(
    slot: Place<Slot<T>>,
    [config, len]: [i32; 2],
    make: fn(&mut Reader<'_>) -> Result<T, String>,
    ready: fn(),
) -> i32 {
    outermost();
    crate::signalk::begin();
    // Of a start without a stop before it.
    drop(slot.with(|slot| slot.replace(None)));
    let made = input(config, len, |config| make(&mut Reader::padded(config)));
    let started = made.map(|state| {
        slot.with(|slot| slot.replace(Some(state)));
        ready();
    });
    if started.is_err() {
        crate::signalk::close_all();
    }
    ended(started)
}

/// What is wrong with a configuration.
#[cold]
pub fn config_error(reader: &mut Reader<'_>) -> String {
    super::explained("configuration", reader)
}

/// `plugin_stop`: the state goes. It may come twice, and before any start.
pub fn stop<T>(slot: Place<Slot<T>>, end: fn(T) -> Result<(), String>) -> i32 {
    outermost();
    let end = match slot.with(|slot| slot.replace(None)) {
        Some(state) => end(state),
        None => Ok(()),
    };
    // Those that are not part of the state.
    crate::signalk::close_all();
    ended(end)
}

/// `poll`: once a second while the plugin runs.
pub fn poll<T>(slot: Place<Slot<T>>, run: fn(&mut T) -> Result<(), String>) -> i32 {
    outermost();
    ended(slot.with(|slot| slot.lend(run)).unwrap_or(Ok(())))
}

/// Says an error in the plugin's status.
pub(super) fn report(text: &str) {
    sk_set_error(text);
}

/// 0, or 1 with the error in the plugin's status.
pub fn ended(result: Result<(), String>) -> i32 {
    result.map_or_else(
        |text| {
            report(&text);
            1
        },
        |()| 0,
    )
}
