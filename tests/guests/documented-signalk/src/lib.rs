//! The documented template: one setting, a status, nothing else.
#![allow(clippy::missing_safety_doc, missing_docs)]

use std::cell::RefCell;

use serde::Deserialize;

#[link(wasm_import_module = "env")]
extern "C" {
    fn sk_debug(ptr: *const u8, len: usize);
    fn sk_set_status(ptr: *const u8, len: usize);
    fn sk_set_error(ptr: *const u8, len: usize);
}

fn debug(text: &str) {
    unsafe { sk_debug(text.as_ptr(), text.len()) }
}

fn set_status(text: &str) {
    unsafe { sk_set_status(text.as_ptr(), text.len()) }
}

fn set_error(text: &str) {
    unsafe { sk_set_error(text.as_ptr(), text.len()) }
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PluginConfig {
    #[serde(default)]
    #[allow(dead_code)]
    max_radius: f64,
}

#[derive(Default)]
struct PluginState {
    config: PluginConfig,
    is_running: bool,
}

thread_local! {
    static STATE: RefCell<PluginState> = RefCell::new(PluginState::default());
}

const PLUGIN_ID: &str = "my-rust-plugin";
const PLUGIN_NAME: &str = "My Rust Plugin";
const PLUGIN_SCHEMA: &str = r#"{
    "type": "object",
    "properties": {
        "maxRadius": {
            "type": "number",
            "title": "Max Radius",
            "default": 50
        }
    }
}"#;

#[no_mangle]
pub extern "C" fn allocate(size: usize) -> *mut u8 {
    let mut buffer = Vec::<u8>::with_capacity(size);
    let ptr = buffer.as_mut_ptr();
    std::mem::forget(buffer);
    ptr
}

#[no_mangle]
pub unsafe extern "C" fn deallocate(ptr: *mut u8, size: usize) {
    drop(Vec::from_raw_parts(ptr, 0, size));
}

fn write_string(text: &str, out: *mut u8, max: usize) -> i32 {
    let len = text.len().min(max);
    unsafe { std::ptr::copy_nonoverlapping(text.as_ptr(), out, len) };
    len as i32
}

#[no_mangle]
pub extern "C" fn plugin_id(out: *mut u8, max: usize) -> i32 {
    write_string(PLUGIN_ID, out, max)
}

#[no_mangle]
pub extern "C" fn plugin_name(out: *mut u8, max: usize) -> i32 {
    write_string(PLUGIN_NAME, out, max)
}

#[no_mangle]
pub extern "C" fn plugin_schema(out: *mut u8, max: usize) -> i32 {
    write_string(PLUGIN_SCHEMA, out, max)
}

#[no_mangle]
pub unsafe extern "C" fn plugin_start(config: *const u8, len: usize) -> i32 {
    let json = String::from_utf8_lossy(std::slice::from_raw_parts(config, len)).to_string();
    let config: PluginConfig = match serde_json::from_str(&json) {
        Ok(config) => config,
        Err(error) => {
            set_error(&format!("Failed to parse config: {error}"));
            return 1;
        }
    };
    STATE.with(|state| {
        let mut state = state.borrow_mut();
        state.config = config;
        state.is_running = true;
    });
    debug("Plugin started successfully");
    set_status("Running");
    0
}

#[no_mangle]
pub extern "C" fn plugin_stop() -> i32 {
    STATE.with(|state| state.borrow_mut().is_running = false);
    debug("Plugin stopped");
    set_status("Stopped");
    0
}
