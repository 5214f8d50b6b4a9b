//! The context argument: what a node learns of its call, and the host's functions that really work.

mod component;
mod level;

#[cfg(not(target_family = "wasm"))]
use super::Mock;
use crate::rt::context::index_of;
use crate::rt::imports::flow_like::{flowlike_log, flowlike_meta, flowlike_stream};
use crate::rt::{About, HostContext};
use anyhost_abi::flow_like::json::context as key;
use core::fmt;
use core::marker::PhantomData;

pub use crate::records::Level;
pub use component::{AsksModels, ComponentKind, KeepsValues, Returns, SetsOutputs, StreamsEvents, UsesNetwork, WritesFiles};
pub use level::LogLevel;

/// The kind of a plugin that is built today: a core module.
#[derive(Debug, Clone, Copy)]
pub enum Core {}

/// What a node learns of its call, and how it talks to Flow-Like while it runs.
///
/// A node takes it as a parameter, `&Context`, which is no input:
///
/// ```
/// use anyhost::flow_like::Context;
/// use anyhost::node;
///
/// /// Greets the user.
/// #[node(flow_like)]
/// fn hello(cx: &Context, name: String) -> String {
///     cx.info(&format!("greets {name} in run {}", cx.run_id()));
///     format!("Hello, {name}!")
/// }
/// # use anyhost::flow_like::{Level, Mock};
/// # let mock = Mock::new().run_id("7").expect_log(Level::Info, "greets Ada in run 7");
/// # assert_eq!(hello(&mock.context(), "Ada".into()), "Hello, Ada!");
/// ```
///
/// Ids and flags come with the call (`abi.rs:144-166` of the host). Everything else is a function of the host; a plugin
/// imports those that its code uses, and a plugin whose nodes take no context imports nothing. Other hosts have no such
/// context, so a node that takes one is for Flow-Like alone.
///
/// What core modules cannot do on the real host, though the host has functions for it, does not compile, and the error says
/// what the host really does. A result is how a node sets outputs and chooses exec outputs.
///
/// In tests a [`Mock`](super::Mock) gives one.
pub struct Context<'a, K = Core> {
    about: About<'a>,
    #[cfg(not(target_family = "wasm"))]
    mock: Option<&'a Mock>,
    kind: PhantomData<K>,
}

const fn index(key: &str) -> usize {
    index_of(key::ABOUT, key)
}

impl<K> Context<'_, K> {
    /// Id of the node in the board. Like all ids it may be empty; the desktop's debug run passes `debug` as each.
    #[must_use]
    pub fn node_id(&self) -> &str {
        self.about.get(const { index(key::NODE_ID) })
    }

    /// Id of the run.
    #[must_use]
    pub fn run_id(&self) -> &str {
        self.about.get(const { index(key::RUN_ID) })
    }

    /// Id of the app.
    #[must_use]
    pub fn app_id(&self) -> &str {
        self.about.get(const { index(key::APP_ID) })
    }

    /// Id of the board.
    #[must_use]
    pub fn board_id(&self) -> &str {
        self.about.get(const { index(key::BOARD_ID) })
    }

    /// Id of the user.
    #[must_use]
    pub fn user_id(&self) -> &str {
        self.about.get(const { index(key::USER_ID) })
    }

    /// Whether the run streams to a client.
    #[must_use]
    pub fn is_streaming(&self) -> bool {
        self.about.get(const { index(key::STREAM_STATE) }) == "true"
    }

    /// What the flow keeps of its log: records of this level and above.
    #[must_use]
    pub fn log_level(&self) -> LogLevel {
        LogLevel::read(self.about.get(const { index(key::LOG_LEVEL) }))
    }
}

/// Calls the host's function for this level.
pub(super) fn log(level: Level, message: &str) {
    let log = match level {
        Level::Trace => flowlike_log::trace,
        Level::Debug => flowlike_log::debug,
        Level::Info => flowlike_log::info,
        Level::Warn => flowlike_log::warn,
        Level::Error => flowlike_log::error,
    };
    log(message);
}

impl Context<'_> {
    /// Writes to the flow's log, which keeps records of its own [level](Context::log_level) and above.
    ///
    /// Void on the host's older epoch, which does not see the guest's memory (`linker.rs:1363-1379`). Records are lost when
    /// the node traps, as it does in a panic (`node.rs:447-450`).
    pub fn log(&self, level: Level, message: &str) {
        self.call(|| log(level, message));
    }

    /// [`log`](Self::log) at [`Level::Trace`], which the flow shows as Debug.
    pub fn trace(&self, message: &str) {
        self.call(|| flowlike_log::trace(message));
    }

    /// [`log`](Self::log) at [`Level::Debug`].
    pub fn debug(&self, message: &str) {
        self.call(|| flowlike_log::debug(message));
    }

    /// [`log`](Self::log) at [`Level::Info`].
    pub fn info(&self, message: &str) {
        self.call(|| flowlike_log::info(message));
    }

    /// [`log`](Self::log) at [`Level::Warn`].
    pub fn warn(&self, message: &str) {
        self.call(|| flowlike_log::warn(message));
    }

    /// [`log`](Self::log) at [`Level::Error`]. The node goes on: to fail, return an `Err`.
    pub fn error(&self, message: &str) {
        self.call(|| flowlike_log::error(message));
    }

    /// Sends a piece of text to the client while the node runs; it arrives as an event `wasm_text` (`node.rs:473-482`).
    ///
    /// The node has to declare the permission `streaming`, else the host drops it. Void on the older epoch, lost when the
    /// node traps.
    pub fn stream_text(&self, text: &str) {
        self.call(|| flowlike_stream::text(text));
    }

    /// Milliseconds since 1970, from the host's clock. WASI's clock is a stub there that leaves the time unwritten.
    #[must_use]
    pub fn time_now(&self) -> u64 {
        self.call(flowlike_meta::time_now).cast_unsigned()
    }

    /// 64 random bits from the host. WASI's `random_get` is a stub there that leaves the bytes unwritten.
    #[must_use]
    pub fn random(&self) -> u64 {
        self.call(flowlike_meta::random).cast_unsigned()
    }

    /// Calls the host: the mock, where a test gave one.
    #[inline]
    fn call<R>(&self, call: impl FnOnce() -> R) -> R {
        #[cfg(not(target_family = "wasm"))]
        if let Some(mock) = self.mock {
            return mock.answer(call);
        }
        call()
    }
}

#[cfg(not(target_family = "wasm"))]
impl<'a> Context<'a> {
    /// That of a call which the mock plays the host of.
    pub(super) fn mocked(mock: &'a Mock, about: About<'a>) -> Self {
        Self { about, mock: Some(mock), kind: PhantomData }
    }
}

impl<'a> HostContext<'a> for Context<'a> {
    const HOST: &'static str = anyhost_abi::flow_like::HOST.id;

    const KEYS: &'static [&'static str] = key::ABOUT;

    fn of(about: About<'a>) -> Self {
        let context = Self {
            about,
            #[cfg(not(target_family = "wasm"))]
            mock: None,
            kind: PhantomData,
        };
        #[cfg(any(feature = "log", feature = "tracing"))]
        super::logging::keep(context.log_level());
        context
    }
}

impl<K> fmt::Debug for Context<'_, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("node_id", &self.node_id()).field("run_id", &self.run_id()).finish_non_exhaustive()
    }
}
