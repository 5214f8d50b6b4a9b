//! Orbis's guests.

use super::{Guest, data};

/// A manifest without faults.
pub const MANIFEST: &str = r#"{"name":"demo","version":"1.0.0","description":"Says hi.","permissions":[],"routes":[{"method":"GET","path":"/hello","handler":"hello","requires_auth":false},{"method":"POST","path":"/hello","handler":"hello","requires_auth":true}],"pages":[{"route":"/main","title":"Main","sections":[{"type":"Button","events":{"on_click":[{"type":"call_api","api":"plugin.hello"}]}}]}],"config":{"limit":20}}"#;

/// The same as the document has it.
pub const DOCUMENTED: &str =
    r#"{"name":"demo","version":"1.0.0","description":"Says hi.","routes":[{"method":"GET","path":"/hello","handler":"hello"}]}"#;

pub const ANSWER: &str = r#"{"status":200,"body":{"message":"hi"}}"#;

/// Where the answer lies, and behind four bytes its text.
pub const ANSWER_AT: u32 = 16384;

/// Hands out 65536, in memory that is large enough.
const ALLOCATE: &str = r#"(func $allocate (export "NAME") (param $n i32) (result i32)
  (block $ok
    (br_if $ok (i32.lt_u (local.get $n) (i32.mul (i32.sub (memory.size) (i32.const 1)) (i32.const 65536))))
    (br_if $ok (i32.ne (memory.grow (i32.add (i32.shr_u (local.get $n) (i32.const 16)) (i32.const 1))) (i32.const -1)))
    unreachable)
  (i32.const 65536))"#;

fn bytes(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\{byte:02x}")).collect()
}

/// A length and a text, at a place.
pub fn prefixed(at: u32, text: &str) -> String {
    let len = u32::try_from(text.len()).unwrap().to_le_bytes();
    format!("(data (i32.const {at}) \"{}\") {}", bytes(&len), data(u64::from(at) + 4, text))
}

impl Guest {
    /// A sound plugin of Orbis with one handler, which answers everything with [`ANSWER`].
    pub fn orbis() -> Self {
        let hello = format!(r#"(func (export "hello") (param $p i32) (param $n i32) (result i32) (i32.const {ANSWER_AT}))"#);
        Self { parts: Vec::new() }
            .with("memory", r#"(memory (export "memory") 2)"#)
            .with("answer", prefixed(ANSWER_AT, ANSWER))
            .with("allocate", ALLOCATE.replace("NAME", "allocate"))
            .with("deallocate", r#"(func (export "deallocate") (param $p i32) (param $n i32))"#)
            .with("hello", hello)
            .manifest(MANIFEST)
    }

    /// A sound plugin of its documented dialect.
    pub fn orbis_docs() -> Self {
        let hook = |name: &str| format!(r#"(func (export "{name}") (result i32) (i32.const 0))"#);
        let at = ANSWER_AT + 4;
        Self { parts: Vec::new() }
            .with("memory", r#"(memory (export "memory") 2)"#)
            .with("answer", prefixed(ANSWER_AT, ANSWER))
            .with("alloc", ALLOCATE.replace("NAME", "alloc"))
            .with("dealloc", r#"(func (export "dealloc") (param $p i32) (param $n i32))"#)
            .with("init", hook("init"))
            .with("execute", hook("execute"))
            .with("cleanup", hook("cleanup"))
            .with("hello", format!(r#"(func (export "hello") (param $p i32) (param $n i32) (result i32) (i32.const {at}))"#))
            .manifest(DOCUMENTED)
    }

    /// With this text in the section `manifest`.
    pub fn manifest(self, text: &str) -> Self {
        self.with("manifest", section(text.as_bytes()))
    }

    /// With another body of its handler; `$p` and `$n` are its context.
    pub fn hello(self, body: &str) -> Self {
        self.with("hello", format!(r#"(func (export "hello") (param $p i32) (param $n i32) (result i32) {body})"#))
    }

    /// With this text as its answer.
    pub fn answers(self, text: &str) -> Self {
        self.with("answer", prefixed(ANSWER_AT, text))
    }
}

/// A section `manifest`.
pub fn section(text: &[u8]) -> String {
    format!("(@custom \"manifest\" \"{}\")", bytes(text))
}
