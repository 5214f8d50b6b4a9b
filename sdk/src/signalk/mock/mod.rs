//! Signal K in a test: a server that keeps what a plugin tells it, and refuses what it is told to refuse.

mod files;
mod model;
mod server;
mod sockets;

pub use sockets::{Datagram, TcpPeer};

use crate::rt::native;
use server::{Inner, State};
use std::rc::Rc;

/// Plays the server in an ordinary test, so that a plugin's methods are called without wasm.
///
/// ```
/// use anyhost::signalk::{self, Delta, Mock};
///
/// fn poll(depth: f64) {
///     signalk::status("sounding");
///     Delta::new().value("environment.depth.belowKeel", depth).emit();
/// }
///
/// let mock = Mock::new();
/// poll(4.5);
/// assert_eq!(mock.status().as_deref(), Some("sounding"));
/// assert_eq!(mock.value("environment.depth.belowKeel").as_deref(), Some("4.5"));
/// ```
///
/// It answers on its thread from [`new`](Self::new) until it is dropped, so tests run in parallel; of several on one thread,
/// the last one that is left. It is strict: what the real server would drop or misread without a word (a delta of a wrong
/// form, a path with an empty part, a connection to a peer that the test knows nothing of) panics in the plugin's call,
/// so it fails the test, and so does any call without a mock. It grants every capability; [`without`](Self::without) and
/// [`answer`](Self::answer) arrange refusals.
#[derive(Debug)]
pub struct Mock {
    state: Rc<State>,
}

macro_rules! kept {
    ($($name:ident $field:ident $ty:ty, $doc:literal;)*) => {$(
        #[doc = $doc]
        #[must_use]
        pub fn $name(&self) -> $ty {
            self.with(|server| server.$field.clone())
        }
    )*};
}

impl Mock {
    /// A server that was told nothing.
    #[must_use]
    pub fn new() -> Self {
        let state = Rc::new(State::default());
        let host: Rc<dyn native::Host> = state.clone();
        native::install(&host);
        #[cfg(any(feature = "log", feature = "tracing"))]
        super::begin();
        Self { state }
    }

    /// Refuses what needs this capability, as a package does that lacks it: `putHandlers`, `resourceProvider`,
    /// `weatherProvider`, `radarProvider`, `rawSockets`, `network`.
    #[expect(clippy::panic, reason = "fails a test")]
    pub fn without(&self, capability: &str) {
        let known = anyhost_abi::signalk::HOST.capabilities;
        if !known.contains(&capability) {
            panic!("`{capability}` gates nothing: {}", known.join(", "));
        }
        self.with(|server| server.without.insert(capability.to_owned()));
    }

    /// What the next call of a function gives to the plugin instead of doing anything: the number that the server's own
    /// function returns. The function is called as in the documentation: `signalk::save_config`, `signalk::Udp::bind`.
    #[expect(clippy::panic, reason = "fails a test")]
    pub fn answer(&self, function: &str, number: i32) {
        if !server::wrappers().any(|path| path == function) {
            let known: Vec<_> = server::wrappers().collect();
            panic!("no function of the server is wrapped as `{function}`: {}", known.join(", "));
        }
        self.with(|server| server.answers.push((function.to_owned(), number)));
    }

    kept! {
        status status Option<String>, "The plugin's status; `None` if none was set, or an error took its place.";
        error error Option<String>, "The plugin's error; `None` if none was set, or a status took its place.";
        debug_lines debug Vec<String>, "The lines of the debug log.";
        deltas deltas Vec<String>, "The deltas that the plugin sent, as JSON.";
        puts puts Vec<(String, String)>, "Contexts and paths for which PUT handlers are registered, each time.";
        resource_types resources Vec<String>, "Types that resource providers are registered for, each time.";
        weather_provider weather Option<String>, "The name of the weather provider.";
        radar_provider radar Option<String>, "The name of the radar provider.";
        streams streams Vec<(String, Vec<u8>)>, "Ids of streams and what was sent on them.";
        saved_config config Option<String>, "The configuration as it is saved, as JSON.";
    }

    /// The value of a path of the own vessel, as JSON.
    #[must_use]
    pub fn value(&self, path: &str) -> Option<String> {
        self.value_of(model::SELF, path)
    }

