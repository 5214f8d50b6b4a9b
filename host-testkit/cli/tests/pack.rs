//! Making packages, and handing them over as paths.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::{BY_HAND, FLOW_LIKE, Ran, anyhost_in, file, folder, package, wasm};

const METADATA: &str = r#"
[package.metadata.anyhost]
hosts = ["flow-like", "nlink"]

[package.metadata.anyhost.flow-like]
id = "com.example.say"
memory = "light"
allowed_hosts = ["api.example.com"]
metadata = { colour = "blue" }

[package.metadata.anyhost.nlink]
definition = "extra.json"
"#;

fn crate_in(name: &str, metadata: &str) -> PathBuf {
    let folder = package(name, metadata, BY_HAND);
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let about = "version = \"1.2.3\"\ndescription = \"Says hello.\"\nlicense = \"MIT\"\nauthors = [\"Ada <ada@example.com>\"]\n\
        repository = \"https://example.com/say\"\nkeywords = [\"text\"]";
    file(&folder, "Cargo.toml", manifest.replace("version = \"0.0.0\"", about));
    file(&folder, "extra.json", "{\"displayName\":\"Say\",\"icon\":\"icon.svg\"}");
    file(&folder, "icon.svg", "<svg/>");
    file(&folder, "README.md", "# Say\n");
    folder
}

