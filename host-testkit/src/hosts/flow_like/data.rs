//! What lasts for one instance: variables, cache, files.

use std::collections::{BTreeMap, BTreeSet};

use anyhost_abi::flow_like;
use serde_json::Value;

use crate::json::quote;
use crate::sandbox::{Args, Reply, View};

/// Bytes that one instance's tables and files hold at most.
const HELD: usize = 64 << 20;

/// Names with JSON values.
#[derive(Debug, Default)]
pub(super) struct Table {
    values: BTreeMap<String, String>,
    held: usize,
}

impl Table {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// Whether it was set: what is not JSON is dropped.
    pub(super) fn set(&mut self, name: &str, value: &str) -> bool {
        let fits = self.held + name.len() + value.len() <= HELD;
        if !fits || serde_json::from_str::<Value>(value).is_err() {
            return false;
        }
        self.held += name.len() + value.len();
        self.values.insert(name.to_owned(), value.to_owned());
        true
    }

    pub(super) fn delete(&mut self, name: &str) {
        self.values.remove(name);
    }
}

/// Files by directory and path, in memory.
#[derive(Debug, Default)]
pub(super) struct Files {
    files: BTreeMap<(String, String), Vec<u8>>,
    /// Directories that were asked for: only these are known.
    known: BTreeSet<String>,
    held: usize,
}

impl Files {
    /// Answers a function of the storage module; `None`: denied, or not there. `ids` are board, node, user, app.
    pub(super) fn answer(&mut self, function: &str, ids: &[String; 4], args: &Args, view: &View<'_>) -> Option<Reply> {
        let [board, node, user, app] = ids;
        let node = |scoped: i32| if scoped != 0 { format!("/{node}") } else { String::new() };
        let (kind, path) = match function {
            "storage_dir" => ("storage", format!("boards/{board}/storage{}", node(args.i32(0)))),
            "upload_dir" => ("upload", format!("boards/{board}/upload")),
            "cache_dir" => {
                let owner = if args.i32(1) != 0 { format!("user/{user}") } else { "global".to_owned() };
                ("cache", format!("tmp/{owner}/apps/{app}{}", node(args.i32(0))))
            }
            "user_dir" => ("user", format!("users/{user}/apps/{app}{}", node(args.i32(0)))),
            _ => return self.request(function, args, view),
        };
        let store = format!("wasm_dirs__{kind}_{path}");
        let reply = flow_path(&path, &store);
        self.known.insert(store);
        Some(Reply::Bytes(reply.into_bytes()))
    }

    fn request(&mut self, function: &str, args: &Args, view: &View<'_>) -> Option<Reply> {
        let flow_path: Value = serde_json::from_str(args.text(0, view)?).ok()?;
        let path = flow_path.get("path")?.as_str()?.to_owned();
        let store = flow_path.get("store_ref")?.as_str()?.to_owned();
        if !self.known.contains(&store) {
            return None;
        }
        match function {
            "read_request" => self.files.get(&(store, path)).map(|bytes| Reply::Bytes(bytes.clone())),
            "list_request" => {
                let under = format!("{}/", path.trim_end_matches('/'));
                let names = self.files.keys().filter(|key| key.0 == store && key.1.starts_with(&under));
                let list: Vec<String> = names.map(|key| self::flow_path(&key.1, &store)).collect();
                Some(Reply::Bytes(format!("[{}]", list.join(",")).into_bytes()))
            }
            "write_request" => {
                let bytes = args.bytes(1, view)?;
                let limit = flow_like::HOST.dialects.first().and_then(|dialect| dialect.limit("write_bytes"));
                self.held += bytes.len();
                if limit.is_some_and(|limit| bytes.len() as u64 > limit) || self.held > HELD {
                    return None;
                }
                self.files.insert((store, path), bytes.to_vec());
                Some(Reply::I32(0))
            }
            _ => None,
        }
    }
}

fn flow_path(path: &str, store: &str) -> String {
    format!("{{\"path\":{},\"store_ref\":{},\"cache_store_ref\":null}}", quote(path), quote(store))
}
