//! A guest in WAT that keeps the server's rules, and traps where the server breaks its own: a buffer that is given back with
//! another size than it was asked for.

use std::fmt::Write as _;

/// A module as it grows.
#[derive(Clone)]
pub struct Guest {
    imports: String,
    items: String,
    data: String,
    next: usize,
    left_out: Vec<&'static str>,
}

const BASE: &[(&str, &str)] = &[
    ("memory", r#"(memory (export "memory") 4)"#),
    (
        "allocate",
        r#"(func $allocate (export "allocate") (param $n i32) (result i32) (local $p i32)
  (local.set $p (i32.add (global.get $heap) (i32.const 8)))
  (global.set $heap (i32.and (i32.add (i32.add (local.get $p) (local.get $n)) (i32.const 15)) (i32.const -8)))
  (block $ok
    (br_if $ok (i32.le_u (global.get $heap) (i32.mul (memory.size) (i32.const 65536))))
    (br_if $ok (i32.ne (i32.const -1) (memory.grow (i32.add (i32.shr_u (local.get $n) (i32.const 16)) (i32.const 2)))))
    unreachable)
  (i32.store (i32.sub (local.get $p) (i32.const 8)) (local.get $n))
  (global.set $live (i32.add (global.get $live) (local.get $n)))
  (local.get $p))"#,
    ),
    (
        "deallocate",
        r#"(func $deallocate (export "deallocate") (param $p i32) (param $n i32)
  (if (i32.ne (local.get $n) (i32.load (i32.sub (local.get $p) (i32.const 8)))) (then unreachable))
  (global.set $live (i32.sub (global.get $live) (local.get $n))))"#,
    ),
];

/// The helpers: `$copy (out, max, at, len) -> len`, `$live` bytes that are allocated, `$say (n)` as the status.
const HELPERS: &str = r#"(global $heap (mut i32) (i32.const 131072))
(global $live (mut i32) (i32.const 0))
(func $copy (param $out i32) (param $max i32) (param $at i32) (param $len i32) (result i32)
  (if (i32.gt_u (local.get $len) (local.get $max)) (then (local.set $len (local.get $max))))
  (memory.copy (local.get $out) (local.get $at) (local.get $len))
  (local.get $len))
(func $say (param $n i32) (local $p i32)
  (local.set $p (i32.const 1040))
  (loop $next
    (local.set $p (i32.sub (local.get $p) (i32.const 1)))
    (i32.store8 (local.get $p) (i32.add (i32.const 48) (i32.rem_u (local.get $n) (i32.const 10))))
    (local.set $n (i32.div_u (local.get $n) (i32.const 10)))
    (br_if $next (local.get $n)))
  (call $status (local.get $p) (i32.sub (i32.const 1040) (local.get $p))))"#;

impl Guest {
    /// A plugin that does nothing, well. `$status` and `$emit` are imported; sets no status by itself.
    pub fn new() -> Self {
        let guest = Self { imports: String::new(), items: String::new(), data: String::new(), next: 2048, left_out: Vec::new() };
        guest
            .import("sk_set_status", "$status", "(param i32 i32)")
            .import("sk_handle_message", "$emit", "(param i32 i32)")
            .getter("plugin_id", "tester")
            .getter("plugin_name", "Tester")
            .getter("plugin_schema", r#"{"type":"object","properties":{"n":{"type":"number","default":1}}}"#)
            .start("(i32.const 0)")
            .func("plugin_stop", "(result i32)", "(i32.const 0)")
    }

    /// An import of `env`; one of this name is replaced.
    pub fn import(mut self, name: &str, as_name: &str, ty: &str) -> Self {
        let begin = format!("(import \"env\" \"{name}\"");
        self.imports = self.imports.lines().filter(|line| !line.starts_with(&begin)).flat_map(|line| [line, "\n"]).collect();
        let _ = writeln!(self.imports, r#"(import "env" "{name}" (func {as_name} {ty}))"#);
        self
    }

    pub fn import_of(mut self, module: &str, name: &str, as_name: &str, ty: &str) -> Self {
        let _ = writeln!(self.imports, r#"(import "{module}" "{name}" (func {as_name} {ty}))"#);
        self
    }

    /// A text in memory: `(i32.const at) (i32.const len)`.
    pub fn text(&mut self, text: &str) -> String {
        let at = self.next;
        self.next += text.len() + 8;
        assert!(self.next < 131_072, "too much data");
        let bytes: String = text.bytes().map(|byte| format!("\\{byte:02x}")).collect();
        let _ = writeln!(self.data, r#"(data (i32.const {at}) "{bytes}")"#);
        format!("(i32.const {at}) (i32.const {})", text.len())
    }

    /// An exported function; one of this name is replaced.
    pub fn func(mut self, name: &str, ty: &str, body: &str) -> Self {
        let begin = format!("(func (export \"{name}\")");
        let kept: Vec<&str> = self.items.split("\u{0}").filter(|item| !item.is_empty() && !item.starts_with(&begin)).collect();
        self.items = kept.join("\u{0}");
        let _ = write!(self.items, "\u{0}{begin} {ty} {body})");
        self
    }

    pub fn item(mut self, wat: &str) -> Self {
        let _ = write!(self.items, "\u{0}{wat}");
        self
    }

    /// A text of the plugin's.
    pub fn getter(mut self, name: &str, text: &str) -> Self {
        let place = self.text(text);
        let body = format!("(call $copy (local.get $out) (local.get $max) {place})");
        self.func(name, "(param $out i32) (param $max i32) (result i32)", &body)
    }

    pub fn start(self, body: &str) -> Self {
        self.func("plugin_start", "(param $p i32) (param $n i32) (result i32)", body)
    }

    pub fn poll(self, body: &str) -> Self {
        self.func("poll", "(result i32)", body)
    }

    pub fn delta_handler(self, body: &str) -> Self {
        self.func("delta_handler", "(param $p i32) (param $n i32)", body)
    }

    /// A handler `(request, len, out, max) -> len`.
    pub fn handler(self, name: &str, body: &str) -> Self {
        self.func(name, "(param $p i32) (param $n i32) (param $out i32) (param $max i32) (result i32)", body)
    }

    /// A handler that answers with a text.
    pub fn answers(mut self, name: &str, text: &str) -> Self {
        let place = self.text(text);
        self.handler(name, &format!("(call $copy (local.get $out) (local.get $max) {place})"))
    }

    /// One endpoint, `GET /x`, that answers with a text.
    pub fn endpoint(self, text: &str) -> Self {
        self.answers("h", text).getter("http_endpoints", r#"[{"method":"GET","path":"/x","handler":"h"}]"#)
    }

    pub fn without(mut self, name: &'static str) -> Self {
        let begin = format!("(func (export \"{name}\")");
        let kept: Vec<&str> = self.items.split("\u{0}").filter(|item| !item.starts_with(&begin)).collect();
        self.items = kept.join("\u{0}");
        self.left_out.push(name);
        self
    }

    pub fn wasm(&self) -> Vec<u8> {
        let base = BASE.iter().filter(|(name, _)| !self.left_out.contains(name)).map(|(_, wat)| *wat);
        let base: Vec<&str> = base.collect();
        let text = format!(
            "(module\n{}\n{}\n{HELPERS}\n{}\n{})",
            self.imports,
            base.join("\n"),
            self.items.replace('\u{0}', "\n"),
            self.data
        );
        wat::parse_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }
}
