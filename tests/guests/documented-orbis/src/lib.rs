//! Items that are listed and made, and the page's greeting; answers have no length that a host could know.
#![allow(clippy::missing_safety_doc, clippy::not_unsafe_ptr_arg_deref, missing_docs)]

use serde::{Deserialize, Serialize};

#[no_mangle]
pub extern "C" fn init() -> i32 {
    0
}

#[no_mangle]
pub extern "C" fn execute() -> i32 {
    0
}

#[no_mangle]
pub extern "C" fn cleanup() -> i32 {
    0
}

#[derive(Serialize)]
struct Greeting {
    message: String,
}

#[derive(Deserialize)]
struct NewItem {
    name: String,
    description: Option<String>,
}

#[derive(Serialize)]
struct Item {
    id: u64,
    name: String,
    description: String,
}

#[derive(Serialize)]
struct Answer<T> {
    success: bool,
    data: Option<T>,
    error: Option<String>,
}

/// The text's first byte; the text is leaked.
fn leaked(value: &impl Serialize) -> *const u8 {
    let bytes = serde_json::to_string(value).unwrap().into_bytes();
    let first = bytes.as_ptr();
    std::mem::forget(bytes);
    first
}

fn given<T: Serialize>(data: T) -> *const u8 {
    leaked(&Answer { success: true, data: Some(data), error: None })
}

#[no_mangle]
pub extern "C" fn handle_greet(_input: *const u8, _len: usize) -> *const u8 {
    leaked(&Greeting { message: "Hello from WASM!".to_string() })
}

#[no_mangle]
pub extern "C" fn list_items(_input: *const u8, _len: usize) -> *const u8 {
    given(vec![
        Item { id: 1, name: "Item 1".into(), description: "First item".into() },
        Item { id: 2, name: "Item 2".into(), description: "Second item".into() },
    ])
}

/// The whole input is the item, though the page says elsewhere that a request comes.
#[no_mangle]
pub extern "C" fn create_item(input: *const u8, len: usize) -> *const u8 {
    let input = unsafe { std::slice::from_raw_parts(input, len) };
    match serde_json::from_slice::<NewItem>(input) {
        Ok(new) => given(Item { id: 1, name: new.name, description: new.description.unwrap_or_default() }),
        Err(error) => leaked(&Answer::<Item> { success: false, data: None, error: Some(format!("Invalid request: {error}")) }),
    }
}
