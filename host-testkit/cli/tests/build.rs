//! Building crates that lie anywhere.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::{BY_HAND, Ran, anyhost_in, file, folder, package, spawn};

const BOTH: &str = "[package.metadata.anyhost]\nhosts = [\"flow-like\", \"nlink\"]\n";

fn build(folder: &Path, args: &[&str]) -> Ran {
    anyhost_in(folder, &[&["build", "."], args].concat(), b"")
}

#[test]
fn one_wasm_a_host() {
    let folder = package("two-hosts", BOTH, BY_HAND);
    let ran = build(&folder, &["--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    let report = ran.json();
    let builds = report["builds"].as_array().unwrap();
    let row = |at: usize| {
        let row = &builds[at];
        (
            row["host"].as_str().unwrap(),
            row["dialect"].as_str().unwrap(),
            row["file"].as_str().unwrap(),
            row["imports"].as_array().unwrap().len(),
        )
    };
    assert_eq!(row(0), ("flow-like", "source", "target/anyhost/two-hosts/flow-like/two_hosts.wasm", 0));
    assert_eq!(row(1), ("nlink", "docs", "target/anyhost/two-hosts/nlink/execution.wasm", 0));
    assert_eq!(builds[1]["files"][0], "target/anyhost/two-hosts/nlink/definition.json");
    assert_eq!(fs::read_to_string(folder.join("target/anyhost/two-hosts/nlink/definition.json")).unwrap(), "{\"properties\":[]}");

    let flow_like = fs::read(folder.join(row(0).2)).unwrap();
    assert_eq!(builds[0]["bytes"], flow_like.len());
    let holds = |text: &str| flow_like.windows(text.len()).any(|bytes| bytes == text.as_bytes());
    assert!(holds("get_nodes") && !holds("execute_node"), "the exports of its host only");
    assert!(!holds("anyhost:") && !holds("producers"), "nothing that only tools read");
}

/// Cargo is asked once; the files of all hosts stay as they are.
#[test]
fn nothing_is_built_twice() {
    let folder = package("built-twice", BOTH, BY_HAND);
    assert_eq!(build(&folder, &[]).code, 0);
    assert_eq!(build(&folder, &[]).code, 0);
    let stamps = || {
        ["flow-like/built_twice.wasm", "nlink/execution.wasm", ".raw/flow-like.wasm", ".raw/nlink.wasm"]
            .map(|name| fs::metadata(folder.join("target/anyhost/built-twice").join(name)).unwrap().modified().unwrap())
    };
    let before = stamps();
    assert_eq!(build(&folder, &[]).code, 0);
    assert_eq!(build(&folder, &["--host", "flow-like"]).code, 0);
    assert_eq!(stamps(), before);

    file(&folder, "src/lib.rs", BY_HAND.replace("hello", "howdy"));
    assert_eq!(build(&folder, &["--host", "nlink"]).code, 0);
    assert_eq!(build(&folder, &["--host", "flow-like"]).code, 0);
    for (name, text) in [("flow-like/built_twice.wasm", "\"text\":\"howdy\""), ("nlink/execution.wasm", "\"text\":\"howdy\"")] {
        let wasm = fs::read(folder.join("target/anyhost/built-twice").join(name)).unwrap();
        assert!(wasm.windows(text.len()).any(|bytes| bytes == text.as_bytes()), "{name} is of the old source");
    }
}

#[test]
fn one_wasm_for_all() {
    let folder = package("single-file", BOTH, BY_HAND);
    let report = build(&folder, &["--single", "--json"]).json();
    let file = |at: usize| report["builds"][at]["file"].as_str().unwrap();
    assert_eq!((file(0), file(1)), ("target/anyhost/single-file/single/single_file.wasm", file(0)));

    let half = BY_HAND.replace("fn execute_node", "fn execute");
    let ran = build(&package("single-half", BOTH, &half), &["--single"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains(
            "nlink (dialect docs) would not load the wasm: it does not export `execute_node` of type (i32, i32) -> i64"
        ),
        "{ran:?}"
    );
}

/// Without hosts in the manifest, the code's own are taken.
#[test]
fn hosts_from_the_code() {
    let report = build(&package("code-hosts", "", BY_HAND), &["--json"]).json();
    assert_eq!(report["builds"].as_array().unwrap().len(), 2);

    let ran = build(&package("no-plugin", "", "pub fn add(a: i32, b: i32) -> i32 { a + b }"), &[]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains(
            "no-plugin: this crate is not an anyhost plugin: its code exports to no host\nhelp: put `#[anyhost::node(flow_like)]`"
        ),
        "{ran:?}"
    );
}

#[test]
fn manifest_and_code_disagree() {
    let code = BY_HAND.replace("[u8; 16] = *b\"flow-like,nlink,\"", "[u8; 9] = *b\"flow-like\"");
    let ran = build(&package("code-has-less", BOTH, &code), &[]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains(
            "its Cargo.toml names the host `nlink`, to which the code does not export\nhelp: add `nlink` to `#[node(…)]` or `#[plugin(…)]`, or remove \"nlink\" from `hosts`"
        ),
        "{ran:?}"
    );

    let one = "[package.metadata.anyhost]\nhosts = [\"nlink\"]\n";
    let folder = package("code-has-more", one, BY_HAND);
    let ran = build(&folder, &[]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("nlink: note: the code also exports to flow-like, which"), "{ran:?}");

    let ran = build(&folder, &["--host", "flow-like"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains(
            "`code-has-more` is not built for flow-like: it names nlink\nhelp: write `hosts = [\"nlink\", \"flow-like\"]`"
        ),
        "{ran:?}"
    );
}

#[test]
fn does_not_build() {
    let folder = package("does-not-build", BOTH, "pub fn broken() { 1 + }");
    for command in ["build", "check", "test"] {
        let ran = anyhost_in(&folder, &[command, "."], b"");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
        assert!(ran.err.contains("error: expected expression, found `}`\n --> src/lib.rs:1:23"), "{ran:?}");
        assert!(
            ran.err.trim_end().ends_with("`does-not-build` does not build for flow-like; cargo's messages are above"),
            "{ran:?}"
        );
    }
}

#[test]
fn manifests() {
    let metadata = |text: &str| format!("[package.metadata.anyhost]\n{text}\n");
    let refused = |name: &str, text: &str, message: &str| {
        let ran = build(&package(name, &metadata(text), ""), &[]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains(message), "{ran:?}");
    };
    refused("metadata-host", "hosts = [\"flowlike\"]", "there is no host `flowlike`\nhelp: did you mean `flow-like`?");
    refused("metadata-key", "host = [\"nlink\"]", "`[package.metadata.anyhost]` in Cargo.toml: unknown field `host`");
    refused("metadata-empty", "hosts = []", "is empty\nhelp: name a host");
    refused("metadata-later", "hosts = [\"wasmcloud\"]", "plugins for wasmcloud cannot be built yet: ");

    let workspace = folder("a-workspace");
    file(&workspace, "Cargo.toml", "[workspace]\nmembers = [\"member\"]\nresolver = \"3\"\n");
    file(&workspace, "member/Cargo.toml", "[package]\nname = \"member\"\nedition = \"2024\"\n");
    file(&workspace, "member/src/lib.rs", "");
    let ran = build(&workspace, &[]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains(
            "this Cargo.toml is of a workspace, not of a crate\nhelp: hand over the folder of one of its crates: member"
        ),
        "{ran:?}"
    );

    let program = folder("a-program");
    file(&program, "Cargo.toml", "[package]\nname = \"a-program\"\nedition = \"2024\"\n[workspace]\n");
    file(&program, "src/main.rs", "fn main() {}");
    let ran = build(&program, &[]);
    assert!(ran.code == 2 && ran.err.contains("the crate has no library"), "{ran:?}");
}

/// What an outer cargo leaves in the environment does not reach the inner one.
#[test]
fn environment() {
    let folder = package("environment", BOTH, BY_HAND);
    let mut command = Command::new(env!("CARGO_BIN_EXE_anyhost"));
    command.args(["build", "."]).current_dir(&folder).env("CARGO", "/nonsense").env("RUSTUP_TOOLCHAIN", "nonsense");
    command.env("CARGO_ENCODED_RUSTFLAGS", "--nonsense").env("CARGO_MANIFEST_DIR", "/nonsense");
    let ran = spawn(&mut command, b"");
    assert_eq!(ran.code, 0, "{ran:?}");
}
