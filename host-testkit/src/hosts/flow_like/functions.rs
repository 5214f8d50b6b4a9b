//! The host functions of core modules.

use anyhost_abi::flow_like::json::{LOG_LEVELS, context as key, flow_level};
use anyhost_abi::flow_like::{sandbox, wasi_returns};
use anyhost_abi::{Import, Ret};

use super::config::Config;
use super::data::{Files, Table};
use crate::json::Fields;
use crate::record::{LogLevel, Record};
use crate::request::Capabilities;
use crate::sandbox::{Args, Imports, Reply, Stop, View};

/// 2022-01-01 in milliseconds: time is the emulator's own, so that runs repeat.
const START_MS: i64 = 1_640_995_200_000;

/// What an instance's host functions know.
#[derive(Debug)]
pub(super) struct Functions {
    sees_memory: bool,
    filter: Option<u32>,
    /// What the package is granted, and of that what counts during this call.
    package: Capabilities,
    granted: Capabilities,
    context: Fields,
    variables: Table,
    cache: Table,
    files: Files,
    time: i64,
    random: u64,
}

impl Functions {
    pub(super) fn new(config: &Config, asked: &Capabilities) -> Self {
        let package = config.granted(asked);
        Self {
            sees_memory: config.sees_memory,
            filter: config.filter,
            granted: package.clone(),
            package,
            context: Fields::default(),
            variables: Table::default(),
            cache: Table::default(),
            files: Files::default(),
            time: START_MS,
            random: 0x9e37_79b9_7f4a_7c15,
        }
    }

    /// Text of a field of the context.
    pub(super) fn field(&self, name: &str) -> String {
        self.context.get(name).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    fn number(&self, name: &str) -> i32 {
        match self.context.get(name) {
            Some("true") => 1,
            Some(text) => text.parse().unwrap_or(0),
            None => 0,
        }
    }

    fn log(&self, level: u32, message: Option<&str>, record: &mut Record) {
        let Some(message) = message else { return };
        if self.filter.is_some_and(|filter| flow_level(level) < filter) {
            return;
        }
        let levels = [LogLevel::Trace, LogLevel::Debug, LogLevel::Info, LogLevel::Warn, LogLevel::Error];
        record.log(levels.get(level as usize).copied().unwrap_or(LogLevel::Error), message);
    }

    fn tick(&mut self) -> Reply {
        self.time += 1;
        Reply::I64(self.time)
    }

    fn bits(&mut self) -> Reply {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        Reply::I64(self.random.cast_signed())
    }
}

/// What an import answers that is denied, or whose text the host cannot see.
fn denied(row: &Import) -> Reply {
    match row.result {
        // The data says which statuses have a negative answer.
        Ret::I32(meaning) if meaning.contains("-1") => Reply::I32(sandbox::DENIED_STATUS),
        Ret::I32(_) => Reply::I32(0),
        Ret::I64(_) | Ret::Packed(_) => Reply::I64(sandbox::DENIED),
        _ => Reply::None,
    }
}

/// A getter's answer; nothing there is the same as denied.
fn got(row: &Import, value: Option<impl Into<Vec<u8>>>) -> Reply {
    value.map_or_else(|| denied(row), |bytes| Reply::Bytes(bytes.into()))
}

impl Imports for Functions {
    fn sees_memory(&self) -> bool {
        self.sees_memory
    }

    fn enter(&mut self, context: &[u8]) {
        let text = std::str::from_utf8(context).unwrap_or_default();
        self.context = Fields::parse(text).unwrap_or_default();
        self.granted = self.package.while_in(&self.field(key::NODE_NAME));
    }

    fn call(&mut self, row: &'static Import, args: &Args, view: &mut View<'_>, record: &mut Record) -> Result<Reply, Stop> {
        if row.capability.is_some_and(|names| !self.granted.grant(names)) {
            return Ok(denied(row));
        }
        let text = |at: usize| args.text(at, view);
        Ok(match (row.module, row.name) {
            ("flowlike_log", "log_json") => {
                self.log(args.i32(0).cast_unsigned(), text(1), record);
                Reply::None
            }
            ("flowlike_log", name) => {
                let level = LOG_LEVELS.iter().position(|level| *level == name).unwrap_or(LOG_LEVELS.len());
                self.log(u32::try_from(level).unwrap_or(u32::MAX), text(0), record);
                Reply::None
            }
            ("env", "host_log") => {
                self.log(args.i32(0).cast_unsigned(), text(1), record);
                Reply::None
            }
            ("env", "abort") => {
                let place = format!("abort called at {}:{}", args.i32(2), args.i32(3));
                self.log(4, Some(&place), record);
                Reply::None
            }
            // Streams are in the record of calls; nobody answers.
            ("flowlike_stream", _) | ("env", "host_stream" | "emscripten_notify_memory_growth") => Reply::None,
            ("flowlike_meta", "time_now") | ("env", "host_time_now") => self.tick(),
            ("flowlike_meta", "random") | ("env", "host_random") => self.bits(),
            ("flowlike_meta", "is_streaming") => Reply::I32(self.number(key::STREAM_STATE)),
            ("flowlike_meta", "get_log_level") => Reply::I32(self.number(key::LOG_LEVEL)),
            ("flowlike_meta", name) => {
                let id = name.strip_prefix("get_").filter(|id| key::FIELDS.contains(id));
                got(row, id.map(|id| self.field(id)))
            }
            ("flowlike_pins", "get_input") => {
                let inputs = self.context.get(key::INPUTS).and_then(Fields::parse).unwrap_or_default();
                got(row, text(0).and_then(|name| inputs.get(name)))
            }
            // What is set here never reaches the flow.
            ("flowlike_pins", _) => Reply::None,
            ("flowlike_vars", _) | ("env", "host_get_variable" | "host_set_variable") => {
                table(&mut self.variables, row, args, view)
            }
            ("flowlike_cache", _) => table(&mut self.cache, row, args, view),
            ("flowlike_storage", name) => {
                let ids = [key::BOARD_ID, key::NODE_ID, key::USER_ID, key::APP_ID].map(|id| self.field(id));
                self.files.answer(name, &ids, args, view).unwrap_or_else(|| denied(row))
            }
            // Stubs: 0, and nothing is done. There are no tokens and no models.
            ("flowlike_http" | "flowlike_ws" | "flowlike_auth" | "flowlike_models", _) => match row.result {
                Ret::I32(_) => Reply::I32(0),
                _ => Reply::I64(0),
            },
            ("env", "__syscall_dup3") => Reply::I32(-38),
            ("env", "_emscripten_throw_longjmp" | "invoke_vii") => {
                return Err(Stop::Host(format!("`{}` was called: Emscripten's longjmp is not emulated", row.name)));
            }
            (_, "proc_exit") => Reply::None,
            (_, name) if row.is_typed() => Reply::I32(wasi_returns(name)),
            _ => Reply::None,
        })
    }
}

/// Variables and cache work alike.
fn table(table: &mut Table, row: &'static Import, args: &Args, view: &View<'_>) -> Reply {
    let Some(name) = args.text(0, view) else { return denied(row) };
    match row.name {
        "get" | "host_get_variable" => got(row, table.get(name)),
        "has" => Reply::I32(i32::from(table.get(name).is_some())),
        "delete" => {
            table.delete(name);
            Reply::None
        }
        _ => {
            let set = args.text(1, view).is_some_and(|value| table.set(name, value));
            match (row.result, set) {
                (Ret::I32(_), true) => Reply::I32(0),
                (Ret::I32(_), false) => denied(row),
                _ => Reply::None,
            }
        }
    }
}
