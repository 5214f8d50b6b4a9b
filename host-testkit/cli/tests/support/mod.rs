//! Driving the binary, and small guests.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a command line came to.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Nothing on stdout, these lines on stderr, exit code 2.
    #[track_caller]
    pub fn refused(&self, message: &str) {
        assert_eq!((self.code, self.out.as_str()), (2, ""), "{self:?}");
        assert_eq!(self.err.trim_end(), message);
    }

    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Runs the binary in a folder.
pub fn anyhost_in(folder: &Path, args: &[&str], stdin: &[u8]) -> Ran {
    spawn(Command::new(env!("CARGO_BIN_EXE_anyhost")).args(args).current_dir(folder), stdin)
}

/// Runs the binary.
pub fn anyhost(args: &[&str]) -> Ran {
    anyhost_in(Path::new(env!("CARGO_TARGET_TMPDIR")), args, b"")
}

pub fn spawn(command: &mut Command, stdin: &[u8]) -> Ran {
    // The crates of these tests keep their target folders to themselves.
    command.env_remove("CARGO_TARGET_DIR").env_remove("CARGO_BUILD_TARGET_DIR");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that does not read its input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// An empty folder of this name.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A file in a folder.
pub fn file(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A module from text.
pub fn wasm(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap()
}

/// A crate of its own workspace, so that the one around the tests does not claim it.
pub fn package(name: &str, metadata: &str, code: &str) -> PathBuf {
    let folder = folder(name);
    let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n{metadata}\n[workspace]\n");
    file(&folder, "Cargo.toml", manifest);
    file(&folder, "src/lib.rs", code);
    folder
}

/// Exports of a plugin that answers every call with the same text, written by hand for both hosts.
pub const BY_HAND: &str = r##"
#![allow(unexpected_cfgs, dead_code)]
static NODES: &str = r#"[{"name":"say","friendly_name":"Say","description":"Says hello.","category":"Test","pins":[{"name":"exec_in","friendly_name":"In","description":"","pin_type":"Input","data_type":"Execution"},{"name":"exec_out","friendly_name":"Out","description":"","pin_type":"Output","data_type":"Execution"},{"name":"text","friendly_name":"Text","description":"","pin_type":"Output","data_type":"String"}]}]"#;
static ANSWER: &str = r#"{"error":null,"outputs":{"text":"hello"},"activate_exec":["exec_out"]}"#;
static ITEMS: &str = r#"[{"json":{"text":"hello"}}]"#;
fn packed(text: &'static str) -> i64 { ((text.as_ptr() as i64) << 32) | text.len() as i64 }
fn room(size: i32) -> i32 { vec![0u8; size.max(1) as usize].leak().as_ptr() as i32 }
#[cfg(any(not(anyhost_host), anyhost_host = "flow-like"))]
mod flow_like {
    #[unsafe(no_mangle)] extern "C" fn get_nodes() -> i64 { super::packed(super::NODES) }
    #[unsafe(no_mangle)] extern "C" fn run(_: i32, _: i32) -> i64 { super::packed(super::ANSWER) }
    #[unsafe(no_mangle)] extern "C" fn alloc(size: i32) -> i32 { super::room(size) }
    #[unsafe(no_mangle)] extern "C" fn dealloc(_: i32, _: i32) {}
}
#[cfg(any(not(anyhost_host), anyhost_host = "nlink"))]
mod nlink {
    #[unsafe(no_mangle)] extern "C" fn execute_node(_: i32, _: i32) -> i64 { super::packed(super::ITEMS) }
    #[unsafe(no_mangle)] extern "C" fn allocate(size: i32) -> i32 { super::room(size) }
    #[unsafe(no_mangle)] extern "C" fn deallocate(_: i32, _: i32) {}
    #[used] #[unsafe(link_section = "anyhost:definition.json")] static FORM: [u8; 17] = *b"{\"properties\":[]}";
}
#[used] #[unsafe(link_section = "anyhost:hosts")] static HOSTS: [u8; 16] = *b"flow-like,nlink,";
"##;

/// A Flow-Like node that says hello, from text.
pub const FLOW_LIKE: &str = r#"(module
  (memory (export "memory") 1)
  (global $next (mut i32) (i32.const 4096))
  (data (i32.const 16) "[{\"name\":\"say\",\"friendly_name\":\"Say\",\"description\":\"Says hello.\",\"category\":\"Test\",\"pins\":[{\"name\":\"exec_in\",\"friendly_name\":\"In\",\"description\":\"\",\"pin_type\":\"Input\",\"data_type\":\"Execution\"},{\"name\":\"exec_out\",\"friendly_name\":\"Out\",\"description\":\"\",\"pin_type\":\"Output\",\"data_type\":\"Execution\"},{\"name\":\"text\",\"friendly_name\":\"Text\",\"description\":\"\",\"pin_type\":\"Output\",\"data_type\":\"String\"}]}]")
  (data (i32.const 2048) "{\"error\":null,\"outputs\":{\"text\":\"hello\"},\"activate_exec\":[\"exec_out\"]}")
  (func (export "get_nodes") (result i64)
    (i64.or (i64.shl (i64.const 16) (i64.const 32)) (i64.const 393)))
  (func (export "run") (param i32 i32) (result i64)
    (i64.or (i64.shl (i64.const 2048) (i64.const 32)) (i64.const 70)))
  (func (export "alloc") (param $size i32) (result i32)
    (if (i32.gt_u (local.get $size) (i32.const 60000)) (then unreachable))
    (i32.const 4096))
  (func (export "dealloc") (param i32 i32)))"#;

/// A plugin of Signal K that says `on` when it starts.
pub const SIGNALK: &str = r#"(module
    (import "env" "sk_set_status" (func $status (param i32 i32)))
    (memory (export "memory") 2)
    (data (i32.const 8) "on")
    (func (export "allocate") (param i32) (result i32) (i32.const 65536))
    (func (export "deallocate") (param i32 i32))
    (func (export "plugin_id") (param i32 i32) (result i32) (i32.const 0))
    (func (export "plugin_name") (param i32 i32) (result i32) (i32.const 0))
    (func (export "plugin_schema") (param i32 i32) (result i32) (i32.const 0))
    (func (export "plugin_start") (param i32 i32) (result i32) (call $status (i32.const 8) (i32.const 2)) (i32.const 0))
    (func (export "plugin_stop") (result i32) (i32.const 0))
    (func (export "poll") (result i32) (i32.const 0)))"#;
