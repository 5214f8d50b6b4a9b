//! A first node: the name of an article in a web address.
#![forbid(unsafe_code)]

// ANCHOR: node
use anyhost::node;

/// Makes a slug of a title: "Hello, World!" becomes "hello-world".
#[node(flow_like, category = "Custom/Blog")]
pub fn slug(title: String) -> String {
    let words = title.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-").to_lowercase()
}
// ANCHOR_END: node

// ANCHOR: test
#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn punctuation_becomes_one_hyphen() {
        assert_eq!(slug("Hello, World!".into()), "hello-world");
        assert_eq!(slug(" Größe & Maß ".into()), "größe-maß");
        assert_eq!(slug("?!".into()), "");
    }
}
// ANCHOR_END: test
