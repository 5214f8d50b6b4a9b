//! What the tests of JSON share.
#![allow(unreachable_pub)]

use anyhost::rt::json::Reader;

/// Reads all of `text` and returns the value, or the error as one line.
#[track_caller]
pub fn read<T>(text: &str, read: impl for<'a> FnOnce(&mut Reader<'a>) -> Option<T>) -> Result<T, String> {
    let mut buffer = text.as_bytes().to_vec();
    let mut reader = Reader::new(&mut buffer);
    let value = read(&mut reader);
    assert_eq!(value.is_none(), reader.error().is_some(), "`None` and an error come together");
    reader.end();
    match reader.take_error() {
        None => Ok(value.unwrap()),
        Some(error) => Err(error.text()),
    }
}

/// The error of a reading, as one line.
#[track_caller]
pub fn error(text: &str, of: impl for<'a> FnOnce(&mut Reader<'a>)) -> String {
    read(text, |reader| {
        of(reader);
        if reader.error().is_some() { None } else { Some(()) }
    })
    .unwrap_err()
}
