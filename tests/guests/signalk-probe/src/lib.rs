//! Emits what it is told over HTTP, and tells which deltas came, at which depth.
//!
//! The configuration's `onStart` and `onFirst` are deltas as text, emitted by the start and by the first call of
//! `delta_handler`; its `save` is a configuration that the start saves.

use std::ptr::{addr_of, addr_of_mut};

use serde_json::{Value, json};

#[link(wasm_import_module = "env")]
unsafe extern "C" {
    fn sk_handle_message(ptr: *const u8, len: usize, version: i32);
    fn sk_publish_notification(path: *const u8, path_len: usize, value: *const u8, value_len: usize) -> i32;
    fn sk_register_put_handler(context: *const u8, context_len: usize, path: *const u8, path_len: usize) -> i32;
    fn sk_save_config(ptr: *const u8, len: usize) -> i32;
    fn sk_read_config(out: *mut u8, max: usize) -> i32;
    fn sk_get_self_path(path: *const u8, path_len: usize, out: *mut u8, max: usize) -> i32;
}

static mut RECEIVED: Vec<Value> = Vec::new();
static mut ON_FIRST: Option<String> = None;
static mut STARTED: Vec<Value> = Vec::new();
static mut DEPTH: u32 = 0;

fn emit(delta: &str, version: i32) {
    unsafe { sk_handle_message(delta.as_ptr(), delta.len(), version) }
}

fn save_config(config: &Value) -> i32 {
    let text = config.to_string();
    unsafe { sk_save_config(text.as_ptr(), text.len()) }
}

fn received() -> &'static mut Vec<Value> {
    // Wasm has one thread, and no borrow of this lives over an emit.
    unsafe { &mut *addr_of_mut!(RECEIVED) }
}

unsafe fn text(ptr: *const u8, len: usize) -> &'static str {
    unsafe { std::str::from_utf8(std::slice::from_raw_parts(ptr, len)).unwrap_or_default() }
}

fn write(text: &str, out: *mut u8, max: usize) -> i32 {
    let len = text.len().min(max);
    unsafe { std::ptr::copy_nonoverlapping(text.as_ptr(), out, len) };
    len as i32
}

fn answer(body: &Value, out: *mut u8, max: usize) -> i32 {
    write(&json!({"statusCode": 200, "body": body}).to_string(), out, max)
}

#[unsafe(no_mangle)]
extern "C" fn allocate(size: usize) -> *mut u8 {
    let mut buffer = Vec::<u8>::with_capacity(size);
    let at = buffer.as_mut_ptr();
    std::mem::forget(buffer);
    at
}

#[unsafe(no_mangle)]
unsafe extern "C" fn deallocate(ptr: *mut u8, size: usize) {
    drop(unsafe { Vec::from_raw_parts(ptr, 0, size) });
}

#[unsafe(no_mangle)]
extern "C" fn plugin_id(out: *mut u8, max: usize) -> i32 {
    write("signalk-probe", out, max)
}

#[unsafe(no_mangle)]
extern "C" fn plugin_name(out: *mut u8, max: usize) -> i32 {
    write("signalk-probe", out, max)
}

