//! Plugins outside of wasm: nodes run as they would there, and what they ask of a host goes to whoever runs them, or to a
//! mock of the test.

use super::call::run;
use super::json::{PAD, Reader, Writer};
use super::received::{Received, Stray};
use super::{Node, RouteInfo, Wire};
use crate::http::exchange::{self, Route};
use core::cell::{Cell, RefCell};
use core::ptr::NonNull;
use std::borrow::Cow;
use std::path::PathBuf;
use std::rc::{Rc, Weak};

/// Takes a host function's name, `module.function` as the host calls them, and its arguments: texts and bytes as they are,
/// numbers in decimal digits, of a buffer its size. Returns what the function returns: nothing, a number in digits, or the
/// bytes of a buffer, of which there may be none.
pub type Calls<'c> = dyn FnMut(&str, &[&[u8]]) -> Option<Vec<u8>> + 'c;

/// An argument of a host's function.
#[derive(Debug)]
pub(crate) enum Arg<'a> {
    /// Text, or JSON.
    Text(&'a str),
    /// A number or a flag.
    Number(i32),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A buffer that the host writes to.
    Buffer(&'a mut [u8]),
}

/// A host that tests install: plugins reach it without being handed anything.
pub(crate) trait Host {
    /// Answers as [`Calls`] does. It may call the plugin, which may ask again.
    fn call(&self, function: &str, args: &mut [Arg<'_>]) -> Option<Vec<u8>>;

    /// The directory that plugins have as theirs, if they have one.
    fn files(&self) -> Option<PathBuf> {
        None
    }
}

std::thread_local! {
    /// Who answers on this thread. Nobody outlives the [`scope`] that set it.
    static ANSWERS: Cell<Option<NonNull<Calls<'static>>>> = const { Cell::new(None) };
    /// The hosts that tests of this thread have installed; the last one that is left answers where nobody else does.
    static INSTALLED: RefCell<Vec<Weak<dyn Host>>> = const { RefCell::new(Vec::new()) };
}

/// Lets a host answer on this thread for as long as it lives.
pub(crate) fn install(host: &Rc<dyn Host>) {
    INSTALLED.with_borrow_mut(|hosts| hosts.push(Rc::downgrade(host)));
}

/// The host that answers.
fn installed() -> Option<Rc<dyn Host>> {
    INSTALLED.with_borrow_mut(|hosts| {
        hosts.retain(|host| host.strong_count() > 0);
        hosts.last().and_then(Weak::upgrade)
    })
}

/// The directory that such a host gives.
pub(crate) fn files() -> Option<PathBuf> {
    installed().and_then(|host| host.files())
}

/// Whether such a host is there.
pub(crate) fn is_installed() -> bool {
    installed().is_some()
}

/// Sends what `run` asks of a host to `calls`.
pub(crate) fn scope<R>(calls: &mut Calls<'_>, run: impl FnOnce() -> R) -> R {
    // SAFETY: only the lifetime changes; `_restore` takes the pointer away before `calls` ends, also in a panic.
    let calls: NonNull<Calls<'static>> = unsafe { core::mem::transmute(NonNull::from(calls)) };
    let _restore = Restore(ANSWERS.replace(Some(calls)));
    run()
}

/// Puts back who answered before.
struct Restore(Option<NonNull<Calls<'static>>>);

impl Drop for Restore {
    fn drop(&mut self) {
        ANSWERS.set(self.0);
    }
}

/// Whether somebody answers on this thread.
#[cfg(any(test, feature = "log", feature = "tracing"))]
pub(crate) fn is_answered() -> bool {
    ANSWERS.get().is_some()
}

/// Calls a host's function that returns nothing.
pub(crate) fn tell(function: &str, args: &mut [Arg<'_>]) {
    ask(function, args);
}

/// Calls a host's function that returns a number.
#[expect(clippy::panic, reason = "natively, in tests only: there is no host to go on with")]
pub(crate) fn number<T: core::str::FromStr>(function: &str, args: &mut [Arg<'_>]) -> T {
    let answer = ask(function, args);
    match answer.as_deref().map(String::from_utf8_lossy) {
        Some(text) => match text.parse() {
            Ok(number) => number,
            Err(_) => panic!("`{function}` was answered by {text:?}: it returns a whole number, in decimal digits"),
        },
        None => panic!("nothing answers `{function}`, which returns a number"),
    }
}

/// Calls a host's function that returns a buffer, or none.
#[expect(clippy::unnecessary_wraps, reason = "in wasm a host may return what is no buffer")]
pub(crate) fn received(function: &str, args: &mut [Arg<'_>]) -> Result<Option<Received>, Stray> {
    Ok(ask(function, args).map(Received::from))
}

#[expect(clippy::panic, reason = "natively, in tests only: there is no host to go on with")]
fn ask(function: &str, args: &mut [Arg<'_>]) -> Option<Vec<u8>> {
    // Taken out while it runs: it may not be called again from inside of itself.
    let Some(mut calls) = ANSWERS.take() else {
        match installed() {
            Some(host) => return host.call(function, args),
            None => panic!("there is no host that `{function}` could reach: run the plugin with a mock, or in wasm"),
        }
    };
    let _restore = Restore(Some(calls));
    let args: Vec<Cow<'_, [u8]>> = args.iter().map(told).collect();
    let args: Vec<&[u8]> = args.iter().map(AsRef::as_ref).collect();
    // SAFETY: `scope` has not returned, since it takes the pointer away first; while it is taken out here, nobody else
    // makes a reference of it.
    let calls = unsafe { calls.as_mut() };
    calls(function, &args)
}

/// An argument as [`Calls`] gets it.
fn told<'a>(arg: &'a Arg<'_>) -> Cow<'a, [u8]> {
    match arg {
        Arg::Text(text) => text.as_bytes().into(),
        Arg::Bytes(bytes) => (*bytes).into(),
        Arg::Number(number) => number.to_string().into_bytes().into(),
        Arg::Buffer(buffer) => buffer.len().to_string().into_bytes().into(),
    }
}

/// The hosts of a plugin, as `(host, dialect, JSON of its calls, what its room does before a call)`.
pub type Hosts = [(&'static str, &'static str, &'static Wire, fn())];

/// Answers a context as the wasm would; `None` if the plugin is not for this host and dialect.
pub fn answer(
    hosts: &Hosts,
    nodes: &'static [&'static Node],
    (host, dialect): (&str, &str),
    context: &[u8],
    calls: &mut Calls<'_>,
) -> Option<Vec<u8>> {
    let (.., wire, begin) = hosts.iter().find(|known| (known.0, known.1) == (host, dialect))?;
    let (mut context, mut out) = ([context, &[0; PAD]].concat(), Writer::new());
    begin();
    scope(calls, || run(wire, nodes, &mut context, &mut out));
    Some(out.into_vec())
}

/// A host of a plugin of routes: host, dialect, what its room does before a call, and the manifest.
pub type RouteHost = (&'static str, &'static str, fn(), &'static [u8]);

/// A plugin of routes natively: its hosts, and its routes.
#[derive(Debug)]
pub struct Routes {
    /// Its hosts.
    pub hosts: &'static [RouteHost],
    /// Its routes.
    pub routes: &'static [(&'static RouteInfo, &'static Route)],
}

impl Routes {
    /// Answers a request as the wasm would; `None` if the plugin is not for this host and dialect, or has no such route. With
    /// [`MANIFEST_OF`](anyhost_abi::MANIFEST_OF) before the host: its manifest.
    pub fn answer(&self, (host, dialect): (&str, &str), context: &[u8], calls: &mut Calls<'_>) -> Option<Vec<u8>> {
        if let Some(host) = host.strip_prefix(anyhost_abi::MANIFEST_OF) {
            return self.hosts.iter().find(|known| (known.0, known.1) == (host, dialect)).map(|known| known.3.to_vec());
        }
        let index = self.hosts.iter().position(|known| (known.0, known.1) == (host, dialect))?;
        let (_, _, begin, _) = self.hosts.get(index)?;
        let route = self.find(index, context)?;
        let (mut context, mut out) = ([context, &[0; PAD]].concat(), Writer::new());
        begin();
        scope(calls, || exchange::run(route, &mut context, &mut out));
        Some(out.into_vec())
    }

    /// The route that a request is for: by method and path, or by the handler's name in place of the path, as where a user
    /// interface calls it. An only one is meant in any case, and what is no request is refused by any of them.
    fn find(&self, index: usize, context: &[u8]) -> Option<&'static Route> {
        let text = |key| Reader::new(&mut context.to_vec()).find(key);
        let [(_, first), others @ ..] = self.routes else { return None };
        let (Some(method), Some(path), false) = (text("method"), text("path"), others.is_empty()) else { return Some(first) };
        let routed = self.routes.iter().find(|(info, _)| info.method == method && fits(info.paths.get(index), &path));
        let called = |(info, _): &&(&RouteInfo, _)| path.strip_prefix('/') == info.handlers.get(index).copied();
        routed.or_else(|| self.routes.iter().find(called)).map(|(_, route)| *route)
    }
}

/// Whether a path is of this form, in which `:name` stands for anything.
fn fits(form: Option<&&str>, path: &str) -> bool {
    form.is_some_and(|form| {
        let (form, path) = (form.split('/'), path.split('/'));
        form.clone().count() == path.clone().count()
            && form.zip(path).all(|(form, part)| form == part || form.starts_with(':') && !part.is_empty())
    })
}

#[cfg(test)]
#[path = "native_tests.rs"]
mod tests;
