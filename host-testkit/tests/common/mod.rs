//! Guests in WAT: a sound one for each host, and ways to break it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code, missing_docs, unreachable_pub)]

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

fn data(at: u64, text: &str) -> String {
    let bytes: String = text.bytes().map(|byte| format!("\\{byte:02x}")).collect();
    format!("(data (i32.const {at}) \"{bytes}\")")
}

const ALLOC: &str = r#"(func (export "NAME") (param $n i32) (result i32)
  (block $ok
    (br_if $ok (i32.lt_u (local.get $n) (i32.mul (i32.sub (memory.size) (i32.const 1)) (i32.const 65536))))
    (br_if $ok (i32.ne (memory.grow (i32.add (i32.shr_u (local.get $n) (i32.const 16)) (i32.const 1))) (i32.const -1)))
    unreachable)
  (i32.const 65536))"#;

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