#[unsafe(no_mangle)]
extern "C" fn plugin_schema(out: *mut u8, max: usize) -> i32 {
    write(r#"{"type":"object","properties":{}}"#, out, max)
}

#[unsafe(no_mangle)]
extern "C" fn http_endpoints(out: *mut u8, max: usize) -> i32 {
    let endpoint = |method: &str, name: &str| json!({"method": method, "path": format!("/{name}"), "handler": format!("http_{name}")});
    let list = [endpoint("GET", "received"), endpoint("POST", "emit"), endpoint("POST", "notify"), endpoint("POST", "trap"), endpoint("GET", "stack"), endpoint("POST", "save"), endpoint("GET", "started")];
    write(&Value::from(list.to_vec()).to_string(), out, max)
}

#[unsafe(no_mangle)]
unsafe extern "C" fn plugin_start(config: *const u8, len: usize) -> i32 {
    let config: Value = serde_json::from_str(unsafe { text(config, len) }).unwrap_or_default();
    received().clear();
    unsafe { ON_FIRST = config["onFirst"].as_str().map(str::to_owned) };
    if let Some(delta) = config["onStart"].as_str() {
        emit(delta, 1);
    }
    let saved = config.get("save").map(|save| save_config(save));
    unsafe { (*addr_of_mut!(STARTED)).push(json!({"config": config, "saved": saved})) };
    let (context, path) = ("vessels.self", "probe.put");
    unsafe { sk_register_put_handler(context.as_ptr(), context.len(), path.as_ptr(), path.len()) };
    0
}

#[unsafe(no_mangle)]
extern "C" fn plugin_stop() -> i32 {
    0
}

#[unsafe(no_mangle)]
unsafe extern "C" fn delta_handler(delta: *const u8, len: usize) {
    let depth = unsafe { DEPTH };
    let delta: Value = serde_json::from_str(unsafe { text(delta, len) }).unwrap_or_default();
    received().push(json!({"depth": depth, "delta": delta}));
    let first = unsafe { (*addr_of_mut!(ON_FIRST)).take() };
    if let Some(first) = first {
        unsafe { DEPTH += 1 };
        emit(&first, 1);
        unsafe { DEPTH -= 1 };
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn http_received(_: *const u8, _: usize, out: *mut u8, max: usize) -> i32 {
    let mut buffer = [0u8; 256];
    let path = "navigation.position";
    let known = unsafe { sk_get_self_path(path.as_ptr(), path.len(), buffer.as_mut_ptr(), buffer.len()) };
    answer(&json!({"selfPath": known, "received": std::mem::take(received())}), out, max)
}

/// Body: `{"delta": "<text>", "version"?}`; the answer is what came back during the call.
#[unsafe(no_mangle)]
unsafe extern "C" fn http_emit(request: *const u8, len: usize, out: *mut u8, max: usize) -> i32 {
    let request: Value = serde_json::from_str(unsafe { text(request, len) }).unwrap_or_default();
    received().clear();
    unsafe { DEPTH += 1 };
    emit(request["body"]["delta"].as_str().unwrap_or_default(), request["body"]["version"].as_i64().unwrap_or(1) as i32);
    unsafe { DEPTH -= 1 };
    answer(&Value::from(std::mem::take(received())), out, max)
}

/// Body: `{"path", "value": "<text>"}`.
#[unsafe(no_mangle)]
unsafe extern "C" fn http_notify(request: *const u8, len: usize, out: *mut u8, max: usize) -> i32 {
    let request: Value = serde_json::from_str(unsafe { text(request, len) }).unwrap_or_default();
    received().clear();
    let (path, value) = (request["body"]["path"].as_str().unwrap_or_default(), request["body"]["value"].as_str().unwrap_or_default());
    unsafe { DEPTH += 1 };
    let result = unsafe { sk_publish_notification(path.as_ptr(), path.len(), value.as_ptr(), value.len()) };
    unsafe { DEPTH -= 1 };
    answer(&json!({"result": result, "received": std::mem::take(received())}), out, max)
}

#[unsafe(no_mangle)]
unsafe extern "C" fn http_trap(request: *const u8, len: usize, _: *mut u8, _: usize) -> i32 {
    panic!("asked to: {}", unsafe { text(request, len) }.len())
}

/// Body: `{"config": {…}}`, which is saved.
#[unsafe(no_mangle)]
unsafe extern "C" fn http_save(request: *const u8, len: usize, out: *mut u8, max: usize) -> i32 {
    let request: Value = serde_json::from_str(unsafe { text(request, len) }).unwrap_or_default();
    answer(&json!({"result": save_config(&request["body"]["config"])}), out, max)
}

/// What each start was given, and what the server keeps now.
#[unsafe(no_mangle)]
unsafe extern "C" fn http_started(_: *const u8, _: usize, out: *mut u8, max: usize) -> i32 {
    let mut buffer = vec![0u8; 8192];
    let len = unsafe { sk_read_config(buffer.as_mut_ptr(), buffer.len()) };
    let kept = String::from_utf8_lossy(buffer.get(..len as usize).unwrap_or_default()).into_owned();
    answer(&json!({"starts": unsafe { &*addr_of!(STARTED) }, "kept": kept}), out, max)
}

/// Where the shadow stack stands: each trap leaves it lower.
#[unsafe(no_mangle)]
unsafe extern "C" fn http_stack(_: *const u8, _: usize, out: *mut u8, max: usize) -> i32 {
    let mark = 0u8;
    answer(&json!({"at": addr_of!(mark) as usize}), out, max)
}

#[unsafe(no_mangle)]
unsafe extern "C" fn handle_put_vessels_self_probe_put(_: *const u8, _: usize, out: *mut u8, max: usize) -> i32 {
    write(r#"{"state":"COMPLETED","statusCode":200}"#, out, max)
}
