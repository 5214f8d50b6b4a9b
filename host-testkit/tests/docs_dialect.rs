//! Dialect `docs` of Flow-Like returns pointers without lengths. A host may find the end of the text in three ways: each is
//! tried on the memory of a plugin of ours.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhost_testkit::build::{BuildOptions, build};
use std::path::Path;
use wasmtime::{Config, Engine, Instance, Memory, Module, Store};

const PAGE: usize = 65536;

struct Plugin {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
}

impl Plugin {
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/guests/docs-echo");
        let built = build(&folder, &BuildOptions::default()).unwrap();
        assert_eq!((built[0].host.id, built[0].dialect.id), ("flow-like", "docs"));
        let engine = Engine::new(&Config::new()).unwrap();
        let module = Module::new(&engine, std::fs::read(&built[0].wasm).unwrap()).unwrap();
        let mut store = Store::new(&engine, ());
        let instance = Instance::new(&mut store, &module, &[]).unwrap();
        let memory = instance.get_memory(&mut store, "memory").unwrap();
        Self { store, instance, memory }
    }

    fn get_node(&mut self) -> usize {
        let get_node = self.instance.get_typed_func::<(), u32>(&mut self.store, "get_node").unwrap();
        get_node.call(&mut self.store, ()).unwrap() as usize
    }

    /// Runs a context that is written behind memory, which is grown for it.
    fn run(&mut self, context: &str) -> usize {
        let pages = context.len().div_ceil(PAGE) as u64;
        let start = self.memory.grow(&mut self.store, pages).unwrap() as usize * PAGE;
        self.memory.write(&mut self.store, start, context.as_bytes()).unwrap();
        let run = self.instance.get_typed_func::<(u32, u32), u32>(&mut self.store, "run").unwrap();
        let (start, len) = (u32::try_from(start).unwrap(), u32::try_from(context.len()).unwrap());
        run.call(&mut self.store, (start, len)).unwrap() as usize
    }

    /// The text at a pointer, found in each way.
    fn texts(&self, at: usize) -> [String; 3] {
        let data = self.memory.data(&self.store);
        let text = |end: usize| String::from_utf8(data[at..end].to_vec()).unwrap();
        let mut values = serde_json::Deserializer::from_slice(&data[at..]).into_iter::<serde_json::Value>();
        values.next().unwrap().unwrap();
        let parsed = at + values.byte_offset();
        let terminated = at + data[at..].iter().position(|byte| *byte == 0).unwrap();
        let length = u32::from_le_bytes(data[at - 4..at].try_into().unwrap()) as usize;
        [text(parsed), text(terminated), text(at + length)]
    }
}

#[test]
fn a_definition_is_found_in_three_ways() {
    let mut plugin = Plugin::new();
    let at = plugin.get_node();
    let [parsed, terminated, counted] = plugin.texts(at);
    assert!(parsed.starts_with(r#"{"name":"echo""#) && parsed.ends_with('}'), "{parsed}");
    assert_eq!((&terminated, &counted), (&parsed, &parsed));
}

#[test]
fn a_result_is_found_in_three_ways() {
    let mut plugin = Plugin::new();
    let long = "x".repeat(100_000);
    for input in ["", "hello", "}\\\"\\n{ \u{1F680}", "a\\u0000b", &long] {
        let at = plugin.run(&format!("{{\"inputs\":{{\"input\":\"{input}\"}}}}"));
        let [parsed, terminated, counted] = plugin.texts(at);
        assert!(parsed.contains(input), "{parsed}");
        assert_eq!((&terminated, &counted), (&parsed, &parsed));
    }
    let at = plugin.run("{");
    let [parsed, terminated, counted] = plugin.texts(at);
    assert!(parsed.contains("\"error\":\"invalid context"), "{parsed}");
    assert_eq!((&terminated, &counted), (&parsed, &parsed));
}
