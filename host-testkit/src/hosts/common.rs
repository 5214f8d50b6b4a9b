//! Rules that hosts share, by what they are about.

use anyhost_abi::Rule;

use super::Occasion;

/// Rules that hosts share; `None` where a host has no such rule.
#[derive(Debug)]
pub(crate) struct Common {
    pub(crate) defaults: &'static Rule,
    pub(crate) input: &'static Rule,
    pub(crate) context: &'static Rule,
    /// A context of zeros, which the host itself makes.
    pub(crate) zeros: Option<&'static Rule>,
    /// A call that comes another way than the usual one.
    pub(crate) desktop: Option<&'static Rule>,
    /// Functions of the host that fail.
    pub(crate) denied: Option<&'static Rule>,
    /// A malformed context is answered as if it were well.
    pub(crate) accepts_malformed: Option<&'static Rule>,
    pub(crate) extra_keys: &'static Rule,
    pub(crate) node_name: &'static Rule,
    /// The wrong node answers.
    pub(crate) dispatch: Option<&'static Rule>,
    /// A default that the node does not apply itself.
    pub(crate) own_defaults: Option<&'static Rule>,
    pub(crate) kept: &'static Rule,
    pub(crate) after_error: &'static Rule,
    /// What a call answers depends on those before it.
    pub(crate) state: Option<&'static Rule>,
    /// Memory grows although the host frees all that it frees.
    pub(crate) leak: Option<&'static Rule>,
    /// Memory grows where nobody frees.
    pub(crate) leak_unfreed: Option<&'static Rule>,
    pub(crate) reads_freed: Option<&'static Rule>,
    /// A result changes before it is freed.
    pub(crate) result_kept: Option<&'static Rule>,
    /// A result that the host frees lies in static data.
    pub(crate) static_result: Option<&'static Rule>,
    pub(crate) alloc_zero: Option<&'static Rule>,
    pub(crate) alloc_huge: Option<&'static Rule>,
    /// A size that cannot be served leaves the instance unusable.
    pub(crate) odd_sizes: Option<&'static Rule>,
    pub(crate) alloc_bounds: Option<&'static Rule>,
    /// The allocator does not serve what any request may need.
    pub(crate) alloc_traps: Option<&'static Rule>,
    /// The allocator returns 0 for what any request may need.
    pub(crate) alloc_null: Option<&'static Rule>,
    /// The allocator serves after it has trapped.
    pub(crate) alloc_unsteady: Option<&'static Rule>,
    pub(crate) tolerant: Option<&'static Rule>,
    /// Calls in another order than the host's.
    pub(crate) order: Option<&'static Rule>,
    /// Two inputs at a time.
    pub(crate) interleaved: Option<&'static Rule>,
    /// An input where the last one lay.
    pub(crate) reused: Option<&'static Rule>,
    /// Memory grows between calls.
    pub(crate) host_grows: Option<&'static Rule>,
    /// An input is freed before its call.
    pub(crate) freed_early: Option<&'static Rule>,
    pub(crate) initialize_twice: Option<&'static Rule>,
    pub(crate) needs_initialize: Option<&'static Rule>,
    pub(crate) unsteady: Option<&'static Rule>,
    /// What a definition excludes is taken.
    pub(crate) options: Option<&'static Rule>,
    /// A whole number that the host cannot hold.
    pub(crate) wide_number: Option<&'static Rule>,
    /// A number that lost precision on its way through.
    pub(crate) precision: Option<&'static Rule>,
    /// A value that is passed through is written otherwise.
    pub(crate) rewritten: Option<&'static Rule>,
    /// A large input is too much for the memory.
    pub(crate) large: Option<&'static Rule>,
    /// A stack overflow leaves the instance unusable.
    pub(crate) stack_left: Option<&'static Rule>,
}

impl Common {
    /// The rule that a trap breaks.
    pub(crate) fn of(&self, occasion: Occasion) -> &'static Rule {
        match occasion {
            Occasion::Defaults | Occasion::Absent => self.defaults,
            Occasion::Input | Occasion::Outside => self.input,
            Occasion::Context => self.context,
            Occasion::ExtraKeys => self.extra_keys,
            Occasion::NodeName => self.node_name,
            Occasion::Zeros => self.zeros.unwrap_or(self.context),
            Occasion::Desktop => self.desktop.unwrap_or(self.input),
            Occasion::Denied => self.denied.unwrap_or(self.input),
        }
    }
}
