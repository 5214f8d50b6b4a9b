//! A guest in WAT that the host takes, and parts to put into it.

/// A module as it grows.
#[derive(Clone)]
pub struct Guest {
    imports: String,
    parts: Vec<(&'static str, String)>,
    manifest: Option<String>,
}

const MEMORY: &str = r#"(memory (export "memory") 2)"#;

/// A bump allocator from 65536 on.
const ALLOCATE: &str = r#"(global $heap (mut i32) (i32.const 65536))
(func $allocate (export "allocate") (param $n i32) (result i32) (local $at i32)
  (local.set $at (global.get $heap))
  (global.set $heap (i32.and (i32.add (i32.add (local.get $at) (local.get $n)) (i32.const 7)) (i32.const -8)))
  (block $ok (loop $more
    (br_if $ok (i32.le_u (global.get $heap) (i32.mul (memory.size) (i32.const 65536))))
    (br_if $more (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))
    unreachable))
  (local.get $at))"#;

const DEALLOCATE: &str = r#"(func (export "deallocate") (param i32 i32))"#;

/// `$buffer`: a result of these bytes. `$number`: a result of this number.
const HELPERS: &str = r#"
(func $buffer (param $p i32) (param $n i32) (result i32) (local $to i32)
  (local.set $to (call $allocate (i32.add (local.get $n) (i32.const 4))))
  (i32.store (local.get $to) (local.get $n))
  (memory.copy (i32.add (local.get $to) (i32.const 4)) (local.get $p) (local.get $n))
  (local.get $to))
(func $number (param $v i32) (result i32) (local $at i32)
  (local.set $at (i32.const 1020))
  (if (i32.lt_s (local.get $v) (i32.const 0)) (then (return (call $buffer (i32.const 1000) (i32.const 2)))))
  (loop $digit
    (local.set $at (i32.sub (local.get $at) (i32.const 1)))
    (i32.store8 (local.get $at) (i32.add (i32.const 48) (i32.rem_u (local.get $v) (i32.const 10))))
    (local.set $v (i32.div_u (local.get $v) (i32.const 10)))
    (br_if $digit (local.get $v)))
  (call $buffer (local.get $at) (i32.sub (i32.const 1020) (local.get $at))))
(data (i32.const 1000) "-1")"#;

impl Default for Guest {
    /// A guest with the handler `echo`, which returns its context.
    fn default() -> Self {
        let parts = [("memory", MEMORY), ("allocate", ALLOCATE), ("deallocate", DEALLOCATE), ("helpers", HELPERS)];
        let parts = parts.map(|(name, text)| (name, text.to_owned())).into();
        Self { imports: String::new(), parts, manifest: None }.handler("echo", "(call $buffer (local.get $p) (local.get $n))")
    }
}

impl Guest {
    /// With these lines.
    pub fn with(mut self, lines: &str) -> Self {
        self.parts.push(("more", lines.to_owned()));
        self
    }

    /// With another part, or without it.
    pub fn but(mut self, name: &str, text: &str) -> Self {
        self.parts.iter_mut().find(|part| part.0 == name).unwrap().1 = text.to_owned();
        self
    }

    /// Without anything that allocates.
    pub fn without_helpers(self) -> Self {
        let mut guest = self.but("helpers", "");
        guest.parts.retain(|part| part.0 != "handler");
        guest
    }

    /// With a function of the host's, as `$name`.
    pub fn import(mut self, name: &str, ty: &str) -> Self {
        self.imports.push_str(&format!("(import \"env\" \"{name}\" (func ${name} {ty}))\n"));
        self
    }

    /// With all functions of the host's that are usable.
    pub fn imports(self) -> Self {
        let (two, four) = ("(param i32 i32) (result i32)", "(param i32 i32 i32 i32) (result i32)");
        let eight = "(param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)";
        let rows = [
            ("log", "(param i32 i32 i32)"),
            ("state_get", two),
            ("state_set", four),
            ("state_remove", two),
            ("db_query", four),
            ("db_execute", four),
            ("http_request", eight),
            ("emit_event", four),
            ("get_config", two),
            ("crypto_hash", "(param i32 i32 i32) (result i32)"),
            ("crypto_random", "(param i32) (result i32)"),
        ];
        rows.into_iter().fold(self, |guest, (name, ty)| guest.import(name, ty))
    }

    /// With a handler of this name; `$p` and `$n` are its context.
    pub fn handler(mut self, name: &str, body: &str) -> Self {
        let text = format!("(func (export \"{name}\") (param $p i32) (param $n i32) (result i32)\n{body})");
        self.parts.push(("handler", text));
        self
    }

    /// With a handler that returns what lies at a place: a length, and the text.
    pub fn answer(self, name: &str, at: u32, text: &str) -> Self {
        let len: String = u32::try_from(text.len()).unwrap().to_le_bytes().iter().map(|b| format!("\\{b:02x}")).collect();
        let bytes: String = text.bytes().map(|b| format!("\\{b:02x}")).collect();
        self.with(&format!("(data (i32.const {at}) \"{len}{bytes}\")")).handler(name, &format!("(i32.const {at})"))
    }

    /// With a text in memory.
    pub fn text(self, at: u32, text: &str) -> Self {
        let bytes: String = text.bytes().map(|b| format!("\\{b:02x}")).collect();
        self.with(&format!("(data (i32.const {at}) \"{bytes}\")"))
    }

    /// With this manifest in its section.
    pub fn manifest(mut self, text: &str) -> Self {
        self.manifest = Some(text.to_owned());
        self
    }

    /// With a manifest of these routes, each `METHOD path handler`, and whether they ask for a user.
    pub fn routes(self, routes: &[(&str, bool)]) -> Self {
        self.manifest(&manifest(routes, ""))
    }

    pub fn wasm(&self) -> Vec<u8> {
        let parts: Vec<&str> = self.parts.iter().map(|part| part.1.as_str()).collect();
        let text = format!("(module\n{}{})", self.imports, parts.join("\n"));
        let mut wasm = wat::parse_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        if let Some(manifest) = &self.manifest {
            section(&mut wasm, manifest.as_bytes());
        }
        wasm
    }
}

/// A manifest of the plugin `demo`.
pub fn manifest(routes: &[(&str, bool)], more: &str) -> String {
    let routes = routes.iter().map(|(route, auth)| {
        let [method, path, handler] = route.split(' ').collect::<Vec<_>>().try_into().unwrap();
        format!(r#"{{"method":"{method}","path":"{path}","handler":"{handler}","requires_auth":{auth}}}"#)
    });
    let routes: Vec<String> = routes.collect();
    format!(r#"{{"name":"demo","version":"1.0.0","routes":[{}]{more}}}"#, routes.join(","))
}

fn section(wasm: &mut Vec<u8>, payload: &[u8]) {
    let leb = |mut value: usize| {
        let mut bytes = Vec::new();
        loop {
            let byte = u8::try_from(value & 0x7f).unwrap();
            value >>= 7;
            bytes.push(if value == 0 { byte } else { byte | 0x80 });
            if value == 0 {
                return bytes;
            }
        }
    };
    let body = [&leb(8)[..], b"manifest", payload].concat();
    wasm.push(0);
    wasm.extend(leb(body.len()));
    wasm.extend(body);
}
