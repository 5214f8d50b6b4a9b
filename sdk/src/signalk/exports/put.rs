//! Requests to set a value.

use crate::rt::export::{input, reply};
use crate::rt::{Place, Reader, Slot, Writer};

/// Why a PUT did not do what it should: the status, and the message.
#[derive(Debug)]
pub struct Refused(u32, String);

/// The value is not of the handler's type.
const NO_SUCH_VALUE: u32 = 400;
/// The handler failed: what the server itself says of those that do not tell.
const FAILED: u32 = 502;
const UNAVAILABLE: u32 = 503;

/// `handle_put_…`: hands the value to its handler, and replies what became of it. A request that comes within another call
/// is refused: a reply cannot wait.
pub fn put<T>(
    slot: Place<Slot<T>>,
    [start, len, out, max]: [i32; 4],
    set: fn(&mut T, &mut Reader<'_>) -> Result<(), Refused>,
) -> i32 {
    reply(out, max, |reply, room| {
        let done = input(start, len, |value| slot.with(|slot| slot.lend(|state| set(state, &mut Reader::padded(value)))));
        write(reply, room, done.unwrap_or_else(|idle| Err(Refused(UNAVAILABLE, super::idle(idle).into()))));
    })
}

/// The value cannot be read.
#[cold]
pub fn unreadable(reader: &mut Reader<'_>) -> Refused {
    Refused(NO_SUCH_VALUE, super::explained("value", reader))
}

/// The handler failed.
#[cold]
pub fn failed(text: String) -> Refused {
    Refused(FAILED, text)
}

fn write(reply: &mut Writer, room: usize, done: Result<(), Refused>) {
    let Err(Refused(status, message)) = done else {
        return reply.raw("{\"state\":\"COMPLETED\",\"statusCode\":200}");
    };
    let mut message = message.as_str();
    loop {
        reply.truncate(0);
        reply.raw("{\"state\":\"COMPLETED\",\"statusCode\":");
        reply.u64(status.into());
        reply.raw(",\"message\":");
        reply.str(message);
        reply.raw("}");
        if reply.len() <= room || message.is_empty() {
            return;
        }
        // Escapes make it longer than it is, so what is too much is not known.
        message = message.get(..message.floor_char_boundary(message.len() / 2)).unwrap_or("");
    }
}
