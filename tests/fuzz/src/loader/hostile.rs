//! Plugins with everything that their host wants, whose code does as it pleases.

use anyhost::rt::abi::{Dialect, Import, Role, Val};
use arbitrary::{Result, Unstructured};
use std::fmt::Write;

/// What a node is, for hosts that ask.
const DEFINITION: &str = r#"{"name":"n","friendly_name":"N","description":"d","category":"c","pins":[{"name":"exec_in","friendly_name":"E","description":"","pin_type":"Input","data_type":"Execution"},{"name":"a","friendly_name":"A","description":"","pin_type":"Input","data_type":"String","default_value":""},{"name":"exec_out","friendly_name":"E","description":"","pin_type":"Output","data_type":"Execution"},{"name":"b","friendly_name":"B","description":"","pin_type":"Output","data_type":"String"}]}"#;

/// Answers that are right, and some that are not.
const RESULTS: [&str; 8] = [
    r#"{"outputs":{"b":"x"},"error":null,"activate_exec":["exec_out"]}"#,
    r#"[{"json":{"b":1}}]"#,
    r#"{"error":"no"}"#,
    r#"{"outputs":{},"error":"no"}"#,
    r#"{"outputs":{"zz":1},"activate_exec":["zz"]}"#,
    "[]",
    "{\"outputs\":{\"b\":\"\\ud800\"}}",
    "not JSON",
];

fn signature(params: impl IntoIterator<Item = Val>, results: &[Val]) -> String {
    let mut text = String::new();
    for val in params {
        _ = write!(text, " (param {})", val.as_str());
    }
    for val in results {
        _ = write!(text, " (result {})", val.as_str());
    }
    text
}

/// A module with the exports and nothing else.
pub(super) fn stubs(dialect: &Dialect) -> String {
    let mut text = String::from("(module (memory (export \"memory\") 1)");
    for export in dialect.exports {
        if let (Some(name), Some(ty)) = (export.name.fixed(), export.signature) {
            _ = write!(text, "(func (export {name:?}){} unreachable)", signature(ty.params.iter().copied(), ty.results));
        }
    }
    text + ")"
}

/// A module whose functions are made of `u`.
pub(super) fn module(dialect: &Dialect, u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut imports: Vec<&Import> = Vec::new();
    for _ in 0..u.int_in_range(0..=2)? {
        if !dialect.imports.is_empty() {
            let import = u.choose(dialect.imports)?;
            if import.is_typed() && !imports.iter().any(|other| std::ptr::eq(*other, import)) {
                imports.push(import);
            }
        }
    }
    let mut text = String::from("(module ");
    for (i, import) in imports.iter().enumerate() {
        let ty = signature(import.params(), import.results());
        _ = writeln!(text, "(import {:?} {:?} (func $i{i}{ty}))", import.module, import.name);
    }
    let result = match u.arbitrary::<u8>()? % 16 {
        0 => String::from_utf8_lossy(u.bytes(u.len().min(40))?).into_owned(),
        at => RESULTS[usize::from(at) % RESULTS.len()].to_owned(),
    };
    let definition = if dialect.node.is_some() && u.ratio(3, 4)? { format!("[{DEFINITION}]") } else { "[{}]".into() };
    _ = writeln!(text, "(memory (export \"memory\") {} {})", u.int_in_range(1..=3)?, u.int_in_range(3..=600)?);
    _ = writeln!(text, "(data (i32.const 16) {})(data (i32.const 4096) {})", quoted(&definition), quoted(&result));
    _ = writeln!(text, "(global $g (mut i32) (i32.const 8192))");
    let mut code = Code { u, imports: &imports, depth: 0 };
    for export in dialect.exports {
        let (Some(name), Some(ty)) = (export.name.fixed(), export.signature) else { continue };
        if code.u.ratio(1, 12)? {
            continue;
        }
        let pack = |at: usize, len: usize| match ty.results {
            [Val::I64] => format!("(i64.const {})", (at << 32) | len),
            _ => format!("(i32.const {at})"),
        };
        let body = match export.role {
            Role::Definition => pack(17, DEFINITION.len()),
            Role::Definitions => pack(16, definition.len()),
            Role::Allocate if code.u.ratio(2, 3)? => {
                "(global.get $g) (global.set $g (i32.add (global.get $g) (local.get 0)))".into()
            }
            _ => {
                let statements = code.statements()?;
                let value = match ty.results {
                    [] => String::new(),
                    [Val::I64] if code.u.ratio(2, 3)? => pack(4096, result.len()),
                    [Val::I64] => format!("(i64.extend_i32_u {})", code.expression()?),
                    _ if code.u.ratio(1, 2)? => pack(4096, result.len()),
                    _ => code.expression()?,
                };
                statements + &value
            }
        };
        // Two parameters or more are always there, for `local.get`.
        let locals = "(local i32 i32)";
        _ = writeln!(text, "(func (export {name:?}){} {locals} {body})", signature(ty.params.iter().copied(), ty.results));
    }
    Ok(wat::parse_str(text + ")").unwrap_or_default())
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for byte in text.bytes() {
        _ = write!(quoted, "\\{byte:02x}");
    }
    quoted + "\""
}

