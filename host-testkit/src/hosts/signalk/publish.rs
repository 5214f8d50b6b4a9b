//! What the server does with a delta: `delta_handler` first, then the data model.

use anyhost_abi::signalk::rules;

use super::calls::Caller;
use super::names;
use super::world::{Phase, World};
use crate::hosts::Fault;
use crate::sandbox::{Inner, Instance};

/// How deep calls may be nested. JavaScript has a stack of about a megabyte.
const DEPTH: usize = 200;

/// The server beside the instance.
pub(super) fn world_of<I: Instance>(guest: &mut I) -> &mut World {
    match guest.state().host::<World>() {
        Some(world) => world,
        None => unreachable!("every state of this emulator is made with a world"),
    }
}

/// Hands out what is pending, outside of any call of the guest.
pub(super) fn publish<I: Instance>(guest: &mut I) {
    hand_out(guest, true, false);
}

/// Before a host function returns: emitting is synchronous, so that a delta comes back inside the call that emitted it.
pub(super) fn after(guest: &mut Inner<'_, '_>) {
    let reenter = world_of(guest).manners.reenter;
    hand_out(guest, reenter, true);
}

fn hand_out<I: Instance>(guest: &mut I, call: bool, nested: bool) {
    while let Some(delta) = world_of(guest).pending.pop_front() {
        let world = world_of(guest);
        if call && world.subscribed && world.phase == Phase::Running {
            received(guest, delta.value.to_json().as_bytes(), nested);
        }
        if !delta.v2 {
            world_of(guest).model.store(&delta.value);
        }
    }
}

fn received<I: Instance>(guest: &mut I, delta: &[u8], nested: bool) {
    let world = world_of(guest);
    if world.depth >= DEPTH {
        let detail = format!("`{}` emits a delta whenever it gets one: calls were nested {DEPTH} deep", names::DELTA);
        world.fault(Fault::new(&rules::OWN_DELTAS, "RangeError: Maximum call stack size exceeded", detail));
        return;
    }
    world.depth += 1;
    let dialect = world.dialect;
    let sent = Caller { guest, dialect }.send(names::DELTA, delta);
    let world = world_of(guest);
    world.depth -= 1;
    if let Err(thrown) = sent {
        world.debug(&format!("delta_handler error: {}", thrown.shown()));
        // A handler that answers each delta with one runs out of stack, sooner or later.
        let rule = match (nested, thrown.is_stack()) {
            (true, true) => &rules::OWN_DELTAS,
            (true, false) => &rules::REENTRY,
            (false, _) => &rules::DELTA_TRAPS,
        };
        world.fault(thrown.fault(rule));
    }
}
