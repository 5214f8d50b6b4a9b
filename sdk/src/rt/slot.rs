//! What an instance has once: values, and the state of a plugin that is kept.
//!
//! In wasm these are statics, natively each thread, and so each test, is an instance of its own. [`__instance`](crate::__instance)
//! declares either.

use super::outside;
use core::cell::UnsafeCell;
use core::ops::Deref;

/// A value that an instance has once.
#[derive(Debug)]
pub struct Instance<T>(T);

// SAFETY: wasm without atomics has one thread.
#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
unsafe impl<T> Sync for Instance<T> {}

impl<T> Instance<T> {
    /// With this value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// As a thread's own values are reached.
    #[cfg(target_family = "wasm")]
    pub fn with<R>(&'static self, use_it: impl FnOnce(&Self) -> R) -> R {
        use_it(self)
    }
}

impl<T> Deref for Instance<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Where an instance's value is.
#[cfg(target_family = "wasm")]
pub type Place<T> = &'static Instance<T>;
/// Where an instance's value is.
#[cfg(not(target_family = "wasm"))]
pub type Place<T> = &'static std::thread::LocalKey<Instance<T>>;

/// Declares a value that an instance has once: `instance!(NAME: Type = value)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __instance {
    ($name:ident: $ty:ty = $value:expr) => {
        #[cfg(target_family = "wasm")]
        static $name: $crate::rt::Instance<$ty> = $crate::rt::Instance::new($value);
        #[cfg(not(target_family = "wasm"))]
        ::std::thread_local! {
            static $name: $crate::rt::Instance<$ty> = const { $crate::rt::Instance::new($value) };
        }
    };
}

/// The state of a plugin while it runs: put in by each start, taken out by each stop, and lent to one call at a time.
///
/// A call that has it goes outside only through functions of the host, which are marked (`outside`): what comes while one
/// runs is nested and is not lent the state. So there is no flag that a trap could leave behind in the slot.
#[derive(Debug)]
pub struct Slot<T>(UnsafeCell<Option<T>>);

/// Why a call was not lent the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Idle {
    /// The plugin was not started, or it was stopped.
    Stopped,
    /// It is within another call.
    Busy,
}

impl<T> Slot<T> {
    /// Without a state.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "used in constants only")]
    pub const fn new() -> Self {
        Self(UnsafeCell::new(None))
    }

    /// Lends the state to a call.
    pub(crate) fn lend<R>(&self, run: impl FnOnce(&mut T) -> R) -> Result<R, Idle> {
        if outside::is_outside() {
            return Err(Idle::Busy);
        }
        // SAFETY: nobody else has it. Whoever was lent it before has given it back; or is outside, which was ruled out; or
        // has trapped, and never goes on.
        match unsafe { &mut *self.0.get() } {
            Some(state) => Ok(run(state)),
            None => Err(Idle::Stopped),
        }
    }

    /// Puts a state in the place of another, or of none.
    pub(crate) fn replace(&self, state: Option<T>) -> Option<T> {
        if outside::is_outside() {
            return state;
        }
        // SAFETY: as for `lend`. Nothing is dropped here, which would run an author's code.
        unsafe { self.0.get().replace(state) }
    }
}

#[cfg(test)]
#[path = "slot_tests.rs"]
mod tests;
