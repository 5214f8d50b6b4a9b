//! Where a plugin is: in its own code, or in a function of the host, which may call the plugin again before it returns.
//!
//! A call that comes while the plugin is outside is nested in another one. After a trap the mark may be left behind, so calls
//! that are never nested [`reset`] it.

/// Runs a function of the host.
pub(crate) fn outside<R>(call: impl FnOnce() -> R) -> R {
    struct Back(u32);
    impl Drop for Back {
        fn drop(&mut self) {
            depth::set(self.0);
        }
    }
    let before = depth::get();
    // What a nested call leaves behind when it traps is put right with it.
    let _back = Back(before);
    depth::set(before + 1);
    call()
}

/// Whether a function of the host is running: whoever is called now is nested in another call.
pub(crate) fn is_outside() -> bool {
    depth::get() > 0
}

/// No function of the host is running, whatever a trap has left behind.
pub(crate) fn reset() {
    depth::set(0);
}

#[cfg(target_family = "wasm")]
mod depth {
    use core::sync::atomic::{AtomicU32, Ordering};

    static DEPTH: AtomicU32 = AtomicU32::new(0);

    pub(super) fn get() -> u32 {
        DEPTH.load(Ordering::Relaxed)
    }

    pub(super) fn set(depth: u32) {
        DEPTH.store(depth, Ordering::Relaxed);
    }
}

/// Natively each thread, and so each test, is an instance of its own.
#[cfg(not(target_family = "wasm"))]
mod depth {
    use core::cell::Cell;

    std::thread_local! {
        static DEPTH: Cell<u32> = const { Cell::new(0) };
    }

    pub(super) fn get() -> u32 {
        DEPTH.get()
    }

    pub(super) fn set(depth: u32) {
        DEPTH.set(depth);
    }
}
