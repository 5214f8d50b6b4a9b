//! The runtime on wasm32: the allocator, the boundary and the JSON where they are really used.
#![cfg(target_family = "wasm")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(unsafe_code, reason = "plays the host: writes to and reads from addresses")]

use wasm_bindgen_test::wasm_bindgen_test;

/// A plugin in this very module, called through its exports.
#[anyhost::plugin(flow_like, category = "Test")]
pub mod nodes {
    /// Joins.
    #[node]
    pub fn join(parts: Vec<String>, #[pin(default = "-")] between: &str) -> String {
        parts.join(between)
    }

    /// Doubles.
    #[node(outputs("twice", "double"))]
    pub fn double(float: f64, integer: i64) -> (f64, i64) {
        (float * 2.0, integer.wrapping_mul(2))
    }
}

unsafe extern "C" {
    safe fn alloc(size: i32) -> i32;
    safe fn dealloc(start: i32, size: i32);
    safe fn run(start: i32, len: i32) -> i64;
    safe fn get_nodes() -> i64;
}

fn read(packed: i64) -> String {
    let (start, len) = ((packed >> 32) as usize, packed as u32 as usize);
    // SAFETY: what an export returned lies in memory.
    let bytes = unsafe { std::slice::from_raw_parts(std::ptr::with_exposed_provenance(start), len) };
    std::str::from_utf8(bytes).unwrap().to_owned()
}

/// Room for a context, filled.
fn give(context: &str) -> (i32, i32) {
    let len = context.len() as i32;
    let start = alloc(len);
    // SAFETY: the buffer is as large as asked.
    unsafe { std::ptr::with_exposed_provenance_mut::<u8>(start as usize).copy_from(context.as_ptr(), context.len()) };
    (start, len)
}

fn call(context: &str) -> String {
    let (start, len) = give(context);
    let result = run(start, len);
    dealloc(start, len);
    read(result)
}

#[wasm_bindgen_test]
fn nodes_answer() {
    assert_eq!(
        call(r#"{"inputs":{"parts":["a","\u00e4","\n"]},"node_name":"join"}"#),
        "{\"error\":null,\"outputs\":{\"output\":\"a-ä-\\n\"},\"activate_exec\":[\"exec_out\"]}"
    );
    assert_eq!(
        call(r#"{"inputs":{"float":0.05,"integer":4611686018427387904},"node_name":"double"}"#),
        r#"{"error":null,"outputs":{"twice":0.1,"double":-9223372036854775808},"activate_exec":["exec_out"]}"#
    );
    assert!(read(get_nodes()).starts_with(r#"[{"name":"join""#));
}

#[wasm_bindgen_test]
fn memory_stays_flat_whatever_the_host_frees() {
    let context = format!(r#"{{"inputs":{{"parts":["{}","b"]}},"node_name":"join"}}"#, "x".repeat(100_000));
    let mut flat = 0;
    for round in 0..200 {
        let (start, len) = give(&context);
        let result = run(start, len);
        for _ in 0..round % 3 {
            dealloc(start, 7);
            dealloc((result >> 32) as i32, 1);
        }
        dealloc(3, 3);
        dealloc(-1, -1);
        if round == 20 {
            flat = core::arch::wasm32::memory_size(0);
        }
    }
    assert_eq!(core::arch::wasm32::memory_size(0), flat);
}

#[wasm_bindgen_test]
fn nothing_is_a_buffer() {
    let start = alloc(0);
    assert_ne!(start, 0);
    assert!(read(run(start, 0)).contains("invalid context"));
    assert!(read(run(-1, -1)).contains("invalid context"));
    assert!(read(run(0, 0)).contains("invalid context"));
}
