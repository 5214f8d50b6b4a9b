//! Deltas: at once, or when the plugin has time.

use super::lifecycle::report;
use crate::rt::export::input;
use crate::rt::json::PAD;
use crate::rt::queue::Queue;
use crate::rt::{Place, Raw, Reader, Slot, instance, outside};
use crate::signalk::update::{ReceivedDelta, Update, fits};
use crate::signalk::vessel;
use core::cell::Cell;

/// Who is told of deltas.
#[derive(Debug)]
pub struct Handlers<T> {
    /// The package's name, which the plugin's own deltas bear.
    pub package: &'static str,
    /// Those are handed back.
    pub own_deltas: bool,
    /// Tells all of them.
    pub tell: fn(&mut T, &ReceivedDelta<'_>),
}

instance!(WAITING: Cell<Queue> = Cell::new(Queue::new()));

/// So many deltas that waited are told at the end of one call; a plugin that answers each with another one would never end.
const MOST: usize = 1_000;

fn waiting<R>(use_it: impl FnOnce(&mut Queue) -> R) -> R {
    WAITING.with(|waiting| {
        let mut queue = waiting.take();
        let used = use_it(&mut queue);
        waiting.set(queue);
        used
    })
}

/// `delta_handler`. Within another call the delta waits until that ends; behind those that wait it waits for them.
pub fn delta<T>(slot: Place<Slot<T>>, handlers: &Handlers<T>, [start, len]: [i32; 2]) {
    input(start, len, |text| receive(slot, handlers, text));
}

fn receive<T>(slot: Place<Slot<T>>, handlers: &Handlers<T>, text: &mut [u8]) {
    if outside::is_outside() || waiting(|queue| !queue.is_empty()) {
        wait(handlers, text);
    } else {
        tell(slot, handlers, text);
    }
}

/// At the end of each call: tells what came while it ran.
pub fn drain<T>(slot: Place<Slot<T>>, handlers: &Handlers<T>) {
    if outside::is_outside() {
        return;
    }
    for _ in 0..MOST {
        let Some(mut text) = waiting(Queue::pop) else { break };
        tell(slot, handlers, &mut text);
    }
    if waiting(Queue::has_lost) {
        report("deltas were lost that came while the plugin was busy: do less at a time");
    }
}

/// At each stop: what waits is of no use any more.
pub fn forget() {
    WAITING.with(|waiting| waiting.take());
}

fn wait<T>(handlers: &Handlers<T>, text: &mut [u8]) {
    // Behind it is room, in which anything may stand.
    let Some((copy, _)) = text.split_last_chunk::<PAD>() else { return };
    let copy = copy.to_vec();
    // What the plugin says itself need not wait. It is read in place, which leaves nothing of it to be kept.
    let Some(delta) = ReceivedDelta::read(&mut Reader::padded(text)) else { return };
    if delta.is_said_by(handlers.package) {
        let is_answer = vessel::is_answer(delta.context());
        if is_answer || !handlers.own_deltas {
            return;
        }
    }
    waiting(|queue| queue.push(&copy));
}

fn tell<T>(slot: Place<Slot<T>>, handlers: &Handlers<T>, text: &mut [u8]) {
    let Some(mut delta) = ReceivedDelta::read(&mut Reader::padded(text)) else { return };
    if !handlers.own_deltas && !delta.without(handlers.package) {
        return;
    }
    _ = slot.with(|slot| slot.lend(|state| (handlers.tell)(state, &delta)));
}

/// The values of a delta that fit a path and a context; without one they are of the own vessel.
pub fn values<'d, 'a>(
    delta: &'d ReceivedDelta<'a>,
    path: &'static str,
    context: Option<&'static str>,
) -> impl Iterator<Item = (Update<'a>, Raw<'a>)> + 'd {
    let wanted = match context {
        None => delta.values().any(|(update, _)| fits(path, update.path)) && delta.is_own(),
        Some(context) => fits(context, delta.context()),
    };
    delta.values().filter(move |(update, _)| wanted && fits(path, update.path))
}

/// Reads a value for a handler, which is not called for what is no value of its type: many say `null` where they know nothing.
pub fn value(value: Raw<'_>, read: impl FnOnce(&mut Reader<'_>)) {
    read(&mut Reader::new(&mut value.to_buffer()));
}

#[cfg(test)]
#[path = "delta_tests.rs"]
mod tests;
