//! Starts, stops and polls.

use crate::join;
use crate::rt::export::{input, outermost};
use crate::rt::imports::signalk::env::sk_set_error as error;
use crate::rt::{Place, Reader, Slot};

/// `plugin_start`: makes a new state of the configuration, and does what is due once a start. 0, or 1 with the error in the
/// plugin's status.
pub fn start<T>(
    slot: Place<Slot<T>>,
    [config, len]: [i32; 2],
    make: fn(&mut Reader<'_>) -> Result<T, String>,
    ready: fn() -> Result<(), String>,
) -> i32 {
    outermost();
    // Of a start without a stop before it.
    drop(slot.with(|slot| slot.replace(None)));
    let made = input(config, len, |config| make(&mut Reader::padded(config)));
    let started = made.and_then(|state| {
        slot.with(|slot| slot.replace(Some(state)));
        // What the server refuses to register is said, and the rest goes on.
        ready().inspect_err(|refused| error(refused)).or(Ok(()))
    });
    ended(started)
}

/// What is wrong with a configuration.
#[cold]
pub fn config_error(reader: &mut Reader<'_>) -> String {
    let mut text = join(&["configuration"]);
    if let Some(error) = reader.take_error() {
        error.tell(": ", |part| text = join(&[&text, part]));
    }
    text
}

/// `plugin_stop`: the state goes. It may come twice, and before any start.
pub fn stop<T>(slot: Place<Slot<T>>, end: fn(T) -> Result<(), String>) -> i32 {
    outermost();
    ended(match slot.with(|slot| slot.replace(None)) {
        Some(state) => end(state),
        None => Ok(()),
    })
}

/// `poll`: once a second while the plugin runs.
pub fn poll<T>(slot: Place<Slot<T>>, run: fn(&mut T) -> Result<(), String>) -> i32 {
    outermost();
    ended(slot.with(|slot| slot.lend(run)).unwrap_or(Ok(())))
}

/// 0, or 1 with the error in the plugin's status.
pub fn ended(result: Result<(), String>) -> i32 {
    result.map_or_else(
        |text| {
            error(&text);
            1
        },
        |()| 0,
    )
}
