//! What the server's functions do to a mock.

use super::files::Files;
use super::model::{Model, check_path};
use super::sockets::Sockets;
use crate::rt::native::{Arg, Host};
use anyhost_abi::signalk::HOST;
use anyhost_abi::{Import, Offer};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A mock as plugins reach it.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) inner: RefCell<Inner>,
}

/// What a mock was told, and what it is to say.
#[derive(Debug, Default)]
pub(super) struct Inner {
    pub(super) without: BTreeSet<String>,
    pub(super) answers: Vec<(String, i32)>,
    pub(super) status: Option<String>,
    pub(super) error: Option<String>,
    pub(super) debug: Vec<String>,
    pub(super) deltas: Vec<String>,
    pub(super) model: Model,
    pub(super) puts: Vec<(String, String)>,
    pub(super) resources: Vec<String>,
    pub(super) weather: Option<String>,
    pub(super) radar: Option<String>,
    pub(super) streams: Vec<(String, Vec<u8>)>,
    pub(super) config: Option<String>,
    pub(super) sockets: Sockets,
    pub(super) files: Files,
}

fn imports() -> impl Iterator<Item = &'static Import> {
    HOST.dialects.iter().take(1).flat_map(|dialect| dialect.imports)
}

/// The functions of the SDK that stand for the server's, by their paths.
pub(super) fn wrappers() -> impl Iterator<Item = &'static str> {
    imports().filter_map(|import| match import.offer {
        Offer::Wrapped(path) => Some(path),
        _ => None,
    })
}

impl Host for State {
    #[expect(clippy::panic, reason = "fails a test")]
    fn call(&self, function: &str, args: &mut [Arg<'_>]) -> Option<Vec<u8>> {
        let called =
            |import: &&Import| function.strip_prefix(import.module).and_then(|rest| rest.strip_prefix('.')) == Some(import.name);
        let Some((import, Offer::Wrapped(path))) = imports().find(called).map(|import| (import, import.offer)) else {
            panic!("`{function}` is no function of Signal K: this is a mock of its server");
        };
        let mut server = self.inner.borrow_mut();
        if let Some(at) = server.answers.iter().position(|(function, _)| function == path) {
            return Some(server.answers.remove(at).1.to_string().into());
        }
        if import.capability.is_some_and(|capability| server.without.contains(capability)) {
            // Registering says 0, sockets say -1 (`env-imports.ts:433,646`).
            return Some(if path.contains("::register_") || path == "signalk::emit_spokes" { "0" } else { "-1" }.into());
        }
        match server.call(path, args) {
            Ok(answer) => answer.map(|number| number.to_string().into()),
            Err(error) => panic!("the server would not do as `{path}` is told, and say nothing: {error}"),
        }
    }

    fn files(&self) -> Option<PathBuf> {
        self.inner.borrow_mut().files.directory()
    }
}

impl Inner {
    /// What a function gives; why it would do nothing.
    fn call(&mut self, path: &str, args: &mut [Arg<'_>]) -> Result<Option<i32>, String> {
        let Some(name) = path.strip_prefix("signalk::") else { return Ok(None) };
        match (name, args) {
            ("debug", [Arg::Text(text)]) => self.debug.push((*text).to_owned()),
            ("status", [Arg::Text(text)]) => (self.status, self.error) = ((!text.is_empty()).then(|| (*text).to_owned()), None),
            ("error", [Arg::Text(text)]) => (self.status, self.error) = (None, (!text.is_empty()).then(|| (*text).to_owned())),
            ("Delta::emit", [Arg::Text(delta), Arg::Number(version)]) => {
                self.deltas.push((*delta).to_owned());
                self.model.take(delta, *version != 2)?;
            }
            ("Notification::publish", [Arg::Text(path), Arg::Text(value)]) => {
                check_path(path)?;
                self.model.set(path, value);
                return Ok(Some(0));
            }
            ("read_config", [Arg::Buffer(buffer)]) => return Ok(Some(self.read_config(buffer))),
            ("save_config", [Arg::Text(json)]) => {
                self.config = Some((*json).to_owned());
                return Ok(Some(0));
            }
            ("Capability::is_granted", [Arg::Text(name)]) => return Ok(Some((!self.without.contains(*name)).into())),
            ("register_put", [Arg::Text(context), Arg::Text(path)]) => {
                check_path(path)?;
                self.puts.push(((*context).to_owned(), (*path).to_owned()));
                return Ok(Some(1));
            }
            ("register_resources", [Arg::Text(kind)]) => {
                self.resources.push((*kind).to_owned());
                return Ok(Some(1));
            }
            ("register_weather", [Arg::Text(name)]) => {
                self.weather = Some((*name).to_owned());
                return Ok(Some(1));
            }
            ("register_radar", [Arg::Text(name)]) => {
                self.radar = Some((*name).to_owned());
                return Ok(Some(1));
            }
            ("emit_stream", [Arg::Text(id), Arg::Bytes(data)]) => {
                let taken = is_stream(id);
                if taken {
                    self.streams.push(((*id).to_owned(), data.to_vec()));
                }
                return Ok(Some(taken.into()));
            }
            ("emit_spokes", [Arg::Text(radar), Arg::Bytes(data)]) => {
                self.streams.push((format!("radars/{radar}"), data.to_vec()));
                return Ok(Some(1));
            }
            (name, args) => return self.sockets.call(name, args),
        }
        Ok(None)
    }

    /// As the server does: 0 where there is too little room.
    fn read_config(&self, buffer: &mut [u8]) -> i32 {
        let text = self.config.as_deref().unwrap_or("{}");
        match buffer.get_mut(..text.len()) {
            Some(to) => {
                to.copy_from_slice(text.as_bytes());
                i32::try_from(text.len()).unwrap_or(0)
            }
            None => 0,
        }
    }
}

/// Ids that the server takes (`binary-stream.ts:40`); it knows the package's name.
fn is_stream(id: &str) -> bool {
    if let Some(radar) = id.strip_prefix("radars/") {
        return !radar.is_empty() && radar.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    }
    id.strip_prefix("plugins/").is_some_and(|rest| rest.split_once('/').is_some_and(|(package, _)| !package.is_empty()))
}
