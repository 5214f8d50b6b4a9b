//! The context argument: what a node can learn of a call beside its inputs. Plugins whose nodes take none link nothing of it.

use super::json::{Kind, Raw, Reader};
use super::konst::same;

/// What stands under each key of a dialect's [`about`](anyhost_abi::Dialect::about), as text: a string's content, the JSON
/// of anything else, nothing for what is absent or null.
#[derive(Debug, Clone, Copy, Default)]
pub struct About<'a>([&'a str; MOST]);

/// So many keys has a host at most.
const MOST: usize = 7;

impl<'a> About<'a> {
    /// Reads what stands under the key of this index.
    pub fn read(&mut self, index: usize, reader: &mut Reader<'a>) {
        let text = match reader.kind() {
            Kind::String => reader.str(),
            Kind::Null => {
                reader.null();
                None
            }
            _ => reader.raw().map(Raw::as_str),
        };
        if let (Some(slot), Some(text)) = (self.0.get_mut(index), text) {
            *slot = text;
        }
    }

    /// What stands under the key of this index.
    #[must_use]
    pub fn get(&self, index: usize) -> &'a str {
        self.0.get(index).copied().unwrap_or("")
    }
}

impl<'a> From<[&'a str; MOST]> for About<'a> {
    fn from(texts: [&'a str; MOST]) -> Self {
        Self(texts)
    }
}

/// The index of a key among those of a host's context, for [`About::get`].
#[must_use]
#[expect(clippy::panic, reason = "evaluated by the compiler only")]
pub(crate) const fn index_of(keys: &[&str], key: &str) -> usize {
    let mut i = 0;
    while i < keys.len() {
        if same(keys[i], key) {
            return i;
        }
        i += 1;
    }
    panic!("the host's context has no such key")
}

/// An argument by which a node learns of the call, and talks to its host.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no context that a node can take",
    label = "not a host's context",
    note = "a reference to a type called `Context` is taken for a host's: `&anyhost::flow_like::Context`, whose kind is `Core`; \
            an input is taken by value"
)]
pub trait HostContext<'a>: Sized {
    /// The host's id.
    const HOST: &'static str;
    /// The keys that it reads.
    const KEYS: &'static [&'static str];

    /// That of this call.
    fn of(about: About<'a>) -> Self;
}

/// Whether a context is that of a host, so that a plugin for this host can take it.
#[must_use]
pub const fn is_context_of<'a, C: HostContext<'a>>(host: &str) -> bool {
    same(C::HOST, host)
}

/// The index of a key among those that a context reads, counted from `first`; `usize::MAX` for any other.
#[must_use]
pub fn context_index<'a, C: HostContext<'a>>(first: usize, key: &str) -> usize {
    match C::KEYS.iter().position(|known| *known == key) {
        Some(index) => first + index,
        None => usize::MAX,
    }
}

/// The context of a call.
#[must_use]
pub fn context<'a, C: HostContext<'a>>(about: About<'a>) -> C {
    C::of(about)
}
