//! The text of a panic, kept where a testkit can read it after the trap.
//!
//! In builds with debug assertions always, in release builds with the feature `panic-text`, which costs 3 to 6 kB.

#[cfg(any(debug_assertions, feature = "panic-text"))]
mod keep {
    use alloc::boxed::Box;
    use alloc::string::{String, ToString};
    use std::sync::{Mutex, Once, PoisonError};

    static TEXT: Mutex<String> = Mutex::new(String::new());

    pub(crate) fn install() {
        static ONCE: Once = Once::new();
        // Natively the test harness prints panics itself.
        if cfg!(target_family = "wasm") {
            ONCE.call_once(|| std::panic::set_hook(Box::new(|info| keep(info.to_string()))));
        }
    }

    pub(crate) fn keep(text: String) {
        *TEXT.lock().unwrap_or_else(PoisonError::into_inner) = text;
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

    pub(crate) fn text() -> &'static [u8] {
        &[]
    }
}

pub(crate) use keep::{install, text};

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
