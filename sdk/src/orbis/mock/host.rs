//! What the host's functions do to a mock.

use super::json::{canonical, response};
use super::random::Random;
use super::{Sent, Sql};
use crate::records::Level;
use crate::rt::Reader;
use crate::rt::native::{Arg, Host};
use anyhost_abi::orbis::HOST;
use anyhost_abi::{Import, Offer, Ret};
use sha2::{Digest, Sha256, Sha512};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Answers SQL.
type Database = Box<dyn FnMut(&str, &str) -> Option<Sql>>;

/// What a function returns: nothing, a buffer, or a number in digits. A pointer to nothing is nothing, too.
type Answer = Option<Vec<u8>>;

/// A mock as plugins reach it.
#[derive(Default)]
pub(super) struct State {
    pub(super) inner: RefCell<Inner>,
    pub(super) database: RefCell<Option<Database>>,
}

/// What a mock was told, and what it is to say.
#[derive(Debug, Default)]
pub(super) struct Inner {
    pub(super) intended: bool,
    pub(super) granted: BTreeSet<&'static str>,
    pub(super) answers: Vec<(&'static str, Answer)>,
    pub(super) config: BTreeMap<String, String>,
    pub(super) kept: BTreeMap<String, String>,
    pub(super) sql: Vec<(String, Sql)>,
    pub(super) responses: Vec<([String; 2], String)>,
    pub(super) random: Random,
    pub(super) logs: Vec<(Level, String)>,
    pub(super) events: Vec<(String, String)>,
    pub(super) queries: Vec<(String, String)>,
    pub(super) requests: Vec<Sent>,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// Those that are wrapped, of each dialect.
fn imports() -> impl Iterator<Item = (&'static Import, &'static str)> {
    HOST.dialects.iter().flat_map(|dialect| dialect.imports).filter_map(|import| match import.offer {
        Offer::Wrapped(path) => Some((import, path)),
        _ => None,
    })
}

/// The host's name of a function, by its path in the SDK.
#[expect(clippy::panic, reason = "fails a test")]
pub(super) fn name(function: &str) -> &'static str {
    // One function of the host, two of the SDK.
    let function = if function == "orbis::sha512" { "orbis::sha256" } else { function };
    match imports().find(|(_, path)| *path == function) {
        Some((import, _)) => import.name,
        None => {
            let known: Vec<_> = imports().map(|(_, path)| path).collect();
            panic!("no function of the host is wrapped as `{function}`: {}", known.join(", "));
        }
    }
}

/// What a function returns where it fails (`runtime.rs:610-800`).
pub(super) fn failure(name: &str) -> Answer {
    match imports().find(|(import, _)| import.name == name).map(|(import, _)| import.result) {
        Some(Ret::I32(_)) => Some(if name == "db_execute" { "-1" } else { "0" }.into()),
        _ => None,
    }
}

/// Whether a text is rows.
pub(super) fn rows_of(json: &str) -> Result<(), String> {
    let mut buffer = json.as_bytes().to_vec();
    let mut reader = Reader::new(&mut buffer);
    reader.array(&mut |row| _ = row.skip());
    reader.end();
    reader.take_error().map_or(Ok(()), |error| Err(error.text()))
}

impl Host for State {
    #[expect(clippy::panic, reason = "fails a test")]
    fn call(&self, function: &str, args: &mut [Arg<'_>]) -> Answer {
        let called = |(import, _): &(&Import, _)| {
            function.strip_prefix(import.module).and_then(|rest| rest.strip_prefix('.')) == Some(import.name)
        };
        let Some((import, _)) = imports().find(called) else {
            panic!("`{function}` is no function of Orbis: this is a mock of its host");
        };
        let name = import.name;
        let mut host = self.inner.borrow_mut();
        if let Some(at) = host.answers.iter().position(|(next, _)| *next == name) {
            return host.answers.remove(at).1;
        }
        let arranged = match name {
            "db_query" | "db_execute" => !host.sql.is_empty() || self.database.borrow().is_some(),
            "http_request" => !host.responses.is_empty(),
            _ => false,
        };
        let stub = host.granted.contains(name) && !arranged;
        if import.capability.is_some() && !host.intended && !stub && !arranged {
            return failure(name);
        }
        match (name, &*args) {
            ("db_query" | "db_execute", [Arg::Text(sql), rest @ ..]) => {
                let params = match rest {
                    [Arg::Text(params), ..] => params,
                    _ => "[]",
                };
                host.queries.push(((*sql).to_owned(), params.to_owned()));
                if stub {
                    return Some(if name == "db_query" { "[]" } else { "0" }.into());
                }
                let given = host.sql(sql);
                // A closure may look at the mock.
                drop(host);
                let given = given.or_else(|| match self.database.borrow_mut().as_mut() {
                    Some(database) => Some(database(sql, params)),
                    None => panic!("nothing is arranged for this SQL: add `mock.{}({sql:?}, …)`", &name[3..]),
                });
                match (name, given.flatten()) {
                    ("db_query", Some(Sql::Rows(rows))) => Some(rows.into()),
                    ("db_execute", Some(Sql::Changed(rows))) => Some(rows.to_string().into()),
                    (_, None) => failure(name),
                    (_, Some(other)) => panic!("`{}` was asked of {sql:?}, and is answered by {other:?}", &name[3..]),
                }
            }
            ("http_request", [Arg::Text(method), Arg::Text(url), rest @ ..]) => {
                let (headers, body) = match rest {
                    [Arg::Text(headers), Arg::Bytes(body)] => (texts(headers), body.to_vec()),
                    [Arg::Bytes(body)] => (Vec::new(), body.to_vec()),
                    _ => Default::default(),
                };
                host.requests.push(Sent { method: (*method).to_owned(), url: (*url).to_owned(), headers, body });
                if stub {
                    return Some(response(501, &[], "HTTP requests not yet implemented").into());
                }
                match host.response(method, url) {
                    Some(response) => Some(response.into()),
                    None => panic!("nothing is arranged for this request: add `mock.respond({method:?}, {url:?}, 200, …)`"),
                }
            }
            (name, args) => host.call(name, args),
        }
    }
}

/// The members of an object of texts, in their order.
fn texts(json: &str) -> Vec<(String, String)> {
    let (mut buffer, mut texts) = (json.as_bytes().to_vec(), Vec::new());
    Reader::new(&mut buffer).entries(&mut |key, value| texts.extend(value.string().map(|text| (key.to_owned(), text))));
    texts
}

/// The next of those that were arranged under a key, of which the last one stays.
fn next<K: PartialEq<Q>, Q: ?Sized, V: Clone>(arranged: &mut Vec<(K, V)>, key: &Q) -> Option<V> {
    let mut at = arranged.iter().enumerate().filter(|(_, (known, _))| known == key).map(|(at, _)| at);
    let (first, more) = (at.next()?, at.next().is_some());
    if more { Some(arranged.remove(first).1) } else { arranged.get(first).map(|(_, value)| value.clone()) }
}

impl Inner {
    fn sql(&mut self, sql: &str) -> Option<Option<Sql>> {
        next(&mut self.sql, sql).map(Some)
    }

