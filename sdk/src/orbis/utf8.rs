//! Queries as their senders meant them.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// Text of a query as UTF-8. The host decodes each `%XX` of a query as a character of its own, in Latin-1 (`plugins.rs:52-77`):
/// of `caf%C3%A9`, as every browser writes it, comes `cafÃ©`. This makes `café` of it.
///
/// Text that cannot have come from UTF-8 stays as it is. It is never done unasked, since `Ã©` may be meant.
///
/// ```
/// use anyhost::orbis::utf8;
///
/// assert_eq!(utf8("caf\u{c3}\u{a9}"), "café");
/// assert_eq!(utf8("café"), "café");
/// assert_eq!(utf8("tea"), "tea");
/// ```
#[must_use]
pub fn utf8(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let bytes: Option<Vec<u8>> = text.chars().map(|letter| u8::try_from(letter).ok()).collect();
    match bytes.map(String::from_utf8) {
        Some(Ok(repaired)) => Cow::Owned(repaired),
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::utf8;

    #[test]
    fn what_was_utf8_is_repaired_and_nothing_else() {
        for (text, meant) in [
            ("", ""),
            ("\u{e2}\u{82}\u{ac} 5", "€ 5"),
            ("\u{f0}\u{9f}\u{98}\u{80}", "😀"),
            // Beyond Latin-1: no byte.
            ("€", "€"),
            // Cut short, or a lone continuation.
            ("\u{c3}", "\u{c3}"),
            ("\u{a9}", "\u{a9}"),
        ] {
            assert_eq!(utf8(text), meant);
        }
    }
}
