//! What becomes of a panic: its text, kept where a testkit can read it after the trap; or, in a module that is built to
//! unwind, the node's error.
//!
//! Where a host has a place for errors, the text is told there, too, before the trap.
//!
//! The text is kept in builds with debug assertions always, in release builds with the feature `panic-text`, which costs 3
//! to 6 kB.

#[cfg(any(debug_assertions, feature = "panic-text"))]
mod keep {
    use alloc::boxed::Box;
    use alloc::string::{String, ToString};
    use std::sync::{Mutex, Once, OnceLock, PoisonError};

    static TEXT: Mutex<String> = Mutex::new(String::new());
    static TELL: OnceLock<fn(&str)> = OnceLock::new();

    pub(crate) fn tells(tell: fn(&str)) {
        // It stays the same one.
        _ = TELL.set(tell);
    }

    pub(crate) fn install() {
        static ONCE: Once = Once::new();
        // Natively the test harness prints panics itself.
        if cfg!(target_family = "wasm") {
            ONCE.call_once(|| std::panic::set_hook(Box::new(|info| said(info.to_string()))));
        }
    }

    fn said(text: String) {
        if let Some(tell) = TELL.get() {
            tell(&text);
        }
        keep(text);
    }

    pub(crate) fn keep(text: String) {
        *TEXT.lock().unwrap_or_else(PoisonError::into_inner) = text;
    }

    #[cfg(all(target_family = "wasm", panic = "unwind"))]
    pub(crate) fn forget() {
        keep(String::new());
    }

    pub(crate) fn text() -> &'static [u8] {
        // Read after the instance has stopped, or before anything happened; kept for the rest of its life.
        let text = core::mem::take(&mut *TEXT.lock().unwrap_or_else(PoisonError::into_inner));
        Box::leak(text.into_boxed_str()).as_bytes()
    }
}

#[cfg(not(any(debug_assertions, feature = "panic-text")))]
mod keep {
    pub(crate) fn install() {}

    #[inline(always)]
    pub(crate) fn tells(_: fn(&str)) {}

    #[cfg(all(target_family = "wasm", panic = "unwind"))]
    pub(crate) fn forget() {}

    pub(crate) fn text() -> &'static [u8] {
        &[]
    }
}

pub(crate) use keep::{install, tells, text};

/// Runs an author's code; the text of its panic, where the build unwinds and the host's engine takes exceptions.
#[cfg(all(target_family = "wasm", panic = "unwind"))]
pub(crate) fn caught(run: impl FnOnce()) -> Option<alloc::string::String> {
    use alloc::string::String;
    // What the closure leaves half done is for the caller to undo.
    let payload = std::panic::catch_unwind(core::panic::AssertUnwindSafe(run)).err()?;
    // It did not stop the instance, so it is not what a trap later on is about.
    keep::forget();
    let said = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let mut text = String::from("panicked");
    if let Some(said) = said {
        text.push_str(": ");
        text.push_str(said);
    }
    Some(text)
}

/// Runs an author's code. A panic traps in wasm, and is the test's own natively.
#[cfg(not(all(target_family = "wasm", panic = "unwind")))]
#[inline(always)]
pub(crate) fn caught(run: impl FnOnce()) -> Option<alloc::string::String> {
    run();
    None
}

/// Exports the panic's text, where this crate keeps it.
#[cfg(any(debug_assertions, feature = "panic-text"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __panic_text_export {
    () => {
        #[cfg_attr(target_family = "wasm", unsafe(export_name = "anyhost_panic_text"))]
        extern "C" fn __anyhost_panic_text() -> i64 {
            $crate::rt::export::panic_text()
        }
    };
}

/// Exports the panic's text, where this crate keeps it.
#[cfg(not(any(debug_assertions, feature = "panic-text")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __panic_text_export {
    () => {};
}