    /// The value of a path of another context, as JSON.
    #[must_use]
    pub fn value_of(&self, context: &str, path: &str) -> Option<String> {
        self.with(|server| server.model.value(context, path))
    }

    /// The metadata of a path of the own vessel, as JSON.
    #[must_use]
    pub fn meta(&self, path: &str) -> Option<String> {
        self.with(|server| server.model.meta(model::SELF, path))
    }

    /// The notification of a path, as JSON, with or without `notifications.` before the path.
    #[must_use]
    pub fn notification(&self, path: &str) -> Option<String> {
        let path = path.strip_prefix(model::NOTIFICATIONS).unwrap_or(path);
        self.value(&format!("{}{path}", model::NOTIFICATIONS))
    }

    /// The paths of all notifications, and what is notified, as JSON.
    #[must_use]
    pub fn notifications(&self) -> Vec<(String, String)> {
        self.with(|server| server.model.notifications())
    }

    /// Lets a configuration be saved on the server, as JSON.
    pub fn set_config(&self, json: &str) {
        self.with(|server| server.config = Some(json.to_owned()));
    }

    /// Takes the plugin's directory away, as the server does from a plugin that is enabled when it starts.
    pub fn without_files(&self) {
        self.with(|server| server.files = files::Files::Gone);
    }

    fn with<R>(&self, see: impl FnOnce(&mut Inner) -> R) -> R {
        see(&mut self.state.inner.borrow_mut())
    }
}

impl Default for Mock {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::{Delta, Meta, status};
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    fn panic_of(run: impl FnOnce()) -> String {
        let payload = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
        payload.downcast_ref::<String>().cloned().unwrap_or_default()
    }

    #[test]
    fn it_answers_while_it_lives() {
        let text = panic_of(|| status("x"));
        assert!(text.contains("there is no host that `env.sk_set_status` could reach"), "{text}");
        let outer = Mock::new();
        {
            let inner = Mock::new();
            status("inner");
            assert_eq!(inner.status().as_deref(), Some("inner"));
        }
        status("outer");
        assert_eq!(outer.status().as_deref(), Some("outer"));
        std::thread::spawn(|| assert!(!native::is_installed())).join().unwrap();
        drop(outer);
        assert!(!native::is_installed());
    }

    #[test]
    fn what_the_server_drops_without_a_word_fails_the_test() {
        let _mock = Mock::new();
        for path in ["navigation..position", ".a", "a.", "a b"] {
            let text = panic_of(|| Delta::new().value(path, 1).emit());
            assert!(text.contains(path), "{text}");
        }
        let text = panic_of(|| Delta::new().meta("", &Meta::new()).value("", 1).emit());
        assert!(text.contains("is an object"), "{text}");
        for (delta, error) in [
            ("[1", "expected"),
            ("{}", "no updates"),
            (r#"{"updates":7}"#, "expected an array"),
            (r#"{"updates":[{"values":[{"value":1}]}]}"#, "without a path"),
            (r#"{"updates":[{"values":[{"path":"a"}]}]}"#, "without a value"),
            (r#"{"updates":[{}]}"#, "neither values nor meta"),
        ] {
            let text = panic_of(|| super::super::delta::emit(delta, 1));
            assert!(text.contains(error), "{delta}: {text}");
        }
    }

    #[test]
    fn arrangements_are_checked() {
        let mock = Mock::new();
        assert!(panic_of(|| mock.without("dataWrite")).contains("gates nothing"));
        assert!(panic_of(|| mock.answer("sk_debug", 1)).contains("signalk::save_config"));
    }

    #[test]
    fn contexts_are_told_apart() {
        let mock = Mock::new();
        Delta::of("vessels.self").value("a", 1).emit();
        Delta::of("vessels.urn:mrn:imo:mmsi:1").value("a", 2).emit();
        Delta::new().meta("b", &Meta::new().units("m")).value("b", 3).emit();
        assert_eq!(mock.value("a").as_deref(), Some("1"));
        assert_eq!(mock.value_of("vessels.urn:mrn:imo:mmsi:1", "a").as_deref(), Some("2"));
        assert_eq!((mock.value("b").as_deref(), mock.meta("b").as_deref()), (Some("3"), Some(r#"{"units":"m"}"#)));
        assert_eq!(mock.meta("a"), None);
    }
}
