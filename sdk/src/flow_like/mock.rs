//! Flow-Like in a test: a host that expects what a node asks of it.

use super::{Context, Level, LogLevel};
use crate::rt::{About, native};
use anyhost_abi::flow_like::HOST;
use anyhost_abi::flow_like::json::{LOG_LEVELS, context as key};
use anyhost_abi::{Offer, Ret};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

/// Plays the host in an ordinary test, so that a node that takes a [`Context`] is called without wasm.
///
/// ```
/// use anyhost::flow_like::{Context, Level, Mock};
///
/// #[anyhost::node(flow_like)]
/// fn count(cx: &Context, to: u32) {
///     if cx.is_streaming() {
///         (1..=to).for_each(|i| cx.stream_text(&i.to_string()));
///     }
///     cx.info("counted");
/// }
///
/// let mock = Mock::new().streaming(true).expect_stream_text("1").expect_stream_text("2").expect_log(Level::Info, "counted");
/// count(&mock.context(), 2);
/// ```
///
/// It is strict: what the node asks of the host must be what is expected, in this order. Anything else panics in the node's
/// call, and an expectation that was not met panics when the mock is dropped, so either fails the test. Each mock stands for
/// itself, so tests run in parallel.
#[derive(Debug)]
pub struct Mock {
    about: [String; key::ABOUT.len()],
    state: Rc<State>,
}

/// What a mock still expects.
#[derive(Debug, Default)]
struct State {
    expected: RefCell<VecDeque<Expected>>,
    /// Log records pass unexpected.
    allow_logs: Cell<bool>,
}

/// A call of the host, as [`native::Calls`] gets it.
#[derive(Debug)]
struct Expected {
    function: String,
    args: Vec<String>,
    answer: Option<String>,
}

macro_rules! ids {
    ($($name:ident $key:ident $doc:literal)*) => {$(
        #[doc = $doc]
        #[must_use]
        pub fn $name(self, id: impl Into<String>) -> Self {
            self.set(key::$key, id.into())
        }
    )*};
}

impl Mock {
    /// A host that expects nothing; ids are empty, the run does not stream, the flow's log keeps everything.
    #[must_use]
    pub fn new() -> Self {
        let state = Rc::default();
        #[cfg(any(feature = "log", feature = "tracing"))]
        {
            super::logging::install();
            MOCKS.with_borrow_mut(|mocks| mocks.push(Rc::downgrade(&state)));
        }
        Self { about: Default::default(), state }
    }

    ids! {
        node_id NODE_ID "What [`Context::node_id`] returns."
        run_id RUN_ID "What [`Context::run_id`] returns."
        app_id APP_ID "What [`Context::app_id`] returns."
        board_id BOARD_ID "What [`Context::board_id`] returns."
        user_id USER_ID "What [`Context::user_id`] returns."
    }

    /// What [`Context::is_streaming`] returns.
    #[must_use]
    pub fn streaming(self, streams: bool) -> Self {
        self.set(key::STREAM_STATE, streams.to_string())
    }

    /// What [`Context::log_level`] returns.
    #[must_use]
    pub fn log_level(self, level: LogLevel) -> Self {
        self.set(key::LOG_LEVEL, (level as u8).to_string())
    }

    fn set(mut self, name: &str, value: String) -> Self {
        if let Some((_, slot)) = key::ABOUT.iter().zip(&mut self.about).find(|(key, _)| **key == name) {
            *slot = value;
        }
        self
    }

    /// Expects a log record.
    #[must_use]
    pub fn expect_log(self, level: Level, message: impl Into<String>) -> Self {
        let name = LOG_LEVELS.get(level as usize).copied().unwrap_or_default();
        let [module, _] = wrapped(|import| import.name == name && import.result == Ret::None);
        self.expect([module, name], vec![message.into()], None)
    }

    /// Lets log records pass that are not expected.
    #[must_use]
    pub fn allow_logs(self) -> Self {
        self.state.allow_logs.set(true);
        self
    }

    /// Expects a piece of text for the client.
    #[must_use]
    pub fn expect_stream_text(self, text: impl Into<String>) -> Self {
        self.expect(of("stream_text"), vec![text.into()], None)
    }

    /// Expects a question for the time, and answers it: milliseconds since 1970.
    #[must_use]
    pub fn expect_time_now(self, milliseconds: u64) -> Self {
        self.expect(of("time_now"), Vec::new(), Some(milliseconds.cast_signed().to_string()))
    }

    /// Expects a question for random bits, and answers it.
    #[must_use]
    pub fn expect_random(self, bits: u64) -> Self {
        self.expect(of("random"), Vec::new(), Some(bits.cast_signed().to_string()))
    }