    fn response(&mut self, method: &str, url: &str) -> Option<String> {
        next(&mut self.responses, &[method, url])
    }

    /// What the host's other functions give.
    fn call(&mut self, name: &str, args: &[Arg<'_>]) -> Answer {
        let done = |done: bool| Some(if done { "1" } else { "0" }.into());
        match (name, args) {
            ("log", [Arg::Number(level), Arg::Text(text)]) => self.logs.push((level_of(*level), (*text).to_owned())),
            ("log_error", [Arg::Text(text)]) => self.logs.push((Level::Error, (*text).to_owned())),
            ("log_info", [Arg::Text(text)]) => self.logs.push((Level::Info, (*text).to_owned())),
            ("log_debug", [Arg::Text(text)]) => self.logs.push((Level::Debug, (*text).to_owned())),
            ("state_get", [Arg::Text(key)]) => return self.kept.get(*key).map(|json| json.clone().into()),
            ("state_set", [Arg::Text(key), Arg::Text(json)]) => {
                let value = canonical(json).ok();
                let is_json = value.is_some();
                self.kept.extend(value.map(|value| ((*key).to_owned(), value)));
                return done(is_json);
            }
            ("state_remove", [Arg::Text(key)]) => {
                self.kept.remove(*key);
                return done(true);
            }
            ("get_config", [Arg::Text(key)]) => return self.config.get(*key).map(|json| json.clone().into()),
            ("emit_event", [Arg::Text(event), Arg::Text(payload)]) => {
                self.events.push(((*event).to_owned(), (*payload).to_owned()));
                return done(true);
            }
            ("crypto_hash", [Arg::Number(0), Arg::Bytes(data)]) => return Some(Sha256::digest(data).to_vec()),
            ("crypto_hash", [Arg::Number(1), Arg::Bytes(data)]) => return Some(Sha512::digest(data).to_vec()),
            ("crypto_random", [Arg::Number(count @ 0..=0x10_0000)]) => {
                return Some(self.random.bytes(usize::try_from(*count).unwrap_or(0)));
            }
            _ => {}
        }
        None
    }
}

/// Any other number is for tracing (`runtime.rs:894-900`).
fn level_of(number: i32) -> Level {
    match number {
        0 => Level::Error,
        1 => Level::Warn,
        2 => Level::Info,
        3 => Level::Debug,
        _ => Level::Trace,
    }
}
