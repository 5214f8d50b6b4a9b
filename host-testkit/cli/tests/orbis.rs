//! Building and packing plugins of Orbis: manifests that the host reads out of the wasm, and a wasm that serves two dialects.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::{Ran, anyhost_in, file, package};

/// Exports of both dialects, written by hand.
const CODE: &str = r##"
static ANSWER: [u8; 4 + 38 + 1] = *b"\x26\0\0\0{\"status\":200,\"body\":{\"message\":\"hi\"}}\0";
fn room(size: i32) -> i32 { vec![0u64; size as usize / 8 + 1].leak().as_ptr() as i32 }
#[unsafe(no_mangle)] extern "C" fn allocate(size: i32) -> i32 { room(size) }
#[unsafe(no_mangle)] extern "C" fn deallocate(_: i32, _: i32) {}
#[unsafe(no_mangle)] extern "C" fn hello(_: i32, _: i32) -> i32 { QUERY(); ANSWER.as_ptr() as i32 }
#[used] #[unsafe(link_section = "anyhost:hosts")] static HOSTS: [u8; 6] = *b"orbis,";
"##;

const DOCS: &str = r##"
#[unsafe(no_mangle)] extern "C" fn alloc(size: i32) -> i32 { room(size) }
#[unsafe(no_mangle)] extern "C" fn dealloc(_: i32, _: i32) {}
#[unsafe(no_mangle)] extern "C" fn init() -> i32 { 0 }
#[unsafe(no_mangle)] extern "C" fn execute() -> i32 { 0 }
#[unsafe(no_mangle)] extern "C" fn cleanup() -> i32 { 0 }
#[unsafe(no_mangle)] extern "C" fn hello__json(_: i32, _: i32) -> i32 { ANSWER.as_ptr() as i32 + 4 }
"##;

const IMPORTS: &str = r##"
#[link(wasm_import_module = "env")]
unsafe extern "C" { fn db_query(q: i32, n: i32, p: i32, m: i32) -> i32; }
const QUERY: fn() = || { unsafe { db_query(0, 0, 0, 0) }; };
"##;

const NO_IMPORTS: &str = "const QUERY: fn() = || {};";

const MANIFEST: &str = r#"{"name":"say-hi","version":"1.2.3","description":"Says hi.","routes":[{"method":"GET","path":"/hello","handler":"hello","requires_auth":false}],"wasm_entry":"plugin.wasm"}"#;

/// A section with this text.
fn section(name: &str, item: &str, text: &str) -> String {
    format!("#[used] #[unsafe(link_section = \"{name}\")] static {item}: [u8; {}] = *br#\"{text}\"#;\n", text.len())
}

fn plugin(name: &str, code: &[&str]) -> PathBuf {
    let folder = package(name, "[package.metadata.anyhost]\nhosts = [\"orbis\"]\n", &code.concat());
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    file(&folder, "Cargo.toml", manifest.replace("version = \"0.0.0\"", "version = \"1.2.3\"\ndescription = \"Says hi.\""));
    folder
}

fn both(name: &str) -> PathBuf {
    let docs = MANIFEST.replace("\"handler\":\"hello\"", "\"handler\":\"hello__json\"");
    let sections = [section("manifest", "MANIFEST", MANIFEST), section("anyhost:manifest.json", "OTHER", &docs)];
    plugin(name, &[CODE, DOCS, NO_IMPORTS, &sections[0], &sections[1]])
}

fn anyhost(folder: &Path, args: &[&str]) -> Ran {
    anyhost_in(folder, args, b"")
}

fn sections(wasm: &[u8], name: &str) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for payload in wasmparser::Parser::new(0).parse_all(wasm) {
        if let wasmparser::Payload::CustomSection(section) = payload.unwrap() {
            assert!(!section.name().starts_with("anyhost:"), "{}", section.name());
            if section.name() == name {
                found.push(section.data().to_vec());
            }
        }
    }
    found
}

