//! Names two hosts and imports, by hand, a function that only one of them has.

#[link(wasm_import_module = "flowlike_log")]
unsafe extern "C" {
    #[cfg_attr(not(target_family = "wasm"), allow(dead_code))]
    fn info(start: *const u8, len: usize);
}

/// Logs its input.
#[anyhost::node(flow_like, nlink, category = "Custom/Text")]
pub fn log(message: &str) {
    // SAFETY: the host reads the message during the call.
    #[cfg(target_family = "wasm")]
    unsafe {
        info(message.as_ptr(), message.len());
    }
    #[cfg(not(target_family = "wasm"))]
    let _ = message;
}
