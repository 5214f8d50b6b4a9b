//! Bytes that grow without `core::fmt` and without a panic path.

use alloc::alloc::{Layout, alloc, realloc};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem::{ManuallyDrop, take};

/// Ends the call where memory is out: a trap in a guest.
#[cold]
fn out_of_memory() -> ! {
    #[cfg(target_arch = "wasm32")]
    core::arch::wasm32::unreachable();
    #[cfg(not(target_arch = "wasm32"))]
    alloc::alloc::handle_alloc_error(Layout::new::<u8>())
}

/// A box. `Box::new` would link what says that memory is out.
pub(super) fn boxed<T>(value: T) -> Box<T> {
    const { assert!(size_of::<T>() > 0) };
    // SAFETY: the size is not 0.
    let place = unsafe { alloc(Layout::new::<T>()) }.cast::<T>();
    if place.is_null() {
        out_of_memory();
    }
    // SAFETY: it was allocated with the layout that a box has, and nobody else has it.
    unsafe {
        place.write(value);
        Box::from_raw(place)
    }
}

/// Appends to a vector. `Vec::extend_from_slice` would link the panic of a capacity overflow, and takes more code.
pub(super) fn append(to: &mut Vec<u8>, bytes: &[u8]) {
    let len = to.len();
    if to.capacity() - len < bytes.len() {
        // The slack follows what was there before, so a large value copied into a small buffer takes its own size
        // and no more; later it doubles while small, and grows by an eighth once large.
        let slack = if len < 1 << 16 { len } else { len / 8 };
        grow(to, bytes.len().saturating_add(slack + 32));
    }
    // SAFETY: there is room for the bytes behind `len`, and they are initialised before the length says so. What
    // `to` owns cannot be borrowed as `bytes`.
    unsafe {
        core::ptr::copy_nonoverlapping(bytes.as_ptr(), to.as_mut_ptr().add(len), bytes.len());
        to.set_len(len + bytes.len());
    }
}

/// Makes the capacity exactly `more` bytes larger than the length.
#[cold]
#[inline(never)]
pub(super) fn grow(to: &mut Vec<u8>, more: usize) {
    let mut old = ManuallyDrop::new(take(to));
    let (at, len, capacity) = (old.as_mut_ptr(), old.len(), old.capacity());
    let wanted = len.saturating_add(more);
    // Alignment 1: any size up to `isize::MAX` is a layout.
    let (Ok(layout), Ok(before)) = (Layout::array::<u8>(wanted), Layout::array::<u8>(capacity)) else {
        out_of_memory();
    };
    // SAFETY: `wanted` is not 0, because all callers want more; a capacity that is not 0 is an allocation of that
    // layout, which nobody else frees.
    let new = unsafe { if capacity == 0 { alloc(layout) } else { realloc(at, before, wanted) } };
    if new.is_null() {
        out_of_memory();
    }
    // SAFETY: the allocation has that capacity, and its first `len` bytes are those of the old one. The empty vector in its
    // place owns nothing.
    unsafe { core::ptr::write(to, Vec::from_raw_parts(new, len, wanted)) };
}

/// Appends a number in decimal.
pub(super) fn append_u64(to: &mut Vec<u8>, number: u64) {
    append(to, decimal(number, &mut [0; 20]).as_bytes());
}

/// The decimal digits of a number.
pub(super) fn decimal(mut number: u64, digits: &mut [u8; 20]) -> &str {
    let mut at = digits.len();
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
        at -= 1;
        if number == 0 {
            break;
        }
    }
    // SAFETY: `at` went down from the length by one for each digit that was written.
    unsafe { core::str::from_utf8_unchecked(digits.get_unchecked(at..)) }
}

/// Puts texts together, as `parts.concat()` does, at the least cost in bytes: nothing of how Rust panics is linked.
///
/// ```
/// assert_eq!(anyhost::join(&["Hello, ", "Ada", "!"]), "Hello, Ada!");
/// ```
#[must_use]
pub fn join(parts: &[&str]) -> String {
    let mut bytes = Vec::new();
    for part in parts {
        append(&mut bytes, part.as_bytes());
    }
    into_string(bytes)
}

/// A copy of its own.
pub(super) fn copy(text: &str) -> String {
    let mut bytes = Vec::new();
    append(&mut bytes, text.as_bytes());
    into_string(bytes)
}

/// A string from bytes that were appended as whole texts.
pub(super) fn into_string(bytes: Vec<u8>) -> String {
    // SAFETY: callers append `str`s and ASCII digits only.
    unsafe { String::from_utf8_unchecked(bytes) }
}
