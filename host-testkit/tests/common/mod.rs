//! Guests in WAT: a sound one for each host, and ways to break it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code, missing_docs, unreachable_pub)]

pub mod orbis;

use anyhost_abi::Host;
use anyhost_testkit::{Request, RunReport, Settings, Target};

/// A node definition of Flow-Like without faults: data pins `input`, `output`, exec pins `exec_in`, `exec_out`.
pub const DEFINITION: &str = r#"[{"name":"echo","friendly_name":"Echo","description":"Echoes.","category":"Custom","pins":[{"name":"exec_in","friendly_name":"In","description":"","pin_type":"Input","data_type":"Execution"},{"name":"exec_out","friendly_name":"Out","description":"","pin_type":"Output","data_type":"Execution"},{"name":"input","friendly_name":"Input","description":"","pin_type":"Input","data_type":"String","default_value":""},{"name":"output","friendly_name":"Output","description":"","pin_type":"Output","data_type":"String"}]}]"#;

/// A result of it.
pub const RESULT: &str = r#"{"outputs":{"output":"hi"},"activate_exec":["exec_out"]}"#;

/// Where the result lies.
pub const RESULT_AT: u64 = 16384;

/// A module as a list of named parts, each of which can be replaced or left out.
#[derive(Clone)]
pub struct Guest {
    parts: Vec<(&'static str, String)>,
}

pub fn pack(ptr: u64, len: usize) -> i64 {
    (ptr << 32 | len as u64).cast_signed()
}

pub fn data(at: u64, text: &str) -> String {
    let bytes: String = text.bytes().map(|byte| format!("\\{byte:02x}")).collect();
    format!("(data (i32.const {at}) \"{bytes}\")")
}

const ALLOC: &str = r#"(func (export "NAME") (param $n i32) (result i32)
  (block $ok
    (br_if $ok (i32.lt_u (local.get $n) (i32.mul (i32.sub (memory.size) (i32.const 1)) (i32.const 65536))))
    (br_if $ok (i32.ne (memory.grow (i32.add (i32.shr_u (local.get $n) (i32.const 16)) (i32.const 1))) (i32.const -1)))
    unreachable)
  (i32.const 65536))"#;

/// Signal K: slots of buffers that are handed out, at 1024 up to 1536.
const SIGNALK_HEAP: &str = "(global $heap (mut i32) (i32.const 65536))";

const SIGNALK_ALLOCATE: &str = r#"(func $allocate (export "allocate") (param $n i32) (result i32) (local $at i32) (local $slot i32)
  (if (i32.gt_u (local.get $n) (i32.const 0x4000000)) (then unreachable))
  (local.set $slot (i32.const 1024))
  (block $found (loop $next
    (br_if $found (i32.eqz (i32.load (local.get $slot))))
    (local.set $slot (i32.add (local.get $slot) (i32.const 4)))
    (br_if $next (i32.lt_u (local.get $slot) (i32.const 1536)))
    unreachable))
  (local.set $at (global.get $heap))
  (block $ok (loop $more
    (br_if $ok (i32.lt_u (i32.add (local.get $at) (i32.add (local.get $n) (i32.const 16))) (i32.mul (memory.size) (i32.const 65536))))
    (br_if $more (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))
    unreachable))
  (global.set $heap (i32.and (i32.add (i32.add (local.get $at) (local.get $n)) (i32.const 16)) (i32.const -8)))
  (i32.store (local.get $slot) (local.get $at))
  (local.get $at))"#;

const SIGNALK_DEALLOCATE: &str = r#"(func (export "deallocate") (param $p i32) (param $n i32) (local $slot i32) (local $live i32)
  (local.set $slot (i32.const 1024))
  (loop $next
    (if (i32.eq (i32.load (local.get $slot)) (local.get $p)) (then (i32.store (local.get $slot) (i32.const 0))))
    (local.set $live (i32.or (local.get $live) (i32.load (local.get $slot))))
    (local.set $slot (i32.add (local.get $slot) (i32.const 4)))
    (br_if $next (i32.lt_u (local.get $slot) (i32.const 1536))))
  (if (i32.eqz (local.get $live)) (then (global.set $heap (i32.const 65536)))))"#;

