//! nLink's documented example, also exported to Flow-Like.
#![forbid(unsafe_code)]

use anyhost::{Outputs, Raw, node};

/// A greeting and what it was made from.
#[derive(Debug, Outputs)]
pub struct Greeting<'a> {
    /// The greeting.
    pub message: String,
    /// The item that came in, byte for byte.
    pub original_data: Option<Raw<'a>>,
    /// Always true.
    pub wasm_processed: bool,
}

/// Greets somebody and passes the item on.
#[node(nlink, flow_like, category = "Custom/Demo")]
pub fn greet<'a>(
    /// Whom to greet.
    #[pin(default = "World")]
    text: &str,
    /// The current item.
    #[pin(item)]
    item: Option<Raw<'a>>,
) -> Greeting<'a> {
    let message = ["Hello, ", text, "! Greetings from WebAssembly Runtime! 🚀"].concat();
    Greeting { message, original_data: item, wasm_processed: true }
}

#[cfg(test)]
mod tests {
    use super::greet;

    #[test]
    fn greets() {
        let greeting = greet("Ada", None);
        assert_eq!(greeting.message, "Hello, Ada! Greetings from WebAssembly Runtime! 🚀");
        assert!(greeting.wasm_processed);
    }
}
