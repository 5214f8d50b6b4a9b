//! What a hostile host does within a call.

use anyhost_abi::{Dialect, Role};

use super::{Fault, Stage, func};
use crate::sandbox::{Guest, PAGE, Room, Stop};

/// Room that the guest is not asked for; `None`: ask it.
pub(crate) fn unasked(guest: &mut Guest, len: u32) -> Option<u32> {
    match guest.state().manner.room {
        Room::Asked => None,
        Room::Last => guest.state().last.filter(|(_, room)| *room >= len).map(|(ptr, _)| ptr),
        Room::Grown => guest.grow(u64::from(len).div_ceil(PAGE).max(1)),
    }
}

/// What happens to an input that is written, before its call.
pub(crate) fn before_call(guest: &mut Guest, dialect: &'static Dialect, input: (u32, u32)) -> Result<(), Fault> {
    guest.state().last = Some(input);
    if guest.state().manner.early
        && let Some(free) = func(guest, dialect, Role::Deallocate)
    {
        guest.call(&free, &[input.0, input.1]).map_err(|stop| hostile("the free before the call", stop))?;
    }
    match guest.state().manner.interlude.clone() {
        Some(context) => whole_call(guest, dialect, &context).map_err(|stop| hostile("the call in between", stop)),
        None => Ok(()),
    }
}

/// Room, call and free, whatever comes of it.
fn whole_call(guest: &mut Guest, dialect: &'static Dialect, context: &[u8]) -> Result<(), Stop> {
    let [allocate, run, free] = [Role::Allocate, Role::Call, Role::Deallocate].map(|role| func(guest, dialect, role));
    let (Some(allocate), Some(run)) = (allocate, run) else { return Ok(()) };
    let len = u32::try_from(context.len()).unwrap_or(u32::MAX);
    let ptr = guest.call(&allocate, &[len])? as u32;
    if guest.write(ptr, context).is_ok() {
        guest.call(&run, &[ptr, len])?;
    }
    free.map_or(Ok(()), |free| guest.call(&free, &[ptr, len]).map(drop))
}

/// No rule of the host's: whoever treats a guest so knows what it breaks.
fn hostile(what: &str, stop: Stop) -> Fault {
    let detail = format!("{what} did not return: {stop}");
    Fault { rule: None, text: detail.clone(), detail, stop: Some(stop), stage: Stage::Call }
}
