//! What each function answers, with its checks in the host's order: limits, permission, memory and UTF-8, JSON.

use anyhost_abi::Import;
use anyhost_abi::orbis::rules;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256, Sha512};

use super::{Event, Failed, Gate, World, blamed, net, read, utf8};
use crate::record::{LogLevel, Record};
use crate::sandbox::{Args, Reply, View};

/// Levels by their numbers; any other one is the last (runtime.rs:894-900).
const LEVELS: [LogLevel; 5] = [LogLevel::Error, LogLevel::Warn, LogLevel::Info, LogLevel::Debug, LogLevel::Trace];

/// Hash functions by their numbers.
const HASHES: [fn(&[u8]) -> Vec<u8>; 2] = [|data| Sha256::digest(data).to_vec(), |data| Sha512::digest(data).to_vec()];

/// The documented logging functions, and their levels.
const DOCS_LEVELS: [(&str, LogLevel); 3] =
    [("log_info", LogLevel::Info), ("log_error", LogLevel::Error), ("log_debug", LogLevel::Debug)];

/// The document asks for no permission, and no host does what it says.
const NOBODY: &str = "no host has what the document describes; the switch `as-intended` grants it";

fn json<T: DeserializeOwned>(bytes: &[u8], fails: &str) -> Result<T, Failed> {
    serde_json::from_slice(bytes).map_err(|error| blamed(&rules::ARGUMENT_JSON, format!("{fails}: {error}")))
}

/// A buffer with the value, if there is one.
fn buffer(value: Option<&Value>) -> Reply {
    value.map_or(Reply::I32(0), |value| Reply::Bytes(value.to_string().into_bytes()))
}

impl World {
    pub(super) fn answer(
        &mut self,
        row: &'static Import,
        args: &Args,
        view: &View<'_>,
        record: &mut Record,
    ) -> Result<Reply, Failed> {
        // Placeholders, which look at nothing (runtime.rs:592-606).
        match row.name {
            "allocate" => return Ok(Reply::I32(args.i32(0))),
            "deallocate" => return Ok(Reply::None),
            _ => {}
        }
        self.check_limits()?;
        self.check_permission(row)?;
        let limit = self.limit("argument_bytes");
        let bytes = |at: usize| read(args, at, view, limit);
        if let Some((_, level)) = DOCS_LEVELS.iter().find(|(name, _)| *name == row.name) {
            record.log(*level, &String::from_utf8_lossy(bytes(0)?));
            return Ok(Reply::None);
        }
        Ok(match row.name {
            "log" => {
                let level = usize::try_from(args.i32(0)).ok().and_then(|level| LEVELS.get(level));
                let message = bytes(1)?;
                record.log(level.copied().unwrap_or(LogLevel::Trace), &String::from_utf8_lossy(message));
                Reply::None
            }
            "state_get" => {
                let key = utf8(bytes(0)?, "state key")?;
                self.kept(|kept| buffer(kept.state.get(key)))
            }
            "state_set" => {
                let (key, value) = (bytes(0)?, bytes(1)?);
                let key = utf8(key, "state key")?.to_owned();
                let value = json(value, "Failed to parse state value")?;
                self.kept(|kept| kept.state.insert(key, value));
                Reply::I32(1)
            }
            "state_remove" => {
                let key = utf8(bytes(0)?, "state key")?;
                self.kept(|kept| kept.state.remove(key));
                Reply::I32(1)
            }
            "get_config" => {
                let key = utf8(bytes(0)?, "config key")?;
                buffer(self.manifest.config.as_object().and_then(|config| config.get(key)))
            }
            "crypto_hash" => {
                let data = bytes(1)?;
                let algorithm = args.i32(0);
                let hash = usize::try_from(algorithm).ok().and_then(|at| HASHES.get(at));
                let hash = hash.ok_or_else(|| blamed(&rules::CRYPTO_RANGE, format!("Unknown hash algorithm: {algorithm}")))?;
                Reply::Bytes(hash(data))
            }
            "crypto_random" => {
                let count = args.i32(0).cast_unsigned();
                if u64::from(count) > self.limit("random_bytes") {
                    return Err(blamed(&rules::CRYPTO_RANGE, format!("Random bytes request too large: {count} bytes")));
                }
                Reply::Bytes(self.kept(|kept| kept.random(count as usize)))
            }
            "db_query" => {
                let (query, params) = self.statement(row, args, view)?;
                Reply::Bytes(match self.gate {
                    Gate::Intended => self.kept(|kept| kept.database.query(&query, &params))?.into_bytes(),
                    Gate::Stubs => b"[]".to_vec(),
                    Gate::Denied => return Err(NOBODY.to_owned().into()),
                })
            }
            "db_execute" => {
                let (statement, params) = self.statement(row, args, view)?;
                Reply::I32(match self.gate {
                    Gate::Intended => {
                        let rows = self.kept(|kept| kept.database.execute(&statement, &params))?;
                        i32::try_from(rows).unwrap_or(i32::MAX)
                    }
                    Gate::Stubs => 0,
                    Gate::Denied => return Err(NOBODY.to_owned().into()),
                })
            }
            "http_request" => Reply::Bytes(self.request(row, args, view)?.to_string().into_bytes()),
            "emit_event" => {
                let name = utf8(bytes(0)?, "event name")?.to_owned();
                let payload: Value = json(bytes(1)?, "Invalid payload JSON")?;
                let line = format!("[Plugin: {}] Emitting event '{name}' with payload: {payload:?}", self.manifest.name);
                record.log(LogLevel::Info, &line);
                self.kept(|kept| kept.events.push(Event { name, payload }));
                Reply::I32(1)
            }
            name => return Err(format!("`{name}` is no function of the host").into()),
        })
    }

    /// SQL and its parameters; the documented functions have none.
    fn statement(&self, row: &Import, args: &Args, view: &View<'_>) -> Result<(String, Vec<Value>), Failed> {
        let limit = self.limit("argument_bytes");
        let query = utf8(read(args, 0, view, limit)?, "query")?.to_owned();
        let params = match row.args.len() {
            1 => Vec::new(),
            _ => json(read(args, 1, view, limit)?, "Invalid params JSON")?,
        };
        Ok((query, params))
    }

    /// A request of the plugin's, and its response; the documented function has no headers.
    fn request(&self, row: &Import, args: &Args, view: &View<'_>) -> Result<Value, Failed> {
        let limit = self.limit("argument_bytes");
        let bytes = |at: usize| read(args, at, view, limit);
        let method = utf8(bytes(0)?, "method")?;
        let url = utf8(bytes(1)?, "URL")?;
        let (headers, body) = match row.args.len() {
            3 => (Default::default(), bytes(2)?),
            _ => (json(bytes(2)?, "Invalid headers JSON")?, bytes(3)?),
        };
        match self.gate {
            Gate::Intended => Ok(net::send(method, url, &headers, body)?),
            Gate::Denied => Err(NOBODY.to_owned().into()),
            Gate::Stubs => Ok(json!({"status": 501, "headers": {}, "body": "HTTP requests not yet implemented"})),
        }
    }
}
