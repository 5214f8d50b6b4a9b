//! What generated exports call. Each takes and returns what its wasm signature says.

use super::boundary::{Boundary, FRONT};
use super::json::Writer;
use super::node::{Node, Wire};
use super::{call, outside, panic};
use crate::http::exchange;
use crate::http::rt::Route;
use core::sync::atomic::{AtomicBool, Ordering};

/// `allocate`: room for an input. Never null; traps if there is none, since some hosts would write to address 0.
#[must_use]
pub fn allocate(size: i32) -> i32 {
    match with(|boundary| boundary.allocate(size.cast_unsigned() as usize)) {
        Some(start) => address(start.as_ptr()),
        None => trap(),
    }
}

/// The same where an instance lives for one call: once it had no room, it never has. Orbis would go on with a context that it
/// has not written (`runtime.rs:1285`).
#[must_use]
pub fn allocate_or_never(size: i32) -> i32 {
    static FAILED: AtomicBool = AtomicBool::new(false);
    if FAILED.load(Ordering::Relaxed) {
        trap();
    }
    match with(|boundary| boundary.allocate(size.cast_unsigned() as usize)) {
        Some(start) => address(start.as_ptr()),
        None => {
            FAILED.store(true, Ordering::Relaxed);
            trap()
        }
    }
}

/// `deallocate`: takes back an input or a result. Anything else, and any size, is harmless.
pub fn deallocate(start: i32, _size: i32) {
    with(|boundary| boundary.deallocate(pointer(start)));
}

