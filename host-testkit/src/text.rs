//! Small helpers for messages.

/// The beginning of a text, for messages.
pub(crate) fn shorten(text: &str) -> String {
    const KEPT: usize = 120;
    let mut short: String = text.chars().take(KEPT).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// `1 page`, `2 pages`.
pub(crate) fn count(number: u64, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}
