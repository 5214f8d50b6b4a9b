//! Texts as JavaScript reads them from bytes.

/// `new TextDecoder('utf-8').decode(bytes)`.
pub(super) fn decode(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    String::from_utf8_lossy(bytes).into_owned()
}
