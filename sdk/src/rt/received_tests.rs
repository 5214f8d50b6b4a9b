#![allow(clippy::unwrap_used)]

use super::super::boundary::Boundary;
use super::super::json::Reader;
use super::*;

/// A host asks for room and fills it.
fn filled(boundary: &mut Boundary, size: usize, with: &[u8]) -> *mut u8 {
    let buffer = boundary.allocate(size).unwrap().as_ptr();
    assert!(with.len() <= size);
    // SAFETY: there is room for `size` bytes.
    unsafe { core::ptr::copy_nonoverlapping(with.as_ptr(), buffer, with.len()) };
    buffer
}

fn prefixed(len: usize, text: &[u8]) -> Vec<u8> {
    [&u32::try_from(len).unwrap().to_le_bytes(), text].concat()
}

fn take(boundary: &mut Boundary, at: *const u8, read: fn(Vec<u8>, usize) -> Result<Received, Stray>) -> Result<Vec<u8>, Stray> {
    let (bytes, at) = boundary.take(at).ok_or(Stray)?;
    read(bytes, at).map(|received| received.bytes().to_vec())
}

#[test]
fn a_buffer_is_taken_over_once() {
    let mut boundary = Boundary::new();
    let other = filled(&mut boundary, 3, b"abc");
    let buffer = filled(&mut boundary, 4 + 7, &prefixed(7, br#"{"a":1}"#));
    assert_eq!(take(&mut boundary, buffer, Received::behind_length).unwrap(), br#"{"a":1}"#);
    assert_eq!(boundary.count(), 1);
    // It is the host's no more, whether it frees it or returns it again.
    boundary.deallocate(buffer);
    assert_eq!(take(&mut boundary, buffer, Received::behind_length), Err(Stray));
    boundary.deallocate(other);
    assert_eq!(boundary.count(), 0);
}

#[test]
fn any_length_that_the_buffer_holds_is_read() {
    for (size, len) in [(4, 0), (5, 1), (9, 5), (104, 100), (104, 3)] {
        let mut boundary = Boundary::new();
        let buffer = filled(&mut boundary, size, &prefixed(len, &vec![b'x'; size - 4]));
        assert_eq!(take(&mut boundary, buffer, Received::behind_length).unwrap(), vec![b'x'; len]);
    }
}

#[test]
fn a_length_that_it_does_not_hold_is_an_error() {
    for (size, len) in [(4, 1), (5, 2), (5, 9), (104, 101), (104, 108), (104, 109), (4, u32::MAX as usize), (4, 0x7fff_ffff)] {
        let mut boundary = Boundary::new();
        let buffer = filled(&mut boundary, size, &prefixed(len, &vec![b'x'; size - 4]));
        assert_eq!(take(&mut boundary, buffer, Received::behind_length), Err(Stray), "{size} {len}");
        // It is freed all the same.
        assert_eq!(boundary.count(), 0);
    }
    for size in 0..4 {
        let mut boundary = Boundary::new();
        let buffer = filled(&mut boundary, size, &vec![0; size]);
        assert_eq!(take(&mut boundary, buffer, Received::behind_length), Err(Stray), "{size}");
    }
}

#[test]
fn only_buffers_that_the_host_was_lent_are_taken() {
    let mut boundary = Boundary::new();
    let strange = prefixed(0, b"");
    assert_eq!(take(&mut boundary, strange.as_ptr(), Received::behind_length), Err(Stray));
    let input = filled(&mut boundary, 8, &prefixed(0, b"1234"));
    for wrong in [1, 3, usize::MAX] {
        assert!(boundary.take(core::ptr::without_provenance(wrong)).is_none(), "{wrong}");
    }
    // In front of it and behind it.
    assert!(boundary.take(input.wrapping_sub(1)).is_none());
    assert!(boundary.take(input.wrapping_add(8)).is_none());
    // What a call reads, and a result, are the guest's.
    let read = boundary.begin(input, 8);
    assert!(boundary.take(input).is_none());
    boundary.end(read);
    assert!(boundary.take(input).is_none());
    let mut result = alloc::vec![0; super::super::boundary::FRONT];
    result.extend(b"[]");
    let result = boundary.publish(result);
    assert!(boundary.take(result).is_none());
    assert_eq!(boundary.count(), 2);
}

#[test]
fn a_bare_pointer_ends_at_a_zero_or_with_its_buffer() {
    for (size, with, at, text) in [
        (2, &b"[]"[..], 0, &b"[]"[..]),
        (3, b"[]\0", 0, b"[]"),
        (9, b"[]\0junk..", 0, b"[]"),
        // The length stands in front, too: the pointer is behind it.
        (7, b"\x02\0\0\0[]\0", 4, b"[]"),
        (1, b"\0", 0, b""),
        (0, b"", 0, b""),
    ] {
        let mut boundary = Boundary::new();
        let buffer = filled(&mut boundary, size, with);
        assert_eq!(take(&mut boundary, buffer.wrapping_add(at), Received::until_zero).unwrap(), text, "{with:?}");
        assert_eq!(boundary.count(), 0);
    }
}

#[test]
fn it_is_read_where_it_lies() {
    let mut boundary = Boundary::new();
    let buffer = filled(&mut boundary, 4 + 8, &prefixed(8, br#""\u00e9""#));
    let (bytes, at) = boundary.take(buffer).unwrap();
    let mut received = Received::behind_length(bytes, at).unwrap();
    assert_eq!(Reader::padded(received.padded()).string().as_deref(), Some("é"));
    let mut given = Received::from(b"[1]".to_vec());
    assert_eq!(given.bytes(), b"[1]");
    let mut reader = Reader::padded(given.padded());
    assert!(reader.skip() && reader.end());
    assert_eq!(Received::prefixed(0).map(|none| none.is_none()), Ok(true));
    assert_eq!(Received::bare(0).map(|none| none.is_none()), Ok(true));
}
