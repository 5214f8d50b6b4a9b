//! What comes back of a host function.

/// What an import answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reply {
    /// Nothing; or nothing there, or denied.
    None,
    I32(i32),
    I64(i64),
    F64(f64),
    /// Text or bytes, delivered as the host does.
    Bytes(Vec<u8>),
}