    fn expect(self, [module, name]: [&str; 2], args: Vec<String>, answer: Option<String>) -> Self {
        self.state.expected.borrow_mut().push_back(Expected { function: format!("{module}.{name}"), args, answer });
        self
    }

    /// What a node takes.
    #[must_use]
    pub fn context(&self) -> Context<'_> {
        Context::mocked(self, About::from(self.about.each_ref().map(String::as_str)))
    }

    /// Runs something that calls the host.
    pub(super) fn answer<R>(&self, call: impl FnOnce() -> R) -> R {
        native::scope(&mut |function, args| self.state.call(function, args), call)
    }
}

impl State {
    #[expect(clippy::panic, reason = "fails a test")]
    fn call(&self, function: &str, args: &[&[u8]]) -> Option<Vec<u8>> {
        let args: Vec<_> = args.iter().map(|arg| String::from_utf8_lossy(arg)).collect();
        let args: &[&str] = &args.iter().map(AsRef::as_ref).collect::<Vec<_>>();
        let mut expected = self.expected.borrow_mut();
        if expected.front().is_some_and(|expected| expected.is(function, args)) {
            return expected.pop_front().and_then(|expected| expected.answer).map(String::into_bytes);
        }
        if self.allow_logs.get() && level_of(function).is_some() {
            return None;
        }
        let next = expected.front().map_or_else(|| "nothing".to_owned(), |next| shown(&next.function, &next.args));
        let write = level_of(function).map_or_else(|| advice(function, args), |level| expect_log(level, args));
        panic!("the node called {}, and the mock expects {next}: if it should, add `{write}`", shown(function, args));
    }
}

impl Default for Mock {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(any(feature = "log", feature = "tracing"))]
std::thread_local! {
    /// The mocks of this thread: records of `log` and `tracing` say of no context.
    static MOCKS: RefCell<Vec<std::rc::Weak<State>>> = const { RefCell::new(Vec::new()) };
}

/// Lets the last mock of this thread answer; whether there is one.
#[cfg(any(feature = "log", feature = "tracing"))]
pub(super) fn hear(call: impl FnOnce()) -> bool {
    let mock = MOCKS.with_borrow_mut(|mocks| {
        mocks.retain(|mock| mock.strong_count() > 0);
        mocks.last().and_then(std::rc::Weak::upgrade)
    });
    let heard = mock.is_some();
    if let Some(state) = mock {
        native::scope(&mut |function, args| state.call(function, args), call);
    }
    heard
}

impl Drop for Mock {
    #[expect(clippy::panic, reason = "fails a test")]
    fn drop(&mut self) {
        let expected = self.state.expected.take();
        let unmet: Vec<_> = expected.iter().map(|next| shown(&next.function, &next.args)).collect();
        if !unmet.is_empty() && !std::thread::panicking() {
            panic!("the node did not call {}: remove what is not expected, or let the node call it", unmet.join(", "));
        }
    }
}

impl Expected {
    fn is(&self, function: &str, args: &[&str]) -> bool {
        self.function == function && self.args == args
    }
}

/// `function("a", "b")`
fn shown<T: std::fmt::Debug>(function: &str, args: &[T]) -> String {
    let args: Vec<_> = args.iter().map(|arg| format!("{arg:?}")).collect();
    format!("`{function}({})`", args.join(", "))
}

/// The level of a record that this function logs.
fn level_of(function: &str) -> Option<Level> {
    let [module, _] = wrapped(|import| import.name == "trace");
    let name = function.strip_prefix(module)?.strip_prefix('.')?;
    let levels = [Level::Trace, Level::Debug, Level::Info, Level::Warn, Level::Error];
    levels.into_iter().zip(LOG_LEVELS).find(|(_, level)| **level == name).map(|(level, _)| level)
}

fn expect_log(level: Level, args: &[&str]) -> String {
    format!(".expect_log(Level::{level:?}, {:?})", args.first().copied().unwrap_or_default())
}

fn advice(function: &str, args: &[&str]) -> String {
    let method = ["stream_text", "time_now", "random"].into_iter().find(|method| of(method).join(".") == function);
    let argument = args.first().map_or_else(|| "0".to_owned(), |text| format!("{text:?}"));
    format!(".expect_{}({argument})", method.unwrap_or_default())
}

/// Module and name of the function that a method of the context calls.
fn of(method: &str) -> [&'static str; 2] {
    wrapped(|import| matches!(import.offer, Offer::Wrapped(path) if path.ends_with(&format!("::{method}"))))
}

fn wrapped(is: impl Fn(&anyhost_abi::Import) -> bool) -> [&'static str; 2] {
    let imports = HOST.dialects.first().map_or(&[] as &[_], |dialect| dialect.imports);
    let found = imports.iter().find(|import| matches!(import.offer, Offer::Wrapped(_)) && is(import));
    found.map_or(["", ""], |import| [import.module, import.name])
}