fn pack(folder: &Path, args: &[&str]) -> Ran {
    anyhost_in(folder, &[&["pack", "."], args].concat(), b"")
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn flow_like() {
    let folder = crate_in("pack-flow-like", METADATA);
    let ran = pack(&folder, &["--host", "flow-like", "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    let report = ran.json();
    let root = "target/anyhost/package/flow-like/pack-flow-like";
    assert_eq!(report["folder"], root);
    assert!(report["archive"].is_null());
    assert_eq!(report["files"], serde_json::json!([format!("{root}/build/node.wasm"), format!("{root}/flow-like.toml")]));
    assert_eq!(report["notes"], serde_json::json!([]));
    assert_eq!(report["findings"], serde_json::json!([]));

    let manifest = read(&folder, &format!("{root}/flow-like.toml"));
    let hash = manifest.lines().find_map(|line| line.strip_prefix("wasm_hash = ")).unwrap().to_owned();
    assert_eq!(hash.len(), 66);
    let expected = format!(
        "manifest_version = 1\nid = \"com.example.say\"\nname = \"pack-flow-like\"\nversion = \"1.2.3\"\n\
         description = \"Says hello.\"\nlicense = \"MIT\"\nrepository = \"https://example.com/say\"\nkeywords = [\"text\"]\n\
         wasm_path = \"build/node.wasm\"\nwasm_hash = {hash}\n\n\
         [[authors]]\nname = \"Ada\"\nemail = \"ada@example.com\"\n\n\
         [permissions]\nmemory = \"light\"\ntimeout = \"standard\"\n\n\
         [permissions.network]\nallowed_hosts = [\"api.example.com\"]\n\n\
         [[nodes]]\nid = \"say\"\nname = \"Say\"\ndescription = \"Says hello.\"\ncategory = \"Test\"\n\n\
         [metadata]\ncolour = \"blue\"\n"
    );
    assert_eq!(manifest, expected);

    // The package is a path of every command.
    let checked = anyhost_in(&folder, &["check", root, "--json"], b"");
    assert_eq!(checked.code, 0, "{checked:?}");
    let verdicts = checked.json();
    assert_eq!(verdicts["verdicts"].as_array().unwrap().len(), 1, "of its host only");
    assert_eq!(verdicts["verdicts"][0]["file"], format!("{root}/build/node.wasm"));
    let ran = anyhost_in(&folder, &["run", root, "--host", "flow-like", "--json"], b"");
    assert_eq!(ran.json()["result"]["outputs"]["text"], "hello", "{ran:?}");
}

#[test]
fn nlink() {
    let folder = crate_in("pack-nlink", METADATA);
    let ran = pack(&folder, &["--host", "nlink", "--out", "dist", "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    let report = ran.json();
    let root = "dist/nlink-community.pack-nlink";
    assert_eq!((&report["folder"], &report["archive"]), (&root.into(), &format!("{root}.zip").into()));
    assert_eq!(
        read(&folder, &format!("{root}/definition.json")),
        "{\n  \"properties\": [],\n  \"displayName\": \"Say\",\n  \"icon\": \"icon.svg\"\n}\n"
    );
    let expected = r##"{
  "name": "nlink-community-pack-nlink",
  "version": "1.2.3",
  "description": "Says hello.",
  "license": "MIT",
  "author": "Ada <ada@example.com>",
  "repository": {"type":"git","url":"https://example.com/say"},
  "keywords": ["text"],
  "nlink": {"nodes":["nlink-community.pack-nlink"]}
}
"##;
    assert_eq!(read(&folder, &format!("{root}/package.json")), expected);
    assert_eq!(read(&folder, &format!("{root}/icon.svg")), "<svg/>");
    assert_eq!(read(&folder, &format!("{root}/README.md")), "# Say\n");

    // The same bytes once more, and from the package itself.
    let zip = |path: &str| fs::read(folder.join(path)).unwrap();
    let first = zip(&format!("{root}.zip"));
    assert_eq!(pack(&folder, &["--host", "nlink", "--out", "again"]).code, 0);
    assert_eq!(zip("again/nlink-community.pack-nlink.zip"), first);
    let ran = anyhost_in(&folder, &["pack", root, "--host", "nlink", "--out", "third"], b"");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(zip("third/nlink-community.pack-nlink.zip"), first);

    for path in [root, &format!("{root}.zip")] {
        let checked = anyhost_in(&folder, &["check", path, "--json"], b"");
        assert_eq!(checked.code, 0, "{checked:?}");
        assert_eq!(checked.json()["verdicts"][0]["file"], format!("{path}/execution.wasm"));
        let ran = anyhost_in(&folder, &["run", path, "--host", "nlink", "--json"], b"");
        assert_eq!(ran.json()["result"][0]["json"]["text"], "hello", "{ran:?}");
    }
}

/// Exports and imports of a plugin of Signal K, written by hand.
const SIGNALK: &str = r##"
#[link(wasm_import_module = "env")]
unsafe extern "C" {
    fn sk_register_put_handler(context: *const u8, len: usize, path: *const u8, len: usize) -> i32;
    fn sk_udp_create(kind: i32) -> i32;
    fn sk_udp_close(socket: i32);
}
static mut SOCKET: i32 = -1;
fn answer(text: &str, out: *mut u8, max: usize) -> i32 {
    if text.len() > max { return 0; }
    unsafe { std::ptr::copy_nonoverlapping(text.as_ptr(), out, text.len()) };
    text.len() as i32
}
#[unsafe(no_mangle)] extern "C" fn allocate(size: usize) -> *mut u8 {
    let mut room = Vec::<u64>::with_capacity(size / 8 + 1);
    let ptr = room.as_mut_ptr();
    std::mem::forget(room);
    ptr.cast()
}
#[unsafe(no_mangle)] extern "C" fn deallocate(ptr: *mut u8, size: usize) {
    drop(unsafe { Vec::<u64>::from_raw_parts(ptr.cast(), 0, size / 8 + 1) });
}
#[unsafe(no_mangle)] extern "C" fn plugin_id(out: *mut u8, max: usize) -> i32 { answer("pack-signalk", out, max) }
#[unsafe(no_mangle)] extern "C" fn plugin_name(out: *mut u8, max: usize) -> i32 { answer("pack-signalk", out, max) }
#[unsafe(no_mangle)] extern "C" fn plugin_schema(out: *mut u8, max: usize) -> i32 {
    answer(r#"{"type":"object","properties":{}}"#, out, max)
}
#[unsafe(no_mangle)] extern "C" fn plugin_start(_: *const u8, _: usize) -> i32 {
    let (context, path) = ("vessels.self", "a.b");
    unsafe {
        sk_register_put_handler(context.as_ptr(), context.len(), path.as_ptr(), path.len());
        SOCKET = sk_udp_create(0);
    }
    0
}
#[unsafe(no_mangle)] extern "C" fn plugin_stop() -> i32 { unsafe { if SOCKET > 0 { sk_udp_close(SOCKET) } SOCKET = -1 }; 0 }
#[unsafe(no_mangle)] extern "C" fn handle_put_vessels_self_a_b(_: *const u8, _: usize, out: *mut u8, max: usize) -> i32 {
    answer(r#"{"state":"COMPLETED","statusCode":200}"#, out, max)
}
#[used] #[unsafe(link_section = "anyhost:hosts")] static HOSTS: [u8; 8] = *b"signalk,";
"##;

const SIGNALK_TABLE: &str = r#"
[package.metadata.anyhost]
hosts = ["signalk"]

[package.metadata.anyhost.signalk]
keywords = ["signalk-category-utility"]
package = "extra.json"
"#;

fn signalk_crate(name: &str, table: &str) -> PathBuf {
    let folder = crate_in(name, table);
    file(&folder, "src/lib.rs", SIGNALK);
    file(&folder, "extra.json", r#"{"signalk":{"displayName":"Say"}}"#);
    file(&folder, "public/index.html", "<p>");
    file(&folder, "public/js/app.js", "1");
    folder
}

#[test]
fn signalk() {
    let folder = signalk_crate("pack-signalk", SIGNALK_TABLE);
    let ran = pack(&folder, &["--host", "signalk", "--out", "dist", "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    let report = ran.json();
    let root = "dist/pack-signalk";
    let archive = "dist/pack-signalk-1.2.3.tgz";
    assert_eq!((&report["folder"], &report["archive"]), (&root.into(), &archive.into()));
    assert_eq!(report["findings"], serde_json::json!([]));
    let files = ["README.md", "package.json", "plugin.wasm", "public/index.html", "public/js/app.js"];
    assert_eq!(report["files"], serde_json::json!(files.map(|name| format!("{root}/{name}"))));
    let expected = r##"{
  "name": "pack-signalk",
  "version": "1.2.3",
  "description": "Says hello.",
  "license": "MIT",
  "author": "Ada <ada@example.com>",
  "repository": {"type":"git","url":"https://example.com/say"},
  "keywords": ["signalk-wasm-plugin","signalk-webapp","text","signalk-category-utility"],
  "wasmManifest": "plugin.wasm",
  "wasmCapabilities": {"dataRead":false,"putHandlers":true,"rawSockets":true,"storage":"none"},
  "signalk": {"displayName":"Say"}
}
"##;
    assert_eq!(read(&folder, &format!("{root}/package.json")), expected);

    // The same bytes once more, and from the folder and the archive themselves.
    let bytes = |path: &str| fs::read(folder.join(path)).unwrap();
    let first = bytes(archive);
    for (path, out) in [(".", "again"), (root, "third"), (archive, "fourth")] {
        let ran = anyhost_in(&folder, &["pack", path, "--host", "signalk", "--out", out], b"");
        assert_eq!(ran.code, 0, "{ran:?}");
        assert_eq!(bytes(&format!("{out}/pack-signalk-1.2.3.tgz")), first, "{path}");
    }
    for path in [root, archive] {
        let checked = anyhost_in(&folder, &["check", path, "--json"], b"");
        assert_eq!(checked.code, 0, "{checked:?}");
        let verdict = &checked.json()["verdicts"][0];
        assert_eq!((&verdict["host"], &verdict["file"]), (&"signalk".into(), &format!("{path}/plugin.wasm").into()));
        // Its allocator bears no wrong frees.
        assert_eq!((&verdict["loads"], &verdict["conforms"]), (&true.into(), &true.into()), "{verdict}");
    }
}

/// What npm or the server would not take is said before anything is written.
#[test]
fn signalk_refusals() {
    let refused = |name: &str, table: &str, message: &str| {
        let folder = signalk_crate(
            name,
            &format!("[package.metadata.anyhost]\nhosts = [\"signalk\"]\n\n[package.metadata.anyhost.signalk]\n{table}\n"),
        );
        let ran = pack(&folder, &["--host", "signalk"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
        assert!(ran.err.contains(message), "{ran:?}");
        assert!(!folder.join("target/anyhost/package").exists());
    };
    refused("pack-sk-name", "name = \"Say Hello\"", "`Say Hello` is no name of an npm package\nhelp: write name = ");
    refused("pack-sk-web", "public = \"pages\"", "pages is no folder\nhelp: `public` names the folder with web pages");
    refused("pack-sk-key", "keyword = \"a\"", "unknown field `keyword`");
    let again = signalk_crate("pack-sk-again", SIGNALK_TABLE);
    file(&again, "extra.json", r#"{"wasmCapabilities":{"network":true}}"#);
    let ran = pack(&again, &["--host", "signalk"]);
    assert!(
        ran.code == 2 && ran.err.contains("has `wasmCapabilities` again: it comes from Cargo.toml and from the code"),
        "{ran:?}"
    );
    // A package's own name never leads out of the folder that was asked for.
    let out = folder("pack-sk-out");
    file(
        &out,
        "a/package.json",
        r#"{"name":"../../stray","version":"1.0.0","keywords":["signalk-wasm-plugin"],"wasmManifest":"./plugin.wasm"}"#,
    );
    file(&out, "a/plugin.wasm", wasm("(module)"));
    let ran = anyhost_in(&out, &["pack", "a", "--host", "signalk", "--out", "in/it", "--json"], b"");
    assert_eq!((ran.code, &ran.json()["folder"]), (1, &serde_json::Value::Null), "{ran:?}");
    assert!(!out.join("in").exists() && !out.join("stray").exists());
}

/// What Cargo.toml leaves open has a default that is said.
#[test]
fn defaults() {
    let folder = package("pack-defaults", "[package.metadata.anyhost]\nhosts = [\"flow-like\"]\n", BY_HAND);
    let ran = pack(&folder, &["--host", "flow-like"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("note: the id is `local.pack-defaults`: write id = \"com.example.pack-defaults\""), "{ran:?}");
    let manifest = read(&folder, "target/anyhost/package/flow-like/pack-defaults/flow-like.toml");
    assert!(manifest.contains("description = \"Says hello.\"\n"), "the only node's: {manifest}");
}

/// What was built for nLink.
fn folder_of(plugin: &Path) -> PathBuf {
    plugin.join("target/anyhost/pack-again/nlink/execution.wasm")
}

#[test]
fn refusals() {
    let table = |host: &str, text: &str| {
        format!("[package.metadata.anyhost]\nhosts = [\"{host}\"]\n\n[package.metadata.anyhost.{host}]\n{text}\n")
    };
    let refused = |name: &str, host: &str, text: &str, message: &str| {
        let folder = crate_in(name, &table(host, text));
        let ran = pack(&folder, &["--host", host]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
        assert!(ran.err.contains(message), "{ran:?}");
    };
    refused("pack-key", "flow-like", "ids = \"a\"", "`[package.metadata.anyhost.flow-like]` in Cargo.toml: unknown field `ids`");
    refused(
        "pack-unwind",
        "nlink",
        "panic = \"unwind\"",
        "nlink (docs) does not take plugins that unwind: its engine, wazero, has no",
    );
    refused("pack-panic", "flow-like", "panic = \"stop\"", "`panic` is \"stop\"\nhelp: write \"abort\"");
    refused("pack-node", "nlink", "node = \"Say Hello\"", "`Say Hello` is no name of a node\nhelp: write node = ");
    refused("pack-absent", "nlink", "icon = \"none.svg\"", "none.svg: No such file");
    let again = crate_in("pack-again", &table("nlink", "definition = \"again.json\""));
    file(&again, "again.json", "{\"properties\":[]}");
    let ran = pack(&again, &["--host", "nlink"]);
    assert!(
        ran.code == 2 && ran.err.contains("again.json has `properties` again: `properties` comes from the node's parameters"),
        "{ran:?}"
    );

    // The host would refuse it: nothing is written.
    let tier = crate_in("pack-tier", &table("flow-like", "memory = \"tiny\""));
    let ran = pack(&tier, &["--host", "flow-like", "--json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!((&ran.json()["folder"], &ran.json()["findings"][0]["rule"]), (&serde_json::Value::Null, &"FL604".into()));
    assert!(!tier.join("target/anyhost/package").exists());

    // What a package says of its name never leads out of the folder that was asked for.
    let out = folder("pack-out");
    file(&out, "a/package.json", r#"{"nlink":{"nodes":["../../stray"]},"name":"x","version":"1.0.0"}"#);
    file(&out, "a/definition.json", r#"{"properties":[]}"#);
    file(&out, "a/execution.wasm", fs::read(folder_of(&again)).unwrap());
    let ran = anyhost_in(&out, &["pack", "a", "--host", "nlink", "--out", "in/it", "--json"], b"");
    assert_eq!((ran.code, &ran.json()["folder"]), (0, &"in/it/a".into()), "{ran:?}");

    let bare = folder("pack-bare");
    file(&bare, "say.wasm", wasm(FLOW_LIKE));
    let ran = anyhost_in(&bare, &["pack", "say.wasm", "--host", "flow-like"], b"");
    assert!(ran.code == 2 && ran.err.starts_with("error: say.wasm: nothing here says what the package is called"), "{ran:?}");
    let ran = anyhost_in(&bare, &["pack", "say.wasm", "--host", "orbis"], b"");
    let files = "help: hand over a crate's folder, or a folder with the package's files: manifest.json, plugin.wasm\n";
    assert!(ran.code == 2 && ran.err.ends_with(files), "{ran:?}");
    let ran = anyhost_in(&bare, &["pack", "say.wasm", "--host", "wasmcloud"], b"");
    assert!(ran.code == 2 && ran.err.starts_with("error: wasmCloud cannot be"), "{ran:?}");
}

/// A wasm with its manifest beside it, and archives of it.
#[test]
fn packages_of_any_origin() {
    let folder = folder("pack-origin");
    let manifest = "manifest_version = 1\nid = \"com.example.say\"\nname = \"Say\"\nversion = \"1.0.0\"\ndescription = \"\"\n\n[[nodes]]\n\
        id = \"say\"\nname = \"Say\"\ndescription = \"\"\ncategory = \"Test\"\n";
    file(&folder, "say.wasm", wasm(FLOW_LIKE));
    file(&folder, "say.toml", manifest);
    let check = |path: &str| anyhost_in(&folder, &["check", path, "--json"], b"").json()["verdicts"].clone();
    let verdicts = check("say.wasm");
    assert_eq!((verdicts.as_array().unwrap().len(), &verdicts[0]["loads"]), (1, &true.into()), "{verdicts}");

    file(&folder, "say.toml", manifest.replace("[[nodes]]", "[[node]]"));
    let verdicts = check("say.wasm");
    let rules: Vec<_> = verdicts[0]["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].clone()).collect();
    assert!(verdicts[0]["loads"] == false && rules.contains(&"FL602".into()), "{verdicts}");
    let ran = anyhost_in(&folder, &["run", "say.wasm", "--host", "flow-like", "--json"], b"");
    assert!(ran.code == 1 && ran.json()["error"].as_str().unwrap().starts_with("the manifest lists no node"), "{ran:?}");
}
