//! What a byte can be outside of strings.

use super::reader::Kind;

// The kinds of values, `Kind` as a number, come first.
pub(super) const CLOSE: u8 = 7;
pub(super) const COMMA: u8 = 8;
pub(super) const COLON: u8 = 9;
pub(super) const SPACE: u8 = 10;

/// One byte each: code to tell them apart would be larger.
static CLASSES: [u8; 126] = {
    let mut classes = [Kind::End as u8; 126];
    let mut digit = b'0';
    while digit <= b'9' {
        classes[digit as usize] = Kind::Number as u8;
        digit += 1;
    }
    classes[b'-' as usize] = Kind::Number as u8;
    classes[b'n' as usize] = Kind::Null as u8;
    classes[b't' as usize] = Kind::Bool as u8;
    classes[b'f' as usize] = Kind::Bool as u8;
    classes[b'"' as usize] = Kind::String as u8;
    classes[b'[' as usize] = Kind::Array as u8;
    classes[b'{' as usize] = Kind::Object as u8;
    classes[b']' as usize] = CLOSE;
    classes[b'}' as usize] = CLOSE;
    classes[b',' as usize] = COMMA;
    classes[b':' as usize] = COLON;
    classes[b' ' as usize] = SPACE;
    classes[b'\n' as usize] = SPACE;
    classes[b'\r' as usize] = SPACE;
    classes[b'\t' as usize] = SPACE;
    classes
};

/// What a byte is: the number of a [`Kind`], or one of the constants here.
#[inline]
pub(super) fn class(byte: u8) -> u8 {
    match CLASSES.get(usize::from(byte)) {
        Some(class) => *class,
        None => Kind::End as u8,
    }
}
