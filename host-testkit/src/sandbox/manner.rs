//! How an instance is treated beyond what its host does: what a hostile host could do.

use std::sync::Arc;

use super::answers::Answers;

/// How an instance is treated. The default is as its host does.
#[derive(Debug, Clone, Default)]
pub(crate) struct Manner {
    /// Compare what a result is before and after the input is freed.
    pub(crate) compare: bool,
    /// Overwrite an input while it is still the host's, after the call.
    pub(crate) scribble: bool,
    /// Free nothing.
    pub(crate) keep: bool,
    /// Where inputs are written.
    pub(crate) room: Room,
    /// Free an input before its call.
    pub(crate) early: bool,
    /// What host functions answer, instead of what the emulator would.
    pub(crate) answers: Option<Arc<Answers>>,
    /// A context that gets room, is used and freed between an input and its call.
    pub(crate) interlude: Option<Arc<[u8]>>,
}

/// Where an input is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Room {
    /// Where the guest's allocator says.
    #[default]
    Asked,
    /// Where the last one lay, if it fits.
    Last,
    /// In memory that the host has grown.
    Grown,
}