#[test]
fn folder_zip_and_wasm() {
    let folder = plugin("orbis-pack", &[CODE, NO_IMPORTS, &section("manifest", "MANIFEST", MANIFEST)]);
    let ran = anyhost(&folder, &["pack", ".", "--host", "orbis", "--out", "dist", "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    let report = ran.json();
    assert_eq!((&report["folder"], &report["archive"]), (&"dist/say-hi".into(), &"dist/say-hi.zip".into()));
    assert_eq!(report["standalone"], "dist/say-hi.wasm");
    assert_eq!(report["files"], serde_json::json!(["dist/say-hi/manifest.json", "dist/say-hi/plugin.wasm"]));
    assert_eq!((&report["notes"], &report["findings"]), (&serde_json::json!([]), &serde_json::json!([])));
    let bytes = |path: &str| fs::read(folder.join(path)).unwrap();
    assert_eq!(bytes("dist/say-hi/manifest.json"), MANIFEST.as_bytes());
    assert_eq!(sections(&bytes("dist/say-hi.wasm"), "manifest"), [MANIFEST.as_bytes()]);
    assert_eq!(bytes("dist/say-hi.wasm"), bytes("dist/say-hi/plugin.wasm"));

    // The same bytes once more, and from each form of the package itself.
    for (path, out) in [(".", "again"), ("dist/say-hi", "second"), ("dist/say-hi.zip", "third"), ("dist/say-hi.wasm", "fourth")] {
        let ran = anyhost(&folder, &["pack", path, "--host", "orbis", "--out", out]);
        assert_eq!(ran.code, 0, "{path}: {ran:?}");
        for name in ["say-hi.zip", "say-hi.wasm", "say-hi/manifest.json", "say-hi/plugin.wasm"] {
            assert_eq!(bytes(&format!("{out}/{name}")), bytes(&format!("dist/{name}")), "{path}: {name}");
        }
    }
    for path in [".", "dist/say-hi", "dist/say-hi.zip", "dist/say-hi.wasm"] {
        let checked = anyhost(&folder, &["check", path, "--host", "orbis", "--json"]);
        assert_eq!(checked.code, 0, "{path}: {checked:?}");
        let verdict = &checked.json()["verdicts"][0];
        assert_eq!((&verdict["loads"], &verdict["conforms"]), (&true.into(), &true.into()), "{verdict}");
        assert_eq!(verdict["findings"], serde_json::json!([]), "{path}");
    }
}

#[test]
fn one_wasm_for_both_dialects() {
    let folder = both("orbis-both");
    let built = anyhost(&folder, &["build", ".", "--json"]);
    assert_eq!(built.code, 0, "{built:?}");
    let row = &built.json()["builds"][0];
    assert_eq!((&row["dialect"], &row["file"]), (&"source".into(), &"target/anyhost/orbis-both/orbis/plugin.wasm".into()));
    assert_eq!(row["files"], serde_json::json!(["target/anyhost/orbis-both/orbis/manifest.json"]));
    assert!(row["notes"][0].as_str().unwrap().contains("the wasm serves the dialect docs, too"), "{row}");
    let bytes = |path: &str| fs::read(folder.join(path)).unwrap();
    assert_eq!(bytes("target/anyhost/orbis-both/orbis/manifest.json"), MANIFEST.as_bytes());
    assert_eq!(sections(&bytes("target/anyhost/orbis-both/orbis/plugin.wasm"), "manifest"), [MANIFEST.as_bytes()]);

    let ran = anyhost(&folder, &["pack", ".", "--host", "orbis", "--dialect", "docs", "--out", "dist", "--json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["dialect"], "docs");
    let manifest: serde_json::Value = serde_json::from_slice(&bytes("dist/say-hi/manifest.json")).unwrap();
    assert_eq!(manifest["routes"][0]["handler"], "hello__json");

    let ran = anyhost(&folder, &["check", ".", "--host", "orbis", "--dialect", "all", "--json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let verdicts = ran.json();
    for (at, dialect) in ["source", "docs"].iter().enumerate() {
        let verdict = &verdicts["verdicts"][at];
        assert_eq!((&verdict["dialect"], &verdict["conforms"]), (&(*dialect).into(), &true.into()), "{verdict}");
    }
}

#[test]
fn what_is_built_is_verified() {
    let refused = |name: &str, code: &[&str], message: &str| {
        let ran = anyhost(&plugin(name, code), &["build", "."]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{name}: {ran:?}");
        assert!(ran.err.contains(message), "{name}: {ran:?}");
    };
    let manifest = |text: &str| section("manifest", "MANIFEST", text);
    let gone = manifest(&MANIFEST.replace("\"handler\":\"hello\"", "\"handler\":\"gone\""));
    refused("orbis-gone", &[CODE, NO_IMPORTS, &gone], "would not load the plugin: it does not export the handler `gone`");
    let wrong = manifest(&MANIFEST.replace("\"handler\":\"hello\"", "\"handler\":\"deallocate\""));
    refused(
        "orbis-wrong",
        &[CODE, NO_IMPORTS, &wrong],
        "its handler `deallocate` has the type (i32, i32), not (i32, i32) -> i32",
    );
    let twice = [manifest(MANIFEST), section("manifest", "AGAIN", MANIFEST)].concat();
    refused("orbis-twice", &[CODE, NO_IMPORTS, &twice], "Failed to parse manifest: trailing characters");
    let version = manifest(&MANIFEST.replace("1.2.3", "1.2"));
    refused("orbis-version", &[CODE, NO_IMPORTS, &version], "Invalid manifest: Invalid plugin version '1.2'");
    let two = [manifest(MANIFEST), section("anyhost:manifest.json", "OTHER", MANIFEST)].concat();
    refused(
        "orbis-imports",
        &[CODE, DOCS, IMPORTS, &two],
        "one wasm cannot serve the dialects source and docs of orbis: it imports `env.db_query`",
    );

    // An import that the host always denies is told.
    let denied = plugin("orbis-denied", &[CODE, IMPORTS, &manifest(MANIFEST)]);
    let ran = anyhost(&denied, &["build", "."]);
    assert!(ran.code == 0 && ran.out.contains("`env.db_query`: the real host denies it today, always (OB105)"), "{ran:?}");
    // A dialect that the code does not have.
    let ran = anyhost(&denied, &["pack", ".", "--host", "orbis", "--dialect", "docs"]);
    assert!(ran.code == 2 && ran.err.contains("the code exports to the dialect source of orbis, not to docs"), "{ran:?}");
}