/// The reply to a request; it lies at 5200, too.
pub const SIGNALK_REPLY: &str = r#"{"statusCode":200,"body":{"ok":true}}"#;

pub const SIGNALK_SCHEMA: &str =
    r#"{"type":"object","properties":{"radius":{"type":"number","title":"Radius","default":50,"minimum":1,"maximum":1000}}}"#;

pub const SIGNALK_ENDPOINTS: &str = r#"[{"method":"GET","path":"/status","handler":"handle_status"}]"#;

pub const SIGNALK_DELTA: &str = r#"{"updates":[{"values":[{"path":"steering.rudderAngle","value":0.1}]}]}"#;

/// A text of Signal K's at a place, and the function that copies it to the server's buffer, as far as that is large enough.
fn signalk_text(export: &str, params: &str, at: u64, text: &str) -> String {
    let params = if params.is_empty() { "(param $out i32) (param $max i32) (result i32)" } else { params };
    let len = text.len();
    format!(
        r#"{} (func (export "{export}") {params}
          (memory.copy (local.get $out) (i32.const {at}) (select (i32.const {len}) (local.get $max) (i32.lt_u (i32.const {len}) (local.get $max))))
          (select (i32.const {len}) (local.get $max) (i32.lt_u (i32.const {len}) (local.get $max))))"#,
        data(at, text)
    )
}

