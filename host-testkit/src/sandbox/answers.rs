//! What host functions answer where a case says so, instead of what the emulator would.

use std::collections::BTreeMap;

use anyhost_abi::{Import, Ret};
use serde_json::Value;

use super::reply::Reply;
use super::stop::Stop;

/// Answers by `module.function`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answers {
    by_name: BTreeMap<String, Value>,
    /// What has no answer is the emulator's.
    beside: bool,
}

impl Answers {
    /// These, and nothing else.
    pub(crate) fn only(by_name: BTreeMap<String, Value>) -> Self {
        Self { by_name, beside: false }
    }

    /// These, and of all else the emulator's.
    pub(crate) fn beside(by_name: BTreeMap<String, Value>) -> Self {
        Self { by_name, beside: true }
    }

    /// The answer to a call; `None` for a function that returns nothing, which the host itself takes.
    ///
    /// A call that should return something and has no answer ends the run: an author's mock is as strict.
    pub(crate) fn reply(&self, row: &Import) -> Result<Option<Reply>, Stop> {
        if row.results().is_empty() {
            return Ok(None);
        }
        let name = format!("{}.{}", row.module, row.name);
        let Some(value) = self.by_name.get(&name) else {
            if self.beside {
                return Ok(None);
            }
            return Err(Stop::Host(format!("`{name}` was called, and the case has no answer for it: add it to `host`")));
        };
        let number = value.as_i64().or_else(|| value.as_u64().map(u64::cast_signed));
        let reply = match (row.result, number) {
            (Ret::Packed(_) | Ret::Pointer(_), _) => Some(match value {
                Value::Null if matches!(row.result, Ret::Pointer(_)) => Reply::None,
                Value::Null => Reply::I64(0),
                Value::String(text) => Reply::Bytes(text.clone().into_bytes()),
                other => Reply::Bytes(other.to_string().into_bytes()),
            }),
            (Ret::I64(_), Some(number)) => Some(Reply::I64(number)),
            (Ret::I32(_), Some(number)) => i32::try_from(number).ok().map(Reply::I32),
            _ => None,
        };
        match reply {
            Some(reply) => Ok(Some(reply)),
            None => Err(Stop::Host(format!("the case answers {value} for `{name}`, which is not what it returns"))),
        }
    }
}