/// Runs a node; the result as `pointer << 32 | length`.
#[must_use]
pub fn call(wire: &'static Wire, nodes: &'static [&'static Node], start: i32, len: i32) -> i64 {
    let out = answer(wire, nodes, start, len);
    let len = out.len() - FRONT;
    pack(publish(out), len)
}

/// Runs a node; the result as a pointer to JSON that ends itself. In front of it stands its length (`u32`, little-endian),
/// behind it a zero byte, for hosts that look for either.
#[must_use]
pub fn call_pointer(wire: &'static Wire, nodes: &'static [&'static Node], start: i32, len: i32) -> i32 {
    pointed(answer(wire, nodes, start, len))
}

/// Hands out a result with its length in front of it and a zero behind it.
fn pointed(mut out: Writer) -> i32 {
    let len = (out.len() - FRONT) as u32;
    out.raw("\0");
    let result = publish(out);
    // SAFETY: four bytes in front of each buffer are for this.
    unsafe { result.cast::<[u8; LENGTH]>().sub(1).write(len.to_le_bytes()) };
    address(result)
}

/// The result of a call, behind [`FRONT`] bytes.
fn answer(wire: &'static Wire, nodes: &'static [&'static Node], start: i32, len: i32) -> Writer {
    let run = |input: &mut [u8], out: &mut Writer| call::run(wire, nodes, input, out);
    answered(FRONT, start, len, run, |text, out| call::refuse(wire, text, out))
}

/// Answers a request; the result as a pointer to its length (`u32`, little-endian), behind which it stands.
#[must_use]
pub fn route_prefixed(route: &'static Route, start: i32, len: i32) -> i32 {
    let out = route_answer(FRONT + LENGTH, route, start, len);
    let len = (out.len() - FRONT - LENGTH) as u32;
    let result = publish(out);
    // SAFETY: a result begins with these four bytes.
    unsafe { result.cast::<[u8; LENGTH]>().write(len.to_le_bytes()) };
    address(result)
}

/// Answers a request; the result as a pointer to JSON that ends itself, as of [`call_pointer`].
#[must_use]
pub fn route_pointer(route: &'static Route, start: i32, len: i32) -> i32 {
    pointed(route_answer(FRONT, route, start, len))
}

/// The bytes of a length.
const LENGTH: usize = 4;

fn route_answer(front: usize, route: &'static Route, start: i32, len: i32) -> Writer {
    let run = |input: &mut [u8], out: &mut Writer| exchange::run(route, input, out);
    answered(front, start, len, run, |text, out| exchange::refuse(route, text, out))
}

/// What answers an input, behind so many bytes.
fn answered(
    front: usize,
    start: i32,
    len: i32,
    run: impl FnOnce(&mut [u8], &mut Writer),
    refuse: impl FnOnce(&str, &mut Writer),
) -> Writer {
    panic::install();
    // As much as most results need, so that the buffer need not grow.
    let mut out = Writer::behind(front, 240 - front);
    let input = with(|boundary| boundary.begin(pointer(start), len.cast_unsigned() as usize));
    // SAFETY: the bytes are this call's alone until `end`.
    let panicked = panic::caught(|| run(unsafe { &mut *input }, &mut out));
    if let Some(text) = panicked {
        // Nothing of the boundary is borrowed while an author's function runs; only its half-written answer is left.
        out.truncate(front);
        refuse(text.as_ref(), &mut out);
    }
    with(|boundary| boundary.end(input));
    out
}

fn publish(out: Writer) -> *mut u8 {
    with(|boundary| boundary.publish(out.into_vec()))
}

/// A constant as `pointer << 32 | length`.
#[must_use]
pub fn text(text: &'static [u8]) -> i64 {
    pack(text.as_ptr(), text.len())
}

/// A [`framed`](super::konst::framed) constant as a pointer to JSON that ends itself.
#[must_use]
pub fn text_pointer(framed: &'static [u8]) -> i32 {
    address(framed.as_ptr().wrapping_add(super::konst::FRONT).cast_mut())
}

/// Writes a constant to the host's buffer; its length, or 0 if there is no room for all of it.
#[must_use]
pub fn constant(text: &'static [u8], out: i32, max: i32) -> i32 {
    let out = pointer(out);
    let room = with(|boundary| boundary.room(out, usize::try_from(max).unwrap_or(0)));
    fill(out, room, text)
}

/// Writes to a buffer of the host, and gives it back.
#[allow(clippy::cast_possible_wrap, clippy::cast_possible_truncation, reason = "no more than the host's `max`")]
fn fill(out: *mut u8, room: usize, bytes: &[u8]) -> i32 {
    let len = if bytes.len() <= room { bytes.len() } else { 0 };
    // SAFETY: there is room for `len` bytes, which lie in memory, and in no buffer that anybody else has.
    unsafe { core::ptr::copy_nonoverlapping(bytes.as_ptr(), out, len) };
    if room > 0 {
        with(|boundary| boundary.returned(out));
    }
    len as i32
}

/// Hands out what the host has brought, for one call.
pub(crate) fn input<R>(start: i32, len: i32, read: impl FnOnce(&mut [u8]) -> R) -> R {
    let input = with(|boundary| boundary.begin(pointer(start), len.cast_unsigned() as usize));
    // SAFETY: the bytes are this call's alone until `end`.
    let read = read(unsafe { &mut *input });
    with(|boundary| boundary.end(input));
    read
}

/// Writes an answer to the host's buffer, in which there is room for so many bytes; its length, or 0 if it does not fit.
pub(crate) fn reply(out: i32, max: i32, write: impl FnOnce(&mut Writer, usize)) -> i32 {
    let out = pointer(out);
    let room = with(|boundary| boundary.room(out, usize::try_from(max).unwrap_or(0)));
    let mut reply = Writer::new();
    write(&mut reply, room);
    fill(out, room, reply.as_bytes())
}

/// A call begins that is not within another one, whatever a trap has left behind.
pub(crate) fn outermost() {
    panic::install();
    if outside::is_outside() {
        // What the host's function had not returned from cannot be told from what is lost.
        outside::reset();
    } else {
        with(Boundary::abandon);
    }
}

/// Takes over a buffer that the host was lent and that a pointer is into; where in it the pointer is.
#[cfg_attr(not(target_family = "wasm"), allow(dead_code, reason = "natively hosts hand over bytes"))]
pub(crate) fn take_lent(start: i32) -> Option<(alloc::vec::Vec<u8>, usize)> {
    with(|boundary| boundary.take(pointer(start)))
}

/// Runs the constructors of a module that is built for WASI, on the first call: some hosts make two.
#[cfg(target_os = "wasi")]
pub fn initialize() {
    use core::sync::atomic::{AtomicBool, Ordering};
    unsafe extern "C" {
        fn __wasm_call_ctors();
    }
    static DONE: AtomicBool = AtomicBool::new(false);
    if !DONE.swap(true, Ordering::Relaxed) {
        // SAFETY: the linker makes this function, to be called once, before anything else.
        unsafe { __wasm_call_ctors() };
    }
}

/// The text of the panic that stopped this instance as `pointer << 32 | length`; 0 if there was none.
#[must_use]
pub fn panic_text() -> i64 {
    let text = panic::text();
    pack(text.as_ptr(), text.len())
}

/// `pointer << 32 | length`; nothing is 0.
#[allow(clippy::cast_possible_wrap, reason = "hosts take the bits")]
fn pack(start: *const u8, len: usize) -> i64 {
    if len == 0 {
        return 0;
    }
    ((start.addr() as u64) << 32 | len as u64) as i64
}

#[allow(clippy::cast_possible_wrap, clippy::cast_possible_truncation, reason = "an address of wasm32")]
fn address(start: *mut u8) -> i32 {
    start.expose_provenance() as i32
}

fn pointer(start: i32) -> *mut u8 {
    core::ptr::with_exposed_provenance_mut(start.cast_unsigned() as usize)
}

fn trap() -> ! {
    #[cfg(target_arch = "wasm32")]
    core::arch::wasm32::unreachable();
    #[cfg(not(target_arch = "wasm32"))]
    std::process::abort()
}

#[cfg(target_arch = "wasm32")]
fn with<R>(use_it: impl FnOnce(&mut Boundary) -> R) -> R {
    struct Instance(core::cell::UnsafeCell<Boundary>);
    // SAFETY: wasm32 without atomics has one thread.
    unsafe impl Sync for Instance {}
    static BOUNDARY: Instance = Instance(core::cell::UnsafeCell::new(Boundary::new()));
    // SAFETY: the only reference: nothing that runs in here calls an author's function, a host or `with`.
    use_it(unsafe { &mut *BOUNDARY.0.get() })
}

/// Natively each thread, and so each test, is an instance of its own. Its addresses do not fit an `i32`: exports are there
/// to be type-checked, tests use [`call::run`].
#[cfg(not(target_arch = "wasm32"))]
fn with<R>(use_it: impl FnOnce(&mut Boundary) -> R) -> R {
    std::thread_local! {
        static BOUNDARY: core::cell::RefCell<Boundary> = const { core::cell::RefCell::new(Boundary::new()) };
    }
    BOUNDARY.with_borrow_mut(use_it)
}
