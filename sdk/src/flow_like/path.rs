//! Paths of files, as nodes hand them to each other.

use crate::rt::{FromPin, Pin as PinOf, PinType, Reader, ToPin, Writer};
use anyhost_abi::DataType;

/// A file or folder of the flow: what pins of type `PathBuf` carry.
///
/// A core module can read none of it: it takes paths and returns them, for other nodes to use. The host validates nothing of
/// it (`host_functions/storage.rs:12`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FlowPath {
    /// Where it is in its store.
    pub path: String,
    /// Which store: `wasm_dirs__storage_…`, known only to the host.
    pub store_ref: String,
    /// The store that caches it.
    pub cache_store_ref: Option<String>,
}

/// The same to the macros, which give it fields and a schema.
#[derive(crate::Pin)]
struct Fields {
    path: String,
    store_ref: String,
    cache_store_ref: Option<String>,
}

impl PinOf for FlowPath {
    const TYPE: PinType = PinType { data: DataType::Path, ..<Fields as PinOf>::TYPE };
}

impl FromPin<'_> for FlowPath {
    fn from_pin(reader: &mut Reader<'_>) -> Option<Self> {
        let Fields { path, store_ref, cache_store_ref } = Fields::from_pin(reader)?;
        Some(Self { path, store_ref, cache_store_ref })
    }
}

impl ToPin for FlowPath {
    fn to_pin(&self, writer: &mut Writer) {
        let Self { path, store_ref, cache_store_ref } = self.clone();
        Fields { path, store_ref, cache_store_ref }.to_pin(writer);
    }
}
