//! Questions about resources, weather and radars.

use super::lifecycle::report;
use crate::rt::export::{input, reply};
use crate::rt::{Place, Reader, Slot, Writer};

/// What answers one kind of question.
pub(super) type Answer<T> = fn(&mut T, &mut Reader<'_>, &mut Writer);

/// Answers a question; while the plugin cannot, and in the place of what is too large, `idle`.
pub fn provider<T>(slot: Place<Slot<T>>, [start, len, out, max]: [i32; 4], idle: &'static str, answer: Answer<T>) -> i32 {
    reply(out, max, |reply, room| {
        let answered =
            input(start, len, |request| slot.with(|slot| slot.lend(|state| answer(state, &mut Reader::padded(request), reply))));
        if reply.len() > room {
            report("an answer is larger than the server takes: divide it");
        } else if answered.is_ok() {
            return;
        }
        reply.truncate(0);
        reply.raw(idle);
    })
}

/// The same for a question that says nothing.
pub fn provider_list<T>(slot: Place<Slot<T>>, [out, max]: [i32; 2], idle: &'static str, answer: Answer<T>) -> i32 {
    provider(slot, [0, 0, out, max], idle, answer)
}
