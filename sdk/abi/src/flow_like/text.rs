//! The host's own error texts, as observed. An ellipsis in a comment stands for the part that follows the constant.

/// `Missing required export: run` and `: memory`.
pub const MISSING_EXPORT: &str = "Missing required export: ";
/// What [`MISSING_EXPORT`] names when neither getter is there.
pub const GETTERS: &str = "get_node or get_nodes";
/// Before the engine's text, at instantiation.
pub const INSTANTIATE: &str = "Instantiation error: Failed to instantiate module: ";
/// wasmtime: ``unknown import: `m::f` has not been defined``; these are the parts around `m`, `f`.
pub const UNKNOWN_IMPORT: (&str, &str, &str) = ("unknown import: `", "::", "` has not been defined");
/// wasmtime: ``incompatible import type for `m::f` ``.
pub const IMPORT_TYPE: (&str, &str, &str) = ("incompatible import type for `", "::", "`");
/// `Instantiation error: Failed to call _initialize: …`, also `_start`.
pub const START: (&str, &str) = ("Instantiation error: Failed to call ", ": ");
/// Before serde_json's text: a definition that does not parse.
pub const DEFINITION: &str = "Invalid node definition: Invalid JSON: ";
/// Before wasmtime's text: trap, fuel, timeout and stack overflow alike.
pub const CALL_FAILED: &str = "Execution error in run: Call failed: ";
/// Before the code: a negative result of `run`.
pub const ERROR_CODE: &str = "Execution error in run: Returned error code: ";
/// Before serde_json's text: a result that does not parse.
pub const RESULT_JSON: &str = "Execution error in run: Invalid JSON result: ";
/// A result that is not UTF-8; the engine's text follows.
pub const RESULT_UTF8: &str = "Execution error in run: Invalid UTF-8 result: ";
/// Before and between the numbers: `trying to read 100 bytes at offset 131072…`.
pub const OUT_OF_BOUNDS_READ: (&str, &str) =
    ("Memory access error: Memory access out of bounds: trying to read ", " bytes at offset ");
/// The same for writes: `trying to write 146 bytes at offset 131072, but memory size is 131072`.
pub const OUT_OF_BOUNDS_WRITE: (&str, &str) =
    ("Memory access error: Memory access out of bounds: trying to write ", " bytes at offset ");
/// After the offset, before the size of memory.
pub const OUT_OF_BOUNDS_SIZE: &str = ", but memory size is ";
/// Before the engine's text: `alloc` trapped.
pub const ALLOCATION: &str = "Memory access error: Allocation failed: ";
/// Before the engine's text: `dealloc` trapped. The result is not read then.
pub const DEALLOCATION: &str = "Memory access error: Deallocation failed: ";
/// Around the name of a getter (`get_node`, `get_nodes`) that trapped; the engine's text follows.
pub const GETTER_FAILED: (&str, &str) = ("Execution error in ", ": Call failed: ");
/// Around the name of a getter and before the code that it returned.
pub const GETTER_CODE: (&str, &str) = ("Execution error in ", ": Returned error code: ");
/// A definition that is not UTF-8; the engine's text follows.
pub const DEFINITION_UTF8: &str = "Invalid node definition: Invalid UTF-8: ";
/// An empty array of definitions where a node is wanted.
pub const NO_DEFINITION: &str = "Invalid node definition: Empty node list in package";
/// The flow's text around a result's `error`.
pub const FLOW_ERROR: &str = "WASM execution error: ";
/// The flow's text around a host message: a trap or a bad result.
pub const FLOW_FAILED: &str = "WASM execution failed: ";
/// The flow's text around an unknown name in `outputs` or `activate_exec`.
pub const PIN_NOT_FOUND: (&str, &str) = ("Pin ", " not found");
/// The flow's text for an exec name that is an input.
pub const PIN_NOT_OUTPUT: &str = "Pin is not of type Output";
/// The flow's text for an exec name that carries data.
pub const PIN_NOT_EXECUTION: &str = "Pin is not of type Execution";
/// E2: every call after a failed one.
pub const CLOSED: &str = "Execution error in run: The package runtime is closed for this run";
/// How a node that was turned out of a package without an id is refused.
pub const NO_PACKAGE_ID: &str = "Execution blocked: WASM node has no package_id";
/// The package id of a side-loaded node, before its name.
pub const LOCAL_PACKAGE: &str = "local::";

/// Codes that `run`, `get_node` and `get_nodes` may return, with their meaning (`error.rs:171-199`). The host shows the
/// number only.
pub const ERROR_CODES: &[(i32, &str)] = &[
    (-1, "error"),
    (-2, "invalid argument"),
    (-3, "not found"),
    (-4, "permission denied"),
    (-5, "out of memory"),
    (-6, "timeout"),
    (-7, "not implemented"),
    (-8, "internal"),
    (-9, "buffer too small"),
    (-10, "invalid UTF-8"),
    (-11, "JSON error"),
];
