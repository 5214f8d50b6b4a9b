//! Flow-Like's functions.

#[cfg(target_family = "wasm")]
mod wasm {
    use crate::flow_like::{Level, Sent};

    anyhost_macros::__imports!("flow-like");

    /// Pointer and length as the host takes them.
    fn parts(text: &str) -> (i32, i32) {
        (text.as_ptr().expose_provenance() as i32, text.len() as i32)
    }

    pub(crate) fn log(level: Level, message: &str) {
        let (start, len) = parts(message);
        // SAFETY: the host reads the message during the call and keeps nothing.
        unsafe {
            match level {
                Level::Trace => flowlike_log::trace(start, len),
                Level::Debug => flowlike_log::debug(start, len),
                Level::Info => flowlike_log::info(start, len),
                Level::Warn => flowlike_log::warn(start, len),
                Level::Error => flowlike_log::error(start, len),
            }
        }
    }

    pub(crate) fn stream_text(text: &str) {
        let (start, len) = parts(text);
        // SAFETY: the host reads the text during the call and keeps nothing.
        unsafe { flowlike_stream::text(start, len) }
    }

    pub(crate) fn time_now() -> u64 {
        // SAFETY: takes and touches nothing.
        unsafe { flowlike_meta::time_now() }.cast_unsigned()
    }

    pub(crate) fn random() -> u64 {
        // SAFETY: takes and touches nothing.
        unsafe { flowlike_meta::random() }.cast_unsigned()
    }

    pub(crate) fn recorded() -> Vec<Sent> {
        Vec::new()
    }
}

#[cfg(not(target_family = "wasm"))]
mod native {
    use crate::flow_like::{Level, Sent};
    use std::cell::RefCell;
    use std::hash::{BuildHasher, RandomState};
    use std::time::{SystemTime, UNIX_EPOCH};

    std::thread_local! {
        static SENT: RefCell<Vec<Sent>> = const { RefCell::new(Vec::new()) };
    }

    pub(crate) fn log(level: Level, message: &str) {
        SENT.with_borrow_mut(|sent| sent.push(Sent::Log(level, message.into())));
    }

    pub(crate) fn stream_text(text: &str) {
        SENT.with_borrow_mut(|sent| sent.push(Sent::Text(text.into())));
    }

    pub(crate) fn time_now() -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }

    pub(crate) fn random() -> u64 {
        RandomState::new().hash_one(0)
    }

    pub(crate) fn recorded() -> Vec<Sent> {
        SENT.take()
    }
}

#[cfg(not(target_family = "wasm"))]
pub(crate) use native::*;
#[cfg(target_family = "wasm")]
pub(crate) use wasm::{log, random, recorded, stream_text, time_now};