impl Guest {
    /// A sound Flow-Like module that answers everything with [`RESULT`].
    pub fn flow_like() -> Self {
        let definition = DEFINITION.len();
        Self {
            parts: vec![
                ("memory", r#"(memory (export "memory") 2)"#.into()),
                ("definition", data(64, DEFINITION)),
                ("result", data(RESULT_AT, RESULT)),
                ("get_nodes", format!(r#"(func (export "get_nodes") (result i64) (i64.const {}))"#, pack(64, definition))),
                ("get_node", format!(r#"(func (export "get_node") (result i64) (i64.const {}))"#, pack(65, definition - 2))),
                (
                    "run",
                    format!(
                        r#"(func (export "run") (param i32 i32) (result i64) (i64.const {}))"#,
                        pack(RESULT_AT, RESULT.len())
                    ),
                ),
                ("alloc", ALLOC.replace("NAME", "alloc")),
                ("dealloc", r#"(func (export "dealloc") (param i32 i32))"#.into()),
                ("reset_scratch", r#"(func (export "reset_scratch"))"#.into()),
            ],
        }
    }

    /// A sound module of Flow-Like's documented dialect.
    pub fn docs() -> Self {
        let result = r#"{"outputs":{"output":"}\"hi"},"error":null}"#;
        Self {
            parts: vec![
                ("memory", r#"(memory (export "memory") 2)"#.into()),
                ("definition", data(64, &DEFINITION[1..DEFINITION.len() - 1])),
                ("result", data(RESULT_AT, result)),
                ("get_node", r#"(func (export "get_node") (result i32) (i32.const 64))"#.into()),
                ("run", format!(r#"(func (export "run") (param i32 i32) (result i32) (i32.const {RESULT_AT}))"#)),
            ],
        }
    }

    /// A sound nLink module that answers everything with one item.
    pub fn nlink() -> Self {
        let result = r#"[{"json":{"message":"hi"}}]"#;
        Self {
            parts: vec![
                ("memory", r#"(memory (export "memory") 2)"#.into()),
                ("result", data(RESULT_AT, result)),
                (
                    "execute_node",
                    format!(
                        r#"(func (export "execute_node") (param i32 i32) (result i64) (i64.const {}))"#,
                        pack(RESULT_AT, result.len())
                    ),
                ),
                ("allocate", ALLOC.replace("NAME", "allocate")),
                ("deallocate", r#"(func (export "deallocate") (param i32 i32))"#.into()),
            ],
        }
    }

    /// A sound Signal K plugin: a status, a PUT, an HTTP endpoint, resources, a delta each poll.
    pub fn signalk() -> Self {
        let handler = "(param $q i32) (param $n i32) (param $out i32) (param $max i32) (result i32)";
        Self {
            parts: vec![
                ("import_status", r#"(import "env" "sk_set_status" (func $status (param i32 i32)))"#.into()),
                ("import_delta", r#"(import "env" "sk_handle_message" (func $emit (param i32 i32)))"#.into()),
                (
                    "import_put",
                    r#"(import "env" "sk_register_put_handler" (func $put (param i32 i32 i32 i32) (result i32)))"#.into(),
                ),
                (
                    "import_resource",
                    r#"(import "env" "sk_register_resource_provider" (func $provide (param i32 i32) (result i32)))"#.into(),
                ),
                ("memory", r#"(memory (export "memory") 4)"#.into()),
                ("state", "(global $runs (mut i32) (i32.const 0)) (global $a (mut i32) (i32.const 0))".into()),
                ("heap", SIGNALK_HEAP.into()),
                ("allocate", SIGNALK_ALLOCATE.into()),
                ("deallocate", SIGNALK_DEALLOCATE.into()),
                ("plugin_id", signalk_text("plugin_id", "", 2048, "echo")),
                ("plugin_name", signalk_text("plugin_name", "", 2080, "Echo")),
                ("plugin_schema", signalk_text("plugin_schema", "", 2112, SIGNALK_SCHEMA)),
                ("http_endpoints", signalk_text("http_endpoints", "", 2400, SIGNALK_ENDPOINTS)),
                (
                    "texts",
                    format!(
                        "{} {} {} {} {} {}",
                        data(5200, SIGNALK_REPLY),
                        data(3000, "running"),
                        data(3020, "vessels.self"),
                        data(3040, "steering.autopilot.state"),
                        data(3080, "tracks"),
                        data(3100, SIGNALK_DELTA)
                    ),
                ),
                (
                    "plugin_start",
                    r#"(func (export "plugin_start") (param $p i32) (param $n i32) (result i32)
                      (call $status (i32.const 3000) (i32.const 7))
                      (drop (call $put (i32.const 3020) (i32.const 12) (i32.const 3040) (i32.const 24)))
                      (drop (call $provide (i32.const 3080) (i32.const 6)))
                      (global.set $runs (i32.const 1)) (i32.const 0))"#
                        .into(),
                ),
                (
                    "plugin_stop",
                    r#"(func (export "plugin_stop") (result i32) (global.set $runs (i32.const 0)) (i32.const 0))"#.into(),
                ),
                (
                    "poll",
                    format!(
                        r#"(func (export "poll") (result i32) (call $emit (i32.const 3100) (i32.const {})) (i32.const 0))"#,
                        SIGNALK_DELTA.len()
                    ),
                ),
                ("delta_handler", r#"(func (export "delta_handler") (param $p i32) (param $n i32))"#.into()),
                ("handle_status", signalk_text("handle_status", handler, 4000, SIGNALK_REPLY)),
                (
                    "handle_put",
                    signalk_text(
                        "handle_put_vessels_self_steering_autopilot_state",
                        handler,
                        4400,
                        r#"{"state":"COMPLETED","statusCode":200}"#,
                    ),
                ),
                ("list", signalk_text("resources_list_resources", handler, 4800, "{}")),
                ("get", signalk_text("resources_get_resource", handler, 4900, "null")),
                ("set", signalk_text("resources_set_resource", handler, 5000, "{}")),
                ("delete", signalk_text("resources_delete_resource", handler, 5100, "{}")),
            ],
        }
    }

    /// A sound plugin of Signal K's documented dialect.
    pub fn signalk_docs() -> Self {
        let start = r#"(func (export "plugin_start") (param $p i32) (param $n i32) (result i32)
          (call $status (i32.const 3000) (i32.const 7)) (i32.const 0))"#;
        let guest = Self::signalk().with("plugin_start", start);
        ["import_put", "import_resource", "http_endpoints", "handle_status", "handle_put", "list", "get", "set", "delete"]
            .iter()
            .fold(guest, |guest, part| guest.without(part))
    }

    /// With this text as what a getter or handler of Signal K's returns; it lies behind the sound guest's texts.
    pub fn says(self, part: &'static str, export: &str, text: &str) -> Self {
        let getter = export.starts_with("plugin_") || export == "http_endpoints" || export == "radar_get_radars";
        let params = if getter { "" } else { "(param $q i32) (param $n i32) (param $out i32) (param $max i32) (result i32)" };
        self.with(part, signalk_text(export, params, 8192, text))
    }

    /// With this part replaced, or added. Imports must come first: parts called `import` do.
    pub fn with(mut self, name: &'static str, wat: impl Into<String>) -> Self {
        let wat = wat.into();
        match self.parts.iter_mut().find(|part| part.0 == name) {
            Some(part) => part.1 = wat,
            None if name.starts_with("import") => self.parts.insert(0, (name, wat)),
            None => self.parts.push((name, wat)),
        }
        self
    }

    /// The text of a part.
    pub fn part(&self, name: &str) -> String {
        self.parts.iter().find(|part| part.0 == name).map(|part| part.1.clone()).unwrap_or_default()
    }

    pub fn without(mut self, name: &str) -> Self {
        self.parts.retain(|part| part.0 != name);
        self
    }

    /// With another body of the function that does the work.
    pub fn body(self, wat: &str) -> Self {
        let (name, result) = match self.parts.iter().find(|part| part.0 == "run" || part.0 == "execute_node") {
            Some((name, wat)) if wat.contains("(result i32)") => (*name, "i32"),
            Some((name, _)) => (*name, "i64"),
            None => ("run", "i64"),
        };
        self.with(name, format!(r#"(func (export "{name}") (param $p i32) (param $n i32) (result {result}) {wat})"#))
    }

    /// With this text as the result.
    pub fn result(self, text: &str) -> Self {
        let body = format!("(i64.const {})", pack(RESULT_AT, text.len()));
        self.with("result", data(RESULT_AT, text)).body(&body)
    }

    /// With this text as the result of the documented dialect.
    pub fn pointed(self, text: &str) -> Self {
        self.with("result", data(RESULT_AT, text))
    }

    /// With this definition.
    pub fn define(self, text: &str) -> Self {
        let all = format!(r#"(func (export "get_nodes") (result i64) (i64.const {}))"#, pack(64, text.len()));
        self.with("definition", data(64, text)).with("get_nodes", all).without("get_node")
    }

    pub fn wasm(&self) -> Vec<u8> {
        let parts: Vec<&str> = self.parts.iter().map(|part| part.1.as_str()).collect();
        let text = format!("(module\n{}\n)", parts.join("\n"));
        wat::parse_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }
}

/// Host, dialect and switches in short: `flow-like`, `flow-like/docs`.
pub fn settings(at: &str, pairs: &[(&str, &str)]) -> (&'static Host, &'static anyhost_abi::Dialect, Settings) {
    let (host, dialect) = at.split_once('/').map_or((at, None), |(host, dialect)| (host, Some(dialect)));
    let host = anyhost_abi::host(host).unwrap();
    let dialect = host.dialect(dialect).unwrap();
    (host, dialect, Settings::parse(host, dialect, pairs).unwrap())
}

pub fn run_with(at: &str, pairs: &[(&str, &str)], wasm: &[u8], request: &Request) -> RunReport {
    let (host, dialect, settings) = settings(at, pairs);
    anyhost_testkit::run(wasm, "guest.wasm", &Target::new(host, dialect, &settings), request).unwrap()
}

pub fn run(at: &str, guest: &Guest, request: &Request) -> RunReport {
    run_with(at, &[], &guest.wasm(), request)
}

pub fn check_with(at: &str, pairs: &[(&str, &str)], wasm: &[u8]) -> anyhost_testkit::Verdict {
    let (host, dialect, settings) = settings(at, pairs);
    anyhost_testkit::check(wasm, "guest.wasm", &Target::new(host, dialect, &settings), false).unwrap()
}

pub fn check(at: &str, guest: &Guest) -> anyhost_testkit::Verdict {
    check_with(at, &[], &guest.wasm())
}
