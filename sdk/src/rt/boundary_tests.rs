#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::{Boundary, FRONT, PAD};

fn fill(boundary: &mut Boundary, text: &str) -> *mut u8 {
    let start = boundary.allocate(text.len()).unwrap().as_ptr();
    // SAFETY: the buffer is as large as asked.
    unsafe { start.copy_from_nonoverlapping(text.as_ptr(), text.len()) };
    start
}

fn read(input: *mut [u8]) -> String {
    // SAFETY: tests read between `begin` and the next `begin`.
    let bytes = unsafe { &*input };
    String::from_utf8(bytes[..bytes.len() - PAD].to_vec()).unwrap()
}

/// The input of a call, with room behind it; without if there is none.
fn begin(boundary: &mut Boundary, input: *mut u8, len: usize) -> Option<*mut [u8]> {
    Some(boundary.begin(input, len)).filter(|input| !input.is_empty())
}

#[test]
fn frees_in_any_order_and_number_are_harmless() {
    let mut boundary = Boundary::new();
    for round in 0..50 {
        let start = fill(&mut boundary, "input");
        if round % 5 == 4 {
            // Freed before the call: its pointer names nothing any more.
            boundary.deallocate(start);
            assert!(begin(&mut boundary, start, 5).is_none());
            continue;
        }
        let input = begin(&mut boundary, start, 5).unwrap();
        if round % 5 == 1 {
            boundary.deallocate(start);
        }
        assert_eq!(read(input), "input");
        boundary.end(input);
        for _ in 0..round % 3 {
            boundary.deallocate(start);
        }
        assert_eq!(read(input), "input", "an input stays until the next call begins");
        assert!(boundary.count() <= 2);
    }
}

#[test]
fn foreign_pointers_are_ignored() {
    let mut boundary = Boundary::new();
    let start = fill(&mut boundary, "mine");
    let other = [0_u8; 16];
    boundary.deallocate(core::ptr::null());
    boundary.deallocate(other.as_ptr());
    boundary.deallocate(start.wrapping_add(1));
    assert!(begin(&mut boundary, start.wrapping_add(1), 2).is_none());
    assert!(begin(&mut boundary, other.as_ptr().cast_mut(), 16).is_none());
    assert!(begin(&mut boundary, start, 5).is_none(), "longer than the buffer");
    assert_eq!(read(begin(&mut boundary, start, 4).unwrap()), "mine");
}

#[test]
fn nothing_is_a_buffer_too() {
    let mut boundary = Boundary::new();
    let start = boundary.allocate(0).unwrap().as_ptr();
    assert!(!start.is_null());
    let input = begin(&mut boundary, start, 0).unwrap();
    assert_eq!(read(input), "");
    boundary.end(input);
    let input = begin(&mut boundary, core::ptr::null_mut(), 0).unwrap();
    assert_eq!(read(input), "");
    boundary.end(input);
}

#[test]
fn what_no_memory_holds_is_refused() {
    let mut boundary = Boundary::new();
    assert!(boundary.allocate(usize::MAX).is_none());
    assert!(boundary.allocate(isize::MAX as usize + 1).is_none());
}

#[test]
fn a_host_may_write_to_the_same_buffer_again() {
    let mut boundary = Boundary::new();
    let start = fill(&mut boundary, "one");
    for text in ["one", "two", "six"] {
        // SAFETY: the buffer is as large as the text, and no call is reading it.
        unsafe { start.copy_from_nonoverlapping(text.as_ptr(), 3) };
        let input = begin(&mut boundary, start, 3).unwrap();
        assert_eq!(read(input), text);
        boundary.end(input);
    }
    assert_eq!(boundary.count(), 1);
}

#[test]
fn calls_inside_calls_keep_their_inputs() {
    let mut boundary = Boundary::new();
    let outer = fill(&mut boundary, "outer");
    let outer = begin(&mut boundary, outer, 5).unwrap();
    for _ in 0..3 {
        let inner = fill(&mut boundary, "inner");
        let inner = begin(&mut boundary, inner, 5).unwrap();
        assert_eq!(read(inner), "inner");
        boundary.end(inner);
    }
    assert_eq!(read(outer), "outer");
    boundary.end(outer);
}

#[test]
fn the_last_two_results_stay() {
    let mut boundary = Boundary::new();
    let mut kept: Vec<(*const u8, String)> = Vec::new();
    for round in 0..20 {
        let input = begin(&mut boundary, core::ptr::null_mut(), 0).unwrap();
        let mut result = vec![0; FRONT];
        let text = format!("result {round}");
        result.extend_from_slice(text.as_bytes());
        boundary.end(input);
        kept.push((boundary.publish(result), text));
        assert!(boundary.count() <= 3, "older ones go");
        for (start, text) in kept.iter().rev().take(2) {
            // SAFETY: this is what the test is about; Miri tells.
            assert_eq!(unsafe { core::slice::from_raw_parts(*start, text.len()) }, text.as_bytes());
        }
        if round % 4 == 3 {
            boundary.deallocate(kept.last().unwrap().0);
            boundary.deallocate(kept.last().unwrap().0);
            kept.clear();
        }
    }
}
