//! Requests to set a value.

use crate::join;
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
pub fn put<T>(slot: Place<Slot<T>>, [start, len, out, max]: [i32; 4], set: Set<T>) -> i32 {
    reply(out, max, |reply, room| input(start, len, |value| answer(slot, value, set, reply, room)))
}

/// Reads the value and hands it to the handler.
type Set<T> = fn(&mut T, &mut Reader<'_>) -> Result<(), Refused>;

fn answer<T>(slot: Place<Slot<T>>, value: &mut [u8], set: Set<T>, reply: &mut Writer, room: usize) {
    let done = slot.with(|slot| slot.lend(|state| set(state, &mut Reader::padded(value))));
    write(reply, room, done.unwrap_or_else(|idle| Err(Refused(UNAVAILABLE, join(&[super::idle(idle)])))));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rt::json::PAD;
    use crate::rt::{Probe, instance, outside};

    instance!(STATE: Slot<i32> = Slot::new());

    fn put(value: &str, room: usize) -> String {
        let mut text = [value.as_bytes(), &[0; PAD]].concat();
        let mut reply = Writer::new();
        let set: Set<i32> = |state, reader| match Probe::<i32>::read(reader) {
            Some(value) if reader.end() => {
                *state = value;
                if value < 0 { Err(failed("\"é".repeat(value.unsigned_abs() as usize))) } else { Ok(()) }
            }
            _ => Err(unreadable(reader)),
        };
        answer(&STATE, &mut text, set, &mut reply, room);
        reply.into_string()
    }

    #[test]
    fn replies() {
        let idle = |text| format!("{{\"state\":\"COMPLETED\",\"statusCode\":503,\"message\":\"{text}\"}}");
        assert_eq!(put("1", 8192), idle("the plugin is not running"));
        STATE.with(|slot| slot.replace(Some(0)));
        assert_eq!(outside::outside(|| put("1", 8192)), idle("the plugin is busy"));
        assert_eq!(put("7", 8192), r#"{"state":"COMPLETED","statusCode":200}"#);
        assert_eq!(STATE.with(|slot| slot.lend(|state| *state)), Ok(7));
        assert_eq!(put("-1", 8192), r#"{"state":"COMPLETED","statusCode":502,"message":"\"é"}"#);
        for value in ["", "null", "\"1\"", "[1]", "{}", "1 2", "1.5", "99999999999"] {
            let reply = put(value, 8192);
            assert!(reply.starts_with(r#"{"state":"COMPLETED","statusCode":400,"message":"value: "#), "{value}: {reply}");
        }
    }

    #[test]
    fn a_message_is_cut_until_the_reply_fits() {
        STATE.with(|slot| slot.replace(Some(0)));
        for (length, room) in [("-3000", 8192), ("-100", 100), ("-2", 60)] {
            let reply = put(length, room);
            assert!(reply.len() <= room && reply.ends_with("\"}"), "{reply}");
            let value: serde_json::Value = serde_json::from_str(&reply).unwrap_or_default();
            assert_eq!(value["statusCode"], 502, "{reply}");
        }
    }
}