struct Code<'c, 'd> {
    u: &'c mut Unstructured<'d>,
    imports: &'c [&'c Import],
    depth: usize,
}

impl Code<'_, '_> {
    fn statements(&mut self) -> Result<String> {
        let mut text = String::new();
        for _ in 0..self.u.int_in_range(0..=3)? {
            text += &self.statement()?;
        }
        Ok(text)
    }

    fn statement(&mut self) -> Result<String> {
        if self.depth > 3 {
            return Ok(String::new());
        }
        self.depth += 1;
        let text = match self.u.arbitrary::<u8>()? % 9 {
            0 => format!("(i32.store {} {})", self.expression()?, self.expression()?),
            1 => format!("(drop {})", self.expression()?),
            2 => format!("(if {} (then {}))", self.expression()?, self.statements()?),
            3 => format!("(loop $l {} (br_if $l {}))", self.statements()?, self.expression()?),
            4 => format!("(memory.fill {} {} {})", self.expression()?, self.expression()?, self.expression()?),
            5 => format!("(global.set $g {})", self.expression()?),
            6 => format!("(drop (memory.grow {}))", self.expression()?),
            7 if self.u.ratio(1, 6)? => "(unreachable)".into(),
            _ => self.call()?,
        };
        self.depth -= 1;
        Ok(text)
    }

    fn call(&mut self) -> Result<String> {
        if self.imports.is_empty() {
            return Ok(String::new());
        }
        let i = self.u.choose_index(self.imports.len())?;
        let import = self.imports[i];
        let mut text = format!("(call $i{i}");
        for val in import.params() {
            text += &match val {
                Val::I32 => self.expression()?,
                Val::I64 => format!("(i64.extend_i32_s {})", self.expression()?),
                Val::F32 => format!("(f32.convert_i32_s {})", self.expression()?),
                Val::F64 => format!("(f64.convert_i32_s {})", self.expression()?),
            };
        }
        text += ")";
        Ok(if import.results().is_empty() { text } else { format!("(drop {text})") })
    }

    /// An `i32`.
    fn expression(&mut self) -> Result<String> {
        if self.depth > 5 {
            return Ok("(i32.const 1)".into());
        }
        self.depth += 1;
        let text = match self.u.arbitrary::<u8>()? % 10 {
            0 => format!("(i32.const {})", self.u.arbitrary::<i32>()?),
            1 | 2 => format!("(i32.const {})", self.u.int_in_range(0..=70_000)?),
            3 => "(memory.size)".into(),
            4 => "(global.get $g)".into(),
            5 => format!("(i32.load {})", self.expression()?),
            6 => format!("(i32.add {} {})", self.expression()?, self.expression()?),
            7 => format!("(i32.sub {} {})", self.expression()?, self.expression()?),
            8 => format!("(i32.lt_u {} {})", self.expression()?, self.expression()?),
            _ => format!("(i32.load8_u {})", self.expression()?),
        };
        self.depth -= 1;
        Ok(text)
    }
}
